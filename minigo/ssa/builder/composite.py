"""Composite literals.

A literal is built in place: its elements are stored through the addresses of the fields or elements of a zeroed variable, nested literals directly inside. ``&T{…}``
is such a variable on the heap; a slice literal slices one; a map literal is a sequence of updates, or, when it is long and static, a loop over an array.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import convert, lvalue, order
from minigo.ssa.builder import typeutil as tu
from minigo.syntax import ast

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder

MAP_LOOP: Final = 25  # a map literal with more static entries than this is filled by a loop
STATIC_BYTES: Final = 64  # an array literal of at least this size, if static, is copied from a read-only variable


def composite(b: FunctionBuilder, e: Any) -> ir.Value:
    """The value of a literal."""
    t = b.typ(e)
    u = t.underlying()
    if u.__class__ is types.Slice or u.__class__ is types.Map:
        return _reference(b, e, t, u)
    if u.__class__ is types.Pointer:  # an elided &T inside another literal
        return literal_address(b, e, heap=True)
    if not e.elts:
        return ir.Const(None, t)
    return b.load(literal_address(b, e, heap=False), e.lbrace)


def _reference(b: FunctionBuilder, e: Any, t: Any, u: Any) -> ir.Value:
    """A slice or map literal of type ``t`` (whose own type may be an elided pointer to it)."""
    return _slice_literal(b, e, t, u) if u.__class__ is types.Slice else _map_literal(b, e, t, u)


def literal_address(b: FunctionBuilder, e: Any, heap: bool) -> ir.Value:
    """The address of a new variable that holds the literal's value. An elided ``&T{…}`` has the pointer's type; the variable a T."""
    t = b.typ(e)
    u = t.underlying()
    if u.__class__ is types.Pointer:
        t = u.elem
    if t.underlying().__class__ is not types.Map:
        order.hoist_elements(b, e)
    alloc = b.alloc(t, "complit", heap, e.lbrace)
    fill(b, alloc, e, t, True)
    return alloc


def fill(b: FunctionBuilder, at: ir.Value, e: Any, t: Any, fresh: bool) -> None:
    """Store the literal ``e`` of type ``t`` at ``at``; ``fresh`` says that the memory is zero."""
    u = t.underlying()
    if u.__class__ is types.Struct:
        _fill_struct(b, at, e, u)
    elif u.__class__ is types.Array:
        if not b.pb.statics.copy_array(b, at, e, t):
            _fill_array(b, at, e.elts, u.elem)
    else:
        b.store(at, _reference(b, e, t, u), e.lbrace)


def _fill_struct(b: FunctionBuilder, at: ir.Value, e: Any, u: Any) -> None:
    for i, elt in enumerate(e.elts):
        path = [i]
        if elt.__class__ is ast.KeyValueExpr:
            path = field_path(b, u, elt.key)
            elt = elt.value
        target = at
        for field in path:
            target = b.field_addr(target, field, elt.pos())
        store_element(b, target, elt)


def field_path(b: FunctionBuilder, u: Any, key: Any) -> list[int]:
    """The path to the field that a literal's key names: one step, or several for a promoted field."""
    for i, field in enumerate(u.fields):
        if field.name == key.name and (
            key.name[:1].isupper() or field.pkg is b.unit.pkg or field.pkg.path == b.unit.pkg.path
        ):
            return [i]
    _, index, _ = types.lookup_field_or_method(u, False, b.unit.pkg, key.name)
    return list(index)


def store_element(b: FunctionBuilder, at: ir.Value, e: ast.Expr) -> None:
    """Store the element ``e`` of a literal in its place, nested literals directly."""
    t = at.type.underlying().elem
    inner = order.unparen(e)
    if inner.__class__ is ast.CompositeLit:
        own = b.typ(inner)
        if own.underlying().__class__ in (types.Struct, types.Array) and types.identical(own, t):
            fill(b, at, inner, own, True)
            return
    b.store(at, convert.emit_conv(b, b.expr(e), t, e.pos()), e.pos())


def element_indices(b: FunctionBuilder, elts: list[Any]) -> list[tuple[int, ast.Expr]]:
    """(index, element) of an array or slice literal."""
    result = []
    next_index = 0
    for elt in elts:
        if elt.__class__ is ast.KeyValueExpr:
            next_index = int(b.info.types[elt.key].value)
            elt = elt.value
        result.append((next_index, elt))
        next_index += 1
    return result


def _fill_array(b: FunctionBuilder, at: ir.Value, elts: list[Any], elem: Any) -> None:
    pointer = b.pointer(elem)
    for index, elt in element_indices(b, elts):
        place = b.emit(ir.IndexAddr(at, tu.int_const(index), pointer, elt.pos()))
        store_element(b, place, elt)


def _slice_literal(b: FunctionBuilder, e: Any, t: Any, u: Any) -> ir.Value:
    length = 1 + max((i for i, _ in element_indices(b, e.elts)), default=-1)
    array = tu.array_of(u.elem, length)
    order.hoist_elements(b, e)
    alloc = b.alloc(array, "slicelit", True, e.lbrace)
    if not b.pb.statics.copy_array(b, alloc, e, array):
        _fill_array(b, alloc, e.elts, u.elem)
    result: ir.Value = b.emit(ir.Slice(alloc, None, None, None, t, e.lbrace))
    return result


def _map_literal(b: FunctionBuilder, e: Any, t: Any, u: Any) -> ir.Value:
    m: ir.Value = b.emit(ir.MakeMap(tu.int_const(len(e.elts)) if len(e.elts) > 8 else None, t, e.lbrace))
    rest = b.pb.statics.map_loop(b, m, e, u) if len(e.elts) > MAP_LOOP else e.elts
    for elt in rest:
        key, value = order.expr_list(b, (elt.key, elt.value), (u.key, u.elem))
        b.emit(ir.MapUpdate(m, key, value, elt.colon))
    return m


__all__ = ["composite", "element_indices", "field_path", "fill", "literal_address", "lvalue", "store_element"]
