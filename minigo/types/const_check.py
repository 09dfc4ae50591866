"""Constants in their types: overflow, representability, rounding (specification, "Representability")."""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax import ast
from minigo.types import constant
from minigo.types.info import INVALID_MODE
from minigo.types.operand import Operand
from minigo.types.predicates import is_integer, is_number
from minigo.types.state import CheckerState
from minigo.types.types import IS_INTEGER, IS_UNTYPED, Basic

MAX_BITS: Final = 512  # untyped integer constants have at most so many
_MAX_STRING: Final = 2_000_000_000
_UNARY_NAMES: Final = {"^": "bitwise complement "}
_BINARY_NAMES: Final = {
    "+": "addition ",
    "-": "subtraction ",
    "^": "bitwise XOR ",
    "*": "multiplication ",
    "<<": "shift ",
}


class ConstCheckMixin(CheckerState):
    """Checks of constant values."""

    def overflow(self, x: Operand, op_pos: int) -> None:
        """Report the constant x if its type cannot hold it, or if it is too large to compute with; it becomes unknown then."""
        val = x.val
        if val is None:
            self.error(op_pos, "constant result is not representable", "InvalidConstVal")
            return
        t = x.type
        if t.__class__ is not Basic or not t.info & IS_UNTYPED:
            self.representable(x, t.underlying())
        elif t.info & IS_INTEGER:
            if val.bit_length() > MAX_BITS:
                self.error(op_pos, f"constant {operation_name(x.expr)}overflow", "InvalidConstVal")
                x.val = None
        elif val.__class__ is bytes and len(val) > _MAX_STRING:
            what = f"constant string too long ({len(val)} bytes > {_MAX_STRING} bytes)"
            self.error(op_pos, what, "InvalidConstVal")
            x.val = None

    def representable(self, x: Operand, t: Basic) -> None:
        """Round the constant x to the type, or report that it cannot be."""
        val, code = self.representation(x, t)
        if code:
            self.invalid_conversion(code, x, t)
            x.mode = INVALID_MODE
            return
        x.val = val

    def representation(self, x: Operand, t: Basic) -> tuple[Any, str]:
        """(the constant's value in the type, ""), or (None, error code)."""
        if x.val is None:
            return None, ""
        ok, val = constant.representable(x.val, t)
        if ok:
            return val, ""
        if is_number(x.type) and is_number(t):
            return None, "TruncatedFloat" if not is_integer(x.type) and is_integer(t) else "NumericOverflow"
        return None, "InvalidConstVal"

    def invalid_conversion(self, code: str, x: Operand, target: Any) -> None:
        """Report that an untyped operand cannot be converted; the code says why."""
        what, t = self.ostr(x), self.tstr(target)
        if code == "TruncatedFloat":
            msg = f"{what} truncated to {t}"
        elif code == "NumericOverflow":
            msg = f"{what} overflows {t}"
        else:
            msg = f"cannot convert {what} to type {t}"
        self.error(x, msg, code)


def operation_name(e: Any) -> str:
    """``addition `` and so on, for overflow messages; empty for other expressions."""
    if isinstance(e, ast.BinaryExpr):
        return _BINARY_NAMES.get(e.op, "")
    if isinstance(e, ast.UnaryExpr):
        return _UNARY_NAMES.get(e.op, "")
    return ""
