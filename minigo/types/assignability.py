"""Assignability (specification, "Assignability")."""

from __future__ import annotations

from typing import Any, Final

from minigo.types.operand import Operand
from minigo.types.predicates import has_name, identical, is_interface, is_type_param, is_valid
from minigo.types.state import CheckerState
from minigo.types.types import IS_UNTYPED, SEND_RECV, Basic, Chan, Interface, Pointer, TypeParam, unalias

_YES: Final = (True, "")
_NO: Final = (False, "")


class AssignabilityMixin(CheckerState):
    """Whether a value may be assigned to a variable of a type."""

    def assignable_to(self, x: Operand, t: Any) -> tuple[bool, str]:
        """(whether x is assignable to type t, if not perhaps the cause)."""
        v = x.type
        if v is t or not x.mode:
            return _YES
        v, target = unalias(v), unalias(t)
        if not is_valid(target) or identical(v, target):
            return _YES
        vp = v if isinstance(v, TypeParam) else None
        tp = target if isinstance(target, TypeParam) else None
        if isinstance(v, Basic) and v.info & IS_UNTYPED:
            return self._untyped_assignable(x, target, tp), ""
        vu, tu = v.underlying(), target.underlying()
        if vp is None and tp is None and (not has_name(v) or not has_name(target)) and identical(vu, tu):
            return _YES
        if (isinstance(tu, Interface) and tp is None) or is_interface_pointer(tu):
            ok, cause = self.implements(v, target, False)
            if ok:
                return _YES
            if vp is None:
                return False, cause
        if isinstance(vu, Interface) and vp is None and self.implements(target, v, False)[0]:
            return False, "need type assertion"
        if isinstance(vu, Chan) and vu.dir == SEND_RECV and isinstance(tu, Chan) and identical(vu.elem, tu.elem):
            return not has_name(v) or not has_name(target), ""
        if vp is not None or tp is not None:
            return self._assignable_type_params(x, t, v, target)
        return _NO

    def _untyped_assignable(self, x: Operand, target: Any, tp: TypeParam | None) -> bool:
        if tp is None:
            return self.implicit_type_and_value(x, target)[0] is not None
        terms = tp.iface().type_set().terms
        return bool(terms) and all(self.implicit_type_and_value(x, term.type)[0] is not None for term in terms)

    def _assignable_type_params(self, x: Operand, orig: Any, v: Any, target: Any) -> tuple[bool, str]:
        """At least one of the types is a type parameter: all of its types must be assignable, and the other one be without a name."""
        if not has_name(v) and isinstance(target, TypeParam):
            for term in target.iface().type_set().terms or ():
                ok, cause = self.assignable_to(x, term.type)
                if not ok:
                    what = f"cannot assign {self.tstr(x.type)} to {self.tstr(term.type)} (in {self.tstr(target)})"
                    return False, join_causes(what, cause)
            return bool(target.iface().type_set().terms), ""
        if isinstance(v, TypeParam) and not has_name(target):
            y = x.copy()
            for term in v.iface().type_set().terms or ():
                y.type = term.type
                ok, cause = self.assignable_to(y, target)
                if not ok:
                    what = f"cannot assign {self.tstr(term.type)} (in {self.tstr(v)}) to {self.tstr(orig)}"
                    return False, join_causes(what, cause)
            return bool(v.iface().type_set().terms), ""
        return _NO


def is_interface_pointer(t: Any) -> bool:
    """Whether the type is a pointer to an interface (a frequent mistake, with messages of its own)."""
    u = t.underlying()
    return isinstance(u, Pointer) and is_interface(u.elem)


def interface_pointer_error(t: Any, text: str) -> str:
    """Why a pointer to an interface has no methods; ``text`` is the type's."""
    what = "type parameter" if is_type_param(t.underlying().elem) else "interface"
    return f"type {text} is pointer to {what}, not {what}"


def join_causes(what: str, cause: str) -> str:
    return f"{what}\n\t{cause}" if cause else what
