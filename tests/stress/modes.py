"""The stress modes: what each puts into a program's environment, from a seed.

A seed decides what may vary in a mode: the random schedule; which allocations collect; how many Ps there are. Modes whose name has no ``+`` use one means alone.
``every`` is N of "collect at every N-th allocation". It fits the program (a program of ten allocations collects at each, one of ten million at every ten-thousandth
or so), is found by trying, and is part of the command that a failure prints.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

Mode = Callable[[int, int], dict[str, str]]  # (seed, every) -> environment

CHECKED: Final = {"MINIGO_GCPOISON": "1", "MINIGO_GCVERIFY": "1"}
PS: Final = (2, 1, 4, 3, 8, 2, 16, 5)


def _every(seed: int, every: int) -> str:
    """Another N for each seed, from ``every`` to twice that."""
    return str(every + (seed - 1) * 7919 % (every + 1))


def collect(seed: int, every: int) -> dict[str, str]:
    """Collect at every N-th allocation, with two Ps."""
    return {"MINIGO_GCSTRESS": _every(seed, every), "GOMAXPROCS": "2"}


def verify(seed: int, _every_nth: int) -> dict[str, str]:
    """Check the marks of each collection; one begins whenever the heap has grown by some percent."""
    return {"GOGC": str(1 + seed % 10), "MINIGO_GCVERIFY": "1", "GOMAXPROCS": str(PS[seed % len(PS)])}


def poison(seed: int, _every_nth: int) -> dict[str, str]:
    """Fill what is freed; many collections."""
    return {"GOGC": str(1 + seed % 10), "MINIGO_GCPOISON": "1", "GOMAXPROCS": str(PS[seed % len(PS)])}


def schedule(seed: int, _every_nth: int) -> dict[str, str]:
    """Random scheduling and preemption, the same again for a seed."""
    return {"MINIGO_SCHEDSEED": str(seed)}


def threads(seed: int, every: int) -> dict[str, str]:
    """Collections at every N-th allocation beside goroutines on many Ps, all checks on."""
    return {"MINIGO_GCSTRESS": _every(seed, every), "GOMAXPROCS": str(PS[seed % len(PS)]), **CHECKED}


def scheduled_collections(seed: int, every: int) -> dict[str, str]:
    """Random scheduling, collections at every N-th allocation, all checks on."""
    return {"MINIGO_SCHEDSEED": str(seed), "MINIGO_GCSTRESS": _every(seed, every), **CHECKED}


MODES: Final[dict[str, Mode]] = {
    "collect": collect,
    "verify": verify,
    "poison": poison,
    "schedule": schedule,
    "collect+verify+poison": threads,
    "collect+verify+poison+schedule": scheduled_collections,
}
USES_EVERY: Final = frozenset(("collect", "collect+verify+poison", "collect+verify+poison+schedule"))
