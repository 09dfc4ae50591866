"""Passes: SSA text before and after, constraints of pipelines, and programs that must do the same with and without each pass."""

from __future__ import annotations

from pathlib import Path

import pytest

from minigo import passes, ssa
from minigo.ssa.interp.machine import Machine

from ..ssa.golden import read_cases
from ..ssa.test_builder import build

GOLDEN = Path(__file__).parent / "golden" / "passes.txt"


def transform(title: str, text: str) -> str:
    package = ssa.parse_package(text)
    ssa.verify_package(package)
    passes.run(package, passes.pipeline(0, (title.split(":")[0],)), lambda p, program: ssa.verify_package(program))
    lines = ssa.format_package(package).splitlines()
    return "\n".join(line for line in lines if not line.startswith("#") and line) + "\n"


def test_before_and_after(request: pytest.FixtureRequest) -> None:
    parts = ("\n" + GOLDEN.read_text(encoding="utf-8")).split("\n=== ")[1:]
    results = []
    for part in parts:
        title, _, body = part.partition("\n")
        before, _, expected = (body + "\n").partition("---\n")
        results.append((title, before, expected.rstrip("\n"), transform(title, before).rstrip("\n")))
    if request.config.getoption("--update"):
        GOLDEN.write_text("".join(f"=== {t}\n{b}---\n{got}\n" for t, b, _, got in results), encoding="utf-8")
        return
    for title, _, expected, got in results:
        assert got == expected, title


def test_pipelines_keep_their_constraints() -> None:
    for opt in passes.PIPELINES:
        assert passes.pipeline(opt) == [passes.PASSES[n] for n in passes.PIPELINES[opt]]


def test_disabled_and_unknown_passes() -> None:
    assert "sccp" not in [p.name for p in passes.pipeline(2, None, ("sccp",))]
    with pytest.raises(passes.PassError, match="unknown pass 'nope'"):
        passes.pipeline(2, None, ("nope",))


def execute(text: str, pipeline: list[passes.Pass]) -> str:
    program = build(text)
    passes.run(program, pipeline, lambda p, package: ssa.verify_package(package))
    machine = Machine([program])
    status = machine.run()
    return b"".join(machine.output).decode() + (f"exit status {status}\n" if status else "")


@pytest.mark.parametrize("name", [*passes.PASSES, "-O1", "-O2", "-O3"])
def test_programs_do_the_same(name: str) -> None:
    """The programs of the SSA tests, whose output real Go confirms."""
    pipeline = passes.pipeline(int(name[2:])) if name.startswith("-O") else passes.pipeline(0, (name,))
    for title, source, expected in read_cases("run.txt"):
        assert execute(source, pipeline).rstrip("\n") == expected, title


def test_text_parses_back() -> None:
    """All that the builder makes of the SSA tests' programs. Positions are not part of the text."""
    for title, source, _ in [*read_cases("build.txt"), *read_cases("run.txt")]:
        program = build(source)
        lines = ssa.format_package(program).splitlines(keepends=True)
        text = "".join(line for line in lines if not line.startswith("# Location: "))
        again = ssa.parse_package(text, ssa.named_types(program))
        ssa.verify_package(again)
        assert ssa.format_package(again) == text, title
