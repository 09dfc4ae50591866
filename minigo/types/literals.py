"""Basic, function and composite literals (specification, "Constants", "Function literals", "Composite literals")."""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax import ast, expr_string
from minigo.types import constant
from minigo.types.info import CONSTANT, INVALID_MODE, TYPE_EXPR, VALUE
from minigo.types.lookup import lookup_field_or_method
from minigo.types.objects import Var
from minigo.types.operand import Operand
from minigo.types.predicates import identical, is_non_type_param_interface, is_valid
from minigo.types.state import CheckerState
from minigo.types.types import (
    INVALID,
    UNTYPED_COMPLEX,
    UNTYPED_FLOAT,
    UNTYPED_INT,
    UNTYPED_RUNE,
    UNTYPED_STRING,
    Array,
    Map,
    Pointer,
    Signature,
    Slice,
    Struct,
    Typ,
)
from minigo.types.typeset import common_under

_LITERAL_TYPES: Final = {
    "INT": Typ[UNTYPED_INT],
    "FLOAT": Typ[UNTYPED_FLOAT],
    "IMAG": Typ[UNTYPED_COMPLEX],
    "CHAR": Typ[UNTYPED_RUNE],
    "STRING": Typ[UNTYPED_STRING],
}
_MAX_DIGITS: Final = 10_000


class LiteralsMixin(CheckerState):
    """Checks of literals."""

    # ------------------------------------------------------------ basic and function literals

    def basic_lit(self, x: Operand, e: ast.BasicLit) -> None:
        """A number, rune or string."""
        kind, text = e.kind, e.value
        if kind != "STRING" and kind != "CHAR":
            if not self.allow_version(13):
                self._literal_version(e)
            if len(text) > _MAX_DIGITS:
                what = f"excessively long constant: {text[:10]}... ({len(text)} chars)"
                self.error(e, what, "InvalidConstVal")
                return
        if self.lexical_errors and self.lexical_errors.any_within(
            self.fset.position(e.value_pos), e.value_end - e.value_pos
        ):
            return
        val = constant.make_from_literal(kind, text)
        if val is None:
            self.error(e, f"malformed constant: {text}", "InvalidConstVal")
            return
        x.mode = CONSTANT
        x.type = _LITERAL_TYPES[kind]
        x.val = val
        if kind == "INT" and len(text) > 100:
            x.expr = e
            self.overflow(x, e.value_pos)

    def _literal_version(self, e: ast.BasicLit) -> None:
        """Number literals of go1.13 in a file of an older version."""
        text = e.value.lower()
        if len(text) <= 2:
            return
        if "_" in text:
            self.verify_version(e, 13, "underscore in numeric literal")
        elif text.startswith("0b"):
            self.verify_version(e, 13, "binary literal")
        elif text.startswith("0o"):
            self.verify_version(e, 13, "0o/0O-style octal literal")
        elif text.startswith("0x") and e.kind != "INT":
            self.verify_version(e, 13, "hexadecimal floating-point literal")

    def func_lit(self, x: Operand, e: ast.FuncLit) -> None:
        """A function literal; its body is checked later, when the types around it are known."""
        sig = self.typ(e.type)
        if not isinstance(sig, Signature):
            self.error(e, f"invalid function literal {expr_string(e)}", "InvalidSyntaxTree")
            return
        if sig.scope is not None:
            sig.scope.pos, sig.scope.end = e.pos(), e.end()
        decl, iota = self.env.decl, self.env.iota
        self.later(lambda: self.func_body(decl, "<function literal>", sig, e.body, iota))
        x.mode = VALUE
        x.type = sig

    # ------------------------------------------------------------ composite literals

    def composite_lit(self, x: Operand, e: ast.CompositeLit, hint: Any) -> None:
        """``T{…}``, or ``{…}`` as an element of a literal, with the type ``hint`` (or what it points to)."""
        t, base = self._literal_type(e, hint)
        if not self.complete(base):
            x.mode = INVALID_MODE
            return
        u = base.underlying()
        check = _ELEMENTS.get(u.__class__)
        if check is None:
            u, _ = common_under(base)
            check = _ELEMENTS.get(u.__class__)
        if check is not None:
            check(self, x, e, base, u)
        else:
            for elt in e.elts:
                self.use(elt.value if isinstance(elt, ast.KeyValueExpr) else elt)
            if u is None or is_valid(u):
                where = " element" if e.type is None and hint is not None else ""
                cause = " (no common underlying type)" if u is None else ""
                self.error(e, f"invalid composite literal{where} type {self.tstr(t)}{cause}", "InvalidLit")
                x.mode = INVALID_MODE
                return
        x.mode = VALUE
        x.type = t

    def _literal_type(self, e: ast.CompositeLit, hint: Any) -> tuple[Any, Any]:
        """(the literal's type, the type whose elements are listed: what an elided ``&T`` points to)."""
        if e.type is not None:
            if isinstance(e.type, ast.ArrayType) and isinstance(e.type.len, ast.Ellipsis):
                t: Any = Array(self.var_type(e.type.elt), -1)
            else:
                t = self.typ(e.type)
            return t, t
        if hint is None:
            self.error(e, "missing type in composite literal", "UntypedLit")
            return Typ[INVALID], Typ[INVALID]
        u, _ = common_under(hint)
        return hint, u.elem if isinstance(u, Pointer) else hint

    # ------------------------------------------------------------ structs

    def _struct_elements(self, x: Operand, e: ast.CompositeLit, base: Any, u: Struct) -> None:
        if not e.elts:
            return
        if isinstance(e.elts[0], ast.KeyValueExpr):
            self._struct_keyed(x, e, base, u)
        else:
            self._struct_positional(x, e, base, u)

    def _struct_keyed(self, x: Operand, e: ast.CompositeLit, base: Any, u: Struct) -> None:
        visited: dict[tuple[int, ...], Var] = {}  # fields set so far, by their path
        for elt in e.elts:
            if not isinstance(elt, ast.KeyValueExpr):
                self.error(elt, "mixture of field:value and value elements in struct literal", "MixedStructLit")
                continue
            self.generic_expr(x, elt.value)
            key = elt.key
            if not isinstance(key, ast.Ident):
                self.error(elt, f"invalid field name {expr_string(key)} in struct literal", "InvalidLitField")
                continue
            field, index = self._literal_field(key, base, u)
            if field is None:
                continue
            self.record_use(key, field)
            self.assignment(x, field.type, "struct literal")
            self._visit_field(elt, visited, tuple(index), field)

    def _literal_field(self, key: ast.Ident, base: Any, u: Struct) -> tuple[Any, list[int]]:
        """(field, path) that a key names, perhaps one promoted from an embedded struct; (None, []) after an error report."""
        name = key.name
        field, index, indirect = lookup_field_or_method(u, False, self.pkg, name)
        if field is None:
            other, _, _ = lookup_field_or_method(u, False, self.pkg, name, True)
            self.error(key, self.lookup_error(base, name, other, True), "MissingLitField")
        elif not isinstance(field, Var):
            self.error(key, f"{name} is not a field", "MissingLitField")
        elif len(index) > 1 and not self.allow_version(27):
            what = f"use of promoted field {field_path(u, index)} in struct literal of type {self.tstr(base)}"
            self.verify_version(key, 27, what)
        elif indirect:
            self.error(key, f"invalid implicit pointer indirection to reach {name}", "InvalidLitField")
        else:
            return field, index
        return None, []

    def _visit_field(self, elt: Any, visited: dict[tuple[int, ...], Var], path: tuple[int, ...], field: Var) -> None:
        """Report a field that is set twice, by itself or as part of a struct."""
        for n in range(1, len(path) + 1):
            other = visited.get(path[:n])
            if other is None:
                continue
            if n == len(path):
                self.error(elt, f"duplicate field name {field.name} in struct literal", "DuplicateLitField")
            else:
                what = f"cannot specify promoted field {field.name} and enclosing embedded field {other.name}"
                self.error(elt, what, "DuplicateLitField")
            return
        for known, other in visited.items():
            if known[: len(path)] == path:
                what = f"cannot specify embedded field {field.name} and enclosed promoted field {other.name}"
                self.error(elt, what, "DuplicateLitField")
                return
        visited[path] = field

    def _struct_positional(self, x: Operand, e: ast.CompositeLit, base: Any, u: Struct) -> None:
        fields = u.fields
        for i, elt in enumerate(e.elts):
            if isinstance(elt, ast.KeyValueExpr):
                self.error(elt, "mixture of field:value and value elements in struct literal", "MixedStructLit")
                continue
            self.generic_expr(x, elt)
            if i >= len(fields):
                what = f"too many values in struct literal of type {self.tstr(base)}"
                self.error(elt, what, "InvalidStructLit")
                break
            f = fields[i]
            if f.pkg is not self.pkg and not f.exported():
                what = f"implicit assignment to unexported field {f.name} in struct literal of type {self.tstr(base)}"
                self.error(elt, what, "UnexportedLitField")
                continue
            self.assignment(x, f.type, "struct literal")
        if len(e.elts) < len(fields):
            hidden = any(not f.exported() and f.pkg is not self.pkg for f in fields)
            why = " (type has unexported fields - use key:value pairs)" if hidden else ""
            what = f"too few values in struct literal of type {self.tstr(base)}{why}"
            self.error(e.rbrace, what, "InvalidStructLit")

    # ------------------------------------------------------------ arrays, slices, maps

    def _array_elements(self, x: Operand, e: ast.CompositeLit, base: Any, u: Array) -> None:
        n = self.indexed_elements(e.elts, u.elem, u.len)
        if u.len >= 0:
            return
        u.len = n  # [...]T, or an array type with an error
        if e.type is not None:
            self.record_type_and_value(e.type, TYPE_EXPR, u, None)

    def _slice_elements(self, x: Operand, e: ast.CompositeLit, base: Any, u: Slice) -> None:
        self.indexed_elements(e.elts, u.elem, -1)

    def indexed_elements(self, elts: list[Any], t: Any, length: int) -> int:
        """Check elements of an array or slice of type t; ``length``: the array's (-1: not known). Returns the largest index plus one."""
        visited: set[int] | None = None  # needed only once there are keys
        index = largest = 0
        x = Operand()
        for at, elt in enumerate(elts):
            value = elt
            valid = False
            if elt.__class__ is ast.KeyValueExpr:
                if visited is None:
                    visited = set(range(at))
                value = elt.value
                index, valid = self._element_key(elt, index, length)
            elif 0 <= length <= index:
                self.error(elt, f"index {index} is out of bounds (>= {length})", "OversizeArrayLit")
            else:
                valid = True
            if valid and visited is not None:
                if index in visited:
                    self.error(elt, f"duplicate index {index} in array or slice literal", "DuplicateLitKey")
                visited.add(index)
            index += 1
            if index > largest:
                largest = index
            self.generic_expr(x, value, t)
            self.assignment(x, t, "array or slice literal")
        return largest

    def _element_key(self, elt: ast.KeyValueExpr, index: int, length: int) -> tuple[int, bool]:
        """(the element's index, True); the index expected without the key and False after an error report."""
        t, i = self.index(elt.key, length)
        if not is_valid(t):
            return index, False
        if i >= 0:
            return i, True
        self.error(elt, f"index {expr_string(elt.key)} must be integer constant", "InvalidLitIndex")
        return index, False

    def _map_elements(self, x: Operand, e: ast.CompositeLit, base: Any, u: Map) -> None:
        any_type = is_non_type_param_interface(u.key)
        visited: dict[Any, list[Any]] = {}  # constant keys and, for interfaces, their types
        for elt in e.elts:
            if not isinstance(elt, ast.KeyValueExpr):
                self.error(elt, "missing key in map literal", "MissingLitKey")
                continue
            self.generic_expr(x, elt.key, u.key)
            self.assignment(x, u.key, "map literal")
            if not x.mode:
                continue
            if x.mode == CONSTANT and x.val is not None:
                key = literal_key(x.val)
                types = visited.setdefault(key, [])
                if any(identical(t, x.type) for t in types) if any_type else types:
                    what = f"duplicate key {constant.to_text(x.val)} in map literal"
                    self.error(x, what, "DuplicateLitKey")
                    continue
                types.append(x.type)
            self.generic_expr(x, elt.value, u.elem)
            self.assignment(x, u.elem, "map literal")


def literal_key(val: Any) -> Any:
    """What constants are compared by in the search for duplicate keys: true is not 1, but 1+0i is."""
    if val.__class__ is constant.ComplexVal and val.im == 0:
        val = val.re
    return (val.__class__ is bool, val)


def field_path(t: Any, index: list[int]) -> str:
    """The names on the path to a promoted field: ``A.B.f``."""
    names = []
    for i in index:
        u = t.underlying()
        if isinstance(u, Pointer):
            u = u.elem.underlying()
        if not isinstance(u, Struct):
            break
        names.append(u.fields[i].name)
        t = u.fields[i].type
    return ".".join(names)


_ELEMENTS: Final[dict[Any, Any]] = {
    Struct: LiteralsMixin._struct_elements,
    Array: LiteralsMixin._array_elements,
    Slice: LiteralsMixin._slice_elements,
    Map: LiteralsMixin._map_elements,
}
