"""The examples of the chapter on scanner and parser are run as they stand."""

from __future__ import annotations

import doctest
from pathlib import Path

CHAPTER = Path(__file__).parents[2] / "docs" / "01-scanner-parser.md"


def test_examples() -> None:
    # The fences of code blocks would be taken for output.
    text = CHAPTER.read_text(encoding="utf-8").replace("```python", "").replace("\n\n```", "\n")
    test = doctest.DocTestParser().get_doctest(text, {}, CHAPTER.name, str(CHAPTER), 0)
    runner = doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE)
    out: list[str] = []
    runner.run(test, out=out.append)
    assert not out, "".join(out)
    assert len(test.examples) > 15
