"""Unification: finding types for type parameters that make two types match (specification, "Type unification").

A ``Unifier`` is made for the type parameters to solve for; ``unify(x, y, mode)`` records what it learns about them and says whether x and y
match. Two types unify *exactly* if they become identical; *loosely* (mode 0) a defined type matches a type literal with the same underlying
type, channel directions are ignored and an interface matches a type that has its methods. In ASSIGN mode the outermost types match loosely
and their element types exactly, as in an assignment.

What must hold: type parameters that are to be solved for are not used in the types given by the program (the caller renames them, see
``infer.rename_type_params``), so every other type parameter that turns up is an ordinary type, known only by its constraint.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minigo.types.lookup import lookup_field_or_method
from minigo.types.objects import Func
from minigo.types.predicates import identical
from minigo.types.types import (
    SEND_RECV,
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
    Type,
    TypeParam,
    unalias,
)
from minigo.types.typeset import common_under

ASSIGN: Final = 1
EXACT: Final = 2

# Types nested deeper than this do not unify; it ends recursions through constraints that mention each other.
DEPTH_LIMIT: Final = 100

# The interface pairs under comparison, innermost first.
Pairs = tuple[int, int, Any] | None


class Handle:
    """What is known about a type parameter; parameters that were unified with each other share one."""

    __slots__ = ("type",)

    def __init__(self, type: Type | None) -> None:
        self.type = type


class Unifier:
    """Solves for ``params``; ``args`` are the types already known (None or missing: unknown).

    ``use_methods``: interfaces match types by their methods (language version go1.21).
    ``declare`` makes sure that a method's signature is known.
    """

    __slots__ = ("declare", "depth", "handles", "use_methods")

    def __init__(
        self,
        params: list[TypeParam],
        args: list[Any],
        use_methods: bool = True,
        declare: Callable[[Func], None] | None = None,
    ) -> None:
        self.handles = {p: Handle(args[i] if i < len(args) else None) for i, p in enumerate(params)}
        self.use_methods = use_methods
        self.declare = declare
        self.depth = 0

    # ------------------------------------------------------------ what is known

    def at(self, p: TypeParam) -> Type | None:
        """The type found for p so far; it may mention type parameters."""
        return self.handles[p].type

    def set(self, p: TypeParam, t: Type) -> None:
        self.handles[p].type = t

    def inferred(self, params: list[TypeParam]) -> list[Type | None]:
        return [self.handles[p].type for p in params]

    def unknowns(self) -> int:
        """How many type parameters have no type yet."""
        return sum(h.type is None for h in self.handles.values())

    def _join(self, p: TypeParam, q: TypeParam) -> bool:
        """Let p and q stand for the same type; false if both are known already (their types must be compared then)."""
        a, b = self.handles[p], self.handles[q]
        if a is b:
            return True
        if a.type is not None and b.type is not None:
            return False
        keep, drop = (a, b) if a.type is not None else (b, a)
        for r, h in self.handles.items():
            if h is drop:
                self.handles[r] = keep
        return True

    def _bound(self, t: Any) -> TypeParam | None:
        """The type parameter that t is, if it is one to solve for."""
        u = unalias(t)
        return u if isinstance(u, TypeParam) and u in self.handles else None

    # ------------------------------------------------------------ unification

    def unify(self, x: Type, y: Type, mode: int = 0) -> bool:
        """Whether x and y match in the given mode (0, ASSIGN, EXACT); remembers the types of type parameters."""
        return self._unify(x, y, mode, None)

    def _unify(self, x: Any, y: Any, mode: int, pairs: Pairs) -> bool:
        if x is y or unalias(x) is unalias(y):
            return True
        if self.depth >= DEPTH_LIMIT:
            return False
        self.depth += 1
        try:
            return self._unify_different(x, y, mode, pairs)
        finally:
            self.depth -= 1

    def _unify_different(self, x: Any, y: Any, mode: int, pairs: Pairs) -> bool:
        # From here on: if one is a defined type, y is; if one is a parameter to solve for, x is.
        if isinstance(unalias(x), Named) or self._bound(y) is not None:
            x, y = y, x
        defined = unalias(y)
        if (
            isinstance(defined, Named)
            and not mode & EXACT
            and _is_literal(x)
            and not (self.use_methods and isinstance(unalias(x), Interface))
        ):
            y = defined.underlying()
            if unalias(x) is unalias(y):
                return True
        p = self._bound(x)
        if p is not None:
            q = self._bound(y)
            if q is None:
                return self._unify_param(p, y, mode, pairs)
            return self._join(p, q) or self._unify(self.at(p), self.at(q), mode, pairs)
        if self.use_methods and not mode & EXACT:
            by_methods = self._unify_interfaces(x, y, pairs)
            if by_methods is not None:
                return by_methods
        if isinstance(unalias(y), TypeParam):
            x, y = y, x
        return self._unify_structure(x, y, mode, pairs)

    def _unify_param(self, p: TypeParam, y: Type, mode: int, pairs: Pairs) -> bool:
        """A type parameter to solve for and a type: learn, or compare with what is known."""
        x = self.at(p)
        if x is None:
            self.set(p, y)
            return True
        if not self._unify(x, y, mode, pairs):
            return False
        xi, yi = _interface(x), _interface(y)
        x_defined, y_defined = isinstance(unalias(x), Named), isinstance(unalias(y), Named)
        if xi is not None and yi is not None:
            if x_defined and y_defined:
                return identical(x, y)  # no way to tell which name is meant
            if len(xi.type_set().methods) != len(yi.type_set().methods):
                return False
        elif xi is not None or yi is not None:
            return False  # either could be meant: choosing would depend on the order of arguments
        if not mode & EXACT and not x_defined:
            # Prefer a defined type, else a directed channel: values of the other can be assigned to it, in any order of arguments.
            u = y.underlying()
            if y_defined or (isinstance(u, Chan) and u.dir != SEND_RECV):
                self.set(p, y)
        return True

    def _unify_interfaces(self, x: Type, y: Type, pairs: Pairs) -> bool | None:
        """Loose unification where at least one is an interface; None if neither is."""
        xi, yi = _interface(x), _interface(y)
        if xi is not None and yi is not None:
            return self._unify_two_interfaces(xi, yi, pairs)
        if xi is not None:
            return self._unify_methods(xi, y, pairs)
        if yi is not None:
            return self._unify_methods(yi, x, pairs)
        return None

    def _unify_two_interfaces(self, x: Interface, y: Interface, pairs: Pairs) -> bool:
        """One's methods must be a subset of the other's, and those in common unify."""
        xset, yset = x.type_set(), y.type_set()
        if xset.comparable != yset.comparable or not xset.same_terms(yset):
            return False
        if _under_comparison(x, y, pairs):
            return True
        pairs = (id(x), id(y), pairs)
        few, many = xset.methods, yset.methods
        if len(few) > len(many):
            few, many = many, few
        by_id = {m.id(): m for m in many}
        for m in few:
            other = by_id.get(m.id())
            if other is None or not self._unify(m.type, other.type, EXACT, pairs):
                return False
        return True

    def _unify_methods(self, interface: Interface, t: Type, pairs: Pairs) -> bool:
        """A type must have the methods of an interface. Generic methods never implement one."""
        for want in interface.type_set().methods:
            have, _, _ = lookup_field_or_method(t, False, want.pkg, want.name)
            if not isinstance(have, Func):
                return False
            if self.declare is not None:
                self.declare(have)
            if have.type is None or have.type.type_params or not self._unify(want.type, have.type, EXACT, pairs):
                return False
        return True

    # ------------------------------------------------------------ equal structure

    def _unify_structure(self, x: Any, y: Any, mode: int, pairs: Pairs) -> bool:
        """Types of the same structure; a type parameter that is not solved for counts as its constraint's core type."""
        a, b = unalias(x), unalias(y)
        if isinstance(a, TypeParam):
            core, _ = common_under(a)
            return core is not None and self._unify(core, y, ASSIGN, pairs)
        handler = _STRUCTURE.get(a.__class__)
        if handler is None or a.__class__ is not b.__class__:
            return False
        elem_mode = mode | EXACT if mode & ASSIGN else mode
        return bool(handler(self, a, b, mode, elem_mode, pairs))

    def _basic(self, x: Basic, y: Basic, mode: int, elem_mode: int, pairs: Pairs) -> bool:
        return x.kind == y.kind

    def _array(self, x: Array, y: Array, mode: int, elem_mode: int, pairs: Pairs) -> bool:
        same = x.len < 0 or y.len < 0 or x.len == y.len  # an unknown length: an error was reported
        return same and self._unify(x.elem, y.elem, elem_mode, pairs)

    def _elem(self, x: Any, y: Any, mode: int, elem_mode: int, pairs: Pairs) -> bool:
        return self._unify(x.elem, y.elem, elem_mode, pairs)

    def _map(self, x: Map, y: Map, mode: int, elem_mode: int, pairs: Pairs) -> bool:
        return self._unify(x.key, y.key, elem_mode, pairs) and self._unify(x.elem, y.elem, elem_mode, pairs)

    def _chan(self, x: Chan, y: Chan, mode: int, elem_mode: int, pairs: Pairs) -> bool:
        return (not mode & EXACT or x.dir == y.dir) and self._unify(x.elem, y.elem, elem_mode, pairs)

    def _struct(self, x: Struct, y: Struct, mode: int, elem_mode: int, pairs: Pairs) -> bool:
        if len(x.fields) != len(y.fields):
            return False
        for i, (f, g) in enumerate(zip(x.fields, y.fields, strict=True)):
            if f.embedded != g.embedded or x.tag(i) != y.tag(i) or not f.same_id(g.pkg, g.name):
                return False
            if not self._unify(f.type, g.type, elem_mode, pairs):
                return False
        return True

    def _tuple(self, x: Tuple, y: Tuple, mode: int, elem_mode: int, pairs: Pairs) -> bool:
        return len(x.vars) == len(y.vars) and all(
            self._unify(v.type, w.type, mode, pairs) for v, w in zip(x.vars, y.vars, strict=True)
        )

    def _signature(self, x: Signature, y: Signature, mode: int, elem_mode: int, pairs: Pairs) -> bool:
        return (
            x.variadic == y.variadic
            and self._unify(x.params, y.params, elem_mode, pairs)
            and self._unify(x.results, y.results, elem_mode, pairs)
        )

    def _interface(self, x: Interface, y: Interface, mode: int, elem_mode: int, pairs: Pairs) -> bool:
        """Interfaces that must have the same methods and terms (exact mode)."""
        xset, yset = x.type_set(), y.type_set()
        if xset.comparable != yset.comparable or not xset.same_terms(yset) or len(xset.methods) != len(yset.methods):
            return False
        if _under_comparison(x, y, pairs):
            return True
        pairs = (id(x), id(y), pairs)
        return all(
            f.id() == g.id() and self._unify(f.type, g.type, EXACT, pairs)
            for f, g in zip(xset.methods, yset.methods, strict=True)
        )

    def _named(self, x: Named, y: Named, mode: int, elem_mode: int, pairs: Pairs) -> bool:
        if len(x.type_args) != len(y.type_args):
            return False
        # Type arguments first: what they tell makes better messages even if the types differ.
        for a, b in zip(x.type_args, y.type_args, strict=True):
            if not self._unify(a, b, mode, pairs):
                return False
        return x.origin is y.origin


def _is_literal(t: Type) -> bool:
    """Neither a defined type nor a type parameter."""
    return not isinstance(unalias(t), (Named, TypeParam))


def _interface(t: Type) -> Interface | None:
    """The interface that t is, by name or literally; type parameters are none."""
    u = unalias(t)
    if isinstance(u, TypeParam):
        return None
    u = u.underlying()
    return u if isinstance(u, Interface) else None


def _under_comparison(x: Interface, y: Interface, pairs: Pairs) -> bool:
    a, b = id(x), id(y)
    while pairs is not None:
        if (pairs[0] == a and pairs[1] == b) or (pairs[0] == b and pairs[1] == a):
            return True
        pairs = pairs[2]
    return False


_STRUCTURE: dict[Any, Any] = {
    Basic: Unifier._basic,
    Array: Unifier._array,
    Slice: Unifier._elem,
    Pointer: Unifier._elem,
    Map: Unifier._map,
    Chan: Unifier._chan,
    Struct: Unifier._struct,
    Tuple: Unifier._tuple,
    Signature: Unifier._signature,
    Interface: Unifier._interface,
    Named: Unifier._named,
}
