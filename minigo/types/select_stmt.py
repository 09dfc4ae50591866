"""Select statements (specification, "Select statements")."""

from __future__ import annotations

from typing import Any

from minigo.syntax import ast
from minigo.types.operand import unparen
from minigo.types.state import CheckerState
from minigo.types.stmt import BREAK_OK, FALLTHROUGH_OK, FINAL_SWITCH_CASE, IN_TYPE_SWITCH


class SelectMixin(CheckerState):
    """Select statements as part of the checker."""

    def select_stmt(self, ctxt: int, s: ast.SelectStmt) -> None:
        inner = (ctxt | BREAK_OK) & ~(FALLTHROUGH_OK | FINAL_SWITCH_CASE | IN_TYPE_SWITCH)
        clauses: list[Any] = s.body.list
        self._multiple_select_defaults(clauses)
        for clause in clauses:
            if not _is_communication(clause.comm):
                what = "select case must be send or receive (possibly with assignment)"
                self.error(clause.comm, what, "InvalidSelectCase")
                continue
            self.open_scope(clause, "case")
            self.simple_stmt(clause.comm)
            self.stmt_list(inner, clause.body)
            self.close_scope()

    def _multiple_select_defaults(self, clauses: list[Any]) -> None:
        first: Any = None
        for clause in clauses:
            if clause.comm is not None:
                continue
            if first is None:
                first = clause
            else:
                at = self.fset.position(first.case)
                self.error(clause, f"multiple defaults (first at {at})", "DuplicateDefault")


def _is_communication(comm: Any) -> bool:
    """Whether a clause's statement is a send, or a receive perhaps with assignment (None: ``default``)."""
    if comm is None or comm.__class__ is ast.SendStmt:
        return True
    received: Any = None
    if comm.__class__ is ast.AssignStmt and len(comm.rhs) == 1:
        received = unparen(comm.rhs[0])
    elif comm.__class__ is ast.ExprStmt:
        received = unparen(comm.x)
    return received.__class__ is ast.UnaryExpr and received.op == "<-"
