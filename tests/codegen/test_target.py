"""Targets: stack checks at every level, vector code where it is expected, errors that name the function, equal bytes for equal text."""

from __future__ import annotations

import pytest

from minigo import codegen
from minigo.study import listing
from tests.codegen import build

LOOP = """package main

func sum(a []int32) int32 {
	var s int32
	for _, x := range a {
		s += x
	}
	return s
}

func deep(n int) int {
	if n == 0 {
		return 0
	}
	return deep(n-1)*2 + 1
}

func main() { println(sum(nil), deep(3)) }
"""


def functions(goarch: str, opt: int) -> dict[str, str]:
    """Assembly of the package's functions, by symbol."""
    target = codegen.Target(goarch)
    found: dict[str, str] = {}
    for unit in build.code(LOOP, goarch).units:
        found.update(listing.assembly_functions(codegen.assembly(unit.text, target, opt)))
    return found


@pytest.mark.parametrize("opt", range(4))
def test_functions_check_the_stack_amd64(opt: int) -> None:
    text = functions("amd64", opt)["main.deep"]
    assert "%fs:112" in text and "__morestack" in text


@pytest.mark.parametrize("opt", range(4))
def test_functions_check_the_stack_arm64(opt: int) -> None:
    text = functions("arm64", opt)["main.deep"]
    assert "x28" in text and "main.deep$more" in text


@pytest.mark.parametrize("goarch,vector", [("amd64", "paddd"), ("arm64", ".4s")])
def test_loops_are_vectorised_from_level_2_on(goarch: str, vector: str) -> None:
    assert vector not in functions(goarch, 1)["main.sum"]
    assert vector in functions(goarch, 2)["main.sum"]
    assert vector in functions(goarch, 3)["main.sum"]


def test_equal_text_gives_equal_objects() -> None:
    for unit in build.code(LOOP).units:
        first, second = (codegen.compile_unit(unit.text, codegen.Target("amd64"), 2) for _ in range(2))
        assert first == second


def test_units_do_not_depend_on_the_run() -> None:
    assert [u.text for u in build.code(LOOP).units] == [u.text for u in build.code(LOOP).units]


HEADER = codegen.Target("amd64").header + "\n"
GOOD = 'define i64 @"main.good"() {\n  ret i64 0\n}\n'


@pytest.mark.parametrize(
    "text,symbol,words",
    [
        (
            GOOD + 'define i64 @"main.(*T).bad"() {\n  ret i32 0\n}\n',
            "main.(*T).bad",
            "value doesn't match function result type",
        ),
        (GOOD + "define i64 @bad() {\n  %x = add i64 %y, 1\n  ret i64 %x\n}\n", "bad", "undefined value"),
        ('@"main.v" = global i65536000 0\n', "main.v", "bitwidth"),
        (
            GOOD + "define void @bad() {\nentry:\n  br label %entry\n}\n",
            "",
            "Entry block to function must not have predecessors",
        ),
    ],
)
def test_what_llvm_rejects_is_an_error_with_a_name(text: str, symbol: str, words: str) -> None:
    with pytest.raises(codegen.CodegenError) as e:
        codegen.compile_unit(HEADER + text, codegen.Target("amd64"), 2)
    assert e.value.symbol == symbol
    assert words in str(e.value)


def test_unknown_architecture() -> None:
    with pytest.raises(ValueError, match="unknown architecture mips"):
        codegen.Target("mips")
