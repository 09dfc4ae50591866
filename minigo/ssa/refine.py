"""What the naive form leaves to decide before lifting: which variables closures can have by value, and which Allocs need the heap.

``capture_by_value``: a variable that is stored once, when it is declared, and never again, need not be shared; the closure gets its value. gc does the same.

``place_allocs``: an Alloc whose address goes nowhere but into Load, Store (as address), and FieldAddr and IndexAddr chains that end in such, lives on the stack.
Interprocedural escape analysis, in ``passes``, moves more.
"""

from __future__ import annotations

from typing import Any, Final

from minigo.ssa.ir import (
    Alloc,
    BasicBlock,
    BuiltinCall,
    Cap,
    FieldAddr,
    FreeVar,
    Function,
    IndexAddr,
    Instruction,
    Len,
    Load,
    MakeClosure,
    NilCheck,
    Slice,
    Store,
    Value,
)
from minigo.ssa.layout import fits_stack, is_small

_DERIVED: Final = (FieldAddr, IndexAddr)


def _root(v: Value) -> Value:
    """The variable into which an address points."""
    while v.__class__ is FieldAddr or v.__class__ is IndexAddr:
        v = v.operands[0]
    return v


def place_allocs(fn: Function) -> None:
    """Set ``heap`` of every Alloc of the function."""
    allocs: list[Alloc] = []
    escaped: set[Value] = set()
    slices: dict[Value, Value] = {}  # Slice of an array variable -> the variable
    for block in fn.blocks:
        for instr in block.instrs:
            cls: type = instr.__class__
            if isinstance(instr, Alloc):
                allocs.append(instr)
                continue
            operands = instr.operands
            if cls is Load or cls is NilCheck or not operands:
                continue
            if cls is Slice:
                root = _root(operands[0])
                if root.__class__ is Alloc:
                    slices[instr] = root
                continue
            rest = operands[1:] if cls in (Store, FieldAddr, IndexAddr) else operands
            for op in rest:
                kind = op.__class__
                if kind is Alloc or kind is FieldAddr or kind is IndexAddr:
                    escaped.add(_root(op))
    if slices:
        _escaping_slices(fn, slices, escaped)
    for alloc in allocs:
        alloc.heap = alloc in escaped or not fits_stack(alloc.type.elem)


def _escaping_slices(fn: Function, slices: dict[Value, Value], escaped: set[Value]) -> None:
    """A slice of a variable may be measured, indexed to load and store, and be what append and copy copy from or to; all else makes the variable escape."""
    for block in fn.blocks:
        for instr in block.instrs:
            for i, op in enumerate(instr.operands):
                if op.__class__ is Slice and op in slices and not _harmless(instr, i):
                    escaped.add(slices[op])
                elif op.__class__ in _DERIVED and not _only_access(instr, i):
                    base = _root(op)
                    if base in slices:
                        escaped.add(slices[base])


def _only_access(instr: Instruction, i: int) -> bool:
    """Whether the operand is an address that the instruction only reads, writes or goes on from."""
    return i == 0 and instr.__class__ in (Load, Store, FieldAddr, IndexAddr, NilCheck)


def _harmless(instr: Instruction, i: int) -> bool:
    cls = instr.__class__
    if cls is Len or cls is Cap or cls is IndexAddr:
        return True
    return isinstance(instr, BuiltinCall) and ((instr.fn == "append" and i == 1) or instr.fn == "copy")


# ---------------------------------------------------------------- capture by value


class _Uses:
    """Where the variables (Allocs, FreeVars) of one function are used."""

    __slots__ = ("bindings", "stores", "tainted")

    def __init__(self, fn: Function) -> None:
        self.stores: dict[Value, list[Store]] = {}
        self.bindings: dict[Value, list[tuple[MakeClosure, int]]] = {}
        self.tainted: set[Value] = set()  # used otherwise than by reading
        for block in fn.blocks:
            for instr in block.instrs:
                self._scan(instr)

    def _scan(self, instr: Any) -> None:
        cls = instr.__class__
        for i, op in enumerate(instr.operands):
            kind = op.__class__
            if kind is not Alloc and kind is not FreeVar and kind not in _DERIVED:
                continue
            root = _root(op)
            if root.__class__ is not Alloc and root.__class__ is not FreeVar:
                continue
            if cls is Load or cls is NilCheck or (i == 0 and cls in _DERIVED):
                continue
            if cls is Store and i == 0 and op is root:
                self.stores.setdefault(root, []).append(instr)
            elif cls is MakeClosure and op is root:
                self.bindings.setdefault(root, []).append((instr, i))
            else:
                self.tainted.add(root)


def capture_by_value(functions: list[Function]) -> None:
    """Rewrite captures among functions that belong together: an outermost function first, then its closures."""
    uses = {fn: _Uses(fn) for fn in functions}
    for fn in functions:
        found = uses[fn]
        for alloc in list(found.bindings):
            if alloc.__class__ is Alloc and alloc not in found.tainted and _declared_once(alloc, found):
                chain = _readers(found.bindings[alloc], uses)
                if chain is not None:
                    _by_value(alloc, found.bindings[alloc], chain)


def _declared_once(alloc: Alloc, found: _Uses) -> bool:
    """Whether the only store stands behind the Alloc in its block, and in front of every closure of that block. Large variables are shared, as in gc."""
    stores = found.stores.get(alloc, [])
    if len(stores) > 1 or not is_small(alloc.type.elem):
        return False
    if not stores:
        return True
    store = stores[0]
    block = alloc.block
    if store.block is not block or block is None:
        return False
    at = _index(block, store)
    if at < _index(block, alloc):
        return False
    return all(closure.block is not block or _index(block, closure) > at for closure, _ in found.bindings[alloc])


def _index(block: BasicBlock, instr: Instruction) -> int:
    return block.instrs.index(instr)  # instructions are equal only to themselves


def _readers(bindings: list[tuple[MakeClosure, int]], uses: dict[Function, _Uses]) -> list[FreeVar] | None:
    """The FreeVars, through all depths, that stand for the variable, if all of them only read it."""
    chain: list[FreeVar] = []
    work = list(bindings)
    while work:
        closure, i = work.pop()
        inner = uses.get(closure.fn)
        if inner is None:
            return None
        free = closure.fn.free_vars[i]
        if free in inner.tainted or free in inner.stores:
            return None
        chain.append(free)
        work.extend(inner.bindings.get(free, ()))
    return chain


def _by_value(alloc: Alloc, bindings: list[tuple[MakeClosure, int]], chain: list[FreeVar]) -> None:
    elem = alloc.type.elem
    for closure, i in bindings:
        block = closure.block
        assert block is not None
        load = Load(alloc, elem, closure.pos)
        load.block = block
        block.instrs.insert(_index(block, closure), load)
        closure.operands[i] = load
    for free in chain:
        _unshare(free, alloc)


def _unshare(free: FreeVar, alloc: Alloc) -> None:
    """In the closure: the FreeVar becomes a value; what read through its address reads a local copy, which lifting removes."""
    fn = free.parent
    pointer = free.type
    free.type = alloc.type.elem
    copy = Alloc(pointer, alloc.comment, False, free.pos)
    copy.obj = alloc.obj
    for block in fn.blocks:
        for instr in block.instrs:
            operands = instr.operands
            if instr.__class__ is MakeClosure:
                continue  # an inner closure's binding takes the value itself
            for i, op in enumerate(operands):
                if op is free:
                    operands[i] = copy
    entry = fn.blocks[0]
    store = Store(copy, free, free.pos)
    copy.block = store.block = entry
    entry.instrs[:0] = [copy, store]
