"""A tree as text that go/parser's tree can be compared with: `canonical`. `dumpast.go` writes the same.

One line a node, in preorder: the node's class, then its fields in go/ast's order, separated by blanks. A position is its offset in the file
(`-` if absent); a child is `*` or `-`; a list is `[` and its length; a token or string is its spelling, with newlines and backslashes
escaped. The children follow, field by field. Everything in the tree is in the text, so equal texts (or hashes) mean equal trees.
"""

from __future__ import annotations

from collections.abc import Callable
from operator import attrgetter
from typing import Any, Final

from minigo.syntax import ast
from minigo.syntax.dumping import field_names, is_position_field

_POSITION: Final = 0
_TOKEN: Final = 1
_OTHER: Final = 2
_BEYOND: Final = {(ast.RangeStmt, "extra")}  # fields that go/ast does not have
_TOKENS: Final = frozenset(("kind", "op", "tok"))


def _plan(cls: type[ast.Node]) -> tuple[str, Callable[[Any], tuple[Any, ...]], list[int]]:
    """How to dump a class: its name, a function that gets all its fields, and what each of them is."""
    names = [n for n in field_names(cls) if (cls, n) not in _BEYOND]
    what = [_POSITION if is_position_field(cls, n) else _TOKEN if n in _TOKENS else _OTHER for n in names]
    if len(names) == 1:
        get = attrgetter(names[0])
        return cls.__name__, lambda node: (get(node),), what
    return cls.__name__, attrgetter(*names), what


class Canonical:
    """Dumps trees; keeps what it has found out about the classes of nodes."""

    __slots__ = ("_plans",)

    def __init__(self) -> None:
        self._plans: dict[type[ast.Node], tuple[str, Callable[[Any], tuple[Any, ...]], list[int]]] = {}

    def dump(self, file: ast.File) -> bytes:
        """The text for a file."""
        base = file.file_start
        plans = self._plans
        lines: list[str] = []
        pending: list[Any] = [file]
        while pending:
            node = pending.pop()
            plan = plans.get(node.__class__)
            if plan is None:
                plan = plans[node.__class__] = _plan(node.__class__)
            name, get, what = plan
            parts = [name]
            kids: list[Any] = []
            for kind, value in zip(what, get(node), strict=True):
                if kind == _POSITION:
                    parts.append(str(value - base) if value else "-")
                elif value is None:
                    parts.append("-")
                elif value.__class__ is list:
                    parts.append(f"[{len(value)}")
                    kids += value
                elif value.__class__ is str:
                    if kind == _TOKEN:
                        parts.append(value or "ILLEGAL")
                    else:
                        parts.append(value.replace("\\", "\\\\").replace("\n", "\\n"))
                elif value.__class__ is bool:
                    parts.append("true" if value else "false")
                elif value.__class__ is int:
                    parts.append(str(value))
                else:
                    parts.append("*")
                    kids.append(value)
            lines.append(" ".join(parts))
            pending += reversed(kids)
        lines.append("")
        return "\n".join(lines).encode("utf-8", "surrogateescape")
