"""Characters: Go's classes of letters and digits, and its ways of printing a character in a message."""

from __future__ import annotations

import unicodedata

MAX_RUNE = 0x10FFFF
REPLACEMENT = 0xFFFD


def is_letter(ch: str) -> bool:
    """A letter in the sense of the specification: Unicode category L, or `_`."""
    return ch == "_" or ch.isalpha()


def is_digit(ch: str) -> bool:
    """Unicode category Nd."""
    return ch.isdecimal()


def is_printable(code: int) -> bool:
    """As Go's unicode.IsPrint: letters, marks, numbers, punctuation, symbols, and the ASCII space."""
    return code == 0x20 or (code <= MAX_RUNE and unicodedata.category(chr(code))[0] in "LMNPS")


def describe(code: int) -> str:
    """A code point as fmt's `%#U` prints it: `U+0040 '@'`, without the character where it cannot be shown."""
    text = f"U+{code:04X}"
    return f"{text} '{chr(code)}'" if is_printable(code) else text


_ESCAPES = {7: "\\a", 8: "\\b", 12: "\\f", 10: "\\n", 13: "\\r", 9: "\\t", 11: "\\v", 92: "\\\\", 39: "\\'"}


def quote_rune(code: int) -> str:
    """A code point as fmt's `%q` prints it, in single quotes."""
    if code > MAX_RUNE or 0xD800 <= code < 0xE000:
        code = REPLACEMENT
    if code in _ESCAPES:
        return f"'{_ESCAPES[code]}'"
    if is_printable(code):
        return f"'{chr(code)}'"
    if code < 0x80:
        return f"'\\x{code:02x}'"
    return f"'\\u{code:04x}'" if code < 0x10000 else f"'\\U{code:08x}'"


def decode(text: str) -> str:
    """Source text (one character a byte) as a proper string; bytes that are not UTF-8 become lone surrogates."""
    return text if text.isascii() else text.encode("latin-1").decode("utf-8", "surrogateescape")


_STRING_ESCAPES = {**{k: v for k, v in _ESCAPES.items() if k != 39}, 34: '\\"'}


def quote_string(text: str) -> str:
    """A string as strconv.Quote prints it. Lone surrogates (bytes that were not UTF-8) come out as `\\xNN`."""
    out: list[str] = []
    for ch in text:
        code = ord(ch)
        if code in _STRING_ESCAPES:
            out.append(_STRING_ESCAPES[code])
        elif 0xDC80 <= code <= 0xDCFF:
            out.append(f"\\x{code - 0xDC00:02x}")
        elif is_printable(code):
            out.append(ch)
        elif code < 0x80:
            out.append(f"\\x{code:02x}")
        else:
            out.append(f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}")
    return '"' + "".join(out) + '"'
