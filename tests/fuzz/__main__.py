"""``python -m tests.fuzz [--count N] [--seed S]``: generated programs must do the same everywhere. Exit status 1 if they do not.

``python -m tests.fuzz damage …``, ``… wording …`` and ``… types …`` are about programs that are wrong: see ``hunt``, ``wording`` and ``mistyped``.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.fuzz import hunt, mistyped, wording
from tests.fuzz.program import assemble, make_case
from tests.fuzz.runner import WAYS, fuzz


def main() -> int:
    if sys.argv[1:2] == ["damage"]:
        return hunt.main(sys.argv[2:])
    if sys.argv[1:2] == ["wording"]:
        return wording.main(sys.argv[2:])
    if sys.argv[1:2] == ["types"]:
        return mistyped.main(sys.argv[2:])
    p = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Compare generated programs with real Go.")
    p.add_argument("--count", type=int, default=100, help="cases (default 100)")
    p.add_argument("--seed", type=int, default=1)
    p.add_argument("--start", type=int, default=0, metavar="N", help="the first case's number")
    p.add_argument("--ways", default=",".join(WAYS), help=f"to compare with Go (default {','.join(WAYS)})")
    p.add_argument("--batch", type=int, default=20, help="cases in one program (default 20)")
    p.add_argument("--jobs", type=int, default=1, help="programs at a time (default 1)")
    p.add_argument("--shrink", type=int, default=150, metavar="N", help="programs to try to make a failing one smaller")
    p.add_argument("--keep", metavar="FOLDER", help="write programs that show differences there")
    p.add_argument("--print", action="store_true", help="print the first program and end")
    args = p.parse_args()
    if args.print:
        print(assemble([make_case(n, args.seed * 1_000_003 + n) for n in range(args.batch)]))
        return 0
    found = fuzz(args.count, args.seed, args.ways.split(","), args.batch, args.shrink, lambda s: print(s, file=sys.stderr, flush=True), args.jobs, args.start)  # fmt: skip
    for n, d in enumerate(found):
        print(f"seed {args.seed}, case {d.case.number}: {d.way} differs")
        print(f"--- go\n{d.expected[:2000]}\n--- {d.way}\n{d.got[:2000]}")
        if args.keep:
            folder = Path(args.keep)
            folder.mkdir(parents=True, exist_ok=True)
            (folder / f"seed{args.seed}-{d.case.number}-{d.way}-{n}.go").write_text(d.program, encoding="utf-8")
    print(f"{args.count} cases, {len(found)} differences")
    return int(bool(found))


if __name__ == "__main__":
    sys.exit(main())
