"""Directives: comments that say something to the compiler.

Line directives: `//line file:line[:col]` at the start of a line, `/*line file:line[:col]*/` anywhere. In: a comment and where it stands. Out: an entry
in the File's table of line infos, or an error with Go's wording.

Others: which ones mean something (`KNOWN_VERBS`), their verb, and their arguments, as in `//go:embed "a b" c*`.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable
from typing import Final

from minigo.source.fileset import File

POS_MAX = 1 << 30

ErrorHandler = Callable[[int, str], None]  # (position, message)

_ARGUMENT: Final = re.compile(
    r"`[^`]*`"
    r'|"(?:[^"\\\n]|\\(?:[abfnrtv\\"]|[0-3][0-7]{2}|x[0-9a-fA-F]{2}|u(?![dD][89a-fA-F])[0-9a-fA-F]{4}'
    r'|U(?!0000[dD][89a-fA-F])00(?:0[0-9a-fA-F]|10)[0-9a-fA-F]{4}))*"'
    r'|[^\s"`]\S*'
)


FUNCTION_VERBS: Final = frozenset(
    ("noescape", "norace", "nosplit", "noinline", "nocheckptr", "uintptrkeepalive", "uintptrescapes", "registerparams", "cgo_unsafe_args")
)  # fmt: skip
RUNTIME_VERBS: Final = frozenset(("systemstack", "nowritebarrier", "nowritebarrierrec", "yeswritebarrierrec"))
KNOWN_VERBS: Final = FUNCTION_VERBS | RUNTIME_VERBS | {"build", "embed"}
MISPLACED: Final = "misplaced compiler directive"


class DirectiveError(ValueError):
    """The arguments of a directive are malformed; the text says how."""


def directive_verb(text: str) -> str:
    """``embed`` of ``//go:embed x``."""
    return text[5:].split(" ", 1)[0]


def directive_arguments(text: str) -> list[tuple[int, str]]:
    """(offset in the comment, spelling) of the arguments in a comment `//tool:verb arguments`; some may be quoted as strings are."""
    head = re.match(r"//\S*", text)
    at = head.end() if head else 0
    found = []
    while (start := len(text) - len(text[at:].lstrip())) < len(text):
        m = _ARGUMENT.match(text, start)
        if m is None or (m.end() < len(text) and not text[m.end()].isspace()):
            raise DirectiveError(f"invalid quoted string in {text[: head.end() if head else 0]}: {text[start:]}")
        found.append((start, m.group()))
        at = m.end()
    return found


def ignore_error(pos: int, msg: str) -> None:
    """An error handler for those who do not care."""


def is_line_directive(comment: str, column: int) -> bool:
    """Whether a comment that starts in the given column (1-based) is meant as a line directive."""
    return comment[2:7] == "line " and (column == 1 or comment[1] == "*")


def apply_line_directive(file: File, offset: int, comment: str, error: Callable[[int, str], None]) -> None:
    """Records the directive in `comment`, which starts at `offset`. Errors are reported as (offset, message)."""
    if comment[1] == "*":
        if "\n" in comment:
            return  # not a valid directive
        text = comment[7:-2]
        takes_effect = offset + len(comment)
    else:
        text = comment[7:].removesuffix("\r")
        takes_effect = offset + len(comment) + 1  # the newline belongs to the comment
    start = offset + 7

    head, colon, last = text.rpartition(":")
    if not colon:
        return  # not a line directive
    number = _parse_uint(last)
    if number is None:
        error(start + len(head) + 1, "invalid line number: " + last)
        return
    head2, colon2, middle = head.rpartition(":")
    number2 = _parse_uint(middle) if colon2 else None
    if number2 is None:
        line, column, filename, line_at, line_text = number, 0, head, len(head) + 1, last
    else:
        line, column, filename, line_at, line_text = number2, number, head2, len(head2) + 1, text[len(head2) + 1 :]
        if not 0 < column <= POS_MAX:
            error(start + len(head) + 1, "invalid column number: " + last)
            return
    if not 0 < line <= POS_MAX:
        error(start + line_at, "invalid line number: " + line_text)
        return
    file.add_line_info(min(takes_effect, file.size), _filename(file, filename, number2 is not None), line, column)


def _filename(file: File, name: str, has_column: bool) -> str:
    if not name:
        if has_column:  # `//line :7:3`: the current name stays
            return file.infos[-1].filename if file.infos else file.name
        return ""
    name = posixpath.normpath(name)
    directory = posixpath.dirname(file.name)
    if posixpath.isabs(name) or not directory:
        return name
    return posixpath.normpath(posixpath.join(directory, name))


def _parse_uint(text: str) -> int | None:
    if text.isascii() and text.isdigit():
        value = int(text)
        return value if value < 1 << 64 else None
    return None
