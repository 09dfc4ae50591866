"""Sparse conditional constant propagation (Wegman and Zadeck, TOPLAS 1991).

Values start as unknown and only ever go down: unknown → one constant → varying. Blocks count only once an edge into them can be taken, so a constant that
decides a branch and the constants that hold because of it are found together:

    b0: t0 = phi [entry: 1:int, b2: t2]     b0: jump b1          (t0 is 1 since b2, which would change it,
        t1 = t0 == 1:int                →                         is only reached if it were not)
        if t1 goto b1 else b2
"""

from __future__ import annotations

from typing import Any

from minigo.passes import fold, rewrite
from minigo.ssa import cfg, ir


def run(fn: ir.Function) -> int:
    """Replace constants and resolve branches; returns the number of both."""
    solver = _Solver(fn)
    solver.solve()
    constants: dict[ir.Value, ir.Value] = {
        v: c for v, c in solver.cell.items() if isinstance(c, ir.Const) and v not in solver.kept
    }
    rewrite.replace(fn, constants)
    rewrite.delete(fn, {v for v in constants if isinstance(v, ir.Instruction)})
    return len(constants) + _resolve_branches(fn)


class _Solver:
    """``cell``: absent is unknown, an ``ir.Const`` is that constant, ``None`` is varying."""

    __slots__ = ("cell", "edges", "fn", "kept", "reached", "users", "work_blocks", "work_values")

    def __init__(self, fn: ir.Function) -> None:
        self.fn = fn
        self.cell: dict[ir.Value, ir.Const | None] = {}
        self.kept: set[ir.Value] = set()
        self.users = rewrite.users(fn)
        self.reached: set[ir.BasicBlock] = set()
        self.edges: set[tuple[ir.BasicBlock, ir.BasicBlock]] = set()
        self.work_blocks: list[ir.BasicBlock] = []
        self.work_values: list[ir.Instruction] = []

    def solve(self) -> None:
        self._reach(self.fn.blocks[0])
        if self.fn.recover is not None:
            self._reach(self.fn.recover)
        while self.work_blocks or self.work_values:
            if self.work_blocks:
                for instr in self.work_blocks.pop().instrs:
                    self._visit(instr)
            else:
                for user in self.users.get(self.work_values.pop(), ()):
                    if user.block in self.reached:
                        self._visit(user)

    def _reach(self, block: ir.BasicBlock) -> None:
        if block not in self.reached:
            self.reached.add(block)
            self.work_blocks.append(block)

    def _take(self, source: ir.BasicBlock, target: ir.BasicBlock) -> None:
        if (source, target) in self.edges:
            return
        self.edges.add((source, target))
        if target in self.reached:
            for phi in target.phis():
                self._visit(phi)
        else:
            self._reach(target)

    def _visit(self, instr: ir.Instruction) -> None:
        block = instr.block
        assert block is not None
        if instr.is_terminator:
            for succ in self._targets(instr, block):
                self._take(block, succ)
        elif instr.type is not None:
            self._lower(instr, self._phi(instr) if instr.__class__ is ir.Phi else self._evaluate(instr))

    def _targets(self, instr: ir.Instruction, block: ir.BasicBlock) -> list[ir.BasicBlock]:
        if instr.__class__ is not ir.If:
            return block.succs
        condition = self._value(instr.operands[0])
        if condition is _UNKNOWN:
            return []
        if condition is None:
            return block.succs
        return [block.succs[0 if fold.known(condition) else 1]]

    def _value(self, op: ir.Value) -> Any:
        """A Const, None (varying) or _UNKNOWN."""
        if op.__class__ is ir.Const:
            return op if fold.known(op) is not None else None
        if isinstance(op, ir.Instruction):
            return self.cell.get(op, _UNKNOWN)
        return None

    def _phi(self, phi: ir.Instruction) -> Any:
        block = phi.block
        assert block is not None
        result: Any = _UNKNOWN
        for pred, op in zip(block.preds, phi.operands, strict=True):
            if (pred, block) not in self.edges:
                continue
            value = self._value(op)
            if value is None:
                return None
            if value is _UNKNOWN:
                continue
            if result is _UNKNOWN:
                result = value
            elif fold.known(result) != fold.known(value):
                return None
        return result

    def _evaluate(self, instr: ir.Instruction) -> Any:
        if instr.__class__ not in fold.HANDLERS:
            return None
        values = [self._value(op) for op in instr.operands]
        if any([v is None for v in values]):
            return None
        if any([v is _UNKNOWN for v in values]):
            return _UNKNOWN
        return fold.evaluate(instr, values)

    def _lower(self, instr: ir.Instruction, new: Any) -> None:
        if new is _UNKNOWN:
            return
        if instr in self.cell:
            old = self.cell[instr]
            if old is None or (new is not None and fold.known(old) == fold.known(new)):
                return
            new = None
        self.cell[instr] = new
        self.work_values.append(instr)


class _Unknown:
    __slots__ = ()


_UNKNOWN = _Unknown()


def _resolve_branches(fn: ir.Function) -> int:
    """An If on a constant becomes a Jump; blocks that nothing reaches any more go."""
    count = 0
    for block in fn.blocks:
        last = block.instrs[-1]
        if last.__class__ is not ir.If:
            continue
        condition = fold.known(last.operands[0])
        if condition is None:
            continue
        taken, other = block.succs if condition else block.succs[::-1]
        cfg.remove_pred(other, block)
        jump = ir.Jump(last.pos)
        jump.block = block
        block.instrs[-1] = jump
        block.succs = [taken]
        count += 1
    if count:
        cfg.simplify(fn)
    return count
