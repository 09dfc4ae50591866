"""Questions about types: identity, comparability, kinds, default types (specification, "Properties of types and values")."""

from __future__ import annotations

from typing import Any

from minigo.types.types import (
    COMPLEX128,
    FLOAT64,
    INT,
    INVALID,
    IS_BOOLEAN,
    IS_COMPLEX,
    IS_CONST_TYPE,
    IS_FLOAT,
    IS_INTEGER,
    IS_NUMERIC,
    IS_ORDERED,
    IS_STRING,
    IS_UNSIGNED,
    IS_UNTYPED,
    STRING,
    UNSAFE_POINTER,
    UNTYPED_BOOL,
    UNTYPED_COMPLEX,
    UNTYPED_FLOAT,
    UNTYPED_INT,
    UNTYPED_NIL,
    UNTYPED_RUNE,
    UNTYPED_STRING,
    Alias,
    Array,
    Basic,
    Chan,
    Interface,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Struct,
    Tuple,
    Typ,
    Type,
    TypeParam,
    Union,
    unalias,
)


def is_valid(t: Type) -> bool:
    """Whether no error was reported about the type; an alias that is still being declared counts as valid."""
    while isinstance(t, Alias):
        if t.actual is None:
            return True
        t = t.actual
    return t is not Typ[INVALID]


def is_basic(t: Type, info: int) -> bool:
    """Whether the underlying type of ``t`` is basic with one of the properties; a type parameter is not."""
    u = t.underlying()
    return isinstance(u, Basic) and u.info & info != 0


def all_basic(t: Type, info: int) -> bool:
    """``is_basic``, or for a type parameter that of all types in its type set."""
    p = unalias(t)
    if isinstance(p, TypeParam):
        from minigo.types.typeset import type_set_all

        return type_set_all(p, lambda u: u is not None and is_basic(u, info))
    return is_basic(t, info)


def is_boolean(t: Type) -> bool:
    return is_basic(t, IS_BOOLEAN)


def is_number(t: Type) -> bool:
    return is_basic(t, IS_NUMERIC)


is_numeric = is_number


def is_string(t: Type) -> bool:
    return is_basic(t, IS_STRING)


def is_integer(t: Type) -> bool:
    return is_basic(t, IS_INTEGER)


def is_unsigned(t: Type) -> bool:
    return is_basic(t, IS_UNSIGNED)


def is_float(t: Type) -> bool:
    return is_basic(t, IS_FLOAT)


def is_complex(t: Type) -> bool:
    return is_basic(t, IS_COMPLEX)


def is_const_type(t: Type) -> bool:
    return is_basic(t, IS_CONST_TYPE)


def all_boolean(t: Type) -> bool:
    return all_basic(t, IS_BOOLEAN)


def all_integer(t: Type) -> bool:
    return all_basic(t, IS_INTEGER)


def all_unsigned(t: Type) -> bool:
    return all_basic(t, IS_UNSIGNED)


def all_numeric(t: Type) -> bool:
    return all_basic(t, IS_NUMERIC)


def all_string(t: Type) -> bool:
    return all_basic(t, IS_STRING)


def all_ordered(t: Type) -> bool:
    return all_basic(t, IS_ORDERED)


def all_numeric_or_string(t: Type) -> bool:
    return all_basic(t, IS_NUMERIC | IS_STRING)


def is_untyped(t: Type) -> bool:
    return isinstance(t, Basic) and t.info & IS_UNTYPED != 0


def is_typed(t: Type) -> bool:
    return not is_untyped(t)


def is_untyped_numeric(t: Type) -> bool:
    return isinstance(t, Basic) and t.info & IS_UNTYPED != 0 and t.info & IS_NUMERIC != 0


def is_interface(t: Type) -> bool:
    """Whether the underlying type is an interface (true for type parameters)."""
    return isinstance(t.underlying(), Interface)


def is_non_type_param_interface(t: Type) -> bool:
    return not is_type_param(t) and is_interface(t)


def is_type_param(t: Type) -> bool:
    return isinstance(unalias(t), TypeParam)


def is_pointer(t: Type) -> bool:
    return isinstance(t.underlying(), Pointer)


def is_bytes_or_runes(t: Type) -> bool:
    if isinstance(t, Slice):
        u = t.elem.underlying()
        return isinstance(u, Basic) and u.kind in (8, 5)
    return False


def has_name(t: Type) -> bool:
    """Predeclared, defined and type parameter types have names."""
    return isinstance(unalias(t), (Basic, Named, TypeParam))


def is_generic(t: Type) -> bool:
    """A generic type that is not instantiated."""
    if isinstance(t, Alias):
        if t.type_params and not t.type_args:
            return True
        t = unalias(t)
    return isinstance(t, Named) and t.origin is t and bool(t.type_params)


def has_nil(t: Type) -> bool:
    u = t.underlying()
    if isinstance(u, Basic):
        return u.kind == UNSAFE_POINTER
    if isinstance(u, (Slice, Pointer, Signature, Map, Chan)):
        return True
    if isinstance(u, Interface):
        if is_type_param(t):
            from minigo.types.typeset import type_set_all

            return type_set_all(unalias(t), lambda v: v is not None and has_nil(v))
        return True
    return False


def comparable(t: Type, dynamic: bool = True, seen: set[int] | None = None, cause: list[str] | None = None) -> bool:
    """Whether values of the type can be compared with ==. ``dynamic``: interfaces count as comparable. The reason of a failure goes to ``cause``."""
    if seen is None:
        seen = set()
    if id(t) in seen:
        return True
    seen.add(id(t))
    u = t.underlying()
    if isinstance(u, Basic):
        return u.kind != UNTYPED_NIL
    if isinstance(u, (Pointer, Chan)):
        return True
    if isinstance(u, Struct):
        for f in u.fields:
            if not comparable(f.type, dynamic, seen):
                if cause is not None:
                    cause.append(f"struct containing {f.type} cannot be compared")
                return False
        return True
    if isinstance(u, Array):
        if comparable(u.elem, dynamic, seen):
            return True
        if cause is not None:
            cause.append(f"{t} cannot be compared")
        return False
    if isinstance(u, Interface):
        if (dynamic and not is_type_param(t)) or u.type_set().is_comparable(seen):
            return True
        if cause is not None:
            if u.type_set().is_empty():
                cause.append("empty type set")
            else:
                cause.append("incomparable types in type set")
        return False
    return False


def default_type(t: Type) -> Type:
    """The type that an untyped value gets when nothing else decides."""
    if isinstance(t, Basic) and t.info & IS_UNTYPED:
        default: Type = _DEFAULTS.get(t.kind, t)
        return default
    return t


default = default_type
_DEFAULTS: dict[int, Any] = {
    UNTYPED_BOOL: Typ[1],
    UNTYPED_INT: Typ[INT],
    UNTYPED_FLOAT: Typ[FLOAT64],
    UNTYPED_COMPLEX: Typ[COMPLEX128],
    UNTYPED_STRING: Typ[STRING],
}


def _set_rune_default() -> None:
    from minigo.types.universe import RUNE_TYPE

    _DEFAULTS[UNTYPED_RUNE] = RUNE_TYPE


def max_type(x: Type, y: Type) -> Type | None:
    """The larger of two untyped numeric kinds (or x if both are the same)."""
    if x is y:
        return x
    if is_untyped_numeric(x) and is_untyped_numeric(y):
        assert isinstance(x, Basic) and isinstance(y, Basic)
        return x if x.kind > y.kind else y
    return None


def identical(x: Type, y: Type) -> bool:
    """Type identity (specification, "Type identity")."""
    return x is y or _identical(x, y, True, None)


def identical_ignore_tags(x: Type, y: Type) -> bool:
    return x is y or _identical(x, y, False, None)


Pair = tuple[int, int, Any]


def _identical(x: Type, y: Type, tags: bool, pairs: Any) -> bool:
    x = unalias(x)
    y = unalias(y)
    if x is y:
        return True
    cls = x.__class__
    if cls is not y.__class__:
        return False
    if cls is Basic:
        return bool(x.kind == y.kind)  # type: ignore[attr-defined]
    if cls is Named:
        return _identical_named(x, y, tags, pairs)
    compare = _COMPARE.get(cls)
    return compare is not None and compare(x, y, tags, pairs)


def _identical_named(x: Any, y: Any, tags: bool, pairs: Any) -> bool:
    if not x.type_args or len(x.type_args) != len(y.type_args):
        return False
    if not _same_origin(x.origin, y.origin):
        return False
    return all(_identical(a, b, tags, pairs) for a, b in zip(x.type_args, y.type_args, strict=True))


def _same_origin(x: Any, y: Any) -> bool:
    return x is y


def _array(x: Any, y: Any, tags: bool, pairs: Any) -> bool:
    return (x.len < 0 or y.len < 0 or x.len == y.len) and _identical(x.elem, y.elem, tags, pairs)


def _elem(x: Any, y: Any, tags: bool, pairs: Any) -> bool:
    return _identical(x.elem, y.elem, tags, pairs)


def _map(x: Any, y: Any, tags: bool, pairs: Any) -> bool:
    return _identical(x.key, y.key, tags, pairs) and _identical(x.elem, y.elem, tags, pairs)


def _chan(x: Any, y: Any, tags: bool, pairs: Any) -> bool:
    return x.dir == y.dir and _identical(x.elem, y.elem, tags, pairs)


def _struct(x: Any, y: Any, tags: bool, pairs: Any) -> bool:
    if len(x.fields) != len(y.fields):
        return False
    for i, (f, g) in enumerate(zip(x.fields, y.fields, strict=True)):
        if f.embedded != g.embedded or (tags and x.tag(i) != y.tag(i)) or not f.same_id(g.pkg, g.name):
            return False
        if not _identical(f.type, g.type, tags, pairs):
            return False
    return True


def _tuple(x: Any, y: Any, tags: bool, pairs: Any) -> bool:
    if len(x.vars) != len(y.vars):
        return False
    if not x.vars:
        return True
    return all(_identical(v.type, w.type, tags, pairs) for v, w in zip(x.vars, y.vars, strict=True))


def _signature(x: Any, y: Any, tags: bool, pairs: Any) -> bool:
    if len(x.type_params) != len(y.type_params) or x.variadic != y.variadic:
        return False
    if len(x.params.vars) != len(y.params.vars) or len(x.results.vars) != len(y.results.vars):
        return False
    yparams, yresults = y.params, y.results
    if x.type_params:
        from minigo.types.subst import Substitution

        substitution = Substitution(y.type_params, x.type_params)
        for p, q in zip(x.type_params, y.type_params, strict=True):
            if not _identical(p.constraint, substitution.type(q.constraint), tags, pairs):
                return False
        yparams, yresults = substitution.type(yparams), substitution.type(yresults)
    return _tuple(x.params, yparams, tags, pairs) and _tuple(x.results, yresults, tags, pairs)


def _interface(x: Any, y: Any, tags: bool, pairs: Any) -> bool:
    xset, yset = x.type_set(), y.type_set()
    if xset.comparable != yset.comparable or not xset.same_terms(yset) or len(xset.methods) != len(yset.methods):
        return False
    key = (id(x), id(y)) if id(x) < id(y) else (id(y), id(x))
    p = pairs
    while p is not None:  # recursive interfaces: a pair under comparison is assumed identical
        if p[0] == key:
            return True
        p = p[1]
    pairs = (key, pairs)
    return all(
        f.id() == g.id() and _identical(f.type, g.type, tags, pairs)
        for f, g in zip(xset.methods, yset.methods, strict=True)
    )


def _union(x: Any, y: Any, tags: bool, pairs: Any) -> bool:
    from minigo.types.typeset import same_terms, union_terms

    a, b = union_terms(x), union_terms(y)
    return a is b if a is None or b is None else same_terms(a, b)


_COMPARE: dict[Any, Any] = {
    Array: _array,
    Slice: _elem,
    Pointer: _elem,
    Map: _map,
    Chan: _chan,
    Struct: _struct,
    Tuple: _tuple,
    Signature: _signature,
    Interface: _interface,
    Union: _union,
}
_set_rune_default()
