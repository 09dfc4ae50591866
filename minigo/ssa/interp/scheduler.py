"""Goroutines of the interpreter: threads that pass a baton. The one that has it runs until it blocks; then the next ready one gets it."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable
from typing import Any


class Deadlock(Exception):
    """All goroutines are asleep."""


class Stopped(BaseException):
    """The program has ended; unwinds goroutines that are still waiting."""


class Task:
    """A goroutine: its baton, and what it was woken with."""

    __slots__ = ("baton", "result")

    def __init__(self) -> None:
        self.baton = threading.Semaphore(0)
        self.result: Any = None


class Scheduler:
    """Runs one task at a time."""

    def __init__(self) -> None:
        self.current = Task()
        self.ready: deque[Task] = deque()
        self.all: list[Task] = [self.current]
        self.main = self.current
        self.stopping = False
        self.failure: BaseException | None = None

    def go(self, action: Callable[[], None]) -> None:
        task = Task()
        self.all.append(task)
        self.ready.append(task)

        def body() -> None:
            task.baton.acquire()
            try:
                if not self.stopping:
                    action()
            except Stopped:
                return
            except BaseException as e:
                self.failure = e
                self.current = self.main
                self.main.baton.release()
                return
            if not self.stopping:
                self.leave()

        thread = threading.Thread(target=body, daemon=True)
        thread.start()

    def leave(self) -> None:
        """The current task has ended: hand the baton on."""
        if self.ready:
            self.switch(self.ready.popleft())
        else:
            self.failure = Deadlock("all goroutines are asleep - deadlock!")
            self.switch(self.main)

    def switch(self, task: Task) -> None:
        self.current = task
        task.baton.release()

    def block(self) -> Any:
        """Wait until ``wake``; returns what it was given."""
        me = self.current
        if not self.ready:
            if me is not self.main:
                self.failure = Deadlock("all goroutines are asleep - deadlock!")
                self.switch(self.main)
                me.baton.acquire()
                raise Stopped
            raise Deadlock("all goroutines are asleep - deadlock!")
        self.switch(self.ready.popleft())
        me.baton.acquire()
        if self.stopping:
            raise Stopped
        if me is self.main and self.failure is not None:
            raise self.failure
        return me.result

    def wake(self, task: Task, result: Any) -> None:
        task.result = result
        self.ready.append(task)

    def yield_(self) -> None:
        if self.ready:
            self.ready.append(self.current)
            self.block()

    def stop(self) -> None:
        """End all waiting goroutines."""
        self.stopping = True
        for task in self.all:
            if task is not self.main:
                task.baton.release()
