"""The intermediate results of one package: ``minigo dump --stage S``.

========  ==========================================================================================
tokens    what the scanner makes of each file: position, token, spelling
ast       the syntax trees, as ``ast.Print`` of go/ast writes them
types     every declared name with its type, every expression with type and constant value
ssa       the SSA form after the passes; with ``--pass P`` as it is after pass P (``build``: before all passes)
llvm      the LLVM IR that the code generator writes
llvm-opt  the same after LLVM's passes
asm       the target's assembly
obj       sections, symbols and relocations of each object
symbols   the symbol table of the linked program: address, class, size, name
========  ==========================================================================================

``dump(config, stage, arguments, …)`` yields lines. ``function`` selects one function where a stage has any, by symbol (``main.(*T).M``) or by name (``M``, ``(*T).M``).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any, Final

from minigo import syntax
from minigo.driver import frontend, load
from minigo.driver.build import Builder
from minigo.driver.config import Config

STAGES: Final = ("tokens", "ast", "types", "ssa", "llvm", "llvm-opt", "asm", "obj", "symbols")


class DumpError(ValueError):
    """There is nothing to show: an unknown function or pass; the text is for the user."""


class Request:
    """What to show: ``function`` and ``after`` (a pass) may be empty."""

    __slots__ = ("after", "arguments", "builder", "config", "function")

    def __init__(self, config: Config, arguments: list[str], function: str = "", after: str = "") -> None:
        self.config = config
        self.arguments = arguments
        self.function = function
        self.after = after
        self.builder = Builder(config)

    def package(self) -> load.SourcePackage:
        return self.builder.loader.load(self.arguments)

    def checked(self) -> frontend.Checked:
        """The package, type-checked; its imports come from the cache or are checked."""
        return self.builder.check(self.arguments)

    def selects(self, symbol: str, name: str = "") -> bool:
        """Whether a function is asked for."""
        wanted = self.function
        return not wanted or wanted in (symbol, name) or symbol.endswith((f".{wanted}", f".{wanted}[", f"/{wanted}"))


def dump(config: Config, stage: str, arguments: list[str], function: str = "", after: str = "") -> Iterator[str]:
    """The lines of a stage. Raises DumpError, LoadError, CompileErrors, LinkError."""
    if stage not in _TABLE:
        raise DumpError(f"unknown stage {stage!r}; there are {', '.join(STAGES)}")
    if after and stage != "ssa":
        raise DumpError("--pass belongs to --stage ssa")
    found = False
    for line in _TABLE[stage](Request(config, arguments, function, after)):
        found = True
        yield line
    if function and not found:
        raise DumpError(f"no function {function} in stage {stage}")


# ---------------------------------------------------------------- front end


def _tokens(request: Request) -> Iterator[str]:
    from minigo.source import FileSet

    for file in request.package().files:
        yield from syntax.dump_tokens(FileSet(), file.name, file.data)


def _ast(request: Request) -> Iterator[str]:
    parsed = frontend.parse(request.package())
    for file in parsed.files:
        nodes = [file] if not request.function else _declarations(file, request)
        for node in nodes:
            yield syntax.dump(parsed.fset, node).rstrip("\n")


def _declarations(file: Any, request: Request) -> list[Any]:
    from minigo.syntax import ast

    return [d for d in file.decls if isinstance(d, ast.FuncDecl) and request.selects(d.name.name, d.name.name)]


def _types(request: Request) -> Iterator[str]:
    checked = request.checked()
    for file in checked.files:
        for node in [file] if not request.function else _declarations(file, request):
            yield from _typed(checked, node)


def _typed(checked: frontend.Checked, node: Any) -> Iterator[str]:
    """One line for each declared name and each expression, in the order of the source."""
    from minigo.syntax import ast
    from minigo.types.typestring import relative_to, type_string

    info = checked.info
    qualify = relative_to(checked.package)
    for n in syntax.preorder(node):
        if not isinstance(n, (ast.Expr, ast.Ident)):
            continue
        where = checked.fset.position(n.pos())
        obj = info.defs.get(n)
        if obj is not None:
            kind = obj.__class__.__name__.lower()
            yield f"{where}\t{kind} {obj.name}\t{type_string(obj.type, qualify)}{_value(getattr(obj, 'val', None))}"
            continue
        tv = info.types.get(n)
        if tv is not None:
            shown = "type" if tv.is_type else "builtin" if tv.is_builtin else type_string(tv.type, qualify)
            yield f"{where}\t{syntax.expr_string(n)}\t{shown}{_value(tv.value)}"


def _value(value: Any) -> str:
    if value is None:
        return ""
    return f" = {value!r}" if isinstance(value, bytes) else f" = {value}"


# ---------------------------------------------------------------- middle


def _ssa(request: Request) -> Iterator[str]:
    from minigo import ssa

    checked = request.checked()
    config = request.config
    if request.after == "build":
        config.passes = ()
    elif request.after:
        yield from _after_pass(request, checked)
        return
    program = frontend.lower(checked, config)
    yield from _functions(request, program, ssa.format_function)


def _after_pass(request: Request, checked: frontend.Checked) -> Iterator[str]:
    """The form after each run of the pass."""
    from minigo import passes, ssa

    config = request.config
    program = ssa.build(checked.package, checked.info, checked.files, checked.fset)
    names = passes.pipeline(config.opt, config.passes, config.disabled_passes)
    if request.after not in [p.name for p in names]:
        raise DumpError(
            f"-O{config.opt} does not run a pass {request.after!r}; it runs {', '.join(p.name for p in names)}"
        )
    lines: list[str] = []

    def keep(p: Any, package: Any) -> None:
        if p.name == request.after:
            lines.append(f"# after {p.name}")
            lines.extend(_functions(request, package, ssa.format_function))

    passes.run(program, names, keep)
    yield from lines


def _functions(request: Request, program: Any, text: Callable[[Any], str]) -> Iterator[str]:
    for symbol, fn in program.functions.items():
        if fn.blocks and request.selects(symbol, fn.name):
            yield text(fn)


# ---------------------------------------------------------------- back end


def _units(request: Request) -> Iterator[tuple[str, str]]:
    """(name, LLVM text) of each unit of the package."""
    code = frontend.emit(request.checked(), request.config)
    for unit in code.units:
        yield unit.name, unit.text


def _llvm(request: Request) -> Iterator[str]:
    for name, text in _units(request):
        yield from _ir(request, name, text)


def _llvm_opt(request: Request) -> Iterator[str]:
    from minigo import codegen

    for name, text in _units(request):
        yield from _ir(request, name, codegen.llvm_ir(text, codegen.Target(request.config.goarch), request.config.opt))


def _ir(request: Request, name: str, text: str) -> Iterator[str]:
    from minigo.study import listing

    if not request.function:
        yield f"; unit {name}"
        yield text
        return
    for symbol, body in listing.ir_functions(text):
        if request.selects(symbol):
            yield body


def _asm(request: Request) -> Iterator[str]:
    from minigo import codegen
    from minigo.study import listing

    for name, text in _units(request):
        assembly = codegen.assembly(text, codegen.Target(request.config.goarch), request.config.opt)
        if not request.function:
            yield f"# unit {name}"
            yield assembly
            continue
        for symbol, body in listing.assembly_functions(assembly):
            if request.selects(symbol):
                yield body


def _obj(request: Request) -> Iterator[str]:
    from minigo import codegen
    from minigo.study import listing

    for name, text in _units(request):
        data = codegen.compile_unit(text, codegen.Target(request.config.goarch), request.config.opt)
        lines = list(listing.object_lines(data, request.selects if request.function else None))
        if lines:
            yield f"object {name}, {len(data)} bytes"
            yield from lines


def _symbols(request: Request) -> Iterator[str]:
    result = request.builder.link_program(request.arguments)
    for name, address, size, letter in result.symbols:
        if request.selects(name):
            yield f"{address:016x} {letter} {size:8} {name}"


_TABLE: Final[dict[str, Callable[[Request], Iterator[str]]]] = {
    "tokens": _tokens,
    "ast": _ast,
    "types": _types,
    "ssa": _ssa,
    "llvm": _llvm,
    "llvm-opt": _llvm_opt,
    "asm": _asm,
    "obj": _obj,
    "symbols": _symbols,
}


def to_text(lines: Iterator[str]) -> str:
    """All lines as one text (for tests and the API)."""
    out = io.StringIO()
    for line in lines:
        out.write(line)
        out.write("\n")
    return out.getvalue()
