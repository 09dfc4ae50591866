"""Where cmd/compile says that a node is.

In its syntax tree a binary expression is at its operator, `f(x)`, `a[i]` and `x.f` are at the bracket or dot (`node_pos`). Errors
are reported where the leftmost operand starts (`start_pos`), except that `a[i:j]` stays at its bracket. `Node.pos()` is go/ast's.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minigo.syntax import ast


def node_pos(node: Any) -> int:
    """The position that cmd/compile's tree gives the node."""
    own = _OWN.get(node.__class__)
    return own(node) if own is not None else int(node.pos())


def start_pos(node: Any) -> int:
    """Where an error about the node is reported."""
    while True:
        step = _LEFT.get(node.__class__)
        if step is not None:
            node = step(node)
        elif node.__class__ is ast.CompositeLit and node.type is not None:
            node = node.type
        else:
            return node_pos(node)


_OWN: Final[dict[type[ast.Node], Callable[[Any], int]]] = {
    ast.AssignStmt: lambda n: n.tok_pos,
    ast.BinaryExpr: lambda n: n.op_pos,
    ast.CallExpr: lambda n: n.lparen,
    ast.CompositeLit: lambda n: n.lbrace,
    ast.ExprStmt: lambda n: node_pos(n.x),
    ast.FuncType: lambda n: n.params.opening,
    ast.IncDecStmt: lambda n: n.tok_pos,
    ast.IndexExpr: lambda n: n.lbrack,
    ast.IndexListExpr: lambda n: n.lbrack,
    ast.KeyValueExpr: lambda n: n.colon,
    ast.SelectorExpr: lambda n: n.x.end(),
    ast.SendStmt: lambda n: n.arrow,
    ast.SliceExpr: lambda n: n.lbrack,
    ast.TypeAssertExpr: lambda n: n.x.end(),
}
_LEFT: Final[dict[type[ast.Node], Callable[[Any], ast.Node]]] = {
    ast.AssignStmt: lambda n: n.lhs[0],
    ast.BinaryExpr: lambda n: n.x,
    ast.CallExpr: lambda n: n.fun,
    ast.IncDecStmt: lambda n: n.x,
    ast.IndexExpr: lambda n: n.x,
    ast.IndexListExpr: lambda n: n.x,
    ast.KeyValueExpr: lambda n: n.key,
    ast.SelectorExpr: lambda n: n.x,
    ast.SendStmt: lambda n: n.chan,
    ast.TypeAssertExpr: lambda n: n.x,
}
