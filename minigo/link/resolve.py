"""The first half of linking: which definition a symbol means, and which sections the program needs.

``resolve(go_objects, c_objects, options)`` gives a ``Resolution``: every symbol's definition, the live sections with the class of memory they go to, the slots of
descriptors that stay empty (``minigo.link.methods``), the variables that ``-X`` sets. The second half, layout and relocation, is ``link`` or, as a check on it,
another linker (``external``).
"""

from __future__ import annotations

import struct
from typing import Final

from minigo.link import elf, reloc
from minigo.link.digest import Digest, SectionRow
from minigo.link.methods import UNREACHABLE, WEAK, MethodPruning

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

# A section of the input: (index of its object, index in the object); a place: (section, offset).
SectionId = tuple[int, int]
STRING_HEADER: Final = 16


class LinkError(Exception):
    """Linking failed, through the program's fault; ``messages`` has a line for each reason."""

    for_user = True

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


class Resolution:
    """What ``resolve`` found. The indices of ``objects`` below ``go_count`` are those compiled from Go.

    ``defs``: symbol -> object that defines it. ``live``: live section -> class. ``held``: of a live section the slots that kept nothing alive, offset -> key.
    ``strings``: section of a string variable -> the bytes that ``-X`` gives it. ``got``: symbols that need a slot in the global offset table -> slot number; a
    symbol is a name, or (object, index) if it is local.
    """

    __slots__ = ("defs", "errors", "go_count", "got", "held", "live", "objects", "options", "strings")

    def __init__(self, go_objects: list[Digest], c_objects: list[Digest], options: LinkOptions) -> None:
        self.objects = go_objects + c_objects
        self.go_count = len(go_objects)
        self.options = options
        self.errors: list[str] = []
        self.defs: dict[str, int] = {}
        self.live: dict[SectionId, int] = {}
        self.held: dict[SectionId, dict[int, str]] = {}
        self.strings: dict[SectionId, bytes] = {}
        self.got: dict[tuple[int, int] | str, int] = {}

    def check(self) -> None:
        """Raise LinkError if there were errors so far."""
        if self.errors:
            raise LinkError(self.errors)

    # ------------------------------------------------------------ symbols

    def define(self) -> None:
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
        self.check()

    def section_of(self, name: str) -> SectionId | None:
        """The section in which a global symbol is defined."""
        owner = self.defs.get(name)
        return None if owner is None or owner < 0 else (owner, self.objects[owner].defs[name][0])

    def place(self, obj: int, index: int) -> SectionId | None:
        """The section in which the symbol ``index`` of an object is defined, or None (absolute, or made by the linker). Undefined symbols are errors."""
        name, section, _, _ = self.objects[obj].symbols[index]
        if section >= 0:
            return obj, section
        if section == -2:
            return None
        if name and name not in self.defs and name not in EDGE_SYMBOLS:
            self.errors.append(f"undefined symbol {name}")
            self.defs[name] = -1  # report it once
        return self.section_of(name)

    def row(self, at: SectionId) -> SectionRow:
        return self.objects[at[0]].sections[at[1]]

    def init_functions(self) -> list[str]:
        """The package initialisers that there are, in order."""
        names = (f"{path}.init" for path in self.options.init_order)
        return [n for n in names if n in self.defs]

    # ------------------------------------------------------------ what is live

    def _roots(self) -> list[SectionId]:
        wanted = [self.options.entry, "main.main", UNREACHABLE, *self.init_functions(), *self.options.strings]
        roots = []
        for name in wanted:
            at = self.section_of(name)
            if at is not None:
                roots.append(at)
            elif name == self.options.entry:
                self.errors.append(f"undefined symbol {name}")
            elif name == "main.main":
                self.errors.append("function main is undeclared in the main package")
                self.defs[name] = -1  # said once, though the runtime refers to it too
        return roots

    def mark(self) -> None:
        """Find the live sections by following relocations from the roots; those in slots of descriptors only when ``minigo.link.methods`` says so."""
        pruning = MethodPruning(self.options.methods)
        symbols: dict[SectionId, list[str]] = {}
        for name in sorted(pruning.symbols()):
            at = self.section_of(name)
            if at is not None:
                symbols.setdefault(at, []).append(name)
        work = self._roots()
        while work:
            at = work.pop()
            if at in self.live:
                continue
            row = self.row(at)
            self.live[at] = class_of(row[0], row[1])
            held: dict[int, str] = {}
            for symbol in symbols.get(at, ()):
                work += pruning.use(symbol)
                base = self.objects[at[0]].defs[symbol][1]
                held.update((base + offset, key) for offset, key in pruning.unused_slots(symbol))
            if held:
                self.held[at] = held
            self._follow(at[0], row[5], held, pruning, work)

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
            place = self.place(obj, info >> 32)
            if place is not None and place not in live:
                if key is None:
                    work.append(place)
                else:
                    pruning.wait(key, place)
            if info & 0xFFFFFFFF in got_types:
                self.got.setdefault(self.got_key(obj, info >> 32), len(self.got))

    def got_key(self, obj: int, index: int) -> tuple[int, int] | str:
        name, section, _, _ = self.objects[obj].symbols[index]
        return name if section == -1 else (obj, index)

    def held_target(self, at: SectionId, index: int) -> bool:
        """Whether what an unused slot refers to is live all the same."""
        name, section, _, _ = self.objects[at[0]].symbols[index]
        place = (at[0], section) if section >= 0 else self.section_of(name)
        return place in self.live

    # ------------------------------------------------------------ -X, types

    def set_strings(self) -> None:
        """``-X``: the variables become initialised data, a header and behind it the bytes."""
        for name, value in self.options.strings.items():
            owner = self.defs.get(name)
            if owner is None:
                continue  # as Go: an unknown variable is ignored
            section, offset, size, _, _ = self.objects[owner].defs[name]
            if size != STRING_HEADER or offset != 0 or self.objects[owner].sections[section][3] != STRING_HEADER:
                self.errors.append(f"-X {name}: not a string variable")
                continue
            data = value.encode("utf-8", "surrogateescape")
            self.strings[(owner, section)] = data
            flags = elf.SHF_ALLOC | elf.SHF_WRITE
            contents = struct.pack("<QQ", 0, len(data)) + data
            row = (f".data.{name}", flags, 8, len(contents), contents, b"")
            self.objects[owner].sections[section] = row
            self.live[(owner, section)] = DATA

    def live_types(self) -> list[str]:
        """Symbols of the live type descriptors, in the order of the types' text (``reflect`` searches for it)."""
        names: list[tuple[bytes, str]] = []
        for i, obj in enumerate(self.objects):
            for name, d in obj.defs.items():
                if name.startswith("type:") and self.defs[name] == i and (i, d[0]) in self.live:
                    names.append((self._type_text(i, d[0], d[1]), name))
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


def resolve(go_objects: list[Digest], c_objects: list[Digest], options: LinkOptions) -> Resolution:
    """Resolve symbols, find what is live, apply ``-X``; raises LinkError."""
    resolution = Resolution(go_objects, c_objects, options)
    resolution.define()
    resolution.mark()
    resolution.check()
    resolution.set_strings()
    resolution.check()
    return resolution


def class_of(name: str, flags: int) -> int:
    """The class of memory for a section, by its name or, if that says nothing, its flags."""
    for prefix, cls in PREFIXES:
        if name.startswith(prefix):
            return cls
    if flags & elf.SHF_EXECINSTR:
        return TEXT
    return DATA if flags & elf.SHF_WRITE else RODATA
