"""Golden files of the SSA tests: cases separated by `=== name`; a case is a Go program, a line `---`, and what is expected. `pytest --update` rewrites it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

HERE = Path(__file__).parent / "golden"


def read_cases(name: str) -> list[tuple[str, str, str]]:
    """(name, source, expected) of each case."""
    cases = []
    for part in ("\n" + (HERE / name).read_text(encoding="utf-8")).split("\n=== ")[1:]:
        title, _, body = part.partition("\n")
        source, _, expected = (body + "\n").partition("\n---\n")
        cases.append((title, source + "\n", expected.rstrip("\n")))
    return cases


def check_file(name: str, run: Callable[[str], str], update: bool) -> None:
    """Run every case; all that differ are shown together."""
    results = [(title, source, expected, run(source).rstrip("\n")) for title, source, expected in read_cases(name)]
    if update:
        text = "".join(f"=== {title}\n{source}---\n{got}\n" for title, source, _, got in results)
        (HERE / name).write_text(text, encoding="utf-8")
        return
    wrong = [f"{title}:\nexpected:\n{expected}\ngot:\n{got}" for title, _, expected, got in results if got != expected]
    assert not wrong, "\n\n".join(wrong)
