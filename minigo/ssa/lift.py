"""Lifting: local variables become registers, with φ at (pruned, iterated) dominance frontiers.

Comes in: a function built naively, every variable an ``Alloc`` with ``Load`` and ``Store``. Goes out: the same function in which each Alloc
that is only loaded and stored, lies on the stack and holds a small value is gone. Cytron et al., *Efficiently Computing Static Single
Assignment Form* (1991); a φ is placed only where the variable is live.

An Alloc stores the zero value each time it is executed, so it counts as a definition. Results of a function with ``defer`` stay in memory:
the recover block reads them after control has come back from anywhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from minigo.ssa import dominators
from minigo.ssa.ir import Alloc, BasicBlock, Const, Function, Instruction, Load, Phi, Store, Value
from minigo.ssa.layout import is_small

if TYPE_CHECKING:
    from collections.abc import Iterable


class _Variable:
    """What is known of one Alloc: the blocks that define it, and those at whose start it is live."""

    __slots__ = ("alloc", "defs", "liftable", "live_in", "upward")

    def __init__(self, alloc: Alloc) -> None:
        self.alloc = alloc
        self.defs: dict[BasicBlock, None] = {}  # an ordered set: output must not depend on hashes
        self.upward: list[BasicBlock] = []  # blocks that load it before they define it
        self.live_in: set[BasicBlock] = set()
        self.liftable = True


def lift(fn: Function) -> int:
    """Lift every Alloc of ``fn`` that can be; returns their number. ``fn.locals`` becomes the list of stack Allocs left."""
    variables = _candidates(fn)
    if variables:
        order = dominators.build(fn)
        phis = _place_phis(fn, variables, order)
        _rename(fn, variables, phis)
        for alloc in variables:
            alloc.block = None
    fn.locals = [i for block in fn.blocks for i in block.instrs if i.__class__ is Alloc and not i.heap]
    return len(variables)


def _candidates(fn: Function) -> dict[Alloc, _Variable]:
    """The Allocs that are used in no other way than by Load and as the address of Store, with their definitions and upward-exposed uses."""
    keep = set(fn.results) if fn.has_defer else set()
    found: dict[Value, _Variable] = {}
    for block in fn.blocks:
        for instr in block.instrs:
            if instr.__class__ is Alloc and not instr.heap and instr not in keep and is_small(instr.type.elem):
                found[instr] = _Variable(instr)
    if not found:
        return {}
    for block in fn.blocks:
        for instr in block.instrs:
            cls = instr.__class__
            for i, op in enumerate(instr.operands):
                if op.__class__ is Alloc and op in found:
                    var = found[op]
                    if cls is Load:
                        if block not in var.defs and (not var.upward or var.upward[-1] is not block):
                            var.upward.append(block)
                    elif cls is Store and i == 0:
                        var.defs[block] = None
                    else:
                        var.liftable = False
            if cls is Alloc and instr in found:
                found[instr].defs[block] = None
    return {v.alloc: v for v in found.values() if v.liftable}


def _live_blocks(var: _Variable) -> set[BasicBlock]:
    """The blocks at whose start the variable's value may still be read."""
    live: set[BasicBlock] = set()
    work = list(var.upward)
    while work:
        block = work.pop()
        if block in live:
            continue
        live.add(block)
        work.extend(p for p in block.preds if p not in var.defs)
    return live


def _place_phis(
    fn: Function, variables: dict[Alloc, _Variable], order: list[BasicBlock]
) -> dict[BasicBlock, list[tuple[Phi, Alloc]]]:
    frontier: dict[BasicBlock, list[BasicBlock]] | None = None
    placed: dict[BasicBlock, list[tuple[Phi, Alloc]]] = {}
    reachable = set(order)
    for var in variables.values():
        if not var.upward:
            continue
        live = _live_blocks(var)
        if frontier is None:
            frontier = dominators.dominance_frontiers(fn, order)
        done: set[BasicBlock] = set()
        work = [b for b in var.defs if b in reachable]
        while work:
            for join in frontier[work.pop()]:
                if join in done or join not in live:
                    continue
                done.add(join)
                work.append(join)
                phi = Phi(var.alloc.type.elem, [], var.alloc.comment, var.alloc.pos)
                phi.operands = [phi] * len(join.preds)
                phi.block = join
                placed.setdefault(join, []).append((phi, var.alloc))
    return placed


class _Renamer:
    """One walk over the dominator tree that carries the current value of each variable."""

    __slots__ = ("current", "phis", "replaced", "variables", "zeros")

    def __init__(self, variables: dict[Alloc, _Variable], phis: dict[BasicBlock, list[tuple[Phi, Alloc]]]) -> None:
        self.variables = variables
        self.phis = phis
        self.current: dict[Value, Value] = {}
        self.replaced: dict[Value, Value] = {}
        self.zeros: dict[Alloc, Const] = {}

    def zero(self, alloc: Alloc) -> Const:
        const = self.zeros.get(alloc)
        if const is None:
            const = self.zeros[alloc] = Const(None, alloc.type.elem)
        return const

    def visit(self, block: BasicBlock) -> list[tuple[Value, Value | None]]:
        """Rewrite one block; returns what has to be put back when its subtree is done."""
        undo: list[tuple[Value, Value | None]] = []
        current, replaced, variables = self.current, self.replaced, self.variables
        new: list[Instruction] = []
        for phi, alloc in self.phis.get(block, ()):
            undo.append((alloc, current.get(alloc)))
            current[alloc] = phi
            new.append(phi)
        for instr in block.instrs:
            cls = instr.__class__
            if cls is Alloc:
                if instr in variables:
                    undo.append((instr, current.get(instr)))
                    current[instr] = self.zero(instr)
                    continue
            elif cls is Load:
                addr = instr.operands[0]
                if addr.__class__ is Alloc and addr in variables:
                    value = current.get(addr)
                    replaced[instr] = self.zero(addr) if value is None else value
                    continue
            elif cls is Store:
                addr = instr.operands[0]
                if addr.__class__ is Alloc and addr in variables:
                    undo.append((addr, current.get(addr)))
                    value = instr.operands[1]
                    current[addr] = replaced.get(value, value)
                    continue
            elif cls is Phi:
                new.append(instr)  # its operands are rewritten from the predecessors
                continue
            operands = instr.operands
            for i, op in enumerate(operands):
                if op in replaced:
                    operands[i] = replaced[op]
            new.append(instr)
        block.instrs = new
        self._feed_successors(block)
        return undo

    def _feed_successors(self, block: BasicBlock) -> None:
        seen: set[BasicBlock] = set()
        for succ in block.succs:
            if succ in seen:
                continue
            seen.add(succ)
            edges = [i for i, p in enumerate(succ.preds) if p is block]
            placed = self.phis.get(succ, ())
            for phi, alloc in placed:
                value = self.current.get(alloc)
                for i in edges:
                    phi.operands[i] = self.zero(alloc) if value is None else value
            mine = {phi for phi, _ in placed}
            for old in succ.phis():
                if old not in mine:
                    for i in edges:
                        op = old.operands[i]
                        old.operands[i] = self.replaced.get(op, op)


def _rename(fn: Function, variables: dict[Alloc, _Variable], phis: dict[BasicBlock, list[tuple[Phi, Alloc]]]) -> None:
    renamer = _Renamer(variables, phis)
    entry = fn.blocks[0]
    stack = [(entry, iter(entry.dom_children), renamer.visit(entry))]
    while stack:
        _, rest, undo = stack[-1]
        for child in rest:
            stack.append((child, iter(child.dom_children), renamer.visit(child)))
            break
        else:
            stack.pop()
            _undo(renamer.current, undo)


def _undo(current: dict[Value, Value], undo: Iterable[tuple[Value, Value | None]]) -> None:
    for alloc, value in reversed(list(undo)):
        if value is None:
            current.pop(alloc, None)
        else:
            current[alloc] = value
