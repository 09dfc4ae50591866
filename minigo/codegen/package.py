"""A package's SSA form as units of LLVM text.

**Units.** A unit has some dozens of functions: those of one source file, divided by a hash of their symbols when there are many (closures go with the function around
them, unless that has very many); functions without a file (instances, wrappers, initialisers) by the hash alone. So an edit changes the text of one unit, and only that goes
through LLVM again. Variables, descriptors and closure objects have a unit of their own, ``data``; this and the unit of functions without a file are *shared*: what is in
them depends on what all functions ask for. ``emit`` with a ``Selection`` writes the chosen units only, for whoever has the others from an earlier compilation.

**Order.** Functions are written first; they say which descriptors are needed. Completing those may make further functions (method wrappers), which are written next, and so
on until nothing is new. Then data is written. A unit has its functions in source order, or by symbol if they have no file, so that it does not matter who asked
first; units are in the order of their names, data last.
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
DATA: Final = "data"


class Options:
    """How to generate code; there is nothing to choose at present."""

    __slots__ = ()


class Unit:
    """One unit: its name and LLVM text; the functions in it; ``uses``: function -> what it calls through interfaces; ``asked``:

    symbols that its functions want from shared units.
    """

    __slots__ = ("asked", "file", "functions", "name", "text", "uses")

    def __init__(self, name: str, file: str) -> None:
        self.name = name
        self.file = file  # source file of the functions; "": the unit is shared
        self.text = ""
        self.functions: list[ir.Function] = []
        self.uses: dict[str, list[str]] = {}
        self.asked: set[str] = set()


class Selection:
    """Which units to write (by name), and in how many units the functions of each file are divided, as ``PackageCode.divided`` has said."""

    __slots__ = ("divided", "names")

    def __init__(self, names: set[str], divided: dict[str, int]) -> None:
        self.names = names
        self.divided = divided


class PackageCode:
    """What ``emit`` makes. ``functions``: symbol -> (file, first line, name in tracebacks); ``uses`` and ``slots`` (of data), with the units' ``uses``, as
    ``minigo.link.methods`` wants them.

    ``divided``: source file ("" for functions that have none) -> number of its units.
    """

    __slots__ = ("divided", "functions", "slots", "units", "uses")

    def __init__(self, units: list[Unit], functions: dict[str, tuple[str, int, str]], divided: dict[str, int]) -> None:
        self.units = units
        self.functions = functions
        self.divided = divided
        self.uses: dict[str, list[str]] = {}
        self.slots: dict[str, list[tuple[int, str]]] = {}

    @property
    def methods(self) -> tuple[dict[str, list[str]], dict[str, list[tuple[int, str]]]]:
        uses = dict(self.uses)
        for unit in self.units:
            uses.update(unit.uses)
        return uses, self.slots


def emit(program: ir.Package, target: Target, options: Options, selection: Selection | None = None) -> PackageCode:
    """The LLVM text of a package, or of some of its units."""
    descriptors = Descriptors(program)
    module = Module(program, target, descriptors, Variables(program, descriptors))
    writer = _PackageWriter(module, selection)
    if selection is not None:
        writer.write_functions()
        return writer.code()
    data = writer.new_unit(DATA, "")
    module.variables.write(data)
    while writer.write_functions():
        descriptors.complete()
    descriptors.write(data)
    module.variables.write_closures(data)
    uses, slots = module.variables.write_initializers(data)
    code = writer.code()
    code.uses = {**uses, **descriptors.interfaces}
    code.slots = {**slots, **descriptors.slots}
    return code


class _PackageWriter:
    """The units of a package while they are filled."""

    __slots__ = ("_begun", "_divided", "_done", "_selection", "_strings", "_writers", "module", "units", "uses")

    def __init__(self, module: Module, selection: Selection | None) -> None:
        self.module = module
        self.units: dict[str, Unit] = {}
        self.uses: dict[str, MethodUse] = {}
        self._writers: dict[str, UnitWriter] = {}
        self._selection = selection
        self._begun = False
        self._done: set[str] = set()
        self._divided: dict[str, int] = {} if selection is None else dict(selection.divided)
        self._strings = module.program.builder.strings if module.program.builder is not None else TypeStrings()

    def new_unit(self, name: str, file: str) -> UnitWriter:
        full = f"{self.module.program.path}:{name}"
        writer = self._writers[name] = UnitWriter(full, self.module.target.header)
        self.units[name] = Unit(full, file)
        return writer

    def write_functions(self) -> int:
        """Write the functions that have a body and are not written yet; returns their number, and 1 at least the first time."""
        first = not self._begun
        self._begun = True
        new = [fn for symbol, fn in self.module.program.functions.items() if fn.blocks and symbol not in self._done]
        placed = [(fn, file_of(fn)) for fn in new]
        placed = [p for p in placed if p[1]] + sorted([p for p in placed if not p[1]], key=lambda p: p[0].symbol)
        self._divide([file for _, file in placed])
        self._done.update([fn.symbol for fn in new])
        for fn, file in placed:
            name = unit_name(fn, file, self._divided[file])
            if self._selection is None or f"{self.module.program.path}:{name}" in self._selection.names:
                self._write(name, fn, file)
        return len(new) or first

    def _write(self, name: str, fn: ir.Function, file: str) -> None:
        writer = self._writers.get(name) or self.new_unit(name, file)
        unit = self.units[name]
        unit.functions.append(fn)
        module = self.module
        module.descriptors.asked = module.variables.asked = unit.asked
        use = self.uses.setdefault(name, MethodUse(self._strings))
        use.add(fn.linkname or fn.symbol, fn)
        FunctionWriter(module, writer, fn).write()
        for g in fn.statics:
            module.variables.define(writer, g)
        module.descriptors.asked = module.variables.asked = set()

    def _divide(self, files: list[str]) -> None:
        """Decide how many units the functions of a file go to, when there are some for the first time."""
        counts: dict[str, int] = {}
        for file in files:
            counts[file] = counts.get(file, 0) + 1
        for file, n in counts.items():
            self._divided.setdefault(file, units_for(n))
        self._divided.setdefault("", 1)

    def code(self) -> PackageCode:
        for name, use in self.uses.items():
            self.units[name].uses = use.calls()
        for name, unit in self.units.items():
            unit.text = self._writers[name].text()
        names = sorted(self.units, key=lambda name: (name == DATA, name))
        return PackageCode([self.units[name] for name in names], self.module.functions, self._divided)


def units_for(functions: int) -> int:
    """How many units so many functions of one file go to."""
    return 1 << max(0, (functions - 1) // FUNCTIONS_PER_UNIT).bit_length()


def unit_name(fn: ir.Function, file: str, divided: int) -> str:
    """The unit of a function of ``file``, whose functions are divided among so many."""
    label = file.rpartition("/")[2] or "instances"
    return f"{label}#{zlib.crc32(_anchor(fn).symbol.encode()) % divided}" if divided > 1 else label


def _outermost(fn: ir.Function) -> ir.Function:
    """The declared function in which a closure stands, or the function itself."""
    while fn.parent is not None:
        fn = fn.parent
    return fn


def unit_of(program: ir.Package, fn: ir.Function, divided: dict[str, int]) -> str:
    """The full name of the unit of a function that has a file."""
    file = file_of(fn)
    return f"{program.path}:{unit_name(fn, file, divided[file])}"


def _anchor(fn: ir.Function) -> ir.Function:
    """The function by whose symbol ``fn`` finds its unit: the declared one around it; in one with more closures than a unit should have, each closure in it is one."""
    below = fn
    while fn.parent is not None:
        below, fn = fn, fn.parent
    return below if len(fn.anon_funcs) > FUNCTIONS_PER_UNIT else fn


def file_of(fn: ir.Function) -> str:
    """The source file of a function; "" for instances, wrappers and what initialises variables, which depend on more than the text of one function."""
    if fn.weak or fn.fset is None or not fn.pos or fn.type_args:
        return ""
    outer = _outermost(fn)
    if outer.weak or outer.type_args or outer.synthetic:
        return ""
    file = fn.fset.file(fn.pos)
    return "" if file is None else str(file.name)
