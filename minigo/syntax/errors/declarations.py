"""A file and its declarations, as `errors` reads them."""

from __future__ import annotations

from collections.abc import Callable

from minigo.syntax.ast import Expr
from minigo.syntax.errors.expressions import Expressions, name_and_constraint
from minigo.syntax.lexer import END
from minigo.syntax.token import IDENT, LITERAL_KINDS

_DECLARATIONS = ("import", "const", "type", "var", "func")


class Declarations(Expressions):
    """Reads declarations, at the top level and in functions."""

    _bodyless = False  # the last declaration is that of a function without a body

    def file(self) -> None:
        if not self.take("package"):
            self.complain("package statement must be first")
            return
        self.take_directives()
        self.name()
        self.need(";")
        if self.failed():
            return
        previous = "import"
        while self.kind != END:
            if self.kind == "import" and previous != "import":
                self.complain("imports must appear before other declarations")
            previous = self.kind
            if self.kind in _DECLARATIONS:
                self._top_level()
                continue
            if self.kind == "{" and self._bodyless:
                self.complain("unexpected semicolon or newline before {")
            else:
                self.complain("non-declaration statement outside function body")
            self.skip_to(*_DECLARATIONS)
        self.drop_directives()

    def _top_level(self) -> None:
        if self.kind == "func":
            self.next()
            self._function_declaration()
        else:
            self.declaration()
        self.drop_directives()
        if self.kind != END and not self.take(";"):
            self.complain("after top level declaration")
            self.skip_to(*_DECLARATIONS)

    def declaration(self) -> None:
        """An import, const, type or var declaration, with parentheses or without."""
        spec: Callable[[], None] = {
            "import": self._import, "const": self._const, "type": self._type, "var": self._var,
        }[self.kind]  # fmt: skip
        self.next()

        def one() -> bool:
            self.take_directives()
            spec()
            self._bodyless = False
            return False

        if self.kind == "(":
            self.drop_directives()
            self.next()
            self.elements("grouped declaration", ";", ")", one)
        else:
            one()

    def _import(self) -> None:
        if self.kind in (IDENT, "."):
            self.next()
        kind, pos, malformed = self.kind, self.pos, self.malformed()
        if kind not in LITERAL_KINDS:
            self.complain("missing import path")
            self.skip_to(";", ")")
            return
        self.next()
        if kind != "STRING" and not malformed:
            self.complain("import path must be a string", pos)

    def _const(self) -> None:
        self.name()
        self.more_names()
        if self.kind not in (END, ";", ")"):
            self.type_or_none()
            if self.take_assign():
                self.expr_list()

    def _var(self) -> None:
        self.name()
        self.more_names()
        if not self.take_assign():
            self.type_()
            if not self.take_assign():
                return
        self.expr_list()

    # ---- Types

    def _type(self) -> None:
        self.name()
        if self.kind == "[":
            found = self._bracket()
        else:
            self.take_assign()
            found = self.type_or_none()
        if found is None:
            self.complain("in type declaration")
            self.skip_to(";", ")")

    def _bracket(self) -> Expr | None:
        """Behind ``type T``: type parameters and a type, or the type of an array or slice."""
        pos = self.pos
        self.next()
        if self.take("]"):
            return self.slice_type(pos)
        if self.kind != IDENT:
            return self.array_type(pos, None)
        x: Expr = self.name()
        if self.kind != "[":  # T[P []E] can only be a type parameter
            self.nesting += 1
            x = self.binary(self.primary(x), 0)
            self.nesting -= 1
        found = name_and_constraint(x, self.kind == ",")
        if found is None or (found[1] is None and self.kind == "]"):
            return self.array_type(pos, x)
        self.parameters("]", True, False, found)
        self.take_assign()
        return self.type_or_none()

    # ---- Functions

    def _function_declaration(self) -> None:
        self.take_directives()
        receiver = self.take("(")
        if receiver:
            count = sum(len(f.names) or 1 for f in self.parameters(")", False, False))
            if count != 1:
                self.report("method has no receiver" if count == 0 else "method has multiple receivers")
        if self.kind == IDENT:
            self.next()
            self.signature(self.pos)
        else:
            self.complain("expected name" if receiver else "expected name or (")
            self.skip_to("{", ";")
        self._bodyless = self.kind != "{"
        if not self._bodyless:
            self.body()
