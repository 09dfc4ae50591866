"""Unary operators, address and receive (specification, "Arithmetic operators", "Address operators", "Receive operator")."""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax import ast
from minigo.types import constant
from minigo.types.info import COMMA_OK, CONSTANT, INVALID_MODE, VALUE, VARIABLE
from minigo.types.operand import Operand, unparen
from minigo.types.predicates import all_boolean, all_integer, all_numeric, identical, is_type_param
from minigo.types.state import CheckerState
from minigo.types.types import RECV_ONLY, SEND_ONLY, SEND_RECV, Chan, Pointer
from minigo.types.typeset import typeset

_DEFINED: Final = {"+": all_numeric, "-": all_numeric, "^": all_integer, "!": all_boolean}


class UnaryMixin(CheckerState):
    """Checks of unary expressions."""

    def unary(self, x: Operand, e: ast.UnaryExpr) -> None:
        """``op x``"""
        self.expr(None, x, e.x)
        if not x.mode:
            return
        op = e.op
        if op == "&":
            self._address(x, e)
            return
        if op == "<-":
            elem = self.chan_elem(x, x, True)
            if elem is None or not self.complete(elem):
                x.mode = INVALID_MODE
                return
            x.mode = COMMA_OK
            x.type = elem
            self.env.has_call_or_recv = True
            return
        if op == "~":
            msg = "cannot use ~ outside of interface or type constraint"
            if not all_integer(x.type):
                self.error(e, msg, "UndefinedOp")
                x.mode = INVALID_MODE
                return
            self.error(e, f"{msg} (use ^ for bitwise complement)", "UndefinedOp")
            op = "^"
        if not self.op_defined(_DEFINED, x, op):
            x.mode = INVALID_MODE
            return
        if x.mode != CONSTANT:
            x.mode = VALUE
        elif x.val is not None:
            x.val = constant.unary(op, x.val, x.type.underlying())
            x.expr = e
            self.overflow(x, e.op_pos)

    def op_defined(self, defined: dict[str, Any], x: Operand, op: str) -> bool:
        """Whether an operator is defined on x's type; otherwise an error is reported."""
        if defined[op](x.type):
            return True
        self.error(x, f"invalid operation: operator {op} not defined on {self.ostr(x)}", "UndefinedOp")
        return False

    def _address(self, x: Operand, e: ast.UnaryExpr) -> None:
        if x.mode != VARIABLE and not isinstance(unparen(e.x), ast.CompositeLit):
            x.expr = unparen(e.x)
            self.error(x, f"invalid operation: cannot take address of {self.ostr(x)}", "UnaddressableOperand")
            x.mode = INVALID_MODE
            return
        x.mode = VALUE
        x.type = Pointer(x.type)

    def chan_elem(self, at: Any, x: Operand, recv: bool) -> Any:
        """The element type of the channel x to receive from or send to; None after an error report."""
        u = x.type.underlying()
        if u.__class__ is Chan and u.dir == SEND_RECV:
            return u.elem
        found: list[Any] = []  # the first type and its channel
        cause: list[str] = []
        if typeset(x.type, lambda t, u: self._same_channel(t, u, recv, found, cause)):
            return found[1].elem
        what = ("receive from" if recv else "send to") + " "
        what += f"{self.ostr(x)}: {cause[0]}" if is_type_param(x.type) else f"{cause[0]} {self.ostr(x)}"
        self.error(at, f"invalid operation: cannot {what}", "InvalidReceive" if recv else "InvalidSend")
        return None

    def _same_channel(self, t: Any, u: Any, recv: bool, found: list[Any], cause: list[str]) -> bool:
        """Whether u is a channel of the right direction that fits those found before."""
        if u is None:
            cause.append("no specific channel type")
        elif not isinstance(u, Chan):
            cause.append(f"non-channel {self.tstr(t)}")
        elif recv and u.dir == SEND_ONLY:
            cause.append(f"send-only channel {self.tstr(t)}")
        elif not recv and u.dir == RECV_ONLY:
            cause.append(f"receive-only channel {self.tstr(t)}")
        elif not found:
            found += [t, u]
        elif not identical(found[1].elem, u.elem):
            cause.append(f"channels {self.tstr(found[0])} and {self.tstr(t)} have different element types")
        return not cause
