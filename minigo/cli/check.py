"""``minigo check``: every error of a package, one line each; exit 1 when there are any."""

from __future__ import annotations

from minigo.cli import flags


def main(arguments: list[str]) -> int:
    p = flags.parser("check", "[flags] [files.go | package]", "Report all errors as file:line:col: message.")
    flags.add_build_flags(p)
    p.add_argument("packages", nargs="*")
    args = p.parse_args(arguments)
    from minigo.driver.build import Builder

    Builder(flags.config_of(args)).check(args.packages)
    return 0
