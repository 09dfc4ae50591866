"""Declared entities, as in go/types: packages, constants, types, variables, functions, labels, builtins, nil."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from minigo.source import FileSet
    from minigo.types.scope import Scope
    from minigo.types.types import Type

# Colors of lazy declaration: an object is grey while its declaration is being checked.
WHITE, BLACK, GREY = range(3)


class Package:
    """A package. ``fset`` resolves the positions of its objects."""

    __slots__ = ("complete", "fake", "fset", "generic_bodies", "go_version", "imports", "name", "path", "scope")

    def __init__(self, path: str, name: str = "", scope: Scope | None = None) -> None:
        from minigo.types.scope import Scope as ScopeClass

        self.path = path
        self.name = name
        self.scope = scope or ScopeClass(None, f"package {path}")
        self.imports: list[Package] = []
        self.fset: FileSet | None = None
        self.go_version = ""
        self.complete = False
        self.fake = False
        self.generic_bodies: Any = None  # see export.generic_body

    def __repr__(self) -> str:
        return f"package {self.name} ({self.path!r})"


class Object:
    """Base of all objects. ``parent`` is the scope of declaration; ``pos`` the position of the identifier."""

    __slots__ = ("color", "name", "order", "parent", "pkg", "pos", "scope_pos", "type")

    def __init__(self, pos: int, pkg: Package | None, name: str, typ: Type | None) -> None:
        self.pos = pos
        self.pkg = pkg
        self.name = name
        self.type: Any = typ
        self.parent: Scope | None = None
        self.order = 0
        self.color = BLACK if typ is not None else WHITE
        self.scope_pos = 0

    def exported(self) -> bool:
        return is_exported(self.name)

    def id(self) -> str:
        """A name that is unique among fields and methods: unexported names carry their package."""
        return object_id(self.pkg, self.name)

    def same_id(self, pkg: Package | None, name: str, fold_case: bool = False) -> bool:
        if fold_case and self.name.lower() == name.lower():
            return True
        if name != self.name:
            return False
        if is_exported(name):
            return True
        return same_package(self.pkg, pkg)

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.name}>"


def same_package(a: Package | None, b: Package | None) -> bool:
    if a is None or b is None:
        return a is b
    return a.path == b.path


def is_exported(name: str) -> bool:
    c = name[:1]
    return "A" <= c <= "Z" or (c > "\x7f" and c.isupper())


def object_id(pkg: Package | None, name: str) -> str:
    if is_exported(name):
        return name
    return f"{pkg.path if pkg is not None and pkg.path else '_'}.{name}"


class PkgName(Object):
    """An imported package in a file."""

    __slots__ = ("imported", "used")

    def __init__(self, pos: int, pkg: Package | None, name: str, imported: Package) -> None:
        from minigo.types.types import INVALID, Typ

        super().__init__(pos, pkg, name, Typ[INVALID])
        self.imported = imported
        self.used = False


class Const(Object):
    """A constant; ``val`` as in ``constant``."""

    __slots__ = ("val",)

    def __init__(self, pos: int, pkg: Package | None, name: str, typ: Type | None, val: Any = None) -> None:
        super().__init__(pos, pkg, name, typ)
        self.val = val


class TypeName(Object):
    """A type's name. ``link_name`` is what the linker calls a type that is declared inside a function, without its package (``F.T·1``)."""

    __slots__ = ("is_alias_decl", "link_name")

    def __init__(self, pos: int, pkg: Package | None, name: str, typ: Type | None) -> None:
        super().__init__(pos, pkg, name, typ)
        self.is_alias_decl = False
        self.link_name = ""

    def is_alias(self) -> bool:
        from minigo.types.types import UNSAFE_POINTER, Alias, Basic, Named, TypeParam

        t = self.type
        if isinstance(t, Alias):
            return True
        if isinstance(t, Basic):
            if t.kind == UNSAFE_POINTER:
                return False
            return self.pkg is not None or t.name != self.name
        if isinstance(t, Named):
            return self is not t.obj
        if isinstance(t, TypeParam):
            return self is not t.obj
        return t is not None


class Var(Object):
    """A variable, parameter, result or struct field."""

    __slots__ = ("embedded", "is_field", "is_param", "is_result", "linkname", "origin_var", "used")

    def __init__(
        self,
        pos: int,
        pkg: Package | None,
        name: str,
        typ: Type | None,
        *,
        is_field: bool = False,
        embedded: bool = False,
    ) -> None:
        super().__init__(pos, pkg, name, typ)
        self.is_field = is_field
        self.embedded = embedded
        self.is_param = False
        self.is_result = False
        self.used = False
        self.linkname = ""  # the linker symbol of a package variable, if not the usual one
        self.origin_var: Var | None = None

    @property
    def origin(self) -> Var:
        """For a field of an instantiated struct, the field of the generic one."""
        return self.origin_var or self


class Func(Object):
    """A function, method or interface method. ``decl`` is its ast.FuncDecl, if it was checked from source; ``linkname`` the linker symbol, if not the usual one."""

    __slots__ = ("decl", "has_ptr_recv", "linkname", "origin_func")

    def __init__(self, pos: int, pkg: Package | None, name: str, typ: Type | None) -> None:
        super().__init__(pos, pkg, name, typ)
        self.decl: Any = None
        self.has_ptr_recv = False
        self.linkname = ""
        self.origin_func: Func | None = None

    @property
    def origin(self) -> Func:
        """The generic function of an instance's method; the function itself otherwise."""
        return self.origin_func or self

    def full_name(self) -> str:
        """``path.F``, ``(path.T).M`` or ``(*path.T).M``."""
        from minigo.types.typestring import type_string

        sig = self.type
        if sig is not None and sig.recv is not None:
            return f"({type_string(sig.recv.type)}).{self.name}"
        return f"{self.pkg.path}.{self.name}" if self.pkg is not None else self.name


class Label(Object):
    """A label."""

    __slots__ = ("used",)

    def __init__(self, pos: int, pkg: Package | None, name: str) -> None:
        from minigo.types.types import INVALID, Typ

        super().__init__(pos, pkg, name, Typ[INVALID])
        self.used = False


class Builtin(Object):
    """A predeclared function."""

    __slots__ = ()

    def __init__(self, name: str, pkg: Package | None = None) -> None:
        from minigo.types.types import INVALID, Typ

        super().__init__(0, pkg, name, Typ[INVALID])


class Nil(Object):
    """The predeclared nil."""

    __slots__ = ()

    def __init__(self) -> None:
        from minigo.types.types import UNTYPED_NIL, Typ

        super().__init__(0, None, "nil", Typ[UNTYPED_NIL])
