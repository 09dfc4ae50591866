"""Arithmetic, comparisons, numeric conversions.

Integers wrap around. Division by a checked divisor: MinInt / -1 wraps, which LLVM leaves undefined, so -1 is set
apart. Shift counts of the width or more give 0, or the sign; LLVM's shifts are undefined there. Floats follow IEEE
754 strictly: nothing is contracted to a fused multiply-add.

Conversions of floats to integers give what gc gives on amd64: one instruction ``cvttsd2si``, whose result for what
does not fit is the smallest integer; 8- and 16-bit integers go through 32 bits, uint32 through 64 bits. On arm64 the
instruction saturates, in gc's code as in ours.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from minigo import types
from minigo.codegen import compare
from minigo.codegen.llvmtypes import TypeInfo
from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter

_INTEGER_OPS: Final = {"+": "add", "-": "sub", "*": "mul", "&": "and", "|": "or", "^": "xor"}
_FLOAT_OPS: Final = {"+": "fadd", "-": "fsub", "*": "fmul", "/": "fdiv"}
_COMPARISONS: Final = frozenset(("==", "!=", "<", "<=", ">", ">="))


def binop(f: FunctionWriter, i: ir.BinOp) -> None:
    op = i.op
    if op in _COMPARISONS:
        f.set_condition(i, compare.comparison(f, op, i.x, i.y))
        return
    info = f.types(i.type)
    kind = info.under.info
    name = f"%{i.name}"
    if op == "<<" or op == ">>":
        shift(f, i, info)
    elif kind & types.IS_INTEGER:
        x, y = f.op(i.x), f.op(i.y)
        simple = _INTEGER_OPS.get(op)
        if simple is not None:
            f.emit(f"{name} = {simple} {info.text} {x}, {y}")
        elif op == "&^":
            f.emit(f"{name} = and {info.text} {x}, {f.let(f'xor {info.text} {y}, -1')}")
        else:
            divide(f, i, info, x, y)
        f.set(i, name)
    elif kind & types.IS_FLOAT:
        f.emit(f"{name} = {_FLOAT_OPS[op]} {info.text} {f.op(i.x)}, {f.op(i.y)}")
        f.set(i, name)
    elif kind & types.IS_COMPLEX:
        complex_op(f, i, info)
    else:
        from minigo.codegen import strings

        strings.concatenate(f, i, [i.x, i.y])


def divide(f: FunctionWriter, i: ir.BinOp, info: TypeInfo, x: str, y: str) -> None:
    typ, name = info.text, f"%{i.name}"
    word = "div" if i.op == "/" else "rem"
    if info.under.info & types.IS_UNSIGNED:
        f.emit(f"{name} = u{word} {typ} {x}, {y}")
        return
    if i.y.__class__ is ir.Const and i.y.value not in (0, -1):
        f.emit(f"{name} = s{word} {typ} {x}, {y}")
        return
    minus_one = f.let(f"icmp eq {typ} {y}, -1")
    divisor = f.let(f"select i1 {minus_one}, {typ} 1, {typ} {y}")
    quotient = f"s{word} {typ} {x}, {divisor}"
    if word == "rem":
        f.emit(f"{name} = {quotient}")  # x % 1 is 0, as x % -1
        return
    negated = f.let(f"sub {typ} 0, {x}")
    f.emit(f"{name} = select i1 {minus_one}, {typ} {negated}, {typ} {f.let(quotient)}")


def shift(f: FunctionWriter, i: ir.BinOp, info: TypeInfo) -> None:
    typ, bits, name = info.text, info.size * 8, f"%{i.name}"
    x = f.op(i.x)
    signed = not info.under.info & types.IS_UNSIGNED
    word = "shl" if i.op == "<<" else "ashr" if signed else "lshr"
    f.set(i, name)
    if i.y.__class__ is ir.Const:
        count = int(i.y.value or 0)
        if count >= bits and word != "ashr":
            f.set(i, "0")
        else:
            f.emit(f"{name} = {word} {typ} {x}, {min(count, bits - 1)}")
        return
    count_info = f.types(i.y.type)
    y = f.op(i.y)
    small = f.let(f"icmp ult {count_info.text} {y}, {bits}")
    if count_info.size * 8 < 8 * info.size:
        amount = f.let(f"zext {count_info.text} {y} to {typ}")
    elif count_info.size > info.size:
        amount = f.let(f"trunc {count_info.text} {y} to {typ}")
    else:
        amount = y
    if word == "ashr":
        amount = f.let(f"select i1 {small}, {typ} {amount}, {typ} {bits - 1}")
        f.emit(f"{name} = ashr {typ} {x}, {amount}")
    else:
        shifted = f.let(f"{word} {typ} {x}, {amount}")
        f.emit(f"{name} = select i1 {small}, {typ} {shifted}, {typ} 0")


def unop(f: FunctionWriter, i: ir.UnOp) -> None:
    if i.op == "!":
        f.set_condition(i, f.let(f"xor i1 {f.condition(i.x)}, true"))
        return
    info = f.types(i.type)
    kind = info.under.info
    name = f"%{i.name}"
    if kind & types.IS_COMPLEX:
        part = info.leaves[0][0]
        f.values[i] = tuple([f.let(f"fneg {part} {x}") for x in f.ops(i.x)])
        return
    x = f.op(i.x)
    if i.op == "^":
        f.emit(f"{name} = xor {info.text} {x}, -1")
    elif kind & types.IS_FLOAT:
        f.emit(f"{name} = fneg {info.text} {x}")
    else:
        f.emit(f"{name} = sub {info.text} 0, {x}")
    f.set(i, name)


def complex_op(f: FunctionWriter, i: ir.BinOp, info: TypeInfo) -> None:
    part = info.leaves[0][0]
    a, b = f.ops(i.x)
    c, d = f.ops(i.y)
    if i.op in "+-":
        word = _FLOAT_OPS[i.op]
        f.set(i, f.let(f"{word} {part} {a}, {c}"), f.let(f"{word} {part} {b}, {d}"))
        return
    wide = [x if part == "double" else f.let(f"fpext float {x} to double") for x in (a, b, c, d)]
    results = _complex_product(f, *wide) if i.op == "*" else _complex_quotient(f, wide)
    if part == "float":
        results = [f.let(f"fptrunc double {x} to float") for x in results]
    f.set(i, *results)


def _complex_product(f: FunctionWriter, a: str, b: str, c: str, d: str) -> list[str]:
    """The product's parts. Also those of complex64 are computed in double precision, as gc does it: the sums would lose digits."""
    re = f.let(f"fsub double {f.let(f'fmul double {a}, {c}')}, {f.let(f'fmul double {b}, {d}')}")
    im = f.let(f"fadd double {f.let(f'fmul double {a}, {d}')}, {f.let(f'fmul double {b}, {c}')}")
    return [re, im]


def _complex_quotient(f: FunctionWriter, wide: list[str]) -> list[str]:
    quotient = f.call("complex128div", *[f"double {x}" for x in wide])
    return [f.let(f"extractvalue {{ double, double }} {quotient}, {k}") for k in (0, 1)]


# ---------------------------------------------------------------- conversions


def convert_number(f: FunctionWriter, x: ir.Value, source: TypeInfo, target: TypeInfo) -> tuple[str, ...]:
    """A numeric conversion; the new value's scalars."""
    have, want = source.under.info, target.under.info
    if have & types.IS_COMPLEX:
        return tuple([resize_float(f, part, source.leaves[0][0], target.leaves[0][0]) for part in f.ops(x)])
    operand = f.op(x)
    if have & types.IS_INTEGER:
        if want & types.IS_INTEGER:
            return (resize_integer(f, operand, source, target),)
        word = "uitofp" if have & types.IS_UNSIGNED else "sitofp"
        return (f.let(f"{word} {source.text} {operand} to {target.text}"),)
    if want & types.IS_FLOAT:
        return (resize_float(f, operand, source.text, target.text),)
    return (float_to_integer(f, operand, source.text, target),)


def resize_integer(f: FunctionWriter, operand: str, source: TypeInfo, target: TypeInfo) -> str:
    if source.size == target.size:
        return operand
    if source.size > target.size:
        return f.let(f"trunc {source.text} {operand} to {target.text}")
    word = "zext" if source.under.info & types.IS_UNSIGNED else "sext"
    return f.let(f"{word} {source.text} {operand} to {target.text}")


def resize_float(f: FunctionWriter, operand: str, source: str, target: str) -> str:
    if source == target:
        return operand
    word = "fpext" if target == "double" else "fptrunc"
    return f.let(f"{word} {source} {operand} to {target}")


def float_to_integer(f: FunctionWriter, operand: str, source: str, target: TypeInfo) -> str:
    unsigned = bool(target.under.info & types.IS_UNSIGNED)
    if target.size == 8:
        return _to_uint64(f, operand, source) if unsigned else _truncate(f, operand, source, 64)
    if target.size == 4:
        if not unsigned:
            return _truncate(f, operand, source, 32)
        return f.let(f"trunc i64 {_truncate(f, operand, source, 64)} to i32")
    return f.let(f"trunc i32 {_truncate(f, operand, source, 32)} to {target.text}")


def _truncate(f: FunctionWriter, operand: str, source: str, bits: int) -> str:
    """Towards zero, to a signed integer, by the target's instruction."""
    if f.module.target.goarch != "amd64":
        name = f"llvm.fptosi.sat.i{bits}.{'f64' if source == 'double' else 'f32'}"
        return f.intrinsic(f"i{bits}", name, source, f"{source} {operand}")
    lanes, letters = (2, "sd2") if source == "double" else (4, "ss2")
    vector = f.let(f"insertelement <{lanes} x {source}> zeroinitializer, {source} {operand}, i32 0")
    name = f"llvm.x86.sse{'2' if source == 'double' else ''}.cvtt{letters}si{'64' if bits == 64 else ''}"
    return f.intrinsic(f"i{bits}", name, f"<{lanes} x {source}>", f"<{lanes} x {source}> {vector}")


def _to_uint64(f: FunctionWriter, operand: str, source: str) -> str:
    """Where the signed conversion is out of range, that of x - 2^63 has the other bits."""
    if f.module.target.goarch != "amd64":
        name = f"llvm.fptoui.sat.i64.{'f64' if source == 'double' else 'f32'}"
        return f.intrinsic("i64", name, source, f"{source} {operand}")
    low = _truncate(f, operand, source, 64)
    reduced = f.let(f"fsub {source} {operand}, 0x43E0000000000000")
    high = _truncate(f, reduced, source, 64)
    sign = f.let(f"ashr i64 {low}, 63")
    return f.let(f"or i64 {low}, {f.let(f'and i64 {high}, {sign}')}")


# ---------------------------------------------------------------- min and max


def min_max(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    """Of ordered operands; floats: NaN wins, and -0 is less than +0 (LLVM's minimum, maximum)."""
    info = f.types(i.type)
    kind = info.under.info
    if kind & types.IS_STRING:
        _string_min_max(f, i)
        return
    if kind & types.IS_FLOAT:
        name = f"llvm.{i.fn}imum.{'f64' if info.text == 'double' else 'f32'}"
    else:
        name = f"llvm.{'u' if kind & types.IS_UNSIGNED else 's'}{i.fn}.{info.text}"
    result = f.op(i.operands[0])
    for v in i.operands[1:]:
        result = f.intrinsic(
            info.text, name, f"{info.text}, {info.text}", f"{info.text} {result}", f"{info.text} {f.op(v)}"
        )
    f.set(i, result)


def _string_min_max(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    p, n = f.ops(i.operands[0])
    for v in i.operands[1:]:
        q, m = f.ops(v)
        order = f.call("cmpstring", f"ptr {q}", f"i64 {m}", f"ptr {p}", f"i64 {n}")
        better = f.let(f"icmp {'slt' if i.fn == 'min' else 'sgt'} i64 {order}, 0")
        p, n = f.let(f"select i1 {better}, ptr {q}, ptr {p}"), f.let(f"select i1 {better}, i64 {m}, i64 {n}")
    f.set(i, p, n)


def make_complex(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    f.values[i] = (f.op(i.operands[0]), f.op(i.operands[1]))


def part(index: int) -> Callable[[FunctionWriter, ir.BuiltinCall], None]:
    """real, imag."""

    def lower(f: FunctionWriter, i: ir.BuiltinCall) -> None:
        f.set(i, f.ops(i.operands[0])[index])

    return lower
