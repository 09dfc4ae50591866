"""What types are made of: for each class of type literal, the types that it names. For walks that look for something inside a type."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minigo.types.types import Array, Chan, Map, Pointer, Signature, Slice, Struct, Tuple


def _elem(t: Any) -> list[Any]:
    return [t.elem]


def _map(t: Any) -> list[Any]:
    return [t.key, t.elem]


def _struct(t: Any) -> list[Any]:
    return [f.type for f in t.fields]


def _tuple(t: Any) -> list[Any]:
    return [v.type for v in t.vars]


def _signature(t: Any) -> list[Any]:
    return [v.type for v in t.params.vars] + [v.type for v in t.results.vars]


# Interfaces, unions and named types are not here: what counts as their components depends on the question.
COMPONENTS: Final[dict[Any, Callable[[Any], list[Any]]]] = {
    Array: _elem,
    Slice: _elem,
    Pointer: _elem,
    Chan: _elem,
    Map: _map,
    Struct: _struct,
    Tuple: _tuple,
    Signature: _signature,
}
