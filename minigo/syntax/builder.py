"""The parser's actions for statements, and with them the complete `Builder`."""

from __future__ import annotations

from typing import Any

from minigo.syntax.ast import (
    AssignStmt,
    BadExpr,
    BlockStmt,
    BranchStmt,
    CallExpr,
    CaseClause,
    CommClause,
    DeclStmt,
    DeferStmt,
    EmptyStmt,
    Expr,
    ExprStmt,
    ForStmt,
    GenDecl,
    GoStmt,
    Ident,
    IfStmt,
    IncDecStmt,
    LabeledStmt,
    ParenExpr,
    RangeStmt,
    ReturnStmt,
    SelectStmt,
    SendStmt,
    Stmt,
    SwitchStmt,
    TypeAssertExpr,
    TypeSwitchStmt,
)
from minigo.syntax.decl_builder import DeclBuilder
from minigo.syntax.expr_builder import Token
from minigo.syntax.printing import emphasized, stmt_string


class RangeClause:
    """`lhs tok range x`, until the for statement around it is complete."""

    __slots__ = ("lhs", "range", "tok", "tok_pos", "x")

    def __init__(self, lhs: list[Expr], tok_pos: int, tok: str, range_: int, x: Expr) -> None:
        self.lhs = lhs
        self.tok_pos = tok_pos
        self.tok = tok
        self.range = range_
        self.x = x

    def pos(self) -> int:
        return self.lhs[0].pos() if self.lhs else self.range


class Header:
    """What stands between the keyword and the `{` of an if, for or switch statement."""

    __slots__ = ("cond", "init", "post", "semicolons")

    def __init__(self, parts: tuple[Any, ...]) -> None:
        slots: list[Any] = [None, None, None]
        index = 0
        self.semicolons: list[Token] = []
        for part in parts:
            if part.__class__ is tuple:
                self.semicolons.append(part)
                index += 1
            else:
                slots[index] = part
        if not self.semicolons:  # a single statement is the condition
            slots[0], slots[1] = slots[1], slots[0]
        self.init: Stmt | None = slots[0]
        self.cond: Stmt | RangeClause | None = slots[1]
        self.post: Stmt | None = slots[2]


class Clause:
    """`case …:` or `default:` with its statements, until the statement around it says which kind it is."""

    __slots__ = ("action", "body", "case", "colon", "exprs")

    def __init__(self, case: int, exprs: list[Expr], action: Stmt | None, colon: int) -> None:
        self.case = case
        self.exprs = exprs
        self.action = action
        self.colon = colon
        self.body: list[Stmt] = []


class Builder(DeclBuilder):
    """All actions."""

    __slots__ = ()

    # ---- Blocks and lists

    def append_empty(self, stmts: list[Stmt], semicolon: Token) -> list[Stmt]:
        stmts.append(EmptyStmt(semicolon[1], semicolon[0] != ";"))
        return stmts

    def block(self, lbrace: Token, stmts: list[Stmt], rbrace: Token) -> BlockStmt:
        return BlockStmt(lbrace[1], stmts, rbrace[1])

    def block_last(self, lbrace: Token, stmts: list[Stmt], stmt: Stmt, rbrace: Token) -> BlockStmt:
        stmts.append(stmt)
        return BlockStmt(lbrace[1], stmts, rbrace[1])

    # ---- Simple statements

    def _single(self, exprs: list[Expr]) -> Expr:
        """The only expression of a list; more than one is an error where this is used."""
        if len(exprs) > 1:
            pos, found = self.describe(exprs[-1].end())
            self.error(pos, f"syntax error: unexpected {found}, expected := or = or comma")
        return exprs[0]

    def expr_stmt(self, exprs: list[Expr]) -> ExprStmt:
        return ExprStmt(exprs[0] if len(exprs) == 1 else self._single(exprs))

    def assign(self, lhs: list[Expr], tok: Token, rhs: list[Expr]) -> AssignStmt:
        return AssignStmt(lhs, tok[1], tok[0], rhs)

    def assign_op(self, lhs: list[Expr], tok: Token, rhs: list[Expr]) -> AssignStmt:
        x = self._single(lhs)
        if len(rhs) > 1:
            pos, found = self.describe(rhs[0].end())
            self.error(pos, f"syntax error: unexpected {found} at end of statement")
        return AssignStmt([x], tok[1], tok[0], rhs[:1])

    def inc_dec(self, exprs: list[Expr], tok: Token) -> IncDecStmt:
        return IncDecStmt(self._single(exprs), tok[1], tok[0])

    def send(self, exprs: list[Expr], arrow: Token, values: list[Expr]) -> SendStmt:
        channel = self._single(exprs)
        if len(values) > 1:
            pos, found = self.describe(values[0].end())
            self.error(pos, f"syntax error: unexpected {found} at end of statement")
        return SendStmt(channel, arrow[1], values[0])

    def labeled(self, label: Ident, colon: Token, stmt: Stmt) -> LabeledStmt:
        return LabeledStmt(label, colon[1], stmt)

    def labeled_empty(self, label: Ident, colon: Token) -> LabeledStmt:
        pos, found = self.describe(colon[1] + 1)
        if found in ("keyword case", "keyword default"):
            self.error(colon[1], "syntax error: missing statement after label")
        # After the label stands `;` or `}`; as in go/parser, the empty statement is where that is.
        return LabeledStmt(label, colon[1], EmptyStmt(pos, found != "semicolon"))

    def decl_stmt(self, decl: GenDecl) -> DeclStmt:
        return DeclStmt(decl)

    # ---- Jumps and calls

    def _call(self, keyword: Token, x: Expr) -> CallExpr:
        if isinstance(x, ParenExpr):
            self.error(x.lparen, f"expression in {keyword[0]} must not be parenthesized")
            while isinstance(x, ParenExpr):
                x = x.x
        if isinstance(x, CallExpr):
            return x
        return CallExpr(x, x.end(), [], 0, x.end())  # without parentheses: the type checker reports it

    def go_stmt(self, go: Token, x: Expr) -> GoStmt:
        return GoStmt(go[1], self._call(go, x))

    def defer_stmt(self, defer: Token, x: Expr) -> DeferStmt:
        return DeferStmt(defer[1], self._call(defer, x))

    def return_stmt(self, return_: Token, results: list[Expr] | None = None) -> ReturnStmt:
        return ReturnStmt(return_[1], [] if results is None else results)

    def branch(self, tok: Token, label: Ident | None = None) -> BranchStmt:
        return BranchStmt(tok[1], tok[0], label)

    # ---- Headers

    def range(self, range_: Token, x: Expr) -> RangeClause:
        return RangeClause([], 0, "", range_[1], x)

    def range_assign(self, lhs: list[Expr], tok: Token, range_: Token, x: Expr) -> RangeClause:
        return RangeClause(lhs, tok[1], tok[0], range_[1], x)

    def header(self) -> Header:
        return Header(())

    def header_parts(self, *parts: Stmt | RangeClause | Token) -> Header:
        return Header(parts)

    def _condition(self, keyword: Token, header: Header, body: int) -> Expr | None:
        """The header's condition; what is wrong about the header is reported here."""
        cond = header.cond
        assert not isinstance(cond, RangeClause)
        if isinstance(cond, ExprStmt):
            return cond.x
        if cond is None:
            return self._missing_condition(header, body) if keyword[0] == "if" else None
        if isinstance(cond, AssignStmt) and cond.tok == "=" and len(cond.lhs) == len(cond.rhs) == 1:
            what = f"assignment {emphasized(cond.lhs[0])} = {emphasized(cond.rhs[0])}"
        elif isinstance(cond, AssignStmt) and cond.tok == "=":
            what = "assignment " + stmt_string(cond)
        else:
            what = stmt_string(cond)
        at = cond.tok_pos if isinstance(cond, AssignStmt | IncDecStmt) else cond.pos()
        at = cond.arrow if isinstance(cond, SendStmt) else at
        self.error(at, f"syntax error: cannot use {what} as value")
        return BadExpr(cond.pos(), cond.end())

    def _missing_condition(self, header: Header, body: int) -> Expr:
        if not header.semicolons:
            self.error(body, "syntax error: missing condition in if statement")
            return BadExpr(body, body)
        kind, pos, _ = header.semicolons[0]
        if kind == ";":
            self.error(pos, "syntax error: missing condition in if statement")
        else:
            self.error(pos, "syntax error: unexpected newline, expected { after if clause")
        return BadExpr(pos, pos)

    # ---- if, for

    def if_stmt(
        self, if_: Token, header: Header, body: BlockStmt, else_: Token | None = None, other: Stmt | None = None
    ) -> IfStmt:
        cond = self._condition(if_, header, body.lbrace)
        assert cond is not None
        return IfStmt(if_[1], header.init, cond, body, other)

    def for_stmt(self, for_: Token, header: Header, body: BlockStmt) -> Stmt:
        if isinstance(header.cond, RangeClause):
            return self._range_stmt(for_, header.cond, body)
        if isinstance(header.post, AssignStmt) and header.post.tok == ":=":
            self.error(header.post.tok_pos, "syntax error: cannot declare in post statement of for loop")
        return ForStmt(for_[1], header.init, self._condition(for_, header, body.lbrace), header.post, body)

    def _range_stmt(self, for_: Token, clause: RangeClause, body: BlockStmt) -> RangeStmt:
        lhs = clause.lhs
        key = lhs[0] if lhs else None
        value = lhs[1] if len(lhs) > 1 else None
        extra = lhs[2] if len(lhs) > 2 else None
        return RangeStmt(for_[1], key, value, clause.tok_pos, clause.tok, clause.range, clause.x, body, extra)

    # ---- switch, select

    def clause_exprs(self, case: Token, exprs: list[Expr], colon: Token) -> Clause:
        return Clause(case[1], exprs, None, colon[1])

    def clause_action(self, case: Token, action: Stmt, colon: Token) -> Clause:
        return Clause(case[1], [], action, colon[1])

    def clause_default(self, default: Token, colon: Token) -> Clause:
        return Clause(default[1], [], None, colon[1])

    def clause(self, head: Clause, stmts: list[Stmt]) -> Clause:
        head.body = stmts
        return head

    def clause_last(self, head: Clause, stmts: list[Stmt], stmt: Stmt) -> Clause:
        stmts.append(stmt)
        head.body = stmts
        return head

    def switch_stmt_last(
        self, switch: Token, header: Header, lbrace: Token, clauses: list[Clause], last: Clause, rbrace: Token
    ) -> Stmt:
        clauses.append(last)
        return self.switch_stmt(switch, header, lbrace, clauses, rbrace)

    def switch_stmt(self, switch: Token, header: Header, lbrace: Token, clauses: list[Clause], rbrace: Token) -> Stmt:
        body = BlockStmt(lbrace[1], [self._case_clause(c) for c in clauses], rbrace[1])
        cond = header.cond
        if isinstance(cond, ExprStmt | AssignStmt) and is_type_switch_guard(cond):
            return TypeSwitchStmt(switch[1], header.init, cond, body)
        return SwitchStmt(switch[1], header.init, self._condition(switch, header, lbrace[1]), body)

    def _case_clause(self, clause: Clause) -> CaseClause:
        exprs = clause.exprs
        if clause.action is not None:
            pos, found = self.describe(_operator_pos(clause.action))
            self.error(pos, f"syntax error: unexpected {found}, expected :")
            exprs = [BadExpr(clause.action.pos(), clause.action.end())]
        return CaseClause(clause.case, exprs, clause.colon, clause.body)

    def select_stmt_last(
        self, select: Token, lbrace: Token, clauses: list[Clause], last: Clause, rbrace: Token
    ) -> SelectStmt:
        clauses.append(last)
        return self.select_stmt(select, lbrace, clauses, rbrace)

    def select_stmt(self, select: Token, lbrace: Token, clauses: list[Clause], rbrace: Token) -> SelectStmt:
        body: list[Stmt] = []
        for clause in clauses:
            comm = clause.action
            if comm is None and clause.exprs:
                comm = self.expr_stmt(clause.exprs)
            body.append(CommClause(clause.case, comm, clause.colon, clause.body))
        return SelectStmt(select[1], BlockStmt(lbrace[1], body, rbrace[1]))


def is_type_switch_guard(stmt: ExprStmt | AssignStmt) -> bool:
    """Whether a switch header's statement is `x.(type)` or `name := x.(type)`."""
    if isinstance(stmt, ExprStmt):
        return isinstance(stmt.x, TypeAssertExpr) and stmt.x.type is None
    if stmt.tok != ":=" or len(stmt.lhs) != 1 or len(stmt.rhs) != 1 or not isinstance(stmt.lhs[0], Ident):
        return False
    return isinstance(stmt.rhs[0], TypeAssertExpr) and stmt.rhs[0].type is None


def _operator_pos(action: Stmt) -> int:
    if isinstance(action, AssignStmt | IncDecStmt):
        return action.tok_pos
    return action.arrow if isinstance(action, SendStmt) else action.pos()
