"""The order in which operands are evaluated.

The specification orders calls, receives and so on, but leaves open when a variable is read in between. We do what gc does: what contains a call is
evaluated first, left to right; what does not is read afterwards, so that it sees the changes that the calls made.
"""

from __future__ import annotations

from collections.abc import Sequence
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
    n = len(exprs)
    values: list[ir.Value] = [None] * n  # type: ignore[list-item]
    late: Sequence[int] = range(n)
    if n > 1 and any([has_call(b, e) for e in exprs[1:]]):
        early = [i for i in range(n) if has_call(b, exprs[i])]
        late = [i for i in range(n) if i not in early]
        for i in early:
            values[i] = _one(b, exprs[i], wanted, i)
    for i in late:
        values[i] = _one(b, exprs[i], wanted, i)
    return values


def _one(b: FunctionBuilder, e: ast.Expr, wanted: Sequence[Any] | None, i: int) -> ir.Value:
    value = b.expr(e)
    t = wanted[i] if wanted is not None else None
    return value if t is None else convert.emit_conv(b, value, t, e.pos())
