"""Going on after a syntax error, for a tree of what there is besides. What is said about the error is `errors`' business.

In: the parser's stacks and the number of the token it stopped at. Out: stacks cut back to the innermost list of
statements, declarations, fields or clauses, and the number of the token to go on with.

Tokens are skipped to where the next element of that list begins: behind the next semicolon or newline that is not
within brackets opened since, before the bracket that closes the list, or before a keyword that can only begin a statement
or declaration. In the tree, a BadStmt or BadDecl stands for what was skipped.
"""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax.ast import BadDecl, BadStmt
from minigo.syntax.errors.cursor import BEGINS_STATEMENT
from minigo.syntax.lexer import END, NEWLINE, Tokens
from minigo.syntax.tables import BODY_BRACE, BRACE, BRACKET, NAME_BRACE, TYPE_BRACKET, Table
from minigo.syntax.token import ENDS_STATEMENT

_OPENING: Final = {
    "(": ")",
    "[": "]",
    "{": "}",
    BRACKET: "]",
    TYPE_BRACKET: "]",
    BRACE: "}",
    NAME_BRACE: "}",
    BODY_BRACE: "}",
}
_CLOSING: Final = frozenset((")", "]", "}"))
_DECL_KEYWORDS: Final = frozenset(("import", "const", "type", "var", "func"))
_LISTS: Final = frozenset(
    ["stmts", "top_decls", "clauses", "fields", "methods", "const_specs", "var_specs", "type_specs", "import_specs"]
)


class Recovery:
    """Repairs the stacks of one parse. The lists are the parser's own."""

    __slots__ = ("_last", "_states", "_table", "_tokens", "_values")

    def __init__(self, table: Table, tokens: Tokens, states: list[int], values: list[Any]) -> None:
        self._table = table
        self._tokens = tokens
        self._states = states
        self._values = values
        self._last = -1  # the token at which the last error was repaired

    def resume(self, index: int) -> int:
        """Cuts the stacks back and returns the number of the token to go on with after an error at token ``index``, or -1 if that is hopeless."""
        if (
            self._tokens.kinds[index] == END
            or len(self._values) < 3
            or self._table.access[self._states[-1]] == "package"
        ):
            return -1
        return self._resume_list(index, len(self._states))

    def _resume_list(self, index: int, limit: int) -> int:
        """Goes on in the innermost list that began before the stack was `limit` high."""
        tokens = self._tokens
        at, name = self._list_to_resume(limit)
        if at < 0:
            return -1
        opened = self._opened_since(at, limit)
        start = self._start_of(at, index)
        if index <= self._last:
            index = self._last + 1  # nothing was gained last time: give up a token
            if tokens.kinds[index - 1] == END:
                return -1
        del self._states[at + 1 :]
        del self._values[at:]
        if self._table.access[self._states[-1]] != name:
            self._states.append(self._table.gotos[self._states[-1]][name])
            self._values.append([])
        following = self._skip(name, index, opened)
        self._last = following
        self._mark(name, start, tokens.positions[following])
        return following

    def _list_to_resume(self, limit: int) -> tuple[int, str]:
        """Which state to return to, and the list it is in (or begins)."""
        access, gotos = self._table.access, self._table.gotos
        closed = 0
        for at in range(min(limit, len(self._states)) - 1, -1, -1):
            state = self._states[at]
            if access[state] in _CLOSING:
                closed += 1
            if closed:  # nothing within brackets that are closed already
                closed -= access[state] in _OPENING
                continue
            if access[state] in _LISTS:
                return at, access[state]
            for name in gotos[state]:
                if name in _LISTS:
                    return at, name
        return -1, ""

    def _opened_since(self, at: int, limit: int) -> list[str]:
        """The closing brackets that what is cut off waits for, outermost first."""
        opened: list[str] = []
        for state in self._states[at + 1 : limit]:
            symbol = self._table.access[state]
            if symbol in _OPENING:
                opened.append(_OPENING[symbol])
            elif symbol in _CLOSING and opened:
                opened.pop()
        return opened

    def _start_of(self, at: int, index: int) -> int:
        """The position of the first thing that is cut off."""
        for value in self._values[at:]:
            if isinstance(value, tuple) and len(value) == 3 and isinstance(value[1], int):
                return value[1]
            if hasattr(value, "pos") and value.__class__.__name__ != "Header":
                return int(value.pos())
        return self._tokens.positions[index]

    def _skip(self, name: str, index: int, opened: list[str]) -> int:
        """The number of the token at which the list called `name` can go on."""
        if name == "top_decls":
            return self._skip_to(index, _DECL_KEYWORDS)
        kinds = self._tokens.kinds
        first = index
        while (kind := kinds[index]) != END:
            if kind in _OPENING:
                opened.append(_OPENING[kind])
            elif kind in _CLOSING:
                if kind in opened:
                    while opened.pop() != kind:
                        pass
                elif kind == "}" or (kind == ")" and name.endswith("_specs")):
                    return index
            elif name == "clauses":
                if not opened and kind in ("case", "default"):
                    return index
            elif self._ends_element(index, opened):
                return index + 1
            elif "}" not in opened and self._begins_stmt(name, index, index == first):
                return index
            index += 1
        return index

    def _ends_element(self, index: int, opened: list[str]) -> bool:
        kind = self._tokens.kinds[index]
        if kind == NEWLINE:
            return not opened and self._tokens.kinds[index - 1] in ENDS_STATEMENT
        return kind == ";" and not opened

    def _begins_stmt(self, name: str, index: int, is_first: bool) -> bool:
        kinds = self._tokens.kinds
        if kinds[index] in ("case", "default"):
            return True
        if is_first:
            return False
        return name == "stmts" and kinds[index] in BEGINS_STATEMENT and kinds[index - 1] in (NEWLINE, ";", "}")

    def _skip_to(self, index: int, wanted: frozenset[str]) -> int:
        kinds = self._tokens.kinds
        while kinds[index] not in wanted and kinds[index] != END:
            index += 1
        return index

    def _mark(self, name: str, start: int, end: int) -> None:
        if name == "stmts":
            self._values[-1].append(BadStmt(start, end))
        elif name == "top_decls":
            self._values[-1].append(BadDecl(start, end))
