"""Diagnostics on a terminal: the plain line in colour, then the source line with a caret under the place.

Imported only when output goes to a terminal, because rich is slow to import.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TextIO

from rich.console import Console
from rich.text import Text

from minigo.source.diagnostic import Diagnostic

_STYLES: Final = {"error": "bold red", "warning": "bold yellow", "note": "bold cyan"}


def render_rich(
    diagnostics: list[Diagnostic], out: TextIO, read_line: Callable[[str, int], str | None] | None = None
) -> None:
    """Writes each diagnostic with its source line and a caret."""
    console = Console(file=out, highlight=False, soft_wrap=True, force_terminal=True)
    lines = SourceLines()
    for d in diagnostics:
        head = Text()
        if d.pos.is_valid() or d.pos.filename:
            head.append(f"{d.pos}: ", style="bold")
        if d.severity != "error":
            head.append(f"{d.severity}: ", style=_STYLES.get(d.severity, "bold"))
        head.append(d.msg, style=_STYLES["error"] if d.severity == "error" else "")
        console.print(head)
        text = (read_line or lines.read)(d.pos.filename, d.pos.line) if d.pos.is_valid() else None
        if text is not None:
            _print_source(console, d, text)


def _print_source(console: Console, d: Diagnostic, text: str) -> None:
    text = text.rstrip("\r\n")
    number = str(d.pos.line)
    console.print(Text.assemble((f" {number} | ", "dim"), text.expandtabs(4)))
    if d.pos.column > 0:
        # Columns count bytes; the caret has to stand under a character.
        before = text.encode("utf-8", "surrogateescape")[: d.pos.column - 1].decode("utf-8", "replace")
        indent = " " * len(before.expandtabs(4))
        style = _STYLES.get(d.severity, "bold")
        console.print(Text.assemble((" " * len(number) + "  | ", "dim"), indent, ("^", style)))


class SourceLines:
    """Reads source lines from the file system, each file once."""

    __slots__ = ("_files",)

    def __init__(self) -> None:
        self._files: dict[str, list[str]] = {}

    def read(self, filename: str, line: int) -> str | None:
        """The text of a 1-based line, or None if there is no such file or line."""
        if filename not in self._files:
            try:
                with open(filename, encoding="utf-8", errors="surrogateescape", newline="\n") as f:
                    self._files[filename] = f.read().split("\n")
            except OSError:
                self._files[filename] = []
        lines = self._files[filename]
        return lines[line - 1] if 0 < line <= len(lines) else None
