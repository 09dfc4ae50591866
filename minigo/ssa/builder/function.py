"""The state of one function under construction, and the primitives that every language feature uses.

A ``FunctionBuilder`` appends instructions to a current block. Features (``expr``, ``stmt``, ``call`` …) are functions that take it as their first
argument; ``b.expr(node)`` and ``b.stmt(node)`` dispatch on the node's class by the tables of ``dispatch``.

What must hold between calls: ``b.block`` is a block without a terminator; a variable's address is in ``b.vars``, in that of a function around it, or
the variable is a package's. Types come from ``b.typ``, which has replaced type parameters by the instance's arguments.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa import cfg, ir
from minigo.ssa.builder import typeutil as tu
from minigo.syntax import ast
from minigo.types import constant

if TYPE_CHECKING:
    from minigo.ssa.builder.generics import Subst
    from minigo.ssa.builder.package import PackageBuilder
    from minigo.ssa.builder.rangefunc import RangeFuncBody


class Unit:
    """The source that a function comes from: whose syntax tree, which type information, which positions."""

    __slots__ = ("fset", "info", "pkg", "versions")

    def __init__(self, pkg: Any, info: Any, fset: Any) -> None:
        self.pkg = pkg
        self.info = info
        self.fset = fset
        self.versions: list[
            tuple[int, int, tuple[int, int]]
        ] = []  # files of another language version: from, to, version

    def set_versions(self, files: list[Any]) -> None:
        """Note the files whose ``//go:build`` line names a language version of their own."""
        for file in files:
            text = self.info.file_versions.get(file, "")
            if text and text != self.pkg.go_version:
                self.versions.append((file.file_start, file.file_end, parse_version(text)))

    def language_version(self, pos: int) -> tuple[int, int]:
        """The language version that applies at a position."""
        for start, end, version in self.versions:
            if start <= pos <= end:
                return version
        return parse_version(self.pkg.go_version)


def parse_version(text: str) -> tuple[int, int]:
    """(1, 22) of "go1.22.3"; the present language if the text says nothing."""
    parts = text.removeprefix("go").split(".")
    if len(parts) < 2 or not parts[0].isdigit():
        return (1, 27)
    minor = "".join(c for c in parts[1] if c.isdigit())
    return (int(parts[0]), int(minor or 0))


class Target:
    """Where ``break`` and ``continue`` go, for one enclosing statement."""

    __slots__ = ("break_", "continue_", "fallthrough", "label")

    def __init__(
        self,
        label: str | None,
        break_: ir.BasicBlock | None,
        continue_: ir.BasicBlock | None = None,
        fallthrough: ir.BasicBlock | None = None,
    ) -> None:
        self.label = label
        self.break_ = break_
        self.continue_ = continue_
        self.fallthrough = fallthrough


class FunctionBuilder:
    """Builds the body of one ``ir.Function``."""

    __slots__ = (
        "bindings",
        "block",
        "captured",
        "closures",
        "counters",
        "exprs",
        "fn",
        "frame",
        "hoisted",
        "info",
        "labels",
        "parent",
        "pb",
        "range_body",
        "result_vars",
        "stmts",
        "subst",
        "targets",
        "unit",
        "vars",
    )

    def __init__(
        self,
        pb: PackageBuilder,
        fn: ir.Function,
        unit: Unit,
        subst: Subst | None,
        parent: FunctionBuilder | None = None,
    ) -> None:
        self.pb = pb
        self.fn = fn
        self.unit = unit
        self.info = unit.info
        self.subst = subst
        self.parent = parent
        self.exprs = pb.exprs
        self.stmts = pb.stmts
        self.vars: dict[Any, ir.Value] = {}  # types.Var -> address
        self.captured: dict[ir.Value, ir.Value] = {}  # value of the function around -> FreeVar
        self.bindings: list[ir.Value] = []  # what the FreeVars are bound to, in order
        self.targets: list[Target] = []
        self.labels: dict[str, ir.BasicBlock] = {}  # for goto
        self.result_vars: list[Any] = []  # types.Var of the named results
        self.range_body: RangeFuncBody | None = None  # set while this is the body of a range-over-func loop
        self.frame: ir.Value | None = None  # the DeferFrame's address, once somebody asked
        self.counters: dict[str, int] = {}  # numbers of func1, range1, deferwrap1 …
        self.closures: list[FunctionBuilder] = []
        self.hoisted: dict[Any, ir.Value] = {}  # values of calls made early (see ``order``)
        self.block: ir.BasicBlock = None  # type: ignore[assignment]

    # ------------------------------------------------------------ blocks

    def new_block(self, comment: str) -> ir.BasicBlock:
        """A block that is not yet in the function; ``start`` puts it there."""
        return ir.BasicBlock(self.fn, 0, comment)

    def start(self, block: ir.BasicBlock) -> None:
        """Make ``block`` the current one."""
        self.fn.blocks.append(block)
        self.block = block

    def emit(self, instr: Any) -> Any:
        block = self.block
        instr.block = block
        block.instrs.append(instr)
        return instr

    def emit_entry(self, instr: Any) -> Any:
        """Put an instruction without operands in front of everything else."""
        entry = self.fn.blocks[0]
        instr.block = entry
        entry.instrs.insert(0, instr)
        return instr

    def jump(self, target: ir.BasicBlock, pos: int = 0) -> None:
        self.emit(ir.Jump(pos))
        cfg.add_edge(self.block, target)

    def branch(self, cond: ir.Value, yes: ir.BasicBlock, no: ir.BasicBlock, pos: int = 0) -> None:
        self.emit(ir.If(cond, pos))
        cfg.add_edge(self.block, yes)
        cfg.add_edge(self.block, no)

    def dead(self, comment: str = "unreachable") -> None:
        """After a terminator: what follows cannot be reached, and is removed at the end."""
        self.start(self.new_block(comment))

    # ------------------------------------------------------------ types and constants

    def type(self, t: Any) -> Any:
        """A type of the source, with the instance's type arguments in place of type parameters."""
        return t if self.subst is None else self.subst(t)

    def typ(self, e: ast.Expr) -> Any:
        """The type of an expression (untyped: its default type)."""
        tv = self.info.types.get(e)
        if tv is None:
            assert isinstance(e, ast.Ident)
            return self.type((self.info.uses.get(e) or self.info.defs[e]).type)
        t = tv.type
        if t.__class__ is types.Basic:
            return types.default(t) if t.info & types.IS_UNTYPED and t.kind != types.UNTYPED_NIL else t
        return t if self.subst is None else self.subst(t)

    def pointer(self, t: Any) -> Any:
        return self.pb.pointer(t)

    def const(self, value: Any, t: Any) -> ir.Const:
        """A constant in the form that its type asks for: int for integers, int or Fraction for floats, ComplexVal for complex numbers."""
        info = tu.basic_info(t)
        if info & types.IS_INTEGER:
            if isinstance(value, Fraction):
                value = int(value)
            elif isinstance(value, constant.ComplexVal):
                value = int(value.re)
        elif info & types.IS_FLOAT:
            if isinstance(value, constant.ComplexVal):
                value = value.re
        elif info & types.IS_COMPLEX and not isinstance(value, constant.ComplexVal):
            value = constant.ComplexVal(value, 0)
        return ir.Const(value, t)

    # ------------------------------------------------------------ variables

    def alloc(self, t: Any, comment: str = "", heap: bool = False, pos: int = 0) -> ir.Alloc:
        result: ir.Alloc = self.emit(ir.Alloc(self.pb.pointer(t), comment, heap, pos))
        return result

    def declare(self, obj: Any, pos: int = 0) -> ir.Alloc:
        """A new local variable, zero."""
        alloc = self.alloc(self.type(obj.type), obj.name, False, pos or obj.pos)
        alloc.obj = obj
        self.vars[obj] = alloc
        return alloc

    def declare_with(self, obj: Any, value: ir.Value, pos: int = 0) -> None:
        """A new local variable with a first value (already of its type)."""
        self.store(self.declare(obj), value, pos or obj.pos)

    def var_address(self, obj: Any) -> ir.Value:
        """The address of a variable: local, captured, or a package's."""
        address = self.vars.get(obj)
        if address is None:
            if self.parent is None or (obj.pkg is not None and obj.parent is obj.pkg.scope):
                return self.pb.global_(obj)
            address = self.vars[obj] = self.capture(self.parent.var_address(obj), obj)
        return address

    def capture(self, value: ir.Value, obj: Any = None) -> ir.Value:
        """Make a value of the function around this one available here."""
        if isinstance(value, ir.Const | ir.Global | ir.Function):
            return value
        free = self.captured.get(value)
        if free is None:
            name = obj.name if obj is not None else getattr(value, "comment", "") or f"v{len(self.bindings)}"
            made = ir.FreeVar(self.fn, name, value.type, len(self.fn.free_vars))
            made.obj = obj
            self.fn.free_vars.append(made)
            self.bindings.append(value)
            free = self.captured[value] = made
        return free

    def local_var(self, obj: Any) -> bool:
        """Whether the variable is declared in this very function (not captured, not a package's)."""
        return isinstance(self.vars.get(obj), ir.Alloc)

    # ------------------------------------------------------------ memory

    def load(self, addr: ir.Value, pos: int = 0) -> ir.Value:
        t = addr.type.underlying().elem
        result: ir.Value = self.emit(ir.Load(addr, t, pos))
        return result

    def store(self, addr: ir.Value, value: ir.Value, pos: int = 0) -> None:
        self.emit(ir.Store(addr, value, pos))

    def nil_check(self, v: ir.Value, pos: int) -> None:
        """A check that the pointer is not nil, unless that is plain to see."""
        if not isinstance(v, ir.Alloc | ir.FieldAddr | ir.IndexAddr | ir.Global | ir.Function | ir.MakeClosure):
            self.emit(ir.NilCheck(v, pos))

    def field_addr(self, x: ir.Value, field: int, pos: int) -> ir.Value:
        """The address of a field; ``x`` is a pointer to a struct, checked."""
        t = x.type.underlying().elem.underlying().fields[field].type
        result: ir.Value = self.emit(ir.FieldAddr(x, field, self.pb.pointer(t), pos))
        return result

    def field(self, x: ir.Value, field: int, pos: int) -> ir.Value:
        t = x.type.underlying().fields[field].type
        result: ir.Value = self.emit(ir.Field(x, field, t, pos))
        return result

    def extract(self, tup: ir.Value, index: int, pos: int = 0) -> ir.Value:
        result: ir.Value = self.emit(ir.Extract(tup, index, tup.type.vars[index].type, pos))
        return result

    def spill(self, value: ir.Value, comment: str = "tmp") -> ir.Alloc:
        """The address of a fresh variable that holds ``value``."""
        alloc = self.alloc(value.type, comment)
        self.store(alloc, value)
        return alloc

    # ------------------------------------------------------------ dispatch

    def expr(self, e: ast.Expr) -> ir.Value:
        """The value of a single-valued expression."""
        if self.hoisted and e in self.hoisted:
            return self.hoisted.pop(e)
        tv = self.info.types.get(e)
        if tv is not None and tv.value is not None:
            t = tv.type
            if self.subst is not None:
                t = self.subst(t)
            if t.__class__ is types.Basic and t.info & types.IS_UNTYPED:
                t = types.default(t)
            return self.const(tv.value, t)
        result: ir.Value = self.exprs[e.__class__](self, e)
        return result

    def stmt(self, s: ast.Stmt) -> None:
        self.stmts[s.__class__](self, s)

    def stmt_list(self, stmts: list[ast.Stmt]) -> None:
        table = self.stmts
        for s in stmts:
            table[s.__class__](self, s)

    def next_number(self, kind: str) -> int:
        n = self.counters[kind] = self.counters.get(kind, 0) + 1
        return n
