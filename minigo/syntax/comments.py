"""The text of comments: markers and directives removed, blank lines tidied, as `go doc` shows it."""

from __future__ import annotations

import re
from typing import Final

# `//line …`, `//extern …`, `//export …` and `//tool:name …` are instructions to tools, not prose.
_DIRECTIVE: Final = re.compile(r"(?:line |extern |export |[a-z0-9]+:[a-z0-9])")


def is_directive(text: str) -> bool:
    """Whether the text of a line comment (after `//`) is a directive such as `go:noinline`."""
    return _DIRECTIVE.match(text) is not None


def comment_text(comments: list[str]) -> str:
    """The prose of comments given with their markers: newline-terminated unless empty."""
    lines: list[str] = []
    for comment in comments:
        if comment.startswith("/*"):
            lines.extend(comment[2:-2].split("\n"))
            continue
        text = comment[2:]
        if text.startswith(" "):
            lines.append(text[1:])
        elif not text or not is_directive(text):
            lines.append(text)
    tidy: list[str] = []
    for line in lines:
        line = line.rstrip(" \t\r\n")
        if line or (tidy and tidy[-1]):
            tidy.append(line)
    while tidy and not tidy[-1]:
        tidy.pop()
    return "\n".join(tidy) + "\n" if tidy else ""
