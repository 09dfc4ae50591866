"""One package without imports, from source text to SSA form and to code."""

from __future__ import annotations

from minigo import codegen, source, ssa, syntax, types
from minigo.ssa import ir


def program(text: str) -> ir.Package:
    """The package as SSA form; errors fail the test."""
    fset = source.FileSet()
    errors = source.DiagnosticList()
    file = syntax.parse_file(fset, "p.go", text.encode(), errors=errors)
    package, info = types.check("main", fset, [file], lambda path: types.UNSAFE, errors=errors, allow_bodyless=True)
    assert not errors.has_errors(), "\n".join(str(e) for e in errors)
    return ssa.build(package, info, [file], fset)


def code(text: str, goarch: str = "amd64") -> codegen.PackageCode:
    """The package's units."""
    return codegen.emit(program(text), codegen.Target(goarch), codegen.Options())


def data_object(text: str, goarch: str = "amd64") -> bytes:
    """The object of the unit with variables and descriptors."""
    unit = next(u for u in code(text, goarch).units if u.name.endswith(":data"))
    return codegen.compile_unit(unit.text, codegen.Target(goarch), 2)
