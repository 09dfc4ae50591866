"""Archives: what ``build -o`` writes for a package that is no program, in the common ``ar`` format (as ``ar t`` lists it).

The members are ``__.PKGDEF``, the package's export data, as in Go's archives, and its compiled units as digests (``minigo.link.digest``).
"""

from __future__ import annotations

from typing import Final

MAGIC: Final = b"!<arch>\n"
EXPORT_DATA: Final = "__.PKGDEF"


def archive(members: list[tuple[str, bytes]]) -> bytes:
    """The archive of (name, contents). Names are at most 15 bytes; times and owners are zero, so that equal members give equal bytes."""
    parts = [MAGIC]
    for name, data in members:
        encoded = name.encode() + b"/"
        if len(encoded) > 16:
            raise ValueError(f"archive member {name!r} has a name of more than 15 bytes")
        parts.append(b"%-16s%-12d%-6d%-6d%-8o%-10d`\n" % (encoded, 0, 0, 0, 0o644, len(data)))
        parts.append(data)
        if len(data) % 2:
            parts.append(b"\n")
    return b"".join(parts)
