"""Float constants with exponents so large that an exact fraction would not fit into memory: ``1e100000000``.

They are Decimals of 160 digits, as precise as the 512 bits that gc's constants have. A result whose exponent is small again becomes an exact
fraction; one beyond gc's limits is None (too large) or 0 (too small).
"""

from __future__ import annotations

from decimal import Context, Decimal, DivisionByZero, InvalidOperation
from fractions import Fraction
from typing import Any, Final

MAX_EXACT: Final = 20_000  # decimal exponents up to here are exact
MAX_EXPONENT: Final = 646_456_993  # those of gc: 2**(2**31)
MAX_BITS: Final = 80_000  # a fraction whose parts are longer is rounded

_CONTEXT: Final = Context(
    prec=160, Emax=999_999_999_999_999_999, Emin=-999_999_999_999_999_999, traps=[DivisionByZero, InvalidOperation]
)
_OPERATIONS: Final = {
    "+": _CONTEXT.add,
    "-": _CONTEXT.subtract,
    "*": _CONTEXT.multiply,
    "/": _CONTEXT.divide,
}


def from_digits(digits: str, exponent: int) -> Any:
    """``digits`` times ten to the exponent; None if the exponent alone is beyond the limits."""
    if abs(exponent) > MAX_EXPONENT:
        return None
    return settle(_CONTEXT.create_decimal(digits).scaleb(exponent, _CONTEXT))


def from_number(x: Any) -> Decimal:
    """An int or Fraction, rounded; a Decimal as it is."""
    if isinstance(x, Decimal):
        return x
    if isinstance(x, Fraction):
        return _CONTEXT.divide(_from_int(x.numerator), _from_int(x.denominator))
    return _from_int(x)


def _from_int(x: int) -> Decimal:
    """Python's own conversion of a very long int to decimal digits takes quadratic time: cut it to what counts."""
    surplus = x.bit_length() - 1000
    if surplus <= 0:
        return _CONTEXT.create_decimal(x)
    return _CONTEXT.multiply(_CONTEXT.create_decimal(x >> surplus), _CONTEXT.power(Decimal(2), surplus))


def from_power_of_two(mantissa: int, exponent: int) -> Any:
    """``mantissa`` times two to the exponent."""
    return settle(_CONTEXT.multiply(_from_int(mantissa), _CONTEXT.power(Decimal(2), exponent)))


def binary(op: str, x: Any, y: Any) -> Any:
    """``x op y`` where one of them is a Decimal."""
    return settle(_OPERATIONS[op](from_number(x), from_number(y)))


def settle(x: Decimal) -> Any:
    """The value in its proper form: None, 0, an exact number, or the Decimal."""
    exponent = x.adjusted()
    if not x or exponent < -MAX_EXPONENT:
        return 0
    if exponent > MAX_EXPONENT:
        return None
    return Fraction(x) if abs(exponent) <= MAX_EXACT else x


def text(x: Decimal) -> str:
    """``1.23457e+10000000``"""
    mantissa, _, exponent = f"{x:.5e}".partition("e")
    if "." in mantissa:
        mantissa = mantissa.rstrip("0").rstrip(".")
    return f"{mantissa}e{int(exponent):+d}"
