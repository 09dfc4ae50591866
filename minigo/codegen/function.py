"""One function: from SSA form to a ``define`` in LLVM's text form.

A ``FunctionWriter`` holds the function's state: a list of text lines, the label of the current LLVM block, and what
each SSA value is. The instructions are lowered by the functions of the other modules, found in ``lower.TABLE`` by
class.

**Values.** A value of small type is a tuple of scalar operands, one for each leaf of its type: a string is
``("%t3.0", "%t3.1")``, an ``int`` ``("%t4",)``, a ``struct{}`` ``()``. So a field or the length of a string costs
nothing, and LLVM sees no aggregates but results of calls. A value of memory type is one operand, the address of a
copy that nobody changes. ``bool`` is an ``i8``, as in memory; comparisons keep their ``i1`` in ``conditions`` as
well, for branches.

**Memory.** Addresses are made with ``getelementptr i8`` and byte offsets. Space on the stack is an ``alloca`` in the
entry block, however often the instruction that needs it runs.

**Blocks** are written in reverse postorder, so a definition is written before its uses, but for φ: their lines are
filled in at the end. A block of SSA form may become several of LLVM's (checks split it); ``exits`` has the label of
the last one, for φ.
"""

from __future__ import annotations

import struct
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.codegen import closures, defers, frame, memory, runtime
from minigo.codegen.debuginfo import Lines
from minigo.codegen.llvmtypes import TypeInfo
from minigo.codegen.module import Module
from minigo.ssa import dominators, ir
from minigo.types.constant import ComplexVal

if TYPE_CHECKING:
    from minigo.codegen.unit import UnitWriter

Operands = tuple[str, ...]
ZEROS = {"ptr": "null", "float": "0.0", "double": "0.0"}


class FunctionWriter:
    """The state of one function being written."""

    __slots__ = (
        "_allocas", "_cold", "_counter", "_phis", "_scratch_free", "_scratch_used", "as_value", "at", "conditions",
        "defer_frame", "defers", "exits", "fn", "fresh", "label", "lines", "load_uses", "module", "out", "pos", "result_slots",
        "site", "stack_bytes", "state", "tuples", "types", "unit", "values",
    )  # fmt: skip

    def __init__(self, module: Module, unit: UnitWriter, fn: ir.Function) -> None:
        self.module = module
        self.unit = unit
        self.fn = fn
        self.types = module.types
        self.lines = Lines(unit, fn)
        self.out: list[str] = []
        self._allocas: list[str] = []
        self.stack_bytes = 0  # of all allocas, at most
        self._cold: list[str] = []
        self._phis: list[tuple[int, ir.Phi, int]] = []
        self._counter = 0
        self._scratch_free: dict[int, list[str]] = {}  # by size
        self._scratch_used: list[tuple[int, str]] = []  # of the current instruction
        self.label = "entry"
        self.pos = 0
        self.at = 0  # place of the current instruction in its block
        self.site: ir.InlineSite | None = None  # of the current instruction
        self.values: dict[ir.Value, Operands] = {}
        self.tuples: dict[ir.Value, list[Operands]] = {}
        self.conditions: dict[ir.Value, str] = {}
        self.exits: dict[ir.BasicBlock, str] = {}
        self.state: dict[ir.Value, Any] = {}  # of iterators
        self.as_value: set[ir.Value] = set()  # comparisons that are used otherwise than by If
        self.load_uses: dict[ir.Value, int] = {}
        self.fresh: set[ir.Value] = set()  # objects just allocated that nothing else refers to (memory.py)
        self.defer_frame = ""
        self.defers = defers.Plan({}, {})
        self.result_slots: list[str] = []

    # ------------------------------------------------------------ text

    def tmp(self) -> str:
        """A new local name."""
        self._counter += 1
        return f"%v{self._counter}"

    def new_label(self) -> str:
        self._counter += 1
        return f"l{self._counter}"

    def emit(self, text: str) -> None:
        self.out.append("  " + text)

    def let(self, text: str) -> str:
        """``%vN = text``; returns ``%vN``."""
        name = self.tmp()
        self.out.append(f"  {name} = {text}")
        return name

    def start(self, label: str) -> None:
        """Begin a block."""
        self.out.append(f"{label}:")
        self.label = label

    def jump(self, label: str) -> None:
        self.out.append(f"  br label %{label}")

    def branch(self, condition: str, yes: str, no: str, likely: bool | None = None) -> None:
        weights = ""
        if likely is not None:
            a, b = (2000, 1) if likely else (1, 2000)
            weights = ", !prof " + self.unit.metadata(f'!{{!"branch_weights", i32 {a}, i32 {b}}}')
        self.out.append(f"  br i1 {condition}, label %{yes}, label %{no}{weights}")

    def phi(self, typ: str, edges: list[tuple[str, str]]) -> str:
        """A φ of (operand, label) pairs at the start of the current block."""
        return self.let(f"phi {typ} " + ", ".join([f"[ {v}, %{label} ]" for v, label in edges]))

    def slot(self, size: int, align: int = 8) -> str:
        """Space on the stack, in the entry block."""
        name = self.tmp()
        self._allocas.append(f"  {name} = alloca [{size} x i8], align {align}")
        self.stack_bytes += size + align
        return name

    def scratch(self, size: int) -> str:
        """Space on the stack for this instruction alone, 8-aligned; later ones use it again.

        That keeps frames small, and what was here does not stay alive for the collector, which reads the whole stack.
        """
        rounded = (size + 7) & -8 if size <= 64 else 1 << (size - 1).bit_length()
        free = self._scratch_free.setdefault(rounded, [])
        name = free.pop() if free else self.slot(max(rounded, 8))
        self._scratch_used.append((rounded, name))
        return name

    def _release_scratch(self) -> None:
        for size, name in self._scratch_used:
            self._scratch_free[size].append(name)
        self._scratch_used.clear()

    def location(self) -> str:
        """``, !dbg …`` of the current instruction."""
        return self.lines.at(self.pos, self.site)

    def call(self, name: str, *args: str) -> str:
        """Call a function of the runtime; ``args`` are typed operands (``i64 %x``). Returns the result's name, or "" for void."""
        ref, result, noreturn = runtime.declare(self.unit, name)
        if runtime.is_go(name):
            args = (runtime.NO_CONTEXT, *args)
        text = f"call {result} {ref}({', '.join(args)})"
        if noreturn:
            text += " " + self.unit.attributes("cold noreturn nomerge")
        text += self.location()
        if result == "void":
            self.out.append("  " + text)
            return ""
        return self.let(text)

    def intrinsic(self, result: str, name: str, params: str, *args: str) -> str:
        """Call an intrinsic of LLVM's; the name includes its overloads' suffixes."""
        self.unit.declare(name, f"declare {result} @{name}({params})")
        text = f"call {result} @{name}({', '.join(args)})"
        if result == "void":
            self.out.append("  " + text)
            return ""
        return self.let(text)

    def panic_unless(self, condition: str, name: str, *args: str) -> None:
        """Go on if the i1 holds, else call the panicking function, in a block that stands at the end."""
        cold, go_on = self.new_label(), self.new_label()
        self.branch(condition, go_on, cold)
        self._cold_call(cold, name, args)
        self.start(go_on)

    def panic_if(self, condition: str, name: str, *args: str) -> None:
        cold, go_on = self.new_label(), self.new_label()
        self.branch(condition, cold, go_on)
        self._cold_call(cold, name, args)
        self.start(go_on)

    def _cold_call(self, label: str, name: str, args: tuple[str, ...]) -> None:
        kept, self.out = self.out, self._cold
        self.out.append(f"{label}:")
        self.call(name, *args)
        self.out.append("  unreachable")
        self.out = kept

    def cold_block(self, label: str, lines: list[str], target: str) -> None:
        """A block at the end of the function that goes back to ``target``."""
        self._cold += [f"{label}:", *lines, f"  br label %{target}"]

    # ------------------------------------------------------------ values

    def info(self, t: Any) -> TypeInfo:
        return self.types(t)

    def ops(self, v: ir.Value) -> Operands:
        """The scalar operands of a value (of memory type: its address)."""
        found = self.values.get(v)
        if found is None:
            found = self._leaf_value(v)
        return found

    def op(self, v: ir.Value) -> str:
        """The operand of a value that is one scalar, or of memory type."""
        found = self.values.get(v)
        if found is None:
            found = self._leaf_value(v)
        return found[0]

    def typed(self, v: ir.Value) -> list[str]:
        """The operands with their types, as arguments."""
        info = self.types(v.type)
        if not info.small:
            return ["ptr " + self.op(v)]
        return [f"{leaf[0]} {op}" for leaf, op in zip(info.leaves, self.ops(v), strict=True)]

    def set(self, v: ir.Value, *operands: str) -> None:
        self.values[v] = operands

    def condition(self, v: ir.Value) -> str:
        """A boolean value as an i1."""
        found = self.conditions.get(v)
        if found is not None:
            return found
        if v.__class__ is ir.Const:
            return "true" if v.value else "false"
        return self.let(f"trunc nuw i8 {self.op(v)} to i1")

    def set_condition(self, v: ir.Value, i1: str) -> None:
        """The result of an instruction is the i1."""
        self.conditions[v] = i1
        if v in self.as_value:
            self.out.append(f"  %{v.name} = zext i1 {i1} to i8")
            self.values[v] = (f"%{v.name}",)

    def to_bool(self, i1: str) -> str:
        return self.let(f"zext i1 {i1} to i8")

    def _leaf_value(self, v: ir.Value) -> Operands:
        """Constants, globals, functions."""
        cls = v.__class__
        if cls is ir.Const:
            return self.constant(v)
        if cls is ir.Global:
            return (self.global_ref(v),)
        if cls is ir.Function:
            return (closures.static_closure(self.unit, v.linkname or v.symbol),)  # type: ignore[attr-defined]
        raise KeyError(f"{self.fn.symbol}: {cls.__name__} {v.name} has no value yet")

    def global_ref(self, g: Any) -> str:
        return self.module.variables.ref(self.unit, g)

    def constant(self, c: Any) -> Operands:
        info = self.types(c.type)
        value = c.value
        if value is None:
            return self.zero(info)
        u = info.under
        kind = u.info
        if kind & types.IS_BOOLEAN:
            return ("1" if value else "0",)
        if kind & types.IS_INTEGER:
            return (str(wrap(int(value), info.size * 8)),)
        if kind & types.IS_FLOAT:
            return (float_literal(value, info.size),)
        if kind & types.IS_STRING:
            return (self.unit.bytes_ref(value), str(len(value))) if value else ("null", "0")
        if kind & types.IS_COMPLEX:
            re, im = (value.re, value.im) if isinstance(value, ComplexVal) else (value, 0)
            return (float_literal(re, info.size // 2), float_literal(im, info.size // 2))
        return (f"inttoptr (i64 {int(value)} to ptr)",)

    def zero(self, info: TypeInfo) -> Operands:
        """The zero value of a type."""
        if not info.small:
            return (self.unit.zeros_ref(info.size),)
        return tuple([ZEROS.get(leaf[0], "0") for leaf in info.leaves])

    def type_ref(self, t: Any) -> str:
        """``@"type:…"``: the descriptor of a type."""
        return self.unit.data_ref(self.module.descriptors.type_symbol(t))

    def itab_ref(self, t: Any, interface: Any) -> str:
        return self.unit.data_ref(self.module.descriptors.itab_symbol(t, interface))

    # ------------------------------------------------------------ addresses

    def offset(self, base: str, offset: int) -> str:
        """The address ``offset`` bytes behind ``base``, inside the same object."""
        if offset == 0:
            return base
        return self.let(f"getelementptr inbounds nuw i8, ptr {base}, i64 {offset}")

    def load_leaves(self, info: TypeInfo, address: str, suffix: str = "") -> Operands:
        """The scalars of a small type in memory. ``suffix``: metadata."""
        return tuple([self.let(f"load {text}, ptr {self.offset(address, at)}{suffix}") for text, at, _ in info.leaves])

    def store_leaves(self, info: TypeInfo, address: str, operands: Operands) -> None:
        """Store a small value, without a write barrier."""
        for (text, at, _), op in zip(info.leaves, operands, strict=True):
            self.out.append(f"  store {text} {op}, ptr {self.offset(address, at)}")

    def put(self, info: TypeInfo, address: str, v: ir.Value) -> None:
        """Store a value of any type into memory on the stack, or fresh."""
        if info.small:
            self.store_leaves(info, address, self.ops(v))
        elif v.__class__ is ir.Const:
            self.clear(address, info.size)
        else:
            self.copy(address, self.op(v), info.size)

    def copy(self, to: str, source: str, size: int) -> None:
        """memmove of a constant size."""
        if size:
            self.intrinsic("void", "llvm.memmove.p0.p0.i64", "ptr, ptr, i64, i1", f"ptr {to}", f"ptr {source}", f"i64 {size}", "i1 false")  # fmt: skip

    def clear(self, address: str, size: int) -> None:
        if size:
            self.intrinsic("void", "llvm.memset.p0.i64", "ptr, i8, i64, i1", f"ptr {address}", "i8 0", f"i64 {size}", "i1 false")  # fmt: skip

    def spill(self, v: ir.Value) -> str:
        """The address of memory that holds the value: for what the runtime takes by pointer. Memory types are there already."""
        info = self.types(v.type)
        if not info.small:
            return self.op(v)
        address = self.scratch(info.size)
        self.store_leaves(info, address, self.ops(v))
        return address

    def wipe(self, info: TypeInfo, address: str) -> None:
        """Forget the pointers that scratch memory held for a slow operation, or what they point to would live as long as this frame."""
        if info.small:
            for text, offset, _ in info.leaves:
                if text == "ptr":
                    self.emit(f"store ptr null, ptr {self.offset(address, offset)}")

    # ------------------------------------------------------------ the function

    def write(self) -> None:
        """Define the function in its unit."""
        from minigo.codegen import lower

        fn = self.fn
        fn.number()
        if fn.has_defer:
            self.defers = defers.plan(fn)
        order = dominators.postorder(fn)
        order.reverse()
        self._scan(order)
        head = frame.head(self)
        frame.name_captured(self)
        table = lower.TABLE
        for block in order:
            self.start(f"b{block.index}")
            self.fresh.clear()
            for at, instr in enumerate(block.instrs):
                self.at = at
                self.pos = instr.pos
                self.site = instr.inlined
                if self.fresh:
                    memory.note_escapes(self, instr)
                table[instr.__class__](self, instr)
                if self._scratch_used:
                    self._release_scratch()
            self.exits[block] = self.label
        self._fill_phis()
        text = "\n".join([head, "entry:", *self._allocas, *frame.prologue(self), *self.out, *self._cold, "}"])
        self.unit.define(fn.linkname or fn.symbol, text)
        self.module.functions[fn.linkname or fn.symbol] = frame.table_row(self)

    def _scan(self, order: list[ir.BasicBlock]) -> None:
        """Which comparisons are needed as bytes, how often loads of memory types are used."""
        as_value, uses = self.as_value, self.load_uses
        for block in order:
            for instr in block.instrs:
                if instr.__class__ is ir.If:
                    continue
                for op in instr.operands:
                    cls = op.__class__
                    if cls is ir.BinOp or cls is ir.UnOp:
                        as_value.add(op)
                    elif cls is ir.Load:
                        uses[op] = uses.get(op, 0) + 1

    def add_phi(self, phi: ir.Phi) -> None:
        """Leave a line for each scalar of a φ, to be filled when all values are known."""
        info = self.types(phi.type)
        names = self.result_names(phi, info)
        for k in range(len(names)):
            self._phis.append((len(self.out), phi, k))
            self.out.append("")
        self.values[phi] = names

    def result_names(self, instr: ir.Instruction, info: TypeInfo) -> Operands:
        """Names for the scalars of an instruction's value: ``%t3``, or ``%t3.0``, ``%t3.1``."""
        if len(info.leaves) == 1:
            return (f"%{instr.name}",)
        return tuple([f"%{instr.name}.{k}" for k in range(len(info.leaves))])

    def _fill_phis(self) -> None:
        for at, phi, k in self._phis:
            info = self.types(phi.type)
            block = phi.block
            assert block is not None
            edges = [
                f"[ {self.ops(value)[k]}, %{self.exits[pred]} ]"
                for value, pred in zip(phi.operands, block.preds, strict=True)
                if pred in self.exits
            ]
            self.out[at] = f"  {self.values[phi][k]} = phi {info.leaves[k][0]} " + ", ".join(edges)


def wrap(value: int, bits: int) -> int:
    """The integer as LLVM prints it: signed, of so many bits."""
    value &= (1 << bits) - 1
    return value - (1 << bits) if value >> (bits - 1) else value


def float_literal(value: Any, size: int) -> str:
    """A float constant, exact, in hexadecimal; ``size`` 4 or 8 bytes."""
    number = to_float(value)
    if size == 4:
        try:
            number = struct.unpack("<f", struct.pack("<f", number))[0]
        except OverflowError:
            number = float("inf") if number > 0 else float("-inf")
    return f"0x{struct.unpack('<Q', struct.pack('<d', number))[0]:016X}"


def to_float(value: Any) -> float:
    """The nearest double of an exact number."""
    if isinstance(value, Fraction | int):
        try:
            return value.numerator / value.denominator
        except OverflowError:
            return float("inf") if value > 0 else float("-inf")
    return float(value)
