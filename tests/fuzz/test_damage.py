"""A fixed handful of damaged inputs: none may crash the compiler or leave it without an answer."""

from __future__ import annotations

from tests.bigstack import with_big_stack
from tests.fuzz.damage import Damager, damaged_go_mod, sources
from tests.fuzz.hunt import OWN, hunt, smaller
from tests.fuzz.judge import Judge
from tests.fuzz.mistyped import Mistakes
from tests.fuzz.wording import ours as syntax_errors

SEED = 20


def test_inputs_are_reproducible() -> None:
    files = sources(OWN)
    assert len(files) > 50
    one, two = Damager(files, SEED), Damager(files, SEED)
    assert [one.damaged(n) for n in range(20)] == [two.damaged(n) for n in reversed(range(20))][::-1]
    assert damaged_go_mod(SEED, 1) == damaged_go_mod(SEED, 1) != damaged_go_mod(SEED, 2)


def test_mistakes_leave_the_syntax_alone() -> None:
    mistakes = Mistakes(sources(OWN), SEED)
    inputs = [mistakes.mistaken(n) for n in range(40)]
    assert inputs == [Mistakes(sources(OWN), SEED).mistaken(n) for n in range(40)]
    assert sum(not syntax_errors(data) for data in inputs) > 30


def test_smaller_keeps_what_fails() -> None:
    data = b"package p\n\nfunc f() {\n\tx := 1\n\tboom(x)\n}\n"
    assert smaller(data, lambda d: b"boom" in d, 200) == b"boom"


def test_nothing_crashes() -> None:
    result = hunt(Damager(sources(OWN), SEED), range(80), jobs=1, budget=0, log=lambda text: None)
    assert sum(result.reached.values()) == 80
    assert {name: (f.number, f.verdict.detail) for name, f in result.findings.items()} == {}
    assert result.reached.get("parse", 0) > 5  # some inputs are good enough for the type checker


# What the hunt has found, made small: each once crashed the compiler, or kept it busy for ever.
FOUND = [
    b'package a\nimport "' + b"x" * 3000 + b'"\n',
    b"package m\nfunc n(){_:_:}",
    b'package m\nimport("\\c\n)\nfunc t(){if n==(b){}}',
    b'package m\ntype T struct { a int "\\q" }\n',
    b"package m\nfunc f() { _ = '\\",
    b"//" + b"\n \n" * 3000 + b"x",
    b"package p\nvar x = " + b"(" * 3000 + b"1" + b")" * 3000 + b"\n",
    b"package p\nvar \xd6\xd6 = )\n",
    b"package p\nvar x = " + b"(" * 50000 + b"1" + b"}" * 50000 + b"\n",
    b"package p\nfunc f() {" + b"if x {" * 20000 + b")" + b"}" * 20000 + b"\n",
]


def test_found_before() -> None:
    judge = Judge()
    verdicts = with_big_stack(lambda: [judge.judge("go", data) for data in FOUND])
    assert [v.detail for v in verdicts if v.signature] == []
    assert judge.judge("mod", b"module m\nreplace =>").signature == ""
