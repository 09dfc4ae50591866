"""Package initialisation: variables in dependency order, then the ``init`` functions in source order.

What is static goes into the variables' initialisers (``static_init``); the rest is code of ``path.init``, which the runtime calls once.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo.ssa import ir
from minigo.ssa.builder import assign, convert
from minigo.ssa.builder import typeutil as tu
from minigo.ssa.builder.function import FunctionBuilder

if TYPE_CHECKING:
    from minigo.ssa.builder.package import PackageBuilder


def build_init(pb: PackageBuilder, init_functions: list[ir.Function]) -> None:
    """Build ``path.init``; without any work to do there is none."""
    fn = ir.Function(pb.ir, "init", tu.signature_of([], []), f"{pb.ir.path}.init")
    fn.synthetic = "package initializer"
    fn.fset = pb.unit.fset
    fn.decl_pkg = pb.unit.pkg
    b = FunctionBuilder(pb, fn, pb.unit, None)
    b.start(b.new_block("entry"))
    for initializer in pb.unit.info.init_order:
        _initialize(b, initializer)
    for function in init_functions:
        b.emit(ir.Call(function, [], None, function.pos))
    if len(fn.blocks) == 1 and not fn.blocks[0].instrs:
        return
    b.emit(ir.Return([]))
    pb.ir.functions[fn.symbol] = fn
    pb.ir.init = fn
    pb.finish(b)


def _initialize(b: FunctionBuilder, initializer: Any) -> None:
    lhs, rhs = initializer.lhs, initializer.rhs
    if len(lhs) > 1:
        for obj, value in zip(lhs, assign.several(b, rhs, len(lhs)), strict=True):
            if obj.name != "_":
                _store(b, obj, value)
        return
    obj = lhs[0]
    if obj.name != "_":
        g = b.pb.global_(obj)
        static = b.pb.statics.initializer(b, rhs, obj.type)
        if static is not None:
            g.init = static
            return
        _store(b, obj, b.expr(rhs))
    else:
        assign.discard(b, rhs, obj.type)


def _store(b: FunctionBuilder, obj: Any, value: ir.Value) -> None:
    b.store(b.pb.global_(obj), convert.emit_conv(b, value, obj.type, obj.pos), obj.pos)
