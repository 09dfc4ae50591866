"""Checking declarations: package-level objects when they are first needed, and the declarations inside functions.

An object is white until its declaration is looked at, grey (on ``obj_path``) while it is, black when its type is known. Meeting a grey object
again is a cycle: fine through a type definition, otherwise an error, unless it is one among variables and functions alone, which
initialisation order reports.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from minigo.syntax import ast
from minigo.types.expr import new_target
from minigo.types.objects import BLACK, GREY, Const, Func, Object, TypeName, Var
from minigo.types.operand import Operand
from minigo.types.predicates import is_const_type, is_generic, is_type_param, is_valid
from minigo.types.resolver import const_specs
from minigo.types.state import CheckerState, DeclInfo, Environment
from minigo.types.types import INVALID, Alias, Interface, Named, Signature, Struct, Typ, Type, TypeParam, unalias


class DeclMixin(CheckerState):
    """Declarations as part of the checker."""

    def obj_decl(self, obj: Any) -> None:
        """Make sure that the object has a type, checking its declaration if need be."""
        if obj.color == GREY:
            self._grey_object(obj)
            return
        if obj.type is not None:
            return
        d = self.objects[obj]
        self.push(obj)
        saved = self.env
        env = self.env = Environment(d.file_scope, d.version)
        if isinstance(obj, Const):
            env.decl = d
            self.const_decl(obj, d.vtype, d.init, d.inherited)
        elif isinstance(obj, Var):
            env.decl = d
            self.var_decl(obj, d.lhs, d.vtype, d.init)
        elif isinstance(obj, TypeName):
            self.type_decl(obj, d.tdecl)
            self.collect_methods(obj)
        else:
            self.func_decl(obj, d)
        self.env = saved
        self.pop()

    def push(self, obj: Object) -> None:
        obj.color = GREY
        self.obj_path.append(obj)

    def pop(self) -> None:
        self.obj_path.pop().color = BLACK

    # ------------------------------------------------------------ cycles

    def _grey_object(self, obj: Any) -> None:
        """The object's declaration depends on itself."""
        valid = self._valid_cycle(obj)
        if isinstance(obj, (Const, Var)):
            if not valid or obj.type is None:
                obj.type = Typ[INVALID]
        elif isinstance(obj, TypeName) and not valid:
            obj.type = Typ[INVALID]

    def _valid_cycle(self, obj: Any) -> bool:
        """Whether the cycle that ends at obj is permitted; reports it if not."""
        cycle = self.obj_path[self.obj_path.index(obj) :]
        values = definitions = 0
        for o in cycle:
            if isinstance(o, (Const, Var)):
                values += 1
            elif isinstance(o, TypeName):
                if self.env.in_tparam_list and o.type is not None and is_generic(o.type):
                    return True  # through a type parameter list
                if not o.is_alias():
                    definitions += 1
        if values == len(cycle) or (values == 0 and definitions > 0):
            return True
        self.cycle_error(cycle, first_in_source(cycle))
        return False

    def cycle_error(self, cycle: Sequence[Any], start: int) -> None:
        """Report that declarations depend on each other, starting with the object (or instantiated type) at ``cycle[start]``."""
        obj = cycle[start]
        is_type = isinstance(obj, (TypeName, Named))
        if isinstance(obj, TypeName) and isinstance(obj.type, Alias):
            obj.type.actual = Typ[INVALID]
        name, place = self._cycle_name, cycle_place
        if len(cycle) == 1:
            what = "invalid recursive type" if is_type else "invalid cycle in declaration"
            self.error(place(obj), f"{what}: {name(obj)} refers to itself", "InvalidDeclCycle")
            return
        text = f"invalid recursive type {name(obj)}" if is_type else f"invalid cycle in declaration of {name(obj)}"
        lines = [text]
        n = len(cycle)
        for i in range(n):
            following = cycle[(start + i + 1) % n]
            lines.append(f"{self.fset.position(place(obj))}: {name(obj)} refers to {name(following)}")
            obj = following
        self.error(place(cycle[start]), "\n\t".join(lines), "InvalidDeclCycle")

    def _cycle_name(self, obj: Any) -> str:
        if isinstance(obj, Named):
            if obj.type_args:
                return self.tstr(obj)
            obj = obj.obj
        prefix = self.qualifier(obj.pkg) if obj.pkg is not None else ""
        return f"{prefix}.{obj.name}" if prefix else str(obj.name)

    def direct_cycles(self) -> None:
        """Report package-level types whose declarations lead by names alone (``type A B; type B A``) back to themselves."""
        done: set[Any] = set()
        for obj in self.objects:
            path: list[Any] = []
            while isinstance(obj, TypeName) and obj not in done and obj in self.objects:
                if obj in path:
                    obj.type = Typ[INVALID]
                    cycle = path[path.index(obj) :]
                    self.cycle_error(cycle, first_in_source(cycle))
                    break
                path.append(obj)
                rhs = self.objects[obj].tdecl.type
                following = self.pkg.scope.lookup(rhs.name) if isinstance(rhs, ast.Ident) else None
                if following is None:
                    break
                obj = following
            done.update(path)

    def is_complete(self, t: Any) -> bool:
        """Whether a type has an underlying type already; reports the cycle if it is still being declared."""
        while isinstance(t, (Alias, Named)):
            if t.type_args:
                return True  # an instance is expanded when it is needed
            obj = t.obj
            if obj.color == GREY and obj in self.obj_path:
                cycle = self.obj_path[self.obj_path.index(obj) :]
                self.cycle_error(cycle, first_in_source(cycle))
                return False
            t = t.actual if isinstance(t, Alias) else t.from_rhs
        return True

    # ------------------------------------------------------------ constants, variables

    def const_decl(self, obj: Const, vtype: Any, init: Any, inherited: bool) -> None:
        env = self.env
        saved = env.iota, env.err_pos
        env.iota, obj.val = obj.val, None
        env.err_pos = 0
        if vtype is not None:
            t = self.typ(vtype)
            if not is_const_type(t):
                if is_valid(t.underlying()):
                    self.error(vtype, f"invalid constant type {self.tstr(t)}", "InvalidConstType")
                obj.type = Typ[INVALID]
                env.iota, env.err_pos = saved
                return
            obj.type = t
        x = Operand()
        if init is not None:
            if inherited:  # errors in an inherited expression are reported where it is used
                env.err_pos = obj.pos
            self.expr(None, x, init)
        self.init_const(obj, x)
        env.iota, env.err_pos = saved

    def var_decl(self, obj: Var, lhs: list[Any], vtype: Any, init: Any) -> None:
        """``lhs``: all variables of a declaration with one value for several variables, else empty."""
        if vtype is not None:
            obj.type = self.var_type(vtype)
        if init is None:
            if vtype is None:
                obj.type = Typ[INVALID]  # reported by arity
            return
        if len(lhs) <= 1:
            x = Operand()
            self.expr(new_target(obj.type, obj.name), x, init)
            self.init_var(obj, x, "variable declaration")
            return
        if vtype is not None:
            for v in lhs:
                v.type = obj.type
        self.init_vars(lhs, [init], None)

    # ------------------------------------------------------------ types

    def type_decl(self, obj: TypeName, tdecl: ast.TypeSpec) -> None:
        self.later(lambda: self._check_declared_type(obj, tdecl))
        tparams = tdecl.type_params.list if tdecl.type_params is not None else []
        if tdecl.assign:
            self._alias_decl(obj, tdecl, tparams)
            return
        if tparams:
            self.verify_version(tparams[0], 18, "type parameter")
        named = Named(obj)
        if tparams:
            self.open_scope(tdecl, "type parameters")
            self.collect_type_params(named.type_params, tparams)
        rhs = self.declared_type(tdecl.type, obj)
        if tparams:
            self.close_scope()
        named.from_rhs = rhs
        if is_type_param(rhs):
            self.error(tdecl.type, "cannot use a type parameter as RHS in type declaration", "MisplacedTypeParam")
            named.from_rhs = Typ[INVALID]

    def _check_declared_type(self, obj: TypeName, tdecl: ast.TypeSpec) -> None:
        t = unalias(obj.type)
        if isinstance(t, Named):
            self.valid_type(t)
        rhs = obj.type.from_rhs if isinstance(obj.type, Named) else getattr(obj.type, "actual", None)
        if rhs is not None and self.is_imported_constraint(rhs):
            self.verify_version(tdecl.type, 18, f"using type constraint {self.tstr(rhs)}")

    def is_imported_constraint(self, t: Any) -> bool:
        named = unalias(t)
        if not isinstance(named, Named) or named.obj.pkg is self.pkg or named.obj.pkg is None:
            return False
        u = named.underlying()
        return isinstance(u, Interface) and not u.is_method_set()

    def _alias_decl(self, obj: TypeName, tdecl: ast.TypeSpec, tparams: list[Any]) -> None:
        obj.is_alias_decl = True
        if not tparams or self.verify_version(tparams[0], 23, "generic type alias"):
            self.verify_version(tdecl, 9, "type alias")
        alias = Alias(obj, None)
        if tparams:
            self.open_scope(tdecl, "type parameters")
            self.collect_type_params(alias.type_params, tparams)
        rhs = self.declared_type(tdecl.type, obj)
        if tparams:
            self.close_scope()
        alias.actual = rhs
        if isinstance(rhs, TypeParam) and rhs in alias.type_params:
            self.error(
                tdecl.type, "cannot use type parameter declared in alias declaration as RHS", "MisplacedTypeParam"
            )
            alias.actual = Typ[INVALID]

    def collect_type_params(self, result: list[TypeParam], fields: list[Any]) -> None:
        """Declare type parameters; ``result`` has all of them before constraints are looked at, for these may use the declared type."""
        names = [(name, field) for field in fields for name in field.names]
        for i, (name, _) in enumerate(names):
            p = self.declare_type_param(name)
            p.index = i
            result.append(p)
        self.env.in_tparam_list = True
        at = 0
        for field in fields:
            bound = self.bound(field.type)
            if is_type_param(bound):
                self.error(field.type, "cannot use a type parameter as constraint", "MisplacedTypeParam")
                bound = Typ[INVALID]
            for _ in field.names:
                result[at].constraint = bound
                at += 1
        self.env.in_tparam_list = False

    def bound(self, e: Any) -> Type:
        """A constraint; ``~T`` and ``A | B`` are wrapped in an implicit interface."""
        if (isinstance(e, ast.UnaryExpr) and e.op == "~") or (isinstance(e, ast.BinaryExpr) and e.op == "|"):
            field = ast.Field(None, [], e, None, None)
            t = self.typ(ast.InterfaceType(e.pos(), ast.FieldList(0, [field], 0), False))
            if isinstance(t, Interface):
                t.implicit = True
            return t  # type: ignore[no-any-return]
        return self.typ(e)  # type: ignore[no-any-return]

    def declare_type_param(self, name: Any) -> TypeParam:
        obj = TypeName(name.name_pos, self.pkg, name.name, None)
        p = TypeParam(obj, Typ[INVALID])
        obj.color = BLACK
        self.declare(self.env.scope, name, obj, name.name_pos)
        return p

    # ------------------------------------------------------------ methods, functions

    def collect_methods(self, obj: TypeName) -> None:
        """Give a declared type its methods."""
        methods = self.methods.pop(obj, None)
        if methods is None:
            return
        base = unalias(obj.type)
        if isinstance(base, Named):
            named = base
            self.later(lambda: self._check_field_uniqueness(named))
        seen: dict[str, Any] = {}
        for m in methods:
            other = seen.get(m.id())
            if other is not None:
                self.error(
                    m,
                    f"method {obj.name}.{m.name} already declared at {self.object_position(other)}",
                    "DuplicateMethod",
                )
                continue
            seen[m.id()] = m
            if isinstance(base, Named):
                base.add_method(m)

    def _check_field_uniqueness(self, base: Named) -> None:
        """Fields and methods of a struct type have different names."""
        u = base.underlying()
        if not isinstance(u, Struct):
            return
        methods = {m.id(): m for m in base.methods}
        for f in u.fields:
            m = methods.get(f.id()) if f.name != "_" else None
            if m is not None:
                self.error(
                    m,
                    f"field and method with the same name {f.name}{self.other_declaration(f)}",
                    "DuplicateFieldAndMethod",
                )

    def func_decl(self, obj: Func, d: DeclInfo) -> None:
        decl = d.fdecl
        sig = Signature(None, None, None)
        obj.type = sig  # a function may refer to itself
        tparams = decl.type.type_params
        self.func_type(sig, decl.recv, tparams, decl.type)
        body = decl.body
        if body is None:
            if tparams is not None and tparams.list:
                self.error(after_func(decl), "generic function is missing function body", "BadDecl")
            elif obj.name != "init":
                self.bodyless.append(obj)
            return
        self.later(lambda: self.func_body(d, obj.name, sig, body, None))

    # ------------------------------------------------------------ declarations in functions

    def decl_stmt(self, decl: ast.GenDecl) -> None:
        if decl.tok == "const":
            for line in const_specs(decl):
                self._local_consts(*line)
        elif decl.tok == "var":
            for spec in decl.specs:
                self._local_vars(spec)
        else:
            for spec in decl.specs:
                assert isinstance(spec, ast.TypeSpec)
                obj = TypeName(spec.name.name_pos, self.pkg, spec.name.name, None)
                self.declare(self.env.scope, spec.name, obj, spec.name.name_pos)
                self.push(obj)
                self.type_decl(obj, spec)
                self.pop()

    def _local_consts(self, spec: ast.ValueSpec, iota: int, vtype: Any, values: list[Any], inherited: bool) -> None:
        top = len(self.delayed)
        objects = []
        for i, name in enumerate(spec.names):
            obj = Const(name.name_pos, self.pkg, name.name, None, iota)
            objects.append(obj)
            self.const_decl(obj, vtype, values[i] if i < len(values) else None, inherited)
        self.arity(spec.pos(), spec.names, values, True, inherited)
        self._declare_locals(spec, objects, top)

    def _local_vars(self, spec: Any) -> None:
        top = len(self.delayed)
        objects = [Var(name.name_pos, self.pkg, name.name, None) for name in spec.names]
        values = spec.values
        for i, obj in enumerate(objects):
            if len(values) == len(objects):
                self.var_decl(obj, [], spec.type, values[i])
            elif len(values) == 1:
                self.var_decl(obj, objects, spec.type, values[0])
                break
            else:
                self.var_decl(obj, [], spec.type, values[i] if i < len(values) else None)
        if spec.type is None or values:
            self.arity(spec.pos(), spec.names, values, False, False)
        self._declare_locals(spec, objects, top)

    def _declare_locals(self, spec: ast.ValueSpec, objects: Any, top: int) -> None:
        """Constants and variables are in scope after their declaration; function literals in it do not see them."""
        if len(self.delayed) > top:
            self.process_delayed(top)
        end = spec.end()
        for name, obj in zip(spec.names, objects, strict=True):
            obj.color = BLACK
            self.declare(self.env.scope, name, obj, end)


def after_func(decl: ast.FuncDecl) -> int:
    """The position of what follows ``func``: where gc reports errors about a declaration as a whole."""
    return decl.recv.pos() if decl.recv is not None else decl.name.name_pos


def cycle_place(obj: Any) -> int:
    """The position of an object or defined type on a cycle; of an instance, where it is written."""
    if isinstance(obj, Named):
        return obj.pos if obj.type_args and obj.pos else obj.obj.pos
    return int(obj.pos)


def first_in_source(cycle: Sequence[Any]) -> int:
    """The index of the object (or type) that comes first in the source."""
    return min(range(len(cycle)), key=lambda i: cycle_place(cycle[i]))
