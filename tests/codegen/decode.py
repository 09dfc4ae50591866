"""Reading type descriptors out of an object file, by docs/abi.md alone and with pyelftools: an oracle for what ``typedesc`` writes."""

from __future__ import annotations

import io
import struct
from collections.abc import Iterator
from typing import Any

from elftools.elf.elffile import ELFFile
from elftools.elf.relocation import RelocationSection

KINDS = [
    "Invalid", "Bool", "Int", "Int8", "Int16", "Int32", "Int64", "Uint", "Uint8", "Uint16", "Uint32", "Uint64", "Uintptr", "Float32", "Float64", "Complex64",
    "Complex128", "Array", "Chan", "Func", "Interface", "Map", "Pointer", "Slice", "String", "Struct", "UnsafePointer",
]  # fmt: skip
FLAGS = ((1, "uncommon"), (2, "named"), (4, "plain"), (8, "direct"), (16, "noarray"))


class Symbol:
    """A defined symbol of the object."""

    def __init__(self, name: str, data: bytes, start: int, size: int, refs: dict[int, tuple[str, int]]) -> None:
        self.name = name
        self.data = data
        self.start = start
        self.size = size
        self.refs = refs

    def word(self, at: int) -> int:
        value: int = struct.unpack_from("<Q", self.data, self.start + at)[0]
        return value

    def ref(self, at: int) -> str:
        """The symbol whose address the word at ``at`` holds, with what is added to it; "" for 0."""
        found = self.refs.get(self.start + at)
        if found is None:
            assert self.word(at) == 0
            return ""
        return found[0] if not found[1] else f"{found[0]}+{found[1]}"

    def own(self, at: int) -> int:
        """The offset in this symbol to which the word at ``at`` points."""
        name, addend = self.refs[self.start + at]
        assert name == self.name
        return addend

    def text(self, at: int) -> str:
        length = self.word(at + 8)
        if not length:
            assert self.ref(at) == ""
            return ""
        start = self.start + self.own(at)
        return self.data[start : start + length].decode()

    def slice(self, at: int, step: int) -> list[int]:
        """The offsets of a slice's elements."""
        length = self.word(at + 8)
        assert self.word(at + 16) == length
        return [self.own(at) + i * step for i in range(length)] if length else []


def symbols(data: bytes) -> dict[str, Symbol]:
    """The defined global symbols of an object."""
    elf: Any = ELFFile(io.BytesIO(data))
    table = elf.get_section_by_name(".symtab")
    refs: dict[int, dict[int, tuple[str, int]]] = {}
    for section in elf.iter_sections():
        if isinstance(section, RelocationSection):
            into = refs.setdefault(section["sh_info"], {})
            for r in section.iter_relocations():
                target = table.get_symbol(r["r_info_sym"])
                name = target.name or elf.get_section(target["st_shndx"]).name
                into[r["r_offset"]] = (name, r["r_addend"])
    found = {}
    for s in table.iter_symbols():
        index = s["st_shndx"]
        if s.name and isinstance(index, int) and s["st_info"]["bind"] != "STB_LOCAL":
            section = elf.get_section(index)
            found[s.name] = Symbol(s.name, section.data(), s["st_value"], s["st_size"], refs.get(index, {}))
    return found


def descriptor(s: Symbol) -> Iterator[str]:
    """A type descriptor, line by line."""
    size, ptrdata = s.word(0), s.word(8)
    hash_, tflag, align, field_align, kind = struct.unpack_from("<IBBBB", s.data, s.start + 16)
    flags = " ".join(name for bit, name in FLAGS if tflag & bit)
    assert align == field_align
    yield f"{s.name} {KINDS[kind]} size {size} align {align} hash {hash_:08x} flags {flags or '-'}"
    yield f"  string {s.text(40)!r} equal {s.ref(24) or '-'} ptrto {s.ref(56)}"
    if ptrdata:
        start = s.start + s.own(32)
        bits = "".join(f"{b:08b}"[::-1] for b in s.data[start : start + (ptrdata // 8 + 7) // 8])
        yield f"  pointers {bits[: ptrdata // 8]}"
        assert "1" not in bits[ptrdata // 8 :] and bits[ptrdata // 8 - 1] == "1"
    else:
        assert s.ref(32) == ""
    part = _PARTS.get(KINDS[kind])
    if part is not None:
        yield from part(s)
    if tflag & 1:
        yield from _uncommon(s, s.own(64))
    else:
        assert s.ref(64) == ""


def _elem(s: Symbol) -> Iterator[str]:
    yield f"  elem {s.ref(72)}"


def _array(s: Symbol) -> Iterator[str]:
    yield f"  elem {s.ref(72)} slice {s.ref(80)} len {s.word(88)}"


def _chan(s: Symbol) -> Iterator[str]:
    yield f"  elem {s.ref(72)} dir {s.word(80)}"


def _map(s: Symbol) -> Iterator[str]:
    yield f"  key {s.ref(72)} elem {s.ref(80)}"


def _func(s: Symbol) -> Iterator[str]:
    ins, outs = ([s.ref(at) for at in s.slice(start, 8)] for start in (72, 96))
    yield f"  in {', '.join(ins) or '-'} out {', '.join(outs) or '-'} variadic {s.word(120)}"


def _interface(s: Symbol) -> Iterator[str]:
    yield f"  pkgpath {s.text(72)!r}"
    for at in s.slice(88, 40):
        yield f"  method {s.text(at)} pkgpath {s.text(at + 16)!r} {s.ref(at + 32)}"


def _struct(s: Symbol) -> Iterator[str]:
    yield f"  pkgpath {s.text(72)!r}"
    for at in s.slice(88, 72):
        embedded = " embedded" if s.word(at + 64) else ""
        tag = s.text(at + 48)
        shown = f" tag {tag!r}" if tag else ""
        yield f"  field {s.text(at)} pkgpath {s.text(at + 16)!r} {s.ref(at + 32)} at {s.word(at + 40)}{embedded}{shown}"


def _uncommon(s: Symbol, at: int) -> Iterator[str]:
    yield f"  name {s.text(at)!r} pkgpath {s.text(at + 16)!r}"
    for m in s.slice(at + 32, 56):
        functions = f"ifn {s.ref(m + 40)} tfn {s.ref(m + 48)}"
        yield f"  has {s.text(m)} pkgpath {s.text(m + 16)!r} {s.ref(m + 32)} {functions}"


_PARTS = {
    "Array": _array, "Chan": _chan, "Map": _map, "Func": _func, "Interface": _interface, "Struct": _struct, "Pointer": _elem, "Slice": _elem,
}  # fmt: skip


def itab(s: Symbol) -> Iterator[str]:
    """An itab, line by line."""
    yield f"{s.name} hash {struct.unpack_from('<I', s.data, s.start + 16)[0]:08x}"
    yield f"  inter {s.ref(0)} type {s.ref(8)}"
    for at in range(24, s.size, 8):
        yield f"  fun {s.ref(at)}"
