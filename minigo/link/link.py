"""From digests to a static executable: layout, relocation and output of what ``resolve`` found.

The image has three loadable segments: text (compiled Go first, then C), read-only data (with type descriptors, pclntab and the other tables), and
writable data (``.data``, ``.noptrdata``, ``.bss``, ``.noptrbss``; the collector scans the first and the third). Names that the linker
defines are listed in ``docs/abi.md``. Equal input gives equal bytes.
"""

from __future__ import annotations

import struct
from typing import Final

from minigo.link import buildinfo, elf, pclntab, reloc
from minigo.link.digest import Digest
from minigo.link.methods import UNREACHABLE, is_code
from minigo.link.output import Image, OutSection
from minigo.link.resolve import (
    BSS,
    CLASS_NAMES,
    CLASS_SYMBOLS,
    DATA,
    EDGE_SYMBOLS,
    NOPTRBSS,
    NOPTRDATA,
    RODATA,
    STRING_HEADER,
    TEXT,
    LinkOptions,
    Resolution,
    SectionId,
    resolve,
)

STRINGS: Final = ".rodata..str."  # sections of string constants
_GOT_KINDS: Final = reloc.X86_64_GOT | reloc.AARCH64_GOT
_LETTERS: Final = "TRDDBB"


class LinkResult:
    """``image``: the executable's bytes; ``symbols``: (name, address, size, class letter) of all that is in it, by address; ``dropped``: sections left out."""

    __slots__ = ("dropped", "image", "symbols")

    def __init__(self, image: bytes, symbols: list[tuple[str, int, int, str]], dropped: int) -> None:
        self.image = image
        self.symbols = symbols
        self.dropped = dropped


def link(go_objects: list[Digest], c_objects: list[Digest], options: LinkOptions) -> LinkResult:
    """Link objects compiled from Go and from C; raises LinkError."""
    return _Linker(resolve(go_objects, c_objects, options)).run()


class _Linker:
    """The state of one link."""

    __slots__ = ("address", "got_address", "objects", "options", "order", "program", "symbol_address", "synthetic")

    def __init__(self, program: Resolution) -> None:
        self.program = program
        self.objects = program.objects
        self.options = program.options
        self.order: list[list[SectionId]] = [[] for _ in CLASS_NAMES]
        self.address: dict[SectionId, int] = {}
        self.got_address = 0
        self.symbol_address: dict[str, int] = {}
        self.synthetic: dict[str, bytes] = {}

    def run(self) -> LinkResult:
        image = self._layout()
        contents = self._relocate()
        self.program.check()
        return self._write(image, contents)

    # ------------------------------------------------------------ layout

    def _layout(self) -> Image:
        """Give every live section its address. Order: that of the input, classes as in CLASS_NAMES."""
        for at in sorted(self.program.live):
            self.order[self.program.live[at]].append(at)
        image = Image(self.options.machine)
        go_count = self.program.go_count
        text = image.section(".text", elf.SHF_ALLOC | elf.SHF_EXECINSTR)
        self._place_all(text, [s for s in self.order[TEXT] if s[0] < go_count])
        gotext_end = text.end()
        self._place_all(text, [s for s in self.order[TEXT] if s[0] >= go_count])
        self._edge("gotext", text.address, gotext_end)
        self._edge("text", text.address, text.end())
        self._layout_rodata(image, text)
        for cls in (DATA, NOPTRDATA, BSS, NOPTRBSS):
            out = image.section(CLASS_NAMES[cls], elf.SHF_ALLOC | elf.SHF_WRITE, nobits=cls >= BSS)
            self._place_all(out, self.order[cls])
            self._edge(CLASS_SYMBOLS[cls], out.address, out.end())
        return image

    def _layout_rodata(self, image: Image, text: OutSection) -> None:
        out = image.section(".rodata", elf.SHF_ALLOC)
        self._place_all(out, self.order[RODATA])
        self.got_address = self._reserve(out, "got", 8 * len(self.program.got))
        inits = self.program.init_functions()
        self.symbol_address["runtime.inittab"] = self._reserve(out, "inittab", 8 + 8 * len(inits))
        links = self.program.live_types()
        start = self._reserve(out, "typelinks", 8 * len(links))
        self._edge("typelinks", start, start + 8 * len(links))
        start = self._reserve(out, "buildinfo", len(buildinfo.encode(self.options.buildinfo, 0)))
        self.symbol_address["runtime.buildinfo"] = start
        self.synthetic["buildinfo"] = buildinfo.encode(self.options.buildinfo, start)
        out.allocate(0, 8)
        self._edge("rodata", out.address, out.end())
        functions = text_functions(self.program, self._function_addresses())
        table = pclntab.build(functions, text.address, text.end() - text.address)
        start = self._reserve(out, "pclntab", len(table), 16)
        self.synthetic["pclntab"] = table
        self._edge("pclntab", start, start + len(table))
        self.synthetic["inittab"] = struct.pack(f"<{len(inits) + 1}Q", len(inits), *map(self._address_of, inits))
        self.synthetic["typelinks"] = struct.pack(f"<{len(links)}Q", *map(self._address_of, links))

    def _reserve(self, out: OutSection, name: str, size: int, align: int = 8) -> int:
        address = out.allocate(size, align)
        out.synthetic.append((address, name))
        return address

    def _edge(self, name: str, start: int, end: int) -> None:
        self.symbol_address[f"runtime.{name}"] = start
        self.symbol_address[f"runtime.e{name}"] = end

    def _place_all(self, out: OutSection, sections: list[SectionId]) -> None:
        strings: dict[bytes, int] = {}  # equal string constants of all objects are one
        for at in sections:
            name, _, align, size, data, _ = self.program.row(at)
            if data is not None and name.startswith(STRINGS):
                known = strings.get(data)
                if known is not None:
                    self.address[at] = known
                    continue
                strings[data] = out.allocate(size, align)
                self.address[at] = strings[data]
            else:
                self.address[at] = out.allocate(size, align)
            out.inputs.append(at)

    def _function_addresses(self) -> dict[str, int]:
        """The addresses of all live functions."""
        found = {}
        for i, obj in enumerate(self.objects):
            for name, (section, offset, _, _, is_function) in obj.defs.items():
                if is_function and self.program.defs[name] == i and (i, section) in self.program.live:
                    found[name] = self.address[(i, section)] + offset
        return found

    # ------------------------------------------------------------ relocation

    def _address_of(self, name: str) -> int:
        address = self.symbol_address.get(name)
        if address is None:
            owner = self.program.defs[name]
            section, value, _, _, _ = self.objects[owner].defs[name]
            address = self.symbol_address[name] = self.address[(owner, section)] + value
        return address

    def _symbol_value(self, obj: int, index: int) -> int:
        name, section, value, _ = self.objects[obj].symbols[index]
        if section >= 0:
            return self.address[(obj, section)] + value
        if section == -2:
            return value
        return self._address_of(name) if name else 0

    def _held_value(self, at: SectionId, index: int, key: str) -> int:
        """The value of an unused slot: as usual if what it refers to is live."""
        if self.program.held_target(at, index):
            return self._symbol_value(at[0], index)
        return self._address_of(UNREACHABLE) if is_code(key) and UNREACHABLE in self.program.defs else 0

    def _relocate(self) -> dict[SectionId, bytes]:
        """The final contents of every live section that has any."""
        contents: dict[SectionId, bytes] = {}
        values: list[dict[int, int]] = [{} for _ in self.objects]
        for at, base in self.address.items():
            data, relocs = self.program.row(at)[4:]
            string = self.program.strings.get(at)
            if string is not None:
                contents[at] = struct.pack("<QQ", base + STRING_HEADER, len(string)) + string
            elif data is not None:
                contents[at] = self._apply(at, base, data, relocs, values[at[0]]) if relocs else data
        return contents

    def _apply(self, at: SectionId, base: int, data: bytes, relocs: bytes, known: dict[int, int]) -> bytes:
        """A section's contents with its relocations applied; ``known`` remembers values of the object's symbols."""
        obj = at[0]
        held = self.program.held.get(at, {})
        table = reloc.X86_64 if self.options.machine == elf.EM_X86_64 else reloc.AARCH64
        out = bytearray(data)
        for offset, info, addend in elf.RELA.iter_unpack(relocs):
            index, kind = info >> 32, info & 0xFFFFFFFF
            value = known.get(index)
            if value is None:
                if offset in held:
                    value = self._held_value(at, index, held[offset])
                    if value == 0:
                        continue
                else:
                    value = known[index] = self._symbol_value(obj, index)
            apply = table.get(kind)
            if apply is None:
                self._error(at, f": relocation type {kind} is not supported")
                continue
            slot = 0
            if kind in _GOT_KINDS:
                slot = self.got_address + 8 * self.program.got[self.program.got_key(obj, index)]
            try:
                apply(out, offset, base + offset, value, addend, slot)
            except reloc.RelocError as e:
                self._error(at, f"+{offset:#x}: {e}")
        return bytes(out)

    def _error(self, at: SectionId, text: str) -> None:
        self.program.errors.append(f"{self.objects[at[0]].name}: {self.program.row(at)[0]}{text}")

    # ------------------------------------------------------------ output

    def _write(self, image: Image, contents: dict[SectionId, bytes]) -> LinkResult:
        got = self.program.got
        slots = bytearray(8 * len(got))
        for key, slot in got.items():
            value = self._address_of(key) if isinstance(key, str) else self._symbol_value(*key)
            struct.pack_into("<Q", slots, 8 * slot, value)
        self.synthetic["got"] = bytes(slots)
        symbols = self._symbols()
        entry = self._address_of(self.options.entry)
        shown = [] if self.options.strip else symbols
        data = image.write(entry, self.address, contents, self.synthetic, shown)
        total = sum(len(o.sections) for o in self.objects)
        return LinkResult(data, symbols, total - len(self.program.live))

    def _symbols(self) -> list[tuple[str, int, int, str]]:
        found = []
        live = self.program.live
        for i, obj in enumerate(self.objects):
            for name, (section, value, size, _, _) in obj.defs.items():
                at = (i, section)
                if self.program.defs[name] == i and at in live:
                    found.append((name, self.address[at] + value, size, _LETTERS[live[at]]))
        found += [(n, a, 0, "R") for n, a in self.symbol_address.items() if n in EDGE_SYMBOLS]
        found.sort(key=lambda s: (s[1], s[0]))
        return found


def text_functions(program: Resolution, addresses: dict[str, int]) -> list[pclntab.TextFunction]:
    """The functions of the pclntab: those at the given addresses, with their lines and what makes these absolute."""
    info: dict[str, tuple[str, int, str]] = {}
    for table in program.options.functions:
        for name, value in table.items():
            info.setdefault(name, value)
    found = []
    for name, start in addresses.items():
        owner = program.defs[name]
        obj = program.objects[owner]
        is_c = owner >= program.go_count
        lines = ([], []) if is_c else obj.lines.get(name, ([], []))
        found.append(pclntab.TextFunction(start, obj.defs[name][2], name, lines, info, is_c))
    found.sort(key=lambda f: f.start)
    return found
