"""The verifier: states every invariant of the SSA form and raises ``VerifyError`` with the function's text when one does not hold.

Invariants:

1. A function with a body has an entry block without predecessors; every block ends in a terminator and has none elsewhere.
2. ``succs`` has the length that the terminator demands; ``preds`` and ``succs`` are the same edges, seen from both ends.
3. Phis stand first and have one operand a predecessor.
4. Every instruction knows its block, and appears once; operands are constants, globals, functions, or the function's own parameters, free
   variables and instructions.
5. Definitions dominate their uses (a φ's operand: the end of its predecessor). A φ is of a type that fits registers.
6. Operands have the types that the instruction demands; no untyped constant, no type parameter.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minigo import types
from minigo.ssa import dominators, ir, text
from minigo.ssa.layout import is_small

_SUCCS: Final = {ir.Jump: 1, ir.If: 2, ir.Return: 0, ir.Panic: 0, ir.Unreachable: 0}
_COMPARISONS: Final = frozenset(("==", "!=", "<", "<=", ">", ">="))
_SHIFTS: Final = frozenset(("<<", ">>"))


class VerifyError(Exception):
    """An invariant does not hold."""


def verify_package(package: ir.Package) -> None:
    """Verify every function of the package that has a body."""
    for fn in list(package.functions.values()):
        if fn.blocks:
            verify(fn)


def verify(fn: ir.Function) -> None:
    """Verify one function; raises VerifyError."""
    _Verifier(fn).run()


def _under(t: Any) -> Any:
    return t.underlying()


def _same(a: Any, b: Any) -> bool:
    return a is b or types.identical(a, b)


def _is_integer(t: Any) -> bool:
    u = t.underlying()
    return isinstance(u, types.Basic) and bool(u.info & types.IS_INTEGER)


class _Verifier:
    __slots__ = ("fn", "place")

    def __init__(self, fn: ir.Function) -> None:
        self.fn = fn
        self.place: dict[ir.Instruction, tuple[ir.BasicBlock, int]] = {}

    def fail(self, message: str, instr: ir.Instruction | None = None) -> None:
        dump = text.format_function(self.fn)
        where = ""
        if instr is not None and instr.block is not None:
            printer = text.Printer(self.fn.pkg.types if self.fn.pkg is not None else None)
            where = f" at {instr.block}: {printer.instruction(instr)}"
        raise VerifyError(f"{self.fn.symbol}: {message}{where}\n{dump}")

    def run(self) -> None:
        self.blocks()
        self.edges()
        dominators.build(self.fn)
        for block in self.fn.blocks:
            for i, instr in enumerate(block.instrs):
                self.operands(block, i, instr)
                check = _TYPE_CHECKS.get(instr.__class__)
                if check is not None and not check(self.fn, instr):
                    self.fail("operand types", instr)

    # ------------------------------------------------------------ shape

    def blocks(self) -> None:
        if self.fn.blocks[0].preds:
            self.fail("entry block has predecessors")
        for block in self.fn.blocks:
            if not block.instrs:
                self.fail(f"{block} is empty")
            if block.parent is not self.fn:
                self.fail(f"{block} belongs to another function")
            body = False
            for i, instr in enumerate(block.instrs):
                if instr.block is not block:
                    self.fail(f"{block}: instruction {i} ({type(instr).__name__}) has block {instr.block}")
                if instr in self.place:
                    self.fail(f"instruction appears twice in {block}", instr)
                self.place[instr] = (block, i)
                if instr.is_terminator != (i == len(block.instrs) - 1):
                    self.fail(f"{block}: terminator not at the end, or none", instr)
                if isinstance(instr, ir.Phi):
                    if body:
                        self.fail("phi after another instruction", instr)
                    if len(instr.operands) != len(block.preds):
                        self.fail(f"phi has {len(instr.operands)} operands for {len(block.preds)} predecessors", instr)
                else:
                    body = True

    def edges(self) -> None:
        known = set(self.fn.blocks)
        count: dict[tuple[ir.BasicBlock, ir.BasicBlock], int] = {}
        for block in self.fn.blocks:
            if len(block.succs) != _SUCCS[block.instrs[-1].__class__]:
                self.fail(f"{block} has {len(block.succs)} successors", block.instrs[-1])
            for succ in block.succs:
                if succ not in known:
                    self.fail(f"{block} goes to a block that is not in the function")
                count[block, succ] = count.get((block, succ), 0) + 1
        for block in self.fn.blocks:
            for pred in block.preds:
                count[pred, block] = count.get((pred, block), 0) - 1
        for (source, target), n in count.items():
            if n:
                self.fail(f"edge {source} -> {target} is not the same in succs and preds")
        if self.fn.recover is not None and self.fn.recover not in known:
            self.fail("recover block is not in the function")

    # ------------------------------------------------------------ operands

    def operands(self, block: ir.BasicBlock, index: int, instr: ir.Instruction) -> None:
        for n, op in enumerate(instr.operands):
            if isinstance(op, ir.Instruction):
                if op not in self.place:
                    self.fail(f"operand {n} ({type(op).__name__}) is not an instruction of this function", instr)
                if op.type is None:
                    self.fail(f"operand {n} has no value", instr)
                self.dominance(block, index, instr, n, op)
            elif isinstance(op, ir.Parameter | ir.FreeVar):
                if op.parent is not self.fn:
                    self.fail(f"operand {n} ({op.name}) belongs to {op.parent.symbol}", instr)
            elif isinstance(op, ir.Const):
                if isinstance(op.type, types.Basic) and op.type.info & types.IS_UNTYPED:
                    self.fail(f"operand {n} is an untyped constant", instr)
            elif not isinstance(op, ir.Global | ir.Function):
                self.fail(f"operand {n} is a {type(op).__name__}", instr)
            if isinstance(types.unalias(op.type), types.TypeParam):
                self.fail(f"operand {n} has a type parameter's type", instr)

    def dominance(self, block: ir.BasicBlock, index: int, instr: ir.Instruction, n: int, op: ir.Instruction) -> None:
        home, at = self.place[op]
        if isinstance(instr, ir.Phi):
            pred = block.preds[n]
            if not dominators.dominates(home, pred):
                self.fail(f"operand {n} ({op.name}, in {home}) does not dominate the edge from {pred}", instr)
        elif home is block:
            if at >= index:
                self.fail(f"operand {n} ({op.name}) is used before it is defined", instr)
        elif not dominators.dominates(home, block):
            self.fail(f"operand {n} ({op.name}, in {home}) does not dominate its use", instr)


# ---------------------------------------------------------------- types


def _load(fn: ir.Function, i: Any) -> bool:
    u = _under(i.addr.type)
    return isinstance(u, types.Pointer) and _same(u.elem, i.type)


def _store(fn: ir.Function, i: Any) -> bool:
    u = _under(i.addr.type)
    return isinstance(u, types.Pointer) and _same(u.elem, i.val.type)


def _field_addr(fn: ir.Function, i: Any) -> bool:
    u = _under(i.x.type)
    if not isinstance(u, types.Pointer) or not isinstance(_under(u.elem), types.Struct):
        return False
    return _same(_under(u.elem).fields[i.field].type, _under(i.type).elem)


def _field(fn: ir.Function, i: Any) -> bool:
    u = _under(i.x.type)
    return isinstance(u, types.Struct) and _same(u.fields[i.field].type, i.type)


def _index_addr(fn: ir.Function, i: Any) -> bool:
    u = _under(i.x.type)
    if isinstance(u, types.Pointer):
        u = _under(u.elem)
        if not isinstance(u, types.Array):
            return False
    elif not isinstance(u, types.Slice):
        return False
    return _same(u.elem, _under(i.type).elem) and _is_integer(i.index.type)


def _index(fn: ir.Function, i: Any) -> bool:
    u = _under(i.x.type)
    if isinstance(u, types.Array) and not _same(u.elem, i.type):
        return False
    return isinstance(u, types.Array | types.Basic) and _is_integer(i.index.type)


def _binop(fn: ir.Function, i: Any) -> bool:
    if i.op in _SHIFTS:
        return _same(i.x.type, i.type) and _is_integer(i.y.type)
    if not _same(i.x.type, i.y.type):
        return False
    if i.op in _COMPARISONS:
        u = _under(i.type)
        return isinstance(u, types.Basic) and bool(u.info & types.IS_BOOLEAN)
    return _same(i.x.type, i.type)


def _change_type(fn: ir.Function, i: Any) -> bool:
    return not isinstance(_under(i.type), types.Interface) or isinstance(_under(i.x.type), types.Interface)


def _call_args(params: list[Any], args: list[Any]) -> bool:
    return len(params) == len(args) and all(_same(p, a.type) for p, a in zip(params, args, strict=True))


def _call(fn: ir.Function, i: Any) -> bool:
    callee = i.callee
    sig = _under(callee.type)
    if not isinstance(sig, types.Signature):
        return False
    params = [v.type for v in sig.params.vars]
    args = i.args
    if isinstance(callee, ir.Function):
        if callee.params:
            params = [p.type for p in callee.params]
        elif len(args) == len(params) + 1:
            args = args[1:]  # an external method: its receiver is not in the signature
    return _call_args(params, args) and _results(sig, i.type)


def _results(sig: Any, t: Any) -> bool:
    results = sig.results.vars
    if not results:
        return t is None
    if len(results) == 1:
        return t is not None and _same(results[0].type, t)
    return isinstance(t, types.Tuple) and len(t.vars) == len(results)


def _invoke(fn: ir.Function, i: Any) -> bool:
    if not isinstance(_under(i.iface.type), types.Interface):
        return False
    sig = i.method.type
    return len(sig.params.vars) == len(i.operands) - 1


def _return(fn: ir.Function, i: Any) -> bool:
    results = fn.signature.results.vars
    return len(results) == len(i.operands) and all(
        _same(r.type, v.type) for r, v in zip(results, i.operands, strict=True)
    )


def _closure(fn: ir.Function, i: Any) -> bool:
    free = i.fn.free_vars
    return len(free) == len(i.operands) and all(_same(f.type, v.type) for f, v in zip(free, i.operands, strict=True))


def _map_key(fn: ir.Function, i: Any) -> bool:
    u = _under(i.operands[0].type)
    if not isinstance(u, types.Map) or not _same(u.key, i.key.type):
        return False
    return not isinstance(i, ir.MapUpdate) or _same(u.elem, i.value.type)


def _send(fn: ir.Function, i: Any) -> bool:
    u = _under(i.chan.type)
    return isinstance(u, types.Chan) and _same(u.elem, i.x.type)


def _extract(fn: ir.Function, i: Any) -> bool:
    t = i.tuple.type
    return isinstance(t, types.Tuple) and i.index < len(t.vars)


def _make_interface(fn: ir.Function, i: Any) -> bool:
    return isinstance(_under(i.type), types.Interface) and not isinstance(_under(i.x.type), types.Interface)


def _change_interface(fn: ir.Function, i: Any) -> bool:
    return isinstance(_under(i.type), types.Interface) and isinstance(_under(i.x.type), types.Interface)


def _type_assert(fn: ir.Function, i: Any) -> bool:
    return isinstance(_under(i.x.type), types.Interface)


def _phi(fn: ir.Function, i: Any) -> bool:
    return is_small(i.type) and all(_same(op.type, i.type) for op in i.operands)


def _condition(fn: ir.Function, i: Any) -> bool:
    u = _under(i.cond.type)
    return isinstance(u, types.Basic) and bool(u.info & types.IS_BOOLEAN)


def _integers(fn: ir.Function, i: Any) -> bool:
    return all(_is_integer(op.type) for op in i.operands)


def _panic(fn: ir.Function, i: Any) -> bool:
    return isinstance(_under(i.x.type), types.Interface)


def _thunk(fn: ir.Function, i: Any) -> bool:
    sig = _under(i.fn.type)
    return isinstance(sig, types.Signature) and not sig.params.vars and not sig.results.vars


_TYPE_CHECKS: Final[dict[type, Callable[[ir.Function, Any], bool]]] = {
    ir.Load: _load,
    ir.Store: _store,
    ir.FieldAddr: _field_addr,
    ir.Field: _field,
    ir.IndexAddr: _index_addr,
    ir.Index: _index,
    ir.BinOp: _binop,
    ir.BoundsCheck: _integers,
    ir.DivCheck: _integers,
    ir.ShiftCheck: _integers,
    ir.ChangeType: _change_type,
    ir.Call: _call,
    ir.Invoke: _invoke,
    ir.Return: _return,
    ir.MakeClosure: _closure,
    ir.Lookup: _map_key,
    ir.MapUpdate: _map_key,
    ir.Send: _send,
    ir.Extract: _extract,
    ir.MakeInterface: _make_interface,
    ir.ChangeInterface: _change_interface,
    ir.TypeAssert: _type_assert,
    ir.Phi: _phi,
    ir.If: _condition,
    ir.Panic: _panic,
    ir.Go: _thunk,
    ir.Defer: _thunk,
}
