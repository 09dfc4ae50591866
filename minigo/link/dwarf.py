"""Line tables out of DWARF 4 (sections 2, 3 and 6.2 of the standard): which instruction of a function comes from which line, through which inlined calls.

The code generator writes lines relative to the start of their function, so that an object stays valid when a function moves within its file.
"""

from __future__ import annotations

import bisect
import struct
from typing import Any, Final

from minigo.link import elf

# Rows (offset from the function's start, relative line, index into the inline tree or -1, file), sorted, and the inline tree:
# (symbol of the inlined function, relative line of the call in its caller, parent index or -1, file of the call).
# The file is "" almost always: that of the function. Only `//line` comments inside functions lead to others, and then the line is not relative.
Row = tuple[int, int, int, str]
InlineNode = tuple[str, int, int, str]
FunctionLines = tuple[list[Row], list[InlineNode]]
# A row of a section: (offset, line, file).
_Point = tuple[int, int, str]
# An inlined call in a section: (low, high, name, call line, call file, key); the key's low 16 bits are its depth.
_Inlined = tuple[int, int, str, int, str, int]
OWN_FILE: Final = "go"  # the name that the code generator gives to the file of each function
_Place = tuple[int, int]  # section, offset

DW_TAG_subprogram: Final = 0x2E
DW_TAG_inlined_subroutine: Final = 0x1D
DW_AT_name: Final = 0x03
DW_AT_low_pc: Final = 0x11
DW_AT_high_pc: Final = 0x12
DW_AT_abstract_origin: Final = 0x31
DW_AT_stmt_list: Final = 0x10
DW_AT_call_file: Final = 0x58
DW_AT_ranges: Final = 0x55
DW_AT_call_line: Final = 0x59
DW_AT_linkage_name: Final = 0x6E
# Forms of fixed size: data1/2/4/8, ref1/2/4/8, flag
FIXED_FORMS: Final = {0x0B: 1, 0x05: 2, 0x06: 4, 0x07: 8, 0x11: 1, 0x12: 2, 0x13: 4, 0x14: 8, 0x0C: 1}


class _Reader:
    """A cursor over one debug section; ``relocs`` gives the (section, offset) that the relocation at an offset means."""

    __slots__ = ("at", "data", "relocs")

    def __init__(self, data: bytes, relocs: dict[int, _Place], at: int = 0) -> None:
        self.data = data
        self.relocs = relocs
        self.at = at

    def u(self, size: int) -> int:
        value = int.from_bytes(self.data[self.at : self.at + size], "little")
        self.at += size
        return value

    def uleb(self) -> int:
        result = shift = 0
        while True:
            byte = self.data[self.at]
            self.at += 1
            result |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return result

    def sleb(self) -> int:
        start = self.at
        value = self.uleb()
        bits = 7 * (self.at - start)
        return value - (1 << bits) if value >> (bits - 1) & 1 else value

    def string(self) -> str:
        end = self.data.index(b"\0", self.at)
        s = self.data[self.at : end].decode("utf-8", "surrogateescape")
        self.at = end + 1
        return s

    def address(self) -> _Place:
        """An 8-byte address; section 0 when it has no relocation."""
        at = self.at
        value = self.u(8)
        return self.relocs.get(at, (0, value))

    def offset(self) -> int:
        """A 4-byte offset into another debug section."""
        at = self.at
        value = self.u(4)
        return self.relocs.get(at, (0, value))[1]


class _Debug:
    """The debug sections of an object with their relocations."""

    __slots__ = ("by_name",)

    def __init__(self, obj: elf.Object) -> None:
        relocs: dict[int, dict[int, _Place]] = {}
        for s in obj.sections:
            if s.type == elf.SHT_RELA and obj.sections[s.info].name.startswith(".debug_"):
                table = relocs.setdefault(s.info, {})
                for offset, info, addend in elf.RELA.iter_unpack(s.data):
                    sym = obj.symbols[info >> 32]
                    table[offset] = (sym.section, sym.value + addend)
        self.by_name = {
            s.name: (s.data, relocs.get(i, {})) for i, s in enumerate(obj.sections) if s.name.startswith(".debug_")
        }

    def reader(self, name: str, at: int = 0) -> _Reader:
        data, relocs = self.by_name.get(name, (b"", {}))
        return _Reader(data, relocs, at)


def function_lines(obj: elf.Object) -> dict[str, FunctionLines]:
    """Symbol of each function defined in the object -> its lines."""
    debug = _Debug(obj)
    rows, files = _line_rows(debug)
    inlined = _inlined(debug, files)
    return {
        sym.name: _one_function(sym, rows[sym.section], inlined.get((sym.section, sym.value), []))
        for sym in obj.symbols
        if sym.type == elf.STT_FUNC and sym.section in rows
    }


def _one_function(sym: elf.Symbol, section_rows: list[_Point], calls: list[_Inlined]) -> FunctionLines:
    low, high = sym.value, sym.value + sym.size
    tree, spans = _inline_tree(calls)
    first = bisect.bisect_left(section_rows, (low, -1, ""))
    points = []
    for row in section_rows[first:]:
        if row[0] >= high:
            break
        points.append(row)
    rows: list[Row] = []
    for offset, line, file in _cut(points, sorted({c for s in spans for c in s[:2] if low < c < high})):
        node = -1
        for start, end, inner in spans:  # the innermost span is the last that holds the offset
            if start <= offset < end:
                node = inner
        if not rows or rows[-1][1:] != (line, node, file):
            rows.append((offset - low, line, node, file))
    return rows, tree


def _inline_tree(calls: list[_Inlined]) -> tuple[list[InlineNode], list[tuple[int, int, int]]]:
    """The tree, and spans (low, high, node) with outer calls before inner ones."""
    tree: list[InlineNode] = []
    spans = []
    stack: list[int] = []
    node_of: dict[int, int] = {}
    for start, end, name, line, file, key in calls:
        if key not in node_of:
            del stack[key & 0xFFFF :]
            node_of[key] = len(tree)
            tree.append((name, line, stack[-1] if stack else -1, file))
            stack.append(node_of[key])
        spans.append((start, end, node_of[key]))
    return tree, spans


def _cut(points: list[_Point], cuts: list[int]) -> list[_Point]:
    """The rows with further ones where inlined calls begin and end."""
    if not cuts:
        return points
    offsets = [p[0] for p in points]
    have = set(offsets)
    extra = []
    for cut in cuts:
        i = bisect.bisect_right(offsets, cut) - 1
        if cut not in have and i >= 0:
            extra.append((cut, *points[i][1:]))
    return sorted(points + extra)


def _line_rows(debug: _Debug) -> tuple[dict[int, list[_Point]], dict[int, list[str]]]:
    """Section index -> sorted rows, where a row of line 0 takes the line before it; offset of a line program -> its files, number 0 being none."""
    result: dict[int, list[_Point]] = {}
    files: dict[int, list[str]] = {}
    r = debug.reader(".debug_line")
    while r.at < len(r.data):
        start = r.at
        end = r.u(4) + r.at
        version = r.u(2)
        if version != 4:
            raise elf.ELFError(f"DWARF line table of version {version}")
        files[start] = _run_line_program(r, end, result)
        r.at = end
    for rows in result.values():
        rows.sort()
    return result, files


def _files(r: _Reader) -> list[str]:
    """The names of a line program's header from its directories on."""
    while r.string():
        pass
    files = [""]
    while name := r.string():
        for _ in range(3):  # directory, time, length
            r.uleb()
        files.append("" if name == OWN_FILE else name)
    return files


def _run_line_program(r: _Reader, end: int, result: dict[int, list[_Point]]) -> list[str]:
    """Run the program, add its rows to the result, return its files."""
    program = r.u(4) + r.at
    min_inst = r.u(1)
    r.at += 2  # maximum_operations_per_instruction, default_is_stmt
    line_base = struct.unpack_from("b", r.data, r.at)[0]
    r.at += 1
    line_range, opcode_base = r.u(1), r.u(1)
    operands = [r.u(1) for _ in range(opcode_base - 1)]
    files = _files(r)
    r.at = program
    section, address, line, file = 0, 0, 1, ""
    rows: list[_Point] = []
    while r.at < end:
        op = r.u(1)
        if op >= opcode_base or op == 1:
            if op != 1:
                address += (op - opcode_base) // line_range * min_inst
                line += line_base + (op - opcode_base) % line_range
            row = (address, line, file) if line > 0 else (address, *(rows[-1][1:] if rows else (1, "")))
            if rows and rows[-1][0] == address:
                rows.pop()
            rows.append(row)
        elif op == 0:
            after = r.uleb() + r.at
            sub = r.u(1)
            if sub == 1:  # end_sequence
                result.setdefault(section, []).extend(rows)
                rows = []
                section, address, line, file = 0, 0, 1, ""
            elif sub == 2:  # set_address
                section, address = r.address()
            r.at = after
        elif op == 2:  # advance_pc
            address += r.uleb() * min_inst
        elif op == 3:  # advance_line
            line += r.sleb()
        elif op == 4:  # set_file
            file = files[r.uleb()]
        elif op == 8:  # const_add_pc
            address += (255 - opcode_base) // line_range * min_inst
        elif op == 9:  # fixed_advance_pc
            address += r.u(2)
        else:
            for _ in range(operands[op - 1]):
                r.uleb()
    return files


class _Die:
    """A debugging information entry."""

    __slots__ = ("attrs", "depth", "offset", "tag")

    def __init__(self, offset: int, tag: int, depth: int, attrs: dict[int, Any]) -> None:
        self.offset = offset
        self.tag = tag
        self.depth = depth
        self.attrs = attrs


def _inlined(debug: _Debug, files: dict[int, list[str]]) -> dict[_Place, list[_Inlined]]:
    """(section, start) of a function -> the inlined calls in it, outer before inner."""
    dies: list[_Die] = []
    r = debug.reader(".debug_info")
    while r.at < len(r.data):
        base = r.at
        end = r.u(4) + r.at
        version = r.u(2)
        if version != 4:
            raise elf.ELFError(f"DWARF of version {version}")
        abbrevs = _abbrevs(debug.reader(".debug_abbrev", r.offset()))
        r.at += 1  # address size
        depth = 0
        while r.at < end:
            offset = r.at - base
            code = r.uleb()
            if code == 0:
                depth -= 1
                continue
            tag, children, spec = abbrevs[code]
            dies.append(_Die(offset, tag, depth, {at: _form(debug, r, form) for at, form in spec}))
            depth += children
    return _collect_inlined(debug, dies, files)


def _collect_inlined(debug: _Debug, dies: list[_Die], files: dict[int, list[str]]) -> dict[_Place, list[_Inlined]]:
    names = {
        d.offset: d.attrs.get(DW_AT_linkage_name) or d.attrs.get(DW_AT_name, "")
        for d in dies
        if d.tag == DW_TAG_subprogram
    }
    result: dict[_Place, list[_Inlined]] = {}
    current: list[_Inlined] | None = None
    base_depth = 0
    names_of_files = [""]
    for serial, die in enumerate(dies):
        if DW_AT_stmt_list in die.attrs:
            names_of_files = files.get(die.attrs[DW_AT_stmt_list], [""])
        if die.tag == DW_TAG_subprogram:
            low = die.attrs.get(DW_AT_low_pc)
            current = result.setdefault(low, []) if low is not None else None
            base_depth = die.depth
        elif die.tag == DW_TAG_inlined_subroutine and current is not None:
            key = serial << 16 | (die.depth - base_depth - 1)
            name = names.get(die.attrs.get(DW_AT_abstract_origin, -1), "?")
            line, file = die.attrs.get(DW_AT_call_line, 0), names_of_files[die.attrs.get(DW_AT_call_file, 0)]
            current.extend((start, end, name, line, file, key) for start, end in _die_ranges(debug, die))
    return result


def _die_ranges(debug: _Debug, die: _Die) -> list[tuple[int, int]]:
    low = die.attrs.get(DW_AT_low_pc)
    if low is not None:
        return [(low[1], low[1] + die.attrs.get(DW_AT_high_pc, 0))]
    at = die.attrs.get(DW_AT_ranges)
    if at is None:
        return []
    r = debug.reader(".debug_ranges", at)
    ranges: list[tuple[int, int]] = []
    base = 0  # pairs are relocated, or offsets from a base address selection entry
    while True:
        start, end = r.address(), r.address()
        if start == (0, 0xFFFFFFFFFFFFFFFF):
            base = end[1]
        elif start == (0, 0) and end == (0, 0):
            return ranges
        elif start[0] == 0:
            ranges.append((base + start[1], base + end[1]))
        else:
            ranges.append((start[1], end[1]))


def _abbrevs(r: _Reader) -> dict[int, tuple[int, int, list[tuple[int, int]]]]:
    table: dict[int, tuple[int, int, list[tuple[int, int]]]] = {}
    while True:
        code = r.uleb()
        if code == 0:
            return table
        tag, children = r.uleb(), r.u(1)
        spec = []
        while (pair := (r.uleb(), r.uleb())) != (0, 0):
            spec.append(pair)
        table[code] = (tag, children, spec)


def _form(debug: _Debug, r: _Reader, form: int) -> Any:
    """The value of an attribute; addresses are (section, offset)."""
    if form in FIXED_FORMS:
        return r.u(FIXED_FORMS[form])
    if form == 0x01:  # addr
        return r.address()
    if form == 0x0E:  # strp
        return debug.reader(".debug_str", r.offset()).string()
    if form == 0x17:  # sec_offset
        return r.offset()
    if form == 0x08:  # string
        return r.string()
    if form in (0x0F, 0x15):  # udata, ref_udata
        return r.uleb()
    if form == 0x0D:  # sdata
        return r.sleb()
    if form == 0x19:  # flag_present
        return 1
    if form == 0x18:  # exprloc
        length = r.uleb()
        r.at += length
        return None
    raise elf.ELFError(f"DWARF form {form:#x}")
