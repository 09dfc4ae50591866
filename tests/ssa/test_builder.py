"""The builder: what it makes of small programs, as text; and what those programs do, by the interpreter."""

from __future__ import annotations

import pytest

from minigo import source, ssa, syntax, types
from minigo.ssa import ir
from minigo.ssa.interp.machine import Machine

from .golden import check_file


def build(text: str, **options: bool) -> ir.Package:
    """Check and build a program that imports nothing."""
    fset = source.FileSet()
    file = syntax.parse_file(fset, "x.go", text.encode())
    errors = source.DiagnosticList()
    package, info = types.check("main", fset, [file], lambda path: None, go_version="go1.27", errors=errors)
    assert not errors.has_errors(), str(errors)
    program = ssa.build(package, info, [file], fset, options=ssa.Options(**options))
    ssa.verify_package(program)
    return program


def dump(text: str) -> str:
    """The functions that the program declares, and its variables; without heads."""
    program = build(text)
    full = ssa.format_package(program)
    parts = full.split("\n\n")
    shown = []
    for part in parts:
        lines = [line for line in part.splitlines() if not line.startswith("# ")]
        if lines and not lines[0].startswith("func main") and "external" not in part:
            shown.append("\n".join(lines))
    return "\n\n".join(shown)


def run(text: str, **options: bool) -> str:
    machine = Machine([build(text, **options)])
    status = machine.run()
    return b"".join(machine.output).decode() + (f"exit status {status}\n" if status else "")


def test_text(request: pytest.FixtureRequest) -> None:
    check_file("build.txt", dump, bool(request.config.getoption("--update")))


def test_behaviour(request: pytest.FixtureRequest) -> None:
    check_file("run.txt", run, bool(request.config.getoption("--update")))


def test_behaviour_without_lifting() -> None:
    check_file("run.txt", lambda text: run(text, lift=False), False)


def test_long_chains_do_not_exhaust_the_stack() -> None:
    sums = " + ".join(["x"] * 5000)
    ands = " && ".join(["x > 0"] * 3000)
    elses = "".join(f"if x == {i} {{ return {i} }} else " for i in range(3000)) + "{ return x }"
    build(f"package main\nfunc f(x int) int {{ if {ands} {{ return {sums} }}; {elses} }}\nfunc main() {{ f(1) }}\n")
