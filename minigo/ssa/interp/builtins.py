"""The BuiltinCall instruction."""

from __future__ import annotations

import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa.interp.values import MapValue, SliceValue, copy, round32, zero

if TYPE_CHECKING:
    from minigo.ssa.interp.machine import Frame, Machine


def length(x: Any) -> int:
    if x is None:
        return 0
    if isinstance(x, bytes):
        return len(x)
    if isinstance(x, SliceValue):
        return x.length
    return len(x.entries) if isinstance(x, MapValue) else len(x.buffer)


def capacity(x: Any) -> int:
    if x is None:
        return 0
    return int(x.cap if isinstance(x, SliceValue) else x.size)


def call(m: Machine, f: Frame, i: Any) -> Any:
    args = [m.get(f, a) for a in i.operands]
    return _TABLE[i.fn](m, f, i, args)


def _append(m: Machine, f: Frame, i: Any, args: list[Any]) -> Any:
    s, more = args
    new = list(more) if isinstance(more, bytes) else [copy(v) for v in more.items()] if more is not None else []
    n = s.length if s is not None else 0
    if not new:
        return s
    total = n + len(new)
    if s is not None and total <= s.cap:
        for k, v in enumerate(new):
            s.array[s.offset + n + k] = v
        return SliceValue(s.array, s.offset, total, s.cap)
    cap = max(total, 2 * n if n < 256 else n + n // 4)
    elem = i.type.underlying().elem
    array = [copy(v) for v in (s.items() if s is not None else [])] + new
    array += [zero(elem) for _ in range(cap - total)]
    return SliceValue(array, 0, total, cap)


def _copy(m: Machine, f: Frame, i: Any, args: list[Any]) -> Any:
    target, source = args
    if target is None or source is None:
        return 0
    items = list(source) if isinstance(source, bytes) else source.items()
    n = min(target.length, len(items))
    target.array[target.offset : target.offset + n] = [copy(v) for v in items[:n]]
    return n


def _delete(m: Machine, f: Frame, i: Any, args: list[Any]) -> None:
    from minigo.ssa.interp.operators import hashable

    x, key = args
    h = hashable(m, key, i.operands[0].type.underlying().key)
    if x is not None:
        x.entries.pop(h, None)


def _clear(m: Machine, f: Frame, i: Any, args: list[Any]) -> None:
    x = args[0]
    if isinstance(x, MapValue):
        x.entries.clear()
    elif x is not None:
        elem = i.operands[0].type.underlying().elem
        for k in range(x.length):
            x.array[x.offset + k] = zero(elem)


def _close(m: Machine, f: Frame, i: Any, args: list[Any]) -> None:
    from minigo.ssa.interp import channels

    channels.close(m, args[0], i.operands[0].type.underlying().elem)


def _min(m: Machine, f: Frame, i: Any, args: list[Any]) -> Any:
    nan = next((a for a in args if a != a), None)
    return min(args, key=_ordered) if nan is None else nan


def _max(m: Machine, f: Frame, i: Any, args: list[Any]) -> Any:
    nan = next((a for a in args if a != a), None)
    return max(args, key=_ordered) if nan is None else nan


def _ordered(v: Any) -> Any:
    """What min and max compare by: of the zeros, the negative one is less."""
    return (v, math.copysign(1, v)) if isinstance(v, float) else v


def text_of(v: Any, t: Any) -> bytes:
    """A value as print writes it."""
    u = t.underlying()
    if isinstance(v, bool):
        return b"true" if v else b"false"
    if isinstance(v, bytes):
        return v
    if isinstance(v, float):
        return format_float(v, u.kind == types.FLOAT32)
    if isinstance(v, complex):
        single = u.kind == types.COMPLEX64
        imag = format_float(v.imag, single)
        return b"(" + format_float(v.real, single) + (b"" if imag[:1] in b"+-" else b"+") + imag + b"i)"
    if isinstance(v, int) and u.__class__ is types.Basic:
        return str(v).encode()
    if u.__class__ is types.Interface:
        return b"(0x0,0x0)" if v is None else b"(0xc000000000,0xc000000000)"
    if u.__class__ is types.Slice:
        return f"[{length(v)}/{capacity(v)}]0x{0 if v is None else 0xC000000000:x}".encode()
    return b"0x0" if v is None else b"0xc000000000"


def format_float(v: float, single: bool = False) -> bytes:
    """As strconv's shortest 'g' format; the shortest text that means the same float32 if ``single``."""
    if v != v:
        return b"NaN"
    if v in (float("inf"), float("-inf")):
        return b"+Inf" if v > 0 else b"-Inf"
    sign, digits, exponent = Decimal(shortest(v, single)).normalize().as_tuple()
    text = "".join(map(str, digits))
    point = len(text) + int(exponent)
    minus = "-" if sign else ""
    if not -4 <= point - 1 < 6 and v:
        mantissa = text[0] + ("." + text[1:] if len(text) > 1 else "")
        return f"{minus}{mantissa}e{point - 1:+03d}".encode()
    if point <= 0:
        return f"{minus}0.{'0' * -point}{text}".encode()
    text = text.ljust(point, "0")
    return f"{minus}{text[:point]}{'.' + text[point:] if len(text) > point else ''}".encode()


def shortest(v: float, single: bool) -> str:
    """The shortest digits that round to ``v``."""
    if not single:
        return repr(v)
    return next(text for n in range(9) if round32(float(text := f"{v:.{n}e}")) == v)


def _print(m: Machine, f: Frame, i: Any, args: list[Any]) -> None:
    m.output.append(b"".join([text_of(v, o.type) for v, o in zip(args, i.operands, strict=True)]))


def _println(m: Machine, f: Frame, i: Any, args: list[Any]) -> None:
    m.output.append(b" ".join([text_of(v, o.type) for v, o in zip(args, i.operands, strict=True)]) + b"\n")


def _recover(m: Machine, f: Frame, i: Any, args: list[Any]) -> Any:
    p = (args[0] if args else f).panic
    if p is None or p.recovered:
        return None
    p.recovered = True
    return p.value


_TABLE: dict[str, Any] = {
    "append": _append,
    "copy": _copy,
    "delete": _delete,
    "clear": _clear,
    "close": _close,
    "complex": lambda m, f, i, a: complex(a[0], a[1]),
    "real": lambda m, f, i, a: a[0].real,
    "imag": lambda m, f, i, a: a[0].imag,
    "min": _min,
    "max": _max,
    "print": _print,
    "println": _println,
    "recover": _recover,
    "StringData": lambda m, f, i, a: a[0],  # a string stands for its bytes: enough for the runtime's functions
    "UnsafeString": lambda m, f, i, a: a[0][: a[1]],
    "deferframe": lambda m, f, i, a: f,
    "entrysp": lambda m, f, i, a: f,
}
