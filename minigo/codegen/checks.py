"""What can panic: nil, bounds, division, shift and length checks.

Each is a comparison and a branch to a cold block that calls the runtime's panic function with this check's location.
The calls are ``nomerge``: merged, they would lose their lines.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minigo import types
from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter


def nil_check(f: FunctionWriter, i: ir.NilCheck) -> None:
    x = i.x
    if x.__class__ in (ir.Global, ir.Function, ir.Alloc, ir.FieldAddr, ir.IndexAddr, ir.MakeClosure):
        return
    f.panic_if(f.let(f"icmp eq ptr {f.ops(x)[0]}, null"), "panicnil")


def is_unsigned(v: ir.Value) -> bool:
    return bool(v.type.underlying().info & types.IS_UNSIGNED)


def word(f: FunctionWriter, v: ir.Value) -> str:
    """An integer of any type, extended to 64 bits."""
    info = f.types(v.type)
    operand = f.op(v)
    if info.size == 8 or v.__class__ is ir.Const:
        return operand if info.size == 8 else str(v.value or 0)  # type: ignore[attr-defined]
    extend = "zext" if info.under.info & types.IS_UNSIGNED else "sext"
    return f.let(f"{extend} {info.text} {operand} to i64")


def bounds_check(f: FunctionWriter, i: ir.BoundsCheck) -> None:
    """0 <= x < y (index) or <= y: one unsigned comparison, since y is not negative."""
    x, y = word(f, i.x), word(f, i.y)
    kind = "Index" if i.kind == "index" else i.kind
    relation = "ult" if i.kind == "index" else "ule"
    name = f"panic{kind}U" if is_unsigned(i.x) else f"panic{kind}"
    f.panic_unless(f.let(f"icmp {relation} i64 {x}, {y}"), name, f"i64 {x}", f"i64 {y}")


def div_check(f: FunctionWriter, i: ir.DivCheck) -> None:
    f.panic_if(f.let(f"icmp eq {f.types(i.x.type).text} {f.op(i.x)}, 0"), "panicdivide")


def shift_check(f: FunctionWriter, i: ir.ShiftCheck) -> None:
    f.panic_if(f.let(f"icmp slt {f.types(i.x.type).text} {f.op(i.x)}, 0"), "panicshift")


def len_check(f: FunctionWriter, i: ir.LenCheck) -> None:
    length = f.ops(i.x)[1]
    enough = f.let(f"icmp sge i64 {length}, {i.length}")
    f.panic_unless(enough, "panicSliceConvert", f"i64 {length}", f"i64 {i.length}")
