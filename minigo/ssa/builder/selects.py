"""``select``: channels and sent values are evaluated in source order, one Select instruction waits, a chain of tests goes to the chosen clause.

Left-hand sides of a receive are evaluated in the clause, after the choice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo.ssa import ir
from minigo.ssa.builder import assign, convert, lvalue, order
from minigo.ssa.builder import typeutil as tu
from minigo.ssa.builder.function import Target
from minigo.syntax import ast

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder


def select_stmt(b: FunctionBuilder, s: Any, label: str | None = None) -> None:
    states: list[ir.SelectState] = []
    operands: list[ir.Value] = []
    received: list[Any] = []  # element types of the receives, in order
    cases: list[tuple[Any, int, int]] = []  # clause, number of its state, number of its receive (or -1)
    default = None
    for clause in s.body.list:
        if clause.comm is None:
            default = clause
            continue
        receive = -1
        if clause.comm.__class__ is ast.SendStmt:
            _send(b, clause.comm, states, operands)
        else:
            unary = _receive_expr(clause.comm)
            channel = b.expr(unary.x)
            states.append(ir.SelectState(False, len(operands), -1, unary.op_pos))
            operands.append(channel)
            receive = len(received)
            received.append(channel.type.underlying().elem)
        cases.append((clause, len(states) - 1, receive))
    result = tu.tuple_of(tu.INT, tu.BOOL, *received)
    chosen = b.emit(ir.Select(states, operands, default is None, result, s.select))
    if not states and default is None:
        b.emit(ir.Unreachable(s.select))
        b.dead()
        return
    _dispatch(b, chosen, cases, default, label, s.select)


def _send(b: FunctionBuilder, comm: Any, states: list[ir.SelectState], operands: list[ir.Value]) -> None:
    elem = tu.chan_elem(b.typ(comm.chan))
    channel, value = order.expr_list(b, (comm.chan, comm.value), (None, elem))
    states.append(ir.SelectState(True, len(operands), len(operands) + 1, comm.arrow))
    operands += (channel, value)


def _receive_expr(comm: Any) -> Any:
    e = comm.x if comm.__class__ is ast.ExprStmt else comm.rhs[0]
    return order.unparen(e)


def _dispatch(
    b: FunctionBuilder, chosen: ir.Value, cases: list[tuple[Any, int, int]], default: Any, label: str | None, pos: int
) -> None:
    done = b.new_block("select.done")
    index = b.extract(chosen, 0, pos)
    last = len(cases) - 1
    for i, (clause, number, receive) in enumerate(cases):
        if i != last or default is not None:
            body, other = b.new_block("select.body"), b.new_block("select.next")
            b.branch(b.emit(ir.BinOp("==", index, tu.int_const(number), tu.BOOL, pos)), body, other, pos)
            b.start(body)
        if clause.comm.__class__ is ast.AssignStmt:
            _assign(b, clause.comm, chosen, receive)
        _clause(b, clause, done, label)
        if i != last or default is not None:
            b.start(other)
    if default is not None:
        _clause(b, default, done, label)
    b.start(done)


def _clause(b: FunctionBuilder, clause: Any, done: ir.BasicBlock, label: str | None) -> None:
    b.targets.append(Target(label, done))
    b.stmt_list(clause.body)
    b.targets.pop()
    b.jump(done)


def _assign(b: FunctionBuilder, comm: Any, chosen: ir.Value, receive: int) -> None:
    """``v = <-c``, ``v, ok := <-c``: the received value and whether the channel was open."""
    pos = comm.tok_pos
    components = (2 + receive, 1)
    if comm.tok == ":=":
        for e, component in zip(comm.lhs, components, strict=False):
            obj = assign.new_variable(b, e)
            if obj is not None and obj.name != "_":
                b.declare_with(obj, convert.emit_conv(b, b.extract(chosen, component, pos), b.type(obj.type), pos))
        return
    targets = [lvalue.lvalue(b, e) for e in comm.lhs]
    for target, component in zip(targets, components, strict=False):
        target.store(b, b.extract(chosen, component, pos))
