"""Substituting type arguments for type parameters, and instantiating generic types and functions."""

from __future__ import annotations

from typing import Any

from minigo.types.objects import Func, Var
from minigo.types.predicates import identical
from minigo.types.types import (
    INVALID,
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
    Term,
    Tuple,
    Typ,
    Type,
    TypeParam,
    Union,
    unalias,
)


class Substitution:
    """Maps type parameters to types. Types in which none of the parameters occurs come back as they are."""

    __slots__ = ("map",)

    def __init__(self, params: list[TypeParam], args: list[Any]) -> None:
        self.map: dict[TypeParam, Type] = dict(zip(params, args, strict=False))

    def type(self, t: Any) -> Any:
        if t is None or not self.map:
            return t
        handler = _HANDLERS.get(t.__class__)
        return t if handler is None else handler(self, t)

    def types(self, ts: list[Any]) -> list[Any]:
        """The list itself when nothing changes."""
        out = [self.type(t) for t in ts]
        return out if any(a is not b for a, b in zip(out, ts, strict=True)) else ts

    def var(self, v: Var) -> Var:
        t = self.type(v.type)
        if t is v.type:
            return v
        copy = Var(v.pos, v.pkg, v.name, t, is_field=v.is_field, embedded=v.embedded)
        copy.is_param, copy.is_result, copy.used, copy.parent = v.is_param, v.is_result, v.used, v.parent
        copy.origin_var = v.origin
        return copy

    def vars(self, vs: list[Var]) -> list[Var]:
        out = [self.var(v) for v in vs]
        return out if any(a is not b for a, b in zip(out, vs, strict=True)) else vs

    def _elem(self, t: Any) -> Any:
        elem = self.type(t.elem)
        return t if elem is t.elem else t.__class__(elem)

    def _array(self, t: Array) -> Type:
        elem = self.type(t.elem)
        return t if elem is t.elem else Array(elem, t.len)

    def _map(self, t: Map) -> Type:
        key, elem = self.type(t.key), self.type(t.elem)
        return t if key is t.key and elem is t.elem else Map(key, elem)

    def _chan(self, t: Chan) -> Type:
        elem = self.type(t.elem)
        return t if elem is t.elem else Chan(t.dir, elem)

    def _struct(self, t: Struct) -> Type:
        fields = self.vars(t.fields)
        return t if fields is t.fields else Struct(fields, t.tags)

    def _tuple(self, t: Tuple) -> Type:
        vars = self.vars(t.vars)
        return t if vars is t.vars else Tuple(vars)

    def _signature(self, t: Signature) -> Type:
        params, results = self.type(t.params), self.type(t.results)
        tparams = t.type_params
        if tparams:
            bounds = [self.type(p.constraint) for p in tparams]
            if any(b is not p.constraint for b, p in zip(bounds, tparams, strict=True)):
                # a generic method of a generic type: its own parameters get new constraints
                fresh = [TypeParam(_clone_name(p), None, p.index) for p in tparams]
                inner = Substitution(tparams, fresh)
                for f, b in zip(fresh, bounds, strict=True):
                    f.constraint = inner.type(b)
                params, results, tparams = inner.type(params), inner.type(results), fresh
        if params is t.params and results is t.results:
            return t
        sig = Signature(t.recv, params, results, t.variadic, tparams, None)
        return sig

    def _interface(self, t: Interface) -> Type:
        changed = False
        methods = []
        for m in t.methods:
            sig = self.type(m.type)
            if sig is not m.type:
                changed = True
                copy = Func(m.pos, m.pkg, m.name, sig)
                copy.origin_func = m.origin
                methods.append(copy)
            else:
                methods.append(m)
        embeddeds = self.types(t.embeddeds)
        if not changed and embeddeds is t.embeddeds:
            return t
        result = Interface(methods, embeddeds)
        result.embed_pos = t.embed_pos
        result.implicit = t.implicit
        result.complete = t.complete
        return result

    def _union(self, t: Union) -> Type:
        terms = [Term(x.tilde, self.type(x.type)) for x in t.terms]
        return t if all(a.type is b.type for a, b in zip(terms, t.terms, strict=True)) else Union(terms)

    def _named(self, t: Named) -> Type:
        if not t.type_args:
            return t
        if len(t.type_args) != len(t.origin.type_params):
            return Typ[INVALID]  # reported where it is written
        args = self.types(t.type_args)
        return t if args is t.type_args else instantiate_named(t.origin, args, t.pos)

    def _alias(self, t: Alias) -> Type:
        if t.type_args:
            args = self.types(t.type_args)
            return t if args is t.type_args else instantiate_alias(t.origin, args)
        actual = self.type(t.actual)
        return t if actual is t.actual else actual

    def _type_param(self, t: TypeParam) -> Type:
        return self.map.get(t, t)


def _clone_name(p: TypeParam) -> Any:
    from minigo.types.objects import TypeName

    return TypeName(p.obj.pos, p.obj.pkg, p.obj.name, None)


_HANDLERS: dict[Any, Any] = {
    Array: Substitution._array,
    Slice: Substitution._elem,
    Pointer: Substitution._elem,
    Map: Substitution._map,
    Chan: Substitution._chan,
    Struct: Substitution._struct,
    Tuple: Substitution._tuple,
    Signature: Substitution._signature,
    Interface: Substitution._interface,
    Union: Substitution._union,
    Named: Substitution._named,
    Alias: Substitution._alias,
    TypeParam: Substitution._type_param,
}


def subst(t: Any, params: list[TypeParam], args: list[Any]) -> Any:
    """``t`` with ``args`` for ``params``."""
    return Substitution(params, args).type(t) if params else t


def instantiate_named(origin: Named, args: list[Type], pos: int = 0) -> Named:
    """The instance of a generic type; one object for identical arguments. ``pos``: where it is written."""
    alike = origin.instances.setdefault(tuple([shape(a) for a in args]), [])
    for instance in alike:
        if all(identical(a, b) for a, b in zip(instance.type_args, args, strict=True)):
            return instance
    instance = Named.__new__(Named)
    instance.obj = origin.obj
    instance._underlying = None
    instance._methods = None
    instance.type_params = []
    instance.type_args = list(args)
    instance.origin = origin
    instance.instances = {}
    instance.from_rhs = None
    instance.resolver = None
    instance.valid = False
    instance.pos = pos
    alike.append(instance)
    return instance


def shape(t: Any) -> tuple[Any, ...]:
    """Equal for identical types, and mostly different for others: a key for tables of instances."""
    parts: list[Any] = []
    while True:
        t = unalias(t)
        cls = t.__class__
        parts.append(cls)
        if cls is Basic:
            parts.append(t.kind)
            break
        if cls is Named or cls is TypeParam:
            parts.append(id(t))  # an instance is one object, see instantiate_named
            break
        if cls is Map:
            parts.append(shape(t.key))
        elif cls is not Pointer and cls is not Slice and cls is not Array and cls is not Chan:
            break
        t = t.elem
    return tuple(parts)


def instantiate_alias(origin: Alias, args: list[Type]) -> Alias:
    result = Alias.__new__(Alias)
    result.obj = origin.obj
    result.type_params = []
    result.type_args = list(args)
    result.origin = origin
    result.actual = subst(origin.actual, origin.type_params, args)
    return result


def instantiate(origin: Any, args: list[Type]) -> Any:
    """Instantiate a generic Named, Alias or Signature (without checking constraints)."""
    if isinstance(origin, Named):
        return instantiate_named(origin, args)
    if isinstance(origin, Alias):
        return instantiate_alias(origin, args)
    sig = Substitution(origin.type_params, args).type(
        Signature(origin.recv, origin.params, origin.results, origin.variadic, None, origin.recv_type_params)
    )
    if sig.type_params or sig is origin:
        sig = Signature(sig.recv, sig.params, sig.results, sig.variadic)
    return sig


def expand_underlying(instance: Named) -> Type:
    """The underlying type of an instance, computed when first asked for."""
    origin = instance.origin
    u = origin.underlying()
    if len(origin.type_params) != len(instance.type_args):
        return Typ[INVALID]  # reported where it is written
    if origin._underlying is None:
        return u  # the generic type is still being declared
    if len(instance.type_args) != len(origin.type_params):
        return Typ[INVALID]  # reported where the instance was made
    result: Type = subst(u, origin.type_params, instance.type_args)
    if isinstance(result, Interface) and result is not u:
        result = _interface_of_instance(result)
    instance._underlying = result
    return result


def _interface_of_instance(t: Interface) -> Interface:
    return t


def expand_method(instance: Named, generic: Func) -> Func:
    """The method of an instance: its receiver's type parameters replaced by the instance's arguments."""
    sig = generic.type
    copy = Func(generic.pos, generic.pkg, generic.name, sig)
    copy.origin_func = generic.origin
    copy.decl = generic.decl
    copy.has_ptr_recv = generic.has_ptr_recv
    copy.parent = generic.parent
    if sig is None:
        return LazyMethod.of(copy, instance)
    bind_method(copy, instance)
    return copy


def bind_method(copy: Func, instance: Named) -> None:
    sig = copy.origin.type
    params = sig.recv_type_params or instance.origin.type_params
    new = Substitution(params, instance.type_args).type(sig)
    if new is sig:
        new = Signature(sig.recv, sig.params, sig.results, sig.variadic, sig.type_params)
    recv: Type = (
        Pointer(instance) if copy.origin.has_ptr_recv or isinstance(unalias(sig.recv.type), Pointer) else instance
    )
    new.recv = Var(sig.recv.pos, sig.recv.pkg, sig.recv.name, recv)
    new.recv.is_param = True
    copy.type = new


class LazyMethod(Func):
    """A method of an instance whose generic method has no checked signature yet; ``type`` is computed when it does."""

    __slots__ = ("instance",)

    instance: Named

    @staticmethod
    def of(copy: Func, instance: Named) -> Func:
        lazy = LazyMethod(copy.pos, copy.pkg, copy.name, None)
        lazy.origin_func = copy.origin_func
        lazy.decl = copy.decl
        lazy.has_ptr_recv = copy.has_ptr_recv
        lazy.parent = copy.parent
        lazy.instance = instance
        return lazy

    def settle(self) -> None:
        """Compute the type, now that the generic method has one."""
        if self.type is None and self.origin.type is not None:
            bind_method(self, self.instance)
