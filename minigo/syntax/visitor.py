"""Walking the tree: `inspect`, `walk` with a Visitor, `children`, in source order as go/ast does.

    for name, pos in [(d.name.name, fset.position(d.pos())) for d in file.decls if isinstance(d, ast.FuncDecl)]: ...

    def visit(node):
        if isinstance(node, ast.Ident): ...
        return True          # go into its children
    inspect(file, visit)

Both keep their own stack, so that trees of any depth can be walked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, Protocol

from minigo.syntax import ast
from minigo.syntax.ast import Node


class Visitor(Protocol):
    """What `walk` calls: for each node; the result visits its children, and is then called with None."""

    def visit(self, node: Node | None) -> Visitor | None: ...


# The fields that hold children, in source order where that differs from the order of the fields.
_CHILDREN: Final[dict[type[Node], tuple[str, ...]]] = {
    ast.Comment: (),
    ast.CommentGroup: ("list",),
    ast.Field: ("doc", "names", "type", "tag", "comment"),
    ast.FieldList: ("list",),
    ast.BadExpr: (),
    ast.Ident: (),
    ast.Ellipsis: ("elt",),
    ast.BasicLit: (),
    ast.FuncLit: ("type", "body"),
    ast.CompositeLit: ("type", "elts"),
    ast.ParenExpr: ("x",),
    ast.SelectorExpr: ("x", "sel"),
    ast.IndexExpr: ("x", "index"),
    ast.IndexListExpr: ("x", "indices"),
    ast.SliceExpr: ("x", "low", "high", "max"),
    ast.TypeAssertExpr: ("x", "type"),
    ast.CallExpr: ("fun", "args"),
    ast.StarExpr: ("x",),
    ast.UnaryExpr: ("x",),
    ast.BinaryExpr: ("x", "y"),
    ast.KeyValueExpr: ("key", "value"),
    ast.ArrayType: ("len", "elt"),
    ast.StructType: ("fields",),
    ast.FuncType: ("type_params", "params", "results"),
    ast.InterfaceType: ("methods",),
    ast.MapType: ("key", "value"),
    ast.ChanType: ("value",),
    ast.BadStmt: (),
    ast.DeclStmt: ("decl",),
    ast.EmptyStmt: (),
    ast.LabeledStmt: ("label", "stmt"),
    ast.ExprStmt: ("x",),
    ast.SendStmt: ("chan", "value"),
    ast.IncDecStmt: ("x",),
    ast.AssignStmt: ("lhs", "rhs"),
    ast.GoStmt: ("call",),
    ast.DeferStmt: ("call",),
    ast.ReturnStmt: ("results",),
    ast.BranchStmt: ("label",),
    ast.BlockStmt: ("list",),
    ast.IfStmt: ("init", "cond", "body", "else_"),
    ast.CaseClause: ("list", "body"),
    ast.SwitchStmt: ("init", "tag", "body"),
    ast.TypeSwitchStmt: ("init", "assign", "body"),
    ast.CommClause: ("comm", "body"),
    ast.SelectStmt: ("body",),
    ast.ForStmt: ("init", "cond", "post", "body"),
    ast.RangeStmt: ("key", "value", "x", "body"),
    ast.ImportSpec: ("doc", "name", "path", "comment"),
    ast.ValueSpec: ("doc", "names", "type", "values", "comment"),
    ast.TypeSpec: ("doc", "name", "type_params", "type", "comment"),
    ast.BadDecl: (),
    ast.GenDecl: ("doc", "specs"),
    ast.FuncDecl: ("doc", "recv", "name", "type", "body"),
    ast.File: ("doc", "name", "decls"),
}


def children(node: Node) -> list[Node]:
    """The children of a node in source order."""
    result: list[Node] = []
    for field in _CHILDREN[node.__class__]:
        value: Any = getattr(node, field)
        if value is None:
            continue
        if value.__class__ is list:
            result += value
        else:
            result.append(value)
    return result


def inspect(node: Node, visit: Callable[[Node | None], bool]) -> None:
    """Calls visit(node); if that is true, goes on with the children and calls visit(None) after them."""
    pending: list[Node | None] = [node]
    while pending:
        current = pending.pop()
        if visit(current) and current is not None:
            pending.append(None)
            pending.extend(reversed(children(current)))


def walk(visitor: Visitor, node: Node) -> None:
    """Calls w = visitor.visit(node); unless w is None, walks the children with w and calls w.visit(None) after them."""
    pending: list[tuple[Visitor, Node | None]] = [(visitor, node)]
    while pending:
        current_visitor, current = pending.pop()
        following = current_visitor.visit(current)
        if following is not None and current is not None:
            pending.append((following, None))
            pending.extend((following, child) for child in reversed(children(current)))


def preorder(node: Node) -> Iterator[Node]:
    """All nodes of a tree, each before its children."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        pending.extend(reversed(children(current)))
