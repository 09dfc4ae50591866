"""The programs of the stress runs: the project's own, with all their cases, and those of Go's tests of kind ``run`` that pass.

What a program must do is written down elsewhere: in ``tests/programs/golden``, in ``tests/runtime_go/NAME.out``, and for Go's tests in the file ``.out`` beside
them, as Go's own driver has it: exit status 0 and that text, on both outputs together; nothing at all where there is no such file.
"""

from __future__ import annotations

import dataclasses
import re
import shlex
from pathlib import Path
from typing import Final

from tests.conformance import ratchet
from tests.programs import cases

HERE: Final = Path(__file__).resolve().parent
ROOT: Final = HERE.parents[1]
EXCEPTIONS: Final = HERE / "exceptions.txt"
PROGRAM_ENVIRONMENT: Final = {"TZ": "UTC", "PATH": "/usr/bin:/bin", "HOME": "/tmp"}
GO_ENVIRONMENT: Final = {**PROGRAM_ENVIRONMENT, "GOOS": "linux"}  # some of Go's tests read it


@dataclasses.dataclass(frozen=True, slots=True)
class Program:
    """One program, with one of the ways to run it. ``merged``: both outputs are one; ``traceback``: error output is compared without what no two runs share."""

    name: str
    sources: tuple[Path, ...]
    args: tuple[str, ...]
    cwd: Path
    stdin: str
    stdout: str
    stderr: str
    exit: int
    merged: bool
    traceback: bool
    environment: tuple[tuple[str, str], ...]

    @property
    def unit(self) -> str:
        """What is built: the same for all cases of a program."""
        return self.name.partition("#")[0]


def own_programs() -> list[Program]:
    """Those of ``examples`` and ``tests/programs``, one for each case: ``programs/NAME#CASE``."""
    found = []
    for path in cases.programs():
        for n, run in enumerate(cases.read_runs(path)):
            found.append(
                Program(
                    name=f"programs/{path.stem}#{n}",
                    sources=(path,),
                    args=tuple(shlex.split(run.args)),
                    cwd=cases.DATA,
                    stdin=run.stdin,
                    stdout=run.stdout,
                    stderr=run.stderr,
                    exit=run.exit,
                    merged=False,
                    traceback=True,
                    environment=tuple(PROGRAM_ENVIRONMENT.items()),
                )
            )
    return found


def runtime_programs() -> list[Program]:
    """Those that strain the runtime by themselves: ``runtime_go/NAME``."""
    folder = ROOT / "tests" / "runtime_go"
    return [
        _silent(f"runtime_go/{p.stem}", (p,), (), folder, p.with_suffix(".out")) for p in sorted(folder.glob("*.go"))
    ]


def go_tests(corpus: Path) -> list[Program]:
    """Go's tests of kind ``run`` that the ratchet lists; ``corpus`` is Go's folder ``test``. Their names are paths in it."""
    found = []
    for name, suite in sorted(ratchet.read_list().items()):
        if suite == "run":
            path = corpus / name
            sources, args = _directive(path, corpus)
            found.append(_silent(name, (path, *sources), args, corpus, path.with_suffix(".out"), GO_ENVIRONMENT))
    return found


def _silent(
    name: str,
    sources: tuple[Path, ...],
    args: tuple[str, ...],
    cwd: Path,
    expected: Path,
    environment: dict[str, str] = PROGRAM_ENVIRONMENT,
) -> Program:
    text = expected.read_bytes().decode("utf-8", "surrogateescape") if expected.exists() else ""
    return Program(name, sources, args, cwd, "", text, "", 0, True, False, tuple(environment.items()))


def _directive(path: Path, corpus: Path) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """Further sources and the arguments, of the line ``// run …`` in a test's head."""
    head = path.read_text(encoding="utf-8", errors="surrogateescape").split("\n\n", 1)[0]
    line = re.search(r"^// (?:run|buildrun)\b(.*)", head, re.M)
    words = shlex.split(line[1]) if line else []
    while words and words[0].startswith("-"):
        flag = words.pop(0)
        if flag in ("-t", "-gcflags", "-goexperiment"):
            words.pop(0)
    sources = []
    while words and words[0].endswith(".go"):
        sources.append(corpus / words.pop(0))
    return tuple(sources), tuple(words)


def read_exceptions(path: Path = EXCEPTIONS) -> dict[str, tuple[str, ...]]:
    """Name of a program -> the modes (``*``: all) in which its output is not compared. Lines: ``NAME MODES REASON``; NAME without ``#CASE`` means all cases."""
    found = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            name, modes, _reason = line.split(None, 2)
            found[name] = tuple(modes.split(","))
    return found


def excepted(program: Program, mode: str, exceptions: dict[str, tuple[str, ...]]) -> bool:
    modes = exceptions.get(program.name, ()) + exceptions.get(program.unit, ())
    return mode in modes or "*" in modes
