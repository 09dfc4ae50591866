"""The tokens of a wrong file, one at a time; what is reported, and how to go on.

Newlines that mean nothing are gone, the others are semicolons. Nothing is ever put back: whoever finds a token that cannot be there reports it and either goes on
as if nothing had happened (`need` gives up one token) or skips to a token that its caller knows (`skip_to`).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from minigo.syntax.ast import Expr, Ident
from minigo.syntax.directives import KNOWN_VERBS, MISPLACED, RUNTIME_VERBS, directive_verb
from minigo.syntax.lexer import END, NEWLINE, Tokens, describe_kind
from minigo.syntax.token import ENDS_STATEMENT, IDENT, LITERAL_KINDS, PRECEDENCE

# Keywords that begin a statement: within a function nothing skips over them.
BEGINS_STATEMENT: Final = frozenset(
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
OPERATORS: Final = frozenset(PRECEDENCE) - {"*"} | {"!", "~"}


class Cursor:
    """A place among the tokens. ``kind`` and ``pos`` are the current token's."""

    def __init__(self, tokens: Tokens, lexical: Sequence[int]) -> None:
        self.errors: list[tuple[int, str]] = []
        self.functions = 0  # how many function bodies are open
        self._lexical = lexical
        self._directives = [c for c in tokens.comments if c[1].startswith("//go:")]
        self._directive = 0  # the first that no declaration has taken yet
        self._kinds: list[str] = []
        self._positions: list[int] = []
        self._texts: list[str] = []
        self._take_over(tokens)
        self._at = 0
        self.kind = self._kinds[0]
        self.pos = self._positions[0]

    def _take_over(self, tokens: Tokens) -> None:
        end = tokens.positions[-1]
        for index, kind in enumerate(tokens.kinds):
            text = tokens.texts[index]
            if kind == NEWLINE:
                if not self._kinds or self._kinds[-1] not in ENDS_STATEMENT:
                    continue
                kind, text = ";", "newline" if tokens.positions[index] < end else "EOF"
            elif kind == ";":
                text = "semicolon"
            self._kinds.append(kind)
            self._positions.append(tokens.positions[index])
            self._texts.append(text)

    @property
    def text(self) -> str:
        """The current token's spelling; of a semicolon what it was in the source."""
        return self._texts[self._at]

    def next(self) -> None:
        if self.kind != END:
            self._at += 1
            self.kind = self._kinds[self._at]
            self.pos = self._positions[self._at]

    def take(self, kind: str) -> bool:
        """Go on behind the token if it is of this kind."""
        if self.kind != kind:
            return False
        self.next()
        return True

    def need(self, kind: str) -> None:
        """Go on behind a token of this kind; any other is reported, and lost."""
        if not self.take(kind):
            self.complain("expected " + describe_kind(kind))
            self.next()

    def skip_to(self, *kinds: str) -> None:
        """Go on at one of these, the end, or within a function a statement's beginning."""
        stop = {*kinds, END}
        if self.functions:
            stop |= BEGINS_STATEMENT
        while self.kind not in stop:
            self.next()

    # ---- Errors

    def failed(self) -> bool:
        """Whether anything has been wrong so far, for the scanner too."""
        return bool(self.errors) or any(pos < self.reached() for pos in self._lexical)

    def reached(self) -> int:
        """The position up to which the scanner of a parser with one token in hand has come."""
        return self.pos + (1 if self.kind in (";", END) else len(self.text.encode("utf-8", "surrogateescape")))

    def malformed(self) -> bool:
        """Whether the scanner has complained about the current token, a literal."""
        return any(
            self.pos <= pos <= self.reached() for pos in self._lexical
        )  # a number may lack what should be behind it

    def complain(self, msg: str, pos: int = 0) -> None:
        """Report an error here or at ``pos``. What is "expected …" or "in …" gets the current token in front."""
        if self.kind == END and self.failed():
            return  # it would only be a consequence
        if msg.startswith(("in ", "at ", "after ")):
            msg = f"unexpected {self.found()} {msg}"
        elif msg.startswith("expected "):
            msg = f"unexpected {self.found()}, {msg}"
        self.report("syntax error: " + msg, pos)

    def report(self, msg: str, pos: int = 0) -> None:
        """Report an error of another kind."""
        self.errors.append((pos or self.pos, msg))

    def found(self) -> str:
        """The current token as messages name it."""
        if self.kind == END:
            return "EOF"
        if self.kind == IDENT:
            return "name " + self.text
        if self.kind in LITERAL_KINDS:
            return "literal " + self.text
        return self.text if self.kind == ";" else describe_kind(self.kind)

    # ---- Directives

    def take_directives(self) -> list[tuple[int, str]]:
        """Those before the current token, for a declaration that begins here."""
        first = self._directive
        while self._directive < len(self._directives) and self._directives[self._directive][0] < self.pos:
            self._directive += 1
        return self._directives[first : self._directive]

    def wrong_directives(self) -> list[tuple[int, str]]:
        """What is wrong with directives wherever they stand. The packages that may have the runtime's have no syntax errors."""
        wrong = []
        for pos, text in self._directives:
            if directive_verb(text) in RUNTIME_VERBS:
                wrong.append((pos + 2, f"//go:{directive_verb(text)} only allowed in runtime"))
            elif text.startswith("//go:linkname ") and len(text.split()) not in (2, 3):
                wrong.append((pos + 2, "usage: //go:linkname localname [linkname]"))
        return wrong

    def drop_directives(self) -> None:
        """What begins or ends here is no declaration: directives before it mean nothing."""
        for pos, text in self.take_directives():
            verb = directive_verb(text)
            if verb in KNOWN_VERBS:
                self.report("misplaced go:embed directive" if verb == "embed" else MISPLACED, pos + 2)

    # ---- What occurs everywhere

    def elements(self, where: str, separator: str, closing: str, element: Callable[[], bool]) -> int:
        """A list up to its closing token, whose position is returned. ``element`` reads one and says whether it has to be the last."""
        last = False
        while self.kind not in (closing, END) and not last:
            last = element()
            if not self.take(separator) and self.kind != closing:
                self.complain(f"in {where}; possibly missing {describe_kind(separator)} or {describe_kind(closing)}")
                self.skip_to(")", "]", "}")
                if self.kind != closing:
                    return self.pos
        pos = self.pos
        self.need(closing)
        return pos

    def name(self) -> Ident:
        """An identifier; anything else is reported, and lost."""
        ident = Ident(self.pos, self.text if self.kind == IDENT else "_")
        if self.kind != IDENT:
            self.complain("expected name")
        self.next()
        return ident

    def take_assign(self) -> bool:
        """`=`; `:=` in its place is reported."""
        if self.kind == ":=":
            self.complain("expected =")
        elif self.kind != "=":
            return False
        self.next()
        return True

    def take_literal(self) -> bool:
        if self.kind not in LITERAL_KINDS:
            return False
        self.next()
        return True

    # ---- What the chapters need of each other

    def expr(self) -> Expr:
        raise NotImplementedError

    def type_list(self, strict: bool) -> tuple[list[Expr], bool]:
        raise NotImplementedError

    def body(self) -> None:
        raise NotImplementedError
