"""Expressions, as `errors` reads them."""

from __future__ import annotations

from minigo.syntax.ast import (
    RECV,
    SEND,
    ArrayType,
    BadExpr,
    BadStmt,
    BasicLit,
    BinaryExpr,
    BlockStmt,
    CallExpr,
    ChanType,
    CompositeLit,
    Expr,
    FuncLit,
    FuncType,
    Ident,
    IndexExpr,
    IndexListExpr,
    InterfaceType,
    MapType,
    ParenExpr,
    SelectorExpr,
    SliceExpr,
    StarExpr,
    Stmt,
    StructType,
    TypeAssertExpr,
    UnaryExpr,
)
from minigo.syntax.errors.types import Types, indexed
from minigo.syntax.printing import expr_string
from minigo.syntax.token import IDENT, LITERAL_KINDS, PRECEDENCE

_UNARY = frozenset(("*", "+", "-", "!", "^", "~", "&"))
_TYPES = (ArrayType, StructType, FuncType, InterfaceType, MapType, ChanType)


class Expressions(Types):
    """Reads expressions."""

    def expr(self) -> Expr:
        return self.binary(self.unary(), 0)

    def expr_list(self) -> list[Expr]:
        found = [self.expr()]
        while self.take(","):
            found.append(self.expr())
        return found

    def type_list(self, strict: bool) -> tuple[list[Expr], bool]:
        """What stands in brackets, and whether there was a comma: types, of which the first may be any expression unless ``strict``."""
        self.nesting += 1
        found = [self.type_() if strict else self.expr()]
        comma = False
        while self.take(","):
            comma = True
            another = self.type_or_none()
            if another is None:
                break
            found.append(another)
        self.nesting -= 1
        return found, comma

    def binary(self, x: Expr, least: int) -> Expr:
        """``x`` and what is connected with it by operators that bind more strongly than ``least``."""
        while PRECEDENCE.get(self.kind, 0) > least:
            op, pos = self.kind, self.pos
            self.next()
            x = BinaryExpr(x, pos, op, self.binary(self.unary(), PRECEDENCE[op]))
        return x

    def unary(self) -> Expr:
        op, pos = self.kind, self.pos
        if op in _UNARY:
            self.next()
            x = self.unary()
            if op == "*":
                return StarExpr(pos, x)
            return UnaryExpr(pos, op, unparenthesized(x) if op == "&" else x)
        if op != "<-":
            return self.primary()
        self.next()
        x = self.unary()
        if not isinstance(x, ChanType):
            return UnaryExpr(pos, "<-", x)
        self._receive_only(x)
        return x

    def _receive_only(self, channel: ChanType) -> None:
        """`<-` before a channel type belongs to it: each `<-` behind a `chan` moves on to the next one."""
        at: Expr = channel
        arrow = SEND
        while arrow == SEND and isinstance(at, ChanType):
            arrow = at.dir
            if arrow == RECV:
                self.complain("unexpected <-, expected chan")
            at.dir = RECV
            at = at.value
        if arrow == SEND:
            self.complain(f"unexpected {expr_string(at)}, expected chan")

    # ---- Operands

    def operand(self) -> Expr:
        kind, pos = self.kind, self.pos
        if kind == IDENT:
            return self.name()
        if kind in LITERAL_KINDS:
            literal = BasicLit(pos, pos, kind, self.text)
            self.next()
            return literal
        if kind == "(":
            self.next()
            self.nesting += 1
            x = self.expr()
            self.nesting -= 1
            self.need(")")
            return ParenExpr(pos, x, pos)
        if kind == "func":
            return self._function()
        if kind in ("[", "chan", "map", "struct", "interface"):
            return self.type_()
        self.complain("expected expression")
        self.skip_to(")", "]", "}")
        return BadExpr(pos, pos)

    def _function(self) -> Expr:
        pos = self.pos
        self.next()
        signature = self.signature(pos, "function type")
        if self.kind != "{":
            return signature
        first = self._at
        self.nesting += 1
        self.body()
        self.nesting -= 1
        statements: list[Stmt] = (
            [BadStmt(pos, pos)] if self._at - first > 2 else []
        )  # messages tell empty bodies from others
        return FuncLit(signature, BlockStmt(pos, statements, pos))

    def primary(self, x: Expr | None = None) -> Expr:
        """An operand, which may have been read, and the selectors, indices and calls behind it."""
        if x is None:
            x = self.operand()
        while True:
            pos = self.pos
            if self.kind == ".":
                self.next()
                x = self._selected(x)
            elif self.kind == "[":
                self.next()
                x = self._indexed(x, pos)
            elif self.kind == "(":
                self.next()
                x = self._call(x, pos)
            elif self.kind == "{" and self._is_literal_type(x):
                if isinstance(x, ParenExpr):
                    self.complain("cannot parenthesize type in composite literal")
                x = self._literal(x)
            else:
                return x

    def _selected(self, x: Expr) -> Expr:
        if self.kind == IDENT:
            return SelectorExpr(x, self.name())
        pos = self.pos
        if self.take("("):
            type_ = None if self.take("type") else self.type_()
            self.need(")")
            return TypeAssertExpr(x, pos, type_, pos)
        self.complain("expected name or (")
        self.skip_to(";", ")")
        return x

    def _indexed(self, x: Expr, pos: int) -> Expr:
        """Behind the bracket."""
        low: list[Expr] = []
        if self.kind != ":":
            comma = False
            if self.kind == "]":
                self.complain("expected operand")
                low = [BadExpr(pos, pos)]
            else:
                low, comma = self.type_list(False)
            if comma or self.kind == "]":
                self.need("]")
                return indexed(x, pos, low)
        if not self.take(":"):
            self.complain("expected comma, : or ]")
            self.skip_to(",", ":", "]")
        return self._slice(x, pos, low[0] if low else None)

    def _slice(self, x: Expr, pos: int, low: Expr | None) -> Expr:
        """Behind the first colon."""
        self.nesting += 1
        high = most = None
        if self.kind not in (":", "]"):
            high = self.expr()
        if self.kind == ":":
            if high is None:
                self.report("middle index required in 3-index slice")
            self.next()
            if self.kind != "]":
                most = self.expr()
            else:
                self.report("final index required in 3-index slice")
        self.nesting -= 1
        self.need("]")
        return SliceExpr(x, pos, low, high, most, most is not None, pos)

    def _call(self, x: Expr, pos: int) -> Expr:
        """Behind the parenthesis."""
        arguments: list[Expr] = []
        dots = False

        def argument() -> bool:
            nonlocal dots
            arguments.append(self.expr())
            dots = self.take("...")
            return dots

        self.nesting += 1
        end = self.elements("argument list", ",", ")", argument)
        self.nesting -= 1
        return CallExpr(x, pos, arguments, pos if dots else 0, end)

    # ---- Composite literals

    def _is_literal_type(self, x: Expr) -> bool:
        """Whether the `{` behind x begins a literal's elements, and not a block."""
        x = unparenthesized(x)
        if isinstance(x, Ident | SelectorExpr):
            return self.nesting >= 0
        if isinstance(x, IndexExpr | IndexListExpr):
            return self.nesting >= 0 and not is_value(x)
        return isinstance(x, ArrayType | StructType | MapType)

    def _literal(self, type_: Expr | None) -> Expr:
        pos = self.pos
        elements: list[Expr] = []

        def element() -> bool:
            elements.append(self._element())
            if self.take(":"):
                self._element()
            return False

        self.nesting += 1
        self.need("{")
        end = self.elements("composite literal", ",", "}", element)
        self.nesting -= 1
        return CompositeLit(type_, pos, elements, end, False)

    def _element(self) -> Expr:
        return self._literal(None) if self.kind == "{" else self.expr()


def unparenthesized(x: Expr) -> Expr:
    while isinstance(x, ParenExpr):
        x = x.x
    return x


def is_value(x: Expr) -> bool:
    """Whether x can only be a value."""
    if isinstance(
        x, BasicLit | CompositeLit | FuncLit | SliceExpr | TypeAssertExpr | CallExpr | UnaryExpr | BinaryExpr
    ):
        return True
    if isinstance(x, ParenExpr):
        return is_value(x.x)
    if isinstance(x, IndexExpr):
        return is_value(x.x) or is_value(x.index)
    return isinstance(x, IndexListExpr) and is_value(x.x)


def is_type_only(x: Expr | None) -> bool:
    """Whether x, possibly an operand in an expression, can only be a type or a union."""
    if isinstance(x, _TYPES):
        return True
    if isinstance(x, BinaryExpr):
        return is_type_only(x.x) or is_type_only(x.y)
    if isinstance(x, UnaryExpr):
        return x.op == "~" or is_type_only(x.x)
    return isinstance(x, StarExpr | ParenExpr) and is_type_only(x.x)


def name_and_constraint(x: Expr, force: bool) -> tuple[Ident, Expr | None] | None:
    """Takes apart what was read as an expression but declares a type parameter: ``P *T`` and ``P (T)``, where T (or the comma behind it: ``force``) leaves no doubt."""
    if isinstance(x, Ident):
        return x, None
    if isinstance(x, BinaryExpr) and x.op == "*" and isinstance(x.x, Ident) and (force or is_type_only(x.y)):
        return x.x, StarExpr(x.op_pos, x.y)
    if isinstance(x, BinaryExpr) and x.op == "|":
        found = name_and_constraint(x.x, force or is_type_only(x.y))
        if found is not None and found[1] is not None:
            return found[0], BinaryExpr(found[1], x.op_pos, "|", x.y)
    if not isinstance(x, CallExpr) or not isinstance(x.fun, Ident) or len(x.args) != 1 or x.ellipsis:
        return None
    return (x.fun, unparenthesized(x.args[0])) if force or is_type_only(x.args[0]) else None
