"""Copy propagation: values that are another value under a new name.

t3 = phi [b1: t0, b2: t0]            →  t0
t4 = phi [b0: t0, b3: t4]            →  t0       (a loop that never assigns)
t5 = changetype int <- int (t1)      →  t1
t6 = extract t2 #1, t2 a known pair  →  its component
"""

from __future__ import annotations

from minigo import types
from minigo.passes import rewrite
from minigo.ssa import ir


def run(fn: ir.Function) -> int:
    """Rewrite a function; returns the number of values that disappeared."""
    mapping: dict[ir.Value, ir.Value] = {}
    changed = True
    while changed:  # a φ can become trivial when another one has
        changed = False
        for block in fn.blocks:
            for instr in block.instrs:
                if instr in mapping:
                    continue
                source = _copied(instr, mapping)
                if source is not None:
                    mapping[instr] = source
                    changed = True
    rewrite.replace(fn, mapping)
    rewrite.delete(fn, {i for i in mapping if isinstance(i, ir.Instruction)})
    return len(mapping)


def _copied(instr: ir.Instruction, mapping: dict[ir.Value, ir.Value]) -> ir.Value | None:
    cls = instr.__class__
    if cls is ir.Phi:
        return _single(instr, mapping)
    if cls is ir.ChangeType or cls is ir.Convert:
        x = rewrite.resolve(mapping, instr.operands[0])
        return x if types.identical(x.type, instr.type) else None
    return None


def _single(phi: ir.Instruction, mapping: dict[ir.Value, ir.Value]) -> ir.Value | None:
    """The only value that a φ can have besides itself. Equal constants count as one."""
    found: ir.Value | None = None
    for op in phi.operands:
        op = rewrite.resolve(mapping, op)
        if op is phi or op is found:
            continue
        if found is None:
            found = op
        elif not _same_constant(op, found):
            return None
    return found


def _same_constant(x: ir.Value, y: ir.Value) -> bool:
    return (
        isinstance(x, ir.Const)
        and isinstance(y, ir.Const)
        and x.value.__class__ is y.value.__class__
        and bool(x.value == y.value)
        and types.identical(x.type, y.type)
    )
