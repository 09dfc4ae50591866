"""Bodies of generic functions in export data: the syntax tree of a declaration and what type checking recorded about it.

The tree is a list of nodes, children before parents: ``(class, field, …)`` where a field is None, a string, a bool, a position, ``(node,)``,
a list of nodes, or ``(0, number)``. Positions are counted from one before the declaration's own. Fields and methods that selectors and
composite literals name are not written: the reader finds them by their path, so that they are the objects of the type at hand.
"""

from __future__ import annotations

from typing import Any, Final

from minigo.source import FileSet
from minigo.syntax import ast
from minigo.types.export_format import NODE_CLASSES, NODE_FIELDS, WELL_KNOWN_INDEX, decode_value, encode_value
from minigo.types.export_writer import Writer
from minigo.types.info import METHOD_EXPR, METHOD_VAL, Info, Instance, Selection, TypeAndValue
from minigo.types.objects import Func, Var
from minigo.types.types import Alias, Interface, Named, Pointer, Struct, TypeParam, unalias
from minigo.types.typeset import core_type

CLASS_INDEX: Final = {c: i for i, c in enumerate(NODE_CLASSES)}
FIELD_COUNTS: Final = [len(NODE_FIELDS[c]) for c in NODE_CLASSES]


class BodyWriter(Writer):
    """The tables of one body; types and objects of the package are entered in the package's tables."""

    def __init__(self, parent: Writer, start: int, end: int) -> None:
        super().__init__(parent.package)
        self.parent = parent
        self.start = start
        self.end = end
        self._type_index = dict(WELL_KNOWN_INDEX)

    def type(self, t: Any) -> int:
        index = self.parent.known_type(t)
        if index is not None:
            return index
        if isinstance(t, (Named, Alias)) and t.origin is t and self._of_package(t.obj):
            return self.parent.type(t)
        return super().type(t)

    def obj(self, obj: Any) -> int | None:
        if obj is None:
            return None
        index = self.parent.known_object(obj)
        if index is not None:
            return index
        return self.parent.obj(obj) if self._of_package(obj) else super().obj(obj)

    def _of_package(self, obj: Any) -> bool:
        return obj.pkg is self.package and obj.parent is obj.pkg.scope

    def pkg(self, pkg: Any) -> int | None:
        return self.parent.pkg(pkg)

    def slot(self, index: int) -> int:
        return -1 - index

    def add_type(self, record: Any) -> int:
        self.types.append(record)
        return -len(self.types)

    def set_type(self, index: int, record: Any) -> None:
        self.types[-1 - index] = record

    def reserve_object(self, obj: Any) -> int:
        self.objects.append(None)
        index = self._obj_index[obj] = -len(self.objects)
        return index

    def position(self, pos: int) -> int:
        return pos - self.start + 1 if self.start <= pos <= self.end else 0


def write_body(parent: Writer, decl: ast.FuncDecl, info: Info, fset: FileSet) -> tuple[Any, ...]:
    """The record of a function declaration."""
    start, end = decl.pos(), decl.end()
    w = BodyWriter(parent, start, end)
    index, nodes = flatten(decl, w)
    records = InfoWriter(w, info, index)
    for node, i in index.items():
        records.node(node, i)
    w.finish()
    shape = lines_of(fset, start, end)
    return (
        nodes,
        w.types,
        w.objects,
        records.types,
        records.defs,
        records.uses,
        records.implicits,
        records.selections,
        records.instances,
        records.keys,
        pragmas_of(decl),
        shape,
    )


def pragmas_of(decl: ast.FuncDecl) -> list[str]:
    """The ``//go:`` lines above the declaration; other comments are not kept."""
    return [c.text for c in decl.doc.list if c.text.startswith("//go:")] if decl.doc is not None else []


def lines_of(fset: FileSet, start: int, end: int) -> Any:
    """Where a stretch of source lies: file, line, column, and the offsets of the lines that begin in it."""
    file = fset.file(start)
    if file is None:
        return None
    at = file.position(start)
    a, b = start - file.base, end - file.base
    return at.filename, at.line, at.column, [n - a for n in file.lines if a < n <= b]


def flatten(root: ast.Node, w: BodyWriter) -> tuple[dict[ast.Node, int], list[Any]]:
    """(nodes with their numbers, records), children first; without recursion, for trees may be deep."""
    index: dict[ast.Node, int] = {}
    records: list[Any] = []
    stack: list[tuple[ast.Node, bool]] = [(root, False)]
    while stack:
        node, done = stack.pop()
        if done:
            records.append(_record(node, index, w))
            index[node] = len(index)
            continue
        stack.append((node, True))
        children: list[tuple[ast.Node, bool]] = []
        for name in NODE_FIELDS[node.__class__]:
            value = getattr(node, name)
            if isinstance(value, list):
                children += [(n, False) for n in value]
            elif isinstance(value, ast.Node) and value.__class__ is not ast.CommentGroup:
                children.append((value, False))
        stack += reversed(children)
    return index, records


def _record(node: ast.Node, index: dict[ast.Node, int], w: BodyWriter) -> tuple[Any, ...]:
    record: list[Any] = [CLASS_INDEX[node.__class__]]
    for name in NODE_FIELDS[node.__class__]:
        value = getattr(node, name)
        if value.__class__ is int:
            record.append((0, value) if name == "dir" else w.position(value))
        elif isinstance(value, list):
            record.append([index[n] for n in value])
        elif isinstance(value, ast.Node):
            record.append(None if value.__class__ is ast.CommentGroup else (index[value],))
        else:
            record.append(value)
    return tuple(record)


class InfoWriter:
    """Collects what ``info`` has about the nodes of a body."""

    def __init__(self, w: BodyWriter, info: Info, index: dict[ast.Node, int]) -> None:
        self.w = w
        self.info = info
        self.index = index
        self.types: list[Any] = []
        self.defs: list[Any] = []
        self.uses: list[Any] = []
        self.implicits: list[Any] = []
        self.selections: list[Any] = []
        self.instances: list[Any] = []
        self.keys: list[Any] = []
        self._found: set[Any] = set()  # identifiers whose object the reader finds by a path

    def node(self, node: Any, i: int) -> None:
        w, info = self.w, self.info
        if node in info.defs:
            self.defs.append((i, w.obj(info.defs[node])))
        if node in info.implicits:
            self.implicits.append((i, w.obj(info.implicits[node])))
        selection = info.selections.get(node)
        if selection is not None:
            self._selection(node, i, selection)
        elif node.__class__ is ast.CompositeLit:
            self._keys(node, i)
        use = info.uses.get(node)
        if use is not None and not (isinstance(use, (Var, Func)) and self._by_path(use)):
            self.uses.append((i, w.obj(use)))
        tv = info.types.get(node)
        if tv is not None:
            self.types.append((i, tv.mode, w.type(tv.type), encode_value(tv.value)))
        instance = info.instances.get(node)
        if instance is not None:
            self.instances.append((i, w.type_list(instance.type_args), w.type(instance.type)))

    def _by_path(self, obj: Any) -> bool:
        """Fields and methods: selections and composite literals name them."""
        if isinstance(obj, Var):
            return obj.is_field
        return obj.type is not None and obj.type.recv is not None

    def _selection(self, node: Any, i: int, s: Selection) -> None:
        w = self.w
        found = find_member(s.recv, s.index, s.kind)
        other = None if found is s.obj or (found is not None and found.origin is s.obj.origin) else w.obj(s.obj)
        self.selections.append((i, s.kind, w.type(s.recv), list(s.index), s.indirect, w.type(s.type), other))

    def _keys(self, node: ast.CompositeLit, i: int) -> None:
        """The fields that the keys of a struct literal name, by their index."""
        tv = self.info.types.get(node)
        struct = struct_of(tv.type) if tv is not None else None
        if struct is None:
            return
        for e in node.elts:
            if isinstance(e, ast.KeyValueExpr) and isinstance(e.key, ast.Ident):
                field = self.info.uses.get(e.key)
                for n, f in enumerate(struct.fields):
                    if f is field or (field is not None and f.name == field.name):
                        self.keys.append((self.index[e.key], i, n))


def struct_of(t: Any) -> Struct | None:
    """The struct type of a composite literal's type (for elided ``&T``, T's)."""
    u = core_type(t)
    if isinstance(u, Pointer):
        u = core_type(u.elem)
    return u if isinstance(u, Struct) else None


def find_member(recv: Any, index: list[int], kind: int) -> Any:
    """The field or method at the end of a path through embedded fields."""
    t = recv
    for i in index[:-1]:
        struct = struct_of(t)
        if struct is None:
            return None
        t = struct.fields[i].type
    last = index[-1]
    if kind not in (METHOD_VAL, METHOD_EXPR):
        struct = struct_of(t)
        return struct.fields[last] if struct is not None else None
    base = unalias(t)
    if isinstance(base, Pointer):
        base = unalias(base.elem)
    u = base.underlying()
    methods = u.type_set().methods if isinstance(u, Interface) else base.methods if isinstance(base, Named) else []
    return methods[last] if last < len(methods) else None


# ---- Reading ---------------------------------------------------------------------------------------------------------


def read_nodes(records: list[Any], start: int) -> list[Any]:
    """The nodes, the declaration last."""
    nodes: list[Any] = []
    offset = start - 1
    for record in records:
        args: list[Any] = []
        for value in record[1:]:
            cls = value.__class__
            if cls is int:
                args.append(value + offset if value else 0)
            elif cls is tuple:
                args.append(nodes[value[0]] if len(value) == 1 else value[1])
            elif cls is list:
                args.append([nodes[i] for i in value])
            else:
                args.append(value)
        nodes.append(NODE_CLASSES[record[0]](*args))
    return nodes


def read_info(body: Any, nodes: list[Any], tables: Any) -> Info:
    """The Info of a body; ``tables`` has ``type(index)`` and ``obj(index)``."""
    _, _, _, types, defs, uses, implicits, selections, instances, keys, _, _ = body
    info = Info()
    typ, obj = tables.type, tables.obj
    for i, o in defs:
        info.defs[nodes[i]] = obj(o)
    for i, o in uses:
        info.uses[nodes[i]] = obj(o)
    for i, o in implicits:
        info.implicits[nodes[i]] = obj(o)
    for i, mode, t, value in types:
        info.types[nodes[i]] = TypeAndValue(mode, typ(t), decode_value(value))
    for i, kind, recv, index, indirect, t, other in selections:
        r = typ(recv)
        member = find_member(r, index, kind) if other is None else obj(other)
        info.selections[nodes[i]] = Selection(kind, r, member, index, indirect, typ(t))
        info.uses[nodes[i].sel] = member
    for i, args, t in instances:
        info.instances[nodes[i]] = Instance([typ(a) for a in args], typ(t))
    for key, literal, n in keys:
        struct = struct_of(info.types[nodes[literal]].type)
        assert struct is not None
        info.uses[nodes[key]] = struct.fields[n]
    return info


def is_generic_function(f: Any) -> bool:
    """Whether a function's body is needed where it is used: it or its receiver has type parameters."""
    return bool(f.type.type_params or f.type.recv_type_params)


def body_key(f: Func) -> str:
    """The name of a function, or the receiver's type and the name of a method."""
    recv = f.type.recv
    if recv is None:
        return f.name
    base = unalias(recv.type)
    if isinstance(base, Pointer):
        base = unalias(base.elem)
    name = base.obj.name if isinstance(base, (Named, TypeParam)) else ""
    return f"{name}.{f.name}"
