"""The state of one package under construction: its functions and variables by object and symbol, and the work still to do.

Functions are made when first referred to and built later: bodies of the package in source order, then instances, wrappers and closures' owners as the worklist
yields them. Nothing depends on the order of a set or a hash.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa import cfg, ir, lift, refine
from minigo.ssa.builder import typeutil as tu
from minigo.ssa.builder.function import FunctionBuilder, Unit
from minigo.ssa.builder.generics import Subst
from minigo.ssa.builder.static_init import Statics
from minigo.ssa.symbols import TypeStrings

if TYPE_CHECKING:
    from minigo.ssa.builder.build import Options
    from minigo.ssa.builder.pragmas import Pragmas


class Source:
    """A declared function with its body: the syntax and the unit it comes from."""

    __slots__ = ("decl", "unit")

    def __init__(self, decl: Any, unit: Unit) -> None:
        self.decl = decl
        self.unit = unit


class PackageBuilder:
    """Builds one ``ir.Package``; kept as ``ir.Package.builder``, for code generation may ask for more method wrappers."""

    __slots__ = (
        "_functions",
        "_globals",
        "_needed",
        "_pointers",
        "_work",
        "asked",
        "exprs",
        "ir",
        "options",
        "pragmas",
        "runtime_types",
        "scans",
        "sources",
        "statics",
        "stmts",
        "strings",
        "temporaries",
        "unit",
    )

    def __init__(self, package: ir.Package, unit: Unit, options: Options, pragmas: Pragmas) -> None:
        from minigo.ssa.builder import expr, stmt

        self.ir = package
        self.unit = unit
        self.options = options
        self.pragmas = pragmas
        self.exprs = expr.TABLE
        self.stmts = stmt.TABLE
        self.strings = TypeStrings()
        self.statics = Statics(self)
        self.sources: dict[Any, Source] = {}  # types.Func (origin) -> its declaration in this package
        self.scans: dict[Any, Any] = {}  # function bodies -> what a scan of them found
        self.temporaries: dict[str, int] = {}
        self.runtime_types: list[Any] = []  # types that are converted to interfaces
        self.asked: set[str] = (
            set()
        )  # instances, wrappers and types with methods that were asked for since somebody emptied this
        self._needed: set[str] = set()
        self._functions: dict[Any, ir.Function] = {}  # not generic: by object
        self._globals: dict[Any, ir.Global] = {}
        self._pointers: dict[Any, Any] = {}
        self._work: list[Callable[[], None]] = []

    # ------------------------------------------------------------ types

    def pointer(self, t: Any) -> Any:
        """``*t``, one object for each type object."""
        p = self._pointers.get(t)
        if p is None:
            p = self._pointers[t] = types.Pointer(t)
        return p

    def need_methods(self, t: Any) -> None:
        """A value of type ``t`` is converted to an interface: its methods must exist."""
        if t.__class__ is types.Basic:
            return
        key = self.strings(t)
        self.asked.add(key)
        if key not in self._needed:
            self._needed.add(key)
            self.runtime_types.append(t)

    def need_type(self, t: Any) -> None:
        """A type that a type assertion names."""

    # ------------------------------------------------------------ functions

    def function(self, obj: Any, targs: list[Any] | None = None, recv: Any = None) -> ir.Function:
        """The function of a declared ``types.Func``; ``targs`` instantiate it, ``recv`` is the (instantiated) Named of a method's receiver."""
        origin = obj.origin
        known = self._functions.get(origin)
        if known is not None:
            return known
        sig = origin.type
        rargs = self._receiver_arguments(obj, sig, recv)
        if not targs and not rargs:
            fn = self._plain(origin, sig)
            self._functions[origin] = fn
            return fn
        return self._instance(origin, sig, targs or [], rargs)

    def _receiver_arguments(self, obj: Any, sig: Any, recv: Any) -> list[Any]:
        if sig.recv is None or not sig.recv_type_params:
            return []
        named = recv if recv is not None else tu.named_of(sig.recv.type)
        return list(named.type_args)

    def function_symbol(self, origin: Any, targs: list[Any], rargs: list[Any]) -> tuple[str, str]:
        """The symbol and the name (without package) of a function, method or instance."""
        sig = origin.type
        path = origin.pkg.path if origin.pkg is not None else ""
        name = str(origin.name)
        if sig.recv is not None:
            named = tu.named_of(sig.recv.type)
            base = named.obj.link_name or named.obj.name
            if rargs:
                base += f"[{','.join(self.strings(a) for a in rargs)}]"
            pointer = types.unalias(sig.recv.type).__class__ is types.Pointer
            name = f"(*{base}).{name}" if pointer else f"{base}.{name}"
        if targs:
            name += f"[{','.join(self.strings(a) for a in targs)}]"
        return f"{path}.{name}" if path else name, name

    def _plain(self, origin: Any, sig: Any) -> ir.Function:
        symbol, name = self.function_symbol(origin, [], [])
        fn = self.ir.functions.get(symbol)
        if fn is None:
            fn = self.new_function(symbol, name, tu.func_type(sig), sig.recv, sig)
            fn.external = True
            fn.linkname = self.linkname(origin)
        fn.obj = origin
        return fn

    def linkname(self, origin: Any) -> str:
        """The symbol that ``//go:linkname`` gives a function or variable, or ""; kept with the object, for importers need it too."""
        if origin.pkg is self.unit.pkg and (origin.__class__ is types.Var or origin.type.recv is None):
            origin.linkname = self.pragmas.linknames.get(origin.name, "")
        return str(origin.linkname)

    def _instance(self, origin: Any, sig: Any, targs: list[Any], rargs: list[Any]) -> ir.Function:
        symbol, name = self.function_symbol(origin, targs, rargs)
        known = self.shared(symbol)
        if known is not None:
            return known
        params = [*sig.recv_type_params, *sig.type_params] if rargs else list(sig.type_params)
        subst = Subst(params, [*rargs, *targs], name)
        recv = sig.recv
        plain = subst(tu.func_type(sig))
        fn = self.new_function(symbol, name, plain, recv, sig, subst)
        fn.obj = origin
        fn.type_args = [*rargs, *targs]
        fn.synthetic = "instance"
        fn.weak = True
        self.later(lambda: self._build_instance(fn, origin, subst))
        return fn

    def _build_instance(self, fn: ir.Function, origin: Any, subst: Subst) -> None:
        from minigo.ssa.builder import build

        source = self.source_of(origin)
        build.function_body(self, fn, source, subst)

    def source_of(self, origin: Any) -> Source:
        """Declaration and type information of a generic function, of this package or an imported one."""
        source = self.sources.get(origin)
        if source is None:
            from minigo.types import export

            decl, info = export.generic_body(origin)
            pkg = origin.pkg
            source = self.sources[origin] = Source(decl, Unit(pkg, info, pkg.fset))
        return source

    def shared(self, symbol: str) -> ir.Function | None:
        """An instance or wrapper that somebody asks for, if it is there already."""
        self.asked.add(symbol)
        return self.ir.functions.get(symbol)

    def new_function(
        self, symbol: str, name: str, sig: Any, recv: Any, names: Any = None, subst: Subst | None = None
    ) -> ir.Function:
        """A function with its parameters, registered by symbol. ``recv`` is the receiver's Var, ``names`` the signature whose Vars name the parameters."""
        fn = ir.Function(self.ir, name, sig, symbol)
        variables = list(names.params.vars) if names is not None else list(sig.params.vars)
        if recv is not None:
            variables.insert(0, recv)
        for v in variables:
            add_parameter(fn, v, v.type if subst is None else subst(v.type))
        self.ir.functions[symbol] = fn
        return fn

    def synthetic(self, symbol: str, name: str, sig: Any, kind: str, recv: Any = None) -> ir.Function:
        """A weak forwarding function; its parameters are those of the signature, after a receiver of type ``recv``."""
        fn = ir.Function(self.ir, name, sig, symbol)
        fn.synthetic = kind
        fn.weak = fn.wrapper = True
        fn.fset = self.unit.fset
        if recv is not None:
            add_parameter(fn, None, recv)
        for v in sig.params.vars:
            add_parameter(fn, None, v.type)
        self.ir.functions[symbol] = fn
        return fn

    def synthetic_builder(self, fn: ir.Function) -> FunctionBuilder:
        b = FunctionBuilder(self, fn, self.unit, None)
        b.start(b.new_block("entry"))
        return b

    def runtime_function(self, name: str, params: list[Any], results: list[Any]) -> ir.Function:
        """A function of package runtime that the builder calls by name."""
        symbol = "runtime." + name
        fn = self.ir.functions.get(symbol)
        if fn is None:
            sig = tu.signature_of(params, results)
            fn = self.new_function(symbol, name, sig, None)
            fn.external = True
        return fn

    def runtime_panic(self, b: FunctionBuilder, text: str, pos: int = 0) -> None:
        """Panic with a runtime.Error of the given text; ends the block."""
        byte_pointer = self.pointer(tu.UINT8)
        fn = self.runtime_function("panicPlain", [byte_pointer, tu.INT], [])
        value = tu.string_const(text)
        data = b.emit(ir.BuiltinCall("StringData", [value], byte_pointer, pos))
        b.emit(ir.Call(fn, [data, tu.int_const(len(value.value))], None, pos))
        b.emit(ir.Unreachable(pos))

    # ------------------------------------------------------------ variables

    def global_(self, obj: Any) -> ir.Global:
        """The variable of a package-level ``types.Var``, of this package or another."""
        g = self._globals.get(obj)
        if g is None:
            name = str(obj.name)
            if name == "_":
                name = f"_·{self.number('blank')}"
            symbol = f"{obj.pkg.path}.{name}"
            g = self.ir.globals.get(symbol)
            if g is None:
                g = ir.Global(self.ir, name, obj.type, self.pointer(obj.type), symbol)
                g.external = obj.pkg is not self.unit.pkg
                g.linkname = self.linkname(obj)
                self.ir.globals[symbol] = g
            g.obj = obj
            g.pos = obj.pos
            self._globals[obj] = g
        return g

    def temporary(self, kind: str, t: Any) -> ir.Global:
        """A variable of the compiler's own, for the initialiser of a package variable."""
        name = f"..{kind}{self.number(kind)}"
        symbol = f"{self.ir.path}.{name}"
        g = ir.Global(self.ir, name, t, self.pointer(t), symbol)
        self.ir.globals[symbol] = g
        return g

    def number(self, kind: str) -> int:
        n = self.temporaries[kind] = self.temporaries.get(kind, 0) + 1
        return n

    # ------------------------------------------------------------ work

    def later(self, action: Callable[[], None]) -> None:
        self._work.append(action)

    def drain_work(self) -> None:
        while self._work:
            self._work.pop()()

    def drain(self) -> None:
        """Do all work that building has put off, the methods of types converted to interfaces included."""
        from minigo.ssa.builder import runtime_types

        done = 0
        while self._work or done < len(self.runtime_types):
            self.drain_work()
            if done < len(self.runtime_types):
                runtime_types.make_methods(self, self.runtime_types[done])
                done += 1

    def finish(self, b: FunctionBuilder) -> None:
        """After the last instruction of an outermost function: tidy, decide what lives on the heap, lift; closures too."""
        builders = [b]
        for inner in builders:
            builders.extend(inner.closures)
        for inner in builders:
            cfg.remove_unreachable(inner.fn)
        if len(builders) > 1:
            refine.capture_by_value([inner.fn for inner in builders])
        for inner in builders:
            fn = inner.fn
            refine.place_allocs(fn)
            cfg.simplify(fn)
            if self.options.lift:
                lift.lift(fn)
            else:
                fn.locals = [i for i in fn.instructions() if isinstance(i, ir.Alloc) and not i.heap]


def add_parameter(fn: ir.Function, obj: Any, t: Any) -> ir.Parameter:
    index = len(fn.params)
    name = obj.name if obj is not None and obj.name not in ("", "_") else f"p{index}"
    p = ir.Parameter(fn, name, t, index)
    p.obj = obj
    p.pos = obj.pos if obj is not None else 0
    fn.params.append(p)
    return p
