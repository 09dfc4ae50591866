"""Expression switches and type switches: chains of tests, clause by clause; ``default`` comes last whatever its place.

LLVM makes jump tables of chains that compare one integer with constants.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo.ssa import ir
from minigo.ssa.builder import expr as exprs
from minigo.ssa.builder import order
from minigo.ssa.builder import typeutil as tu
from minigo.ssa.builder.function import Target
from minigo.syntax import ast

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder


def switch_stmt(b: FunctionBuilder, s: Any, label: str | None = None) -> None:
    if s.init is not None:
        b.stmt(s.init)
    tag = b.expr(s.tag) if s.tag is not None else None
    clauses = s.body.list
    done = b.new_block("switch.done")
    bodies = [b.new_block("switch.body") for _ in clauses]
    default = done
    for clause, body in zip(clauses, bodies, strict=True):
        if not clause.list:
            default = body
        for case in clause.list:
            other = b.new_block("switch.next")
            _test(b, tag, case, body, other)
            b.start(other)
    b.jump(default)
    for i, (clause, body) in enumerate(zip(clauses, bodies, strict=True)):
        b.start(body)
        following = bodies[i + 1] if i + 1 < len(bodies) else None
        b.targets.append(Target(label, done, None, following))
        b.stmt_list(clause.body)
        b.targets.pop()
        b.jump(done)
    b.start(done)


def _test(b: FunctionBuilder, tag: ir.Value | None, case: ast.Expr, yes: ir.BasicBlock, no: ir.BasicBlock) -> None:
    pos = case.pos()
    if tag is None:
        if not tu.is_interface(b.typ(case)):
            from minigo.ssa.builder import stmt

            stmt.condition(b, case, yes, no)
            return
        tag = tu.bool_const(True)
    value = b.expr(case)
    b.branch(exprs.compare(b, "==", tag, value, tu.BOOL, pos), yes, no, pos)


def type_switch_stmt(b: FunctionBuilder, s: Any, label: str | None = None) -> None:
    if s.init is not None:
        b.stmt(s.init)
    source = s.assign.rhs[0] if s.assign.__class__ is ast.AssignStmt else s.assign.x
    x = b.expr(order.unparen(source).x)
    done = b.new_block("typeswitch.done")
    default: Any = None
    for clause in s.body.list:
        if not clause.list:
            default = clause
            continue
        _type_clause(b, x, clause, done, label)
    if default is not None:
        _clause_body(b, default, x, done, label)
    else:
        b.jump(done)
    b.start(done)


def _type_clause(b: FunctionBuilder, x: ir.Value, clause: Any, done: ir.BasicBlock, label: str | None) -> None:
    """Test the types of one clause; its body follows at once, the current block is then the next clause's test."""
    body, other = b.new_block("typeswitch.body"), b.new_block("typeswitch.next")
    value = x
    for i, case in enumerate(clause.list):
        fail = other if i == len(clause.list) - 1 else b.new_block("typeswitch.next")
        pos = case.pos()
        tv = b.info.types[case]
        if tv.is_nil:
            b.branch(exprs.compare(b, "==", x, ir.Const(None, x.type), tu.BOOL, pos), body, fail, pos)
        else:
            pair = exprs.assert_type(b, x, b.type(tv.type), True, pos)
            if len(clause.list) == 1:
                value = b.extract(pair, 0, pos)
            b.branch(b.extract(pair, 1, pos), body, fail, pos)
        if fail is not other:
            b.start(fail)
    b.start(body)
    _clause_body(b, clause, value, done, label)
    b.start(other)


def _clause_body(b: FunctionBuilder, clause: Any, value: ir.Value, done: ir.BasicBlock, label: str | None) -> None:
    obj = b.info.implicits.get(clause)
    if obj is not None:
        b.declare_with(obj, value)
    b.targets.append(Target(label, done))
    b.stmt_list(clause.body)
    b.targets.pop()
    b.jump(done)
