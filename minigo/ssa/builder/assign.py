"""Assignments and variable declarations.

An assignment has two phases: the operands on both sides are evaluated, then the stores are made, left to right. Checks that
belong to a store (nil map, nil pointer, index) come with the store.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import composite, convert, lvalue, order
from minigo.ssa.builder import typeutil as tu
from minigo.ssa.layout import is_small
from minigo.syntax import ast

if TYPE_CHECKING:
    from collections.abc import Sequence

    from minigo.ssa.builder.function import FunctionBuilder


def assign_stmt(b: FunctionBuilder, s: Any) -> None:
    if s.tok == ":=":
        define(b, s.lhs, s.rhs, s.tok_pos)
    elif s.tok == "=":
        assign(b, s.lhs, s.rhs, s.tok_pos)
    else:
        op_assign(b, s.lhs[0], s.tok[:-1], s.rhs[0], s.tok_pos)


def new_variable(b: FunctionBuilder, e: Any) -> Any:
    """The variable that an identifier on the left of ``:=`` declares, or None."""
    return b.info.defs.get(e) if e.__class__ is ast.Ident else None


def _is_blank(e: Any) -> bool:
    return e.__class__ is ast.Ident and e.name == "_"


# ---------------------------------------------------------------- declarations


def define(b: FunctionBuilder, lhs: list[Any], rhs: list[Any], pos: int) -> None:
    """``a, b := …``: declares what is new and assigns the rest."""
    if len(lhs) == 1:
        obj = new_variable(b, lhs[0])
        if obj is not None:
            declare(b, obj, rhs[0])
            return
    if len(lhs) != len(rhs):
        values = several(b, rhs[0], len(lhs))
        targets = [None if _is_new_or_blank(b, e) else lvalue.lvalue(b, e) for e in lhs]
    else:
        targets = [None if _is_new_or_blank(b, e) else lvalue.lvalue(b, e) for e in lhs]
        wanted = [None if _is_blank(e) else b.typ(e) for e in lhs]
        values = order.expr_list(b, rhs, wanted)
    for e, target, value in zip(lhs, targets, values, strict=True):
        obj = new_variable(b, e)
        if target is not None:
            target.store(b, value)
        elif obj is not None and not _is_blank(e):
            b.declare_with(obj, convert.emit_conv(b, value, b.type(obj.type), pos), pos)


def _is_new_or_blank(b: FunctionBuilder, e: Any) -> bool:
    return _is_blank(e) or new_variable(b, e) is not None


def declare(b: FunctionBuilder, obj: Any, init: ast.Expr | None) -> None:
    """``var x T = init`` and ``x := init``. A composite literal is built in the variable itself: nobody can see it half done."""
    if obj.name == "_":
        if init is not None:
            discard(b, init, b.type(obj.type))
        return
    if init is None:
        b.declare(obj)
        return
    t = b.type(obj.type)
    lit = order.unparen(init)
    if lit.__class__ is ast.CompositeLit:
        own = b.typ(lit)
        if not is_small(own) and types.identical(own, t):
            alloc = b.alloc(t, obj.name, False, obj.pos)
            alloc.obj = obj
            composite.fill(b, alloc, lit, own, True)
            b.vars[obj] = alloc
            return
    b.declare_with(obj, convert.emit_conv(b, b.expr(init), t, obj.pos))


def discard(b: FunctionBuilder, e: ast.Expr, t: Any = None) -> None:
    """``_ = e``: evaluate, and convert where that may panic."""
    tv = b.info.types.get(e)
    if tv is not None and (tv.value is not None or b.typ(e) is tu.UNTYPED_NIL):
        return
    v = b.expr(e)
    if t is not None:
        convert.emit_conv(b, v, t, e.pos())


def decl_stmt(b: FunctionBuilder, s: Any) -> None:
    """``var`` among statements; types get their linker name; constants need nothing."""
    decl = s.decl
    if decl.tok == "type":
        for spec in decl.specs:
            local_type(b, spec)
    if decl.tok != "var":
        return
    for spec in decl.specs:
        variables = [b.info.defs[name] for name in spec.names]
        if not spec.values:
            for obj in variables:
                if obj.name != "_":
                    b.declare(obj)
        elif len(spec.values) == len(variables):
            if len(variables) == 1:
                declare(b, variables[0], spec.values[0])
            else:
                values = order.expr_list(b, spec.values, [b.type(v.type) for v in variables])
                _declare_all(b, variables, values)
        else:
            _declare_all(b, variables, several(b, spec.values[0], len(variables)))


def _declare_all(b: FunctionBuilder, variables: list[Any], values: Sequence[ir.Value]) -> None:
    for obj, value in zip(variables, values, strict=True):
        if obj.name != "_":
            b.declare_with(obj, convert.emit_conv(b, value, b.type(obj.type), obj.pos))


def local_type(b: FunctionBuilder, spec: Any) -> None:
    """Name a type declared in a function after the function. (Those of generic functions are copied and named by ``Subst``.)"""
    obj = b.info.defs.get(spec.name)
    if obj is None or b.subst is not None or obj.link_name:
        return
    home = b
    while home.parent is not None:
        home = home.parent
    obj.link_name = f"{home.fn.name}.{obj.name}·{home.next_number('type')}"


# ---------------------------------------------------------------- assignments


def assign(b: FunctionBuilder, lhs: list[Any], rhs: list[Any], pos: int) -> None:
    if len(lhs) == 1:
        assign_one(b, lhs[0], rhs[0])
        return
    for e in lhs:
        if order.has_call(b, e):
            order.hoist_operands(b, e)
    if len(rhs) == 1:
        values = several(b, rhs[0], len(lhs))
        targets = [lvalue.lvalue(b, e) for e in lhs]
    else:
        if any([order.has_call(b, e) for e in rhs]):
            for e in rhs:
                order.hoist(b, e)
        targets = [lvalue.lvalue(b, e) for e in lhs]
        values = order.expr_list(b, rhs, [target.type for target in targets])
    for target, value in zip(targets, values, strict=True):
        target.store(b, value)


def assign_one(b: FunctionBuilder, left: Any, right: ast.Expr) -> None:
    """``x = y``: y is evaluated before x's operands, but for the calls among them."""
    plain = order.unparen(left)
    if _is_blank(plain):
        discard(b, right)
        return
    if plain.__class__ is ast.Ident:
        obj = b.info.uses[plain]
        value = convert.emit_conv(b, b.expr(right), b.type(obj.type), plain.pos())
        b.store(b.var_address(obj), value, plain.pos())
        return
    if order.has_call(b, left):
        order.hoist_operands(b, left)
        order.hoist(b, right)
    value = convert.emit_conv(b, b.expr(right), b.typ(left), right.pos())
    lvalue.lvalue(b, left).store(b, value)


def op_assign(b: FunctionBuilder, left: Any, op: str, right: ast.Expr, pos: int) -> None:
    """``x op= y``: x's operands are evaluated once."""
    from minigo.ssa.builder import expr

    if order.has_call(b, right):
        order.hoist_operands(b, left)
        order.hoist(b, right)
    target = lvalue.lvalue(b, left)
    old = target.load(b)
    target.store(b, expr.binop(b, op, old, b.expr(right), target.type, pos))


def inc_dec(b: FunctionBuilder, s: Any) -> None:
    target = lvalue.lvalue(b, s.x)
    old = target.load(b)
    one = b.const(1, target.type)
    value = b.emit(ir.BinOp("+" if s.tok == "++" else "-", old, one, target.type, s.tok_pos))
    target.store(b, value)


# ---------------------------------------------------------------- one expression, several values


def several(b: FunctionBuilder, e: ast.Expr, n: int) -> list[ir.Value]:
    """The values of a call with n results, or of a comma-ok form."""
    e = order.unparen(e)
    tup = comma_ok(b, e)
    if tup is None:
        tup = b.expr(e)
    return [b.extract(tup, i, e.pos()) for i in range(n)]


def comma_ok(b: FunctionBuilder, e: Any) -> ir.Value | None:
    """``m[k]``, ``x.(T)``, ``<-c`` as a Tuple (value, bool); None for other expressions."""
    from minigo.ssa.builder import expr

    cls = e.__class__
    result: ir.Value
    if cls is ast.IndexExpr:
        u = b.typ(e.x).underlying()
        if u.__class__ is not types.Map:
            return None
        m, key = order.expr_list(b, (e.x, e.index), (None, u.key))
        result = b.emit(ir.Lookup(m, key, True, tu.tuple_of(u.elem, tu.BOOL), e.lbrack))
        return result
    if cls is ast.TypeAssertExpr:
        return expr.assert_type(b, b.expr(e.x), b.type(b.info.types[e.type].type), True, e.lparen)
    if cls is ast.UnaryExpr and e.op == "<-":
        channel = b.expr(e.x)
        elem = channel.type.underlying().elem
        result = b.emit(ir.Recv(channel, True, tu.tuple_of(elem, tu.BOOL), e.op_pos))
        return result
    return None
