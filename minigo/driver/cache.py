"""The build cache: files named by the hash of what they were made from.

Entries are written to a temporary file and renamed, so that concurrent builds and killed ones never leave half an entry. Every entry ends in a checksum of
its contents; a damaged one reads as absent and is made again.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
from pathlib import Path
from typing import Final

CHECKSUM: Final = 16


def key_of(*parts: str | bytes) -> str:
    """A key for the given parts, in order."""
    h = hashlib.sha256()
    for part in parts:
        data = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        h.update(len(data).to_bytes(8, "little"))
        h.update(data)
    return h.hexdigest()


class Cache:
    """A folder of entries; ``kind`` is a short word that becomes the file's suffix."""

    __slots__ = ("root",)

    def __init__(self, root: Path) -> None:
        self.root = root

    def path(self, key: str, kind: str) -> str:
        return f"{self.root}/{key[:2]}/{key}-{kind}"

    def get(self, key: str, kind: str) -> bytes | None:
        try:
            with open(self.path(key, kind), "rb") as f:
                data = f.read()
        except OSError:
            return None
        body = data[:-CHECKSUM]
        if len(data) < CHECKSUM or hashlib.blake2b(body, digest_size=CHECKSUM).digest() != data[-CHECKSUM:]:
            return None
        return body

    def put(self, key: str, kind: str, data: bytes) -> None:
        """Store an entry; raises OSError when the disk is full or the folder cannot be written."""
        write_atomically(self.path(key, kind), data, hashlib.blake2b(data, digest_size=CHECKSUM).digest())

    def has(self, key: str, kind: str) -> bool:
        return os.path.exists(self.path(key, kind))

    def drop(self, key: str, kind: str) -> None:
        """Forget an entry, for example one that turned out to be damaged."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.path(key, kind))

    def clean(self) -> int:
        """Delete all entries; returns how many."""
        count = 0
        for folder in self.root.glob("[0-9a-f][0-9a-f]"):
            for file in folder.iterdir():
                file.unlink(missing_ok=True)
                count += 1
            with contextlib.suppress(OSError):
                folder.rmdir()
        return count


def write_atomically(path: str, *pieces: bytes, mode: int = 0o644) -> None:
    """Write a file so that it is there whole or not at all. What is no regular file (a device, a pipe) is written to, not replaced."""
    if os.path.exists(path) and not os.path.isfile(path):
        with open(path, "wb") as special:
            special.writelines(pieces)
        return
    folder = os.path.dirname(path) or "."
    os.makedirs(folder, exist_ok=True)
    tmp = f"{folder}/.tmp-{os.getpid()}-{os.urandom(8).hex()}"
    try:
        with open(tmp, "xb") as f:
            f.writelines(pieces)
        os.chmod(tmp, mode)
        os.replace(tmp, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(tmp)
        raise
