"""``minigo check``: which packages, and all their errors together.

In: the command's arguments: Go files (they are one package), folders, import paths, patterns such as ``./...``. Out: a DiagnosticList, empty if
all is well. A package whose syntax is wrong is not type-checked; one whose imports cannot be loaded is, with the imports among its errors; one
that imports a package with errors is not, for those errors are shown.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from minigo import source
from minigo.driver import frontend, load
from minigo.driver.build import Builder
from minigo.driver.config import Config
from minigo.types.constant import make_from_literal


def check(
    config: Config, arguments: list[str], *, cwd: Path | None = None, trace: Callable[[str], None] | None = None
) -> source.DiagnosticList:
    """Check the named packages; raises LoadError if there are none. ``trace`` receives the type checker's steps."""
    cwd = cwd or Path.cwd()
    errors = source.DiagnosticList()
    builder = Builder(config, cwd=cwd, lenient=True)
    for group in packages_of(arguments or ["."], cwd):
        try:
            _check_package(builder, builder.loader.load(group), trace)
        except frontend.CompileErrors as e:
            errors.extend(e.diagnostics)
    return errors


def _check_package(builder: Builder, root: load.SourcePackage, trace: Callable[[str], None] | None) -> None:
    parsed = frontend.parse(root)
    loader = builder.loader
    loader.add_imports(root, imported_paths(parsed))
    needed = load.reachable(loader.packages, root)
    for path in load.compile_order(needed, loader.missing):
        package = needed[path]
        if package is root:
            frontend.check(package, builder.importer(package), builder.config, parsed=parsed, trace=trace)
            if path in loader.unembeddable:
                raise load.LoadError([loader.unembeddable[path]])
            return
        builder.check_import(package)


def imported_paths(parsed: frontend.Parsed) -> list[str]:
    """The paths of all import declarations, as far as they are strings at all."""
    literals = [spec.path.value for f in parsed.files for spec in f.imports]
    values = [make_from_literal("STRING", text) for text in literals]
    return [v.decode("utf-8", "surrogateescape") for v in values if v]


def packages_of(arguments: list[str], cwd: Path) -> list[list[str]]:
    """The arguments for one package each: Go files belong together, patterns are expanded."""
    if any(a.endswith(".go") for a in arguments):
        return [arguments]
    return [[path] for a in arguments for path in (expand(a, cwd) if a.endswith("...") else [a])]


def expand(pattern: str, cwd: Path) -> list[str]:
    """The folders with Go files that ``./...`` or ``./folder/...`` stands for."""
    start = pattern.removesuffix("...").rstrip("/") or "."
    if not start.startswith((".", "/")):
        start = "./" + start
    found = []
    for folder, folders, names in os.walk(cwd / start):
        folders[:] = sorted(f for f in folders if not f.startswith((".", "_")) and f not in ("testdata", "vendor"))
        if any(n.endswith(".go") and not n.endswith("_test.go") and not n.startswith(("_", ".")) for n in names):
            found.append("./" + os.path.relpath(folder, cwd))
    if not found:
        raise load.LoadError([f'"{pattern}" matched no packages'])
    return found
