"""Inlining: a call of a small function is replaced by its body.

    b0: t0 = add(x, 1:int)        b0: t0 = x + 1:int
        return t0             →       return t0

Functions are taken callees first, so what has been inlined into a callee comes along. Closures count as functions whose free variables are the closure's bindings: once
an iterator is inlined, the body of the loop over it is a call of a known closure, and the loop becomes an ordinary one.

Left alone: functions with ``defer`` or ``recover`` (both are about frames), ``//go:noinline``, recursion, functions above ``BUDGET`` instructions, and callers above ``LIMIT``.
An inlined instruction remembers its ``InlineSite``, so that tracebacks show the calls as they stand in the source.
"""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from minigo import types
from minigo.passes import rewrite
from minigo.ssa import cfg, ir
from minigo.ssa.layout import is_small

BUDGET: Final = 40  # instructions of a callee, checks not counted
CALL_COST: Final = 15  # of a call in a callee, which is dear at run time anyhow
CLOSURE_BUDGET: Final = 200  # of a closure that is called at the one place only
LIMIT: Final = 5_000  # instructions of a caller, beyond which nothing more goes into it
_CHECKS: Final = (ir.NilCheck, ir.BoundsCheck, ir.DivCheck, ir.ShiftCheck, ir.LenCheck)


def run(package: ir.Package) -> int:
    """Inline in all functions of the package; returns the number of calls replaced."""
    functions = [fn for fn in package.functions.values() if fn.blocks]
    inliner = _Inliner(functions)
    count = sum([inliner.inline_into(fn) for fn in _callees_first(functions)])
    for fn in functions:
        cost = inliner.cost_of(fn)
        fn.inlinable = cost is not None and cost <= BUDGET
    return count


def _target(call: ir.Instruction) -> ir.Function | None:
    callee = call.operands[0]
    if isinstance(callee, ir.MakeClosure):
        return callee.fn
    return callee if isinstance(callee, ir.Function) else None


def _callees_first(functions: list[ir.Function]) -> list[ir.Function]:
    """The functions, callees before callers. Functions that call each other are taken together, in an order that depends on nothing but them:

    a walk from that with the least symbol.
    """
    callees = _callees(functions)
    order: list[ir.Function] = []
    for component in _components(functions, callees):
        if len(component) == 1:
            order += component
            continue
        members = set(component)
        seen: set[ir.Function] = set()
        root = min(component, key=lambda fn: fn.symbol)
        _postorder(root, {fn: [c for c in callees[fn] if c in members] for fn in component}, seen, order)
    return order


def _callees(functions: list[ir.Function]) -> dict[ir.Function, list[ir.Function]]:
    """What each function calls or makes closures of, as far as it has a body here."""
    bodies = set(functions)
    result = {}
    for fn in functions:
        called: list[ir.Function] = []
        made: list[ir.Function] = []
        for block in fn.blocks:
            for i in block.instrs:
                cls = i.__class__
                if cls is ir.Call:
                    target = _target(i)
                    if target is not None and target in bodies:
                        called.append(target)
                elif cls is ir.MakeClosure and i.fn in bodies:  # type: ignore[attr-defined]
                    made.append(i.fn)  # type: ignore[attr-defined]
        result[fn] = called + made
    return result


def _postorder(
    root: ir.Function, callees: dict[ir.Function, list[ir.Function]], seen: set[ir.Function], order: list[ir.Function]
) -> None:
    seen.add(root)
    stack = [(root, iter(callees[root]))]
    while stack:
        fn, rest = stack[-1]
        for callee in rest:
            if callee not in seen:
                seen.add(callee)
                stack.append((callee, iter(callees[callee])))
                break
        else:
            stack.pop()
            order.append(fn)


def _components(functions: list[ir.Function], callees: dict[ir.Function, list[ir.Function]]) -> list[list[ir.Function]]:
    """The strongly connected components of the call graph, callees first (Tarjan, iterative)."""
    index: dict[ir.Function, int] = {}
    low: dict[ir.Function, int] = {}
    pending: list[ir.Function] = []
    done: set[ir.Function] = set()
    result: list[list[ir.Function]] = []
    for root in functions:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        pending.append(root)
        stack = [(root, iter(callees[root]))]
        while stack:
            fn, rest = stack[-1]
            for callee in rest:
                if callee not in index:
                    index[callee] = low[callee] = len(index)
                    pending.append(callee)
                    stack.append((callee, iter(callees[callee])))
                    break
                if callee not in done and index[callee] < low[fn]:
                    low[fn] = index[callee]
            else:
                stack.pop()
                if stack and low[fn] < low[stack[-1][0]]:
                    low[stack[-1][0]] = low[fn]
                if low[fn] == index[fn]:
                    at = len(pending) - 1
                    while pending[at] is not fn:
                        at -= 1
                    result.append(pending[at:])
                    done.update(pending[at:])
                    del pending[at:]
    return result


class _Inliner:
    """``cost`` of the functions that may be inlined, computed when first asked for; ``made`` counts the places at which each closure is made."""

    __slots__ = ("bodies", "cost", "made")

    def __init__(self, functions: list[ir.Function]) -> None:
        self.bodies = set(functions)
        self.cost: dict[ir.Function, int | None] = {}
        self.made: dict[ir.Function, int] = {}
        for fn in functions:
            for instr in fn.instructions():
                if isinstance(instr, ir.MakeClosure):
                    self.made[instr.fn] = self.made.get(instr.fn, 0) + 1

    def inline_into(self, caller: ir.Function) -> int:
        size = sum([len(b.instrs) for b in caller.blocks])
        if size > LIMIT:
            return 0
        count = 0
        work = list(caller.blocks)
        while work:
            block = work.pop(0)
            for i, instr in enumerate(block.instrs):
                if instr.__class__ is not ir.Call or size > LIMIT:
                    continue
                callee = _target(instr)
                if callee is None or not self._suits(caller, callee, instr):
                    continue
                rest = _splice(caller, block, i, instr, callee)
                size += self.cost[callee] or 0
                count += 1
                work[:0] = rest  # the inlined blocks too: a known closure may be called there
                break
        if count:
            cfg.simplify(caller)
        return count

    def _suits(self, caller: ir.Function, callee: ir.Function, call: ir.Instruction) -> bool:
        if callee is caller or callee not in self.bodies or _within(call.inlined, callee):
            return False
        cost = self.cost_of(callee)
        if cost is None:
            return False
        once = isinstance(call.operands[0], ir.MakeClosure) and self.made.get(callee) == 1
        if cost > (CLOSURE_BUDGET if once else BUDGET):
            return False
        args = call.operands[1:]
        return len(args) == len(callee.params) and _only_extracted(caller, call)

    def cost_of(self, fn: ir.Function) -> int | None:
        if fn not in self.cost:
            self.cost[fn] = _cost(fn)
        return self.cost[fn]


def _within(site: ir.InlineSite | None, callee: ir.Function) -> bool:
    """Whether the call comes from the callee's own body: recursion through inlined code."""
    while site is not None:
        if site.callee is callee:
            return True
        site = site.outer
    return False


def _cost(fn: ir.Function) -> int | None:
    """The number of instructions, None for what cannot be inlined."""
    if fn.has_defer or fn.calls_recover or fn.noinline or fn.nosplit or fn.recover is not None or fn.linkname:
        return None
    if fn.synthetic == "package initializer" or fn.wrapper or fn.pragmas:
        return None
    cost = 0
    for instr in fn.instructions():
        if isinstance(instr, (ir.Select, ir.Defer, ir.RunDefers)):
            return None
        if isinstance(instr, ir.Call | ir.Invoke):
            cost += CALL_COST
        elif not isinstance(instr, _CHECKS):
            cost += 1
    return cost


def _only_extracted(caller: ir.Function, call: ir.Instruction) -> bool:
    """Whether a call with several results is used by Extract alone."""
    if not isinstance(call.type, types.Tuple):
        return True
    return all([i.__class__ is ir.Extract for i in caller.instructions() if call in i.operands])


# ---------------------------------------------------------------- copying


@cache
def _slots(cls: Any) -> tuple[str, ...]:
    return tuple(name for base in cls.__mro__ for name in getattr(base, "__slots__", ()))


def _clone(instr: ir.Instruction) -> ir.Instruction:
    """A copy with the same operands, in no block."""
    cls: Any = instr.__class__
    new: ir.Instruction = cls.__new__(cls)
    for name in _slots(cls):
        setattr(new, name, getattr(instr, name))
    new.operands = list(instr.operands)
    new.block = None
    return new


def _splice(
    caller: ir.Function, block: ir.BasicBlock, index: int, call: ir.Instruction, callee: ir.Function
) -> list[ir.BasicBlock]:
    """Replace ``call``, number ``index`` of ``block``, by the callee's body; returns the new blocks, the one behind the call last."""
    after = ir.BasicBlock(caller, 0, "inline.done")
    after.instrs = block.instrs[index + 1 :]
    after.succs = block.succs
    for instr in after.instrs:
        instr.block = after
    for succ in after.succs:
        for i, pred in enumerate(succ.preds):
            if pred is block:
                succ.preds[i] = after
    copies, returns = _copy_body(caller, call, callee)
    block.instrs = block.instrs[:index]
    jump = ir.Jump(call.pos)
    jump.inlined = call.inlined
    jump.block = block
    block.instrs.append(jump)
    block.succs = []
    cfg.add_edge(block, copies[0])
    for source, _ in returns:
        cfg.add_edge(source, after)
    _results(caller, call, after, returns)
    at = caller.blocks.index(block)
    caller.blocks[at + 1 : at + 1] = [*copies, after]
    return [*copies, after]


def _copy_body(
    caller: ir.Function, call: ir.Instruction, callee: ir.Function
) -> tuple[list[ir.BasicBlock], list[tuple[ir.BasicBlock, list[ir.Value]]]]:
    """The callee's blocks in the caller, and for each return its block (which now ends in a jump to nowhere yet) and values."""
    values: dict[Any, ir.Value] = dict(zip(callee.params, call.operands[1:], strict=True))
    closure = call.operands[0]
    if isinstance(closure, ir.MakeClosure):
        values.update(zip(callee.free_vars, closure.operands, strict=True))
    blocks = {b: ir.BasicBlock(caller, 0, b.comment) for b in callee.blocks}
    sites: dict[ir.InlineSite | None, ir.InlineSite] = {}
    for old, new in blocks.items():
        for instr in old.instrs:
            copy = _clone(instr)
            copy.block = new
            copy.inlined = _site(sites, instr.inlined, callee, call)
            values[instr] = copy
            new.instrs.append(copy)
        new.succs = [blocks[s] for s in old.succs]
        new.preds = [blocks[p] for p in old.preds]
    returns: list[tuple[ir.BasicBlock, list[ir.Value]]] = []
    for new in blocks.values():
        for instr in new.instrs:
            instr.operands = [values.get(op, op) for op in instr.operands]
        last = new.instrs[-1]
        if last.__class__ is ir.Return:
            returns.append((new, last.operands))
            jump = ir.Jump(last.pos)
            jump.inlined = last.inlined
            jump.block = new
            new.instrs[-1] = jump
    return list(blocks.values()), returns


def _site(
    sites: dict[ir.InlineSite | None, ir.InlineSite],
    inner: ir.InlineSite | None,
    callee: ir.Function,
    call: ir.Instruction,
) -> ir.InlineSite:
    """The site of an instruction of the callee: the call's, with the sites that it had in the callee inside."""
    site = sites.get(inner)
    if site is None:
        if inner is None:
            site = ir.InlineSite(callee, call.pos, call.inlined)
        else:
            site = ir.InlineSite(inner.callee, inner.pos, _site(sites, inner.outer, callee, call))
        sites[inner] = site
    return site


def _results(
    caller: ir.Function,
    call: ir.Instruction,
    after: ir.BasicBlock,
    returns: list[tuple[ir.BasicBlock, list[ir.Value]]],
) -> None:
    """Uses of the call's results become uses of what was returned."""
    if call.type is None or not returns:
        return
    sources = [block for block, _ in returns]
    returned = [values for _, values in returns]
    results = [
        _joined(caller, call, after, sources, [values[i] for values in returned]) for i in range(len(returned[0]))
    ]
    mapping: dict[ir.Value, ir.Value] = {}
    if isinstance(call.type, types.Tuple):
        for block in (*caller.blocks, after):
            for instr in block.instrs:
                if isinstance(instr, ir.Extract) and instr.tuple is call:
                    mapping[instr] = results[instr.index]
    else:
        mapping[call] = results[0]
    for block in (*caller.blocks, after):
        for instr in block.instrs:
            for i, op in enumerate(instr.operands):
                if op in mapping:
                    instr.operands[i] = rewrite.resolve(mapping, op)
    dead = {i for i in mapping if isinstance(i, ir.Extract)}
    if dead:
        for block in (*caller.blocks, after):
            block.instrs = [i for i in block.instrs if i not in dead]


def _joined(
    caller: ir.Function,
    call: ir.Instruction,
    after: ir.BasicBlock,
    sources: list[ir.BasicBlock],
    values: list[ir.Value],
) -> ir.Value:
    """One result in ``after``: the value itself if there is one return, a φ, or for types that do not fit registers a variable that each return stores to."""
    if len(values) == 1:
        return values[0]
    t = values[0].type
    if is_small(t):
        return _placed(ir.Phi(t, values, "inlined", call.pos), call, after, 0)
    variable = ir.Alloc(types.Pointer(t), "inlined", False, call.pos)
    _placed(variable, call, caller.blocks[0], _behind_phis(caller.blocks[0]))
    caller.locals.append(variable)
    for source, value in zip(sources, values, strict=True):
        _placed(ir.Store(variable, value, call.pos), call, source, len(source.instrs) - 1)
    return _placed(ir.Load(variable, t, call.pos), call, after, _behind_phis(after))


def _placed(instr: ir.Instruction, call: ir.Instruction, block: ir.BasicBlock, index: int) -> ir.Instruction:
    instr.inlined = call.inlined
    instr.block = block
    block.instrs.insert(index, instr)
    return instr


def _behind_phis(block: ir.BasicBlock) -> int:
    return sum([1 for _ in block.phis()])
