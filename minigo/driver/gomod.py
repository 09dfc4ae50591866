"""Reading ``go.mod`` (Go Modules Reference, "go.mod files")."""

from __future__ import annotations

import re
from pathlib import Path


class ModError(ValueError):
    """A go.mod file is malformed; the text has ``file:line``."""


class Module:
    """A module: its path, root folder, ``go`` version (``1.27``) and local replacements."""

    __slots__ = ("go", "path", "replaces", "requires", "root")

    def __init__(self, path: str, root: Path) -> None:
        self.path = path
        self.root = root
        self.go = ""
        self.requires: dict[str, str] = {}
        self.replaces: dict[str, str] = {}


def find(folder: Path) -> Module | None:
    """The module that holds ``folder``, or None."""
    for parent in (folder, *folder.parents):
        file = parent / "go.mod"
        if file.is_file():
            return parse(file)
    return None


def parse(file: Path) -> Module:
    """Read one go.mod; raises ModError."""
    module = Module("", file.parent)
    block = ""
    for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1):
        words = [w.strip('"`') for w in re.sub(r"//.*", "", line).split()]
        if not words:
            continue
        if block:
            if words == [")"]:
                block = ""
                continue
            words = [block, *words]
        elif words[-1] == "(" and len(words) == 2:
            block = words[0]
            continue
        _directive(module, words, f"{file}:{number}")
    if block:
        raise ModError(f"{file}: unterminated block")
    if not module.path:
        raise ModError(f"{file}: no module declaration")
    return module


def _directive(module: Module, words: list[str], where: str) -> None:
    verb, args = words[0], words[1:]
    if verb == "module" and len(args) == 1:
        module.path = args[0]
    elif verb == "go" and len(args) == 1 and re.fullmatch(r"1(\.\d+)*(rc\d+|beta\d+)?", args[0]):
        module.go = args[0]
    elif verb == "require" and len(args) >= 2:
        module.requires[args[0]] = args[1]
    elif verb == "replace" and "=>" in args[1:-1]:
        module.replaces[args[0]] = args[args.index("=>") + 1]
    elif verb not in ("toolchain", "exclude", "retract", "godebug", "tool", "ignore"):
        raise ModError(f"{where}: unknown directive: {' '.join(words)}")
