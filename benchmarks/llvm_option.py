"""What an LLVM option of the code generator costs: programs compiled with all options and without one of them, run in turn.

    python benchmarks/llvm_option.py [-n ROUNDS] [--without OPTION] [PROGRAM...]

Prints the lowest CPU times and their ratio. ``docs/decisions/0060-conservative-stacks-and-llvm.md`` quotes it for ``-disable-lsr``.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from harness import ROOT, Meter, geometric_mean, table

PROGRAMS: Final = Path(__file__).with_name("programs")
DEFAULT: Final = ("fannkuch", "matmul", "nbody", "sieve", "sort", "spectralnorm")
# Runs in a process of its own, for LLVM's options are the process's.
BUILD: Final = """
import sys
from minigo.codegen import target
from minigo.driver.build import Builder
from minigo.driver.config import Config
sys.setrecursionlimit(100_000)
target._OPTIONS = tuple(o for o in target._OPTIONS if o != sys.argv[1])
Builder(Config()).build([sys.argv[2]], sys.argv[3])
"""


def build(without: str, program: str, out: Path, cache: Path) -> None:
    """Compile with a cache apart: its keys do not know of what is left out here."""
    env = {**os.environ, "MINIGO_CACHE": str(cache), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", BUILD, without, str(PROGRAMS / f"{program}.go"), str(out)]
    subprocess.run(command, check=True, env=env)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("-n", type=int, default=7, help="runs of each executable (default 7)")
    parser.add_argument("--without", default="-disable-lsr")
    parser.add_argument("programs", nargs="*", default=DEFAULT)
    args = parser.parse_args()
    meter = Meter()
    rows, ratios = [], []
    with tempfile.TemporaryDirectory(prefix="minigo-bench-") as folder:
        for name in args.programs:
            best = {"": float("inf"), args.without: float("inf")}
            for without in best:
                build(without, name, Path(folder, name + without), Path(folder, "cache" + without))
            for _ in range(args.n):
                for without, known in best.items():
                    best[without] = min(known, meter.run([str(Path(folder, name + without))]).cpu)
            ratios.append(best[""] / best[args.without])
            rows.append([name, f"{best[''] * 1e3:.1f}", f"{best[args.without] * 1e3:.1f}", f"{ratios[-1]:.2f}"])
    rows.append(["geometric mean", "", "", f"{geometric_mean(ratios):.2f}"])
    print(table(["program", "with it, ms", "without, ms", "ratio"], rows))


if __name__ == "__main__":
    main()
