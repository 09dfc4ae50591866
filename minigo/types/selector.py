"""Selectors (specification, "Selectors", "Method values", "Method expressions", "Qualified identifiers")."""

from __future__ import annotations

from typing import Any

from minigo.syntax import ast, expr_string
from minigo.types.assignability import interface_pointer_error, is_interface_pointer
from minigo.types.info import (
    BUILTIN_MODE,
    CONSTANT,
    FIELD_VAL,
    INVALID_MODE,
    METHOD_EXPR,
    METHOD_VAL,
    TYPE_EXPR,
    VALUE,
    VARIABLE,
)
from minigo.types.lookup import lookup_field_or_method
from minigo.types.objects import BLACK, Builtin, Const, Func, PkgName, TypeName, Var, is_exported
from minigo.types.operand import Operand, gc_pos
from minigo.types.predicates import is_valid
from minigo.types.state import CheckerState
from minigo.types.subst import LazyMethod
from minigo.types.types import INVALID, Pointer, Signature, Tuple, Typ


class SelectorMixin(CheckerState):
    """Checks of selectors."""

    def selector(self, x: Operand, e: ast.SelectorExpr, want_type: bool) -> None:
        """``x.sel``; ``want_type``: only a type will do."""
        if not self._select(x, e, want_type):
            x.mode = INVALID_MODE
            x.type = Typ[INVALID]
        x.expr = e

    def _select(self, x: Operand, e: ast.SelectorExpr, want_type: bool) -> bool:
        if e.x.__class__ is ast.Ident:
            obj = self.lookup(e.x.name)
            if obj.__class__ is PkgName:
                return self._qualified(x, e, obj)
        self.expr_or_type(x, e.x, False)
        if not x.mode:
            return False
        if x.mode == BUILTIN_MODE:
            self.error(gc_pos(e), f"invalid use of {self.ostr(x)} in selector expression", "UncalledBuiltin")
            return False
        if not self.complete(x.type):
            return False
        if want_type:
            self.error(e.sel, f"{expr_string(e)} is not a type", "NotAType")
            return False
        if self.obj_path:
            u = x.type.underlying()
            if isinstance(u, Pointer) and not self.complete(u.elem):
                return False
        obj, index, indirect = lookup_field_or_method(x.type, x.mode == VARIABLE, self.pkg, e.sel.name)
        if obj is None:
            self._not_selected(x, e, index, indirect)
            return False
        if obj.__class__ is Var:
            return self._select_field(x, e, obj, index, indirect)
        return self._select_method(x, e, obj, index, indirect)

    # ------------------------------------------------------------ qualified identifiers

    def _qualified(self, x: Operand, e: ast.SelectorExpr, pkg_name: Any) -> bool:
        """``package.Name``"""
        self.record_use(e.x, pkg_name)
        pkg_name.used = True
        pkg = pkg_name.imported
        sel = e.sel.name
        obj = pkg.scope.lookup(sel)
        if obj is None:
            if not pkg.fake:
                other = similar_name(pkg.scope, sel)
                hint = f" (but have {other})" if other else ""
                self.error(e.sel, f"undefined: {expr_string(e)}{hint}", "UndeclaredImportedName")
            return False
        if not is_exported(sel):
            self.error(e.sel, f"name {sel} not exported by package {pkg.name}", "UnexportedName")
        self.record_use(e.sel, obj)
        cls = obj.__class__
        x.type = obj.type
        if cls is Func:
            x.mode = VALUE
        elif cls is TypeName:
            x.mode = TYPE_EXPR
        elif cls is Var:
            x.mode = VARIABLE
        elif cls is Const:
            x.mode = CONSTANT
            x.val = obj.val
        elif cls is Builtin:
            x.mode = BUILTIN_MODE
            x.id = obj.name
        else:
            return False
        return True

    # ------------------------------------------------------------ fields and methods

    def _select_field(self, x: Operand, e: ast.SelectorExpr, obj: Var, index: list[int], indirect: bool) -> bool:
        if x.mode == TYPE_EXPR:
            what = f"operand for field selector {e.sel.name} must be value of type {self.tstr(x.type)}"
            self.error(e.x, what, "MissingFieldOrMethod")
            return False
        self.record_selection(e, FIELD_VAL, x.type, obj, index, indirect, obj.type)
        x.mode = VARIABLE if x.mode == VARIABLE or indirect else VALUE
        x.type = obj.type
        return True

    def _select_method(self, x: Operand, e: ast.SelectorExpr, obj: Any, index: list[int], indirect: bool) -> bool:
        self.declare_method(obj)
        self.add_dependency(obj)
        sig = obj.type
        if sig.__class__ is not Signature:
            self.error(e, "illegal cycle in method declaration", "InvalidDeclCycle")
            return False
        if x.mode == TYPE_EXPR:
            if sig.recv is None:
                self.error(e, "illegal cycle in method declaration", "InvalidDeclCycle")
                return False
            t = method_expression_type(sig, x.type)
            kind = METHOD_EXPR
        else:
            t = Signature(None, sig.params, sig.results, sig.variadic, sig.type_params)
            kind = METHOD_VAL
        self.record_selection(e, kind, x.type, obj, index, indirect, t)
        x.mode = VALUE
        x.type = t
        return True

    def declare_method(self, m: Any) -> None:
        """Make sure that a method's signature is known."""
        if m.color != BLACK or m.type is None:
            origin = m.origin
            if origin.color != BLACK and origin in self.objects:
                self.obj_decl(origin)
            if m.__class__ is LazyMethod:
                m.settle()

    # ------------------------------------------------------------ errors

    def _not_selected(self, x: Operand, e: ast.SelectorExpr, index: list[int], indirect: bool) -> None:
        """Report why there is no such field or method; index and indirect as lookup_field_or_method returned them."""
        sel = e.sel.name
        if not is_valid(x.type.underlying()):
            return
        t = self.tstr(x.type)
        if index:
            self.error(e.sel, f"ambiguous selector {expr_string(x.expr)}.{sel}", "AmbiguousSelector")
            return
        if indirect:
            if x.mode == TYPE_EXPR:
                what = f"invalid method expression {t}.{sel} (needs pointer receiver (*{t}).{sel})"
            else:
                what = f"cannot call pointer method {sel} on {t}"
            self.error(e.sel, what, "InvalidMethodExpr")
            return
        if is_interface_pointer(x.type):
            why = interface_pointer_error(x.type, t)
        else:
            other, _, _ = lookup_field_or_method(x.type, x.mode == VARIABLE, self.pkg, sel, True)
            why = self.lookup_error(x.type, sel, other, False)
        self.error(e.sel, f"{expr_string(x.expr)}.{sel} undefined ({why})", "MissingFieldOrMethod")

    def lookup_error(self, t: Any, sel: str, other: Any, struct_lit: bool) -> str:
        """Why the type has no field or method ``sel``; ``other`` is one whose name differs by case only, or None."""
        what = {Var: "field", Func: "method"}.get(other.__class__, "method" if other is not None else "object")
        kind = self._near_miss(sel, other)
        text = self.tstr(t)
        name = other.name if other is not None else ""
        if struct_lit:
            unknown = f"unknown field {sel} in struct literal of type {text}"
            if kind == "inaccessible":
                return f"cannot refer to unexported field {name} in struct literal of type {text}"
            what = ""
        else:
            unknown = f"type {text} has no field or method {sel}"
            if kind == "inaccessible":
                return f"cannot refer to unexported {what} {name}"
            what += " "
        if kind == "misspelled":
            return f"{unknown}, but does have {what}{name}"
        if kind == "unexported":
            return f"{unknown}, but does have unexported {what}{name}"
        return unknown

    def _near_miss(self, sel: str, other: Any) -> str:
        """How the name of an object differs from the one looked for."""
        if other is None:
            return "missing"
        name = other.name
        if other.pkg is self.pkg:
            return "misspelled"
        if is_exported(sel):
            if is_exported(name):
                return "misspelled"
            return "unexported" if sel[1:] == name[1:] else "missing"
        if is_exported(name):
            return "misspelled" if sel[1:] == name[1:] else "missing"
        return "inaccessible" if sel == name else "missing"


def method_expression_type(sig: Signature, recv: Any) -> Signature:
    """The function type of ``T.method``: the receiver is the first parameter."""
    assert sig.recv is not None
    params = sig.params.vars
    name = ""
    if params and params[0].name:
        name = sig.recv.name or "_"  # parameters are all named or all unnamed
    first = Var(sig.recv.pos, sig.recv.pkg, name, recv)
    first.is_param = True
    return Signature(None, Tuple([first, *params]), sig.results, sig.variadic, sig.type_params)


def similar_name(scope: Any, name: str) -> str:
    """An exported name of the scope that differs by case only, or ""."""
    folded = name.lower()
    return next((n for n in scope.names() if n.lower() == folded and is_exported(n)), "")
