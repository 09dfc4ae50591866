"""Lifting, dominators and the edits of the control-flow graph, on functions made by hand."""

from __future__ import annotations

import pytest

from minigo.ssa import cfg, dominators, ir, lift, refine, text, verify
from tests.ssa.helpers import BOOL, INT, INT_PTR, Maker, const, counting_loop


def printed(m: Maker) -> list[str]:
    lines = text.format_function(m.fn).splitlines()
    return [" ".join(line.split()) for line in lines if line.startswith("\t")]


def test_loop_variable_becomes_phi() -> None:
    m = counting_loop()
    assert lift.lift(m.fn) == 1
    verify(m.fn)
    assert printed(m) == [
        "jump b1",
        "t0 = phi [b0: 0:int, b2: t2] #i int",
        "t1 = t0 < n bool",
        "if t1 goto b2 else b3",
        "t2 = t0 + 1:int int",
        "jump b1",
        "return t0",
    ]


def test_no_phi_where_the_variable_is_dead() -> None:
    m = Maker(["n"], 1)
    n = m.fn.params[0]
    x = m.emit(ir.Alloc(INT_PTR, "x"))
    m.branch(m.less(n, const(1)), "yes", "no")
    m.block("yes")
    m.emit(ir.Store(x, const(1)))
    m.jump("join")
    m.block("no")
    m.emit(ir.Store(x, const(2)))
    m.jump("join")
    m.block("join")
    m.ret(n)
    lift.lift(m.fn)
    verify(m.fn)
    assert not any(isinstance(i, ir.Phi) for i in m.fn.instructions())


def test_alloc_is_zero_each_time() -> None:
    m = Maker(["n"], 1)
    x = m.emit(ir.Alloc(INT_PTR, "x"))
    m.ret(m.emit(ir.Load(x, INT)))
    lift.lift(m.fn)
    assert printed(m) == ["return 0:int"] or printed(m) == ["return zero:int"]


def test_escaping_alloc_stays() -> None:
    m = Maker([], 0)
    x = m.emit(ir.Alloc(INT_PTR, "x"))
    g = ir.Global(None, "g", INT_PTR, INT_PTR, "main.g")
    m.emit(ir.Store(g, x))
    m.ret()
    refine.place_allocs(m.fn)
    assert x.heap
    assert lift.lift(m.fn) == 0


def test_unreachable_blocks_go_and_take_their_phi_operands() -> None:
    m = Maker(["n"], 1)
    n = m.fn.params[0]
    m.jump("join")
    m.block("dead")
    m.jump("join")
    m.block("join")
    phi = m.emit(ir.Phi(INT, [n, const(1)]))
    m.ret(phi)
    assert cfg.remove_unreachable(m.fn) == 1
    verify(m.fn)
    assert phi.operands == [n]
    cfg.simplify(m.fn)
    verify(m.fn)
    assert printed(m) == ["return n"]


def test_dominator_tree_of_a_diamond() -> None:
    m = Maker(["n"], 0)
    m.branch(m.less(m.fn.params[0], const(1)), "a", "b")
    m.block("a")
    m.jump("join")
    m.block("b")
    m.jump("join")
    m.block("join")
    m.ret()
    order = dominators.build(m.fn)
    entry, a, join = m.blocks["entry"], m.blocks["a"], m.blocks["join"]
    assert join.idom is entry and a.idom is entry
    assert dominators.dominates(entry, join) and not dominators.dominates(a, join)
    assert dominators.dominance_frontiers(m.fn, order)[a] == [join]


def test_deep_function_does_not_exhaust_the_stack() -> None:
    m = counting_loop()
    m2 = Maker(["n"], 1)
    for i in range(20000):
        m2.branch(m2.less(m2.fn.params[0], const(i)), f"x{i}", "out")
        m2.block(f"x{i}")
    m2.jump("out")
    m2.block("out")
    m2.ret(m2.fn.params[0])
    assert len(dominators.build(m2.fn)) == 20002
    assert m.fn is not m2.fn


def test_verifier_rejects_use_before_definition() -> None:
    m = Maker(["n"], 1)
    n = m.fn.params[0]
    first = ir.BinOp("+", n, n, INT)
    m.add(first, n)
    m.emit(first)
    m.ret(n)
    with pytest.raises(Exception, match="used before it is defined"):
        verify(m.fn)


def test_verifier_rejects_wrong_types() -> None:
    m = Maker(["n"], 1)
    m.ret(m.emit(ir.BinOp("+", m.fn.params[0], ir.Const(True, BOOL), INT)))
    with pytest.raises(Exception, match="operand types"):
        verify(m.fn)
