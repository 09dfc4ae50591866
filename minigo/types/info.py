"""What type checking records about the syntax tree, as in go/types' Info."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from minigo.syntax import ast
    from minigo.types.objects import Object, Var
    from minigo.types.types import Type

# Modes of an operand
INVALID_MODE, NO_VALUE, BUILTIN_MODE, TYPE_EXPR, CONSTANT, VARIABLE, MAP_INDEX, VALUE, NIL_VALUE, COMMA_OK = range(10)

FIELD_VAL: Final = 0  # x.f is a struct field
METHOD_VAL: Final = 1  # x.f is a method
METHOD_EXPR: Final = 2  # T.f is a method expression


class TypeAndValue:
    """Mode, type and constant value (or None) of an expression."""

    __slots__ = ("mode", "type", "value")

    def __init__(self, mode: int, type: Any, value: Any = None) -> None:
        self.mode = mode
        self.type = type
        self.value = value

    @property
    def is_void(self) -> bool:
        return self.mode == NO_VALUE

    @property
    def is_type(self) -> bool:
        return self.mode == TYPE_EXPR

    @property
    def is_builtin(self) -> bool:
        return self.mode == BUILTIN_MODE

    @property
    def is_value(self) -> bool:
        return self.mode >= CONSTANT

    @property
    def is_nil(self) -> bool:
        return self.mode == NIL_VALUE

    @property
    def addressable(self) -> bool:
        return self.mode == VARIABLE

    @property
    def assignable(self) -> bool:
        return self.mode in (VARIABLE, MAP_INDEX)

    @property
    def comma_ok(self) -> bool:
        return self.mode in (COMMA_OK, MAP_INDEX)

    has_ok = comma_ok


class Selection:
    """What a selector expression selects; ``index`` is the path through embedded fields, ``indirect`` says that a pointer was followed."""

    __slots__ = ("index", "indirect", "kind", "obj", "recv", "type")

    def __init__(self, kind: int, recv: Type, obj: Any, index: list[int], indirect: bool, type: Any) -> None:
        self.kind = kind
        self.recv = recv
        self.obj = obj
        self.index = index
        self.indirect = indirect
        self.type = type


class Instance:
    """An instantiation: its type arguments and resulting type."""

    __slots__ = ("type", "type_args")

    def __init__(self, type_args: list[Type], type: Any) -> None:
        self.type_args = type_args
        self.type = type


class Initializer:
    """``lhs = rhs``, one step of package initialisation."""

    __slots__ = ("lhs", "rhs")

    def __init__(self, lhs: list[Var], rhs: ast.Expr) -> None:
        self.lhs = lhs
        self.rhs = rhs


class Info:
    """The records of one package."""

    __slots__ = (
        "defs",
        "embeds",
        "file_versions",
        "implicits",
        "init_order",
        "instances",
        "scopes",
        "selections",
        "types",
        "uses",
    )

    def __init__(self) -> None:
        self.types: dict[Any, TypeAndValue] = {}
        self.defs: dict[Any, Object | None] = {}
        self.uses: dict[Any, Object] = {}
        self.implicits: dict[Any, Object] = {}
        self.selections: dict[Any, Selection] = {}
        self.instances: dict[Any, Instance] = {}
        self.scopes: dict[Any, Any] = {}
        self.init_order: list[Initializer] = []
        self.file_versions: dict[Any, str] = {}
        self.embeds: dict[Any, list[str]] = {}  # package variables -> patterns of their ``//go:embed`` lines

    def type_of(self, expr: Any) -> Any:
        """The type of an expression or identifier, or None."""
        tv = self.types.get(expr)
        if tv is not None:
            return tv.type
        obj = self.defs.get(expr) or self.uses.get(expr)
        return obj.type if obj is not None else None
