"""Expressions. Constants never get here (``FunctionBuilder.expr`` folds what the checker has computed).

Each function takes the builder and a node and returns its value. Long left-deep chains (``a + b + c + …``) are walked by a loop.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import call, closure, composite, convert, lvalue, order, wrappers
from minigo.ssa.builder import typeutil as tu
from minigo.ssa.layout import is_small
from minigo.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Callable

    from minigo.ssa.builder.function import FunctionBuilder

_COMPARISONS: Final = frozenset(("==", "!=", "<", "<=", ">", ">="))


def ident(b: FunctionBuilder, e: Any) -> ir.Value:
    obj = b.info.uses.get(e)
    if obj is None:
        obj = b.info.defs[e]
    cls = obj.__class__
    if cls is types.Var:
        return b.load(b.var_address(obj), e.name_pos)
    if cls is types.Nil:
        return ir.Const(None, b.typ(e))
    if cls is types.Func:
        return function_value(b, e, obj, e)
    raise AssertionError(f"{e.name} is not a value")


def function_value(b: FunctionBuilder, e: ast.Expr, obj: Any, name: ast.Ident) -> ir.Value:
    """A declared function (or instance) as a value."""
    return b.pb.function(obj, targs=type_arguments(b, name))


def type_arguments(b: FunctionBuilder, name: ast.Ident) -> list[Any]:
    instance = b.info.instances.get(name)
    return [b.type(t) for t in instance.type_args] if instance is not None else []


def paren(b: FunctionBuilder, e: Any) -> ir.Value:
    return b.expr(e.x)


def selector(b: FunctionBuilder, e: Any) -> ir.Value:
    selection = b.info.selections.get(e)
    if selection is None:  # package.Name
        obj = b.info.uses[e.sel]
        if obj.__class__ is types.Var:
            return b.load(b.pb.global_(obj), e.sel.name_pos)
        return function_value(b, e, obj, e.sel)
    if selection.kind == types.METHOD_VAL:
        return wrappers.method_value(b, e, selection)
    if selection.kind == types.METHOD_EXPR:
        return wrappers.method_expression(b, e, selection)
    return field_value(b, e, selection)


def field_value(b: FunctionBuilder, e: Any, selection: Any) -> ir.Value:
    x, pos = e.x, e.x.end()
    t = b.typ(x)
    index = selection.index
    if tu.is_pointer(t):
        return b.load(lvalue.field_address(b, x, index, pos), pos)
    whole = order.unparen(x).__class__ is ast.Ident and is_small(t)
    if not whole and lvalue.addressable(b, x):
        return b.load(lvalue.field_address(b, x, index, pos), pos)
    v = b.expr(x)
    if not is_small(v.type):
        return b.load(lvalue.walk_address(b, b.spill(v), index, pos), pos)
    for i, field in enumerate(index):
        if tu.is_pointer(v.type):
            b.nil_check(v, pos)
            return b.load(lvalue.walk_address(b, v, index[i:], pos), pos)
        v = b.field(v, field, pos)
    return v


def star(b: FunctionBuilder, e: Any) -> ir.Value:
    pointer = b.expr(e.x)
    b.nil_check(pointer, e.star)
    return b.load(pointer, e.star)


def index_expr(b: FunctionBuilder, e: Any) -> ir.Value:
    tv = b.info.types.get(e.x)
    if tv is not None and not tv.is_type:
        u = b.type(tv.type).underlying()
        if u.__class__ is types.Signature:
            return b.expr(e.x)  # an instantiation; the identifier carries the type arguments
        if u.__class__ is types.Map:
            m, key = order.expr_list(b, (e.x, e.index), (None, u.key))
            result: ir.Value = b.emit(ir.Lookup(m, key, False, u.elem, e.lbrack))
            return result
        if u.__class__ is types.Basic:
            return string_index(b, e)
        return b.load(lvalue.address(b, e), e.lbrack)
    return b.expr(e.x)


def string_index(b: FunctionBuilder, e: Any) -> ir.Value:
    x, index = order.expr_list(b, (e.x, e.index))
    length: ir.Value
    if isinstance(x, ir.Const):
        length = tu.int_const(len(x.value or b""))
    else:
        length = b.emit(ir.Len(x, tu.INT, e.lbrack))
    b.emit(ir.BoundsCheck("index", index, length, e.lbrack))
    result: ir.Value = b.emit(ir.Index(x, index, b.typ(e), e.lbrack))
    return result


def index_list(b: FunctionBuilder, e: Any) -> ir.Value:
    return b.expr(e.x)


def slice_expr(b: FunctionBuilder, e: Any) -> ir.Value:
    """``x[low:high:max]``: bounds are checked from the right, as gc does."""
    pos = e.lbrack
    t = b.typ(e.x)
    u = t.underlying()
    bounds = [x for x in (e.low, e.high, e.max) if x is not None]
    if u.__class__ is types.Array:
        x: ir.Value = lvalue.address(b, e.x)
        values = order.expr_list(b, bounds)
    else:
        x, *values = order.expr_list(b, [e.x, *bounds])
        if u.__class__ is types.Pointer:
            b.nil_check(x, pos)
    present = iter(values)
    low, high, top = (next(present) if bound is not None else None for bound in (e.low, e.high, e.max))
    _check_slice(b, x, low, high, top, pos)
    result_type = b.typ(e)
    result: ir.Value = b.emit(ir.Slice(x, low, high, top, result_type, pos))
    return result


def _check_slice(
    b: FunctionBuilder, x: ir.Value, low: ir.Value | None, high: ir.Value | None, top: ir.Value | None, pos: int
) -> None:
    u: Any = x.type.underlying()
    length: ir.Value
    if u.__class__ is types.Pointer:
        array: Any = u.elem.underlying()
        kind, length = "Alen", tu.int_const(array.len)
        limit = length
    elif u.__class__ is types.Basic:
        kind = "Alen"
        length = tu.int_const(len(x.value or b"")) if isinstance(x, ir.Const) else b.emit(ir.Len(x, tu.INT, pos))
        limit = length
    else:
        kind = "Acap"
        length = b.emit(ir.Len(x, tu.INT, pos)) if high is None and low is not None else tu.int_const(0)
        limit = b.emit(ir.Cap(x, tu.INT, pos)) if high is not None else length
    if top is not None:
        _bound(b, "Slice3" + kind, top, limit, pos)
        assert high is not None
        _bound(b, "Slice3B", high, top, pos)
        if low is not None:
            _bound(b, "Slice3C", low, high, pos)
        return
    if high is not None:
        _bound(b, "Slice" + kind, high, limit, pos)
    if low is not None:
        _bound(b, "SliceB", low, length if high is None else high, pos)


def _bound(b: FunctionBuilder, kind: str, x: ir.Value, y: ir.Value, pos: int) -> None:
    if isinstance(x, ir.Const) and (x.value == 0 or (isinstance(y, ir.Const) and 0 <= x.value <= y.value)):
        return
    b.emit(ir.BoundsCheck(kind, x, y, pos))


def type_assert(b: FunctionBuilder, e: Any) -> ir.Value:
    t = b.typ(e)
    if t.__class__ is types.Tuple:  # a comma-ok form records the pair
        t = t.vars[0].type
    return assert_type(b, b.expr(e.x), t, False, e.x.end())


def assert_type(b: FunctionBuilder, x: ir.Value, t: Any, comma_ok: bool, pos: int) -> ir.Value:
    """``x.(t)``; with comma_ok a Tuple (t, bool)."""
    result = tu.tuple_of(t, tu.BOOL) if comma_ok else t
    b.pb.need_type(t)
    value: ir.Value = b.emit(ir.TypeAssert(x, t, comma_ok, result, pos))
    return value


def unary(b: FunctionBuilder, e: Any) -> ir.Value:
    op = e.op
    if op == "&":
        return address_of(b, e)
    if op == "<-":
        t = b.typ(e)
        if t.__class__ is types.Tuple:
            t = t.vars[0].type
        channel = b.expr(e.x)
        received: ir.Value = b.emit(ir.Recv(channel, False, channel.type.underlying().elem, e.op_pos))
        return received
    x = b.expr(e.x)
    if op == "+":
        return x
    t = b.typ(e)
    result: ir.Value = b.emit(ir.UnOp(op, convert.emit_conv(b, x, t, e.op_pos), t, e.op_pos))
    return result


def address_of(b: FunctionBuilder, e: Any) -> ir.Value:
    x = order.unparen(e.x)
    if x.__class__ is ast.CompositeLit:
        return composite.literal_address(b, x, heap=True)
    at = lvalue.address(b, x)
    return convert.emit_conv(b, at, b.typ(e), e.op_pos)


def binary(b: FunctionBuilder, e: Any) -> ir.Value:
    if e.op == "&&" or e.op == "||":
        return logical(b, e)
    spine = [e]
    x = e.x
    while x.__class__ is ast.BinaryExpr and x.op != "&&" and x.op != "||" and b.info.types[x].value is None:
        spine.append(x)
        x = x.x
    spine.reverse()
    value, *rest = order.expr_list(b, [x, *[node.y for node in spine]])
    for node, y in zip(spine, rest, strict=True):
        value = arithmetic(b, node, value, y)
    return value


def arithmetic(b: FunctionBuilder, e: Any, x: ir.Value, y: ir.Value) -> ir.Value:
    """``x op y`` of a BinaryExpr whose operands are known."""
    if e.op in _COMPARISONS:
        t = b.typ(e)
        return compare(b, e.op, x, y, t, e.op_pos)
    return binop(b, e.op, x, y, b.typ(e), e.op_pos)


def binop(b: FunctionBuilder, op: str, x: ir.Value, y: ir.Value, t: Any, pos: int) -> ir.Value:
    """Arithmetic with its checks; the operands are converted to the result's type ``t``."""
    x = convert.emit_conv(b, x, t, pos)
    if op == "<<" or op == ">>":
        y = shift_count(b, y, pos)
    else:
        y = convert.emit_conv(b, y, t, pos)
        if (op == "/" or op == "%") and tu.is_integer(t) and not (isinstance(y, ir.Const) and y.value):
            b.emit(ir.DivCheck(y, pos))
    result: ir.Value = b.emit(ir.BinOp(op, x, y, t, pos))
    return result


def shift_count(b: FunctionBuilder, y: ir.Value, pos: int) -> ir.Value:
    if isinstance(y, ir.Const):
        return b.const(y.value, tu.UINT)
    if not tu.is_unsigned(y.type):
        b.emit(ir.ShiftCheck(y, pos))
    return y


def compare(b: FunctionBuilder, op: str, x: ir.Value, y: ir.Value, t: Any, pos: int) -> ir.Value:
    """``x op y`` for a comparison; operands of different types meet at the interface, or at the type of the one that is not nil."""
    if not types.identical(x.type, y.type):
        if tu.is_untyped(x.type):
            x = convert.emit_conv(b, x, y.type, pos)
        elif tu.is_untyped(y.type) or (tu.is_interface(x.type) and not _less_general(x.type, y.type)):
            y = convert.emit_conv(b, y, x.type, pos)
        elif tu.is_interface(y.type) or isinstance(x, ir.Const):
            x = convert.emit_conv(b, x, y.type, pos)
        else:
            y = convert.emit_conv(b, y, x.type, pos)
    result: ir.Value = b.emit(ir.BinOp(op, x, y, t, pos))
    return result


def _less_general(x: Any, y: Any) -> bool:
    """Whether both are interfaces and y has fewer methods, so that x must be converted to y."""
    return tu.is_interface(y) and len(y.underlying().all_methods()) < len(x.underlying().all_methods())


def logical(b: FunctionBuilder, e: Any) -> ir.Value:
    """``x && y``, ``x || y`` as a value: a φ of the constant and the last operand."""
    from minigo.ssa.builder import stmt

    t = b.typ(e)
    chain = operand_chain(b, e)
    done = b.new_block("logical.done")
    short = ir.Const(e.op == "||", t)
    for operand in chain[:-1]:
        more = b.new_block("logical.rhs")
        if e.op == "&&":
            stmt.condition(b, operand, more, done)
        else:
            stmt.condition(b, operand, done, more)
        b.start(more)
    last = convert.emit_conv(b, b.expr(chain[-1]), t, e.op_pos)
    shorts = len(done.preds)
    b.jump(done)
    b.start(done)
    result: ir.Value = b.emit(ir.Phi(t, [short] * shorts + [last], e.op, e.op_pos))
    return result


def operand_chain(b: FunctionBuilder, e: Any) -> list[ast.Expr]:
    """The operands of a left-deep chain of one logical operator."""
    op = e.op
    chain = []
    while True:
        chain.append(e.y)
        e = order.unparen(e.x)
        if e.__class__ is not ast.BinaryExpr or e.op != op or b.info.types[e].value is not None:
            break
    chain.append(e)
    chain.reverse()
    return chain


TABLE: Final[dict[type, Callable[..., Any]]] = {
    ast.Ident: ident,
    ast.ParenExpr: paren,
    ast.SelectorExpr: selector,
    ast.StarExpr: star,
    ast.IndexExpr: index_expr,
    ast.IndexListExpr: index_list,
    ast.SliceExpr: slice_expr,
    ast.TypeAssertExpr: type_assert,
    ast.UnaryExpr: unary,
    ast.BinaryExpr: binary,
    ast.CallExpr: call.call,
    ast.CompositeLit: composite.composite,
    ast.FuncLit: closure.func_lit,
}
