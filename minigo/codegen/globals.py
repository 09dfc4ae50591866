"""Package variables, closure objects of plain functions, and constants in memory.

``Variables(package, descriptors)`` knows the symbols: ``ref`` (a variable's address), ``func_value`` (the closure object ``path.Func$f``) and ``box`` (the
immutable copy to which the data word of an interface points) give operands for use in a unit. ``write`` defines the package's variables, and ``write_closures``
the closure objects that were asked for, each in a section of its own:

==================  =================================================
``.data.NAME``      starts with a value and can hold pointers
``.noptrdata.NAME`` starts with a value, no pointers
``.bss.NAME``       starts as zero and can hold pointers
``.bss..noptr.NAME``starts as zero, no pointers
``.rodata.NAME``    never written: tables of the compiler's own, closure objects, boxes, strings
==================  =================================================

The collector takes ``.data`` and ``.bss`` as roots; read-only data refers to such variables at most, never to the heap.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from minigo import types
from minigo.codegen import pointermap
from minigo.codegen.staticdata import WORD, StaticData
from minigo.codegen.typedesc import symbol_of
from minigo.codegen.unit import quote
from minigo.ssa import ir
from minigo.ssa.builder.methods import is_direct
from minigo.types import constant, sizes

if TYPE_CHECKING:
    from minigo.codegen.typedesc import Descriptors
    from minigo.codegen.unit import UnitWriter

_FLOATS: Final = {
    types.FLOAT32: "<f", types.FLOAT64: "<d", types.COMPLEX64: "<f", types.COMPLEX128: "<d", types.UNTYPED_FLOAT: "<d",
}  # fmt: skip


class Variables:
    """The variables and closure objects of one package."""

    __slots__ = ("_boxes", "_closures", "_descriptors", "_initializers", "_package", "_table", "asked")

    def __init__(self, package: ir.Package, descriptors: Descriptors) -> None:
        self._package = package
        self._descriptors = descriptors
        self.asked: set[str] = set()  # closure objects that were asked for since somebody put another set here
        self._closures: dict[str, str] = {}  # symbol of the closure object -> of the function
        self._initializers: dict[str, ir.Function] = {}  # symbol of the slot -> the function
        self._boxes: dict[str, int] = {}  # unit -> number of its boxes: a unit's text must not depend on others'
        self._table: dict[type, Callable[[UnitWriter, StaticData, int, Any, Any], None]] = {
            ir.Const: self._const,
            ir.Aggregate: self._aggregate,
            ir.StaticSlice: self._static_slice,
            ir.StaticInterface: self._static_interface,
            ir.Global: self._address,
            ir.Function: self._function,
        }

    # ------------------------------------------------------------ operands

    def ref(self, unit: UnitWriter, g: ir.Global) -> str:
        """The address of a variable; its size and alignment are declared, for LLVM makes use of them."""
        symbol = variable_symbol(g)
        text = unit.ref(symbol)
        size, align = sizes.sizeof(g.elem), sizes.alignof(g.elem)
        kind = "constant" if g.readonly else "global"
        unit.declare(symbol, f"{text} = external dso_local {kind} [{max(size, 1)} x i8], align {max(align, 1)}")
        return text

    def func_value(self, unit: UnitWriter, fn: ir.Function) -> str:
        """A func value for a function without captures: the address of its closure object."""
        target = symbol_of(fn)
        symbol = f"{target}$f"
        self.asked.add(symbol)
        self._closures[symbol] = target
        return unit.data_ref(symbol)

    def box(self, unit: UnitWriter, value: ir.Value) -> str:
        """The data word of an interface that holds the static value ``value`` (a Const, Aggregate, …): an operand of type ``ptr``."""
        if is_direct(value.type):
            data = StaticData(WORD)
            self.fill(unit, data, 0, value, value.type)
            if not data.refs:
                word = int.from_bytes(data.data, "little")
                return f"inttoptr (i64 {word} to ptr)" if word else "null"
            operand, addend = data.refs[0]
            return f"getelementptr (i8, ptr {operand}, i64 {addend})" if addend else operand
        data = StaticData(sizes.sizeof(value.type))
        self.fill(unit, data, 0, value, value.type)
        if not len(data):
            return unit.data_ref("runtime.zerobase")
        number = self._boxes[unit.name] = self._boxes.get(unit.name, 0) + 1
        symbol = f"{self._package.path}..box{number}.{unit.name}"
        align = sizes.alignof(value.type)
        unit.define(
            symbol, f"{unit.ref(symbol)} = private constant {data.llvm()}, {_section('.rodata', symbol)}, align {align}"
        )
        return unit.ref(symbol)

    def initializer_slot(self, unit: UnitWriter, fn: ir.Function) -> str:
        """The variable that holds the address of a function that only initialises another one, or null when the linker leaves it out."""
        symbol = f"{symbol_of(fn)}$if"
        self._initializers[symbol] = fn
        return unit.data_ref(symbol)

    # ------------------------------------------------------------ definitions

    def write(self, unit: UnitWriter) -> None:
        """Define the package's variables, by symbol; those of functions (``ir.Function.statics``) go with their functions."""
        own = {g for fn in self._package.functions.values() for g in fn.statics}
        for symbol in sorted(self._package.globals):
            g = self._package.globals[symbol]
            if not g.external and g not in own:
                self.define(unit, g)

    def write_closures(self, unit: UnitWriter) -> None:
        """Define the closure objects that were asked for (those of other packages' functions too), by symbol."""
        for symbol in sorted(self._closures):
            target = unit.data_ref(self._closures[symbol])
            section = _section(".rodata", symbol)
            unit.define(
                symbol, f"{unit.ref(symbol)} = weak_odr dso_local constant ptr {target}, {section}, align {WORD}"
            )

    def write_initializers(self, unit: UnitWriter) -> tuple[dict[str, list[str]], dict[str, list[tuple[int, str]]]]:
        """Define the slots of initialising functions; returns what the linker is to know of them (uses and slots, see ``minigo.link.methods``)."""
        uses: dict[str, list[str]] = {}
        slots: dict[str, list[tuple[int, str]]] = {}
        for symbol, fn in sorted(self._initializers.items()):
            assert fn.initializes is not None
            variable = variable_symbol(fn.initializes)
            target = unit.data_ref(symbol_of(fn))
            section = _section(".rodata", symbol)
            unit.define(symbol, f"{unit.ref(symbol)} = dso_local constant ptr {target}, {section}, align {WORD}")
            uses[variable] = [f"={variable}"]
            slots[symbol] = [(0, f"={variable}")]
        return uses, slots

    def define(self, unit: UnitWriter, g: ir.Global) -> None:
        """Define one variable."""
        symbol = variable_symbol(g)
        size = sizes.sizeof(g.elem)
        align = max(sizes.alignof(g.elem), 1)
        linkage = "weak " if g.weak or g.linkname else ""
        pointers = pointermap.has_pointers(g.elem)
        data = None
        if g.init is not None:
            data = StaticData(size)
            self.fill(unit, data, 0, g.init, g.elem)
            if data.is_zero():
                data = None
        if data is None:
            section = _section(".rodata" if g.readonly else ".bss" if pointers else ".bss..noptr", symbol)
            text = f"[{max(size, 1)} x i8] zeroinitializer"
        else:
            section = _section(".rodata" if g.readonly else ".data" if pointers else ".noptrdata", symbol)
            text = data.llvm()
        kind = "constant" if g.readonly else "global"
        unit.define(symbol, f"{unit.ref(symbol)} = {linkage}dso_local {kind} {text}, {section}, align {align}")

    # ------------------------------------------------------------ static values

    def fill(self, unit: UnitWriter, data: StaticData, at: int, value: ir.Value, t: Any) -> None:
        """Put the static value, as one of type ``t``, at offset ``at`` of ``data``, which is zero there."""
        self._table[value.__class__](unit, data, at, value, t)

    def _const(self, unit: UnitWriter, data: StaticData, at: int, value: ir.Const, t: Any) -> None:
        u = value.type.underlying()
        if value.value is None:
            return
        if u.__class__ is types.Basic and u.info & types.IS_STRING:
            if value.value:
                data.put_address(at, unit.bytes_ref(value.value))
                data.put_word(at + WORD, len(value.value))
            return
        data.put(at, value.value if u.__class__ is types.Array else scalar_bytes(u, value.value))

    def _aggregate(self, unit: UnitWriter, data: StaticData, at: int, value: ir.Aggregate, t: Any) -> None:
        u = t.underlying()
        if u.__class__ is types.Array:
            step = sizes.sizeof(u.elem)
            for i, v in value.elems.items():
                self.fill(unit, data, at + i * step, v, u.elem)
            return
        offsets, _ = sizes.struct_layout(u)
        for i, v in value.elems.items():
            self.fill(unit, data, at + offsets[i], v, u.fields[i].type)

    def _static_slice(self, unit: UnitWriter, data: StaticData, at: int, value: ir.StaticSlice, t: Any) -> None:
        data.put_address(at, self.ref(unit, value.array))
        data.put_word(at + WORD, value.length)
        data.put_word(at + 2 * WORD, value.length)

    def _static_interface(self, unit: UnitWriter, data: StaticData, at: int, value: ir.StaticInterface, t: Any) -> None:
        concrete = value.concrete
        if value.type.underlying().all_methods():
            data.put_address(at, self._descriptors.itab_ref(unit, concrete, value.type))
        else:
            data.put_address(at, self._descriptors.type_ref(unit, concrete))
        if is_direct(concrete):
            self.fill(unit, data, at + WORD, value.x, concrete)
        else:
            data.put_address(at + WORD, self.box(unit, value.x))

    def _address(self, unit: UnitWriter, data: StaticData, at: int, value: ir.Global, t: Any) -> None:
        data.put_address(at, self.ref(unit, value))

    def _function(self, unit: UnitWriter, data: StaticData, at: int, value: ir.Function, t: Any) -> None:
        data.put_address(at, self.func_value(unit, value))


def variable_symbol(g: ir.Global) -> str:
    """The linker's symbol of a variable."""
    return g.linkname or g.symbol


def scalar_bytes(u: Any, value: Any) -> bytes:
    """A number or bool of the basic type ``u`` in memory."""
    if u.info & types.IS_COMPLEX:
        re, im = (value.re, value.im) if isinstance(value, constant.ComplexVal) else (value, 0)
        return _float(u.kind, re) + _float(u.kind, im)
    if u.info & types.IS_FLOAT:
        return _float(u.kind, value)
    size = sizes.sizeof(u)
    return (int(value) & ((1 << 8 * size) - 1)).to_bytes(size, "little")


def _float(kind: int, value: Any) -> bytes:
    layout = _FLOATS[kind]
    number = constant.float32_of(value) if layout == "<f" else float(value)
    if number is None:
        raise OverflowError(f"constant {value} does not fit float32")
    return struct.pack(layout, number)


def _section(prefix: str, symbol: str) -> str:
    return f"section {quote(f'{prefix}.{symbol}')[1:]}"
