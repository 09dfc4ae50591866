"""The scheduler's side of the runtime: programs in C that stand for compiled Go, on both architectures (arm64 under qemu-user).

The C files are compiled to assembly, get the stack checks of compiled Go (goasm.py), and are linked with the whole runtime.
"""

from __future__ import annotations

import importlib.util
import platform
import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

from minigo.driver import runtime_build

HERE: Final = Path(__file__).parent
RUNTIME: Final = HERE.parent.parent / "runtime_c"
GO_SIDE: Final = ("goside", "go_sched", "go_wakeup")
HOST: Final = {"x86_64": "amd64", "aarch64": "arm64"}.get(platform.machine(), "")
EMULATORS: Final = {"amd64": "qemu-x86_64", "arm64": "qemu-aarch64"}
# A gigabyte of stack is too much for the emulator's page tables to be quick about.
NOT_EMULATED: Final = frozenset({"overflow"})


def with_checks(text: str, arch: str) -> str:
    spec = importlib.util.spec_from_file_location("goasm", HERE / "goasm.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    checked = module.with_checks(text, arch)
    assert isinstance(checked, str)
    return checked


def compile_go_side(name: str, arch: str, out: Path) -> None:
    flags = [f for f in runtime_build.FLAGS if f != "-c"] + [
        "-target",
        runtime_build.TRIPLES[arch],
        *runtime_build.ARCH_FLAGS[arch],
    ]
    split = ["-fsplit-stack"] if arch == "amd64" else []
    text = out / f"go_{name}.s"
    command = [
        *runtime_build.compiler(),
        "-S",
        *flags,
        *split,
        "-fno-optimize-sibling-calls",
        "-o",
        str(text),
        str(HERE / f"{name}.c"),
    ]
    subprocess.run(command, check=True)
    text.write_text(with_checks(text.read_text(), arch))
    (out / f"go_{name}.o").write_bytes(runtime_build.compile_file(text, arch))


def build(arch: str, out: Path) -> Path:
    """The test program for a target."""
    for source in runtime_build.sources(RUNTIME, arch):
        if not source.stem.startswith("reflect"):
            (out / f"{source.stem}.o").write_bytes(runtime_build.compile_file(source, arch))
    for name in GO_SIDE:
        compile_go_side(name, arch, out)
    program = out / "sched"
    linker = [*runtime_build.compiler()[:-1], "ld.lld"]
    objects = sorted(map(str, out.glob("*.o")))
    subprocess.run(
        [*linker, "-static", "--gc-sections", "-T", str(HERE / "layout.ld"), "-o", str(program), *objects], check=True
    )
    return program


@pytest.fixture(scope="module", params=["amd64", "arm64"])
def command(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    arch: str = request.param
    pytest.importorskip("ziglang")
    emulator = [] if arch == HOST else [EMULATORS[arch]]
    if emulator and shutil.which(emulator[0]) is None:
        pytest.skip(f"needs {emulator[0]}")
    return [*emulator, str(build(arch, tmp_path_factory.mktemp(f"sched_{arch}")))]


def cases() -> dict[str, tuple[str, str, int]]:
    """By name: standard output, standard error, exit code."""
    found: dict[str, tuple[str, str, int]] = {}
    text = re.sub(r"^#.*\n", "", (HERE / "sched.txt").read_text(), flags=re.MULTILINE)
    for part in re.split(r"^== ", text, flags=re.MULTILINE)[1:]:
        name, _, rest = part.partition("\n")
        rest, _, code = rest.partition("-- exit ")
        out, _, err = rest.partition("-- stderr\n")
        found[name] = (out, err, int(code or "0"))
    return found


def pattern(text: str) -> str:
    """The regular expression that an expected standard error stands for."""
    escaped = re.escape(text).replace(re.escape("0x?"), "0x[0-9a-f]+")
    return escaped.replace(re.escape("...\n"), r"(.*\n)*")


@pytest.mark.parametrize("name", sorted(cases()))
def test_scheduler(command: list[str], name: str) -> None:
    if len(command) > 1 and name in NOT_EMULATED:
        pytest.skip("not under an emulator")
    out, err, code = cases()[name]
    done = subprocess.run([*command, name], capture_output=True, text=True, timeout=120)
    assert (done.stdout, done.returncode) == (out, code), done.stderr
    assert re.fullmatch(pattern(err), done.stderr), done.stderr
