"""Channels and select, on the interpreter's scheduler."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo.ssa.interp.values import Channel, copy, zero

if TYPE_CHECKING:
    from minigo.ssa.interp.machine import Frame, Machine


class Waiter:
    """A goroutine that waits on channels: in a send, a receive or a select (then several waiters share ``done``)."""

    __slots__ = ("case", "done", "task", "value")

    def __init__(self, task: Any, case: int, value: Any, done: list[bool]) -> None:
        self.task = task
        self.case = case
        self.value = value
        self.done = done


def make(m: Machine, size: int) -> Channel:
    if not 0 <= size < 1 << 40:
        raise m.plain_panic("makechan: size out of range")
    return Channel(size)


def _next(queue: Any) -> Waiter | None:
    while queue:
        waiter: Waiter = queue.popleft()
        if not waiter.done[0]:
            waiter.done[0] = True
            return waiter
    return None


def try_send(m: Machine, c: Channel, value: Any) -> bool:
    if c.closed:
        raise m.plain_panic("send on closed channel")
    receiver = _next(c.receivers)
    if receiver is not None:
        m.scheduler.wake(receiver.task, (receiver.case, value, True))
        return True
    if len(c.buffer) < c.size:
        c.buffer.append(value)
        return True
    return False


def try_receive(m: Machine, c: Channel, elem: Any) -> tuple[Any, bool] | None:
    if c.buffer:
        value = c.buffer.popleft()
        sender = _next(c.senders)
        if sender is not None:
            c.buffer.append(sender.value)
            m.scheduler.wake(sender.task, (sender.case, None, True))
        return value, True
    sender = _next(c.senders)
    if sender is not None:
        m.scheduler.wake(sender.task, (sender.case, None, True))
        return sender.value, True
    return (zero(elem), False) if c.closed else None


def send(m: Machine, c: Any, value: Any) -> None:
    if c is None:
        m.scheduler.block()
    if not try_send(m, c, value):
        c.senders.append(Waiter(m.scheduler.current, 0, value, [False]))
        _, _, ok = m.scheduler.block()
        if not ok:
            raise m.plain_panic("send on closed channel")


def receive(m: Machine, c: Any, elem: Any) -> tuple[Any, bool]:
    if c is None:
        m.scheduler.block()
    got = try_receive(m, c, elem)
    if got is not None:
        return got
    c.receivers.append(Waiter(m.scheduler.current, 0, None, [False]))
    _, value, ok = m.scheduler.block()
    return value, ok


def close(m: Machine, c: Any, elem: Any) -> None:
    if c is None:
        raise m.plain_panic("close of nil channel")
    if c.closed:
        raise m.plain_panic("close of closed channel")
    c.closed = True
    while (waiter := _next(c.receivers)) is not None:
        m.scheduler.wake(waiter.task, (waiter.case, zero(elem), False))
    while (waiter := _next(c.senders)) is not None:
        m.scheduler.wake(waiter.task, (waiter.case, None, False))


def select(m: Machine, f: Frame, i: Any) -> Any:
    """Tries the cases in order, then waits. Returns (index, ok, received values…)."""
    cases = []
    for s in i.states:
        channel = m.get(f, i.operands[s.chan])
        value = copy(m.get(f, i.operands[s.value])) if s.is_send else None
        cases.append((s.is_send, channel, value, i.operands[s.chan].type.underlying().elem))
    for n, (is_send, channel, value, elem) in enumerate(cases):
        if channel is None:
            continue
        if is_send:
            if try_send(m, channel, value):
                return _result(cases, n, None, False)
        else:
            got = try_receive(m, channel, elem)
            if got is not None:
                return _result(cases, n, got[0], got[1])
    if not i.blocking:
        return _result(cases, -1, None, False)
    done = [False]
    for n, (is_send, channel, value, _) in enumerate(cases):
        if channel is not None:
            queue = channel.senders if is_send else channel.receivers
            queue.append(Waiter(m.scheduler.current, n, value, done))
    n, value, ok = m.scheduler.block()
    if cases[n][0] and not ok:
        raise m.plain_panic("send on closed channel")
    return _result(cases, n, value, ok)


def _result(cases: list[Any], chosen: int, value: Any, ok: bool) -> tuple[Any, ...]:
    received = [value if n == chosen else zero(elem) for n, (is_send, _, _, elem) in enumerate(cases) if not is_send]
    return (chosen, ok, *received)
