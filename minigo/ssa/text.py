"""The text form: packages, functions and blocks as people read them (and ``parse`` reads them back).

Comes in: an ir.Package or ir.Function; goes out: str. A function looks like this:

    # Name: main.fact
    # Location: fact.go:3:6
    func fact(n int) int:
    b0:                                                       entry P:0 S:2
            t0 = n == 0:int                                            bool
            if t0 goto b1 else b2
    ...

Operands are registers (``t0``), parameters, free variables, constants with their type (``42:int``), and functions and variables by name;
those of other packages carry their package's path. The type of a register stands at the end of its line, behind two spaces or more; in front of it, types with ``func``
are in parentheses. Parameters without a name of their own are called ``NAME·INDEX``. The forms are documented at each class of ``ir``.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fractions import Fraction
from typing import Any, Final

from minigo import types
from minigo.ssa import ir
from minigo.types.components import COMPONENTS

_WIDTH: Final = 80
_RESERVED: Final = re.compile(
    r"t\d+$|(local|new|slice|nilcheck|boundscheck|divcheck|shiftcheck|lencheck|len|cap|phi|changetype|convert|make|changeinterface|typeassert|closure|makeslice|makemap"
    r"|makechan|lookup|range|next|send|recv|select|invoke|builtin|call|go|defer|rundefers|extract|jump|if|return|panic|unreachable|nil|true|false|zero)$"
)
_ESCAPES: Final = {0x22: '\\"', 0x5C: "\\\\", 0x0A: "\\n", 0x09: "\\t", 0x0D: "\\r"}


def format_package(package: ir.Package) -> str:
    """The whole package: its declared types, variables, then functions, each sorted by name."""
    printer = Printer(package.types)
    parts = [f"package {package.path}\n"]
    scope = package.types.scope
    for name in scope.names():
        obj = scope.lookup(name)
        if isinstance(obj, types.TypeName) and _is_concrete(obj):
            parts.append(f"type {name} {printer.type(obj.type.underlying())}\n")
    for symbol in sorted(package.globals):
        parts.append(printer.global_(package.globals[symbol]))
    for symbol in sorted(package.functions):
        parts.append("\n" + printer.function(package.functions[symbol]))
    return "".join(parts)


def _is_concrete(obj: Any) -> bool:
    """Whether a name declares a type that values can have: no alias, not generic, no constraint."""
    t = obj.type
    if not isinstance(t, types.Named) or t.obj is not obj or t.type_params:
        return False
    u = t.underlying()
    return not isinstance(u, types.Interface) or u.is_method_set()


def format_function(fn: ir.Function) -> str:
    """One function; registers and blocks are numbered first."""
    return Printer(fn.pkg.types if fn.pkg is not None else None).function(fn)


def quote(value: bytes) -> str:
    """A Go string literal; valid UTF-8 stays readable, other bytes are ``\\xNN``."""
    out = ['"']
    for ch in value.decode("utf-8", "surrogateescape"):
        code = ord(ch)
        if code in _ESCAPES:
            out.append(_ESCAPES[code])
        elif 0xDC80 <= code <= 0xDCFF:
            out.append(f"\\x{code - 0xDC00:02x}")
        elif code < 0x20 or code == 0x7F:
            out.append(f"\\x{code:02x}")
        else:
            out.append(ch)
    out.append('"')
    return "".join(out)


def _local_names(fn: ir.Function) -> dict[ir.Value, str]:
    """Names of parameters and free variables that are like no register, keyword, or each other."""
    names: dict[ir.Value, str] = {}
    taken: set[str] = set()
    for v in (*fn.params, *fn.free_vars):
        name = v.name
        if name in ("", "_") or name in taken or _RESERVED.match(name):
            name = f"{v.name or '_'}·{len(names)}"
        taken.add(name)
        names[v] = name
    return names


def _function_type(fn: ir.Function) -> types.Signature:
    """The type of a function as a value: the receiver of a method counts as its first parameter."""
    params = [types.Var(0, None, "", p.type) for p in fn.params]
    results = [types.Var(0, None, "", v.type) for v in fn.signature.results.vars]
    return types.Signature(None, types.Tuple(params), types.Tuple(results))


class Printer:
    """Prints relative to one package: its own names stand without a path."""

    __slots__ = ("_locals", "_table", "_types", "package")

    def __init__(self, package: Any) -> None:
        self.package = package
        self._types: dict[Any, str] = {}
        self._locals: dict[ir.Value, str] = {}  # parameters and free variables of the function being printed
        self._table: dict[type, Callable[[Any], str]] = {
            ir.Alloc: lambda i: (
                ("new " if i.heap else "local ") + self.inner_type(i.elem) + (f" ({i.comment})" if i.comment else "")
            ),
            ir.Load: lambda i: f"*{self.value(i.addr)}",
            ir.Store: lambda i: f"*{self.value(i.addr)} = {self.value(i.val)}",
            ir.FieldAddr: lambda i: (
                f"&{self.value(i.x)}.{self._field(i.x.type.underlying().elem, i.field)} [#{i.field}]"
            ),
            ir.Field: lambda i: f"{self.value(i.x)}.{self._field(i.x.type, i.field)} [#{i.field}]",
            ir.IndexAddr: lambda i: f"&{self.value(i.x)}[{self.value(i.index)}]",
            ir.Index: lambda i: f"{self.value(i.x)}[{self.value(i.index)}]",
            ir.Slice: self._slice,
            ir.NilCheck: lambda i: f"nilcheck {self.value(i.x)}",
            ir.BoundsCheck: lambda i: f"boundscheck {i.kind} {self.value(i.x)}, {self.value(i.y)}",
            ir.DivCheck: lambda i: f"divcheck {self.value(i.x)}",
            ir.ShiftCheck: lambda i: f"shiftcheck {self.value(i.x)}",
            ir.LenCheck: lambda i: f"lencheck {self.value(i.x)}, {i.length}",
            ir.BinOp: lambda i: f"{self.value(i.x)} {i.op} {self.value(i.y)}",
            ir.UnOp: lambda i: f"{i.op}{self.value(i.x)}",
            ir.Len: lambda i: f"len {self.value(i.x)}",
            ir.Cap: lambda i: f"cap {self.value(i.x)}",
            ir.Phi: self._phi,
            ir.ChangeType: lambda i: self._conversion("changetype", i),
            ir.Convert: lambda i: self._conversion("convert", i),
            ir.MakeInterface: lambda i: self._conversion("make", i),
            ir.ChangeInterface: lambda i: self._conversion("changeinterface", i),
            ir.TypeAssert: lambda i: (
                f"typeassert{',ok' if i.comma_ok else ''} {self.value(i.x)}.({self.inner_type(i.asserted)})"
            ),
            ir.MakeClosure: lambda i: (
                f"closure {'' if i.heap else 'local '}{self.value(i.fn)} [{self._values(i.operands)}]"
            ),
            ir.MakeSlice: lambda i: f"makeslice {self.inner_type(i.type)} {self._values(i.operands)}",
            ir.MakeMap: lambda i: f"makemap {self.inner_type(i.type)} {self._values(i.operands)}".rstrip(),
            ir.MakeChan: lambda i: f"makechan {self.inner_type(i.type)} {self._values(i.operands)}",
            ir.Lookup: lambda i: f"lookup{',ok' if i.comma_ok else ''} {self.value(i.x)}[{self.value(i.key)}]",
            ir.MapUpdate: lambda i: f"{self.value(i.map)}[{self.value(i.key)}] = {self.value(i.value)}",
            ir.Range: lambda i: f"range {self.value(i.x)}",
            ir.Next: lambda i: f"next{' string' if i.is_string else ''} {self.value(i.iter)}",
            ir.Send: lambda i: f"send {self.value(i.chan)} <- {self.value(i.x)}",
            ir.Recv: lambda i: f"recv{',ok' if i.comma_ok else ''} {self.value(i.chan)}",
            ir.Select: self._select,
            ir.Call: self._call,
            ir.Invoke: lambda i: f"invoke {self.value(i.iface)}.{i.method.name}({self._values(i.operands[1:])})",
            ir.BuiltinCall: lambda i: f"builtin {i.fn}({self._values(i.operands)})",
            ir.Go: lambda i: f"go {self.value(i.fn)}",
            ir.Defer: lambda i: (
                f"defer {self.value(i.fn)}" + (f" frame {self.value(i.frame)}" if i.frame is not None else "")
            ),
            ir.RunDefers: lambda i: "rundefers",
            ir.Extract: lambda i: f"extract {self.value(i.tuple)} #{i.index}",
            ir.Jump: lambda i: f"jump {i.block.succs[0]}",
            ir.If: lambda i: f"if {self.value(i.cond)} goto {i.block.succs[0]} else {i.block.succs[1]}",
            ir.Return: lambda i: f"return {self._values(i.operands)}".rstrip(),
            ir.Panic: lambda i: f"panic {self.value(i.x)}",
            ir.Unreachable: lambda i: "unreachable",
        }

    # ------------------------------------------------------------ names

    def type(self, t: Any) -> str:
        text = self._types.get(t)
        if text is None:
            text = self._types[t] = types.type_string(t, self._qualifier)
        return text

    def inner_type(self, t: Any) -> str:
        """A type in the middle of a line, where it must be clear where it ends."""
        text = self.type(t)
        return f"({text})" if "func(" in text else text

    def _qualifier(self, pkg: Any) -> str:
        return "" if self.package is not None and pkg.path == self.package.path else str(pkg.path)

    def value(self, v: ir.Value) -> str:
        """An operand."""
        cls = v.__class__
        if cls is ir.Const:
            return self._const(v)  # type: ignore[arg-type]
        if cls is ir.Global:
            assert isinstance(v, ir.Global)
            local = self.package is not None and v.symbol == f"{self.package.path}.{v.name}"
            return v.name if local else v.symbol
        if cls is ir.Function:
            assert isinstance(v, ir.Function)
            local = self.package is not None and v.symbol == f"{self.package.path}.{v.name}"
            return v.name if local else v.symbol
        return self._locals.get(v, v.name)

    def _values(self, values: list[ir.Value]) -> str:
        return ", ".join([self.value(v) for v in values])

    def _const(self, c: ir.Const) -> str:
        v = c.value
        if v is None:
            u = c.type.underlying()
            plain = isinstance(
                u, types.Pointer | types.Slice | types.Map | types.Chan | types.Signature | types.Interface
            )
            text = "nil" if plain else "zero"
        elif v is True or v is False:
            text = "true" if v else "false"
        elif isinstance(v, bytes):
            text = quote(v)
        elif isinstance(v, Fraction):
            text = (
                repr(float(v)) if abs(v) < 1 << 1000 and Fraction(float(v)) == v else f"{v.numerator}/{v.denominator}"
            )
        else:
            text = str(v)
        return f"{text}:{self.inner_type(c.type)}"

    def _field(self, struct: Any, index: int) -> str:
        return str(struct.underlying().fields[index].name)

    # ------------------------------------------------------------ instructions

    def instruction(self, instr: ir.Instruction) -> str:
        """One line, without its indentation."""
        text = self._table[instr.__class__](instr)
        if instr.type is None:
            return text
        text = f"{instr.name} = {text}"
        kind = "iter" if isinstance(instr, ir.Range) else self.type(instr.type)
        return f"{text}{' ' * max(2, _WIDTH - 8 - len(text) - len(kind))}{kind}"

    def _conversion(self, word: str, i: Any) -> str:
        source = _function_type(i.x) if isinstance(i.x, ir.Function) else i.x.type
        return f"{word} {self.inner_type(i.type)} <- {self.inner_type(source)} ({self.value(i.x)})"

    def _slice(self, i: ir.Slice) -> str:
        parts = [self.value(v) if v is not None else "" for v in (i.low, i.high)]
        if i.max is not None:
            parts.append(self.value(i.max))
        return f"slice {self.value(i.x)}[{':'.join(parts)}]"

    def _phi(self, i: ir.Phi) -> str:
        assert i.block is not None
        edges = ", ".join(f"{p}: {self.value(v)}" for p, v in zip(i.block.preds, i.operands, strict=False))
        return f"phi [{edges}]" + (f" #{i.comment}" if i.comment else "")

    def _select(self, i: ir.Select) -> str:
        cases = []
        for s in i.states:
            chan = self.value(i.operands[s.chan])
            cases.append(f"{chan} <- {self.value(i.operands[s.value])}" if s.is_send else f"<-{chan}")
        return f"select {'blocking' if i.blocking else 'nonblocking'} [{', '.join(cases)}]"

    def _call(self, i: ir.Call) -> str:
        word = "" if i.callee.__class__ is ir.Function else "call "
        return f"{word}{self.value(i.callee)}({self._values(i.args)})"

    # ------------------------------------------------------------ functions and variables

    def _heading(self, fn: ir.Function) -> str:
        params = ", ".join(f"{self._locals[p]} {self.type(p.type)}" for p in fn.params)
        results = [self.type(v.type) for v in fn.signature.results.vars]
        tail = f" {results[0]}" if len(results) == 1 else f" ({', '.join(results)})" if results else ""
        return f"func {fn.name}({params}){tail}"

    def function(self, fn: ir.Function) -> str:
        fn.number()
        self._locals = _local_names(fn)
        lines = [f"# Name: {fn.symbol}"]
        if fn.synthetic:
            lines.append(f"# Synthetic: {fn.synthetic}")
        flags = [
            w
            for w in ("external", "weak", "wrapper", "has_defer", "calls_recover", "noinline", "nosplit")
            if getattr(fn, w)
        ]
        if flags:
            lines.append(f"# Flags: {' '.join(flags)}")
        if fn.linkname:
            lines.append(f"# Linkname: {fn.linkname}")
        if fn.pos and fn.fset is not None:
            lines.append(f"# Location: {fn.fset.position(fn.pos)}")
        if fn.parent is not None:
            lines.append(f"# Parent: {fn.parent.name}")
        if fn.recover is not None:
            lines.append(f"# Recover: {fn.recover}")
        if fn.free_vars:
            lines.append("# Free variables:")
            lines += [f"#   {v.index}: {self._locals[v]} {self.type(v.type)}" for v in fn.free_vars]
        results = [r.name for r in fn.results if r.block is not None]
        if results:
            lines.append(f"# Results: {', '.join(results)}")
        lines.append(self._heading(fn) + (":" if fn.blocks else ""))
        for block in fn.blocks:
            left = f"{block}:"
            right = f"{block.comment} P:{len(block.preds)} S:{len(block.succs)}"
            lines.append(f"{left}{' ' * max(1, _WIDTH - len(left) - len(right))}{right}")
            lines += ["\t" + self.instruction(i) for i in block.instrs]
        return "\n".join(lines) + "\n"

    def global_(self, g: ir.Global) -> str:
        text = f"var {self.value(g)} {self.type(g.elem)}"
        if g.external:
            text += " external"
        if g.linkname:
            text += f" linkname {g.linkname}"
        if g.init is not None:
            text += f" = {self.static(g.init)}"
        return text + "\n"

    def static(self, v: ir.Value) -> str:
        """A static initialiser."""
        if isinstance(v, ir.Aggregate):
            return f"{self.type(v.type)}{{" + ", ".join(f"#{k}: {self.static(e)}" for k, e in v.elems.items()) + "}"
        if isinstance(v, ir.StaticSlice):
            return f"slice {self.value(v.array)}[:{v.length}]"
        if isinstance(v, ir.StaticInterface):
            return f"make {self.inner_type(v.type)} <- {self.inner_type(v.concrete)} ({self.static(v.x)})"
        if isinstance(v, ir.Global):
            return f"&{self.value(v)}"
        return self.value(v)


def named_types(package: ir.Package) -> dict[str, Any]:
    """The named types that the package's text mentions without declaring them, by the name it gives them: what ``parse_package`` needs beside the text."""
    collector = _Names(Printer(package.types))
    for g in package.globals.values():
        collector.add(g.elem)
        collector.static(g.init)
    for fn in package.functions.values():
        collector.add(fn.signature)
        for v in (*fn.params, *fn.free_vars):
            collector.add(v.type)
        for instr in fn.instructions():
            collector.add(instr.type)
            if isinstance(instr, ir.TypeAssert):
                collector.add(instr.asserted)
            for op in instr.operands:
                collector.add(op.type)
    return collector.found


class _Names:
    """Walks types down to the named ones. What a named type consists of counts too: a FieldAddr prints the field's type."""

    __slots__ = ("found", "printer", "seen")

    def __init__(self, printer: Printer) -> None:
        self.printer = printer
        self.found: dict[str, Any] = {}
        self.seen: set[Any] = set()

    def add(self, t: Any) -> None:
        work = [t]
        while work:
            t = work.pop()
            if t is None or t in self.seen:
                continue
            self.seen.add(t)
            if isinstance(t, types.Named | types.Alias):
                self.found.setdefault(self.printer.type(t), t)
                work.append(t.underlying())
            components = _COMPONENTS.get(t.__class__)
            if components is not None:
                work += components(t)

    def static(self, v: ir.Value | None) -> None:
        if v is None:
            return
        self.add(v.type)
        if isinstance(v, ir.Aggregate):
            for e in v.elems.values():
                self.static(e)
        elif isinstance(v, ir.StaticInterface):
            self.add(v.concrete)
            self.static(v.x)


def _declared_interface(t: Any) -> list[Any]:
    return [m.type for m in t.methods] + list(t.embeddeds)


_COMPONENTS: Final = COMPONENTS | {types.Interface: _declared_interface}
