"""Imports run one way: each package of minigo imports only those before it in the pipeline."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent / "minigo"
# What each package may import besides itself.
ALLOWED: dict[str, set[str]] = {
    "source": set(),
    "syntax": {"source"},
    "types": {"source", "syntax"},
    "ssa": {"source", "syntax", "types"},
    "passes": {"source", "types", "ssa"},
    "codegen": {"source", "types", "ssa", "passes"},
    "asm": {"source", "link"},
    "link": {"source"},
    "driver": {"source", "syntax", "types", "ssa", "passes", "codegen", "asm", "link"},
    "study": {"source", "syntax", "types", "ssa", "passes", "codegen", "asm", "link", "driver"},
    "cli": {"source", "syntax", "types", "ssa", "passes", "codegen", "asm", "link", "driver", "study"},
}


def imported(tree: ast.AST) -> Iterator[str]:
    """The packages of minigo that a module imports, wherever in it."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative imports hide where they go"
            names = [
                f"{node.module}.{alias.name}" if node.module == "minigo" else str(node.module) for alias in node.names
            ]
        else:
            continue
        for name in names:
            parts = name.split(".")
            if parts[0] == "minigo" and len(parts) > 1 and not parts[1].startswith("__"):
                yield parts[1]


def test_imports_run_one_way() -> None:
    wrong = []
    for file in sorted(ROOT.rglob("*.py")):
        package = file.relative_to(ROOT).parts[0]
        if package not in ALLOWED:
            assert file.name == "__init__.py", f"{file}: which layer is it in?"
            continue
        for name in imported(ast.parse(file.read_text(encoding="utf-8"))):
            if name != package and name not in ALLOWED[package]:
                wrong.append(f"{file.relative_to(ROOT)} imports minigo.{name}")
    assert not wrong, "\n".join(wrong)


def test_every_package_has_a_layer() -> None:
    packages = {p.parent.name for p in ROOT.glob("*/__init__.py")}
    assert packages <= set(ALLOWED), packages - set(ALLOWED)
