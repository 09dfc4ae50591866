"""Functions as LLVM text.

``golden/functions.txt`` holds cases ``=== name``, a Go package, ``---``, the definitions of its functions, without what every one has: attributes,
sections, locations. ``pytest --update`` rewrites them. All of it must also be accepted by LLVM, for both targets and at the lowest and the highest level.
"""

from __future__ import annotations

import re

import pytest

from minigo import codegen
from tests.codegen import build
from tests.codegen.test_data import HERE, check_file

_NOISE = re.compile(
    r", !dbg !\d+|, !prof !\d+|, !invariant.load !\d+| #\d+(?= section| \{|$)| section \"[^\"]*\"| !dbg !\d+"
)


def definitions(text: str, goarch: str) -> str:
    """All functions but ``main.main`` and the package's ``init``."""
    parts = []
    for unit in build.code(text, goarch).units:
        for found in re.findall(r"^define .*?^}", unit.text, re.MULTILINE | re.DOTALL):
            if '@"main.main"' not in found.split("\n", 1)[0]:
                parts.append(_NOISE.sub("", found))
    return "\n".join(parts)


def test_functions(request: pytest.FixtureRequest) -> None:
    check_file("functions.txt", lambda text: definitions(text, "amd64"), request.config.getoption("--update"))


def test_functions_arm64(request: pytest.FixtureRequest) -> None:
    check_file("functions_arm64.txt", lambda text: definitions(text, "arm64"), request.config.getoption("--update"))


def sources() -> list[str]:
    cases = (HERE / "functions.txt").read_text(encoding="utf-8")
    return [c.partition("\n---\n")[0].partition("\n")[2] for c in ("\n" + cases).split("\n=== ")[1:]]


@pytest.mark.parametrize("opt", [0, 3])
@pytest.mark.parametrize("goarch", ["amd64", "arm64"])
def test_llvm_accepts(goarch: str, opt: int) -> None:
    for text in sources():
        for unit in build.code(text, goarch).units:
            assert codegen.compile_unit(unit.text, codegen.Target(goarch), opt)


def test_same_text_for_same_program() -> None:
    text = "\n".join(s.replace("package main", "", 1) for s in sources()[:1])
    first = [u.text for u in build.code("package main\n" + text).units]
    assert first == [u.text for u in build.code("package main\n" + text).units]


def test_moving_a_function_changes_nothing() -> None:
    """Lines count from the function's own: text in front of it does not matter."""
    text = "func f(a []int, i int) int {\n\treturn a[i]\n}\n"
    here = definitions("package main\n" + text, "amd64")
    units = [u.text for u in build.code("package main\n" + text).units]
    moved = [u.text for u in build.code("package main\n\n// A comment.\n\n" + text).units]
    assert units == moved
    assert "panicIndex" in here


def test_table_of_functions() -> None:
    table = build.code(
        "package main\n\ntype T int\n\nfunc (t *T) M() { func() {}() }\n\nfunc G[X any](x X) {}\n\nfunc f() { G(1) }\n"
    ).functions
    rows = {symbol: row for symbol, row in table.items() if "init" not in symbol}
    assert rows["main.(*T).M"] == ("p.go", 5, "main.(*T).M")
    assert rows["main.(*T).M.func1"] == ("p.go", 5, "main.(*T).M.func1()")
    assert rows["main.G[int]"] == ("p.go", 7, "main.G[...]")


def test_a_function_is_cut_from_no_other_unit_by_an_edit() -> None:
    """Of many functions, an edit of one changes one unit."""
    functions = [f"func f{i}(x int) int {{ return x + {i} }}\n" for i in range(200)]
    before = {u.name: u.text for u in build.code("package main\n" + "".join(functions)).units}
    functions[17] = "func f17(x int) int { return x - 17 }\n"
    after = {u.name: u.text for u in build.code("package main\n" + "".join(functions)).units}
    assert len(before) > 4
    assert before.keys() == after.keys()
    assert sum(before[name] != after[name] for name in before) == 1
