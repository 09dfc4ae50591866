"""What the linker keeps of an object file, in a form that loads at once.

Reading ELF structures in Python costs more than linking does, so it is done once, when the object enters the build cache. A digest is one
``marshal`` value; relocations stay packed and are decoded for live sections only. Line tables (``minigo.link.dwarf``) are part of it.
"""

from __future__ import annotations

import marshal
from typing import Final

from minigo.link import dwarf, elf

VERSION: Final = 2

# A section: (name, flags, align, size, data or None for NOBITS, packed Elf64_Rela).
SectionRow = tuple[str, int, int, int, bytes | None, bytes]
# A symbol as relocations index it: (name, section, value, size); section -1: resolve by name, -2: absolute.
SymbolRow = tuple[str, int, int, int]
# A global definition: (section, value, size, is weak, is function).
Definition = tuple[int, int, int, bool, bool]


class Digest:
    """One object as the linker sees it."""

    __slots__ = ("defs", "lines", "machine", "name", "sections", "symbols")

    def __init__(
        self,
        name: str,
        machine: int,
        sections: list[SectionRow],
        symbols: list[SymbolRow],
        defs: dict[str, Definition],
        lines: dict[str, dwarf.FunctionLines],
    ) -> None:
        self.name = name
        self.machine = machine
        self.sections = sections
        self.symbols = symbols
        self.defs = defs
        self.lines = lines


def digest(data: bytes, *, lines: bool = True) -> bytes:
    """Digest of an ELF object; ``lines=False`` leaves line tables out (objects of the C runtime). Raises elf.ELFError."""
    obj = elf.read_object(data)
    relocations = {s.info: s.data for s in obj.sections if s.type == elf.SHT_RELA}
    keep: dict[int, int] = {}
    sections: list[SectionRow] = []
    for i, s in enumerate(obj.sections):
        if (
            s.flags & elf.SHF_ALLOC
            and s.type in (elf.SHT_PROGBITS, elf.SHT_NOBITS)
            and not s.name.startswith(".eh_frame")
        ):
            if s.flags & elf.SHF_TLS:
                raise elf.ELFError(f"section {s.name} is thread-local")
            keep[i] = len(sections)
            contents = None if s.type == elf.SHT_NOBITS else s.data
            sections.append((s.name, s.flags, max(s.align, 1), s.size, contents, relocations.get(i, b"")))
    symbols: list[SymbolRow] = []
    defs: dict[str, Definition] = {}
    for sym in obj.symbols:
        if sym.section == elf.SHN_COMMON:
            raise elf.ELFError(f"common symbol {sym.name}: compile with -fno-common")
        section = -2 if sym.section == elf.SHN_ABS else keep.get(sym.section, -1)
        is_global = sym.binding != elf.STB_LOCAL
        if is_global and section != -1:
            defs[sym.name] = (section, sym.value, sym.size, sym.binding == elf.STB_WEAK, sym.type == elf.STT_FUNC)
        symbols.append((sym.name, -1 if is_global else section, sym.value, sym.size))
    table = dwarf.function_lines(obj) if lines else {}
    return marshal.dumps((VERSION, obj.machine, sections, symbols, defs, table))


def load_digest(data: bytes, name: str = "") -> Digest:
    """The Digest that ``digest`` wrote. Raises ValueError when the bytes are damaged or of another version."""
    try:
        version, *rest = marshal.loads(data)
        if version != VERSION:
            raise ValueError(f"object {name} was written by another version")
        return Digest(name, *rest)
    except (EOFError, TypeError) as e:
        raise ValueError(f"damaged object {name}") from e
