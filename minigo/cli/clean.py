"""``minigo clean``: delete the build cache."""

from __future__ import annotations

from minigo.cli import flags


def main(arguments: list[str]) -> int:
    p = flags.parser("clean", "", "Delete everything in the build cache.")
    p.parse_args(arguments)
    from minigo.driver.cache import Cache
    from minigo.driver.config import cache_root

    print(f"{Cache(cache_root()).clean()} entries deleted from {cache_root()}")
    return 0
