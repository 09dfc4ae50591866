"""Type inference: completing the type arguments of generic functions (specification, "Type inference").

In come type parameters (renamed, so that a recursive call's are not those of the function around it), the type arguments given, and
parameters with their arguments; out comes one type for each parameter, or None after an error report. The steps are the specification's:
typed arguments are unified with their parameters, then type parameters with their constraints until nothing new is learnt, then untyped
constants give their default types; at last type parameters inside inferred types are replaced.
"""

from __future__ import annotations

from typing import Any

from minigo.syntax import expr_string
from minigo.types.components import COMPONENTS
from minigo.types.lookup import missing_method
from minigo.types.objects import Func, TypeName
from minigo.types.operand import Operand
from minigo.types.predicates import default_type, is_typed, max_type
from minigo.types.state import CheckerState
from minigo.types.subst import LazyMethod, Substitution
from minigo.types.types import (
    Alias,
    Interface,
    Named,
    Signature,
    Term,
    Tuple,
    TypeParam,
    Union,
    unalias,
)
from minigo.types.typeset import common_under
from minigo.types.unify import ASSIGN, EXACT, Unifier


class InferenceError(Exception):
    """Inference failed: where, and why in gc's words."""

    def __init__(self, at: Any, msg: str) -> None:
        super().__init__(msg)
        self.at = at
        self.msg = msg


class InferMixin(CheckerState):
    """Inference as part of the checker."""

    def infer(
        self,
        pos: int,
        tparams: list[TypeParam],
        targs: list[Any],
        params: Tuple,
        args: list[Operand],
        reverse: bool,
        call: Any = None,
    ) -> list[Any] | None:
        """Type arguments for ``tparams``; ``targs`` are those given (None or missing: to be inferred).

        ``reverse``: the single argument is the variable that a generic function is assigned to. ``call`` is named in messages.
        """
        given = [*targs, *[None] * (len(tparams) - len(targs))]
        if None not in given:
            return given
        if any(a.bad for a in args):
            return None
        try:
            return self._infer(pos, tparams, given, params, args, reverse)
        except InferenceError as e:
            prefix = f"in call to {expr_string(call.fun)}, " if call is not None else ""
            self.error(e.at, prefix + e.msg, "CannotInferTypeArgs")
            return None

    def _infer(
        self, pos: int, tparams: list[TypeParam], targs: list[Any], params: Tuple, args: list[Operand], reverse: bool
    ) -> list[Any]:
        # Parameters whose type arguments are given follow the rules of assignment, not those of unification.
        params = known_substitution(tparams, targs).type(params)
        u = Unifier(tparams, targs, self.allow_version(21), self._declare_method)
        untyped = self._unify_arguments(u, tparams, params, args, reverse)
        while True:
            unknowns = u.unknowns()
            for p in tparams:
                self._unify_constraint(u, pos, tparams, p)
            if u.unknowns() == unknowns:
                break
            if self.trace is not None:
                self.tell(pos, f"infer: by constraints{self._known(u, tparams)}")
        self._default_untyped(u, untyped)
        inferred = simplify(tparams, targs, u.inferred(tparams))
        for p, t in zip(tparams, inferred, strict=True):
            if t is None or is_parameterized(tparams, t):
                raise InferenceError(pos, f"cannot infer {p.obj.name} (declared at {self._declared_at(p.obj)})")
        return inferred

    def _declared_at(self, obj: TypeName) -> str:
        fset = obj.pkg.fset if obj.pkg is not None and obj.pkg.fset is not None else self.fset
        return str(fset.position(obj.pos))

    def _declare_method(self, m: Func) -> None:
        """Make sure that a method's signature is known."""
        origin = m.origin
        if origin in self.objects:
            self.obj_decl(origin)
        if isinstance(m, LazyMethod):
            m.settle()

    # ------------------------------------------------------------ arguments

    def _unify_arguments(
        self, u: Unifier, tparams: list[TypeParam], params: Tuple, args: list[Operand], reverse: bool
    ) -> list[tuple[TypeParam, Operand]]:
        """Unify typed arguments with their parameters; returns the untyped ones whose parameter is just a type parameter."""
        untyped = []
        for v, arg in zip(params.vars, args, strict=True):
            if not is_parameterized(tparams, v.type) and not is_parameterized(tparams, arg.type):
                continue
            if is_typed(arg.type):
                if not u.unify(v.type, arg.type, ASSIGN):
                    raise InferenceError(arg, self._argument_mismatch(u, tparams, v.type, arg, reverse))
                if self.trace is not None:
                    self.tell(arg, f"infer: {self.tstr(v.type)} takes {self.tstr(arg.type)}{self._known(u, tparams)}")
            elif isinstance(v.type, TypeParam) and not arg.is_nil:
                untyped.append((v.type, arg))
        return untyped

    def _known(self, u: Unifier, tparams: list[TypeParam]) -> str:
        """For the trace: what is known about the type parameters."""
        known = zip(tparams, u.inferred(tparams), strict=True)
        return "".join([f"; {p.obj.name} = {self.tstr(t)}" for p, t in known if t is not None])

    def _argument_mismatch(self, u: Unifier, tparams: list[TypeParam], param: Any, arg: Operand, reverse: bool) -> str:
        targs = u.inferred(tparams)
        have = f"type {self.tstr(arg.type)} of {expr_string(arg.expr)}"
        if all(t is None for t in targs):
            return f"{have} does not match {self.tstr(param)} (cannot infer {params_text(tparams)})"
        inferred = known_substitution(tparams, targs).type(param)
        if inferred is param:
            return f"{have} does not match {self.tstr(param)}"
        if reverse:
            return f"inferred type {self.tstr(inferred)} for {self.tstr(param)} does not match {have}"
        return f"{have} does not match inferred type {self.tstr(inferred)} for {self.tstr(param)}"

    # ------------------------------------------------------------ constraints

    def _unify_constraint(self, u: Unifier, pos: int, tparams: list[TypeParam], p: TypeParam) -> None:
        """Learn from a type parameter's constraint: its core type, and its methods."""
        t = u.at(p)
        core, single = core_term(p)
        if core is not None:
            if t is not None:
                if not u.unify(t, core.type, 0):
                    raise InferenceError(pos, self._unsatisfied(p, t))
            elif single and not core.tilde:
                u.set(p, core.type)
        if t is None or is_parameterized(tparams, t):
            return
        method, cause = missing_method(
            t, p.iface(), True, lambda x, y: u.unify(x, y, EXACT), self._declare_method, self.qualifier
        )
        if method is not None:
            raise InferenceError(pos, f"{self._unsatisfied(p, t)} {cause}")

    def _unsatisfied(self, p: TypeParam, t: Any) -> str:
        return f"{p.obj.name} (type {self.tstr(t)}) does not satisfy {self.tstr(p.constraint)}"

    # ------------------------------------------------------------ untyped constants

    def _default_untyped(self, u: Unifier, untyped: list[tuple[TypeParam, Operand]]) -> None:
        """Parameters with nothing but untyped arguments get the default type of the largest kind among them."""
        largest: dict[TypeParam, Any] = {}
        for p, arg in untyped:
            if u.at(p) is not None:
                continue
            before = largest.get(p)
            kind = arg.type if before is None else max_type(before, arg.type)
            if kind is None:
                kinds = f"{self.tstr(before)} and {self.tstr(arg.type)}"
                raise InferenceError(arg, f"mismatched types {kinds} (cannot infer {p.obj.name})")
            largest[p] = kind
        for p, kind in largest.items():
            u.set(p, default_type(kind))
            if self.trace is not None:
                self.tell(untyped[0][1], f"infer: by default; {p.obj.name} = {self.tstr(default_type(kind))}")


def params_text(tparams: list[TypeParam]) -> str:
    """``P``, ``P and Q``, ``P, Q, and R``."""
    names = [p.obj.name for p in tparams]
    if len(names) <= 2:
        return " and ".join(names)
    return ", ".join(names[:-1]) + ", and " + names[-1]


def known_substitution(tparams: list[TypeParam], targs: list[Any]) -> Substitution:
    """Replaces the type parameters whose arguments are known."""
    known = [(p, t) for p, t in zip(tparams, targs, strict=False) if t is not None]
    return Substitution([p for p, _ in known], [t for _, t in known])


def rename_type_params(tparams: list[TypeParam], t: Any) -> tuple[list[TypeParam], Any]:
    """Fresh type parameters of the same names and constraints, and ``t`` (a type, perhaps a Tuple) with them.

    In a recursive call ``f(x)`` the type parameters to solve for would otherwise be those that x's type mentions.
    """
    if not tparams:
        return [], t
    fresh = [TypeParam(TypeName(p.obj.pos, p.obj.pkg, p.obj.name, None), None, p.index) for p in tparams]
    renaming = Substitution(tparams, fresh)
    for p, q in zip(tparams, fresh, strict=True):
        q.constraint = renaming.type(p.constraint)
    return fresh, renaming.type(t)


def core_term(p: TypeParam) -> tuple[Term | None, bool]:
    """(term, True) if the constraint has a single type; (core type, False) if all types have one underlying type; else (None, False).

    The core type has a tilde if one of the types has.
    """
    terms = p.iface().type_set().terms
    if not terms:
        return None, False
    if len(terms) == 1:
        return terms[0], True
    core, _ = common_under(p)
    if core is None:
        return None, False
    return Term(any(t.tilde for t in terms), core), False


def simplify(tparams: list[TypeParam], targs: list[Any], inferred: list[Any]) -> list[Any]:
    """Replace the type parameters that inferred types mention by what was inferred for them. ``[A=int, B=[]C, C=*A]`` becomes ``[int, []*int, *int]``."""
    break_cycles(tparams, inferred)
    dirty = [i for i, t in enumerate(inferred) if t is not None and targs[i] is None]
    while dirty:
        substitution = known_substitution(tparams, inferred)
        changed = []
        for i in dirty:
            t = substitution.type(inferred[i])
            if t is inferred[i]:
                continue
            if isinstance(t, Signature) and t.type_params and not is_parameterized(tparams, t):
                t = Signature(t.recv, t.params, t.results, t.variadic)  # a generic function argument, now instantiated
            inferred[i] = t
            changed.append(i)
        dirty = changed
    return inferred


# ---- Which types mention type parameters -----------------------------------------------------------------------------


def is_parameterized(tparams: list[TypeParam], t: Any) -> bool:
    """Whether t mentions one of the type parameters (those that a generic signature itself declares aside)."""
    return ParameterFinder(tparams).find(t)


class ParameterFinder:
    """Looks for type parameters in a type."""

    __slots__ = ("seen", "tparams")

    def __init__(self, tparams: list[TypeParam]) -> None:
        self.tparams = set(tparams)
        self.seen: dict[Any, bool] = {}

    def find(self, t: Any) -> bool:
        components = _COMPONENTS.get(t.__class__)
        if components is None:
            return t in self.tparams if isinstance(t, TypeParam) else False
        known = self.seen.get(t)
        if known is not None:
            return known
        self.seen[t] = False
        result = self.seen[t] = any(self.find(c) for c in components(t))
        return result


def _interface(t: Interface) -> list[Any]:
    tset = t.type_set()
    return [m.type for m in tset.methods] + [term.type for term in tset.terms or ()]


def _declared_interface(t: Interface) -> list[Any]:
    return [m.type for m in t.methods] + t.embeddeds


def _union(t: Union) -> list[Any]:
    return [term.type for term in t.terms]


def _type_args(t: Named) -> list[Any]:
    return t.type_args


def _alias(t: Alias) -> list[Any]:
    return [unalias(t)]


_COMPONENTS: dict[Any, Any] = COMPONENTS | {
    Alias: _alias,
    Interface: _interface,
    Union: _union,
    Named: _type_args,
}


def break_cycles(tparams: list[TypeParam], inferred: list[Any]) -> None:
    """Forget (set to None) inferred types that mention their own type parameter, perhaps by way of others: replacing it would never end."""
    index = {p: i for i, p in enumerate(tparams)}
    path: set[Any] = set()

    def walk(t: Any) -> None:
        t = unalias(t)
        if t in path:
            if t in index:
                inferred[index[t]] = None
            return
        path.add(t)
        if isinstance(t, TypeParam):
            i = index.get(t)
            if i is not None and inferred[i] is not None:
                walk(inferred[i])
        else:
            # An interface's embedded types are walked as written: its type set may not be known yet.
            components = _declared_interface if isinstance(t, Interface) else _COMPONENTS.get(t.__class__)
            for c in components(t) if components is not None else ():
                walk(c)
        path.discard(t)

    for p in tparams:
        walk(p)
