"""Common subexpressions: the same operation on the same values, computed before on every path, is not computed again.

    b0: t0 = a + b                b0: t0 = a + b
    b2: t7 = a + b          →     b2: (uses of t7 are uses of t0)

Only operations whose result depends on their operands alone take part; the walk over the dominator tree gives each block the expressions of the blocks that dominate it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minigo import types
from minigo.passes import rewrite
from minigo.passes.domwalk import ScopedTable, walk
from minigo.ssa import ir

_COMMUTATIVE: Final = frozenset(("+", "*", "&", "|", "^", "==", "!="))


def run(fn: ir.Function) -> int:
    """Returns the number of expressions removed."""
    table = ScopedTable()
    mapping: dict[ir.Value, ir.Value] = {}

    def visit(block: ir.BasicBlock) -> None:
        for instr in block.instrs:
            operands = instr.operands
            for i, op in enumerate(operands):
                if op in mapping:
                    operands[i] = mapping[op]
            describe = _DESCRIBE.get(instr.__class__)
            if describe is None:
                continue
            detail = describe(instr)
            if detail is None:
                continue
            key = (instr.__class__, detail, *_operand_keys(instr, operands))
            known = table.get(key)
            if known is not None:
                mapping[instr] = known
            else:
                table.put(key, instr)

    walk(fn, table, visit)
    rewrite.replace(fn, mapping)  # φ operands on back edges
    rewrite.delete(fn, {i for i in mapping if isinstance(i, ir.Instruction)})
    return len(mapping)


def _operand_keys(instr: ir.Instruction, operands: list[ir.Value]) -> list[Any]:
    keys = [value_key(op) for op in operands]
    if isinstance(instr, ir.BinOp) and instr.op in _COMMUTATIVE and _numeric(instr.x.type):
        keys.sort(key=hash)
    return keys


def _numeric(t: Any) -> bool:
    u = t.underlying()
    return u.__class__ is types.Basic and bool(u.info & types.IS_NUMERIC)


def value_key(v: ir.Value) -> Any:
    """Equal for values that are the same: constants by value and type, everything else by identity."""
    if v.__class__ is ir.Const:
        assert isinstance(v, ir.Const)
        return (v.value.__class__, v.value, v.type)
    return v


def _pure_length(i: Any) -> Any:
    """The length of a string or slice is part of the value; that of a map or channel changes."""
    return 0 if i.x.type.underlying().__class__ in (types.Basic, types.Slice) else None


def _numeric_conversion(i: Any) -> Any:
    return i.type if _numeric(i.type) and _numeric(i.x.type) else None


# What tells instructions of one class and the same operands apart; None: this one does not take part.
_DESCRIBE: Final[dict[type, Callable[[Any], Any]]] = {
    ir.BinOp: lambda i: (i.op, i.type),  # a comparison may be of a named boolean type
    ir.UnOp: lambda i: i.op,
    ir.Len: _pure_length,
    ir.Cap: _pure_length,
    ir.Field: lambda i: i.field,
    ir.FieldAddr: lambda i: i.field,
    ir.Index: lambda i: 0,
    ir.IndexAddr: lambda i: 0,
    ir.Slice: lambda i: (i.mask, i.type),
    ir.Extract: lambda i: i.index,
    ir.ChangeType: lambda i: i.type,
    ir.Convert: _numeric_conversion,
}
