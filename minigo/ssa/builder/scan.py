"""Questions about syntax trees that the builder asks before it builds: does a function defer, may something hold on to a loop variable, which labels does a body declare."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.syntax import ast

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder


class BodyFacts:
    """What a walk over a function's statements (not into function literals) finds."""

    __slots__ = ("defers", "labels")

    def __init__(self) -> None:
        self.defers = False
        self.labels: set[str] = set()


def facts(b: FunctionBuilder, body: Any) -> BodyFacts:
    """Facts about a body; remembered, for instances share it."""
    known = b.pb.scans.get(body)
    if known is None:
        known = b.pb.scans[body] = BodyFacts()
        _walk_statements(body, known)
    return known


def _walk_statements(body: Any, found: BodyFacts) -> None:
    work = [body]
    while work:
        s = work.pop()
        cls = s.__class__
        if cls is ast.BlockStmt:
            work.extend(s.list)
        elif cls is ast.IfStmt:
            work.append(s.body)
            if s.else_ is not None:
                work.append(s.else_)
        elif cls in (ast.ForStmt, ast.RangeStmt, ast.SwitchStmt, ast.TypeSwitchStmt, ast.SelectStmt):
            work.append(s.body)
        elif cls is ast.CaseClause or cls is ast.CommClause:
            work.extend(s.body)
        elif cls is ast.LabeledStmt:
            found.labels.add(s.label.name)
            work.append(s.stmt)
        elif cls is ast.DeferStmt:
            found.defers = True


def _children(node: Any) -> Iterator[Any]:
    for name in node.__slots__:
        value = getattr(node, name)
        if isinstance(value, ast.Node):
            yield value
        elif value.__class__ is list:
            yield from value


def _root_ident(e: Any) -> Any:
    """The variable's identifier at the root of an operand: x in x.f[i]."""
    while True:
        cls = e.__class__
        if cls is ast.Ident:
            return e
        if cls in (ast.ParenExpr, ast.SelectorExpr, ast.IndexExpr):
            e = e.x
        else:
            return None


def shares_loop_variable(b: FunctionBuilder, loop: Any, variable: Any) -> bool:
    """Whether something in a three-clause loop may keep the variable beyond its iteration: a closure that uses it, its address, a slice of it, a method called on its address."""
    uses, selections = b.info.uses, b.info.selections
    work: list[tuple[Any, bool]] = [(n, False) for n in (loop.cond, loop.post, loop.body) if n is not None]
    while work:
        node, in_closure = work.pop()
        cls = node.__class__
        if cls is ast.Ident:
            if in_closure and uses.get(node) is variable:
                return True
            continue
        if cls is ast.BasicLit:
            continue
        if cls is ast.FuncLit:
            in_closure = True
        elif cls is ast.RangeStmt:
            tv = b.info.types.get(node.x)
            if tv is not None and b.type(tv.type).underlying().__class__ is types.Signature:
                work.append((node.body, True))
        elif (
            (cls is ast.UnaryExpr and node.op == "&")
            or cls is ast.SliceExpr
            or (cls is ast.SelectorExpr and _is_method(selections, node))
        ):
            root = _root_ident(node.x)
            if root is not None and uses.get(root) is variable:
                return True
        for child in _children(node):
            work.append((child, in_closure))
    return False


def _is_method(selections: Any, node: Any) -> bool:
    selection = selections.get(node)
    return selection is not None and selection.kind == types.METHOD_VAL
