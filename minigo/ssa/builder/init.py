"""Package initialisation: variables in dependency order, then the ``init`` functions in source order.

What is static goes into the variables' initialisers (``static_init``); the rest is code of ``path.init``, which the runtime calls once. A map that is built without
calling anything has a function of its own, ``path.map.init.N``: the linker leaves it out, with all that the map refers to, when nothing else uses the variable.
A variable that starts as a copy of a static one is static too, as long as no function was called that might have changed that.
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
    pb.statics.copies = True
    for initializer in pb.unit.info.init_order:
        pb.statics.copies = not _initialize(b, initializer) and pb.statics.copies
    pb.statics.copies = False
    for function in init_functions:
        b.emit(ir.Call(function, [], None, function.pos))
    if len(fn.blocks) == 1 and not fn.blocks[0].instrs:
        return
    b.emit(ir.Return([]))
    fn.pos = min(
        [i.pos for i in fn.instructions() if i.pos], default=0
    )  # lines count from the first initialiser, in its file
    pb.ir.functions[fn.symbol] = fn
    pb.ir.init = fn
    pb.finish(b)


def _initialize(b: FunctionBuilder, initializer: Any) -> bool:
    """One step; says whether its code may change other variables."""
    lhs, rhs = initializer.lhs, initializer.rhs
    if len(lhs) > 1:
        for obj, value in zip(lhs, assign.several(b, rhs, len(lhs)), strict=True):
            if obj.name != "_":
                _store(b, obj, value)
        return True
    obj = lhs[0]
    if obj.name == "_":
        assign.discard(b, rhs, obj.type)
        return True
    g = b.pb.global_(obj)
    static = b.pb.statics.initializer(b, rhs, obj.type)
    if static is not None:
        g.init = static
        return False
    if b.pb.statics.is_pure_map(b, rhs):
        _separately(b, obj, rhs)
        return False
    _store(b, obj, b.expr(rhs))
    return True


def _separately(b: FunctionBuilder, obj: Any, rhs: Any) -> None:
    """Initialise the variable in a function of its own."""
    pb = b.pb
    name = f"map.init.{pb.number('map.init') - 1}"
    fn = ir.Function(pb.ir, name, tu.signature_of([], []), f"{pb.ir.path}.{name}")
    fn.synthetic = "map initializer"
    fn.initializes = pb.global_(obj)
    fn.noinline = True
    fn.fset, fn.decl_pkg, fn.pos = b.fn.fset, b.fn.decl_pkg, obj.pos
    inner = FunctionBuilder(pb, fn, pb.unit, None)
    inner.start(inner.new_block("entry"))
    _store(inner, obj, inner.expr(rhs))
    inner.emit(ir.Return([]))
    pb.ir.functions[fn.symbol] = fn
    pb.finish(inner)
    b.emit(ir.Call(fn, [], None, obj.pos))


def _store(b: FunctionBuilder, obj: Any, value: ir.Value) -> None:
    b.store(b.pb.global_(obj), convert.emit_conv(b, value, obj.type, obj.pos), obj.pos)
