"""Applying relocations for x86-64 (psABI, table 4.9) and AArch64 (ELF for the Arm 64-bit Architecture, section 5.7)."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

# Applies one relocation: (section bytes, offset, place address P, symbol address S, addend A, address of the symbol's GOT slot or 0)
Apply = Callable[[bytearray, int, int, int, int, int], None]


class RelocError(Exception):
    """A relocation cannot hold its value, or is not supported."""


def _put(fmt: str, low: int, high: int) -> Callable[[bytearray, int, int], None]:
    pack = struct.Struct(fmt).pack_into

    def put(data: bytearray, offset: int, value: int) -> None:
        if not low <= value < high:
            raise RelocError(f"value {value:#x} does not fit")
        pack(data, offset, value)

    return put


_put_s32 = _put("<i", -(1 << 31), 1 << 31)
_put_u32 = _put("<I", 0, 1 << 32)
_put_s64 = _put("<q", -(1 << 63), 1 << 63)


def _put_u64(data: bytearray, offset: int, value: int) -> None:
    struct.pack_into("<Q", data, offset, value & 0xFFFFFFFFFFFFFFFF)


def _abs64(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
    _put_u64(data, offset, s + a)


def _pc32(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
    _put_s32(data, offset, s + a - p)


def _pc64(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
    _put_s64(data, offset, s + a - p)


def _abs32(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
    _put_u32(data, offset, s + a)


def _abs32s(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
    _put_s32(data, offset, s + a)


def _gotpcrel(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
    _put_s32(data, offset, got + a - p)


X86_64: Final[dict[int, Apply]] = {
    1: _abs64,
    2: _pc32,
    4: _pc32,  # PLT32: everything is in one image
    9: _gotpcrel,
    10: _abs32,
    11: _abs32s,
    24: _pc64,
    41: _gotpcrel,  # GOTPCRELX
    42: _gotpcrel,  # REX_GOTPCRELX
}
X86_64_GOT: Final = frozenset({9, 41, 42})


def _insn(data: bytearray, offset: int) -> int:
    return int(struct.unpack_from("<I", data, offset)[0])


def _set_insn(data: bytearray, offset: int, insn: int) -> None:
    struct.pack_into("<I", data, offset, insn)


def _branch(bits: int, shift: int) -> Apply:
    """A pc-relative branch whose immediate has ``bits`` bits at ``shift``, in words."""
    mask = (1 << bits) - 1

    def apply(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
        delta = s + a - p
        if delta & 3 or not -(1 << bits + 1) <= delta < 1 << bits + 1:
            raise RelocError(f"branch of {delta} bytes is out of range")
        _set_insn(data, offset, _insn(data, offset) & ~(mask << shift) | (delta >> 2 & mask) << shift)

    return apply


def _adr(data: bytearray, offset: int, delta: int) -> None:
    if not -(1 << 20) <= delta < 1 << 20:
        raise RelocError(f"adr value {delta} is out of range")
    insn = _insn(data, offset) & ~(3 << 29 | 0x7FFFF << 5)
    _set_insn(data, offset, insn | (delta & 3) << 29 | (delta >> 2 & 0x7FFFF) << 5)


def _adr_page(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
    _adr(data, offset, ((s + a) >> 12) - (p >> 12))


def _adr_got_page(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
    _adr(data, offset, (got >> 12) - (p >> 12))


def _adr_lo21(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
    _adr(data, offset, s + a - p)


def _lo12(shift: int) -> Apply:
    def apply(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
        value = (s + a) & 0xFFF
        if value & ((1 << shift) - 1):
            raise RelocError(f"address {s + a:#x} is not aligned to {1 << shift}")
        _set_insn(data, offset, _insn(data, offset) & ~(0xFFF << 10) | value >> shift << 10)

    return apply


def _got_lo12(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
    _set_insn(data, offset, _insn(data, offset) & ~(0xFFF << 10) | (got & 0xFFF) >> 3 << 10)


def _movw(shift: int) -> Apply:
    def apply(data: bytearray, offset: int, p: int, s: int, a: int, got: int) -> None:
        _set_insn(data, offset, _insn(data, offset) & ~(0xFFFF << 5) | ((s + a) >> shift & 0xFFFF) << 5)

    return apply


AARCH64: Final[dict[int, Apply]] = {
    257: _abs64,
    258: _abs32,
    260: _pc64,
    261: _pc32,
    264: _movw(0),
    265: _movw(0),
    266: _movw(16),
    267: _movw(16),
    268: _movw(32),
    269: _movw(48),
    274: _adr_lo21,
    275: _adr_page,
    276: _adr_page,
    277: _lo12(0),
    278: _lo12(0),
    279: _branch(14, 5),
    280: _branch(19, 5),
    282: _branch(26, 0),
    283: _branch(26, 0),
    284: _lo12(1),
    285: _lo12(2),
    286: _lo12(3),
    299: _lo12(4),
    311: _adr_got_page,
    312: _got_lo12,
}
AARCH64_GOT: Final = frozenset({311, 312})

NAMES: Final[dict[int, str]] = {
    1: "R_X86_64_64", 2: "R_X86_64_PC32", 4: "R_X86_64_PLT32", 9: "R_X86_64_GOTPCREL", 10: "R_X86_64_32", 11: "R_X86_64_32S",
    24: "R_X86_64_PC64", 41: "R_X86_64_GOTPCRELX", 42: "R_X86_64_REX_GOTPCRELX",
    257: "R_AARCH64_ABS64", 258: "R_AARCH64_ABS32", 260: "R_AARCH64_PREL64", 261: "R_AARCH64_PREL32",
    274: "R_AARCH64_ADR_PREL_LO21", 275: "R_AARCH64_ADR_PREL_PG_HI21", 277: "R_AARCH64_ADD_ABS_LO12_NC", 278: "R_AARCH64_LDST8_ABS_LO12_NC",
    279: "R_AARCH64_TSTBR14", 280: "R_AARCH64_CONDBR19", 282: "R_AARCH64_JUMP26", 283: "R_AARCH64_CALL26",
    284: "R_AARCH64_LDST16_ABS_LO12_NC", 285: "R_AARCH64_LDST32_ABS_LO12_NC", 286: "R_AARCH64_LDST64_ABS_LO12_NC",
    299: "R_AARCH64_LDST128_ABS_LO12_NC", 311: "R_AARCH64_ADR_GOT_PAGE", 312: "R_AARCH64_LD64_GOT_LO12_NC",
}  # fmt: skip
