"""The errors of the golden files, and that real Go reports the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.gotool import go_tool
from tests.types import golden


def differences(cases: list[golden.Case], results: list[str]) -> str:
    wrong = []
    for case, got in zip(cases, results, strict=True):
        if got != case.expected:
            wrong.append(f"{case.name}:\nexpected:\n{case.expected}\ngot:\n{got}")
    return "\n\n".join(wrong)


@pytest.mark.parametrize("name", golden.files())
def test_errors(name: str, request: pytest.FixtureRequest) -> None:
    path = golden.HERE / name
    cases = golden.read_cases(path)
    results = [golden.errors_of(c.source) for c in cases]
    if request.config.getoption("--update"):
        golden.write_cases(path, [c._replace(expected=r) for c, r in zip(cases, results, strict=True)])
        return
    assert not (wrong := differences(cases, results)), wrong


@pytest.mark.skipif(go_tool() is None, reason="needs a real Go")
@pytest.mark.parametrize("name", golden.files())
def test_go_agrees(name: str, tmp_path: Path) -> None:
    go = go_tool()
    assert go is not None
    cases = golden.read_cases(golden.HERE / name)
    assert not (wrong := differences(cases, [golden.errors_in_go(go, c.source, tmp_path) for c in cases])), wrong
