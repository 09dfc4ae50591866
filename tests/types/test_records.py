"""What the checker records about expressions, and the trace of how it gets there, as golden files.

Files in `records` have the form of those in `golden` (see there); in place of errors stand, for each case named `trace …`, the trace, and for
others one line for each expression with a type: `line:col: expression: what it is`. Uses of names that stand for several things (instances,
selections) follow in lines of their own.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from minigo import source, syntax, types
from minigo.syntax import expr_string
from minigo.types.operand import MODE_TEXT
from minigo.types.typestring import type_string
from tests.types import golden

HERE = Path(__file__).parent / "records"
KINDS = {types.FIELD_VAL: "field", types.METHOD_VAL: "method value", types.METHOD_EXPR: "method expression"}


def check(text: str, trace: list[str] | None) -> tuple[source.FileSet, types.Info]:
    fset = source.FileSet()
    errors = source.DiagnosticList()
    file = syntax.parse_file(fset, golden.NAME, text.encode(), errors=errors)
    collect = None if trace is None else trace.append
    _, info = types.check("p", fset, [file], golden.no_imports, errors=errors, trace=collect)
    assert not list(errors), source.render_plain(errors)
    return fset, info


def name_of(t: Any) -> str:
    return type_string(t, lambda pkg: "" if pkg.path == "p" else pkg.name)


def described(tv: types.TypeAndValue) -> str:
    text = MODE_TEXT[tv.mode]
    if tv.type is not None:
        text += f" {name_of(tv.type)}"
    if tv.value is not None:
        text += f" = {tv.value.decode() if isinstance(tv.value, bytes) else tv.value}"
    return text


def records_of(text: str) -> str:
    fset, info = check(text, None)
    lines: list[tuple[int, int, str, str]] = []

    def add(order: int, node: Any, what: str, pos: int = 0) -> None:
        lines.append((pos or node.pos(), order, expr_string(node), what))

    for e, tv in info.types.items():
        add(0, e, described(tv))
    for e, selection in info.selections.items():
        through = ", through a pointer" if selection.indirect else ""
        add(1, e, f"{KINDS[selection.kind]} of {name_of(selection.recv)} by {selection.index}{through}", e.sel.pos())
    for ident, instance in info.instances.items():
        add(2, ident, f"instance with {', '.join(map(name_of, instance.type_args))}: {name_of(instance.type)}")
    shown = []
    for pos, _, name, what in sorted(lines):
        place = fset.position(pos)
        shown.append(f"{place.line}:{place.column}: {name}: {what}")
    return "\n".join(shown)


def trace_of(text: str) -> str:
    trace: list[str] = []
    check(text, trace)
    return golden.without_name("\n".join(trace))


def result_of(case: golden.Case) -> str:
    return trace_of(case.source) if case.name.startswith("trace ") else records_of(case.source)


@pytest.mark.parametrize("path", sorted(HERE.glob("*.txt")), ids=lambda p: p.stem)
def test_records(path: Path, request: pytest.FixtureRequest) -> None:
    cases = golden.read_cases(path)
    results = [result_of(c) for c in cases]
    if request.config.getoption("--update"):
        golden.write_cases(path, [c._replace(expected=r) for c, r in zip(cases, results, strict=True)])
        return
    for case, result in zip(cases, results, strict=True):
        assert result == case.expected, case.name


def test_the_trace_changes_nothing() -> None:
    text = golden.read_cases(HERE / "expressions.txt")[0].source
    _, silent = check(text, None)
    _, told = check(text, [])
    assert [described(tv) for tv in silent.types.values()] == [described(tv) for tv in told.types.values()]
