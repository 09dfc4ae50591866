"""Conversions, explicit and implicit.

``emit_conv`` turns a value into one of the given type by the cheapest instruction that does it: nothing, ``ChangeType`` (same representation),
``MakeInterface``, ``ChangeInterface`` or ``Convert``. It serves implicit conversions (assignments, arguments, returns, sends, keys, comparisons) and
explicit ones alike; the checker has already said that the conversion is allowed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import typeutil as tu
from minigo.syntax import ast
from minigo.syntax.positions import node_pos

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder


def emit_conv(b: FunctionBuilder, v: ir.Value, t: Any, pos: int = 0) -> ir.Value:
    """``v`` converted to type ``t``."""
    source = v.type
    if source is t or types.identical(source, t):
        return v
    target: Any = t.underlying()
    if v.__class__ is ir.Const:
        made = _constant(b, v, t, target)
        if made is not None:
            return made
    under = source.underlying()
    result: ir.Value
    if target.__class__ is types.Interface:
        if under.__class__ is not types.Interface:
            result = b.emit(ir.MakeInterface(v, t, pos))
            b.pb.need_methods(source)
        elif types.identical(under, target):
            result = b.emit(ir.ChangeType(v, t, pos))
        else:
            result = b.emit(ir.ChangeInterface(v, t, pos))
        return result
    if same_representation(under, target):
        result = b.emit(ir.ChangeType(v, t, pos))
        return result
    if under.__class__ is types.Slice and target.__class__ is types.Array:
        return _slice_to_array(b, v, t, target, pos)
    if under.__class__ is types.Slice and target.__class__ is types.Pointer:
        array: Any = target.elem.underlying()
        b.emit(ir.LenCheck(v, array.len, pos))
    result = b.emit(ir.Convert(v, t, pos))
    return result


def same_representation(a: Any, c: Any) -> bool:
    """Whether values of the underlying types are the same bits: identical but for struct tags, channel direction, names of pointer bases."""
    if types.identical_ignore_tags(a, c):
        return True
    if a.__class__ is types.Pointer and c.__class__ is types.Pointer:
        return bool(types.identical_ignore_tags(a.elem.underlying(), c.elem.underlying()))
    if a.__class__ is types.Chan and c.__class__ is types.Chan:
        return bool(types.identical(a.elem, c.elem))
    return False


def _constant(b: FunctionBuilder, c: ir.Const, t: Any, target: Any) -> ir.Value | None:
    """A constant of another type, where the conversion can be done here."""
    if c.value is None:
        if tu.is_untyped(c.type) or same_representation(c.type.underlying(), target):
            return ir.Const(None, t)
        return None
    if target.__class__ is not types.Basic:
        return None
    have, want = tu.basic_info(c.type), int(target.info)
    if have & want & (types.IS_BOOLEAN | types.IS_STRING):
        return ir.Const(c.value, t)
    if have & want & types.IS_INTEGER and fits(c.value, target):
        return ir.Const(c.value, t)
    if have & types.IS_INTEGER and want & types.IS_FLOAT and abs(c.value) <= 1 << 24:
        return b.const(c.value, t)
    return None


def fits(value: int, basic: Any) -> bool:
    """Whether the integer is representable in the basic integer type."""
    bits = types.sizeof(basic) * 8
    if basic.info & types.IS_UNSIGNED:
        return 0 <= value < 1 << bits
    return bool(-1 << (bits - 1) <= value < 1 << (bits - 1))


def _slice_to_array(b: FunctionBuilder, v: ir.Value, t: Any, target: Any, pos: int) -> ir.Value:
    b.emit(ir.LenCheck(v, target.len, pos))
    if target.len == 0:
        return ir.Const(None, t)
    pointer = b.emit(ir.Convert(v, b.pointer(t), pos))
    return b.load(pointer, pos)


def conversion(b: FunctionBuilder, e: ast.CallExpr) -> ir.Value:
    """``T(x)``."""
    t = b.typ(e)
    arg = e.args[0]
    tv = b.info.types[arg]
    if tv.value is not None and tu.is_string(t) and tu.is_integer(b.typ(arg)):
        return ir.Const(_rune(int(tv.value)), t)  # string(rune) of a constant, in an instance
    # Only a slice that is too short for an array panics; gc says that it is at fault.
    return emit_conv(b, b.expr(arg), t, node_pos(arg))


def _rune(code: int) -> bytes:
    if not 0 <= code < 0x110000 or 0xD800 <= code < 0xE000:
        code = 0xFFFD
    return chr(code).encode("utf-8")
