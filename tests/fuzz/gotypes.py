"""The types that generated programs use, as values that know how they are written."""

from __future__ import annotations

import dataclasses
from typing import Final


@dataclasses.dataclass(frozen=True, slots=True)
class Type:
    """A Go type. ``text`` is how it is written and tells types apart; the other fields depend on ``kind``."""

    kind: str  # int float complex string bool slice array map pointer struct func iface
    text: str
    elem: Type | None = None
    key: Type | None = None
    length: int = 0
    fields: tuple[tuple[str, Type], ...] = ()
    params: tuple[Type, ...] = ()
    result: Type | None = None
    comparable: bool = True
    bits: int = 0
    signed: bool = True

    def element(self) -> Type:
        assert self.elem is not None
        return self.elem


def _integer(name: str, bits: int, signed: bool) -> Type:
    return Type("int", name, bits=bits, signed=signed)


INT: Final = _integer("int", 64, True)
INTEGERS: Final = (
    INT,
    _integer("uint8", 8, False),
    _integer("int32", 32, True),
    _integer("uint64", 64, False),
    _integer("int8", 8, True),
    _integer("int64", 64, True),
    _integer("uint16", 16, False),
    _integer("int16", 16, True),
    _integer("uint32", 32, False),
    _integer("uint", 64, False),
)
UINT8: Final = INTEGERS[1]
RUNE: Final = INTEGERS[2]
FLOAT64: Final = Type("float", "float64", bits=64)
FLOAT32: Final = Type("float", "float32", bits=32)
COMPLEX: Final = Type("complex", "complex128")
STRING: Final = Type("string", "string")
BOOL: Final = Type("bool", "bool")
ANY: Final = Type("iface", "any")
SCALARS: Final = (*INTEGERS, FLOAT64, FLOAT32, STRING, BOOL, COMPLEX)


def slice_of(elem: Type) -> Type:
    return Type("slice", "[]" + elem.text, elem, comparable=False)


def array_of(n: int, elem: Type) -> Type:
    return Type("array", f"[{n}]{elem.text}", elem, length=n, comparable=elem.comparable)


def map_of(key: Type, elem: Type) -> Type:
    return Type("map", f"map[{key.text}]{elem.text}", elem, key, comparable=False)


def pointer_to(elem: Type) -> Type:
    return Type("pointer", "*" + elem.text, elem)


def func_of(params: tuple[Type, ...], result: Type) -> Type:
    text = f"func({', '.join(p.text for p in params)}) {result.text}"
    return Type("func", text, params=params, result=result, comparable=False)


def struct_of(name: str, fields: tuple[tuple[str, Type], ...]) -> Type:
    return Type("struct", name, fields=fields, comparable=all(t.comparable for _, t in fields))


def printable_key(t: Type) -> bool:
    """Whether maps with such keys can be printed in the order of the keys."""
    return t.kind in ("int", "string")
