"""``defer`` and the deferred calls of a function that ends normally.

In general the runtime keeps the closures of a DeferFrame and runs them::

    Defer t0:    deferproc(frame, t0)
    RunDefers:   rundefers(frame)

Where it is known which calls have been deferred and in which order, they are *open-coded*: no ``Defer`` is in a loop, of two that control can come to one after the
other the first dominates the second, there are no more than fit into the frame, and no loop body that is a function of its own has the frame. Then each
has its place in the frame, and the closures are called from here, where LLVM can inline them::

    Defer t0:    frame.closures[k] = t0; frame.n = k + 1
    RunDefers:   frame.n = k; call t0; …; g.defers = frame.link

A ``RunDefers`` that some ``Defer`` may or may not come before, and the one of the recover block, leave it to the runtime, which finds the same frame. So does a
panic: the frame always has what is still to be run, since ``n`` is lowered before each call; the stores are ``volatile``, so that no load that may fault
moves across them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from minigo import types
from minigo.codegen import calls, frame
from minigo.ssa import dominators, ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter

# The DeferFrame (docs/abi.md).
_LINK: Final = 0
_N: Final = 16
_CLOSURES: Final = 224
_ROOM: Final = 4  # closures
G_DEFERS: Final = 56  # offset in G (runtime_c/offsets.h)
_FUNC: Final = types.Signature(None, types.Tuple([]), types.Tuple([]), False)


class Plan:
    """The places of the deferred closures, and which of them each RunDefers runs; those that are not in ``runs`` leave it to the runtime."""

    __slots__ = ("places", "runs")

    def __init__(self, places: dict[ir.Instruction, int], runs: dict[ir.Instruction, list[ir.Defer]]) -> None:
        self.places = places
        self.runs = runs


def plan(fn: ir.Function) -> Plan:
    """What can be open-coded: nothing, or all Defers and some RunDefers."""
    nothing = Plan({}, {})
    defers: list[tuple[ir.BasicBlock, int, ir.Defer]] = []
    ends: list[tuple[ir.BasicBlock, ir.Instruction]] = []
    order = dominators.build(fn)
    for block in order:
        for at, instr in enumerate(block.instrs):
            if isinstance(instr, ir.Defer):
                if instr.frame is not None:
                    return nothing
                defers.append((block, at, instr))
            elif isinstance(instr, ir.RunDefers):
                ends.append((block, instr))
            elif isinstance(instr, ir.BuiltinCall) and instr.fn == "deferframe":
                return nothing
    if not 0 < len(defers) <= _ROOM:
        return nothing
    behind = {block: _reachable(block) for block, _, _ in defers}
    for block, _, _ in defers:
        for other, _, _ in defers:
            if other in behind[block] and (block is other or not dominators.dominates(block, other)):
                return nothing
    places: dict[ir.Instruction, int] = {
        instr: sum(_before(b, k, block, at) for b, k, _ in defers) for block, at, instr in defers
    }
    assert fn.recover is not None
    recovering = _reachable(fn.recover) | {fn.recover}
    runs: dict[ir.Instruction, list[ir.Defer]] = {}
    for block, end in ends:
        some = [(b, instr) for b, _, instr in defers if block is b or block in behind[b]]
        if block not in recovering and all(dominators.dominates(b, block) for b, _ in some):
            runs[end] = sorted([instr for _, instr in some], key=lambda instr: -places[instr])
    return Plan(places, runs)


def _reachable(block: ir.BasicBlock) -> set[ir.BasicBlock]:
    """The blocks that control can come to from the end of ``block``."""
    seen: set[ir.BasicBlock] = set()
    work = list(block.succs)
    while work:
        b = work.pop()
        if b not in seen:
            seen.add(b)
            work += b.succs
    return seen


def _before(a: ir.BasicBlock, at: int, b: ir.BasicBlock, k: int) -> bool:
    return at < k if a is b else dominators.dominates(a, b)


def defer(f: FunctionWriter, i: ir.Defer) -> None:
    place = f.defers.places.get(i)
    if place is None:
        own = f.op(i.frame) if i.frame is not None else frame.frame_address(f)
        f.call("deferproc", f"ptr {own}", f"ptr {f.op(i.fn)}")
        return
    own = frame.frame_address(f)
    f.emit(f"store volatile ptr {f.op(i.fn)}, ptr {f.offset(own, _CLOSURES + 8 * place)}")
    f.emit(f"store volatile i64 {place + 1}, ptr {f.offset(own, _N)}")


def run_defers(f: FunctionWriter, i: ir.RunDefers) -> None:
    own = frame.frame_address(f)
    run = f.defers.runs.get(i)
    if run is None:
        f.call("rundefers", f"ptr {own}")
        return
    for d in run:
        f.emit(f"store volatile i64 {f.defers.places[d]}, ptr {f.offset(own, _N)}")
        _call(f, i, d.fn)
    f.emit(f"store ptr {f.let(f'load ptr, ptr {f.offset(own, _LINK)}')}, ptr {f.offset(frame.current_g(f), G_DEFERS)}")


def _call(f: FunctionWriter, i: ir.RunDefers, closure: ir.Value) -> None:
    context = f.op(closure)
    target = closure.fn if isinstance(closure, ir.MakeClosure) else closure
    signature = f.module.signature(_FUNC)
    if not isinstance(target, ir.Function):
        f.panic_if(f.let(f"icmp eq ptr {context}, null"), "panicnil")
        code = f.let(f"load ptr, ptr {context}")
        calls.go_call(f, i, code, signature, f"ptr nest {context}", [])
        return
    symbol = target.linkname or target.symbol
    ref = f.unit.code_ref(symbol)
    calls.go_call(f, i, ref, signature, f"ptr nest {context}", [])
    if not f.unit.is_known(symbol):
        f.unit.declare(symbol, f"declare dso_local {signature.result} {ref}(ptr nest)")
