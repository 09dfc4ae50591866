"""Builds the programs, each once; runs one in a mode; says what was wrong, and how to see it again."""

from __future__ import annotations

import concurrent.futures
import contextlib
import dataclasses
import hashlib
import os
import resource
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final, TypeVar

from tests.programs import cases
from tests.stress.modes import MODES
from tests.stress.programs import ROOT, Program

BUILD_LIMIT: Final = 600  # seconds
DATA_LIMIT: Final = 4 << 30  # bytes of a program's memory
FILE_LIMIT: Final = 64 << 20
MOST_EVERY: Final = 10**7
TRIAL_LIMIT: Final = 20  # seconds, of a trial that may turn out to collect far too often
TIMED_OUT: Final = -1000  # instead of an exit status


@dataclasses.dataclass(slots=True)
class Outcome:
    stdout: str
    stderr: str
    exit: int
    cpu: float  # seconds


@dataclasses.dataclass(slots=True)
class Failure:
    program: str
    mode: str
    seed: int
    what: str
    command: str
    outcome: Outcome

    def line(self) -> str:
        return f"FAIL {self.mode} seed {self.seed} {self.program}: {self.what}\n     {self.command}"


class Workshop:
    """A folder with the executables, and the ways to run them. Safe for use from several threads."""

    def __init__(self, folder: Path, arch: str = "amd64", timeout: float = 300, budget: float = 0.25) -> None:
        self.folder = folder
        self.arch = arch
        self.timeout = timeout
        self.budget = budget  # processor seconds that collections may add to a run
        self.prefix: list[str] = []
        if arch == "arm64":
            qemu = shutil.which("qemu-aarch64") or shutil.which("qemu-aarch64-static")
            if qemu is None:
                raise RuntimeError("programs for arm64 want qemu-aarch64")
            self.prefix = [qemu]
        folder.mkdir(parents=True, exist_ok=True)

    # ---- building

    def executable(self, program: Program) -> Path:
        digest = hashlib.sha256(program.unit.encode()).hexdigest()[:8]
        return self.folder / f"{Path(program.unit).stem}-{digest}-{self.arch}"

    def build(self, program: Program) -> str:
        """Why the program does not build, or nothing."""
        out = self.executable(program)
        sources = [str(s) for s in program.sources]
        command = [sys.executable, "-m", "minigo.cli.main", "build", "-o", str(out), *sources]
        env = {**os.environ, "PYTHONPATH": str(ROOT), "GOOS": "linux", "GOARCH": self.arch}
        try:
            done = subprocess.run(
                command, capture_output=True, text=True, timeout=BUILD_LIMIT, cwd=program.cwd, env=env
            )
        except subprocess.TimeoutExpired:
            return f"no end after {BUILD_LIMIT} s"
        return "" if done.returncode == 0 else done.stderr[-2000:] or f"exit status {done.returncode}"

    def build_all(self, programs: list[Program], jobs: int) -> dict[str, str]:
        """Builds each program once; unit -> why it does not build."""
        units = {p.unit: p for p in programs}
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            results = dict(zip(units, pool.map(self.build, units.values()), strict=True))
        return {unit: message for unit, message in results.items() if message}

    # ---- running

    def command(self, program: Program) -> list[str]:
        return [*self.prefix, str(self.executable(program)), *program.args]

    def run(self, program: Program, settings: dict[str, str], timeout: float, other: Path | None = None) -> Outcome:
        """What the program does, or another executable of it."""
        command = self.command(program) if other is None else [str(other), *program.args]
        env = {**dict(program.environment), "GOARCH": self.arch, "PWD": str(program.cwd), **settings}
        with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err, tempfile.TemporaryFile() as given:
            given.write(program.stdin.encode())
            given.seek(0)
            process = subprocess.Popen(
                command,
                cwd=program.cwd,
                env=env,
                stdin=given,
                stdout=out,
                stderr=subprocess.STDOUT if program.merged else err,
                start_new_session=True,
                umask=0o022,
            )
            status, cpu = _await(process, timeout)
            text, errors = (_text(f, "surrogateescape" if program.merged else "backslashreplace") for f in (out, err))
        if program.traceback:
            errors = cases.normalise(errors.replace(command[-1 - len(program.args)], "prog"))
        return Outcome(text, errors, status, cpu)

    def find_every(self, program: Program) -> int:
        """The smallest power of ten, as N of "collect at every N-th allocation", with which the program takes no more than the budget longer."""
        plain = self.run(program, {}, self.timeout).cpu
        every = 1
        while every < MOST_EVERY:
            took = self.run(program, MODES["collect+verify+poison"](3, every), TRIAL_LIMIT)
            if took.exit != TIMED_OUT and took.cpu <= plain + self.budget:
                break
            every *= 10
        return every

    def check(self, program: Program, mode: str, seed: int, every: int) -> Failure | None:
        settings = MODES[mode](seed, every)
        got = self.run(program, settings, self.timeout)
        what = difference(program, got)
        if not what:
            return None
        words = [f"{k}={v}" for k, v in settings.items()]
        command = f"cd {shlex.quote(str(program.cwd))} && {' '.join(words)} {shlex.join(self.command(program))}"
        return Failure(program.name, mode, seed, what, command, got)


def difference(program: Program, got: Outcome) -> str:
    """What a program did wrong, in a line, or nothing."""
    if got.exit == TIMED_OUT:
        return "no end"
    if got.exit != program.exit:
        tail = [line for line in (got.stderr or got.stdout).splitlines() if line.strip()][:1]
        return f"exit status {got.exit}, not {program.exit}: {' '.join(tail)[:160]}"
    for name, mine, wanted in (("output", got.stdout, program.stdout), ("error output", got.stderr, program.stderr)):
        if mine != wanted:
            return f"{name}: {_first_difference(mine, wanted)}"
    return ""


def _first_difference(got: str, want: str) -> str:
    g, w = got.split("\n"), want.split("\n")
    n = next((i for i, (a, b) in enumerate(zip(g, w, strict=False)) if a != b), min(len(g), len(w)))
    at = [repr(lines[n])[:100] if n < len(lines) else "(end)" for lines in (g, w)]
    return f"line {n + 1} is {at[0]}, not {at[1]}"


def _text(file: IO[bytes], errors: str) -> str:
    file.seek(0)
    return file.read(4 << 20).decode("utf-8", errors)


def _await(process: subprocess.Popen[bytes], timeout: float) -> tuple[int, float]:
    """Exit status and processor time. What does not end in time gets SIGQUIT, so that it says where it stands, and then is killed."""
    for what, size in (
        (resource.RLIMIT_FSIZE, FILE_LIMIT),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_DATA, DATA_LIMIT),
    ):
        with contextlib.suppress(OSError):  # it may have ended already
            resource.prlimit(process.pid, what, (size, size))
    late = threading.Event()

    def stop() -> None:
        late.set()
        _signal_group(process.pid, signal.SIGQUIT)

    timers = [
        threading.Timer(timeout, stop),
        threading.Timer(timeout + 5, _signal_group, (process.pid, signal.SIGKILL)),
    ]
    for timer in timers:
        timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    for timer in timers:
        timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    _signal_group(process.pid, signal.SIGKILL)  # what it has started
    return TIMED_OUT if late.is_set() else process.returncode, usage.ru_utime + usage.ru_stime


def _signal_group(group: int, sig: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, sig)


T = TypeVar("T")
R = TypeVar("R")


def in_parallel(jobs: int, function: Callable[[T], R], items: list[T]) -> Iterator[R]:
    """The results, as they come."""
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        futures = [pool.submit(function, item) for item in items]
        for future in concurrent.futures.as_completed(futures):
            yield future.result()
