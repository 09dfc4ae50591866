"""Room for the front end's recursion, as the command itself makes it."""

from __future__ import annotations

import sys
import threading
from collections.abc import Callable
from typing import Any

from minigo.cli.main import RECURSION, STACK


def with_big_stack(function: Callable[[], Any]) -> Any:
    """Call a function in a thread with the command's stack size and recursion limit; gives its result, or raises what it raises."""
    outcome: list[Any] = [None, None]

    def run() -> None:
        try:
            outcome[0] = function()
        except BaseException as e:
            outcome[1] = e

    before = threading.stack_size(STACK)
    sys.setrecursionlimit(RECURSION)
    thread = threading.Thread(target=run)
    thread.start()
    threading.stack_size(before)
    thread.join()
    if outcome[1] is not None:
        raise outcome[1]
    return outcome[0]
