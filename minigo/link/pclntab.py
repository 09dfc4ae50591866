"""The pclntab: from a pc to function, file, line and inlined calls, for tracebacks and ``runtime.Callers``. Its reader is ``runtime_c/symtab.c``.

All numbers are little-endian; offsets of parts count from the table's start.

=========  =======================================================================================================
header     u32 magic 0x4350474d ("MGPC"), u32 number of functions, u32 offset of functions, of inline nodes, of rows, of strings
functions  32 bytes each, sorted: u32 start (from ``runtime.text``), u32 size (the highest bit: the function has no parameters, tracebacks show ``f()``; the next: its rows
           name files),
           u32 name, u32 file (offsets into strings; file "" for C), i32 first line, u32 rows (offset into the rows part), u16 number of rows,
           u16 number of inline nodes, u32 index of the first inline node
inline     20 bytes each: u32 name, u32 file, i32 line of the call, i32 parent (index within the function, -1: the function itself), u32 file of the
           call (0: that of the parent)
rows       a byte stream for each function; a row is uleb128 of the pc's distance from the row before (first: from the start), sleb128 of the line's distance
           from the row before (first: from 0), only if the function has inline nodes, uleb128 of the node + 1 (0: not inlined), and, only if its rows name
           files, uleb128 of the file's offset into strings (0: the file of the innermost inlined function, or of the function)
strings    NUL-terminated UTF-8; offset 0 is ""
=========  =======================================================================================================

A row holds until the next one.
"""

from __future__ import annotations

import struct
from typing import Final

from minigo.link.dwarf import FunctionLines, InlineNode

MAGIC: Final = 0x4350474D
HEADER: Final = struct.Struct("<6I")
FUNCTION: Final = struct.Struct("<4IiIHHI")
NO_PARAMETERS: Final = 1 << 31
NAMES_FILES: Final = 1 << 30
INLINE: Final = struct.Struct("<2I2iI")


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
        names_files = any([row[3] for row in own_rows])
        at = len(rows)
        first_node = len(inline) // INLINE.size
        _add_rows(rows, f, strings if names_files else None)
        for node in tree:
            inline += _inline_node(f, node, strings)
        flags = NO_PARAMETERS * name.endswith("()") | NAMES_FILES * names_files
        table += FUNCTION.pack(
            f.start - text_start, f.size | flags, strings.add(name.removesuffix("()")), strings.add(file), first_line, at,
            min(len(own_rows), 0xFFFF), min(len(tree), 0xFFFF), first_node,
        )  # fmt: skip
        count += 1
    functions_at = HEADER.size
    inline_at = functions_at + len(table)
    rows_at = inline_at + len(inline)
    strings_at = rows_at + len(rows)
    header = HEADER.pack(MAGIC, count, functions_at, inline_at, rows_at, strings_at)
    return b"".join((header, table, inline, rows, strings.data))


def _inline_node(f: TextFunction, node: InlineNode, strings: _Strings) -> bytes:
    callee, line, parent, call_file = node
    if not call_file:
        caller = f.symbol if parent < 0 else f.lines[1][parent][0]
        line += f.info.get(caller, ("", 0 if parent < 0 else 1, ""))[1] - 1
    file, _, name = f.info.get(callee, ("", 1, callee))
    return INLINE.pack(strings.add(name.removesuffix("()")), strings.add(file), line, parent, strings.add(call_file))


def _add_rows(out: bytearray, f: TextFunction, strings: _Strings | None) -> None:
    """The rows of a function; ``strings`` if they name files."""
    rows, tree = f.lines
    first_line = f.info.get(f.symbol, ("", 0, ""))[1]
    bases = [f.info.get(node[0], ("", 1, ""))[1] for node in tree]
    last_pc = last_line = 0
    for offset, line, node, file in rows[:0xFFFF]:
        if not file:
            line += (first_line if node < 0 else bases[node]) - 1
        out += uleb(offset - last_pc)
        out += sleb(line - last_line)
        if tree:
            out += uleb(node + 1)
        if strings is not None:
            out += uleb(strings.add(file))
        last_pc, last_line = offset, line
