"""C code that runs on goroutines' stacks fits in the slack below the limit that every goroutine keeps free.

The deepest path of calls is computed from the compiler's frame sizes and the calls in its assembly. What runs on the system stack does not count:
a path ends at ``systemstack`` and ``rt_mcall``. Calls of Go functions check the stack themselves, and need what ``__morestack`` needs. Calls through pointers are listed here.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

from minigo.driver import runtime_build

RUNTIME: Final = Path(__file__).parent.parent.parent / "runtime_c"
UNCHECKED: Final = 256  # frames up to this size are not part of a function's check on amd64
SWITCH: Final = {"amd64": 64, "arm64": 160}  # what rt_mcall and systemstack save
MORESTACK: Final = {"amd64": 232, "arm64": 240}  # what __morestack takes itself, saving all argument registers
# Continues on another stack, or further up on this one.
ENDS: Final = frozenset({"rt_gogo", "rt_run_on", "rt_resume_frame"})
GO: Final = "Go code that needs another segment"
CALLS_GO: Final = frozenset({"rt_call_closure", "rt_call_deferred", "rt_call_void"})
THROUGH_POINTERS: Final = {
    "runtime.structequal": ["runtime.nilinterequal", "runtime.interequal"],
}
# Recursion: by types nested in each other, or by recovered panics under a Goexit, so not deep.
RECURSIVE: Final = frozenset(
    {"runtime.structequal", "runtime.arrayequal", "runtime.typehash", "panic:run_goexit", "panic:run_frames"}
)
# Called by compiled code or through it: those that the stack must have room for.
SYSTEM_ONLY: Final = frozenset(
    {
        "rt_schedule",
        "thread_main",
        "sysmon",
        "start_on_g0",
        "rt_start",
        "collect",
        "grow",
        "rt_signal_handle",
        "runtime.main",
    }
)


def assembly(file: Path, arch: str, out: Path) -> str:
    text = out / f"{file.stem}.s"
    flags = [f for f in runtime_build.FLAGS if f != "-c"] + [
        "-target",
        runtime_build.TRIPLES[arch],
        *runtime_build.ARCH_FLAGS[arch],
    ]
    subprocess.run([*runtime_build.compiler(), "-S", *flags, "-o", str(text), str(file)], check=True)
    return text.read_text()


def frames_and_calls(text: str, arch: str, file: str) -> tuple[dict[str, int], dict[str, set[str]]]:
    """Bytes that each function's prologue takes, with the return address, and whom it calls. A static function's name is FILE:NAME."""
    local = {n for _, n in re.findall(r'\t\.type\t("?)([^,"\n]+)\1,[@%]function', text)} - {
        n for _, n in re.findall(r'\t\.globl\t("?)([^"\s]+)\1', text)
    }
    frames: dict[str, int] = {}
    calls: dict[str, set[str]] = {}
    name = ""
    for raw in text.splitlines():
        line = raw.split("//")[0].rstrip() if arch == "arm64" else raw.split("#")[0].rstrip()
        found = re.match(r'\t\.type\t("?)([^,"]+)\1,[@%]function', line)
        if found:
            name = f"{file}:{found[2]}" if found[2] in local else found[2]
            frames[name], calls[name] = 8 if arch == "amd64" else 0, set()
        if not name:
            continue
        if arch == "amd64":
            if re.match(r"\tpushq\t", line):
                frames[name] += 8
            found = re.match(r"\tsubq\t\$(\d+), %rsp", line)
            frames[name] += int(found[1]) if found else 0
        else:
            found = re.match(r"\tsub\tsp, sp, #(\d+)(, lsl #12)?$|\tst[pr]\t.*\[sp, #-(\d+)\]!$", line)
            frames[name] += int(found[1] or found[3]) << (12 if found[2] else 0) if found else 0
        found = re.match(r'\t(?:callq?|jmp|bl|b)\t("?)([A-Za-z_][\w.$]*)\1$', line)
        if found:
            calls[name].add(f"{file}:{found[2]}" if found[2] in local else found[2])
    return frames, calls


def slack(arch: str) -> int:
    """``STACK_SLACK`` in sched.h, where the first value is that of amd64."""
    values = re.findall(r"STACK_SLACK = (\d+)", (RUNTIME / "sched.h").read_text())
    assert len(values) == 2
    return int(values[arch == "arm64"])


def frame_of(name: str, frames: dict[str, int]) -> int:
    if name in frames:
        return frames[name]
    return frames[GO] if name in CALLS_GO or name.startswith("runtime.") else 64  # Go code, or assembly


def deepest(
    name: str,
    frames: dict[str, int],
    calls: dict[str, set[str]],
    done: dict[str, tuple[int, list[str]]],
    path: tuple[str, ...],
) -> tuple[int, list[str]]:
    """The most stack that a call of a function takes, and the path."""
    if name in done:
        return done[name]
    best, way = 0, []
    if name not in ENDS:
        for callee in sorted(calls.get(name, set())) + THROUGH_POINTERS.get(name, []):
            if (callee in path and callee in RECURSIVE) or callee == name:
                continue
            assert callee not in path, f"recursion: {' '.join(path)} {callee}"
            depth, further = deepest(callee, frames, calls, done, (*path, callee))
            if depth > best:
                best, way = depth, further
    result = (frame_of(name, frames) + best, [name, *way])
    if not any(p in RECURSIVE for p in path):
        done[name] = result
    return result


@pytest.mark.parametrize("arch", ["amd64", "arm64"])
def test_c_code_fits_in_the_slack(arch: str, tmp_path: Path) -> None:
    pytest.importorskip("ziglang")
    frames = {"systemstack": SWITCH[arch], "rt_mcall": SWITCH[arch], **dict.fromkeys(ENDS, 0)}
    calls: dict[str, set[str]] = {}
    for file in runtime_build.sources(RUNTIME, arch):
        if file.suffix == ".c":
            some_frames, some_calls = frames_and_calls(assembly(file, arch, tmp_path), arch, file.stem)
            frames.update(some_frames)
            calls.update(some_calls)
    frames[GO] = MORESTACK[arch] + frames["rt_morestack_slow"] + SWITCH[arch]
    done: dict[str, tuple[int, list[str]]] = {}
    entries = [n for n in frames if n.startswith("runtime.") and n not in SYSTEM_ONLY]
    assert len(entries) > 100
    worst = sorted((deepest(n, frames, calls, done, (n,)) for n in entries), reverse=True)
    for size, way in worst[:3]:
        path = " ".join(f"{n}({frame_of(n, frames)})" for n in way)
        assert size + UNCHECKED <= slack(arch), f"{size} bytes: {path}"
