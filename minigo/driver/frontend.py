"""The Python half of compiling one package: parse, check, build SSA, optimise, write LLVM text."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from minigo.driver import embed
from minigo.driver.config import Config
from minigo.driver.load import SourcePackage

if TYPE_CHECKING:  # loaded when they are needed: a build in which nothing has changed needs none of them
    from minigo import source, types


class CompileErrors(Exception):
    """The package has errors; ``diagnostics`` lists all of them."""

    def __init__(self, diagnostics: source.DiagnosticList) -> None:
        super().__init__(f"{len(diagnostics)} errors")
        self.diagnostics = diagnostics


class InternalError(Exception):
    """A stage failed in a way that is the compiler's own fault: names the stage, the package and, if known, the position."""

    def __init__(self, stage: str, where: str, cause: BaseException) -> None:
        super().__init__(f"{where}: internal compiler error in stage {stage!r}: {type(cause).__name__}: {cause}")
        self.stage = stage
        self.where = where


@contextlib.contextmanager
def stage(name: str, where: str) -> Iterator[None]:
    """Turn any exception of a stage into an InternalError that says where it came from."""
    try:
        yield
    except (CompileErrors, InternalError, KeyboardInterrupt, MemoryError, OSError):
        raise
    except Exception as e:
        if getattr(e, "for_user", False):  # the linker's errors: its module need not be loaded to know them
            raise
        position = getattr(e, "position", None)
        raise InternalError(name, str(position) if position else where, e) from e


class Checked:
    """A package after type checking."""

    __slots__ = ("files", "fset", "info", "package", "source")

    def __init__(
        self, src: SourcePackage, fset: source.FileSet, files: list[Any], package: types.Package, info: types.Info
    ) -> None:
        self.source = src
        self.fset = fset
        self.files = files
        self.package = package
        self.info = info


def symbol_path(package: SourcePackage) -> str:
    """The path under which a package's symbols and types are known: ``main`` for programs.

    A package that was given as files has no import path; it goes by its name if that is not the path of one of its imports.
    """
    if package.name == "main":
        return "main"
    if package.path == "command-line-arguments" and package.name not in package.imports:
        return package.name
    return package.path


class Parsed:
    """The files of a package; ``errors`` are lexical and other errors that do not keep gc from checking types."""

    __slots__ = ("errors", "files", "fset")

    def __init__(self, fset: source.FileSet, files: list[Any], errors: source.DiagnosticList) -> None:
        self.fset = fset
        self.files = files
        self.errors = errors


def parse(package: SourcePackage) -> Parsed:
    """Parse all files; raises CompileErrors with the errors of all of them if one has a syntax error."""
    from minigo import source, syntax

    fset = source.FileSet()
    errors = source.DiagnosticList()
    files = []
    for f in package.files:
        with stage("parse", f.name):
            files.append(syntax.parse_file(fset, f.name, f.data, errors=errors))
    if any(d.code == "syntax" for d in errors):
        from minigo.types.branches import check_branches

        with stage("branches", package.files[0].name):
            check_branches(fset, files, errors)
        raise CompileErrors(errors)
    return Parsed(fset, files, errors)


def check(
    package: SourcePackage,
    importer: Callable[[str], types.Package],
    config: Config,
    *,
    parsed: Parsed | None = None,
    trace: Callable[[str], None] | None = None,
) -> Checked:
    """Parse (unless that was done) and type-check; raises CompileErrors. ``trace`` receives the type checker's steps."""
    from minigo import types

    parsed = parsed or parse(package)
    fset, files, errors = parsed.fset, parsed.files, parsed.errors
    version = config.lang if config.lang and not package.is_std else f"go{package.go_version}"
    with stage("check", package.files[0].name):
        checked, info = types.check(
            symbol_path(package),
            fset,
            files,
            importer,
            go_version=version,
            errors=errors,
            allow_bodyless=package.is_std,
            trace=trace,
        )
    done = Checked(package, fset, files, checked, info)
    if package.embeds and not errors.has_errors():
        embed.check_variables(done, package.embeds, errors)
    if errors.has_errors():
        raise CompileErrors(errors)
    return done


def lower(checked: Checked, config: Config) -> Any:
    """SSA of a checked package, optimised by the pipeline that the configuration asks for."""
    from minigo import passes, ssa

    with stage("ssa", checked.source.files[0].name):
        program = ssa.build(checked.package, checked.info, checked.files, checked.fset)
        if checked.source.embeds:
            ssa.embed(program, checked.source.embeds)
    with stage("passes", checked.source.files[0].name):
        passes.run(program, passes.pipeline(config.opt, config.passes, config.disabled_passes))
    return program


def emit(checked: Checked, config: Config) -> Any:
    """LLVM text of a package: a ``codegen.PackageCode``."""
    return generate(checked, lower(checked, config), config)


def generate(checked: Checked, program: Any, config: Config, selection: Any = None) -> Any:
    """LLVM text of a package's SSA form, or of the units of a ``codegen.Selection``: a ``codegen.PackageCode``."""
    from minigo import codegen

    with stage("codegen", checked.source.files[0].name):
        return codegen.emit(program, codegen.Target(config.goarch), codegen.Options(), selection)
