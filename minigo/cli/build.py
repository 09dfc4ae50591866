"""``minigo build``."""

from __future__ import annotations

import sys

from minigo.cli import flags


def main(arguments: list[str]) -> int:
    p = flags.parser(
        "build",
        "[-o OUT] [flags] [files.go | package]",
        "Compile a package and all that it imports; a program is linked to a static executable.",
    )
    flags.add(
        p, "o", default=None, metavar="OUT", help="the executable (default: named after the package or first file)"
    )
    flags.add(p, "S", action="store_true", help="print the package's assembly instead of linking")
    flags.add_build_flags(p)
    p.add_argument("packages", nargs="*")
    args = p.parse_args(arguments)
    from minigo.driver.build import Builder

    config = flags.config_of(args)
    if args.S:
        from minigo.cli import dump

        return dump.print_stage(config, "asm", args.packages)
    log = (lambda text: print(text, file=sys.stderr)) if config.verbose else None
    Builder(config, log=log).build(args.packages, args.o)
    return 0
