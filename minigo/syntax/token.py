"""Tokens: plain strings. Keywords and operators are their own spelling; classes of tokens have upper-case names.

The token of `func` is "func", of `<<=` is "<<=", of a name is IDENT. A token's *literal* is its spelling; for an
automatically inserted semicolon the token is ";" and the literal "\\n". Tests on tokens are membership tests on the
frozen sets below, and `PRECEDENCE` holds the binary operators.
"""

from __future__ import annotations

from typing import Final

EOF: Final = "EOF"
ILLEGAL: Final = "ILLEGAL"
COMMENT: Final = "COMMENT"
IDENT: Final = "IDENT"
INT: Final = "INT"
FLOAT: Final = "FLOAT"
IMAG: Final = "IMAG"
CHAR: Final = "CHAR"
STRING: Final = "STRING"
SEMICOLON: Final = ";"

LITERAL_KINDS: Final = frozenset((INT, FLOAT, IMAG, CHAR, STRING))

KEYWORDS: Final = frozenset(
    [
        "break",
        "case",
        "chan",
        "const",
        "continue",
        "default",
        "defer",
        "else",
        "fallthrough",
        "for",
        "func",
        "go",
        "goto",
        "if",
        "import",
        "interface",
        "map",
        "package",
        "range",
        "return",
        "select",
        "struct",
        "switch",
        "type",
        "var",
    ]
)

OPERATORS: Final = frozenset(
    [
        "+",
        "-",
        "*",
        "/",
        "%",
        "&",
        "|",
        "^",
        "<<",
        ">>",
        "&^",
        "+=",
        "-=",
        "*=",
        "/=",
        "%=",
        "&=",
        "|=",
        "^=",
        "<<=",
        ">>=",
        "&^=",
        "&&",
        "||",
        "<-",
        "++",
        "--",
        "==",
        "<",
        ">",
        "=",
        "!",
        "~",
        "!=",
        "<=",
        ">=",
        ":=",
        "...",
        "(",
        "[",
        "{",
        ",",
        ".",
        ")",
        "]",
        "}",
        ";",
        ":",
    ]
)

ASSIGN_OPS: Final = frozenset(["=", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "<<=", ">>=", "&^="])

# After these, a newline ends the statement (specification, "Semicolons").
ENDS_STATEMENT: Final = frozenset(
    (IDENT, INT, FLOAT, IMAG, CHAR, STRING, "break", "continue", "fallthrough", "return", "++", "--", ")", "]", "}")
)

# Binary operators by binding strength (specification, "Operator precedence").
PRECEDENCE: Final = {
    "||": 1,
    "&&": 2,
    "==": 3,
    "!=": 3,
    "<": 3,
    "<=": 3,
    ">": 3,
    ">=": 3,
    "+": 4,
    "-": 4,
    "|": 4,
    "^": 4,
    "*": 5,
    "/": 5,
    "%": 5,
    "<<": 5,
    ">>": 5,
    "&": 5,
    "&^": 5,
}


def is_keyword(token: str) -> bool:
    return token in KEYWORDS


def is_operator(token: str) -> bool:
    return token in OPERATORS


def is_literal(token: str) -> bool:
    """Whether the token is an identifier or a basic literal (go/token's sense of the word)."""
    return token == IDENT or token in LITERAL_KINDS


def is_exported(name: str) -> bool:
    """Whether a name starts with an upper-case letter."""
    return name[:1].isupper()
