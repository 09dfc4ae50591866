"""Generated programs do the same in real Go, with and without optimisation, and on the SSA interpreter. A long run is ``python -m tests.fuzz --count 5000``.

``regressions/NAME.go`` are programs that once differed, with what real Go prints in ``NAME.out`` (``--update`` writes it).
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.fuzz.choices import Choices, shrink
from tests.fuzz.program import assemble, make_case
from tests.fuzz.runner import Outcome, Runner, fuzz
from tests.gotool import go_tool

REGRESSIONS = sorted((Path(__file__).parent / "regressions").glob("*.go"))


def text_of(outcome: Outcome) -> str:
    return outcome.failure + "".join(f"case {n}\n{body}" for n, body in outcome.cases.items())


@pytest.mark.parametrize("program", REGRESSIONS, ids=lambda p: p.stem)
def test_regression(program: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    source = program.read_text(encoding="utf-8")
    expected = program.with_suffix(".out")
    if request.config.getoption("--update"):
        go = go_tool()
        assert go is not None, "no Go toolchain"
        expected.write_text(text_of(Runner(go, (), tmp_path).run(source, "go")), encoding="utf-8")
        return
    runner = Runner("", (), tmp_path)
    for way in ("interp", "O0", "O2"):
        assert text_of(runner.run(source, way)) == expected.read_text(encoding="utf-8"), way


def test_generated_programs() -> None:
    if go_tool() is None:
        pytest.skip("no Go toolchain")
    found = fuzz(20, 7, ("interp", "O0", "O2"), 20, 0, lambda text: None)
    assert not found, "\n".join(f"case {d.case.number}, {d.way}:\n{d.expected}\ngot:\n{d.got}" for d in found)


def test_a_case_is_a_function_of_its_decisions() -> None:
    for seed in range(30):
        case = make_case(3, seed)
        assert make_case(3, recorded=case.made).text == case.text


def test_no_decisions_give_a_simple_program() -> None:
    assert assemble([make_case(0, recorded=[])]).count("\n") < assemble([make_case(0, seed=1)]).count("\n")


def test_shrinking_finds_what_matters() -> None:
    """The smallest sequence with a number over 50 in it is that number, lowered as far as halving goes."""
    choices = Choices(seed=5)
    for _ in range(40):
        choices.below(100)
    small = shrink(choices.made, lambda made: any(n > 50 for n in made), 1000)
    assert len(small) == 1
    assert 50 < small[0] <= 100
