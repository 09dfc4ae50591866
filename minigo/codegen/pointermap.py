"""Where the pointers are in a value: for the sections of variables, for the choice between the allocator's two kinds of spans, and for the collector's bitmaps.

A *pointer map* is an int with a bit for each word of the value, the lowest for the first; a word's bit is set if the collector must look at it. Both words of an
interface count: reflection makes types on the heap.

Types of which more than ``MAX_MAPPED`` bytes can hold pointers have no map: the collector asks their elements and fields.
"""

from __future__ import annotations

from typing import Any, Final

from minigo import types
from minigo.types import sizes

WORD: Final = 8
MAX_MAPPED: Final = 8 << 20


def has_pointers(t: Any) -> bool:
    """Whether a value of type ``t`` can hold pointers."""
    u = t.underlying()
    cls = u.__class__
    if cls is types.Basic:
        return bool(u.info & types.IS_STRING) or u.kind in (types.UNSAFE_POINTER, types.UNTYPED_NIL)
    if cls is types.Array:
        return bool(u.len) and has_pointers(u.elem)
    if cls is types.Struct:
        return any([has_pointers(f.type) for f in u.fields])
    if cls is types.Tuple:
        return any([has_pointers(v.type) for v in u.vars])
    return True


def pointer_map(t: Any) -> int:
    """The pointer map of a value of type ``t``."""
    u = t.underlying()
    cls = u.__class__
    if cls is types.Basic:
        return int(has_pointers(u))
    if cls is types.Interface:
        return 0b11
    if cls is types.Array:
        elem = pointer_map(u.elem) if u.len else 0
        return _repeat(elem, sizes.sizeof(u.elem) // WORD, u.len) if elem else 0
    if cls is types.Struct:
        offsets, _ = sizes.struct_layout(u)
        result = 0
        for f, offset in zip(u.fields, offsets, strict=True):
            bits = pointer_map(f.type)
            if bits:
                result |= bits << offset // WORD
        return result
    return 1  # a slice's first word, or the whole of a pointer, map, chan or func


def _repeat(bits: int, width: int, count: int) -> int:
    """``count`` copies of ``bits``, each ``width`` bits wide."""
    if count == 1:
        return bits
    half = _repeat(bits, width, count // 2)
    result = half | half << count // 2 * width
    return result | bits << (count - 1) * width if count & 1 else result


def bitmap(bits: int) -> bytes:
    """The map as the collector reads it: a bit a word, low bit first."""
    return bits.to_bytes((bits.bit_length() + 7) // 8, "little")


def pointer_bytes(t: Any) -> int:
    """The length of the prefix that can hold pointers."""
    u = t.underlying()
    cls = u.__class__
    if cls is types.Interface:
        return 2 * WORD
    if cls is types.Array:
        return (u.len - 1) * sizes.sizeof(u.elem) + pointer_bytes(u.elem) if has_pointers(u) else 0
    if cls is types.Struct:
        offsets, _ = sizes.struct_layout(u)
        return max(
            [o + pointer_bytes(f.type) for f, o in zip(u.fields, offsets, strict=True) if has_pointers(f.type)],
            default=0,
        )
    return WORD if has_pointers(u) else 0
