"""The parser: a file's bytes to an `ast.File`.

    errors: list[Diagnostic] = []
    file = parse_file(fset, "x.go", src, errors=errors)

The loop in `Parser._run` is the whole LALR(1) algorithm: a stack of states, a stack of values, a table (see
`tables`). Nothing recurses, so neither long nor deeply nested source is a problem. Reductions call `builder.Builder`.

Two questions the table cannot answer are answered by looking around (`ASK`): whether a `{` opens the body of a
control statement or a composite literal (the stack knows), and whether the `[` in `type T [` opens type parameters or
an array length (the next tokens know).

When the table has no entry, `errors` says what is wrong, in cmd/compile's words, and the parser goes on behind the trouble (`recovery`).
A file with errors still gives a tree, with BadStmt and BadDecl where they were.
"""

from __future__ import annotations

import sys
from bisect import bisect_left
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from minigo.source.diagnostic import Diagnostic, DiagnosticList
from minigo.source.fileset import File as SourceFile
from minigo.source.fileset import FileSet
from minigo.syntax import lexer
from minigo.syntax.ast import File, Ident
from minigo.syntax.builder import Builder
from minigo.syntax.comment_attach import attach_comments
from minigo.syntax.go_version import required_go_version
from minigo.syntax.lexer import END, NEWLINE, describe_token
from minigo.syntax.tables import (
    ACCEPT,
    BODY_BRACE,
    BRACE,
    BRACKET,
    NAME_BRACE,
    SKIP,
    SPECIAL,
    TYPE_BRACKET,
    Table,
    can_shift,
    load_table,
)
from minigo.syntax.token import ENDS_STATEMENT, IDENT

if TYPE_CHECKING:
    from minigo.syntax.recovery import Recovery

PARSE_COMMENTS: Final = lexer.ALL_COMMENTS  # mode: keep all comments and attach them, not only directives
MIN_RECURSION_LIMIT: Final = 20_000  # errors are found by procedures that nest as deeply as the source
IMPORTS_ONLY: Final = 2  # mode: stop after the import declarations

_OPENING: Final = frozenset(("(", BRACKET, TYPE_BRACKET, BRACE, NAME_BRACE, BODY_BRACE))
_CLOSING: Final = frozenset((")", "]", "}"))
_CONTROL: Final = frozenset(("if", "for", "switch"))


_AFTER_IMPORTS: Final = frozenset(("const", "type", "var", "func"))


class SyntaxErrors(Exception):
    """Raised by parse_file when it was given no list to put errors into."""

    def __init__(self, diagnostics: list[Diagnostic]) -> None:
        super().__init__("\n".join(map(str, diagnostics)))
        self.diagnostics = diagnostics


def parse_file(
    fset: FileSet,
    name: str,
    src: bytes | None = None,
    mode: int = 0,
    *,
    errors: list[Diagnostic] | DiagnosticList | None = None,
    table: Table | None = None,
    cache_directory: str | None = None,
) -> File:
    """Parses one source file, which is added to `fset` under `name` (and read from there if `src` is None).

    Errors are appended to `errors` in source order, at most one syntax error a line; without a list they raise
    SyntaxErrors. The parse table is kept in `cache_directory` (by default the user's cache).
    """
    if src is None:
        with open(name, "rb") as f:
            src = f.read()
    if b'"C"' in src:
        mode |= PARSE_COMMENTS  # cgo's C text is the comment of `import "C"`
    parser = Parser(fset, name, src, mode, load_table(cache_directory) if table is None else table)
    file = parser.parse()
    found = parser.diagnostics()
    if errors is not None:
        errors.extend(found)
    elif found:
        raise SyntaxErrors(found)
    return file


class Parser:
    """Parses one file."""

    __slots__ = (
        "_builder",
        "_errors",
        "_failed",
        "_lexical",
        "_mode",
        "_recovery",
        "_rules",
        "_states",
        "_syntax_errors",
        "_table",
        "_tokens",
        "_values",
        "source",
    )

    def __init__(self, fset: FileSet, name: str, src: bytes, mode: int, table: Table) -> None:
        self.source: SourceFile = fset.add_file(name, len(src))
        self._errors: list[tuple[int, str]] = []
        self._mode = mode
        self._tokens = lexer.scan(self.source, src, self._error, mode & PARSE_COMMENTS)
        self._lexical, self._errors = sorted(self._errors, key=lambda error: error[0]), []
        if mode & IMPORTS_ONLY:
            self._tokens.cut_before(_AFTER_IMPORTS)
        self._table = table
        builder = Builder(self._error, self._describe)
        self._builder = builder
        self._rules: list[tuple[str, int, Callable[..., Any] | None]] = [
            (name, size, None if action is None else getattr(builder, action)) for name, size, action in table.rules
        ]
        self._states = [0]
        self._values: list[Any] = []
        self._failed = False  # the table had no entry
        self._recovery: Recovery | None = None
        self._syntax_errors: list[tuple[int, str]] | None = None  # what is said about syntax errors, once there is one

    # ---- Errors

    def _error(self, pos: int, msg: str) -> None:
        self._errors.append((pos, msg))

    def _describe(self, pos: int) -> tuple[int, str]:
        """The position and the name (for messages) of the first token at or after pos."""
        tokens = self._tokens
        index = bisect_left(tokens.positions, pos)
        while tokens.kinds[index] == NEWLINE and tokens.kinds[index - 1] not in ENDS_STATEMENT:
            index += 1
        return tokens.positions[index], describe_token(tokens, index)

    def diagnostics(self) -> list[Diagnostic]:
        """What was found wrong, in source order; of several syntax errors in a line the first that was found, of equal others the first, too.

        The code "syntax" says that the tree is not all that the file says, "lexical" that only the node at the place is affected.
        """
        if self._errors and self._syntax_errors is None:
            self._syntax_errors = self._read_for_errors()
        found = self._lexical if self._syntax_errors is None else self._syntax_errors
        kept: list[tuple[int, str]] = []
        syntax_line, other = 0, (0, "")
        for pos, msg in found:
            line = self.source.physical_line(pos)
            if msg.startswith("syntax error"):
                if line == syntax_line:
                    continue
                syntax_line = line
            else:
                if other == (line, msg):
                    continue
                other = line, msg
            kept.append((pos, msg))
        kept = sorted(dict.fromkeys(kept), key=lambda error: error[0])
        broken = self._failed or any(msg.startswith("syntax error") for _, msg in kept)
        return [
            Diagnostic(self.source.position(pos), msg, "error", "syntax" if broken else "lexical") for pos, msg in kept
        ]

    def _read_for_errors(self) -> list[tuple[int, str]]:
        """All errors, if there are others than the scanner's. The tokens must be as the scanner left them."""
        from minigo.syntax.errors import syntax_errors  # most files do not need it

        if sys.getrecursionlimit() < MIN_RECURSION_LIMIT:
            sys.setrecursionlimit(MIN_RECURSION_LIMIT)
        try:
            lexical, errors = syntax_errors(self._tokens, self._lexical)
        except RecursionError:  # nested more deeply than can be followed: the table's own words must do
            lexical, errors = self._lexical, self._errors
        return lexical + errors or self._errors

    # ---- The loop

    def parse(self) -> File:
        tokens = self._tokens
        if self._lexical and self._lexical[0][0] < self._header_end():
            # As in cmd/compile, nothing behind a wrong package clause is looked at.
            self._failed = True
            self._syntax_errors = self._read_for_errors()
            return self._finish()
        start = 0
        failed = self._run(start)
        while failed is not None:
            start = self._recover(failed)
            failed = None if start < 0 else self._run(start)
        file = self._finish()
        file.file_start = self.source.base
        file.file_end = self.source.base + self.source.size
        if tokens.comments:
            for pos, comment in tokens.comments:
                if comment.startswith("//go:build ") and pos < file.package:
                    file.go_version = required_go_version(comment)
            attach_comments(self.source, file, tokens, self._builder.documented, self._builder.commented)
        return file

    def _header_end(self) -> int:
        """The end of the first token behind the package clause."""
        kinds, at = self._tokens.kinds, 0
        for wanted in ("package", IDENT, ";"):
            at += kinds[at] == wanted or (wanted == ";" and kinds[at] == NEWLINE)
        while kinds[at] == NEWLINE:
            at += 1
        return self._tokens.positions[at] + max(len(self._tokens.texts[at]), 1)

    def _run(self, start: int) -> int | None:
        """Parses from token number `start` until the end (None), or to an error (the token's number)."""
        rows, gotos, rules = self._table.rows, self._table.gotos, self._rules
        states, values = self._states, self._values
        tokens = self._tokens
        kinds, positions, texts = tokens.kinds, tokens.positions, tokens.texts
        if start:
            kinds, positions, texts = kinds[start:], positions[start:], texts[start:]
        state = states[-1]
        for token in zip(kinds, positions, texts, strict=True):
            kind = token[0]
            try:
                action = rows[state][kind]
                while True:
                    if action < 0:
                        name, size, function = rules[action]
                        if size == 1:
                            if function is not None:
                                values[-1] = function(values[-1])
                            states.pop()
                        elif size == 3:
                            z = values.pop()
                            y = values.pop()
                            values[-1] = function(values[-1], y, z)  # type: ignore[misc]
                            del states[-3:]
                        elif size == 2:
                            z = values.pop()
                            values[-1] = function(values[-1], z)  # type: ignore[misc]
                            del states[-2:]
                        elif size == 0:
                            values.append(function())  # type: ignore[misc]
                        else:
                            arguments = values[-size:]
                            del values[-size:]
                            del states[-size:]
                            values.append(function(*arguments))  # type: ignore[misc]
                        state = gotos[states[-1]][name]
                        states.append(state)
                        action = rows[state][kind]
                        continue
                    if action < SPECIAL:
                        state = action
                        states.append(state)
                        values.append(Ident(token[1], token[2]) if kind == IDENT else token)
                    elif action != SKIP:
                        if action == ACCEPT:
                            return None
                        kind = self._reading(kind, token[1])
                        action = rows[state][kind]
                        continue
                    break
            except KeyError:
                if kind in rows[states[-1]]:
                    raise  # not the table's: a mistake in this program
                # The last newline and the end have the same position.
                return len(tokens.kinds) - 1 if kind == END else bisect_left(tokens.positions, token[1])
        raise AssertionError("the token list has no end")

    # ---- Readings of brackets

    def _reading(self, kind: str, pos: int) -> str:
        """Which of its readings a `{` or `[` has here."""
        if kind == "[":
            index = bisect_left(self._tokens.positions, pos)
            # In an interface type it opens a method's type parameters (an error) or an embedded type's arguments.
            in_interface = self._table.access[self._states[-2]] in (BRACE, "methods")
            opens = opens_method_type_params if in_interface else opens_type_params
            return TYPE_BRACKET if opens(self._tokens.kinds, index) else BRACKET
        if can_shift(self._table, self._states, BRACE):
            return BRACE  # after a literal type or function type there is no other
        return BODY_BRACE if self._in_header() else NAME_BRACE

    def _in_header(self) -> bool:
        """Whether the innermost thing that is open is the header of an if, for or switch statement."""
        access = self._table.access
        depth = 0
        for state in reversed(self._states):
            symbol = access[state]
            if symbol in _CLOSING:
                depth += 1
            elif symbol in _OPENING:
                if depth == 0:
                    return False
                depth -= 1
            elif depth == 0 and symbol in _CONTROL:
                return True
        return False

    # ---- Recovery

    def _recover(self, index: int) -> int:
        """Finds a state and a token to go on with after the error at token `index` (-1: there is none)."""
        recovery = self._recovery
        if recovery is None:
            from minigo.syntax.recovery import Recovery  # most files do not need it

            self._failed = True
            at_end = self._tokens.kinds[index] == END and self._lexical  # which needs no error of its own
            if not at_end:
                self._error(
                    self._tokens.positions[index], f"syntax error: unexpected {describe_token(self._tokens, index)}"
                )
            self._syntax_errors = self._read_for_errors()
            recovery = self._recovery = Recovery(self._table, self._tokens, self._states, self._values)
        return recovery.resume(index)

    def _finish(self) -> File:
        """The tree when the loop has ended: the accepted file, or what there is of one."""
        values = self._values
        if values and isinstance(values[0], File):
            return values[0]
        if len(values) < 2 or not isinstance(values[1], Ident):
            return File(None, self.source.base, Ident(self.source.base, "_"), [], 0, 0, [], [], "")
        decls = values[3] if len(values) > 3 else []
        return self._builder.file(values[0], values[1], values[0], decls)


def opens_type_params(kinds: list[str], index: int) -> bool:
    """Whether the `[` at index, in `type T [`, opens a type parameter list and not an array's length.

    As the compiler decides it: `[P any]`, `[P, Q any]`, `[P *T,]` and `[P interface{…}]` are type parameters; `[N]`,
    `[N * 2]`, `[P *T]` and `[P(x)]` are lengths unless something in them can only be a type.
    """
    if kinds[index + 1] != IDENT:
        return False
    following = kinds[index + 2]
    if following in ("]", "."):
        return False
    if following not in ("*", "("):
        return following in _AFTER_TYPE_PARAM
    depth = 0
    type_only = False
    for at in range(index + 2, len(kinds)):
        kind = kinds[at]
        if kind in ("(", "[", "{"):
            if kind == "[" and depth == 0 and kinds[at - 1] not in _ENDS_OPERAND:
                type_only = True
            depth += 1
        elif kind in _CLOSING:
            if depth == 0:
                return type_only
            depth -= 1
        elif depth == 0 and kind == ",":
            return True
        elif kind in _TYPE_ONLY:
            type_only = True
        elif kind == END:
            break
    return type_only


def opens_method_type_params(kinds: list[str], index: int) -> bool:
    """Whether the brackets that open at index are followed by parameters."""
    depth = 0
    while (kind := kinds[index]) != END:
        if kind in ("(", "[", "{"):
            depth += 1
        elif kind in _CLOSING:
            depth -= 1
            if depth == 0:
                return kinds[index + 1] == "("
        index += 1
    return False


_AFTER_TYPE_PARAM: Final = frozenset((IDENT, ",", "[", "~", "<-", "chan", "func", "interface", "map", "struct"))
_TYPE_ONLY: Final = frozenset(("~", "chan", "func", "interface", "map", "struct"))
_ENDS_OPERAND: Final = frozenset((IDENT, ")", "]", "}", "STRING"))
