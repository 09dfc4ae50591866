"""Expression switches and type switches (specification, "Switch statements").

The variable of a type switch (``switch v := x.(type)``) is one in each clause, with the clause's type: ``Info.implicits`` maps the clause to it.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any, Final

from minigo.syntax import ast
from minigo.syntax.positions import node_pos, start_pos
from minigo.types.info import CONSTANT, INVALID_MODE
from minigo.types.objects import Nil, Var
from minigo.types.operand import Operand, unparen
from minigo.types.predicates import comparable, has_nil, identical, is_interface, is_type_param, is_valid
from minigo.types.state import CheckerState
from minigo.types.stmt import BREAK_OK, FALLTHROUGH_OK, FINAL_SWITCH_CASE, IN_TYPE_SWITCH
from minigo.types.types import BOOL, INVALID, Typ

# The values whose duplicates are errors: integers, floats, strings.
_NO_DUPLICATES: Final = frozenset({int, Fraction, bytes})


class SwitchMixin(CheckerState):
    """Switch statements as part of the checker."""

    def switch_stmt(self, ctxt: int, s: ast.SwitchStmt) -> None:
        self.open_scope(s, "switch")
        self.simple_stmt(s.init)
        x = self._switch_tag(s)
        clauses: list[Any] = s.body.list
        self._multiple_defaults(clauses)
        seen: dict[Any, list[tuple[int, Any]]] = {}
        inner = (ctxt | BREAK_OK) & ~(FALLTHROUGH_OK | FINAL_SWITCH_CASE | IN_TYPE_SWITCH)
        for i, clause in enumerate(clauses, 1):
            for e in clause.list:
                self._case_value(x, e, seen)
            self.open_scope(clause, "case")
            self.stmt_list(inner | (FALLTHROUGH_OK if i < len(clauses) else FINAL_SWITCH_CASE), clause.body)
            self.close_scope()
        self.close_scope()

    def _switch_tag(self, s: ast.SwitchStmt) -> Operand:
        """The value that cases are compared with; ``true`` if there is no tag."""
        if s.tag is None:
            clauses = s.body.list
            x = Operand(ast.Ident(clauses[0].pos() if clauses else s.body.rbrace, "true"))
            x.mode, x.type, x.val = CONSTANT, Typ[BOOL], True
            return x
        x = Operand()
        self.expr(None, x, s.tag)
        self.assignment(x, None, "switch expression")
        if x.mode != INVALID_MODE and not comparable(x.type) and not has_nil(x.type):
            what = f"cannot switch on {self.ostr(x)} ({self.tstr(x.type)} is not comparable)"
            self.error(x, what, "InvalidExprSwitch")
            x.invalidate()
        return x

    def _multiple_defaults(self, clauses: list[Any]) -> None:
        first: Any = None
        for clause in clauses:
            if clause.list:
                continue
            if first is None:
                first = clause
            else:
                at = self.fset.position(first.case)
                self.error(clause, f"multiple defaults (first at {at})", "DuplicateDefault")

    def _case_value(self, x: Operand, e: ast.Expr, seen: dict[Any, list[tuple[int, Any]]]) -> None:
        """Compare a case with the tag, and with the constant cases ``seen`` before (positions and types by value)."""
        v = Operand()
        self.expr(None, v, e)
        if x.mode == INVALID_MODE or v.mode == INVALID_MODE:
            return
        self.convert_untyped(v, x.type)
        if v.mode == INVALID_MODE:
            return
        result = v.copy()
        self.comparison(result, x, "==", True)
        if result.mode == INVALID_MODE or v.mode != CONSTANT or v.val.__class__ not in _NO_DUPLICATES:
            return
        same_value = seen.setdefault(v.val, [])
        for pos, t in same_value:
            if identical(v.type, t):
                previous = f"\n\t{self.fset.position(pos)}: previous case"
                self.error(v, f"duplicate case {self.ostr(v)} in expression switch{previous}", "DuplicateCase")
                return
        same_value.append((node_pos(v.expr), v.type))

    # ------------------------------------------------------------ type switches

    def type_switch_stmt(self, ctxt: int, s: ast.TypeSwitchStmt) -> None:
        self.open_scope(s, "switch")
        self.simple_stmt(s.init)
        lhs, guard = _guard(s.assign)
        if lhs is not None:
            if lhs.name == "_":
                self.error(lhs, "no new variable on left side of :=", "NoNewVar")
                lhs = None
            else:
                self.record_def(lhs, None)
        x = self._switched(guard)
        clauses: list[Any] = s.body.list
        self._multiple_defaults(clauses)
        inner = ((ctxt | BREAK_OK) & ~(FALLTHROUGH_OK | FINAL_SWITCH_CASE)) | IN_TYPE_SWITCH
        variables = []
        seen: list[tuple[Any, Any]] = []
        for clause in clauses:
            t = self._case_types(x, clause.list, seen)
            self.open_scope(clause, "case")
            if lhs is not None:
                variables.append(self._clause_variable(clause, lhs, t))
            self.stmt_list(inner, clause.body)
            self.close_scope()
        if lhs is not None:
            self._switch_usage(lhs, variables)
        self.close_scope()

    def _switched(self, guard: ast.TypeAssertExpr) -> Operand | None:
        """The operand of ``x.(type)``; None if it has errors."""
        x = Operand()
        self.expr(None, x, guard.x)
        if x.mode == INVALID_MODE:
            return None
        if is_type_param(x.type):
            what = f"cannot use type switch on type parameter value {self.ostr(x)}"
            self.error(x, what, "InvalidTypeSwitch")
        elif is_interface(x.type):
            return x
        else:
            self.error(x, f"{self.ostr(x)} is not an interface", "InvalidTypeSwitch")
        return None

    def _clause_variable(self, clause: ast.CaseClause, lhs: ast.Ident, t: Any) -> Var:
        obj = Var(lhs.name_pos, self.pkg, lhs.name, t)
        self.declare(self.env.scope, None, obj, clause.colon)
        self.info.implicits[clause] = obj
        return obj

    def _switch_usage(self, lhs: ast.Ident, variables: list[Var]) -> None:
        """The variables of all clauses count as one: it is used if one of them is."""
        if not any(v.used for v in variables):
            self.error(lhs, f"{lhs.name} declared and not used", "UnusedVar")
        for v in variables:
            v.used = True

    def _case_types(self, x: Operand | None, exprs: list[Any], seen: list[tuple[Any, Any]]) -> Any:
        """Check a clause's types (None stands for nil); returns the type that the variable has in it."""
        t: Any = None
        for e in exprs:
            if self._is_nil(e):
                t = None
                self.expr(None, Operand(), e)
            else:
                t = self.var_type(e)
                if not is_valid(t):
                    continue
            if self._duplicate_type(e, t, seen):
                continue
            seen.append((t, e))
            if x is not None and t is not None:
                self.type_assertion(e, x, t, True)
        if len(exprs) == 1 and t is not None:
            return t
        return x.type if x is not None else Typ[INVALID]

    def _is_nil(self, e: ast.Expr) -> bool:
        name = unparen(e)
        return name.__class__ is ast.Ident and isinstance(self.lookup(name.name), Nil)

    def _duplicate_type(self, e: ast.Expr, t: Any, seen: list[tuple[Any, Any]]) -> bool:
        for other, at in seen:
            if t is other or (t is not None and other is not None and identical(t, other)):
                name = "nil" if t is None else self.tstr(t)
                previous = f"\n\t{self.fset.position(start_pos(at))}: previous case"
                self.error(e, f"duplicate case {name} in type switch{previous}", "DuplicateCase")
                return True
        return False


def _guard(assign: Any) -> tuple[Any, Any]:
    """The variable (or None) and the type assertion of a type switch's header."""
    if assign.__class__ is ast.AssignStmt:
        return assign.lhs[0], unparen(assign.rhs[0])
    return None, unparen(assign.x)
