"""Source positions: an integer per place, and the tables that turn it back into file:line:column.

A *Pos* is a plain int. 0 (`NO_POS`) means "no position"; any other value is `file.base + offset`, where the offset
counts bytes from the start of that file. A `FileSet` hands out disjoint ranges, so a Pos identifies its file, and
Pos values of one file compare in source order. This is go/token's scheme: a node carries one small integer, and
lines are looked up only when somebody prints them.

What must hold: files of a set do not overlap; `File.lines` is strictly increasing and starts with 0; line
directives (`//line f:10`) are recorded in source order and only change what `position` reports, never a Pos.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator
from typing import Final, NamedTuple

NO_POS: Final = 0

_NEWLINE: Final = re.compile(rb"\n")


class Position(NamedTuple):
    """A place as people read it. `line` 0 means unknown; `column` (1-based, in bytes) 0 means unknown."""

    filename: str = ""
    line: int = 0
    column: int = 0
    offset: int = 0

    def is_valid(self) -> bool:
        return self.line > 0

    def __str__(self) -> str:
        """As go/token prints it: `file:line:column`, leaving out what is unknown; `-` for nothing at all."""
        text = self.filename
        if self.line > 0:
            text = f"{text}:{self.line}" if text else str(self.line)
            if self.column > 0:
                text = f"{text}:{self.column}"
        return text or "-"


class LineInfo(NamedTuple):
    """A line directive: from `offset` on, the text counts as `filename:line:column` (column 0: columns unknown)."""

    offset: int
    filename: str
    line: int
    column: int


class File:
    """One file of a FileSet: its name, its range of Pos values and the offsets at which its lines begin."""

    __slots__ = ("base", "infos", "lines", "name", "size")

    def __init__(self, name: str, base: int, size: int) -> None:
        self.name = name
        self.base = base
        self.size = size
        self.lines: array[int] = array("I", (0,))
        self.infos: list[LineInfo] = []

    def pos(self, offset: int) -> int:
        """The Pos of a byte offset; offsets outside the file are moved to its nearest end."""
        return self.base + min(max(offset, 0), self.size)

    def offset(self, pos: int) -> int:
        """The byte offset of a Pos; a Pos outside the file is moved to its nearest end."""
        return min(max(pos - self.base, 0), self.size)

    def add_line(self, offset: int) -> None:
        """Records that a line begins at offset; ignored unless it lies beyond the last line's start."""
        if self.lines[-1] < offset < self.size:
            self.lines.append(offset)

    def set_lines(self, lines: list[int]) -> bool:
        """Replaces the line table. Refuses (returns False) offsets that do not increase or leave the file."""
        for i, offset in enumerate(lines):
            if (i > 0 and offset <= lines[i - 1]) or (offset >= self.size and offset > 0) or offset < 0:
                return False
        self.lines = array("I", lines or (0,))
        return True

    def set_lines_for_content(self, content: bytes) -> None:
        """Fills the line table from the file's text."""
        lines = array("I", (0,))
        lines.extend([m.end() for m in _NEWLINE.finditer(content)])
        self.lines = lines

    def add_line_info(self, offset: int, filename: str, line: int, column: int = 0) -> None:
        """Records a line directive that takes effect at offset. Offsets must increase."""
        if (not self.infos or self.infos[-1].offset < offset) and offset <= self.size:
            self.infos.append(LineInfo(offset, filename, line, column))

    def line_count(self) -> int:
        return len(self.lines)

    def line_start(self, line: int) -> int:
        """The Pos at which a physical line (1-based) begins."""
        return self.base + self.lines[line - 1]

    def line(self, pos: int) -> int:
        """The line of a Pos, line directives applied."""
        return self.position(pos).line

    def physical_line(self, pos: int) -> int:
        """The line of a Pos in the text itself, line directives ignored."""
        return bisect_right(self.lines, pos - self.base)

    def position(self, pos: int, adjusted: bool = True) -> Position:
        """The Position of a Pos; with `adjusted`, as line directives say."""
        if pos == NO_POS:
            return Position()
        offset = self.offset(pos)
        line = bisect_right(self.lines, offset)
        column = offset - self.lines[line - 1] + 1
        if not (adjusted and self.infos):
            return Position(self.name, line, column, offset)
        return self._redirected(offset, line, column)

    def _redirected(self, offset: int, line: int, column: int) -> Position:
        index = bisect_right(self.infos, offset, key=_info_offset) - 1
        if index < 0:
            return Position(self.name, line, column, offset)
        info = self.infos[index]
        distance = line - bisect_right(self.lines, info.offset)
        if info.column == 0:
            column = 0
        elif distance == 0:
            column = info.column + (offset - info.offset)
        return Position(info.filename, info.line + distance, column, offset)


def _info_offset(info: LineInfo) -> int:
    return info.offset


class FileSet:
    """The files of one compilation, in the order in which they were added."""

    __slots__ = ("_bases", "base", "files")

    def __init__(self) -> None:
        self.base = 1
        self.files: list[File] = []
        self._bases: list[int] = []

    def add_file(self, name: str, size: int, base: int = -1) -> File:
        """Adds a file of `size` bytes. `base` may be given if it is not below `self.base`."""
        if base < 0:
            base = self.base
        if base < self.base or size < 0:
            raise ValueError(f"invalid base {base} (should be >= {self.base}) or size {size}")
        file = File(name, base, size)
        self.base = base + size + 1  # +1: the end of a file has a Pos of its own
        self.files.append(file)
        self._bases.append(base)
        return file

    def file(self, pos: int) -> File | None:
        """The file that holds pos, or None."""
        index = bisect_right(self._bases, pos) - 1
        if index < 0 or pos == NO_POS:
            return None
        file = self.files[index]
        return file if pos <= file.base + file.size else None

    def position(self, pos: int, adjusted: bool = True) -> Position:
        """file:line:column of a Pos (an empty Position if it is NO_POS or in no file of this set)."""
        file = self.file(pos)
        return Position() if file is None else file.position(pos, adjusted)

    def __iter__(self) -> Iterator[File]:
        return iter(self.files)
