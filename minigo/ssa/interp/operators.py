"""What each instruction does. ``table(machine)`` maps instruction classes to functions of (frame, instruction); those with a result return it."""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa import ir
from minigo.ssa.interp import builtins, channels, convert
from minigo.ssa.interp.values import (
    Closure,
    Interface,
    MapValue,
    Pointer,
    RangeIterator,
    SliceValue,
    copy,
    round_complex,
    round_float,
    wrap,
    zero,
)

if TYPE_CHECKING:
    from minigo.ssa.interp.machine import Frame, Machine

Handler = Callable[["Frame", Any], Any]

_SLICE_PANICS = {
    "SliceAlen": "slice bounds out of range [:{x}] with length {y}",
    "SliceAcap": "slice bounds out of range [:{x}] with capacity {y}",
    "SliceB": "slice bounds out of range [{x}:{y}]",
    "Slice3Alen": "slice bounds out of range [::{x}] with length {y}",
    "Slice3Acap": "slice bounds out of range [::{x}] with capacity {y}",
    "Slice3B": "slice bounds out of range [:{x}:{y}]",
    "Slice3C": "slice bounds out of range [{x}:{y}:]",
}


def to_float(v: Any, basic: Any) -> float:
    try:
        return round_float(float(v), basic)
    except OverflowError:
        return math.inf if v > 0 else -math.inf


def hashable(m: Machine, v: Any, t: Any) -> Any:
    """A hashable stand-in for a map key (or anything compared with ==): equal exactly when the Go values are."""
    u = t.underlying()
    cls = u.__class__
    if cls is types.Interface:
        if v is None:
            return None
        if v.type is m.runtime_error:
            return (m.runtime_error, v.value)
        if not comparable(v.type):
            m.fail(f"hash of unhashable type {m.texts(v.type)}")
        return (m.strings(v.type), hashable(m, v.value, v.type))
    if cls is types.Struct:
        return tuple([hashable(m, x, f.type) for x, f in zip(v, u.fields, strict=True) if f.name != "_"])
    if cls is types.Array:
        return tuple([hashable(m, x, u.elem) for x in v])
    if v.__class__ is float and v != v:
        return object()
    return v


def comparable(t: Any) -> bool:
    u = t.underlying()
    cls = u.__class__
    if cls in (types.Slice, types.Map, types.Signature):
        return False
    if cls is types.Struct:
        return all(comparable(f.type) for f in u.fields)
    return comparable(u.elem) if cls is types.Array else True


def equal(m: Machine, x: Any, y: Any, t: Any) -> bool:
    """``x == y`` for values of type ``t``."""
    u = t.underlying()
    cls = u.__class__
    if cls is types.Interface:
        if x is None or y is None:
            return x is y
        if x.type is m.runtime_error or y.type is m.runtime_error:
            return x.type is y.type and x.value == y.value
        if not types.identical(x.type, y.type):
            return False
        if not comparable(x.type):
            m.fail(f"comparing uncomparable type {m.texts(x.type)}")
        return equal(m, x.value, y.value, x.type)
    if cls is types.Struct:
        return all(equal(m, a, b, f.type) for a, b, f in zip(x, y, u.fields, strict=True) if f.name != "_")
    if cls is types.Array:
        return all(equal(m, a, b, u.elem) for a, b in zip(x, y, strict=True))
    if cls is types.Basic or cls is types.Pointer:
        return bool(x == y)
    return x is y


def arithmetic(m: Machine, op: str, x: Any, y: Any, t: Any) -> Any:
    """``x op y`` on basic types."""
    basic = t.underlying()
    info = basic.info
    if op == "<<":
        return wrap(x << y, basic) if y < 4096 else 0
    if op == ">>":
        return x >> y if y < 4096 else -1 if x < 0 else 0
    if info & types.IS_INTEGER:
        return wrap(_integer(op, x, y), basic)
    if op == "+":
        z = x + y
    elif op == "-":
        z = x - y
    elif op == "*":
        z = x * y
    else:
        z = _divide(x, y)
    if info & types.IS_FLOAT:
        return round_float(z, basic)
    return round_complex(z, basic) if info & types.IS_COMPLEX else z


def _integer(op: str, x: int, y: int) -> int:
    if op == "+":
        return x + y
    if op == "-":
        return x - y
    if op == "*":
        return x * y
    if op == "&":
        return x & y
    if op == "|":
        return x | y
    if op == "^":
        return x ^ y
    if op == "&^":
        return x & ~y
    q = abs(x) // abs(y)
    q = -q if (x < 0) != (y < 0) else q
    return q if op == "/" else x - q * y


def _divide(x: Any, y: Any) -> Any:
    if y != 0:
        return x / y
    if isinstance(x, complex) or isinstance(y, complex):
        return complex(math.nan, math.nan) if x == 0 or x != x else complex(math.inf, math.inf)
    if x == 0 or x != x:
        return math.nan
    return math.copysign(math.inf, x) * math.copysign(1.0, y)


def table(m: Machine) -> dict[type, Handler]:
    """The handlers of one machine."""
    operations = Operations(m)
    return {
        ir.Alloc: lambda f, i: Pointer([zero(i.type.elem)], 0),
        ir.Load: operations.load,
        ir.Store: operations.store,
        ir.FieldAddr: operations.field_addr,
        ir.Field: lambda f, i: copy(m.get(f, i.operands[0])[i.field]),
        ir.IndexAddr: operations.index_addr,
        ir.Index: lambda f, i: m.get(f, i.operands[0])[m.get(f, i.operands[1])],
        ir.Slice: operations.slice,
        ir.NilCheck: operations.nil_check,
        ir.BoundsCheck: operations.bounds_check,
        ir.DivCheck: operations.div_check,
        ir.ShiftCheck: operations.shift_check,
        ir.LenCheck: operations.len_check,
        ir.BinOp: operations.binop,
        ir.UnOp: operations.unop,
        ir.Len: lambda f, i: builtins.length(m.get(f, i.operands[0])),
        ir.Cap: lambda f, i: builtins.capacity(m.get(f, i.operands[0])),
        ir.ChangeType: lambda f, i: m.get(f, i.operands[0]),
        ir.Convert: lambda f, i: convert.convert(m, m.get(f, i.operands[0]), i.operands[0].type, i.type),
        ir.MakeInterface: lambda f, i: Interface(i.operands[0].type, copy(m.get(f, i.operands[0]))),
        ir.ChangeInterface: lambda f, i: m.get(f, i.operands[0]),
        ir.TypeAssert: operations.type_assert,
        ir.MakeClosure: lambda f, i: Closure(i.fn, [copy(m.get(f, v)) for v in i.operands]),
        ir.MakeSlice: operations.make_slice,
        ir.MakeMap: lambda f, i: MapValue(),
        ir.MakeChan: lambda f, i: channels.make(m, m.get(f, i.operands[0])),
        ir.Lookup: operations.lookup,
        ir.MapUpdate: operations.map_update,
        ir.Range: operations.range,
        ir.Next: operations.next,
        ir.Send: lambda f, i: channels.send(m, m.get(f, i.operands[0]), copy(m.get(f, i.operands[1]))),
        ir.Recv: operations.recv,
        ir.Select: lambda f, i: channels.select(m, f, i),
        ir.Call: operations.call,
        ir.Invoke: operations.invoke,
        ir.BuiltinCall: lambda f, i: builtins.call(m, f, i),
        ir.Go: operations.go,
        ir.Defer: operations.defer,
        ir.RunDefers: operations.run_defers,
        ir.Extract: lambda f, i: m.get(f, i.operands[0])[i.index],
    }


class Operations:
    """The handlers that are longer than a line."""

    __slots__ = ("m",)

    def __init__(self, m: Machine) -> None:
        self.m = m

    # ------------------------------------------------------------ memory

    def load(self, f: Frame, i: Any) -> Any:
        p = self.m.get(f, i.operands[0])
        return copy(p.home[p.index])

    def store(self, f: Frame, i: Any) -> None:
        p = self.m.get(f, i.operands[0])
        value = copy(self.m.get(f, i.operands[1]))
        old = p.home[p.index]
        if old.__class__ is list and value.__class__ is list:
            _overwrite(old, value)  # pointers into the old value stay valid
        else:
            p.home[p.index] = value

    def field_addr(self, f: Frame, i: Any) -> Any:
        p = self.m.get(f, i.operands[0])
        return Pointer(p.home[p.index], i.field)

    def index_addr(self, f: Frame, i: Any) -> Any:
        x, index = self.m.get(f, i.operands[0]), self.m.get(f, i.operands[1])
        if isinstance(x, SliceValue):
            return Pointer(x.array, x.offset + index)
        return Pointer(x.home[x.index], index)

    def slice(self, f: Frame, i: Any) -> Any:
        get = self.m.get
        x = get(f, i.operands[0])
        low, high, top = (None if v is None else get(f, v) for v in (i.low, i.high, i.max))
        low = low or 0
        if isinstance(x, bytes):
            return x[low : len(x) if high is None else high]
        if isinstance(x, Pointer):
            array = x.home[x.index]
            x = SliceValue(array, 0, len(array), len(array))
        if x is None:
            return None
        if high is None:
            high = x.length
        return SliceValue(x.array, x.offset + low, high - low, (x.cap if top is None else top) - low)

    # ------------------------------------------------------------ checks

    def nil_check(self, f: Frame, i: Any) -> None:
        if self.m.get(f, i.operands[0]) is None:
            self.m.fail("invalid memory address or nil pointer dereference")

    def bounds_check(self, f: Frame, i: Any) -> None:
        x, y = self.m.get(f, i.operands[0]), self.m.get(f, i.operands[1])
        if i.kind == "index":
            if x < 0:
                self.m.fail(f"index out of range [{x}]")
            if x >= y:
                self.m.fail(f"index out of range [{x}] with length {y}")
        elif not 0 <= x <= y:
            text = _SLICE_PANICS[i.kind].format(x=x, y=y)
            if x < 0:
                text = text[: text.index("[")] + "[" + _negative(i.kind, x) + "]"
            self.m.fail(text)

    def div_check(self, f: Frame, i: Any) -> None:
        if self.m.get(f, i.operands[0]) == 0:
            self.m.fail("integer divide by zero")

    def shift_check(self, f: Frame, i: Any) -> None:
        if self.m.get(f, i.operands[0]) < 0:
            self.m.fail("negative shift amount")

    def len_check(self, f: Frame, i: Any) -> None:
        n = builtins.length(self.m.get(f, i.operands[0]))
        if n < i.length:
            self.m.fail(f"cannot convert slice with length {n} to array or pointer to array with length {i.length}")

    # ------------------------------------------------------------ operators

    def binop(self, f: Frame, i: Any) -> Any:
        m = self.m
        x, y, op = m.get(f, i.operands[0]), m.get(f, i.operands[1]), i.op
        if op == "==":
            return equal(m, x, y, i.operands[0].type)
        if op == "!=":
            return not equal(m, x, y, i.operands[0].type)
        if op == "<":
            return x < y
        if op == "<=":
            return x <= y
        if op == ">":
            return x > y
        if op == ">=":
            return x >= y
        return arithmetic(m, op, x, y, i.type)

    def unop(self, f: Frame, i: Any) -> Any:
        x = self.m.get(f, i.operands[0])
        if i.op == "!":
            return not x
        basic = i.type.underlying()
        if i.op == "-":
            return wrap(-x, basic) if basic.info & types.IS_INTEGER else -x
        return wrap(~x, basic)

    def type_assert(self, f: Frame, i: Any) -> Any:
        m = self.m
        x, t = m.get(f, i.operands[0]), i.asserted
        good = x is not None and self.implements(x, t)
        to_interface = t.underlying().__class__ is types.Interface
        if good:
            value = x if to_interface else copy(x.value)
            return (value, True) if i.comma_ok else value
        if i.comma_ok:
            return (zero(t), False)
        raise m.conversion_panic("interface conversion: " + self.mismatch(x, i.operands[0].type, t))

    def mismatch(self, x: Interface | None, iface: Any, t: Any) -> str:
        """Why a type assertion fails, as the runtime words it."""
        m = self.m
        to_interface = t.underlying().__class__ is types.Interface
        if x is None:
            inter = "interface" if to_interface else m.texts(iface)
            return f"{inter} is nil, not {m.texts(t)}"
        have = "runtime.Error" if x.type is m.runtime_error else m.texts(x.type)
        if to_interface:
            missing = next(method.name for method in t.underlying().all_methods() if not self.has_method(x, method))
            return f"{have} is not {m.texts(t)}: missing method {missing}"
        return f"{m.texts(iface)} is {have}, not {m.texts(t)}"

    def implements(self, x: Interface, t: Any) -> bool:
        u = t.underlying()
        if u.__class__ is not types.Interface:
            return x.type is not self.m.runtime_error and bool(types.identical(x.type, t))
        return all(self.has_method(x, method) for method in u.all_methods())

    def has_method(self, x: Interface, method: Any) -> bool:
        if x.type is self.m.runtime_error:
            return method.name in ("Error", "RuntimeError")
        obj, _, _ = types.lookup_field_or_method(x.type, False, method.pkg, method.name)
        return isinstance(obj, types.Func) and bool(types.identical(obj.type, method.type))

    # ------------------------------------------------------------ slices, maps, ranges

    def make_slice(self, f: Frame, i: Any) -> Any:
        n, cap = self.m.get(f, i.operands[0]), self.m.get(f, i.operands[1])
        if not 0 <= n < 1 << 40:
            self.m.fail("makeslice: len out of range")
        if not n <= cap < 1 << 40:
            self.m.fail("makeslice: cap out of range")
        elem = i.type.underlying().elem
        return SliceValue([zero(elem) for _ in range(cap)], 0, n, cap)

    def lookup(self, f: Frame, i: Any) -> Any:
        m = self.m
        x, key = m.get(f, i.operands[0]), m.get(f, i.operands[1])
        u = i.operands[0].type.underlying()
        h = hashable(m, key, u.key)
        entry = None if x is None else x.entries.get(h)
        value = zero(u.elem) if entry is None else copy(entry[1])
        return (value, entry is not None) if i.comma_ok else value

    def map_update(self, f: Frame, i: Any) -> None:
        m = self.m
        x, key, value = (m.get(f, v) for v in i.operands)
        if x is None:
            raise m.plain_panic("assignment to entry in nil map")
        h = hashable(m, key, i.operands[0].type.underlying().key)
        entry = x.entries.get(h)
        if entry is None:
            x.entries[h] = [copy(key), copy(value)]
        else:
            entry[1] = copy(value)

    def range(self, f: Frame, i: Any) -> Any:
        x = self.m.get(f, i.operands[0])
        return RangeIterator(x, list(x.entries) if isinstance(x, MapValue) else [])

    def next(self, f: Frame, i: Any) -> Any:
        it = self.m.get(f, i.operands[0])
        if i.is_string:
            if it.at >= len(it.x):
                return (False, 0, 0)
            at = it.at
            rune, size = convert.decode_rune(it.x, at)
            it.at += size
            return (True, at, rune)
        while it.at < len(it.keys):
            h = it.keys[it.at]
            it.at += 1
            entry = it.x.entries.get(h)
            if entry is not None:
                return (True, copy(entry[0]), copy(entry[1]))
        return (False, None, None)

    def recv(self, f: Frame, i: Any) -> Any:
        channel = self.m.get(f, i.operands[0])
        elem = i.operands[0].type.underlying().elem
        value, ok = channels.receive(self.m, channel, elem)
        return (value, ok) if i.comma_ok else value

    # ------------------------------------------------------------ calls

    def call(self, f: Frame, i: Any) -> Any:
        m = self.m
        args = [copy(m.get(f, a)) for a in i.operands[1:]]
        callee = m.get(f, i.operands[0])
        return m.call_value(callee, args, f.panic if f.fn.wrapper else None)

    def invoke(self, f: Frame, i: Any) -> Any:
        m = self.m
        x = m.get(f, i.operands[0])
        if x is None:
            m.fail("invalid memory address or nil pointer dereference")
        if x.type is m.runtime_error:
            return x.value if i.method.name == "Error" else None
        args = [copy(m.get(f, a)) for a in i.operands[1:]]
        fn = m.find_method(x, i.method)
        return m.call(fn, [copy(x.value), *args], None, f.panic if f.fn.wrapper else None)

    def go(self, f: Frame, i: Any) -> None:
        fn = self.m.get(f, i.operands[0])
        if fn is None:
            self.m.fail("go of nil func value")
        self.m.scheduler.go(lambda: self.m.call_value(fn, []))

    def defer(self, f: Frame, i: Any) -> None:
        fn = self.m.get(f, i.operands[0])
        frame = f if i.frame is None else self.m.get(f, i.frame)
        frame.deferred.append(fn)

    def run_defers(self, f: Frame, i: Any) -> None:
        while f.deferred:
            fn = f.deferred.pop()
            if fn is None:
                self.m.fail("invalid memory address or nil pointer dereference")
            self.m.call_value(fn, [])


def _overwrite(old: list[Any], new: list[Any]) -> None:
    for k, v in enumerate(new):
        if v.__class__ is list and old[k].__class__ is list:
            _overwrite(old[k], v)
        else:
            old[k] = v


def _negative(kind: str, x: int) -> str:
    return {
        "SliceB": f"{x}:",
        "Slice3Alen": f"::{x}",
        "Slice3Acap": f"::{x}",
        "Slice3B": f":{x}:",
        "Slice3C": f"{x}::",
    }.get(kind, f":{x}")


__all__ = ["Fraction", "sys", "table", "to_float"]
