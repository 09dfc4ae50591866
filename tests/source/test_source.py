"""Positions and diagnostics."""

from __future__ import annotations

import io
import pickle

from minigo.source import Diagnostic, DiagnosticList, FileSet, Position, render, render_plain


def file_set() -> FileSet:
    fset = FileSet()
    for name, content in (("a.go", b"one\ntwo\n"), ("b.go", b"x\n\nlast")):
        fset.add_file(name, len(content)).set_lines_for_content(content)
    return fset


def test_positions_of_files_do_not_overlap() -> None:
    fset = file_set()
    a, b = fset
    assert (a.base, b.base) == (1, 10)
    assert str(fset.position(a.pos(4))) == "a.go:2:1"
    assert str(fset.position(b.pos(3))) == "b.go:3:1"
    assert fset.position(b.pos(6)) == Position("b.go", 3, 4, 6)
    assert fset.file(9) is a and fset.file(10) is b and fset.file(0) is None and fset.file(100) is None


def test_no_position() -> None:
    assert str(file_set().position(0)) == "-"
    assert not Position().is_valid()


def test_line_directives() -> None:
    fset = file_set()
    a = fset.files[0]
    a.add_line_info(4, "other.y", 100, 7)
    assert str(fset.position(a.pos(1))) == "a.go:1:2"
    assert str(fset.position(a.pos(5))) == "other.y:100:8"
    a.infos.clear()
    a.add_line_info(0, "other.y", 100)
    assert str(fset.position(a.pos(5))) == "other.y:101"
    assert a.physical_line(a.pos(5)) == 2


def test_lines_one_by_one() -> None:
    file = FileSet().add_file("a.go", 10)
    for offset in (4, 4, 2, 8, 20):
        file.add_line(offset)
    assert list(file.lines) == [0, 4, 8]
    assert file.line_start(2) == file.pos(4)
    assert not file.set_lines([0, 5, 5])
    assert file.set_lines([0, 5]) and file.line_count() == 2


def test_a_file_set_can_be_pickled() -> None:
    fset = pickle.loads(pickle.dumps(file_set()))
    assert str(fset.position(14)) == "b.go:3:2"


def test_plain_rendering_is_sorted_and_without_repetition() -> None:
    found = DiagnosticList()
    found.add(Position("b.go", 1, 1), "third")
    found.add(Position("a.go", 10, 1), "second\nwith more")
    found.add(Position("a.go", 2, 1), "first")
    found.append(Diagnostic(Position("b.go", 1, 1), "third"))
    assert render_plain(found) == "a.go:2:1: first\na.go:10:1: second\n\twith more\nb.go:1:1: third\n"


def test_rich_rendering_shows_the_line_and_a_caret() -> None:
    out = io.StringIO()
    diagnostic = Diagnostic(Position("a.go", 3, 5), "undefined: y")
    render([diagnostic], out, color=True, read_line=lambda name, line: 'é\t"y"\n')
    lines = out.getvalue().splitlines()
    assert "undefined: y" in lines[0]
    assert '"y"' in lines[1]
    plain = "".join(ch for ch in lines[2] if ch in " |^")
    assert plain.index("^") - plain.index("|") == 2 + 5


def test_not_a_terminal_is_plain() -> None:
    out = io.StringIO()
    render([Diagnostic(Position("a.go", 3, 5), "x")], out)
    assert out.getvalue() == "a.go:3:5: x\n"
