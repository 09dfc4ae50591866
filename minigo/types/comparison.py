"""Comparisons (specification, "Comparison operators")."""

from __future__ import annotations

from typing import Any

from minigo.syntax import expr_string
from minigo.types import constant
from minigo.types.info import CONSTANT, INVALID_MODE, VALUE
from minigo.types.operand import Operand, composite_kind
from minigo.types.predicates import all_ordered, comparable, default_type, has_nil, identical, is_type_param, is_valid
from minigo.types.state import CheckerState
from minigo.types.types import UNTYPED_BOOL, Array, Basic, Interface, Map, Signature, Slice, Struct, Typ


class ComparisonMixin(CheckerState):
    """Checks of comparisons."""

    def comparison(self, x: Operand, y: Operand, op: str, switch_case: bool) -> None:
        """``x op y`` becomes an untyped boolean; with ``switch_case`` x is a case of a switch on y."""
        if not is_valid(x.type) or not is_valid(y.type):
            x.mode = INVALID_MODE
            return
        if switch_case:
            op = "=="
        wrong, cause, code = self._incomparable(x, y, op)
        if wrong is not None:
            self._comparison_error(x, y, op, switch_case, wrong, cause, code)
            x.mode = INVALID_MODE
            return
        if x.mode == CONSTANT and y.mode == CONSTANT:
            if x.val is not None:
                x.val = None if y.val is None else constant.compare(op, x.val, y.val)
        else:
            x.mode = VALUE
            # The operands never become typed by way of the result, which is a boolean whatever they are.
            self.update_expr_type(x.expr, default_type(x.type), True)
            self.update_expr_type(y.expr, default_type(y.type), True)
        x.type = Typ[UNTYPED_BOOL]

    def _incomparable(self, x: Operand, y: Operand, op: str) -> tuple[Operand | None, str, str]:
        """(the operand to blame, cause or "", error code), or (None, "", "") if the operands can be compared."""
        same = x.type is y.type or identical(x.type, y.type)
        if not same and not self.assignable_to(x, y.type)[0] and not self.assignable_to(y, x.type)[0]:
            return y, f"mismatched types {self.tstr(x.type)} and {self.tstr(y.type)}", "MismatchedTypes"
        if op in ("==", "!="):
            if x.is_nil or y.is_nil:
                if not has_nil(y.type if x.is_nil else x.type):
                    return y, "", "UndefinedOp"
                return None, "", ""
            for operand in (x, y):
                if operand.type.__class__ is not Basic and not comparable(operand.type):
                    return operand, self.incomparable_cause(operand.type), "UndefinedOp"
            return None, "", ""
        for operand in (x, y):
            if not all_ordered(operand.type):
                return operand, "", "UndefinedOp"
        return None, "", ""

    def _comparison_error(
        self, x: Operand, y: Operand, op: str, switch_case: bool, wrong: Operand, cause: str, code: str
    ) -> None:
        if not cause:
            if is_type_param(x.type) or is_type_param(y.type):
                if not is_type_param(x.type):
                    wrong = y
                cause = f"type parameter {self.tstr(wrong.type)} cannot use operator {op}"
            else:
                cause = f"operator {op} not defined on {composite_kind(wrong.type) or self.tstr(wrong.type)}"
        if switch_case:
            msg = f"invalid case {expr_string(x.expr)} in switch on {expr_string(y.expr)} ({cause})"
            self.error(x, msg, code)
        else:
            msg = f"invalid operation: {expr_string(x.expr)} {op} {expr_string(y.expr)} ({cause})"
            self.error(wrong, msg, code)

    def incomparable_cause(self, t: Any) -> str:
        """Why values of the type cannot be compared."""
        u = t.underlying()
        if isinstance(u, (Slice, Signature, Map)):
            return f"{composite_kind(t)} can only be compared to nil"
        if isinstance(u, Struct):
            for f in u.fields:
                if not comparable(f.type):
                    return f"struct containing {self.tstr(f.type)} cannot be compared"
        if isinstance(u, Array):
            return f"{self.tstr(t)} cannot be compared"
        if isinstance(u, Interface):
            return "empty type set" if u.type_set().is_empty() else "incomparable types in type set"
        return ""
