"""Build information inside executables."""

from __future__ import annotations

import struct

from minigo.link import elf


def read_build_info(data: bytes) -> str | None:
    """The build information of an executable that minigo linked (with its symbol table), or None."""
    if data[:6] != b"\x7fELF\x02\x01":
        return None
    header = elf.EHDR.unpack_from(data)
    sections = [elf.SHDR.unpack_from(data, header[6] + i * elf.SHDR.size) for i in range(header[12])]
    for _, kind, _, _, offset, size, link, *_ in sections:
        if kind != elf.SHT_SYMTAB:
            continue
        strings = data[sections[link][4] : sections[link][4] + sections[link][5]]
        for name, _, _, _, value, _ in elf.SYM.iter_unpack(data[offset : offset + size]):
            if elf.c_string(strings, name) == "runtime.buildinfo":
                return _string_at(data, sections, value)
    return None


def _string_at(data: bytes, sections: list[tuple[int, ...]], address: int) -> str | None:
    for s in sections:
        if s[3] <= address < s[3] + s[5] and s[1] == elf.SHT_PROGBITS:
            at = s[4] + address - s[3]
            pointer, length = struct.unpack_from("<QQ", data, at)
            start = at + pointer - address
            return data[start : start + length].decode("utf-8", "replace")
    return None
