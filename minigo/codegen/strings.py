"""Strings: concatenation, and conversions to and from byte and rune slices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter


def concatenate(f: FunctionWriter, i: ir.Instruction, parts: list[ir.Value]) -> None:
    """``x + y + z``: the parts go to an array of strings on the stack."""
    info = f.types(i.type)
    array = f.scratch(16 * len(parts))
    for k, part in enumerate(parts):
        f.store_leaves(info, f.offset(array, 16 * k), f.ops(part))
    set_pair(f, i, f.call("concatstrings", f"ptr {array}", f"i64 {len(parts)}"))
    for k in range(len(parts)):
        f.wipe(info, f.offset(array, 16 * k))


def set_pair(f: FunctionWriter, i: ir.Instruction, result: str) -> None:
    """A result ``{ptr, i64}`` of the runtime is the string."""
    f.set(i, f.let(f"extractvalue {{ ptr, i64 }} {result}, 0"), f.let(f"extractvalue {{ ptr, i64 }} {result}, 1"))


def to_string(f: FunctionWriter, i: ir.Convert, name: str) -> None:
    """From a slice of bytes or runes."""
    p, n, _ = f.ops(i.x)
    set_pair(f, i, f.call(name, f"ptr {p}", f"i64 {n}"))


def to_slice(f: FunctionWriter, i: ir.Convert, name: str) -> None:
    """To a slice of bytes or runes."""
    p, n = f.ops(i.x)
    out = f.scratch(24)
    f.call(name, f"ptr sret({{ ptr, i64, i64 }}) {out}", f"ptr {p}", f"i64 {n}")
    f.values[i] = f.load_leaves(f.types(i.type), out)


def from_integer(f: FunctionWriter, i: ir.Convert) -> None:
    """``string(r)``: one rune, U+FFFD for what is none."""
    from minigo.codegen.checks import is_unsigned, word

    wide = word(f, i.x)
    if is_unsigned(i.x) and f.types(i.x.type).size == 8:
        wide = f.let(f"call i64 @llvm.umin.i64(i64 {wide}, i64 {0x7FFFFFFFFFFFFFFF})")
        f.unit.declare("llvm.umin.i64", "declare i64 @llvm.umin.i64(i64, i64)")
    set_pair(f, i, f.call("intstring", f"i64 {wide}"))
