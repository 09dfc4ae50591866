"""Which methods a function may call through interfaces or reflection, so that the linker leaves out those that nothing calls (``minigo.link.methods``).

Methods are told apart by *keys*: name, package if unexported, and signature.

* A method's code is needed when some live function calls an interface method of its key (``call_key``).
* Its entry in a descriptor, by which the runtime finds out whether a type implements an interface, is needed when some live interface type has such a method (``match_key``).
* Everything is needed once a function is live that gets at methods by reflection; it is marked ``//go:allmethods`` (``ALL``).
* ``WEAK`` slots keep nothing alive.

LLVM inlines functions of a unit into each other, so a function counts as calling what those functions of its unit call that it refers to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from minigo.ssa import ir
from minigo.ssa.symbols import member_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from minigo.ssa import TypeStrings

ALL: Final = "*"
WEAK: Final = ""
ALL_METHODS_PRAGMA: Final = "allmethods"


def call_key(strings: TypeStrings, method: Any) -> str:
    """The key of a method as something that is called."""
    return member_name(method) + strings.signature(method.type)


def match_key(strings: TypeStrings, method: Any) -> str:
    """The key of a method as something that interfaces ask for."""
    return "?" + call_key(strings, method)


class MethodUse:
    """The interface calls of one unit's functions."""

    __slots__ = ("_own", "_refers", "_strings")

    def __init__(self, strings: TypeStrings) -> None:
        self._strings = strings
        self._own: dict[str, list[str]] = {}
        self._refers: dict[str, list[str]] = {}

    def add(self, symbol: str, fn: ir.Function) -> None:
        """Note what ``fn``, compiled under ``symbol`` into this unit, calls and refers to."""
        keys: dict[str, None] = {}
        refers: dict[str, None] = {}
        if ALL_METHODS_PRAGMA in fn.pragmas:
            keys[ALL] = None
        for instr in fn.instructions():
            cls = instr.__class__
            if cls is ir.Invoke:
                keys[call_key(self._strings, instr.method)] = None  # type: ignore[attr-defined]
            elif cls is ir.MakeClosure:
                refers[_symbol(instr.fn)] = None  # type: ignore[attr-defined]
            for operand in instr.operands:
                if operand.__class__ is ir.Function:
                    refers[_symbol(operand)] = None
        self._own[symbol] = list(keys)
        self._refers[symbol] = list(refers)

    def calls(self) -> dict[str, list[str]]:
        """Function -> keys it may call, directly or through functions inlined into it; only functions with any."""
        result: dict[str, list[str]] = {}
        for symbol in self._own:
            keys = sorted({key for s in self._reachable(symbol) for key in self._own[s]})
            if keys:
                result[symbol] = keys
        return result

    def _reachable(self, symbol: str) -> Iterable[str]:
        seen = {symbol}
        work = [symbol]
        while work:
            for other in self._refers[work.pop()]:
                if other in self._own and other not in seen:
                    seen.add(other)
                    work.append(other)
        return seen


def _symbol(fn: ir.Function) -> str:
    return fn.linkname or fn.symbol
