"""The Go version that a file's `//go:build` line asks for.

`//go:build go1.22 && linux` says that the file is only compiled by Go 1.22 or later, so its language version is at
least that, whatever `go.mod` says. The version is the lowest with which the condition can hold; other tags count as
true. Whether the file belongs to a build at all is decided elsewhere (`driver.constraints`).
"""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(r"\s*(\|\||&&|!|\(|\)|[^\s|&!()]+)")
_UNKNOWN: Final = -1  # a condition that asks for no version


def required_go_version(comment: str) -> str:
    """The version in a `//go:build` comment, as "go1.22"; "" if it asks for none or is malformed."""
    tokens = _TOKEN.findall(comment.removeprefix("//go:build"))
    reader = _Reader(tokens)
    version = reader.either(False)
    if version == _UNKNOWN or reader.rest():
        return ""
    return f"go1.{version}" if version else "go1"


class _Reader:
    """Evaluates a condition to the minor version that it needs. `negated`: an odd number of `!` stands before it."""

    __slots__ = ("_at", "_tokens")

    def __init__(self, tokens: list[str]) -> None:
        self._tokens = tokens
        self._at = 0

    def rest(self) -> bool:
        return self._at < len(self._tokens)

    def _got(self, token: str) -> bool:
        found = self.rest() and self._tokens[self._at] == token
        self._at += found
        return found

    def either(self, negated: bool) -> int:
        version = self.both(negated)
        while self._got("||"):
            other = self.both(negated)
            version = max(version, other) if negated else min(version, other)
        return version

    def both(self, negated: bool) -> int:
        version = self.single(negated)
        while self._got("&&"):
            other = self.single(negated)
            version = min(version, other) if negated else max(version, other)
        return version

    def single(self, negated: bool) -> int:
        while self._got("!"):
            negated = not negated
        if self._got("("):
            version = self.either(negated)
            return version if self._got(")") else _UNKNOWN
        if not self.rest():
            return _UNKNOWN
        tag = self._tokens[self._at]
        self._at += 1
        if negated:
            return _UNKNOWN
        if tag == "go1":
            return 0
        minor = tag.removeprefix("go1.")
        return int(minor) if minor != tag and minor.isascii() and minor.isdigit() else _UNKNOWN
