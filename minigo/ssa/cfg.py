"""Edits of the control-flow graph that keep it whole: ``preds``, ``succs`` and the operands of φ stay in step.

``preds`` has one entry an edge; operand i of every Phi belongs to ``preds[i]``.
"""

from __future__ import annotations

from minigo.ssa.ir import BasicBlock, Function, Jump


def add_edge(source: BasicBlock, target: BasicBlock) -> None:
    """Add an edge. The target must have no φ yet (or the caller appends their operands)."""
    source.succs.append(target)
    target.preds.append(source)


def remove_pred(block: BasicBlock, pred: BasicBlock) -> None:
    """Remove one edge ``pred`` → ``block`` on the side of ``block``, with the φ operands that belong to it."""
    index = next(i for i, p in enumerate(block.preds) if p is pred)
    del block.preds[index]
    for phi in block.phis():
        del phi.operands[index]


def replace_pred(block: BasicBlock, old: BasicBlock, new: BasicBlock) -> None:
    """One edge that came from ``old`` now comes from ``new``; φ keep their operands."""
    index = next(i for i, p in enumerate(block.preds) if p is old)
    block.preds[index] = new


def remove_unreachable(fn: Function) -> int:
    """Delete the blocks that control cannot reach from the entry or the recover block; returns their number."""
    seen = {fn.blocks[0]}
    work = [fn.blocks[0]]
    if fn.recover is not None:
        seen.add(fn.recover)
        work.append(fn.recover)
    while work:
        for succ in work.pop().succs:
            if succ not in seen:
                seen.add(succ)
                work.append(succ)
    if len(seen) == len(fn.blocks):
        return 0
    dead = [b for b in fn.blocks if b not in seen]
    for block in dead:
        for succ in block.succs:
            if succ in seen:
                remove_pred(succ, block)
    fn.blocks = [b for b in fn.blocks if b in seen]
    return len(dead)


def simplify(fn: Function) -> None:
    """Remove unreachable blocks and join each block with its only successor when it is that one's only predecessor."""
    remove_unreachable(fn)
    merged: set[BasicBlock] = set()
    for block in fn.blocks:
        if block in merged:
            continue
        while len(block.succs) == 1:
            succ = block.succs[0]
            if len(succ.preds) != 1 or succ is block or succ is fn.blocks[0] or succ is fn.recover:
                break
            _join(block, succ)
            merged.add(succ)
    if merged:
        fn.blocks = [b for b in fn.blocks if b not in merged]


def _join(block: BasicBlock, succ: BasicBlock) -> None:
    assert block.instrs[-1].__class__ is Jump
    block.instrs.pop()
    phis = list(succ.phis())
    if phis:  # one predecessor: each φ has one operand
        _replace_single(block.parent, {phi: phi.operands[0] for phi in phis})
        succ.instrs = succ.instrs[len(phis) :]
    for instr in succ.instrs:
        instr.block = block
    block.instrs.extend(succ.instrs)
    block.succs = succ.succs
    for after in succ.succs:
        replace_pred(after, succ, block)


def _replace_single(fn: Function, mapping: dict[object, object]) -> None:
    for block in fn.blocks:
        for instr in block.instrs:
            for i, op in enumerate(instr.operands):
                while op in mapping:
                    op = mapping[op]  # type: ignore[assignment]
                instr.operands[i] = op
