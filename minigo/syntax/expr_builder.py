"""The parser's actions: one method for each `-> name` in `go.lark`, from the values of a rule's symbols to a node.

A token's value is the tuple (token, pos, spelling), except that an IDENT is an `ast.Ident` already. Lists are built by
appending to the list that the first rule made. What the grammar accepts and Go does not is rejected here, with
cmd/compile's words (`syntax error: …`), through `error(pos, msg)`. `describe(pos)` gives the position and the name, as
messages spell it ("newline", "name x"), of the first token at or after pos.

This class holds expressions and types; `DeclBuilder` adds declarations, `builder.Builder` statements.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minigo.syntax.ast import (
    RECV,
    SEND,
    ArrayType,
    BadExpr,
    BasicLit,
    BinaryExpr,
    BlockStmt,
    CallExpr,
    ChanType,
    CompositeLit,
    Ellipsis,
    Expr,
    Field,
    FieldList,
    FuncLit,
    FuncType,
    Ident,
    IndexExpr,
    IndexListExpr,
    InterfaceType,
    KeyValueExpr,
    MapType,
    Node,
    ParenExpr,
    SelectorExpr,
    SliceExpr,
    StarExpr,
    Stmt,
    StructType,
    TypeAssertExpr,
    UnaryExpr,
    byte_len,
)
from minigo.syntax.params import check_dots, group_params
from minigo.syntax.printing import expr_string
from minigo.syntax.token import PRECEDENCE
from minigo.syntax.type_args import misplaced_token

Token = tuple[str, int, str]
Brackets = tuple[int, list[Expr], int]  # [, what is between, ]
Braces = tuple[int, list[Expr], int]
Signature = tuple[FieldList, FieldList | None]


def basic_lit(token: Token) -> BasicLit:
    """The node of a literal token."""
    kind, pos, text = token
    return BasicLit(pos, pos + byte_len(text), kind, text)


class ExprBuilder:
    """Actions for lists, expressions and types."""

    __slots__ = ("commented", "describe", "documented", "error")

    def __init__(self, error: Callable[[int, str], None], describe: Callable[[int], tuple[int, str]]) -> None:
        self.error = error
        self.describe = describe
        self.documented: list[Node] = []  # nodes that can have comments attached, children before parents
        self.commented: list[Node] = []  # those that can have a line comment only

    # ---- Lists

    def empty_list(self) -> list[Any]:
        return []

    def one(self, x: Any) -> list[Any]:
        return [x]

    def append(self, items: list[Any], x: Any) -> list[Any]:
        items.append(x)
        return items

    def append_separated(self, items: list[Any], comma: Token, x: Any) -> list[Any]:
        items.append(x)
        return items

    def append_terminated(self, items: list[Any], x: Any, semicolon: Token) -> list[Any]:
        items.append(x)
        return items

    # ---- Operands

    def basic_lit(self, token: Token) -> BasicLit:
        kind, pos, text = token
        return BasicLit(pos, pos + byte_len(text), kind, text)

    def paren(self, lparen: Token, x: Expr, rparen: Token) -> ParenExpr:
        return ParenExpr(lparen[1], x, rparen[1])

    def func_lit(self, func_type: FuncType, lbrace: Token, stmts: list[Stmt], rbrace: Token) -> FuncLit:
        return FuncLit(func_type, BlockStmt(lbrace[1], stmts, rbrace[1]))

    def func_lit_last(
        self, func_type: FuncType, lbrace: Token, stmts: list[Stmt], stmt: Stmt, rbrace: Token
    ) -> FuncLit:
        stmts.append(stmt)
        return FuncLit(func_type, BlockStmt(lbrace[1], stmts, rbrace[1]))

    # ---- Composite literals

    def composite_empty(self, type_: Expr, lbrace: Token, rbrace: Token) -> CompositeLit:
        return self.composite(type_, lbrace, [], rbrace)

    def composite(self, type_: Expr, lbrace: Token, elements: list[Expr], rbrace: Token) -> CompositeLit:
        if type_.__class__ is ParenExpr:
            self.error(lbrace[1], "syntax error: cannot parenthesize type in composite literal")
        return CompositeLit(type_, lbrace[1], elements, rbrace[1], False)

    def composite_comma(
        self, type_: Expr, lbrace: Token, elements: list[Expr], comma: Token, rbrace: Token
    ) -> CompositeLit:
        return self.composite(type_, lbrace, elements, rbrace)

    def composite_braces(self, type_: Expr, braces: Braces) -> CompositeLit:
        return CompositeLit(type_, braces[0], braces[1], braces[2], False)

    def composite_untyped(self, braces: Braces) -> CompositeLit:
        return CompositeLit(None, braces[0], braces[1], braces[2], False)

    def braces_empty(self, lbrace: Token, rbrace: Token) -> Braces:
        return lbrace[1], [], rbrace[1]

    def braces(self, lbrace: Token, elements: list[Expr], rbrace: Token) -> Braces:
        return lbrace[1], elements, rbrace[1]

    def braces_comma(self, lbrace: Token, elements: list[Expr], comma: Token, rbrace: Token) -> Braces:
        return lbrace[1], elements, rbrace[1]

    def key_value(self, key: Expr, colon: Token, value: Expr) -> KeyValueExpr:
        return KeyValueExpr(key, colon[1], value)

    # ---- Primary expressions

    def selector(self, x: Expr, dot: Token, sel: Ident) -> SelectorExpr:
        return SelectorExpr(x, sel)

    def brackets(self, lbrack: Token, exprs: list[Expr], rbrack: Token) -> Brackets:
        return lbrack[1], exprs, rbrack[1]

    def brackets_comma(self, lbrack: Token, exprs: list[Expr], comma: Token, rbrack: Token) -> Brackets:
        return lbrack[1], exprs, rbrack[1]

    def index(self, x: Expr, brackets: Brackets) -> Expr:
        lbrack, exprs, rbrack = brackets
        if len(exprs) == 1:
            return IndexExpr(x, lbrack, exprs[0], rbrack)
        self._check_types(
            exprs, 1
        )  # only instantiations have several, and there all but the first are seen to be types
        return IndexListExpr(x, lbrack, exprs, rbrack)

    def instance(self, x: Expr, brackets: Brackets) -> Expr:
        """A type's name with type arguments, where a type must stand."""
        lbrack, exprs, rbrack = brackets
        self._check_types(exprs, 0)
        return IndexExpr(x, lbrack, exprs[0], rbrack) if len(exprs) == 1 else IndexListExpr(x, lbrack, exprs, rbrack)

    def selector_instance(self, x: Expr, dot: Token, sel: Ident, brackets: Brackets) -> Expr:
        return self.instance(SelectorExpr(x, sel), brackets)

    def _check_types(self, exprs: list[Expr], start: int) -> None:
        misplaced = misplaced_token(exprs, start)
        if misplaced is not None:
            self.error(misplaced.pos, misplaced.message())

    def slice(self, x: Expr, parts: SliceExpr) -> SliceExpr:
        parts.x = x
        return parts

    # The operand is filled in by `slice`; until then the brackets stand in for it.
    def slice_none(self, lbrack: Token, colon: Token, rbrack: Token) -> SliceExpr:
        return _slice(lbrack, None, None, None, rbrack)

    def slice_low(self, lbrack: Token, low: Expr, colon: Token, rbrack: Token) -> SliceExpr:
        return _slice(lbrack, low, None, None, rbrack)

    def slice_high(self, lbrack: Token, colon: Token, high: Expr, rbrack: Token) -> SliceExpr:
        return _slice(lbrack, None, high, None, rbrack)

    def slice_both(self, lbrack: Token, low: Expr, colon: Token, high: Expr, rbrack: Token) -> SliceExpr:
        return _slice(lbrack, low, high, None, rbrack)

    def slice_high_max(
        self, lbrack: Token, colon: Token, high: Expr, colon2: Token, max_: Expr, rbrack: Token
    ) -> SliceExpr:
        return _slice(lbrack, None, high, max_, rbrack)

    def slice_all(
        self, lbrack: Token, low: Expr, colon: Token, high: Expr, colon2: Token, max_: Expr, rbrack: Token
    ) -> SliceExpr:
        return _slice(lbrack, low, high, max_, rbrack)

    def slice_incomplete(self, *parts: Token | Expr) -> SliceExpr:
        """`x[a:b:]` and the like: with two colons, only the first index may be left out."""
        indices: list[Expr | None] = [None, None, None]
        colons: list[int] = []
        for part in parts[1:-1]:
            if isinstance(part, tuple):
                colons.append(part[1])
            else:
                indices[len(colons)] = part
        lbrack, rbrack = parts[0], parts[-1]
        assert isinstance(lbrack, tuple) and isinstance(rbrack, tuple)
        low, high, max_ = indices
        if high is None:
            self.error(colons[1], "middle index required in 3-index slice")
            high = BadExpr(colons[1], colons[1])
        if max_ is None:
            self.error(rbrack[1], "final index required in 3-index slice")
            max_ = BadExpr(rbrack[1], rbrack[1])
        return _slice(lbrack, low, high, max_, rbrack)

    def type_assert(self, x: Expr, dot: Token, lparen: Token, type_: Expr, rparen: Token) -> TypeAssertExpr:
        return TypeAssertExpr(x, lparen[1], type_, rparen[1])

    def type_switch_guard(self, x: Expr, dot: Token, lparen: Token, type_: Token, rparen: Token) -> TypeAssertExpr:
        return TypeAssertExpr(x, lparen[1], None, rparen[1])

    def call_empty(self, fun: Expr, lparen: Token, rparen: Token) -> CallExpr:
        return CallExpr(fun, lparen[1], [], 0, rparen[1])

    def call(self, fun: Expr, lparen: Token, args: list[Expr], rparen: Token) -> CallExpr:
        return CallExpr(fun, lparen[1], args, 0, rparen[1])

    def call_comma(self, fun: Expr, lparen: Token, args: list[Expr], comma: Token, rparen: Token) -> CallExpr:
        return CallExpr(fun, lparen[1], args, 0, rparen[1])

    def call_dots(self, fun: Expr, lparen: Token, args: list[Expr], dots: Token, *rest: Token) -> CallExpr:
        return CallExpr(fun, lparen[1], args, dots[1], rest[-1][1])

    # ---- Operators

    def binary(self, x: Expr, op: Token, y: Expr) -> Expr:
        """Adds `op y` to the flat list x of operands and operators parsed so far, grouping by precedence.

        Only the right edge of x can be affected, and along it precedences increase: at most five steps.
        """
        precedence = PRECEDENCE[op[0]]
        if x.__class__ is not BinaryExpr or PRECEDENCE[x.op] >= precedence:
            return BinaryExpr(x, op[1], op[0], y)
        node: Any = x
        while node.y.__class__ is BinaryExpr and PRECEDENCE[node.y.op] < precedence:
            node = node.y
        node.y = BinaryExpr(node.y, op[1], op[0], y)
        return x

    def unary(self, op: Token, x: Expr) -> UnaryExpr:
        return UnaryExpr(op[1], op[0], x)

    def star(self, star: Token, x: Expr) -> StarExpr:
        return StarExpr(star[1], x)

    def receive(self, arrow: Token, x: Expr) -> Expr:
        """`<-x`; but `<-chan T` is a type, whose `chan T` was parsed as an operand."""
        if not isinstance(x, ChanType):
            return UnaryExpr(arrow[1], "<-", x)
        pos, direction = arrow[1], SEND
        channel: Expr = x
        while direction == SEND and isinstance(channel, ChanType):
            if channel.dir == RECV:
                self.error(self.describe(x.end())[0], "syntax error: unexpected <-, expected chan")
            direction, channel.dir = channel.dir, RECV
            channel.begin, channel.arrow, pos = pos, pos, channel.arrow
            channel = channel.value
        if direction == SEND:
            self.error(self.describe(x.end())[0], f"syntax error: unexpected {expr_string(channel)}, expected chan")
        return x

    # ---- Types

    def slice_type(self, lbrack: Token, rbrack: Token, elt: Expr) -> ArrayType:
        return ArrayType(lbrack[1], None, elt)

    def array_type(self, lbrack: Token, len_: Expr, rbrack: Token, elt: Expr) -> ArrayType:
        return ArrayType(lbrack[1], len_, elt)

    def array_type_dots(self, lbrack: Token, dots: Token, rbrack: Token, elt: Expr) -> ArrayType:
        return ArrayType(lbrack[1], Ellipsis(dots[1], None), elt)

    def bracket_type(self, brackets: Brackets, elt: Expr) -> ArrayType:
        """The array type of `name [n] T`, whose brackets might have been type arguments."""
        lbrack, exprs, _ = brackets
        if len(exprs) > 1:
            self.error(exprs[0].end(), "syntax error: unexpected comma; expected ]")
        return ArrayType(lbrack, exprs[0], elt)

    def map_type(self, map_: Token, lbrack: Token, key: Expr, rbrack: Token, value: Expr) -> MapType:
        return MapType(map_[1], key, value)

    def chan_type(self, chan: Token, value: Expr) -> ChanType:
        return ChanType(chan[1], 0, SEND | RECV, value)

    def chan_type_send(self, chan: Token, arrow: Token, value: Expr) -> ChanType:
        return ChanType(chan[1], arrow[1], SEND, value)

    def chan_type_recv(self, arrow: Token, chan: Token, value: Expr) -> ChanType:
        return ChanType(arrow[1], arrow[1], RECV, value)

    def func_type(self, func: Token, signature: Signature) -> FuncType:
        return FuncType(func[1], None, signature[0], signature[1])

    def func_type_generic(self, func: Token, type_params: FieldList, signature: Signature) -> FuncType:
        self.error(type_params.opening, "syntax error: function type must have no type parameters")
        return self.func_type(func, signature)

    def signature(self, params: FieldList, results: FieldList | None = None) -> Signature:
        check_dots(params, True, self.error)
        if results is not None:
            check_dots(results, False, self.error)
        return params, results

    def signature_type(self, params: FieldList, result: Expr) -> Signature:
        check_dots(params, True, self.error)
        return params, FieldList(0, [Field(None, [], result, None, None)], 0)

    # ---- Parameters: entries as they are parsed are Fields, grouped when the list is complete

    def params_empty(self, lparen: Token, rparen: Token) -> FieldList:
        return FieldList(lparen[1], [], rparen[1])

    def params(self, lparen: Token, entries: list[Field], rparen: Token) -> FieldList:
        return FieldList(lparen[1], group_params(entries, rparen[1], False, self.error), rparen[1])

    def params_comma(self, lparen: Token, entries: list[Field], comma: Token, rparen: Token) -> FieldList:
        return FieldList(lparen[1], group_params(entries, rparen[1], False, self.error), rparen[1])

    def param_type(self, type_: Expr) -> Field:
        return Field(None, [], type_, None, None)

    def param_named(self, name: Ident, type_: Expr) -> Field:
        return Field(None, [name], type_, None, None)

    def param_named_slice(self, name: Ident, lbrack: Token, rbrack: Token, elt: Expr) -> Field:
        return Field(None, [name], ArrayType(lbrack[1], None, elt), None, None)

    def param_named_array(self, name: Ident, brackets: Brackets, elt: Expr) -> Field:
        return Field(None, [name], self.bracket_type(brackets, elt), None, None)

    def param_named_dots(self, name: Ident, dots: Token, elt: Expr) -> Field:
        return Field(None, [name], Ellipsis(dots[1], elt), None, None)

    def param_dots(self, dots: Token, elt: Expr) -> Field:
        return Field(None, [], Ellipsis(dots[1], elt), None, None)

    # ---- Struct types

    def struct_type(self, struct: Token, lbrace: Token, fields: list[Field], rbrace: Token) -> StructType:
        return StructType(struct[1], FieldList(lbrace[1], fields, rbrace[1]), False)

    def struct_type_last(
        self, struct: Token, lbrace: Token, fields: list[Field], field: Field, rbrace: Token
    ) -> StructType:
        fields.append(field)
        return StructType(struct[1], FieldList(lbrace[1], fields, rbrace[1]), False)

    def _field(self, names: list[Ident], type_: Expr) -> Field:
        field = Field(None, names, type_, None, None)
        self.documented.append(field)
        return field

    def field_tagged(self, field: Field, tag: Token) -> Field:
        field.tag = basic_lit(tag)
        return field

    def field_named(self, name: Ident, type_: Expr) -> Field:
        return self._field([name], type_)

    def field_named_slice(self, name: Ident, lbrack: Token, rbrack: Token, elt: Expr) -> Field:
        return self._field([name], ArrayType(lbrack[1], None, elt))

    def field_named_array(self, name: Ident, brackets: Brackets, elt: Expr) -> Field:
        return self._field([name], self.bracket_type(brackets, elt))

    def field_named_dots(self, name: Ident, lbrack: Token, dots: Token, rbrack: Token, elt: Expr) -> Field:
        return self._field([name], ArrayType(lbrack[1], Ellipsis(dots[1], None), elt))

    def field_names(self, name: Ident, comma: Token, names: list[Ident], type_: Expr) -> Field:
        return self._field([name, *names], type_)

    def field_embedded(self, type_: Expr) -> Field:
        return self._field([], type_)

    def field_embedded_pointer(self, star: Token, type_: Expr) -> Field:
        return self._field([], StarExpr(star[1], type_))

    def field_parenthesized(self, lparen: Token, type_: Expr, rparen: Token) -> Field:
        self.error(lparen[1], "syntax error: cannot parenthesize embedded type")
        return self._field([], type_)

    def field_parenthesized_pointer(self, lparen: Token, star: Token, type_: Expr, rparen: Token) -> Field:
        return self.field_parenthesized(lparen, StarExpr(star[1], type_), rparen)

    def field_pointer_parenthesized(self, star: Token, lparen: Token, type_: Expr, rparen: Token) -> Field:
        return self.field_parenthesized(lparen, StarExpr(star[1], type_), rparen)

    # ---- Interface types

    def interface_type(self, interface: Token, lbrace: Token, methods: list[Field], rbrace: Token) -> InterfaceType:
        return InterfaceType(interface[1], FieldList(lbrace[1], methods, rbrace[1]), False)

    def interface_type_last(
        self, interface: Token, lbrace: Token, methods: list[Field], method: Field, rbrace: Token
    ) -> InterfaceType:
        methods.append(method)
        return InterfaceType(interface[1], FieldList(lbrace[1], methods, rbrace[1]), False)

    def method(self, name: Ident, signature: Signature) -> Field:
        return self._field([name], FuncType(0, None, signature[0], signature[1]))

    def method_generic(self, name: Ident, type_params: FieldList, signature: Signature) -> Field:
        self.error(type_params.opening, "interface method must have no type parameters")
        return self.method(name, signature)

    def embedded_constraint(self, type_: Expr) -> Field:
        """An element of an interface type; as in go/parser, only one that begins with a name can have a doc."""
        field = Field(None, [], type_, None, None)
        first = type_
        while isinstance(first, BinaryExpr):
            first = first.x
        named = isinstance(first, (Ident, SelectorExpr, IndexExpr, IndexListExpr))
        (self.documented if named else self.commented).append(field)
        return field


def _slice(lbrack: Token, low: Expr | None, high: Expr | None, max_: Expr | None, rbrack: Token) -> SliceExpr:
    return SliceExpr(PLACEHOLDER, lbrack[1], low, high, max_, max_ is not None, rbrack[1])


PLACEHOLDER = Ident(0, "_")
