"""From command-line arguments to a graph of packages: which folders and files, what they import, in what order.

Only package clauses and imports are read here, with a scan of the file's head; parsing comes later and only for packages that the cache does not have.
"""

from __future__ import annotations

import os
import re
from collections.abc import Collection
from pathlib import Path
from typing import Final

from minigo.driver import constraints, embed, gomod
from minigo.driver.config import Config, std_root


class LoadError(Exception):
    """Packages cannot be loaded; ``messages`` are complete lines."""

    def __init__(self, messages: list[str]) -> None:
        super().__init__("\n".join(messages))
        self.messages = messages


class SourceFile:
    """A Go file: ``path`` to read it, ``name`` as diagnostics show it, its bytes, its imports with their line."""

    __slots__ = ("data", "imports", "name", "package", "path")

    def __init__(self, path: str, name: str, data: bytes, package: str, imports: list[tuple[str, int]]) -> None:
        self.path = path
        self.name = name
        self.data = data
        self.package = package
        self.imports = imports


class SourcePackage:
    """A package before compilation. ``imports`` are resolved import paths in source order, without ``unsafe``; ``embeds`` the files of ``//go:embed`` by pattern."""

    __slots__ = ("embeds", "files", "folder", "go_version", "imports", "is_std", "name", "path")

    def __init__(
        self,
        path: str,
        folder: str,
        name: str,
        files: list[SourceFile],
        imports: list[str],
        go_version: str,
        is_std: bool,
        embeds: dict[str, list[tuple[str, bytes]]] | None = None,
    ) -> None:
        self.path = path
        self.folder = folder
        self.name = name
        self.files = files
        self.imports = imports
        self.go_version = go_version
        self.is_std = is_std
        self.embeds = {} if embeds is None else embeds


def traced_name(package: SourcePackage, file: SourceFile, trimpath: bool) -> str:
    """The name of a file in tracebacks and for ``runtime.Caller``, as Go has it: with ``-trimpath`` no folder of this machine occurs in it."""
    if trimpath:
        folder = "." if package.path == "command-line-arguments" else package.path
        return f"{folder}/{os.path.basename(file.path)}"
    return file.name if package.is_std else os.path.abspath(file.path)


# Possessive: no second thoughts, which could take for ever.
_SKIP: Final = re.compile(rb"(?:\s++|//[^\n]*+|/\*.*?\*/|;)*+", re.S)
_PACKAGE: Final = re.compile(rb"package\b" + _SKIP.pattern + rb"([^\W\d]\w*)", re.S)
_IMPORT: Final = re.compile(rb"import\b")
_SPEC: Final = re.compile(rb"(?:[\w.\x80-\xff]+\s*)?(?:\"([^\"\n]*)\"|`([^`]*)`)")


def scan_header(data: bytes) -> tuple[str, list[tuple[str, int]]]:
    """Package name and imports (path, line) of a file; what is malformed is left for the parser to report."""
    at = _SKIP.match(data, 3 if data.startswith(b"\xef\xbb\xbf") else 0).end()  # type: ignore[union-attr]
    m = _PACKAGE.match(data, at)
    if m is None:
        return "", []
    name = m[1].decode("utf-8", "replace")
    imports: list[tuple[str, int]] = []
    at = m.end()

    def skip(at: int) -> int:
        return _SKIP.match(data, at).end()  # type: ignore[union-attr]

    def spec(at: int) -> int:
        s = _SPEC.match(data, at)
        if s is None:
            return -1
        imports.append(((s[1] or s[2] or b"").decode("utf-8", "replace"), data.count(b"\n", 0, s.start()) + 1))
        return s.end()

    while (m := _IMPORT.match(data, at := skip(at))) is not None:
        at = skip(m.end())
        if data[at : at + 1] != b"(":
            at = spec(at)
            if at < 0:
                break
            continue
        at = skip(at + 1)
        while data[at : at + 1] != b")":
            end = spec(at)
            if end < 0:
                return name, imports
            at = skip(end)
        at += 1
    return name, imports


class Loader:
    """Finds packages and everything that they import.

    Files that cannot be embedded are errors, or with ``lenient`` they are put into ``unembeddable`` (import path → why).
    Imports that cannot be loaded are errors, or with ``lenient`` they are put into ``missing`` ((importing package, path) → why), and the type
    checker will report them together with everything else.
    """

    __slots__ = ("config", "cwd", "errors", "lenient", "missing", "module", "packages", "std", "unembeddable")

    def __init__(self, config: Config, cwd: Path | None = None, *, lenient: bool = False) -> None:
        self.config = config
        self.cwd = cwd or Path.cwd()
        self.std = std_root()
        self.module: gomod.Module | None = None
        self.packages: dict[str, SourcePackage] = {}
        self.errors: list[str] = []
        self.lenient = lenient
        self.missing: dict[tuple[str, str], str] = {}
        self.unembeddable: dict[str, str] = {}

    def load(self, arguments: list[str]) -> SourcePackage:
        """Load the package named by ``arguments`` (Go files, or one folder or import path; none: the current folder) and its imports.

        Raises LoadError. Afterwards ``packages`` has all of them by import path.
        """
        arguments = arguments or ["."]
        if all(a.endswith(".go") for a in arguments):
            root = self._load_files(arguments)
        elif len(arguments) > 1:
            raise LoadError(["named files must all be .go files; only one package can be named"])
        else:
            root = self._load_argument(arguments[0])
        self.packages[root.path] = root
        self._load_imports(root)
        if self.errors:
            raise LoadError(self.errors)
        return root

    def _find_module(self, folder: Path) -> None:
        try:
            self.module = gomod.find(folder.resolve())
        except gomod.ModError as e:
            raise LoadError([str(e)]) from e

    def _load_files(self, names: list[str]) -> SourcePackage:
        folders = {os.path.dirname(n) for n in names}
        if len(folders) > 1:
            raise LoadError(
                [f"named files must all be in one directory; have {' and '.join(sorted(f or '.' for f in folders))}"]
            )
        self._find_module(Path(self.cwd, names[0]).parent)
        files = [self._read(str(Path(self.cwd, n)), n) for n in names]
        return self._package("command-line-arguments", str(Path(self.cwd, names[0]).parent), files, False)

    def _load_argument(self, argument: str) -> SourcePackage:
        if argument.startswith((".", "/")):
            folder = Path(self.cwd, argument).resolve()
            self._find_module(folder)
            if not os.path.isdir(folder):
                raise LoadError([f"{argument}: directory not found"])
            if self.module is None:
                raise LoadError(["go.mod file not found in current directory or any parent directory"])
            path = self._path_of(folder)
        else:
            self._find_module(self.cwd)
            path = argument
            found = self._folder_of(path)
            if found is None:
                raise LoadError([f"package {path} is not in std"])
            folder = Path(found[0])
        return self._load_folder(path, str(folder), argument)

    def _path_of(self, folder: Path) -> str:
        module = self.module
        if module is None:
            return folder.name
        relative = os.path.relpath(folder, module.root.resolve())
        return module.path if relative == "." else f"{module.path}/{relative}"

    def _load_folder(self, path: str, folder: str, shown: str) -> SourcePackage:
        files = []
        try:
            names = sorted(os.listdir(folder))
        except OSError as e:
            raise LoadError([f"{shown}: {e.strerror}"]) from e
        is_std = folder.startswith(str(self.std))
        for name in names:
            if not name.endswith(".go") or name.endswith("_test.go") or name.startswith(("_", ".")):
                continue
            if not constraints.name_holds(name, self.config):
                continue
            full = os.path.join(folder, name)
            file = self._read(full, self._shown_name(full, path, is_std))
            try:
                holds = constraints.header_holds(file.data, self.config)
            except constraints.ConstraintError as e:
                raise LoadError([f"{file.name}:1:1: {e}"]) from e
            if holds and file.package != "documentation":
                files.append(file)
        if not files:
            raise LoadError([f"no Go files in {folder}" if names else f"package {path}: no Go files in {folder}"])
        return self._package(path, folder, files, is_std)

    def _shown_name(self, full: str, path: str, is_std: bool) -> str:
        """The file name for diagnostics and tracebacks: relative to the current folder, as the go command shows it."""
        if is_std:
            return f"$GOROOT/src/{path}/{os.path.basename(full)}"
        relative = os.path.relpath(full, self.cwd)
        if relative.startswith("../.."):
            return full
        return relative if "/" in relative else f"./{relative}"

    def _read(self, path: str, shown: str) -> SourceFile:
        try:
            with open(path, "rb") as f:
                data = f.read()
        except OSError as e:
            raise LoadError([f"{shown}: {e.strerror}"]) from e
        name, imports = scan_header(data)
        return SourceFile(path, shown, data, name, imports)

    def _package(self, path: str, folder: str, files: list[SourceFile], is_std: bool) -> SourcePackage:
        name = files[0].package
        for f in files[1:]:
            if f.package and f.package != name and name and not self.lenient:
                raise LoadError([f"found packages {name} ({files[0].name}) and {f.package} ({f.name}) in {folder}"])
        version = "1.27" if is_std or self.module is None or not self.module.go else self.module.go
        imports = list(dict.fromkeys(i for f in files for i, _ in f.imports if i not in ("unsafe", "C")))
        embeds = self._embeds(path, folder, files) if "embed" in imports else {}
        return SourcePackage(path, folder, name, files, imports, version, is_std, embeds)

    def _embeds(self, path: str, folder: str, files: list[SourceFile]) -> dict[str, list[tuple[str, bytes]]]:
        """The files of all patterns; as in the go command, the first pattern (by its bytes) that means none is an error, and the others are not looked at."""
        positions: dict[str, str] = {}
        for f in files:
            if b"//go:embed" in f.data and any(i == "embed" for i, _ in f.imports):
                for line, column, pattern in embed.patterns(f.name, f.data):
                    positions.setdefault(pattern, f"{f.name}:{line}:{column}")
        found: dict[str, list[tuple[str, bytes]]] = {}
        for pattern in sorted(positions, key=lambda p: p.encode("utf-8", "surrogateescape")):
            try:
                found[pattern] = embed.resolve(folder, pattern)
            except embed.EmbedError as e:
                wrong = f"{positions[pattern]}: {e}"
                if self.lenient:
                    self.unembeddable[path] = wrong
                else:
                    self.errors.append(wrong)
                return {}
        return found

    # ------------------------------------------------------------ imports

    def _folder_of(self, path: str) -> tuple[str, bool] | None:
        """(folder, is std) of an import path, or None."""
        std = self.std / path
        if os.path.isdir(std):  # (Path.is_dir complains about names that are too long)
            return str(std), True
        module = self.module
        if module is not None:
            if path == module.path or path.startswith(module.path + "/"):
                folder = module.root / path[len(module.path) :].lstrip("/")
                return (str(folder), False) if os.path.isdir(folder) else None
            vendored = module.root / "vendor" / path
            if os.path.isdir(vendored):
                return str(vendored), False
            for prefix, target in module.replaces.items():
                if (path == prefix or path.startswith(prefix + "/")) and target.startswith((".", "/")):
                    folder = module.root / target / path[len(prefix) :].lstrip("/")
                    return (str(folder), False) if os.path.isdir(folder) else None
        return None

    def add_imports(self, package: SourcePackage, paths: list[str]) -> None:
        """Load further imports of a package: those that only the parser found, because the file's head is unusual."""
        new = [p for p in dict.fromkeys(paths) if p not in ("unsafe", "C") and p not in package.imports]
        if new:
            package.imports += new
            self._load_imports(package)

    def _load_imports(self, root: SourcePackage) -> None:
        """Depth first; reports cycles and missing packages at the import that names them."""
        finished: set[str] = set()
        stack: list[tuple[SourcePackage, int]] = [(root, 0)]
        on_path = [root.path]
        while stack:
            package, i = stack.pop()
            if i == len(package.imports):
                finished.add(package.path)
                on_path.pop()
                continue
            stack.append((package, i + 1))
            path = package.imports[i]
            if path in on_path:
                cycle = " -> ".join([*on_path[on_path.index(path) :], path])
                self._import_error(package, path, f"import cycle not allowed: {cycle}")
            elif path not in finished:
                imported = self._import(package, path)
                if imported is None:
                    finished.add(path)
                else:
                    stack.append((imported, 0))
                    on_path.append(path)
        if "runtime" not in self.packages and self._folder_of("runtime"):
            self.packages["runtime"] = runtime = self._load_folder("runtime", str(self.std / "runtime"), "runtime")
            self._load_imports(runtime)

    def _import(self, importer: SourcePackage, path: str) -> SourcePackage | None:
        found = None if bad_path(path) else self._folder_of(path)
        if found is None:
            self._import_error(importer, path, bad_path(path) or f"package {path} is not in std")
            return None
        if not internal_allowed(importer.path, path, found[1], importer.is_std, self.module):
            self._import_error(importer, path, f"use of internal package {path} not allowed")
            return None
        try:
            package = self._load_folder(path, found[0], path)
        except LoadError as e:
            for message in e.messages:
                self._import_error(importer, path, message)
            return None
        if package.name == "main":
            self._import_error(importer, path, f'import "{path}" is a program, not an importable package')
            return None
        self.packages[path] = package
        return package

    def _import_error(self, importer: SourcePackage, path: str, what: str) -> None:
        if self.lenient:
            self.missing[importer.path, path] = what
        else:
            self.errors.append(f"{self._import_position(importer, path)}: {what}")

    def _import_position(self, package: SourcePackage, path: str) -> str:
        for f in package.files:
            for imported, line in f.imports:
                if imported == path:
                    text = f.data.split(b"\n", line)[line - 1]
                    return f"{f.name}:{line}:{max(text.find(path.encode()), 1)}"
        return package.path


def bad_path(path: str) -> str:
    """Why a path cannot be that of a package, or ""."""
    if not path:
        return "invalid import path (empty string)"
    if path.startswith("/"):
        return "import path cannot be absolute path"
    if path.startswith(("./", "../")):
        return f'"{path}" is relative, but relative import paths are not supported in module mode'
    canonical = os.path.normpath(path)
    return "" if canonical == path else f'non-canonical import path "{path}" (should be "{canonical}")'


def internal_allowed(
    importer: str, path: str, is_std: bool, importer_is_std: bool, module: gomod.Module | None
) -> bool:
    """The rule for ``internal`` folders: only code below the parent of ``internal`` may import from it."""
    parts = path.split("/")
    if "internal" not in parts:
        return True
    if is_std:
        return importer_is_std
    at = len(parts) - 1 - parts[::-1].index("internal")
    parent = "/".join(parts[:at])
    if importer == "command-line-arguments" and module is not None:
        importer = module.path
    return importer == parent or importer.startswith(parent + "/")


def reachable(packages: dict[str, SourcePackage], root: SourcePackage) -> dict[str, SourcePackage]:
    """The packages that ``root`` imports, directly or not, and itself; ``runtime``, which every program has, too."""
    found: dict[str, SourcePackage] = {}
    pending = [root.path, "runtime"]
    while pending:
        path = pending.pop()
        package = packages.get(path)
        if package is not None and path not in found:
            found[path] = package
            pending += package.imports
    return found


def compile_order(packages: dict[str, SourcePackage], missing: Collection[tuple[str, str]] = ()) -> list[str]:
    """Import paths, imported packages first; among equals in order of import path. Also the order of initialisation since Go 1.21.

    The imports in ``missing`` (of a lenient Loader) do not count: they may be cycles.
    """
    waiting = {
        p: {i for i in package.imports if i in packages and (p, i) not in missing} for p, package in packages.items()
    }
    users: dict[str, list[str]] = {p: [] for p in packages}
    for p, imports in waiting.items():
        for i in imports:
            users[i].append(p)
    import heapq

    ready = [p for p, imports in waiting.items() if not imports]
    heapq.heapify(ready)
    order = []
    while ready:
        p = heapq.heappop(ready)
        order.append(p)
        for user in users[p]:
            waiting[user].discard(p)
            if not waiting[user]:
                heapq.heappush(ready, user)
    return order
