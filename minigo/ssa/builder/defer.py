"""``defer`` and ``go``.

Both evaluate the function and its arguments now, and need a ``func()`` to run later. A call without arguments and results of a static function or closure is that already;
anything else is wrapped: ``defer f(x)`` becomes ``defer func() { f(x') }`` with x' captured by value. Such a closure only forwards, so it is a *wrapper*: f may recover.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import builtins, call, closure, convert, order
from minigo.ssa.builder import typeutil as tu

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder


def defer_stmt(b: FunctionBuilder, s: Any) -> None:
    fn = deferred(b, s.call, "defer")
    home = frame_owner(b)
    frame = None if home is b else captured_frame(b)
    home.fn.has_defer = True
    b.emit(ir.Defer(fn, frame, s.defer))


def go_stmt(b: FunctionBuilder, s: Any) -> None:
    b.emit(ir.Go(deferred(b, s.call, "go"), s.go))


def frame_owner(b: FunctionBuilder) -> FunctionBuilder:
    """The function in whose frame deferred calls of ``b`` go: the one around the bodies of range-over-func loops."""
    while b.range_body is not None:
        assert b.parent is not None
        b = b.parent
    return b


def captured_frame(b: FunctionBuilder) -> ir.Value:
    """The address of the owner's DeferFrame, in the body of a range-over-func loop."""
    if b.range_body is None:
        if b.frame is None:
            b.frame = b.emit_entry(ir.BuiltinCall("deferframe", [], tu.UNSAFE_POINTER))
        return b.frame
    assert b.parent is not None
    return b.capture(captured_frame(b.parent))


def deferred(b: FunctionBuilder, e: Any, kind: str) -> ir.Value:
    """A ``func()`` that makes the call ``e``, whose operands are evaluated here."""
    e = order.unparen(e)
    name = order.builtin_name(b, e.fun)
    if order.is_conversion(b, e):
        convert.conversion(b, e)
        return closure.thunk(b, f"{kind}wrap", kind, e.lparen, lambda inner: None)
    if name:
        return _builtin(b, e, name, kind)
    callee, args = call.callee_and_args(b, e)
    if callee.method is not None:
        b.emit(ir.NilCheck(callee.fn, e.lparen))  # a nil interface panics here, not when the call is made
    plain = not args and callee.recv is None and callee.method is None and not callee.sig.results.vars
    if plain:
        return _as_func(b, callee.fn, e.lparen)
    return _wrap(b, callee, args, kind, e.lparen)


def _as_func(b: FunctionBuilder, fn: ir.Value, pos: int) -> ir.Value:
    """A func value of a named type is as good as one of type ``func()``."""
    if types.unalias(fn.type).__class__ is types.Named:
        changed: ir.Value = b.emit(ir.ChangeType(fn, fn.type.underlying(), pos))
        return changed
    return fn


def _wrap(b: FunctionBuilder, callee: call.Callee, args: list[ir.Value], kind: str, pos: int) -> ir.Value:
    def body(inner: FunctionBuilder) -> None:
        inner.fn.wrapper = True
        fn = inner.capture(callee.fn)
        recv = inner.capture(callee.recv) if callee.recv is not None else None
        values = [inner.capture(a) for a in args]
        call.Callee(fn, callee.sig, recv, callee.method).emit(inner, values, pos)

    return closure.thunk(b, f"{kind}wrap", kind, pos, body)


def _builtin(b: FunctionBuilder, e: Any, name: str, kind: str) -> ir.Value:
    args = builtins.operands(b, e, name)
    if (
        name == "recover" and kind == "defer"
    ):  # called as if by b: it recovers what b, were it to call recover itself, may
        b.fn.calls_recover = True
        args = [b.emit(ir.BuiltinCall("entrysp", [], tu.UINTPTR, e.lparen))]

    def body(inner: FunctionBuilder) -> None:
        builtins.emit(inner, e, name, [inner.capture(a) for a in args])

    return closure.thunk(b, f"{kind}wrap", kind, e.lparen, body)
