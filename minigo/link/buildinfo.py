"""Build information inside executables: ``runtime.buildinfo`` is a string header (address, length), a mark by which tools find it in a file, and the text."""

from __future__ import annotations

import struct
from typing import Final

MARK: Final = b"\xff minigo build:\n"
HEADER: Final = 16
TEXT_OFFSET: Final = HEADER + len(MARK)


def encode(text: str, address: int) -> bytes:
    """The bytes of ``runtime.buildinfo`` at an address."""
    data = text.encode()
    return struct.pack("<QQ", address + TEXT_OFFSET, len(data)) + MARK + data


def read_build_info(data: bytes) -> str | None:
    """The build information of an executable that minigo linked, or None."""
    if data[:6] != b"\x7fELF\x02\x01":
        return None
    at = data.find(MARK)
    if at < HEADER:
        return None
    (length,) = struct.unpack_from("<Q", data, at - 8)
    start = at + len(MARK)
    return data[start : start + length].decode("utf-8", "replace")
