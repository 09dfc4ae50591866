"""The SSA interpreter: runs packages of SSA form, slowly and plainly. It is the oracle for the passes: a function must do the same before and after one.

    machine = Machine([package, …], externals={"os.Exit": f})
    machine.run()                 # initialises the packages in order, calls main.main; machine.output is what print wrote

Goroutines are Python threads of which one runs at a time: it keeps running until it blocks, so that runs are deterministic. Deferred calls, panics and recovery follow the
specification; a run-time error is a panic whose value has the type ``RuntimeError`` here.

An external function is a Python callable that gets the arguments and returns the result (a tuple for several).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minigo import types
from minigo.ssa import ir
from minigo.ssa.interp import operators
from minigo.ssa.interp.runtime import runtime_functions
from minigo.ssa.interp.scheduler import Scheduler
from minigo.ssa.interp.values import (
    Channel,
    Closure,
    Interface,
    MapValue,
    Pointer,
    RangeIterator,
    SliceValue,
    copy,
    zero,
)
from minigo.ssa.reflectstring import ReflectStrings
from minigo.ssa.symbols import TypeStrings


class GoPanic(Exception):
    """A Go panic on its way up; ``value`` is an Interface or None."""

    def __init__(self, value: Any) -> None:
        super().__init__(value)
        self.value = value
        self.recovered = False


class GoExit(Exception):
    """The program ends with a status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class RuntimeErrorType:
    """The dynamic type of run-time errors."""

    def underlying(self) -> Any:
        return types.Typ[types.STRING]


class Frame:
    """One activation: the values of its registers and its deferred calls."""

    __slots__ = ("deferred", "fn", "panic", "panicking", "values")

    def __init__(self, fn: ir.Function) -> None:
        self.fn = fn
        self.values: dict[Any, Any] = {}
        self.deferred: list[Any] = []
        self.panicking: GoPanic | None = None  # the panic that runs this frame's deferred calls
        self.panic: GoPanic | None = None  # the panic that this frame, a deferred call, may recover


class Machine:
    """Runs a program."""

    def __init__(self, packages: list[ir.Package], externals: dict[str, Callable[..., Any]] | None = None) -> None:
        self.packages = packages
        self.externals = runtime_functions(self) | (externals or {})
        self.functions: dict[str, ir.Function] = {}
        self.globals: dict[Any, list[Any]] = {}
        self.output: list[bytes] = []
        self.strings = TypeStrings()
        self.texts = ReflectStrings()  # for messages
        self.scheduler = Scheduler()
        self.runtime_error = RuntimeErrorType()
        self.methods: dict[tuple[str, str], ir.Function] = {}
        self.table = operators.table(self)
        for package in packages:
            for symbol, fn in package.functions.items():
                if fn.blocks:
                    self.functions[fn.linkname or symbol] = fn

    # ------------------------------------------------------------ programs

    def run(self) -> int:
        """Initialise and run the program; returns its exit status (2 after an unrecovered panic)."""
        try:
            for package in self.packages:
                if package.init is not None:
                    self.call(package.init, [])
            self.call(self.functions["main.main"], [])
        except GoPanic as p:
            self.output.append(b"panic: " + self.panic_text(p.value) + b"\n")
            return 2
        except GoExit as e:
            return e.status
        finally:
            self.scheduler.stop()
        return 0

    def panic_text(self, v: Any) -> bytes:
        if v is None:
            return b"nil"
        return v.value if isinstance(v.value, bytes) else repr(v.value).encode()

    def fail(self, text: str) -> None:
        """A run-time error."""
        raise GoPanic(Interface(self.runtime_error, b"runtime error: " + text.encode()))

    def plain_panic(self, text: str) -> GoPanic:
        """The panic of a run-time error whose text has no prefix."""
        return GoPanic(Interface(self.runtime_error, text.encode()))

    conversion_panic = plain_panic

    def panic_with(self, v: Any) -> GoPanic:
        """What ``panic(v)`` raises; nil becomes an error, so that ``recover`` returns something."""
        return GoPanic(v) if v is not None else self.plain_panic("runtime error: panic called with nil argument")

    # ------------------------------------------------------------ calls

    def call_value(self, f: Any, args: list[Any], panic: GoPanic | None = None) -> Any:
        """Call a func value: a Function or a Closure."""
        if isinstance(f, Closure):
            return self.call(f.fn, args, f.bindings, panic)
        return self.call(f, args, None, panic)

    def call(
        self, fn: ir.Function, args: list[Any], bindings: list[Any] | None = None, panic: GoPanic | None = None
    ) -> Any:
        if not fn.blocks:
            body = self.functions.get(fn.linkname or fn.symbol)
            if body is None:
                external = self.externals.get(fn.linkname or fn.symbol)
                if external is None:
                    raise NotImplementedError(f"no body for {fn.symbol}")
                return external(*args)
            fn = body
        frame = Frame(fn)
        frame.panic = panic
        values = frame.values
        for p, a in zip(fn.params, args, strict=True):
            values[p] = a
        if bindings is not None:
            for free, v in zip(fn.free_vars, bindings, strict=True):
                values[free] = v
        if not fn.has_defer:
            return self.execute(frame, fn.blocks[0])
        return self.call_with_defers(frame)

    def call_with_defers(self, frame: Frame) -> Any:
        block: Any = frame.fn.blocks[0]
        while True:
            try:
                return self.execute(frame, block)
            except GoPanic as p:
                if not self.unwind(frame, p):
                    raise frame.panicking or p from None
                block = frame.fn.recover

    def unwind(self, frame: Frame, p: GoPanic) -> bool:
        """Run deferred calls for a panic; whether one recovered it."""
        frame.panicking = p
        while frame.deferred:
            f = frame.deferred.pop()
            try:
                self.call_value(f, [], p)
            except GoPanic as another:
                p = frame.panicking = another
                continue
            if p.recovered:
                frame.panicking = None
                return True
        return False

    def execute(self, frame: Frame, block: ir.BasicBlock) -> Any:
        """Run from the start of a block until the function returns."""
        table = self.table
        values = frame.values
        previous: ir.BasicBlock | None = None
        while True:
            instrs = block.instrs
            start = 0
            if instrs[0].__class__ is ir.Phi:
                start = self.phis(frame, block, previous)
            for i in range(start, len(instrs)):
                instr: Any = instrs[i]
                cls = instr.__class__
                run = table.get(cls)
                if run is not None:
                    result = run(frame, instr)
                    if instr.type is not None:
                        values[instr] = result
                elif cls is ir.Jump:
                    previous, block = block, block.succs[0]
                elif cls is ir.If:
                    previous, block = block, block.succs[0 if self.get(frame, instr.operands[0]) else 1]
                elif cls is ir.Return:
                    results = [self.get(frame, v) for v in instr.operands]
                    return None if not results else results[0] if len(results) == 1 else tuple(results)
                elif cls is ir.Panic:
                    raise self.panic_with(self.get(frame, instr.operands[0]))
                else:
                    raise AssertionError(f"reached {cls.__name__} in {frame.fn.symbol}")

    def phis(self, frame: Frame, block: ir.BasicBlock, previous: ir.BasicBlock | None) -> int:
        edge = next(i for i, p in enumerate(block.preds) if p is previous)
        phis = list(block.phis())
        new = [self.get(frame, phi.operands[edge]) for phi in phis]
        frame.values.update(zip(phis, new, strict=True))
        return len(phis)

    # ------------------------------------------------------------ values

    def get(self, frame: Frame, v: ir.Value) -> Any:
        cls = v.__class__
        if cls is ir.Const:
            return self.constant(v)
        if cls is ir.Global:
            return Pointer(self.global_(v), 0)
        if cls is ir.Function:
            return v
        return frame.values[v]

    def constant(self, c: Any) -> Any:
        v = c.value
        if v is None:
            return zero(c.type)
        info = c.type.underlying().info if c.type.underlying().__class__ is types.Basic else 0
        if info & types.IS_FLOAT:
            return operators.to_float(v, c.type.underlying())
        if info & types.IS_COMPLEX:
            return complex(float(v.re), float(v.im))
        return v

    def global_(self, g: Any) -> list[Any]:
        key = g.linkname or g.symbol
        home = self.globals.get(key)
        if home is None:
            for package in self.packages:
                own = package.globals.get(g.symbol)
                if own is not None and not own.external:
                    g = own
            home = self.globals[key] = [zero(g.elem)]
            if g.init is not None:
                home[0] = self.static(g.init)
        return home

    def static(self, v: Any) -> Any:
        """The value of a static initialiser."""
        if isinstance(v, ir.Aggregate):
            result = zero(v.type)
            for i, e in v.elems.items():
                result[i] = self.static(e)
            return result
        if isinstance(v, ir.StaticSlice):
            home = self.global_(v.array)
            return SliceValue(home[0], 0, v.length, v.length)
        if isinstance(v, ir.StaticInterface):
            return Interface(v.concrete, self.static(v.x))
        if isinstance(v, ir.Global):
            return Pointer(self.global_(v), 0)
        return v if isinstance(v, ir.Function) else self.constant(v)

    # ------------------------------------------------------------ methods

    def find_method(self, v: Interface, method: Any) -> Any:
        """The function that implements an interface's method for a dynamic type."""
        key = (self.strings(v.type), method.id())
        fn = self.methods.get(key)
        if fn is None:
            from minigo.ssa.builder.wrappers import method_function

            obj, index, _ = types.lookup_field_or_method(v.type, False, method.pkg, method.name)
            pb = self.packages[-1].builder
            fn = self.methods[key] = method_function(pb, v.type, obj, list(index[:-1]))
            pb.drain()
            if fn.blocks:
                self.functions.setdefault(fn.symbol, fn)
        return fn


__all__ = ["Channel", "GoExit", "GoPanic", "Machine", "MapValue", "RangeIterator", "copy"]
