"""Functions that are an instruction or two: ``sync/atomic``, locks of ``sync`` that are free, parts of ``math`` and ``math/bits``. They are found by
symbol.

Atomics are sequentially consistent. Stores of pointers have their write barrier, as in ``memory``; the address is
checked for nil first.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from minigo.codegen import runtime
from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter

Lower = Callable[["FunctionWriter", ir.Call], None]


def find(f: FunctionWriter, symbol: str) -> Lower | None:
    """What to write in place of a call of the function, or None."""
    found = TABLE.get(symbol)
    if found is None and f.module.target.goarch == "arm64":
        return ARM64.get(symbol)
    return found


# ---------------------------------------------------------------- sync/atomic


def _address(f: FunctionWriter, i: ir.Call) -> str:
    from minigo.codegen import checks

    checks.nil_check(f, ir.NilCheck(i.operands[1], i.pos))
    return f.op(i.operands[1])


def _load(kind: str) -> Lower:
    def lower(f: FunctionWriter, i: ir.Call) -> None:
        f.set(i, f.let(f"load atomic {kind}, ptr {_address(f, i)} seq_cst, align {SIZES[kind]}"))

    return lower


def _store(kind: str) -> Lower:
    def lower(f: FunctionWriter, i: ir.Call) -> None:
        address = _address(f, i)
        value = f.op(i.operands[2])
        if kind == "ptr":
            _barrier(f, address, value)
        f.emit(f"store atomic {kind} {value}, ptr {address} seq_cst, align {SIZES[kind]}")

    return lower


def _exchange(op: str, kind: str) -> Lower:
    """Swap, And, Or: the old value."""

    def lower(f: FunctionWriter, i: ir.Call) -> None:
        address = _address(f, i)
        value = f.op(i.operands[2])
        if kind == "ptr":
            _barrier(f, address, value)
        f.set(i, f.let(f"atomicrmw {op} ptr {address}, {kind} {value} seq_cst"))

    return lower


def _add(kind: str) -> Lower:
    """The new value."""

    def lower(f: FunctionWriter, i: ir.Call) -> None:
        address = _address(f, i)
        delta = f.op(i.operands[2])
        old = f.let(f"atomicrmw add ptr {address}, {kind} {delta} seq_cst")
        f.set(i, f.let(f"add {kind} {old}, {delta}"))

    return lower


def _compare_and_swap(kind: str) -> Lower:
    def lower(f: FunctionWriter, i: ir.Call) -> None:
        address = _address(f, i)
        old, new = f.op(i.operands[2]), f.op(i.operands[3])
        if kind == "ptr":
            _barrier(f, address, new)
        pair = f.let(f"cmpxchg ptr {address}, {kind} {old}, {kind} {new} seq_cst seq_cst")
        f.set(i, f.to_bool(f.let(f"extractvalue {{ {kind}, i1 }} {pair}, 1")))

    return lower


def _barrier(f: FunctionWriter, address: str, value: str) -> None:
    """The write barrier alone."""
    barrier, go_on = f.new_label(), f.new_label()
    flag = f.let(f"load volatile i32, ptr {f.unit.data_ref('runtime.writeBarrier')}")
    f.branch(f.let(f"icmp eq i32 {flag}, 0"), go_on, barrier, likely=True)
    f.start(barrier)
    f.call("wbptr", f"ptr {address}", f"ptr {value}")
    f.jump(go_on)
    f.start(go_on)


SIZES: Final = {"i32": 4, "i64": 8, "ptr": 8}
_KINDS: Final = {"Int32": "i32", "Int64": "i64", "Uint32": "i32", "Uint64": "i64", "Uintptr": "i64", "Pointer": "ptr"}


def _atomics() -> dict[str, Lower]:
    table: dict[str, Lower] = {}
    for name, kind in _KINDS.items():
        prefix = "sync/atomic."
        table[f"{prefix}Load{name}"] = _load(kind)
        table[f"{prefix}Store{name}"] = _store(kind)
        table[f"{prefix}Swap{name}"] = _exchange("xchg", kind)
        table[f"{prefix}CompareAndSwap{name}"] = _compare_and_swap(kind)
        if kind != "ptr":
            table[f"{prefix}Add{name}"] = _add(kind)
            table[f"{prefix}And{name}"] = _exchange("and", kind)
            table[f"{prefix}Or{name}"] = _exchange("or", kind)
            # The types have nothing but the value.
            for op in ("Load", "Store", "Swap", "CompareAndSwap", "Add", "And", "Or"):
                table[f"{prefix}(*{name}).{op}"] = table[f"{prefix}{op}{name}"]
    return table


# ---------------------------------------------------------------- sync


class _LockOperation:
    """What a method of ``sync.Mutex`` or ``RWMutex`` does when nobody is in the way: it changes a number, a field at ``offset``.

    ``delta`` None: 0 becomes 1. Else that is added, and the result ``condition`` 0. If that does not come true, ``slow``, a method without results, goes on; it gets the result.
    Tracebacks show the method as inlined. For nil the method is called.
    """

    __slots__ = ("condition", "delta", "offset", "slow")

    def __init__(self, slow: str, offset: int = 0, delta: int | None = None, condition: str = "") -> None:
        self.slow, self.offset, self.delta, self.condition = slow, offset, delta, condition

    def __call__(self, f: FunctionWriter, i: ir.Call) -> None:
        from minigo.codegen import calls

        mutex = f.op(i.operands[1])
        is_nil, in_place, in_the_way, go_on = f.new_label(), f.new_label(), f.new_label(), f.new_label()
        f.branch(f.let(f"icmp eq ptr {mutex}, null"), is_nil, in_place)
        f.start(is_nil)
        calls.call_function(f, i)
        f.jump(go_on)
        f.start(in_place)
        arguments = [f"ptr {mutex}"]
        done = self._change(f, f.offset(mutex, self.offset), arguments)
        f.branch(done, go_on, in_the_way, likely=True)
        f.start(in_the_way)
        self._go_on_slowly(f, i, arguments)
        f.jump(go_on)
        f.start(go_on)

    def _change(self, f: FunctionWriter, address: str, arguments: list[str]) -> str:
        if self.delta is None:
            pair = f.let(f"cmpxchg ptr {address}, i32 0, i32 1 seq_cst seq_cst")
            return f.let(f"extractvalue {{ i32, i1 }} {pair}, 1")
        old = f.let(f"atomicrmw add ptr {address}, i32 {self.delta} seq_cst")
        new = f.let(f"add i32 {old}, {self.delta}")
        arguments.append(f"i32 {new}")
        return f.let(f"icmp {self.condition} i32 {new}, 0")

    def _go_on_slowly(self, f: FunctionWriter, i: ir.Call, arguments: list[str]) -> None:
        callee = i.operands[0]
        assert isinstance(callee, ir.Function)
        ref = f.unit.code_ref(self.slow)
        location = f.lines.at(callee.pos, ir.InlineSite(callee, i.pos, i.inlined))
        f.emit(f"call void {ref}({', '.join([runtime.NO_CONTEXT, *arguments])}){location}")
        if not f.unit.is_known(self.slow):
            kinds = ", ".join(["ptr nest", *[a.split()[0] for a in arguments]])
            f.unit.declare(self.slow, f"declare dso_local void {ref}({kinds})")


# std/sync: a Mutex begins with its state; an RWMutex has, at offset 16, the number of readers, negative while somebody wants to write.
_SYNC: Final[dict[str, Lower]] = {
    "sync.(*Mutex).Lock": _LockOperation("sync.(*Mutex).lockSlow"),
    "sync.(*Mutex).Unlock": _LockOperation("sync.(*Mutex).unlockSlow", 0, -1, "eq"),
    "sync.(*RWMutex).RLock": _LockOperation("sync.(*RWMutex).rLockSlow", 16, 1, "sge"),
    "sync.(*RWMutex).RUnlock": _LockOperation("sync.(*RWMutex).rUnlockSlow", 16, -1, "sge"),
}


# ---------------------------------------------------------------- math, math/bits


def _unary(result: str, name: str) -> Lower:
    """One operand, one LLVM intrinsic of the same type."""

    def lower(f: FunctionWriter, i: ir.Call) -> None:
        f.set(i, f.intrinsic(result, name, result, f"{result} {f.op(i.operands[1])}"))

    return lower


def _fma(f: FunctionWriter, i: ir.Call) -> None:
    args = [f"double {f.op(v)}" for v in i.operands[1:]]
    f.set(i, f.intrinsic("double", "llvm.fma.f64", "double, double, double", *args))


def _copysign(f: FunctionWriter, i: ir.Call) -> None:
    args = [f"double {f.op(v)}" for v in i.operands[1:]]
    f.set(i, f.intrinsic("double", "llvm.copysign.f64", "double, double", *args))


def _bitcast(source: str, target: str) -> Lower:
    def lower(f: FunctionWriter, i: ir.Call) -> None:
        f.set(i, f.let(f"bitcast {source} {f.op(i.operands[1])} to {target}"))

    return lower


def _count(kind: str, name: str) -> Lower:
    """Leading or trailing zeros, population count, as an int; of zero: the width."""

    def lower(f: FunctionWriter, i: ir.Call) -> None:
        _set_int(f, i, kind, _bit_count(f, kind, name, f.op(i.operands[1])))

    return lower


def _bit_count(f: FunctionWriter, kind: str, name: str, x: str) -> str:
    if name == "ctpop":
        return f.intrinsic(kind, f"llvm.ctpop.{kind}", kind, f"{kind} {x}")
    return f.intrinsic(kind, f"llvm.{name}.{kind}", f"{kind}, i1", f"{kind} {x}", "i1 false")


def _set_int(f: FunctionWriter, i: ir.Call, kind: str, value: str) -> None:
    f.set(i, value if kind == "i64" else f.let(f"zext {kind} {value} to i64"))


def _length(kind: str) -> Lower:
    """bits.Len."""

    def lower(f: FunctionWriter, i: ir.Call) -> None:
        zeros = _bit_count(f, kind, "ctlz", f.op(i.operands[1]))
        _set_int(f, i, kind, f.let(f"sub {kind} {kind[1:]}, {zeros}"))

    return lower


def _rotate(kind: str) -> Lower:
    def lower(f: FunctionWriter, i: ir.Call) -> None:
        x, k = f.op(i.operands[1]), f.op(i.operands[2])
        amount = k if kind == "i64" else f.let(f"trunc i64 {k} to {kind}")
        args = (f"{kind} {x}", f"{kind} {x}", f"{kind} {amount}")
        f.set(i, f.intrinsic(kind, f"llvm.fshl.{kind}", f"{kind}, {kind}, {kind}", *args))

    return lower


def _mul64(f: FunctionWriter, i: ir.Call) -> None:
    x, y = (f.let(f"zext i64 {f.op(v)} to i128") for v in i.operands[1:])
    product = f.let(f"mul nuw i128 {x}, {y}")
    high = f.let(f"trunc i128 {f.let(f'lshr i128 {product}, 64')} to i64")
    f.tuples[i] = [(high,), (f.let(f"trunc i128 {product} to i64"),)]


def _carry(op: str, instruction: str) -> Lower:
    """bits.Add64, Sub64: with a carry of 0 or 1 in and out."""

    def lower(f: FunctionWriter, i: ir.Call) -> None:
        x, y, carry = (f.op(v) for v in i.operands[1:])
        name = f"llvm.{op}.with.overflow.i64"
        first = f.intrinsic("{ i64, i1 }", name, "i64, i64", f"i64 {x}", f"i64 {y}")
        partial = f.let(f"extractvalue {{ i64, i1 }} {first}, 0")
        second = f.intrinsic("{ i64, i1 }", name, "i64, i64", f"i64 {partial}", f"i64 {carry}")
        total = f.let(f"extractvalue {{ i64, i1 }} {second}, 0")
        flags = [f.let(f"extractvalue {{ i64, i1 }} {pair}, 1") for pair in (first, second)]
        f.tuples[i] = [(total,), (f.let(f"zext i1 {f.let(f'or i1 {flags[0]}, {flags[1]}')} to i64"),)]

    return lower


def _bits() -> dict[str, Lower]:
    table: dict[str, Lower] = {}
    for suffix, kind in (("", "i64"), ("64", "i64"), ("32", "i32"), ("16", "i16"), ("8", "i8")):
        table[f"math/bits.LeadingZeros{suffix}"] = _count(kind, "ctlz")
        table[f"math/bits.TrailingZeros{suffix}"] = _count(kind, "cttz")
        table[f"math/bits.OnesCount{suffix}"] = _count(kind, "ctpop")
        table[f"math/bits.Len{suffix}"] = _length(kind)
        table[f"math/bits.RotateLeft{suffix}"] = _rotate(kind)
        table[f"math/bits.Reverse{suffix}"] = _unary(kind, f"llvm.bitreverse.{kind}")
        if kind != "i8":
            table[f"math/bits.ReverseBytes{suffix}"] = _unary(kind, f"llvm.bswap.{kind}")
    for suffix in ("", "64"):
        table[f"math/bits.Mul{suffix}"] = _mul64
        table[f"math/bits.Add{suffix}"] = _carry("uadd", "add")
        table[f"math/bits.Sub{suffix}"] = _carry("usub", "sub")
    return table


_MATH: Final[dict[str, Lower]] = {
    "math.Sqrt": _unary("double", "llvm.sqrt.f64"),
    "math.sqrt": _unary("double", "llvm.sqrt.f64"),
    "math.Abs": _unary("double", "llvm.fabs.f64"),
    "math.Copysign": _copysign,
    "math.Float64bits": _bitcast("double", "i64"),
    "math.Float64frombits": _bitcast("i64", "double"),
    "math.Float32bits": _bitcast("float", "i32"),
    "math.Float32frombits": _bitcast("i32", "float"),
}
TABLE: Final[dict[str, Lower]] = {**_atomics(), **_SYNC, **_bits(), **_MATH}
# What amd64's baseline has no instruction for, so that LLVM would call a C library.
ARM64: Final[dict[str, Lower]] = {
    "math.FMA": _fma,
    "math.Floor": _unary("double", "llvm.floor.f64"),
    "math.Ceil": _unary("double", "llvm.ceil.f64"),
    "math.Trunc": _unary("double", "llvm.trunc.f64"),
    "math.RoundToEven": _unary("double", "llvm.roundeven.f64"),
    "math.Round": _unary("double", "llvm.round.f64"),
}
