"""``minigo check``: every error of packages, as ``file:line:col: message``; exit 1 when there are any."""

from __future__ import annotations

from minigo.cli import flags


def main(arguments: list[str]) -> int:
    p = flags.parser(
        "check", "[flags] [files.go | packages]", "Report all errors as file:line:col: message, further lines indented."
    )
    flags.add_build_flags(p)
    flags.add(p, "trace", action="store_true", help="print how the type checker comes to its results, step by step")
    p.add_argument("packages", nargs="*")
    args = p.parse_args(arguments)
    from minigo import source
    from minigo.driver import check

    errors = check.check(flags.config_of(args), args.packages, trace=print if args.trace else None)
    source.render(errors)
    return 1 if errors.has_errors() else 0
