"""Golden files of the syntax tests: cases a person can read.

A file holds cases separated by lines `=== name`. A case is source text, a line `---`, and what is expected. With
`pytest --update` the expected part is rewritten.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

HERE = Path(__file__).parent / "golden"


class Case(NamedTuple):
    name: str
    source: str
    expected: str


def read_cases(path: Path) -> list[Case]:
    cases = []
    for part in ("\n" + path.read_text(encoding="utf-8")).split("\n=== ")[1:]:
        name, _, body = part.partition("\n")
        source, _, expected = (body + "\n").partition("\n---\n")
        cases.append(Case(name, source + "\n", expected.rstrip("\n")))
    return cases


def write_cases(path: Path, cases: list[Case]) -> None:
    text = "".join(f"=== {c.name}\n{c.source}---\n{c.expected}\n" for c in cases)
    path.write_text(text, encoding="utf-8")


def check_file(name: str, run: Callable[[str], str], update: bool) -> None:
    """Runs every case of a golden file; all that differ are shown together."""
    path = HERE / name
    cases = read_cases(path)
    results = [Case(c.name, c.source, run(c.source).rstrip("\n")) for c in cases]
    if update:
        write_cases(path, results)
        return
    pairs = zip(cases, results, strict=True)
    wrong = [f"{c.name}:\nexpected:\n{c.expected}\ngot:\n{r.expected}" for c, r in pairs if c != r]
    assert not wrong, "\n\n".join(wrong)
