"""Reading export data: a Package whose objects and types come into being when they are first asked for."""

from __future__ import annotations

import marshal
from array import array
from collections.abc import Callable
from typing import Any

from minigo.source import FileSet
from minigo.syntax import ast
from minigo.types import export_body, universe
from minigo.types.export_format import (
    V_EMBEDDED,
    V_FIELD,
    V_PACKAGE,
    V_PARAM,
    V_RESULT,
    WELL_KNOWN,
    decode_value,
)
from minigo.types.info import Info
from minigo.types.objects import BLACK, Const, Func, Label, Object, Package, PkgName, TypeName, Var
from minigo.types.scope import Scope
from minigo.types.subst import instantiate_alias, instantiate_named
from minigo.types.types import (
    Alias,
    Array,
    Chan,
    Interface,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Struct,
    Term,
    Tuple,
    TypeParam,
    Union,
)

Importer = Callable[[str], Package]


class LazyScope(Scope):
    """The scope of an imported package."""

    __slots__ = ("_elems", "_index", "_reader")

    def __init__(self, path: str, index: dict[str, int], reader: Reader) -> None:
        self.parent = None
        self.comment = f"package {path}"
        self.children = []
        self.pos = self.end = 0
        self.is_func = False
        self._elems: dict[str, Object] = {}
        self._index = index
        self._reader = reader

    @property
    def elems(self) -> dict[str, Object]:  # type: ignore[override]
        """All objects; makes them all."""
        if len(self._elems) < len(self._index):
            for name in self._index:
                self.lookup(name)
            self._elems = {name: self._elems[name] for name in self._index}
        return self._elems

    def lookup(self, name: str) -> Object | None:
        obj = self._elems.get(name)
        if obj is None:
            i = self._index.get(name)
            if i is None:
                return None
            obj = self._elems[name] = self._reader.obj(i)
        return obj

    def names(self) -> list[str]:
        return sorted(self._index)


class ImportedPackage(Package):
    """A package read from export data; the packages that it imports are read when they are asked for."""

    __slots__ = ("_paths", "_reader")

    def __init__(self, path: str, name: str, scope: Scope, paths: list[str], reader: Reader) -> None:
        self._paths: list[str] | None = paths
        self._reader = reader
        super().__init__(path, name, scope)

    @property
    def imports(self) -> list[Package]:
        return [self._reader.package_of(p) for p in self._paths or []]

    @imports.setter
    def imports(self, packages: list[Package]) -> None:
        """Known from the data; there is nothing to set."""


class Reader:
    """The tables of one package, read on demand."""

    def __init__(self, interface: Any, positions: Any, importer: Importer) -> None:
        path, name, version, imports, self.paths, scope, self._types, self._objects, self.body_index = interface
        fset, object_positions, self.body_positions = positions
        self.importer = importer
        self._known_types: list[Any] = [*WELL_KNOWN, *[None] * len(self._types)]
        self._known_objects: list[Any] = [None] * len(self._objects)
        self._positions: array[int] = array("q", object_positions)
        self._packages: dict[str, Package] = {}
        self.package = ImportedPackage(path, name, LazyScope(path, scope, self), imports, self)
        self._packages[path] = self.package
        self.package.go_version = version
        self.package.complete = True
        self.package.fset = read_fset(fset)

    # ------------------------------------------------------------ references

    def type(self, i: int) -> Any:
        t = self._known_types[i]
        if t is None:
            record = self._types[i - len(WELL_KNOWN)]
            t = self._known_types[i] = _TYPE_READERS[record[0]](self, i, *record[1:])
        return t

    def types(self, indices: Any) -> list[Any]:
        return [self.type(i) for i in indices]

    def obj(self, i: int | None) -> Any:
        if i is None:
            return None
        o = self._known_objects[i]
        if o is None:
            record = self._objects[i]
            o = self._known_objects[i] = _OBJECT_READERS[record[0]](self, i, *record[1:])
            o.color = BLACK
        return o

    def objects(self, indices: Any) -> list[Any]:
        return [self.obj(i) for i in indices]

    def keep_type(self, i: int, t: Any) -> None:
        """Note a type before what it consists of is read."""
        self._known_types[i] = t

    def keep_object(self, i: int, o: Any) -> None:
        self._known_objects[i] = o

    def package_of(self, path: str) -> Package:
        pkg = self._packages.get(path)
        if pkg is None:
            pkg = self._packages[path] = universe.UNSAFE if path == "unsafe" else self.importer(path)
        return pkg

    def pkg(self, i: int | None) -> Package | None:
        if i is None:
            return None
        return self.package if i == 0 else self.package_of(self.paths[i])

    def position(self, i: int, relative: int) -> int:
        """The position of object number i."""
        return self._positions[i]

    # ------------------------------------------------------------ types

    def _array(self, i: int, elem: int, length: int) -> Any:
        return Array(self.type(elem), length)

    def _slice(self, i: int, elem: int) -> Any:
        return Slice(self.type(elem))

    def _pointer(self, i: int, elem: int) -> Any:
        return Pointer(self.type(elem))

    def _map(self, i: int, key: int, elem: int) -> Any:
        return Map(self.type(key), self.type(elem))

    def _chan(self, i: int, direction: int, elem: int) -> Any:
        return Chan(direction, self.type(elem))

    def _struct(self, i: int, fields: Any, tags: Any) -> Any:
        return Struct(self.objects(fields), list(tags))

    def _tuple(self, i: int, variables: Any) -> Any:
        return Tuple(self.objects(variables))

    def _signature(
        self, i: int, tparams: Any, recv_tparams: Any, recv: int | None, params: Any, results: Any, variadic: bool
    ) -> Any:
        t = Signature(None, None, None, variadic)
        self.keep_type(i, t)
        t.type_params = self.types(tparams)
        t.recv_type_params = self.types(recv_tparams)
        t.recv = self.obj(recv)
        t.params = Tuple(self.objects(params))
        t.results = Tuple(self.objects(results))
        return t

    def _interface(self, i: int, methods: Any, embeddeds: Any, implicit: bool) -> Any:
        t = Interface()
        t.complete = False  # no type set before all is there
        t.implicit = implicit
        self.keep_type(i, t)
        t.methods = self.objects(methods)
        t.embeddeds = self.types(embeddeds)
        t.complete = True
        return t

    def _union(self, i: int, terms: Any) -> Any:
        return Union([Term(tilde, self.type(t)) for tilde, t in terms])

    def _named(self, i: int, name: Any, tparams: Any, underlying: int, methods: Any) -> Any:
        t = Named(self._type_name_of(name))
        self.keep_type(i, t)
        t.type_params = self.types(tparams)
        t.valid = not tparams

        def resolve(t: Named) -> None:
            t.set_underlying(self.type(underlying).underlying())
            t._methods = self.objects(methods)

        t.resolver = resolve
        return t

    def _type_name_of(self, name: Any) -> TypeName:
        index, pkg, text, in_package, link_name, is_alias, pos = name
        obj = TypeName(self.position(index, pos), self.pkg(pkg), text, None)
        obj.link_name = link_name
        obj.is_alias_decl = is_alias
        obj.parent = self.package.scope if in_package else LOCAL_SCOPE
        obj.color = BLACK
        self.keep_object(index, obj)
        return obj

    def _instance(self, i: int, origin: int, args: Any) -> Any:
        return instantiate_named(self.type(origin), self.types(args))

    def _alias(self, i: int, name: Any, tparams: Any, actual: int) -> Any:
        t = Alias(self._type_name_of(name), None)
        self.keep_type(i, t)
        t.type_params = self.types(tparams)
        t.actual = self.type(actual)
        return t

    def _alias_instance(self, i: int, origin: int, args: Any) -> Any:
        return instantiate_alias(self.type(origin), self.types(args))

    def _type_param(self, i: int, name: Any, index: int, constraint: int) -> Any:
        t = TypeParam(self._type_name_of(name), None, index)
        self.keep_type(i, t)
        t.constraint = self.type(constraint)
        return t

    def _external_type(self, i: int, path: str, name: str) -> Any:
        return self.external(path, name).type

    def _type_of(self, i: int, path: str, name: str) -> Any:
        return self.external(path, name).type

    def external(self, path: str, name: str) -> Any:
        """An object of another package."""
        obj = self.package_of(path).scope.lookup(name)
        if obj is None:
            raise ImportError(f"export data of {self.package.path}: {path}.{name} is not declared")
        return obj

    # ------------------------------------------------------------ objects

    def _const(self, i: int, pkg: Any, name: str, t: int, value: Any, in_package: bool, pos: int) -> Any:
        obj = Const(self.position(i, pos), self.pkg(pkg), name, self.type(t), decode_value(value))
        obj.parent = self.package.scope if in_package else LOCAL_SCOPE
        return obj

    def _type_object(self, i: int, t: int) -> Any:
        return self.type(t).obj

    def _type_name(self, i: int, pkg: Any, name: str, t: int, pos: int) -> Any:
        obj = TypeName(self.position(i, pos), self.pkg(pkg), name, self.type(t))
        obj.parent = self.package.scope
        obj.is_alias_decl = True
        return obj

    def _var(self, i: int, pkg: Any, name: str, t: int, flags: int, linkname: str, pos: int) -> Any:
        obj = Var(self.position(i, pos), self.pkg(pkg), name, None)
        self.keep_object(i, obj)
        obj.type = self.type(t)
        obj.is_field = bool(flags & V_FIELD)
        obj.embedded = bool(flags & V_EMBEDDED)
        obj.is_param = bool(flags & V_PARAM)
        obj.is_result = bool(flags & V_RESULT)
        obj.used = True
        obj.linkname = linkname
        if flags & V_PACKAGE:
            obj.parent = self.package.scope
        elif not obj.is_field:
            obj.parent = LOCAL_SCOPE
        return obj

    def _func(
        self,
        i: int,
        pkg: Any,
        name: str,
        t: int,
        has_ptr_recv: bool,
        linkname: str,
        in_package: bool,
        pos: int,
    ) -> Any:
        obj = Func(self.position(i, pos), self.pkg(pkg), name, None)
        self.keep_object(i, obj)
        obj.type = self.type(t)
        obj.has_ptr_recv = has_ptr_recv
        obj.linkname = linkname
        if in_package:
            obj.parent = self.package.scope
        return obj

    def _external(self, i: int, path: str, name: str) -> Any:
        return self.external(path, name)

    def _universe(self, i: int, name: str) -> Any:
        return universe.UNIVERSE.elems[name]

    def _pkg_name(self, i: int, name: str, imported: int, pos: int) -> Any:
        pkg = self.pkg(imported)
        assert pkg is not None
        obj = PkgName(self.position(i, pos), self.package, name, pkg)
        obj.used = True
        return obj

    def _label(self, i: int, name: str, pos: int) -> Any:
        return Label(self.position(i, pos), self.package, name)


class BodyReader(Reader):
    """The tables of a body, in front of those of its package."""

    def __init__(self, parent: Reader, body: Any, start: int) -> None:
        self.parent = parent
        self.package = parent.package
        self.start = start
        self._types = body[1]
        self._objects = body[2]
        self._known_types = [None] * len(self._types)
        self._known_objects = [None] * len(self._objects)

    def type(self, i: int) -> Any:
        if i >= 0:
            return self.parent.type(i)
        t = self._known_types[-1 - i]
        if t is None:
            record = self._types[-1 - i]
            t = self._known_types[-1 - i] = _TYPE_READERS[record[0]](self, i, *record[1:])
        return t

    def obj(self, i: int | None) -> Any:
        if i is None or i >= 0:
            return self.parent.obj(i)
        o = self._known_objects[-1 - i]
        if o is None:
            record = self._objects[-1 - i]
            o = self._known_objects[-1 - i] = _OBJECT_READERS[record[0]](self, i, *record[1:])
            o.color = BLACK
        return o

    def keep_type(self, i: int, t: Any) -> None:
        self._known_types[-1 - i] = t

    def keep_object(self, i: int, o: Any) -> None:
        self._known_objects[-1 - i] = o

    def package_of(self, path: str) -> Package:
        return self.parent.package_of(path)

    def pkg(self, i: int | None) -> Package | None:
        return self.parent.pkg(i)

    def position(self, i: int, relative: int) -> int:
        return self.start - 1 + relative if relative else 0


class BodyStore:
    """The bodies of a package's generic functions, each read when first asked for."""

    def __init__(self, reader: Reader, data: bytes) -> None:
        self.reader = reader
        self.data = data  # the section of bodies
        self._read: dict[str, tuple[Any, Info]] = {}

    def get(self, key: str) -> tuple[Any, Info]:
        """(declaration, type information) of the function with that key."""
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = self._load(key)
        return found

    def _load(self, key: str) -> tuple[Any, Info]:
        number, begin, end = self.reader.body_index[key]
        body = marshal.loads(self.data[begin:end])
        start = self.reader.body_positions[number]
        nodes = export_body.read_nodes(body[0], start)
        decl = nodes[-1]
        if body[10]:
            decl.doc = ast.CommentGroup([ast.Comment(start, text) for text in body[10]])
        return decl, export_body.read_info(body, nodes, BodyReader(self.reader, body, start))


def write_fset(fset: FileSet) -> Any:
    """File names and line tables in marshal's terms."""
    files = [(f.name, f.base, f.size, f.lines.tobytes(), [tuple(i) for i in f.infos]) for f in fset.files]
    return array("I").itemsize, files


def read_fset(data: Any) -> FileSet:
    fset = FileSet()
    _, files = data
    for name, base, size, lines, infos in files:
        f = fset.add_file(name, size, base)
        f.lines = array("I")
        f.lines.frombytes(lines)
        for info in infos:
            f.add_line_info(*info)
    return fset


LOCAL_SCOPE = Scope(None, "function")
_TYPE_READERS: list[Any] = [
    Reader._array,
    Reader._slice,
    Reader._struct,
    Reader._pointer,
    Reader._signature,
    Reader._interface,
    Reader._map,
    Reader._chan,
    Reader._named,
    Reader._instance,
    Reader._alias,
    Reader._alias_instance,
    Reader._type_param,
    Reader._union,
    Reader._tuple,
    Reader._external_type,
    Reader._type_of,
]
_OBJECT_READERS: list[Any] = [
    Reader._const,
    Reader._type_object,
    Reader._type_name,
    Reader._var,
    Reader._func,
    Reader._external,
    Reader._universe,
    Reader._pkg_name,
    Reader._label,
]
