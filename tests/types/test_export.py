"""Export data: what is written comes back, types keep their identity across packages, bytes depend on nothing but the source."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from minigo import source, syntax
from minigo.syntax import ast
from minigo.types import (
    INT,
    STRING,
    UNIVERSE,
    UNTYPED_FLOAT,
    Const,
    Func,
    Info,
    Interface,
    Named,
    Package,
    Pointer,
    Signature,
    Slice,
    Struct,
    Tuple,
    Typ,
    TypeAndValue,
    TypeName,
    TypeParam,
    Var,
    export_hash,
    generic_body,
    identical,
    instantiate,
    read_export,
    write_export,
)
from minigo.types.info import VARIABLE

SOURCE = """package p

func hidden() {}

//go:noinline
func Id[T any](x T) T {
	return x
}
"""


def declare(pkg: Package, obj: Any) -> Any:
    pkg.scope.insert(obj)
    return obj


def base_package() -> Package:
    """``type Node struct { next *Node; Name string }`` with ``func (*Node) Len() int``."""
    pkg = Package("base", "base")
    pkg.fset = source.FileSet()
    pkg.fset.add_file("base.go", 100)
    name = declare(pkg, TypeName(5, pkg, "Node", None))
    node = Named(name)
    next_field = Var(20, pkg, "next", Pointer(node), is_field=True)
    node.set_underlying(Struct([next_field, Var(30, pkg, "Name", Typ[STRING], is_field=True)]))
    recv = Var(40, pkg, "n", Pointer(node))
    length = Func(41, pkg, "Len", Signature(recv, None, Tuple([Var(0, pkg, "", Typ[INT])])))
    length.has_ptr_recv = True
    node.add_method(length)
    declare(pkg, Const(50, pkg, "Third", Typ[UNTYPED_FLOAT], Fraction(1, 3)))
    return pkg


def generic_package(base: Package, text: str = SOURCE) -> tuple[Package, Info]:
    """Package p: the generic function of the source, and ``type Nodes = []base.Node`` as a variable's type."""
    pkg = Package("p", "p")
    pkg.fset = source.FileSet()
    file = syntax.parse_file(pkg.fset, "p.go", text.encode())
    info = Info()
    decl = next(d for d in file.decls if isinstance(d, ast.FuncDecl) and d.name.name == "Id")
    param = TypeParam(TypeName(decl.name.name_pos + 3, pkg, "T", None), UNIVERSE.elems["any"].type, 0)
    x = Var(decl.type.params.list[0].names[0].name_pos, pkg, "x", param)
    x.is_param = True
    sig = Signature(None, Tuple([x]), Tuple([Var(0, pkg, "", param)]), type_params=[param])
    f = declare(pkg, Func(decl.name.name_pos, pkg, "Id", sig))
    f.decl = decl
    assert decl.body is not None
    result: Any = decl.body.list[0]
    info.defs[decl.name] = f
    info.uses[result.results[0]] = x
    info.types[result.results[0]] = TypeAndValue(VARIABLE, param)
    declare(pkg, Var(1, pkg, "Nodes", Slice(base.scope.elems["Node"].type)))
    declare(pkg, Func(2, pkg, "unused", Signature(None, None, None)))
    return pkg, info


def test_round_trip_of_a_named_type() -> None:
    base = base_package()
    read = read_export(write_export(base, Info()), lambda path: pytest.fail(path))
    assert read.path == "base" and read.scope.names() == ["Node", "Third"]
    node = read.scope.lookup("Node").type  # type: ignore[union-attr]
    struct = node.underlying()
    assert str(struct) == "struct{next *base.Node; Name string}"
    assert struct.fields[0].type.elem is node
    assert [m.name for m in node.methods] == ["Len"] and node.methods[0].has_ptr_recv
    assert node.methods[0].type.recv.type.elem is node
    assert read.scope.elems["Third"].val == Fraction(1, 3)  # type: ignore[attr-defined]
    assert read.scope.elems["Node"].pos == 5


def test_types_of_other_packages_keep_their_identity() -> None:
    base = base_package()
    pkg, info = generic_package(base)
    read = read_export(write_export(pkg, info), {"base": base}.__getitem__)
    nodes = read.scope.lookup("Nodes")
    assert nodes is not None and nodes.type.elem is base.scope.elems["Node"].type
    assert read.scope.lookup("unused") is None


def test_generic_body() -> None:
    base = base_package()
    pkg, info = generic_package(base)
    read = read_export(write_export(pkg, info), {"base": base}.__getitem__)
    f: Any = read.scope.lookup("Id")
    decl, body = generic_body(f)
    result = decl.body.list[0].results[0]
    assert body.uses[result] is f.type.params.vars[0]
    assert body.types[result].type is f.type.type_params[0]
    assert read.fset.position(result.pos()) == pkg.fset.position(result.pos())  # type: ignore[union-attr]
    assert [c.text for c in decl.doc.list] == ["//go:noinline"]
    assert generic_body(f) == (decl, body)


def test_instances_of_a_read_type_are_one() -> None:
    pkg = Package("q", "q")
    pkg.fset = source.FileSet()
    name = declare(pkg, TypeName(1, pkg, "List", None))
    named = Named(name)
    param = TypeParam(TypeName(2, pkg, "E", None), Interface([], [UNIVERSE.elems["comparable"].type]), 0)
    named.type_params = [param]
    named.set_underlying(Struct([Var(3, pkg, "next", Pointer(instantiate(named, [param])), is_field=True)]))
    declare(pkg, Var(4, pkg, "Ints", instantiate(named, [Typ[INT]])))
    read = read_export(write_export(pkg, Info()), lambda path: pytest.fail(path))
    generic: Any = read.scope.elems["List"].type
    ints = read.scope.elems["Ints"].type
    assert ints is instantiate(generic, [Typ[INT]])
    assert identical(ints.underlying().fields[0].type.elem, ints)
    assert generic.type_params[0].iface().type_set().comparable


def test_hash_ignores_moved_code() -> None:
    base = base_package()
    plain = write_export(*generic_package(base))
    assert plain == write_export(*generic_package(base))
    other = SOURCE.replace("hidden() {}", "hidden() {          }")
    moved = write_export(*generic_package(base, other))
    assert moved != plain and export_hash(moved) == export_hash(plain)
    # a line more moves the lines of the generic body, which its instances report in tracebacks
    lines = write_export(*generic_package(base, SOURCE.replace("hidden() {}", "hidden() {\n}")))
    assert export_hash(lines) != export_hash(plain)


def test_damaged_data() -> None:
    data = write_export(base_package(), Info())
    for bad in (b"", data[:-1], data[:100], b"x" + data[1:]):
        with pytest.raises(ValueError):
            read_export(bad, lambda path: pytest.fail(path))
