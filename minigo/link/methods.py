"""Leaving out methods that nothing calls.

A type descriptor lists all methods of its type, and an itab all that its interface has. If these references kept the methods alive, every program that prints
would hold all of ``os.File`` and ``reflect``. So code generation (``minigo.codegen.methoduse``, ``typedesc``) gives the linker, for each package, a pair of dicts:

* uses: symbol -> keys. When the symbol's section is live, those keys are *used*: a function uses the interface methods that it calls, an interface type those that
  it asks for.
* slots: symbol of a descriptor or itab -> list of (offset, key). A reference in a slot is followed once its key is used.

Keys are strings that name a method (with its signature). ``"*"`` among the uses makes all methods used, ``""`` in a slot is never used, and ``"=VARIABLE"`` is used
when the variable is live: that is how a function that only fills a map (``path.map.init.N``) is left out when nothing else refers to the map.

What a slot refers to may be live for other reasons, then the slot is filled as usual. Otherwise the slot of a method's code, if it must not look empty, gets the
address of ``runtime.unreachableMethod``, all others 0.
"""

from __future__ import annotations

from typing import Final

ALL: Final = "*"
WEAK: Final = ""
UNREACHABLE: Final = "runtime.unreachableMethod"

Uses = dict[str, list[str]]
Slots = dict[str, list[tuple[int, str]]]
# A section, as in ``link``.
SectionId = tuple[int, int]


class MethodPruning:
    """What is known while live sections are searched for."""

    __slots__ = ("_all", "_pending", "_slots", "_used", "_uses")

    def __init__(self, tables: list[tuple[Uses, Slots]]) -> None:
        self._uses: Uses = {}
        self._slots: Slots = {}
        for uses, slots in tables:
            for symbol, keys in uses.items():
                # An instance that several packages made: which one is linked is not known here, nor what was inlined into it.
                known = self._uses.get(symbol)
                self._uses[symbol] = keys if known is None else known + keys
            for symbol, places in slots.items():
                self._slots.setdefault(symbol, places)
        self._used: set[str] = set()
        self._all = False
        self._pending: dict[str, list[SectionId]] = {}

    def symbols(self) -> set[str]:
        """All symbols that have uses or slots."""
        return {*self._uses, *self._slots}

    def is_used(self, key: str) -> bool:
        return key in self._used or (self._all and _is_method(key))

    def use(self, symbol: str) -> list[SectionId]:
        """The symbol is live: its keys are used. Returns the sections that become live by that."""
        found: list[SectionId] = []
        for key in self._uses.get(symbol, ()):
            if key == ALL and not self._all:
                self._all = True
                for waiting in [k for k in self._pending if _is_method(k)]:
                    found += self._pending.pop(waiting)
            elif key not in self._used:
                self._used.add(key)
                found += self._pending.pop(key, ())
        return found

    def unused_slots(self, symbol: str) -> list[tuple[int, str]]:
        """The slots of a live descriptor or itab whose keys are not used so far."""
        return [slot for slot in self._slots.get(symbol, ()) if not self.is_used(slot[1])]

    def wait(self, key: str, section: SectionId) -> None:
        """The section becomes live when ``key`` is used."""
        if key != WEAK:
            self._pending.setdefault(key, []).append(section)


def _is_method(key: str) -> bool:
    return key != WEAK and not key.startswith("=")


def is_code(key: str) -> bool:
    """Whether slots of this key hold a method's code (and not its type)."""
    return _is_method(key) and not key.startswith("?")
