"""``print`` and ``println``: one call of the runtime for each operand, between a lock and an unlock."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minigo import types
from minigo.codegen.checks import word
from minigo.codegen.interfaces import has_methods
from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter


def print_(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    f.call("printlock")
    for k, v in enumerate(i.operands):
        if k and i.fn == "println":
            _text(f, b" ")
        _operand(f, v)
    if i.fn == "println":
        f.call("printnl")
    f.call("printunlock")


def _text(f: FunctionWriter, text: bytes) -> None:
    f.call("printstring", f"ptr {f.unit.bytes_ref(text)}", f"i64 {len(text)}")


def _operand(f: FunctionWriter, v: ir.Value) -> None:
    info = f.types(v.type)
    u = info.under
    if isinstance(u, types.Basic):
        _basic(f, v, u)
    elif isinstance(u, types.Interface):
        f.call("printiface" if has_methods(u) else "printeface", *f.typed(v))
    elif isinstance(u, types.Slice):
        f.call("printslice", *f.typed(v))
    else:
        f.call("printpointer", f"ptr {f.op(v)}")


def _basic(f: FunctionWriter, v: ir.Value, u: types.Basic) -> None:
    if u.info & types.IS_BOOLEAN:
        f.call("printbool", f"i8 zeroext {f.op(v)}")
    elif u.info & types.IS_INTEGER:
        f.call("printuint" if u.info & types.IS_UNSIGNED else "printint", f"i64 {word(f, v)}")
    elif u.info & types.IS_FLOAT:
        f.call("printfloat32" if u.kind == types.FLOAT32 else "printfloat", *f.typed(v))
    elif u.info & types.IS_COMPLEX:
        f.call("printcomplex64" if u.kind == types.COMPLEX64 else "printcomplex", *f.typed(v))
    elif u.info & types.IS_STRING:
        f.call("printstring", *f.typed(v))
    else:
        f.call("printpointer", f"ptr {f.op(v)}")
