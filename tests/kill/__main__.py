"""Kills at random moments: ``python -m tests.kill [files|builds] [--count 100] [--seed 1]``. Exit status 1 if something was lost."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests.kill import builds, files


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("what", choices=("files", "builds"), nargs="?", default="files")
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        hunt = files.hunt if args.what == "files" else builds.hunt
        wrong = hunt(args.count, args.seed, Path(folder))
    print("\n".join(wrong), end="\n" if wrong else "")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
