"""The SSA form: programs, packages, functions, basic blocks, values and instructions.

The vocabulary is that of ``golang.org/x/tools/go/ssa``. A *Function* has *BasicBlocks*; a block is a list of *Instructions*
that ends in exactly one terminator (``Jump``, ``If``, ``Return``, ``Panic``, ``Unreachable``). Every instruction is a
``Value``; one that produces nothing has ``type None``. Operands are kept in one list, ``instr.operands``, so that passes can rewrite
any instruction without knowing its class; named properties (``binop.x``) read the same list.

Functions are built naively, every variable an ``Alloc`` with ``Load`` and ``Store``, and then *lifted*: Allocs that do not
escape become registers with ``Phi`` at dominance frontiers.

What can panic is an instruction of its own: ``NilCheck``, ``BoundsCheck``, ``DivCheck``, ``ShiftCheck``, ``LenCheck``. The
instruction that they guard (``Load``, ``FieldAddr``, ``IndexAddr``, ``BinOp /`` …) then cannot fail. Passes may remove a check that they
prove; they may not move the guarded instruction over it. Calls, sends, map updates, ``TypeAssert`` without comma-ok and so on may also panic.

Types are those of ``minigo.types``; after lowering of generics no ``TypeParam`` occurs (functions are instantiated, one copy for each list
of type arguments). Constants are typed, never untyped (except untyped nil resolved to its context's type).

A variable that is captured by a closure and assigned after capture is a heap ``Alloc``; the closure's ``FreeVar`` is then its address
(type ``*T``). A variable never assigned after its capture is captured by value (``FreeVar`` of type ``T``).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar

if TYPE_CHECKING:
    from minigo import types
    from minigo.source import FileSet


class Value:
    """Anything that an instruction can have as an operand. ``name`` is its printed name (registers: ``t0`` …, set by numbering)."""

    __slots__ = ("name", "type")
    type: Any  # types.Type, or None for an instruction without a result
    name: str


class Const(Value):
    """A typed constant. ``value``: bool, int, Fraction, ComplexVal or bytes as in ``types.constant``; ``None``: the zero value of the type (nil, T{}).

    As a static initialiser also an array of bytes.

    Printed ``42:int``, ``"abc":string``, ``nil:*T``, ``zero:T``.
    """

    __slots__ = ("value",)

    def __init__(self, value: Any, typ: types.Type) -> None:
        self.value = value
        self.type = typ
        self.name = ""


class Global(Value):
    """A package variable; as a value it is the variable's address (``type`` is ``*elem``).

    ``init`` is a static initialiser (Const, Aggregate, Address, Function, … see ``StaticValue``) or None when the variable starts as zero and
    perhaps is assigned by the package's ``init``. Symbol: ``path.name``. ``linkname`` overrides the symbol; ``external`` means it is defined elsewhere.
    """

    __slots__ = ("elem", "embed", "external", "init", "linkname", "obj", "pkg", "pos", "readonly", "symbol", "weak")

    def __init__(self, pkg: Package | None, name: str, elem: types.Type, ptr_type: types.Type, symbol: str) -> None:
        self.pkg = pkg
        self.name = name
        self.elem = elem
        self.type = ptr_type
        self.symbol = symbol
        self.obj: types.Var | None = None
        self.init: Value | None = None
        self.pos = 0
        self.linkname = ""
        self.external = False
        self.readonly = False  # may live in .rodata (compiler temporaries only)
        self.weak = False
        self.embed: Any = None


class Aggregate(Value):
    """Static initialiser only: a struct or array constant; ``elems`` maps field number or index to StaticValue (absent: zero)."""

    __slots__ = ("elems",)

    def __init__(self, typ: types.Type, elems: dict[int, Value]) -> None:
        self.type = typ
        self.elems = elems
        self.name = ""


class StaticSlice(Value):
    """Static initialiser only: a slice over the array variable ``array`` (a Global), ``length`` elements."""

    __slots__ = ("array", "length")

    def __init__(self, typ: types.Type, array: Global, length: int) -> None:
        self.type = typ
        self.array = array
        self.length = length
        self.name = ""


class StaticInterface(Value):
    """Static initialiser only: an interface value holding the static value ``x`` as one of type ``concrete``; functions and addresses have types of their own."""

    __slots__ = ("concrete", "x")

    def __init__(self, typ: types.Type, x: Value, concrete: types.Type) -> None:
        self.type = typ
        self.x = x
        self.concrete = concrete
        self.name = ""


# What Global.init may be: Const | Aggregate | StaticSlice | StaticInterface | Global (its address) | Function (func value).
StaticValue = Value


class Parameter(Value):
    """A parameter of the function (the receiver first)."""

    __slots__ = ("index", "obj", "parent", "pos")

    def __init__(self, parent: Function, name: str, typ: types.Type, index: int) -> None:
        self.parent = parent
        self.name = name
        self.type = typ
        self.index = index
        self.obj: types.Var | None = None
        self.pos = 0


class FreeVar(Value):
    """A word or value of the closure object, bound by the ``MakeClosure`` that made it, in order."""

    __slots__ = ("index", "obj", "parent", "pos")

    def __init__(self, parent: Function, name: str, typ: types.Type, index: int) -> None:
        self.parent = parent
        self.name = name
        self.type = typ
        self.index = index
        self.obj: types.Var | None = None
        self.pos = 0


class Function(Value):
    """A function. As an operand it is a func value (or the target of a static ``Call``).

    ``signature`` has no receiver: a method's receiver is ``params[0]``. Without ``blocks`` it is external (C, assembly, another package).
    ``symbol`` is the linker's name; ``name`` the name in tracebacks and dumps (``(*T).Method``, ``F[int]``, ``F.func1``), without the package path.
    """

    __slots__ = (
        "anon_funcs",
        "blocks",
        "calls_recover",
        "decl_pkg",
        "end_pos",
        "escapes",
        "external",
        "free_vars",
        "fset",
        "has_defer",
        "initializes",
        "inlinable",
        "linkname",
        "locals",
        "noinline",
        "nosplit",
        "obj",
        "origin",
        "params",
        "parent",
        "pkg",
        "pos",
        "pragmas",
        "recover",
        "results",
        "signature",
        "statics",
        "symbol",
        "synthetic",
        "type_args",
        "weak",
        "wrapper",
    )

    def __init__(self, pkg: Package | None, name: str, signature: types.Signature, symbol: str) -> None:
        self.pkg = pkg  # the package in whose object file the body goes
        self.name = name
        self.signature = signature
        self.type: Any = signature
        self.symbol = symbol
        self.params: list[Parameter] = []
        self.free_vars: list[FreeVar] = []
        self.locals: list[Alloc] = []  # the stack Allocs not lifted
        self.results: list[
            Alloc
        ] = []  # named results (or all results, when has_defer), in order; not lifted when has_defer
        self.blocks: list[BasicBlock] = []
        self.recover: BasicBlock | None = None  # where control continues after a recovered panic (has_defer only)
        self.anon_funcs: list[Function] = []
        self.parent: Function | None = None
        self.obj: types.Func | None = None
        self.origin: Function | None = None
        self.type_args: list[Any] = []
        self.decl_pkg: Any = None  # types.Package the source belongs to (differs from pkg for instances)
        self.fset: FileSet | None = None  # resolves the positions of this function's instructions
        self.pos = 0
        self.end_pos = 0
        self.synthetic = ""  # "", "wrapper", "bound", "thunk", "instance", "package initializer", "defer", "go", "range-over-func", ...
        self.wrapper = (
            False  # forwards to another function, which may call recover in its place: codegen emits wrapperadjust
        )
        self.weak = False  # may be defined in several objects (instances, wrappers)
        self.external = False
        self.linkname = ""
        self.initializes: Global | None = (
            None  # does nothing but fill this variable; need not be called when no other code refers to that
        )
        self.noinline = False
        self.nosplit = False
        self.has_defer = False  # contains Defer whose frame is this function's: has a DeferFrame
        self.calls_recover = False
        self.pragmas: set[str] = set()
        self.statics: list[Global] = []  # read-only variables of the compiler's own that this body refers to
        self.inlinable = False  # found out by pass inline: small enough for its callers
        self.escapes: tuple[bool, ...] | None = (
            None  # found out by pass escape: of each parameter, whether what it points to may outlive a call
        )

    def new_block(self, comment: str = "") -> BasicBlock:
        block = BasicBlock(self, len(self.blocks), comment)
        self.blocks.append(block)
        return block

    def instructions(self) -> Iterator[Instruction]:
        for block in self.blocks:
            yield from block.instrs

    def number(self) -> None:
        """Give blocks their index and registers their names t0, t1, … in block order."""
        n = 0
        for i, block in enumerate(self.blocks):
            block.index = i
            for instr in block.instrs:
                if instr.type is not None:
                    instr.name = f"t{n}"
                    n += 1


class BasicBlock:
    """A straight run of instructions. ``preds`` has one entry an edge, in the order of every Phi's operands; ``succs``: If has (true, false)."""

    __slots__ = (
        "comment",
        "dom_children",
        "dom_post",
        "dom_pre",
        "idom",
        "index",
        "instrs",
        "parent",
        "preds",
        "succs",
    )

    def __init__(self, parent: Function, index: int, comment: str = "") -> None:
        self.parent = parent
        self.index = index
        self.comment = comment
        self.instrs: list[Instruction] = []
        self.preds: list[BasicBlock] = []
        self.succs: list[BasicBlock] = []
        # the dominator tree, valid after dominators.build(fn)
        self.idom: BasicBlock | None = None
        self.dom_children: list[BasicBlock] = []
        self.dom_pre = 0
        self.dom_post = 0

    def __str__(self) -> str:
        return f"b{self.index}"

    def phis(self) -> Iterator[Phi]:
        for instr in self.instrs:
            if not isinstance(instr, Phi):
                return
            yield instr

    @property
    def terminator(self) -> Instruction:
        return self.instrs[-1]


class Package:
    """One Go package in SSA form."""

    __slots__ = ("builder", "functions", "globals", "info", "init", "path", "pragmas_linkname", "types", "used_types")

    def __init__(self, path: str, pkg: Any, info: Any) -> None:
        self.path = path
        self.types: types.Package = pkg
        self.info: types.Info = info
        self.functions: dict[
            str, Function
        ] = {}  # by symbol: everything with a body, or declared and called; closures included
        self.globals: dict[
            str, Global
        ] = {}  # by symbol, compiler temporaries and used globals of other packages (external) included
        self.init: Function | None = None  # path.init; None when there is nothing to initialise
        self.pragmas_linkname: dict[str, str] = {}
        self.builder: Any = None  # the builder that made it: ssa.method_set asks it for method wrappers
        self.used_types: list[Any] = []  # types whose descriptor must exist though no instruction names it


class InlineSite:
    """Where a call has been replaced by the callee's body: the instructions of that body carry the site, and their ``pos`` is one of ``callee.fset``.

    ``pos`` is the position of the call, in the function that the call stood in: that of ``outer``, or the function that has the instructions now.
    """

    __slots__ = ("callee", "outer", "pos")

    def __init__(self, callee: Function, pos: int, outer: InlineSite | None) -> None:
        self.callee = callee
        self.pos = pos
        self.outer = outer


class Instruction(Value):
    """Base of all instructions. ``pos`` is the source position for line tables, 0 if there is none; ``inlined`` says into which function it is one, if not this one."""

    __slots__ = ("block", "inlined", "operands", "pos")
    is_terminator: ClassVar[bool] = False
    has_effect: ClassVar[bool] = False  # may not be removed though the result is unused
    block: BasicBlock | None
    inlined: InlineSite | None
    operands: list[Value]
    pos: int

    def __init__(self, typ: Any, operands: list[Value], pos: int = 0) -> None:
        self.type = typ
        self.name = ""
        self.operands = operands
        self.pos = pos
        self.block = None
        self.inlined = None


def _operand(index: int, doc: str = "") -> Any:
    def get(self: Instruction) -> Value:
        return self.operands[index]

    def put(self: Instruction, value: Value) -> None:
        self.operands[index] = value

    return property(get, put, doc=doc)


# ---------------------------------------------------------------- memory


class Alloc(Instruction):
    """``t0 = local T (x)`` / ``t0 = new T (x)``: space for a T, zero each time it is executed; the value is its address, of type ``*T`` (``type.elem`` is T)."""

    __slots__ = ("comment", "heap", "obj")

    def __init__(self, ptr_type: Any, comment: str = "", heap: bool = False, pos: int = 0) -> None:
        super().__init__(ptr_type, [], pos)
        self.comment = comment
        self.heap = heap
        self.obj: types.Var | None = None

    @property
    def elem(self) -> Any:
        return self.type.elem


class Load(Instruction):
    """``t1 = *t0``. The address is not nil (a NilCheck stands before it where it might be)."""

    __slots__ = ()
    addr = _operand(0)

    def __init__(self, addr: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [addr], pos)


class Store(Instruction):
    """``*t0 = t1``."""

    __slots__ = ()
    has_effect = True
    addr = _operand(0)
    val = _operand(1)

    def __init__(self, addr: Value, val: Value, pos: int = 0) -> None:
        super().__init__(None, [addr, val], pos)


class FieldAddr(Instruction):
    """``t1 = &t0.name [#0]``: t0 of type pointer to struct, not nil; the type is ``*field``."""

    __slots__ = ("field",)
    x = _operand(0)

    def __init__(self, x: Value, field: int, ptr_type: Any, pos: int = 0) -> None:
        super().__init__(ptr_type, [x], pos)
        self.field = field


class Field(Instruction):
    """``t1 = t0.name [#0]``: field of a struct value."""

    __slots__ = ("field",)
    x = _operand(0)

    def __init__(self, x: Value, field: int, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x], pos)
        self.field = field


class IndexAddr(Instruction):
    """``t2 = &t0[t1]``: x a slice or a (non-nil) pointer to array; the index (any integer type) has passed its BoundsCheck."""

    __slots__ = ()
    x = _operand(0)
    index = _operand(1)

    def __init__(self, x: Value, index: Value, ptr_type: Any, pos: int = 0) -> None:
        super().__init__(ptr_type, [x, index], pos)


class Index(Instruction):
    """``t2 = t0[t1]``: element of an array value or byte of a string; bounds already checked."""

    __slots__ = ()
    x = _operand(0)
    index = _operand(1)

    def __init__(self, x: Value, index: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x, index], pos)


class Slice(Instruction):
    """``t4 = slice t0[t1:t2:t3]``: x a string, slice or non-nil pointer to array. Absent bounds are None in ``low, high, max``; bounds already checked.

    ``operands`` holds x and the present bounds; ``mask`` tells which (bit 0 low, 1 high, 2 max).
    """

    __slots__ = ("mask",)
    x = _operand(0)

    def __init__(
        self, x: Value, low: Value | None, high: Value | None, max: Value | None, typ: Any, pos: int = 0
    ) -> None:
        present = [v for v in (low, high, max) if v is not None]
        super().__init__(typ, [x, *present], pos)
        self.mask = (low is not None) | (high is not None) << 1 | (max is not None) << 2

    def _bound(self, bit: int) -> Value | None:
        if not self.mask >> bit & 1:
            return None
        return self.operands[1 + (self.mask & ((1 << bit) - 1)).bit_count()]

    @property
    def low(self) -> Value | None:
        return self._bound(0)

    @property
    def high(self) -> Value | None:
        return self._bound(1)

    @property
    def max(self) -> Value | None:
        return self._bound(2)


# ---------------------------------------------------------------- checks: each panics or does nothing


class NilCheck(Instruction):
    """``nilcheck t0``: panics if the pointer, func (before a call) or interface (before a method value is taken from it) is nil."""

    __slots__ = ()
    has_effect = True
    x = _operand(0)

    def __init__(self, x: Value, pos: int = 0) -> None:
        super().__init__(None, [x], pos)


class BoundsCheck(Instruction):
    """``boundscheck index t0, t1``: panics unless the bound holds; both operands are integers (x any integer type, signed negative fails; y an ``int`` or the checked upper bound).

    kind ``index``: 0 <= x < y. The others demand 0 <= x <= y and name the runtime's panic function: ``SliceAlen`` (s[?:x], y = len: arrays and
    strings), ``SliceAcap`` (y = cap), ``SliceB`` (s[x:y]), ``Slice3Alen``, ``Slice3Acap`` (s[::x]), ``Slice3B`` (s[:x:y]), ``Slice3C`` (s[x:y:]).
    """

    __slots__ = ("kind",)
    has_effect = True
    x = _operand(0)
    y = _operand(1)

    def __init__(self, kind: str, x: Value, y: Value, pos: int = 0) -> None:
        super().__init__(None, [x, y], pos)
        self.kind = kind


class DivCheck(Instruction):
    """``divcheck t0``: panics if the integer divisor is zero."""

    __slots__ = ()
    has_effect = True
    x = _operand(0)

    def __init__(self, x: Value, pos: int = 0) -> None:
        super().__init__(None, [x], pos)


class ShiftCheck(Instruction):
    """``shiftcheck t0``: panics if the signed shift count is negative."""

    __slots__ = ()
    has_effect = True
    x = _operand(0)

    def __init__(self, x: Value, pos: int = 0) -> None:
        super().__init__(None, [x], pos)


class LenCheck(Instruction):
    """``lencheck t0, N``: panics (slice to array conversion) if the slice has fewer than ``length`` elements."""

    __slots__ = ("length",)
    has_effect = True
    x = _operand(0)

    def __init__(self, x: Value, length: int, pos: int = 0) -> None:
        super().__init__(None, [x], pos)
        self.length = length


# ---------------------------------------------------------------- arithmetic


class BinOp(Instruction):
    """``t2 = t0 + t1``. ``op``: + - * / % & | ^ << >> &^ == != < <= > >=.

    Operands have one type (shifts: the count is any integer type, not negative). ``+`` also concatenates strings. ``==`` works on every
    comparable type (interfaces compare dynamically and may panic; a mixed interface/concrete comparison is built with MakeInterface); comparison with nil uses ``Const(None)``.
    The result of a comparison has a boolean type. Integer division by a checked divisor wraps for MinInt / -1. Shift counts >= width give 0 or the sign.
    """

    __slots__ = ("op",)
    x = _operand(0)
    y = _operand(1)

    def __init__(self, op: str, x: Value, y: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x, y], pos)
        self.op = op


class UnOp(Instruction):
    """``t1 = -t0``. ``op``: - ^ !."""

    __slots__ = ("op",)
    x = _operand(0)

    def __init__(self, op: str, x: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x], pos)
        self.op = op


class Len(Instruction):
    """``t1 = len t0``: of a string, slice, map, chan (arrays are constants); type int."""

    __slots__ = ()
    x = _operand(0)

    def __init__(self, x: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x], pos)


class Cap(Instruction):
    """``t1 = cap t0``: of a slice or chan; type int."""

    __slots__ = ()
    x = _operand(0)

    def __init__(self, x: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x], pos)


class Phi(Instruction):
    """``t3 = phi [b0: t1, b1: t2]``: one operand a predecessor edge, in the order of ``block.preds``; phis come first in a block."""

    __slots__ = ("comment",)

    def __init__(self, typ: Any, operands: list[Value], comment: str = "", pos: int = 0) -> None:
        super().__init__(typ, operands, pos)
        self.comment = comment


# ---------------------------------------------------------------- conversions


class ChangeType(Instruction):
    """``t1 = changetype T <- U (t0)``: same representation, another type (also between func, chan direction, pointers to identical bases)."""

    __slots__ = ()
    x = _operand(0)

    def __init__(self, x: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x], pos)


class Convert(Instruction):
    """``t1 = convert T <- U (t0)``: numeric conversions, string <-> []byte, []rune, integer -> string, unsafe.Pointer <-> uintptr and pointers,
    slice -> array pointer (after LenCheck)."""

    __slots__ = ()
    x = _operand(0)

    def __init__(self, x: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x], pos)


class MakeInterface(Instruction):
    """``t1 = make I <- T (t0)``: an interface value from one of concrete type."""

    __slots__ = ()
    x = _operand(0)

    def __init__(self, x: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x], pos)


class ChangeInterface(Instruction):
    """``t1 = changeinterface I <- J (t0)``: to an interface whose methods are a subset; cannot fail; nil stays nil."""

    __slots__ = ()
    x = _operand(0)

    def __init__(self, x: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x], pos)


class TypeAssert(Instruction):
    """``t1 = typeassert t0.(T)`` / ``typeassert,ok``: with comma_ok the type is a Tuple (T, bool), else it panics when it does not hold."""

    __slots__ = ("asserted", "comma_ok")
    has_effect = True
    x = _operand(0)

    def __init__(self, x: Value, asserted: Any, comma_ok: bool, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x], pos)
        self.asserted = asserted
        self.comma_ok = comma_ok


# ---------------------------------------------------------------- making things


class MakeClosure(Instruction):
    """``t1 = closure f [t0, …]``: a func value; ``operands`` are the bindings of ``fn.free_vars``, in order.

    ``closure local f [t0, …]``: it does not outlive the function, so its object may lie on the stack (``heap`` is false).
    """

    __slots__ = ("fn", "heap")

    def __init__(self, fn: Function, bindings: list[Value], typ: Any, pos: int = 0) -> None:
        super().__init__(typ, bindings, pos)
        self.fn = fn
        self.heap = True


class MakeSlice(Instruction):
    """``t2 = makeslice []T t0, t1``: panics on bad sizes."""

    __slots__ = ()
    has_effect = True
    len = _operand(0)
    cap = _operand(1)

    def __init__(self, length: Value, cap: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [length, cap], pos)


class MakeMap(Instruction):
    """``t1 = makemap map[K]V t0``; operand: the size hint, or none."""

    __slots__ = ()

    def __init__(self, hint: Value | None, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [] if hint is None else [hint], pos)


class MakeChan(Instruction):
    """``t1 = makechan chan T t0``."""

    __slots__ = ()
    has_effect = True
    size = _operand(0)

    def __init__(self, size: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [size], pos)


# ---------------------------------------------------------------- maps, ranges, channels


class Lookup(Instruction):
    """``t2 = t0[t1]`` on a map; with comma_ok the type is a Tuple (V, bool). May panic on unhashable keys."""

    __slots__ = ("comma_ok",)
    has_effect = True
    x = _operand(0)
    key = _operand(1)

    def __init__(self, x: Value, key: Value, comma_ok: bool, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x, key], pos)
        self.comma_ok = comma_ok


class MapUpdate(Instruction):
    """``t0[t1] = t2``."""

    __slots__ = ()
    has_effect = True
    map = _operand(0)
    key = _operand(1)
    value = _operand(2)

    def __init__(self, m: Value, key: Value, value: Value, pos: int = 0) -> None:
        super().__init__(None, [m, key, value], pos)


class Range(Instruction):
    """``t1 = range t0``: an iterator over a map or string; type is opaque (``RangeIter``), used only by Next."""

    __slots__ = ()
    has_effect = True
    x = _operand(0)

    def __init__(self, x: Value, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [x], pos)


class Next(Instruction):
    """``t2 = next t1``: Tuple (ok bool, key, value); for strings (ok, index int, rune). ``iter`` is a Range; ``is_string`` tells which."""

    __slots__ = ("is_string",)
    has_effect = True
    iter = _operand(0)

    def __init__(self, it: Value, is_string: bool, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [it], pos)
        self.is_string = is_string


class Send(Instruction):
    """``send t0 <- t1``."""

    __slots__ = ()
    has_effect = True
    chan = _operand(0)
    x = _operand(1)

    def __init__(self, chan: Value, x: Value, pos: int = 0) -> None:
        super().__init__(None, [chan, x], pos)


class Recv(Instruction):
    """``t1 = <-t0``; with comma_ok the type is a Tuple (T, bool)."""

    __slots__ = ("comma_ok",)
    has_effect = True
    chan = _operand(0)

    def __init__(self, chan: Value, comma_ok: bool, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [chan], pos)
        self.comma_ok = comma_ok


class SelectState:
    """One case of a Select: ``is_send``, and where in ``operands`` its channel (and sent value) stand."""

    __slots__ = ("chan", "is_send", "pos", "value")

    def __init__(self, is_send: bool, chan: int, value: int, pos: int = 0) -> None:
        self.is_send = is_send
        self.chan = chan  # index into Select.operands
        self.value = value  # index into Select.operands, -1 for receives
        self.pos = pos


class Select(Instruction):
    """``t0 = select [blocking|nonblocking] [<-t1, t2 <- t3]``: Tuple (index int, recvOk bool, r_0, … one for each receive case, in order).

    index is that of the chosen state, -1 for default. A blocking select without states blocks for ever.
    """

    __slots__ = ("blocking", "states")
    has_effect = True

    def __init__(
        self, states: list[SelectState], operands: list[Value], blocking: bool, typ: Any, pos: int = 0
    ) -> None:
        super().__init__(typ, operands, pos)
        self.states = states
        self.blocking = blocking


# ---------------------------------------------------------------- calls


class Call(Instruction):
    """``t2 = f(t0, t1)`` (f a Function: static) or ``t3 = call t2(t0, t1)`` (a func value, after its NilCheck).

    ``operands[0]`` is the callee. The type is None for no result, the result's for one, a Tuple for several. A variadic parameter is passed as its slice.
    A static call of a method passes the receiver as first argument.
    """

    __slots__ = ()
    has_effect = True
    callee = _operand(0)

    def __init__(self, callee: Value, args: list[Value], typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [callee, *args], pos)

    @property
    def args(self) -> list[Value]:
        return self.operands[1:]


class Invoke(Instruction):
    """``t2 = invoke t0.Method(t1)``: a call through an interface; ``operands[0]`` is the interface value (nil panics). ``method`` is the interface's ``types.Func``."""

    __slots__ = ("method",)
    has_effect = True
    iface = _operand(0)

    def __init__(self, iface: Value, method: Any, args: list[Value], typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [iface, *args], pos)
        self.method = method

    @property
    def args(self) -> list[Value]:
        return self.operands[1:]


class BuiltinCall(Instruction):
    """``t1 = append(t0, …)``: a predeclared or unsafe function that is not an instruction of its own.

    ``fn``: append (slice, slice: the variadic part already a slice, or a string for ``append([]byte, s...)``) · copy · delete · clear (map or slice) ·
    close · complex · real · imag ·
    min · max (ordered operands of one type, two or more) · print · println · recover (type any; with an operand: as if called by the function whose entrysp that is) ·
    entrysp (uintptr: identifies this call of this function) ·
    Add (unsafe) · UnsafeSlice · UnsafeString · SliceData · StringData · deferframe (the address of this function's DeferFrame, for range-over-func bodies).
    """

    __slots__ = ("fn",)
    has_effect = True

    def __init__(self, fn: str, args: list[Value], typ: Any, pos: int = 0) -> None:
        super().__init__(typ, args, pos)
        self.fn = fn


class Go(Instruction):
    """``go t0``: t0 a func value of type ``func()``; the builder wraps calls with arguments or results into closures."""

    __slots__ = ()
    has_effect = True
    fn = _operand(0)

    def __init__(self, fn: Value, pos: int = 0) -> None:
        super().__init__(None, [fn], pos)


class Defer(Instruction):
    """``defer t0 [frame t1]``: t0 a func value of type ``func()`` (nil panics when it runs); frame (optional): the DeferFrame of an outer function."""

    __slots__ = ()
    has_effect = True
    fn = _operand(0)

    def __init__(self, fn: Value, frame: Value | None = None, pos: int = 0) -> None:
        super().__init__(None, [fn] if frame is None else [fn, frame], pos)

    @property
    def frame(self) -> Value | None:
        return self.operands[1] if len(self.operands) > 1 else None


class RunDefers(Instruction):
    """``rundefers``: runs this function's deferred calls; stands before every Return of a function with has_defer (results are stored to their Allocs before, loaded after)."""

    __slots__ = ()
    has_effect = True

    def __init__(self, pos: int = 0) -> None:
        super().__init__(None, [], pos)


class Extract(Instruction):
    """``t1 = extract t0 #1``: a component of a tuple."""

    __slots__ = ("index",)
    tuple = _operand(0)

    def __init__(self, tup: Value, index: int, typ: Any, pos: int = 0) -> None:
        super().__init__(typ, [tup], pos)
        self.index = index


# ---------------------------------------------------------------- terminators


class Jump(Instruction):
    """``jump b1``."""

    __slots__ = ()
    is_terminator = True
    has_effect = True

    def __init__(self, pos: int = 0) -> None:
        super().__init__(None, [], pos)


class If(Instruction):
    """``if t0 goto b1 else b2``."""

    __slots__ = ()
    is_terminator = True
    has_effect = True
    cond = _operand(0)

    def __init__(self, cond: Value, pos: int = 0) -> None:
        super().__init__(None, [cond], pos)


class Return(Instruction):
    """``return t0, t1``."""

    __slots__ = ()
    is_terminator = True
    has_effect = True

    def __init__(self, results: list[Value], pos: int = 0) -> None:
        super().__init__(None, results, pos)


class Panic(Instruction):
    """``panic t0``: t0 of type any."""

    __slots__ = ()
    is_terminator = True
    has_effect = True
    x = _operand(0)

    def __init__(self, x: Value, pos: int = 0) -> None:
        super().__init__(None, [x], pos)


class Unreachable(Instruction):
    """``unreachable``: control cannot get here (after a call that does not return)."""

    __slots__ = ()
    is_terminator = True
    has_effect = True

    def __init__(self, pos: int = 0) -> None:
        super().__init__(None, [], pos)
