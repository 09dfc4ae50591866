"""Calls of the predeclared functions and those of package unsafe (specification, "Built-in functions", "Package unsafe").

``builtin(x, call, name)`` checks a call; x becomes its result. The signature that a builtin has in this call is recorded as the type of its name,
so that later stages need not work out the types of arguments again.
"""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax import ast, expr_string
from minigo.types import constant
from minigo.types.builtins_unsafe import UNSAFE_HANDLERS
from minigo.types.info import BUILTIN_MODE, CONSTANT, INVALID_MODE, NO_VALUE, TYPE_EXPR, VALUE
from minigo.types.objects import TypeName, Var
from minigo.types.operand import Operand
from minigo.types.predicates import (
    all_ordered,
    all_string,
    default_type,
    identical,
    is_boolean,
    is_number,
    is_string,
    is_type_param,
    is_untyped,
    is_valid,
)
from minigo.types.state import CheckerState
from minigo.types.types import (
    COMPLEX64,
    COMPLEX128,
    FLOAT32,
    FLOAT64,
    INT,
    IS_STRING,
    RECV_ONLY,
    UNTYPED_COMPLEX,
    UNTYPED_FLOAT,
    Array,
    Basic,
    Chan,
    Interface,
    Map,
    Pointer,
    Signature,
    Slice,
    Term,
    Tuple,
    Typ,
    TypeParam,
    Union,
    unalias,
)
from minigo.types.typeset import typeset, under_is
from minigo.types.universe import BUILTINS, BYTE_TYPE

_BYTES: Final = Slice(BYTE_TYPE)
_TO_COMPLEX: Final = {FLOAT32: COMPLEX64, FLOAT64: COMPLEX128, UNTYPED_FLOAT: UNTYPED_COMPLEX}
_TO_FLOAT: Final = {COMPLEX64: FLOAT32, COMPLEX128: FLOAT64, UNTYPED_COMPLEX: UNTYPED_FLOAT}
# Builtins whose arguments are not (all) values, and are left to their own checks.
_OWN_ARGUMENTS: Final = frozenset(("make", "new", "Offsetof", "trace"))

_EMPTY: Final = Interface()  # the type of recover() and of what panic takes: printed interface{}, not any


class BuiltinsMixin(CheckerState):
    """Checks of calls of builtins."""

    def builtin(self, x: Operand, call: ast.CallExpr, name: str) -> bool:
        """Check a call of the builtin ``name``; False after an error report."""
        if call.ellipsis and name != "append":
            what = f"invalid operation: invalid use of ... with built-in {name}"
            self.error(call, what, "InvalidDotDotDot")
            self.use(*call.args)
            return False
        if name == "len" or name == "cap":
            # whether the argument contains a call decides whether the length of an array is constant
            outer, self.env.has_call_or_recv = self.env.has_call_or_recv, False
            ok = self._call_builtin_function(x, call, name)
            self.env.has_call_or_recv = outer
            return ok
        return self._call_builtin_function(x, call, name)

    def _call_builtin_function(self, x: Operand, call: ast.CallExpr, name: str) -> bool:
        args: list[Operand] = []
        if name in _OWN_ARGUMENTS:
            count = len(call.args)
        else:
            args = self.expr_list(call.args)
            for a in args:
                if not a.mode:
                    return False
            count = len(args)
            if args:
                x.copy_from(args[0])
        least, variadic, _ = BUILTINS[name]
        if count < least or (count > least and not variadic):
            which = "not enough" if count < least else "too many"
            what = f"{which} arguments for {expr_string(call)} (expected {least}, found {count})"
            self.error(call, f"invalid operation: {what}", "WrongArgCount")
            return False
        return bool(_HANDLERS[name](self, x, call, args))

    def record_builtin_type(self, fun: Any, result: Any, *params: Any, variadic: bool = False) -> None:
        """Record the signature that a builtin has in this call; ``result`` None: it has none."""
        sig = Signature(
            None,
            Tuple([Var(0, None, "", default_type(t)) for t in params]),
            Tuple([] if result is None else [Var(0, None, "", result)]),
            variadic,
        )
        while True:
            self.record_type_and_value(fun, BUILTIN_MODE, sig, None)
            if not isinstance(fun, ast.ParenExpr):
                return
            fun = fun.x

    # ------------------------------------------------------------ slices

    def _call_append(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        elem = self._slice_elem(x, "append", "InvalidAppend")
        if elem is None:
            return False
        t = x.type
        if len(args) == 2 and call.ellipsis and self._bytes_or_strings(x, args[1]) and any_string(args[1]):
            y = args[1]
            if is_untyped(y.type):
                self.convert_untyped(y, default_type(y.type))
            self.record_builtin_type(call.fun, t, t, y.type, variadic=True)
            x.mode = VALUE
            return True
        rest = Slice(elem)
        params = Tuple([Var(0, None, "", t), Var(0, None, "", rest)])
        sig = Signature(None, params, Tuple([Var(0, None, "", t)]), True)
        self.arguments(call, sig, [], [], args, {})
        self.record_builtin_type(call.fun, t, t, rest, variadic=True)
        x.mode = VALUE
        x.type = t
        return True

    def _slice_elem(self, x: Operand, name: str, code: str) -> Any:
        """The element type that all slices of x's type set have; None after an error report."""
        u = x.type.underlying()
        if u.__class__ is Slice:
            return u.elem
        found: list[Any] = []
        cause: list[str] = []
        if typeset(x.type, lambda t, u: self._same_elem(x, u, found, cause)):
            return found[0]
        self.error(x, f"invalid {name}: {cause[0]}", code)
        return None

    def _same_elem(self, x: Operand, u: Any, found: list[Any], cause: list[str]) -> bool:
        if not isinstance(u, Slice):
            have = "untyped nil" if x.is_nil else self.ostr(x)
            cause.append(f"argument must be a slice; have {have}")
        elif not found:
            found.append(u.elem)
        elif not identical(found[0], u.elem):
            types = f"{self.tstr(found[0])} and {self.tstr(u.elem)}"
            cause.append(f"mismatched slice element types {types} in {self.ostr(x)}")
        return not cause

    def _bytes_or_strings(self, x: Operand, y: Operand) -> bool:
        """Whether x is assignable to []byte, and y's type set has nothing but strings and byte slices."""
        if not self.assignable_to(x, _BYTES)[0]:
            return False
        return under_is(y.type, lambda u: u is not None and (is_string(u) or identical(u, _BYTES)))

    def _call_copy(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        elem = self._slice_elem(x, "copy", "InvalidCopy")
        if elem is None:
            return False
        y = args[1]
        if not self._bytes_or_strings(x, y):
            if all_string(y.type):
                other: Any = BYTE_TYPE
            else:
                other = self._slice_elem(y, "copy", "InvalidCopy")
                if other is None:
                    return False
            if not identical(elem, other):
                types = f"different element types {self.tstr(elem)} and {self.tstr(other)}"
                what = f"invalid copy: arguments {self.ostr(x)} and {self.ostr(y)} have {types}"
                self.error(x, what, "InvalidCopy")
                return False
        if is_untyped(y.type):
            self.convert_untyped(y, default_type(y.type))
        self.record_builtin_type(call.fun, Typ[INT], x.type, y.type)
        x.mode = VALUE
        x.type = Typ[INT]
        return True

    # ------------------------------------------------------------ lengths

    def _call_len(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        return self._length(x, call, "len")

    def _call_cap(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        return self._length(x, call, "cap")

    def _length(self, x: Operand, call: ast.CallExpr, name: str) -> bool:
        u = array_behind(x.type.underlying())
        mode, val = VALUE, None
        if isinstance(u, Basic) and u.info & IS_STRING and name == "len":
            if x.mode == CONSTANT:
                mode = CONSTANT
                val = None if x.val is None else len(x.val)
        elif isinstance(u, Array):
            if not self.env.has_call_or_recv:
                mode = CONSTANT
                val = u.len if u.len >= 0 else None
        elif not has_length(x.type, u, name):
            if is_valid(x.type.underlying()):
                what = f"invalid argument: {self.ostr(x)} for built-in {name}"
                self.error(x, what, "InvalidLen" if name == "len" else "InvalidCap")
            return False
        if mode != CONSTANT:
            self.record_builtin_type(call.fun, Typ[INT], x.type)
        x.mode, x.type, x.val = mode, Typ[INT], val
        return True

    # ------------------------------------------------------------ maps and channels

    def _call_clear(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        self.verify_version(call.fun, 21, "clear")
        if not under_is(x.type, lambda u: isinstance(u, (Map, Slice))):
            why = "argument must be (or constrained by) map or slice"
            self.error(x, f"invalid argument: cannot clear {self.ostr(x)}: {why}", "InvalidClear")
            return False
        return self._statement(x, call, x.type)

    def _statement(self, x: Operand, call: ast.CallExpr, *params: Any) -> bool:
        """x becomes the result of a builtin without result."""
        self.record_builtin_type(call.fun, None, *params)
        x.mode = NO_VALUE
        x.type = Tuple()
        return True

    def _call_close(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        if not under_is(x.type, lambda u: self._can_close(x, u)):
            return False
        return self._statement(x, call, x.type)

    def _can_close(self, x: Operand, u: Any) -> bool:
        if isinstance(u, Chan) and u.dir != RECV_ONLY:
            return True
        kind = "receive-only" if isinstance(u, Chan) else "non-channel"
        channel = f"{kind} channel" if isinstance(u, Chan) else kind
        self.error(x, f"invalid operation: cannot close {channel} {self.ostr(x)}", "InvalidClose")
        return False

    def _call_delete(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        keys: list[Any] = []
        if not under_is(x.type, lambda u: self._same_key(x, u, keys)):
            return False
        t = x.type
        x.copy_from(args[1])
        self.assignment(x, keys[0], "argument to delete")
        if not x.mode:
            return False
        return self._statement(x, call, t, keys[0])

    def _same_key(self, x: Operand, u: Any, keys: list[Any]) -> bool:
        if not isinstance(u, Map):
            self.error(x, f"invalid argument: {self.ostr(x)} is not a map", "InvalidDelete")
            return False
        if keys and not identical(keys[0], u.key):
            what = f"invalid argument: maps of {self.ostr(x)} must have identical key types"
            self.error(x, what, "InvalidDelete")
            return False
        keys.append(u.key)
        return True

    # ------------------------------------------------------------ allocation

    def _call_make(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        arg = call.args[0]
        t = self.var_type(arg)
        if not is_valid(t):
            return False
        least = self._make_arguments(arg, t)
        if not least:
            return False
        count = len(call.args)
        if not least <= count <= least + 1:
            what = f"{expr_string(call)} expects {least} or {least + 1} arguments; found {count}"
            self.error(call, f"invalid operation: {what}", "WrongArgCount")
            return False
        params = [t]
        sizes = []
        for e in call.args[1:]:
            size_type, size = self.index(e, -1)
            params.append(size_type)
            if size >= 0:
                sizes.append(size)
        if len(sizes) == 2 and sizes[0] > sizes[1]:
            self.error(call.args[1], "invalid argument: length and capacity swapped", "SwappedMakeArgs")
        self.record_builtin_type(call.fun, t, *params)
        x.mode = VALUE
        x.type = t
        return True

    def _make_arguments(self, arg: Any, t: Any) -> int:
        """How many arguments make needs at least for a type; 0 after an error report."""
        u = t.underlying()
        if isinstance(u, Interface):
            found: list[Any] = []
            cause: list[str] = []
            if not typeset(t, lambda t, u: self._can_make(t, u, found, cause)):
                what = f"invalid argument: cannot make {expr_string(arg)}: {cause[0]}"
                self.error(arg, what, "InvalidMake")
                return 0
            u = found[1]
        if isinstance(u, Slice):
            return 2
        if isinstance(u, (Map, Chan)):
            return 1
        why = "type must be slice, map, or channel"
        self.error(arg, f"invalid argument: cannot make {expr_string(arg)}: {why}", "InvalidMake")
        return 0

    def _can_make(self, t: Any, u: Any, found: list[Any], cause: list[str]) -> bool:
        if u is None:
            cause.append("no specific type")
        elif not isinstance(u, (Slice, Map, Chan)):
            cause.append("type must be slice, map, or channel")
        elif not found:
            found += [t, u]
        elif isinstance(u, Chan) and isinstance(found[1], Chan):
            both = f"channels {self.tstr(found[0])} and {self.tstr(t)}"
            if not identical(found[1].elem, u.elem):
                cause.append(f"{both} have different element types")
            elif found[1].dir and u.dir and found[1].dir != u.dir:
                cause.append(f"{both} have conflicting directions")
        elif not identical(found[1], u):
            cause.append(f"{self.tstr(found[0])} and {self.tstr(t)} have different underlying types")
        return not cause

    def _call_new(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        arg = call.args[0]
        self.expr_or_type(x, arg, False)
        self.exclude(x, 1 << NO_VALUE | 1 << BUILTIN_MODE)
        if not x.mode:
            return False
        if x.mode == TYPE_EXPR:
            self.valid_var_type(arg, x.type)
        else:
            if is_untyped(x.type):
                self.assignment(x, None, "argument to new")
                if not x.mode:
                    return False
            self.verify_version(call.fun, 26, f"new({expr_string(arg)})")
        t = x.type
        x.mode = VALUE
        x.type = Pointer(t)
        self.record_builtin_type(call.fun, x.type, t)
        return True

    # ------------------------------------------------------------ complex numbers

    def _call_complex(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        y = args[1]
        x_untyped, y_untyped = is_untyped(x.type), is_untyped(y.type)
        if x_untyped and y_untyped:
            if x.mode == CONSTANT and y.mode == CONSTANT:
                real_part_only(x)
                real_part_only(y)
            else:
                self.convert_untyped(x, Typ[FLOAT64])
                self.convert_untyped(y, Typ[FLOAT64])
        elif x_untyped:
            self.convert_untyped(x, y.type)
        elif y_untyped:
            self.convert_untyped(y, x.type)
        if not x.mode or not y.mode:
            return False
        if not identical(x.type, y.type):
            types = f"mismatched types {self.tstr(x.type)} and {self.tstr(y.type)}"
            self.error(x, f"invalid operation: {expr_string(call)} ({types})", "InvalidComplex")
            return False
        t = self._part_type(x, _TO_COMPLEX, "complex")
        if t is None:
            what = f"arguments have type {self.tstr(x.type)}, expected floating-point"
            self.error(x, f"invalid argument: {what}", "InvalidComplex")
            return False
        if x.mode == CONSTANT and y.mode == CONSTANT:
            re, im = constant.to_float(x.val), constant.to_float(y.val)
            x.val = None if re is None or im is None else constant.ComplexVal(re, im)
        else:
            x.mode = VALUE
            self.record_builtin_type(call.fun, t, x.type, x.type)
        x.type = t
        return True

    def _call_real(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        return self._part(x, call, "real")

    def _call_imag(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        return self._part(x, call, "imag")

    def _part(self, x: Operand, call: ast.CallExpr, name: str) -> bool:
        if is_untyped(x.type):
            if x.mode == CONSTANT:
                if is_number(x.type):
                    x.type = Typ[UNTYPED_COMPLEX]
            else:
                self.convert_untyped(x, Typ[COMPLEX128])
                if not x.mode:
                    return False
        t = self._part_type(x, _TO_FLOAT, name)
        if t is None:
            what = f"argument has type {self.tstr(x.type)}, expected complex type"
            self.error(x, f"invalid argument: {what}", "InvalidReal" if name == "real" else "InvalidImag")
            return False
        if x.mode == CONSTANT:
            val = constant.to_complex(x.val)
            x.val = None if val is None else val.re if name == "real" else val.im
        else:
            x.mode = VALUE
            self.record_builtin_type(call.fun, t, x.type)
        x.type = t
        return True

    def _part_type(self, x: Operand, kinds: dict[int, int], name: str) -> Any:
        """The type that corresponds to x's: complex for float or the reverse; None if there is none."""
        p = unalias(x.type)
        if not isinstance(p, TypeParam):
            u = x.type.underlying()
            kind = kinds.get(u.kind) if isinstance(u, Basic) else None
            return None if kind is None else Typ[kind]
        terms = []
        for term in p.iface().type_set().terms or ():
            u = term.type.underlying()
            kind = kinds.get(u.kind) if isinstance(u, Basic) else None
            if kind is None:
                return None
            terms.append(Term(term.tilde, Typ[kind]))
        if not terms:
            return None
        what = f"{self.ostr(x)} not supported as argument to built-in {name} for go1.18 (see go.dev/issue/50937)"
        self.error(x, what, "InvalidComplex")
        return TypeParam(TypeName(0, self.pkg, p.obj.name, None), Interface([], [Union(terms)]), p.index)

    # ------------------------------------------------------------ min and max

    def _call_min(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        return self._extreme(x, call, args, "min", "<")

    def _call_max(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        return self._extreme(x, call, args, "max", ">")

    def _extreme(self, x: Operand, call: ast.CallExpr, args: list[Operand], name: str, op: str) -> bool:
        self.verify_version(call.fun, 21, f"built-in {name}")
        for i, a in enumerate(args):
            if not all_ordered(a.type):
                what = f"invalid argument: {self.ostr(a)} cannot be ordered"
                self.error(a, what, "InvalidMinMaxOperand")
                return False
            if i > 0 and not self._compare_extreme(x, a, op):
                return False
        if x.mode != CONSTANT:
            x.mode = VALUE
            self.assignment(x, _EMPTY, f"argument to built-in {name}")  # default type for untyped operands
            if not x.mode:
                return False
        for a in args:
            self.update_expr_type(a.expr, x.type, True)
        if x.mode != CONSTANT:
            self.record_builtin_type(call.fun, x.type, *[x.type] * len(args))
        return True

    def _compare_extreme(self, x: Operand, a: Operand, op: str) -> bool:
        """x is the result of the arguments before a; it becomes the result including a."""
        self.match_types(x, a)
        if not x.mode:
            return False
        if not identical(x.type, a.type):
            types = f"{self.tstr(x.type)} (previous argument) and {self.tstr(a.type)} (type of {expr_string(a.expr)})"
            self.error(a, f"invalid argument: mismatched types {types}", "MismatchedTypes")
            return False
        if x.mode != CONSTANT or a.mode != CONSTANT:
            x.mode = VALUE
        elif x.val is not None and a.val is not None and constant.compare(op, a.val, x.val):
            x.copy_from(a)
        return True

    # ------------------------------------------------------------ panics and printing

    def _call_panic(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        if self.env.sig is not None and self.env.sig.results.vars:
            self.env.is_panic.add(call)  # for the check of terminating statements
        self.assignment(x, _EMPTY, "argument to panic")
        if not x.mode:
            return False
        return self._statement(x, call, _EMPTY)

    def _call_recover(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        self.record_builtin_type(call.fun, _EMPTY)
        x.mode = VALUE
        x.type = _EMPTY
        return True

    def _call_print(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        return self._print_all(x, call, args, "print")

    def _call_println(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        return self._print_all(x, call, args, "println")

    def _print_all(self, x: Operand, call: ast.CallExpr, args: list[Operand], name: str) -> bool:
        for a in args:
            self.assignment(a, None, f"argument to built-in {name}")
            if not a.mode:
                return False
        return self._statement(x, call, *[a.type for a in args])

    # ------------------------------------------------------------ for tests of the checker

    def _call_assert(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        """``assert(constant)``"""
        if x.mode != CONSTANT or not is_boolean(x.type):
            self.error(x, f"invalid argument: {self.ostr(x)} is not a boolean constant", "Test")
            return False
        if x.val is False:
            self.error(call, f"{expr_string(call)} failed", "Test")
        return True

    def _call_trace(self, x: Operand, call: ast.CallExpr, args: list[Operand]) -> bool:
        """``trace(x, …)`` is its first argument, which may be a type; all are shown in the trace."""
        if not call.args:
            x.mode = NO_VALUE
            x.type = Tuple()
            return True
        other = x
        for e in call.args:
            self.raw_expr(None, other, e, None, False)
            self.tell(e, self.ostr(other))
            other = Operand()
        return x.mode != INVALID_MODE


def any_string(y: Operand) -> bool:
    """Whether a type of y's type set is a string type."""
    return not under_is(y.type, lambda u: not is_string(u))


def array_behind(u: Any) -> Any:
    """The array that a pointer type points to; other types as they are."""
    if isinstance(u, Pointer):
        array = u.elem.underlying()
        if isinstance(array, Array):
            return array
    return u


def has_length(t: Any, u: Any, name: str) -> bool:
    """Whether len or cap is defined for a type; u is its underlying type (or the array behind it)."""
    if isinstance(u, (Slice, Chan)):
        return True
    if isinstance(u, Map):
        return name == "len"
    if not isinstance(u, Interface) or not is_type_param(t):
        return False
    return under_is(t, lambda u: term_has_length(array_behind(u), name))


def term_has_length(u: Any, name: str) -> bool:
    if isinstance(u, (Array, Slice, Chan)):
        return True
    return name == "len" and (isinstance(u, Map) or (isinstance(u, Basic) and is_string(u)))


def real_part_only(x: Operand) -> None:
    """An untyped constant without imaginary part becomes a float constant."""
    if is_number(x.type) and constant.to_float(x.val) is not None:
        x.type = Typ[UNTYPED_FLOAT]


_HANDLERS: Final[dict[str, Any]] = {
    "append": BuiltinsMixin._call_append,
    "cap": BuiltinsMixin._call_cap,
    "clear": BuiltinsMixin._call_clear,
    "close": BuiltinsMixin._call_close,
    "complex": BuiltinsMixin._call_complex,
    "copy": BuiltinsMixin._call_copy,
    "delete": BuiltinsMixin._call_delete,
    "imag": BuiltinsMixin._call_imag,
    "len": BuiltinsMixin._call_len,
    "make": BuiltinsMixin._call_make,
    "max": BuiltinsMixin._call_max,
    "min": BuiltinsMixin._call_min,
    "new": BuiltinsMixin._call_new,
    "panic": BuiltinsMixin._call_panic,
    "print": BuiltinsMixin._call_print,
    "println": BuiltinsMixin._call_println,
    "real": BuiltinsMixin._call_real,
    "recover": BuiltinsMixin._call_recover,
    "assert": BuiltinsMixin._call_assert,
    "trace": BuiltinsMixin._call_trace,
    **UNSAFE_HANDLERS,
}
