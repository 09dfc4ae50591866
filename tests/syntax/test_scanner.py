"""The scanner and the fast lexer: tokens, positions, messages; and that the two agree."""

from __future__ import annotations

import random

import pytest

from minigo.source import FileSet
from minigo.syntax import CustomToken, Scanner, dump_tokens, lexer
from minigo.syntax.scanner import SCAN_COMMENTS
from minigo.syntax.token import ENDS_STATEMENT, EOF

from .golden import check_file


def tokens_and_errors(source: str) -> str:
    fset = FileSet()
    errors: list[tuple[int, str]] = []
    lines = list(dump_tokens(fset, "x.go", source.encode(), lambda pos, msg: errors.append((pos, msg))))
    return "\n".join(lines + [f"error: {fset.position(pos)}: {msg}" for pos, msg in sorted(errors)])


def test_tokens(request: pytest.FixtureRequest) -> None:
    check_file("tokens.txt", tokens_and_errors, request.config.getoption("--update"))


def slow_tokens(src: bytes) -> list[tuple[int, str, str]]:
    file = FileSet().add_file("x.go", len(src))
    scanner = Scanner(file, src)
    result = []
    while (token := scanner.scan())[1] != EOF:
        result.append((token[0], token[1], token[2] or token[1]))
    return result


def fast_tokens(src: bytes) -> list[tuple[int, str, str]]:
    tokens = lexer.scan(FileSet().add_file("x.go", len(src)), src)
    result = []
    previous = ""
    for kind, pos, text in zip(tokens.kinds, tokens.positions, tokens.texts, strict=True):
        if kind == lexer.NEWLINE:
            if previous in ENDS_STATEMENT:
                result.append((pos, ";", "\n"))
        elif kind != lexer.END:
            result.append((pos, kind, text))
        previous = kind
    return result


PIECES = (
    "x é if func return 0 1 08 0x1F 0x1p-1 1_0 .5 1. 1.e2 1e+3i 'a' '\\n' '\\u00e9' \"s\\x41\" `r\n` // c\n /*c*/ /*c\n*/ "
    "+ ++ += - -- << <<= &^ &^= && || <- == != := = ... . , ; : ( ) [ ] { } ! ~ * / % ^ | \n \n\t"
)


@pytest.mark.parametrize("seed", range(50))
def test_fast_lexer_agrees_with_the_scanner(seed: int) -> None:
    rnd = random.Random(seed)
    pieces = [*PIECES.split(" "), "\n", " ", "\t"]
    src = "".join(rnd.choice(pieces) for _ in range(60)).encode()
    assert fast_tokens(src) == slow_tokens(src)


def test_bad_bytes_are_reported_once_and_skipped() -> None:
    src = b"a\x00b \xff c \xef\xbb\xbf d"
    errors: list[tuple[int, str]] = []
    scanner = Scanner(FileSet().add_file("x.go", len(src)), src, lambda pos, msg: errors.append((pos, msg)))
    names = []
    while (token := scanner.scan())[1] != EOF:
        names.append(token[1])
    assert sorted(errors) == [
        (2, "invalid NUL character"),
        (5, "invalid UTF-8 encoding"),
        (9, "invalid BOM in the middle of the file"),
    ]
    assert names.count("IDENT") >= 3


def test_byte_order_mark_at_the_start() -> None:
    src = b"\xef\xbb\xbfpackage p"
    assert slow_tokens(src)[0] == (4, "package", "package") == fast_tokens(src)[0]


def test_custom_token() -> None:
    src = b'@route "/x" get\nx\n'
    route = CustomToken("ROUTE", r'@route\s+"[^"\n]*"')
    scanner = Scanner(FileSet().add_file("x.go", len(src)), src, mode=SCAN_COMMENTS, custom=(route,))
    assert scanner.scan() == (1, "ROUTE", '@route "/x"')
    assert scanner.scan() == (13, "IDENT", "get")
    assert scanner.scan() == (16, ";", "\n")


def test_line_table_and_directives_are_in_the_file() -> None:
    src = b"a\n//line f.go:10\nb\n"
    fset = FileSet()
    file = fset.add_file("x.go", len(src))
    lexer.scan(file, src)
    assert str(fset.position(file.pos(17))) == "f.go:10"
    assert str(fset.position(file.pos(17), adjusted=False)) == "x.go:3:1"
