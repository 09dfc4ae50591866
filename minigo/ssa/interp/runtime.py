"""The functions of package runtime that the SSA builder calls, for programs that are interpreted without that package."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from minigo.ssa.interp.machine import Machine

# State of a range-over-func loop -> what it panics with.
_RANGE_STATES: Final = {
    0: "continued iteration after function for loop body returned false",
    2: "continued iteration after loop body panic",
    3: "continued iteration after whole loop exit",
    4: "recovered a loop body panic and did not resume panicking",
}


def runtime_functions(machine: Machine) -> dict[str, Callable[..., Any]]:
    """By symbol."""

    def panic_plain(text: bytes, n: int) -> None:
        raise machine.plain_panic(text[:n].decode())

    def panic_range_state(state: int) -> None:
        machine.fail("range function " + _RANGE_STATES[state])

    return {"runtime.panicPlain": panic_plain, "runtime.panicrangestate": panic_range_state}
