"""The checker's state: environment, error reports, records. The mixins of the other files build on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from minigo import source
from minigo.syntax import ast
from minigo.syntax.positions import start_pos
from minigo.types import typestring
from minigo.types.info import CONSTANT, INVALID_MODE, Info, Instance, Selection, TypeAndValue
from minigo.types.objects import Object, Package, PkgName, Var
from minigo.types.operand import Operand, operand_string
from minigo.types.predicates import is_untyped
from minigo.types.scope import Scope
from minigo.types.types import Basic, Tuple, Type

_FURTHER_PART: Final = re.compile(r"\n\t(?!\t)")


class DeclInfo:
    """A package-level declaration before it is checked; ``deps`` are the package-level objects that it uses."""

    __slots__ = ("deps", "fdecl", "file_scope", "inherited", "init", "lhs", "tdecl", "version", "vtype")

    def __init__(self, file_scope: Scope, version: str) -> None:
        self.file_scope = file_scope
        self.version = version
        self.lhs: list[Any] = []  # the variables of an n:1 declaration
        self.vtype: Any = None
        self.init: Any = None
        self.inherited = False
        self.tdecl: Any = None
        self.fdecl: Any = None
        self.deps: dict[Object, None] = {}


class Environment:
    """Where the checker is: scope, declaration, iota, signature of the function around."""

    __slots__ = (
        "decl",
        "err_pos",
        "has_call_or_recv",
        "has_label",
        "in_tparam_list",
        "iota",
        "is_panic",
        "scope",
        "sig",
        "version",
    )

    def __init__(self, scope: Scope, version: str) -> None:
        self.scope = scope
        self.version = version
        self.decl: DeclInfo | None = None
        self.iota: int | None = None
        self.err_pos = 0  # where to report errors of an inherited constant expression
        self.in_tparam_list = False
        self.sig: Any = None
        self.is_panic: set[Any] = set()
        self.has_label = False
        self.has_call_or_recv = False


class ExprInfo:
    """An untyped expression whose final type is not known yet."""

    __slots__ = ("is_lhs", "mode", "type", "val")

    def __init__(self, is_lhs: bool, mode: int, type: Basic, val: Any) -> None:
        self.is_lhs = is_lhs
        self.mode = mode
        self.type = type
        self.val = val


class CheckerState:
    """State and the basic services: errors, records, delayed actions."""

    def __init__(
        self,
        pkg: Package,
        fset: source.FileSet,
        info: Info,
        importer: Callable[[str], Package],
        errors: source.DiagnosticList,
    ) -> None:
        self.pkg = pkg
        self.fset = fset
        self.info = info
        self.importer = importer
        self.errors = errors
        # Lexical errors make a literal invalid, but not those about the encoding of the file.
        encoding = ("invalid BOM", "invalid UTF-8", "invalid NUL")
        self.lexical_errors = source.DiagnosticList(d for d in errors if not d.msg.startswith(encoding))
        self.allow_bodyless = False
        self.go_version = "go1.27"
        self.env = Environment(pkg.scope, "go1.27")
        self.objects: dict[Object, DeclInfo] = {}
        self.methods: dict[Any, list[Any]] = {}
        self.untyped: dict[Any, ExprInfo] = {}
        self.delayed: list[tuple[str, Callable[[], None]]] = []
        self.obj_path: list[Object] = []  # the grey objects, outermost first
        self.imports: list[PkgName] = []
        self.interfaces: list[tuple[Any, Any]] = []  # interface literals and their types
        self.fake_packages: dict[str, Package] = {}  # of imports that failed
        self.bodyless: list[Any] = []  # functions without a body
        self.dot_imports: dict[tuple[Scope, str], PkgName] = {}
        self.sized: list[tuple[Any, Any]] = []  # type literals that may be too large, see sizelimits
        self.error_count = 0
        self._paths_by_name: dict[str, set[str]] | None = None
        self._last_error = ("", 0, "")
        self.trace: Callable[[str], None] | None = None
        self.trace_depth = 0
        self.variable_sizes: dict[Type, bool] = {}  # see has_variable_size

    if TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any: ...

    # ------------------------------------------------------------ errors

    def qualifier(self, pkg: Package) -> str:
        """How messages call a package: by its name, or by its path if several imported packages have that name."""
        if pkg is self.pkg:
            return ""
        if self._paths_by_name is None:
            self._paths_by_name = paths_by_name(self.pkg)
        return f'"{pkg.path}"' if len(self._paths_by_name.get(pkg.name, ())) > 1 else pkg.name

    def tstr(self, t: Type | None) -> str:
        return typestring.type_string(t, self.qualifier)

    def ostr(self, x: Operand) -> str:
        return operand_string(x, self.tstr)

    def error(self, at: Any, msg: str, code: str = "") -> None:
        """Report an error at a position, node, object or operand. Follow-on errors about invalid operands are dropped."""
        if self.error_count and is_follow_on(msg):
            return
        self.error_count += 1
        pos = self.env.err_pos or self.position_of(at)
        if "requires go1." in msg:
            msg += self._version_hint(pos)
        elif code == "InvalidSyntaxTree":
            msg = "invalid syntax tree: " + msg
        position = self.fset.position(pos)
        if (position.filename, position.line, msg) != self._last_error:  # as gc: once a line
            self._last_error = position.filename, position.line, msg
            self.errors.add(position, msg, "error", code)

    def _version_hint(self, pos: int) -> str:
        """Why the language version at a position is what it is."""
        for file, version in self.info.file_versions.items():
            if file.file_start <= pos <= file.file_end and file.go_version == version:
                return f" (file declares //go:build {version})"
        return f" (-lang was set to {self.go_version}; check go.mod)"

    def position_of(self, at: Any) -> int:
        """Where to report an error about a position, object, operand or node."""
        if isinstance(at, int):
            return at
        if isinstance(at, Object):
            return at.pos
        if at.__class__ is ast.FuncType:
            return at.params.pos()  # gc's function types begin after ``func``
        if isinstance(at, Operand):
            return start_pos(at.expr) if at.expr is not None else 0
        return start_pos(at)

    def other_declaration(self, obj: Object) -> str:
        """The continuation line that names where an object was declared."""
        if not obj.pos:
            return ""
        return f"\n\t{self.object_position(obj)}: other declaration of {obj.name}"

    def object_position(self, obj: Object) -> source.Position:
        """Where an object is declared, in this package or another."""
        fset = obj.pkg.fset if obj.pkg is not None and obj.pkg.fset is not None else self.fset
        return fset.position(obj.pos)

    def tell(self, at: Any, text: str) -> None:
        """A line of the trace, indented by the depth of the expression. Only for use when ``trace`` is set."""
        if self.trace is not None:
            self.trace(f"{self.fset.position(self.position_of(at))}:\t{'.  ' * self.trace_depth}{text}")

    # ------------------------------------------------------------ delayed actions

    def later(self, f: Callable[[], None]) -> None:
        """Run f when the current declaration or statement is done, under the language version of now."""
        self.delayed.append((self.env.version, f))

    def process_delayed(self, top: int) -> None:
        """Run the delayed actions from index ``top`` on, and those that they add."""
        delayed = self.delayed
        env = self.env
        saved = env.version
        i = top
        while i < len(delayed):
            env.version, action = delayed[i]
            action()
            i += 1
        del delayed[top:]
        env.version = saved

    # ------------------------------------------------------------ records

    def record_type_and_value(self, expr: Any, mode: int, typ: Any, val: Any) -> None:
        if mode != INVALID_MODE:
            self.info.types[expr] = TypeAndValue(mode, typ, val)

    def record_untyped(self) -> None:
        """At the end: expressions that stayed untyped keep their untyped type."""
        for expr, e in self.untyped.items():
            self.record_type_and_value(expr, e.mode, e.type, e.val)

    def record(self, x: Operand) -> None:
        """Record an operand's expression, now or (untyped) when its type is final."""
        if x.mode == INVALID_MODE:
            return
        typ: Any = Tuple() if x.type is None else x.type
        val = x.val if x.mode == CONSTANT else None
        if is_untyped(typ):
            self.untyped[x.expr] = ExprInfo(False, x.mode, typ, val)
        else:
            self.info.types[x.expr] = TypeAndValue(x.mode, typ, val)

    def record_comma_ok_types(self, expr: Any, types: list[Type]) -> None:
        """``expr`` is used in a comma-ok form: its type becomes the pair."""
        while True:
            tv = self.info.types.get(expr)
            if tv is not None:
                pair = [Var(expr.pos(), self.pkg, "", t) for t in types]
                self.info.types[expr] = TypeAndValue(tv.mode, Tuple(pair), tv.value)
            if not isinstance(expr, ast.ParenExpr):
                return
            expr = expr.x

    def record_instance(self, expr: Any, type_args: list[Type], typ: Any) -> None:
        ident = expr
        while not isinstance(ident, ast.Ident):
            if isinstance(ident, ast.SelectorExpr):
                ident = ident.sel
            elif isinstance(ident, (ast.IndexExpr, ast.IndexListExpr, ast.ParenExpr)):
                ident = ident.x
            else:
                return
        self.info.instances[ident] = Instance(list(type_args), typ)

    def record_def(self, ident: Any, obj: Object | None) -> None:
        self.info.defs[ident] = obj

    def record_use(self, ident: Any, obj: Object) -> None:
        self.info.uses[ident] = obj

    def record_selection(
        self, expr: Any, kind: int, recv: Type, obj: Any, index: list[int], indirect: bool, typ: Any
    ) -> None:
        self.record_use(expr.sel, obj)
        self.info.selections[expr] = Selection(kind, recv, obj, index, indirect, typ)

    # ------------------------------------------------------------ scopes

    def open_scope(self, node: Any, comment: str) -> None:
        scope = Scope(self.env.scope, comment, node.pos(), 0)
        self.info.scopes[node] = scope
        self.env.scope = scope

    def close_scope(self) -> None:
        assert self.env.scope.parent is not None
        self.env.scope = self.env.scope.parent

    def lookup(self, name: str, pos: int = 0) -> Object | None:
        return self.env.scope.lookup_parent(name, pos)[1]

    def declare(self, scope: Scope, ident: Any, obj: Object, scope_pos: int) -> None:
        """Put an object into a scope; the blank identifier is declared nowhere."""
        if obj.name != "_":
            other = scope.insert(obj)
            if other is not None:
                self.error(obj, f"{obj.name} redeclared in this block{self.other_declaration(other)}", "DuplicateDecl")
                return
            obj.scope_pos = scope_pos
        if ident is not None:
            self.record_def(ident, obj)

    def add_dependency(self, obj: Object) -> None:
        """The declaration being checked uses a package-level object."""
        decl = self.env.decl
        if decl is not None and obj in self.objects:
            decl.deps[obj] = None

    # ------------------------------------------------------------ versions

    def allow_version(self, minor: int) -> bool:
        """Whether the file's language version is at least go1.N."""
        return version_allows(self.env.version, minor)

    def verify_version(self, at: Any, minor: int, what: str) -> bool:
        """Report an error unless the version allows a feature."""
        if self.allow_version(minor):
            return True
        self.error(at, f"{what} requires go1.{minor} or later", "UnsupportedFeature")
        return False


def version_allows(version: str, minor: int) -> bool:
    """Whether a language version, as in "go1.21", is at least go1.N."""
    if not version.startswith("go1."):
        return True
    digits = version[4:].split(".")[0]
    return not digits.isdigit() or int(digits) >= minor


def paths_by_name(pkg: Package) -> dict[str, set[str]]:
    """The packages that a package imports, directly or not, by their names."""
    result: dict[str, set[str]] = {}
    pending = [pkg]
    seen = {pkg}
    while pending:
        p = pending.pop()
        result.setdefault(p.name, set()).add(p.path)
        for imported in p.imports:
            if imported not in seen:
                seen.add(imported)
                pending.append(imported)
    return result


def is_follow_on(msg: str) -> bool:
    """Whether a message is about something that an earlier error made invalid.

    Types that further lines compare (``have (…)``, one tab) say nothing about that; a longer reason (two tabs) does.
    """
    if "invalid " not in msg:
        return False
    first = msg if msg.startswith("impossible type") else _FURTHER_PART.split(msg, 1)[0]
    return first.find("invalid operand") > 0 or first.find("invalid type") > 0
