"""Range over functions.

    for k, v := range f { body }      becomes      f(func(k K, v V) bool { body; return true })

The body is a closure, so whatever leaves the loop takes a detour:

* ``continue`` returns true, ``break`` returns false;
* anything that leaves further (return, goto, break and continue of an outer loop) notes a code in a variable ``next``, returns false, and after the call of f the code is looked up
  and the jump made from there (perhaps from another loop body, by the same detour);
* results of a ``return`` are stored to the result variables of the function around;
* ``defer`` uses that function's DeferFrame.

A variable ``state`` catches iterators that misbehave: the body panics when it is called while it runs, or after the loop has ended, with Go's texts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from minigo.ssa import ir
from minigo.ssa.builder import closure, scan
from minigo.ssa.builder import typeutil as tu
from minigo.ssa.builder.function import Target

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder

DONE: Final = 0  # the body returned false
READY: Final = 1  # the body may be called
PANIC: Final = 2  # the body is running, or has panicked
EXHAUSTED: Final = 3  # the iterator has returned

MISSING_PANIC: Final = 4  # the iterator recovered a panic of the body and went on


class RangeFuncBody:
    """What a loop body's builder knows of its loop: the state variables (as captured), the body's labels, the exits taken."""

    __slots__ = ("exits", "labels", "next", "state")

    def __init__(self, state: ir.Value, next_: ir.Value, labels: set[str]) -> None:
        self.state = state  # addresses, in the function around
        self.next = next_
        self.labels = labels
        self.exits: list[tuple[str, str | None]] = []


def range_func(b: FunctionBuilder, s: Any, sig: Any, label: str | None) -> None:
    pos = s.for_
    f = b.expr(s.x)
    yield_type = sig.params.vars[0].type
    state = b.alloc(tu.INT, "state", False, pos)
    b.store(state, tu.int_const(READY), pos)
    next_ = b.alloc(tu.INT, "next", False, pos)
    inner = _build_body(b, s, yield_type.underlying(), RangeFuncBody(state, next_, scan.facts(b, s.body).labels), label)
    body = closure.bind(b, inner, yield_type, pos)
    if not isinstance(f, ir.Function):
        b.nil_check(f, pos)
    b.emit(ir.Call(f, [body], None, pos))
    _after_call(b, inner, state, next_, pos)


def _build_body(b: FunctionBuilder, s: Any, sig: Any, loop: RangeFuncBody, label: str | None) -> FunctionBuilder:
    from minigo.ssa.builder import ranges
    from minigo.ssa.builder.package import add_parameter

    inner = closure.nested(b, closure.closure_name(b, "range"), sig, "range-over-func")
    inner.fn.pos, inner.fn.end_pos = s.for_, s.body.rbrace
    inner.range_body = loop
    for v in sig.params.vars:
        add_parameter(inner.fn, None, v.type)
    inner.start(inner.new_block("entry"))
    _check_state(inner, loop, s.for_)
    variables = ranges.Variables(inner, s)
    params = inner.fn.params
    variables.assign(inner, params[0] if params else None, params[1] if len(params) > 1 else None)
    done, next_ = inner.new_block("rangefunc.break"), inner.new_block("rangefunc.continue")
    inner.targets.append(Target(label, done, next_))
    inner.stmt_list(s.body.list)
    inner.jump(next_)
    inner.start(next_)
    _return(inner, loop, READY, True, s.body.rbrace)
    inner.start(done)
    _return(inner, loop, DONE, False, s.body.rbrace)
    return inner


def _check_state(inner: FunctionBuilder, loop: RangeFuncBody, pos: int) -> None:
    address = inner.capture(loop.state)
    state = inner.load(address, pos)
    inner.store(address, tu.int_const(PANIC), pos)
    bad, good = inner.new_block("rangefunc.misuse"), inner.new_block("rangefunc.body")
    inner.branch(inner.emit(ir.BinOp("==", state, tu.int_const(READY), tu.BOOL, pos)), good, bad, pos)
    inner.start(bad)
    _misuse(inner, state, pos)
    inner.start(good)


def _return(inner: FunctionBuilder, loop: RangeFuncBody, state: int, more: bool, pos: int) -> None:
    inner.store(inner.capture(loop.state), tu.int_const(state), pos)
    result = inner.fn.signature.results.vars[0].type
    inner.emit(ir.Return([ir.Const(more, result)], pos))


def leave(b: FunctionBuilder, jump: tuple[str, str | None], pos: int) -> None:
    """In a loop body: make ``jump`` happen in the function around. Ends the block."""
    loop = b.range_body
    assert loop is not None, f"no target for {jump[0]} {jump[1] or ''}"
    if jump not in loop.exits:
        loop.exits.append(jump)
    b.store(b.capture(loop.next), tu.int_const(loop.exits.index(jump) + 1), pos)
    _return(b, loop, DONE, False, pos)


def _after_call(b: FunctionBuilder, inner: FunctionBuilder, state: ir.Value, next_: ir.Value, pos: int) -> None:
    """The iterator has returned: did it swallow a panic, and where does control go on?"""
    loop = inner.range_body
    assert loop is not None
    swallowed, fine = b.new_block("rangefunc.panic"), b.new_block("rangefunc.done")
    current = b.load(state, pos)
    b.branch(b.emit(ir.BinOp("==", current, tu.int_const(PANIC), tu.BOOL, pos)), swallowed, fine, pos)
    b.start(swallowed)
    _misuse(b, tu.int_const(MISSING_PANIC), pos)
    b.start(fine)
    b.store(state, tu.int_const(EXHAUSTED), pos)
    if not loop.exits:
        return
    code = b.load(next_, pos)
    for i, jump in enumerate(loop.exits):
        taken, other = b.new_block("rangefunc.exit"), b.new_block("rangefunc.next")
        b.branch(b.emit(ir.BinOp("==", code, tu.int_const(i + 1), tu.BOOL, pos)), taken, other, pos)
        b.start(taken)
        _perform(b, jump, pos)
        b.start(other)


def _perform(b: FunctionBuilder, jump: tuple[str, str | None], pos: int) -> None:
    from minigo.ssa.builder import stmt

    kind, label = jump
    if kind != "return":
        stmt.branch_to(b, kind, label, pos)
    elif b.range_body is not None:
        leave(b, jump, pos)
    else:
        stmt.return_variables(b, pos)


def declares_label(b: FunctionBuilder, label: str) -> bool:
    return b.range_body is not None and label in b.range_body.labels


def result_addresses(b: FunctionBuilder, owner: FunctionBuilder) -> list[ir.Value]:
    """The addresses of the owner's result variables, as seen from ``b``; they are made if there are none."""
    fn = owner.fn
    if not fn.results:
        for i, v in enumerate(fn.signature.results.vars):
            fn.results.append(owner.emit_entry(ir.Alloc(owner.pointer(v.type), f"result{i}")))
    return [_seen_from(b, owner, r) for r in fn.results]


def _seen_from(b: FunctionBuilder, owner: FunctionBuilder, value: ir.Value) -> ir.Value:
    if b is owner:
        return value
    assert b.parent is not None
    return b.capture(_seen_from(b.parent, owner, value))


def _misuse(b: FunctionBuilder, state: ir.Value, pos: int) -> None:
    """Panic with the text that belongs to the state; ends the block."""
    b.emit(ir.Call(b.pb.runtime_function("panicrangestate", [tu.INT], []), [state], None, pos))
    b.emit(ir.Unreachable(pos))
