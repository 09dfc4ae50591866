"""Export data: what one package leaves for those that import it. This module has what writer and reader share.

The data is a header and three sections, each in marshal's format (version 2: no object identity in it, so equal input gives equal bytes):

* INTERFACE: tables of types and objects. A type is a tuple ``(tag, …)``, an object too; they refer to each other by index. Types below
  ``len(WELL_KNOWN)`` are predeclared ones; types and objects of other packages are named by import path and name. The tables hold the
  exported objects of the package and all that they lead to. The reader decodes an entry when it is first asked for.
* BODIES: syntax and type information of generic functions and methods, one blob each, positions relative to the declaration's. A body has
  tables of its own for the types and objects that occur only in it; references to them are negative (``-1 - index``).
* POSITIONS: the file names and line tables, the positions of the objects, and where each body begins.

The digest in the header covers the first two sections (with a body's file and lines): a change that only moves code leaves it alone, and
users of the package need not be compiled again.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from minigo.syntax import ast
from minigo.types import universe
from minigo.types.constant import ComplexVal
from minigo.types.types import EMPTY_INTERFACE, Typ, Type

MAGIC: Final = b"minigo export 1\n"
DIGEST_SIZE: Final = 32
MARSHAL: Final = 2  # later versions write shared references, which depend on reference counts

# Tags of types
(
    T_ARRAY, T_SLICE, T_STRUCT, T_POINTER, T_SIGNATURE, T_INTERFACE, T_MAP, T_CHAN, T_NAMED, T_INSTANCE, T_ALIAS, T_ALIAS_INSTANCE, T_PARAM,
    T_UNION, T_TUPLE, T_EXTERNAL, T_TYPE_OF,
) = range(17)  # fmt: skip

# Tags of objects
O_CONST, O_TYPE, O_TYPE_NAME, O_VAR, O_FUNC, O_EXTERNAL, O_UNIVERSE, O_PKG_NAME, O_LABEL = range(9)

# Flags of variables
V_FIELD: Final = 1
V_EMBEDDED: Final = 2
V_PARAM: Final = 4
V_RESULT: Final = 8
V_PACKAGE: Final = 16  # declared at package level


def _well_known() -> list[Type]:
    types: list[Type] = [*Typ, universe.BYTE_TYPE, universe.RUNE_TYPE, EMPTY_INTERFACE]
    for obj in (universe.UNIVERSE_ANY, universe.UNIVERSE_ERROR, universe.UNIVERSE_COMPARABLE):
        types.append(obj.type)
        if obj.type.underlying() is not EMPTY_INTERFACE:
            types.append(obj.type.underlying())
    return types


WELL_KNOWN: Final = _well_known()
WELL_KNOWN_INDEX: Final = {t: i for i, t in enumerate(WELL_KNOWN)}


def _node_classes() -> list[type[ast.Node]]:
    found: list[type[ast.Node]] = []
    todo: list[type[ast.Node]] = [ast.Node]
    while todo:
        for cls in todo.pop().__subclasses__():
            todo.append(cls)
            if cls.__slots__:
                found.append(cls)
    return sorted(found, key=lambda c: c.__name__)


NODE_CLASSES: Final = _node_classes()
# The fields of a node in the order of its constructor's parameters.
NODE_FIELDS: Final = {c: c.__init__.__code__.co_varnames[1 : c.__init__.__code__.co_argcount] for c in NODE_CLASSES}


def encode_value(v: Any) -> Any:
    """A constant's value in marshal's terms."""
    if isinstance(v, Fraction):
        return (v.numerator, v.denominator)
    if isinstance(v, ComplexVal):
        return [encode_value(v.re), encode_value(v.im)]
    return v


def decode_value(v: Any) -> Any:
    if v.__class__ is tuple:
        return Fraction(v[0], v[1])
    if v.__class__ is list:
        return ComplexVal(decode_value(v[0]), decode_value(v[1]))
    return v
