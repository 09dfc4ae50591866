"""The processes that run LLVM: answers, errors, deaths."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from minigo.codegen import CodegenError
from minigo.driver.workers import WorkerDied, Workers

Start = Callable[[Callable[[str, str], object]], Workers]


@pytest.fixture
def start() -> Iterator[Start]:
    """Makes Workers, and ends them."""
    made: list[Workers] = []

    def make(work: Callable[[str, str], object]) -> Workers:
        made.append(Workers(2, lambda: None, work))
        return made[-1]

    yield make
    for workers in made:
        pids = [w.pid for w in workers._workers]
        workers.close()
        for pid in pids:
            with pytest.raises(ChildProcessError):  # none is left, not even as a zombie
                os.waitpid(pid, os.WNOHANG)


def test_every_task_is_done(start: Start, tmp_path: Path) -> None:
    """More tasks than sockets have room for, the last with a long text; none is lost, none mixed up with another."""
    workers = start(lambda key, text: (tmp_path / key).write_text(text))
    texts = {f"k{i}": f"text {i} é" for i in range(1500)} | {"long": "x" * 3_000_000}
    tasks = [workers.submit(key, text) for key, text in texts.items()]
    for task in reversed(tasks):
        workers.wait(task)
    assert {f.name: f.read_text() for f in tmp_path.iterdir()} == texts


def test_errors_come_back_whole(start: Start) -> None:
    def work(key: str, text: str) -> None:
        if key == "llvm":
            raise CodegenError("main.f", text)
        if key == "disk":
            raise OSError(28, "No space left on device")
        if key == "long":
            raise ValueError(text)

    workers = start(work)
    good, llvm, disk, long = (workers.submit(key, "why" * 100_000) for key in ("good", "llvm", "disk", "long"))
    workers.wait(good)
    with pytest.raises(OSError, match="No space left"):
        workers.wait(disk)
    with pytest.raises(RuntimeError, match="ValueError: whywhy"):
        workers.wait(long)
    with pytest.raises(RuntimeError, match=r"CodegenError: main\.f: why"):
        workers.wait(llvm)
    with pytest.raises(CodegenError) as caught:
        workers.wait(workers.submit("llvm", "short"))
    assert (caught.value.symbol, caught.value.message) == ("main.f", "short")


def test_a_worker_that_cannot_start() -> None:
    def prepare() -> None:
        raise ImportError("no LLVM here")

    workers = Workers(1, prepare, lambda key, text: None)
    try:
        with pytest.raises(ImportError, match="no LLVM here"):
            workers.wait(workers.submit("k", "text"))
    finally:
        workers.close()


def test_a_worker_that_dies(start: Start) -> None:
    workers = start(lambda key, text: os.kill(os.getpid(), signal.SIGKILL) if key == "bad" else None)
    good = workers.submit("good", "")
    workers.wait(good)
    bad = workers.submit("bad", "")
    with pytest.raises(WorkerDied):
        workers.wait(bad)
    workers.wait(good)


def test_ctrl_c_is_not_for_workers(start: Start) -> None:
    workers = start(lambda key, text: os.kill(os.getpid(), signal.SIGINT))
    workers.wait(workers.submit("k", ""))
