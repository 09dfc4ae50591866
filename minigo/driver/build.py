"""Building programs: packages in import order, each from the cache or compiled, then linked.

A package's key hashes the compiler, the options, its files and the *export hashes* of what it imports, so that a change inside a function of an imported package does not
recompile its users. The front end runs in this process, package after package; LLVM runs in worker processes, on units
of some dozens of functions that are cached by their text, so that after an edit only the units that changed are compiled again.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from minigo.driver import frontend, load, runtime_build
from minigo.driver.cache import Cache, key_of, write_atomically
from minigo.driver.config import Config, cache_root, compiler_id

if TYPE_CHECKING:
    from minigo import types
    from minigo.driver import reuse
    from minigo.driver.workers import Workers
    from minigo.link import Digest, LinkOptions, LinkResult

MACHINES = {"amd64": 62, "arm64": 183}


class Artifact:
    """What compiling a package leaves in the cache besides its export data."""

    __slots__ = ("export_hash", "functions", "methods", "units")

    def __init__(
        self, export_hash: str, units: list[str], functions: dict[str, tuple[str, int, str]], methods: Any
    ) -> None:
        self.export_hash = export_hash
        self.units = units  # keys of digests
        self.functions = functions
        self.methods = methods

    def dump(self) -> bytes:
        return marshal.dumps((self.export_hash, self.units, self.functions, self.methods))


class Progress:
    """A line on the terminal that says what is being compiled; silent where standard error is no terminal."""

    __slots__ = ("enabled", "shown")

    def __init__(self) -> None:
        self.enabled = sys.stderr.isatty()
        self.shown = False

    def show(self, text: str) -> None:
        if self.enabled:
            sys.stderr.write(f"\r\x1b[K{text}")
            sys.stderr.flush()
            self.shown = True

    def clear(self) -> None:
        if self.shown:
            sys.stderr.write("\r\x1b[K")
            sys.stderr.flush()
            self.shown = False


class Builder:
    """One build. ``log`` receives the steps (``-x``)."""

    def __init__(
        self,
        config: Config,
        *,
        cwd: Path | None = None,
        log: Callable[[str], None] | None = None,
        lenient: bool = False,
    ) -> None:
        config.check()
        self.config = config
        self.cache = Cache(cache_root())
        self.loader = load.Loader(config, cwd, lenient=lenient)
        self.log = log or (lambda text: None)
        self.keys: dict[str, str] = {}
        self.export_hashes: dict[str, str] = {}
        self.artifacts: dict[str, Artifact] = {}
        self.checked: dict[str, frontend.Checked] = {}
        self.loaded: dict[str, types.Package] = {}
        self.records: dict[str, reuse.Record] = {}
        self.pending: dict[str, list[int]] = {}  # import path -> its tasks in workers
        self.inflight: dict[str, int] = {}  # key of a unit -> its task
        self.workers: Workers | None = None
        self.digests: dict[str, Digest] = {}
        self.progress = Progress()

    # ------------------------------------------------------------ keys, imports

    def key(self, package: load.SourcePackage) -> str:
        """The package's cache key; the keys of its imports must be known."""
        key = self.keys.get(package.path)
        if key is None:
            parts: list[str | bytes] = [*self._key_parts(package), *(f.data for f in package.files)]
            for pattern, embedded in package.embeds.items():
                parts += [pattern, *(part for entry in embedded for part in entry)]
            key = self.keys[package.path] = key_of(*parts)
        return key

    def _key_parts(self, package: load.SourcePackage) -> list[str]:
        """What a package's code depends on besides the contents of its files."""
        parts = [compiler_id(), self.config.code_key(), package.path, package.go_version]
        for f in package.files:
            parts += [f.name, load.traced_name(package, f, self.config.trimpath)]
        for path in sorted(package.imports):
            parts += [path, self.export_hashes.get(path, "")]
        return parts

    def import_package(self, path: str) -> types.Package:
        """The importer of the type checker: a package checked in this build, or its export data."""
        from minigo import types  # not at the top: a build in which nothing has changed needs no type checker

        if path == "unsafe":
            return types.UNSAFE
        checked = self.checked.get(path)
        if checked is not None:
            return checked.package
        package = self.loaded.get(path)
        if package is None:
            source = self.loader.packages.get(path)
            data = self.cache.get(self.keys[path], "exp") if source is not None and path in self.keys else None
            if data is None:
                if source is None:
                    raise ImportError(load.bad_path(path) or f"package {path} is not in std")
                return self._check(source).package
            package = self.loaded[path] = types.read_export(data, self.import_package)
        return package

    def importer(self, package: load.SourcePackage) -> Callable[[str], types.Package]:
        """``import_package`` for one package: what a lenient loader did not find fails with the reason."""
        missing = self.loader.missing

        def import_for(path: str) -> types.Package:
            why = missing.get((package.path, path))
            if why is not None:
                raise ImportError(why)
            return self.import_package(path)

        return import_for

    def _check(self, package: load.SourcePackage) -> frontend.Checked:
        """Type-check a package and store its export data."""
        from minigo import types

        done = self.checked.get(package.path)
        if done is not None:
            return done
        self.log(f"check {package.path}")
        done = self.checked[package.path] = frontend.check(package, self.importer(package), self.config)
        self.loaded.pop(package.path, None)
        with frontend.stage("export", package.files[0].name):
            data = types.write_export(done.package, done.info)
        export_hash = types.export_hash(data)
        self.export_hashes[package.path] = export_hash
        key = self.key(package)
        self.cache.put(key, "exp", data)
        self.cache.put(key, "hdr", export_hash.encode())
        return done

    # ------------------------------------------------------------ check

    def check(self, arguments: list[str]) -> frontend.Checked:
        """Type-check the named package, its imports first; raises LoadError or CompileErrors."""
        root = self.loader.load(arguments)
        for path in load.compile_order(self.loader.packages):
            package = self.loader.packages[path]
            if package is not root:
                self.check_import(package)
        return frontend.check(root, self.import_package, self.config)

    def check_import(self, package: load.SourcePackage) -> None:
        """Make sure that a package's export data is known: from the cache, or by checking it; raises CompileErrors."""
        header = self.cache.get(self.key(package), "hdr")
        if header is not None and self.cache.has(self.key(package), "exp"):
            self.export_hashes[package.path] = header.decode()
        else:
            self._check(package)

    # ------------------------------------------------------------ compile

    def compile(self, arguments: list[str]) -> load.SourcePackage:
        """Compile the named package and all that it imports; afterwards ``artifacts`` has every package."""
        root = self.loader.load(arguments)
        order = load.compile_order(self.loader.packages)
        try:
            for i, path in enumerate(order):
                package = self.loader.packages[path]
                if not self._from_cache(package):
                    self._workers().start(1)  # it loads LLVM while we check
                    self.progress.show(f"compiling {path} ({i + 1}/{len(order)})")
                    self._compile(package)
            if self.pending and root.name == "main":
                self._load_digests(order)
            for path, tasks in self.pending.items():
                self.progress.show(f"generating code for {path}")
                for task in tasks:
                    self._wait(path, task)
                self.cache.put(self.keys[path], "pkg", self.artifacts[path].dump())
                if path in self.records:
                    self.cache.put(self._record_key(self.loader.packages[path]), "last", self.records.pop(path).dump())
            self.pending.clear()
        finally:
            self.progress.clear()
            self.close()
        return root

    def close(self) -> None:
        if self.workers is not None:
            self.workers.close()
            self.workers = None
            self.inflight.clear()

    def _from_cache(self, package: load.SourcePackage) -> bool:
        key = self.key(package)
        data = self.cache.get(key, "pkg")
        if data is None:
            return False
        artifact = Artifact(*marshal.loads(data))
        if not all(self.cache.has(u, "unit") for u in artifact.units):
            return False
        self.artifacts[package.path] = artifact
        self.export_hashes[package.path] = artifact.export_hash
        return True

    def _compile(self, package: load.SourcePackage) -> None:
        checked = self._check(package)
        self.log(f"compile {package.path}")
        code = self._code(package, checked)
        units = []
        waiting = []
        for name, key, text in code.units:
            units.append(key)
            if key in self.inflight:
                waiting.append(self.inflight[key])
            elif text is not None and not self.cache.has(key, "unit"):
                self.log(f"llvm {package.path} {name} -> {key[:16]}")
                task = self.inflight[key] = self._workers().submit(key, text)
                waiting.append(task)
        self.artifacts[package.path] = Artifact(
            self.export_hashes[package.path], units, self._traced(code.functions), code.methods
        )
        self.pending[package.path] = waiting
        if code.record is not None:
            self.records[package.path] = code.record

    def _code(self, package: load.SourcePackage, checked: frontend.Checked) -> reuse.Result:
        """The package's units, with what its last compilation has left."""
        from minigo.driver import reuse

        llvm_id = compiler_llvm_id()
        base = repr(self._key_parts(package)) + repr(package.embeds)
        return reuse.compile_package(
            checked,
            self.config,
            base,
            lambda: self.cache.get(self._record_key(package), "last"),
            lambda text: key_of(llvm_id, self.config.goarch, str(self.config.opt), text),
            lambda key: self.cache.has(key, "unit"),
        )

    def _record_key(self, package: load.SourcePackage) -> str:
        """The key of the record of a package's last compilation: the same whatever the files hold."""
        return key_of(compiler_id(), self.config.code_key(), package.path, package.folder)

    def _traced(self, functions: dict[str, tuple[str, int, str]]) -> dict[str, tuple[str, int, str]]:
        """The functions' rows with the names of files that tracebacks show; those from ``//line`` directives stay."""
        names = {
            f.name: load.traced_name(package, f, self.config.trimpath)
            for package in self.loader.packages.values()
            for f in package.files
        }
        return {symbol: (names.get(file, file), line, name) for symbol, (file, line, name) in functions.items()}

    def _workers(self) -> Workers:
        if self.workers is None:
            from minigo.driver.workers import Workers

            config, cache = self.config, self.cache
            self.workers = Workers(
                len(os.sched_getaffinity(0)),
                prepare_llvm,
                lambda key, text: cache.put(key, "unit", compile_unit(text, config.goarch, config.opt)),
            )
        return self.workers

    def _wait(self, path: str, task: int) -> None:
        """Until a worker has stored a unit. That LLVM rejects it, or dies of it, is an error of the compiler."""
        assert self.workers is not None
        with frontend.stage("llvm", path):
            self.workers.wait(task)

    # ------------------------------------------------------------ link

    def build(self, arguments: list[str], out: str | None) -> str:
        """Compile and link; returns the path of what was written: the executable, or with ``out`` the archive of a package that is no program ("" without)."""
        root = self.compile(arguments)
        if root.name != "main":
            return self._write_archive(root, out) if out else ""
        target = out or default_output(root, arguments)
        if os.path.isdir(target):
            target = os.path.join(target, default_output(root, arguments))
        return self.link(root, target)

    def link(self, root: load.SourcePackage, target: str) -> str:
        """Write the executable of the program that ``compile`` returned; returns its path."""
        key = self._link_key()
        image = self.cache.get(key, "exe")
        if image is None:
            image = self._link(root).image
            self.cache.put(key, "exe", image)
        write_atomically(target, image, mode=0o755)
        return target

    def _write_archive(self, root: load.SourcePackage, out: str) -> str:
        from minigo.link.archive import EXPORT_DATA, archive

        members = [(EXPORT_DATA, self._cached(self.keys[root.path], "exp"))]
        members += [(f"{i}.unit", self._cached(key, "unit")) for i, key in enumerate(self.artifacts[root.path].units)]
        write_atomically(out, archive(members))
        return out

    def _cached(self, key: str, kind: str) -> bytes:
        """An entry that this build has made or found. Raises OSError if somebody deleted it meanwhile."""
        data = self.cache.get(key, kind)
        if data is None:
            raise OSError(f"build cache entry {key}-{kind} vanished during the build")
        return data

    def _link_key(self) -> str:
        config = self.config
        parts: list[str] = [
            compiler_id(),
            config.goarch,
            config.linkmode,
            str(config.strip),
            repr(sorted(config.strings.items())),
        ]
        parts += sorted(self.keys[p] for p in self.artifacts)
        return key_of("link", *parts, runtime_build.runtime_id(config.goarch))

    def _runtime(self) -> list[tuple[str, bytes]]:
        return runtime_build.runtime_digests(self.config.goarch, self.cache)

    def link_program(self, arguments: list[str]) -> LinkResult:
        """Compile and link, without writing the executable; raises what ``build`` does, and LoadError for a package that is no program."""
        root = self.compile(arguments)
        if root.name != "main":
            raise load.LoadError([f"package {root.path} is not a main package"])
        return self._link(root)

    def _link(self, root: load.SourcePackage) -> LinkResult:
        from minigo import link

        try:
            inputs = self.link_inputs(root)
        finally:
            self.close()
        self.log(f"link {root.path}")
        with frontend.stage("link", root.path):
            if self.config.linkmode == "external":
                from minigo.link import external

                return external.link(*inputs)
            return link.link(*inputs)

    def link_inputs(self, root: load.SourcePackage) -> tuple[list[Digest], list[Digest], LinkOptions]:
        """What the linker is given for a compiled program."""
        from minigo import link

        order = load.compile_order(self.loader.packages)
        self._load_digests(order)
        objects = [self.digests.pop(f"{path}#{i}") for path in order for i in range(len(self.artifacts[path].units))]
        c_objects = [link.load_digest(data, name) for name, data in self._runtime()]
        options = link.LinkOptions(MACHINES[self.config.goarch])
        options.init_order = [frontend.symbol_path(self.loader.packages[p]) for p in order]
        options.functions = [self.artifacts[p].functions for p in order]
        options.methods = [self.artifacts[p].methods for p in order]
        options.strings = self.config.strings
        options.strip = self.config.strip
        options.buildinfo = self.build_info(root)
        return objects, c_objects, options

    def _load_digests(self, order: list[str]) -> None:
        """Load the units that are not loaded yet; while workers are at it, only those that nobody has to wait for."""
        from minigo import link

        for path in order:
            for i, key in enumerate(self.artifacts[path].units):
                name = f"{path}#{i}"
                if name not in self.digests and not (self.pending and key in self.inflight):
                    data = self.cache.get(key, "unit") or self._remade(path, key)
                    self.digests[name] = link.load_digest(data, name)

    def _remade(self, path: str, key: str) -> bytes:
        """A unit that the cache had, but damaged, or that somebody has deleted meanwhile: its package is compiled again."""
        self.log(f"damaged {path} {key[:16]}")
        self.cache.drop(key, "unit")
        waiting = self.pending.pop(path, None)
        self._compile(self.loader.packages[path])
        for task in self.pending.pop(path):
            self._wait(path, task)
        if waiting is not None:
            self.pending[path] = waiting
        return self._cached(key, "unit")

    def build_info(self, root: load.SourcePackage) -> str:
        """Build information in the form that ``debug.ReadBuildInfo`` parses."""
        module = self.loader.module
        lines = [f"go\tgo{load_go_version()}", f"path\t{root.path}"]
        if module is not None:
            lines.append(f"mod\t{module.path}\t(devel)\t")
        lines += ["build\t-compiler=minigo", f"build\tGOARCH={self.config.goarch}", f"build\tGOOS={self.config.goos}"]
        return "\n".join(lines) + "\n"


def load_go_version() -> str:
    return "1.27"


def default_output(root: load.SourcePackage, arguments: list[str]) -> str:
    """The name that ``go build`` gives: that of the first file, or the last element of the import path."""
    if arguments and arguments[0].endswith(".go"):
        return os.path.basename(arguments[0]).removesuffix(".go")
    return root.path.rsplit("/", 1)[-1]


def compiler_llvm_id() -> str:
    """Changes when the same LLVM text would give another object: LLVM's and the digest's version, and our code generator's settings."""
    from minigo.codegen.target import SETTINGS
    from minigo.link.digest import VERSION

    return f"llvmlite-0.50 digest-{VERSION} {SETTINGS}"


def prepare_llvm() -> None:
    """Runs in a worker: load all that ``compile_unit`` needs."""
    from minigo import codegen, link  # noqa: F401

    codegen.load_llvm()


def compile_unit(text: str, arch: str, opt: int) -> bytes:
    """Runs in a worker: one unit through LLVM to a digest."""
    from minigo import codegen, link

    return link.digest(codegen.compile_unit(text, codegen.Target(arch), opt))
