"""Programs built by minigo, Go, gccgo and (in C) gcc, run in turn, and compared with Go.

    python benchmarks/run.py [-n ROUNDS] [-O LEVEL] [--compilers minigo,go,gccgo,c] [--json] [PROGRAM...]

Prints medians: run time, peak memory, size of the executable and build time (with a warm cache for the library), Go's in units and the others' as ratios to it. Every
program must print what Go's prints. A program may report figures of its own on standard error, one a line: name, number, unit (see ``gclatency``).
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from harness import BuildError, Compiler, Meter, Sample, alternate, compilers, geometric_mean, median, table

PROGRAMS: Final = Path(__file__).with_name("programs")
QUANTITIES: Final = (("wall", "time", "ms", 1e3), ("rss", "memory", "MB", 1 / 1024), ("size", "size", "kB", 1e-3), ("build", "build", "ms", 1e3))  # fmt: skip


class Record:
    """All that is known of one program under one compiler."""

    __slots__ = ("build", "error", "executable", "samples", "size")

    def __init__(self, executable: Path) -> None:
        self.executable = executable
        self.samples: list[Sample] = []
        self.size = 0
        self.build = 0.0
        self.error = ""

    def figures(self) -> dict[str, float]:
        """Medians, in seconds, KiB and bytes; and the program's own figures."""
        if self.error or not self.samples:
            return {}
        out = {"wall": median(s.wall for s in self.samples), "cpu": median(s.cpu for s in self.samples)}
        out |= {"rss": median(s.rss for s in self.samples), "size": float(self.size), "build": self.build}
        reports = [_report(s.stderr) for s in self.samples]
        return out | {name: median(r[name] for r in reports if name in r) for name in reports[0]}


def _report(stderr: bytes) -> dict[str, float]:
    lines = [line.split() for line in stderr.decode().splitlines()]
    return {f"{words[0]} ({words[2]})": float(words[1]) for words in lines if len(words) == 3}


def build_all(program: Path, tools: list[Compiler], folder: Path) -> dict[str, Record]:
    records = {}
    for tool in tools:
        source = tool.source(program)
        if source is None:
            continue
        record = records[tool.name] = Record(folder / f"{program.stem}-{tool.name}")
        try:
            record.build = tool.build(source, record.executable)
            record.size = record.executable.stat().st_size
        except BuildError as e:
            record.error = f"does not build: {e}"
    return records


def measure(program: Path, tools: list[Compiler], rounds: int, meter: Meter, folder: Path) -> dict[str, Record]:
    records = build_all(program, tools, folder)
    for round_ in range(rounds):
        for tool in alternate(tools, round_):
            record = records.get(tool.name)
            if record is None or record.error:
                continue
            try:
                sample = meter.run([str(record.executable)])
            except subprocess.TimeoutExpired:
                record.error = "takes too long"
                continue
            record.samples.append(sample)
            if sample.status:
                record.error = f"exit status {sample.status}: {sample.stderr.decode(errors='replace')[:500]}"
    _compare(records)
    for record in records.values():
        record.executable.unlink(missing_ok=True)
    return records


def _compare(records: dict[str, Record]) -> None:
    """Marks those that do not print what Go prints."""
    go = records.get("go")
    if go is None or not go.samples:
        return
    for record in records.values():
        wrong = [s.stdout for s in record.samples if s.stdout != go.samples[0].stdout]
        if wrong and not record.error:
            record.error = f"prints {wrong[0]!r} instead of {go.samples[0].stdout!r}"


def show(results: dict[str, dict[str, Record]], tools: list[Compiler]) -> str:
    """The table of all results and, below, the geometric means of the ratios."""
    others = [t.name for t in tools if t.name != "go"]
    header = ["program"]
    for _, title, unit, _ in QUANTITIES:
        header += [f"{title} {unit}", *others]
    rows = []
    ratios: dict[tuple[str, str], list[float]] = {}
    for name, records in results.items():
        row = [name]
        figures = {tool: record.figures() for tool, record in records.items()}
        go = figures.get("go", {})
        for key, _, _, factor in QUANTITIES:
            row.append(f"{go[key] * factor:.1f}" if go else "-")
            for other in others:
                mine = figures.get(other, {})
                if not (go and mine):
                    row.append("-" if other not in records else "fails" if records[other].error else "-")
                    continue
                ratios.setdefault((key, other), []).append(mine[key] / go[key])
                row.append(f"{mine[key] / go[key]:.2f}")
        rows.append(row)
    means = ["geometric mean"]
    for key, *_ in QUANTITIES:
        means += ["", *(f"{geometric_mean(ratios.get((key, o), [])):.2f}" for o in others)]
    return table(header, [*rows, means]) + _details(results)


def _details(results: dict[str, dict[str, Record]]) -> str:
    """The programs' own figures, and what went wrong."""
    out = []
    for name, records in results.items():
        for tool, record in records.items():
            own = {k: v for k, v in record.figures().items() if " (" in k}
            if own:
                out.append(f"{name}, {tool}: " + ", ".join(f"{k} {v:g}" for k, v in own.items()))
            if record.error:
                out.append(f"{name}, {tool}: {record.error}")
    return "\n\n" + "\n".join(out) if out else ""


def as_json(results: dict[str, dict[str, Record]]) -> str:
    plain: dict[str, Any] = {
        name: {tool: ({"error": r.error} if r.error else r.figures()) for tool, r in records.items()}
        for name, records in results.items()
    }
    return json.dumps(plain, indent=1)


def main() -> int:
    p = argparse.ArgumentParser(description="Compare run time, memory, size and build time with Go, gccgo and C.")
    p.add_argument("-n", type=int, default=5, metavar="ROUNDS", help="runs of each executable (default 5)")
    p.add_argument("-O", default="2", metavar="LEVEL", help="minigo's optimisation level")
    p.add_argument("--compilers", default="minigo,go,gccgo,c", metavar="LIST")
    p.add_argument("--json", action="store_true", help="print medians as JSON")
    p.add_argument("programs", nargs="*", metavar="PROGRAM", help=f"of {PROGRAMS.name}; all by default")
    args = p.parse_args()
    tools = compilers(args.compilers.split(","), args.O)
    known = {f.stem: f for f in sorted(PROGRAMS.glob("*.go"))}
    unknown = [n for n in args.programs if n not in known]
    if unknown:
        p.error(f"no program {', '.join(unknown)}")
    meter = Meter()
    results: dict[str, dict[str, Record]] = {}
    with tempfile.TemporaryDirectory(prefix="minigo-bench-") as folder:
        build_all(known["strings"], tools, Path(folder))  # so that the library is in every cache
        for name in args.programs or known:
            print(f"{name} …", file=sys.stderr, flush=True)
            results[name] = measure(known[name], tools, args.n, meter, Path(folder))
    print(as_json(results) if args.json else show(results, tools))
    return int(any(r.error for records in results.values() for r in records.values()))


if __name__ == "__main__":
    sys.exit(main())
