"""How fast scanning and parsing are, and whether every file of a source tree is accepted.

    python benchmarks/frontend.py [--every N] [--comments] DIRECTORY...

Prints files, lines, tokens and rates for the scanner alone and for scanner and parser together, and the first few
errors (files under `testdata` are left out: many are wrong on purpose). `--profile` shows where the time goes.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import time
from pathlib import Path

from minigo.source import Diagnostic, FileSet
from minigo.syntax import PARSE_COMMENTS, load_table, parse_file, scan


def source_files(directories: list[str], every: int) -> list[Path]:
    files = [f for d in directories for f in sorted(Path(d).rglob("*.go")) if "testdata" not in f.parts]
    return files[::every]


def time_scanner(sources: list[bytes]) -> tuple[float, int]:
    tokens = 0
    start = time.perf_counter()
    for src in sources:
        tokens += len(scan(FileSet().add_file("x.go", len(src)), src).kinds)
    return time.perf_counter() - start, tokens


def time_parser(files: list[Path], sources: list[bytes], mode: int) -> tuple[float, list[Diagnostic]]:
    errors: list[Diagnostic] = []
    start = time.perf_counter()
    for path, src in zip(files, sources, strict=True):
        parse_file(FileSet(), str(path), src, mode, errors=errors)
    return time.perf_counter() - start, errors


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", nargs="+")
    parser.add_argument("--every", type=int, default=1, help="take only every Nth file")
    parser.add_argument("--comments", action="store_true", help="keep and attach comments")
    parser.add_argument("--profile", action="store_true", help="show where the time goes")
    options = parser.parse_args()

    files = source_files(options.directory, options.every)
    sources = [f.read_bytes() for f in files]
    lines = sum(src.count(b"\n") for src in sources)
    start = time.perf_counter()
    load_table()
    print(f"table      {(time.perf_counter() - start) * 1000:8.1f} ms")
    gc.freeze()
    scan_time, tokens = time_scanner(sources)
    print(f"input      {len(files)} files, {lines} lines, {tokens} tokens")
    print(f"scan       {scan_time:8.2f} s {lines / scan_time:12,.0f} lines/s {tokens / scan_time:12,.0f} tokens/s")
    mode = PARSE_COMMENTS if options.comments else 0
    profile = cProfile.Profile()
    if options.profile:
        profile.enable()
    parse_time, errors = time_parser(files, sources, mode)
    profile.disable()
    print(f"scan+parse {parse_time:8.2f} s {lines / parse_time:12,.0f} lines/s {tokens / parse_time:12,.0f} tokens/s")
    print(f"errors     {len(errors)}")
    for error in errors[:10]:
        print(f"    {error}")
    if options.profile:
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)


if __name__ == "__main__":
    main()
