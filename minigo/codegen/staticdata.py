"""Contents of a variable or constant, laid out by us: bytes, with addresses at some offsets. ``llvm()`` gives the initialiser's type and text.

Offsets are those of Go's layout (``types.sizes``), so what is written is what the program, the runtime and reflection read. LLVM sees a packed struct of integers, byte strings and
pointers.
"""

from __future__ import annotations

import struct
from typing import Final

from minigo.codegen.unit import bytes_literal

WORD: Final = 8
# Longer runs without addresses are written as byte strings, shorter ones as words, which can be read.
_READABLE: Final = 64


class StaticData:
    """``data``: the bytes. ``refs``: offset -> (operand, addend) for each word that holds an address; an operand is LLVM's name of a symbol."""

    __slots__ = ("data", "refs")

    def __init__(self, size: int = 0) -> None:
        self.data = bytearray(size)
        self.refs: dict[int, tuple[str, int]] = {}

    def __len__(self) -> int:
        return len(self.data)

    # ------------------------------------------------------------ at an offset

    def put(self, at: int, value: bytes) -> None:
        self.data[at : at + len(value)] = value

    def put_word(self, at: int, value: int) -> None:
        self.put(at, (value & 0xFFFF_FFFF_FFFF_FFFF).to_bytes(WORD, "little"))

    def put_address(self, at: int, operand: str, addend: int = 0) -> None:
        self.refs[at] = (operand, addend)

    # ------------------------------------------------------------ at the end

    def append(self, value: bytes, align: int = 1) -> int:
        """Append bytes; returns their offset."""
        self.data.extend(bytes(-len(self.data) % align))
        at = len(self.data)
        self.data.extend(value)
        return at

    def word(self, value: int = 0) -> int:
        return self.append((value & 0xFFFF_FFFF_FFFF_FFFF).to_bytes(WORD, "little"), WORD)

    def address(self, operand: str, addend: int = 0) -> int:
        at = self.word()
        self.refs[at] = (operand, addend)
        return at

    # ------------------------------------------------------------ as text

    def is_zero(self) -> bool:
        return not self.refs and not any(self.data)

    def llvm(self) -> str:
        """Type and value, as they follow ``global`` or ``constant``."""
        if self.is_zero():
            return f"[{len(self.data)} x i8] zeroinitializer"
        types: list[str] = []
        values: list[str] = []
        at = 0
        for offset in sorted(self.refs):
            self._run(at, offset, types, values)
            operand, addend = self.refs[offset]
            types.append("ptr")
            values.append(f"ptr getelementptr (i8, ptr {operand}, i64 {addend})" if addend else f"ptr {operand}")
            at = offset + WORD
        self._run(at, len(self.data), types, values)
        if len(values) == 1:
            return values[0]
        return f"<{{ {', '.join(types)} }}> <{{ {', '.join(values)} }}>"

    def _run(self, start: int, end: int, types: list[str], values: list[str]) -> None:
        """A stretch without addresses: words where it is short and aligned, else bytes."""
        if start == end:
            return
        piece = bytes(self.data[start:end])
        if not any(piece):
            items = [(f"[{len(piece)} x i8]", "zeroinitializer")] if len(piece) != WORD else [("i64", "0")]
        elif len(piece) <= _READABLE and len(piece) % WORD == 0 and start % WORD == 0:
            items = [("i64", str(v)) for (v,) in struct.iter_unpack("<q", piece)]
        else:
            items = [(f"[{len(piece)} x i8]", bytes_literal(piece))]
        types += [t for t, _ in items]
        values += [f"{t} {v}" for t, v in items]
