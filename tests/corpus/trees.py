"""`python -m tests.corpus ast`: every file of a Go tree, parsed by minigo and by go/parser; are the trees the same?

What go/parser rejects (deliberate errors in testdata) does not count. Scanning and parsing are timed file by file, without reading the file
and without the dump, in each worker's own CPU time, so that other work on the machine does not show.
"""

from __future__ import annotations

import dataclasses
import gc
import hashlib
import multiprocessing
import os
import resource
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from minigo import source, syntax
from minigo.cli.main import COLLECT
from tests.corpus.canonical import Canonical
from tests.gotool import go_environment

HERE = Path(__file__).parent


@dataclasses.dataclass(slots=True)
class Parsed:
    """What minigo made of a file: the hash of the tree, the first error, sizes, times (s) and the worker's peak memory (KB)."""

    name: str
    digest: str
    error: str
    lines: int
    scan: float
    parse: float
    memory: int


def go_files(folder: Path) -> list[str]:
    """All Go files below a folder, in a fixed order."""
    found = []
    for at, folders, names in os.walk(folder):
        folders.sort()
        found += [os.path.join(at, n) for n in sorted(names) if n.endswith(".go")]
    return found


def parse(name: str) -> Parsed:
    """Parse one file with minigo."""
    data = Path(name).read_bytes()
    lines = data.count(b"\n")
    start = time.process_time()
    syntax.scan(source.FileSet().add_file(name, len(data)), data)
    scanned = time.process_time()
    errors = source.DiagnosticList()
    tree = syntax.parse_file(source.FileSet(), name, data, syntax.PARSE_COMMENTS, errors=errors)
    end = time.process_time()
    # gc's parser complains about `func () f()`, go/parser leaves that to the type checker: the tree is complete all the same.
    first = next((str(d) for d in errors if d.code == "syntax"), "")
    digest = hashlib.sha256(Canonical().dump(tree)).hexdigest()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Parsed(name, digest, first, lines, scanned - start, end - scanned, peak)


def _start_worker() -> None:
    gc.set_threshold(*COLLECT)  # as the command sets it
    syntax.load_table()


def parse_all(names: list[str], jobs: int) -> Iterator[Parsed]:
    """Parse files in worker processes; the results come in any order."""
    with multiprocessing.get_context("forkserver").Pool(jobs, _start_worker) as pool:
        yield from pool.imap_unordered(parse, names, 8)


class GoSide:
    """The Go program that dumps go/parser's trees, built once."""

    def __init__(self, go: str, folder: Path) -> None:
        self.program = folder / "dumpast"
        (folder / "src").mkdir()
        (folder / "src" / "main.go").write_bytes((HERE / "dumpast.go").read_bytes())
        (folder / "src" / "go.mod").write_text("module dumpast\n\ngo 1.27\n", encoding="utf-8")
        subprocess.run([go, "build", "-o", str(self.program)], cwd=folder / "src", env=go_environment(), check=True)

    def hashes(self, names: list[str], jobs: int) -> dict[str, str]:
        """File name → hash of go/parser's tree, or "error"."""
        env = {**os.environ, "GOMAXPROCS": str(jobs)}
        done = subprocess.run([self.program], input="\n".join(names), capture_output=True, text=True, env=env, check=True)  # fmt: skip
        return {name: digest for digest, _, name in (line.partition(" ") for line in done.stdout.splitlines())}

    def dump(self, name: str) -> bytes:
        """go/parser's tree as text."""
        return subprocess.run([self.program, name], capture_output=True, check=True).stdout


def first_difference(ours: bytes, theirs: bytes) -> str:
    """The first line in which two dumps differ, with the line before it."""
    mine, right = ours.decode(errors="replace").splitlines(), theirs.decode(errors="replace").splitlines()
    before = ""
    for a, b in zip([*mine, "(end)"], [*right, "(end)"], strict=False):
        if a != b:
            return f"    after      {before[:150]}\n    minigo     {a[:150]}\n    go/parser  {b[:150]}"
        before = a
    return "    no difference"


@dataclasses.dataclass(slots=True)
class Report:
    """Sums over a tree; ``failed`` and ``different`` are lines to print."""

    total: int = 0
    rejected: int = 0
    parsed: int = 0
    equal: int = 0
    lines: int = 0
    scan: float = 0.0
    parse: float = 0.0
    memory: int = 0
    failed: list[str] = dataclasses.field(default_factory=list)
    different: list[str] = dataclasses.field(default_factory=list)

    def text(self) -> str:
        """The figures."""
        return (
            f"files parsed           {self.parsed} / {self.total}  ({self.rejected} more that go/parser rejects)\n"
            f"trees equal            {self.equal} / {self.total}  ({100 * self.equal / max(self.total, 1):.3f} %)\n"
            f"lines                  {self.lines}\n"
            f"lines per second       scan {self.lines / max(self.scan, 1e-9):,.0f}, parse (scan included) {self.lines / max(self.parse, 1e-9):,.0f}\n"
            f"peak memory            {self.memory / 1024:.0f} MB a process"
        )


def compare(go: str, names: list[str], jobs: int) -> Report:
    """Parse the files on both sides and compare."""
    report = Report()
    with tempfile.TemporaryDirectory(prefix="minigo-corpus-") as folder:
        go_side = GoSide(go, Path(folder))
        expected = go_side.hashes(names, jobs)
        wanted = [n for n in names if expected[n] != "error"]
        report.total, report.rejected = len(wanted), len(names) - len(wanted)
        for p in parse_all(wanted, jobs):
            report.lines += p.lines
            report.scan += p.scan
            report.parse += p.parse
            report.memory = max(report.memory, p.memory)
            if p.error:
                report.failed.append(p.error)
            else:
                report.parsed += 1
            if p.digest == expected[p.name]:
                report.equal += 1
            elif not p.error:
                report.different.append(f"{p.name}\n{first_difference(dump(p.name), go_side.dump(p.name))}")
    report.failed.sort()
    report.different.sort()
    return report


def dump(name: str) -> bytes:
    """minigo's tree as text."""
    return Canonical().dump(syntax.parse_file(source.FileSet(), name, mode=syntax.PARSE_COMMENTS))
