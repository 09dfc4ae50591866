"""Escape analysis: variables whose address does not outlive the function that declares them move from the heap to the stack.

    t0 = new T (x)        →   t0 = local T (x)
    t1 = f(t0)                t1 = f(t0)          where f only reads and writes through its parameter

An address *escapes* when it is stored, returned, sent, put into an interface or map, or handed to code that may do so. For the functions of the package that is known
parameter by parameter: all are taken to be harmless at first, and what contradicts this is propagated until nothing changes. Functions of other
packages and unknown callees let everything escape.

Closure objects are judged in the same way: calling one, or deferring it outside loops, lets nothing escape.

A variable inside a loop is one place on the stack but a new variable in each iteration; so it stays on the heap when its address can reach the next iteration,
through a φ, or a closure that is deferred in the loop. Large variables stay there too.
"""

from __future__ import annotations

from typing import Final

from minigo import types
from minigo.ssa import ir
from minigo.ssa.layout import fits_stack

# Instructions through which an address goes on under another name (operand 0).
_DERIVING: Final = (ir.FieldAddr, ir.IndexAddr, ir.ChangeType, ir.Slice)
# Instructions that only look at an address.
_READING: Final = (ir.Load, ir.NilCheck, ir.BoundsCheck, ir.LenCheck, ir.BinOp, ir.Len, ir.Cap)
_READING_BUILTINS: Final = frozenset(("copy", "print", "println"))


def run(package: ir.Package) -> int:
    """Set ``heap`` of the Allocs and closures of all functions; returns the number moved to the stack."""
    functions = [fn for fn in package.functions.values() if fn.blocks]
    analysis = _Analysis(functions)
    analysis.solve()
    moved = 0
    for fn in functions:
        fn.escapes = tuple([p in analysis.escaping for p in fn.params])
        for block in fn.blocks:
            for instr in block.instrs:
                if isinstance(instr, ir.Alloc) and instr.heap and analysis.stays(instr):
                    instr.heap = False
                    fn.locals.append(instr)
                    moved += 1
                elif (
                    isinstance(instr, ir.MakeClosure)
                    and instr.heap
                    and instr.operands
                    and instr not in analysis.escaping
                ):
                    instr.heap = False
                    moved += 1
    return moved


class _Analysis:
    """``escaping`` has the values (Allocs, Parameters, FreeVars and what derives from them) whose address escapes."""

    __slots__ = ("bodies", "cyclic", "escaping", "functions", "sources")

    def __init__(self, functions: list[ir.Function]) -> None:
        self.functions = functions
        self.bodies = set(functions)
        self.escaping: set[ir.Value] = set()
        self.sources: dict[ir.Value, list[ir.Value]] = {}  # value -> values that escape when it does
        self.cyclic: dict[ir.Function, set[ir.BasicBlock]] = {}

    def solve(self) -> None:
        work: list[ir.Value] = []
        for fn in self.functions:
            for block in fn.blocks:
                for instr in block.instrs:
                    work += self._uses(instr)
        while work:
            value = work.pop()
            if value in self.escaping:
                continue
            self.escaping.add(value)
            work += self.sources.get(value, ())

    def _uses(self, instr: ir.Instruction) -> list[ir.Value]:
        """The operands that escape at this instruction; flows to other values are noted in ``sources``."""
        operands = instr.operands
        if isinstance(instr, _DERIVING):
            self._flow(instr, operands[0])
            return []
        if isinstance(instr, _READING):
            return []
        if isinstance(instr, ir.Phi):
            for op in operands:
                self._flow(instr, op)
            return [op for op in operands if self._crosses_iterations(op)]
        if isinstance(instr, ir.Store):
            return [instr.val]
        if isinstance(instr, ir.Convert):
            return self._convert(instr)
        if isinstance(instr, ir.MakeClosure):
            return self._closure(instr)
        if isinstance(instr, ir.Call):
            return self._call(instr)
        if isinstance(instr, ir.Defer):
            return list(operands) if instr.frame is not None or self._in_loop(instr) else []
        if isinstance(instr, ir.BuiltinCall) and instr.fn in _READING_BUILTINS:
            return []
        if (
            isinstance(instr, ir.BuiltinCall) and instr.fn == "append"
        ):  # copies what is appended; the result may be the same array
            self._flow(instr, operands[0])
            return []
        return list(operands)

    def _flow(self, target: ir.Value, source: ir.Value) -> None:
        """``source`` escapes if ``target`` does."""
        self.sources.setdefault(target, []).append(source)

    def _convert(self, instr: ir.Convert) -> list[ir.Value]:
        source, target = instr.x.type.underlying(), instr.type.underlying()
        if source.__class__ is types.Slice and target.__class__ is types.Pointer:
            self._flow(instr, instr.x)
            return []
        copies = source.__class__ is types.Slice or target.__class__ is types.Slice  # from or to a string
        return [] if copies else [instr.x]

    def _closure(self, instr: ir.MakeClosure) -> list[ir.Value]:
        if instr.fn not in self.bodies:
            return list(instr.operands)
        for free, op in zip(instr.fn.free_vars, instr.operands, strict=True):
            self._flow(instr, op)
            self._flow(free, op)
        return []

    def _call(self, instr: ir.Call) -> list[ir.Value]:
        callee = instr.callee
        if isinstance(callee, ir.MakeClosure):
            callee = callee.fn
        if not isinstance(callee, ir.Function) or len(callee.params) != len(instr.args):
            return instr.args
        if callee not in self.bodies:  # built before, or of another package
            known = callee.escapes
            return instr.args if known is None else [a for a, bad in zip(instr.args, known, strict=True) if bad]
        for param, arg in zip(callee.params, instr.args, strict=True):
            self._flow(param, arg)
        return []

    def _crosses_iterations(self, op: ir.Value) -> bool:
        while isinstance(op, _DERIVING):
            op = op.operands[0]
        return isinstance(op, ir.Alloc | ir.MakeClosure) and self._in_loop(op)

    def _in_loop(self, instr: ir.Instruction) -> bool:
        assert instr.block is not None
        fn = instr.block.parent
        if fn not in self.cyclic:
            self.cyclic[fn] = blocks_in_cycles(fn)
        return instr.block in self.cyclic[fn]

    def stays(self, alloc: ir.Alloc) -> bool:
        return alloc not in self.escaping and fits_stack(alloc.elem)


def blocks_in_cycles(fn: ir.Function) -> set[ir.BasicBlock]:
    """The blocks that control can come back to (strongly connected components with an edge inside; Tarjan, iterative)."""
    index: dict[ir.BasicBlock, int] = {}
    low: dict[ir.BasicBlock, int] = {}
    pending: list[ir.BasicBlock] = []
    on_stack: set[ir.BasicBlock] = set()
    result: set[ir.BasicBlock] = set()
    for root in fn.blocks:
        if root in index:
            continue
        stack = [(root, iter(root.succs))]
        index[root] = low[root] = len(index)
        pending.append(root)
        on_stack.add(root)
        while stack:
            block, rest = stack[-1]
            for succ in rest:
                if succ not in index:
                    index[succ] = low[succ] = len(index)
                    pending.append(succ)
                    on_stack.add(succ)
                    stack.append((succ, iter(succ.succs)))
                    break
                if succ in on_stack:
                    low[block] = min(low[block], index[succ])
            else:
                stack.pop()
                if stack:
                    low[stack[-1][0]] = min(low[stack[-1][0]], low[block])
                if low[block] == index[block]:
                    component = _pop_component(pending, on_stack, block)
                    if len(component) > 1 or block in block.succs:
                        result |= component
    return result


def _pop_component(
    pending: list[ir.BasicBlock], on_stack: set[ir.BasicBlock], root: ir.BasicBlock
) -> set[ir.BasicBlock]:
    component = set()
    while True:
        block = pending.pop()
        on_stack.discard(block)
        component.add(block)
        if block is root:
            return component
