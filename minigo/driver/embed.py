"""``//go:embed``: the files that its patterns mean (package embed's documentation, "Directives").

A pattern is a path with the wildcards of ``path.Match``, relative to the package's folder. A folder stands for all files below it but those whose names begin with
``.`` or ``_``; ``all:`` in front of the pattern takes these too.
"""

from __future__ import annotations

import fnmatch
import os
import re
import shlex
from typing import Final

_DIRECTIVE: Final = re.compile(rb"^//go:embed[ \t]+([^\n]*)$", re.M)


class EmbedError(Exception):
    """A pattern means no file, or none that may be embedded."""


def patterns(data: bytes) -> list[tuple[int, int, str]]:
    """(line, column, pattern) of a file's directives; those that are malformed are left to the type checker."""
    found = []
    for m in _DIRECTIVE.finditer(data):
        text = m[1].decode("utf-8", "replace")
        try:
            words = shlex.split(text.replace("`", '"'), posix=True)
        except ValueError:
            continue
        line = data.count(b"\n", 0, m.start()) + 1
        column = m.start(1) - m.start() + 1
        for word in words:
            found.append((line, column + max(text.find(word), 0), word))
    return found


def resolve(folder: str, pattern: str) -> list[tuple[str, bytes]]:
    """(name relative to the folder, contents) of the files that a pattern means, by name; raises EmbedError."""
    hidden = pattern.startswith("all:")
    glob = pattern.removeprefix("all:")
    if not _valid(glob):
        raise EmbedError(f"pattern {pattern}: invalid pattern syntax")
    names: dict[str, None] = {}
    for name in _matches(folder, glob):
        path = os.path.join(folder, name)
        if os.path.islink(path) or not (os.path.isdir(path) or os.path.isfile(path)):
            raise EmbedError(f"pattern {pattern}: cannot embed irregular file {name}")
        if os.path.isfile(path):
            names[name] = None
            continue
        found = _below(folder, name, hidden)
        if not found:
            raise EmbedError(f"pattern {pattern}: cannot embed directory {name}: contains no embeddable files")
        names.update(dict.fromkeys(found))
    if not names:
        raise EmbedError(f"pattern {pattern}: no matching files found")
    result = []
    for name in sorted(names):
        with open(os.path.join(folder, name), "rb") as f:
            result.append((name, f.read()))
    return result


def _valid(glob: str) -> bool:
    return bool(glob) and (glob == "." or all(part not in ("", ".", "..") for part in glob.split("/")))


def _matches(folder: str, glob: str) -> list[str]:
    """Names that match, one path element after the other."""
    if glob == ".":
        return ["."]
    names = [""]
    for part in glob.split("/"):
        following = []
        for name in names:
            try:
                entries = sorted(os.listdir(os.path.join(folder, name)))
            except OSError:
                continue
            following += [f"{name}/{e}" if name else e for e in entries if _match(e, part)]
        names = following
    return names


def _match(name: str, pattern: str) -> bool:
    """path.Match on one element: as fnmatch has it, but classes are negated by ``^`` and ``\\`` quotes."""
    if not any(c in pattern for c in "*?[\\"):
        return name == pattern
    translated = re.sub(r"\\(.)", lambda m: f"[{m[1]}]", pattern.replace("[^", "[!"))
    return fnmatch.fnmatchcase(name, translated)


def _below(folder: str, name: str, hidden: bool) -> list[str]:
    """The files below a folder."""
    found = []
    for where, folders, files in os.walk(os.path.join(folder, name)):
        folders[:] = sorted(
            d for d in folders if _wanted(d, hidden) and not os.path.exists(os.path.join(where, d, "go.mod"))
        )
        for file in files:
            path = os.path.join(where, file)
            if _wanted(file, hidden) and os.path.isfile(path) and not os.path.islink(path):
                found.append(os.path.relpath(path, folder))
    return found


def _wanted(name: str, hidden: bool) -> bool:
    return name not in (".git", ".hg", ".svn", ".bzr") and (hidden or not name.startswith((".", "_")))
