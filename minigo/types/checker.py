"""The type checker as a whole: the mixins of the other files in one class, and the order in which a package is checked.

In: the syntax trees of a package and an importer. Out: the Package with its objects and the Info with what every node means; errors go to a
DiagnosticList. After errors both are still filled as far as possible, but only a package without errors may be compiled or exported.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any, Final

from minigo import source
from minigo.types.assignments import AssignmentsMixin
from minigo.types.decl import DeclMixin
from minigo.types.directives import DirectivesMixin
from minigo.types.expressions import ExpressionsMixin
from minigo.types.info import Info
from minigo.types.initorder import InitOrderMixin
from minigo.types.instantiate import InstantiateMixin
from minigo.types.interface_type import InterfaceTypeMixin
from minigo.types.labels import LabelsMixin
from minigo.types.mono import MonoMixin
from minigo.types.objects import Package
from minigo.types.range_stmt import RangeMixin
from minigo.types.resolver import ResolverMixin
from minigo.types.scope import Scope
from minigo.types.select_stmt import SelectMixin
from minigo.types.signature import SignatureMixin
from minigo.types.sizelimits import SizeLimitsMixin
from minigo.types.stmt import StmtMixin
from minigo.types.struct_type import StructTypeMixin
from minigo.types.switch_stmt import SwitchMixin
from minigo.types.typexpr import TypeExprMixin
from minigo.types.union import UnionMixin
from minigo.types.universe import UNIVERSE
from minigo.types.usage import UsageMixin
from minigo.types.validtype import ValidTypeMixin

CURRENT_MINOR: Final = 27  # the language version that this compiler implements: go1.27
MIN_RECURSION_LIMIT: Final = 20_000  # expressions and types nest as deep as the program wants


class Checker(
    ResolverMixin,
    DeclMixin,
    TypeExprMixin,
    StructTypeMixin,
    SignatureMixin,
    InterfaceTypeMixin,
    UnionMixin,
    InstantiateMixin,
    ValidTypeMixin,
    MonoMixin,
    InitOrderMixin,
    DirectivesMixin,
    ExpressionsMixin,
    StmtMixin,
    SizeLimitsMixin,
    AssignmentsMixin,
    SwitchMixin,
    SelectMixin,
    RangeMixin,
    LabelsMixin,
    UsageMixin,
):
    """Checks one package."""

    def check_files(self, files: list[Any]) -> None:
        """Check the package made up of the files."""
        files = self.init_files(files)
        self.collect_objects(files)
        self.apply_directives(files)
        self.direct_cycles()
        self.package_objects()
        self.process_delayed(0)  # function bodies included
        self.init_order()
        self.unused_imports()
        self.record_untyped()
        if not self.error_count:
            self.monomorph()
        if not self.error_count:
            self.interface_cycles()
        if not self.errors.has_errors():  # not even those of the parser
            self.check_directives()
            self.check_sizes()
        if not self.errors.has_errors():
            self.check_frames(files)
        self.pkg.complete = True

    def init_files(self, files: list[Any]) -> list[Any]:
        """The files of the package, each with its language version; files of another package are reported."""
        pkg = self.pkg
        minor = minor_version(self.go_version)
        if minor is not None and minor > CURRENT_MINOR and files:
            self.error(
                files[0].name,
                f"package requires newer Go version {self.go_version} (application built with go1.{CURRENT_MINOR})",
                "TooNew",
            )
        result = []
        for file in files:
            name = file.name.name
            if not pkg.name:
                if name == "_":
                    self.error(file.name, "invalid package name _", "BlankPkgName")
                else:
                    pkg.name = name
            elif name != pkg.name:
                self.error(file.name, f"package {name}; expected package {pkg.name}", "MismatchedPkgName")
                continue
            result.append(file)
            self.info.file_versions[file] = self.file_version(file)
        return result

    def file_version(self, file: Any) -> str:
        """The package's version, or the one that the file's ``//go:build`` line asks for (go1.21 at least)."""
        minor = minor_version(file.go_version)
        if minor is None:
            return self.go_version
        if minor > CURRENT_MINOR:
            self.error(file.name, f"file requires newer Go version {file.go_version}", "TooNew")
        return f"go1.{max(minor, 21)}"


def minor_version(version: str) -> int | None:
    """22 of ``go1.22`` or ``go1.22.3``; None if there is none."""
    parts = version.removeprefix("go").split(".")
    if len(parts) < 2 or parts[0] != "1":
        return None
    digits = parts[1]
    for mark in ("rc", "beta", "-"):
        digits = digits.split(mark)[0]
    return int(digits) if digits.isdigit() else None


def check(
    path: str,
    fset: source.FileSet,
    files: list[Any],
    importer: Callable[[str], Package],
    *,
    go_version: str = f"go1.{CURRENT_MINOR}",
    errors: source.DiagnosticList | None = None,
    allow_bodyless: bool = False,
    trace: Callable[[str], None] | None = None,
) -> tuple[Package, Info]:
    """Check the package ``path``; ``allow_bodyless`` permits functions without a body, implemented elsewhere; ``trace`` receives each step.

    The importer gives the packages of import paths; it raises ImportError for those that it does not have.
    """
    if sys.getrecursionlimit() < MIN_RECURSION_LIMIT:
        sys.setrecursionlimit(MIN_RECURSION_LIMIT)
    pkg = Package(path, "", Scope(UNIVERSE, f"package {path}"))
    pkg.fset = fset
    pkg.go_version = go_version
    info = Info()
    checker = Checker(pkg, fset, info, importer, errors if errors is not None else source.DiagnosticList())
    checker.allow_bodyless = allow_bodyless
    checker.trace = trace
    checker.go_version = go_version
    checker.env.version = go_version
    checker.check_files(files)
    return pkg, info
