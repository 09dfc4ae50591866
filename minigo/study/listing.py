"""Reading what LLVM made: functions in LLVM IR and in assembly, and object files printed as tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from minigo.link import elf, reloc

_DEFINE: Final = re.compile(r'^define [^@]*@("(?:[^"]*)"|[-\w.$]+)')
_LABEL: Final = re.compile(r'^("(?:[^"\\]|\\.)*"|[-\w.$]+):')
_BINDINGS: Final = {elf.STB_LOCAL: "local", elf.STB_GLOBAL: "global", elf.STB_WEAK: "weak"}
_TYPES: Final = {0: "", elf.STT_OBJECT: "object", elf.STT_FUNC: "func", 3: "section", 4: "file"}


def ir_functions(text: str) -> Iterator[tuple[str, str]]:
    """(symbol, definition) of each function in an LLVM module."""
    symbol = ""
    body: list[str] = []
    for line in text.splitlines():
        if not body:
            found = _DEFINE.match(line)
            if found is None:
                continue
            symbol = unescape(found[1])
        body.append(line)
        if line == "}":
            yield symbol, "\n".join(body)
            body = []


def assembly_functions(text: str) -> Iterator[tuple[str, str]]:
    """(symbol, text from its label to its ``.size``) of each function in assembly."""
    functions = {
        unquote(line.split(None, 1)[1].rpartition(",")[0]) for line in text.splitlines() if ",@function" in line
    }
    symbol = ""
    body: list[str] = []
    for line in text.splitlines():
        if not body:
            found = _LABEL.match(line)
            if found is None or unquote(found[1]) not in functions:
                continue
            symbol = unquote(found[1])
        if line.lstrip().startswith(".size"):
            yield symbol, "\n".join(body)
            body = []
        else:
            body.append(line)


def unescape(name: str) -> str:
    """An LLVM name without quotes and ``\\xx``."""
    plain = name.strip('"')
    return re.sub(r"\\([0-9A-Fa-f]{2})", lambda m: chr(int(m[1], 16)), plain)


def unquote(name: str) -> str:
    """An assembler's name without quotes and backslashes."""
    return re.sub(r"\\(.)", r"\1", name[1:-1]) if name.startswith('"') else name


def object_lines(data: bytes, wanted: Callable[[str], bool] | None = None) -> Iterator[str]:
    """Sections, symbols and relocations of an ELF object; with ``wanted`` only those of the symbols it accepts."""
    obj = elf.read_object(data)
    chosen = None
    if wanted is not None:
        chosen = {s.section for s in obj.symbols if s.name and s.section != elf.SHN_UNDEF and wanted(s.name)}
        if not chosen:
            return
    yield "  sections"
    for i, s in enumerate(obj.sections):
        if s.type != elf.SHT_NULL and (chosen is None or i in chosen):
            yield f"  {i:5} {_flags(s.flags):4} {s.size:8} align {s.align:<3} {s.name}"
    yield "  symbols"
    for sym in obj.symbols:
        if not sym.name or (chosen is not None and sym.section not in chosen):
            continue
        place = {elf.SHN_UNDEF: "undefined", elf.SHN_ABS: "absolute"}.get(sym.section, f"section {sym.section}")
        binding = _BINDINGS.get(sym.binding, str(sym.binding))
        yield f"  {sym.value:08x} {sym.size:8} {binding:6} {_TYPES.get(sym.type, ''):7} {place:12} {sym.name}"
    for s in obj.sections:
        if s.type == elf.SHT_RELA and (chosen is None or s.info in chosen):
            yield f"  relocations of {obj.sections[s.info].name}"
            yield from _relocations(obj, s.data)


def _relocations(obj: elf.Object, data: bytes) -> Iterator[str]:
    for offset, info, addend in elf.RELA.iter_unpack(data):
        kind = info & 0xFFFFFFFF
        sym = obj.symbols[info >> 32]
        name = sym.name
        if not name and sym.section not in (elf.SHN_UNDEF, elf.SHN_ABS):
            name = obj.sections[sym.section].name
        shown = f"{addend:+#x}" if addend else ""
        yield f"  {offset:08x} {reloc.NAMES.get(kind, str(kind)):28} {name}{shown}"


def _flags(flags: int) -> str:
    letters = ((elf.SHF_ALLOC, "A"), (elf.SHF_WRITE, "W"), (elf.SHF_EXECINSTR, "X"))
    return "".join(letter for bit, letter in letters if flags & bit)
