"""How long builds take, beside ``go build`` in the same run.

    python benchmarks/build_time.py [-n ROUNDS] [--lines 10000] [--json]

Four cases: hello world with an empty cache, as after installation; again with nothing changed; after an edit; and a generated program of 10,000 lines in one
package after an edit of one line. Each case is built in turn by each compiler; medians are printed. The first case runs once a compiler unless ``--cold`` says more.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from harness import GO_MOD, Compiler, alternate, compilers, median, table

HELLO: Final = 'package main\n\nimport "fmt"\n\nfunc main() {{\n\tfmt.Println("hello, world", {n})\n}}\n'

# One unit of the generated program: a type with methods and functions on it, 50 lines.
UNIT: Final = """
type record{k} struct {{
	name   string
	values []int
	index  map[string]int
	next   *record{k}
}}

func newRecord{k}(name string, n int) *record{k} {{
	r := &record{k}{{name: name, index: make(map[string]int)}}
	for i := 0; i < n; i++ {{
		r.values = append(r.values, i*{m}%17)
		r.index[fmt.Sprintf("%s-%d", name, i)] = i
	}}
	return r
}}

func (r *record{k}) String() string {{
	var b strings.Builder
	for i, v := range r.values {{
		if i > 0 {{
			b.WriteString(", ")
		}}
		b.WriteString(strconv.Itoa(v))
	}}
	return r.name + "[" + b.String() + "]"
}}

func (r *record{k}) sum(limit int) (total int, err error) {{
	for i, v := range r.values {{
		switch {{
		case v > limit:
			return total, fmt.Errorf("record{k}: value %d at %d is over %d", v, i, limit)
		case v%2 == 0:
			total += v
		default:
			total -= v / 2
		}}
	}}
	return total, nil
}}

func run{k}() int {{
	r := newRecord{k}("r{k}", 5+{k}%7)
	r.next = newRecord{k}(r.String(), 3)
	total, err := r.sum(15)
	if err != nil {{
		total = len(err.Error())
	}}
	return total + len(r.next.index) + int(r.name[0])
}}
"""


def generated(lines: int, files: int = 10) -> dict[str, str]:
    """A program of about ``lines`` lines in several files: name to text."""
    units = max(1, lines // UNIT.count("\n"))
    head = 'package main\n\nimport (\n\t"fmt"\n\t"strconv"\n\t"strings"\n)\n'
    out = {
        f"part{f}.go": head + "".join(UNIT.format(k=k, m=3 + k % 11) for k in range(f, units, files))
        for f in range(min(files, units))
    }
    calls = "".join(f"\ttotal += run{k}()\n" for k in range(units))
    out["main.go"] = f"package main\n\nfunc main() {{\n\ttotal := EDIT\n{calls}\tprintln(total)\n}}\n"
    return out


class Workspace:
    """A compiler with caches and a module of its own."""

    def __init__(self, tool: Compiler, folder: Path) -> None:
        self.tool = tool
        self.folder = folder / tool.name
        self.module = self.folder / "module"
        self.module.mkdir(parents=True)
        self.caches = 0

    def write(self, files: dict[str, str]) -> None:
        for old in self.module.glob("*.go"):
            old.unlink()
        for name, text in {**files, "go.mod": GO_MOD}.items():
            (self.module / name).write_text(text, encoding="utf-8")

    def empty_cache(self) -> None:
        self.caches += 1
        cache = str(self.folder / f"cache{self.caches}")
        os.makedirs(cache)
        os.environ["GOCACHE" if self.tool.name == "go" else "MINIGO_CACHE"] = cache

    def build(self) -> float:
        return self.tool.build(Path("."), self.folder / "prog", cwd=self.module)


def case(spaces: list[Workspace], rounds: int, prepare: Callable[[Workspace, int], None]) -> dict[str, float]:
    """Median seconds of each compiler; ``prepare`` is called before every build."""
    times: dict[str, list[float]] = {s.tool.name: [] for s in spaces}
    by_name = {s.tool.name: s for s in spaces}
    for round_ in range(rounds):
        for tool in alternate([s.tool for s in spaces], round_):
            space = by_name[tool.name]
            prepare(space, round_)
            times[tool.name].append(space.build())
    return {name: median(t) for name, t in times.items()}


def measure(tools: list[Compiler], rounds: int, cold: int, lines: int) -> dict[str, dict[str, float]]:
    results = {}
    with tempfile.TemporaryDirectory(prefix="minigo-build-") as folder:
        spaces = [Workspace(t, Path(folder)) for t in tools]

        def hello(s: Workspace, n: int) -> None:
            s.write({"main.go": HELLO.format(n=n)})

        def first(s: Workspace, n: int) -> None:
            hello(s, n)
            s.empty_cache()

        program = generated(lines)

        def edited(s: Workspace, n: int) -> None:
            s.write({name: text.replace("EDIT", str(n + 1)) for name, text in program.items()})

        results["hello world, empty cache"] = case(spaces, cold, first)
        results["hello world, unchanged"] = case(spaces, rounds, lambda s, n: None)
        results["hello world, after an edit"] = case(spaces, rounds, lambda s, n: hello(s, n + cold))
        for s in spaces:
            edited(s, -1)
            s.build()
        actual = sum(text.count("\n") for text in program.values())
        results[f"{actual} lines, after an edit"] = case(spaces, rounds, edited)
    return results


def main() -> int:
    p = argparse.ArgumentParser(description="Measure how long builds take.")
    p.add_argument("-n", type=int, default=5, metavar="ROUNDS")
    p.add_argument("--cold", type=int, default=1, metavar="ROUNDS", help="rounds with an empty cache")
    p.add_argument("--lines", type=int, default=10_000)
    p.add_argument("--compilers", default="minigo,go", metavar="LIST")
    p.add_argument("-O", default="2", metavar="LEVEL", help="minigo's optimisation level")
    p.add_argument("--json", action="store_true")
    args = p.parse_args()
    tools = compilers(args.compilers.split(","), args.O)
    results = measure(tools, args.n, args.cold, args.lines)
    if args.json:
        print(json.dumps(results, indent=1))
        return 0
    names = [t.name for t in tools]
    rows = [[title, *(f"{times[n]:.2f}" for n in names)] for title, times in results.items()]
    print(table(["seconds", *names], rows))
    return 0


if __name__ == "__main__":
    sys.exit(main())
