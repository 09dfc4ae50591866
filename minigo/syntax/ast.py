"""The abstract syntax tree: node classes named and shaped as in go/ast.

Class and field names are go/ast's, in snake_case; constructors take the fields in go/ast's order. A field whose name is
a Python keyword has an underscore appended (`IfStmt.if_`, `ReturnStmt.return_`). Differences from go/ast: lists are
never None (an absent list is empty), there are no `Object`s, scopes or unresolved names (the type checker does that
work), and operators and keywords are strings in their own spelling ("+", ":=", "var").

Positions are Pos integers of a `minigo.source.FileSet`; 0 means absent. `pos()` is a node's first character and `end()`
the one after its last; both work on expressions of any depth. Nodes compare and hash by identity. What could be an
expression or a type (`T(x)`, `a[b]`, `*p`, `(T)`) has the expression's form; the type checker decides.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from minigo.source.fileset import NO_POS
from minigo.syntax.comments import comment_text

SEND: Final = 1  # ChanType.dir is SEND, RECV or both
RECV: Final = 2


def byte_len(text: str) -> int:
    """The length of text in the source file, in bytes."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))


class Node:
    """A node of the syntax tree."""

    __slots__ = ()

    def pos(self) -> int:
        """The Pos of the first character that belongs to the node."""
        raise NotImplementedError

    def end(self) -> int:
        """The Pos of the first character after the node."""
        raise NotImplementedError


class Expr(Node):
    """An expression or a type."""

    __slots__ = ()


class Stmt(Node):
    """A statement."""

    __slots__ = ()


class Decl(Node):
    """A declaration at package level, or (GenDecl) in a DeclStmt."""

    __slots__ = ()


class Spec(Node):
    """One line of an import, const, type or var declaration."""

    __slots__ = ()


# ---- Comments ------------------------------------------------------------------------------------------------------


class Comment(Node):
    """One `//…` or `/*…*/` comment, with its markers, without carriage returns."""

    __slots__ = ("slash", "text")

    def __init__(self, slash: int, text: str) -> None:
        self.slash = slash
        self.text = text

    def pos(self) -> int:
        return self.slash

    def end(self) -> int:
        return self.slash + byte_len(self.text)


class CommentGroup(Node):
    """Comments with neither tokens nor empty lines between them."""

    __slots__ = ("list",)

    def __init__(self, list: list[Comment]) -> None:
        self.list = list

    def pos(self) -> int:
        return self.list[0].slash

    def end(self) -> int:
        return self.list[-1].end()

    def text(self) -> str:
        """The text without markers, directives (`//go:…`) and surplus blank lines; newline-terminated unless empty."""
        return comment_text([c.text for c in self.list])


# ---- Fields --------------------------------------------------------------------------------------------------------


class Field(Node):
    """A field, method, parameter, result or type parameter declaration.

    Embedded fields and unnamed parameters have no names.
    """

    __slots__ = ("comment", "doc", "names", "tag", "type")

    def __init__(
        self,
        doc: CommentGroup | None,
        names: list[Ident],
        type: Expr | None,
        tag: BasicLit | None,
        comment: CommentGroup | None,
    ) -> None:
        self.doc = doc
        self.names = names
        self.type = type
        self.tag = tag
        self.comment = comment

    def pos(self) -> int:
        if self.names:
            return self.names[0].name_pos
        return self.type.pos() if self.type is not None else NO_POS

    def end(self) -> int:
        if self.tag is not None:
            return self.tag.end()
        if self.type is not None:
            return self.type.end()
        return self.names[-1].end() if self.names else NO_POS


class FieldList(Node):
    """Fields in their parentheses, braces or brackets (NO_POS where there are none)."""

    __slots__ = ("closing", "list", "opening")

    def __init__(self, opening: int, list: list[Field], closing: int) -> None:
        self.opening = opening
        self.list = list
        self.closing = closing

    def pos(self) -> int:
        if self.opening or not self.list:
            return self.opening
        return self.list[0].pos()

    def end(self) -> int:
        if self.closing:
            return self.closing + 1
        return self.list[-1].end() if self.list else NO_POS

    def num_fields(self) -> int:
        """The number of parameters or fields declared, counting unnamed ones."""
        return sum(len(f.names) or 1 for f in self.list)


# ---- Expressions and types -----------------------------------------------------------------------------------------


class BadExpr(Expr):
    """Stands where the source had a syntax error."""

    __slots__ = ("from_", "to")

    def __init__(self, from_: int, to: int) -> None:
        self.from_ = from_
        self.to = to

    def pos(self) -> int:
        return self.from_

    def end(self) -> int:
        return self.to


class Ident(Expr):
    """An identifier."""

    __slots__ = ("name", "name_pos")

    def __init__(self, name_pos: int, name: str) -> None:
        self.name_pos = name_pos
        self.name = name

    def pos(self) -> int:
        return self.name_pos

    def end(self) -> int:
        return self.name_pos + byte_len(self.name)

    def is_exported(self) -> bool:
        """Whether the name starts with an upper-case letter."""
        return self.name[:1].isupper()

    def __repr__(self) -> str:
        return f"Ident({self.name!r})"


class Ellipsis(Expr):
    """`...T` in a parameter list, `...` as array length."""

    __slots__ = ("ellipsis", "elt")

    def __init__(self, ellipsis: int, elt: Expr | None) -> None:
        self.ellipsis = ellipsis
        self.elt = elt

    def pos(self) -> int:
        return self.ellipsis

    def end(self) -> int:
        return self.elt.end() if self.elt is not None else self.ellipsis + 3


class BasicLit(Expr):
    """A literal; kind is "INT", "FLOAT", "IMAG", "CHAR" or "STRING", value its spelling."""

    __slots__ = ("kind", "value", "value_end", "value_pos")

    def __init__(self, value_pos: int, value_end: int, kind: str, value: str) -> None:
        self.value_pos = value_pos
        self.value_end = value_end
        self.kind = kind
        self.value = value

    def pos(self) -> int:
        return self.value_pos

    def end(self) -> int:
        return self.value_end


class FuncLit(Expr):
    """A function literal."""

    __slots__ = ("body", "type")

    def __init__(self, type: FuncType, body: BlockStmt) -> None:
        self.type = type
        self.body = body

    def pos(self) -> int:
        return self.type.pos()

    def end(self) -> int:
        return self.body.end()


class CompositeLit(Expr):
    """`T{…}`; type is None where the context gives it."""

    __slots__ = ("elts", "incomplete", "lbrace", "rbrace", "type")

    def __init__(self, type: Expr | None, lbrace: int, elts: list[Expr], rbrace: int, incomplete: bool) -> None:
        self.type = type
        self.lbrace = lbrace
        self.elts = elts
        self.rbrace = rbrace
        self.incomplete = incomplete

    def pos(self) -> int:
        return leftmost(self.type) if self.type is not None else self.lbrace

    def end(self) -> int:
        return self.rbrace + 1


class ParenExpr(Expr):
    """`(x)`."""

    __slots__ = ("lparen", "rparen", "x")

    def __init__(self, lparen: int, x: Expr, rparen: int) -> None:
        self.lparen = lparen
        self.x = x
        self.rparen = rparen

    def pos(self) -> int:
        return self.lparen

    def end(self) -> int:
        return self.rparen + 1


class SelectorExpr(Expr):
    """`x.sel`."""

    __slots__ = ("sel", "x")

    def __init__(self, x: Expr, sel: Ident) -> None:
        self.x = x
        self.sel = sel

    def pos(self) -> int:
        return leftmost(self.x)

    def end(self) -> int:
        return self.sel.end()


class IndexExpr(Expr):
    """`x[index]`: an element, or an instantiation with one type argument."""

    __slots__ = ("index", "lbrack", "rbrack", "x")

    def __init__(self, x: Expr, lbrack: int, index: Expr, rbrack: int) -> None:
        self.x = x
        self.lbrack = lbrack
        self.index = index
        self.rbrack = rbrack

    def pos(self) -> int:
        return leftmost(self.x)

    def end(self) -> int:
        return self.rbrack + 1


class IndexListExpr(Expr):
    """`x[a, b, …]`: an instantiation with several type arguments."""

    __slots__ = ("indices", "lbrack", "rbrack", "x")

    def __init__(self, x: Expr, lbrack: int, indices: list[Expr], rbrack: int) -> None:
        self.x = x
        self.lbrack = lbrack
        self.indices = indices
        self.rbrack = rbrack

    def pos(self) -> int:
        return leftmost(self.x)

    def end(self) -> int:
        return self.rbrack + 1


class SliceExpr(Expr):
    """`x[low:high:max]`; slice3 says that there are two colons."""

    __slots__ = ("high", "lbrack", "low", "max", "rbrack", "slice3", "x")

    def __init__(
        self,
        x: Expr,
        lbrack: int,
        low: Expr | None,
        high: Expr | None,
        max: Expr | None,
        slice3: bool,
        rbrack: int,
    ) -> None:
        self.x = x
        self.lbrack = lbrack
        self.low = low
        self.high = high
        self.max = max
        self.slice3 = slice3
        self.rbrack = rbrack

    def pos(self) -> int:
        return leftmost(self.x)

    def end(self) -> int:
        return self.rbrack + 1


class TypeAssertExpr(Expr):
    """`x.(T)`; type is None for `x.(type)`."""

    __slots__ = ("lparen", "rparen", "type", "x")

    def __init__(self, x: Expr, lparen: int, type: Expr | None, rparen: int) -> None:
        self.x = x
        self.lparen = lparen
        self.type = type
        self.rparen = rparen

    def pos(self) -> int:
        return leftmost(self.x)

    def end(self) -> int:
        return self.rparen + 1


class CallExpr(Expr):
    """A call or conversion; ellipsis is the position of `...`, or NO_POS."""

    __slots__ = ("args", "ellipsis", "fun", "lparen", "rparen")

    def __init__(self, fun: Expr, lparen: int, args: list[Expr], ellipsis: int, rparen: int) -> None:
        self.fun = fun
        self.lparen = lparen
        self.args = args
        self.ellipsis = ellipsis
        self.rparen = rparen

    def pos(self) -> int:
        return leftmost(self.fun)

    def end(self) -> int:
        return self.rparen + 1


class StarExpr(Expr):
    """`*x`: a pointer type or an indirection."""

    __slots__ = ("star", "x")

    def __init__(self, star: int, x: Expr) -> None:
        self.star = star
        self.x = x

    def pos(self) -> int:
        return self.star

    def end(self) -> int:
        return rightmost(self.x)


class UnaryExpr(Expr):
    """`op x`, including `&x`, `<-x` and `~T`."""

    __slots__ = ("op", "op_pos", "x")

    def __init__(self, op_pos: int, op: str, x: Expr) -> None:
        self.op_pos = op_pos
        self.op = op
        self.x = x

    def pos(self) -> int:
        return self.op_pos

    def end(self) -> int:
        return rightmost(self.x)


class BinaryExpr(Expr):
    """`x op y`."""

    __slots__ = ("op", "op_pos", "x", "y")

    def __init__(self, x: Expr, op_pos: int, op: str, y: Expr) -> None:
        self.x = x
        self.op_pos = op_pos
        self.op = op
        self.y = y

    def pos(self) -> int:
        return leftmost(self.x)

    def end(self) -> int:
        return rightmost(self.y)


class KeyValueExpr(Expr):
    """`key: value` in a composite literal."""

    __slots__ = ("colon", "key", "value")

    def __init__(self, key: Expr, colon: int, value: Expr) -> None:
        self.key = key
        self.colon = colon
        self.value = value

    def pos(self) -> int:
        return leftmost(self.key)

    def end(self) -> int:
        return rightmost(self.value)


class ArrayType(Expr):
    """`[len]elt`; a slice type if len is None, `[...]elt` if len is an Ellipsis."""

    __slots__ = ("elt", "lbrack", "len")

    def __init__(self, lbrack: int, len: Expr | None, elt: Expr) -> None:
        self.lbrack = lbrack
        self.len = len
        self.elt = elt

    def pos(self) -> int:
        return self.lbrack

    def end(self) -> int:
        return rightmost(self.elt)


class StructType(Expr):
    """`struct { … }`."""

    __slots__ = ("fields", "incomplete", "struct")

    def __init__(self, struct: int, fields: FieldList, incomplete: bool) -> None:
        self.struct = struct
        self.fields = fields
        self.incomplete = incomplete

    def pos(self) -> int:
        return self.struct

    def end(self) -> int:
        return self.fields.end()


class FuncType(Expr):
    """A signature; func is NO_POS in interface methods."""

    __slots__ = ("func", "params", "results", "type_params")

    def __init__(self, func: int, type_params: FieldList | None, params: FieldList, results: FieldList | None) -> None:
        self.func = func
        self.type_params = type_params
        self.params = params
        self.results = results

    def pos(self) -> int:
        return self.func or self.params.pos()

    def end(self) -> int:
        return self.results.end() if self.results is not None else self.params.end()


class InterfaceType(Expr):
    """`interface { … }`: methods (named), embedded types and unions (unnamed)."""

    __slots__ = ("incomplete", "interface", "methods")

    def __init__(self, interface: int, methods: FieldList, incomplete: bool) -> None:
        self.interface = interface
        self.methods = methods
        self.incomplete = incomplete

    def pos(self) -> int:
        return self.interface

    def end(self) -> int:
        return self.methods.end()


class MapType(Expr):
    """`map[key]value`."""

    __slots__ = ("key", "map", "value")

    def __init__(self, map: int, key: Expr, value: Expr) -> None:
        self.map = map
        self.key = key
        self.value = value

    def pos(self) -> int:
        return self.map

    def end(self) -> int:
        return rightmost(self.value)


class ChanType(Expr):
    """`chan T`, `chan<- T`, `<-chan T`; dir combines SEND and RECV."""

    __slots__ = ("arrow", "begin", "dir", "value")

    def __init__(self, begin: int, arrow: int, dir: int, value: Expr) -> None:
        self.begin = begin
        self.arrow = arrow
        self.dir = dir
        self.value = value

    def pos(self) -> int:
        return self.begin

    def end(self) -> int:
        return rightmost(self.value)


# ---- Statements ----------------------------------------------------------------------------------------------------


class BadStmt(Stmt):
    """Stands where the source had a syntax error."""

    __slots__ = ("from_", "to")

    def __init__(self, from_: int, to: int) -> None:
        self.from_ = from_
        self.to = to

    def pos(self) -> int:
        return self.from_

    def end(self) -> int:
        return self.to


class DeclStmt(Stmt):
    """A declaration among statements."""

    __slots__ = ("decl",)

    def __init__(self, decl: GenDecl) -> None:
        self.decl = decl

    def pos(self) -> int:
        return self.decl.pos()

    def end(self) -> int:
        return self.decl.end()


class EmptyStmt(Stmt):
    """An empty statement; implicit if no `;` was written."""

    __slots__ = ("implicit", "semicolon")

    def __init__(self, semicolon: int, implicit: bool) -> None:
        self.semicolon = semicolon
        self.implicit = implicit

    def pos(self) -> int:
        return self.semicolon

    def end(self) -> int:
        return self.semicolon if self.implicit else self.semicolon + 1


class LabeledStmt(Stmt):
    """`label: stmt`."""

    __slots__ = ("colon", "label", "stmt")

    def __init__(self, label: Ident, colon: int, stmt: Stmt) -> None:
        self.label = label
        self.colon = colon
        self.stmt = stmt

    def pos(self) -> int:
        return self.label.name_pos

    def end(self) -> int:
        return rightmost(self.stmt)


class ExprStmt(Stmt):
    """An expression as a statement."""

    __slots__ = ("x",)

    def __init__(self, x: Expr) -> None:
        self.x = x

    def pos(self) -> int:
        return leftmost(self.x)

    def end(self) -> int:
        return rightmost(self.x)


class SendStmt(Stmt):
    """`chan <- value`."""

    __slots__ = ("arrow", "chan", "value")

    def __init__(self, chan: Expr, arrow: int, value: Expr) -> None:
        self.chan = chan
        self.arrow = arrow
        self.value = value

    def pos(self) -> int:
        return leftmost(self.chan)

    def end(self) -> int:
        return rightmost(self.value)


class IncDecStmt(Stmt):
    """`x++`, `x--`."""

    __slots__ = ("tok", "tok_pos", "x")

    def __init__(self, x: Expr, tok_pos: int, tok: str) -> None:
        self.x = x
        self.tok_pos = tok_pos
        self.tok = tok

    def pos(self) -> int:
        return leftmost(self.x)

    def end(self) -> int:
        return self.tok_pos + 2


class AssignStmt(Stmt):
    """An assignment (`=`, `+=`, …) or short variable declaration (`:=`)."""

    __slots__ = ("lhs", "rhs", "tok", "tok_pos")

    def __init__(self, lhs: list[Expr], tok_pos: int, tok: str, rhs: list[Expr]) -> None:
        self.lhs = lhs
        self.tok_pos = tok_pos
        self.tok = tok
        self.rhs = rhs

    def pos(self) -> int:
        return leftmost(self.lhs[0])

    def end(self) -> int:
        return rightmost(self.rhs[-1])


class GoStmt(Stmt):
    """`go call`."""

    __slots__ = ("call", "go")

    def __init__(self, go: int, call: CallExpr) -> None:
        self.go = go
        self.call = call

    def pos(self) -> int:
        return self.go

    def end(self) -> int:
        return self.call.end()


class DeferStmt(Stmt):
    """`defer call`."""

    __slots__ = ("call", "defer")

    def __init__(self, defer: int, call: CallExpr) -> None:
        self.defer = defer
        self.call = call

    def pos(self) -> int:
        return self.defer

    def end(self) -> int:
        return self.call.end()


class ReturnStmt(Stmt):
    """`return results`."""

    __slots__ = ("results", "return_")

    def __init__(self, return_: int, results: list[Expr]) -> None:
        self.return_ = return_
        self.results = results

    def pos(self) -> int:
        return self.return_

    def end(self) -> int:
        return rightmost(self.results[-1]) if self.results else self.return_ + 6


class BranchStmt(Stmt):
    """`break`, `continue`, `goto`, `fallthrough`."""

    __slots__ = ("label", "tok", "tok_pos")

    def __init__(self, tok_pos: int, tok: str, label: Ident | None) -> None:
        self.tok_pos = tok_pos
        self.tok = tok
        self.label = label

    def pos(self) -> int:
        return self.tok_pos

    def end(self) -> int:
        return self.label.end() if self.label is not None else self.tok_pos + len(self.tok)


class BlockStmt(Stmt):
    """`{ … }`; rbrace is NO_POS if it is missing."""

    __slots__ = ("lbrace", "list", "rbrace")

    def __init__(self, lbrace: int, list: list[Stmt], rbrace: int) -> None:
        self.lbrace = lbrace
        self.list = list
        self.rbrace = rbrace

    def pos(self) -> int:
        return self.lbrace

    def end(self) -> int:
        if self.rbrace:
            return self.rbrace + 1
        return self.list[-1].end() if self.list else self.lbrace + 1


class IfStmt(Stmt):
    """`if init; cond { … } else …`."""

    __slots__ = ("body", "cond", "else_", "if_", "init")

    def __init__(self, if_: int, init: Stmt | None, cond: Expr, body: BlockStmt, else_: Stmt | None) -> None:
        self.if_ = if_
        self.init = init
        self.cond = cond
        self.body = body
        self.else_ = else_

    def pos(self) -> int:
        return self.if_

    def end(self) -> int:
        return rightmost(self)


class CaseClause(Stmt):
    """`case list:` or `default:` of an expression or type switch."""

    __slots__ = ("body", "case", "colon", "list")

    def __init__(self, case: int, list: list[Expr], colon: int, body: list[Stmt]) -> None:
        self.case = case
        self.list = list
        self.colon = colon
        self.body = body

    def pos(self) -> int:
        return self.case

    def end(self) -> int:
        return self.body[-1].end() if self.body else self.colon + 1


class SwitchStmt(Stmt):
    """An expression switch; the body holds CaseClauses only."""

    __slots__ = ("body", "init", "switch", "tag")

    def __init__(self, switch: int, init: Stmt | None, tag: Expr | None, body: BlockStmt) -> None:
        self.switch = switch
        self.init = init
        self.tag = tag
        self.body = body

    def pos(self) -> int:
        return self.switch

    def end(self) -> int:
        return self.body.end()


class TypeSwitchStmt(Stmt):
    """A type switch; assign is `x := y.(type)` or `y.(type)`."""

    __slots__ = ("assign", "body", "init", "switch")

    def __init__(self, switch: int, init: Stmt | None, assign: Stmt, body: BlockStmt) -> None:
        self.switch = switch
        self.init = init
        self.assign = assign
        self.body = body

    def pos(self) -> int:
        return self.switch

    def end(self) -> int:
        return self.body.end()


class CommClause(Stmt):
    """`case comm:` or (comm None) `default:` of a select statement."""

    __slots__ = ("body", "case", "colon", "comm")

    def __init__(self, case: int, comm: Stmt | None, colon: int, body: list[Stmt]) -> None:
        self.case = case
        self.comm = comm
        self.colon = colon
        self.body = body

    def pos(self) -> int:
        return self.case

    def end(self) -> int:
        return self.body[-1].end() if self.body else self.colon + 1


class SelectStmt(Stmt):
    """A select statement; the body holds CommClauses only."""

    __slots__ = ("body", "select")

    def __init__(self, select: int, body: BlockStmt) -> None:
        self.select = select
        self.body = body

    def pos(self) -> int:
        return self.select

    def end(self) -> int:
        return self.body.end()


class ForStmt(Stmt):
    """`for init; cond; post { … }`."""

    __slots__ = ("body", "cond", "for_", "init", "post")

    def __init__(self, for_: int, init: Stmt | None, cond: Expr | None, post: Stmt | None, body: BlockStmt) -> None:
        self.for_ = for_
        self.init = init
        self.cond = cond
        self.post = post
        self.body = body

    def pos(self) -> int:
        return self.for_

    def end(self) -> int:
        return self.body.end()


class RangeStmt(Stmt):
    """`for key, value tok range x { … }`; tok is "=", ":=" or "" if there is no key.

    Beyond go/ast: `extra` is the first variable that is too many, which only the type checker reports.
    """

    __slots__ = ("body", "extra", "for_", "key", "range", "tok", "tok_pos", "value", "x")

    def __init__(
        self,
        for_: int,
        key: Expr | None,
        value: Expr | None,
        tok_pos: int,
        tok: str,
        range: int,
        x: Expr,
        body: BlockStmt,
        extra: Expr | None = None,
    ) -> None:
        self.for_ = for_
        self.key = key
        self.value = value
        self.extra = extra
        self.tok_pos = tok_pos
        self.tok = tok
        self.range = range
        self.x = x
        self.body = body

    def pos(self) -> int:
        return self.for_

    def end(self) -> int:
        return self.body.end()


# ---- Declarations --------------------------------------------------------------------------------------------------


class ImportSpec(Spec):
    """`name "path"`; name may be `.` or `_`."""

    __slots__ = ("comment", "doc", "end_pos", "name", "path")

    def __init__(
        self,
        doc: CommentGroup | None,
        name: Ident | None,
        path: BasicLit,
        comment: CommentGroup | None,
        end_pos: int,
    ) -> None:
        self.doc = doc
        self.name = name
        self.path = path
        self.comment = comment
        self.end_pos = end_pos

    def pos(self) -> int:
        return self.name.name_pos if self.name is not None else self.path.value_pos

    def end(self) -> int:
        return self.end_pos or self.path.end()


class ValueSpec(Spec):
    """A constant or variable declaration."""

    __slots__ = ("comment", "doc", "names", "type", "values")

    def __init__(
        self,
        doc: CommentGroup | None,
        names: list[Ident],
        type: Expr | None,
        values: list[Expr],
        comment: CommentGroup | None,
    ) -> None:
        self.doc = doc
        self.names = names
        self.type = type
        self.values = values
        self.comment = comment

    def pos(self) -> int:
        return self.names[0].name_pos

    def end(self) -> int:
        if self.values:
            return rightmost(self.values[-1])
        return rightmost(self.type) if self.type is not None else self.names[-1].end()


class TypeSpec(Spec):
    """A type declaration; assign is the position of `=` in an alias declaration."""

    __slots__ = ("assign", "comment", "doc", "name", "type", "type_params")

    def __init__(
        self,
        doc: CommentGroup | None,
        name: Ident,
        type_params: FieldList | None,
        assign: int,
        type: Expr,
        comment: CommentGroup | None,
    ) -> None:
        self.doc = doc
        self.name = name
        self.type_params = type_params
        self.assign = assign
        self.type = type
        self.comment = comment

    def pos(self) -> int:
        return self.name.name_pos

    def end(self) -> int:
        return rightmost(self.type)


class BadDecl(Decl):
    """Stands where the source had a syntax error."""

    __slots__ = ("from_", "to")

    def __init__(self, from_: int, to: int) -> None:
        self.from_ = from_
        self.to = to

    def pos(self) -> int:
        return self.from_

    def end(self) -> int:
        return self.to


class GenDecl(Decl):
    """An import, const, type or var declaration; lparen is NO_POS without parentheses."""

    __slots__ = ("doc", "lparen", "rparen", "specs", "tok", "tok_pos")

    def __init__(
        self,
        doc: CommentGroup | None,
        tok_pos: int,
        tok: str,
        lparen: int,
        specs: list[Spec],
        rparen: int,
    ) -> None:
        self.doc = doc
        self.tok_pos = tok_pos
        self.tok = tok
        self.lparen = lparen
        self.specs = specs
        self.rparen = rparen

    def pos(self) -> int:
        return self.tok_pos

    def end(self) -> int:
        return self.rparen + 1 if self.rparen else self.specs[0].end()


class FuncDecl(Decl):
    """A function or method declaration; body is None for one implemented elsewhere."""

    __slots__ = ("body", "doc", "name", "recv", "type")

    def __init__(
        self,
        doc: CommentGroup | None,
        recv: FieldList | None,
        name: Ident,
        type: FuncType,
        body: BlockStmt | None,
    ) -> None:
        self.doc = doc
        self.recv = recv
        self.name = name
        self.type = type
        self.body = body

    def pos(self) -> int:
        return self.type.pos()

    def end(self) -> int:
        return self.body.end() if self.body is not None else self.type.end()

    def is_method(self) -> bool:
        return self.recv is not None


class File(Node):
    """A source file; comments holds all comments if the parser was asked to keep them."""

    __slots__ = ("comments", "decls", "doc", "file_end", "file_start", "go_version", "imports", "name", "package")

    def __init__(
        self,
        doc: CommentGroup | None,
        package: int,
        name: Ident,
        decls: list[Decl],
        file_start: int,
        file_end: int,
        imports: list[ImportSpec],
        comments: list[CommentGroup],
        go_version: str,
    ) -> None:
        self.doc = doc
        self.package = package
        self.name = name
        self.decls = decls
        self.file_start = file_start
        self.file_end = file_end
        self.imports = imports
        self.comments = comments
        self.go_version = go_version

    def pos(self) -> int:
        return self.package

    def end(self) -> int:
        return self.decls[-1].end() if self.decls else self.name.end()


# ---- The ends of deep expressions -----------------------------------------------------------------------------------


def leftmost(node: Expr) -> int:
    """`node.pos()`, found by a loop: `a + b + c + …` is as deep as it is long."""
    while (step := _LEFT.get(node.__class__)) is not None:
        node = step(node)
    return node.pos()


def rightmost(node: Node) -> int:
    """`node.end()`, found by a loop."""
    while (step := _RIGHT.get(node.__class__)) is not None:
        following = step(node)
        if following is None:
            break
        node = following
    return node.body.end() if isinstance(node, IfStmt) else node.end()


_LEFT: Final[dict[type[Node], Callable[..., Expr]]] = {
    BinaryExpr: lambda n: n.x,
    CallExpr: lambda n: n.fun,
    IndexExpr: lambda n: n.x,
    IndexListExpr: lambda n: n.x,
    KeyValueExpr: lambda n: n.key,
    SelectorExpr: lambda n: n.x,
    SliceExpr: lambda n: n.x,
    TypeAssertExpr: lambda n: n.x,
}

_RIGHT: Final[dict[type[Node], Callable[..., Node | None]]] = {
    ArrayType: lambda n: n.elt,
    BinaryExpr: lambda n: n.y,
    ChanType: lambda n: n.value,
    IfStmt: lambda n: n.else_,
    KeyValueExpr: lambda n: n.value,
    LabeledStmt: lambda n: n.stmt,
    MapType: lambda n: n.value,
    StarExpr: lambda n: n.x,
    UnaryExpr: lambda n: n.x,
}
