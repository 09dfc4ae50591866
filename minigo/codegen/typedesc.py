"""Type descriptors and itabs: docs/abi.md, "Type descriptors". What reads them is ``runtime_c/type.h``, ``internal/abi`` and ``reflect``.

``type_ref(unit, t)`` and ``itab_ref(unit, concrete, interface)`` give the operand for use in a function or variable, and note that the package needs the descriptor.
When all functions are known, ``complete()`` makes those descriptors and all that they refer to; it may make method wrappers, which then are in ``package.functions``
without having been compiled, and refer to further types: so the caller goes on in turns until nothing is new. ``write(unit)`` defines everything, sorted by symbol.

A package defines the descriptors of the types that it declares, ``T`` and ``*T``, needed or not, and other packages refer to them. All other descriptors
(unnamed types, predeclared ones, instances, types declared in functions) are defined weakly by every package that needs them; equal symbols have equal contents.

A descriptor is one block: the fixed part, the part of its kind, the arrays and strings these refer to. It points to descriptors of other types; where that is not to keep them in
the executable, its *slots* tell the linker so (``minigo.link.methods``): the entries of methods, and ``ptrto`` unless ``*T`` has a name or methods of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from minigo import ssa, types
from minigo.codegen import pointermap
from minigo.codegen.methoduse import WEAK, call_key, match_key
from minigo.codegen.staticdata import WORD, StaticData
from minigo.codegen.unit import quote
from minigo.ssa.builder import runtime_types
from minigo.ssa.builder.methods import is_direct
from minigo.ssa.reflectstring import ReflectStrings, method_order
from minigo.ssa.symbols import is_exported
from minigo.types import sizes

if TYPE_CHECKING:
    from minigo.codegen.unit import UnitWriter
    from minigo.ssa import ir

HEAD: Final = 72
TFLAG_UNCOMMON, TFLAG_NAMED, TFLAG_PLAIN, TFLAG_DIRECT, TFLAG_NOARRAY = 1, 2, 4, 8, 16
(
    K_BOOL, K_INT, K_INT8, K_INT16, K_INT32, K_INT64, K_UINT, K_UINT8, K_UINT16, K_UINT32, K_UINT64, K_UINTPTR, K_FLOAT32, K_FLOAT64, K_COMPLEX64,
    K_COMPLEX128, K_ARRAY, K_CHAN, K_FUNC, K_INTERFACE, K_MAP, K_POINTER, K_SLICE, K_STRING, K_STRUCT, K_UNSAFE_POINTER,
) = range(1, 27)  # fmt: skip
_KINDS: Final[dict[type, int]] = {
    types.Array: K_ARRAY, types.Chan: K_CHAN, types.Signature: K_FUNC, types.Interface: K_INTERFACE, types.Map: K_MAP, types.Pointer: K_POINTER,
    types.Slice: K_SLICE, types.Struct: K_STRUCT,
}  # fmt: skip
_DIRECTIONS: Final = {types.RECV_ONLY: 1, types.SEND_ONLY: 2, types.SEND_RECV: 3}
_EQUAL_BASIC: Final = {
    types.FLOAT32: "f32equal", types.FLOAT64: "f64equal", types.COMPLEX64: "c64equal", types.COMPLEX128: "c128equal", types.STRING: "strequal",
}  # fmt: skip
_EQUAL_PLAIN: Final = {
    0: "memequal0",
    1: "memequal8",
    2: "memequal16",
    4: "memequal32",
    8: "memequal64",
    16: "memequal128",
}

# A slot: (offset in the descriptor or itab, key); see minigo.link.methods.
Slot = tuple[int, str]


class Descriptors:
    """The descriptors and itabs of one package. ``slots``: symbol -> its slots; ``interfaces``: symbol of an interface type -> keys of its methods."""

    __slots__ = (
        "_blocks",
        "_done",
        "_itabs",
        "_package",
        "_reflect",
        "_strings",
        "_types",
        "_work",
        "asked",
        "interfaces",
        "slots",
    )

    def __init__(self, package: ir.Package) -> None:
        self._package = package
        self._strings = package.builder.strings if package.builder is not None else ssa.TypeStrings()
        self._reflect = ReflectStrings()
        self._types: dict[str, Any] = {}  # symbol -> type
        self._itabs: dict[str, tuple[Any, Any]] = {}
        self._work: list[str] = []
        self._done = False
        self._blocks: dict[str, _Block] = {}
        self.asked: set[str] = set()  # symbols that were asked for since somebody put another set here
        self.slots: dict[str, list[Slot]] = {}
        self.interfaces: dict[str, list[str]] = {}

    # ------------------------------------------------------------ what is needed

    def type_symbol(self, t: Any) -> str:
        """The symbol of a type's descriptor, which the package now needs."""
        symbol = f"type:{self._strings(t)}"
        self.asked.add(symbol)
        if symbol not in self._types:
            self._types[symbol] = t
            if not self._is_foreign(types.unalias(t)):
                self._work.append(symbol)
        return symbol

    def itab_symbol(self, concrete: Any, interface: Any) -> str:
        """The symbol of the itab for values of type ``concrete`` as ``interface``, which the package now needs."""
        symbol = f"itab:{self._strings(concrete)},{self._strings(interface)}"
        self.asked.add(symbol)
        if symbol not in self._itabs:
            self._itabs[symbol] = (types.unalias(concrete), interface)
            self._work.append(symbol)
        return symbol

    def type_ref(self, unit: UnitWriter, t: Any) -> str:
        """The address of a type's descriptor, as an operand in ``unit``."""
        return unit.data_ref(self.type_symbol(t))

    def itab_ref(self, unit: UnitWriter, concrete: Any, interface: Any) -> str:
        """The address of an itab, as an operand in ``unit``."""
        return unit.data_ref(self.itab_symbol(concrete, interface))

    def _is_foreign(self, t: Any) -> bool:
        """Whether another package defines the descriptor: that of a type it declares, or of a pointer to one."""
        if t.__class__ is types.Pointer:
            t = types.unalias(t.elem)
        if t.__class__ is not types.Named or t.type_args or t.obj.link_name or t.obj.pkg is None:
            return False
        return bool(t.obj.pkg.path != self._package.path)

    # ------------------------------------------------------------ making them

    def complete(self) -> None:
        """Make all descriptors and itabs that are needed so far, and those of the types that the package declares."""
        if not self._done:
            self._done = True
            for t in declared_types(self._package):
                self.type_symbol(t)
        while self._work:
            symbol = self._work.pop()
            if symbol in self._itabs:
                self._blocks[symbol] = self._itab(symbol, *self._itabs[symbol])
            else:
                self._blocks[symbol] = self._descriptor(symbol, types.unalias(self._types[symbol]))

    def write(self, unit: UnitWriter) -> None:
        """Define everything that ``complete`` has made."""
        for symbol in sorted(self._blocks):
            block = self._blocks[symbol]
            unit.define(symbol, block.llvm())
            if block.slots:
                self.slots[symbol] = block.slots
        for symbol in sorted(self._blocks):
            for target in self._blocks[symbol].targets:
                unit.data_ref(target)
        for symbol in sorted(self._blocks):
            for target in self._blocks[symbol].weak_targets:
                unit.declare(target, f"{unit.ref(target)} = extern_weak global i8")

    # ------------------------------------------------------------ one descriptor

    def _descriptor(self, symbol: str, t: Any) -> _Block:
        u = t.underlying()
        block = _Block(symbol)
        data = block.data
        data.append(bytes(HEAD))
        kind = kind_of(u)
        methods = self._methods(t)
        named = t.__class__ is types.Named or t.__class__ is types.Basic
        has_uncommon = t.__class__ is types.Named or bool(methods)
        pointer_bytes = pointermap.pointer_bytes(t)
        equal, plain = equality(u)
        tflag = TFLAG_UNCOMMON * has_uncommon | TFLAG_NAMED * named | TFLAG_PLAIN * plain | TFLAG_DIRECT * is_direct(t)
        tflag |= TFLAG_NOARRAY * (not _holds_array(u))
        align = sizes.alignof(t)
        data.put_word(0, sizes.sizeof(t))
        data.put_word(8, pointer_bytes)
        data.put(16, fnv1a(symbol.removeprefix("type:")).to_bytes(4, "little"))
        data.put(20, bytes((tflag, align, align, kind)))
        if equal:
            block.address(24, f"runtime.{equal}")
        block.string(40, self._reflect(t))
        self._pointer_to(block, t)
        self._kind_part(block, u)
        if has_uncommon:
            self._uncommon(block, t, methods)
        if 0 < pointer_bytes <= pointermap.MAX_MAPPED:
            block.own(32, data.append(pointermap.bitmap(pointermap.pointer_map(t)), 1))
        block.finish()
        return block

    def _methods(self, t: Any) -> list[ssa.Method]:
        if t.underlying().__class__ is types.Interface or not runtime_types.has_methods(t):
            return []
        return ssa.method_set(self._package, t)

    def _pointer_to(self, block: _Block, t: Any) -> None:
        """``ptrto``. Reflection makes pointer types when they are missing, but without methods; so ``*T`` stays with T when it may have some."""
        pointer = types.Pointer(t)
        if t.__class__ is types.Named or (t.__class__ is not types.Pointer and runtime_types.has_methods(pointer)):
            block.address(56, self.type_symbol(pointer))
        else:
            block.weak_address(56, f"type:*{self._strings(t)}")
            block.slots.append((56, WEAK))

    def _kind_part(self, block: _Block, u: Any) -> None:
        data = block.data
        cls = u.__class__
        if cls is types.Array:
            block.address(data.word(), self.type_symbol(u.elem))
            block.address(data.word(), self.type_symbol(types.Slice(u.elem)))
            data.word(u.len)
        elif cls is types.Chan:
            block.address(data.word(), self.type_symbol(u.elem))
            data.word(_DIRECTIONS[u.dir])
        elif cls is types.Map:
            block.address(data.word(), self.type_symbol(u.key))
            block.address(data.word(), self.type_symbol(u.elem))
        elif cls is types.Pointer or cls is types.Slice:
            block.address(data.word(), self.type_symbol(u.elem))
        elif cls is types.Signature:
            self._signature(block, u)
        elif cls is types.Interface:
            self._interface(block, u)
        elif cls is types.Struct:
            self._struct(block, u)

    def _signature(self, block: _Block, u: Any) -> None:
        data = block.data
        ins, outs = data.append(bytes(24)), data.append(bytes(24))
        data.word(u.variadic)
        for header, variables in ((ins, u.params.vars), (outs, u.results.vars)):
            start = len(data)
            for v in variables:
                block.address(data.word(), self.type_symbol(v.type))
            block.slice(header, start, len(variables))

    def _interface(self, block: _Block, u: Any) -> None:
        data = block.data
        pkgpath, header = data.append(bytes(16)), data.append(bytes(24))
        methods = sorted(u.all_methods(), key=method_order)
        hidden = [m for m in methods if not is_exported(m.name)]
        block.string(pkgpath, hidden[0].pkg.path if hidden else "")
        start = len(data)
        for m in methods:
            at = data.append(bytes(40))
            block.string(at, m.name)
            block.string(at + 16, "" if is_exported(m.name) else m.pkg.path)
            block.address(at + 32, self.type_symbol(m.type))
        block.slice(header, start, len(methods))
        if methods:
            self.interfaces[block.symbol] = [match_key(self._strings, m) for m in methods]

    def _struct(self, block: _Block, u: Any) -> None:
        data = block.data
        pkgpath, header = data.append(bytes(16)), data.append(bytes(24))
        hidden = [f for f in u.fields if not is_exported(f.name)]
        block.string(pkgpath, hidden[0].pkg.path if hidden else "")
        offsets, _ = sizes.struct_layout(u)
        start = len(data)
        for i, f in enumerate(u.fields):
            at = data.append(bytes(72))
            block.string(at, f.name)
            block.string(at + 16, "" if is_exported(f.name) else f.pkg.path)
            block.address(at + 32, self.type_symbol(f.type))
            data.put_word(at + 40, offsets[i])
            block.string(at + 48, u.tag(i))
            data.put_word(at + 64, int(f.embedded))
        block.slice(header, start, len(u.fields))

    def _uncommon(self, block: _Block, t: Any, methods: list[ssa.Method]) -> None:
        data = block.data
        block.own(64, data.append(bytes(56), WORD))
        at = len(data) - 56
        if t.__class__ is types.Named:
            block.string(at, self._reflect.name(t))
            block.string(at + 16, t.obj.pkg.path if t.obj.pkg is not None else "")
        start = len(data)
        for m in methods:
            entry = data.append(bytes(56))
            block.string(entry, m.obj.name)
            block.string(entry + 16, "" if is_exported(m.obj.name) else m.obj.pkg.path)
            block.address(entry + 32, self.type_symbol(m.obj.type))
            block.address(entry + 40, symbol_of(m.ifn))
            block.address(entry + 48, symbol_of(m.tfn))
            call = call_key(self._strings, m.obj)
            block.slots += [(entry + 32, match_key(self._strings, m.obj)), (entry + 40, call), (entry + 48, call)]
        block.slice(at + 32, start, len(methods))

    # ------------------------------------------------------------ one itab

    def _itab(self, symbol: str, concrete: Any, interface: Any) -> _Block:
        block = _Block(symbol)
        data = block.data
        block.address(data.word(), self.type_symbol(interface))
        block.address(data.word(), self.type_symbol(concrete))
        data.word(fnv1a(self._strings(concrete)))
        have = {method_order(m.obj): m for m in ssa.method_set(self._package, concrete)}
        for wanted in sorted(interface.underlying().all_methods(), key=method_order):
            method = have[method_order(wanted)]
            at = data.word()
            block.address(at, symbol_of(method.ifn))
            block.slots.append((at, call_key(self._strings, method.obj)))
        return block


class _Block:
    """The contents of one descriptor or itab; strings are kept until ``finish`` puts them at its end."""

    __slots__ = ("_operand", "_strings", "data", "slots", "symbol", "targets", "weak_targets")

    def __init__(self, symbol: str) -> None:
        self.symbol = symbol
        self.data = StaticData()
        self.slots: list[Slot] = []
        self.targets: list[str] = []
        self.weak_targets: list[str] = []
        self._operand = quote(symbol)
        self._strings: list[tuple[int, bytes]] = []

    def address(self, at: int, symbol: str) -> None:
        self.data.put_address(at, quote(symbol))
        self.targets.append(symbol)

    def weak_address(self, at: int, symbol: str) -> None:
        """The address of a symbol that need not exist; null then."""
        self.data.put_address(at, quote(symbol))
        self.weak_targets.append(symbol)

    def own(self, at: int, offset: int) -> None:
        """The address of a part of the block."""
        self.data.put_address(at, self._operand, offset)

    def slice(self, at: int, start: int, count: int) -> None:
        if count:
            self.own(at, start)
            self.data.put_word(at + WORD, count)
            self.data.put_word(at + 2 * WORD, count)

    def string(self, at: int, text: str) -> None:
        value = text.encode("utf-8", "surrogateescape")
        if value:
            self.data.put_word(at + WORD, len(value))
            self._strings.append((at, value))

    def finish(self) -> None:
        pool: dict[bytes, int] = {}
        for at, value in self._strings:
            offset = pool.get(value)
            if offset is None:
                offset = pool[value] = self.data.append(value)
            self.own(at, offset)

    def llvm(self) -> str:
        section = quote(f".rodata.{self.symbol}")[1:]
        return f"{self._operand} = weak_odr dso_local constant {self.data.llvm()}, section {section}, align 8"


# ---------------------------------------------------------------- properties of types


def declared_types(package: ir.Package) -> list[Any]:
    """The types that the package declares at its top level, generic ones left out, by name."""
    scope = package.types.scope
    found = []
    for name in sorted(scope.elems):
        obj = scope.elems[name]
        t = obj.type
        if obj.__class__ is types.TypeName and t.__class__ is types.Named and t.obj is obj and not t.type_params:
            found.append(t)
    return found


def symbol_of(fn: ir.Function) -> str:
    """The linker's symbol of a function."""
    return fn.linkname or fn.symbol


def kind_of(u: Any) -> int:
    """``reflect.Kind`` of an underlying type."""
    if u.__class__ is not types.Basic:
        return _KINDS[u.__class__]
    if u.kind == types.STRING:
        return K_STRING
    if u.kind == types.UNSAFE_POINTER:
        return K_UNSAFE_POINTER
    return int(u.kind)  # the kinds of numbers and bool are numbered alike


def equality(u: Any) -> tuple[str, bool]:
    """(the runtime's function that compares two values in memory, or "" when they are not comparable; whether ``==`` is a comparison of all bytes)."""
    cls = u.__class__
    if cls is types.Basic:
        special = _EQUAL_BASIC.get(u.kind)
        return (special, False) if special else (_EQUAL_PLAIN[sizes.sizeof(u)], True)
    if cls is types.Pointer or cls is types.Chan:
        return "memequal64", True
    if cls is types.Interface:
        return ("interequal" if u.all_methods() else "nilinterequal"), False
    if cls is types.Array:
        elem, plain = equality(u.elem.underlying())
        if not elem:
            return "", False
        if u.len == 0:
            return "memequal0", True
        return (_plain_function(u), True) if plain else ("arrayequal", False)
    if cls is types.Struct:
        return _struct_equality(u)
    return "", False


def _struct_equality(u: Any) -> tuple[str, bool]:
    offsets, size = sizes.struct_layout(u)
    plain = True
    end = 0
    for f, offset in zip(u.fields, offsets, strict=True):
        equal, field_plain = equality(f.type.underlying())
        if not equal:
            return "", False
        plain = plain and field_plain and offset == end and f.name != "_"
        end = offset + sizes.sizeof(f.type)
    return (_plain_function(u), True) if plain and end == size else ("structequal", False)


def _holds_array(u: Any) -> bool:
    if u.__class__ is types.Struct:
        return any(_holds_array(f.type.underlying()) for f in u.fields)
    return u.__class__ is types.Array


def _plain_function(u: Any) -> str:
    return _EQUAL_PLAIN.get(sizes.sizeof(u), "memequalvarlen")


def fnv1a(text: str) -> int:
    """32-bit FNV-1a."""
    h = 0x811C9DC5
    for byte in text.encode("utf-8", "surrogateescape"):
        h = (h ^ byte) * 0x01000193 & 0xFFFFFFFF
    return h
