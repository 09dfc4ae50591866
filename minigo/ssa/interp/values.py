"""Go values as the interpreter holds them.

| Go | Python |
| --- | --- |
| bool, integers, floats, complex | bool, int (in range), float, complex |
| string | bytes |
| struct, array | list, copied when loaded and stored |
| pointer | Pointer (a list and an index), or None |
| slice | SliceValue, or None |
| map, chan | MapValue, Channel, or None |
| func | Closure, or None |
| interface | Interface (dynamic type, value), or None |
"""

from __future__ import annotations

import struct
from collections import deque
from typing import Any

from minigo import types
from minigo.ssa import ir


class Pointer:
    """The address of ``home[index]``. Variables are lists of one element; fields and elements point into the list of their struct or array."""

    __slots__ = ("home", "index")

    def __init__(self, home: list[Any], index: int) -> None:
        self.home = home
        self.index = index

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Pointer) and self.home is other.home and self.index == other.index

    def __hash__(self) -> int:
        return hash((id(self.home), self.index))


class SliceValue:
    """``array[offset : offset+length]`` with capacity ``cap``."""

    __slots__ = ("array", "cap", "length", "offset")

    def __init__(self, array: list[Any], offset: int, length: int, cap: int) -> None:
        self.array = array
        self.offset = offset
        self.length = length
        self.cap = cap

    def items(self) -> list[Any]:
        return self.array[self.offset : self.offset + self.length]


class MapValue:
    """A map: hashable form of the key -> [key, element]."""

    __slots__ = ("entries",)

    def __init__(self) -> None:
        self.entries: dict[Any, list[Any]] = {}


class Closure:
    """A func value."""

    __slots__ = ("bindings", "fn")

    def __init__(self, fn: ir.Function, bindings: list[Any]) -> None:
        self.fn = fn
        self.bindings = bindings


class Interface:
    """A non-nil interface value."""

    __slots__ = ("type", "value")

    def __init__(self, typ: Any, value: Any) -> None:
        self.type = typ
        self.value = value


class Channel:
    """A channel: its buffer, and the goroutines that wait to send or receive."""

    __slots__ = ("buffer", "closed", "receivers", "senders", "size")

    def __init__(self, size: int) -> None:
        self.size = size
        self.buffer: deque[Any] = deque()
        self.senders: deque[Any] = deque()
        self.receivers: deque[Any] = deque()
        self.closed = False


class RangeIterator:
    """A position in a string, or a snapshot of a map's keys."""

    __slots__ = ("at", "keys", "x")

    def __init__(self, x: Any, keys: list[Any]) -> None:
        self.x = x
        self.keys = keys
        self.at = 0


def zero(t: Any) -> Any:
    """The zero value of a type."""
    u = t.underlying()
    cls = u.__class__
    if cls is types.Basic:
        info = u.info
        if info & types.IS_INTEGER:
            return 0
        if info & types.IS_STRING:
            return b""
        if info & types.IS_BOOLEAN:
            return False
        if info & types.IS_FLOAT:
            return 0.0
        return 0j if info & types.IS_COMPLEX else None
    if cls is types.Struct:
        return [zero(f.type) for f in u.fields]
    if cls is types.Array:
        return [zero(u.elem) for _ in range(u.len)]
    if cls is types.Tuple:
        return tuple(zero(v.type) for v in u.vars)
    return None


def copy(v: Any) -> Any:
    """A value of its own: structs and arrays are lists that must not be shared."""
    return [copy(x) for x in v] if v.__class__ is list else v


def wrap(n: int, basic: Any) -> int:
    """``n`` modulo the width of the integer type."""
    bits = int(types.sizeof(basic)) * 8
    n &= (1 << bits) - 1
    if not basic.info & types.IS_UNSIGNED and n >> (bits - 1):
        n -= 1 << bits
    return n


def round32(x: float) -> float:
    """Round to float32."""
    try:
        return float(struct.unpack("<f", struct.pack("<f", x))[0])
    except OverflowError:
        return float("inf") if x > 0 else float("-inf")


def round_float(x: float, basic: Any) -> float:
    return round32(x) if basic.kind == types.FLOAT32 else x


def round_complex(x: complex, basic: Any) -> complex:
    return complex(round32(x.real), round32(x.imag)) if basic.kind == types.COMPLEX64 else x
