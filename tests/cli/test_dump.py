"""``minigo dump``: each stage shows what it says, for the whole package and for one function; and ``build -S``, ``version -m``."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

from minigo.cli import build as build_command
from minigo.cli import dump as dump_command
from minigo.cli import version as version_command
from minigo.driver.config import Config
from minigo.study import dump

PROGRAM = """package main

type T struct{ n int }

//go:noinline
func (t *T) Add(x int) int {
	if x > 10 {
		return t.n
	}
	t.n += x * 2
	return t.n + 3*4
}

func main() { println((&T{1}).Add(len("abc"))) }
"""


@pytest.fixture
def program(tmp_path: Path) -> str:
    path = tmp_path / "prog.go"
    path.write_text(PROGRAM)
    return str(path)


def lines(program: str, stage: str, function: str = "", after: str = "", **settings: object) -> str:
    config = Config(goarch="amd64", **settings)  # type: ignore[arg-type]
    return dump.to_text(dump.dump(config, stage, [program], function, after))


EXPECTED = {
    "tokens": [r"prog.go:3:6\tIDENT\t\"T\"", r"prog.go:6:27\tfunc|prog.go:6:1\tfunc"],
    "ast": [r"\*ast.FuncDecl", r"Name: \"Add\""],
    "types": [
        r"prog.go:6:13\tfunc Add\tfunc\(x int\) int",
        r"prog.go:11:15\t3 \* 4\tint = 12",
        r"len\(\"abc\"\)\tint = 3",
    ],
    "ssa": [r"# Name: main.\(\*T\).Add", r"if t\d+ goto b"],
    "llvm": [r'define dso_local i64 @"main.\(\*T\).Add"', r'@"type:main.T" = ', "; unit main:data"],
    "llvm-opt": [r'define dso_local i64 @"main.\(\*T\).Add"', "icmp"],
    "asm": [r'"main.\(\*T\).Add":', r"\tret"],
    "obj": [r"global func +section \d+ +main.\(\*T\).Add", r"relocations of .text.main.main", "R_X86_64_PLT32"],
    "symbols": [r"^[0-9a-f]{16} T +\d+ main.main$", r"runtime.pclntab$"],
}


@pytest.mark.parametrize("stage", dump.STAGES)
def test_stage(stage: str, program: str) -> None:
    text = lines(program, stage)
    for pattern in EXPECTED[stage]:
        assert re.search(pattern, text, re.M), pattern


@pytest.mark.parametrize("stage", [s for s in dump.STAGES if s != "tokens"])
def test_one_function(stage: str, program: str) -> None:
    text = lines(program, stage, "Add")
    assert "Add" in text
    assert "main.main" not in text.replace("main.main.", "")
    with pytest.raises(dump.DumpError, match="no function nothing in stage"):
        lines(program, stage, "nothing")


def test_functions_by_symbol_and_by_name(program: str) -> None:
    assert lines(program, "ssa", "main.(*T).Add") == lines(program, "ssa", "(*T).Add") == lines(program, "ssa", "Add")


def test_after_a_pass(program: str) -> None:
    built, folded = lines(program, "ssa", "Add", "build"), lines(program, "ssa", "Add", "dce")
    assert built.startswith("# Name") and folded.startswith("# after dce\n")
    with pytest.raises(dump.DumpError, match=r"-O0 does not run a pass 'dce'"):
        lines(program, "ssa", "Add", "dce", opt=0)
    with pytest.raises(dump.DumpError, match="--pass belongs to --stage ssa"):
        lines(program, "asm", "Add", "dce")


def test_unknown_stage(program: str) -> None:
    with pytest.raises(dump.DumpError, match="unknown stage 'machine'"):
        lines(program, "machine")


def test_command_line(program: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert dump_command.main(["--stage=asm", "-func", "main.(*T).Add", "-O", "1", program]) == 0
    asm = capsys.readouterr().out
    assert "imul" in asm or "add" in asm
    assert build_command.main(["-S", "-O1", program]) == 0
    assert asm.rstrip("\n") in capsys.readouterr().out


def test_version_of_an_executable(program: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = str(tmp_path / "prog")
    assert build_command.main(["-o", out, "-ldflags", "-s", program]) == 0
    assert subprocess.run([out], capture_output=True, text=True).stderr == "19\n"
    assert version_command.main(["-m", out]) == 0
    assert "\tbuild\t-compiler=minigo" in capsys.readouterr().out
    assert version_command.main([program]) == 1
    assert "not built by minigo" in capsys.readouterr().err
