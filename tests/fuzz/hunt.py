"""``python -m tests.fuzz damage``: damaged inputs through the compiler in worker processes; what crashes or hangs is a finding, made small and printed.

A worker that does not answer within ``LIMIT`` seconds of its processor time (so that other work on the machine does not count), or dies, is replaced.
"""

from __future__ import annotations

import argparse
import dataclasses
import gc
import multiprocessing
import os
import re
import sys
import threading
import time
from collections.abc import Callable
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Final

from minigo.cli.main import COLLECT
from tests.bigstack import with_big_stack
from tests.fuzz.damage import Damager, damaged_go_mod, sources
from tests.fuzz.judge import Judge, Verdict

ROOT: Final = Path(__file__).resolve().parents[2]
OWN: Final = (ROOT / "minigo" / "std", ROOT / "examples", ROOT / "tests" / "programs")
LIMIT: Final = 60.0  # seconds of processor time for an answer
STUCK: Final = 1800.0  # seconds after which a worker that uses no processor time has no answer either
GO_MOD_SHARE: Final = 40  # one input in so many is a go.mod
CONTEXT: Final = multiprocessing.get_context("spawn")


@dataclasses.dataclass(slots=True)
class Finding:
    """An input that the compiler did not survive."""

    number: int
    kind: str
    data: bytes
    verdict: Verdict
    small: bytes = b""


@dataclasses.dataclass(slots=True)
class Result:
    """``findings`` has one for each signature, ``count`` how often each was seen; ``reached`` how far inputs got."""

    findings: dict[str, Finding] = dataclasses.field(default_factory=dict)
    count: dict[str, int] = dataclasses.field(default_factory=dict)
    reached: dict[str, int] = dataclasses.field(default_factory=dict)
    slowest: float = 0.0


def _work(pipe: Connection) -> None:
    """A worker: answers inputs until the pipe is closed."""
    gc.set_threshold(*COLLECT)

    def serve() -> None:
        judge = Judge()
        while True:
            try:
                kind, data = pipe.recv()
            except EOFError:
                return
            pipe.send(judge.judge(kind, data))

    with_big_stack(serve)


class Worker:
    """A process that judges inputs, one at a time."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        self.pipe, theirs = CONTEXT.Pipe()
        self.process = CONTEXT.Process(target=_work, args=(theirs,), daemon=True)
        self.process.start()
        theirs.close()

    def give(self, kind: str, data: bytes) -> None:
        self.pipe.send((kind, data))
        self.started = time.monotonic()
        self.used = self._processor_time()

    def spent(self) -> float:
        """Seconds of processor time since it was given something."""
        return self._processor_time() - self.used

    def overdue(self) -> bool:
        return self.spent() > LIMIT or time.monotonic() > self.started + STUCK

    def _processor_time(self) -> float:
        """All that the process has used, by Linux's account; of one that has died, nothing."""
        try:
            fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        except FileNotFoundError:
            return 0.0
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def answer(self) -> Verdict:
        """The verdict on what was given; waits until there is one or the time is over."""
        try:
            while not self.overdue():
                if self.pipe.poll(1.0):
                    verdict = self.pipe.recv()
                    assert isinstance(verdict, Verdict)
                    return verdict
            verdict = Verdict("hang", f"no answer within {LIMIT:.0f} s")
        except (EOFError, ConnectionResetError):
            self.process.join()
            verdict = Verdict(f"died {self.process.exitcode}", f"the process ended with status {self.process.exitcode}")
        self.close()
        self._start()
        return verdict

    def judge(self, kind: str, data: bytes) -> Verdict:
        self.give(kind, data)
        return self.answer()

    def close(self) -> None:
        self.pipe.close()
        self.process.terminate()
        self.process.join()


def smaller(data: bytes, fails: Callable[[bytes], bool], budget: int) -> bytes:
    """A smaller input that still fails: pieces are left out, larger ones first; lines, then tokens, then bytes."""
    for pattern in (rb"[^\n]*\n?", rb"\w+|\s+|\W", rb"(?s:.)"):
        pieces = [p for p in re.findall(pattern, data) if p]
        size = len(pieces) // 2
        while size and budget > 0:
            at = 0
            while at < len(pieces) and budget > 0:
                candidate = pieces[:at] + pieces[at + size :]
                budget -= 1
                if fails(b"".join(candidate)):
                    pieces = candidate
                else:
                    at += size
            size //= 2
        data = b"".join(pieces)
        if len(data) > 400 or budget <= 0:
            break
    return data


def hunt(damager: Damager, numbers: range, jobs: int, budget: int, log: Callable[[str], None]) -> Result:
    """Judge the inputs with these numbers; ``budget`` limits how many inputs are tried to make a finding smaller."""
    result = Result()
    workers = [Worker() for _ in range(jobs)]
    busy: dict[Worker, Finding] = {}
    todo = iter(numbers)
    lock = threading.Lock()

    def finish(worker: Worker) -> None:
        finding = busy.pop(worker)
        verdict = finding.verdict = worker.answer()
        result.slowest = max(result.slowest, worker.spent())
        with lock:
            result.reached[verdict.reached] = result.reached.get(verdict.reached, 0) + 1
            if not verdict.signature:
                return
            result.count[verdict.signature] = result.count.get(verdict.signature, 0) + 1
            if result.count[verdict.signature] > 1:
                return
            result.findings[verdict.signature] = finding
        log(f"input {finding.number}: {verdict.signature}")
        tries = budget if verdict.signature != "hang" else min(budget, 15)
        finding.small = smaller(
            finding.data, lambda data: worker.judge(finding.kind, data).signature == verdict.signature, tries
        )

    try:
        done = 0
        while True:
            for worker in workers:
                if worker not in busy and (number := next(todo, None)) is not None:
                    kind = "mod" if number % GO_MOD_SHARE == GO_MOD_SHARE - 1 else "go"
                    data = damaged_go_mod(damager.seed, number) if kind == "mod" else damager.damaged(number)
                    busy[worker] = Finding(number, kind, data, Verdict())
                    worker.give(kind, data)
            if not busy:
                return result
            ready = wait([w.pipe for w in busy], timeout=1.0)
            for worker in list(busy):
                if worker.pipe in ready or worker.overdue():
                    finish(worker)
                    done += 1
                    if done % 500 == 0:
                        log(f"{done} inputs, {len(result.findings)} findings")
    finally:
        for worker in workers:
            worker.close()


def show(finding: Finding, count: int, folder: str) -> None:
    """Print a finding; the whole input goes to a file."""
    print(f"--- input {finding.number} ({count} like it): {finding.verdict.signature}\n{finding.verdict.detail}")
    text = finding.small if len(finding.small) < 3000 else finding.small[:1500] + b" ... " + finding.small[-1500:]
    print(f"smallest input ({len(finding.small)} bytes):\n{text!r}")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        Path(folder, f"{finding.number}.{finding.kind}").write_bytes(finding.data)
        Path(folder, f"{finding.number}.small.{finding.kind}").write_bytes(finding.small)


def main(arguments: list[str]) -> int:
    p = argparse.ArgumentParser(prog="python -m tests.fuzz damage", description="Look for inputs that the compiler does not survive.")  # fmt: skip
    p.add_argument("--count", type=int, default=1000, help="inputs (default 1000)")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--start", type=int, default=0, help="the first input's number")
    p.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    p.add_argument(
        "--corpus", action="append", default=[], metavar="DIR", help="further sources, such as Go's test folder"
    )
    p.add_argument("--shrink", type=int, default=400, metavar="N", help="inputs to try to make a finding smaller")
    p.add_argument("--keep", default="", metavar="FOLDER", help="write findings there")
    args = p.parse_args(arguments)
    files = sources([*OWN, *map(Path, args.corpus)])
    damager = Damager(files, args.seed)
    numbers = range(args.start, args.start + args.count)
    result = hunt(damager, numbers, args.jobs, args.shrink, lambda text: print(text, file=sys.stderr, flush=True))
    for name, finding in sorted(result.findings.items()):
        show(finding, result.count[name], args.keep)
    how_far = ", ".join(f"{name or 'nothing'} {n}" for name, n in sorted(result.reached.items()))
    hangs = result.count.get("hang", 0)
    crashes = sum(result.count.values()) - hangs
    print(
        f"{args.count} inputs from {len(files)} files: {crashes} tracebacks, {hangs} hangs, slowest answer {result.slowest:.1f} s"
    )
    print(f"last stage passed: {how_far}")
    return int(bool(result.findings))
