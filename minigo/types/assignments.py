"""Assignments and initialisations (specification, "Assignability", "Assignment statements", "Short variable declarations").

``assignment(x, T, context)`` is the check that every implicit conversion goes through: of arguments, results, elements, channel values. On
failure it reports an error and makes x invalid. The other methods pair up left and right sides: n values for n variables, or one call with
n results, or one expression with an ``ok`` beside its value.
"""

from __future__ import annotations

from typing import Any

from minigo.syntax import ast, expr_string
from minigo.types.expr import new_target
from minigo.types.info import BUILTIN_MODE, CONSTANT, INVALID_MODE, MAP_INDEX, NIL_VALUE, NO_VALUE, TYPE_EXPR, VARIABLE
from minigo.types.objects import Const, Object, Var
from minigo.types.operand import Operand, unparen
from minigo.types.predicates import default_type, is_non_type_param_interface, is_valid
from minigo.types.state import CheckerState
from minigo.types.summary import measure, types_summary
from minigo.types.types import INVALID, IS_UNTYPED, UNTYPED_NIL, Basic, Signature, Tuple, Typ

_INVALID_TYPE = Typ[INVALID]
_CAUSES = {"TruncatedFloat": " (truncated)", "NumericOverflow": " (overflows)"}


class AssignmentsMixin(CheckerState):
    """Assignments as part of the checker."""

    def assignment(self, x: Operand, t: Any, context: str) -> None:
        """Check that x can be assigned to a variable of type ``t`` (None: the blank identifier); an untyped x is converted."""
        mode = x.mode
        typ = x.type
        cls = typ.__class__
        if cls is Tuple:
            self.single_value(x)
            mode = x.mode
        if mode == INVALID_MODE:
            return
        if mode in (NO_VALUE, BUILTIN_MODE, TYPE_EXPR):
            self.error(x, f"cannot assign {self.ostr(x)} to {self.tstr(t)} in {context}", "IncompatibleAssign")
            x.invalidate()
            return
        if cls is Basic:
            if typ.info & IS_UNTYPED and not self._type_untyped(x, t, context):
                return
        elif cls is Signature and typ.type_params:
            self.non_generic(new_target(t, context), x)
            if x.mode == INVALID_MODE:
                return
        if t is None or x.type is t:
            return
        ok, cause = self.assignable_to(x, t)
        if not ok:
            reason = f": {cause}" if cause else ""
            what = f"cannot use {self.ostr(x)} as {self.tstr(t)} value in {context}{reason}"
            self.error(x, what, "IncompatibleAssign")
            x.invalidate()

    def _type_untyped(self, x: Operand, t: Any, context: str) -> bool:
        """Give an untyped operand the type of its variable, or its default type."""
        target = t
        if x.mode == NIL_VALUE:
            if t is None:
                self.error(x, f"use of untyped nil in {context}", "UntypedNilUse")
                x.invalidate()
                return False
        elif t is None or is_non_type_param_interface(t):
            target = default_type(x.type)
        new, val, code = self.implicit_type_and_value(x, target)
        if code:
            what = f"cannot use {self.ostr(x)} as {self.tstr(target)} value in {context}{_CAUSES.get(code, '')}"
            self.error(x, what, code if code in _CAUSES else "IncompatibleAssign")
            x.invalidate()
            return False
        if val is not None:
            x.val = val
            self.update_expr_val(x.expr, val)
        if new is not x.type:
            if self.trace is not None:
                self.tell(x, f"{expr_string(x.expr)}: {self.tstr(x.type)} becomes {self.tstr(new)} in {context}")
            x.type = new
            self.update_expr_type(x.expr, new, False)
        return True

    # ------------------------------------------------------------ initialisation

    def init_const(self, lhs: Const, x: Operand) -> None:
        """``const lhs = x``"""
        if x.mode == INVALID_MODE or not is_valid(x.type) or (lhs.type is not None and not is_valid(lhs.type)):
            if lhs.type is None:
                lhs.type = _INVALID_TYPE
            return
        if x.mode != CONSTANT:
            self.error(x, f"{self.ostr(x)} is not constant", "InvalidConstInit")
            if lhs.type is None:
                lhs.type = _INVALID_TYPE
            return
        if lhs.type is None:
            lhs.type = x.type
        self.assignment(x, lhs.type, "constant declaration")
        if x.mode != INVALID_MODE:
            lhs.val = x.val

    def init_var(self, lhs: Var, x: Operand, context: str) -> None:
        """``var lhs = x``: a variable without type gets that of x (or the invalid type)."""
        t = lhs.type
        if x.mode == INVALID_MODE or x.type is _INVALID_TYPE or t is _INVALID_TYPE or not is_valid(x.type):
            if t is None:
                lhs.type = _INVALID_TYPE
            x.invalidate()
            return
        if t is None:
            t = x.type
            if t.__class__ is Basic and t.info & IS_UNTYPED:
                if t.kind == UNTYPED_NIL:
                    self.error(x, f"use of untyped nil in {context}", "UntypedNilUse")
                    lhs.type = _INVALID_TYPE
                    x.invalidate()
                    return
                t = default_type(t)
            lhs.type = t
        self.assignment(x, t, context)

    def init_vars(self, lhs: list[Var], exprs: list[Any], return_stmt: ast.ReturnStmt | None) -> None:
        """Initialise variables; with ``return_stmt`` they are the function's results."""
        if return_stmt is not None:
            context = "return statement"
        else:
            context = "multiple assignment" if len(lhs) > 1 else "assignment"
        if len(lhs) == len(exprs) and not _is_single_call(exprs):
            for v, e in zip(lhs, exprs, strict=True):
                x = Operand()
                desc = "result variable" if return_stmt is not None and v.name == "" else v.name
                self.expr(new_target(v.type, desc) if v.type is not None else None, x, e)
                self.init_var(v, x, context)
            return
        if len(exprs) != 1:
            if self.use(*exprs):
                if return_stmt is not None:
                    self._return_error(return_stmt, lhs, self.expr_list(exprs))
                else:
                    self._assign_error(exprs, len(lhs), len(exprs))
            _settle(lhs)
            return
        values, comma_ok = self.multi_expr(exprs[0], len(lhs) == 2 and return_stmt is None)
        if len(lhs) == len(values):
            for v, x in zip(lhs, values, strict=True):
                self.init_var(v, x, context)
            if comma_ok and not any(x.bad for x in values):
                self.record_comma_ok_types(exprs[0], [x.type for x in values])
            return
        if not values or values[0].mode != INVALID_MODE:
            if return_stmt is not None:
                self._return_error(return_stmt, lhs, values)
            else:
                self._assign_error(exprs, len(lhs), len(values))
        _settle(lhs)

    # ------------------------------------------------------------ assignment

    def lhs_var(self, lhs: ast.Expr) -> Any:
        """The type of the left side of an assignment: None for the blank identifier, invalid after an error.

        To assign to a variable is not to use it.
        """
        ident: Any = unparen(lhs)
        v: Any = None
        used = False
        if ident.__class__ is ast.Ident:
            if ident.name == "_":
                self.record_def(ident, None)
                return None
            obj = self.lookup(ident.name)
            if isinstance(obj, Var) and obj.pkg is self.pkg:
                v, used = obj, obj.used
        x = Operand()
        self.expr(None, x, lhs)
        if v is not None:
            v.used = used
        mode = x.mode
        if mode == INVALID_MODE or not is_valid(x.type):
            return _INVALID_TYPE
        if mode in (VARIABLE, MAP_INDEX):
            return x.type
        self._unassignable(x)
        return _INVALID_TYPE

    def _unassignable(self, x: Operand) -> None:
        name = expr_string(x.expr)
        if isinstance(x.expr, ast.SelectorExpr):
            op = Operand()
            self.expr(None, op, x.expr.x)
            if op.mode == MAP_INDEX:
                self.error(x, f"cannot assign to struct field {name} in map", "UnaddressableFieldAssign")
                return
        what = f"cannot assign to {name} (neither addressable nor a map index expression)"
        self.error(x, what, "UnassignableOperand")

    def assign_var(self, lhs: ast.Expr, rhs: ast.Expr | None, x: Operand | None, context: str) -> None:
        """``lhs = rhs``, or ``lhs = x`` if the right side was evaluated before."""
        t = self.lhs_var(lhs)
        if t is _INVALID_TYPE:
            if x is not None:
                x.invalidate()
            else:
                self.use(rhs)
            return
        if x is None:
            target = None
            if t is not None and isinstance(t.underlying(), Signature):
                target = new_target(t, expr_string(lhs))
            x = Operand()
            self.expr(target, x, rhs)
        if t is None and context == "assignment":
            context = "assignment to _ identifier"
        self.assignment(x, t, context)

    def assign_vars(self, lhs: list[Any], exprs: list[Any]) -> None:
        """``lhs = exprs``"""
        context = "multiple assignment" if len(lhs) > 1 else "assignment"
        if len(lhs) == len(exprs) and not _is_single_call(exprs):
            for target, e in zip(lhs, exprs, strict=True):
                self.assign_var(target, e, None, context)
            return
        if len(exprs) != 1:
            left, right = self.use_lhs(*lhs), self.use(*exprs)
            if left and right:
                self._assign_error(exprs, len(lhs), len(exprs))
            return
        values, comma_ok = self.multi_expr(exprs[0], len(lhs) == 2)
        if len(lhs) == len(values):
            for target, x in zip(lhs, values, strict=True):
                self.assign_var(target, None, x, context)
            if comma_ok and not any(x.bad for x in values):
                self.record_comma_ok_types(exprs[0], [x.type for x in values])
            return
        if not values or values[0].mode != INVALID_MODE:
            self._assign_error(exprs, len(lhs), len(values))
        self.use_lhs(*lhs)

    # ------------------------------------------------------------ short variable declarations

    def short_var_decl(self, pos: int, lhs: list[Any], exprs: list[Any]) -> None:
        """``lhs := exprs`` with the operator at ``pos``: new variables, whose scope begins after the statement."""
        top = len(self.delayed)
        scope = self.env.scope
        variables: list[Var] = []
        new: list[Var] = []
        seen: set[str] = set()
        has_error = False
        for e in lhs:
            obj = self._short_var(e, seen, new)
            if obj is None:
                has_error = True
                obj = Var(e.pos(), self.pkg, "_", None)
            variables.append(obj)
        self.init_vars(variables, exprs, None)
        self.process_delayed(top)  # function literals do not see the new variables
        if not new and not has_error:
            self.error(pos, "no new variables on left side of :=", "NoNewVar")
            return
        scope_pos = ast.rightmost(exprs[-1])
        for obj in new:
            self.declare(scope, None, obj, scope_pos)

    def _short_var(self, e: Any, seen: set[str], new: list[Var]) -> Var | None:
        """The variable that one name on the left stands for, declared before or ``new``; None after an error."""
        if e.__class__ is not ast.Ident:
            self.use_lhs(e)
            self.error(e, f"non-name {expr_string(e)} on left side of :=", "BadDecl")
            return None
        name = e.name
        if name != "_":
            if name in seen:
                self.error(e, f"{name} repeated on left side of :=", "RepeatedDecl")
                return None
            seen.add(name)
        other: Object | None = self.env.scope.elems.get(name)
        if other is not None:
            self.record_use(e, other)
            if isinstance(other, Var):
                return other
            self.error(e, f"cannot assign to {name}", "UnassignableOperand")
            return None
        obj = Var(e.name_pos, self.pkg, name, None)
        if name != "_":
            new.append(obj)
        self.record_def(e, obj)
        return obj

    # ------------------------------------------------------------ mismatched counts

    def _assign_error(self, exprs: list[Any], variables: int, values: int) -> None:
        first = exprs[0]
        have = measure(values, "value")
        call = unparen(first)
        if len(exprs) == 1 and call.__class__ is ast.CallExpr:
            have = f"{expr_string(call.fun)} returns {have}"
        what = f"assignment mismatch: {measure(variables, 'variable')} but {have}"
        self.error(first, what, "WrongAssignCount")

    def _return_error(self, return_stmt: ast.ReturnStmt, results: list[Var], values: list[Operand]) -> None:
        at: Any = return_stmt
        qualifier = "not enough"
        if len(values) > len(results):
            at = values[len(results)]  # the first that is too many
            qualifier = "too many"
        elif values:
            at = values[-1]
        have = types_summary([x.type for x in values], self.tstr)
        want = types_summary([v.type for v in results], self.tstr)
        self.error(at, f"{qualifier} return values\n\thave {have}\n\twant {want}", "WrongResultCount")


def _is_single_call(exprs: list[Any]) -> bool:
    return len(exprs) == 1 and unparen(exprs[0]).__class__ is ast.CallExpr


def _settle(variables: list[Var]) -> None:
    """After an error: variables have some type."""
    for v in variables:
        if v.type is None:
            v.type = _INVALID_TYPE
