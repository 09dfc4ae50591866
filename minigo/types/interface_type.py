"""Interface types: methods and embedded elements (specification, "Interface types")."""

from __future__ import annotations

from typing import Any

from minigo.syntax import ast
from minigo.types.components import COMPONENTS
from minigo.types.objects import Func, Var
from minigo.types.predicates import identical
from minigo.types.state import CheckerState
from minigo.types.types import INVALID, Interface, Named, Signature, Typ, Type, Union, unalias
from minigo.types.typeset import union_terms
from minigo.types.union import MAX_TERMS, TOO_MANY_TERMS


class InterfaceTypeMixin(CheckerState):
    """Interface types as part of the checker."""

    def interface_type(self, e: ast.InterfaceType, target: Interface, defined: Any) -> Type:
        """``defined``: the name that the type is declared for, or None."""
        recv_type: Type = target
        if defined is not None and isinstance(defined.type, Named):
            recv_type = defined.type
        for f in e.methods.list:
            if f.names:
                self._add_method(f, target, recv_type)
            else:
                target.embeddeds.append(self.parse_union(f.type))
                target.embed_pos.append(f.type.pos() if f.type is not None else f.pos())
        target.complete = True
        if target.methods or target.embeddeds:
            self.interfaces.append((e, target))
            target.methods.sort(key=lambda m: (m.name, m.id()))
            self.later(lambda: self._check_type_set(target))
        return target

    def _add_method(self, f: ast.Field, target: Interface, recv_type: Type) -> None:
        name = f.names[0]
        if name.name == "_":
            self.error(name, "methods must have a unique non-blank name", "BlankIfaceMethod")
            return
        sig = self.typ(f.type)
        if not isinstance(sig, Signature):
            return
        sig.recv = Var(name.name_pos, self.pkg, "", recv_type)
        sig.recv.is_param = True
        m = Func(name.name_pos, self.pkg, name.name, sig)
        self.record_def(name, m)
        target.methods.append(m)

    def _check_type_set(self, t: Interface) -> None:
        """Report methods that occur twice, and elements that the language version does not have."""
        t.type_set()
        found: dict[str, tuple[Func, int]] = {}
        for m in t.methods:
            other = found.setdefault(m.id(), (m, m.pos))
            if other[0] is not m:
                # methods are sorted by name; the one that comes later in the source is the duplicate
                first, second = (other[0], m) if other[0].pos < m.pos else (m, other[0])
                self._duplicate_method(second.pos, second, first.pos)
        if not self.allow_version(18):
            self._drop_constraints(t)
        for e, pos in zip(t.embeddeds, t.embed_pos, strict=True):
            u = e.underlying()
            if isinstance(u, Interface):
                for m in u.type_set().methods:
                    self._embedded_method(found, m, pos)
            elif isinstance(u, Union) and len(union_terms(u) or ()) > MAX_TERMS and len(u.terms) <= MAX_TERMS:
                self.error(pos, TOO_MANY_TERMS, "InvalidUnion")

    def _drop_constraints(self, t: Interface) -> None:
        """Before go1.18 only interfaces of methods may be embedded; what else is there is reported and left out of the type set."""
        kept: list[Type] = []
        for e, pos in zip(t.embeddeds, t.embed_pos, strict=True):
            u = e.underlying()
            what = ""
            if isinstance(u, Union):
                what = "interface element"
            elif not isinstance(u, Interface):
                what = "non-interface type" if u is not Typ[INVALID] else ""
            elif self.is_imported_constraint(e):
                what = "constraint interface"
            if what:
                self.verify_version(pos, 18, f"embedding {what} {self.tstr(e)}")
            else:
                kept.append(e)
        if len(kept) < len(t.embeddeds):
            t._tset = Interface(t.methods, kept).type_set()

    def _embedded_method(self, found: dict[str, tuple[Func, int]], m: Func, pos: int) -> None:
        other = found.get(m.id())
        if other is None:
            found[m.id()] = m, pos
            return
        if other[0] is m and self.allow_version(14):
            return

        def compare() -> None:
            if not self.allow_version(14) or not identical(m.type, other[0].type):
                self._duplicate_method(pos, m, other[1])

        self.later(compare)

    def _duplicate_method(self, pos: int, m: Func, other: int) -> None:
        where = self.fset.position(other)
        self.error(pos, f"duplicate method {m.name}\n\t{where}: other declaration of method {m.name}", "DuplicateDecl")

    def interface_cycles(self) -> None:
        """Report interface literals that contain themselves without a named type between (gc cannot compile them, go.dev/issue/56103)."""
        finder = CycleFinder()
        end = 0
        for e, t in sorted(self.interfaces, key=lambda pair: pair[0].pos()):
            if e.pos() < end:
                continue  # inside another literal
            end = e.end()
            if finder.has_cycle(t):
                text = "anonymous interface refers to itself (see https://go.dev/issue/56103)"
                self.error(e, f"invalid recursive type: {text}", "InvalidTypeCycle")
                finder.cyclic = dict.fromkeys(finder.cyclic, False)


class CycleFinder:
    """Walks through types without names; ``cyclic`` has the interfaces met, True for those that are being walked."""

    __slots__ = ("cyclic",)

    def __init__(self) -> None:
        self.cyclic: dict[Interface, bool] = {}

    def has_cycle(self, t: Interface) -> bool:
        return any(self.visit(m.type) for m in t.all_methods())

    def visit(self, t: Any) -> bool:
        t = unalias(t)
        if isinstance(t, Interface):
            if not t.methods and not t.embeddeds:
                return False
            known = self.cyclic.get(t)
            if known is not None:
                return known
            self.cyclic[t] = True
            if self.has_cycle(t):
                return True
            self.cyclic[t] = False
            return False
        components = COMPONENTS.get(t.__class__)
        return components is not None and any(self.visit(c) for c in components(t))
