"""Which types are values that fit registers, and which are *memory types* (docs/abi.md, "Calling convention").

A small type has at most four scalar leaves and no array but one of length 0, or of length 1 with a small element. Only variables of small types are lifted.
"""

from __future__ import annotations

from typing import Any, Final

from minigo import types

MAX_LEAVES: Final = 4
# Larger variables live on the heap whatever happens to their address: goroutine stacks start small (gc draws the line at the same size).
MAX_STACK_OBJECT: Final = 128 << 10


def leaves(t: Any) -> int:
    """The number of scalars that a value of type ``t`` consists of; more than MAX_LEAVES for memory types (the exact number does not matter then)."""
    u = t.underlying()
    cls = u.__class__
    if cls is types.Basic:
        if u.info & types.IS_STRING or u.info & types.IS_COMPLEX:
            return 2
        return 1
    if cls is types.Interface:
        return 2
    if cls is types.Slice:
        return 3
    if cls is types.Struct:
        total = 0
        for field in u.fields:
            total += leaves(field.type)
            if total > MAX_LEAVES:
                break
        return total
    if cls is types.Array:
        if u.len == 0:
            return 0
        return leaves(u.elem) if u.len == 1 else MAX_LEAVES + 1
    return 1


def is_small(t: Any) -> bool:
    """Whether ``t`` is not a memory type."""
    return leaves(t) <= MAX_LEAVES


def fits_stack(t: Any) -> bool:
    """Whether a variable of type ``t`` may live on a goroutine's stack."""
    return is_small(t) or 0 <= types.sizeof(t) <= MAX_STACK_OBJECT
