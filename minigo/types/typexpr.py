"""Identifiers and type expressions (specification, "Types", "Qualified identifiers", "Instantiations").

``ident`` fills an operand with what a name means; ``typ``, ``var_type`` and ``generic_type`` turn an expression into a type, or the invalid
type after an error report. Checks that need complete types are delayed, for a type may be used while it is being declared.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minigo.syntax import ast, expr_string
from minigo.types import constant
from minigo.types.info import (
    BUILTIN_MODE,
    CONSTANT,
    INVALID_MODE,
    NIL_VALUE,
    NO_VALUE,
    TYPE_EXPR,
    VALUE,
    VARIABLE,
    TypeAndValue,
)
from minigo.types.objects import GREY, Builtin, Const, Func, Label, Nil, Object, PkgName, TypeName, Var
from minigo.types.operand import Operand, gc_pos
from minigo.types.predicates import comparable, is_generic, is_integer, is_type_param, is_untyped, is_valid
from minigo.types.state import CheckerState
from minigo.types.types import (
    INT,
    INVALID,
    RECV_ONLY,
    SEND_ONLY,
    SEND_RECV,
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
    Typ,
    Type,
    TypeParam,
)
from minigo.types.universe import UNIVERSE, UNIVERSE_IOTA

BAD: Any = Typ[INVALID]
LONG_ARRAY: Final = 1 << 16  # arrays from this length on may be too large
DIRECTIONS = {ast.SEND: SEND_ONLY, ast.RECV: RECV_ONLY, ast.SEND | ast.RECV: SEND_RECV}

# Types of these classes are never constraints.
_VARIABLE_TYPES = frozenset((Basic, Array, Slice, Struct, Pointer, Signature, Map, Chan, TypeParam))


class TypeExprMixin(CheckerState):
    """Type expressions as part of the checker."""

    # ------------------------------------------------------------ identifiers

    def ident(self, x: Operand, e: ast.Ident, want_type: bool) -> None:
        """What the identifier means; ``want_type``: a type is expected."""
        x.mode = INVALID_MODE
        x.expr = e
        name = e.name
        scope: Any = self.env.scope
        obj: Any = None
        while scope is not None:
            obj = scope.elems.get(name)
            if obj is not None:
                break
            scope = scope.parent
        else:
            if name == "_":
                self.error(e, "cannot use _ as value or type", "InvalidBlank")
            else:
                self.error(e, f"undefined: {name}", "UndeclaredName")
            return
        cls = obj.__class__
        if (
            scope is UNIVERSE
            and name in ("any", "comparable")
            and not self.verify_version(e, 18, f"predeclared {name}")
        ):
            return
        self.info.uses[e] = obj
        got_type = cls is TypeName
        if want_type and not got_type:
            kind = "receiver" if self.env.sig is not None and self.env.sig.recv is obj else object_kind(obj)
            self.error(e, f"{obj.name} ({kind}) is not a type", "NotAType")
            if cls is Var and obj.pkg is self.pkg:
                obj.used = True
            return
        typ = obj.type
        if typ is None or (got_type and want_type and obj.color == GREY):
            self.obj_decl(obj)
            typ = obj.type
        if self.dot_imports:
            pkg_name = self.dot_imports.get((scope, name))
            if pkg_name is not None:
                pkg_name.used = True
        x.type = typ
        _IDENTS[cls](self, x, e, obj)

    def _variable(self, x: Operand, e: ast.Ident, obj: Var) -> None:
        if obj.pkg is self.pkg:
            obj.used = True
        decl = self.env.decl
        if decl is not None and obj in self.objects:
            decl.deps[obj] = None
        if is_valid(x.type):
            x.mode = VARIABLE

    def _constant(self, x: Operand, e: ast.Ident, obj: Const) -> None:
        self.add_dependency(obj)
        if not is_valid(x.type):
            return
        if obj is UNIVERSE_IOTA:
            if self.env.iota is None:
                self.error(e, "cannot use iota outside constant declaration", "InvalidIota")
                return
            x.val = self.env.iota
        else:
            x.val = obj.val
        x.mode = CONSTANT

    def _type_name(self, x: Operand, e: ast.Ident, obj: TypeName) -> None:
        x.mode = TYPE_EXPR

    def _function(self, x: Operand, e: ast.Ident, obj: Func) -> None:
        self.add_dependency(obj)
        x.mode = VALUE

    def _builtin(self, x: Operand, e: ast.Ident, obj: Builtin) -> None:
        x.id = obj.name
        x.mode = BUILTIN_MODE

    def _nil(self, x: Operand, e: ast.Ident, obj: Nil) -> None:
        x.mode = NIL_VALUE

    def _package_name(self, x: Operand, e: ast.Ident, obj: PkgName) -> None:
        self.error(e, f"use of package {obj.name} not in selector", "InvalidPkgUse")

    # ------------------------------------------------------------ type expressions

    def typ(self, e: Any) -> Any:
        """The type that an expression denotes; it must not be generic without type arguments."""
        return self.declared_type(e, None)

    def var_type(self, e: Any) -> Any:
        """The type of a variable: not a constraint."""
        t = self.declared_type(e, None)
        if t.__class__ not in _VARIABLE_TYPES:
            self.valid_var_type(e, t)
        return t

    def valid_var_type(self, e: Any, t: Any) -> None:
        """Report (later, when its methods are known) if ``t`` is a constraint interface."""
        if is_type_param(t):
            return
        if t.__class__ is Named:
            u = t._underlying
            if u is not None and u.__class__ is not Interface:
                return

        def check() -> None:
            u = t.underlying()
            if isinstance(u, Interface):
                tset = u.type_set()
                if not tset.is_method_set():
                    why = "is (or embeds) comparable" if tset.comparable else "contains type constraints"
                    self.error(
                        e,
                        f"cannot use type {self.tstr(t)} outside a type constraint: interface {why}",
                        "MisplacedConstraintIface",
                    )

        self.later(check)

    def declared_type(self, e: Any, defined: TypeName | None) -> Any:
        """``typ`` for the right-hand side of the declaration of ``defined``."""
        t = self.typ_internal(e, defined)
        if is_generic(t):
            self.error(e, f"cannot use generic type {self.tstr(t)} without instantiation", "WrongTypeArgCount")
            t = BAD
        self.info.types[e] = TypeAndValue(TYPE_EXPR, t)
        return t

    def generic_type(self, e: Any) -> tuple[Any, str]:
        """(generic type, ""), or (invalid type, why); the reason is empty if an error was reported."""
        t = self.typ_internal(e, None)
        cause = ""
        if is_valid(t) and not is_generic(t):
            cause = f"{self.tstr(t)} is not a generic type"
            t = BAD
        self.info.types[e] = TypeAndValue(TYPE_EXPR, t)
        return t, cause

    def typ_internal(self, e: Any, defined: TypeName | None) -> Any:
        method = _TYPE_EXPRS.get(e.__class__)
        if method is None:
            return self._not_a_type(e, defined)
        return method(self, e, defined)

    def _not_a_type(self, e: Any, defined: TypeName | None) -> Any:
        self.error(e, f"{expr_string(e)} is not a type", "NotAType")
        self.use(e)
        return BAD

    def _bad_type(self, e: Any, defined: TypeName | None) -> Any:
        return BAD  # reported by the parser

    def _ident_type(self, e: ast.Ident, defined: TypeName | None) -> Any:
        x = Operand()
        self.ident(x, e, True)
        return self._type_of_operand(x)

    def _selector_type(self, e: ast.SelectorExpr, defined: TypeName | None) -> Any:
        x = Operand()
        self.selector(x, e, True)
        return self._type_of_operand(x)

    def _type_of_operand(self, x: Operand) -> Any:
        if x.mode == TYPE_EXPR:
            return x.type
        if x.mode == NO_VALUE:
            self.error(x, f"{self.ostr(x)} used as type", "NotAType")
        elif x.mode != INVALID_MODE:
            self.error(x, f"{self.ostr(x)} is not a type", "NotAType")
        return BAD

    def _index_type(self, e: ast.IndexExpr, defined: TypeName | None) -> Any:
        self.verify_version(e, 18, "type instantiation")
        return self.instantiated_type(e.x, [e.index])

    def _index_list_type(self, e: ast.IndexListExpr, defined: TypeName | None) -> Any:
        self.verify_version(e, 18, "type instantiation")
        return self.instantiated_type(e.x, e.indices)

    def _paren_type(self, e: ast.ParenExpr, defined: TypeName | None) -> Any:
        return self.declared_type(e.x, defined)

    def _array_type(self, e: ast.ArrayType, defined: TypeName | None) -> Any:
        if e.len is None:
            s = Slice(BAD)
            s.elem = self.var_type(e.elt)
            return s
        if isinstance(e.len, ast.Ellipsis):
            self.error(e, "invalid use of [...] array (outside a composite literal)", "BadDotDotDotSyntax")
            self.var_type(e.elt)
            return BAD
        length = self.array_length(e.len)
        elem = self.var_type(e.elt)
        if length < 0:
            return BAD
        t = Array(elem, length)
        if length >= LONG_ARRAY:
            self.sized.append((e, t))
        return t

    def _ellipsis_type(self, e: ast.Ellipsis, defined: TypeName | None) -> Any:
        self.error(e, "invalid use of ...", "InvalidSyntaxTree")
        if e.elt is not None:
            self.use(e.elt)
        return BAD

    def _struct_type(self, e: ast.StructType, defined: TypeName | None) -> Any:
        return self.struct_type(e, Struct([]))

    def _pointer_type(self, e: ast.StarExpr, defined: TypeName | None) -> Any:
        p = Pointer(self.var_type(e.x))
        return p if is_valid(p.elem) else BAD

    def _func_type(self, e: ast.FuncType, defined: TypeName | None) -> Any:
        sig = Signature(None, None, None)
        self.func_type(sig, None, None, e)
        return sig

    def _interface_type(self, e: ast.InterfaceType, defined: TypeName | None) -> Any:
        t = Interface()
        t.complete = False
        return self.interface_type(e, t, defined)

    def _map_type(self, e: ast.MapType, defined: TypeName | None) -> Any:
        key = self.var_type(e.key)
        t = Map(key, BAD)
        t.elem = self.var_type(e.value)
        if key.__class__ is not Basic:
            self.later(lambda: self._check_map_key(e, key))
        return t

    def _check_map_key(self, e: ast.MapType, key: Any) -> None:
        if not comparable(key):
            why = " (missing comparable constraint)" if is_type_param(key) else ""
            self.error(e.key, f"invalid map key type {self.tstr(key)}{why}", "IncomparableMapKey")

    def _chan_type(self, e: ast.ChanType, defined: TypeName | None) -> Any:
        t = Chan(DIRECTIONS[e.dir], self.var_type(e.value))
        self.sized.append((e, t))
        return t

    # ------------------------------------------------------------ instantiation

    def instantiated_type(self, e: Any, exprs: list[Any]) -> Any:
        """The type ``e[exprs]``."""
        generic, cause = self.generic_type(e)
        if cause:
            args = ", ".join([expr_string(a) for a in exprs])
            self.error(e, f"invalid operation: {expr_string(e)}[{args}] ({cause})", "NotAGenericType")
        if not is_valid(generic):
            return BAD
        targs = self.type_list(exprs)
        if targs is None:
            return BAD
        instance = self.instance(gc_pos(e), generic, targs)
        if not isinstance(instance, (Named, Alias)):
            return BAD
        self.later(lambda: self._check_instance(e, exprs, generic, targs, instance))
        return instance

    def _check_instance(self, e: Any, exprs: list[Any], generic: Any, targs: list[Any], instance: Any) -> None:
        self.record_instance(e, targs, instance)
        tparams = generic.type_params
        if not self.validate_targ_len(gc_pos(e), generic.obj.name, len(tparams), len(targs)):
            return
        failure = self.verify(gc_pos(e), tparams, targs)
        if failure is not None:
            i, cause = failure
            at = exprs[i] if i < len(exprs) else gc_pos(e)
            self.error(at, cause, "InvalidTypeArg")
        else:
            self.record_mono_instance(gc_pos(e), tparams, targs, exprs)

    def type_list(self, exprs: list[Any]) -> list[Any] | None:
        """The types of all expressions; None if one is invalid."""
        result = [self.var_type(e) for e in exprs]
        return result if all(is_valid(t) for t in result) else None

    # ------------------------------------------------------------ array length

    def array_length(self, e: Any) -> int:
        """The constant length, or -1 after an error report."""
        if isinstance(e, ast.Ident):
            obj = self.lookup(e.name)
            if obj is None:
                self.error(e, f"undefined array length {e.name} or missing type constraint", "InvalidArrayLen")
                return -1
            if not isinstance(obj, Const):
                self.error(e, f"invalid array length {e.name}", "InvalidArrayLen")
                return -1
        x = Operand()
        self.expr(None, x, e)
        if x.mode != CONSTANT:
            if x.mode != INVALID_MODE:
                self.error(x, f"array length {self.ostr(x)} must be constant", "InvalidArrayLen")
            return -1
        if is_untyped(x.type) or is_integer(x.type):
            n = constant.to_int(x.val)
            if n is not None and n >= 0 and constant.representable(n, Typ[INT])[0]:
                return n
        text = self.ostr(x)
        msg = f"invalid array length {text}" if is_integer(x.type) else f"array length {text} must be integer"
        self.error(x, msg, "InvalidArrayLen")
        return -1


def object_kind(obj: Object) -> str:
    """What gc calls an object."""
    if isinstance(obj, TypeName):
        if obj.is_alias():
            return "type alias"
        return "type parameter" if isinstance(obj.type, TypeParam) else "defined type"
    if isinstance(obj, Var):
        return _var_kind(obj)
    if isinstance(obj, Func):
        sig = obj.type
        is_method = sig is not None and sig.recv is not None
        return "method" if is_method else "function"
    return _KINDS[obj.__class__]


def _var_kind(obj: Var) -> str:
    if obj.is_field:
        return "struct field"
    if obj.is_result:
        return "result variable"
    if obj.is_param:
        return "parameter"
    if obj.pkg is not None and obj.parent is obj.pkg.scope:
        return "package-level variable"
    return "local variable"


_KINDS: dict[Any, str] = {
    PkgName: "package name", Const: "constant", Label: "label", Builtin: "built-in function", Nil: "untyped nil",
}  # fmt: skip

_IDENTS: dict[Any, Callable[..., None]] = {
    Var: TypeExprMixin._variable,
    Const: TypeExprMixin._constant,
    TypeName: TypeExprMixin._type_name,
    Func: TypeExprMixin._function,
    Builtin: TypeExprMixin._builtin,
    Nil: TypeExprMixin._nil,
    PkgName: TypeExprMixin._package_name,
}

_TYPE_EXPRS: dict[Any, Callable[..., Type]] = {
    ast.BadExpr: TypeExprMixin._bad_type,
    ast.Ident: TypeExprMixin._ident_type,
    ast.SelectorExpr: TypeExprMixin._selector_type,
    ast.IndexExpr: TypeExprMixin._index_type,
    ast.IndexListExpr: TypeExprMixin._index_list_type,
    ast.ParenExpr: TypeExprMixin._paren_type,
    ast.ArrayType: TypeExprMixin._array_type,
    ast.Ellipsis: TypeExprMixin._ellipsis_type,
    ast.StructType: TypeExprMixin._struct_type,
    ast.StarExpr: TypeExprMixin._pointer_type,
    ast.FuncType: TypeExprMixin._func_type,
    ast.InterfaceType: TypeExprMixin._interface_type,
    ast.MapType: TypeExprMixin._map_type,
    ast.ChanType: TypeExprMixin._chan_type,
}
