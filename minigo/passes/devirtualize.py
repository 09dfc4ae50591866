"""Devirtualisation: calls whose target is known become static calls, which can be inlined and do not let their arguments escape.

t0 = closure f []        t1 = call t0(x)            →  t1 = f(x)
t0 = make I <- T (v)     t1 = invoke t0.Method(x)   →  t1 = T.Method(v, x)
"""

from __future__ import annotations

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder.methods import method_set


def run(fn: ir.Function) -> int:
    """Returns the number of calls rewritten."""
    count = 0
    for block in fn.blocks:
        for i, instr in enumerate(block.instrs):
            static: ir.Instruction | None = None
            if isinstance(instr, ir.Call):
                count += _static_closure(instr)
            elif isinstance(instr, ir.Invoke):
                static = _static_method(fn, instr)
            if static is not None:
                static.block = block
                block.instrs[i] = static
                _replace_in(fn, instr, static)
                count += 1
    return count


def _static_closure(call: ir.Call) -> int:
    callee = call.callee
    if isinstance(callee, ir.MakeClosure) and not callee.operands:
        call.operands[0] = callee.fn
        return 1
    return 0


def _static_method(fn: ir.Function, call: ir.Invoke) -> ir.Call | None:
    """The static form of an interface call on a value that has just been put into an interface."""
    made = call.iface
    while isinstance(made, ir.ChangeInterface):
        made = made.x
    if not isinstance(made, ir.MakeInterface) or fn.pkg is None or fn.pkg.builder is None:
        return None
    concrete = made.x.type
    if isinstance(concrete.underlying(), types.Interface):
        return None
    for method in method_set(fn.pkg, concrete):
        if method.obj.name == call.method.name and (method.obj.exported or method.obj.pkg is call.method.pkg):
            return ir.Call(method.tfn, [made.x, *call.args], call.type, call.pos)
    return None


def _replace_in(fn: ir.Function, old: ir.Instruction, new: ir.Instruction) -> None:
    for block in fn.blocks:
        for instr in block.instrs:
            for i, op in enumerate(instr.operands):
                if op is old:
                    instr.operands[i] = new
