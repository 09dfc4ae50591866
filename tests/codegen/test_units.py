"""What an edit changes: the text of the function's own unit and of the data, and no other, so that only these go through LLVM again."""

from __future__ import annotations

import pytest

from tests.codegen.build import code

COUNT = 200
FUNCTION = """
func f{n}(m map[string]int) any {{
	m["key{n}"] += len(show({n}, "text", 2.5))
	add := func(d int) any {{ return m["key{n}"] + d }}
	{extra}
	return add({n})
}}
"""
HEAD = "package main\n\nfunc show(args ...any) string { return args[1].(string) }\n\nfunc main() { println(f0(nil)) }\n"
EDITS = {
    "a comment": "// nothing\n\n",
    "constants in interfaces": 'show(7, "extra", 1.25, int8(3))',
    "strings": 'println("extra", len("more"+"text"))',
    "a closure": "add = func(d int) any { return n7 + d }",
    "a type": "type local struct{ a, b any }; show(local{1, add})",
    "a variable on the heap": "p := new([4]*int); p[1] = new(int); show(p)",
}


def texts(extra: str) -> dict[str, str]:
    functions = [FUNCTION.format(n=n, extra=extra if n == 7 else "") for n in range(COUNT)]
    return {u.name: u.text for u in code(HEAD + "".join(functions) + "\nvar n7 = 7\n").units}


@pytest.mark.parametrize("edit", EDITS)
def test_an_edit_changes_one_unit_and_the_data(edit: str) -> None:
    before, after = texts(""), texts(EDITS[edit])
    assert len(before) > 5
    changed = {name for name in before.keys() | after.keys() if before.get(name) != after.get(name)}
    own = {name for name, text in after.items() if any(_defines_f7(line) for line in text.splitlines())}
    assert len(own) == 1
    assert changed <= own | {"main:data"}


def _defines_f7(line: str) -> bool:
    return line.startswith("define ") and '@"main.f7"(' in line


@pytest.mark.parametrize(("tail", "unoptimised"), [("", ["init.0", "main"]), ("for i := range n { println(i) }", [])])
def test_large_functions_that_run_once_are_not_optimised(tail: str, unoptimised: list[str]) -> None:
    """``main`` and ``init``, if they have no loops; on arm64 none, where the check of the stack has to know the frame."""
    lines = "\n".join(f"\tn = f(n, {i}) + {i}" for i in range(150))
    body = f"{{\n\tn := 1\n{lines}\n\t{tail}\n\tprintln(n)\n}}\n"
    text = f"package main\n\nfunc main() {body}\nfunc init() {body}\nfunc g() {body}\n//go:noinline\nfunc f(a, b int) int {{ return a }}\n"
    assert [_functions_with(text, "amd64", "optnone"), _functions_with(text, "arm64", "optnone")] == [unoptimised, []]


def _functions_with(text: str, goarch: str, attribute: str) -> list[str]:
    found = []
    for unit in code(text, goarch).units:
        lines = unit.text.splitlines()
        groups = {line.split()[1] for line in lines if line.startswith("attributes") and attribute in line.split()}
        found += [
            line.partition('@"main.')[2].partition('"')[0]
            for line in lines
            if line.startswith("define ") and groups & set(line.split())
        ]
    return sorted(found)


def test_a_package_without_functions() -> None:
    """Constants alone: the units are written, and that ends."""
    assert not any(
        line.startswith("define ")
        for unit in code("package p\n\nconst C = 1\n").units
        for line in unit.text.splitlines()
    )
