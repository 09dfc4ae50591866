"""Fields and methods: selector lookup through embedded fields, method sets, missing methods (specification, "Selectors", "Method sets")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minigo.types.objects import Func, Package, Var
from minigo.types.predicates import identical, is_interface, is_type_param
from minigo.types.types import Interface, Named, Pointer, Struct, Type, deref, unalias


def lookup_field_or_method(
    t: Type, addressable: bool, pkg: Package | None, name: str, fold_case: bool = False
) -> tuple[Any, list[int], bool]:
    """(object, index path, indirect). Object None: with an index, the name is ambiguous; with indirect, a pointer receiver is missing."""
    if name == "_":
        return None, [], False
    p = unalias(t)
    if isinstance(p, Named) and isinstance(u := p.underlying(), Pointer):
        # methods cannot be associated with a named pointer type, but fields are found through it
        obj, index, indirect = _lookup(u, False, pkg, name, fold_case)
        if isinstance(obj, Func):
            return None, [], False
        return obj, index, indirect
    return _lookup(t, addressable, pkg, name, fold_case)


def _lookup(t: Type, addressable: bool, pkg: Package | None, name: str, fold_case: bool) -> tuple[Any, list[int], bool]:
    typ, is_ptr = deref(t)
    if is_ptr and is_interface(typ):
        return None, [], False  # a pointer to an interface has no methods
    current: list[tuple[Type, list[int], bool, bool]] = [(typ, [], is_ptr, False)]  # type, path, indirect, multiples
    seen: list[Named] = []
    while current:
        following: list[tuple[Type, list[int], bool, bool]] = []
        found: Any = None
        index: list[int] = []
        indirect = False
        for etype, path, eindirect, multiples in current:
            here: Any = None
            u = unalias(etype)
            if isinstance(u, Named):
                if any(u is s or identical(u, s) for s in seen):
                    continue
                seen.append(u)
                for i, m in enumerate(u.origin.methods if u.origin is not u else u.methods):
                    if (m.name == name or fold_case) and m.same_id(pkg, name, fold_case):
                        here = u.methods[i]
                        index = [*path, i]
                        indirect = eindirect
                        break
                if here is not None:
                    if found is not None or multiples:
                        return None, index, False
                    found = here
                    continue
            under = u.underlying()
            if isinstance(under, Struct):
                for i, f in enumerate(under.fields):
                    if (f.name == name or fold_case) and f.same_id(pkg, name, fold_case):
                        if found is not None or multiples:
                            return None, [*path, i], False
                        here = found = f
                        index = [*path, i]
                        indirect = eindirect
                        continue
                    if found is None and f.embedded:
                        ftype, fptr = deref(f.type)
                        if isinstance(ftype.underlying(), (Struct, Interface)) or isinstance(unalias(ftype), Named):
                            following.append((ftype, [*path, i], eindirect or fptr, multiples))
            elif isinstance(under, Interface):
                for i, m in enumerate(under.type_set().methods):
                    if (m.name == name or fold_case) and m.same_id(pkg, name, fold_case):
                        if found is not None or multiples:
                            return None, [*path, i], False
                        here = found = m
                        index = [*path, i]
                        indirect = eindirect
                        break
        if found is not None:
            if isinstance(found, Func) and has_pointer_recv(found) and not indirect and not addressable:
                return None, [], True
            return found, index, indirect
        current = _consolidate(following)
    return None, [], False


def _consolidate(entries: list[tuple[Type, list[int], bool, bool]]) -> list[tuple[Type, list[int], bool, bool]]:
    """Entries of one depth with equal types become one that is marked as occurring several times."""
    if len(entries) <= 1:
        return entries
    result: list[tuple[Type, list[int], bool, bool]] = []
    for e in entries:
        for i, r in enumerate(result):
            if identical(r[0], e[0]):
                result[i] = (r[0], r[1], r[2], True)
                break
        else:
            result.append(e)
    return result


def has_pointer_recv(m: Func) -> bool:
    """Whether a concrete method has a pointer receiver; works before the method's signature is checked."""
    sig = m.type
    if sig is not None and getattr(sig, "recv", None) is not None:
        recv = unalias(sig.recv.type)
        return isinstance(recv, Pointer)
    return m.origin.has_ptr_recv


class MethodSetEntry:
    """A method of a type's method set, as a selection: path through embedded fields, and whether a pointer was followed."""

    __slots__ = ("index", "indirect", "obj")

    def __init__(self, obj: Func, index: list[int], indirect: bool) -> None:
        self.obj = obj
        self.index = index
        self.indirect = indirect


def method_set(t: Type) -> list[MethodSetEntry]:
    """The method set of a type, sorted by name and package (interfaces: their methods)."""
    names: dict[str, tuple[Package | None, str]] = {}
    _collect_names(t, names, [])
    result = []
    for pkg, name in names.values():
        obj, index, indirect = lookup_field_or_method(t, False, pkg, name)
        if isinstance(obj, Func):
            result.append(MethodSetEntry(obj, index, indirect))
    result.sort(key=lambda e: (e.obj.name, e.obj.id()))
    return result


def _collect_names(t: Type, names: dict[str, tuple[Package | None, str]], seen: list[Type]) -> None:
    base, is_ptr = deref(t)
    base = unalias(base)
    if base in seen:
        return
    seen.append(base)
    if isinstance(base, Named):
        for m in base.origin.methods:
            names[m.id()] = (m.pkg, m.name)
    u = base.underlying()
    if isinstance(u, Interface) and not is_ptr:
        for m in u.type_set().methods:
            names[m.id()] = (m.pkg, m.name)
    elif isinstance(u, Struct):
        for f in u.fields:
            if f.embedded:
                _collect_names(f.type, names, seen)


def missing_method(
    v: Type,
    t: Interface,
    static: bool = True,
    equivalent: Callable[[Any, Any], bool] = identical,
    declare: Callable[[Func], None] | None = None,
    qualifier: Callable[[Package], str] | None = None,
) -> tuple[Func | None, str]:
    """(method, cause) that ``v`` lacks to implement ``t``, or (None, ""). With ``static`` False and v an interface, only conflicting methods count.

    The cause is in gc's wording, in parentheses. Signatures are compared with ``equivalent``; ``declare`` makes sure that a method has one.
    """
    methods = t.type_set().methods
    if not methods:
        return None, ""
    qualify = qualifier or package_name_qualifier
    u = v.underlying()
    vset = u.type_set().methods if isinstance(u, Interface) else None
    for m in methods:
        found: Any
        if vset is not None:
            found = next((f for f in vset if f.same_id(m.pkg, m.name)), None)
            if found is None:
                if not static:
                    continue
                return m, _not_found(v, t, m, qualify)
        else:
            found, index, indirect = lookup_field_or_method(v, False, m.pkg, m.name)
            if found is None:
                return m, _not_selected(v, t, m, index, indirect, qualify, declare)
            if not isinstance(found, Func):
                return m, f"({_text(v, qualify)}.{m.name} is a field, not a method)"
        if declare is not None:
            declare(found)
        if not equivalent(found.type, m.type):
            return m, _wrong_type(found, m, qualify)
    return None, ""


def _not_selected(
    v: Type,
    t: Type,
    m: Func,
    index: list[int],
    indirect: bool,
    qualify: Callable[[Package], str],
    declare: Callable[[Func], None] | None,
) -> str:
    """Why selecting a method from a type that is no interface fails; index and indirect as lookup_field_or_method returned them."""
    if index:
        return f"(ambiguous selector {_text(v, qualify)}.{m.name})"
    if indirect:
        return f"(method {m.name} has pointer receiver)"
    other, _, _ = lookup_field_or_method(v, False, m.pkg, m.name, True)
    if not isinstance(other, Func):
        return _not_found(v, t, m, qualify)
    if other.name == m.name:
        return f"(unexported method {m.name})"
    if declare is not None:
        declare(other)
    return f"(missing method {m.name})\n\t\thave {_method_text(other, qualify)}\n\t\twant {_method_text(m, qualify)}"


def _not_found(v: Type, t: Type, m: Func, qualify: Callable[[Package], str]) -> str:
    for x in (v, t):
        base = x.underlying()
        if isinstance(base, Pointer) and is_interface(base.elem):
            what = "type parameter" if is_type_param(base.elem) else "interface"
            return f"(type {_text(x, qualify)} is pointer to {what}, not {what})"
    return f"(missing method {m.name})"


def _wrong_type(have: Func, want: Func, qualify: Callable[[Package], str]) -> str:
    texts = _method_text(have, qualify), _method_text(want, qualify)
    if texts[0] == texts[1]:  # the types differ by their packages
        texts = _method_text(have, package_path_qualifier), _method_text(want, package_path_qualifier)
    if texts[0] == texts[1]:  # or by type parameters of the same name
        return f"(wrong type for method {want.name})"
    return f"(wrong type for method {want.name})\n\t\thave {texts[0]}\n\t\twant {texts[1]}"


def _text(t: Type, qualify: Callable[[Package], str]) -> str:
    from minigo.types.typestring import type_string

    return type_string(t, qualify)


def _method_text(f: Func, qualify: Callable[[Package], str]) -> str:
    from minigo.types.typestring import TypeWriter

    w = TypeWriter(qualify)
    w.param_names = False
    w.signature(f.type)
    return f.name + "".join(w.out)


def package_name_qualifier(pkg: Package) -> str:
    return pkg.name


def package_path_qualifier(pkg: Package) -> str:
    return pkg.path


def field_index(fields: list[Var], pkg: Package | None, name: str, fold_case: bool = False) -> int:
    """The index of the named field, or -1."""
    if name != "_":
        for i, f in enumerate(fields):
            if (f.name == name or fold_case) and f.same_id(pkg, name, fold_case):
                return i
    return -1
