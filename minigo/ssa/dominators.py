"""The dominator tree and dominance frontiers of a function.

Comes in: a function whose blocks have symmetric ``preds`` and ``succs``; goes out: ``idom``, ``dom_children``, ``dom_pre`` and
``dom_post`` of every block that can be reached. The algorithm is that of Cooper, Harvey and Kennedy, *A Simple, Fast Dominance Algorithm*
(2001): intersect along the tree, in reverse postorder, until nothing changes.

The recover block has no predecessor; control gets there from any call once the function has been entered, so it counts as a successor of the entry block.
"""

from __future__ import annotations

from minigo.ssa.ir import BasicBlock, Function


def successors(fn: Function, block: BasicBlock) -> list[BasicBlock]:
    """The blocks that control may go to from ``block``, the hidden edge to the recover block included."""
    if fn.recover is not None and block is fn.blocks[0]:
        return [*block.succs, fn.recover]
    return block.succs


def postorder(fn: Function) -> list[BasicBlock]:
    """The reachable blocks in postorder of a depth-first walk (iterative: functions may be thousands of blocks deep)."""
    entry = fn.blocks[0]
    seen = {entry}
    order: list[BasicBlock] = []
    stack = [(entry, iter(successors(fn, entry)))]
    while stack:
        block, rest = stack[-1]
        for succ in rest:
            if succ not in seen:
                seen.add(succ)
                stack.append((succ, iter(succ.succs)))
                break
        else:
            stack.pop()
            order.append(block)
    return order


def build(fn: Function) -> list[BasicBlock]:
    """Compute the dominator tree; returns the reachable blocks in reverse postorder."""
    order = postorder(fn)
    order.reverse()
    number = {block: i for i, block in enumerate(order)}
    idom = _immediate_dominators(fn, order, number)
    for i, block in enumerate(order):
        block.dom_children = []
        block.idom = order[idom[i]] if i else None
    for block in order[1:]:
        assert block.idom is not None
        block.idom.dom_children.append(block)
    _number_tree(order[0])
    return order


def _immediate_dominators(fn: Function, order: list[BasicBlock], number: dict[BasicBlock, int]) -> list[int]:
    preds: list[list[int]] = [[number[p] for p in block.preds if p in number] for block in order]
    if fn.recover is not None:
        preds[number[fn.recover]].append(0)
    idom = [-1] * len(order)
    idom[0] = 0
    changed = True
    while changed:
        changed = False
        for i in range(1, len(order)):
            new = -1
            for p in preds[i]:
                if idom[p] < 0:
                    continue
                if new < 0:
                    new = p
                    continue
                a, b = p, new
                while a != b:
                    while a > b:
                        a = idom[a]
                    while b > a:
                        b = idom[b]
                new = a
            if idom[i] != new:
                idom[i] = new
                changed = True
    return idom


def _number_tree(root: BasicBlock) -> None:
    """Preorder and postorder numbers, by which ``dominates`` answers in constant time."""
    clock = 0
    stack = [(root, iter(root.dom_children))]
    root.dom_pre = 0
    while stack:
        block, rest = stack[-1]
        for child in rest:
            clock += 1
            child.dom_pre = clock
            stack.append((child, iter(child.dom_children)))
            break
        else:
            stack.pop()
            clock += 1
            block.dom_post = clock


def dominates(a: BasicBlock, b: BasicBlock) -> bool:
    """Whether every path to ``b`` goes through ``a`` (a block dominates itself). Valid after ``build``."""
    return a.dom_pre <= b.dom_pre and b.dom_post <= a.dom_post


def dominance_frontiers(fn: Function, order: list[BasicBlock]) -> dict[BasicBlock, list[BasicBlock]]:
    """For each block the blocks where its dominance ends: where definitions in it need a φ. ``order`` is what ``build`` returned."""
    frontier: dict[BasicBlock, list[BasicBlock]] = {block: [] for block in order}
    for block in order:
        preds = block.preds
        if len(preds) < 2:
            continue
        for pred in preds:
            runner: BasicBlock | None = pred if pred in frontier else None
            while runner is not None and runner is not block.idom:
                edge = frontier[runner]
                if block not in edge:
                    edge.append(block)
                runner = runner.idom
    return frontier
