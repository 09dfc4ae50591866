"""The checker is put together from mixins: no two may have a method of one name, or one of them would be called in the other's place."""

from __future__ import annotations

from minigo.types.checker import Checker
from minigo.types.state import CheckerState


def test_no_method_is_defined_twice() -> None:
    defined: dict[str, list[str]] = {}
    for cls in Checker.__mro__:
        if issubclass(cls, CheckerState):
            for name, value in vars(cls).items():
                if callable(value) and not name.startswith("__"):
                    defined.setdefault(name, []).append(cls.__name__)
    assert {n: c for n, c in defined.items() if len(c) > 1} == {}
    assert len(defined) > 200
