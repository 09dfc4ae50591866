"""Exact constant arithmetic (specification, "Constants").

Values are plain Python: bool, int, Fraction (floats that are not whole), ComplexVal, and bytes for strings. ``None`` is the unknown value
of an expression with errors. Integers are exact to any size; floats are exact fractions, but those with very large exponents are Decimals
(``bigfloat``).
"""

from __future__ import annotations

import math
import struct
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from minigo.types import bigfloat
from minigo.types.types import (
    COMPLEX64,
    COMPLEX128,
    FLOAT32,
    FLOAT64,
    IS_BOOLEAN,
    IS_COMPLEX,
    IS_FLOAT,
    IS_INTEGER,
    IS_STRING,
    IS_UNTYPED,
    UNTYPED_INT,
    Basic,
)


class ComplexVal:
    """A complex constant; both parts are int or Fraction."""

    __slots__ = ("im", "re")

    def __init__(self, re: Any, im: Any) -> None:
        self.re = norm(re)
        self.im = norm(im)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ComplexVal) and self.re == other.re and self.im == other.im

    def __hash__(self) -> int:
        return hash((self.re, self.im))

    def __repr__(self) -> str:
        return f"({self.re} + {self.im}i)"


def norm(x: Any) -> Any:
    """Whole fractions become ints; fractions that have become very long are rounded."""
    if isinstance(x, Fraction):
        if x.denominator == 1:
            return x.numerator
        if x.denominator.bit_length() > bigfloat.MAX_BITS or x.numerator.bit_length() > bigfloat.MAX_BITS:
            return bigfloat.settle(bigfloat.from_number(x))
    return x


def make_from_literal(kind: str, text: str) -> Any:
    """The value of a BasicLit; None when it is malformed or has an excessive exponent."""
    try:
        return _LITERALS[kind](text)
    except (ValueError, OverflowError, ZeroDivisionError):
        return None


def _int(text: str) -> int:
    text = text.replace("_", "")
    if len(text) > 1 and text[0] == "0" and text[1] in "01234567":
        return int(text, 8)
    if len(text) > 4300:
        return _big_decimal(text) if text.isdigit() else int(text, 0)
    return int(text, 0)


def _big_decimal(text: str) -> int:
    value = 0
    for i in range(0, len(text), 4000):
        part = text[i : i + 4000]
        value = value * 10 ** len(part) + int(part)
    return value


def _float(text: str) -> Any:
    text = text.replace("_", "").lower()
    if text.startswith("0x"):
        mantissa, _, exp = text[2:].partition("p")
        whole, _, frac = mantissa.partition(".")
        e = int(exp or "0") - 4 * len(frac)
        if abs(e) > bigfloat.MAX_BITS:
            return bigfloat.from_power_of_two(int(whole + frac or "0", 16), e)
        return norm(Fraction(int(whole + frac or "0", 16)) * Fraction(2) ** e)
    mantissa, _, exp = text.partition("e")
    whole, _, frac = mantissa.partition(".")
    e = int(exp or "0") - len(frac)
    digits = _big_decimal(whole + frac or "0")
    if digits == 0:
        return 0
    if abs(e) > bigfloat.MAX_EXACT:
        return bigfloat.from_digits(whole + frac, e)
    return norm(Fraction(digits) * Fraction(10) ** e)


def _imaginary(text: str) -> Any:
    body = text[:-1]
    lower = body.lower()
    if lower.startswith(("0x", "0b", "0o")) and "p" not in lower and "." not in lower:
        value: Any = _int(body)
    else:
        value = _float(body)  # a leading 0 does not make an imaginary literal octal
    return None if value is None else ComplexVal(0, value)


def unquote(text: str) -> bytes:
    """The bytes of a string or rune literal; ValueError if it is malformed (the scanner has reported that)."""
    if text[0] == "`":
        return text[1:-1].replace("\r", "").encode("utf-8", "surrogateescape")
    if "\\" not in text:
        return text[1:-1].encode("utf-8", "surrogateescape")
    out = bytearray()
    i, end = 1, len(text) - 1
    while i < end:
        c = text[i]
        if c != "\\":
            j = text.find("\\", i, end)
            j = end if j < 0 else j
            out += text[i:j].encode("utf-8", "surrogateescape")
            i = j
            continue
        value, i, is_byte = _escape(text, i + 1)
        out += bytes([value]) if is_byte else chr(value).encode("utf-8")
    return bytes(out)


_SIMPLE_ESCAPES: Final = {"a": 7, "b": 8, "f": 12, "n": 10, "r": 13, "t": 9, "v": 11, "\\": 92, "'": 39, '"': 34}


def _escape(text: str, i: int) -> tuple[int, int, bool]:
    """(value, index behind, is a byte) of the escape whose character after the backslash is text[i]."""
    c = text[i : i + 1]
    if c in _SIMPLE_ESCAPES:
        return _SIMPLE_ESCAPES[c], i + 1, True
    if "0" <= c <= "7":
        return int(text[i : i + 3], 8) & 0xFF, i + 3, True
    n = {"x": 2, "u": 4, "U": 8}.get(c)
    if n is None:
        raise ValueError("malformed escape")
    return int(text[i + 1 : i + 1 + n], 16), i + 1 + n, c == "x"


def _char(text: str) -> int | None:
    if text[1:2] == "\\":
        return _escape(text, 2)[0]
    body = text[1:-1]
    return ord(body[0]) if body else None


_LITERALS: Final = {"INT": _int, "FLOAT": _float, "IMAG": _imaginary, "CHAR": _char, "STRING": unquote}


def to_int(x: Any) -> int | None:
    """The value as an integer if it is one."""
    if isinstance(x, bool):
        return None
    if isinstance(x, int):
        return x
    if isinstance(x, Fraction):
        return x.numerator if x.denominator == 1 else None
    if isinstance(x, ComplexVal) and x.im == 0:
        return to_int(x.re)
    return None


def to_float(x: Any) -> Any:
    """The value as a real number if it is one."""
    if isinstance(x, bool):
        return None
    if isinstance(x, (int, Fraction, Decimal)):
        return x
    if isinstance(x, ComplexVal) and x.im == 0:
        return x.re
    return None


def to_complex(x: Any) -> ComplexVal | None:
    if isinstance(x, ComplexVal):
        return x
    if isinstance(x, (int, Fraction, Decimal)) and not isinstance(x, bool):
        return ComplexVal(x, 0)
    return None


def unary(op: str, x: Any, typ: Basic | None = None) -> Any:
    """``op x``; ``typ`` limits the size of ``^x`` for unsigned types."""
    if op == "!":
        return not x
    if op == "+":
        return x
    if op == "-":
        return ComplexVal(_negated(x.re), _negated(x.im)) if isinstance(x, ComplexVal) else _negated(x)
    if op == "^":
        value = ~to_int(x)  # type: ignore[operator]
        if typ is not None and typ.kind in UNSIGNED_BITS:
            value &= (1 << UNSIGNED_BITS[typ.kind]) - 1
        return value
    raise ValueError(op)


def _negated(x: Any) -> Any:
    return x.copy_negate() if isinstance(x, Decimal) else -x


def binary(op: str, x: Any, y: Any, integer: bool) -> Any:
    """``x op y`` (no comparison, no shift); ``integer``: division truncates. The divisor is not zero."""
    if isinstance(x, bool):
        return (x and y) if op == "&&" else (x or y)
    if isinstance(x, bytes):
        return x + y
    if isinstance(x, ComplexVal) or isinstance(y, ComplexVal):
        return _binary_complex(op, to_complex(x), to_complex(y))
    if op in _ARITHMETIC and not integer:
        return _binary_real(op, x, y)
    if op == "+":
        return x + y
    if op == "-":
        return x - y
    if op == "*":
        return x * y
    if op == "/":
        q = abs(x) // abs(y)
        return q if (x < 0) == (y < 0) else -q
    if op == "%":
        r = abs(x) % abs(y)
        return -r if x < 0 else r
    if op == "&":
        return x & y
    if op == "|":
        return x | y
    if op == "^":
        return x ^ y
    if op == "&^":
        return x & ~y
    raise ValueError(op)


_ARITHMETIC: Final = frozenset(("+", "-", "*", "/"))


def _binary_real(op: str, x: Any, y: Any) -> Any:
    """Arithmetic of floats; None if the result is too large."""
    if x is None or y is None:
        return None
    if isinstance(x, Decimal) or isinstance(y, Decimal):
        return bigfloat.binary(op, x, y)
    if op == "+":
        return norm(x + y)
    if op == "-":
        return norm(x - y)
    if op == "*":
        return norm(x * y)
    return norm(Fraction(x) / Fraction(y))


def _binary_complex(op: str, x: Any, y: Any) -> ComplexVal | None:
    a, b, c, d = x.re, x.im, y.re, y.im
    if op == "+" or op == "-":
        return _complex(_binary_real(op, a, c), _binary_real(op, b, d))

    def products(sign: str, p: Any, q: Any, r: Any, s: Any) -> Any:
        return _binary_real(sign, _binary_real("*", p, q), _binary_real("*", r, s))

    if op == "*":
        return _complex(products("-", a, c, b, d), products("+", b, c, a, d))
    s = products("+", c, c, d, d)
    return _complex(_binary_real("/", products("+", a, c, b, d), s), _binary_real("/", products("-", b, c, a, d), s))


def _complex(re: Any, im: Any) -> ComplexVal | None:
    return None if re is None or im is None else ComplexVal(re, im)


def shift(op: str, x: int, count: int) -> int:
    return x << count if op == "<<" else x >> count


def compare(op: str, x: Any, y: Any) -> bool:
    if isinstance(x, ComplexVal) or isinstance(y, ComplexVal):
        x, y = to_complex(x), to_complex(y)
    elif isinstance(x, Decimal) or isinstance(y, Decimal):
        x, y = bigfloat.from_number(x), bigfloat.from_number(y)
    if op == "==":
        return bool(x == y)
    if op == "!=":
        return bool(x != y)
    if op == "<":
        return bool(x < y)
    if op == "<=":
        return bool(x <= y)
    if op == ">":
        return bool(x > y)
    return bool(x >= y)


UNSIGNED_BITS: Final = {7: 64, 8: 8, 9: 16, 10: 32, 11: 64, 12: 64}
SIGNED_BITS: Final = {2: 64, 3: 8, 4: 16, 5: 32, 6: 64}


def round_float64(x: Any) -> Any:
    """Rounded to float64 (as an exact number), or None on overflow."""
    try:
        f = float(x)
    except OverflowError:
        return None
    return None if math.isinf(f) else norm(Fraction(f))


def round_float32(x: Any) -> Any:
    """Rounded to float32 (as an exact number), or None on overflow."""
    f = float32_of(x)
    return None if f is None else norm(Fraction(f))


def float32_of(x: Any) -> float | None:
    """The nearest float32, rounded once; None on overflow."""
    if isinstance(x, Decimal):
        return None if x.adjusted() > 0 else 0.0
    r = Fraction(x)
    if r == 0:
        return 0.0
    n, d = abs(r.numerator), r.denominator
    exp = n.bit_length() - d.bit_length()
    if Fraction(n, d) < Fraction(2) ** exp:
        exp -= 1
    unit = max(exp, -126) - 23
    scaled = Fraction(n, d) / Fraction(2) ** unit
    whole = scaled.numerator // scaled.denominator
    rest = scaled - whole
    if rest > Fraction(1, 2) or (rest == Fraction(1, 2) and whole & 1):
        whole += 1
    if whole * Fraction(2) ** unit >= Fraction(2) ** 128:
        return None
    value = math.ldexp(whole, unit)
    return struct.unpack("<f", struct.pack("<f", -value if r < 0 else value))[0]  # type: ignore[no-any-return]


def representable(x: Any, typ: Basic) -> tuple[bool, Any]:
    """(whether the constant is representable in the type, its value rounded to it)."""
    info = typ.info
    if info & IS_INTEGER:
        i = to_int(x)
        if i is None:
            return False, x
        if typ.kind in SIGNED_BITS:
            limit = 1 << (SIGNED_BITS[typ.kind] - 1)
            return -limit <= i < limit, i
        if typ.kind in UNSIGNED_BITS:
            return 0 <= i < 1 << UNSIGNED_BITS[typ.kind], i
        return True, i
    if info & IS_FLOAT:
        f = to_float(x)
        if f is None:
            return False, x
        if typ.kind == FLOAT32:
            r = round_float32(f)
            return r is not None, r
        if typ.kind == FLOAT64:
            r = round_float64(f)
            return r is not None, r
        return True, f
    if info & IS_COMPLEX:
        c = to_complex(x)
        if c is None:
            return False, x
        if typ.kind in (COMPLEX64, COMPLEX128):
            rounding = round_float32 if typ.kind == COMPLEX64 else round_float64
            re, im = rounding(c.re), rounding(c.im)
            return re is not None and im is not None, None if re is None or im is None else ComplexVal(re, im)
        return True, c
    if info & IS_STRING:
        return isinstance(x, bytes), x
    if info & IS_BOOLEAN:
        return isinstance(x, bool), x
    return False, x


def is_too_large(x: Any, typ: Basic) -> bool:
    """Untyped integers may have at most 512 bits."""
    return typ.info & IS_UNTYPED != 0 and typ.kind == UNTYPED_INT and isinstance(x, int) and x.bit_length() > 512


def typed_text(x: Any, typ: Any) -> str:
    """As gc shows a constant of a (perhaps untyped) type: floats have exponents even if they are whole numbers."""
    u = typ.underlying() if typ is not None else None
    return float_text(x) if x is not None and isinstance(u, Basic) and u.info & IS_FLOAT else to_text(x)


def to_text(x: Any) -> str:
    """As gc shows a constant in messages."""
    if x is None:
        return "unknown"
    if isinstance(x, bool):
        return "true" if x else "false"
    if isinstance(x, int):
        return decimal_text(x)
    if isinstance(x, bytes):
        from minigo.types.typestring import quote

        text = quote(x)
        return text if len(text) <= 72 else text[:69] + "..."  # as gc, without the closing quote
    if isinstance(x, ComplexVal):
        return f"({float_text(x.re)} + {float_text(x.im)}i)"
    return float_text(x)


def decimal_text(x: int) -> str:
    """str(x) also for very large numbers."""
    if x.bit_length() < 10_000:
        return str(x)
    return float_text(Fraction(x))


def shortest_text(f: float) -> str:
    """Go's ``%g``: the fewest digits that give the same float64, with an exponent unless it is from -4 to 5."""
    sign, digits, exponent = Decimal(repr(f)).normalize().as_tuple()
    assert isinstance(exponent, int)
    first = exponent + len(digits) - 1
    if -4 <= first < 6:
        return f"{Decimal(repr(f)):f}".removesuffix(".0")
    text = "".join(map(str, digits))
    mantissa = text[0] + ("." + text[1:] if len(text) > 1 else "")
    return f"{'-' if sign else ''}{mantissa}e{first:+03d}"


def float_text(x: Any) -> str:
    if isinstance(x, Decimal):
        return bigfloat.text(x)
    try:
        f = float(x)
    except OverflowError:
        f = math.inf
    if (f and not math.isinf(f)) or x == 0:
        text = f"{f:.6g}"
        if x != int(f) and "." not in text:
            text = shortest_text(f)  # not a whole number: it must not look like one
        mantissa, e, exp = text.partition("e")
        return f"{mantissa}e{exp[0]}{exp[1:].zfill(2)}" if e else text
    # beyond float64: mantissa and decimal exponent by logarithm
    n, d = abs(x.numerator), x.denominator
    log10 = (math.log2(n) if n.bit_length() < 1000 else n.bit_length()) - (
        math.log2(d) if d.bit_length() < 1000 else d.bit_length()
    )
    e10 = math.floor(log10 * math.log10(2))
    scaled = Fraction(n, d) / Fraction(10) ** e10
    while scaled >= 10:
        scaled, e10 = scaled / 10, e10 + 1
    while scaled < 1:
        scaled, e10 = scaled * 10, e10 - 1
    return f"{'-' if x < 0 else ''}{float(scaled):.6g}e{e10:+d}"
