"""Functions of SSA form made by hand, for tests of what works on ``ir`` alone."""

from __future__ import annotations

from minigo import types
from minigo.ssa import cfg, ir

INT = types.Typ[types.INT]
BOOL = types.Typ[types.BOOL]
INT_PTR = types.Pointer(INT)


class Maker:
    """A function under construction: ``block("b")`` starts a block, ``emit`` appends to the current one."""

    def __init__(self, params: list[str], results: int) -> None:
        package = types.Package("main", "main")
        variables = types.Tuple([types.Var(0, None, p, INT) for p in params])
        signature = types.Signature(None, variables, types.Tuple([types.Var(0, None, "", INT) for _ in range(results)]))
        self.fn = ir.Function(ir.Package("main", package, None), "f", signature, "main.f")
        for i, p in enumerate(params):
            self.fn.params.append(ir.Parameter(self.fn, p, INT, i))
        self.blocks: dict[str, ir.BasicBlock] = {}
        self.current = self.block("entry")

    def block(self, name: str) -> ir.BasicBlock:
        if name not in self.blocks:
            self.blocks[name] = self.fn.new_block(name)
        self.current = self.blocks[name]
        return self.current

    def get(self, name: str) -> ir.BasicBlock:
        if name not in self.blocks:
            self.blocks[name] = self.fn.new_block(name)
        return self.blocks[name]

    def emit(self, instr: ir.Instruction) -> ir.Instruction:
        instr.block = self.current
        self.current.instrs.append(instr)
        return instr

    def jump(self, target: str) -> None:
        self.emit(ir.Jump())
        cfg.add_edge(self.current, self.get(target))

    def branch(self, cond: ir.Value, yes: str, no: str) -> None:
        self.emit(ir.If(cond))
        cfg.add_edge(self.current, self.get(yes))
        cfg.add_edge(self.current, self.get(no))

    def ret(self, *values: ir.Value) -> None:
        self.emit(ir.Return(list(values)))

    def less(self, x: ir.Value, y: ir.Value) -> ir.Instruction:
        return self.emit(ir.BinOp("<", x, y, BOOL))

    def add(self, x: ir.Value, y: ir.Value) -> ir.Instruction:
        return self.emit(ir.BinOp("+", x, y, INT))


def const(n: int) -> ir.Const:
    return ir.Const(n, INT)


def counting_loop() -> Maker:
    """i := 0; for i < n { i = i + 1 }; return i — with i in memory."""
    m = Maker(["n"], 1)
    n = m.fn.params[0]
    i = m.emit(ir.Alloc(INT_PTR, "i"))
    m.emit(ir.Store(i, const(0)))
    m.jump("head")
    m.block("head")
    m.branch(m.less(m.emit(ir.Load(i, INT)), n), "body", "done")
    m.block("body")
    m.emit(ir.Store(i, m.add(m.emit(ir.Load(i, INT)), const(1))))
    m.jump("head")
    m.block("done")
    m.ret(m.emit(ir.Load(i, INT)))
    return m
