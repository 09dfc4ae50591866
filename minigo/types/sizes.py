"""Sizes, alignments and offsets as gc has them on 64-bit targets."""

from __future__ import annotations

from typing import Any, Final

from minigo.types.types import Array, Basic, Interface, Slice, Struct, Type

WORD: Final = 8
BASIC_SIZES: Final = {
    1: 1, 2: 8, 3: 1, 4: 2, 5: 4, 6: 8, 7: 8, 8: 1, 9: 2, 10: 4, 11: 8, 12: 8, 13: 4, 14: 8, 15: 8, 16: 16, 17: 16, 18: 8,
    19: 1, 20: 8, 21: 4, 22: 8, 23: 16, 24: 16, 25: 8,
}  # fmt: skip


def alignof(t: Type) -> int:
    """Alignment in bytes."""
    u = t.underlying()
    if isinstance(u, Array):
        return alignof(u.elem)
    if isinstance(u, Struct):
        return max((alignof(f.type) for f in u.fields), default=1)
    if isinstance(u, Basic):
        size = BASIC_SIZES.get(u.kind, 1)
        if u.kind in (15, 16, 23):  # complex
            return size // 2
        return min(size, WORD)
    return WORD


def sizeof(t: Type) -> int:
    """Size in bytes; -1 where it overflows."""
    u = t.underlying()
    if isinstance(u, Basic):
        return BASIC_SIZES.get(u.kind, 1)
    if isinstance(u, Array):
        size = sizeof(u.elem)
        return -1 if size < 0 or size * max(u.len, 0) >= 1 << 63 else size * max(u.len, 0)
    if isinstance(u, Slice):
        return 3 * WORD
    if isinstance(u, Interface):
        return 2 * WORD
    if isinstance(u, Struct):
        return struct_layout(u)[1]
    return WORD


def struct_layout(t: Struct) -> tuple[list[int], int]:
    """(offsets of the fields, size). A final field of size zero is padded so that its address stays inside."""
    offsets = []
    at = 0
    largest = 1
    for f in t.fields:
        a, size = alignof(f.type), sizeof(f.type)
        if size < 0:
            return [0] * len(t.fields), -1
        largest = max(largest, a)
        at = (at + a - 1) & -a
        offsets.append(at)
        at += size
    if offsets and at > 0 and sizeof(t.fields[-1].type) == 0:
        at += 1
    at = (at + largest - 1) & -largest
    return offsets, at if at < 1 << 63 else -1


def offsetsof(fields: list[Any]) -> list[int]:
    return struct_layout(Struct(fields))[0]
