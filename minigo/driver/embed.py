"""``//go:embed``: the files that its patterns mean (package embed's documentation, "Directives").

A pattern is a path with the wildcards of ``path.Match``, relative to the package's folder. A folder stands for all files below it but those whose names begin with
``.`` or ``_``; ``all:`` in front of the pattern takes these too. Only what could be part of a module may be embedded: regular files of this module
whose names are allowed in module files. Errors have the go command's words.
"""

from __future__ import annotations

import os
import re
import stat
from typing import TYPE_CHECKING, Any, Final

from minigo.source.diagnostic import DiagnosticList
from minigo.source.fileset import FileSet

if TYPE_CHECKING:
    from minigo import types

_VERSION_CONTROL: Final = frozenset((".bzr", ".hg", ".git", ".svn"))
_WINDOWS_NAMES: Final = frozenset(
    ("con", "prn", "aux", "nul", *(f"com{n}" for n in range(1, 10)), *(f"lpt{n}" for n in range(1, 10)))
)
_ASCII_IN_NAMES: Final = frozenset("!#$%&()+,-.=@[]^_{}~ ")


class EmbedError(Exception):
    """A pattern means no file, or none that may be embedded."""


def patterns(name: str, data: bytes) -> list[tuple[int, int, str]]:
    """(line, column, pattern) of the directives in a file that imports embed; those that are malformed are left to the type checker."""
    from minigo.syntax import lexer  # only for the few files that have such directives
    from minigo.syntax.directives import DirectiveError, directive_arguments
    from minigo.types.directives import unquoted

    file = FileSet().add_file(name, len(data))
    found = []
    for pos, text in lexer.scan(file, data).comments:
        if not re.match(r"//go:embed\s", text):
            continue
        try:
            arguments = directive_arguments(text)
        except DirectiveError:
            continue
        position = file.position(pos)
        for offset, spelled in arguments:
            column = position.column + len(text[:offset].encode("utf-8", "surrogateescape"))
            found.append((position.line, column, unquoted(spelled)))
    return found


def resolve(folder: str, pattern: str) -> list[tuple[str, bytes]]:
    """(name relative to the folder, contents) of the files that a pattern means, by name; raises EmbedError."""
    try:
        names = _files(folder, pattern)
    except EmbedError as e:
        raise EmbedError(f"pattern {pattern}: {e}") from e
    result = []
    for name in sorted(names):
        with open(os.path.join(folder, name), "rb") as f:
            result.append((name, f.read()))
    return result


def check_variables(checked: Any, embeds: dict[str, list[tuple[str, bytes]]], errors: DiagnosticList) -> None:
    """Report the string and byte slice variables whose patterns mean several files."""
    info: types.Info = checked.info
    for obj, found in info.embeds.items():
        names = {name for pattern in found for name, _ in embeds.get(pattern, ())}
        if len(names) > 1 and not _is_file_system(obj.type):
            from minigo.types import type_string

            of = type_string(obj.type, lambda package: "" if package is checked.package else package.name)
            errors.add(
                checked.fset.position(obj.pos), f"invalid go:embed: multiple files for type {of}", "error", "embed"
            )


def _is_file_system(t: Any) -> bool:
    from minigo.types import Struct

    return isinstance(t.underlying(), Struct)


# ---- Patterns


def _files(folder: str, pattern: str) -> dict[str, None]:
    hidden = pattern.startswith("all:")
    glob = pattern.removeprefix("all:")
    parts = glob.split("/")
    if any(part in ("", ".", "..") for part in parts):
        raise EmbedError("invalid pattern syntax")
    matchers = [_matcher(part) for part in parts]
    names: dict[str, None] = {}
    for name in _matches(folder, matchers):
        kind = os.lstat(os.path.join(folder, name)).st_mode
        _check_path(folder, name, "directory" if stat.S_ISDIR(kind) else "file")
        if stat.S_ISREG(kind):
            names[name] = None
        elif stat.S_ISDIR(kind):
            below = _below(folder, name, hidden)
            if not below:
                raise EmbedError(f"cannot embed directory {name}: contains no embeddable files")
            names.update(dict.fromkeys(below))
        else:
            raise EmbedError(f"cannot embed irregular file {name}")
    if not names:
        raise EmbedError("no matching files found")
    return names


def _matches(folder: str, matchers: list[re.Pattern[str]]) -> list[str]:
    """Names that match, one path element after the other."""
    names = [""]
    for matcher in matchers:
        following = []
        for name in names:
            try:
                entries = sorted(os.listdir(os.path.join(folder, name)))
            except OSError:
                continue
            following += [f"{name}/{e}" if name else e for e in entries if matcher.fullmatch(e)]
        names = following
    return names


def _matcher(part: str) -> re.Pattern[str]:
    """What ``path.Match`` understands by one element of a pattern; raises EmbedError if that is malformed."""
    out = []
    at = 0
    while at < len(part):
        c = part[at]
        at += 1
        if c == "*":
            out.append(".*")
        elif c == "?":
            out.append(".")
        elif c == "[":
            m = _CLASS.match(part, at)
            if m is None:
                raise EmbedError("invalid pattern syntax")
            out.append(_class(m[2], bool(m[1])))
            at = m.end()
        elif c == "\\":
            if at == len(part):
                raise EmbedError("invalid pattern syntax")
            out.append(re.escape(part[at]))
            at += 1
        else:
            out.append(re.escape(c))
    return re.compile("".join(out), re.S)


_RANGE: Final = r"(?:\\.|[^\]\\-])(?:-(?:\\.|[^\]\\-]))?"
_CLASS: Final = re.compile(rf"(\^)?((?:{_RANGE})+)\]", re.S)


def _class(ranges: str, negated: bool) -> str:
    out = []
    for m in re.finditer(_RANGE, ranges, re.S):
        ends = [e[-1] for e in re.findall(r"\\.|[^\\-]", m.group(), re.S)]
        if ends[0] <= ends[-1]:  # a range that ends before it begins has nothing in it
            out.append(f"{re.escape(ends[0])}-{re.escape(ends[-1])}")
    if not out:
        return "." if negated else r"(?!)"
    return f"[{'^' if negated else ''}{''.join(out)}]"


# ---- What may be embedded


def _check_path(folder: str, name: str, what: str) -> None:
    """The file and the folders on the way to it must belong to this module and have acceptable names; the innermost trouble is reported."""
    where = name
    while where:
        is_name = where == name
        full = os.path.join(folder, where)
        if os.path.exists(os.path.join(full, "go.mod")):
            raise EmbedError(f"cannot embed {what} {name}: in different module")
        if not is_name and not stat.S_ISDIR(os.lstat(full).st_mode):
            raise EmbedError(f"cannot embed {what} {name}: in non-directory {where}")
        where, _, elem = where.rpartition("/")
        if not _good_name(elem):
            how = "invalid name" if is_name else "in invalid directory"
            raise EmbedError(f"cannot embed {what} {name}: {how} {elem}")


def _good_name(elem: str) -> bool:
    """Whether a file with this name can be in a module."""
    if not elem.strip(".") or elem.endswith(".") or elem in _VERSION_CONTROL:
        return False
    if elem.split(".")[0].lower() in _WINDOWS_NAMES:
        return False
    return all(c.isalpha() or "0" <= c <= "9" or c in _ASCII_IN_NAMES for c in elem)


def _below(folder: str, name: str, hidden: bool) -> list[str]:
    """The files below a folder that stand for it."""
    found = []
    pending = [name]
    while pending:
        where = pending.pop()
        for entry in sorted(os.listdir(os.path.join(folder, where))):
            path = f"{where}/{entry}"
            kind = os.lstat(os.path.join(folder, path)).st_mode
            if entry[0] in "._" and (not hidden or not _good_name(entry)):
                continue
            if stat.S_ISDIR(kind):
                if _good_name(entry) and not os.path.exists(os.path.join(folder, path, "go.mod")):
                    pending.append(path)
            elif not _good_name(entry):
                raise EmbedError(f"cannot embed file {path}: invalid name {entry}")
            elif stat.S_ISREG(kind):
                found.append(path)
    return found
