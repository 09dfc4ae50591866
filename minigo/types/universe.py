"""The universe scope and package unsafe (specification, "Predeclared identifiers")."""

from __future__ import annotations

from typing import Final

from minigo.types.objects import Builtin, Const, Func, Nil, Package, TypeName, Var
from minigo.types.scope import Scope
from minigo.types.types import (
    EMPTY_INTERFACE,
    RUNE,
    STRING,
    UINT8,
    UNSAFE_POINTER,
    UNTYPED_BOOL,
    UNTYPED_INT,
    Alias,
    Basic,
    Interface,
    Named,
    Signature,
    Tuple,
    Typ,
)

# Builtin -> (number of arguments at least, variadic, what it may be: "expression", "statement")
BUILTINS: Final = {
    "append": (1, True, "expression"),
    "cap": (1, False, "expression"),
    "clear": (1, False, "statement"),
    "close": (1, False, "statement"),
    "complex": (2, False, "expression"),
    "copy": (2, False, "statement"),
    "delete": (2, False, "statement"),
    "imag": (1, False, "expression"),
    "len": (1, False, "expression"),
    "make": (1, True, "expression"),
    "max": (1, True, "expression"),
    "min": (1, True, "expression"),
    "new": (1, False, "expression"),
    "panic": (1, False, "statement"),
    "print": (0, True, "statement"),
    "println": (0, True, "statement"),
    "real": (1, False, "expression"),
    "recover": (0, False, "statement"),
    "Add": (2, False, "expression"),
    "Alignof": (1, False, "expression"),
    "Offsetof": (1, False, "expression"),
    "Sizeof": (1, False, "expression"),
    "Slice": (2, False, "expression"),
    "SliceData": (1, False, "expression"),
    "String": (2, False, "expression"),
    "StringData": (1, False, "expression"),
}
UNSAFE_BUILTINS: Final = ("Add", "Alignof", "Offsetof", "Sizeof", "Slice", "SliceData", "String", "StringData")


def _make_universe() -> Scope:
    scope = Scope(None, "universe")
    for t in Typ:
        if t.kind and t.kind < UNTYPED_BOOL and t.kind != UNSAFE_POINTER:
            scope.insert(TypeName(0, None, t.name, t))
    scope.insert(TypeName(0, None, "byte", BYTE_TYPE))
    scope.insert(TypeName(0, None, "rune", RUNE_TYPE))
    any_name = TypeName(0, None, "any", None)
    Alias(any_name, EMPTY_INTERFACE)
    scope.insert(any_name)
    scope.insert(_make_error())
    scope.insert(_make_comparable())
    for name, value in (("true", True), ("false", False)):
        scope.insert(Const(0, None, name, Typ[UNTYPED_BOOL], value))
    scope.insert(Const(0, None, "iota", Typ[UNTYPED_INT], 0))
    scope.insert(Nil())
    for name in BUILTINS:
        if name not in UNSAFE_BUILTINS:
            scope.insert(Builtin(name))
    return scope


def _make_error() -> TypeName:
    obj = TypeName(0, None, "error", None)
    named = Named(obj)
    obj.color = 1
    recv = Var(0, None, "", named)
    result = Var(0, None, "", Typ[STRING])
    method = Func(0, None, "Error", Signature(recv, Tuple(), Tuple([result])))
    named.set_underlying(Interface([method]))
    return obj


def _make_comparable() -> TypeName:
    from minigo.types.typeset import TypeSet

    obj = TypeName(0, None, "comparable", None)
    named = Named(obj)
    obj.color = 1
    interface = Interface()
    interface._tset = TypeSet([], None, True)
    named.set_underlying(interface)
    return obj


BYTE_TYPE: Final = Basic(UINT8, Typ[UINT8].info, "byte")
RUNE_TYPE: Final = Basic(RUNE, Typ[RUNE].info, "rune")
UNIVERSE: Final = _make_universe()
UNIVERSE_ANY: Final = UNIVERSE.elems["any"]
UNIVERSE_ERROR: Final = UNIVERSE.elems["error"]
UNIVERSE_COMPARABLE: Final = UNIVERSE.elems["comparable"]
UNIVERSE_IOTA: Final = UNIVERSE.elems["iota"]
ERROR_TYPE: Final = UNIVERSE_ERROR.type


def _make_unsafe() -> Package:
    package = Package("unsafe", "unsafe")
    package.complete = True
    package.scope.insert(TypeName(0, package, "Pointer", Typ[UNSAFE_POINTER]))
    for name in UNSAFE_BUILTINS:
        package.scope.insert(Builtin(name, package))
    return package


UNSAFE: Final = _make_unsafe()
