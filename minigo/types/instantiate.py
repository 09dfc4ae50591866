"""Instantiating generic types and functions, and whether type arguments satisfy their constraints (specification, "Satisfying a type constraint")."""

from __future__ import annotations

from typing import Any

from minigo.types.lookup import missing_method
from minigo.types.predicates import comparable, identical, is_type_param, is_valid
from minigo.types.state import CheckerState
from minigo.types.subst import Substitution, instantiate, instantiate_named
from minigo.types.types import (
    INVALID,
    Alias,
    Interface,
    Named,
    Pointer,
    Struct,
    Term,
    Typ,
    Type,
    TypeParam,
    Union,
    deref,
)
from minigo.types.typeset import term_includes


class InstantiateMixin(CheckerState):
    """Instantiation as part of the checker."""

    def instance(self, pos: int, origin: Any, targs: list[Any]) -> Any:
        """An instance of a generic Named, Alias or Signature; constraints are not checked here.

        The number of type arguments of a Named is checked by the caller, for its type parameters may not be declared yet.
        """
        if isinstance(origin, Named):
            return instantiate_named(origin, targs, pos)
        name = origin.obj.name if isinstance(origin, Alias) else self.tstr(origin)
        if not self.validate_targ_len(pos, name, len(origin.type_params), len(targs)):
            return Typ[INVALID]
        return instantiate(origin, targs)

    def validate_targ_len(self, pos: int, name: str, want: int, got: int) -> bool:
        if got == want:
            return True
        what = "not enough" if got < want else "too many"
        self.error(pos, f"{what} type arguments for type {name}: have {got}, want {want}", "WrongTypeArgCount")
        return False

    def verify(self, pos: int, tparams: list[TypeParam], targs: list[Any]) -> tuple[int, str] | None:
        """None if the type arguments satisfy their constraints, else (index, why not)."""
        substitution = Substitution(tparams, targs)
        for i, p in enumerate(tparams):
            bound = p.constraint
            if bound is not None and not isinstance(bound.underlying(), Interface):
                bound = p.iface()  # a bare constraint such as ~int
            ok, cause = self.implements(targs[i], substitution.type(bound), True)
            if not ok:
                return i, cause
        return None

    def implements(self, v: Any, t: Any, constraint: bool = False) -> tuple[bool, str]:
        """(True, "") if V implements (with ``constraint``: satisfies) T, else (False, gc's explanation)."""
        vu, tu = v.underlying(), t.underlying()
        if not is_valid(vu) or not is_valid(tu):
            return True, ""
        if isinstance(vu, Pointer) and not is_valid(vu.elem.underlying()):
            return True, ""
        verb = "satisfy" if constraint else "implement"
        prefix = f"{self.tstr(v)} does not {verb} {self.tstr(t)}"
        if not isinstance(tu, Interface):
            if isinstance(tu, Pointer) and isinstance(tu.elem.underlying(), Interface):
                what = "type parameter" if is_type_param(tu.elem) else "interface"
                return False, f"{prefix} (type {self.tstr(t)} is pointer to {what}, not {what})"
            return False, f"{prefix} ({self.tstr(t)} is not an interface)"
        tset = tu.type_set()
        if tset.is_all():
            return True, ""
        vset = vu.type_set() if isinstance(vu, Interface) else None
        if vset is not None and vset.is_empty():
            return True, ""
        if tset.is_empty():
            return False, f"cannot {verb} {self.tstr(t)} (empty type set)"
        if tset.methods:
            ok, cause = self.has_all_methods(v, t, True, identical)
            if not ok:
                return False, f"{prefix} {cause}"
        if tset.has_terms():
            if vset is not None:
                if not vset.subset_of(tset):
                    return False, prefix
            elif not tset.includes(v):
                return False, f"{prefix} ({self._not_included(v, t, tu)})"
        return self._check_comparability(v, tu, verb, constraint)

    def _check_comparability(self, v: Any, tu: Interface, verb: str, constraint: bool) -> tuple[bool, str]:
        if not tu.type_set().is_comparable() or comparable(v, False):
            return True, ""
        if constraint and comparable(v, True):
            if self.allow_version(20):
                return True, ""
            return False, f"{self.tstr(v)} to {verb} comparable requires go1.20 or later"
        return False, f"{self.tstr(v)} does not {verb} comparable"

    def _not_included(self, v: Any, t: Any, tu: Interface) -> str:
        terms = tu.type_set().terms
        for term in terms:
            if (
                not term.tilde
                and identical(term.type, term.type.underlying())
                and term_includes(Term(True, term.type), v)
            ):
                return f"possibly missing ~ for {self.tstr(term.type)} in {self.tstr(t)}"
        if mentions(tu, v):
            text, have = self.tstr(t), self.tstr(v)
            return f"{text} mentions {have}, but {have} is not in the type set of {text}"
        return f"{self.tstr(v)} missing in {' | '.join([str(term) for term in terms])}"

    def has_all_methods(self, v: Any, t: Any, static: bool, equivalent: Any) -> tuple[bool, str]:
        """(True, "") if v has t's methods (or is too broken to tell), else (False, the cause in parentheses)."""
        if not is_valid(v):
            return True, ""
        m, cause = missing_method(v, t.underlying(), static, equivalent, self._declare_method, self.qualifier)
        if m is None or has_invalid_embedded_fields(v, set()):
            return True, ""
        return False, cause


def has_invalid_embedded_fields(t: Type, seen: set[int]) -> bool:
    """Whether t is a struct with an embedded field of invalid type, perhaps further down: it may have any method."""
    base, _ = deref(t)
    u = base.underlying()
    if not isinstance(u, Struct) or id(u) in seen:
        return False
    seen.add(id(u))
    return any(f.embedded and (not is_valid(f.type) or has_invalid_embedded_fields(f.type, seen)) for f in u.fields)


def mentions(t: Any, typ: Any) -> bool:
    """Whether an (embedded) element or term of t is ``typ``."""
    if isinstance(t, Interface):
        return any(mentions(e, typ) for e in t.embeddeds)
    if isinstance(t, Union):
        return any(mentions(term.type, typ) for term in t.terms)
    return identical(t, typ)
