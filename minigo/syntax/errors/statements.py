"""Statements, as `errors` reads them."""

from __future__ import annotations

from minigo.syntax.ast import AssignStmt, Expr, ExprStmt, Ident, IncDecStmt, ParenExpr, SendStmt, Stmt, TypeAssertExpr
from minigo.syntax.errors.declarations import Declarations
from minigo.syntax.lexer import END
from minigo.syntax.printing import emphasized, stmt_string
from minigo.syntax.token import ASSIGN_OPS, IDENT, LITERAL_KINDS

_BEGINS_SIMPLE = LITERAL_KINDS | frozenset(
    ("+", "-", "*", "&", "^", "!", "func", "(", "[", "struct", "map", "chan", "interface", "<-")
)
_CLAUSES = ("case", "default")


class Statements(Declarations):
    """Reads whole files."""

    def body(self) -> None:
        """A function's body."""
        self.functions += 1
        self._block("")
        self.functions -= 1

    def _block(self, where: str) -> None:
        if not self.take("{"):
            self.complain("expected { after " + where)
            self.skip_to(IDENT, "}")
            if self.take("}"):
                return
        self._statements()
        self.need("}")

    def _statements(self) -> None:
        while self.kind not in (END, "}", *_CLAUSES):
            found = self._statement()
            self.drop_directives()
            if not found:
                return
            if not self.take(";") and self.kind != "}":
                self.complain("at end of statement")
                self.skip_to(";", "}", *_CLAUSES)
                self.take(";")

    def _statement(self) -> bool:
        """A statement, also an empty one; False if none begins here."""
        kind = self.kind
        if kind in ("var", "const", "type"):
            self.declaration()
            return True
        self.drop_directives()
        if kind == IDENT:
            return self._named()
        if kind in _BEGINS_SIMPLE:
            self._simple()
        elif kind == "{":
            self._block("")
        elif kind == "if":
            self._if()
        elif kind == "for":
            self._header("for")
            self._block("for clause")
        elif kind == "switch":
            self._header("switch")
            self._clauses("switch")
        elif kind == "select":
            self.next()
            self._clauses("select")
        elif kind in ("go", "defer"):
            self._call_statement()
        else:
            return self._jump(kind)
        return True

    def _named(self) -> bool:
        """A statement that begins with a name: it may be a label."""
        found = self.expr_list()
        if self.kind != ":" or len(found) != 1 or not isinstance(found[0], Ident):
            self._simple(found)
            return True
        colon = self.pos
        self.next()
        if self.kind == "}" or self._statement():
            return True
        self.complain("missing statement after label", colon)
        return False

    def _jump(self, kind: str) -> bool:
        if kind == "goto":
            self.next()
            self.name()
        elif kind in ("break", "continue"):
            self.next()
            self.take(IDENT)
        elif kind == "return":
            self.next()
            if self.kind not in (";", "}"):
                self.expr_list()
        elif kind == "fallthrough":
            self.next()
        else:
            return kind == ";"
        return True

    def _call_statement(self) -> None:
        keyword = self.kind
        self.next()
        x = self.primary()
        if isinstance(x, ParenExpr):
            self.report(f"expression in {keyword} must not be parenthesized", x.lparen)

    # ---- Simple statements

    def _simple(self, lhs: list[Expr] | None = None, keyword: str = "") -> Stmt | None:
        """A simple statement, whose left side may have been read; None for a range clause."""
        if keyword == "for" and self.take("range"):
            self.expr()
            return None
        if lhs is None:
            lhs = self.expr_list()
        kind, pos = self.kind, self.pos
        if kind in ("=", ":="):
            return self._assignment(lhs, keyword)
        if len(lhs) > 1:
            self.complain("expected := or = or comma")
            self.skip_to(";", "}")
            return ExprStmt(lhs[0])
        if kind in ASSIGN_OPS:
            self.next()
            return AssignStmt(lhs, pos, kind, [self.expr()])
        if kind in ("++", "--"):
            self.next()
            return IncDecStmt(lhs[0], pos, kind)
        if kind == "<-":
            self.next()
            return SendStmt(lhs[0], pos, self.expr())
        return ExprStmt(lhs[0])

    def _assignment(self, lhs: list[Expr], keyword: str) -> Stmt | None:
        kind, pos = self.kind, self.pos
        self.next()
        if keyword == "for" and self.take("range"):
            self.expr()
            return None
        rhs = self.expr_list()
        guard = len(rhs) == 1 and isinstance(rhs[0], TypeAssertExpr) and rhs[0].type is None
        if guard and keyword == "switch" and kind == ":=" and len(lhs) == 1 and isinstance(lhs[0], Ident):
            return ExprStmt(rhs[0])
        return AssignStmt(lhs, pos, kind, rhs)

    # ---- Headers

    def _if(self) -> None:
        self._header("if")
        self._block("if clause")
        if not self.take("else"):
            return
        if self.kind == "if":
            self._if()
        elif self.kind == "{":
            self._block("")
        else:
            self.complain("else must be followed by if or statement block")
            self.skip_to(IDENT, "}")

    def _header(self, keyword: str) -> None:
        """What stands between the keyword and the block of an if, for or switch statement."""
        self.need(keyword)
        if self.kind == "{":
            if keyword == "if":
                self.complain("missing condition in if statement")
            return
        outer, self.nesting = self.nesting, -1
        self._header_parts(keyword)
        self.nesting = outer

    def _header_parts(self, keyword: str) -> None:
        first: Stmt | None = None
        if self.kind != ";":
            if self.take("var"):
                self.complain(f"var declaration not allowed in {keyword} initializer")
            first = self._simple(None, keyword)
            if first is None:
                return
            if self.kind == "{":
                self._check_condition(first)
                return
        semicolon, separator = self.pos, ""
        if self.kind == ";":
            separator = self.text
            self.next()
        else:
            self.need("{")  # better said of the block than of a semicolon
            if self.kind != "{":
                self.skip_to("{", "}")
        condition: Stmt | None = None
        if keyword == "for":
            condition = self._for_parts()
        elif self.kind != "{":
            condition = self._simple(None, keyword)
        if condition is not None:
            self._check_condition(condition)
        elif keyword == "if" and separator:
            missing = separator == "semicolon"
            what = (
                "missing condition in if statement"
                if missing
                else f"unexpected {separator}, expected {{ after if clause"
            )
            self.complain(what, semicolon)

    def _for_parts(self) -> Stmt | None:
        """The condition and the post statement of a for clause."""
        condition: Stmt | None = None
        if self.kind != ";":
            if self.kind == "{":
                self.complain("expected for loop condition")
                return None
            condition = self._simple()
        self.need(";")
        if self.kind != "{":
            post = self._simple()
            if isinstance(post, AssignStmt) and post.tok == ":=":
                self.complain("cannot declare in post statement of for loop", post.tok_pos)
        return condition

    def _check_condition(self, s: Stmt) -> None:
        """A condition is an expression; an assignment is probably a comparison misspelt."""
        if isinstance(s, ExprStmt):
            return
        what, pos = stmt_string(s), 0
        if isinstance(s, AssignStmt):
            pos = s.tok_pos
            if s.tok == "=" and len(s.lhs) == len(s.rhs) == 1:
                what = f"{emphasized(s.lhs[0])} = {emphasized(s.rhs[0])}"
            if s.tok == "=":
                what = "assignment " + what
        elif isinstance(s, IncDecStmt):
            pos = s.tok_pos
        elif isinstance(s, SendStmt):
            pos = s.arrow
        self.complain(f"cannot use {what} as value", pos)

    # ---- Clauses

    def _clauses(self, keyword: str) -> None:
        if not self.take("{"):
            self.complain(f"missing {{ after {keyword} clause")
            self.skip_to(*_CLAUSES, "}")
        while self.kind not in (END, "}"):
            self._clause(keyword)
        self.need("}")

    def _clause(self, keyword: str) -> None:
        if self.take("case"):
            if keyword == "switch":
                self.expr_list()
            else:
                self._simple()
        elif not self.take("default"):
            self.complain("expected case or default or }")
            self.skip_to(":", *_CLAUSES, "}")
        self.need(":")
        self._statements()
