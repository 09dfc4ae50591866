"""Writing relocatable ELF objects: a digest's live sections for another linker, and objects made of tables."""

from __future__ import annotations

from typing import Final

from minigo.link import elf

# Relocation types that hold a 64-bit address
ABS64: Final = {elf.EM_X86_64: 1, elf.EM_AARCH64: 257}


class ObjectWriter:
    """An ELF object under construction. Sections and symbols are numbered from 1, in order; local symbols must come before global ones."""

    __slots__ = ("_locals", "_machine", "_names", "_sections", "_strings", "_symbols")

    def __init__(self, machine: int) -> None:
        self._machine = machine
        # (name, type, flags, align, size, data, relocations)
        self._sections: list[tuple[str, int, int, int, int, bytes, bytes]] = []
        self._symbols = bytearray(elf.SYM.size)
        self._strings = bytearray(b"\0")
        self._locals = 1
        self._names: dict[str, int] = {}

    def section(self, name: str, flags: int, align: int, data: bytes | None, size: int = 0) -> int:
        """Add a section; ``data`` None: ``size`` bytes of zeros that take no room in the file."""
        kind = elf.SHT_NOBITS if data is None else elf.SHT_PROGBITS
        self._sections.append((name, kind, flags, align, size if data is None else len(data), data or b"", b""))
        return len(self._sections)

    def relocations(self, section: int, relocs: bytes) -> None:
        """The relocations of a section, packed Elf64_Rela."""
        row = self._sections[section - 1]
        self._sections[section - 1] = (*row[:6], relocs)

    def symbol(self, name: str, binding: int, kind: int, section: int, value: int, size: int) -> int:
        """Add a symbol; ``section`` may be SHN_UNDEF or SHN_ABS. Returns its index."""
        at = 0
        if name:
            at = len(self._strings)
            self._strings += name.encode("utf-8", "surrogateescape") + b"\0"
        if section >= 0xFF00 and section != elf.SHN_ABS:
            raise elf.ELFError("too many sections for one object")
        self._symbols += elf.SYM.pack(at, binding << 4 | kind, 0, section, value, size)
        index = len(self._symbols) // elf.SYM.size - 1
        if binding == elf.STB_LOCAL:
            self._locals = index + 1
        return index

    def bytes(self) -> bytes:
        """The file: header, contents, section headers."""
        names = bytearray(b"\0")
        body = bytearray(elf.EHDR.size)
        rows: list[tuple[int, ...]] = [(0,) * 10]

        def name_of(name: str) -> int:
            at = len(names)
            names.extend(name.encode("utf-8", "surrogateescape") + b"\0")
            return at

        def place(data: bytes | bytearray, align: int) -> int:
            body.extend(bytes(-len(body) % max(align, 1)))
            at = len(body)
            body.extend(data)
            return at

        symtab = len(self._sections) + sum(1 for s in self._sections if s[6]) + 1
        for name, kind, flags, align, size, data, _ in self._sections:
            rows.append((name_of(name), kind, flags, 0, place(data, align), size, 0, 0, align, 0))
        for i, (name, *_, relocs) in enumerate(self._sections):
            if relocs:
                at = place(relocs, 8)
                rows.append((name_of(f".rela{name}"), elf.SHT_RELA, 0x40, 0, at, len(relocs), symtab, i + 1, 8, 24))
        at = place(self._symbols, 8)
        size = len(self._symbols)
        rows.append((name_of(".symtab"), elf.SHT_SYMTAB, 0, 0, at, size, symtab + 1, self._locals, 8, elf.SYM.size))
        rows.append((name_of(".strtab"), elf.SHT_STRTAB, 0, 0, place(self._strings, 1), len(self._strings), 0, 0, 1, 0))
        rows.append((name_of(".note.GNU-stack"), elf.SHT_PROGBITS, 0, 0, len(body), 0, 0, 0, 1, 0))
        at = name_of(".shstrtab")
        rows.append((at, elf.SHT_STRTAB, 0, 0, place(names, 1), len(names), 0, 0, 1, 0))
        shoff = place(b"", 8)
        for row in rows:
            body += elf.SHDR.pack(*row)
        ident = b"\x7fELF\x02\x01\x01" + b"\0" * 9
        elf.EHDR.pack_into(
            body, 0, ident, elf.ET_REL, self._machine, 1, 0, 0, shoff, 0, elf.EHDR.size, 0, 0, elf.SHDR.size, len(rows), len(rows) - 1,
        )  # fmt: skip
        return bytes(body)
