"""Statements: blocks, if, for, labels, branches, return; the other kinds have files of their own.

Every function leaves the builder in a block without terminator; after a jump away that is a fresh block without predecessors, which the end of the function removes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import assign, convert, defer, order, rangefunc, ranges, selects, switch
from minigo.ssa.builder import typeutil as tu
from minigo.ssa.builder.function import Target
from minigo.ssa.builder.scan import shares_loop_variable
from minigo.syntax import ast

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder


def block_stmt(b: FunctionBuilder, s: Any) -> None:
    b.stmt_list(s.list)


def empty_stmt(b: FunctionBuilder, s: Any) -> None:
    return


def expr_stmt(b: FunctionBuilder, s: Any) -> None:
    b.expr(s.x)


def send_stmt(b: FunctionBuilder, s: Any) -> None:
    elem = tu.chan_elem(b.typ(s.chan))
    channel, value = order.expr_list(b, (s.chan, s.value), (None, elem))
    b.emit(ir.Send(channel, value, s.arrow))


# ---------------------------------------------------------------- conditions


def condition(b: FunctionBuilder, e: Any, yes: ir.BasicBlock, no: ir.BasicBlock) -> None:
    """Branch on a boolean expression; && and || become control flow."""
    e = order.unparen(e)
    tv = b.info.types.get(e)
    if tv is None or tv.value is None:
        if e.__class__ is ast.UnaryExpr and e.op == "!":
            condition(b, e.x, no, yes)
            return
        if e.__class__ is ast.BinaryExpr and (e.op == "&&" or e.op == "||"):
            _condition_chain(b, e, yes, no)
            return
        b.branch(b.expr(e), yes, no, e.pos())
        return
    b.jump(yes if tv.value else no, e.pos())


def _condition_chain(b: FunctionBuilder, e: Any, yes: ir.BasicBlock, no: ir.BasicBlock) -> None:
    from minigo.ssa.builder.expr import operand_chain

    chain = operand_chain(b, e)
    for operand in chain[:-1]:
        more = b.new_block("cond.more")
        if e.op == "&&":
            condition(b, operand, more, no)
        else:
            condition(b, operand, yes, more)
        b.start(more)
    condition(b, chain[-1], yes, no)


def if_stmt(b: FunctionBuilder, s: Any) -> None:
    """A chain of else-ifs is walked by a loop."""
    done = b.new_block("if.done")
    while True:
        if s.init is not None:
            b.stmt(s.init)
        then = b.new_block("if.then")
        otherwise = b.new_block("if.else") if s.else_ is not None else done
        condition(b, s.cond, then, otherwise)
        b.start(then)
        b.stmt_list(s.body.list)
        b.jump(done)
        if s.else_ is None:
            break
        b.start(otherwise)
        s = s.else_
        if s.__class__ is not ast.IfStmt:
            b.stmt(s)
            b.jump(done)
            break
    b.start(done)


# ---------------------------------------------------------------- loops


def for_stmt(b: FunctionBuilder, s: Any, label: str | None = None) -> None:
    if s.init is not None:
        b.stmt(s.init)
    shared = _loop_variables(b, s)
    if shared:
        _for_with_copies(b, s, label, shared)
        return
    body, done = b.new_block("for.body"), b.new_block("for.done")
    head = b.new_block("for.head") if s.cond is not None else body
    post = b.new_block("for.post") if s.post is not None else head
    b.jump(head, s.for_)
    if s.cond is not None:
        b.start(head)
        condition(b, s.cond, body, done)
    b.start(body)
    _loop_body(b, s.body, Target(label, done, post))
    b.jump(post)
    if s.post is not None:
        b.start(post)
        b.stmt(s.post)
        b.jump(head)
    b.start(done)


def _loop_body(b: FunctionBuilder, body: Any, target: Target) -> None:
    b.targets.append(target)
    b.stmt_list(body.list)
    b.targets.pop()


def _loop_variables(b: FunctionBuilder, s: Any) -> list[Any]:
    """The variables of a three-clause loop that need a copy for each iteration: those that something may hold on to."""
    init = s.init
    if init.__class__ is not ast.AssignStmt or init.tok != ":=" or not per_iteration(b, s):
        return []
    variables = [obj for e in init.lhs if (obj := assign.new_variable(b, e)) is not None and obj.name != "_"]
    return [v for v in variables if shares_loop_variable(b, s, v)]


def per_iteration(b: FunctionBuilder, s: Any) -> bool:
    """Whether loop variables are new in each iteration: since Go 1.22."""
    return b.unit.language_version(s.pos()) >= (1, 22)


def _for_with_copies(b: FunctionBuilder, s: Any, label: str | None, shared: list[Any]) -> None:
    """Each iteration has its own variables; before the post statement they are copied.

    head: i = new; *i = *outer; if cond goto body else done … post: *outer = *i; post statement on outer; jump head
    """
    outer = {v: b.vars[v] for v in shared}
    head, body = b.new_block("for.head"), b.new_block("for.body")
    post, done = b.new_block("for.post"), b.new_block("for.done")
    b.jump(head, s.for_)
    b.start(head)
    for v in shared:
        first = b.load(outer[v])
        b.declare_with(v, first)
    own = {v: b.vars[v] for v in shared}
    if s.cond is not None:
        condition(b, s.cond, body, done)
    else:
        b.jump(body)
    b.start(body)
    _loop_body(b, s.body, Target(label, done, post))
    b.jump(post)
    b.start(post)
    for v in shared:
        b.store(outer[v], b.load(own[v]))
        b.vars[v] = outer[v]
    if s.post is not None:
        b.stmt(s.post)
    b.jump(head)
    b.start(done)


# ---------------------------------------------------------------- labels and branches


def label_block(b: FunctionBuilder, name: str) -> ir.BasicBlock:
    block = b.labels.get(name)
    if block is None:
        block = b.labels[name] = b.new_block(f"label.{name}")
    return block


def labeled_stmt(b: FunctionBuilder, s: Any) -> None:
    name = s.label.name
    if name == "_":  # nothing can jump there, and there may be several
        b.stmt(s.stmt)
        return
    block = label_block(b, name)
    b.jump(block, s.pos())
    b.start(block)
    labeled = _LABELED.get(s.stmt.__class__)
    if labeled is not None:
        labeled(b, s.stmt, name)
        return
    b.stmt(s.stmt)


def branch_stmt(b: FunctionBuilder, s: Any) -> None:
    label = s.label.name if s.label is not None else None
    branch_to(b, s.tok, label, s.tok_pos)
    b.dead()


def branch_to(b: FunctionBuilder, tok: str, label: str | None, pos: int) -> None:
    """Jump; out of the body of a range-over-func loop that takes a detour through the iterator function."""
    if tok == "goto":
        assert label is not None
        if b.range_body is not None and not rangefunc.declares_label(b, label):
            rangefunc.leave(b, ("goto", label), pos)
        else:
            b.jump(label_block(b, label), pos)
        return
    target = _find_target(b, tok, label)
    if target is not None:
        b.jump(target, pos)
    else:
        rangefunc.leave(b, (tok, label), pos)


def _find_target(b: FunctionBuilder, tok: str, label: str | None) -> ir.BasicBlock | None:
    for target in reversed(b.targets):
        if label is not None and target.label != label:
            continue
        if tok == "break":
            block = target.break_
        elif tok == "continue":
            block = target.continue_
        else:
            block = target.fallthrough
        if block is not None:
            return block
    return None


# ---------------------------------------------------------------- return


def return_stmt(b: FunctionBuilder, s: Any) -> None:
    pos = s.return_
    owner = defer.frame_owner(b)
    result_types = [v.type for v in owner.fn.signature.results.vars]
    if b is not owner or owner.fn.results or owner.fn.has_defer:
        _return_through_variables(b, owner, s, result_types, pos)
    else:
        b.emit(ir.Return(_returned_values(b, s, result_types), pos))
    b.dead()


def _returned_values(b: FunctionBuilder, s: Any, result_types: list[Any]) -> list[ir.Value]:
    if len(s.results) == 1 and len(result_types) > 1:
        tup = b.expr(s.results[0])
        return [convert.emit_conv(b, b.extract(tup, i, s.return_), t, s.return_) for i, t in enumerate(result_types)]
    return order.expr_list(b, s.results, result_types)


def _return_through_variables(
    b: FunctionBuilder, owner: FunctionBuilder, s: Any, result_types: list[Any], pos: int
) -> None:
    """Deferred calls run before; results, if any, have variables: they are named, deferred calls may change them, or the return stands in another function's body."""
    if s.results:
        values = _returned_values(b, s, result_types)
        for addr, value in zip(rangefunc.result_addresses(b, owner), values, strict=True):
            b.store(addr, value, pos)
    if b is not owner:
        rangefunc.leave(b, ("return", None), pos)
        return
    return_variables(b, pos)


def return_variables(b: FunctionBuilder, pos: int) -> None:
    """Run deferred calls, then return what the result variables hold."""
    if b.fn.has_defer:
        b.emit(ir.RunDefers(pos))
    b.emit(ir.Return([b.load(r, pos) for r in b.fn.results], pos))


_LABELED: Final[dict[type, Callable[..., None]]] = {
    ast.ForStmt: for_stmt,
    ast.RangeStmt: ranges.range_stmt,
    ast.SwitchStmt: switch.switch_stmt,
    ast.TypeSwitchStmt: switch.type_switch_stmt,
    ast.SelectStmt: selects.select_stmt,
}

TABLE: Final[dict[type, Callable[..., None]]] = {
    ast.BlockStmt: block_stmt,
    ast.EmptyStmt: empty_stmt,
    ast.ExprStmt: expr_stmt,
    ast.SendStmt: send_stmt,
    ast.IfStmt: if_stmt,
    ast.ForStmt: for_stmt,
    ast.LabeledStmt: labeled_stmt,
    ast.BranchStmt: branch_stmt,
    ast.ReturnStmt: return_stmt,
    ast.AssignStmt: assign.assign_stmt,
    ast.IncDecStmt: assign.inc_dec,
    ast.DeclStmt: assign.decl_stmt,
    ast.DeferStmt: defer.defer_stmt,
    ast.GoStmt: defer.go_stmt,
    ast.RangeStmt: ranges.range_stmt,
    ast.SwitchStmt: switch.switch_stmt,
    ast.TypeSwitchStmt: switch.type_switch_stmt,
    ast.SelectStmt: selects.select_stmt,
}

__all__ = ["TABLE", "branch_to", "condition", "if_stmt", "label_block", "per_iteration", "return_variables", "types"]
