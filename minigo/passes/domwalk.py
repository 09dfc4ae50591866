"""Walking the dominator tree with scoped facts: what is established in a block holds in all that it dominates, and nowhere else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minigo.ssa import dominators, ir


class ScopedTable:
    """A dict whose entries disappear when the scope in which they were made is left."""

    __slots__ = ("_table", "_trail")

    def __init__(self) -> None:
        self._table: dict[Any, Any] = {}
        self._trail: list[tuple[Any, Any]] = []

    def get(self, key: Any) -> Any:
        return self._table.get(key)

    def put(self, key: Any, value: Any) -> None:
        self._trail.append((key, self._table.get(key)))
        self._table[key] = value

    def mark(self) -> int:
        return len(self._trail)

    def leave(self, mark: int) -> None:
        """Undo what has been put since ``mark``."""
        while len(self._trail) > mark:
            key, old = self._trail.pop()
            if old is None:
                del self._table[key]
            else:
                self._table[key] = old


def walk(fn: ir.Function, table: ScopedTable, visit: Callable[[ir.BasicBlock], None]) -> None:
    """Call ``visit`` for each block in preorder of the dominator tree; what it puts into ``table`` holds for the block's subtree."""
    dominators.build(fn)
    entry = fn.blocks[0]
    stack: list[tuple[int, Any]] = []

    def enter(block: ir.BasicBlock) -> None:
        stack.append((table.mark(), iter(block.dom_children)))
        visit(block)

    enter(entry)
    while stack:
        mark, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            table.leave(mark)
        else:
            enter(child)
