"""Terminating statements (specification, "Terminating statements"): what a function with results must end with.

In: a statement and its label ("" if it has none); the calls of the predeclared ``panic`` in the function, as the checker found them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minigo.syntax import ast
from minigo.types.operand import unparen


def is_terminating(s: Any, label: str, panics: set[Any]) -> bool:
    """Whether control never reaches the end of the statement."""
    rule = _TERMINATING.get(s.__class__)
    return rule is not None and rule(s, label, panics)


def is_terminating_list(stmts: list[Any], panics: set[Any]) -> bool:
    """Whether the last statement that is not empty is terminating."""
    for s in reversed(stmts):
        if s.__class__ is not ast.EmptyStmt:
            return is_terminating(s, "", panics)
    return False


def _labeled(s: ast.LabeledStmt, label: str, panics: set[Any]) -> bool:
    return is_terminating(s.stmt, s.label.name, panics)


def _expr(s: ast.ExprStmt, label: str, panics: set[Any]) -> bool:
    return unparen(s.x) in panics


def _return(s: ast.ReturnStmt, label: str, panics: set[Any]) -> bool:
    return True


def _branch(s: ast.BranchStmt, label: str, panics: set[Any]) -> bool:
    return s.tok in ("goto", "fallthrough")


def _block(s: ast.BlockStmt, label: str, panics: set[Any]) -> bool:
    return is_terminating_list(s.list, panics)


def _if(s: ast.IfStmt, label: str, panics: set[Any]) -> bool:
    return s.else_ is not None and is_terminating(s.body, "", panics) and is_terminating(s.else_, "", panics)


def _switch(s: Any, label: str, panics: set[Any]) -> bool:
    has_default = False
    for clause in s.body.list:
        has_default = has_default or not clause.list
        if not is_terminating_list(clause.body, panics) or has_break_list(clause.body, label, True):
            return False
    return has_default


def _select(s: ast.SelectStmt, label: str, panics: set[Any]) -> bool:
    clauses: list[Any] = s.body.list
    return all(is_terminating_list(c.body, panics) and not has_break_list(c.body, label, True) for c in clauses)


def _for(s: ast.ForStmt, label: str, panics: set[Any]) -> bool:
    return s.cond is None and not has_break(s.body, label, True)


_TERMINATING: Final[dict[type[ast.Node], Callable[[Any, str, set[Any]], bool]]] = {
    ast.LabeledStmt: _labeled,
    ast.ExprStmt: _expr,
    ast.ReturnStmt: _return,
    ast.BranchStmt: _branch,
    ast.BlockStmt: _block,
    ast.IfStmt: _if,
    ast.SwitchStmt: _switch,
    ast.TypeSwitchStmt: _switch,
    ast.SelectStmt: _select,
    ast.ForStmt: _for,
}

# ---- break ----------------------------------------------------------------------------------------------------------


def has_break(s: Any, label: str, implicit: bool) -> bool:
    """Whether the statement contains a break out of the statement with the label, or (``implicit``) one without a label."""
    rule = _BREAKS.get(s.__class__)
    return rule is not None and rule(s, label, implicit)


def has_break_list(stmts: list[Any], label: str, implicit: bool) -> bool:
    return any(has_break(s, label, implicit) for s in stmts)


def _break_branch(s: ast.BranchStmt, label: str, implicit: bool) -> bool:
    if s.tok != "break":
        return False
    return implicit if s.label is None else s.label.name == label


def _break_if(s: ast.IfStmt, label: str, implicit: bool) -> bool:
    return has_break(s.body, label, implicit) or (s.else_ is not None and has_break(s.else_, label, implicit))


def _break_clauses(s: Any, label: str, implicit: bool) -> bool:
    """A break without a label inside is one out of this statement, not of one around it."""
    return label != "" and any(has_break_list(clause.body, label, False) for clause in s.body.list)


def _break_loop(s: Any, label: str, implicit: bool) -> bool:
    return label != "" and has_break(s.body, label, False)


_BREAKS: Final[dict[type[ast.Node], Callable[[Any, str, bool], bool]]] = {
    ast.LabeledStmt: lambda s, label, implicit: has_break(s.stmt, label, implicit),
    ast.BranchStmt: _break_branch,
    ast.BlockStmt: lambda s, label, implicit: has_break_list(s.list, label, implicit),
    ast.IfStmt: _break_if,
    ast.SwitchStmt: _break_clauses,
    ast.TypeSwitchStmt: _break_clauses,
    ast.SelectStmt: _break_clauses,
    ast.ForStmt: _break_loop,
    ast.RangeStmt: _break_loop,
}
