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
