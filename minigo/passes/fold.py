"""What an instruction on constants is: exact evaluation with Go's wrap-around and rounding.

``evaluate`` gives the value, or None where folding would lose something: a zero of unknown sign, an infinity, a result that the program is to fail on.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from minigo import types
from minigo.ssa import ir
from minigo.types import constant

MAX_STRING: Final = 4096  # longer concatenations would only grow the executable
_COMPARISONS: Final = frozenset(("==", "!=", "<", "<=", ">", ">="))
BITS: Final = constant.SIGNED_BITS | constant.UNSIGNED_BITS


def known(value: ir.Value) -> Any:
    """The constant's Python value (bool, int, Fraction, bytes), or None when the operand is no constant of a foldable type."""
    if value.__class__ is not ir.Const:
        return None
    assert isinstance(value, ir.Const)
    basic = value.type.underlying()
    if basic.__class__ is not types.Basic or basic.info & types.IS_COMPLEX or basic.kind == types.UNSAFE_POINTER:
        return None
    if value.value is not None:
        return value.value
    if basic.info & types.IS_BOOLEAN:
        return False
    if basic.info & types.IS_STRING:
        return b""
    return 0


def evaluate(instr: ir.Instruction, operands: list[ir.Value]) -> ir.Const | None:
    """The instruction's value when its operands are the given ones; None if it is not a foldable constant."""
    handler = HANDLERS.get(instr.__class__)
    if handler is None:
        return None
    args = [known(op) for op in operands]
    if any([a is None for a in args]):
        return None
    result = handler(instr, operands, args)
    return None if result is None else ir.Const(result, instr.type)


def wrap(value: int, basic: Any) -> int:
    """Reduced to the width of an integer type."""
    bits = BITS[basic.kind]
    value &= (1 << bits) - 1
    if basic.kind in constant.SIGNED_BITS and value >> (bits - 1):
        value -= 1 << bits
    return value


def _binop(instr: Any, operands: list[ir.Value], args: list[Any]) -> Any:
    x, y = args
    op = instr.op
    if op in _COMPARISONS:
        return constant.compare(op, x, y)
    basic = instr.type.underlying()
    if basic.info & types.IS_INTEGER:
        return _integer(op, x, y, basic)
    if basic.info & types.IS_STRING:
        return x + y if len(x) + len(y) <= MAX_STRING else None
    if basic.info & types.IS_FLOAT:
        return _float(op, x, y, basic)
    return None


def _integer(op: str, x: int, y: int, basic: Any) -> int | None:
    if op == "<<":
        return wrap(x << y, basic) if 0 <= y < 64 else 0 if y >= 64 else None
    if op == ">>":
        return x >> min(y, 64) if y >= 0 else None
    if op in "/%" and y == 0:
        return None
    return wrap(constant.binary(op, x, y, True), basic)


def _float(op: str, x: Any, y: Any, basic: Any) -> Any:
    if op == "/" and y == 0:
        return None
    return _rounded(constant.binary(op, x, y, False), basic)


def _rounded(exact: Any, basic: Any) -> Any:
    """Rounded to the type; None for zeros (their sign is not represented) and overflow."""
    fits, value = constant.representable(exact, basic)
    return value if fits and value != 0 else None


def _unop(instr: Any, operands: list[ir.Value], args: list[Any]) -> Any:
    x = args[0]
    if instr.op == "!":
        return not x
    basic = instr.type.underlying()
    if basic.info & types.IS_INTEGER:
        return wrap(-x if instr.op == "-" else ~x, basic)
    return -x if x != 0 else None


def _convert(instr: Any, operands: list[ir.Value], args: list[Any]) -> Any:
    x = args[0]
    source, target = operands[0].type.underlying(), instr.type.underlying()
    if target.__class__ is not types.Basic or isinstance(x, (bytes, bool)):
        return None
    if target.info & types.IS_INTEGER:
        if source.info & types.IS_INTEGER:
            return wrap(x, target)
        whole = int(Fraction(x))
        return whole if constant.representable(whole, target)[0] else None
    if target.info & types.IS_FLOAT:
        if x == 0:
            return 0 if source.info & types.IS_INTEGER else None
        return _rounded(x, target)
    return None


def _change_type(instr: Any, operands: list[ir.Value], args: list[Any]) -> Any:
    return args[0] if instr.type.underlying().__class__ is types.Basic else None


def _length(instr: Any, operands: list[ir.Value], args: list[Any]) -> Any:
    return len(args[0]) if isinstance(args[0], bytes) else None


def _index(instr: Any, operands: list[ir.Value], args: list[Any]) -> Any:
    x, i = args
    return x[i] if isinstance(x, bytes) and 0 <= i < len(x) else None


HANDLERS: Final[dict[type, Callable[[Any, list[ir.Value], list[Any]], Any]]] = {
    ir.BinOp: _binop,
    ir.UnOp: _unop,
    ir.Convert: _convert,
    ir.ChangeType: _change_type,
    ir.Len: _length,
    ir.Index: _index,
}
