"""Runs the tests that a Go installation has for its own packages, compiled by minigo: the compiler, the runtime and our standard library together.

    python tests/std/minigo_suite.py [-go GO] [-run RX] strings sort …

Only external tests (``package strings_test``) can be taken: they become a ``package main`` of their own, whose ``main`` calls ``testing.Main``.
Test functions that reach into Go's internals do not compile and are dropped, one declaration at a time, as in ``go_suite.py``; real Go finds out which.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.std.go_suite import OVERLAY, STD, prune

ROOT = Path(__file__).resolve().parents[2]

MAIN = """package main

import (
	"strings"
	"testing"
)

var tests = []testing.InternalTest{
%s}

func match(pattern, name string) (bool, error) { return pattern == "" || strings.Contains(name, pattern), nil }

func main() { testing.Main(match, tests, nil, nil) }
"""


def gather(goroot: Path, path: str, folder: Path) -> None:
    """The external test files of a package, as package main."""
    for file in sorted((goroot / "src" / path).glob("*_test.go")):
        text = file.read_text()
        name = re.search(r"^package (\w+)", text, re.M)
        if name is None or not name[1].endswith("_test") or file.name.startswith(("example", "export", "race")):
            continue
        if re.search(r"^//go:build", text, re.M) or re.search(r"_(windows|plan9|js|wasm|unix)_test\.go$", file.name):
            continue
        missing = [
            m
            for m in re.findall(r'^\s+(?:\w+ )?"([a-z][^"]*)"$', text, re.M)
            if m != "unsafe" and (goroot / "src" / m).is_dir() and not (STD / m).is_dir()
        ]
        if missing and not all("internal" in m for m in missing):
            print(f"    left out: {file.name}, which imports {', '.join(missing)}")
            continue
        text = re.sub(r"^package \w+", "package main", text, count=1, flags=re.M)
        text = text.replace('"internal/testenv"', '"suite/testenv"')
        text = re.sub(r"^//go:linkname .*\nfunc .*[^{]$", "", text, flags=re.M)
        text = re.sub(r'^\s*(\. |_ |\w+ )?"(?!suite)([^"]+/)?internal/.*"$', "", text, flags=re.M)
        (folder / file.name).write_text(text)
    shutil.copytree(OVERLAY / "testenv", folder / "testenv")
    data = goroot / "src" / path / "testdata"
    if data.exists():
        shutil.copytree(data, folder / "testdata")


def write_main(folder: Path) -> int:
    names = []
    for file in sorted(folder.glob("*_test.go")):
        names += re.findall(r"^func (Test[A-Z]\w*)\(\w+ \*(?:testing\.)?T\)", file.read_text(), re.M)
    names = [n for n in names if n != "TestMain"]
    (folder / "main.go").write_text(MAIN % "".join(f'\t{{"{n}", {n}}},\n' for n in names))
    return len(names)


def run_package(go: str, goroot: Path, path: str, folder: Path, pattern: str) -> bool:
    (folder / "go.mod").write_text("module suite\n\ngo 1.27\n")
    gather(goroot, path, folder)
    for file in folder.glob("*_test.go"):
        # A name that ends in _test.go would be left out.
        file.rename(file.with_name(file.name.replace("_test.go", "_tests.go")))
    files = {f: f.with_name(f.name.replace("_tests.go", "_test.go")) for f in folder.glob("*_tests.go")}
    while True:
        count = 0
        for plain, named in files.items():
            named.write_text(plain.read_text())
        count = write_main(folder)
        for named in files.values():
            named.unlink()
        done = subprocess.run(
            [go, "build", "-gcflags=-e", "-o", "real", "."], cwd=folder, capture_output=True, text=True, timeout=600
        )
        output = (done.stdout + done.stderr).replace("_tests.go", "_test.go")
        if done.returncode == 0:
            break
        for plain, named in files.items():
            plain.rename(named)
        pruned = prune(output.replace("./", ""), folder)
        for plain, named in files.items():
            named.rename(plain)
        if not pruned:
            print(output[-3000:])
            return False
    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-m", "minigo.cli.main", "build", "-o", "ours", "."],
        cwd=folder,
        env=env,
        capture_output=True,
        text=True,
        timeout=1200,
    )
    if done.returncode != 0:
        print(f"{path}: minigo does not compile it\n{(done.stdout + done.stderr)[:3000]}")
        return False
    try:
        done = subprocess.run(
            ["./ours", "-test.short", f"-test.run={pattern}"], cwd=folder, capture_output=True, text=True, timeout=300
        )
    except subprocess.TimeoutExpired as e:
        print(f"{path}: no end\n{e.stdout!r}"[-3000:])
        return False
    print(f"{path}: {count} tests\n{(done.stdout + done.stderr)[-5000:]}")
    return done.returncode == 0


def main() -> int:
    p = argparse.ArgumentParser()
    p.add_argument("-go", default=os.environ.get("MINIGO_GO") or shutil.which("go"))
    p.add_argument("-run", default="")
    p.add_argument("packages", nargs="+")
    args = p.parse_args()
    goroot = Path(subprocess.run([args.go, "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip())
    os.environ.update(GO111MODULE="on", GOFLAGS="-mod=mod", GOPROXY="off")
    good = True
    for path in args.packages:
        with tempfile.TemporaryDirectory() as tmp:
            good = run_package(args.go, goroot, path, Path(tmp), args.run) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
