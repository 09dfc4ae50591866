"""Function types: receiver, type parameters, parameters, results (specification, "Function types", "Method declarations")."""

from __future__ import annotations

from typing import Any

from minigo.syntax import ast, expr_string
from minigo.types.info import TYPE_EXPR
from minigo.types.objects import Var
from minigo.types.predicates import is_valid
from minigo.types.resolver import unpack_receiver
from minigo.types.state import CheckerState
from minigo.types.subst import Substitution
from minigo.types.types import (
    INVALID,
    UNSAFE_POINTER,
    Alias,
    Basic,
    Interface,
    Named,
    Pointer,
    Signature,
    Slice,
    Tuple,
    Typ,
    Type,
    TypeParam,
    deref,
    unalias,
)


class SignatureMixin(CheckerState):
    """Function types as part of the checker."""

    def func_type(
        self, sig: Signature, recv: ast.FieldList | None, tparams: ast.FieldList | None, ftype: ast.FuncType
    ) -> None:
        """Fill in the signature; its scope holds type parameters, receiver, parameters and results."""
        self.open_scope(ftype, "function")
        scope = self.env.scope
        scope.is_func = True
        scope.end = ftype.end()
        sig.scope = scope
        receiver: Var | None = None
        recv_field: Any = None
        if recv is not None and recv.list:
            recv_field = recv.list[0]
            receiver, rparams = self.collect_recv(recv_field)
            sig.recv_type_params = rparams
        if tparams is not None and tparams.list:
            self.collect_type_params(sig.type_params, tparams.list)
        pnames, params, variadic = self.collect_params(ftype.params, True)
        rnames: list[Any] = []
        results: list[Var] = []
        if ftype.results is not None:
            rnames, results, _ = self.collect_params(ftype.results, False)
        end = scope.end
        if receiver is not None and receiver.name:
            self.declare(scope, recv_field.names[0], receiver, end)
        for name, v in zip(pnames, params, strict=True):
            if name is not None:
                self.declare(scope, name, v, end)
        for name, v in zip(rnames, results, strict=True):
            if name is not None:
                self.declare(scope, name, v, end)
        sig.recv = receiver
        sig.params = Tuple(params)
        sig.results = Tuple(results)
        sig.variadic = variadic
        self.close_scope()

    def collect_params(self, fields: ast.FieldList, is_params: bool) -> tuple[list[Any], list[Var], bool]:
        """(names or None, variables, variadic) of a parameter or result list."""
        names: list[Any] = []
        variables: list[Var] = []
        variadic = False
        pkg = self.pkg
        last = len(fields.list) - 1
        for i, field in enumerate(fields.list):
            e = field.type
            if isinstance(e, ast.Ellipsis):
                if is_params and i == last and len(field.names) <= 1:
                    variadic = True
                else:
                    self.error(e, "invalid use of ...", "InvalidSyntaxTree")
                e = e.elt
            t = self.var_type(e)
            if variadic:
                t = Slice(t)
                self.record_type_and_value(field.type, TYPE_EXPR, t, None)
            for name in field.names:
                v = Var(name.name_pos, pkg, name.name, t)
                names.append(name)
                variables.append(v)
            if not field.names:
                v = Var(field.pos(), pkg, "", t)
                self.info.implicits[field] = v
                names.append(None)
                variables.append(v)
        for v in variables:
            v.is_param = is_params
            v.is_result = not is_params
            v.used = True  # "declared and not used" is for local variables
        return names, variables, variadic

    # ------------------------------------------------------------ receivers

    def collect_recv(self, field: ast.Field) -> tuple[Var, list[TypeParam]]:
        """The receiver and the type parameters that its type declares, which are put into the current scope."""
        pointer, base, exprs = unpack_receiver(field.type)
        rparams: list[TypeParam] = []
        if exprs:
            t, rparams = self._generic_receiver(field, pointer, base, exprs)
        else:
            t = self._plain_receiver(field, base)
        name = field.names[0] if field.names else None
        if name is not None:
            recv = Var(name.name_pos, self.pkg, name.name, t)
        else:
            recv = Var(field.pos(), self.pkg, "", t)
            self.info.implicits[field] = recv
        recv.is_param = True
        recv.used = True
        self.later(lambda: self._valid_recv(base, recv))
        return recv, rparams

    def _plain_receiver(self, field: ast.Field, base: Any) -> Type:
        t: Any = self.var_type(field.type)
        a = unpointer(t)
        while isinstance(a, Alias):
            target: Any = unpointer(a.actual) if a.actual is not None else None
            if isinstance(target, (Named, Alias)) and target.origin.type_params:
                self.error(base, f"cannot define new methods on instantiated type {self.tstr(target)}", "InvalidRecv")
                return Typ[INVALID]
            a = target
        return t  # type: ignore[no-any-return]

    def _generic_receiver(
        self, field: ast.Field, pointer: bool, base: Any, exprs: list[Any]
    ) -> tuple[Type, list[TypeParam]]:
        """A receiver such as ``*T[P, Q]``: P and Q are declared here and stand for T's type parameters."""
        generic, cause = self.generic_type(base)
        named: Named | None = None
        if isinstance(generic, Named):
            named = generic
        elif isinstance(generic, Alias):
            if is_valid(generic):
                text = f"cannot define new methods on generic alias type {self.tstr(generic)}"
                self.error(base, text, "InvalidRecv")
        elif cause:
            self.error(base, cause, "InvalidRecv")
        rparams = [self._receiver_type_param(i, e) for i, e in enumerate(exprs)]
        if named is None:
            return Typ[INVALID], rparams
        declared = named.type_params
        if len(declared) == len(rparams):
            renaming = Substitution(declared, rparams)
            for p, q in zip(rparams, declared, strict=True):
                self.record_mono_canonical(p, q)
                p.constraint = renaming.type(q.constraint)
        else:
            n = len(rparams)
            got = f"{n} type parameter{'' if n == 1 else 's'}"
            text = f"receiver declares {got}, but receiver base type declares {len(declared)}"
            self.error(base, text, "BadRecv")
        self.verify_version(base, 18, "type instantiation")
        t: Any = self.instance(field.type.pos() if field.type is not None else 0, named, list(rparams))
        self.record_instance(base, list(rparams), t)
        if pointer and is_valid(t):
            t = Pointer(t)
        self._record_receiver_types(field.type, t)
        return t, rparams

    def _receiver_type_param(self, index: int, e: Any) -> TypeParam:
        name = e
        if not isinstance(e, ast.Ident):
            if not isinstance(e, ast.BadExpr):
                self.error(e, f"receiver type parameter {expr_string(e)} must be an identifier", "BadDecl")
            name = ast.Ident(e.pos(), "_")
        p: TypeParam = self.declare_type_param(name)
        p.index = index
        self.record_use(name, p.obj)
        self.record_type_and_value(name, TYPE_EXPR, p, None)
        return p

    def _record_receiver_types(self, e: Any, t: Any) -> None:
        """``(*T[P])`` and its parts."""
        while True:
            self.record_type_and_value(e, TYPE_EXPR, t, None)
            if isinstance(e, ast.ParenExpr):
                e = e.x
            elif isinstance(e, ast.StarExpr) and isinstance(t, Pointer):
                e, t = e.x, t.elem
            else:
                return

    def _valid_recv(self, base: Any, recv: Var) -> None:
        """The receiver's type is T or *T for a type T of this package that is no pointer and no interface."""
        shown, _ = deref(recv.type)
        t = unalias(shown)
        if not is_valid(t):
            return
        text = ""
        if isinstance(t, Named):
            if t.obj.pkg is not self.pkg:
                text = f"cannot define new methods on non-local type {self.tstr(shown)}"
            else:
                u = t.underlying()
                if isinstance(u, Basic) and u.kind == UNSAFE_POINTER:
                    text = f"invalid receiver type {self.tstr(shown)} (unsafe.Pointer)"
                elif isinstance(u, (Pointer, Interface)):
                    text = f"invalid receiver type {self.tstr(shown)} (pointer or interface type)"
        elif isinstance(t, Basic):
            text = f"cannot define new methods on non-local type {self.tstr(shown)}"
        else:
            text = f"invalid receiver type {self.tstr(recv.type)}"
        if text:
            self.error(base, text, "InvalidRecv")


def unpointer(t: Any) -> Any:
    while isinstance(t, Pointer):
        t = t.elem
    return t
