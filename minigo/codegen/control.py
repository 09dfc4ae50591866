"""Terminators, φ, checks that cost nothing: how blocks are joined.

A φ of a memory type is no LLVM φ, for its operand's memory may be written again before the φ is read (two of them may
swap their values in a loop). Each predecessor copies the operand into the φ's *inbox*; the block begins by copying
the inbox into the φ's own memory.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter


def phi(f: FunctionWriter, i: ir.Phi) -> None:
    info = f.types(i.type)
    if info.small:
        f.add_phi(i)
        return
    own = f.slot(info.size, info.align)
    f.set(i, own)
    block = i.block
    assert block is not None
    if (
        block.instrs[block.instrs.index(i) + 1].__class__ is not ir.Phi
    ):  # the last one: all inboxes are read before anything else
        for other in block.phis():
            info = f.types(other.type)
            if not info.small:
                f.copy(f.op(other), inbox(f, other), info.size)


def inbox(f: FunctionWriter, i: ir.Phi) -> str:
    found = f.state.get(i)
    if found is None:
        info = f.types(i.type)
        found = f.state[i] = f.slot(info.size, info.align)
    return str(found)


def fill_inboxes(f: FunctionWriter, i: ir.Instruction) -> None:
    """At the end of a block: the operands of the successors' φ of memory types."""
    block = i.block
    assert block is not None
    for succ in block.succs:
        for p in succ.phis():
            info = f.types(p.type)
            if not info.small:
                v = p.operands[succ.preds.index(block)]
                if v.__class__ is ir.Const:
                    f.clear(inbox(f, p), info.size)
                else:
                    f.copy(inbox(f, p), f.op(v), info.size)


def jump(f: FunctionWriter, i: ir.Jump) -> None:
    block = i.block
    assert block is not None
    target = block.succs[0]
    if target.instrs[0].__class__ is ir.Phi:
        fill_inboxes(f, i)
    f.jump(f"b{target.index}")


def if_(f: FunctionWriter, i: ir.If) -> None:
    block = i.block
    assert block is not None
    yes, no = block.succs
    if yes.instrs[0].__class__ is ir.Phi or no.instrs[0].__class__ is ir.Phi:
        fill_inboxes(f, i)
    f.branch(f.condition(i.cond), f"b{yes.index}", f"b{no.index}")


def return_(f: FunctionWriter, i: ir.Return) -> None:
    """Memory results through their pointers, the scalars of all others as one value."""
    signature = f.module.signature(f.fn.signature)
    slots = iter(f.result_slots)
    scalars: list[str] = []
    for v, info in zip(i.operands, signature.results, strict=True):
        if info.small:
            scalars += f.ops(v)
        else:
            f.put(info, next(slots), v)
    if not scalars:
        f.emit("ret void")
        return
    if len(scalars) == 1:
        f.emit(f"ret {signature.result} {scalars[0]}")
        return
    value = "poison"
    for k, (kind, operand) in enumerate(zip(signature.small, scalars, strict=True)):
        value = f.let(f"insertvalue {signature.result} {value}, {kind} {operand}, {k}")
    f.emit(f"ret {signature.result} {value}")


def panic(f: FunctionWriter, i: ir.Panic) -> None:
    typ, data = f.ops(i.x)
    f.call("gopanic", f"ptr {typ}", f"ptr {data}")
    f.emit("unreachable")


def unreachable(f: FunctionWriter, i: ir.Unreachable) -> None:
    f.emit("unreachable")
