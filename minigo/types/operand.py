"""Operands: what the checker knows about an expression while it works on it."""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax import ast, expr_string
from minigo.types import constant
from minigo.types.info import (
    BUILTIN_MODE,
    COMMA_OK,
    CONSTANT,
    INVALID_MODE,
    MAP_INDEX,
    NIL_VALUE,
    NO_VALUE,
    TYPE_EXPR,
    VALUE,
    VARIABLE,
)
from minigo.types.predicates import is_generic, is_untyped, is_valid
from minigo.types.types import INVALID, Alias, Basic, Named, Typ, Type, TypeParam, unalias

MODE_TEXT: Final = {
    INVALID_MODE: "invalid operand",
    NO_VALUE: "no value",
    BUILTIN_MODE: "built-in",
    TYPE_EXPR: "type",
    CONSTANT: "constant",
    VARIABLE: "variable",
    MAP_INDEX: "map index expression",
    VALUE: "value",
    NIL_VALUE: "nil",
    COMMA_OK: "comma, ok expression",
}
# What kind of expression was checked: raw_expr's result. Only statements may stand alone without using their value.
CONVERSION, EXPRESSION, STATEMENT = range(3)

KINDS: Final = {
    "Array": "array", "Slice": "slice", "Struct": "struct", "Pointer": "pointer", "Signature": "func", "Interface": "interface",
    "Map": "map", "Chan": "chan", "Tuple": "tuple", "Union": "union",
}  # fmt: skip


class Operand:
    """Mode, type, constant value and expression; ``id`` is the name of a builtin."""

    __slots__ = ("expr", "id", "mode", "type", "val")

    def __init__(self, expr: Any = None) -> None:
        self.mode = INVALID_MODE
        self.expr: Any = expr
        self.type: Any = Typ[INVALID]
        self.val: Any = None
        self.id = ""

    def copy_from(self, other: Operand) -> None:
        self.mode, self.expr, self.type, self.val, self.id = other.mode, other.expr, other.type, other.val, other.id

    def copy(self) -> Operand:
        x = Operand()
        x.copy_from(self)
        return x

    def invalidate(self) -> None:
        self.mode = INVALID_MODE

    def pos(self) -> int:
        return self.expr.pos() if self.expr is not None else 0

    @property
    def is_nil(self) -> bool:
        return self.mode == NIL_VALUE

    @property
    def bad(self) -> bool:
        return self.mode == INVALID_MODE


def operand_string(x: Operand, type_string: Any) -> str:
    """As gc describes an operand: ``x (variable of type int)``, ``1 << 3 (untyped int constant 8)``, ``f() (no value)``."""
    if x.mode == NIL_VALUE:
        if x.type is Typ[INVALID]:
            return "nil (with invalid type)"
        return "nil" if x.type is None or is_untyped(x.type) else f"nil (of type {type_string(x.type)})"
    text = ""
    if x.expr is not None:
        text = expr_string(x.expr)
    elif x.mode == BUILTIN_MODE:
        text = x.id
    elif x.mode == TYPE_EXPR:
        text = type_string(x.type)
    elif x.mode == CONSTANT:
        text = constant.typed_text(x.val, x.type)
    parts = []
    has_type = False
    if x.mode not in (INVALID_MODE, NO_VALUE, BUILTIN_MODE, TYPE_EXPR) and x.type is not None:
        if is_untyped(x.type):
            parts.append(x.type.name + " ")
        else:
            has_type = True
    parts.append(MODE_TEXT[x.mode])
    if x.mode == CONSTANT:
        value = constant.typed_text(x.val, x.type)
        if value != text:
            parts.append(" " + value)
    if has_type:
        parts.append(_type_part(x.type, type_string))
    description = "".join(parts)
    return f"{text} ({description})" if text else description


def _type_part(t: Type, type_string: Any) -> str:
    if not is_valid(t):
        return " with invalid type"
    description = "generic " if is_generic(t) else ""
    param = unalias(t)
    if isinstance(param, TypeParam):
        text = f" of {description}type {type_string(t)} constrained by {type_string(param.constraint)}"
        return text + " with empty type set" if param.iface().type_set().is_empty() else text
    if isinstance(t, (Alias, Named)):
        u = t.underlying()
        description += (u.name if isinstance(u, Basic) else composite_kind(t)) + " "
    return f" of {description}type {type_string(t)}"


def composite_kind(t: Type) -> str:
    """The kind of a composite type, "" for basic ones."""
    return KINDS.get(t.underlying().__class__.__name__, "")


def unparen(e: Any) -> Any:
    """The expression without enclosing parentheses."""
    while isinstance(e, ast.ParenExpr):
        e = e.x
    return e


def gc_pos(e: Any) -> int:
    """The position that gc gives an expression: that of its operator, parenthesis, bracket or dot, not of its beginning."""
    place = _PLACES.get(e.__class__)
    return int(place(e)) if place is not None else int(e.pos())


_PLACES: Final[dict[Any, Any]] = {
    ast.CallExpr: lambda e: e.lparen,
    ast.IndexExpr: lambda e: e.lbrack,
    ast.IndexListExpr: lambda e: e.lbrack,
    ast.SliceExpr: lambda e: e.lbrack,
    ast.SelectorExpr: lambda e: e.sel.name_pos - 1,
    ast.BinaryExpr: lambda e: e.op_pos,
}
