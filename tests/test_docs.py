"""The Python examples of every chapter are run as they stand, and print what the chapter says; shell examples (``$ minigo …``) likewise."""

from __future__ import annotations

import doctest
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CHAPTERS = sorted((ROOT / "docs").glob("*.md"))
CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda p: p.stem)
def test_python_examples(chapter: Path) -> None:
    # The fences of code blocks would be taken for output.
    text = chapter.read_text(encoding="utf-8").replace("```python", "").replace("\n\n```", "\n")
    test = doctest.DocTestParser().get_doctest(text, {}, chapter.name, str(chapter), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    out: list[str] = []
    runner.run(test, out=out.append)
    assert not out, "".join(out)


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda p: p.stem)
def test_console_examples(chapter: Path, tmp_path: Path) -> None:
    """``$ command`` lines of ```` ```console ```` blocks, run in one folder, one after the other; a block ``$ cat FILE`` shows (and makes) a file."""
    for block in CONSOLE.findall(chapter.read_text(encoding="utf-8")):
        for part in ("\n" + block).split("\n$ ")[1:]:
            command, _, expected = part.partition("\n")
            if command.startswith("cat ") and not (tmp_path / command[4:]).exists():
                (tmp_path / command[4:]).write_text(expected, encoding="utf-8")
                continue
            assert run(command, tmp_path) == expected.rstrip("\n"), command


def run(command: str, folder: Path) -> str:
    """What a command prints on both outputs, in the given folder, with this minigo as ``minigo``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    shell = f'minigo() {{ "{sys.executable}" -m minigo.cli.main "$@"; }}\n{command}'
    done = subprocess.run(["bash", "-c", shell], cwd=folder, env=environment, capture_output=True, text=True)
    return (done.stdout + done.stderr).rstrip("\n")
