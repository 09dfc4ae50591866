"""``for … range`` (specification, "For statements with range clause"): what can be ranged over, and the iteration variables."""

from __future__ import annotations

from typing import Any

from minigo.syntax import ast, expr_string
from minigo.types.info import CONSTANT, INVALID_MODE, VALUE
from minigo.types.objects import Var
from minigo.types.operand import Operand, unparen
from minigo.types.predicates import identical, is_boolean, is_integer
from minigo.types.state import CheckerState
from minigo.types.stmt import BREAK_OK, CONTINUE_OK, FALLTHROUGH_OK, FINAL_SWITCH_CASE, IN_TYPE_SWITCH
from minigo.types.types import (
    BOOL,
    INT,
    INVALID,
    IS_INTEGER,
    IS_STRING,
    SEND_ONLY,
    Array,
    Basic,
    Chan,
    Map,
    Pointer,
    Signature,
    Slice,
    Typ,
    Type,
)
from minigo.types.typeset import common_under
from minigo.types.universe import RUNE_TYPE

_YIELD = "func must be func(yield func(...) bool): "


class RangeError(Exception):
    """An expression cannot be ranged over; the text is the reason, or empty."""


class RangeMixin(CheckerState):
    """Range clauses as part of the checker."""

    def range_stmt(self, ctxt: int, s: ast.RangeStmt) -> None:
        x = Operand()
        self.env.has_call_or_recv = False
        self.expr(None, x, s.x)
        self._constant_length(s, x)
        key, value = self._iteration_types(s, x)
        self.open_scope(s, "range")
        over_int = x.mode != INVALID_MODE and is_integer(x.type)
        if s.tok == ":=":
            self._declare_variables(s, x, key, value, over_int)
        elif s.key is not None:
            self._assign_variables(s, x, key, value, over_int)
        elif over_int:
            # No variables: an untyped constant gets its default type, as if it were assigned to the blank identifier.
            self.assignment(x, None, "range clause")
        inner = (ctxt | BREAK_OK | CONTINUE_OK) & ~(FALLTHROUGH_OK | FINAL_SWITCH_CASE | IN_TYPE_SWITCH)
        self.block_stmt(inner, s.body)
        self.close_scope()

    def _constant_length(self, s: ast.RangeStmt, x: Operand) -> None:
        """Without a second variable an array is not evaluated if its length is constant: its expression is recorded as that constant."""
        if x.mode == INVALID_MODE or s.value is not None or self.env.has_call_or_recv:
            return
        t = array_pointer_deref(x.type.underlying())
        if not isinstance(t, Array):
            return
        length = Operand(unparen(s.x))
        length.mode, length.type, length.val = CONSTANT, Typ[INT], t.len
        self.record(length)

    def _iteration_types(self, s: ast.RangeStmt, x: Operand) -> tuple[Any, Any]:
        """Types of key and value: None where there is none, invalid after an error."""
        if x.mode == INVALID_MODE:
            return None, None
        try:
            key, value = self._range_key_value(x.type)
        except RangeError as e:
            cause = f": {e}" if str(e) else ""
            self.error(x, f"cannot range over {self.ostr(x)}{cause}", "InvalidRangeExpr")
            return Typ[INVALID], Typ[INVALID]
        if key is None and s.key is not None:
            self.error(s.key, f"range over {self.ostr(x)} permits no iteration variables", "InvalidIterVar")
        elif value is None and s.value is not None:
            self.error(s.value, f"range over {self.ostr(x)} permits only one iteration variable", "InvalidIterVar")
        elif s.extra is not None:
            self.error(s.extra, "range clause permits at most two iteration variables", "InvalidIterVar")
        return key, value

    def _range_key_value(self, t: Type) -> tuple[Type | None, Type | None]:
        """The types of key and value in a range over type ``t``; raises RangeError."""
        u, cause = common_under(t, self._receivable, self.tstr)
        if u is None:
            raise RangeError(cause)
        u = array_pointer_deref(u)
        if isinstance(u, (Slice, Array)):
            return Typ[INT], u.elem
        if isinstance(u, Map):
            return u.key, u.elem
        if isinstance(u, Basic) and u.info & IS_STRING:
            return Typ[INT], RUNE_TYPE
        if isinstance(u, Basic) and u.info & IS_INTEGER:
            self._range_version(22)
            return t, None
        if isinstance(u, Chan):
            return u.elem, None
        if isinstance(u, Signature):
            self._range_version(23)
            return self._range_function(u)
        raise RangeError

    def _receivable(self, t: Type | None, u: Type | None) -> str:
        if isinstance(u, Chan) and u.dir == SEND_ONLY:
            return f"receive from send-only channel {self.tstr(t)}"
        return ""

    def _range_version(self, minor: int) -> None:
        if not self.allow_version(minor):
            raise RangeError(f"requires go1.{minor} or later")

    def _range_function(self, sig: Signature) -> tuple[Type | None, Type | None]:
        """Key and value of a range over a function are the parameters of the function that it is called with."""
        if len(sig.params.vars) != 1:
            raise RangeError(_YIELD + "wrong argument count")
        if sig.results.vars:
            raise RangeError(_YIELD + "unexpected results")
        callback, cause = common_under(sig.params.vars[0].type, None, self.tstr)
        if not isinstance(callback, Signature):
            raise RangeError(_YIELD + (f"in yield type, {cause}" if cause else "argument is not func"))
        params, results = callback.params.vars, callback.results.vars
        if len(params) > 2:
            raise RangeError(_YIELD + "yield func has too many parameters")
        if len(results) != 1 or not identical(results[0].type, Typ[BOOL]):
            if len(results) == 1 and is_boolean(results[0].type):
                raise RangeError(_YIELD + "yield func returns user-defined boolean, not bool")
            raise RangeError(_YIELD + "yield func does not return bool")
        if callback.variadic:
            raise RangeError(f"yield func of type {self.tstr(callback)} cannot be variadic")
        return params[0].type if params else None, params[1].type if len(params) > 1 else None

    # ------------------------------------------------------------ iteration variables

    def _declare_variables(self, s: ast.RangeStmt, x: Operand, key: Any, value: Any, over_int: bool) -> None:
        """``for key, value := range x``: new variables in the loop's scope."""
        declared = []
        for lhs, t in ((s.key, key), (s.value, value)):
            if lhs is None:
                continue
            if isinstance(lhs, ast.Ident):
                obj = Var(lhs.name_pos, self.pkg, lhs.name, None)
                self.record_def(lhs, obj)
                if lhs.name != "_":
                    declared.append(obj)
            else:
                self.error(lhs, f"cannot declare {expr_string(lhs)}", "InvalidSyntaxTree")
                obj = Var(lhs.pos(), self.pkg, "_", None)
            if t is None or t is Typ[INVALID]:
                obj.type = Typ[INVALID]
                obj.used = True  # one error is enough
            elif over_int:
                self.init_var(obj, x, "range clause")
            else:
                self.init_var(obj, self._iterated(lhs, t), "assignment")
        if not declared:
            self.error(s, "no new variables on left side of :=", "NoNewVar")
        for obj in declared:
            self.declare(self.env.scope, None, obj, s.body.lbrace)

    def _assign_variables(self, s: ast.RangeStmt, x: Operand, key: Any, value: Any, over_int: bool) -> None:
        """``for key, value = range x``."""
        for lhs, t in ((s.key, key), (s.value, value)):
            if lhs is None or t is None or t is Typ[INVALID]:
                continue
            if not over_int:
                self.assign_var(lhs, None, self._iterated(lhs, t), "assignment")
                continue
            self.assign_var(lhs, None, x, "range clause")
            # An untyped x has by now the type of the variable.
            if x.mode != INVALID_MODE and not is_integer(x.type):
                self.error(lhs, f"cannot use iteration variable of type {self.tstr(x.type)}", "InvalidRangeExpr")

    def _iterated(self, lhs: ast.Expr, t: Type) -> Operand:
        y = Operand(lhs)
        y.mode, y.type = VALUE, t
        return y


def array_pointer_deref(t: Type) -> Type:
    """The array that a pointer to an array points to; any other type itself."""
    if isinstance(t, Pointer):
        elem = t.elem.underlying()
        if isinstance(elem, Array):
            return elem
    return t
