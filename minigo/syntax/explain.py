"""What to say about a syntax error: from the parser's stack and the offending token to cmd/compile's message."""

from __future__ import annotations

from minigo.syntax.lexer import END, NEWLINE, Tokens
from minigo.syntax.token import IDENT, KEYWORDS, LITERAL_KINDS


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


def explain() -> str:
    return ""
