"""``for … range`` over integers, slices, arrays, strings, maps and channels. Functions: ``rangefunc``.

The range expression is evaluated once. The iteration variables of a ``:=`` clause are new in each iteration (since Go 1.22), so they are Allocs inside the body.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import convert, lvalue, order, rangefunc
from minigo.ssa.builder import typeutil as tu
from minigo.ssa.builder.function import Target
from minigo.syntax import ast

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder


class Variables:
    """The key and value of a range clause: how each iteration assigns them."""

    __slots__ = ("fresh", "key", "shared", "value")

    def __init__(self, b: FunctionBuilder, s: Any) -> None:
        from minigo.ssa.builder import stmt

        self.key = None if _absent(s.key) else s.key
        self.value = None if _absent(s.value) else s.value
        self.fresh = s.tok == ":="
        self.shared = self.fresh and not stmt.per_iteration(b, s)
        if self.shared:  # before Go 1.22: one variable for the whole loop
            for e in (self.key, self.value):
                if e is not None:
                    b.declare(b.info.defs[e])

    def assign(self, b: FunctionBuilder, key: ir.Value | None, value: ir.Value | None) -> None:
        """At the start of the body."""
        if self.fresh:
            for e, v in ((self.key, key), (self.value, value)):
                if e is not None and v is not None:
                    obj = b.info.defs[e]
                    v = convert.emit_conv(b, v, b.type(obj.type), e.pos())
                    if self.shared:
                        b.store(b.vars[obj], v, e.pos())
                    else:
                        b.declare_with(obj, v)
            return
        targets = [
            (lvalue.lvalue(b, e), v)
            for e, v in ((self.key, key), (self.value, value))
            if e is not None and v is not None
        ]
        for target, v in targets:
            target.store(b, v)


def _absent(e: Any) -> bool:
    return e is None or (e.__class__ is ast.Ident and e.name == "_")


def range_stmt(b: FunctionBuilder, s: Any, label: str | None = None) -> None:
    t = b.typ(s.x)
    u = t.underlying()
    cls = u.__class__
    if cls is types.Signature:
        rangefunc.range_func(b, s, u, label)
    elif cls is types.Basic and u.info & types.IS_INTEGER:
        _range_int(b, s, label)
    elif cls is types.Basic:
        _range_iterator(b, s, label, True)
    elif cls is types.Map:
        _range_iterator(b, s, label, False)
    elif cls is types.Chan:
        _range_chan(b, s, label)
    else:
        _range_indexed(b, s, u, label)


def _body(b: FunctionBuilder, s: Any, label: str | None, done: ir.BasicBlock, next_: ir.BasicBlock) -> None:
    b.targets.append(Target(label, done, next_))
    b.stmt_list(s.body.list)
    b.targets.pop()
    b.jump(next_)


def _counter_loop(
    b: FunctionBuilder, s: Any, length: ir.Value
) -> tuple[ir.Alloc, ir.Value, ir.BasicBlock, ir.BasicBlock]:
    """``i`` from 0 while i < length: returns the counter, its value in the body (the current block), the block that increments, and the one after the loop."""
    t = length.type
    head, body = b.new_block("range.head"), b.new_block("range.body")
    post, done = b.new_block("range.post"), b.new_block("range.done")
    counter = b.alloc(t, "rangeindex", False, s.for_)
    b.jump(head, s.for_)
    b.start(head)
    i = b.load(counter, s.for_)
    b.branch(b.emit(ir.BinOp("<", i, length, tu.BOOL, s.for_)), body, done, s.for_)
    b.start(body)
    return counter, i, post, done


def _increment(
    b: FunctionBuilder, s: Any, counter: ir.Alloc, i: ir.Value, post: ir.BasicBlock, done: ir.BasicBlock
) -> None:
    b.start(post)
    b.store(counter, b.emit(ir.BinOp("+", i, ir.Const(1, i.type), i.type, s.for_)), s.for_)
    b.jump(i.block, s.for_)  # type: ignore[attr-defined]
    b.start(done)


def _range_int(b: FunctionBuilder, s: Any, label: str | None) -> None:
    variables = Variables(b, s)
    length = b.expr(s.x)
    if variables.key is not None and b.info.types[s.x].value is not None:
        length = convert.emit_conv(
            b, length, b.typ(variables.key), s.x.pos()
        )  # an untyped constant: the variable's type
    counter, i, post, done = _counter_loop(b, s, length)
    variables.assign(b, i, None)
    _body(b, s, label, done, post)
    _increment(b, s, counter, i, post, done)


def _range_indexed(b: FunctionBuilder, s: Any, u: Any, label: str | None) -> None:
    """Slices, arrays and pointers to arrays. The length is taken once, before the loop; an array that is not used for its values is not evaluated."""
    variables = Variables(b, s)
    pos = s.x.pos()
    x: ir.Value | None = None
    length: ir.Value
    if u.__class__ is types.Slice:
        x = b.expr(s.x)
        length = b.emit(ir.Len(x, tu.INT, pos))
        elem = u.elem
    else:
        array = tu.deref(u).underlying()
        length, elem = tu.int_const(array.len), array.elem
        x = _array_operand(b, s, u, variables.value is not None)
    counter, i, post, done = _counter_loop(b, s, length)
    value = None
    if variables.value is not None:
        assert x is not None
        if u.__class__ is types.Pointer:
            b.nil_check(x, pos)
        value = b.load(b.emit(ir.IndexAddr(x, i, b.pointer(elem), pos)), pos)
    variables.assign(b, i, value)
    _body(b, s, label, done, post)
    _increment(b, s, counter, i, post, done)


def _array_operand(b: FunctionBuilder, s: Any, u: Any, wanted: bool) -> ir.Value | None:
    """The address of the array ranged over; an array value is copied, for the body may change the variable."""
    if u.__class__ is types.Pointer:
        return b.expr(s.x) if wanted or order.has_call(b, s.x) else None
    if wanted:
        return b.spill(b.expr(s.x), "rangearray")
    if order.has_call(b, s.x):
        b.expr(s.x)
    return None


def _range_iterator(b: FunctionBuilder, s: Any, label: str | None, is_string: bool) -> None:
    """Strings and maps: Range makes an iterator, Next steps it."""
    variables = Variables(b, s)
    x = b.expr(s.x)
    u = x.type.underlying()
    key_type, value_type = (tu.INT, tu.INT32) if is_string else (u.key, u.elem)
    it = b.emit(ir.Range(x, tu.UNSAFE_POINTER, s.for_))
    head, body, done = b.new_block("range.head"), b.new_block("range.body"), b.new_block("range.done")
    b.jump(head, s.for_)
    b.start(head)
    step = b.emit(ir.Next(it, is_string, tu.tuple_of(tu.BOOL, key_type, value_type), s.for_))
    b.branch(b.extract(step, 0, s.for_), body, done, s.for_)
    b.start(body)
    key = b.extract(step, 1, s.for_) if variables.key is not None else None
    value = b.extract(step, 2, s.for_) if variables.value is not None else None
    variables.assign(b, key, value)
    _body(b, s, label, done, head)
    b.start(done)


def _range_chan(b: FunctionBuilder, s: Any, label: str | None) -> None:
    variables = Variables(b, s)
    channel = b.expr(s.x)
    elem = channel.type.underlying().elem
    head, body, done = b.new_block("range.head"), b.new_block("range.body"), b.new_block("range.done")
    b.jump(head, s.for_)
    b.start(head)
    received = b.emit(ir.Recv(channel, True, tu.tuple_of(elem, tu.BOOL), s.for_))
    b.branch(b.extract(received, 1, s.for_), body, done, s.for_)
    b.start(body)
    variables.assign(b, b.extract(received, 0, s.for_) if variables.key is not None else None, None)
    _body(b, s, label, done, head)
    b.start(done)
