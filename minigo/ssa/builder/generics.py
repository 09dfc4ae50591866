"""Instantiation: replacing type parameters by type arguments.

A generic function is built once for each list of type arguments (monomorphisation): the body is built from the same syntax tree with every type passed through a
``Subst``. What must hold: the arguments contain no type parameter, so neither does any result.

A type declared inside a generic function is another type in each instance; ``Subst`` makes a copy of it for the instance, with a name of its own for the linker.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from minigo import types


class Subst:
    """A function from types of a generic body to types of one instance."""

    __slots__ = ("_map", "_memo", "_numbers", "_table", "owner")

    def __init__(self, params: Sequence[Any], args: Sequence[Any], owner: str) -> None:
        assert len(params) == len(args)
        self._map: dict[Any, Any] = dict(zip(params, args, strict=True))
        self._memo: dict[Any, Any] = {}
        self._numbers = 0
        self.owner = owner  # the instance's name without its package, F[int]
        self._table: dict[type, Callable[[Any], Any]] = {
            types.TypeParam: self._param,
            types.Alias: lambda t: self(types.unalias(t)),
            types.Named: self._named,
            types.Pointer: self._pointer,
            types.Slice: self._slice,
            types.Array: self._array,
            types.Map: self._mapping,
            types.Chan: self._chan,
            types.Tuple: self._tuple,
            types.Struct: self._struct,
            types.Signature: self._signature,
            types.Interface: self._interface,
            types.Union: self._union,
        }

    def __call__(self, t: Any) -> Any:
        """The type of the instance; ``t`` itself where no type parameter occurs in it."""
        if t is None or t.__class__ is types.Basic:
            return t
        done = self._memo.get(t)
        if done is None:
            done = self._memo[t] = self._table[t.__class__](t)
        return done

    def _param(self, t: Any) -> Any:
        return self._map.get(t, t)

    def _named(self, t: Any) -> Any:
        if t.type_args:
            args = [self(a) for a in t.type_args]
            if all(a is b for a, b in zip(args, t.type_args, strict=True)):
                return t
            return types.instantiate(t.origin, args)
        obj = t.obj
        if obj.pkg is None or obj.parent is None or obj.parent is obj.pkg.scope or obj.parent is types.UNIVERSE:
            return t
        return self._local(t)

    def _local(self, t: Any) -> Any:
        """A copy of a type that the generic function declares."""
        self._numbers += 1
        obj = types.TypeName(t.obj.pos, t.obj.pkg, t.obj.name, None)
        obj.parent = t.obj.parent
        obj.link_name = f"{self.owner}.{t.obj.name}·{self._numbers}"
        copy = types.Named(obj, None)
        self._memo[t] = copy
        copy.set_underlying(self(t.underlying()))
        return copy

    def _pointer(self, t: Any) -> Any:
        elem = self(t.elem)
        return t if elem is t.elem else types.Pointer(elem)

    def _slice(self, t: Any) -> Any:
        elem = self(t.elem)
        return t if elem is t.elem else types.Slice(elem)

    def _array(self, t: Any) -> Any:
        elem = self(t.elem)
        return t if elem is t.elem else types.Array(elem, t.len)

    def _mapping(self, t: Any) -> Any:
        key, elem = self(t.key), self(t.elem)
        return t if key is t.key and elem is t.elem else types.Map(key, elem)

    def _chan(self, t: Any) -> Any:
        elem = self(t.elem)
        return t if elem is t.elem else types.Chan(t.dir, elem)

    def _vars(self, variables: Sequence[Any]) -> list[Any] | None:
        """Copies of the variables with the instance's types, or None if no type changes."""
        new = [self(v.type) for v in variables]
        if all(n is v.type for n, v in zip(new, variables, strict=True)):
            return None
        return [v if n is v.type else _copy_var(v, n) for n, v in zip(new, variables, strict=True)]

    def _tuple(self, t: Any) -> Any:
        new = self._vars(t.vars)
        return t if new is None else types.Tuple(new)

    def _struct(self, t: Any) -> Any:
        new = self._vars(t.fields)
        return t if new is None else types.Struct(new, t.tags)

    def _signature(self, t: Any) -> Any:
        params, results = self(t.params), self(t.results)
        if params is t.params and results is t.results and not t.type_params:
            return t
        return types.Signature(t.recv, params, results, t.variadic)

    def _interface(self, t: Any) -> Any:
        methods = []
        changed = False
        for m in t.methods:
            sig = self(m.type)
            if sig is not m.type:
                changed = True
                m = types.Func(m.pos, m.pkg, m.name, sig)
            methods.append(m)
        embedded = [self(e) for e in t.embeddeds]
        if not changed and all(a is b for a, b in zip(embedded, t.embeddeds, strict=True)):
            return t
        made = types.Interface(methods, embedded)
        return made

    def _union(self, t: Any) -> Any:
        return types.Union([types.Term(x.tilde, self(x.type)) for x in t.terms])


def _copy_var(v: Any, t: Any) -> Any:
    copy = types.Var(v.pos, v.pkg, v.name, t)
    copy.embedded = v.embedded
    copy.is_field = v.is_field
    copy.origin_var = v.origin
    return copy
