"""Patterns of ``//go:embed``: what they mean, and the go command's words where they mean nothing. The expectations are what Go 1.27 says."""

from __future__ import annotations

from pathlib import Path

import pytest

from minigo.driver import embed, frontend
from minigo.driver.build import Builder
from minigo.driver.check import check
from minigo.driver.config import Config
from minigo.driver.load import LoadError

FILES = {
    "a.txt": "a", "b.txt": "b", "d/e/f.txt": "f", "d/.hid": "h", "d/_u/u": "u", "mod/x/q": "q", "mod/go.mod": "module x\n", ".h/x": "x", "bad*n/x": "x",
    "odd/q:": "q", "aux/aux.txt": "x", "c d/e f": "ef", "git/.git/x": "x", "git/y": "y",
}  # fmt: skip

MEANS = {
    "a.txt": ["a.txt"],
    "*.txt": ["a.txt", "b.txt"],
    "[a-b].txt": ["a.txt", "b.txt"],
    "[^a].txt": ["b.txt"],
    "?.t[w-y]t": ["a.txt", "b.txt"],
    "\\a.txt": ["a.txt"],
    "d": ["d/e/f.txt"],
    "all:d": ["d/.hid", "d/_u/u", "d/e/f.txt"],
    "d/*": ["d/.hid", "d/_u/u", "d/e/f.txt"],
    ".h": [".h/x"],
    "c d": ["c d/e f"],
    "all:git": ["git/y"],
}

WRONG = {
    "nope*": "no matching files found",
    ".": "invalid pattern syntax",
    "": "invalid pattern syntax",
    "../x": "invalid pattern syntax",
    "a.txt/": "invalid pattern syntax",
    "[a-": "invalid pattern syntax",
    "a\\": "invalid pattern syntax",
    "[]": "invalid pattern syntax",
    "em": "cannot embed directory em: contains no embeddable files",
    "mod": "cannot embed directory mod: in different module",
    "mod/x/q": "cannot embed file mod/x/q: in different module",
    "ln": "cannot embed irregular file ln",
    "dirlink/e": "cannot embed directory dirlink/e: in non-directory dirlink",
    "bad*": "cannot embed directory bad*n: invalid name bad*n",
    "odd": "cannot embed file odd/q:: invalid name q:",
    "aux": "cannot embed directory aux: invalid name aux",
    "aux/*": "cannot embed file aux/aux.txt: invalid name aux.txt",
    "git/.git/x": "cannot embed file git/.git/x: in invalid directory .git",
}


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    (tmp_path / "em").mkdir()
    (tmp_path / "ln").symlink_to("a.txt")
    (tmp_path / "dirlink").symlink_to("d")
    (tmp_path / "go.mod").write_text("module m\n\ngo 1.27\n")
    return tmp_path


@pytest.mark.parametrize("pattern", MEANS)
def test_meaning(folder: Path, pattern: str) -> None:
    found = embed.resolve(str(folder), pattern)
    assert [name for name, _ in found] == MEANS[pattern]
    assert all(data.decode() == FILES[name] for name, data in found)


@pytest.mark.parametrize("pattern", WRONG)
def test_errors(folder: Path, pattern: str) -> None:
    with pytest.raises(embed.EmbedError) as e:
        embed.resolve(str(folder), pattern)
    assert str(e.value) == f"pattern {pattern}: {WRONG[pattern]}"


def test_positions() -> None:
    source = (
        'package p\n\nimport _ "embed"\n\n//go:embed a  "b c" `d`\nvar (\n\t//go:embed é x\\n\n\ts string\n)\n'
        'const c = `\n//go:embed no\n`\n/*\n//go:embed no\n*/\n//go:embed "bad\n//go:embedded no\n'
    ).encode()
    assert embed.patterns("x.go", source) == [
        (5, 12, "a"), (5, 15, "b c"), (5, 21, "d"), (7, 13, "é"), (7, 16, "x\\n"),
    ]  # fmt: skip


PROGRAM = """package main

import "embed"

type text string

var (
	//go:embed *.txt
	s text

	//go:embed é? nope
	f embed.FS
)

func main() { _, _ = s, f }
"""


def test_build_and_check_report(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)
    (folder / "main.go").write_text(PROGRAM)
    for run in (lambda: Builder(Config(), cwd=folder).loader.load(["."]), lambda: check(Config(), ["."], cwd=folder)):
        with pytest.raises(LoadError) as e:
            run()
        assert e.value.messages == ["./main.go:11:17: pattern nope: no matching files found"]
    (folder / "main.go").write_text(PROGRAM.replace("é? nope", "d"))
    with pytest.raises(frontend.CompileErrors) as e2:
        Builder(Config(), cwd=folder).check(["."])
    assert [str(d) for d in e2.value.diagnostics] == ["./main.go:9:2: invalid go:embed: multiple files for type text"]
