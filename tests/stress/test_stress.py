"""A small part of the stress runs, and the harness itself: that it sees what is wrong."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from tests.stress import programs as source
from tests.stress.execute import Workshop, difference
from tests.stress.modes import MODES

SAMPLE = ("programs/lisp#0", "programs/recovers#0", "runtime_go/storm")


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Workshop:
    return Workshop(tmp_path_factory.mktemp("stress"))


def chosen() -> list[source.Program]:
    found = {p.name: p for p in source.own_programs() + source.runtime_programs()}
    return [found[name] for name in SAMPLE]


def test_sample(shop: Workshop) -> None:
    assert shop.build_all(chosen(), 2) == {}
    failures = []
    for program in chosen():
        for seed, mode in enumerate(MODES, 1):
            failures.append(shop.check(program, mode, seed, every=10_000))
    assert [f.line() for f in failures if f is not None] == []


def test_differences_are_seen(shop: Workshop) -> None:
    program = chosen()[0]
    assert shop.build(program) == ""
    got = shop.run(program, {}, 60)
    assert difference(program, got) == ""
    assert "output: line 1 is" in difference(dataclasses.replace(program, stdout="other\n" + program.stdout), got)
    assert "exit status 0, not 3" in difference(dataclasses.replace(program, exit=3), got)


def test_endless_program_is_ended(tmp_path: Path) -> None:
    endless = tmp_path / "endless.go"
    endless.write_text(
        "package main\n\nfunc main() { select {} }\n\nfunc init() { go func() { for {} }() }\n", encoding="utf-8"
    )
    program = source.Program("endless", (endless,), (), tmp_path, "", "", "", 0, True, False, ())
    shop = Workshop(tmp_path, timeout=2)
    assert shop.build(program) == ""
    failure = shop.check(program, "poison", 1, 1)
    assert failure is not None
    assert failure.what == "no end"
    assert "goroutine 1 [select (no cases)]" in failure.outcome.stdout  # where it stood


def test_directive(tmp_path: Path) -> None:
    (tmp_path / "args.go").write_text('// run -gcflags=-l other.go a "b c"\n\npackage main\n', encoding="utf-8")
    found = source._directive(tmp_path / "args.go", tmp_path)
    assert found == ((tmp_path / "other.go",), ("a", "b c"))


def test_exceptions_name_programs_and_modes() -> None:
    for name, modes in source.read_exceptions().items():
        assert set(modes) <= {"*", *MODES}, name
