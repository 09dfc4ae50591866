"""A package's SSA form as units of LLVM text.

**Units.** A unit has some dozens of functions: those of one source file, divided by a hash of their symbols when there are many (closures go with the function around them);
functions without a file (instances, wrappers) by the hash alone. So an edit changes the text of one unit, and only that goes through LLVM again. Variables, descriptors and
closure objects have a unit of their own.

**Order.** Functions are written first; they say which descriptors are needed. Completing those may make further functions (method wrappers), which are written next, and so
on until nothing is new. Then data is written.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING, Final

from minigo.codegen.function import FunctionWriter
from minigo.codegen.globals import Variables
from minigo.codegen.methoduse import MethodUse
from minigo.codegen.module import Module
from minigo.codegen.typedesc import Descriptors
from minigo.codegen.unit import UnitWriter
from minigo.ssa import TypeStrings, ir

if TYPE_CHECKING:
    from minigo.codegen.target import Target

FUNCTIONS_PER_UNIT: Final = 48


class Options:
    """How to generate code; there is nothing to choose at present."""

    __slots__ = ()


class Unit:
    """One unit: its name (for messages) and LLVM text."""

    __slots__ = ("name", "text")

    def __init__(self, name: str, text: str) -> None:
        self.name = name
        self.text = text


class PackageCode:
    """What ``emit`` makes. ``functions``: symbol -> (file, first line, name in tracebacks); ``methods``: (uses, slots) as ``minigo.link.methods`` wants them."""

    __slots__ = ("functions", "methods", "units")

    def __init__(
        self,
        units: list[Unit],
        functions: dict[str, tuple[str, int, str]],
        methods: tuple[dict[str, list[str]], dict[str, list[tuple[int, str]]]],
    ) -> None:
        self.units = units
        self.functions = functions
        self.methods = methods


def emit(program: ir.Package, target: Target, options: Options) -> PackageCode:
    """The LLVM text of a package."""
    descriptors = Descriptors(program)
    module = Module(program, target, descriptors, Variables(program, descriptors))
    writer = _PackageWriter(module)
    data = writer.new_unit("data")
    module.variables.write(data)
    while writer.write_functions():
        descriptors.complete()
    descriptors.write(data)
    module.variables.write_closures(data)
    uses, slots = module.variables.write_initializers(data)
    units = [Unit(u.name, u.text()) for u in (*[u for u in writer.units.values() if u is not data], data)]
    uses.update(descriptors.interfaces)
    slots.update(descriptors.slots)
    for use in writer.uses.values():
        uses.update(use.calls())
    return PackageCode(units, module.functions, (uses, slots))


class _PackageWriter:
    """The units of a package while they are filled."""

    __slots__ = ("_buckets", "_done", "_strings", "module", "units", "uses")

    def __init__(self, module: Module) -> None:
        self.module = module
        self.units: dict[str, UnitWriter] = {}
        self.uses: dict[str, MethodUse] = {}
        self._done: set[str] = set()
        self._buckets: dict[str, int] = {}  # file -> number of its units
        self._strings = module.program.builder.strings if module.program.builder is not None else TypeStrings()

    def new_unit(self, name: str) -> UnitWriter:
        full = f"{self.module.program.path}:{name}"
        unit = self.units[name] = UnitWriter(full, self.module.target.header)
        return unit

    def write_functions(self) -> int:
        """Write the functions that have a body and are not written yet; returns their number, and 1 at least the first time."""
        first = not self._buckets
        new = [fn for symbol, fn in self.module.program.functions.items() if fn.blocks and symbol not in self._done]
        counts: dict[str, int] = {}
        for fn in new:
            file = _file(fn)
            counts[file] = counts.get(file, 0) + 1
        for file, n in counts.items():
            if file not in self._buckets:
                self._buckets[file] = 1 << max(0, (n - 1) // FUNCTIONS_PER_UNIT).bit_length()
        for fn in new:
            self._done.add(fn.symbol)
            name = self._unit_name(fn)
            unit = self.units.get(name) or self.new_unit(name)
            use = self.uses.setdefault(name, MethodUse(self._strings))
            use.add(fn.linkname or fn.symbol, fn)
            FunctionWriter(self.module, unit, fn).write()
        self._buckets.setdefault("", 1)
        return len(new) or first

    def _unit_name(self, fn: ir.Function) -> str:
        file = _file(fn)
        count = self._buckets[file]
        label = file.rpartition("/")[2] or "instances"
        return f"{label}#{zlib.crc32(_outermost(fn).symbol.encode()) % count}" if count > 1 else label


def _outermost(fn: ir.Function) -> ir.Function:
    """The declared function in which a closure stands, or the function itself."""
    while fn.parent is not None:
        fn = fn.parent
    return fn


def _file(fn: ir.Function) -> str:
    """The source file of a function; "" for instances and wrappers."""
    if fn.weak or fn.fset is None or not fn.pos or fn.type_args:
        return ""
    outer = _outermost(fn)
    if outer.weak or outer.type_args:
        return ""
    file = fn.fset.file(fn.pos)
    return "" if file is None else str(file.name)
