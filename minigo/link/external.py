"""Linking with another linker: ``-linkmode=external``. It checks our own: both start from the same ``Resolution``, layout and relocation are then the other's work.

Each object's live sections become a relocatable object in a temporary folder; a linker script puts them in the order that ``link`` has and defines the symbols around
them. The tables are one more object. Two of them depend on the result: the pclntab on the addresses of functions, so the program is linked twice, the second time
with the table that fits. It lies behind the text, and nothing moves.

Which linker: ``ld`` where it is made for the target, else ``ld.lld``, else the lld in PyPI's ``ziglang``.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import struct
import subprocess
import sys
import tempfile
from typing import Final

from minigo.link import buildinfo, elf, pclntab
from minigo.link.digest import Digest
from minigo.link.link import LinkResult, text_functions
from minigo.link.methods import UNREACHABLE, is_code
from minigo.link.output import BASE, HEADERS, PAGE
from minigo.link.relocatable import ABS64, ObjectWriter
from minigo.link.resolve import (
    CLASS_NAMES,
    CLASS_SYMBOLS,
    EDGE_SYMBOLS,
    RODATA,
    STRING_HEADER,
    TEXT,
    LinkError,
    LinkOptions,
    Resolution,
    SectionId,
    resolve,
)

_EMULATIONS: Final = {elf.EM_X86_64: "elf_x86_64", elf.EM_AARCH64: "aarch64linux"}
_PREFIXES: Final = {elf.EM_X86_64: "x86_64-linux-gnu-ld", elf.EM_AARCH64: "aarch64-linux-gnu-ld"}


def link(go_objects: list[Digest], c_objects: list[Digest], options: LinkOptions) -> LinkResult:
    """As ``link.link``, with another linker; raises LinkError, also when there is none."""
    program = resolve(go_objects, c_objects, options)
    command = find_linker(options.machine)
    with tempfile.TemporaryDirectory(prefix="minigo-link-") as folder:
        files = []
        for i in range(len(program.objects)):
            files.append(_write(folder, f"{i:04}.o", _object(program, i)))
        script = _write(folder, "script.ld", _script(options.machine).encode())
        tables = _write(folder, "tables.o", _tables(program, b""))
        out = os.path.join(folder, "program")
        arguments = [*command, "-static", "--no-gc-sections", "--no-relax", "-T", script, "-o", out, *files, tables]
        _run(arguments)
        addresses = executable_symbols(_read(out))
        functions = text_functions(program, _functions(program, addresses))
        start, end = addresses["runtime.text"], addresses["runtime.etext"]
        _write(folder, "tables.o", _tables(program, pclntab.build(functions, start, end - start)))
        _run(arguments)
        addresses = executable_symbols(_read(out))
        if options.strip:
            _run([*arguments, "-s"])
        image = _read(out)
    total = sum(len(o.sections) for o in program.objects)
    return LinkResult(image, _symbols(program, addresses), total - len(program.live))


def find_linker(machine: int) -> list[str]:
    """The command that links for a machine; raises LinkError when there is none."""
    host = {"x86_64": elf.EM_X86_64, "aarch64": elf.EM_AARCH64}.get(os.uname().machine)
    names = [_PREFIXES[machine], *(["ld"] if machine == host else []), "ld.lld"]
    for name in names:
        path = shutil.which(name)
        if path is not None:
            return [path, "-m", _EMULATIONS[machine]]
    if importlib.util.find_spec("ziglang") is not None:
        return [sys.executable, "-m", "ziglang", "ld.lld", "-m", _EMULATIONS[machine]]
    raise LinkError([f"-linkmode=external: no linker found; install one of {', '.join(names)}, or PyPI's ziglang"])


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        lines = done.stderr.splitlines() or [f"exit status {done.returncode}"]
        raise LinkError([f"{os.path.basename(command[0])}: {line}" for line in lines])


def _write(folder: str, name: str, data: bytes) -> str:
    path = os.path.join(folder, name)
    with open(path, "wb") as f:
        f.write(data)
    return path


def _read(path: str) -> bytes:
    with open(path, "rb") as f:
        return f.read()


# ---------------------------------------------------------------- objects


def _class_name(program: Resolution, at: SectionId) -> str:
    """The name of a section for the linker script: its class, and for text whether it is Go."""
    cls = program.live[at]
    if cls == TEXT:
        return ".text.go" if at[0] < program.go_count else ".text.c"
    return CLASS_NAMES[cls]


def _object(program: Resolution, index: int) -> bytes:
    """The live sections of one object, with the symbols that are defined in them or that they use."""
    digest = program.objects[index]
    out = ObjectWriter(digest.machine)
    sections: dict[int, int] = {}
    for i, (_, flags, align, size, data, _) in enumerate(digest.sections):
        if (index, i) in program.live:
            sections[i] = out.section(_class_name(program, (index, i)), flags & 7, align, data, size)
    numbers = _symbols_of(program, index, out, sections)
    for i, number in sections.items():
        at = (index, i)
        if at in program.strings:
            name = next(n for n, d in digest.defs.items() if d[0] == i)
            target = next(k for k, s in enumerate(digest.symbols) if s[0] == name)
            out.relocations(number, elf.RELA.pack(0, numbers[target] << 32 | ABS64[digest.machine], STRING_HEADER))
        elif digest.sections[i][5]:
            out.relocations(number, _relocations(program, at, numbers))
    return out.bytes()


def _symbols_of(program: Resolution, index: int, out: ObjectWriter, sections: dict[int, int]) -> dict[int, int]:
    """Write the symbol table; returns the new number of each symbol. The last one, number -1, is the method that stands for unused ones."""
    digest = program.objects[index]
    numbers: dict[int, int] = {}
    for k, (name, section, value, size) in enumerate(digest.symbols):
        if section in sections:
            numbers[k] = out.symbol(
                name, elf.STB_LOCAL, 0 if name else 3, sections[section], 0 if not name else value, size
            )
        elif section == -2 and k:
            numbers[k] = out.symbol(name, elf.STB_LOCAL, 0, elf.SHN_ABS, value, size)
    for k, (name, section, _, _) in enumerate(digest.symbols):
        if section != -1 or not name:
            continue
        definition = digest.defs.get(name)
        if definition is None or definition[0] not in sections:
            weak = program.section_of(name) not in program.live and name not in EDGE_SYMBOLS
            numbers[k] = out.symbol(name, elf.STB_WEAK if weak else elf.STB_GLOBAL, 0, elf.SHN_UNDEF, 0, 0)
        else:
            at, value, size, is_weak, is_function = definition
            binding = elf.STB_WEAK if is_weak else elf.STB_GLOBAL
            kind = elf.STT_FUNC if is_function else elf.STT_OBJECT
            numbers[k] = out.symbol(name, binding, kind, sections[at], value, size)
    if UNREACHABLE in program.defs:
        numbers[-1] = out.symbol(UNREACHABLE, elf.STB_GLOBAL, 0, elf.SHN_UNDEF, 0, 0)
    return numbers


def _relocations(program: Resolution, at: SectionId, numbers: dict[int, int]) -> bytes:
    held = program.held.get(at, {})
    result = bytearray()
    for offset, info, addend in elf.RELA.iter_unpack(program.row(at)[5]):
        index = info >> 32
        if offset in held and not program.held_target(at, index):
            if not is_code(held[offset]) or -1 not in numbers:
                continue
            index = -1
        result += elf.RELA.pack(offset, numbers[index] << 32 | info & 0xFFFFFFFF, addend)
    return bytes(result)


# ---------------------------------------------------------------- tables, script


def _tables(program: Resolution, pcln: bytes) -> bytes:
    """The object with inittab, typelinks, buildinfo and pclntab."""
    machine = program.options.machine
    out = ObjectWriter(machine)
    inits, links = program.init_functions(), program.live_types()
    init_section = out.section(".inittab", elf.SHF_ALLOC, 8, struct.pack("<Q", len(inits)) + bytes(8 * len(inits)))
    link_section = out.section(".typelinks", elf.SHF_ALLOC, 8, bytes(8 * len(links)))
    info_section = out.section(".buildinfo", elf.SHF_ALLOC, 8, buildinfo.encode(program.options.buildinfo, 0))
    out.section(".pclntab", elf.SHF_ALLOC, 16, pcln)
    own = out.symbol("", elf.STB_LOCAL, 3, info_section, 0, 0)
    kind = ABS64[machine]
    undefined = {n: out.symbol(n, elf.STB_GLOBAL, 0, elf.SHN_UNDEF, 0, 0) for n in dict.fromkeys([*inits, *links])}
    out.relocations(
        init_section, b"".join(elf.RELA.pack(8 + 8 * i, undefined[n] << 32 | kind, 0) for i, n in enumerate(inits))
    )
    out.relocations(
        link_section, b"".join(elf.RELA.pack(8 * i, undefined[n] << 32 | kind, 0) for i, n in enumerate(links))
    )
    out.relocations(info_section, elf.RELA.pack(0, own << 32 | kind, buildinfo.TEXT_OFFSET))
    return out.bytes()


def _script(machine: int) -> str:
    """The layout of ``link``: the same order, the same symbols."""
    page = PAGE[machine]
    lines = ["ENTRY(_start)", "SECTIONS {", f"  . = {BASE + HEADERS:#x};"]
    lines += [
        "  .text : { runtime.text = .; runtime.gotext = .; *(.text.go) runtime.egotext = .; *(.text.c) runtime.etext = .; }",
        f"  . = ALIGN({page:#x});",
        "  .rodata : { runtime.rodata = .; *(.rodata) *(.got .got.plt)",
        "    . = ALIGN(8); runtime.inittab = .; *(.inittab)",
        "    . = ALIGN(8); runtime.typelinks = .; *(.typelinks) runtime.etypelinks = .;",
        "    . = ALIGN(8); runtime.buildinfo = .; *(.buildinfo) . = ALIGN(8); runtime.erodata = .; }",
        "  .pclntab : { . = ALIGN(16); runtime.pclntab = .; *(.pclntab) runtime.epclntab = .; }",
        f"  . = ALIGN({page:#x});",
    ]
    for cls, name in zip(CLASS_SYMBOLS, CLASS_NAMES, strict=True):
        if name not in (CLASS_NAMES[TEXT], CLASS_NAMES[RODATA]):
            kind = " (NOLOAD)" if name.endswith("bss") else ""
            lines.append(f"  {name}{kind} : ALIGN(64) {{ runtime.{cls} = .; *({name}) runtime.e{cls} = .; }}")
    return "\n".join([*lines, "  /DISCARD/ : { *(.note*) *(.comment) }", "}"]) + "\n"


# ---------------------------------------------------------------- reading the result


def executable_symbols(data: bytes) -> dict[str, int]:
    """The global symbols of an executable with their addresses."""
    header = elf.EHDR.unpack_from(data)
    sections = [elf.SHDR.unpack_from(data, header[6] + i * elf.SHDR.size) for i in range(header[12])]
    found = {}
    for _, kind, _, _, offset, size, link_, *_ in sections:
        if kind != elf.SHT_SYMTAB:
            continue
        strings = data[sections[link_][4] : sections[link_][4] + sections[link_][5]]
        for name, info, _, section, value, _ in elf.SYM.iter_unpack(data[offset : offset + size]):
            if info >> 4 != elf.STB_LOCAL and section != elf.SHN_UNDEF:
                found[elf.c_string(strings, name)] = value
    return found


def _functions(program: Resolution, addresses: dict[str, int]) -> dict[str, int]:
    return {
        n: addresses[n] for n, owner in program.defs.items() if n in addresses and program.objects[owner].defs[n][4]
    }


def _symbols(program: Resolution, addresses: dict[str, int]) -> list[tuple[str, int, int, str]]:
    found = []
    for name, address in addresses.items():
        at = program.section_of(name)
        size = program.objects[at[0]].defs[name][2] if at is not None else 0
        found.append((name, address, size, "TRDDBB"[program.live[at]] if at in program.live else "R"))
    return sorted(found, key=lambda s: (s[1], s[0]))
