"""Collecting what a package declares, before anything is checked: imports, package-level objects, methods by receiver base type.

In: the files. Out: the package scope with all objects (without types), file scopes with imports, and for each object a DeclInfo in
``CheckerState.objects`` (in source order) from which ``DeclMixin.obj_decl`` checks it when it is first needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from minigo.syntax import ast, expr_string
from minigo.types import constant
from minigo.types.objects import Const, Func, Package, PkgName, TypeName, Var, is_exported
from minigo.types.operand import gc_pos, unparen
from minigo.types.scope import Scope
from minigo.types.state import CheckerState, DeclInfo
from minigo.types.universe import UNSAFE

ILLEGAL_IN_PATH = frozenset("!\"#$%&'()*,:;<=>?[\\]^{|}`\ufffd")


def const_specs(decl: ast.GenDecl) -> Iterator[tuple[ast.ValueSpec, int, Any, list[Any], bool]]:
    """(spec, iota, type, values, inherited) of each line of a constant declaration; type and values may come from a line above."""
    vtype: Any = None
    values: list[Any] = []
    started = False
    for iota, spec in enumerate(decl.specs):
        assert isinstance(spec, ast.ValueSpec)
        inherited = started
        if spec.type is not None or spec.values:
            vtype, values, started = spec.type, spec.values, True
            inherited = False
        yield spec, iota, vtype, values, inherited


def invalid_import_path(path: str) -> str:
    """Why an import path is not acceptable, or ""."""
    if not path:
        return "empty string"
    for c in path:
        if not c.isprintable() or c.isspace() or c in ILLEGAL_IN_PATH:
            shown = f" '{c}'" if c.isprintable() else ""
            return f"invalid character U+{ord(c):04X}{shown}"
    return ""


def unpack_receiver(recv: Any) -> tuple[bool, Any, list[Any]]:
    """(has ``*``, base type expression, type parameter expressions) of a receiver's type expression."""
    base = unparen(recv)
    pointer = isinstance(base, ast.StarExpr)
    if pointer:
        base = unparen(base.x)
    if isinstance(base, ast.IndexExpr):
        return pointer, base.x, [base.index]
    if isinstance(base, ast.IndexListExpr):
        return pointer, base.x, base.indices
    return pointer, base, []


class ResolverMixin(CheckerState):
    """Collects the package's objects."""

    def collect_objects(self, files: list[Any]) -> None:
        methods: list[tuple[Func, bool, Any]] = []
        scopes = []
        for file in files:
            version = self.info.file_versions[file]
            self.env.version = version
            self.record_def(file.name, None)
            scope = Scope(self.pkg.scope, self.fset.position(file.package).filename, file.file_start, file.file_end)
            scopes.append(scope)
            self.info.scopes[file] = scope
            for decl in file.decls:
                if isinstance(decl, ast.FuncDecl):
                    self._collect_func(decl, scope, version, methods)
                elif isinstance(decl, ast.GenDecl):
                    self._collect_gen_decl(decl, scope, version)
        self.env.version = self.go_version
        for scope in scopes:
            self._check_file_scope(scope)
        for m, pointer, name in methods:
            pointer, base = self._receiver_base(pointer, name)
            if base is not None:
                m.has_ptr_recv = pointer
                self.methods.setdefault(base, []).append(m)

    def _collect_gen_decl(self, decl: ast.GenDecl, scope: Scope, version: str) -> None:
        if decl.tok == "import":
            for spec in decl.specs:
                self._collect_import(spec, scope)
        elif decl.tok == "const":
            for spec, iota, vtype, values, inherited in const_specs(decl):
                self._collect_consts(spec, iota, vtype, values, inherited, scope, version)
        elif decl.tok == "var":
            for spec in decl.specs:
                self._collect_vars(spec, scope, version)
        else:
            for spec in decl.specs:
                assert isinstance(spec, ast.TypeSpec)
                d = DeclInfo(scope, version)
                d.tdecl = spec
                self._declare_package_object(spec.name, TypeName(spec.name.name_pos, self.pkg, spec.name.name, None), d)

    def _declare_package_object(self, ident: ast.Ident, obj: Any, d: DeclInfo) -> None:
        """Declare a package-level constant, variable or type."""
        if ident.name == "init":
            self.error(ident, "cannot declare init - must be func", "InvalidInitDecl")
            return
        if ident.name == "main" and self.pkg.name == "main":
            self.error(ident, "cannot declare main - must be func", "InvalidMainDecl")
            return
        self.declare(self.pkg.scope, ident, obj, 0)
        self._enter(obj, d)

    def _enter(self, obj: Any, d: DeclInfo) -> None:
        self.objects[obj] = d
        obj.order = len(self.objects)

    # ------------------------------------------------------------ constants, variables

    def _collect_consts(
        self, spec: Any, iota: int, vtype: Any, values: list[Any], inherited: bool, scope: Scope, version: str
    ) -> None:
        for i, name in enumerate(spec.names):
            d = DeclInfo(scope, version)
            d.vtype = vtype
            d.init = values[i] if i < len(values) else None
            d.inherited = inherited
            self._declare_package_object(name, Const(name.name_pos, self.pkg, name.name, None, iota), d)
        self.arity(spec.pos(), spec.names, values, True, inherited)

    def _collect_vars(self, spec: Any, scope: Scope, version: str) -> None:
        values = spec.values
        variables: list[Any] = [Var(n.name_pos, self.pkg, n.name, None) for n in spec.names]
        shared: DeclInfo | None = None
        if len(values) == 1 and len(spec.names) > 1:  # one call gives all values
            shared = DeclInfo(scope, version)
            shared.lhs = variables
            shared.vtype = spec.type
            shared.init = values[0]
        for i, (name, obj) in enumerate(zip(spec.names, variables, strict=True)):
            d = shared
            if d is None:
                d = DeclInfo(scope, version)
                d.vtype = spec.type
                d.init = values[i] if i < len(values) else None
            self._declare_package_object(name, obj, d)
        if spec.type is None or values:
            self.arity(spec.pos(), spec.names, values, False, False)

    def arity(self, pos: int, names: list[Any], inits: list[Any], const_decl: bool, inherited: bool) -> None:
        """Report if there are more or fewer values than names."""
        left, right = len(names), len(inits)
        if left < right:
            n = inits[left]
            if inherited:
                self.error(pos, f"extra init expr at {self.fset.position(gc_pos(n))}", "WrongAssignCount")
            else:
                self.error(n, f"extra init expr {expr_string(n)}", "WrongAssignCount")
        elif left > right and (const_decl or right != 1):
            self.error(names[right], f"missing init expr for {names[right].name}", "WrongAssignCount")

    # ------------------------------------------------------------ functions

    def _collect_func(
        self, decl: ast.FuncDecl, scope: Scope, version: str, methods: list[tuple[Func, bool, Any]]
    ) -> None:
        name = decl.name.name
        obj = Func(decl.name.name_pos, self.pkg, name, None)
        obj.decl = decl
        tparams = decl.type.type_params
        tparam0 = tparams.list[0] if tparams is not None and tparams.list else None
        if decl.recv is None:
            if name == "init" or (name == "main" and self.pkg.name == "main"):
                self._check_entry_point(decl, tparam0)
            elif tparam0 is not None:
                self.verify_version(tparam0, 18, "type parameter")
            if name == "init":
                obj.parent = self.pkg.scope
                self.record_def(decl.name, obj)
                if decl.body is None:
                    self.error(obj, "func init must have a body", "MissingInitBody")
            else:
                self.declare(self.pkg.scope, decl.name, obj, 0)
        else:
            if decl.recv.list:
                pointer, base, _ = unpack_receiver(decl.recv.list[0].type)
                if isinstance(base, ast.Ident) and name != "_":
                    methods.append((obj, pointer, base))
            if tparam0 is not None:
                self.verify_version(tparam0, 27, "generic method")
            self.record_def(decl.name, obj)
        d = DeclInfo(scope, version)
        d.fdecl = decl
        self._enter(obj, d)

    def _check_entry_point(self, decl: ast.FuncDecl, tparam0: Any) -> None:
        name = decl.name.name
        code = "InvalidInitDecl" if name == "init" else "InvalidMainDecl"
        if tparam0 is not None:
            self.error(tparam0, f"func {name} must have no type parameters", code)
        if decl.type.params.list or (decl.type.results is not None and decl.type.results.list):
            self.error(decl.name, f"func {name} must have no arguments and no return values", code)

    def _receiver_base(self, pointer: bool, name: Any) -> tuple[bool, TypeName | None]:
        """(pointer receiver, type) for a receiver's base type name, aliases followed; None if it is no type of this package."""
        seen: set[Any] = set()
        while isinstance(name, ast.Ident):
            obj = self.pkg.scope.lookup(name.name)
            if not isinstance(obj, TypeName) or obj in seen:
                break
            tdecl = self.objects[obj].tdecl
            if not tdecl.assign:
                return pointer, obj
            if tdecl.type_params is not None:
                break
            seen.add(obj)
            name = unparen(tdecl.type)
            if isinstance(name, ast.StarExpr):
                if pointer:
                    break
                pointer = True
                name = unparen(name.x)
        return False, None

    # ------------------------------------------------------------ imports

    def _collect_import(self, spec: Any, scope: Scope) -> None:
        literal = constant.make_from_literal("STRING", spec.path.value)
        if literal is None:
            return  # malformed, which has been reported
        path = literal.decode("utf-8", "replace")
        wrong = invalid_import_path(path)
        if wrong:
            self.error(spec.path, f"invalid import path ({wrong})", "BadImportPath")
            return
        imported = self._import_package(spec.path.value_pos, path)
        name = imported.name
        if spec.name is not None:
            name = spec.name.name
            if path == "C":
                self.error(spec.name, 'cannot rename import "C"', "ImportCRenamed")
                return
        if name == "init":
            self.error(spec, "cannot import package as init - init must be a func", "InvalidInitDecl")
            return
        if imported not in self.pkg.imports:
            self.pkg.imports.append(imported)
        obj = PkgName(spec.pos(), self.pkg, name, imported)
        if spec.name is not None:
            self.record_def(spec.name, obj)
        else:
            self.info.implicits[spec] = obj
        obj.used = imported.fake
        self.imports.append(obj)
        if name == ".":
            self._dot_import(spec, obj, scope)
        else:
            self.declare(scope, None, obj, 0)

    def _dot_import(self, spec: Any, pkg_name: PkgName, scope: Scope) -> None:
        for name, obj in sorted(pkg_name.imported.scope.elems.items()):
            if not is_exported(name):
                continue
            other = scope.insert(obj)
            if other is not None:
                self.error(
                    spec.name, f"{name} redeclared in this block{self.other_declaration(other)}", "DuplicateDecl"
                )
            else:
                self.dot_imports[scope, name] = pkg_name

    def _import_package(self, pos: int, path: str) -> Package:
        """The package of an import path; a fake one after an error."""
        if path == "unsafe":
            return UNSAFE
        if path in self.fake_packages:
            return self.fake_packages[path]
        if path == "C":
            why = "cgo is not supported"
        else:
            try:
                return self.importer(path)
            except ImportError as e:
                why = str(e)
        self.error(pos, f"could not import {path} ({why})", "BrokenImport")
        fake = Package(path, path.rstrip("/").rpartition("/")[2])
        fake.fake = True
        self.fake_packages[path] = fake
        return fake

    def _check_file_scope(self, scope: Scope) -> None:
        """Imported names must not be declared in the package, too."""
        for name, obj in scope.elems.items():
            other = self.pkg.scope.lookup(name)
            if other is None:
                continue
            if isinstance(obj, PkgName):
                what = f"through import of package {obj.imported.name} ({quoted(obj.imported.path)})"
            else:
                assert obj.pkg is not None
                what = f"through dot-import of package {obj.pkg.name} ({quoted(obj.pkg.path)})"
            self.error(other, f"{other.name} already declared {what}{self.other_declaration(obj)}", "DuplicateDecl")

    def unused_imports(self) -> None:
        for obj in self.imports:
            if obj.name == "_" or obj.used:
                continue
            path = obj.imported.path
            if obj.name in ("", ".", path.rpartition("/")[2]):
                self.error(obj, f"{quoted(path)} imported and not used", "UnusedImport")
            else:
                self.error(obj, f"{quoted(path)} imported as {obj.name} and not used", "UnusedImport")

    # ------------------------------------------------------------ order

    def package_objects(self) -> None:
        """Check all objects: types first (aliases last among them), so that methods are known when bodies are checked."""
        aliases = []
        others = []
        for obj, d in list(self.objects.items()):
            if not isinstance(obj, TypeName):
                others.append(obj)
            elif d.tdecl.assign:
                aliases.append(obj)
            else:
                self.obj_decl(obj)
        for obj in [*aliases, *others]:
            self.obj_decl(obj)


def quoted(path: str) -> str:
    return f'"{path}"'
