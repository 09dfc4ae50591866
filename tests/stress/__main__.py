"""``python -m tests.stress [--corpus FOLDER]``: every program in every stress mode. Exit status 1 if one does anything else than it should.

Programs are built once, then run seed by seed, in each mode. A line for each failure tells the command that repeats it; what it printed is kept in the folder of
``--keep``. The last lines are a table: runs and failures of each mode.
"""

from __future__ import annotations

import argparse
import collections
import dataclasses
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.gotool import go_build, go_tool
from tests.stress import programs as source
from tests.stress.execute import Failure, Workshop, difference, in_parallel
from tests.stress.modes import MODES, USES_EVERY

Job = tuple[source.Program, str, int]


def arguments() -> argparse.Namespace:
    p = argparse.ArgumentParser(prog="python -m tests.stress", description="Run every program in every stress mode.")
    p.add_argument("--corpus", type=Path, metavar="FOLDER", help="Go's folder `test`, for the tests of passing.txt")
    p.add_argument("--modes", default=",".join(MODES), help="default: %(default)s")
    p.add_argument("--seeds", default="1-20", metavar="A-B", help="default: %(default)s")
    p.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="programs at a time (default: %(default)s)")
    p.add_argument("--timeout", type=float, default=300, metavar="SEC", help="for a run (default: %(default)s)")
    p.add_argument("--minutes", type=float, default=0, metavar="N", help="begin no run after N minutes of runs")
    p.add_argument("--only", default="", metavar="RX", help="only programs whose name matches")
    p.add_argument("--arch", default="amd64", choices=("amd64", "arm64"))
    p.add_argument(
        "--budget", type=float, default=0.25, metavar="SEC", help="what collections may add (default: %(default)s)"
    )
    p.add_argument("--keep", type=Path, metavar="FOLDER", help="executables, N of each program, output of what fails")
    p.add_argument(
        "--sample", type=float, default=1, metavar="PART", help="only this part of the runs, drawn at random"
    )
    return p.parse_args()


def select(args: argparse.Namespace) -> list[source.Program]:
    found = source.own_programs() + source.runtime_programs()
    if args.corpus is not None:
        found += source.go_tests(args.corpus.resolve())
    return [p for p in found if re.search(args.only, p.name)]


def seeds(text: str) -> range:
    first, _, last = text.partition("-")
    return range(int(first), int(last or first) + 1)


def find_every(shop: Workshop, chosen: list[source.Program], jobs: int) -> dict[str, int]:
    """N for each program; those found before are in a file beside the executables."""
    file = shop.folder / f"every-{shop.arch}.json"
    known: dict[str, int] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
    missing = [p for p in chosen if p.name not in known]
    for program, every in in_parallel(jobs, lambda p: (p, shop.find_every(p)), missing):
        known[program.name] = every
    file.write_text(json.dumps(known, indent=1, sort_keys=True), encoding="utf-8")
    return known


def adopt_output(shop: Workshop, program: source.Program) -> source.Program:
    """The program with what real Go makes it print, if it does not print what the file beside it says: Go's output has changed in places since that was written."""
    go = go_tool()
    if go is None or not difference(program, shop.run(program, {}, shop.timeout)):
        return program
    out = shop.folder / "by-go" / shop.executable(program).name
    out.parent.mkdir(exist_ok=True)
    try:
        go_build(go, program.sources[0], out)
    except subprocess.CalledProcessError:
        return program
    return dataclasses.replace(program, stdout=shop.run(program, {}, shop.timeout, out).stdout)


def report(failure: Failure, folder: Path) -> None:
    print(failure.line(), flush=True)
    out = folder / "failures"
    out.mkdir(exist_ok=True)
    name = re.sub(r"\W+", "-", f"{failure.program} {failure.mode} {failure.seed}")
    text = f"{failure.line()}\n{failure.outcome.stdout}\n{failure.outcome.stderr}"
    (out / f"{name}.txt").write_text(text, encoding="utf-8", errors="surrogateescape")


def run_all(
    shop: Workshop, jobs: list[Job], every: dict[str, int], args: argparse.Namespace
) -> tuple[list[Job], collections.Counter[str]]:
    """What was run until the time was over, and the number of failures in each mode."""
    failed: collections.Counter[str] = collections.Counter()
    done: list[Job] = []
    began = time.monotonic()

    def run(job: Job) -> tuple[Job, Failure | None] | None:
        if args.minutes and time.monotonic() - began > args.minutes * 60:
            return None
        program, mode, seed = job
        return job, shop.check(program, mode, seed, every.get(program.name, 1))

    for result in in_parallel(args.jobs, run, jobs):
        if result is None:
            continue
        job, failure = result
        done.append(job)
        if failure is not None:
            failed[failure.mode] += 1
            report(failure, shop.folder)
        if len(done) % 1000 == 0:
            passed = time.monotonic() - began
            print(f"{len(done)} of {len(jobs)} runs, {sum(failed.values())} failures, {passed:.0f} s", flush=True)
    return done, failed


def print_table(jobs: list[Job], failed: collections.Counter[str]) -> None:
    modes = list(dict.fromkeys(mode for _, mode, _ in jobs))
    print(f"{'mode':32} {'programs':>8} {'seeds':>5} {'runs':>6} {'failures':>8}")
    for mode in [*modes, ""]:
        rows = [j for j in jobs if mode in ("", j[1]) and (mode == "" or j[1] == mode)]
        count = len({j[0].name for j in rows}), len({j[2] for j in rows}), len(rows)
        failures = failed[mode] if mode else sum(failed.values())
        print(f"{mode or 'all':32} {count[0]:8} {count[1]:5} {count[2]:6} {failures:8}")


def main() -> int:
    args = arguments()
    chosen = select(args)
    exceptions = source.read_exceptions()
    modes = args.modes.split(",")
    with tempfile.TemporaryDirectory(prefix="minigo-stress-") as temporary:
        shop = Workshop(args.keep or Path(temporary), args.arch, args.timeout, args.budget)
        unbuilt = shop.build_all(chosen, args.jobs)
        for unit, message in unbuilt.items():
            print(f"FAIL {unit} does not build:\n{message}")
        ready = [p for p in chosen if p.unit not in unbuilt]
        ready = list(in_parallel(args.jobs, lambda p: adopt_output(shop, p) if p.merged else p, ready))
        every = find_every(shop, ready, args.jobs) if USES_EVERY & set(modes) else {}
        print(f"{len(ready)} programs", flush=True)
        jobs = [
            (p, mode, seed)
            for seed in seeds(args.seeds)
            for mode in modes
            for p in ready
            if not source.excepted(p, mode, exceptions)
        ]
        if args.sample < 1:
            jobs = random.Random(args.seeds).sample(jobs, int(len(jobs) * args.sample))
        done, failed = run_all(shop, jobs, every, args)
        print_table(done, failed)
    return int(bool(unbuilt) or bool(failed))


if __name__ == "__main__":
    sys.exit(main())
