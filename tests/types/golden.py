"""Golden files of the type checker: Go source and the errors that it has.

A file holds cases separated by lines `=== name`. A case is source text, a line `---`, and the errors, `line:col: message` with
further lines indented by a tab. With `pytest --update` they are rewritten. Where there is a real Go (`tests.gotool`), another test asks it about the same sources.
"""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import NamedTuple

from minigo import source
from minigo.driver import frontend
from minigo.driver.config import Config
from minigo.driver.load import SourceFile, SourcePackage
from minigo.types import Package

HERE = Path(__file__).parent / "golden"
NAME = "x.go"


class Case(NamedTuple):
    name: str
    source: str
    expected: str


def files() -> list[str]:
    return sorted(p.name for p in HERE.glob("*.txt"))


def read_cases(path: Path) -> list[Case]:
    cases = []
    for part in ("\n" + path.read_text(encoding="utf-8")).split("\n=== ")[1:]:
        name, _, body = part.partition("\n")
        text, _, expected = (body + "\n").partition("\n---\n")
        cases.append(Case(name, text + "\n", expected.rstrip("\n")))
    return cases


def write_cases(path: Path, cases: list[Case]) -> None:
    text = "".join(f"=== {c.name}\n{c.source}---\n{c.expected}\n" for c in cases)
    path.write_text(text, encoding="utf-8")


def no_imports(path: str) -> Package:
    raise ImportError(f"package {path} is not in std")


def errors_of(text: str, lang: str = "") -> str:
    """What the front end reports about a file, without the file's name."""
    file = SourceFile(NAME, NAME, text.encode(), "p", [])
    package = SourcePackage("p", "", "p", [file], [], "1.27", False)
    try:
        frontend.check(package, no_imports, Config(lang=lang))
    except frontend.CompileErrors as e:
        return without_name(source.render_plain(e.diagnostics))
    return ""


def without_name(output: str) -> str:
    return re.sub(rf"(?m)(^/\S*/|\b){NAME}:(?=\d)", "", output).rstrip("\n")


def errors_in_go(go: str, text: str, folder: Path) -> str:
    """What cmd/compile reports about a file."""
    (folder / NAME).write_text(text, encoding="utf-8")
    command = [
        go,
        "tool",
        "compile",
        "-e",
        "-complete",
        "-p=p",
        "-o",
        "x.o",
        NAME,
    ]  # it deletes its output after an error
    return without_name(subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout)
