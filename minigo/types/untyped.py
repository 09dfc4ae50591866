"""Untyped expressions and their final types (specification, "Constants", "Conversions").

Constants, comparisons, shifts of constants and nil may be untyped until their context gives them a type. They stand in the table ``untyped`` until then;
``update_expr_type`` walks down into the operands when the type is known, checks it there, and records it.
"""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax import ast, expr_string
from minigo.types.info import CONSTANT, INVALID_MODE
from minigo.types.operand import Operand
from minigo.types.predicates import (
    all_integer,
    default_type,
    has_nil,
    is_boolean,
    is_number,
    is_string,
    is_type_param,
    is_valid,
    max_type,
)
from minigo.types.state import CheckerState, ExprInfo
from minigo.types.types import (
    INVALID,
    IS_UNTYPED,
    UNTYPED_BOOL,
    UNTYPED_COMPLEX,
    UNTYPED_FLOAT,
    UNTYPED_INT,
    UNTYPED_RUNE,
    UNTYPED_STRING,
    Basic,
    Interface,
    Typ,
)
from minigo.types.typeset import under_is

_INVALID: Final = Typ[INVALID]
# What types a non-constant untyped value (a shift or comparison) may take.
_TAKES: Final = {
    UNTYPED_BOOL: is_boolean,
    UNTYPED_INT: is_number,
    UNTYPED_RUNE: is_number,
    UNTYPED_FLOAT: is_number,
    UNTYPED_COMPLEX: is_number,
    UNTYPED_STRING: is_string,
}
_FAILED: Final = (None, None, "InvalidUntypedConversion")
_COMPARISONS: Final = frozenset(("==", "!=", "<", "<=", ">", ">="))


class UntypedMixin(CheckerState):
    """Conversion of untyped operands."""

    def update_expr_type(self, e: Any, t: Any, final: bool) -> None:
        """An untyped expression gets the type t, and so do its operands as far as they share it. Unless ``final``, t may be untyped too."""
        old = self.untyped.get(e)
        if old is None:
            return
        for operand in sharing_operands(e, old):
            self.update_expr_type(operand, t, final)
        if not final and t.__class__ is Basic and t.info & IS_UNTYPED:
            old.type = t
            return
        del self.untyped[e]
        self._finalize(e, old, t)

    def _finalize(self, e: Any, old: ExprInfo, t: Any) -> None:
        """Check and record the final type of an expression."""
        if old.is_lhs and not all_integer(t):
            what = f"shifted operand {expr_string(e)} (type {self.tstr(t)}) must be integer"
            self.error(e, f"invalid operation: {what}", "InvalidShiftOperand")
            return
        if old.val is not None:
            c = Operand(e)
            c.mode, c.type, c.val = old.mode, old.type, old.val
            self.convert_untyped(c, t)
            if not c.mode:
                return
            if c.mode == CONSTANT:
                old.val = c.val
        self.record_type_and_value(e, old.mode, t, old.val)

    def update_expr_val(self, e: Any, val: Any) -> None:
        """The value of an untyped expression was rounded."""
        old = self.untyped.get(e)
        if old is not None:
            old.val = val

    def convert_untyped(self, x: Operand, target: Any) -> None:
        """Convert x, if it is untyped, to the type that its context gives; an error is reported if that is impossible."""
        t = x.type
        if t.__class__ is not Basic or not t.info & IS_UNTYPED:
            return
        new, val, code = self.implicit_type_and_value(x, target)
        if code:
            self.invalid_conversion(code, x, target if is_type_param(target) else target.underlying())
            x.mode = INVALID_MODE
            return
        if val is not None:
            x.val = val
            self.update_expr_val(x.expr, val)
        if new is not t:
            x.type = new
            self.update_expr_type(x.expr, new, False)

    def implicit_type_and_value(self, x: Operand, target: Any) -> tuple[Any, Any, str]:
        """(type, rounded constant value or None, "") of x implicitly converted to ``target``; (None, None, error code) if it cannot be."""
        t = x.type
        if not x.mode or t.__class__ is not Basic or not t.info & IS_UNTYPED or not is_valid(target):
            return t, None, ""
        if target.__class__ is Basic and target.info & IS_UNTYPED:
            larger = max_type(t, target)
            return _FAILED if larger is None else (larger, None, "")
        if x.is_nil:
            return (target, None, "") if has_nil(target) else _FAILED
        u = target.underlying()
        if u.__class__ is Basic:
            if x.mode == CONSTANT:
                val, code = self.representation(x, u)
                return (None, None, code) if code else (target, val, "")
            takes = _TAKES.get(t.kind)
            return (target, None, "") if takes is not None and takes(target) else _FAILED
        if not isinstance(u, Interface):
            return _FAILED
        if is_type_param(target):
            if under_is(target, lambda u: u is not None and self.implicit_type_and_value(x, u)[0] is not None):
                return target, None, ""
            return _FAILED
        # Untyped values can only be assigned to interfaces that all types implement.
        return (default_type(t), None, "") if u.type_set().is_all() else _FAILED


def sharing_operands(e: Any, info: ExprInfo) -> list[Any]:
    """The operands that have the type of the expression itself. Operands of constants keep their own."""
    cls = e.__class__
    if cls is ast.ParenExpr:
        return [e.x]
    if info.val is not None:
        return []
    if cls is ast.UnaryExpr:
        return [e.x]
    if cls is ast.BinaryExpr:
        if e.op in _COMPARISONS:
            return []  # the result is a boolean whatever the operands are
        return [e.x] if e.op in ("<<", ">>") else [e.x, e.y]
    return []
