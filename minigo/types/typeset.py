"""Type sets of interfaces (specification, "Interface types"): methods, and which types belong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minigo.types.types import (
    INVALID,
    SEND_RECV,
    Basic,
    Chan,
    Interface,
    Slice,
    Term,
    Typ,
    Type,
    TypeParam,
    Union,
    unalias,
)


class TypeSet:
    """``methods`` sorted by id; ``terms``: None for all types, else a normalised union; ``comparable``: only comparable types belong.

    ``awaits`` has the interfaces (by id) that were being computed themselves when they were embedded here: the set is incomplete.
    """

    __slots__ = ("awaits", "comparable", "methods", "terms")

    def __init__(
        self, methods: list[Any], terms: list[Term] | None, comparable: bool, awaits: frozenset[int] = frozenset()
    ) -> None:
        self.methods = methods
        self.terms = terms
        self.comparable = comparable
        self.awaits = awaits

    def is_empty(self) -> bool:
        return self.terms is not None and not self.terms

    def is_all(self) -> bool:
        return self.is_method_set() and not self.methods

    def is_method_set(self) -> bool:
        return not self.comparable and self.terms is None

    def has_terms(self) -> bool:
        return self.terms is not None and len(self.terms) > 0

    def is_comparable(self, seen: set[int] | None = None) -> bool:
        from minigo.types.predicates import comparable

        if self.terms is None:
            return self.comparable
        return bool(self.terms) and all(comparable(t.type, False, seen) for t in self.terms)

    def same_terms(self, other: TypeSet) -> bool:
        if self.terms is None or other.terms is None:
            return self.terms is other.terms
        return same_terms(self.terms, other.terms)

    def subset_of(self, other: TypeSet) -> bool:
        """Whether every type of this set's terms is in the other's."""
        if other.terms is None:
            return True
        if self.terms is None:
            return False
        return all(any(term_subset(x, y) for y in other.terms) for x in self.terms)

    def includes(self, t: Type) -> bool:
        return self.terms is None or any(term_includes(x, t) for x in self.terms)


def term_includes(x: Term, t: Type) -> bool:
    from minigo.types.predicates import identical

    return identical(x.type, t.underlying() if x.tilde else t)


def term_subset(x: Term, y: Term) -> bool:
    """Whether x's types are all in y."""
    if x.tilde and not y.tilde:
        return False
    return term_includes(y, x.type)


def term_intersect(x: Term, y: Term) -> Term | None:
    if term_subset(x, y):
        return x
    return y if term_subset(y, x) else None


def normalise(terms: list[Term]) -> list[Term]:
    result: list[Term] = []
    for t in terms:
        if any(term_subset(t, r) for r in result):
            continue
        result = [r for r in result if not term_subset(r, t)]
        result.append(t)
    return result


def same_terms(x: list[Term], y: list[Term]) -> bool:
    return all(any(term_subset(a, b) for b in y) for a in x) and all(any(term_subset(b, a) for a in x) for b in y)


def intersect(x: list[Term] | None, y: list[Term] | None) -> list[Term] | None:
    if x is None or y is None:
        return y if x is None else x
    return normalise([t for a in x for b in y if (t := term_intersect(a, b)) is not None])


def compute_type_set(interface: Interface, report: Callable[[int, str, Any], None] | None = None) -> TypeSet:
    """The type set; cached once the interface is complete. ``report(pos, message, other method)`` receives duplicate methods."""
    if interface._tset is not None:
        return interface._tset  # type: ignore[no-any-return]
    if not interface.complete:
        return TypeSet([], None, False)
    # Interfaces that embed themselves are an error, reported elsewhere. Here each in the cycle gets what the others have.
    interface._tset = TypeSet([], None, False, frozenset({id(interface)}))
    awaits: frozenset[int] = frozenset()
    methods: dict[str, Any] = {}
    for m in interface.methods:
        if m.id() in methods:
            if report is not None:
                report(m.pos, f"duplicate method {m.name}", methods[m.id()])
        else:
            methods[m.id()] = m
    explicit = set(methods)
    terms: list[Term] | None = None
    is_comparable = False
    for i, t in enumerate(interface.embeddeds):
        pos = interface.embed_pos[i] if i < len(interface.embed_pos) else 0
        u = t.underlying()
        if isinstance(u, Interface):
            inner = compute_type_set(u, report)
            awaits |= inner.awaits
            is_comparable = is_comparable or inner.comparable
            for m in inner.methods:
                _add_embedded(methods, explicit, m, pos, report)
            terms = intersect(terms, inner.terms)
        elif isinstance(u, Union):
            terms = intersect(terms, union_terms(u))
        elif u is not Typ[INVALID]:
            terms = intersect(terms, [Term(False, t)])
    if is_comparable and terms is not None:
        from minigo.types.predicates import comparable

        terms = [t for t in terms if comparable(t.type, False)]
        is_comparable = False
    ordered = sorted(methods.values(), key=lambda m: (m.name, m.id()))
    awaits -= {id(interface)}
    result = TypeSet(ordered, terms, is_comparable, awaits)
    interface._tset = None if awaits else result
    return result


def _add_embedded(
    methods: dict[str, Any], explicit: set[str], m: Any, pos: int, report: Callable[[int, str, Any], None] | None
) -> None:
    from minigo.types.predicates import identical

    other = methods.get(m.id())
    if other is None:
        methods[m.id()] = m
    elif not identical(m.type, other.type) and report is not None:
        report(pos or m.pos, f"duplicate method {m.name}", other)


def union_terms(u: Union) -> list[Term] | None:
    """The terms of a union, embedded interfaces expanded; None for all types."""
    from minigo.types.predicates import identical

    result: list[Term] = []
    for t in u.terms:
        inner = t.type.underlying()
        if isinstance(inner, Interface) and not isinstance(unalias(t.type), TypeParam):
            terms = inner.type_set().terms
            if terms is None:
                return None
            result += terms
        elif inner is not Typ[INVALID] and (not t.tilde or identical(inner, t.type)):
            result.append(t)  # ~T of a T that is no underlying type has no types
    return normalise(result)


def type_set_all(p: Type, f: Callable[[Type | None], bool]) -> bool:
    """Whether f holds for the underlying type of every term of a type parameter (f(None) if it has no specific types)."""
    assert isinstance(p, TypeParam)
    terms = p.iface().type_set().terms
    if not terms:
        return f(None)
    return all(f(t.type.underlying()) for t in terms)


def typeset(t: Type, f: Callable[[Type | None, Type | None], bool]) -> bool:
    """Calls f(type, underlying) for each type of the type set (t itself if it is no type parameter) until f is false."""
    p = unalias(t)
    if not isinstance(p, TypeParam):
        return f(t, t.underlying())
    terms = p.iface().type_set().terms
    if not terms:
        return f(None, None)
    return all(f(term.type, term.type.underlying()) for term in terms)


def under_is(t: Type, f: Callable[[Any], bool]) -> bool:
    """Whether f holds for the underlying type of each type in the type set; f(None) if there are no specific types."""
    return typeset(t, lambda _, u: f(u))


def core_type(t: Type) -> Type | None:
    """The single underlying type of all types in the type set; for channels, with their common direction. None if there is none."""
    p = unalias(t)
    if not isinstance(p, TypeParam):
        return t.underlying()
    return common_under(p)[0]


def core_string(t: Type) -> Type | None:
    """``core_type``, but a set of byte slices and strings has core type string."""
    from minigo.types.predicates import is_string
    from minigo.types.types import STRING

    p = unalias(t)
    if not isinstance(p, TypeParam):
        return t.underlying()
    terms = p.iface().type_set().terms
    if not terms:
        return None
    if any(is_string(x.type) for x in terms):
        if all(is_string(x.type) or _is_bytes(x.type.underlying()) for x in terms):
            return Typ[STRING]
        return None
    return common_under(p)[0]


def _is_bytes(u: Type) -> bool:
    return isinstance(u, Slice) and isinstance(e := u.elem.underlying(), Basic) and e.kind == 8


Condition = Callable[[Type | None, Type | None], str]


def common_under(
    t: Type, cond: Condition | None = None, name: Callable[[Type | None], str] = str
) -> tuple[Type | None, str]:
    """(common underlying type, "") or (None, why there is none) of a type parameter or any other type.

    ``cond(type, underlying)``, if given, returns why a type of the type set will not do, or ""; it is called with (None, None) if there are
    no specific types. Channels of different directions have the restricted one in common. ``name`` prints types in the reason.
    """
    from minigo.types.predicates import identical

    p = unalias(t)
    if not isinstance(p, TypeParam):
        cause = cond(t, t.underlying()) if cond is not None else ""
        return (None, cause) if cause else (t.underlying(), "")
    first: Type | None = None
    common: Type | None = None
    terms = p.iface().type_set().terms
    members: list[Type | None] = [term.type for term in terms] if terms else [None]
    for member in members:
        u = member.underlying() if member is not None else None
        if cond is not None and (cause := cond(member, u)):
            return None, cause
        if u is None:
            return None, "no specific type"
        if common is None:
            first, common = member, u
        elif isinstance(common, Chan) and isinstance(u, Chan):
            if not identical(common.elem, u.elem):
                return None, f"channels {name(first)} and {name(member)} have different element types"
            if common.dir == SEND_RECV:
                first, common = member, u
            elif u.dir not in (SEND_RECV, common.dir):
                return None, f"channels {name(first)} and {name(member)} have conflicting directions"
        elif not identical(common, u):
            return None, f"{name(first)} and {name(member)} have different underlying types"
    return common, ""
