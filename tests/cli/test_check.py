"""``minigo check``: which packages it looks at, what it reports, and how."""

from __future__ import annotations

from pathlib import Path

import pytest

from minigo import source
from minigo.cli import check as command
from minigo.driver import check
from minigo.driver.config import Config
from minigo.driver.load import LoadError

MODULE = {
    "go.mod": "module ex\n\ngo 1.22\n",
    "main.go": 'package main\n\nimport "ex/a"\n\nfunc main() {\n\tx := a.A()\n}\n',
    "a/a.go": 'package a\n\nimport "ex/internal/b"\n\nfunc A() int { return b.B }\n',
    "internal/b/b.go": "package b\n\nconst B = 1\n",
}


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A module of three packages, in which the process stands; its imports are checked into a cache of their own."""
    monkeypatch.setenv("MINIGO_CACHE", str(tmp_path / "cache"))
    root = tmp_path / "module"
    write(root, MODULE)
    monkeypatch.chdir(root)
    return root


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def errors(*arguments: str, lang: str = "") -> list[str]:
    return source.render_plain(check.check(Config(lang=lang), list(arguments))).splitlines()


def test_files_folders_packages_and_patterns(module: Path) -> None:
    unused = ["main.go:6:2: declared and not used: x"]
    assert errors("main.go") == unused
    assert errors() == errors(".") == errors("ex") == errors("./...") == ["./" + unused[0]]
    assert errors("./a", "ex/internal/b") == []


def test_all_errors_of_several_packages(module: Path) -> None:
    write(module, {"a/a.go": "package a\n\nfunc A() int {}\n\nvar v int = nil\n"})
    of_a = ["a/a.go:3:15: missing return", "a/a.go:5:13: cannot use nil as int value in variable declaration"]
    assert errors("./...") == of_a  # main is not checked: what it imports is wrong
    write(module, {"internal/b/b.go": "package b\n\nvar B = undefined\n"})
    assert errors("./a", "./internal/b") == [*of_a, "internal/b/b.go:3:9: undefined: undefined"]


def test_imports_are_errors_among_others(module: Path) -> None:
    write(
        module,
        {"main.go": 'package main\n\nimport (\n\t"ex/none"\n\t_ "/a"\n\t_ "./a"\n\t"b//c"\n)\n\nvar x int = ""\n'},
    )
    assert errors("main.go") == [
        "main.go:4:2: could not import ex/none (package ex/none is not in std)",
        "main.go:5:4: could not import /a (import path cannot be absolute path)",
        'main.go:6:4: could not import ./a ("./a" is relative, but relative import paths are not supported in module mode)',
        'main.go:7:2: could not import b//c (non-canonical import path "b//c" (should be "b/c"))',
        'main.go:10:13: cannot use "" (untyped string constant) as int value in variable declaration',
    ]


def test_import_cycle(module: Path) -> None:
    write(module, {"internal/b/b.go": 'package b\n\nimport "ex/a"\n\nvar B = a.A()\n'})
    cycle = "import cycle not allowed: ex/a -> ex/internal/b -> ex/a"
    assert errors("./a") == [f"internal/b/b.go:3:8: could not import ex/a ({cycle})"]


def test_syntax_errors_come_alone(module: Path) -> None:
    write(module, {"main.go": "package main\n\nfunc main() {\n\tx := 1\n\ty := = 2\n\tif x := 1\n}\n"})
    assert [e.split(": ")[:2] for e in errors("main.go")] == [
        ["main.go:5:7", "syntax error"],
        ["main.go:6:2", "syntax error"],
        ["main.go:7:1", "syntax error"],
    ]
    # A bad literal does not keep types from being checked.
    write(module, {"main.go": "package main\n\nfunc main() {\n\tx := 0b12\n}\n"})
    assert errors("main.go") == [
        "main.go:4:2: declared and not used: x",
        "main.go:4:10: invalid digit '2' in binary literal",
    ]


def test_further_lines_are_indented_once(module: Path) -> None:
    write(module, {"main.go": "package main\n\nfunc main() {}\nfunc main() {}\nfunc f() int { return 1, 2 }\n"})
    assert errors("main.go") == [
        "main.go:4:6: main redeclared in this block",
        "\tmain.go:3:6: other declaration of main",
        "main.go:5:26: too many return values",
        "\thave (number, number)",
        "\twant (int)",
    ]


def test_language_version(module: Path) -> None:
    text = "package main\n\nfunc main() {\n\tfor range 3 {\n\t}\n}\n"
    write(module, {"main.go": text, "tagged.go": "//go:build go1.21\n\n" + text.replace("main()", "f()")})
    what = "cannot range over 3 (untyped int constant): requires go1.22 or later"
    assert errors("main.go") == []
    assert errors("main.go", lang="go1.21") == [f"main.go:4:12: {what} (-lang was set to go1.21; check go.mod)"]
    assert errors("tagged.go") == [f"tagged.go:6:12: {what} (file declares //go:build go1.21)"]
    with pytest.raises(ValueError, match=r'invalid value "go2" for -lang: should be something like "go1\.22"'):
        command.main(["-lang=go2", "main.go"])
    with pytest.raises(ValueError, match=r"max known version is \"go1\.27\""):
        command.main(["-lang=go1.99", "main.go"])


def test_what_cannot_be_loaded(module: Path) -> None:
    for argument, message in (
        ("none.go", "none.go: No such file or directory"),
        ("./none", "./none: directory not found"),
        ("./a/none/...", '"./a/none/..." matched no packages'),
        ("none", "package none is not in std"),
    ):
        with pytest.raises(LoadError) as e:
            errors(argument)
        assert e.value.messages == [message]


def test_exit_code_and_streams(module: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["./a"]) == 0
    assert capsys.readouterr() == ("", "")
    assert command.main(["main.go"]) == 1
    assert capsys.readouterr() == ("", "main.go:6:2: declared and not used: x\n")


def test_trace(module: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write(module, {"a/a.go": 'package a\n\nfunc F[T any](x []T, y T) T { return y }\n\nvar V = F([]string{}, "")\n'})
    assert command.main(["-trace", "./a"]) == 0
    lines = [line.partition("\t")[2] for line in capsys.readouterr().out.splitlines()]
    assert ".  infer: []T takes []string; T = string" in lines
    assert ".  instantiate F with T = string: func(x []string, y string) string" in lines
    assert '=> F([]string{}, "") (value of type string)' in lines


def test_trace_of_inference(module: Path, capsys: pytest.CaptureFixture[str], request: pytest.FixtureRequest) -> None:
    """Every kind of inference, as the trace shows it: arguments, constraints, defaults, functions as arguments and as values, generic methods and aliases."""
    (module / "trace.go").write_bytes((GOLDEN / "trace.go").read_bytes())
    assert command.main(["-trace", "-lang=go1.27", "trace.go"]) == 0
    out, expected = capsys.readouterr().out, GOLDEN / "trace.out"
    if request.config.getoption("--update"):
        expected.write_text(out, encoding="utf-8")
    assert out == expected.read_text(encoding="utf-8")


def test_a_terminal_gets_the_source_line(module: Path) -> None:
    import io

    out = io.StringIO()
    source.render(check.check(Config(), ["main.go"]), out, color=True)
    assert "6 | " in out.getvalue() and "^" in out.getvalue() and "x := a.A()" in out.getvalue()


GOLDEN = Path(__file__).parent / "golden"
BRANCHES = """package p

func a() {
	break
	continue
	for { func() { break }() ; continue; break }
	goto x
L:
	switch { case true: break; default: continue }
	if true { break } else if false { continue } else { select { default: break } }
}

func b() {
	break
	x := := 2
M:
}

func c() {
	f(func() { x y ; break }, func() { break })
	continue L
}

func d() {
K:	for { break K; continue N }
J:
	goto K
}
"""


def test_jumps_are_checked_in_spite_of_syntax_errors(module: Path) -> None:
    """In functions that have none themselves; this is what gc says."""
    write(module, {"main.go": BRANCHES})
    assert [e.removeprefix("main.go:") for e in errors("main.go")] == [
        "4:2: break is not in a loop, switch, or select",
        "5:2: continue is not in a loop",
        "6:17: break is not in a loop, switch, or select",
        "7:7: label x not defined",
        "8:1: label L defined and not used",
        "9:38: continue is not in a loop",
        "10:12: break is not in a loop, switch, or select",
        "10:36: continue is not in a loop",
        "15:7: syntax error: unexpected :=, expected expression",
        "20:15: syntax error: unexpected name y at end of statement",
        "20:37: break is not in a loop, switch, or select",
        "25:28: continue label not defined: N",
        "26:1: label J defined and not used",
    ]
