"""Writing export data: types and objects of a package into tables (see export_format)."""

from __future__ import annotations

from array import array
from typing import Any

from minigo.types.export_format import (
    O_CONST,
    O_EXTERNAL,
    O_FUNC,
    O_LABEL,
    O_PKG_NAME,
    O_TYPE,
    O_TYPE_NAME,
    O_UNIVERSE,
    O_VAR,
    T_ALIAS,
    T_ALIAS_INSTANCE,
    T_ARRAY,
    T_CHAN,
    T_EXTERNAL,
    T_INSTANCE,
    T_INTERFACE,
    T_MAP,
    T_NAMED,
    T_PARAM,
    T_POINTER,
    T_SIGNATURE,
    T_SLICE,
    T_STRUCT,
    T_TUPLE,
    T_TYPE_OF,
    T_UNION,
    V_EMBEDDED,
    V_FIELD,
    V_PACKAGE,
    V_PARAM,
    V_RESULT,
    WELL_KNOWN,
    WELL_KNOWN_INDEX,
    encode_value,
)
from minigo.types.objects import Builtin, Const, Func, Label, Package, PkgName, TypeName, Var
from minigo.types.subst import LazyMethod
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
    Tuple,
    TypeParam,
    Union,
)


class Writer:
    """The tables of one package. ``type`` and ``obj`` return an index, entering what is new with all that it refers to."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.types: list[Any] = []
        self.objects: list[Any] = []
        self.positions = array("q")  # of the objects
        self.paths: list[str] = [package.path]  # packages of objects
        self._type_index: dict[Any, int] = dict(WELL_KNOWN_INDEX)
        self._records: dict[Any, int] = {}  # types without identity of their own, by content
        self._obj_index: dict[Any, int] = {}
        self._path_index = {package.path: 0}
        self._pending: list[Any] = []
        self._generic: dict[Package, dict[Any, str]] = {}

    # ------------------------------------------------------------ references

    def known_type(self, t: Any) -> int | None:
        return self._type_index.get(t)

    def known_object(self, obj: Any) -> int | None:
        return self._obj_index.get(obj)

    def type(self, t: Any) -> int:
        """The index of a type."""
        index = self._type_index.get(t)
        if index is None:
            index = self._type_index[t] = _TYPE_WRITERS[t.__class__](self, t)
        return index

    def type_list(self, ts: list[Any]) -> tuple[int, ...]:
        return tuple([self.type(t) for t in ts])

    def obj(self, obj: Any) -> int | None:
        """The index of an object; None of None."""
        if obj is None:
            return None
        index = self._obj_index.get(obj)
        if index is None:
            index = self.reserve_object(obj)
            self.objects[self.slot(index)] = self.object_record(obj)
        return index

    def obj_list(self, objects: list[Any]) -> tuple[int | None, ...]:
        return tuple([self.obj(o) for o in objects])

    def pkg(self, pkg: Package | None) -> int | None:
        if pkg is None:
            return None
        index = self._path_index.get(pkg.path)
        if index is None:
            index = self._path_index[pkg.path] = len(self.paths)
            self.paths.append(pkg.path)
        return index

    def finish(self) -> None:
        """Enter what declared types consist of (put off because types refer to themselves)."""
        while self._pending:
            self._pending.pop()()

    # ------------------------------------------------------------ tables

    def slot(self, index: int) -> int:
        """The place in ``objects`` of an object index."""
        return index

    def add_type(self, record: Any) -> int:
        self.types.append(record)
        return len(WELL_KNOWN) + len(self.types) - 1

    def set_type(self, index: int, record: Any) -> None:
        self.types[index - len(WELL_KNOWN)] = record

    def reserve_object(self, obj: Any) -> int:
        """A new index for an object; its record comes later."""
        index = self._obj_index[obj] = len(self.objects)
        self.objects.append(None)
        self.positions.append(obj.pos)
        return index

    def position(self, pos: int) -> int:
        """A position as objects' records have it: in this table none, they are kept apart."""
        return 0

    def shared(self, record: Any) -> int:
        """The index of a type that its record describes completely."""
        index = self._records.get(record)
        if index is None:
            index = self._records[record] = self.add_type(record)
        return index

    # ------------------------------------------------------------ types

    def _array(self, t: Array) -> int:
        return self.shared((T_ARRAY, self.type(t.elem), t.len))

    def _slice(self, t: Slice) -> int:
        return self.shared((T_SLICE, self.type(t.elem)))

    def _pointer(self, t: Pointer) -> int:
        return self.shared((T_POINTER, self.type(t.elem)))

    def _map(self, t: Map) -> int:
        return self.shared((T_MAP, self.type(t.key), self.type(t.elem)))

    def _chan(self, t: Chan) -> int:
        return self.shared((T_CHAN, t.dir, self.type(t.elem)))

    def _struct(self, t: Struct) -> int:
        return self.add_type((T_STRUCT, self.obj_list(t.fields), tuple(t.tags)))

    def _tuple(self, t: Tuple) -> int:
        return self.add_type((T_TUPLE, self.obj_list(t.vars)))

    def _signature(self, t: Signature) -> int:
        if t.type_params:
            owner = self._owner_of_signature(t)
            if owner is not None:
                return self.shared((T_TYPE_OF, *owner))
        index = self._reserve_type(t)
        record = (
            T_SIGNATURE,
            self.type_list(t.type_params),
            self.type_list(t.recv_type_params),
            self.obj(t.recv),
            self.obj_list(t.params.vars),
            self.obj_list(t.results.vars),
            t.variadic,
        )
        self.set_type(index, record)
        return index

    def _owner_of_signature(self, t: Signature) -> tuple[str, str] | None:
        """(path, name) of the generic function of another package whose signature this is."""
        pkg = t.type_params[0].obj.pkg
        if pkg is None or pkg is self.package:
            return None
        names = self._generic.get(pkg)
        if names is None:
            elems = pkg.scope.elems
            names = {f.type: f.name for f in elems.values() if isinstance(f, Func) and f.type.type_params}
            self._generic[pkg] = names
        name = names.get(t)
        return None if name is None else (pkg.path, name)

    def _interface(self, t: Interface) -> int:
        index = self._reserve_type(t)
        self.set_type(index, (T_INTERFACE, self.obj_list(t.methods), self.type_list(t.embeddeds), t.implicit))
        return index

    def _union(self, t: Union) -> int:
        return self.shared((T_UNION, tuple([(term.tilde, self.type(term.type)) for term in t.terms])))

    def _named(self, t: Named) -> int:
        if t.origin is not t:
            return self.shared((T_INSTANCE, self.type(t.origin), self.type_list(t.type_args)))
        if self._is_external(t.obj):
            return self._external_type(t.obj)
        index = self._reserve_type(t)
        self._pending.append(lambda: self._fill_named(index, t))
        return index

    def _fill_named(self, index: int, t: Named) -> None:
        record = (
            T_NAMED,
            self._type_name(t.obj),
            self.type_list(t.type_params),
            self.type(t.underlying()),
            self.obj_list(t.methods),
        )
        self.set_type(index, record)

    def _alias(self, t: Alias) -> int:
        if t.origin is not t:
            return self.shared((T_ALIAS_INSTANCE, self.type(t.origin), self.type_list(t.type_args)))
        if self._is_external(t.obj):
            return self._external_type(t.obj)
        index = self._reserve_type(t)
        name = self._type_name(t.obj)
        params = self.type_list(t.type_params)
        self.set_type(index, (T_ALIAS, name, params, self.type(t.actual)))
        return index

    def _external_type(self, obj: Any) -> int:
        return self.shared((T_EXTERNAL, obj.pkg.path, obj.name))

    def _type_param(self, t: TypeParam) -> int:
        index = self._reserve_type(t)
        name = self._type_name(t.obj)
        self.set_type(index, (T_PARAM, name, t.index, self.type(t.constraint)))
        return index

    def _reserve_type(self, t: Any) -> int:
        index = self._type_index[t] = self.add_type(None)
        return index

    def _type_name(self, obj: TypeName) -> Any:
        """What a type's own record says about its name: (object, package, name, whether it is declared at package level, symbol)."""
        index = self._obj_index.get(obj)
        if index is None:
            index = self.reserve_object(obj)
        self.objects[self.slot(index)] = (O_TYPE, self.type(obj.type))
        in_package = obj.pkg is not None and obj.parent is obj.pkg.scope
        return index, self.pkg(obj.pkg), obj.name, in_package, obj.link_name, obj.is_alias_decl, self.position(obj.pos)

    def _is_external(self, obj: Any) -> bool:
        """Whether an object is to be found in the scope of another package."""
        pkg = obj.pkg
        return pkg is not None and pkg is not self.package and obj.parent is pkg.scope

    # ------------------------------------------------------------ objects

    def object_record(self, obj: Any) -> Any:
        if obj.pkg is None and not isinstance(obj, (Var, Func, PkgName, Label)):
            return (O_UNIVERSE, obj.name)
        if self._is_external(obj) or (isinstance(obj, Builtin) and obj.pkg is not None):
            return (O_EXTERNAL, obj.pkg.path, obj.name)
        return _OBJECT_WRITERS[obj.__class__](self, obj)

    def _const(self, obj: Const) -> Any:
        pkg, pos = self.pkg(obj.pkg), self.position(obj.pos)
        return O_CONST, pkg, obj.name, self.type(obj.type), encode_value(obj.val), self._in_package(obj), pos

    def _in_package(self, obj: Any) -> bool:
        return obj.pkg is not None and obj.parent is obj.pkg.scope

    def _type_name_object(self, obj: TypeName) -> Any:
        if getattr(obj.type, "obj", None) is obj:
            return O_TYPE, self.type(obj.type)
        return O_TYPE_NAME, self.pkg(obj.pkg), obj.name, self.type(obj.type), self.position(obj.pos)

    def _var(self, obj: Var) -> Any:
        flags = (
            (V_FIELD if obj.is_field else 0)
            | (V_EMBEDDED if obj.embedded else 0)
            | (V_PARAM if obj.is_param else 0)
            | (V_RESULT if obj.is_result else 0)
            | (V_PACKAGE if self._in_package(obj) else 0)
        )
        pkg, pos = self.pkg(obj.pkg), self.position(obj.pos)
        return O_VAR, pkg, obj.name, self.type(obj.type), flags, obj.linkname, pos

    def _func(self, obj: Func) -> Any:
        pkg, pos = self.pkg(obj.pkg), self.position(obj.pos)
        t = self.type(obj.type)
        return O_FUNC, pkg, obj.name, t, obj.has_ptr_recv, obj.linkname, self._in_package(obj), pos

    def _pkg_name(self, obj: PkgName) -> Any:
        return O_PKG_NAME, obj.name, self.pkg(obj.imported), self.position(obj.pos)

    def _label(self, obj: Label) -> Any:
        return O_LABEL, obj.name, self.position(obj.pos)


_TYPE_WRITERS: dict[Any, Any] = {
    Array: Writer._array,
    Slice: Writer._slice,
    Pointer: Writer._pointer,
    Map: Writer._map,
    Chan: Writer._chan,
    Struct: Writer._struct,
    Tuple: Writer._tuple,
    Signature: Writer._signature,
    Interface: Writer._interface,
    Union: Writer._union,
    Named: Writer._named,
    Alias: Writer._alias,
    TypeParam: Writer._type_param,
}
_OBJECT_WRITERS: dict[Any, Any] = {
    Const: Writer._const,
    TypeName: Writer._type_name_object,
    Var: Writer._var,
    Func: Writer._func,
    PkgName: Writer._pkg_name,
    Label: Writer._label,
    LazyMethod: Writer._func,
}
