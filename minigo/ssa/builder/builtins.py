"""Calls of predeclared functions and those of package unsafe, one function each."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import convert, lvalue, order
from minigo.ssa.builder import typeutil as tu

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder


def call(b: FunctionBuilder, e: Any, name: str) -> ir.Value:
    """A call of the builtin ``name``. The value has type None where there is no result."""
    return emit(b, e, name, operands(b, e, name))


def operands(b: FunctionBuilder, e: Any, name: str) -> list[ir.Value]:
    """The operands as values, evaluated now; ``emit`` makes the call of them (perhaps in another function: defer, go)."""
    special = _OPERANDS.get(name)
    if special is not None:
        return special(b, e)
    if len(e.args) == 1 and b.info.types[e.args[0]].type.__class__ is types.Tuple:
        tup = b.expr(e.args[0])
        return [b.extract(tup, i, e.lparen) for i in range(len(tup.type.vars))]
    return order.expr_list(b, e.args)


def emit(b: FunctionBuilder, e: Any, name: str, args: list[ir.Value]) -> ir.Value:
    """The call itself. ``e`` gives types and position."""
    return _EMIT[name](b, e, args)


def _builtin(b: FunctionBuilder, fn: str, args: list[ir.Value], t: Any, pos: int) -> ir.Value:
    result: ir.Value = b.emit(ir.BuiltinCall(fn, args, t, pos))
    return result


# ---------------------------------------------------------------- operands that are not plain values


def _array_operand(b: FunctionBuilder, e: Any) -> list[ir.Value]:
    """len and cap of an array (evaluated only for its effects: it contains a call) or of a value."""
    x = e.args[0]
    u = tu.deref(b.typ(x)).underlying()
    if u.__class__ is types.Array:
        if order.has_call(b, x):
            b.expr(x)
        return [tu.int_const(u.len)]
    return [b.expr(x)]


def _no_operands(b: FunctionBuilder, e: Any) -> list[ir.Value]:
    return []


def _new_operands(b: FunctionBuilder, e: Any) -> list[ir.Value]:
    x = e.args[0]
    if b.info.types[x].is_type:
        return []
    return [convert.emit_conv(b, b.expr(x), b.typ(e).underlying().elem, e.lparen)]


def _make_operands(b: FunctionBuilder, e: Any) -> list[ir.Value]:
    return order.expr_list(b, e.args[1:])


def _append_operands(b: FunctionBuilder, e: Any) -> list[ir.Value]:
    """The slice, and the appended values as a slice (or a string)."""
    from minigo.ssa.builder import call as calls

    t = b.typ(e)
    elem = t.underlying().elem
    args = e.args
    if len(args) == 1 and b.info.types[args[0]].type.__class__ is types.Tuple:
        tup = b.expr(args[0])
        values = [b.extract(tup, i, e.lparen) for i in range(len(tup.type.vars))]
        values = [convert.emit_conv(b, values[0], t), *[convert.emit_conv(b, v, elem) for v in values[1:]]]
    elif e.ellipsis:
        slice_, more = order.expr_list(b, args)
        slice_ = convert.emit_conv(b, slice_, t, e.lparen)
        if more.__class__ is ir.Const and more.value is None and tu.is_untyped(more.type):
            more = ir.Const(None, t)
        return [slice_, more]
    else:
        values = order.expr_list(b, args, [t] + [elem] * (len(args) - 1))
    return [values[0], calls.pack(b, values[1:], tu.slice_of(elem), e.lparen)]


def _delete_operands(b: FunctionBuilder, e: Any) -> list[ir.Value]:
    t = b.typ(e.args[0])
    if t.__class__ is types.Tuple:  # delete(f())
        tup = b.expr(e.args[0])
        m, key = b.extract(tup, 0, e.lparen), b.extract(tup, 1, e.lparen)
        return [m, convert.emit_conv(b, key, m.type.underlying().key, e.lparen)]
    return order.expr_list(b, e.args, (None, t.underlying().key))


def _panic_operands(b: FunctionBuilder, e: Any) -> list[ir.Value]:
    return [convert.emit_conv(b, b.expr(e.args[0]), tu.ANY, e.lparen)]


def _typed_operands(b: FunctionBuilder, e: Any) -> list[ir.Value]:
    """min, max: operands of the result's type."""
    t = b.typ(e)
    return order.expr_list(b, e.args, [t] * len(e.args))


def _complex_operands(b: FunctionBuilder, e: Any) -> list[ir.Value]:
    t = b.typ(e).underlying()
    part = types.Typ[types.FLOAT32 if t.kind == types.COMPLEX64 else types.FLOAT64]
    if len(e.args) == 1:
        tup = b.expr(e.args[0])
        return [b.extract(tup, i, e.lparen) for i in range(2)]
    values = order.expr_list(b, e.args)
    return [b.const(v.value, part) if isinstance(v, ir.Const) and v.value is not None else v for v in values]


_OPERANDS: Final[dict[str, Callable[..., list[ir.Value]]]] = {
    "len": _array_operand,
    "cap": _array_operand,
    "new": _new_operands,
    "make": _make_operands,
    "append": _append_operands,
    "delete": _delete_operands,
    "panic": _panic_operands,
    "min": _typed_operands,
    "max": _typed_operands,
    "complex": _complex_operands,
    "Sizeof": _no_operands,
    "Alignof": _no_operands,
    "Offsetof": _no_operands,
}


# ---------------------------------------------------------------- the calls


def _len(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    x = args[0]
    if isinstance(x, ir.Const):
        return x if tu.is_integer(x.type) else tu.int_const(len(x.value) if x.value else 0)
    result: ir.Value = b.emit(ir.Len(x, tu.INT, e.lparen))
    return result


def _cap(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    x = args[0]
    if isinstance(x, ir.Const):
        return x if tu.is_integer(x.type) else tu.int_const(0)
    result: ir.Value = b.emit(ir.Cap(x, tu.INT, e.lparen))
    return result


def _new(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    alloc = b.alloc(b.typ(e).underlying().elem, "new", True, e.lparen)
    if args:
        b.store(alloc, args[0], e.lparen)
    return alloc


MAX_MADE: Final = 8 << 10  # bytes; a goroutine's first stack is as large


def _is_small(elem: Any, cap: ir.Const) -> bool:
    """Whether a slice of constant capacity may be on the stack."""
    return bool(cap.value > 0 and cap.value * types.sizeof(elem) <= MAX_MADE)


def _make(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    t = b.typ(e)
    u = t.underlying()
    pos = e.lparen
    result: ir.Value
    if u.__class__ is types.Slice:
        length = size(b, args[0], pos)
        cap = size(b, args[1], pos) if len(args) > 1 else length
        if isinstance(length, ir.Const) and isinstance(cap, ir.Const) and _is_small(u.elem, cap):
            # Of known size: an array, which need not be on the heap.
            array = b.alloc(tu.array_of(u.elem, cap.value), "makeslice", True, pos)
            high = None if length.value == cap.value else length
            result = b.emit(ir.Slice(array, None, high, None, t, pos))
        else:
            result = b.emit(ir.MakeSlice(length, cap, t, pos))
    elif u.__class__ is types.Map:
        result = b.emit(ir.MakeMap(size(b, args[0], pos) if args else None, t, pos))
    else:
        result = b.emit(ir.MakeChan(size(b, args[0], pos) if args else tu.int_const(0), t, pos))
    return result


def size(b: FunctionBuilder, v: ir.Value, pos: int) -> ir.Value:
    """A size operand as an int; an unsigned one that is too large becomes negative and is refused at run time."""
    if isinstance(v, ir.Const):
        return b.const(v.value, tu.INT)
    return convert.emit_conv(b, v, tu.INT, pos)


def _append(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    if isinstance(args[1], ir.Const) and args[1].value is None:
        return args[0]
    return _builtin(b, "append", args, b.typ(e), e.lparen)


def _copy(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    return _builtin(b, "copy", args, tu.INT, e.lparen)


def _statement(fn: str) -> Callable[..., ir.Value]:
    def build(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
        return _builtin(b, fn, args, None, e.lparen)

    return build


def _clear(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    return _builtin(b, "clear", args, None, e.lparen)


def _print(fn: str) -> Callable[..., ir.Value]:
    def build(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
        typed = [convert.emit_conv(b, v, tu.ANY, e.lparen) if tu.is_untyped(v.type) else v for v in args]
        return _builtin(b, fn, typed, None, e.lparen)

    return build


def _panic(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    result: ir.Value = b.emit(ir.Panic(args[0], e.lparen))
    b.dead()
    return result


def _recover(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    b.fn.calls_recover = True
    return _builtin(b, "recover", args, tu.ANY, e.lparen)


def _min_max(fn: str) -> Callable[..., ir.Value]:
    def build(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
        return args[0] if len(args) == 1 else _builtin(b, fn, args, b.typ(e), e.lparen)

    return build


def _typed(fn: str) -> Callable[..., ir.Value]:
    """A builtin whose result type the checker has recorded."""

    def build(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
        return _builtin(b, fn, args, b.typ(e), e.lparen)

    return build


def _add(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    offset = args[1]
    if isinstance(offset, ir.Const) and not tu.is_integer(offset.type):
        offset = b.const(offset.value, tu.INT)
    return _builtin(b, "Add", [args[0], offset], b.typ(e), e.lparen)


def _size_of(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    """unsafe.Sizeof and Alignof of a type-parameter type (else a constant)."""
    t = b.typ(e.args[0])
    name = order.builtin_name(b, e.fun)
    return ir.Const(types.sizeof(t) if name == "Sizeof" else types.alignof(t), tu.UINTPTR)


def _offset_of(b: FunctionBuilder, e: Any, args: list[ir.Value]) -> ir.Value:
    x = order.unparen(e.args[0])
    selection = b.info.selections[x]
    t = tu.deref(b.typ(x.x))
    total = 0
    for i, field in enumerate(selection.index):
        struct = (tu.deref(t) if i else t).underlying()
        total += types.offsetsof(struct.fields)[field]
        t = struct.fields[field].type
    return ir.Const(total, tu.UINTPTR)


_EMIT: Final[dict[str, Callable[..., ir.Value]]] = {
    "len": _len,
    "cap": _cap,
    "new": _new,
    "make": _make,
    "append": _append,
    "copy": _copy,
    "delete": _statement("delete"),
    "clear": _clear,
    "close": _statement("close"),
    "print": _print("print"),
    "println": _print("println"),
    "panic": _panic,
    "recover": _recover,
    "min": _min_max("min"),
    "max": _min_max("max"),
    "complex": _typed("complex"),
    "real": _typed("real"),
    "imag": _typed("imag"),
    "Add": _add,
    "Slice": _typed("UnsafeSlice"),
    "String": _typed("UnsafeString"),
    "SliceData": _typed("SliceData"),
    "StringData": _typed("StringData"),
    "Sizeof": _size_of,
    "Alignof": _size_of,
    "Offsetof": _offset_of,
}

__all__ = ["call", "emit", "lvalue", "operands", "size"]
