"""Type arguments that are no types: `T[1]`, `f[int, x+1]`.

The grammar takes what stands in brackets as expressions, for it cannot know what is indexed. Where only types may stand, `misplaced_token` finds
the token at which a parser for types would have stopped.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from minigo.syntax.ast import (
    BasicLit,
    BinaryExpr,
    CallExpr,
    CompositeLit,
    Expr,
    FuncLit,
    IndexExpr,
    IndexListExpr,
    ParenExpr,
    SelectorExpr,
    SliceExpr,
    StarExpr,
    TypeAssertExpr,
    UnaryExpr,
)


class Misplaced(NamedTuple):
    """A token (its Pos, and how messages name it) and what is expected instead."""

    pos: int
    token: str
    expected: str

    def message(self) -> str:
        return f"syntax error: unexpected {self.token}, expected {self.expected}"


def misplaced_token(exprs: list[Expr], start: int = 0) -> Misplaced | None:
    """The first token in a list of type arguments that cannot be part of a type; those before index ``start`` may be anything."""
    for i in range(start, len(exprs)):
        e = exprs[i]
        found = _in_type(e)
        if found is not None:
            if i and found.expected == "type" and found.pos == e.pos():
                return found._replace(expected="]")  # nothing at all is expected after the comma
            return found
    return None


def _in_type(e: Any) -> Misplaced | None:
    check = _CHECKS.get(e.__class__)
    return None if check is None else check(e)


def _literal(e: BasicLit) -> Misplaced | None:
    return Misplaced(e.value_pos, f"literal {e.value}", "type")


def _unary(e: UnaryExpr) -> Misplaced | None:
    return Misplaced(e.op_pos, e.op, "type") if e.op != "<-" else None


def _index(e: IndexExpr) -> Misplaced | None:
    return _in_type(e.x) or misplaced_token([e.index])


def _index_list(e: IndexListExpr) -> Misplaced | None:
    return _in_type(e.x) or misplaced_token(e.indices)


def _slice(e: SliceExpr) -> Misplaced | None:
    return _in_type(e.x) or (_in_type(e.low) if e.low is not None else None)


_CHECKS: Final[dict[type[Expr], Any]] = {
    BasicLit: _literal,
    UnaryExpr: _unary,
    BinaryExpr: lambda e: _in_type(e.x) or Misplaced(e.op_pos, e.op, "]"),
    CallExpr: lambda e: _in_type(e.fun) or Misplaced(e.lparen, "(", "]"),
    CompositeLit: lambda e: Misplaced(e.lbrace, "{", "]"),
    FuncLit: lambda e: Misplaced(e.body.lbrace, "{", "]"),
    IndexExpr: _index,
    IndexListExpr: _index_list,
    ParenExpr: lambda e: _in_type(e.x),
    SelectorExpr: lambda e: _in_type(e.x),
    SliceExpr: _slice,
    StarExpr: lambda e: _in_type(e.x),
    TypeAssertExpr: lambda e: _in_type(e.x) or Misplaced(e.lparen, "(", "name"),
}
