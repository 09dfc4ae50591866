"""Dead-code elimination: instructions without effect whose result nobody uses, and variables that are only written.

t0 = local int (x)      ⟶  nothing: x is stored to and never read
*t0 = 5:int
t1 = a + b              ⟶  nothing, when t1 has no user
"""

from __future__ import annotations

from typing import Any, Final

from minigo import types
from minigo.passes import rewrite
from minigo.ssa import ir

_PURE_BUILTINS: Final = frozenset(("complex", "real", "imag", "min", "max", "SliceData", "StringData", "Add"))


def run(fn: ir.Function) -> int:
    """Returns the number of instructions removed."""
    live: set[ir.Instruction] = set()
    work: list[ir.Instruction] = []
    stores = _dead_store_candidates(fn)
    for block in fn.blocks:
        for instr in block.instrs:
            if has_effect(instr) and instr not in stores:
                live.add(instr)
                work.append(instr)
    for result in fn.results:  # read by the recover block and by whoever the function returns to
        if result.block is not None and result not in live:
            live.add(result)
            work.append(result)
    by_variable: dict[ir.Value, list[ir.Instruction]] = {}
    for store in stores:
        by_variable.setdefault(_variable(store.operands[0]), []).append(store)
    while work:
        instr = work.pop()
        revived = list(instr.operands)
        if instr in by_variable:  # the variable is read after all, so what is stored to it counts
            revived += by_variable.pop(instr)
        for op in revived:
            if isinstance(op, ir.Instruction) and op not in live:
                live.add(op)
                work.append(op)
    dead = {i for block in fn.blocks for i in block.instrs if i not in live}
    rewrite.delete(fn, dead)
    if dead:
        fn.locals = [a for a in fn.locals if a not in dead]
    return len(dead)


def has_effect(instr: ir.Instruction) -> bool:
    """Whether an instruction must stay even if its result is unused."""
    cls = instr.__class__
    if cls is ir.BinOp:
        return may_panic(instr)
    if not instr.has_effect:
        return False
    if isinstance(instr, ir.BuiltinCall):
        return instr.fn not in _PURE_BUILTINS
    if isinstance(instr, ir.TypeAssert):
        return not instr.comma_ok
    if cls is ir.Lookup:
        return not _always_hashable(instr.operands[1].type)
    return True


def may_panic(instr: Any) -> bool:
    """Whether a BinOp is a comparison that meets interfaces, whose dynamic values may not be comparable."""
    if instr.op not in ("==", "!=") or _always_hashable(instr.x.type):
        return False
    return not any([v.__class__ is ir.Const and v.value is None for v in (instr.x, instr.y)])


def _always_hashable(t: Any) -> bool:
    u = t.underlying()
    if isinstance(u, types.Struct):
        return all([_always_hashable(f.type) for f in u.fields])
    if isinstance(u, types.Array):
        return _always_hashable(u.elem)
    return not isinstance(u, types.Interface)


def _variable(addr: ir.Value) -> ir.Value:
    while addr.__class__ is ir.FieldAddr or addr.__class__ is ir.IndexAddr:
        addr = addr.operands[0]
    return addr


def _dead_store_candidates(fn: ir.Function) -> set[ir.Instruction]:
    """Stores into variables of this function, which count only if something else uses the variable. (A Store uses its address, but reads nothing.)"""
    return {
        i
        for block in fn.blocks
        for i in block.instrs
        if i.__class__ is ir.Store and _variable(i.operands[0]).__class__ is ir.Alloc
    }
