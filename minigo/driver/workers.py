"""The processes that run LLVM: units of code go in, entries of the build cache come out.

A worker is a fork of the compiler. It is started before there is work for it, so that it loads LLVM while its parent still parses and checks.
Texts go through one file in memory, which every worker inherits; which part of it to compile is said in messages through one socket, from which
whichever worker is free takes the next. The worker stores what it makes in the cache, and answers through a socket of its own, which closes when it dies.

What must hold: the parent never waits for room in a socket while a worker waits for it (it keeps what does not fit); no worker outlives the build.
``multiprocessing`` could do the same, but takes as long to load as hello world takes to check.
"""

from __future__ import annotations

import gc
import os
import select
import signal
import socket
import struct
from collections import deque
from collections.abc import Callable
from typing import Final, NoReturn

TASK: Final = struct.Struct("<3Q")  # number, offset and length of the text
ANSWER: Final = struct.Struct("<Q")  # number of the task; behind it nothing, or the exception, pickled
ANSWER_SIZE: Final = 60_000


class WorkerDied(Exception):
    """A worker ended without an answer: killed, or LLVM crashed."""


class _Worker:
    """A worker as the parent sees it. ``alive`` until its end of the socket closed."""

    __slots__ = ("alive", "answers", "pid")

    def __init__(self, pid: int, answers: socket.socket) -> None:
        self.pid = pid
        self.answers = answers
        self.alive = True


class Workers:
    """Up to ``limit`` processes. ``work(key, text)`` runs in them, after ``prepare()``; what it raises is raised by ``wait``."""

    __slots__ = (
        "_backlog",
        "_done",
        "_end",
        "_file",
        "_limit",
        "_prepare",
        "_receive",
        "_send",
        "_tasks",
        "_work",
        "_workers",
    )

    def __init__(self, limit: int, prepare: Callable[[], object], work: Callable[[str, str], object]) -> None:
        self._limit = limit
        self._prepare = prepare
        self._work = work
        self._workers: list[_Worker] = []
        self._tasks = 0
        self._done: dict[int, BaseException | None] = {}
        self._backlog: deque[bytes] = deque()
        self._file = os.memfd_create("minigo-units")
        self._end = 0
        self._send, self._receive = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._send.setblocking(False)

    def start(self, count: int) -> None:
        """Have at least ``count`` workers, or the limit."""
        while len(self._workers) < min(count, self._limit):
            self._workers.append(self._fork())

    def submit(self, key: str, text: str) -> int:
        """Hand out a task; returns its number, for ``wait``."""
        data = text.encode("utf-8", "surrogateescape")
        header = key.encode()
        at = self._end
        for piece in (struct.pack("<H", len(header)), header, data):
            self._end += self._write(piece)
        number = self._tasks
        self._tasks += 1
        self._backlog.append(TASK.pack(number, at, self._end - at))
        self._pump()
        self.start(self._tasks - len(self._done))
        return number

    def wait(self, number: int) -> None:
        """Until the task is done; raises what ``work`` raised, or WorkerDied."""
        while number not in self._done:
            self._pump()
            if number in self._done:
                break
            if not all([w.alive for w in self._workers]):
                raise WorkerDied("a process that runs LLVM was killed, or LLVM crashed")
            poll = select.poll()
            for worker in self._workers:
                poll.register(worker.answers, select.POLLIN)
            if self._backlog:
                poll.register(self._send, select.POLLOUT)
            poll.poll()
        error = self._done[number]
        if error is not None:
            raise error

    def close(self) -> None:
        """End all workers; what they have not answered for is lost."""
        self._send.close()
        self._receive.close()
        os.close(self._file)
        for worker in self._workers:
            worker.answers.close()
            os.kill(worker.pid, signal.SIGKILL)  # our child, not waited for yet: the number is still its
        for worker in self._workers:
            os.waitpid(worker.pid, 0)
        self._workers.clear()

    # ------------------------------------------------------------ the parent's side

    def _write(self, data: bytes) -> int:
        at = self._end
        view = memoryview(data)
        while view:
            n = os.pwrite(self._file, view, at)
            at += n
            view = view[n:]
        return len(data)

    def _pump(self) -> None:
        """Send and receive what goes without waiting."""
        while self._backlog:
            try:
                self._send.send(self._backlog[0])
            except BlockingIOError:
                break
            self._backlog.popleft()
        for worker in self._workers:
            while worker.alive:
                try:
                    message = worker.answers.recv(ANSWER_SIZE)
                except BlockingIOError:
                    break
                except ConnectionError:
                    message = b""
                if not message:
                    worker.alive = False
                    break
                (number,) = ANSWER.unpack_from(message)
                self._done[number] = _unpickled(message[ANSWER.size :])

    def _fork(self) -> _Worker:
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        parent = os.getpid()
        pid = os.fork()
        if pid == 0:
            ours.close()
            self._serve(theirs, parent)
        theirs.close()
        ours.setblocking(False)
        return _Worker(pid, ours)

    # ------------------------------------------------------------ the worker's side

    def _serve(self, answers: socket.socket, parent: int) -> NoReturn:
        """The life of a worker; it must not return into the code that it was forked from, whatever happens."""
        try:
            gc.freeze()  # collections would copy the parent's pages
            self._send.close()  # so that the parent's end is the last
            for other in self._workers:
                other.answers.close()
            _die_with(parent)
            failure = _attempt(self._prepare)
            while message := self._receive.recv(TASK.size):
                number, at, length = TASK.unpack(message)
                answers.send(ANSWER.pack(number) + (failure or _attempt(self._run, at, length)))
        finally:
            os._exit(0)

    def _run(self, at: int, length: int) -> None:
        """Read a task and do it."""
        data = b""
        while len(data) < length:
            data += os.pread(self._file, length - len(data), at + len(data))
        (n,) = struct.unpack_from("<H", data)
        self._work(data[2 : 2 + n].decode(), data[2 + n :].decode("utf-8", "surrogateescape"))


def _attempt(function: Callable[..., object], *arguments: int) -> bytes:
    """Call it; returns the exception that it raised, pickled, or nothing."""
    try:
        function(*arguments)
    except BaseException as e:
        return _pickled(e)
    return b""


def _pickled(error: BaseException) -> bytes:
    import pickle

    try:
        data = pickle.dumps(error)
    except (pickle.PicklingError, TypeError, AttributeError):
        data = b""
    if not data or len(data) > ANSWER_SIZE - ANSWER.size:
        data = pickle.dumps(RuntimeError(f"{type(error).__name__}: {error}"[: ANSWER_SIZE // 8]))
    return data


def _unpickled(data: bytes) -> BaseException | None:
    if not data:
        return None
    import pickle

    error = pickle.loads(data)
    return error if isinstance(error, BaseException) else RuntimeError(repr(error))


def _die_with(parent: int) -> None:
    """Have this process killed when the thread that started it ends, so that none outlives an interrupted build. Ctrl-C is for the parent to act on."""
    import ctypes

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    pr_set_pdeathsig = 1
    ctypes.CDLL(None).prctl(pr_set_pdeathsig, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(0)
