"""The order in which operands are evaluated.

The specification orders calls, receives and so on, but leaves open when a variable is read in between. We do what gc does: all calls of a list of operands (and
receives, map lookups, logical operators that contain calls) are made first, left to right; everything else is evaluated afterwards, so that variables are read when
all calls have changed them. ``hoist`` makes the calls inside an expression and notes their values; ``FunctionBuilder.expr`` finds them there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import convert
from minigo.syntax import ast

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder

_LEAVES: Final = (
    ast.Ident,
    ast.BasicLit,
    ast.FuncLit,
    ast.ArrayType,
    ast.StructType,
    ast.FuncType,
    ast.InterfaceType,
    ast.MapType,
    ast.ChanType,
)
_PURE_BUILTINS: Final = frozenset(
    (
        "len",
        "cap",
        "real",
        "imag",
        "complex",
        "min",
        "max",
        "new",
        "make",
        "Sizeof",
        "Alignof",
        "Offsetof",
        "Add",
        "Slice",
        "String",
        "SliceData",
        "StringData",
    )
)


def has_call(b: FunctionBuilder, e: Any) -> bool:
    """Whether evaluating ``e`` may run other code of the program: a call or a receive."""
    work: list[Any] = [e]
    info = b.info
    while work:
        e = work.pop()
        cls = e.__class__
        if e is None or cls in _LEAVES:
            continue
        if cls is ast.SelectorExpr or cls is ast.ParenExpr or cls is ast.StarExpr or cls is ast.TypeAssertExpr:
            work.append(e.x)
        elif cls is ast.BinaryExpr:
            work.append(e.x)
            work.append(e.y)
        elif cls is ast.UnaryExpr:
            if e.op == "<-":
                return True
            work.append(e.x)
        elif cls is ast.CallExpr:
            tv = info.types.get(e)
            if tv is not None and tv.value is not None:
                continue
            if not is_conversion(b, e) and builtin_name(b, e.fun) not in _PURE_BUILTINS:
                return True
            work.extend(e.args)
        elif cls is ast.IndexExpr:
            work.append(e.x)
            work.append(e.index)
        elif cls is ast.SliceExpr:
            work += (e.x, e.low, e.high, e.max)
        elif cls is ast.CompositeLit:
            work.extend(e.elts)
        elif cls is ast.KeyValueExpr:
            work.append(e.key)
            work.append(e.value)
    return False


def is_conversion(b: FunctionBuilder, e: ast.CallExpr) -> bool:
    tv = b.info.types.get(e.fun)
    return tv is not None and bool(tv.is_type)


def unparen(e: Any) -> Any:
    while e.__class__ is ast.ParenExpr:
        e = e.x
    return e


def builtin_name(b: FunctionBuilder, fun: Any) -> str:
    """The name of the predeclared or unsafe function that ``fun`` denotes, or ""."""
    fun = unparen(fun)
    if fun.__class__ is ast.SelectorExpr:
        fun = fun.sel
    elif fun.__class__ is not ast.Ident:
        return ""
    obj = b.info.uses.get(fun)
    return str(obj.name) if obj.__class__ is types.Builtin else ""


def expr_list(b: FunctionBuilder, exprs: Sequence[ast.Expr], wanted: Sequence[Any] | None = None) -> list[ir.Value]:
    """The values of operands, each converted to its wanted type (None: as it is)."""
    if len(exprs) > 1 and any([has_call(b, e) for e in exprs[1:]]):
        for e in exprs:
            hoist(b, e)
    return [_one(b, e, wanted, i) for i, e in enumerate(exprs)]


def hoist(b: FunctionBuilder, e: Any) -> None:
    """Make the calls inside ``e``, in order; their values wait in ``b.hoisted``."""
    handler = _HOIST.get(e.__class__)
    if handler is not None:
        handler(b, e)


def hoist_operands(b: FunctionBuilder, e: Any) -> None:
    """Make the calls inside a left-hand side; a map element itself is not looked up."""
    e = unparen(e)
    if e.__class__ is ast.IndexExpr:
        hoist(b, e.x)
        hoist(b, e.index)
    else:
        hoist(b, e)


def _hoist_whole(b: FunctionBuilder, e: Any) -> None:
    b.hoisted[e] = b.expr(e)


def _hoist_call(b: FunctionBuilder, e: Any) -> None:
    tv = b.info.types.get(e)
    if tv is not None and tv.value is not None:
        return
    if is_conversion(b, e) or builtin_name(b, e.fun) in _PURE_BUILTINS:
        for a in e.args:
            hoist(b, a)
    else:
        _hoist_whole(b, e)


def _hoist_unary(b: FunctionBuilder, e: Any) -> None:
    if e.op == "<-":
        _hoist_whole(b, e)
    else:
        hoist(b, e.x)


def _hoist_binary(b: FunctionBuilder, e: Any) -> None:
    operands = []
    while e.__class__ is ast.BinaryExpr:
        if e.op == "&&" or e.op == "||":
            break
        operands.append(e.y)
        e = e.x
    if e.__class__ is not ast.BinaryExpr:
        hoist(b, e)
    elif has_call(b, e):
        _hoist_whole(b, e)
    for y in reversed(operands):
        hoist(b, y)


def _hoist_index(b: FunctionBuilder, e: Any) -> None:
    tv = b.info.types.get(e.x)
    if tv is None or tv.is_type:
        return
    u = b.type(tv.type).underlying()
    if u.__class__ is types.Map:
        _hoist_whole(b, e)
    elif u.__class__ is not types.Signature:
        hoist(b, e.x)
        hoist(b, e.index)


def _hoist_x(b: FunctionBuilder, e: Any) -> None:
    hoist(b, e.x)


def _hoist_slice(b: FunctionBuilder, e: Any) -> None:
    for x in (e.x, e.low, e.high, e.max):
        if x is not None:
            hoist(b, x)


def _hoist_literal(b: FunctionBuilder, e: Any) -> None:
    is_map = b.typ(e).underlying().__class__ is types.Map
    for elt in e.elts:
        if elt.__class__ is ast.KeyValueExpr:
            if is_map:
                hoist(b, elt.key)
            elt = elt.value
        hoist(b, elt)


def hoist_elements(b: FunctionBuilder, e: Any) -> None:
    """Make the calls inside the elements of a struct, array or slice literal before it is filled."""
    if len(e.elts) > 1 and any([has_call(b, elt) for elt in e.elts[1:]]):
        _hoist_literal(b, e)


_HOIST: Final[dict[type, Callable[[Any, Any], None]]] = {
    ast.CallExpr: _hoist_call,
    ast.UnaryExpr: _hoist_unary,
    ast.BinaryExpr: _hoist_binary,
    ast.IndexExpr: _hoist_index,
    ast.SelectorExpr: _hoist_x,
    ast.ParenExpr: _hoist_x,
    ast.StarExpr: _hoist_x,
    ast.TypeAssertExpr: _hoist_x,
    ast.SliceExpr: _hoist_slice,
    ast.CompositeLit: _hoist_literal,
}


def _one(b: FunctionBuilder, e: ast.Expr, wanted: Sequence[Any] | None, i: int) -> ir.Value:
    value = b.expr(e)
    t = wanted[i] if wanted is not None else None
    return value if t is None else convert.emit_conv(b, value, t, e.pos())
