"""From a checked package to its SSA form: the stage's entry.

Comes in: ``types.Package``, ``types.Info``, the syntax trees and their positions, free of errors. Goes out: an ``ir.Package`` with
all functions built and lifted, the instances and wrappers that they need included. The same input always gives the same output, down to the order of functions.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo.ssa import ir
from minigo.ssa.builder import closure, init, pragmas, runtime_types, scan, wrappers
from minigo.ssa.builder.function import FunctionBuilder, Unit
from minigo.ssa.builder.package import PackageBuilder, Source
from minigo.syntax import ast

if TYPE_CHECKING:
    from minigo.ssa.builder.generics import Subst


class Options:
    """How to build. ``lift`` off keeps every variable in memory, as a debugger wants it."""

    __slots__ = ("lift",)

    def __init__(self, lift: bool = True) -> None:
        self.lift = lift


def build(pkg: Any, info: Any, files: list[ast.File], fset: Any, *, options: Options | None = None) -> ir.Package:
    """Build the SSA form of a package."""
    building = Building(pkg, info, files, fset, options)
    building.initializers()
    for fn, _ in building.declared:
        building.function(fn)
    return building.finish()


class Building:
    """A package under construction, function by function: for those who do not need all of them.

    ``declared``: the functions with a body of their own, in source order, which ``function`` builds. ``initializers`` makes the package's variables and ``path.init``;
    ``finish`` the instances and wrappers that were asked for, and those of the package's types. Without ``initializers`` the package is not complete.
    """

    __slots__ = ("_files", "_sources", "builder", "complete", "declared", "package")

    def __init__(self, pkg: Any, info: Any, files: list[ast.File], fset: Any, options: Options | None = None) -> None:
        self.package = ir.Package(pkg.path, pkg, info)
        unit = Unit(pkg, info, fset)
        unit.set_versions(files)
        self.builder = PackageBuilder(self.package, unit, options or Options(), pragmas.Pragmas(files))
        self.package.builder = self.builder
        self.package.pragmas_linkname = self.builder.pragmas.linknames
        self._files = files
        self.declared = _declare(self.builder, files)
        self._sources = dict(self.declared)
        self.complete = False

    def initializers(self) -> None:
        inits = [fn for fn, source in self.declared if source.decl.name.name == "init" and source.decl.recv is None]
        _globals(self.builder, self._files)
        init.build_init(self.builder, inits)
        self.complete = True

    def function(self, fn: ir.Function) -> None:
        """Build a declared function, its closures and the instances that it asks for."""
        function_body(self.builder, fn, self._sources[fn], None)
        self.builder.drain_work()

    def finish(self) -> ir.Package:
        if self.complete:
            runtime_types.make_declared(self.builder)
        self.builder.drain()
        return self.package


def _declare(pb: PackageBuilder, files: list[ast.File]) -> list[tuple[ir.Function, Source]]:
    """Make the package's functions known; returns those with a body to build, in source order."""
    result = []
    number = 0
    for file in files:
        for decl in file.decls:
            if not isinstance(decl, ast.FuncDecl) or decl.name.name == "_":
                continue
            obj = pb.unit.info.defs[decl.name]
            source = Source(decl, pb.unit)
            sig = obj.type
            pb.sources[obj] = source
            if sig.type_params or sig.recv_type_params:
                continue
            if decl.recv is None and decl.name.name == "init":
                fn = pb.new_function(f"{pb.ir.path}.init.{number}", f"init.{number}", sig, None)
                fn.obj = obj
                number += 1
            else:
                fn = pb.function(obj)
            if decl.body is not None:
                fn.external = False
                result.append((fn, source))
    return result


def _globals(pb: PackageBuilder, files: list[ast.File]) -> None:
    """Every package variable, in source order, used or not."""
    for file in files:
        for decl in file.decls:
            if isinstance(decl, ast.GenDecl) and decl.tok == "var":
                for spec in decl.specs:
                    assert isinstance(spec, ast.ValueSpec)
                    for name in spec.names:
                        if name.name != "_":
                            obj = pb.unit.info.defs[name]
                            pb.global_(obj).embed = pb.unit.info.embeds.get(obj)


def function_body(pb: PackageBuilder, fn: ir.Function, source: Source, subst: Subst | None) -> None:
    """Build a declared function or an instance of one."""
    decl, unit = source.decl, source.unit
    if decl.body is None:
        fn.external = True
        return
    fn.fset = unit.fset
    fn.decl_pkg = unit.pkg
    fn.pos, fn.end_pos = decl.name.name_pos, decl.body.rbrace
    fn.pragmas = pragmas.of_function(decl)
    fn.noinline = "noinline" in fn.pragmas
    fn.nosplit = "nosplit" in fn.pragmas
    b = FunctionBuilder(pb, fn, unit, subst)
    body(b, decl.body, (fn.obj.type if fn.obj is not None else unit.info.defs[decl.name].type).results.vars)
    pb.finish(b)


def body(b: FunctionBuilder, block: Any, results: list[Any]) -> None:
    """The body of a function or literal whose parameters are known. ``results`` are the Vars of the source's signature."""
    fn = b.fn
    fn.has_defer = scan.facts(b, block).defers
    b.start(b.new_block("entry"))
    for p in fn.params:
        if p.obj is not None and p.obj.name not in ("", "_"):
            alloc = b.declare(p.obj)
            b.store(alloc, p, p.pos)
    _result_variables(b, results)
    b.stmt_list(block.list)
    _end(b, block.rbrace)


def _result_variables(b: FunctionBuilder, results: list[Any]) -> None:
    fn = b.fn
    named = bool(results) and results[0].name != ""
    if not named and not fn.has_defer:
        return
    for i, v in enumerate(results):
        alloc = b.alloc(b.type(v.type), v.name or f"result{i}", False, v.pos)
        if v.name not in ("", "_"):
            alloc.obj = v
            b.vars[v] = alloc
        fn.results.append(alloc)


def _end(b: FunctionBuilder, pos: int) -> None:
    """What follows the last statement: a return, or nothing that can be reached. Then the recover block and labels nobody jumped to."""
    from minigo.ssa.builder import stmt

    fn = b.fn
    if not fn.signature.results.vars:
        stmt.return_variables(b, pos)
    else:
        b.emit(ir.Unreachable(pos))
    if fn.has_defer:
        fn.recover = b.new_block("recover")
        b.start(fn.recover)
        stmt.return_variables(b, pos)


__all__ = ["Options", "body", "build", "closure", "function_body", "wrappers"]
