"""Expressions: what is common to all of them, and the dispatch to the checks of each kind (specification, "Expressions").

An expression is checked from the top down. ``raw_expr(target, x, e, hint, allow_generic)`` fills the operand ``x`` with mode, type and value
of ``e`` and records them. ``target`` is the function type that a generic function value is assigned to (see ``Target``), ``hint`` the element type of a
composite literal around ``e``, from which an elided literal type is taken. If the expression is wrong, an error has been reported and
x's mode is INVALID_MODE: nobody reports a follow-on error about such an operand.

Untyped expressions are not recorded at once, but when their final type is known (see ``untyped``).
"""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax import ast, expr_string
from minigo.types.info import (
    BUILTIN_MODE,
    COMMA_OK,
    CONSTANT,
    INVALID_MODE,
    MAP_INDEX,
    NO_VALUE,
    TYPE_EXPR,
    VALUE,
    VARIABLE,
    TypeAndValue,
)
from minigo.types.lookup import missing_method
from minigo.types.operand import EXPRESSION, STATEMENT, Operand, gc_pos
from minigo.types.predicates import identical, is_generic, is_interface, is_type_param, is_valid
from minigo.types.state import CheckerState, ExprInfo
from minigo.types.types import (
    INVALID,
    IS_UNTYPED,
    UNTYPED_BOOL,
    Alias,
    Basic,
    Interface,
    Named,
    Pointer,
    Signature,
    Tuple,
    Typ,
)
from minigo.types.typeset import common_under, under_is

INVALID_TYPE: Final = Typ[INVALID]
# Modes that `exclude` rejects where a value is needed.
NOT_A_VALUE: Final = 1 << NO_VALUE | 1 << BUILTIN_MODE | 1 << TYPE_EXPR


class Target:
    """The function type of the variable that a generic function is assigned to, and how messages call the variable."""

    __slots__ = ("desc", "sig")

    def __init__(self, sig: Signature, desc: Any) -> None:
        self.sig = sig
        self.desc = desc


def new_target(t: Any, desc: Any) -> Target | None:
    """A target if the type is a function type; ``desc`` becomes text when a message needs it."""
    if t is None or t.__class__ is Basic:
        return None
    u, _ = common_under(t)
    return Target(u, desc) if isinstance(u, Signature) else None


class ExprMixin(CheckerState):
    """The entry points for expressions."""

    # ------------------------------------------------------------ entry points

    def raw_expr(self, target: Target | None, x: Operand, e: Any, hint: Any, allow_generic: bool) -> int:
        """Check any expression or type; returns its kind (CONVERSION, EXPRESSION, STATEMENT)."""
        if self.trace is not None:
            self.tell(e, f"-- expr {expr_string(e)}")
            self.trace_depth += 1
        x.mode = INVALID_MODE
        x.type = INVALID_TYPE
        kind: int = _INTERNAL[e.__class__](self, target, x, e, hint)
        t = x.type
        cls = t.__class__
        if not allow_generic and (cls is Signature or cls is Named or cls is Alias):
            self.non_generic(target, x)
            t = x.type
        mode = x.mode
        if mode:  # what state.record does
            if t.__class__ is Basic and t.info & IS_UNTYPED:
                self.untyped[x.expr] = ExprInfo(False, mode, t, x.val if mode == CONSTANT else None)
            else:
                self.info.types[x.expr] = TypeAndValue(mode, t, x.val if mode == CONSTANT else None)
        if self.trace is not None:
            self.trace_depth -= 1
            self.tell(e, f"=> {self.ostr(x)}")
        return kind

    def expr(self, target: Target | None, x: Operand, e: Any) -> None:
        """Check an expression that must be a single value."""
        self.raw_expr(target, x, e, None, False)
        mode = x.mode
        if mode == VALUE:
            if x.type.__class__ is Tuple:
                self.single_value(x)
        elif mode < CONSTANT:
            self.exclude(x, NOT_A_VALUE)

    def expr_with_hint(self, x: Operand, e: Any, hint: Any) -> None:
        """Like ``expr``; ``hint`` is the type of an elided composite literal."""
        self.raw_expr(None, x, e, hint, False)
        self.exclude(x, NOT_A_VALUE)
        self.single_value(x)

    def generic_expr(self, x: Operand, e: Any, hint: Any = None) -> None:
        """Like ``expr``, but the value may be a generic function."""
        self.raw_expr(None, x, e, hint, True)
        mode = x.mode
        if mode == VALUE:
            if x.type.__class__ is Tuple:
                self.single_value(x)
        elif mode < CONSTANT:
            self.exclude(x, NOT_A_VALUE)

    def expr_or_type(self, x: Operand, e: Any, allow_generic: bool) -> None:
        """Check an expression that is a single value, a type or a builtin."""
        self.raw_expr(None, x, e, None, allow_generic)
        if x.mode == NO_VALUE:
            self.exclude(x, 1 << NO_VALUE)
        self.single_value(x)

    def multi_expr(self, e: Any, allow_comma_ok: bool) -> tuple[list[Operand], bool]:
        """The values of an expression that may be a call with several results; with ``allow_comma_ok`` also of ``v, ok`` forms (then True)."""
        x = Operand()
        self.raw_expr(None, x, e, None, False)
        self.exclude(x, NOT_A_VALUE)
        if x.mode != INVALID_MODE and isinstance(x.type, Tuple):
            results = []
            for i, v in enumerate(x.type.vars):
                results.append(value_operand(ast.Ident(e.pos(), nth(i + 1, "function result")), v.type))
            return results, False
        if allow_comma_ok and x.mode in (MAP_INDEX, COMMA_OK):
            ok = ast.Ident(e.pos(), "ok value of (comma, ok) expression")
            return [x, value_operand(ok, Typ[UNTYPED_BOOL])], True
        return [x], False

    def expr_list(self, exprs: list[Any]) -> list[Operand]:
        """The values of a list of expressions; a single one may be a call with several results."""
        if len(exprs) == 1:
            return self.multi_expr(exprs[0], False)[0]
        operands = []
        for e in exprs:
            x = Operand()
            self.expr(None, x, e)
            operands.append(x)
        return operands

    # ------------------------------------------------------------ what an operand may be

    def exclude(self, x: Operand, modes: int) -> None:
        """Report an operand whose mode is in the bit set ``modes``."""
        mode = x.mode
        if not mode or not modes >> mode & 1:
            return
        if mode == NO_VALUE:
            what, code = ("used as value" if modes >> TYPE_EXPR & 1 else "used as value or type"), "TooManyValues"
        elif mode == BUILTIN_MODE:
            what, code = "must be called", "UncalledBuiltin"
        else:
            what, code = "is not an expression", "NotAnExpr"
        self.error(x, f"{self.ostr(x)} {what}", code)
        x.mode = INVALID_MODE

    def single_value(self, x: Operand) -> None:
        """Report an operand that is several values."""
        if x.mode == VALUE and x.type.__class__ is Tuple:
            self.error(x, f"multiple-value {self.ostr(x)} in single-value context", "TooManyValues")
            x.mode = INVALID_MODE

    def non_generic(self, target: Target | None, x: Operand) -> None:
        """Report a generic type or function that is not instantiated; a function with a target is instantiated by inference."""
        if x.mode in (INVALID_MODE, NO_VALUE):
            return
        t = x.type
        if t.__class__ is Signature:
            if not t.type_params:
                return
            if target is not None:
                self.func_inst(target, gc_pos(x.expr), x, None, True)
                return
            what = "function"
        elif is_generic(t):
            what = "type"
        else:
            return
        self.error(x, f"cannot use generic {what} {expr_string(x.expr)} without instantiation", "WrongTypeArgCount")
        x.mode = INVALID_MODE
        x.type = INVALID_TYPE

    def complete(self, t: Any) -> bool:
        """Whether a type's underlying type is known; a type that is still being declared is an error (reported)."""
        return not self.obj_path or t.__class__ not in (Named, Alias) or bool(self.is_complete(t))

    # ------------------------------------------------------------ the kinds of expressions

    def _bad(self, target: Any, x: Operand, e: Any, hint: Any) -> int:
        x.expr = e  # the parser reported it
        return STATEMENT

    def _ident(self, target: Any, x: Operand, e: ast.Ident, hint: Any) -> int:
        self.ident(x, e, False)
        x.expr = e
        return EXPRESSION

    def _ellipsis(self, target: Any, x: Operand, e: ast.Ellipsis, hint: Any) -> int:
        return self._fail(x, e, "invalid use of ...")

    def _key_value(self, target: Any, x: Operand, e: ast.KeyValueExpr, hint: Any) -> int:
        return self._fail(x, e, "no key:value expected")

    def _fail(self, x: Operand, e: Any, msg: str) -> int:
        self.error(e, msg, "InvalidSyntaxTree")
        x.mode = INVALID_MODE
        x.expr = e
        return STATEMENT

    def _paren(self, target: Any, x: Operand, e: ast.ParenExpr, hint: Any) -> int:
        kind = self.raw_expr(None, x, e.x, None, False)
        x.expr = e
        return kind

    def _basic_lit(self, target: Any, x: Operand, e: ast.BasicLit, hint: Any) -> int:
        self.basic_lit(x, e)
        x.expr = e
        return EXPRESSION if x.mode else STATEMENT

    def _func_lit(self, target: Any, x: Operand, e: ast.FuncLit, hint: Any) -> int:
        self.func_lit(x, e)
        x.expr = e
        return EXPRESSION if x.mode else STATEMENT

    def _composite_lit(self, target: Any, x: Operand, e: ast.CompositeLit, hint: Any) -> int:
        self.composite_lit(x, e, hint)
        x.expr = e
        return EXPRESSION if x.mode else STATEMENT

    def _selector(self, target: Any, x: Operand, e: ast.SelectorExpr, hint: Any) -> int:
        self.selector(x, e, False)
        return EXPRESSION

    def _index(self, target: Target | None, x: Operand, e: Any, hint: Any) -> int:
        if self.index_expr(x, e):
            self.func_inst(target, gc_pos(e), x, e, True)
        x.expr = e
        return EXPRESSION if x.mode else STATEMENT

    def _slice_expr(self, target: Any, x: Operand, e: ast.SliceExpr, hint: Any) -> int:
        self.slice_expr(x, e)
        x.expr = e
        return EXPRESSION if x.mode else STATEMENT

    def _call(self, target: Any, x: Operand, e: ast.CallExpr, hint: Any) -> int:
        return int(self.call_expr(x, e))

    def _type(self, target: Any, x: Operand, e: Any, hint: Any) -> int:
        x.mode = TYPE_EXPR
        x.type = self.typ(e)
        x.expr = e
        return EXPRESSION

    def _type_assert(self, target: Any, x: Operand, e: ast.TypeAssertExpr, hint: Any) -> int:
        if not self._asserted(x, e):
            x.mode = INVALID_MODE
        x.expr = e
        return EXPRESSION if x.mode else STATEMENT

    def _asserted(self, x: Operand, e: ast.TypeAssertExpr) -> bool:
        """x.(T)"""
        if e.type is None:
            self.error(e, "use of .(type) outside type switch", "InvalidSyntaxTree")
            self.use(e.x)
            return False
        self.expr(None, x, e.x)
        if not x.mode:
            return False
        if is_type_param(x.type):
            what = f"cannot use type assertion on type parameter value {self.ostr(x)}"
            self.error(x, f"invalid operation: {what}", "InvalidAssert")
            return False
        if not isinstance(x.type.underlying(), Interface):
            self.error(x, f"invalid operation: {self.ostr(x)} is not an interface", "InvalidAssert")
            return False
        t = self.var_type(e.type)
        if not is_valid(t) or not self.complete(t):
            return False
        self.type_assertion(e, x, t, False)
        x.mode = COMMA_OK
        x.type = t
        return True

    def type_assertion(self, e: Any, x: Operand, t: Any, type_switch: bool) -> None:
        """Report an assertion that x has dynamic type t where that is impossible."""
        if is_interface(t) or not is_valid(t):
            return
        method, cause = missing_method(
            t, x.type.underlying(), False, declare=self.declare_method, qualifier=self.qualifier
        )
        if method is None:
            return
        if type_switch:
            msg = f"impossible type switch case: {expr_string(e)}\n\t{self.ostr(x)} cannot have dynamic type {self.tstr(t)} {cause}"
        else:
            msg = f"impossible type assertion: {expr_string(e)}\n\t{self.tstr(t)} does not implement {self.tstr(x.type)} {cause}"
        self.error(e, msg, "ImpossibleAssert")

    def _star(self, target: Any, x: Operand, e: ast.StarExpr, hint: Any) -> int:
        self.expr_or_type(x, e.x, False)
        if x.mode == TYPE_EXPR:
            self.valid_var_type(e.x, x.type)
            x.type = Pointer(x.type)
        elif x.mode and not self._indirect(x):
            x.mode = INVALID_MODE
        x.expr = e
        return EXPRESSION if x.mode else STATEMENT

    def _indirect(self, x: Operand) -> bool:
        """x becomes the variable that it points to."""
        u = x.type.underlying()
        base: Any = None
        if u.__class__ is Pointer:
            base = u.elem
        else:
            bases: list[Any] = []
            if not under_is(x.type, lambda u: self._add_base(x, u, bases)):
                return False
            base = bases[0]
        if not self.complete(base):
            return False
        x.mode = VARIABLE
        x.type = base
        return True

    def _add_base(self, x: Operand, u: Any, bases: list[Any]) -> bool:
        if x.is_nil or not isinstance(u, Pointer):
            self.error(x, f"invalid operation: cannot indirect {self.ostr(x)}", "InvalidIndirection")
            return False
        if bases and not identical(u.elem, bases[0]):
            msg = f"invalid operation: pointers of {self.ostr(x)} must have identical base types"
            self.error(x, msg, "InvalidIndirection")
            return False
        bases.append(u.elem)
        return True

    def _unary(self, target: Any, x: Operand, e: ast.UnaryExpr, hint: Any) -> int:
        self.unary(x, e)
        x.expr = e
        if not x.mode or e.op == "<-":
            return STATEMENT  # a receive may stand alone
        return EXPRESSION

    def _binary(self, target: Any, x: Operand, e: ast.BinaryExpr, hint: Any) -> int:
        self.binary_chain(x, e)
        return EXPRESSION if x.mode else STATEMENT


def value_operand(e: Any, t: Any) -> Operand:
    """An operand for a value of a known type."""
    x = Operand(e)
    x.mode = VALUE
    x.type = t
    return x


def nth(n: int, what: str) -> str:
    """``1st what``, ``2nd what``, …"""
    return f"{n}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(n, 'th') } {what}"


_INTERNAL: Final[dict[Any, Any]] = {
    ast.BadExpr: ExprMixin._bad,
    ast.Ident: ExprMixin._ident,
    ast.Ellipsis: ExprMixin._ellipsis,
    ast.BasicLit: ExprMixin._basic_lit,
    ast.FuncLit: ExprMixin._func_lit,
    ast.CompositeLit: ExprMixin._composite_lit,
    ast.ParenExpr: ExprMixin._paren,
    ast.SelectorExpr: ExprMixin._selector,
    ast.IndexExpr: ExprMixin._index,
    ast.IndexListExpr: ExprMixin._index,
    ast.SliceExpr: ExprMixin._slice_expr,
    ast.TypeAssertExpr: ExprMixin._type_assert,
    ast.CallExpr: ExprMixin._call,
    ast.StarExpr: ExprMixin._star,
    ast.UnaryExpr: ExprMixin._unary,
    ast.BinaryExpr: ExprMixin._binary,
    ast.KeyValueExpr: ExprMixin._key_value,
    ast.ArrayType: ExprMixin._type,
    ast.StructType: ExprMixin._type,
    ast.FuncType: ExprMixin._type,
    ast.InterfaceType: ExprMixin._type,
    ast.MapType: ExprMixin._type,
    ast.ChanType: ExprMixin._type,
}
