"""Binary operators (specification, "Operators"); comparisons and shifts have files of their own."""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax import ast, expr_string
from minigo.types import constant
from minigo.types.info import CONSTANT, INVALID_MODE, VALUE
from minigo.types.operand import Operand
from minigo.types.predicates import (
    all_boolean,
    all_integer,
    all_numeric,
    all_numeric_or_string,
    all_string,
    has_nil,
    identical,
    is_complex,
    is_integer,
    is_non_type_param_interface,
    is_pointer,
    is_untyped,
    is_valid,
)
from minigo.types.state import CheckerState

_DEFINED: Final = {
    "+": all_numeric_or_string,
    "-": all_numeric,
    "*": all_numeric,
    "/": all_numeric,
    "%": all_integer,
    "&": all_integer,
    "|": all_integer,
    "^": all_integer,
    "&^": all_integer,
    "&&": all_boolean,
    "||": all_boolean,
}
_COMPARISONS: Final = frozenset(("==", "!=", "<", "<=", ">", ">="))
_SHIFTS: Final = frozenset(("<<", ">>"))


class BinaryMixin(CheckerState):
    """Checks of binary expressions."""

    def binary_chain(self, x: Operand, e: ast.BinaryExpr) -> None:
        """A binary expression. The left operands of ``a + b + c + …`` are as deep as the chain is long: they are checked by a loop."""
        chain = []
        left: Any = e
        while left.__class__ is ast.BinaryExpr:
            chain.append(left)
            left = left.x
        self.expr(None, x, left)
        for node in reversed(chain):
            y = Operand()
            self.expr(None, y, node.y)
            self._operate(x, y, node, node.x, node.y, node.op)
            x.expr = node
            if node is not e:
                self.record(x)
                if self.trace is not None:
                    self.tell(node, f"=> {self.ostr(x)}")

    def binary(self, x: Operand, e: Any, lhs: Any, rhs: Any, op: str) -> None:
        """``lhs op rhs``; ``e`` is the expression, or None for the assignment ``lhs op= rhs``."""
        y = Operand()
        self.expr(None, x, lhs)
        self.expr(None, y, rhs)
        self._operate(x, y, e, lhs, rhs, op)

    def _operate(self, x: Operand, y: Operand, e: Any, lhs: Any, rhs: Any, op: str) -> None:
        if not x.mode:
            return
        if not y.mode:
            x.mode = INVALID_MODE
            x.expr = y.expr
            return
        if op in _SHIFTS:
            self.shift(x, y, e, op)
            return
        if x.type is not y.type:
            self.match_types(x, y)
            if not x.mode:
                return
        if op in _COMPARISONS:
            self.comparison(x, y, op, False)
            return
        if x.type is not y.type and not identical(x.type, y.type):
            self._mismatched(x, y, e, lhs, rhs, op)
            x.mode = INVALID_MODE
            return
        if not self.op_defined(_DEFINED, x, op):
            x.mode = INVALID_MODE
            return
        if op in ("/", "%") and self._divides_by_zero(x, y):
            self.error(y, "invalid operation: division by zero", "DivByZero")
            x.mode = INVALID_MODE
            return
        if x.mode == CONSTANT and y.mode == CONSTANT:
            self._fold(x, y, e, op)
            return
        x.mode = VALUE

    def _fold(self, x: Operand, y: Operand, e: Any, op: str) -> None:
        """x becomes the constant result."""
        if x.val is None or y.val is None:
            x.val = None
            return
        x.val = constant.binary(op, x.val, y.val, is_integer(x.type))
        x.expr = e
        self.overflow(x, e.op_pos if e is not None else y.pos())

    def _mismatched(self, x: Operand, y: Operand, e: Any, lhs: Any, rhs: Any, op: str) -> None:
        if not is_valid(x.type) or not is_valid(y.type):
            return
        what = expr_string(e) if e is not None else f"{expr_string(lhs)} {op}= {expr_string(rhs)}"
        types = f"mismatched types {self.tstr(x.type)} and {self.tstr(y.type)}"
        self.error(x, f"invalid operation: {what} ({types})", "MismatchedTypes")

    def _divides_by_zero(self, x: Operand, y: Operand) -> bool:
        """Whether a division by a constant zero is certain: of integers, or of constants."""
        if y.mode != CONSTANT or y.val is None:
            return False
        if x.mode != CONSTANT and not all_integer(x.type):
            return False
        v = constant.to_complex(y.val) if is_complex(x.type) else None
        if v is None:
            return bool(y.val == 0)
        # the square of the absolute value counts: it may underflow
        return all(constant.binary("*", part, part, False) == 0 for part in (v.re, v.im))

    def match_types(self, x: Operand, y: Operand) -> None:
        """If one of the operands is untyped and may be converted to the other's type, convert it; x is invalid after an error."""
        x_untyped, y_untyped = is_untyped(x.type), is_untyped(y.type)
        if not (x_untyped or y_untyped) or not may_match(x, y):
            return
        self.convert_untyped(x, y.type)
        if not x.mode:
            return
        self.convert_untyped(y, x.type)
        if not y.mode:
            x.mode = INVALID_MODE


def may_match(x: Operand, y: Operand) -> bool:
    """Whether an untyped operand could take the other's type; if not, "mismatched types" is the better message."""
    if all_numeric(x.type) != all_numeric(y.type):
        return False
    if is_non_type_param_interface(x.type) or is_non_type_param_interface(y.type):
        return True
    if all_boolean(x.type) != all_boolean(y.type) or all_string(x.type) != all_string(y.type):
        return False
    if x.is_nil:
        return has_nil(y.type)
    if y.is_nil:
        return has_nil(x.type)
    return not is_pointer(x.type) and not is_pointer(y.type)
