"""From digests to a static executable: symbol resolution, dead-section removal, layout, relocation, output.

The image has three loadable segments: text (compiled Go first, then C), read-only data (with type descriptors, pclntab and the other tables), and
writable data (``.data``, ``.noptrdata``, ``.bss``, ``.noptrbss``; the collector scans the first and the third). Names that the linker
defines are listed in ``docs/abi.md``. Equal input gives equal bytes.
"""

from __future__ import annotations

import struct
from typing import Final

from minigo.link import elf, pclntab, reloc
from minigo.link.digest import Digest
from minigo.link.methods import UNREACHABLE, WEAK, MethodPruning, is_code
from minigo.link.output import Image, OutSection

TEXT, RODATA, DATA, NOPTRDATA, BSS, NOPTRBSS = range(6)
CLASS_NAMES: Final = (".text", ".rodata", ".data", ".noptrdata", ".bss", ".noptrbss")
# Symbols around each class: runtime.NAME … runtime.eNAME
CLASS_SYMBOLS: Final = ("text", "rodata", "data", "noptrdata", "bss", "noptrbss")
PREFIXES: Final = (
    (".text", TEXT), (".rodata", RODATA), (".data.rel.ro", RODATA), (".data", DATA), (".noptrdata", NOPTRDATA),
    (".bss..noptr", NOPTRBSS), (".bss", BSS), (".noptrbss", NOPTRBSS), (".ldata", DATA), (".lbss", BSS), (".lrodata", RODATA),
)  # fmt: skip
EDGE_SYMBOLS: Final = frozenset(
    f"runtime.{e}{n}" for n in (*CLASS_SYMBOLS, "gotext", "pclntab", "typelinks") for e in ("", "e")
) | {"runtime.inittab", "runtime.buildinfo"}

STRINGS: Final = ".rodata..str."  # sections of string constants
# A section of the input: (index of its object, index in the object); a place: (section, offset).
SectionId = tuple[int, int]


class LinkError(Exception):
    """Linking failed; ``messages`` has a line for each reason."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


class LinkOptions:
    """What to link and how.

    ``machine``: elf.EM_X86_64 or EM_AARCH64. ``init_order``: import paths, in order of initialisation. ``functions``: for each package a dict
    symbol -> (file, first line, name in tracebacks). ``strings``: ``-X`` values, by variable symbol. ``methods``: for each package the pruning data of
    ``codegen`` (see ``minigo.link.methods``). ``strip`` leaves out the symbol table.
    """

    __slots__ = ("buildinfo", "entry", "functions", "init_order", "machine", "methods", "strings", "strip")

    def __init__(self, machine: int) -> None:
        self.machine = machine
        self.entry = "_start"
        self.init_order: list[str] = []
        self.functions: list[dict[str, tuple[str, int, str]]] = []
        self.strings: dict[str, str] = {}
        self.methods: list[tuple[dict[str, list[str]], dict[str, list[tuple[int, str]]]]] = []
        self.buildinfo = ""
        self.strip = False


class LinkResult:
    """``image``: the executable's bytes; ``symbols``: (name, address, size, class letter) of all that is in it, by address; ``dropped``: sections left out."""

    __slots__ = ("dropped", "image", "symbols")

    def __init__(self, image: bytes, symbols: list[tuple[str, int, int, str]], dropped: int) -> None:
        self.image = image
        self.symbols = symbols
        self.dropped = dropped


def link(go_objects: list[Digest], c_objects: list[Digest], options: LinkOptions) -> LinkResult:
    """Link objects compiled from Go and from C; raises LinkError."""
    return _Linker(go_objects, c_objects, options).run()


class _Linker:
    """The state of one link."""

    __slots__ = (
        "address", "defs", "errors", "got", "got_address", "held", "live", "objects", "options", "order", "overrides", "symbol_address", "synthetic",
        "table",
    )  # fmt: skip

    def __init__(self, go_objects: list[Digest], c_objects: list[Digest], options: LinkOptions) -> None:
        self.objects = go_objects + c_objects
        self.options = options
        self.errors: list[str] = []
        self.defs: dict[str, int] = {}  # symbol -> object that defines it
        self.live: dict[SectionId, int] = {}  # live section -> class
        self.order: list[list[SectionId]] = [[] for _ in CLASS_NAMES]
        self.address: dict[SectionId, int] = {}
        self.got: dict[tuple[int, int] | str, int] = {}  # symbol (name, or object and index) -> slot number
        self.got_address = 0
        self.overrides: dict[SectionId, bytes] = {}  # sections whose contents -X replaces
        self.symbol_address: dict[str, int] = {}
        self.held: dict[
            SectionId, dict[int, str]
        ] = {}  # slots that did not keep alive what they refer to: offset -> key
        self.table = reloc.X86_64 if options.machine == elf.EM_X86_64 else reloc.AARCH64
        self.synthetic: dict[str, bytes] = {}

    def run(self) -> LinkResult:
        self._define()
        self._mark()
        self._check()
        image = self._layout()
        self._check()
        contents = self._relocate()
        self._check()
        return self._write(image, contents)

    def _check(self) -> None:
        if self.errors:
            raise LinkError(self.errors)

    # ------------------------------------------------------------ symbols

    def _define(self) -> None:
        """Fill ``defs``: a strong definition wins over a weak one, the first weak one over later ones."""
        defs = self.defs
        strong: dict[str, int] = {}
        for i, obj in enumerate(self.objects):
            if obj.machine != self.options.machine:
                self.errors.append(f"{obj.name}: object for another machine")
            for name, definition in obj.defs.items():
                if definition[3]:
                    defs.setdefault(name, i)
                elif name in strong:
                    self.errors.append(f"{name} is defined in {self.objects[strong[name]].name} and in {obj.name}")
                else:
                    strong[name] = i
        defs.update(strong)
        self._check()

    def _place(self, obj: int, index: int) -> SectionId | None:
        """The section in which the symbol ``index`` of an object is defined, or None (absolute, or made by the linker)."""
        name, section, _, _ = self.objects[obj].symbols[index]
        if section >= 0:
            return obj, section
        if section == -2:
            return None
        owner = self.defs.get(name)
        if owner is None:
            if name not in EDGE_SYMBOLS and name:
                self.errors.append(f"undefined symbol {name}")
                self.defs[name] = -1  # report it once
            return None
        return None if owner < 0 else (owner, self.objects[owner].defs[name][0])

    # ------------------------------------------------------------ what is live

    def _roots(self) -> list[SectionId]:
        wanted = [self.options.entry, "main.main", UNREACHABLE, *self._init_functions(), *self.options.strings]
        roots = []
        for name in wanted:
            owner = self.defs.get(name)
            if owner is not None:
                roots.append((owner, self.objects[owner].defs[name][0]))
            elif name == self.options.entry:
                self.errors.append(f"undefined symbol {name}")
            elif name == "main.main":
                self.errors.append("function main is undeclared in the main package")
        return roots

    def _init_functions(self) -> list[str]:
        names = (f"{path}.init" for path in self.options.init_order)
        return [n for n in names if n in self.defs]

    def _mark(self) -> None:
        """Find the live sections by following relocations from the roots; those in slots of descriptors only when ``minigo.link.methods`` says so."""
        pruning = MethodPruning(self.options.methods)
        symbols: dict[SectionId, list[str]] = {}
        for name in sorted(pruning.symbols()):
            owner = self.defs.get(name)
            if owner is not None:
                symbols.setdefault((owner, self.objects[owner].defs[name][0]), []).append(name)
        work = self._roots()
        while work:
            at = work.pop()
            if at in self.live:
                continue
            obj, section = at
            row = self.objects[obj].sections[section]
            self.live[at] = _class_of(row[0], row[1])
            held: dict[int, str] = {}
            for symbol in symbols.get(at, ()):
                work += pruning.use(symbol)
                base = self.objects[obj].defs[symbol][1]
                held.update((base + offset, key) for offset, key in pruning.unused_slots(symbol))
            if held:
                self.held[at] = held
            self._follow(obj, row[5], held, pruning, work)

    def _follow(
        self, obj: int, relocs: bytes, held: dict[int, str], pruning: MethodPruning, work: list[SectionId]
    ) -> None:
        """Add what a section's relocations refer to to ``work``."""
        live = self.live
        got_types = reloc.X86_64_GOT if self.options.machine == elf.EM_X86_64 else reloc.AARCH64_GOT
        for offset, info, _ in elf.RELA.iter_unpack(relocs):
            key = held.get(offset)
            if key == WEAK:
                continue
            place = self._place(obj, info >> 32)
            if place is not None and place not in live:
                if key is None:
                    work.append(place)
                else:
                    pruning.wait(key, place)
            if info & 0xFFFFFFFF in got_types:
                self.got.setdefault(self._got_key(obj, info >> 32), len(self.got))

    def _got_key(self, obj: int, index: int) -> tuple[int, int] | str:
        name, section, _, _ = self.objects[obj].symbols[index]
        return name if section == -1 else (obj, index)

    # ------------------------------------------------------------ layout

    def _layout(self) -> Image:
        """Give every live section its address. Order: that of the input, classes as in CLASS_NAMES."""
        for at in sorted(self.live):
            self.order[self.live[at]].append(at)
        self._apply_strings()
        image = Image(self.options.machine)
        go_count = self._go_objects()
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
        self.got_address = self._reserve(out, "got", 8 * len(self.got))
        inits = self._init_functions()
        self.symbol_address["runtime.inittab"] = self._reserve(out, "inittab", 8 + 8 * len(inits))
        links = self._live_types()
        start = self._reserve(out, "typelinks", 8 * len(links))
        self._edge("typelinks", start, start + 8 * len(links))
        info = self.options.buildinfo.encode()
        start = self._reserve(out, "buildinfo", 16 + len(info))
        self.symbol_address["runtime.buildinfo"] = start
        self.synthetic["buildinfo"] = struct.pack("<QQ", start + 16, len(info)) + info
        start = out.allocate(0, 8)
        self._edge("rodata", out.address, out.end())
        table = pclntab.build(self._text_functions(), text.address, text.end() - text.address)
        start = self._reserve(out, "pclntab", len(table), 16)
        self.synthetic["pclntab"] = table
        self._edge("pclntab", start, start + len(table))
        self.synthetic["inittab"] = struct.pack(f"<{len(inits) + 1}Q", len(inits), *map(self._address_of, inits))
        self.synthetic["typelinks"] = struct.pack(f"<{len(links)}Q", *map(self._address_of, links))

    def _go_objects(self) -> int:
        return sum(1 for o in self.objects if o.lines is not None and not o.name.startswith("c:"))

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
            name, _, align, size, data, _ = self.objects[at[0]].sections[at[1]]
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

    def _apply_strings(self) -> None:
        """``-X``: turn the variables' sections into initialised data; the strings follow in the same section's override."""
        for name, value in self.options.strings.items():
            owner = self.defs.get(name)
            if owner is None:
                continue  # as Go: an unknown variable is ignored
            section, offset, size, _, _ = self.objects[owner].defs[name]
            at = (owner, section)
            row = self.objects[owner].sections[section]
            if size != 16 or offset != 0 or row[3] != 16:
                self.errors.append(f"-X {name}: not a string variable")
                continue
            encoded = value.encode("utf-8", "surrogateescape")
            self.overrides[at] = encoded
            objs = self.objects[owner]
            objs.sections[section] = (
                ".data",
                elf.SHF_ALLOC | elf.SHF_WRITE,
                8,
                16 + len(encoded),
                b"\0" * (16 + len(encoded)),
                b"",
            )
            old = self.live[at]
            self.order[old].remove(at)
            self.order[DATA].append(at)
            self.live[at] = DATA
        self.order[DATA].sort()

    def _live_types(self) -> list[str]:
        """Symbols of the live type descriptors, in the order of the types' text (``reflect`` searches for it)."""
        names: list[tuple[bytes, str]] = []
        for obj_index, obj in enumerate(self.objects):
            for name, d in obj.defs.items():
                if name.startswith("type:") and self.defs[name] == obj_index and (obj_index, d[0]) in self.live:
                    names.append((self._type_text(obj_index, d[0], d[1]), name))
        return [name for _, name in sorted(names)]

    def _type_text(self, obj: int, section: int, start: int) -> bytes:
        """The field ``str`` of a descriptor: a pointer at 40, into the descriptor's own section, and a length at 48."""
        _, _, _, _, data, relocs = self.objects[obj].sections[section]
        if data is None:
            return b""
        (length,) = struct.unpack_from("<Q", data, start + 48)
        for offset, info, addend in elf.RELA.iter_unpack(relocs):
            if offset == start + 40:
                name, place, value, _ = self.objects[obj].symbols[info >> 32]
                at = addend + (value if place >= 0 else self.objects[obj].defs[name][1])
                return data[at : at + length]
        return b""

    def _text_functions(self) -> list[pclntab.TextFunction]:
        """All live functions compiled from Go, by address, with their lines made absolute."""
        info: dict[str, tuple[str, int, str]] = {}
        for table in self.options.functions:
            for name, value in table.items():
                info.setdefault(name, value)
        found = []
        for obj_index, obj in enumerate(self.objects):
            is_c = obj.name.startswith("c:")
            for name, (section, offset, size, _, is_function) in obj.defs.items():
                if not is_function or self.defs[name] != obj_index or (obj_index, section) not in self.live:
                    continue
                start = self.address[(obj_index, section)] + offset
                lines = ([], []) if is_c else obj.lines.get(name, ([], []))
                found.append(pclntab.TextFunction(start, size, name, lines, info, is_c))
        found.sort(key=lambda f: f.start)
        return found

    # ------------------------------------------------------------ relocation

    def _address_of(self, name: str) -> int:
        address = self.symbol_address.get(name)
        if address is None:
            owner = self.defs[name]
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

    def _held_value(self, obj: int, index: int, key: str) -> int:
        """The value of a slot: as usual if what it refers to is live."""
        name, section, _, _ = self.objects[obj].symbols[index]
        owner = obj if section >= 0 else self.defs.get(name, -1)
        if owner >= 0:
            place = (owner, section if section >= 0 else self.objects[owner].defs[name][0])
            if place in self.live:
                return self._symbol_value(obj, index)
        return self._address_of(UNREACHABLE) if is_code(key) and UNREACHABLE in self.defs else 0

    def _relocate(self) -> dict[SectionId, bytes]:
        """The final contents of every live section that has any."""
        contents: dict[SectionId, bytes] = {}
        values: list[dict[int, int]] = [{} for _ in self.objects]
        for at, base in self.address.items():
            obj, section = at
            name, _, _, _, data, relocs = self.objects[obj].sections[section]
            if at in self.overrides:
                contents[at] = struct.pack("<QQ", base + 16, len(self.overrides[at])) + self.overrides[at]
                continue
            if data is None:
                continue
            if not relocs:
                contents[at] = data
                continue
            out = bytearray(data)
            cache = values[obj]
            held = self.held.get(at)
            for offset, info, addend in elf.RELA.iter_unpack(relocs):
                index, kind = info >> 32, info & 0xFFFFFFFF
                value = cache.get(index)
                if value is None:
                    if held is not None and offset in held:
                        value = self._held_value(obj, index, held[offset])
                        if value == 0:
                            continue
                    else:
                        value = cache[index] = self._symbol_value(obj, index)
                apply = self.table.get(kind)
                if apply is None:
                    self.errors.append(f"{self.objects[obj].name}: {name}: relocation type {kind} is not supported")
                    continue
                slot = (
                    self.got_address + 8 * self.got[self._got_key(obj, index)] if self.got and kind in _GOT_KINDS else 0
                )
                try:
                    apply(out, offset, base + offset, value, addend, slot)
                except reloc.RelocError as e:
                    self.errors.append(f"{self.objects[obj].name}: {name}+{offset:#x}: {e}")
            contents[at] = bytes(out)
        return contents

    # ------------------------------------------------------------ output

    def _write(self, image: Image, contents: dict[SectionId, bytes]) -> LinkResult:
        slots = bytearray(8 * len(self.got))
        for key, slot in self.got.items():
            value = self._address_of(key) if isinstance(key, str) else self._symbol_value(*key)
            struct.pack_into("<Q", slots, 8 * slot, value)
        self.synthetic["got"] = bytes(slots)
        symbols = self._symbols()
        data = image.write(
            self._address_of(self.options.entry),
            self.address,
            contents,
            self.synthetic,
            [] if self.options.strip else symbols,
        )
        total = sum(len(o.sections) for o in self.objects)
        return LinkResult(data, symbols, total - len(self.live))

    def _symbols(self) -> list[tuple[str, int, int, str]]:
        letters = "TRDDBB"
        found = []
        for obj_index, obj in enumerate(self.objects):
            for name, (section, value, size, _, _) in obj.defs.items():
                at = (obj_index, section)
                if self.defs[name] == obj_index and at in self.live:
                    found.append((name, self.address[at] + value, size, letters[self.live[at]]))
        found += [(n, a, 0, "R") for n, a in self.symbol_address.items() if n in EDGE_SYMBOLS]
        found.sort(key=lambda s: (s[1], s[0]))
        return found


_GOT_KINDS: Final = reloc.X86_64_GOT | reloc.AARCH64_GOT


def _class_of(name: str, flags: int) -> int:
    for prefix, cls in PREFIXES:
        if name.startswith(prefix):
            return cls
    if flags & elf.SHF_EXECINSTR:
        return TEXT
    return DATA if flags & elf.SHF_WRITE else RODATA
