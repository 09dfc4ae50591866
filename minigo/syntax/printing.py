"""Expressions and simple statements on one line, as messages quote them (cmd/compile's short form).

Binary expressions are spaced, bodies of function literals and elements of composite literals are left out (`…`).
This is not the formatter: `minigo fmt` keeps the source's layout and comments.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minigo.syntax.ast import (
    RECV,
    SEND,
    ArrayType,
    AssignStmt,
    BadExpr,
    BasicLit,
    BinaryExpr,
    CallExpr,
    ChanType,
    CompositeLit,
    Ellipsis,
    Expr,
    ExprStmt,
    Field,
    FieldList,
    FuncLit,
    FuncType,
    Ident,
    IncDecStmt,
    IndexExpr,
    IndexListExpr,
    InterfaceType,
    KeyValueExpr,
    MapType,
    Node,
    ParenExpr,
    SelectorExpr,
    SendStmt,
    SliceExpr,
    StarExpr,
    Stmt,
    StructType,
    TypeAssertExpr,
    UnaryExpr,
)


def expr_string(x: Expr) -> str:
    """An expression or type on one line. Expressions of any depth are fine."""
    out: list[str] = []
    # Pending strings and nodes, last first: a stack instead of recursion.
    pending: list[str | Node] = [x]
    while pending:
        item = pending.pop()
        if isinstance(item, str):
            out.append(item)
        else:
            pending.extend(reversed(_PARTS[item.__class__](item)))
    return "".join(out)


def emphasized(x: Expr) -> str:
    """An operand of an assignment, with parentheses around a binary expression."""
    return f"({expr_string(x)})" if isinstance(x, BinaryExpr) else expr_string(x)


def expr_list_string(exprs: list[Expr]) -> str:
    return ", ".join(expr_string(x) for x in exprs)


def stmt_string(stmt: Stmt) -> str:
    """A simple statement on one line."""
    if isinstance(stmt, ExprStmt):
        return expr_string(stmt.x)
    if isinstance(stmt, AssignStmt):
        return f"{expr_list_string(stmt.lhs)} {stmt.tok} {expr_list_string(stmt.rhs)}"
    if isinstance(stmt, IncDecStmt):
        return expr_string(stmt.x) + stmt.tok
    if isinstance(stmt, SendStmt):
        return f"{expr_string(stmt.chan)} <- {expr_string(stmt.value)}"
    return stmt.__class__.__name__


Parts = list[Any]  # of str | Node


def _commas(nodes: list[Any]) -> Parts:
    parts: Parts = []
    for node in nodes:
        if parts:
            parts.append(", ")
        parts.append(node)
    return parts


def _optional(node: Node | None) -> Parts:
    return [] if node is None else [node]


def _call(x: CallExpr) -> Parts:
    return [x.fun, "(", *_commas(list(x.args)), "..." if x.ellipsis else "", ")"]


def _slice(x: SliceExpr) -> Parts:
    parts = [x.x, "[", *_optional(x.low), ":", *_optional(x.high)]
    if x.slice3:
        parts += [":", *_optional(x.max)]
    return [*parts, "]"]


def _plain(type_: Any) -> Any:
    """A type inside a type, without its parentheses: gc does not show them."""
    while isinstance(type_, ParenExpr):
        type_ = type_.x
    return type_


def _array_type(x: ArrayType) -> Parts:
    return ["[", *_optional(x.len), "]", _plain(x.elt)]


def _composite_lit(x: CompositeLit) -> Parts:
    return [*_optional(x.type), "{…}" if x.elts else "{}"]


def _chan_type(x: ChanType) -> Parts:
    value = _plain(x.value)
    if x.dir == RECV:
        return ["<-chan ", value]
    if x.dir == SEND:
        return ["chan<- ", value]
    # Without parentheses `chan (<-chan T)` would be read as `chan<- (chan T)`.
    if isinstance(value, ChanType) and value.dir == RECV:
        return ["chan (", value, ")"]
    return ["chan ", value]


def _field(field: Field) -> Parts:
    type_ = _plain(field.type)
    if field.names and isinstance(type_, FuncType) and not type_.func:
        return [field.names[0], *_signature(type_)]  # an interface's method
    parts = _commas(list(field.names))
    if parts and type_ is not None:
        parts.append(" ")
    return parts + _optional(type_)


def _fields(fields: FieldList, separator: str) -> Parts:
    parts: Parts = []
    for field in fields.list:
        if parts:
            parts.append(separator)
        parts += _field(field)
    return parts


def _signature(x: FuncType) -> Parts:
    parts: Parts = ["(", *_fields(x.params, ", "), ")"]
    results = x.results
    if results is not None and results.list:
        if len(results.list) == 1 and not results.list[0].names:
            parts += [" ", *_field(results.list[0])]
        else:
            parts += [" (", *_fields(results, ", "), ")"]
    return parts


def _struct_type(x: StructType) -> Parts:
    return ["struct{", *_fields(x.fields, "; "), "}"]


def _interface_type(x: InterfaceType) -> Parts:
    return ["interface{", *_fields(x.methods, "; "), "}"]


_PARTS: Final[dict[type[Node], Callable[..., Parts]]] = {
    ArrayType: _array_type,
    BadExpr: lambda x: ["_"],
    BasicLit: lambda x: [x.value],
    BinaryExpr: lambda x: [x.x, f" {x.op} ", x.y],
    CallExpr: _call,
    ChanType: _chan_type,
    CompositeLit: _composite_lit,
    Ellipsis: lambda x: ["...", *_optional(x.elt)],
    FuncLit: lambda x: [x.type, " {…}" if x.body.list else " {}"],
    FuncType: lambda x: ["func", *_signature(x)],
    Ident: lambda x: [x.name],
    IndexExpr: lambda x: [x.x, "[", x.index, "]"],
    IndexListExpr: lambda x: [x.x, "[", *_commas(list(x.indices)), "]"],
    InterfaceType: _interface_type,
    KeyValueExpr: lambda x: [x.key, ": ", x.value],
    MapType: lambda x: ["map[", _plain(x.key), "]", _plain(x.value)],
    ParenExpr: lambda x: ["(", x.x, ")"],
    SelectorExpr: lambda x: [x.x, ".", x.sel],
    SliceExpr: _slice,
    StarExpr: lambda x: ["*", x.x],
    StructType: _struct_type,
    TypeAssertExpr: lambda x: [x.x, ".(", x.type if x.type is not None else "type", ")"],
    UnaryExpr: lambda x: [x.op, x.x],
}
