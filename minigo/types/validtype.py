"""Types that contain themselves and so would be infinitely large: ``type T struct { t T }`` (also by way of generic types).

The nest is the stack of types that lie inside each other in memory; a type that is found in its own nest is invalid. The path has all named
types gone through, for the report. A type parameter stands for the type argument of the innermost type of the nest, which lies in the nest
around that type.
"""

from __future__ import annotations

from typing import Any

from minigo.types.predicates import identical
from minigo.types.state import CheckerState
from minigo.types.types import INVALID, Array, Interface, Named, Struct, Typ, TypeParam, Union, unalias

Nest = tuple[Named, ...]


class ValidTypeMixin(CheckerState):
    """Validity of recursive types as part of the checker."""

    def valid_type(self, t: Named) -> None:
        """Report if the declared type contains itself."""
        if not t.valid:
            self._valid(t, (), ())

    def _valid(self, t: Any, nest: Nest, path: Nest) -> bool:
        t = unalias(t)
        cls = t.__class__
        if cls is Named:
            return self._valid_named(t, nest, path)
        if cls is Array:
            return self._valid(t.elem, nest, path)
        if cls is Struct:
            return all([self._valid(f.type, nest, path) for f in t.fields])
        if cls is Union:
            return all(self._valid(term.type, nest, path) for term in t.terms)
        if cls is Interface:
            return all(self._valid(e, nest, path) for e in t.embeddeds)
        if cls is TypeParam and nest:
            instance = nest[-1]
            tparams = instance.origin.type_params
            if t in tparams and (i := tparams.index(t)) < len(instance.type_args):
                return self._valid(instance.type_args[i], nest[:-1], path)
        return True

    def _valid_named(self, t: Named, nest: Nest, path: Nest) -> bool:
        if t.valid or (t.obj.pkg is not self.pkg and not t.type_args):
            return True
        for e in nest:
            if e is t or identical(e, t):
                t.origin.from_rhs = Typ[INVALID]
                t.origin.set_underlying(Typ[INVALID])
                start = next(i for i, p in enumerate(path) if identical(p, t))
                self.cycle_error(path[start:], 0)
                return False
        origin = t.origin
        rhs = origin.from_rhs if origin.from_rhs is not None else origin.underlying()
        if not self._valid(rhs, (*nest, t), (*path, t)):
            return False
        if origin is t and not t.type_params:
            t.valid = True  # without type arguments it does not depend on what it lies in
        return True
