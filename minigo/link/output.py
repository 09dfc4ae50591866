"""The executable's image: output sections at addresses, program headers, section headers, symbol table."""

from __future__ import annotations

from typing import Final

from minigo.link import elf

BASE: Final = 0x400000
HEADERS: Final = 0x1000  # room for the ELF and program headers in front of .text
# Segments start on a page; AArch64 kernels may have pages of 64 KB.
PAGE: Final = {elf.EM_X86_64: 0x1000, elf.EM_AARCH64: 0x10000}


class OutSection:
    """An output section; ``allocate`` hands out addresses one after the other."""

    __slots__ = ("address", "cursor", "flags", "inputs", "name", "nobits", "offset", "synthetic")

    def __init__(self, name: str, flags: int, address: int, nobits: bool) -> None:
        self.name = name
        self.flags = flags
        self.address = address
        self.cursor = address
        self.nobits = nobits
        self.offset = 0
        self.inputs: list[tuple[int, int]] = []
        self.synthetic: list[tuple[int, str]] = []

    def allocate(self, size: int, align: int) -> int:
        address = (self.cursor + align - 1) & -align
        self.cursor = address + size
        return address

    def end(self) -> int:
        return self.cursor

    def contents(
        self, address: dict[tuple[int, int], int], data: dict[tuple[int, int], bytes], made: dict[str, bytes]
    ) -> bytes:
        """All bytes of the section; gaps in text are filled with traps."""
        pieces = [(address[i], data[i]) for i in self.inputs] + [(a, made[n]) for a, n in self.synthetic]
        fill = b"\xcc" if self.flags & elf.SHF_EXECINSTR else b"\0"
        out = []
        at = self.address
        for start, piece in pieces:
            out.append(fill * (start - at))
            out.append(piece)
            at = start + len(piece)
        out.append(fill * (self.cursor - at))
        return b"".join(out)


class Image:
    """Sections of the executable in order of address; a new segment begins where the access rights change."""

    __slots__ = ("machine", "sections")

    def __init__(self, machine: int) -> None:
        self.machine = machine
        self.sections: list[OutSection] = []

    def section(self, name: str, flags: int, *, nobits: bool = False) -> OutSection:
        """Open the next section; the one before it is then complete."""
        page = PAGE[self.machine]
        if not self.sections:
            address = BASE + HEADERS
        else:
            last = self.sections[-1]
            align = 64 if last.flags == flags else page
            address = (last.end() + align - 1) & -align
        out = OutSection(name, flags, address, nobits)
        self.sections.append(out)
        return out

    def write(
        self,
        entry: int,
        address: dict[tuple[int, int], int],
        data: dict[tuple[int, int], bytes],
        made: dict[str, bytes],
        symbols: list[tuple[str, int, int, str]],
    ) -> bytes:
        """The file. File offsets are congruent to addresses modulo the page size, so segments map directly."""
        page = PAGE[self.machine]
        body = bytearray(HEADERS)
        for s in self.sections:
            if not s.nobits:
                body += b"\0" * ((s.address - len(body)) % (page if self._starts_segment(s) else 64))
                s.offset = len(body)
                body += s.contents(address, data, made)
            else:
                s.offset = len(body)
        headers = self._program_headers()
        shoff = self._append_sections(body, symbols)
        ident = b"\x7fELF\x02\x01\x01" + b"\0" * 9
        count = len(self.sections) + 1 + (3 if symbols else 1)
        elf.EHDR.pack_into(
            body, 0, ident, elf.ET_EXEC, self.machine, 1, entry, elf.EHDR.size, shoff, 0,
            elf.EHDR.size, elf.PHDR.size, len(headers), elf.SHDR.size, count, count - 1,
        )  # fmt: skip
        for i, header in enumerate(headers):
            elf.PHDR.pack_into(body, elf.EHDR.size + i * elf.PHDR.size, *header)
        return bytes(body)

    def _starts_segment(self, section: OutSection) -> bool:
        i = self.sections.index(section)
        return i == 0 or self.sections[i - 1].flags != section.flags

    def _program_headers(self) -> list[tuple[int, ...]]:
        page = PAGE[self.machine]
        headers: list[tuple[int, ...]] = []
        group: list[OutSection] = []
        for s in [*self.sections, None]:
            if s is not None and (not group or group[-1].flags == s.flags):
                group.append(s)
                continue
            first, last = group[0], group[-1]
            files = [g for g in group if not g.nobits]
            flags = (
                elf.PF_R
                | (elf.PF_X if first.flags & elf.SHF_EXECINSTR else 0)
                | (elf.PF_W if first.flags & elf.SHF_WRITE else 0)
            )
            file_size = files[-1].offset + files[-1].end() - files[-1].address - first.offset if files else 0
            start, offset = first.address, first.offset
            if not headers:  # the first segment maps the headers too
                start, offset, file_size = BASE, 0, file_size + first.offset
            headers.append((elf.PT_LOAD, flags, offset, start, start, file_size, last.end() - start, page))
            group = [s] if s is not None else []
        headers.append((elf.PT_GNU_STACK, elf.PF_R | elf.PF_W, 0, 0, 0, 0, 0, 16))
        return headers

    def _append_sections(self, body: bytearray, symbols: list[tuple[str, int, int, str]]) -> int:
        """Symbol table, string tables and section headers; returns the offset of the headers."""
        names = bytearray(b"\0")
        rows: list[tuple[int, ...]] = [(0,) * 10]

        def name_of(name: str) -> int:
            at = len(names)
            names.extend(name.encode() + b"\0")
            return at

        for s in self.sections:
            kind = elf.SHT_NOBITS if s.nobits else elf.SHT_PROGBITS
            rows.append((name_of(s.name), kind, s.flags, s.address, s.offset, s.end() - s.address, 0, 0, 64, 0))
        if symbols:
            table, strings = self._symbol_table(symbols)
            body += b"\0" * (-len(body) % 8)
            rows.append(
                (name_of(".symtab"), elf.SHT_SYMTAB, 0, 0, len(body), len(table), len(rows) + 1, 1, 8, elf.SYM.size)
            )
            body += table
            rows.append((name_of(".strtab"), elf.SHT_STRTAB, 0, 0, len(body), len(strings), 0, 0, 1, 0))
            body += strings
        at = name_of(".shstrtab")
        rows.append((at, elf.SHT_STRTAB, 0, 0, len(body), len(names), 0, 0, 1, 0))
        body += names
        body += b"\0" * (-len(body) % 8)
        shoff = len(body)
        for row in rows:
            body += elf.SHDR.pack(*row)
        return shoff

    def _symbol_table(self, symbols: list[tuple[str, int, int, str]]) -> tuple[bytes, bytes]:
        strings = bytearray(b"\0")
        table = bytearray(elf.SYM.size)
        index = {s.name: i + 1 for i, s in enumerate(self.sections)}
        bounds = [(s.address, s.end(), index[s.name]) for s in self.sections]
        for name, value, size, letter in symbols:
            section = next((i for low, high, i in bounds if low <= value < high), elf.SHN_ABS)
            kind = elf.STT_FUNC if letter == "T" else elf.STT_OBJECT
            table += elf.SYM.pack(len(strings), elf.STB_GLOBAL << 4 | kind, 0, section, value, size)
            strings += name.encode("utf-8", "surrogateescape") + b"\0"
        return bytes(table), bytes(strings)
