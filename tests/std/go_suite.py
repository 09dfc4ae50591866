"""Runs the tests that a Go installation has for its own packages against ours, compiled by real Go.

    python tests/std/go_suite.py [-go GO] fmt bufio strconv …

For each package, our sources and Go's ``*_test.go`` files go into a temporary module; tests that reach into Go's internals do not compile there and are dropped,
one declaration at a time, until the rest does. Our internal packages come along; files under ``overlay`` take the place of those that call the runtime;
tests under ``compare``, which compare our package with the real one, are added.
What is tied to the runtime (timers, files, reflection on descriptors) cannot be tested this way.
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

STD = Path(__file__).resolve().parents[2] / "minigo" / "std"
OVERLAY = Path(__file__).resolve().parent / "overlay"
COMPARE = Path(__file__).resolve().parent / "compare"


def drop(lines: list[str], at: int) -> str:
    """Blank the top-level declaration around line ``at`` (0-based); its first line."""
    first = at
    while first > 0 and not re.match(r"(func|var|type|const)\b", lines[first]):
        first -= 1
    last = first
    while (
        last < len(lines) - 1
        and lines[last] not in ("}", ")")
        and (last > first or lines[first].split("//")[0].rstrip().endswith(("{", "(")))
    ):
        last += 1
    head = lines[first]
    lines[first : last + 1] = ["//"] * (last + 1 - first)
    return head


def prune(output: str, folder: Path) -> bool:
    """Drop what the compiler complains about in test files; False: nothing to drop."""
    found: dict[Path, set[tuple[int, bool]]] = {}
    for name, line, message in re.findall(r"^(\S+_test\.go):(\d+):\d+: (.*)$", output, re.M):
        found.setdefault(folder / name, set()).add((int(line) - 1, "imported and not used" in message))
    for file, places in found.items():
        lines = file.read_text().split("\n")
        for at, is_import in places:
            if is_import:
                lines[at] = ""
            elif lines[at] != "//":
                print("    dropped:", drop(lines, at)[:80])
        file.write_text("\n".join(lines))
    return bool(found)


def copy_package(path: str, module: Path) -> None:
    """Our package, with the internal packages it imports, into the module."""
    target = module / path
    if any(target.glob("*.go")):
        return
    target.mkdir(parents=True, exist_ok=True)
    for file in sorted({f.name for root in (STD, OVERLAY) for f in (root / path).glob("*.go")}):
        source = OVERLAY / path / file
        text = (source if source.exists() else STD / path / file).read_text()
        for wanted in re.findall(
            r'^(?:import\s+|\s+)(?:\w+ )?"(internal/[^"]+|[^"]+/internal(?:/[^"]+)?)"$', text, re.M
        ):
            copy_package(wanted, module)
            text = text.replace(f'"{wanted}"', f'"minigostd/{wanted}"')
            if wanted.endswith("/internal") and wanted != f"{path}/internal":
                # It ties its parent to our package.
                parent = wanted.removesuffix("/internal")
                copy_package(parent, module)
                text = text.replace(f'"{parent}"', f'"minigostd/{parent}"')
        (target / file).write_text(text)


def test_package(go: str, goroot: Path, path: str, module: Path) -> bool:
    target = module / path
    copy_package(path, module)
    for sub in sorted((STD / path).iterdir()):
        if sub.is_dir() and any(sub.glob("*.go")):
            copy_package(f"{path}/{sub.name}", module)
            for file in module.glob(f"{path}/*.go"):
                file.write_text(file.read_text().replace(f'"{path}/{sub.name}"', f'"minigostd/{path}/{sub.name}"'))
    for file in (goroot / "src" / path).glob("*_test.go"):
        if file.name.startswith(("example", "export")):
            continue
        text = re.sub(
            r'^(\s*(?:\. |\w+ )?)"' + re.escape(path) + '"$', rf'\1"minigostd/{path}"', file.read_text(), flags=re.M
        )
        text = re.sub(r'^import (\. )?"' + re.escape(path) + '"$', rf'import \1"minigostd/{path}"', text, flags=re.M)
        text = re.sub(
            rf'"({re.escape(path)}/\w+)"', lambda m: f'"minigostd/{m[1]}"' if (module / m[1]).exists() else m[0], text
        )
        parent = path.rpartition("/")[0]
        if parent and any((module / parent).glob("*.go")):
            text = re.sub(rf'"({re.escape(parent)}(/internal)?)"', r'"minigostd/\1"', text)
        text = text.replace('"internal/testenv"', '"minigostd/testenv"')
        for helper in re.findall(r'"([^"]+/internal/\w+test)"', text):
            # Helpers of Go's tests come from Go.
            shutil.copytree(
                goroot / "src" / helper, module / helper, dirs_exist_ok=True, ignore=shutil.ignore_patterns("testdata*")
            )
            text = text.replace(f'"{helper}"', f'"minigostd/{helper}"')
        (target / file.name).write_text(
            re.sub(r'^\s*(\. |_ )?"(?!minigostd)([^"]+/)?internal/.*"$', "", text, flags=re.M)
        )
    shutil.copytree(OVERLAY / "testenv", module / "testenv", dirs_exist_ok=True)
    if (goroot / "src" / path / "testdata").exists():
        shutil.copytree(goroot / "src" / path / "testdata", target / "testdata")
    for file in (COMPARE / path).glob("*_test.go"):
        shutil.copy(file, target)
    while True:
        done = subprocess.run(
            [go, "test", "-vet=off", "-gcflags=-e", f"./{path}"],
            cwd=module,
            capture_output=True,
            text=True,
            timeout=600,
        )
        output = done.stdout + done.stderr
        if "build failed" not in output or not prune(output, module):
            print(output[-4000:])
            return done.returncode == 0


def main() -> int:
    p = argparse.ArgumentParser()
    p.add_argument("-go", default=os.environ.get("MINIGO_GO") or shutil.which("go"))
    p.add_argument("packages", nargs="+")
    args = p.parse_args()
    goroot = Path(subprocess.run([args.go, "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip())
    os.environ.update(GO111MODULE="on", GOFLAGS="-mod=mod", GOPROXY="off")
    good = True
    for path in args.packages:
        with tempfile.TemporaryDirectory() as tmp:
            Path(tmp, "go.mod").write_text("module minigostd\n\ngo 1.27\n")
            good = test_package(args.go, goroot, path, Path(tmp)) and good
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
