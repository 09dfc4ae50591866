"""The pclntab: from a pc to function, file, line and inlined calls, for tracebacks and ``runtime.Callers``. Its reader is ``runtime_c/symtab.c``.

All numbers are little-endian; offsets of parts count from the table's start.

=========  =======================================================================================================
header     u32 magic 0x4350474d ("MGPC"), u32 number of functions, u32 offset of functions, of inline nodes, of rows, of strings
functions  32 bytes each, sorted: u32 start (from ``runtime.text``), u32 size (its highest bit: the function has no parameters, tracebacks show ``f()``),
           u32 name, u32 file (offsets into strings; file "" for C), i32 first line, u32 rows (offset into the rows part), u16 number of rows,
           u16 number of inline nodes, u32 index of the first inline node
inline     16 bytes each: u32 name, u32 file, i32 line of the call (in the file of the parent), i32 parent (index within the function, -1: the function itself)
rows       a byte stream for each function; a row is uleb128 of the pc's distance from the row before (first: from the start), sleb128 of the line's distance
           from the row before (first: from 0), and, only if the function has inline nodes, uleb128 of the node + 1 (0: not inlined)
strings    NUL-terminated UTF-8; offset 0 is ""
=========  =======================================================================================================

A row holds until the next one. The line of a row is in the file of the innermost inlined function, or of the function.
"""

from __future__ import annotations

import struct
from typing import Final

from minigo.link.dwarf import FunctionLines

MAGIC: Final = 0x4350474D
HEADER: Final = struct.Struct("<6I")
FUNCTION: Final = struct.Struct("<4IiIHHI")
NO_PARAMETERS: Final = 1 << 31
INLINE: Final = struct.Struct("<2I2i")


class TextFunction:
    """A function in the image: ``start`` address, ``size``, ``symbol``, its lines (relative), and ``info``: symbol -> (file, first line, name).

    ``()`` behind the name says that there are no parameters.
    """

    __slots__ = ("info", "is_c", "lines", "size", "start", "symbol")

    def __init__(
        self,
        start: int,
        size: int,
        symbol: str,
        lines: FunctionLines,
        info: dict[str, tuple[str, int, str]],
        is_c: bool,
    ) -> None:
        self.start = start
        self.size = size
        self.symbol = symbol
        self.lines = lines
        self.info = info
        self.is_c = is_c


class _Strings:
    __slots__ = ("data", "index")

    def __init__(self) -> None:
        self.data = bytearray(b"\0")
        self.index: dict[str, int] = {"": 0}

    def add(self, s: str) -> int:
        at = self.index.get(s)
        if at is None:
            at = self.index[s] = len(self.data)
            self.data += s.encode("utf-8", "surrogateescape") + b"\0"
        return at


def uleb(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def sleb(value: int) -> bytes:
    out = bytearray()
    while not -64 <= value < 64:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value & 0x7F)
    return bytes(out)


def build(functions: list[TextFunction], text_start: int, text_size: int) -> bytes:
    """The table for functions sorted by address."""
    strings = _Strings()
    table = bytearray()
    inline = bytearray()
    rows = bytearray()
    count = 0
    for f in functions:
        file, first_line, name = f.info.get(f.symbol, ("", 0, f.symbol))
        own_rows, tree = f.lines
        at = len(rows)
        first_node = len(inline) // INLINE.size
        _add_rows(rows, f, own_rows, tree, first_line)
        for callee, call_line, parent in tree:
            base = first_line if parent < 0 else f.info.get(tree[parent][0], ("", 1, ""))[1]
            callee_file, _, callee_name = f.info.get(callee, ("", 1, callee))
            inline += INLINE.pack(
                strings.add(callee_name.removesuffix("()")), strings.add(callee_file), base + call_line - 1, parent
            )
        table += FUNCTION.pack(
            f.start - text_start, f.size | NO_PARAMETERS * name.endswith("()"), strings.add(name.removesuffix("()")), strings.add(file), first_line, at,
            min(len(own_rows), 0xFFFF), min(len(tree), 0xFFFF), first_node,
        )  # fmt: skip
        count += 1
    functions_at = HEADER.size
    inline_at = functions_at + len(table)
    rows_at = inline_at + len(inline)
    strings_at = rows_at + len(rows)
    header = HEADER.pack(MAGIC, count, functions_at, inline_at, rows_at, strings_at)
    return b"".join((header, table, inline, rows, strings.data))


def _add_rows(
    out: bytearray, f: TextFunction, rows: list[tuple[int, int, int]], tree: list[tuple[str, int, int]], first_line: int
) -> None:
    bases = [f.info.get(name, ("", 1, ""))[1] for name, _, _ in tree]
    last_pc = last_line = 0
    for offset, relative, node in rows[:0xFFFF]:
        line = (first_line if node < 0 else bases[node]) + relative - 1
        out += uleb(offset - last_pc)
        out += sleb(line - last_line)
        if tree:
            out += uleb(node + 1)
        last_pc, last_line = offset, line
