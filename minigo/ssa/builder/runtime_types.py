"""The methods of types whose values reach interfaces: wrappers and instances that type descriptors will name are made while the package is built, so that passes see them.

Types with declared methods of other packages need nothing; a promoted method, a value method seen from a pointer, and methods of instances do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa.builder import methods

if TYPE_CHECKING:
    from minigo.ssa.builder.package import PackageBuilder


def make_methods(pb: PackageBuilder, t: Any) -> None:
    """Make the method functions of ``t``, and note the types that its descriptor refers to."""
    plain = types.unalias(t)
    if plain.__class__ is types.Interface or plain.__class__ is types.Basic:
        return
    if plain.underlying().__class__ is not types.Interface and has_methods(plain):
        methods.method_set(pb.ir, plain)
    for part in components(plain):
        pb.need_methods(part)


def make_declared(pb: PackageBuilder) -> None:
    """Make the wrappers of all types that the package declares; other packages count on them."""
    for name in sorted(pb.unit.pkg.scope.elems):
        obj = pb.unit.pkg.scope.elems[name]
        t = obj.type
        if obj.__class__ is not types.TypeName or t.__class__ is not types.Named or t.obj is not obj or t.type_params:
            continue
        if t.underlying().__class__ is not types.Interface and has_methods(t):
            methods.method_set(pb.ir, t)
            methods.method_set(pb.ir, pb.pointer(t))


def has_methods(t: Any) -> bool:
    """A quick test: whether the type can have methods at all."""
    base = types.unalias(t.elem) if t.__class__ is types.Pointer else t
    if base.__class__ is types.Named and base.origin.methods:
        return True
    u = base.underlying()
    return u.__class__ is types.Struct and any([f.embedded for f in u.fields])


def components(t: Any) -> list[Any]:
    """The types that a descriptor of ``t`` refers to, and through which reflection may get at values."""
    u = t.underlying()
    cls = u.__class__
    if cls is types.Pointer or cls is types.Slice or cls is types.Array or cls is types.Chan:
        return [u.elem]
    if cls is types.Map:
        return [u.key, u.elem]
    if cls is types.Struct:
        return [f.type for f in u.fields]
    if cls is types.Signature:
        return [v.type for v in (*u.params.vars, *u.results.vars)]
    return []
