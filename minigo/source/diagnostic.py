"""Diagnostics: what the compiler has to say about a place in the source, and how it is shown.

In: positions and messages from any stage. Out: Go's plain form, `file:line:col: message`, one a line (continuation
lines are indented by a tab), which editors and scripts read; on a terminal, `render_rich` adds the source line and
a caret. A list is shown sorted by position, without repetitions.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from typing import Final, TextIO

from minigo.source.fileset import Position

_CONTINUATION: Final = re.compile(r"\n(?!\t)")  # a further line of a message that is not indented yet


class Diagnostic:
    """One message about one place. `severity` is "error", "warning" or "note"; `code` names the check, if any."""

    __slots__ = ("code", "msg", "pos", "severity")

    def __init__(self, pos: Position, msg: str, severity: str = "error", code: str = "") -> None:
        self.pos = pos
        self.msg = msg
        self.severity = severity
        self.code = code

    def __str__(self) -> str:
        if self.pos.is_valid() and not self.pos.filename:  # after `//line :5`
            return f":{self.pos}: {self.msg}"
        return f"{self.pos}: {self.msg}" if self.pos.filename else self.msg

    def __repr__(self) -> str:
        return f"Diagnostic({str(self)!r})"

    def sort_key(self) -> tuple[str, int, int, int]:
        """By file, then place; messages about the same place stay in the order in which they were found."""
        return (self.pos.filename, self.pos.line, self.pos.column, self.pos.offset)


class DiagnosticList:
    """Diagnostics as they were found; `sorted()` gives them as they are shown."""

    __slots__ = ("items",)

    def __init__(self, items: Iterable[Diagnostic] = ()) -> None:
        self.items = list(items)

    def add(self, pos: Position, msg: str, severity: str = "error", code: str = "") -> None:
        self.items.append(Diagnostic(pos, msg, severity, code))

    def append(self, diagnostic: Diagnostic) -> None:
        self.items.append(diagnostic)

    def extend(self, diagnostics: Iterable[Diagnostic]) -> None:
        self.items.extend(diagnostics)

    def any_within(self, start: Position, size: int) -> bool:
        """Whether something was found in the ``size`` bytes from ``start`` on."""
        return any(
            d.pos.filename == start.filename and start.offset <= d.pos.offset <= start.offset + size for d in self.items
        )

    def has_errors(self) -> bool:
        return any(d.severity == "error" for d in self.items)

    def sorted(self) -> list[Diagnostic]:
        """In source order, each (place, message) once; of equal messages about one line that follow each other, as gc, only the one found first."""
        seen: set[tuple[str, int, int, str]] = set()
        result: list[Diagnostic] = []
        for d in sorted(self._without_echoes(), key=Diagnostic.sort_key):
            key = (d.pos.filename, d.pos.line, d.pos.column, d.msg)
            if key not in seen:
                seen.add(key)
                result.append(d)
        return result

    def _without_echoes(self) -> Iterator[Diagnostic]:
        last = ("", 0, "")
        for d in self.items:
            if not d.msg.startswith("syntax error"):
                here = (d.pos.filename, d.pos.line, d.msg)
                if here == last:
                    continue
                last = here
            yield d

    def __iter__(self) -> Iterator[Diagnostic]:
        return iter(self.items)

    def __len__(self) -> int:
        return len(self.items)

    def __bool__(self) -> bool:
        return bool(self.items)


def render_plain(diagnostics: Iterable[Diagnostic]) -> str:
    """Go's form: one `file:line:col: message` a line, in source order."""
    lines = [_CONTINUATION.sub("\n\t", str(d)) + "\n" for d in DiagnosticList(diagnostics).sorted()]
    return "".join(lines)


def render(
    diagnostics: Iterable[Diagnostic],
    out: TextIO | None = None,
    *,
    color: bool | None = None,
    read_line: Callable[[str, int], str | None] | None = None,
) -> None:
    """Writes diagnostics to `out` (default: standard error): rich on a terminal, plain anywhere else.

    `color` forces one or the other. `read_line(filename, line)` supplies source lines; by default they are read
    from the file system, and a file that cannot be read is shown without its source.
    """
    stream = sys.stderr if out is None else out
    if color is None:
        color = stream.isatty()
    if not color:
        stream.write(render_plain(diagnostics))
        return
    from minigo.source.rich_diagnostic import render_rich  # rich takes 0.1 s to import: only for terminals

    render_rich(DiagnosticList(diagnostics).sorted(), stream, read_line)
