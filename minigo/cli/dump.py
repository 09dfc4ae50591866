"""``minigo dump``: print what a stage makes of a package."""

from __future__ import annotations

import sys

from minigo.cli import flags
from minigo.driver.config import Config

STAGES = ("tokens", "ast", "types", "ssa", "llvm", "llvm-opt", "asm", "obj", "symbols")


def main(arguments: list[str]) -> int:
    p = flags.parser(
        "dump",
        "--stage STAGE [--func NAME] [--pass NAME] [flags] [files.go | package]",
        "Print an intermediate result of the compiler.",
    )
    flags.add(p, "stage", choices=STAGES, required=True, help="what to print")
    flags.add(p, "func", default="", metavar="NAME", help="only this function: a symbol, or a name without its package")
    flags.add(
        p, "pass", default="", metavar="NAME", help="with --stage ssa: after this pass (build: before all passes)"
    )
    flags.add_build_flags(p)
    p.add_argument("packages", nargs="*")
    args = p.parse_args(arguments)
    return print_stage(flags.config_of(args), args.stage, args.packages, args.func, getattr(args, "pass"))


def print_stage(config: Config, stage: str, packages: list[str], function: str = "", after: str = "") -> int:
    """Print a stage's lines to standard output."""
    from minigo.study import dump

    for line in dump.dump(config, stage, packages, function, after):
        sys.stdout.write(line + "\n")
    return 0
