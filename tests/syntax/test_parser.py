"""The parser: shapes of trees, comments, errors, sizes."""

from __future__ import annotations

import pytest

from minigo.source import Diagnostic, FileSet
from minigo.syntax import IMPORTS_ONLY, PARSE_COMMENTS, SyntaxErrors, ast, dump, inspect, parse_file, preorder, walk
from minigo.syntax.dumping import field_names
from minigo.syntax.visitor import Visitor, children

from .golden import check_file


def parse(source: str, mode: int = 0) -> ast.File:
    return parse_file(FileSet(), "x.go", source.encode(), mode)


def s_expression(value: object) -> str:
    """A tree in one line: (BinaryExpr x + y), positions left out."""
    if isinstance(value, list):
        return "[" + " ".join(map(s_expression, value)) + "]"
    if isinstance(value, ast.Ident):
        return value.name
    if isinstance(value, ast.BasicLit):
        return value.value
    if isinstance(value, ast.Node):
        parts = [type(value).__name__]
        for field in field_names(type(value)):
            child = getattr(value, field)
            if isinstance(child, ast.Node) or (isinstance(child, list) and child):
                parts.append(f"{field}={s_expression(child)}" if isinstance(child, list) else s_expression(child))
            elif field in ("op", "tok", "dir") and child:
                parts.append(str(child))
        return "(" + " ".join(parts) + ")"
    return str(value)


def shape(source: str) -> str:
    return "\n".join(s_expression(d) for d in parse("package p\n" + source).decls)


def errors_of(source: str) -> str:
    errors: list[Diagnostic] = []
    parse_file(FileSet(), "x.go", source.encode(), errors=errors)
    return "\n".join(map(str, errors))


def test_shapes(request: pytest.FixtureRequest) -> None:
    check_file("ast.txt", shape, request.config.getoption("--update"))


def test_errors(request: pytest.FixtureRequest) -> None:
    check_file("errors.txt", errors_of, request.config.getoption("--update"))


def test_print(request: pytest.FixtureRequest) -> None:
    def run(source: str) -> str:
        fset = FileSet()
        return dump(fset, parse_file(fset, "x.go", source.encode(), PARSE_COMMENTS))

    check_file("print.txt", run, request.config.getoption("--update"))


def test_without_an_error_list_errors_are_raised() -> None:
    with pytest.raises(SyntaxErrors) as caught:
        parse("package p\nvar x =\n")
    assert str(caught.value) == "x.go:3:1: syntax error: unexpected EOF, expected expression"


def test_positions_enclose_children() -> None:
    source = (
        "package p\n\nfunc f(a, b int) (c []T) {\n\tx.y[1:2:3].z(a, b...)\n\tif a := b; a < 1 {\n\t} else {\n\t}\n}\n"
    )
    for node in preorder(parse(source)):
        assert node.pos() <= node.end()
        for child in children(node):
            assert node.pos() <= child.pos() and child.end() <= node.end(), (node, child)


@pytest.mark.parametrize(
    "source",
    [
        "var x = " + "+".join(["a"] * 10_000),
        "var x = " + "(" * 5_000 + "a" + ")" * 5_000,
        "var x = " + "- " * 5_000 + "a",
        "var x = " + "f(" * 3_000 + ")" * 3_000,
        "var x = a" + ".b" * 5_000,
        "var x " + "[]" * 5_000 + "int",
        "var x = []int{" + "1, " * 20_000 + "}",
        "func f() {" + "{" * 3_000 + "}" * 3_000 + "}",
        "func f() { " + "if a { } else " * 3_000 + "{ } }",
    ],
)
def test_long_and_deep_source(source: str) -> None:
    file = parse("package p\n" + source + "\n")
    assert sum(1 for _ in preorder(file)) > 3_000
    decl = file.decls[0]
    assert decl.end() - decl.pos() == len(source)


def test_comments_are_attached() -> None:
    source = """// Package p.
package p

// T is
// a type.
type T struct {
	// A is documented.
	A int // and commented

	B int
}

//go:noinline
func f() {} // not attached

// floating

var x, y = 1, 2 // line
"""
    file = parse(source, PARSE_COMMENTS)
    assert file.doc is not None and file.doc.text() == "Package p.\n"
    type_decl, func_decl, var_decl = file.decls
    assert isinstance(type_decl, ast.GenDecl) and type_decl.doc is not None
    assert type_decl.doc.text() == "T is\na type.\n"
    spec = type_decl.specs[0]
    assert isinstance(spec, ast.TypeSpec) and spec.doc is None and isinstance(spec.type, ast.StructType)
    a, b = spec.type.fields.list
    assert a.doc is not None and a.comment is not None and a.comment.text() == "and commented\n"
    assert b.doc is None and b.comment is None
    assert isinstance(func_decl, ast.FuncDecl) and func_decl.doc is not None and func_decl.doc.text() == ""
    assert isinstance(var_decl, ast.GenDecl) and var_decl.doc is None
    var_spec = var_decl.specs[0]
    assert isinstance(var_spec, ast.ValueSpec) and var_spec.comment is not None
    assert len(file.comments) == 8


def test_directives_are_kept_without_comments() -> None:
    file = parse("package p\n\n// Doc.\n//go:noinline\nfunc f() {}\n")
    func = file.decls[0]
    assert isinstance(func, ast.FuncDecl) and func.doc is not None
    assert [c.text for c in func.doc.list] == ["//go:noinline"]


@pytest.mark.parametrize(
    ("condition", "version"),
    [
        ("go1.21", "go1.21"),
        ("linux && go1.22", "go1.22"),
        ("go1.21 && go1.22", "go1.22"),
        ("go1.21 || go1.22", "go1.21"),
        ("go1.21 || linux", ""),
        ("!go1.21", ""),
        ("!(!go1.18 || !go1.20)", "go1.20"),
        ("(go1.21", ""),
        ("linux", ""),
    ],
)
def test_go_version(condition: str, version: str) -> None:
    assert parse(f"//go:build {condition}\n\npackage p\n").go_version == version
    assert parse(f"package p\n\n//go:build {condition}\n").go_version == ""


def test_imports_only() -> None:
    file = parse('package p\nimport "a"\nimport (\n\tb "c"\n)\nfunc f( {', IMPORTS_ONLY)
    assert [i.path.value for i in file.imports] == ['"a"', '"c"']


def test_function_names_with_positions() -> None:
    fset = FileSet()
    file = parse_file(fset, "x.go", b"package p\nfunc f() {}\nfunc (t T) g() {}\n")
    found = [(d.name.name, str(fset.position(d.pos()))) for d in file.decls if isinstance(d, ast.FuncDecl)]
    assert found == [("f", "x.go:2:1"), ("g", "x.go:3:1")]


def test_inspect_can_skip() -> None:
    seen: list[str] = []

    def visit(node: ast.Node | None) -> bool:
        if isinstance(node, ast.Ident):
            seen.append(node.name)
        return not isinstance(node, ast.FuncLit)

    inspect(parse("package p\nvar x = f(func() { y() }, z)\n"), visit)
    assert seen == ["p", "x", "f", "z"]


def test_walk_calls_back_after_the_children() -> None:
    class Depth:
        def __init__(self, log: list[str], depth: int) -> None:
            self.log, self.depth = log, depth

        def visit(self, node: ast.Node | None) -> Visitor | None:
            self.log.append("  " * self.depth + (type(node).__name__ if node is not None else "end"))
            return Depth(self.log, self.depth + 1)

    log: list[str] = []
    walk(Depth(log, 0), parse("package p\nvar x = -y\n").decls[0])
    assert log == [
        "GenDecl", "  ValueSpec", "    Ident", "      end", "    UnaryExpr", "      Ident", "        end", "      end",
        "    end", "  end",
    ]  # fmt: skip
