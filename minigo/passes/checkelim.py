"""Removes checks that cannot fail: nil, bounds, division, shift and length checks.

    boundscheck index i, n      gone where `0 <= i` and `i < n` are known

Facts come from checks already passed, from the branches that lead to a block, from what a value is (an address of a variable, a length, an
unsigned number) and from counting loops, whose counter never falls below its start. They hold in the blocks dominated by the place where they become true.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from minigo import types
from minigo.passes import fold, rewrite
from minigo.passes.cse import value_key
from minigo.passes.domwalk import ScopedTable, walk
from minigo.ssa import ir

_NEVER_NIL: Final = (
    ir.Alloc,
    ir.Global,
    ir.Function,
    ir.FieldAddr,
    ir.IndexAddr,
    ir.MakeClosure,
    ir.MakeMap,
    ir.MakeChan,
)
_NEGATED: Final = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "==": "!=", "!=": "=="}
_SWAPPED: Final = {"<": ">", ">": "<", "<=": ">=", ">=": "<=", "==": "==", "!=": "!="}
_DEPTH: Final = 6  # how far definitions are followed to find a lower bound


def run(fn: ir.Function) -> int:
    """Returns the number of checks removed."""
    if not any([i.__class__ in _CHECKS for block in fn.blocks for i in block.instrs]):
        return 0
    eliminator = _Eliminator()
    walk(fn, eliminator.facts, eliminator.visit)
    rewrite.delete(fn, eliminator.removed)
    return len(eliminator.removed)


class _Eliminator:
    """``facts``: ("nonnil", v), ("check", …) and relations ("<", x, y) / ("<=", x, y) on value keys."""

    __slots__ = ("facts", "removed")

    def __init__(self) -> None:
        self.facts = ScopedTable()
        self.removed: set[ir.Instruction] = set()

    def visit(self, block: ir.BasicBlock) -> None:
        self._facts_of_branch(block)
        for instr in block.instrs:
            check = _CHECKS.get(instr.__class__)
            if check is not None:
                if check(self, instr):
                    self.removed.add(instr)
                else:
                    _LEARN[instr.__class__](self, instr)

    # ------------------------------------------------------------ facts

    def _facts_of_branch(self, block: ir.BasicBlock) -> None:
        """What the If that leads here, and only here, has decided."""
        if len(block.preds) != 1:
            return
        last = block.preds[0].instrs[-1]
        if not isinstance(last, ir.If) or block.preds[0].succs[0] is block.preds[0].succs[1]:
            return
        self._condition(last.cond, block.preds[0].succs[0] is block)

    def _condition(self, cond: ir.Value, holds: bool) -> None:
        if isinstance(cond, ir.UnOp) and cond.op == "!":
            self._condition(cond.x, not holds)
            return
        if not isinstance(cond, ir.BinOp) or cond.op not in _NEGATED:
            return
        op = cond.op if holds else _NEGATED[cond.op]
        if _is_integer(cond.x.type):
            self._relation(op, cond.x, cond.y)
        elif op == "!=":
            for v, other in ((cond.x, cond.y), (cond.y, cond.x)):
                if isinstance(other, ir.Const) and other.value is None:
                    self.facts.put(("nonnil", v), True)

    def _relation(self, op: str, x: ir.Value, y: ir.Value) -> None:
        if op in (">", ">="):
            op, x, y = _SWAPPED[op], y, x
        if op in ("<", "<="):
            self.facts.put((op, value_key(x), value_key(y)), True)
            self._constant_bounds(op, x, y)
        elif op == "==":
            self.facts.put(("<=", value_key(x), value_key(y)), True)
            self.facts.put(("<=", value_key(y), value_key(x)), True)
            self._constant_bounds("<=", x, y)
            self._constant_bounds("<=", y, x)

    def _constant_bounds(self, op: str, x: ir.Value, y: ir.Value) -> None:
        """Remember the best constant bounds of each value."""
        low, high = fold.known(x), fold.known(y)
        strict = 1 if op == "<" else 0
        if low is not None:
            old = self.facts.get(("low", y))
            if old is None or low + strict > old:
                self.facts.put(("low", y), low + strict)
        if high is not None:
            old = self.facts.get(("high", x))
            if old is None or high - strict < old:
                self.facts.put(("high", x), high - strict)

    # ------------------------------------------------------------ questions

    def lower_bound(self, v: ir.Value, depth: int = _DEPTH, seen: frozenset[ir.Value] = frozenset()) -> int | None:
        """A constant that the value is never below, or None."""
        constant = fold.known(v)
        if isinstance(constant, int):
            return int(constant)
        best = self.facts.get(("low", v))
        if best is not None and best >= 0:
            return int(best)
        structural = self._structural_bound(v, depth, seen) if depth else None
        if best is None:
            return structural
        return int(best) if structural is None else max(int(best), structural)

    def _structural_bound(self, v: ir.Value, depth: int, seen: frozenset[ir.Value]) -> int | None:
        if isinstance(v, (ir.Len, ir.Cap)):
            return 0
        basic = v.type.underlying()
        if basic.__class__ is types.Basic and basic.info & types.IS_UNSIGNED:
            return 0
        if isinstance(v, ir.BinOp):
            return self._operation_bound(v, depth, seen)
        if isinstance(v, ir.Phi):
            return self._phi_bound(v, depth, seen)
        if isinstance(v, ir.Convert) and _widens(v):
            return self.lower_bound(v.x, depth - 1, seen)
        return None

    def _operation_bound(self, v: ir.BinOp, depth: int, seen: frozenset[ir.Value]) -> int | None:
        if v.op == "&":
            bounds = [self.lower_bound(op, depth - 1, seen) for op in (v.x, v.y)]
            return 0 if any([b is not None and b >= 0 for b in bounds]) else None
        if v.op in (">>", "%", "/"):
            x = self.lower_bound(v.x, depth - 1, seen)
            y = self.lower_bound(v.y, depth - 1, seen) if v.op == "/" else 0
            return 0 if x is not None and x >= 0 and y is not None and y >= 0 else None
        return None

    def _phi_bound(self, phi: ir.Phi, depth: int, seen: frozenset[ir.Value]) -> int | None:
        """Of a counter: the least of its starts, if every other operand is the counter plus a positive constant, added where an upper bound keeps the sum from wrapping."""
        if phi in seen:
            return None
        lowest: int | None = None
        for op in phi.operands:
            if op is phi or _is_bounded_increment(op, phi):
                continue
            bound = self.lower_bound(op, depth - 1, seen | {phi})
            if bound is None:
                return None
            lowest = bound if lowest is None else min(lowest, bound)
        return lowest

    def below(self, x: ir.Value, y: ir.Value, strict: bool) -> bool:
        """Whether x < y (or x <= y) is known, for x not negative."""
        a, b = fold.known(x), fold.known(y)
        if a is not None and b is not None:
            return bool(a < b if strict else a <= b)
        kx, ky = value_key(x), value_key(y)
        if self.facts.get(("<", kx, ky)) or (not strict and (x is y or self.facts.get(("<=", kx, ky)))):
            return True
        if b is not None:
            high = self._upper_bound(x)
            return high is not None and (high < b if strict else high <= b)
        if a is not None:
            low = self.lower_bound(y)
            return low is not None and (a < low if strict else a <= low)
        return not strict and isinstance(y, ir.Cap) and isinstance(x, ir.Len) and x.x is y.x

    def _upper_bound(self, v: ir.Value) -> int | None:
        best = self.facts.get(("high", v))
        if isinstance(v, ir.BinOp) and v.op in ("&", "%"):
            limit = fold.known(v.y)
            if isinstance(limit, int) and limit > 0:
                limit = limit if v.op == "&" else limit - 1
                best = limit if best is None else min(best, limit)
        basic = v.type.underlying()
        if isinstance(v, ir.Convert):
            basic = v.x.type.underlying()
        if best is None and basic.__class__ is types.Basic and basic.kind in (types.UINT8, types.UINT16):
            best = 255 if basic.kind == types.UINT8 else 65535
        return None if best is None else int(best)

    # ------------------------------------------------------------ checks

    def nil(self, i: Any) -> bool:
        return isinstance(i.x, _NEVER_NIL) or self.facts.get(("nonnil", i.x)) is not None

    def bounds(self, i: Any) -> bool:
        if self.facts.get(("bounds", i.kind, value_key(i.x), value_key(i.y))):
            return True
        low = self.lower_bound(i.x)
        return low is not None and low >= 0 and self.below(i.x, i.y, i.kind == "index")

    def learn_bounds(self, i: Any) -> None:
        self.facts.put(("bounds", i.kind, value_key(i.x), value_key(i.y)), True)
        if _is_signed(i.x.type):
            self._relation("<" if i.kind == "index" else "<=", i.x, i.y)
            if (self.facts.get(("low", i.x)) or -1) < 0:
                self.facts.put(("low", i.x), 0)

    def division(self, i: Any) -> bool:
        value = fold.known(i.x)
        if value is not None:
            return bool(value != 0)
        low = self.lower_bound(i.x)
        return (low is not None and low > 0) or self.facts.get(("nonzero", i.x)) is not None

    def shift(self, i: Any) -> bool:
        low = self.lower_bound(i.x)
        return low is not None and low >= 0

    def length(self, i: Any) -> bool:
        return i.length == 0 or self.facts.get(("length", i.x, i.length)) is not None


_CHECKS: Final[dict[type, Callable[[_Eliminator, Any], bool]]] = {
    ir.NilCheck: _Eliminator.nil,
    ir.BoundsCheck: _Eliminator.bounds,
    ir.DivCheck: _Eliminator.division,
    ir.ShiftCheck: _Eliminator.shift,
    ir.LenCheck: _Eliminator.length,
}
_LEARN: Final[dict[type, Callable[[_Eliminator, Any], None]]] = {
    ir.NilCheck: lambda e, i: e.facts.put(("nonnil", i.x), True),
    ir.BoundsCheck: _Eliminator.learn_bounds,
    ir.DivCheck: lambda e, i: e.facts.put(("nonzero", i.x), True),
    ir.ShiftCheck: lambda e, i: e.facts.put(("low", i.x), 0),
    ir.LenCheck: lambda e, i: e.facts.put(("length", i.x, i.length), True),
}


def _is_integer(t: Any) -> bool:
    u = t.underlying()
    return u.__class__ is types.Basic and bool(u.info & types.IS_INTEGER)


def _is_signed(t: Any) -> bool:
    u = t.underlying()
    return u.__class__ is types.Basic and not u.info & types.IS_UNSIGNED


def _widens(v: ir.Convert) -> bool:
    """Whether an integer conversion keeps every value."""
    source, target = v.x.type.underlying(), v.type.underlying()
    if not (_is_integer(source) and _is_integer(target)):
        return False
    bits = fold.BITS
    signed_source = not source.info & types.IS_UNSIGNED
    signed_target = not target.info & types.IS_UNSIGNED
    if signed_source == signed_target:
        return bool(bits[source.kind] <= bits[target.kind])
    return not signed_source and bits[source.kind] < bits[target.kind]


def _is_bounded_increment(op: ir.Value, phi: ir.Phi) -> bool:
    """``phi + c``, c > 0, in a block that a test ``phi < something`` dominates: below the largest number, so adding 1 does not wrap. Larger steps would need the bound's value."""
    if not isinstance(op, ir.BinOp) or op.op != "+" or op.x is not phi or fold.known(op.y) != 1:
        return False
    block = op.block
    while block is not None:
        if len(block.preds) == 1:
            last = block.preds[0].instrs[-1]
            if isinstance(last, ir.If) and _bounds_above(last.cond, phi, block.preds[0].succs[0] is block):
                return True
        block = block.idom
    return False


def _bounds_above(cond: ir.Value, phi: ir.Phi, holds: bool) -> bool:
    if not isinstance(cond, ir.BinOp) or cond.op not in _NEGATED:
        return False
    op = cond.op if holds else _NEGATED[cond.op]
    return (
        (op == "<" and cond.x is phi)
        or (op == ">" and cond.y is phi)
        or (op == "!=" and cond.x is phi and _counts_up_to(cond, phi))
    )


def _counts_up_to(cond: ir.BinOp, phi: ir.Phi) -> bool:
    """``phi != n`` says nothing about the order unless n is the largest number itself."""
    limit = fold.known(cond.y)
    basic = phi.type.underlying()
    return limit is not None and limit == (1 << (fold.BITS[basic.kind] - 1)) - 1
