"""ELF64 as far as a static linker needs it: constants and reading relocatable objects (System V gABI, chapters 4 and 5)."""

from __future__ import annotations

import struct
from typing import Final

EM_X86_64: Final = 62
EM_AARCH64: Final = 183
ET_REL: Final = 1
ET_EXEC: Final = 2

SHT_NULL: Final = 0
SHT_PROGBITS: Final = 1
SHT_SYMTAB: Final = 2
SHT_STRTAB: Final = 3
SHT_RELA: Final = 4
SHT_NOBITS: Final = 8
SHT_SYMTAB_SHNDX: Final = 18

SHF_WRITE: Final = 1
SHF_ALLOC: Final = 2
SHF_EXECINSTR: Final = 4
SHF_TLS: Final = 0x400

SHN_UNDEF: Final = 0
SHN_ABS: Final = 0xFFF1
SHN_COMMON: Final = 0xFFF2
SHN_XINDEX: Final = 0xFFFF

STB_LOCAL: Final = 0
STB_GLOBAL: Final = 1
STB_WEAK: Final = 2
STT_OBJECT: Final = 1
STT_FUNC: Final = 2

PT_LOAD: Final = 1
PT_GNU_STACK: Final = 0x6474E551
PF_X: Final = 1
PF_W: Final = 2
PF_R: Final = 4

EHDR: Final = struct.Struct("<16sHHIQQQIHHHHHH")
SHDR: Final = struct.Struct("<IIQQQQIIQQ")
PHDR: Final = struct.Struct("<IIQQQQQQ")
SYM: Final = struct.Struct("<IBBHQQ")
RELA: Final = struct.Struct("<QQq")


class ELFError(Exception):
    """The bytes are not an ELF64 little-endian relocatable object that this linker understands."""


class Section:
    """A section header with its name and contents (``data`` is empty for SHT_NOBITS)."""

    __slots__ = ("align", "data", "flags", "info", "link", "name", "size", "type")

    def __init__(
        self, name: str, type_: int, flags: int, data: bytes, size: int, link: int, info: int, align: int
    ) -> None:
        self.name = name
        self.type = type_
        self.flags = flags
        self.data = data
        self.size = size
        self.link = link
        self.info = info
        self.align = align


class Symbol:
    """A symbol table entry; ``section`` is an index into the object's sections, or SHN_UNDEF, SHN_ABS, SHN_COMMON."""

    __slots__ = ("binding", "name", "section", "size", "type", "value")

    def __init__(self, name: str, binding: int, type_: int, section: int, value: int, size: int) -> None:
        self.name = name
        self.binding = binding
        self.type = type_
        self.section = section
        self.value = value
        self.size = size


class Object:
    """A relocatable object: its machine, sections and symbols."""

    __slots__ = ("machine", "sections", "symbols")

    def __init__(self, machine: int, sections: list[Section], symbols: list[Symbol]) -> None:
        self.machine = machine
        self.sections = sections
        self.symbols = symbols


def c_string(table: bytes, offset: int) -> str:
    return table[offset : table.index(b"\0", offset)].decode("utf-8", "surrogateescape")


def read_object(data: bytes) -> Object:
    """Parse a relocatable object; raises ELFError when it is none."""
    if len(data) < EHDR.size or data[:6] != b"\x7fELF\x02\x01":
        raise ELFError("not an ELF64 little-endian file")
    (_, etype, machine, _, _, _, shoff, _, _, _, _, shentsize, shnum, shstrndx) = EHDR.unpack_from(data)
    if etype != ET_REL or shentsize != SHDR.size:
        raise ELFError("not a relocatable object")
    first = SHDR.unpack_from(data, shoff)
    shnum = shnum or first[5]
    if shstrndx == SHN_XINDEX:
        shstrndx = first[6]
    headers = [SHDR.unpack_from(data, shoff + i * SHDR.size) for i in range(shnum)]
    names_at, names_size = headers[shstrndx][4], headers[shstrndx][5]
    names = data[names_at : names_at + names_size]
    sections = []
    for name, stype, flags, _, offset, size, link, info, align, _ in headers:
        contents = b"" if stype in (SHT_NOBITS, SHT_NULL) else data[offset : offset + size]
        sections.append(Section(c_string(names, name), stype, flags, contents, size, link, info, align))
    return Object(machine, sections, _read_symbols(sections))


def _read_symbols(sections: list[Section]) -> list[Symbol]:
    table = next((s for s in sections if s.type == SHT_SYMTAB), None)
    if table is None:
        return []
    extended = next((s.data for s in sections if s.type == SHT_SYMTAB_SHNDX), b"")
    strings = sections[table.link].data
    symbols = []
    for i, (name, info, _, shndx, value, size) in enumerate(SYM.iter_unpack(table.data)):
        if shndx == SHN_XINDEX:
            shndx = struct.unpack_from("<I", extended, 4 * i)[0]
        symbols.append(Symbol(c_string(strings, name), info >> 4, info & 15, shndx, value, size))
    return symbols
