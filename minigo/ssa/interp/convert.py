"""The Convert instruction: numbers, strings, slices of bytes and runes, slices to array pointers, unsafe pointers."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa.interp.values import Pointer, SliceValue, round_complex, round_float, wrap

if TYPE_CHECKING:
    from minigo.ssa.interp.machine import Machine


def convert(m: Machine, v: Any, source: Any, target: Any) -> Any:
    s: Any = source.underlying()
    t: Any = target.underlying()
    elem: Any
    if t.__class__ is types.Basic:
        if t.info & types.IS_STRING:
            return _to_string(v, s)
        if t.info & types.IS_INTEGER:
            if isinstance(v, float):
                v = int(v) if math.isfinite(v) else -(1 << 63)
            return wrap(v, t) if isinstance(v, int) else v
        if t.info & types.IS_FLOAT:
            return round_float(float(v), t)
        if t.info & types.IS_COMPLEX:
            return round_complex(v, t)
        return v
    if t.__class__ is types.Slice and s.__class__ is types.Basic:
        elem = t.elem.underlying()
        if elem.kind == types.UINT8:
            return SliceValue(list(v), 0, len(v), len(v))
        runes = decode(v)
        return SliceValue(runes, 0, len(runes), len(runes))
    if t.__class__ is types.Pointer and s.__class__ is types.Slice:
        return _array_pointer(v, t)
    return v


def _array_pointer(v: Any, t: Any) -> Any:
    """A pointer to the array under a slice. Only whole arrays can be shared as lists; others are copied, which is as much as the interpreter can do."""
    if v is None:
        return None
    n = t.elem.underlying().len
    if v.offset == 0 and len(v.array) == n:
        return Pointer([v.array], 0)
    return Pointer([v.array[v.offset : v.offset + n]], 0)


def _to_string(v: Any, s: Any) -> bytes:
    if v is None:
        return b""
    if isinstance(v, SliceValue):
        if s.elem.underlying().kind == types.UINT8:
            return bytes(v.items())
        return b"".join([encode_rune(r) for r in v.items()])
    return encode_rune(v) if isinstance(v, int) else v


def encode_rune(r: int) -> bytes:
    if not 0 <= r < 0x110000 or 0xD800 <= r < 0xE000:
        r = 0xFFFD
    return chr(r).encode("utf-8")


def decode_rune(s: bytes, at: int) -> tuple[int, int]:
    """The rune at a position and its width; (U+FFFD, 1) for what is not UTF-8."""
    first = s[at]
    if first < 0x80:
        return first, 1
    width = 2 if first >> 5 == 6 else 3 if first >> 4 == 14 else 4 if first >> 3 == 30 else 0
    if width:
        try:
            return ord(s[at : at + width].decode("utf-8")), width
        except (UnicodeDecodeError, TypeError):
            return 0xFFFD, 1
    return 0xFFFD, 1


def decode(s: bytes) -> list[int]:
    runes = []
    at = 0
    while at < len(s):
        rune, width = decode_rune(s, at)
        runes.append(rune)
        at += width
    return runes
