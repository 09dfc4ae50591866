"""The comparison of the ratchet, and the form of its list."""

from __future__ import annotations

from . import ratchet


def test_lost_and_new() -> None:
    passing = {"a.go": "run", "b.go": "run", "c.go": "compile"}
    results: dict[str, dict[str, object]] = {
        "a.go": {"suite": "run", "status": "pass"},
        "b.go": {"suite": "run", "status": "wrong-output"},
        "d.go": {"suite": "run", "status": "pass"},
        "e.go": {"suite": "run", "status": "timeout"},
    }
    assert ratchet.compare(passing, results) == (["b.go"], ["d.go"])


def test_list_is_sorted_and_without_duplicates() -> None:
    lines = [line for line in ratchet.LIST.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert lines == sorted(set(lines))
    assert len(lines) > 1000
