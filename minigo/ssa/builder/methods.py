"""Method sets as type descriptors and itabs need them: each method with the functions to call.

``method_set`` may make functions (wrappers, instances) that the package does not have yet: they are built at once, are in ``package.functions`` afterwards, and are lifted
but have not been through the passes. The builder makes those of types that reach interfaces beforehand, so that is rare.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa.builder import wrappers

if TYPE_CHECKING:
    from minigo.ssa import ir


class Method:
    """A method of a concrete type: ``tfn`` takes the receiver itself, ``ifn`` the data word of an interface that holds it (docs/abi.md, "Type descriptors")."""

    __slots__ = ("ifn", "obj", "tfn")

    def __init__(self, obj: Any, tfn: ir.Function, ifn: ir.Function) -> None:
        self.obj = obj
        self.tfn = tfn
        self.ifn = ifn


def is_direct(t: Any) -> bool:
    """Whether an interface holds values of type ``t`` in its data word itself: pointers, maps, chans, funcs, unsafe.Pointer."""
    u = t.underlying()
    if u.__class__ is types.Basic:
        return bool(u.kind == types.UNSAFE_POINTER)
    return u.__class__ in (types.Pointer, types.Map, types.Chan, types.Signature)


def method_set(package: ir.Package, t: Any) -> list[Method]:
    """The method set of a concrete type, in the order of descriptors: by name, then package path of unexported names. Generic methods are left out: no interface has them."""
    pb = package.builder
    plain = types.unalias(t)
    by_word = plain if is_direct(plain) else pb.pointer(plain)
    result = []
    for selection in types.method_set(plain):
        obj, path = selection.obj, list(selection.index[:-1])
        if obj.origin.type.type_params:
            continue
        tfn = wrappers.method_function(pb, plain, obj, path)
        ifn = tfn if by_word is plain else wrappers.method_function(pb, by_word, obj, path)
        result.append(Method(obj, tfn, ifn))
    pb.drain_work()
    result.sort(key=lambda m: (m.obj.name, "" if m.obj.name[:1].isupper() else m.obj.pkg.path))
    return result
