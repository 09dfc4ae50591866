"""Hello world: size of the executable, time from start to end, peak memory, beside Go's.

python benchmarks/startup.py [-n ROUNDS] [--json]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import Final

from harness import BuildError, Meter, alternate, compilers, median, table

PROGRAMS: Final = {
    "empty": "package main\n\nfunc main() {}\n",
    "println": 'package main\n\nfunc main() { println("hello, world") }\n',
    "fmt": 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hello, world") }\n',
}


def main() -> int:
    p = argparse.ArgumentParser(description="Measure size, run time and memory of the smallest programs.")
    p.add_argument("-n", type=int, default=40, metavar="ROUNDS")
    p.add_argument("--compilers", default="minigo,go,gccgo", metavar="LIST")
    p.add_argument("-O", default="2", metavar="LEVEL", help="minigo's optimisation level")
    p.add_argument("--json", action="store_true")
    args = p.parse_args()
    tools = compilers(args.compilers.split(","), args.O)
    meter = Meter()
    results: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory(prefix="minigo-startup-") as folder:
        for name, text in PROGRAMS.items():
            source = Path(folder, f"{name}.go")
            source.write_text(text, encoding="utf-8")
            built = {}
            for tool in tools:
                executable = Path(folder, f"{name}-{tool.name}")
                try:
                    tool.build(source, executable)
                except BuildError as e:
                    print(f"{name}, {tool.name}: does not build: {e}", file=sys.stderr)
                    continue
                built[tool.name] = executable
            samples = {n: [] for n in built}
            for round_ in range(args.n):
                for tool in alternate([t for t in tools if t.name in built], round_):
                    samples[tool.name].append(meter.run([str(built[tool.name])]))
            for tool_name, runs in samples.items():
                figures = {"kB": built[tool_name].stat().st_size / 1000, "ms": 1000 * median(s.wall for s in runs)}
                results[f"{name}, {tool_name}"] = figures | {"MB": median(s.rss for s in runs) / 1024}
    if args.json:
        print(json.dumps(results, indent=1))
        return 0
    rows = [[k, f"{f['kB']:.1f}", f"{f['ms']:.2f}", f"{f['MB']:.2f}"] for k, f in results.items()]
    print(table(["program", "size kB", "run ms", "memory MB"], rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
