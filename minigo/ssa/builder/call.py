"""Calls: functions, methods, interface methods, func values; arguments and variadic parameters.

A ``Callee`` says what is called and which leading arguments (a receiver) are already known. ``defer`` and ``go`` use it too: they evaluate a callee and arguments
now and emit the call elsewhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import builtins, convert, lvalue, order, wrappers
from minigo.ssa.builder import typeutil as tu
from minigo.syntax import ast

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder


class Callee:
    """What a call calls: a function or func value ``fn``, or ``method`` of the interface value ``fn``; ``recv`` is the receiver of a static method call."""

    __slots__ = ("fn", "method", "recv", "sig")

    def __init__(self, fn: ir.Value, sig: Any, recv: ir.Value | None = None, method: Any = None) -> None:
        self.fn = fn
        self.sig = sig  # without receiver
        self.recv = recv
        self.method = method

    def emit(self, b: FunctionBuilder, args: list[ir.Value], pos: int) -> ir.Value:
        result_type = tu.results_type(self.sig)
        result: ir.Value
        if self.method is not None:
            result = b.emit(ir.Invoke(self.fn, self.method, args, result_type, pos))
            return result
        if self.recv is not None:
            args = [self.recv, *args]
        if not isinstance(self.fn, ir.Function):
            b.nil_check(self.fn, pos)
        result = b.emit(ir.Call(self.fn, args, result_type, pos))
        return result


def call(b: FunctionBuilder, e: Any) -> ir.Value:
    """A CallExpr: conversion, builtin or call. The value of a call without result is the call itself (type None)."""
    if order.is_conversion(b, e):
        return convert.conversion(b, e)
    name = order.builtin_name(b, e.fun)
    if name:
        return builtins.call(b, e, name)
    callee, args = callee_and_args(b, e)
    return callee.emit(b, args, e.lparen)


def callee_and_args(b: FunctionBuilder, e: Any) -> tuple[Callee, list[ir.Value]]:
    """Evaluate the function and the arguments, in Go's order; calls first (see ``order``)."""
    fun = order.unparen(e.fun)
    if any([order.has_call(b, a) for a in e.args]):
        order.hoist(b, fun)
        for a in e.args:
            order.hoist(b, a)
    callee = resolve(b, fun, e.lparen)
    return callee, arguments(b, e, callee.sig)


def signature(b: FunctionBuilder, fun: ast.Expr) -> Any:
    """The signature that a call of ``fun`` has (the instance's, if it is generic)."""
    name: Any = fun
    while name.__class__ in (ast.IndexExpr, ast.IndexListExpr, ast.ParenExpr):
        name = name.x
    if name.__class__ is ast.SelectorExpr:
        name = name.sel
    instance = b.info.instances.get(name) if name.__class__ is ast.Ident else None
    if instance is not None:
        return b.type(instance.type).underlying()
    return core_signature(b.typ(fun))


def core_signature(t: Any) -> Any:
    u = t.underlying()
    return u if u.__class__ is types.Signature else types.core_type(t)


def resolve(b: FunctionBuilder, fun: ast.Expr, pos: int) -> Callee:
    """What ``fun(…)`` calls; evaluates the receiver or func value."""
    plain: Any = fun
    while plain.__class__ in (ast.IndexExpr, ast.IndexListExpr, ast.ParenExpr):
        if plain.__class__ is ast.IndexExpr:
            tv = b.info.types.get(plain.x)
            if tv is None or b.type(tv.type).underlying().__class__ is not types.Signature:
                break
        plain = plain.x
    if plain.__class__ is ast.SelectorExpr:
        selection = b.info.selections.get(plain)
        if selection is not None and selection.kind == types.METHOD_VAL:
            return wrappers.method_callee(b, plain, selection, signature(b, fun))
        if selection is not None and selection.kind == types.METHOD_EXPR:
            return Callee(wrappers.method_expression_function(b, plain, selection), signature(b, fun))
    return Callee(b.expr(plain), signature(b, fun))


def arguments(b: FunctionBuilder, e: Any, sig: Any) -> list[ir.Value]:
    """The arguments, converted to the parameters' types; those of ``...T`` packed into a slice."""
    params = [v.type for v in sig.params.vars]
    args = e.args
    if len(args) == 1:
        t = b.info.types[args[0]].type
        if t.__class__ is types.Tuple:
            return _spread(b, b.expr(args[0]), sig, params, e)
    if not sig.variadic or e.ellipsis:
        return order.expr_list(b, args, params)
    fixed = len(params) - 1
    elem = params[-1].underlying().elem
    values = order.expr_list(b, args, params[:fixed] + [elem] * (len(args) - fixed))
    return [*values[:fixed], pack(b, values[fixed:], params[-1], e.lparen)]


def _spread(b: FunctionBuilder, tup: ir.Value, sig: Any, params: list[Any], e: Any) -> list[ir.Value]:
    """``f(g())`` where g has several results."""
    pos = e.lparen
    values = [b.extract(tup, i, pos) for i in range(len(tup.type.vars))]
    if not sig.variadic:
        return [convert.emit_conv(b, v, t, pos) for v, t in zip(values, params, strict=True)]
    fixed = len(params) - 1
    elem = params[-1].underlying().elem
    head = [convert.emit_conv(b, v, t, pos) for v, t in zip(values, params[:fixed], strict=False)]
    tail = [convert.emit_conv(b, v, elem, pos) for v in values[fixed:]]
    return [*head, pack(b, tail, params[-1], pos)]


def pack(b: FunctionBuilder, values: list[ir.Value], t: Any, pos: int) -> ir.Value:
    """A slice of the variadic arguments; nil when there are none."""
    if not values:
        return ir.Const(None, t)
    elem = t.underlying().elem
    array = b.alloc(tu.array_of(elem, len(values)), "varargs", True, pos)
    pointer = b.pointer(elem)
    for i, v in enumerate(values):
        b.store(b.emit(ir.IndexAddr(array, tu.int_const(i), pointer, pos)), v, pos)
    result: ir.Value = b.emit(ir.Slice(array, None, None, None, t, pos))
    return result


__all__ = ["Callee", "arguments", "call", "callee_and_args", "lvalue", "pack", "resolve", "signature"]
