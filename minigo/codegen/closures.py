"""Func values: pointers to closure objects ``{code, captures…}``.

A function that captures nothing has one static object, ``F$f``. A call through a func value passes the object in the
``nest`` register; functions that capture nothing do not look at it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minigo.codegen.unit import UnitWriter
from minigo.ssa import ir
from minigo.types import sizes

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter


def section_text(prefix: str, symbol: str) -> str:
    """A section for one symbol, in quotes."""
    escaped = symbol.replace("\\", "\\5C").replace('"', "\\22")
    return f'"{prefix}.{escaped}"'


def static_closure(unit: UnitWriter, symbol: str) -> str:
    """``@"F$f"``, defined (and merged by the linker) in every unit that names it."""
    name = f"{symbol}$f"
    ref = unit.ref(name)
    if not unit.is_defined(name):
        unit.define(
            name,
            f"{ref} = linkonce_odr dso_local constant {{ ptr }} {{ ptr {unit.code_ref(symbol)} }}, section {section_text('.rodata', name)}, align 8",
        )
    return ref


def make_closure(f: FunctionWriter, i: ir.MakeClosure) -> None:
    """``closure f [t0, …]``: a new object, on the heap or the stack; its stores need no barrier."""
    fn = i.fn
    if not i.operands:
        f.set(i, static_closure(f.unit, fn.linkname or fn.symbol))
        return
    typ = f.module.closure_type(fn)
    offsets, _ = sizes.struct_layout(typ)
    if i.heap:
        address = f.call("newobject", f"ptr {f.type_ref(typ)}")
    else:
        address = f.slot(f.types(typ).size)
    f.emit(f"store ptr {f.unit.code_ref(fn.linkname or fn.symbol)}, ptr {address}")
    for at, v in zip(offsets[1:], i.operands, strict=True):
        f.put(f.types(v.type), f.offset(address, at), v)
    f.set(i, address)
