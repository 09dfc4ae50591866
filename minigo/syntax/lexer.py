"""The fast scanner: all tokens of a file at once, for the parser.

In: a file's bytes. Out: `Tokens`, parallel lists of token, position and spelling, plus the comments that were asked
for. `Scanner` defines what the tokens are; this module finds the same ones with as little Python per token as it can:

1. One regular expression cuts the whole text into pieces (`findall`): tokens, runs of blanks, newlines with the
   blanks after them, comments.
2. A dict from spelling to token classifies the pieces (`map`); a spelling seen for the first time is classified by
   its first character.
3. Offsets are the running sum of the lengths (`accumulate`), and blanks and comments drop out (`compress`).

So the loops run in C. The expression only accepts what is certainly right: malformed literals and stray characters
come out as single characters classified ILLEGAL, and then the whole file is scanned again by `Scanner`, which knows
how to complain. The text has one character a byte (Latin-1), so that lengths are bytes.

Semicolons. A newline comes out as a token "\\n" of its own; whether it means a semicolon depends on the token before
it, and the parser's table says so for nothing (see `tables`). Where `Scanner` had to be used, only newlines that
mean a semicolon are left; both are correct input for the parser.
"""

from __future__ import annotations

import re
from itertools import accumulate, compress
from typing import Final

from minigo.source.fileset import File
from minigo.syntax import chars
from minigo.syntax.directives import ErrorHandler, apply_line_directive, ignore_error, is_line_directive
from minigo.syntax.token import (
    CHAR,
    COMMENT,
    ENDS_STATEMENT,
    EOF,
    FLOAT,
    IDENT,
    ILLEGAL,
    IMAG,
    INT,
    KEYWORDS,
    LITERAL_KINDS,
    OPERATORS,
    STRING,
)

NEWLINE: Final = "\n"
END: Final = "$END"  # the parser's name for the end of the input

ALL_COMMENTS: Final = 1  # mode: keep every comment, not only directives (`//go:…`, `//export …`)

_HEX = "[0-9a-fA-F]"
_ESCAPE = (
    r"\\(?:[abfnrtv\\{quote}]|[0-3][0-7]{{2}}|x" + _HEX + r"{{2}}"
    r"|u(?![dD][89a-fA-F])" + _HEX + r"{{4}}"
    r"|U(?!0000[dD][89a-fA-F])00(?:0" + _HEX + r"|10)" + _HEX + r"{{4}})"
)
_DECIMALS = r"[0-9](?:_?[0-9])*+"
_EXPONENT = rf"[eE][+-]?{_DECIMALS}"
# A number followed by more of the same may be malformed, or only unusual (`1.e`): Scanner decides.
_NUMBER = (
    r"(?:0[xX](?:(?:_?[0-9a-fA-F])++(?:\.(?:[0-9a-fA-F](?:_?[0-9a-fA-F])*+)?)?|\.[0-9a-fA-F](?:_?[0-9a-fA-F])*+)"
    rf"[pP][+-]?{_DECIMALS}|"
    r"0[xX](?:_?[0-9a-fA-F])++|0[bB](?:_?[01])++|0[oO](?:_?[0-7])++"
    rf"|{_DECIMALS}\.(?:{_DECIMALS})?(?:{_EXPONENT})?|\.{_DECIMALS}(?:{_EXPONENT})?|{_DECIMALS}{_EXPONENT}"
    r"|0(?:_?[0-7])*+|[1-9](?:_?[0-9])*+)i?(?![0-9A-Za-z_.\x80-\xff])"
)
_PIECE: Final = re.compile(
    "|".join(
        (
            r"[A-Za-z_\x80-\xff][A-Za-z0-9_\x80-\xff]*+",
            r"[ \t\r]++",
            r"\n[ \t\r\n]*+",
            r"[()\]{},;~]",
            r"\.\.\.|\.(?![0-9])|\[",
            r"//[^\n]*+",
            r":=|:|==|=",
            rf'"[^"\\\n]*+(?:{_ESCAPE.format(quote=chr(34))}[^"\\\n]*+)*+"',
            _NUMBER,
            r"[0-9.][0-9A-Za-z_.\x80-\xff]*+",  # not quite a number
            r"/\*(?s:.*?)\*/",
            r"/\*",  # a comment without end
            r"<-|<<=?|<=?|>>=?|>=?|!=?|&&|&\^=?|&=?|\|\||\|=?|\+\+|\+=?|--|-=?|\*=?|/=?|%=?|\^=?",
            rf"'(?:[^'\\\n\x80-\xff]|[\xc2-\xf4][\x80-\xbf]{{1,3}}|{_ESCAPE.format(quote=chr(39))})'",
            r"`[^`]*+`",
            r"(?s:.)",
        )
    )
)

_WHOLE_NUMBER: Final = re.compile(_NUMBER)

_SKIP: Final = ""  # the class of blanks and comments
_COMMENT_NEWLINE: Final = "/*\n*/"  # the class of comments that act like a newline

_KNOWN: Final[dict[str, str]] = {
    **{word: word for word in (*KEYWORDS, *OPERATORS)},
    **{blank: _SKIP for blank in (" ", "\t", "  ", "\t\t", "\r")},
    **{"\n" + "\t" * n: NEWLINE for n in range(8)},
}


class Tokens:
    """The tokens of a file. The lists run parallel and end with a newline and END.

    `comments` holds (pos, text) of the comments that were kept.
    """

    __slots__ = ("comments", "kinds", "positions", "texts")

    def __init__(
        self, kinds: list[str], positions: list[int], texts: list[str], comments: list[tuple[int, str]]
    ) -> None:
        self.kinds = kinds
        self.positions = positions
        self.texts = texts
        self.comments = comments

    def insert(self, index: int, kind: str, position: int) -> None:
        """Put a token before token number `index`, for a parser that wants to go on."""
        self.kinds.insert(index, kind)
        self.positions.insert(index, position)
        self.texts.insert(index, "_" if kind == IDENT else kind)

    def replace(self, index: int, kind: str) -> None:
        """Let token number `index` be another; a newline behind it means what it meant before."""
        while (
            self.kinds[index] not in ENDS_STATEMENT
            and self.kinds[index + 1] == NEWLINE
            and self.kinds[index + 2] != END
        ):
            del self.kinds[index + 1], self.positions[index + 1], self.texts[index + 1]
        self.kinds[index] = self.texts[index] = kind

    def cut(self, start: int, end: int) -> None:
        """Leave out the tokens from number `start` up to `end`."""
        if start < end:
            del self.kinds[start:end], self.positions[start:end], self.texts[start:end]

    def cut_before(self, kinds: frozenset[str]) -> None:
        """Lets the input end before the first token of one of the given kinds."""
        for index, kind in enumerate(self.kinds):
            if kind in kinds:
                self.kinds[index:] = (NEWLINE, END)
                self.positions[index + 1 :] = (self.positions[index],)
                self.texts[index:] = ("", "")
                return


class _Classes(dict[str, str]):
    """Spelling to token. Looks at the spelling once, when it is first seen in a file."""

    __slots__ = ()

    def __missing__(self, text: str) -> str:
        token = _classify(text)
        self[text] = token
        return token


def _classify(text: str) -> str:
    first = text[0]
    if "a" <= first <= "z" or "A" <= first <= "Z" or first == "_":
        return IDENT if text.isascii() else _classify_name(text)
    if first == "\n":
        return NEWLINE
    if first in " \t\r":
        return _SKIP
    if first == '"' or first == "`":
        return STRING if len(text) > 1 else ILLEGAL
    if first == "'":
        return _classify_rune(text)
    if first in "0123456789.":
        return _classify_number(text)
    if first == "/" and len(text) > 1:
        return _classify_comment(text)
    return _classify_name(text) if first >= "\x80" else ILLEGAL


def _classify_name(text: str) -> str:
    """IDENT if all characters are letters and digits and the first is a letter."""
    try:
        name = text.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return ILLEGAL
    good = chars.is_letter(name[0]) and all(chars.is_letter(ch) or chars.is_digit(ch) for ch in name)
    return IDENT if good else ILLEGAL


def _classify_rune(text: str) -> str:
    if len(text) < 3:
        return ILLEGAL
    if text.isascii():
        return CHAR
    try:
        return CHAR if len(text.encode("latin-1").decode("utf-8")) == 3 else ILLEGAL
    except UnicodeDecodeError:
        return ILLEGAL


def _classify_comment(text: str) -> str:
    if text[1] == "/":
        return _SKIP
    if len(text) < 4:
        return ILLEGAL
    return _COMMENT_NEWLINE if "\n" in text else _SKIP


def _classify_number(text: str) -> str:
    if _WHOLE_NUMBER.fullmatch(text) is None:
        return ILLEGAL
    if text[-1] == "i":
        return IMAG
    if text[:2] in ("0x", "0X"):
        return FLOAT if "p" in text or "P" in text else INT
    if "." in text or "e" in text or "E" in text:
        return FLOAT
    return INT


def scan(file: File, src: bytes, error_handler: ErrorHandler = ignore_error, mode: int = 0) -> Tokens:
    """Scans a whole file. Fills in the file's line table and line directives; errors go to the handler."""
    text = src.decode("latin-1")
    ascii_only = src.isascii()
    if "\0" in text or not (ascii_only or _is_clean_utf8(src)):
        return _scan_slowly(file, src, error_handler, mode)
    start = 3 if text.startswith("\xef\xbb\xbf") else 0
    pieces = _PIECE.findall(text, start)
    classes = _Classes(_KNOWN)
    kinds = list(map(classes.__getitem__, pieces))
    if ILLEGAL in classes.values():
        return _scan_slowly(file, src, error_handler, mode)
    file.set_lines_for_content(src)
    positions = list(accumulate(map(len, pieces), initial=file.base + start))
    comments: list[tuple[int, str]] = []
    if "//" in text or "/*" in text:
        comments = _comments(file, text, pieces, positions, kinds, classes, error_handler, mode)
    # compress() stops with the shorter list: positions has one entry more, the end of the file.
    texts = list(compress(pieces, kinds))
    positions = list(compress(positions, kinds))
    kinds = list(filter(None, kinds))
    if not ascii_only:
        texts = [t if t.isascii() else chars.decode(t) for t in texts]
    end = file.base + len(src)
    kinds += (NEWLINE, END)
    positions += (end, end)
    texts += ("", "")
    return Tokens(kinds, positions, texts, comments)


def _is_clean_utf8(src: bytes) -> bool:
    try:
        src.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return src.find(b"\xef\xbb\xbf", 1) < 0


def _comments(
    file: File,
    text: str,
    pieces: list[str],
    positions: list[int],
    kinds: list[str],
    classes: _Classes,
    error_handler: ErrorHandler,
    mode: int,
) -> list[tuple[int, str]]:
    """Keeps the comments that are wanted, applies line directives, makes newlines of comments that act like one."""
    # Whether there is anything to do is decided on the distinct spellings.
    wanted = {t for t in classes if t[0] == "/" and t[1:2] in ("/", "*") and (mode & ALL_COMMENTS or _matters(t))}
    if not wanted:
        return []
    kept: list[tuple[int, str]] = []
    for index, piece in enumerate(pieces):
        if piece not in wanted:
            continue
        pos = positions[index]
        offset = pos - file.base
        if piece[2:7] == "line " and is_line_directive(piece, offset - text.rfind("\n", 0, offset)):
            apply_line_directive(file, offset, piece, lambda at, msg: error_handler(file.base + at, msg))
        if kinds[index] == _COMMENT_NEWLINE:
            kinds[index] = NEWLINE
        if mode & ALL_COMMENTS or is_kept_directive(piece):
            kept.append((pos, chars.decode(piece).replace("\r", "")))
    return kept


def _matters(comment: str) -> bool:
    return comment[2:7] == "line " or is_kept_directive(comment) or (comment[1] == "*" and "\n" in comment)


def is_kept_directive(comment: str) -> bool:
    """Whether a comment is a directive that is kept even if comments are not asked for."""
    return comment.startswith(("//go:", "//export ", "//minigo:"))


def _scan_slowly(file: File, src: bytes, error_handler: ErrorHandler, mode: int) -> Tokens:
    """The same with Scanner, for files with lexical errors and for unusual spellings."""
    from minigo.syntax.scanner import SCAN_COMMENTS, Scanner  # most files do not need it

    scanner = Scanner(file, src, error_handler, SCAN_COMMENTS)
    kinds: list[str] = []
    positions: list[int] = []
    texts: list[str] = []
    comments: list[tuple[int, str]] = []
    while True:
        pos, token, literal = scanner.scan()
        if token == COMMENT:
            if mode & ALL_COMMENTS or is_kept_directive(literal):
                comments.append((pos, literal))
            continue
        if token == EOF:
            break
        kinds.append(NEWLINE if literal == "\n" else token)
        positions.append(pos)
        texts.append(literal or token)
    end = file.base + len(src)
    if kinds and kinds[-1] in ENDS_STATEMENT:
        kinds.append(NEWLINE)
        positions.append(end)
        texts.append("")
    return Tokens([*kinds, END], [*positions, end], [*texts, ""], comments)


def describe_token(tokens: Tokens, index: int) -> str:
    """A token as messages name it."""
    kind = tokens.kinds[index]
    if kind == NEWLINE:
        return "EOF" if tokens.kinds[index + 1] == END and not tokens.texts[index] else "newline"
    if kind == END:
        return "EOF"
    if kind == IDENT:
        return "name " + tokens.texts[index]
    if kind in LITERAL_KINDS:
        return "literal " + tokens.texts[index]
    return describe_kind(kind) if kind != ";" else "semicolon"


def describe_kind(kind: str) -> str:
    """A kind of token as messages name it."""
    if kind == ",":
        return "comma"
    if kind == ";":
        return "semicolon or newline"
    return "keyword " + kind if kind in KEYWORDS else kind
