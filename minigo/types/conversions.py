"""Conversions (specification, "Conversions")."""

from __future__ import annotations

from typing import Any

from minigo.types import constant
from minigo.types.assignability import join_causes
from minigo.types.info import CONSTANT, INVALID_MODE, VALUE
from minigo.types.operand import Operand
from minigo.types.predicates import (
    all_string,
    default_type,
    identical,
    identical_ignore_tags,
    is_bytes_or_runes,
    is_complex,
    is_const_type,
    is_float,
    is_integer,
    is_non_type_param_interface,
    is_string,
    is_type_param,
    is_untyped,
)
from minigo.types.state import CheckerState
from minigo.types.types import (
    UINTPTR,
    UNSAFE_POINTER,
    UNTYPED_NIL,
    Array,
    Basic,
    Pointer,
    Slice,
    Typ,
    TypeParam,
    unalias,
)
from minigo.types.typeset import under_is


class ConversionMixin(CheckerState):
    """Checks of conversions."""

    def conversion(self, x: Operand, t: Any) -> None:
        """``t(x)``"""
        constant_arg = x.mode == CONSTANT
        const_type = constant_arg and is_const_type(t)
        cause = ""
        if const_type:
            ok, val = const_converted(x, t.underlying())
            if not ok and is_integer(x.type) and is_integer(t):
                what = f"constant {constant.to_text(x.val)} overflows {self.tstr(t)}"
                self.error(x, what, "InvalidConversion")
                x.mode = INVALID_MODE
                return
            if ok:
                x.val = val
        elif constant_arg and is_type_param(t):
            causes: list[str] = []
            ok = under_is(t, lambda u: self._const_to_term(x, u, t, causes))
            cause = causes[0] if causes else ""
            x.mode = VALUE  # type parameters have no constants
        else:
            ok, cause = self.convertible_to(x, t)
            if ok:
                x.mode = VALUE
        if not ok:
            msg = f"cannot convert {self.ostr(x)} to type {self.tstr(t)}"
            self.error(x, f"{msg}: {cause}" if cause else msg, "InvalidConversion")
            x.mode = INVALID_MODE
            return
        if is_untyped(x.type):
            self.update_expr_type(x.expr, self._final_type(x, t, constant_arg), True)
        x.type = t

    def _final_type(self, x: Operand, t: Any, constant_arg: bool) -> Any:
        """The type of an untyped argument: the conversion's, unless its values cannot be of that type."""
        if x.type is Typ[UNTYPED_NIL]:
            return t
        if is_non_type_param_interface(t) or (constant_arg and not is_const_type(t)):
            return default_type(x.type)
        if x.mode == CONSTANT and is_integer(x.type) and all_string(t):
            return x.type
        return t

    def _const_to_term(self, x: Operand, u: Any, t: Any, causes: list[str]) -> bool:
        """Whether the constant x can be converted to a type u of a type parameter's type set."""
        if u is None:
            causes.append(f"{self.tstr(t)} does not contain specific types")
            return False
        if (is_string(x.type) and is_bytes_or_runes(u)) or const_converted(x, u)[0]:
            return True
        if is_integer(x.type) and is_integer(u):
            what = f"constant {constant.to_text(x.val)} overflows {self.tstr(u)} (in {self.tstr(t)})"
        else:
            what = f"cannot convert {self.ostr(x)} to type {self.tstr(u)} (in {self.tstr(t)})"
        causes.append(what)
        return False

    def convertible_to(self, x: Operand, t: Any) -> tuple[bool, str]:
        """(whether the non-constant x can be converted to type t, if not perhaps the cause)."""
        ok, cause = self.assignable_to(x, t)
        if ok:
            return True, ""
        v, target = unalias(x.type), unalias(t)
        vp = v if isinstance(v, TypeParam) else None
        tp = target if isinstance(target, TypeParam) else None
        if vp is not None or tp is not None:
            return self._convertible_type_params(x, t, v, target, cause)
        vu, tu = v.underlying(), target.underlying()
        if identical_ignore_tags(vu, tu) or same_pointers(v, target):
            return True, ""
        if basic_conversion(vu, tu):
            return True, ""
        if isinstance(vu, Slice):
            if isinstance(tu, Array) and identical(vu.elem, tu.elem):
                allowed = self.allow_version(20)
                return allowed, "" if allowed else "conversion of slice to array requires go1.20 or later"
            if isinstance(tu, Pointer):
                array = tu.elem.underlying()
                if isinstance(array, Array) and identical(vu.elem, array.elem):
                    allowed = self.allow_version(17)
                    return allowed, "" if allowed else "conversion of slice to array pointer requires go1.17 or later"
        return False, cause

    def _convertible_type_params(self, x: Operand, orig: Any, v: Any, target: Any, cause: str) -> tuple[bool, str]:
        """All types of the operand's type set must be convertible to all types of the target's."""
        sources, targets = set_terms(v), set_terms(target)
        if not sources or not targets:
            return False, cause
        y = x.copy()
        for source in sources:
            y.type = source
            for dest in targets:
                ok, inner = self.convertible_to(y, dest)
                if ok:
                    continue
                from_ = self.tstr(source)
                if isinstance(v, TypeParam):
                    from_ += f" (in {self.tstr(v)})"
                to = self.tstr(dest if isinstance(target, TypeParam) else orig)
                if isinstance(target, TypeParam):
                    to += f" (in {self.tstr(target)})"
                return False, join_causes(f"cannot convert {from_} to type {to}", inner or cause)
        return True, ""


def set_terms(t: Any) -> list[Any]:
    """The types of a type parameter's type set, or the type itself."""
    if isinstance(t, TypeParam):
        return [term.type for term in t.iface().type_set().terms or ()]
    return [t]


def const_converted(x: Operand, u: Any) -> tuple[bool, Any]:
    """(whether the constant x can be converted to a constant of basic type u, its value)."""
    if not isinstance(u, Basic):
        return False, None
    if x.val is None:
        return True, None
    ok, val = constant.representable(x.val, u)
    if ok:
        return True, val
    if is_integer(x.type) and is_string(u):
        code = x.val if isinstance(x.val, int) and 0 <= x.val <= 0x10FFFF else 0xFFFD
        if 0xD800 <= code <= 0xDFFF:
            code = 0xFFFD
        return True, chr(code).encode("utf-8")
    return False, None


def same_pointers(v: Any, t: Any) -> bool:
    """Pointer types without names whose base types have identical underlying types."""
    if not isinstance(v, Pointer) or not isinstance(t, Pointer) or is_type_param(v.elem) or is_type_param(t.elem):
        return False
    return identical_ignore_tags(v.elem.underlying(), t.elem.underlying())


def basic_conversion(v: Any, t: Any) -> bool:
    """Conversions between underlying types: numbers, strings and their bytes or runes, unsafe pointers."""
    number = is_integer(v) or is_float(v)
    if number and (is_integer(t) or is_float(t)):
        return True
    if is_complex(v) and is_complex(t):
        return True
    if is_string(t) and (is_integer(v) or is_bytes_or_runes(v)):
        return True
    if is_string(v) and is_bytes_or_runes(t):
        return True
    if is_unsafe_pointer(t):
        return isinstance(v, Pointer) or is_uintptr(v)
    return is_unsafe_pointer(v) and (isinstance(t, Pointer) or is_uintptr(t))


def is_uintptr(t: Any) -> bool:
    return isinstance(t, Basic) and t.kind == UINTPTR


def is_unsafe_pointer(t: Any) -> bool:
    return isinstance(t, Basic) and t.kind == UNSAFE_POINTER
