"""The linker: relocatable ELF objects in, one static ELF executable out.

``digest`` boils an object file down to what linking needs, once, when the object is made; ``link`` resolves symbols over the digests, drops
the sections that nothing reaches, lays out the rest, applies relocations, adds the tables that the runtime reads, and gives the file's bytes.
"""

from __future__ import annotations

from minigo.link.digest import Digest, digest, load_digest
from minigo.link.link import LinkResult, link
from minigo.link.resolve import LinkError, LinkOptions

__all__ = ["Digest", "LinkError", "LinkOptions", "LinkResult", "digest", "link", "load_digest"]
