"""The list of tests of Go's own suite that pass, as a ratchet: what passed once has to pass.

    python -m tests.conformance.ratchet RESULTS.json            fails when a test of passing.txt does not pass
    python -m tests.conformance.ratchet RESULTS.json --update   and adds those that pass newly

RESULTS.json is what a run of Go's ``test/`` directory and ``internal/types/testdata`` writes: ``{"results": {NAME: {"suite": …, "status": "pass", …}}}``. Tests that the
run left out count as not run, not as failed.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

LIST = Path(__file__).parent / "passing.txt"


def read_list() -> dict[str, str]:
    """Name -> suite."""
    rows = [line.split(" ", 1) for line in LIST.read_text(encoding="utf-8").splitlines() if line and line[0] != "#"]
    return {name: suite for suite, name in rows}


def write_list(passing: dict[str, str]) -> None:
    head = "# Tests of Go's own suite that pass: suite, name. See ratchet.py.\n"
    LIST.write_text(
        head + "".join(f"{s} {n}\n" for s, n in sorted((s, n) for n, s in passing.items())), encoding="utf-8"
    )


def compare(passing: dict[str, str], results: dict[str, dict[str, object]]) -> tuple[list[str], list[str]]:
    """(names that passed before and do not now, names that pass newly)."""
    lost = [n for n in passing if n in results and results[n]["status"] != "pass"]
    new = [n for n, r in results.items() if r["status"] == "pass" and n not in passing]
    return sorted(lost), sorted(new)


def main() -> int:
    parser = argparse.ArgumentParser(description="compare a conformance run with the tests known to pass")
    parser.add_argument("results", type=Path)
    parser.add_argument("--update", action="store_true", help="add tests that pass newly to the list")
    args = parser.parse_args()
    results = json.loads(args.results.read_text(encoding="utf-8"))["results"]
    passing = read_list()
    lost, new = compare(passing, results)
    if args.update:
        passing.update({n: str(results[n]["suite"]) for n in new})
        write_list(passing)
    print(f"{len(passing)} known to pass, {len(lost)} of them lost, {len(new)} new")
    for name in lost:
        print(f"LOST {passing[name]} {name}: {results[name]['status']}")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
