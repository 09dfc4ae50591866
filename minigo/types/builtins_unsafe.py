"""Calls of the functions of package unsafe (specification, "Package unsafe")."""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax import ast, expr_string
from minigo.types.decl import first_in_source
from minigo.types.info import CONSTANT, FIELD_VAL, VALUE, VARIABLE
from minigo.types.lookup import lookup_field_or_method
from minigo.types.objects import Func
from minigo.types.operand import Operand, unparen
from minigo.types.sizes import alignof, offsetsof, sizeof
from minigo.types.state import CheckerState
from minigo.types.types import (
    STRING,
    UINTPTR,
    UNSAFE_POINTER,
    Array,
    Named,
    Pointer,
    Slice,
    Struct,
    Typ,
    TypeParam,
    unalias,
)
from minigo.types.typeset import common_under
from minigo.types.universe import BYTE_TYPE

_POINTER: Final = Typ[UNSAFE_POINTER]
_UINTPTR: Final = Typ[UINTPTR]


class UnsafeMixin(CheckerState):
    """Checks of calls of unsafe functions."""

    def _unsafe_add(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        self.verify_version(call.fun, 17, "unsafe.Add")
        self.assignment(x, _POINTER, "argument to unsafe.Add")
        y = args[1]
        if not x.mode or not self.is_valid_index(y, "length", True, "InvalidUnsafeAdd"):
            return False
        return self._unsafe_value(x, call, _POINTER, _POINTER, y.type)

    def _unsafe_value(self, x: Operand, call: ast.CallExpr, result: Any, *params: Any) -> bool:
        """x becomes the value of type ``result`` that a call with the parameter types gives."""
        self.record_builtin_type(call.fun, result, *params)
        x.mode = VALUE
        x.type = result
        return True

    def _size_constant(self, x: Operand, val: int) -> bool:
        if val < 0:
            self.error(x, f"{self.ostr(x)} is too large", "TypeTooLarge")
            return False
        x.mode, x.type, x.val = CONSTANT, _UINTPTR, val
        return True

    def _unsafe_alignof(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        self.assignment(x, None, "argument to unsafe.Alignof")
        if not x.mode:
            return False
        if self.has_variable_size(x.type):
            return self._unsafe_value(x, call, _UINTPTR, x.type)
        return self._size_constant(x, alignof(x.type))

    def _unsafe_sizeof(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        self.assignment(x, None, "argument to unsafe.Sizeof")
        if not x.mode:
            return False
        if self.has_variable_size(x.type):
            return self._unsafe_value(x, call, _UINTPTR, x.type)
        return self._size_constant(x, sizeof(x.type))

    def _unsafe_offsetof(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        arg = call.args[0]
        selector = unparen(arg)
        if not isinstance(selector, ast.SelectorExpr):
            what = f"invalid argument: {expr_string(arg)} is not a selector expression"
            self.error(arg, what, "BadOffsetofSyntax")
            self.use(arg)
            return False
        self.expr(None, x, selector.x)
        if not x.mode:
            return False
        base = struct_behind(x.type)
        sel = selector.sel.name
        obj, index, indirect = lookup_field_or_method(base, False, self.pkg, sel)
        if obj is None:
            what = f"invalid argument: {self.tstr(base)} has no single field {sel}"
            self.error(x, what, "MissingFieldOrMethod")
            return False
        if isinstance(obj, Func):
            self.error(arg, f"invalid argument: {expr_string(arg)} is a method value", "InvalidOffsetof")
            return False
        if indirect:
            what = f"invalid argument: field {sel} is embedded via a pointer in {self.tstr(base)}"
            self.error(x, what, "InvalidOffsetof")
            return False
        self.record_selection(selector, FIELD_VAL, base, obj, index, False, obj.type)
        self.record_type_and_value(selector, VARIABLE if x.mode == VARIABLE else VALUE, obj.type, None)
        if self.has_variable_size(base):
            return self._unsafe_value(x, call, _UINTPTR, obj.type)
        return self._size_constant(x, offset_of(base, index))

    def _unsafe_slice(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        self.verify_version(call.fun, 17, "unsafe.Slice")
        pointer, _ = common_under(x.type)
        if not isinstance(pointer, Pointer):
            self.error(x, f"invalid argument: {self.ostr(x)} is not a pointer", "InvalidUnsafeSlice")
            return False
        y = args[1]
        if not self.is_valid_index(y, "length", False, "InvalidUnsafeSlice"):
            return False
        return self._unsafe_value(x, call, Slice(pointer.elem), pointer, y.type)

    def _unsafe_slice_data(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        self.verify_version(call.fun, 20, "unsafe.SliceData")
        u, _ = common_under(x.type)
        if not isinstance(u, Slice):
            self.error(x, f"invalid argument: {self.ostr(x)} is not a slice", "InvalidUnsafeSliceData")
            return False
        return self._unsafe_value(x, call, Pointer(u.elem), u)

    def _unsafe_string(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        self.verify_version(call.fun, 20, "unsafe.String")
        pointer = Pointer(BYTE_TYPE)
        self.assignment(x, pointer, "argument to unsafe.String")
        y = args[1]
        if not x.mode or not self.is_valid_index(y, "length", False, "InvalidUnsafeString"):
            return False
        return self._unsafe_value(x, call, Typ[STRING], pointer, y.type)

    def _unsafe_string_data(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        self.verify_version(call.fun, 20, "unsafe.StringData")
        self.assignment(x, Typ[STRING], "argument to unsafe.StringData")
        if not x.mode:
            return False
        return self._unsafe_value(x, call, Pointer(BYTE_TYPE), Typ[STRING])

    def has_variable_size(self, t: Any, path: tuple[Named, ...] = ()) -> bool:
        """Whether a type's size depends on type parameters. A type that contains itself is an error (reported); its size counts as variable.

        ``path`` are the types that it lies in.
        """
        t = unalias(t)
        if isinstance(t, TypeParam):
            return True
        if isinstance(t, Array):
            return self.has_variable_size(t.elem, path)
        if isinstance(t, Struct):
            return any(self.has_variable_size(f.type, path) for f in t.fields)
        if not isinstance(t, Named):
            return False
        known = self.variable_sizes.get(t)
        if known is None:
            cycle: list[Any] = []
            if t in path:
                cycle += path[path.index(t) :]
            elif not t.type_args and t.obj in self.obj_path:
                cycle += [*self.obj_path[self.obj_path.index(t.obj) :], *path]
            if cycle:
                self.cycle_error(cycle, first_in_source(cycle))
                return True
            known = self.has_variable_size(t.from_rhs if t.from_rhs is not None else t.underlying(), (*path, t))
            self.variable_sizes[t] = known
        return known


def struct_behind(t: Any) -> Any:
    """The struct type that a pointer type points to; other types as they are."""
    u = t.underlying()
    if isinstance(u, Pointer) and isinstance(u.elem.underlying(), Struct):
        return u.elem
    return t


def offset_of(t: Any, index: list[int]) -> int:
    """The offset of the field at the end of a path through embedded structs; negative if the type is too large."""
    offset = 0
    for i in index:
        u = t.underlying()
        field_offset = offsetsof(u.fields)[i]
        if field_offset < 0 or sizeof(t) < 0:
            return -1
        offset += field_offset
        t = u.fields[i].type
    return offset


UNSAFE_HANDLERS: Final[dict[str, Any]] = {
    "Add": UnsafeMixin._unsafe_add,
    "Alignof": UnsafeMixin._unsafe_alignof,
    "Offsetof": UnsafeMixin._unsafe_offsetof,
    "Sizeof": UnsafeMixin._unsafe_sizeof,
    "Slice": UnsafeMixin._unsafe_slice,
    "SliceData": UnsafeMixin._unsafe_slice_data,
    "String": UnsafeMixin._unsafe_string,
    "StringData": UnsafeMixin._unsafe_string_data,
}
