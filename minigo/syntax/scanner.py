"""The scanner: source bytes to tokens, one at a time, with Go's error messages.

    scanner = Scanner(file, src, error_handler, mode)
    pos, token, literal = scanner.scan()

`file` supplies positions (`pos = file.base + byte offset`) and receives the line table and the line directives;
`error_handler(pos, message)` is called for each error and scanning goes on. `token` is a string of
`minigo.syntax.token`; `literal` is the spelling of names, literals, comments and keywords, "\\n" for a semicolon that
a newline stands for, and "" for operators. After the end, (pos, "EOF", "") is returned for ever.

The source is held as text with one character a byte (Latin-1), so that an index is a byte offset; what leaves the
scanner is decoded as UTF-8. This class is the complete and careful scanner. The parser reads correct files through
`minigo.syntax.lexer`, which is some ten times as fast, and comes here when there is something to complain about.

Custom tokens. A caller can add tokens of its own without changing the scanner, by passing patterns:

    ROUTE = CustomToken("ROUTE", r"@route\\b[^\\n]*")
    Scanner(file, src, handler, custom=(ROUTE,))

A pattern (a regular expression over the source text, one character a byte) is tried before Go's own tokens wherever
a token may start; its matches are returned as (pos, "ROUTE", spelling).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from minigo.source.fileset import File
from minigo.syntax import chars
from minigo.syntax.directives import ErrorHandler, apply_line_directive, ignore_error, is_line_directive
from minigo.syntax.token import CHAR, COMMENT, ENDS_STATEMENT, EOF, FLOAT, IDENT, IMAG, INT, KEYWORDS, OPERATORS, STRING

SCAN_COMMENTS: Final = 1  # mode: return comments as COMMENT tokens
NO_SEMICOLONS: Final = 2  # mode: do not insert semicolons at line ends (for tests and tools)

_BASE_NAMES: Final = {2: "binary", 8: "octal", 10: "decimal", 16: "hexadecimal"}
_LETTERS: Final = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_")
_DECIMAL: Final = frozenset("0123456789")
_HEX: Final = frozenset("0123456789abcdefABCDEF")
_ASCII_IDENT: Final = re.compile(r"[A-Za-z0-9_]*")
_RUN: Final = re.compile(r"[^\\\"'\n]+")  # what needs no attention inside quotes
_PREFIXES: Final = {"x": 16, "o": 8, "b": 2}


class CustomToken(NamedTuple):
    """A token added by the scanner's caller: its name, its pattern, and whether a newline after it ends a statement."""

    name: str
    pattern: str
    ends_statement: bool = False


class Scanner:
    """Scans one file. `error_count` is the number of errors reported so far."""

    __slots__ = (
        "_custom",
        "_end",
        "_ended",
        "_handler",
        "_newline_ends",
        "_offset",
        "_text",
        "error_count",
        "file",
        "mode",
    )

    def __init__(
        self,
        file: File,
        src: bytes,
        error_handler: ErrorHandler = ignore_error,
        mode: int = 0,
        custom: Sequence[CustomToken] = (),
    ) -> None:
        if file.size != len(src):
            raise ValueError(f"file size ({file.size}) does not match source length ({len(src)})")
        self.file = file
        self.mode = mode
        self.error_count = 0
        self._handler = error_handler
        self._text = src.decode("latin-1")
        self._end = len(src)
        self._custom = [(token, re.compile(token.pattern)) for token in custom]
        self._offset = 3 if src.startswith(b"\xef\xbb\xbf") else 0
        self._newline_ends = False  # whether a newline here stands for a semicolon
        self._ended = ENDS_STATEMENT | {t.name for t in custom if t.ends_statement}
        file.set_lines_for_content(src)
        self._check_encoding(src)

    # ---- Errors

    def _error(self, offset: int, msg: str) -> None:
        self.error_count += 1
        self._handler(self.file.base + offset, msg)

    def _check_encoding(self, src: bytes) -> None:
        """Reports NULs, byte-order marks after the first character and bytes that are not UTF-8."""
        for match in re.finditer(rb"\x00", src):
            self._error(match.start(), "invalid NUL character")
        if src.isascii():
            return
        for match in re.finditer(rb"\xef\xbb\xbf", src):
            if match.start() > 0:
                self._error(match.start(), "invalid BOM in the middle of the file")
        start = 0
        while True:
            try:
                src[start:].decode("utf-8")
                return
            except UnicodeDecodeError as err:
                self._error(start + err.start, "invalid UTF-8 encoding")
                start += err.start + 1

    # ---- Characters

    def _char_at(self, offset: int) -> tuple[int, int]:
        """The code point at offset and its width in bytes; (-1, 0) at the end of the file."""
        if offset >= self._end:
            return -1, 0
        first = ord(self._text[offset])
        if first < 0x80:
            return first, 1
        width = 2 if first < 0xE0 else 3 if first < 0xF0 else 4
        try:
            return ord(self._text[offset : offset + width].encode("latin-1").decode("utf-8")), width
        except (UnicodeDecodeError, TypeError):
            return chars.REPLACEMENT, 1

    def _is_noise(self, offset: int) -> int:
        """The width of what was already reported by _check_encoding and is skipped (NUL, BOM, bad bytes), or 0."""
        code, width = self._char_at(offset)
        if code == 0 or code == 0xFEFF:
            return width
        return width if code == chars.REPLACEMENT and width == 1 else 0

    # ---- Tokens

    def scan(self) -> tuple[int, str, str]:
        """The next token: (pos, token, literal)."""
        while True:
            start = self._skip_space()
            ends = self._newline_ends
            token, literal = self._next(start)
            if token == COMMENT:
                found = self._comment(start, literal, ends)
                if found is None:
                    continue
                return found
            if not token:
                continue  # something that is not a token; reported
            self._newline_ends = token in self._ended and not self.mode & NO_SEMICOLONS
            return self.file.base + start, token, literal

    def _skip_space(self) -> int:
        text, offset, end = self._text, self._offset, self._end
        space = " \t\r" if self._newline_ends else " \t\r\n"
        while offset < end:
            ch = text[offset]
            if ch in space:
                offset += 1
            elif (ch == "\0" or ch >= "\x80") and (width := self._is_noise(offset)):
                offset += width
            else:
                break
        self._offset = offset
        return offset

    def _next(self, start: int) -> tuple[str, str]:
        """Scans the token at start and moves behind it. ("", "") if there is none."""
        text = self._text
        for custom, pattern in self._custom:
            match = pattern.match(text, start)
            if match is not None and match.end() > start:
                self._offset = match.end()
                return custom.name, chars.decode(match.group())
        if start >= self._end:
            return (";", "\n") if self._newline_ends else (EOF, "")
        ch = text[start]
        if ch in _LETTERS or ch >= "\x80":
            return self._identifier(start)
        if ch in _DECIMAL or (ch == "." and text[start + 1 : start + 2] in _DECIMAL):
            return Number(self, text, start).scan()
        if ch == "\n":
            self._offset = start + 1
            return ";", "\n"
        if ch == '"':
            return self._string(start)
        if ch == "'":
            return self._rune(start)
        if ch == "`":
            return self._raw_string(start)
        if ch == "/" and text[start + 1 : start + 2] in ("/", "*"):
            return self._scan_comment(start)
        characters, ends = self._three_characters(start)
        for width in (3, 2, 1):
            operator = characters[:width]
            if operator in OPERATORS:
                self._offset = ends[len(operator) - 1]
                return operator, ";" if operator == ";" else ""
        self._error(start, "invalid character " + chars.describe(ord(ch)))
        self._offset = start + 1
        return "", ""

    def _three_characters(self, start: int) -> tuple[str, list[int]]:
        """The characters at start, of which an operator may consist, and the offsets behind them; what was reported as noise may stand between."""
        text, offset = self._text, start
        characters, ends = "", []
        while len(characters) < 3 and offset < self._end:
            ch = text[offset]
            noise = self._is_noise(offset) if ch == "\0" or ch >= "\x80" else 0
            if not noise:
                characters += ch
                ends.append(offset + 1)
            offset += noise or 1
        return characters, ends

    def _identifier(self, start: int) -> tuple[str, str]:
        text = self._text
        offset = start
        while True:
            match = _ASCII_IDENT.match(text, offset)
            offset = match.end() if match is not None else offset
            if offset >= self._end or text[offset] < "\x80":
                break
            code, width = self._char_at(offset)
            if not self._is_noise(offset):
                self._check_ident_char(offset, code, offset == start)
            offset += width
        self._offset = offset
        name = chars.decode(text[start:offset])
        return (name, name) if name in KEYWORDS else (IDENT, name)

    def _check_ident_char(self, offset: int, code: int, first: bool) -> None:
        ch = chr(code)
        if chars.is_letter(ch):
            return
        if not chars.is_digit(ch):
            self._error(offset, f"invalid character {chars.describe(code)} in identifier")
        elif first:
            self._error(offset, f"identifier cannot begin with digit {chars.describe(code)}")

    # ---- Strings and runes

    def _string(self, start: int) -> tuple[str, str]:
        offset = start + 1
        while True:
            match = _RUN.match(self._text, offset)
            if match is not None:
                offset = match.end()
            if offset >= self._end:
                self._error(start, "string not terminated")
                break
            ch = self._text[offset]
            if ch == '"':
                offset += 1
                break
            if ch == "\n":
                self._error(offset, "newline in string")
                break
            offset = self._escape(offset + 1, '"')[0] if ch == "\\" else offset + 1
        self._offset = offset
        return STRING, chars.decode(self._text[start:offset])

    def _raw_string(self, start: int) -> tuple[str, str]:
        close = self._text.find("`", start + 1)
        if close < 0:
            self._error(start, "string not terminated")
            close = self._end
        self._offset = min(close + 1, self._end)
        return STRING, chars.decode(self._text[start : self._offset])

    def _rune(self, start: int) -> tuple[str, str]:
        offset, count, ok = start + 1, 0, True
        while True:
            if offset >= self._end:
                if ok:
                    self._error(start, "rune literal not terminated")
                break
            ch = self._text[offset]
            if ch == "'":
                if ok and count == 0:
                    self._error(offset, "empty rune literal or unescaped '")
                elif ok and count != 1:
                    self._error(start, "more than one character in rune literal")
                offset += 1
                break
            if ch == "\n":
                if ok:
                    self._error(offset, "newline in rune literal")
                break
            if ch == "\\":
                offset, good = self._escape(offset + 1, "'")
                ok = ok and good
            else:
                offset += self._char_at(offset)[1]
            count += 1
        self._offset = offset
        return CHAR, chars.decode(self._text[start:offset])

    def _escape(self, offset: int, quote: str) -> tuple[int, bool]:
        """Checks the escape whose backslash stands before offset: the offset after it, and whether it is valid."""
        code, _ = self._char_at(offset)
        ch = chr(code) if code >= 0 else ""
        if not ch:
            return offset, True  # the end of the file is the caller's complaint
        if ch == quote or ch in "abfnrtv\\":
            return offset + 1, True
        if ch in "01234567":
            digits, base = 3, 8
        elif ch in "xuU":
            digits, base = {"x": 2, "u": 4, "U": 8}[ch], 16
            offset += 1
        else:
            self._error(offset, "unknown escape")
            return offset, False
        value = 0
        for _ in range(digits):
            code, _ = self._char_at(offset)
            if code < 0:
                return offset, True
            digit = int(chr(code), 16) if chr(code) in _HEX else 16
            if digit >= base:
                self._error(offset, f"invalid character {chars.quote_rune(code)} in {_BASE_NAMES[base]} escape")
                return offset, False
            value = value * base + digit
            offset += 1
        if base == 8 and value > 255:
            self._error(offset, f"octal escape value {value} > 255")
            return offset, False
        if digits > 3 and (value > chars.MAX_RUNE or 0xD800 <= value < 0xE000):
            self._error(offset, f"escape is invalid Unicode code point {chars.describe(value)}")
            return offset, False
        return offset, True

    # ---- Comments

    def _scan_comment(self, start: int) -> tuple[str, str]:
        text = self._text
        if text[start + 1] == "/":
            end = text.find("\n", start)
            self._offset = self._end if end < 0 else end
        else:
            end = text.find("*/", start + 2)
            if end < 0:
                self._error(start, "comment not terminated")
                self._offset = self._end
                return "", ""
            self._offset = end + 2
        return COMMENT, text[start : self._offset]

    def _comment(self, start: int, literal: str, ends: bool) -> tuple[int, str, str] | None:
        """Handles a comment: applies a line directive, and decides what is returned for it (None: nothing)."""
        if literal[2:7] == "line ":
            column = start - self._text.rfind("\n", 0, start)
            if is_line_directive(literal, column):
                apply_line_directive(self.file, start, literal, self._error)
        if ends and literal[1] == "*" and "\n" in literal:
            # It acts like a newline; with comments wanted, it is scanned again after the semicolon.
            self._newline_ends = False
            if self.mode & SCAN_COMMENTS:
                self._offset = start
            return self.file.base + start, ";", "\n"
        if self.mode & SCAN_COMMENTS:
            return self.file.base + start, COMMENT, chars.decode(literal).replace("\r", "")
        return None


class Number:
    """Scans one number literal. Apart from the Scanner because a number's checks share a good deal of state."""

    __slots__ = ("_base", "_float", "_invalid", "_offset", "_ok", "_prefix", "_scanner", "_start", "_text")

    def __init__(self, scanner: Scanner, text: str, start: int) -> None:
        self._scanner = scanner
        self._text = text
        self._start = start
        self._offset = start
        self._base = 10
        self._prefix = ""  # "", "0" (legacy octal), "x", "o" or "b"
        self._invalid = -1  # offset of the first digit that the base does not have
        self._ok = True
        self._float = False

    def _fail(self, offset: int, msg: str) -> None:
        """Reports the literal's first error; the others would only repeat it."""
        if self._ok:
            self._scanner._error(offset, msg)
            self._ok = False

    def _peek(self) -> str:
        return self._text[self._offset : self._offset + 1]

    def _digits(self, base: int) -> bool:
        """Skips digits and separators of a base; whether there were digits."""
        allowed = _DECIMAL if base <= 10 else _HEX
        found = False
        while (ch := self._peek()) and (ch in allowed or ch == "_"):
            if ch != "_":
                found = True
                if base <= 10 and int(ch) >= base and self._invalid < 0:
                    self._invalid = self._offset
            self._offset += 1
        return found

    def scan(self) -> tuple[str, str]:
        found = self._integer_part()
        if self._peek() == ".":
            if self._prefix in ("o", "b"):
                self._fail(self._offset, f"invalid radix point in {_BASE_NAMES[self._base]} literal")
            self._offset += 1
            self._float = True
            found = self._digits(self._base) or found
        if not found:
            self._fail(self._offset, f"{_BASE_NAMES[self._base]} literal has no digits")
        self._exponent()
        kind = FLOAT if self._float else INT
        if self._peek() == "i":
            kind = IMAG
            self._offset += 1
        literal = self._text[self._start : self._offset]
        if kind == INT and self._invalid >= 0:
            digit = self._text[self._invalid]
            self._fail(self._invalid, f"invalid digit '{digit}' in {_BASE_NAMES[self._base]} literal")
        if "_" in literal and (at := invalid_separator(literal)) >= 0:
            self._fail(self._start + at, "'_' must separate successive digits")
        self._scanner._offset = self._offset
        return kind, literal

    def _integer_part(self) -> bool:
        if self._peek() == ".":
            return False
        found = False
        if self._peek() == "0":
            self._offset += 1
            prefix = self._peek().lower()
            if prefix and prefix in _PREFIXES:
                self._offset += 1
                self._base, self._prefix = _PREFIXES[prefix], prefix
            else:
                self._base, self._prefix, found = 8, "0", True
        return self._digits(self._base) or found

    def _exponent(self) -> None:
        ch = self._peek()
        if ch not in ("e", "E", "p", "P"):
            if self._prefix == "x" and self._float:
                self._fail(self._offset, "hexadecimal mantissa requires a 'p' exponent")
            return
        if ch in "eE" and self._prefix not in ("", "0"):
            self._fail(self._offset, f"'{ch}' exponent requires decimal mantissa")
        elif ch in "pP" and self._prefix != "x":
            self._fail(self._offset, f"'{ch}' exponent requires hexadecimal mantissa")
        self._offset += 1
        self._float = True
        if self._peek() in ("+", "-"):
            self._offset += 1
        if not self._digits(10):
            self._fail(self._offset, "exponent has no digits")


def invalid_separator(literal: str) -> int:
    """The index of the first `_` in a number that does not stand between digits (or prefix and digit), or -1."""
    is_hex = literal[:2].lower() == "0x"
    start = 2 if literal[:2].lower() in ("0x", "0o", "0b") else 0
    previous = "0" if start else "."  # one of "_", "0" (any digit), "." (anything else)
    for i in range(start, len(literal)):
        ch = literal[i]
        if ch == "_":
            if previous != "0":
                return i
            previous = "_"
        elif ch in _DECIMAL or (is_hex and ch in _HEX):
            previous = "0"
        elif previous == "_":
            return i - 1
        else:
            previous = "."
    return len(literal) - 1 if previous == "_" else -1
