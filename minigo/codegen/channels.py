"""Channels and select.

Sent and received values go through memory on the stack, whose address the runtime keeps while the goroutine waits. A
select with one case and a default, or with one case, is the plain operation; all others fill an array of ``{chan,
elem}``, sends first, and ask ``selectgo``; its index counts in the array's order and is mapped back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minigo.codegen.maps import read
from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter


def make_chan(f: FunctionWriter, i: ir.MakeChan) -> None:
    from minigo.codegen.checks import word

    f.set(i, f.call("makechan", f"ptr {f.type_ref(i.type)}", f"i64 {word(f, i.size)}"))


def send(f: FunctionWriter, i: ir.Send) -> None:
    value = f.spill(i.x)
    f.call("chansend1", f"ptr {f.op(i.chan)}", f"ptr {value}")
    f.wipe(f.types(i.x.type), value)


def close(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    f.call("closechan", f"ptr {f.op(i.operands[0])}")


def recv(f: FunctionWriter, i: ir.Recv) -> None:
    info = f.types(i.chan.type.underlying().elem)
    slot = f.scratch(info.size) if info.small else f.slot(info.size, info.align)
    if not i.comma_ok:
        f.call("chanrecv1", f"ptr {f.op(i.chan)}", f"ptr {slot}")
        f.values[i] = f.load_leaves(info, slot) if info.small else (slot,)
    else:
        ok = f.call("chanrecv2", f"ptr {f.op(i.chan)}", f"ptr {slot}")
        f.tuples[i] = [f.load_leaves(info, slot) if info.small else (slot,), (ok,)]
    f.wipe(info, slot)


def select(f: FunctionWriter, i: ir.Select) -> None:
    states = i.states
    if not states:
        if i.blocking:
            f.call("block")
        f.tuples[i] = [("-1",), ("0",)]
    elif len(states) == 1:
        _one_case(f, i)
    else:
        _many_cases(f, i)


def _one_case(f: FunctionWriter, i: ir.Select) -> None:
    state = i.states[0]
    channel = f.op(i.operands[state.chan])
    if state.is_send:
        value = f.spill(i.operands[state.value])
        if i.blocking:
            f.call("chansend1", f"ptr {channel}", f"ptr {value}")
            f.tuples[i] = [("0",), ("0",)]
        else:
            f.tuples[i] = [(_index_of(f, f.call("selectnbsend", f"ptr {channel}", f"ptr {value}"), "i8"),), ("0",)]
        return
    info = f.types(i.operands[state.chan].type.underlying().elem)
    slot = f.scratch(info.size) if info.small else f.slot(info.size, info.align)
    if i.blocking:
        index, ok = "0", f.call("chanrecv2", f"ptr {channel}", f"ptr {slot}")
    else:
        pair = f.call("selectnbrecv", f"ptr {slot}", f"ptr {channel}")
        index = _index_of(f, f.let(f"extractvalue {{ i64, i64 }} {pair}, 0"), "i64")
        ok = f.let(f"trunc i64 {f.let(f'extractvalue {{ i64, i64 }} {pair}, 1')} to i8")
    f.tuples[i] = [(index,), (ok,), f.load_leaves(info, slot) if info.small else (slot,)]
    f.wipe(info, slot)


def _index_of(f: FunctionWriter, done: str, kind: str) -> str:
    """0 if the operation was done, -1 if not."""
    return f.let(f"select i1 {f.let(f'icmp ne {kind} {done}, 0')}, i64 0, i64 -1")


def _many_cases(f: FunctionWriter, i: ir.Select) -> None:
    states = i.states
    order = [k for k, s in enumerate(states) if s.is_send] + [k for k, s in enumerate(states) if not s.is_send]
    sends = sum(s.is_send for s in states)
    cases = f.scratch(16 * len(states))
    received: dict[int, str] = {}
    for n, k in enumerate(order):
        state = states[k]
        channel = i.operands[state.chan]
        if state.is_send:
            element = f.spill(i.operands[state.value])
        else:
            info = f.types(channel.type.underlying().elem)
            element = received[k] = f.scratch(info.size) if info.small else f.slot(info.size, info.align)
            if info.small:
                f.store_leaves(info, element, f.zero(info))
            else:
                f.clear(element, info.size)
        f.emit(f"store ptr {f.op(channel)}, ptr {f.offset(cases, 16 * n)}")
        f.emit(f"store ptr {element}, ptr {f.offset(cases, 16 * n + 8)}")
    pair = f.call(
        "selectgo", f"ptr {cases}", f"i64 {sends}", f"i64 {len(states) - sends}", f"i8 zeroext {int(i.blocking)}"
    )
    index = f.let(f"extractvalue {{ i64, i64 }} {pair}, 0")
    ok = f.let(f"trunc i64 {f.let(f'extractvalue {{ i64, i64 }} {pair}, 1')} to i8")
    if order != sorted(order):
        index = _source_index(f, index, order)
    f.tuples[i] = [(index,), (ok,)]
    for k, state in enumerate(states):
        if not state.is_send:
            info = f.types(i.operands[state.chan].type.underlying().elem)
            f.tuples[i].append(read(f, info, received[k]) if info.small else (received[k],))
            f.wipe(info, received[k])


def _source_index(f: FunctionWriter, index: str, order: list[int]) -> str:
    """The number of the case in the source, given that in the array; -1 stays."""
    table = b"".join([k.to_bytes(2, "little") for k in (0xFFFF, *order)])
    at = f.let(f"getelementptr inbounds i16, ptr {f.unit.bytes_ref(table)}, i64 {f.let(f'add nsw i64 {index}, 1')}")
    return f.let(f"sext i16 {f.let(f'load i16, ptr {at}, align 1')} to i64")
