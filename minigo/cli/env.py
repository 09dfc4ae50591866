"""``minigo env``: the settings in force, as NAME='value' lines, or the values of the named ones."""

from __future__ import annotations

from minigo import __version__
from minigo.cli import flags


def main(arguments: list[str]) -> int:
    p = flags.parser("env", "[NAME ...]", "Print settings.")
    p.add_argument("names", nargs="*")
    args = p.parse_args(arguments)
    from minigo.driver.config import cache_root, from_environment, host_arch, std_root

    config = from_environment()
    values = {
        "GOARCH": config.goarch,
        "GOOS": config.goos,
        "GOHOSTARCH": host_arch(),
        "GOVERSION": "go1.27",
        "MINIGO_CACHE": str(cache_root()),
        "MINIGO_STD": str(std_root()),
        "MINIGO_VERSION": __version__,
    }
    if args.names:
        print("\n".join(values.get(n, "") for n in args.names))
    else:
        print("\n".join(f"{k}='{v}'" for k, v in values.items()))
    return 0
