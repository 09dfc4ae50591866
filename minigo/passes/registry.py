"""The table of passes, the named pipelines made of them, and the loop that runs one.

Adding a pass: a file with a function, a row in ``PASSES``, its place in ``PIPELINES``, and, where the order matters, a row with the reason in ``CONSTRAINTS``,
which is checked whenever a pipeline is put together.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any, Final

from minigo.passes import checkelim, copyprop, cse, dce, devirtualize, escape, inline, sccp
from minigo.ssa import ir, lift


class PassError(ValueError):
    """An unknown pass, or an order that a constraint forbids; the text is for the user."""


class Pass:
    """A row of the table. ``run`` takes a function (or, with ``whole``, the package) and returns the number of changes."""

    __slots__ = ("doc", "name", "run", "whole")

    def __init__(self, name: str, run: Callable[[Any], int], doc: str, whole: bool = False) -> None:
        self.name = name
        self.run = run
        self.doc = doc
        self.whole = whole


class Statistics:
    """What one run of a pass did to a package: changes, instructions before and after, wall time."""

    __slots__ = ("after", "before", "changes", "name", "seconds")

    def __init__(self, name: str, changes: int, before: int, after: int, seconds: float) -> None:
        self.name = name
        self.changes = changes
        self.before = before
        self.after = after
        self.seconds = seconds


PASSES: Final[dict[str, Pass]] = {
    p.name: p
    for p in (
        Pass("copyprop", copyprop.run, "copy propagation: φ of one value, conversions that change nothing, components of known values"),
        Pass("sccp", sccp.run, "sparse conditional constant propagation; branches on constants are resolved"),
        Pass("cse", cse.run, "common subexpressions, by value numbers along the dominator tree"),
        Pass("checkelim", checkelim.run, "nil, bounds, division and shift checks that dominating facts prove"),
        Pass("devirtualize", devirtualize.run, "calls through interfaces and func values whose target is known become static"),
        Pass("inline", inline.run, "calls of small functions are replaced by their bodies", whole=True),
        Pass("lift", lift.lift, "variables on the stack whose address is only loaded from and stored to become registers"),
        Pass("escape", escape.run, "variables whose address does not outlive the function move to the stack", whole=True),
        Pass("dce", dce.run, "instructions without effect whose result is not used, and stores to variables nobody reads"),
    )
}  # fmt: skip

# (earlier, later, reason): where both are in a pipeline, some run of the first comes before the first run of the second.
CONSTRAINTS: Final = (
    ("copyprop", "sccp", "φ that only rename would keep constants apart"),
    ("devirtualize", "inline", "only calls with a known target can be inlined"),
    ("inline", "escape", "what an inlined callee does with an address is seen exactly, not by parameter"),
    ("escape", "lift", "only variables on the stack can become registers"),
    ("sccp", "cse", "expressions of constants should be gone, and dead branches must not provide facts"),
    ("cse", "checkelim", "facts are about values: two copies of one length are two values"),
)

PIPELINES: Final[dict[int, tuple[str, ...]]] = {
    0: (),
    1: ("copyprop", "sccp", "dce"),
    2: ("copyprop", "devirtualize", "inline", "escape", "lift", "copyprop", "sccp", "cse", "checkelim", "dce"),
    3: (
        "copyprop",
        "devirtualize",
        "inline",
        "escape",
        "lift",
        "copyprop",
        "sccp",
        "cse",
        "checkelim",
        "dce",
        "sccp",
        "cse",
        "checkelim",
        "dce",
    ),
}


def pipeline(opt: int, only: tuple[str, ...] | None = None, disabled: tuple[str, ...] = ()) -> list[Pass]:
    """The passes of ``-O opt``, or those named in ``only`` in that order, without the disabled ones. Raises PassError."""
    names = PIPELINES[opt] if only is None else only
    for name in (*names, *disabled):
        if name not in PASSES:
            raise PassError(f"unknown pass {name!r}; there are {', '.join(PASSES)}")
    kept = [name for name in names if name not in disabled]
    if only is None:
        _check_order(kept)
    return [PASSES[name] for name in kept]


def split(passes: list[Pass]) -> tuple[list[Pass], list[Pass]]:
    """(those that look at one function at a time, the rest from the first that looks at the whole package on)."""
    at = next((i for i, p in enumerate(passes) if p.whole), len(passes))
    return passes[:at], passes[at:]


def _check_order(names: list[str]) -> None:
    for earlier, later, reason in CONSTRAINTS:
        if earlier in names and later in names and names.index(earlier) > names.index(later):
            raise PassError(f"{earlier} has to run before {later}: {reason}")


def run(
    package: ir.Package, passes: list[Pass], after: Callable[[Pass, ir.Package], None] | None = None
) -> list[Statistics]:
    """Run the passes over a package in place. ``after`` is called when each is done (for dumps, or the verifier)."""
    statistics = []
    functions = [fn for fn in package.functions.values() if fn.blocks]
    count = _count(functions)
    for p in passes:
        before = count
        start = time.perf_counter()
        changes = p.run(package) if p.whole else sum([p.run(fn) for fn in functions])
        count = _count(functions)
        statistics.append(Statistics(p.name, changes, before, count, time.perf_counter() - start))
        if after is not None:
            after(p, package)
    return statistics


def _count(functions: list[ir.Function]) -> int:
    return sum([len(block.instrs) for fn in functions for block in fn.blocks])
