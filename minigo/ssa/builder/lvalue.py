"""Addresses, and what may stand on the left of an assignment.

``address(b, e)`` gives the address of an addressable expression, with the nil and bounds checks that getting there takes. An ``LValue`` evaluates the operands of a
left-hand side first and checks and stores later, as assignment in two phases demands.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import convert, order
from minigo.ssa.builder import typeutil as tu
from minigo.syntax import ast

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder


def address(b: FunctionBuilder, e: ast.Expr) -> ir.Value:
    """The address of an addressable expression (or of a fresh variable that holds a composite literal's value)."""
    return _ADDRESS[e.__class__](b, e)


def _ident(b: FunctionBuilder, e: Any) -> ir.Value:
    obj = b.info.uses.get(e) or b.info.defs[e]
    return b.var_address(obj)


def _paren(b: FunctionBuilder, e: Any) -> ir.Value:
    return address(b, e.x)


def _star(b: FunctionBuilder, e: Any) -> ir.Value:
    pointer = b.expr(e.x)
    b.nil_check(pointer, e.star)
    return pointer


def _composite(b: FunctionBuilder, e: Any) -> ir.Value:
    from minigo.ssa.builder import composite

    return composite.literal_address(b, e, heap=False)


def _selector(b: FunctionBuilder, e: Any) -> ir.Value:
    selection = b.info.selections.get(e)
    if selection is None:
        return b.pb.global_(b.info.uses[e.sel])
    return field_address(b, e.x, selection.index, e.x.end())


def field_address(b: FunctionBuilder, x: ast.Expr, index: list[int], pos: int) -> ir.Value:
    """The address of the field that ``index`` leads to, from ``x`` (a pointer, or addressable)."""
    if tu.is_pointer(b.typ(x)):
        at = b.expr(x)
        b.nil_check(at, pos)
    else:
        at = address_or_spill(b, x)
    return walk_address(b, at, index, pos)


def walk_address(b: FunctionBuilder, at: ir.Value, index: list[int], pos: int) -> ir.Value:
    """Follow a path of fields from a checked pointer to a struct; embedded pointers on the way are loaded and checked."""
    for i, field in enumerate(index):
        if i and tu.is_pointer(at.type.underlying().elem):
            at = b.load(at, pos)
            b.nil_check(at, pos)
        at = b.field_addr(at, field, pos)
    return at


def address_or_spill(b: FunctionBuilder, x: ast.Expr) -> ir.Value:
    """The address of ``x`` if it has one, else of a fresh variable that holds its value."""
    if addressable(b, x):
        return address(b, x)
    return b.spill(b.expr(x))


def addressable(b: FunctionBuilder, e: ast.Expr) -> bool:
    """Whether ``address`` works on ``e``: the checker's notion of a variable."""
    e = order.unparen(e)
    if e.__class__ is ast.Ident:
        return (b.info.uses.get(e) or b.info.defs.get(e)).__class__ is types.Var
    tv = b.info.types.get(e)
    return tv is not None and bool(tv.addressable)


def _index(b: FunctionBuilder, e: Any) -> ir.Value:
    t = b.typ(e.x).underlying()
    if t.__class__ is types.Slice:
        x, index = order.expr_list(b, (e.x, e.index))
        return slice_element(b, x, index, e.lbrack)
    if t.__class__ is types.Pointer:
        x, index = order.expr_list(b, (e.x, e.index))
        b.nil_check(x, e.lbrack)
    else:
        x = address_or_spill(b, e.x)
        index = b.expr(e.index)
    return array_element(b, x, index, e.lbrack)


def slice_element(b: FunctionBuilder, x: ir.Value, index: ir.Value, pos: int) -> ir.Value:
    """``&x[index]`` of a slice, checked."""
    length = b.emit(ir.Len(x, tu.INT, pos))
    b.emit(ir.BoundsCheck("index", index, length, pos))
    elem = x.type.underlying().elem
    result: ir.Value = b.emit(ir.IndexAddr(x, index, b.pointer(elem), pos))
    return result


def array_element(b: FunctionBuilder, x: ir.Value, index: ir.Value, pos: int) -> ir.Value:
    """``&x[index]`` of a checked pointer to an array."""
    array = x.type.underlying().elem.underlying()
    check_array_index(b, index, array.len, pos)
    result: ir.Value = b.emit(ir.IndexAddr(x, index, b.pointer(array.elem), pos))
    return result


def check_array_index(b: FunctionBuilder, index: ir.Value, length: int, pos: int) -> None:
    if isinstance(index, ir.Const) and index.value is not None and 0 <= index.value < length:
        return
    b.emit(ir.BoundsCheck("index", index, tu.int_const(length), pos))


_ADDRESS: Final[dict[type, Callable[..., ir.Value]]] = {
    ast.Ident: _ident,
    ast.ParenExpr: _paren,
    ast.StarExpr: _star,
    ast.SelectorExpr: _selector,
    ast.IndexExpr: _index,
    ast.CompositeLit: _composite,
}


# ---------------------------------------------------------------- left-hand sides


class LValue:
    """A left-hand side whose operands have been evaluated; ``load`` and ``store`` may follow, and check what can still fail."""

    __slots__ = ("type",)
    type: Any

    def load(self, b: FunctionBuilder) -> ir.Value:
        raise NotImplementedError

    def store(self, b: FunctionBuilder, value: ir.Value) -> None:
        """Store a value; it is converted to the left-hand side's type."""
        raise NotImplementedError


class Blank(LValue):
    """``_``."""

    __slots__ = ()

    def __init__(self) -> None:
        self.type = None

    def store(self, b: FunctionBuilder, value: ir.Value) -> None:
        return


class Memory(LValue):
    """A variable: its address, already checked."""

    __slots__ = ("addr", "pos")

    def __init__(self, addr: ir.Value, pos: int) -> None:
        self.addr = addr
        self.pos = pos
        self.type = addr.type.underlying().elem

    def load(self, b: FunctionBuilder) -> ir.Value:
        return b.load(self.addr, self.pos)

    def store(self, b: FunctionBuilder, value: ir.Value) -> None:
        b.store(self.addr, convert.emit_conv(b, value, self.type, self.pos), self.pos)


class Deferred(LValue):
    """Memory that is reached by a check, which is only made when the assignment is carried out: ``*p``, ``p.f``, ``s[i]``."""

    __slots__ = ("addr", "pos", "reach")

    def __init__(self, reach: Callable[[], ir.Value], t: Any, pos: int) -> None:
        self.reach = reach
        self.type = t
        self.pos = pos
        self.addr: ir.Value | None = None

    def _address(self) -> ir.Value:
        if self.addr is None:
            self.addr = self.reach()
        return self.addr

    def load(self, b: FunctionBuilder) -> ir.Value:
        return b.load(self._address(), self.pos)

    def store(self, b: FunctionBuilder, value: ir.Value) -> None:
        value = convert.emit_conv(b, value, self.type, self.pos)
        b.store(self._address(), value, self.pos)


class MapElement(LValue):
    """``m[k]``."""

    __slots__ = ("key", "map", "pos")

    def __init__(self, m: ir.Value, key: ir.Value, pos: int) -> None:
        self.map = m
        self.key = key
        self.pos = pos
        self.type = m.type.underlying().elem

    def load(self, b: FunctionBuilder) -> ir.Value:
        result: ir.Value = b.emit(ir.Lookup(self.map, self.key, False, self.type, self.pos))
        return result

    def store(self, b: FunctionBuilder, value: ir.Value) -> None:
        value = convert.emit_conv(b, value, self.type, self.pos)
        b.emit(ir.MapUpdate(self.map, self.key, value, self.pos))


def lvalue(b: FunctionBuilder, e: ast.Expr) -> LValue:
    """Evaluate the operands of a left-hand side."""
    e = order.unparen(e)
    cls = e.__class__
    if cls is ast.Ident:
        if e.name == "_":  # type: ignore[attr-defined]
            return Blank()
        return Memory(_ident(b, e), e.pos())
    if cls is ast.IndexExpr:
        return _index_lvalue(b, e)
    if cls is ast.StarExpr:
        pointer = b.expr(e.x)  # type: ignore[attr-defined]
        pos = e.pos()
        return Deferred(lambda: _checked(b, pointer, pos), pointer.type.underlying().elem, pos)
    if cls is ast.SelectorExpr:
        return _selector_lvalue(b, e)
    return Memory(address(b, e), e.pos())


def _checked(b: FunctionBuilder, pointer: ir.Value, pos: int) -> ir.Value:
    b.nil_check(pointer, pos)
    return pointer


def _selector_lvalue(b: FunctionBuilder, e: Any) -> LValue:
    selection = b.info.selections.get(e)
    pos = e.x.end()
    if selection is None or not tu.is_pointer(b.typ(e.x)):
        return Memory(address(b, e), pos)
    pointer = b.expr(e.x)

    def reach() -> ir.Value:
        b.nil_check(pointer, pos)
        return walk_address(b, pointer, selection.index, pos)

    return Deferred(reach, b.type(selection.type), pos)


def _index_lvalue(b: FunctionBuilder, e: Any) -> LValue:
    t: Any = b.typ(e.x).underlying()
    pos = e.lbrack
    if t.__class__ is types.Map:
        m, key = order.expr_list(b, (e.x, e.index), (None, t.key))
        return MapElement(m, key, pos)
    if t.__class__ is types.Slice:
        x, index = order.expr_list(b, (e.x, e.index))
        return Deferred(lambda: slice_element(b, x, index, pos), t.elem, pos)
    if t.__class__ is types.Pointer:
        p, index = order.expr_list(b, (e.x, e.index))
        array: Any = t.elem.underlying()
        return Deferred(lambda: array_element(b, _checked(b, p, pos), index, pos), array.elem, pos)
    at = address(b, e.x)
    index = b.expr(e.index)
    return Deferred(lambda: array_element(b, at, index, pos), t.elem, pos)
