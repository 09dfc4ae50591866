"""Counts and lists of types as error messages show them: ``2 variables``, ``(int, string)``, ``(number, ...T)``."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minigo.types.predicates import is_numeric, is_untyped, is_valid
from minigo.types.types import Slice


def measure(n: int, unit: str) -> str:
    """``1 value``, ``2 values``."""
    return f"{n} {unit}" if n == 1 else f"{n} {unit}s"


def types_summary(
    types: list[Any], type_string: Callable[[Any], str], variadic: bool = False, has_dots: bool = False
) -> str:
    """Types in parentheses. The last is printed ``...E`` if ``variadic`` (a slice of E), ``T...`` if ``has_dots``.

    An untyped number is just a "number", since no particular type is asked of it.
    """
    parts = []
    for t in types:
        if t is None or not is_valid(t):
            text = "unknown type"
        elif is_untyped(t):
            text = "number" if is_numeric(t) else type_string(t).removeprefix("untyped ")
        else:
            text = type_string(t)
        parts.append(text)
    if parts and variadic:
        last = types[-1]
        parts[-1] = "..." + (type_string(last.elem) if isinstance(last, Slice) else parts[-1])
    elif parts and has_dots:
        parts[-1] += "..."
    return f"({', '.join(parts)})"
