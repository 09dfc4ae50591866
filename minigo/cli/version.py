"""``minigo version [-m] [executables]``."""

from __future__ import annotations

import platform
import sys

from minigo import __version__
from minigo.cli import flags


def main(arguments: list[str]) -> int:
    p = flags.parser("version", "[-m] [executable ...]", "Print minigo's version, or that which built an executable.")
    flags.add(p, "m", action="store_true", help="also the build information")
    p.add_argument("files", nargs="*")
    args = p.parse_args(arguments)
    if not args.files:
        print(f"minigo version {__version__} (go1.27) {platform.system().lower()}/{platform.machine()}")
        return 0
    status = 0
    for name in args.files:
        with open(name, "rb") as f:
            data = f.read()
        from minigo.link.buildinfo import read_build_info

        info = read_build_info(data)
        if info is None:
            print(f"{name}: not built by minigo", file=sys.stderr)
            status = 1
            continue
        lines = info.splitlines()
        print(f"{name}: {lines[0].removeprefix('go').strip()}")
        if args.m:
            print("\n".join("\t" + line for line in lines[1:]))
    return status
