"""``Convert``: which conversion it is, by the underlying types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.codegen import arith, strings
from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter


def convert(f: FunctionWriter, i: ir.Convert) -> None:
    source, target = f.types(i.x.type), f.types(i.type)
    a, b = source.under, target.under
    if a.__class__ is types.Basic and b.__class__ is types.Basic:
        if a.info & types.IS_NUMERIC and b.info & types.IS_NUMERIC:
            f.values[i] = arith.convert_number(f, i.x, source, target)
            return
        if b.info & types.IS_STRING:
            if a.info & types.IS_INTEGER:
                strings.from_integer(f, i)
            else:
                f.values[i] = f.ops(i.x)
            return
    if b.__class__ is types.Basic and b.info & types.IS_STRING:
        strings.to_string(f, i, "slicebytetostring" if _elem_size(f, a) == 1 else "slicerunetostring")
    elif a.__class__ is types.Basic and a.info & types.IS_STRING:
        strings.to_slice(f, i, "stringtoslicebyte" if _elem_size(f, b) == 1 else "stringtoslicerune")
    elif source.text == "ptr" and target.text == "i64":
        f.set(i, f.let(f"ptrtoint ptr {f.op(i.x)} to i64"))
    elif source.text == "i64" and target.text == "ptr":
        f.set(i, f.let(f"inttoptr i64 {f.op(i.x)} to ptr"))
    else:  # pointers among themselves; a slice to a pointer to array
        f.set(i, f.ops(i.x)[0])


def _elem_size(f: FunctionWriter, u: Any) -> int:
    return f.types(u.elem).size
