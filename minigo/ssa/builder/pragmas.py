"""Compiler directives in comments: ``//go:noinline``, ``//go:nosplit`` and others on functions, ``//go:linkname local symbol`` anywhere in a file.

//go:linkname now time.now       with a body: define it under that symbol; without: it is defined under that symbol elsewhere
"""

from __future__ import annotations

from typing import Any

from minigo.syntax import ast


class Pragmas:
    """The directives of a package."""

    __slots__ = ("linknames",)

    def __init__(self, files: list[ast.File]) -> None:
        self.linknames: dict[str, str] = {}  # name in the package -> symbol
        for file in files:
            for group in file.comments:
                for comment in group.list:
                    if comment.text.startswith("//go:linkname "):
                        words = comment.text.split()
                        if len(words) == 3:
                            self.linknames[words[1]] = words[2]


def of_function(decl: Any) -> set[str]:
    """The names of the directives in a function's doc comment: noinline, nosplit, …"""
    if decl.doc is None:
        return set()
    return {c.text[5:].split()[0] for c in decl.doc.list if c.text.startswith("//go:") and len(c.text) > 5}
