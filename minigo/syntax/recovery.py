"""Going on after a syntax error.

In: the parser's stacks and the number of the token it stopped at. Out: a message, stacks cut back to the innermost list of
statements, declarations, fields or clauses, and the number of the token to go on with.

Tokens are skipped to where the next element of that list begins: behind the next semicolon or newline that is not
within brackets opened since, before the bracket that closes the list, or before a keyword that can only begin a statement
or declaration. In the tree, a BadStmt or BadDecl stands for what was skipped.
"""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax.ast import BadDecl, BadExpr, BadStmt, FuncDecl
from minigo.syntax.explain import Situation, complete_message, innermost_opener
from minigo.syntax.lexer import END, NEWLINE, Tokens, describe_token
from minigo.syntax.tables import BODY_BRACE, BRACE, BRACKET, NAME_BRACE, TYPE_BRACKET, Table, can_shift
from minigo.syntax.token import ENDS_STATEMENT, IDENT

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
# Keywords that begin a statement: good places to go on (cmd/compile's "stopset").
_STMT_KEYWORDS: Final = frozenset(
    [
        "break",
        "const",
        "continue",
        "defer",
        "fallthrough",
        "for",
        "go",
        "goto",
        "if",
        "return",
        "select",
        "switch",
        "type",
        "var",
    ]
)
_ENDS_STMT: Final = frozenset(("}", "case", "default", END))
_LISTS: Final = frozenset(
    ["stmts", "top_decls", "clauses", "fields", "methods", "const_specs", "var_specs", "type_specs", "import_specs"]
)


class Recovery:
    """Reports errors and repairs the stacks of one parse. The lists are the parser's own."""

    __slots__ = ("_last", "_states", "_table", "_tokens", "_values", "errors")

    def __init__(self, table: Table, tokens: Tokens, states: list[int], values: list[Any]) -> None:
        self._table = table
        self._tokens = tokens
        self._states = states
        self._values = values
        self._last = -1  # the token at which the last error was repaired
        self.errors = 0

    # ---- The message

    def stray_var(self, index: int) -> str:
        """The message for `if var x = …`, or "" if the error is another. The parse goes on behind the `var`."""
        symbol = self._table.access[self._states[-1]]
        if self._tokens.kinds[index] != "var" or symbol not in ("for", "if", "switch"):
            return ""
        self.errors += 1
        return f"syntax error: var declaration not allowed in {symbol} initializer"

    def message(self, index: int, has_errors: bool) -> str:
        """What is wrong at token `index`; "" if nothing needs saying. `has_errors`: others have been reported."""
        tokens = self._tokens
        kind = tokens.kinds[index]
        found = describe_token(tokens, index)
        at_end = kind == END or (found == "EOF" and tokens.kinds[index - 1] not in ENDS_STATEMENT)
        if at_end and (self.errors or has_errors):
            return ""  # cmd/compile's choice, too: it would only be a consequence
        self.errors += 1
        symbols = [self._table.access[s] for s in self._states[1:]]
        if kind in ("case", "default") and symbols[-2:] == [IDENT, ":"]:
            return complete_message("missing statement after label", found)
        if kind == "{" and symbols[-1:] in (["top_decls"], [";"]) and self._after_func_without_body():
            return complete_message("unexpected semicolon or newline before {", found)
        several = symbols[-1:] == ["exprs"] and len(self._values[-1]) > 1
        return complete_message(Situation(symbols, self.can_shift, kind, several).message(), found)

    def _func_header(self) -> list[str] | None:
        """The symbols behind the `func` of a declaration, if it is what the parse is in, and neither in its body nor in parentheses."""
        symbols = [self._table.access[s] for s in self._states]
        at = len(symbols) - 1 - symbols[::-1].index("func") if "func" in symbols else 0
        if not at or symbols[at - 1] != "top_decls" or innermost_opener(symbols) >= 0:
            return None
        return symbols[at + 1 :]

    def after_package_clause(self, index: int) -> tuple[int, str]:
        """What else is wrong with a package clause whose name is not one: the token number and the message, if any.

        As in cmd/compile, the token is taken for a name, and nothing behind the clause is looked at.
        """
        if self._table.access[self._states[-1]] != "package":
            return index, ""
        kinds = self._tokens.kinds
        following = index + 1 if kinds[index] != END else index
        while kinds[following] == NEWLINE and kinds[following - 1] not in ENDS_STATEMENT:
            following += 1
        if kinds[following] in (NEWLINE, ";", END):
            return following, ""
        return following, complete_message("expected semicolon or newline", describe_token(self._tokens, following))

    def _after_func_without_body(self) -> bool:
        last = self._values[-2] if isinstance(self._values[-1], tuple) else self._values[-1]
        if isinstance(last, list):
            last = last[-1] if last else None
        return isinstance(last, FuncDecl) and last.body is None

    def can_shift(self, kind: str) -> bool:
        """Whether kind would be shifted now, after whatever reductions."""
        return can_shift(self._table, self._states, kind)

    # ---- The repair

    def repair(self, index: int, msg: str) -> int:
        """Cuts the stacks back and returns the number of the token to go on with, or -1 if that is hopeless."""
        if self._tokens.kinds[index] == END or len(self._values) < 3:
            return -1
        symbols = [self._table.access[s] for s in self._states]
        opener = innermost_opener(symbols)
        limit = len(self._states)
        if symbols[-1] == "package":
            return -1
        following = self._in_its_place(index, msg, symbols, opener)
        if following >= 0:
            return following
        if symbols[-1] == "import" and msg.endswith("import path"):
            return self._resume_list(index + 1, limit)
        if opener >= 0 and msg.endswith(("expected )", "expected ]")) and symbols[-1] in ("(", TYPE_BRACKET, ","):
            following = self._next_param(opener, index)
            if following >= 0:
                return following
        if opener >= 0 and "possibly missing" in msg:
            closing = self._close(opener, index, True)
            if closing >= 0:
                return closing
            limit = opener  # the bracket is given up
        elif "expected expression" in msg:
            closing = self._close(opener, index, False) if opener >= 0 else -1
            if closing >= 0:
                return closing
            following = self._bad_operand(index)
            if following >= 0:
                return following
        elif opener >= 0 and msg.endswith("expected }"):
            limit = opener
        elif msg.endswith("at end of statement"):
            return self._next_statement(index, limit)
        return self._resume_list(index, limit)

    def _in_its_place(self, index: int, msg: str, symbols: list[str], opener: int) -> int:
        """Puts the tokens that are wanted in the place of those that came; the number of the first, or -1 if that does not help."""
        tokens = self._tokens
        if index <= self._last:
            return -1
        if opener >= 0:
            if not msg.endswith("expected }") or not self.can_shift("}"):
                return -1
            tokens.replace(index, "}")
        elif ", expected name" in msg and self._func_header() is not None:
            # A declaration without a name: the body is looked at.
            while tokens.kinds[index] not in ("{", END) and not self._ends_element(index, []):
                index += 1
            for kind in (")", "(", IDENT):
                tokens.insert(index, kind, tokens.positions[index])
        elif msg.endswith("after top level declaration") and self.can_shift(";"):
            # The declaration is complete; what is behind it is nothing.
            tokens.cut(index, self._skip_to(index, _DECL_KEYWORDS))
            tokens.insert(index, ";", tokens.positions[index - 1])
        elif msg.endswith("expected (") and symbols[-1] in (IDENT, "func"):
            tokens.replace(index, "(")
        else:
            return -1
        self._last = index
        return index

    def _advance(self, index: int) -> int:
        """The number of the next token that closes a bracket or, within a function, begins a statement."""
        kinds = self._tokens.kinds
        in_function = any(self._table.access[s] == "stmts" for s in self._states)
        while (
            kinds[index] not in _CLOSING
            and kinds[index] != END
            and not (in_function and kinds[index] in _STMT_KEYWORDS)
        ):
            index += 1
        return index

    def _next_param(self, opener: int, index: int) -> int:
        """Goes on at the end of a parameter list, or behind the next comma; -1 if neither comes."""
        kinds = self._tokens.kinds
        closing = _OPENING[self._table.access[self._states[opener]]]
        in_function = any(self._table.access[s] == "stmts" for s in self._states)
        while (kind := kinds[index]) not in (closing, ",", END) and not (in_function and kind in _STMT_KEYWORDS):
            index += 1
        if index < self._last:
            return -1
        if kind == ",":
            self._last = index + 1
            return index + 1
        if kind == closing and self.can_shift(closing):
            self._last = index
            return index
        return -1

    def _bad_operand(self, index: int) -> int:
        """Puts a BadExpr where an operand is missing; the number of the token to go on with, or -1."""
        goto = self._table.gotos[self._states[-1]].get("primary")
        following = self._advance(index)
        if goto is None or self._tokens.kinds[following] == END or following < self._last:
            return -1
        self._states.append(goto)
        self._values.append(BadExpr(self._tokens.positions[index], self._tokens.positions[following]))
        self._last = following
        return following

    def _next_statement(self, index: int, limit: int) -> int:
        """Goes on behind the next semicolon, or at the next thing that ends a block or begins a statement, whatever is open."""
        kinds = self._tokens.kinds
        at, name = self._list_to_resume(limit)
        if name != "stmts" or index < self._last:
            return self._resume_list(index, limit)
        start = self._start_of(at, index)
        while (
            (kind := kinds[index]) not in _ENDS_STMT
            and kind not in _STMT_KEYWORDS
            and not self._ends_element(index, [])
        ):
            index += 1
        if kind == END:
            return -1
        if self._ends_element(index, []):
            index += 1
        del self._states[at + 1 :]
        del self._values[at:]
        if self._table.access[self._states[-1]] != name:
            self._states.append(self._table.gotos[self._states[-1]][name])
            self._values.append([])
        self._last = index
        self._mark(name, start, self._tokens.positions[index])
        return index

    def _close(self, opener: int, index: int, always: bool) -> int:
        """Goes on at the bracket that closes the innermost open one, if it is the next one to close anything.

        If it is not, the bracket that is missing is put there if that is to be done `always`. Returns the number of the bracket's token, or -1, with the
        stacks unchanged.
        """
        kinds, states, values = self._tokens.kinds, self._states, self._values
        closing = _OPENING[self._table.access[states[opener]]]
        index = self._advance(index)
        missing = kinds[index] != closing
        if (
            kinds[index] == END
            or (missing and not always)
            or index < self._last
            or (index == self._last and not missing)
        ):
            return -1
        saved = states[opener + 1 :], values[opener:]
        while not self.can_shift(closing) and len(states) > opener + 1:
            states.pop()
            values.pop()
        if not self.can_shift(closing):
            goto = self._table.gotos[states[-1]].get("expr")
            if goto is not None:
                states.append(goto)
                values.append(BadExpr(self._tokens.positions[index], self._tokens.positions[index]))
        if self.can_shift(closing):
            if missing:
                self._tokens.insert(index, closing, self._tokens.positions[index - 1])
            self._last = index + missing
            return index
        states[opener + 1 :], values[opener:] = saved
        return -1

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
        return name == "stmts" and kinds[index] in _STMT_KEYWORDS and kinds[index - 1] in (NEWLINE, ";", "}")

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
