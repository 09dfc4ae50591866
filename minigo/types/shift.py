"""Shifts (specification, "Operators": shift expressions).

If the left operand of a non-constant shift is an untyped constant, its type is what it would be without the shift: it is marked in the table of
untyped expressions (``is_lhs``) and checked to be an integer when its final type is known.
"""

from __future__ import annotations

from typing import Any, Final

from minigo.types import constant
from minigo.types.info import CONSTANT, INVALID_MODE, VALUE
from minigo.types.operand import Operand
from minigo.types.predicates import all_integer, all_unsigned, is_integer, is_untyped
from minigo.types.state import CheckerState
from minigo.types.types import UINT, UNTYPED_INT, Typ

# Enough to write down the smallest float64 as a shifted constant.
_MAX_COUNT: Final = 1023 - 1 + 52


class ShiftMixin(CheckerState):
    """Checks of shifts."""

    def shift(self, x: Operand, y: Operand, e: Any, op: str) -> None:
        """``x op y``; ``e`` is the expression, None for an assignment."""
        value = constant.to_int(x.val) if x.mode == CONSTANT and x.val is not None else None
        if not all_integer(x.type) and not (is_untyped(x.type) and value is not None):
            self._not_an_integer(x)
            return
        if not self._shift_count(y):
            x.mode = INVALID_MODE
            return
        if x.mode == CONSTANT:
            if y.mode == CONSTANT:
                self._constant_shift(x, y, e, op, value)
                return
            if is_untyped(x.type):
                untyped = self.untyped.get(x.expr)
                if untyped is not None:
                    untyped.is_lhs = True
                x.mode = VALUE  # x keeps its untyped type
                return
        if not all_integer(x.type):
            self._not_an_integer(x)
            return
        x.mode = VALUE

    def _not_an_integer(self, x: Operand) -> None:
        self.error(x, f"invalid operation: shifted operand {self.ostr(x)} must be integer", "InvalidShiftOperand")
        x.mode = INVALID_MODE

    def _shift_count(self, y: Operand) -> bool:
        """Whether y is a shift count; otherwise an error is reported."""
        if y.mode == CONSTANT:
            count = constant.to_int(y.val) if y.val is not None else None
            if count is not None and count < 0:
                self.error(y, f"invalid operation: negative shift count {self.ostr(y)}", "InvalidShiftCount")
                return False
            if is_untyped(y.type):
                # not converted: the count of a constant shift stays untyped
                self.representable(y, Typ[UINT])
                return y.mode != INVALID_MODE
            return True  # of typed constants gc asks no more
        if all_integer(y.type):
            return self._signed_count(y)
        if is_untyped(y.type):
            self.convert_untyped(y, Typ[UINT])
            return y.mode != INVALID_MODE
        self.error(y, f"invalid operation: shift count {self.ostr(y)} must be integer", "InvalidShiftCount")
        return False

    def _signed_count(self, y: Operand) -> bool:
        if all_unsigned(y.type) or self.allow_version(13):
            return True
        return self.verify_version(y, 13, f"invalid operation: signed shift count {self.ostr(y)}")

    def _constant_shift(self, x: Operand, y: Operand, e: Any, op: str, value: int | None) -> None:
        if not is_integer(x.type):
            x.type = Typ[UNTYPED_INT]
        if value is None or y.val is None:
            x.val = None
            return
        count = constant.to_int(y.val)
        if count is None or count > _MAX_COUNT:
            self.error(y, f"invalid operation: invalid shift count {self.ostr(y)}", "InvalidShiftCount")
            x.mode = INVALID_MODE
            return
        x.val = constant.shift(op, value, count)
        x.expr = e
        self.overflow(x, e.op_pos if e is not None else y.pos())
