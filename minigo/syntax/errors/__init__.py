"""The syntax errors of a file that has some: cmd/compile's, all of them, in its words and places.

    syntax_errors(tokens, lexical) -> [(pos, message), …], [(pos, message), …]

In: the tokens of a file that the parser's table rejects, and the scanner's errors. Out: those of the scanner's errors that count, and the parser's, in the order in which
cmd/compile finds them.

What a compiler says behind the first error depends on how its parser goes on, and cmd/compile's goes on as a recursive descent does: every procedure
knows what may follow it, skips to that, and returns. An LALR table cannot say which procedure that would have been. So a file that is wrong is read a
second time, by procedures with the same division of labour (`docs/decisions/0070-syntax-errors.md` says why). They make no tree beyond
what later messages depend on: expressions, because `x [P *T, …` is a parameter or a length, and because messages quote them.

`cursor` has the tokens and the two ways to go on; `expressions`, `types`, `declarations` and `statements` follow the chapters of the specification.
"""

from __future__ import annotations

from collections.abc import Sequence

from minigo.syntax.errors.statements import Statements
from minigo.syntax.lexer import Tokens

Errors = list[tuple[int, str]]


def syntax_errors(tokens: Tokens, lexical: Sequence[tuple[int, str]]) -> tuple[Errors, Errors]:
    """The errors of a file; the parser's begin with "syntax error: " where cmd/compile's do. Behind a wrong package clause nothing is looked at, not even by the scanner."""
    reader = Statements(tokens, [pos for pos, _ in lexical])
    reader.file()
    lexical = [*lexical, *reader.wrong_directives()]
    return [(pos, msg) for pos, msg in lexical if pos < reader.reached()], reader.errors


__all__ = ["syntax_errors"]
