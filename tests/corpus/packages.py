"""`python -m tests.corpus check`: every package of Go's standard library, type-checked by minigo: no error may come out.

The go command says which files belong to each package on linux/amd64 without cgo. Packages are checked in the order of their imports, each with the packages that minigo itself
made of what it imports. Functions without a body are allowed, as they are where assembly has them.
"""

from __future__ import annotations

import dataclasses
import gc
import json
import os
import resource
import subprocess
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from minigo import source, syntax, types
from minigo.cli.main import COLLECT
from tests.gotool import go_environment

FIELDS = "ImportPath,Dir,Name,GoFiles,Imports,ImportMap"


@dataclasses.dataclass(slots=True)
class Listed:
    """A package as the go command lists it; ``import_map`` says what vendored imports stand for."""

    path: str
    folder: str
    files: list[str]
    imports: list[str]
    import_map: dict[str, str]


def list_packages(go: str, patterns: list[str]) -> list[Listed]:
    """The packages that match, imported ones first."""
    env = {**go_environment(), "GOOS": "linux", "GOARCH": "amd64"}
    command = [go, "list", "-deps", f"-json={FIELDS}", *patterns]
    text = subprocess.run(command, capture_output=True, text=True, check=True, env=env, cwd=Path(go).parent).stdout
    decoder = json.JSONDecoder()
    found = []
    at = 0
    while (at := text.find("{", at)) >= 0:
        entry, at = decoder.raw_decode(text, at)
        files = [os.path.join(entry["Dir"], n) for n in entry.get("GoFiles", [])]
        if entry["ImportPath"] != "unsafe":
            found.append(Listed(entry["ImportPath"], entry["Dir"], files, entry.get("Imports", []), entry.get("ImportMap", {})))  # fmt: skip
    return found


@dataclasses.dataclass(slots=True)
class Report:
    """Sums over packages; ``errors`` are lines to print, by package."""

    packages: int = 0
    clean: int = 0
    lines: int = 0
    parse: float = 0.0
    check: float = 0.0
    errors: list[str] = dataclasses.field(default_factory=list)

    def text(self) -> str:
        """The figures."""
        total = self.parse + self.check
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return (
            f"packages without error {self.clean} / {self.packages}\n"
            f"lines                  {self.lines}\n"
            f"lines per second       check {self.lines / max(self.check, 1e-9):,.0f}, parse and check {self.lines / max(total, 1e-9):,.0f}\n"
            f"peak memory            {peak / 1024:.0f} MB, all packages in one process"
        )


def check_all(packages: list[Listed], log: Callable[[str], None]) -> Report:
    """Check the packages in the given order; each must come after what it imports."""
    gc.set_threshold(*COLLECT)
    report = Report()
    done: dict[str, types.Package] = {"unsafe": types.UNSAFE}
    for package in packages:
        errors = source.DiagnosticList()
        start = time.process_time()
        fset = source.FileSet()
        files = []
        for name in package.files:
            data = Path(name).read_bytes()
            report.lines += data.count(b"\n")
            files.append(syntax.parse_file(fset, name, data, errors=errors))
        parsed = time.process_time()

        def imported(path: str, package: Listed = package) -> types.Package:
            return done[package.import_map.get(path, path)]

        crash = ""
        try:
            checked, _ = types.check(package.path, fset, files, imported, go_version="go1.27", errors=errors, allow_bodyless=True)  # fmt: skip
            done[package.path] = checked
        except Exception:  # a crash is a finding like any other; the packages that import this one show their own
            crash = traceback.format_exc(limit=-6)
        end = time.process_time()
        report.packages += 1
        report.parse += parsed - start
        report.check += end - parsed
        found = [str(d) for d in errors] + ([crash] if crash else [])
        report.clean += not found
        report.errors += found
        log(f"{package.path}: {len(found)} errors, {end - start:.2f} s")
    return report
