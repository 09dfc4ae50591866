"""What the benchmarks share: compilers to compare, measured runs, medians, and tables.

A compiler is a name and a function that builds one program; those that are not installed are left out (and the table says so). Runs of different
compilers alternate, in a new order every round, so that what the machine does besides hits all of them.
"""

from __future__ import annotations

import dataclasses
import math
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tests.gotool import GO_MOD, go_environment, go_tool  # noqa: E402

LIMIT: Final = 300  # seconds a run may take


class BuildError(Exception):
    """A compiler did not make an executable; the message is what it said."""


@dataclasses.dataclass(slots=True)
class Sample:
    """One run: seconds, KiB, exit status, standard output and error output."""

    wall: float
    cpu: float
    rss: int
    status: int
    stdout: bytes
    stderr: bytes


class Meter:
    """Runs commands and measures them, by the little program ``measure.c`` where a C compiler is installed."""

    def __init__(self) -> None:
        self.folder = tempfile.TemporaryDirectory(prefix="minigo-bench-")
        self.tool: str | None = None
        cc = shutil.which("gcc") or shutil.which("cc")
        if cc:
            self.tool = str(Path(self.folder.name, "measure"))
            source = str(Path(__file__).with_name("measure.c"))
            subprocess.run([cc, "-O2", "-static", "-o", self.tool, source], check=True)

    def run(self, command: Sequence[str], limit: float = LIMIT) -> Sample:
        """Raises TimeoutExpired."""
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
            wall, cpu, rss, status = self._measured(list(command), out.fileno(), err.fileno(), limit)
            out.seek(0)
            err.seek(0)
            return Sample(wall, cpu, rss, status, out.read(), err.read())

    def _measured(self, command: list[str], out: int, err: int, limit: float) -> tuple[float, float, int, int]:
        if self.tool is None:
            return self._approximate(command, out, err, limit)
        read, write = os.pipe()
        script = f'exec 3>&{write} {write}>&-; exec "$@"'
        child = subprocess.Popen(
            ["sh", "-c", script, "sh", self.tool, *command], stdout=out, stderr=err, pass_fds=[write], process_group=0
        )
        os.close(write)
        try:
            child.wait(limit)
        except subprocess.TimeoutExpired:
            os.killpg(child.pid, 9)
            child.wait()
            raise
        finally:
            with os.fdopen(read) as report:
                text = report.read()
        wall, user, system, rss, status = (int(word) for word in text.split())
        return wall / 1e9, (user + system) / 1e6, rss, os.waitstatus_to_exitcode(status)

    def _approximate(self, command: list[str], out: int, err: int, limit: float) -> tuple[float, float, int, int]:
        """Without a C compiler: the memory is at least that of this process."""
        start = time.perf_counter()
        child = subprocess.Popen(command, stdout=out, stderr=err)
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss, child.returncode


@dataclasses.dataclass(slots=True)
class Compiler:
    """One way to make an executable of a program."""

    name: str
    tool: str
    flags: tuple[str, ...] = ()

    def source(self, program: Path) -> Path | None:
        """What this compiler builds of a program, None if there is nothing for it."""
        if self.name != "c":
            return program
        reference = program.with_suffix(".c")
        return reference if reference.exists() else None

    def command(self, source: Path, out: Path) -> list[str]:
        if self.name == "minigo":
            return [sys.executable, "-m", "minigo.cli.main", "build", *self.flags, "-o", str(out), str(source)]
        if self.name == "go":
            return [self.tool, "build", *self.flags, "-o", str(out), str(source)]
        libraries = ["-lm"] if self.name == "c" else []
        return [self.tool, "-O2", *self.flags, "-o", str(out), str(source), *libraries]

    def environment(self) -> dict[str, str]:
        if self.name == "go":
            return go_environment()
        return {**os.environ, "PYTHONPATH": str(ROOT)}

    def build(self, source: Path, out: Path, cwd: Path | None = None) -> float:
        """Seconds the build took. Raises BuildError."""
        start = time.perf_counter()
        done = subprocess.run(
            self.command(source, out), env=self.environment(), cwd=cwd or ROOT, capture_output=True, text=True
        )
        took = time.perf_counter() - start
        if done.returncode:
            raise BuildError((done.stderr + done.stdout).strip() or f"exit status {done.returncode}")
        return took


def compilers(names: Iterable[str], opt: str = "2") -> list[Compiler]:
    """Those of the named compilers that are installed."""
    found: list[Compiler] = []
    for name in names:
        if name == "minigo":
            found.append(Compiler("minigo", sys.executable, ("-O", opt)))
            continue
        choices = {"go": [go_tool()], "gccgo": ["gccgo", "gccgo-12", "gccgo-14"], "c": ["gcc", "cc"]}[name]
        tool = next((path for c in choices if c and (path := shutil.which(c))), None)
        if tool:
            found.append(Compiler(name, tool))
        else:
            print(f"{name} is not installed: left out", file=sys.stderr)
    return found


def alternate(items: Sequence[Compiler], round_: int) -> list[Compiler]:
    """The compilers in this round's order: rotated, and every other time backwards."""
    k = round_ // 2 % max(len(items), 1)
    turned = [*items[k:], *items[:k]]
    return turned[::-1] if round_ % 2 else turned


def median(values: Iterable[float]) -> float:
    return statistics.median(list(values))


def geometric_mean(values: Iterable[float]) -> float:
    logs = [math.log(v) for v in values if v > 0]
    return math.exp(sum(logs) / len(logs)) if logs else math.nan


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Text in columns: the first flush left, the others flush right."""
    lines = [list(header), *(list(r) for r in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(header))]
    out = ["  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(line, widths, strict=True))) for line in lines]  # fmt: skip
    out.insert(1, "  ".join("-" * w for w in widths))
    return "\n".join(line.rstrip() for line in out)


__all__ = [
    "GO_MOD",
    "ROOT",
    "BuildError",
    "Compiler",
    "Meter",
    "Sample",
    "alternate",
    "compilers",
    "geometric_mean",
    "go_environment",
    "median",
    "table",
]
