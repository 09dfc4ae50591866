"""The cases of the program tests: which programs there are, how each is run, what it must print.

A program is ``NAME.go`` or a folder ``NAME`` with a ``go.mod``, in ``examples`` or in ``tests/programs/src``. Its cases are in ``golden/NAME.txt``:
sections that begin with a line ``-- KIND --``. ``args`` (words as a shell has them) and ``stdin`` are input and written by hand; ``stdout``, ``stderr`` and
``exit`` are what real Go's executable did, written by ``--update``. A section ``args`` or ``stdin`` after an ``exit`` begins the next run of the
same program. Programs run in ``tests/programs/data``, where their input files are.
"""

from __future__ import annotations

import dataclasses
import os
import re
import shlex
import subprocess
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
GOLDEN: Final = HERE / "golden"
DATA: Final = HERE / "data"
FOLDERS: Final = (ROOT / "examples", HERE / "src")
SECTION: Final = re.compile(r"^-- (args|stdin|stdout|stderr|exit) --\n", re.M)
LIMIT: Final = 300  # seconds; no program takes more than one, on a machine that does nothing else


@dataclasses.dataclass(slots=True)
class Run:
    """One run of a program: what it is given and what came out."""

    args: str = ""
    stdin: str = ""
    stdout: str = ""
    stderr: str = ""
    exit: int = 0

    def text(self) -> str:
        parts = [("args", self.args + "\n" if self.args else ""), ("stdin", self.stdin)]
        parts += [("stdout", self.stdout), ("stderr", self.stderr)]
        return "".join(f"-- {kind} --\n{_closed(body)}" for kind, body in parts if body) + f"-- exit --\n{self.exit}\n"


def _closed(text: str) -> str:
    """Text that does not end a line shows it, so that the file stays readable."""
    return text if text.endswith("\n") else text + "\\(no newline)\n"


def _opened(text: str) -> str:
    return text.removesuffix("\\(no newline)\n")


def programs() -> list[Path]:
    found = []
    for folder in FOLDERS:
        found += [p for p in folder.glob("*") if p.suffix == ".go" or (p / "go.mod").exists()]
    return sorted(found, key=lambda p: p.stem)


def read_runs(program: Path) -> list[Run]:
    """The runs of a program; one without input where nothing is written down yet."""
    file = GOLDEN / f"{program.stem}.txt"
    if not file.exists():
        return [Run()]
    runs = [Run()]
    complete = False
    parts = SECTION.split(file.read_text(encoding="utf-8"))
    for kind, body in zip(parts[1::2], parts[2::2], strict=True):
        if complete:
            runs.append(Run())
        complete = kind == "exit"
        if kind == "exit":
            runs[-1].exit = int(body)
        elif kind == "args":
            runs[-1].args = body.strip()
        else:
            setattr(runs[-1], kind, _opened(body))
    return runs


def write_runs(program: Path, runs: list[Run]) -> None:
    GOLDEN.mkdir(exist_ok=True)
    (GOLDEN / f"{program.stem}.txt").write_text("".join(run.text() for run in runs), encoding="utf-8")


def build_environment(arch: str) -> dict[str, str]:
    return {**os.environ, "GOOS": "linux", "GOARCH": arch}


def execute(command: list[str], run: Run) -> Run:
    """Run an executable as ``run`` says; its output normalised."""
    env = {"TZ": "UTC", "PATH": "/usr/bin:/bin", "HOME": "/tmp"}
    done = subprocess.run(
        command + shlex.split(run.args),
        input=run.stdin.encode(),
        cwd=DATA,
        env=env,
        capture_output=True,
        timeout=LIMIT,
        umask=0o022,
    )
    stdout, stderr = done.stdout.decode(errors="backslashreplace"), done.stderr.decode(errors="backslashreplace")
    return Run(run.args, run.stdin, stdout, normalise(stderr.replace(command[-1], "prog")), done.returncode)


# What differs from run to run or from compiler to compiler and is no part of a program's meaning.
_VOLATILE: Final = (
    (re.compile(r"0x[0-9a-f]+"), "0x?"),
    (re.compile(r" \+0x\?(?: fp=0x\? sp=0x\? pc=0x\?)?$", re.M), ""),  # offsets of return addresses
    (re.compile(r"\([^()*]*\)$(?=\n\t)", re.M), "(...)"),  # arguments, as words of the stack
    (re.compile(r"^\t\S*/([^/\s]+\.go:\d+)", re.M), r"\t\1"),
    (re.compile(r"^runtime stack:\n(?:.+\n)*\n", re.M), ""),
    (re.compile(r"^\.\.\.\d+ frames elided\.\.\.$", re.M), "...N frames elided..."),
    (re.compile(r"^(runtime: sp=).*$", re.M), r"\1..."),
    (re.compile(r"^goroutine (?!1 )\d+ ", re.M), "goroutine N "),
    (re.compile(r" in goroutine (?!1$)\d+$", re.M), " in goroutine N"),
    (re.compile(r" (?:gp=0x\? m=\S+(?: mp=0x\?)? )?\[(running|runnable|sleep|select|chan [^\],]*|[^\],]*)(?:, [^\]]*)?\]:$", re.M), r" [\1]:"),
)  # fmt: skip


def normalise(stderr: str) -> str:
    """A traceback without addresses, arguments and folders, without frames and goroutines of the library, and with other goroutines than the first in a fixed order."""
    text = _LIBRARY.sub(lambda m: m[0] if m[1] else "", stderr)
    for pattern, replacement in _VOLATILE:
        text = pattern.sub(replacement, text)
    text = _REPEATED.sub(r"\1\t(repeated)\n", text)
    head, *blocks = re.split(r"(?m)^(?=goroutine (?:\d+|N) \[)", text)
    blocks = [b.rstrip("\n") + "\n" for b in blocks]
    others = sorted(b for b in blocks[1:] if "\n\t" in b)
    return head + "\n".join(blocks[:1] + others)


# A frame of a traceback, two lines; group 1 is there where its function is the program's.
_LIBRARY: Final = re.compile(r"^(?:created by )?((?:main|bookshop/\w+)\.)?\S.*\n\t\S+\.(?:go|s|c):\d+.*\n", re.M)
_REPEATED: Final = re.compile(r"^(\S+\n\t\S+\n)\1+", re.M)
