"""Function literals and the closures that the compiler makes itself.

Variables of the functions around are captured by reference: the closure's FreeVar is the variable's address. ``refine.capture_by_value`` then finds those
that can be captured by value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import typeutil as tu
from minigo.ssa.builder.function import FunctionBuilder

if TYPE_CHECKING:
    from collections.abc import Callable


def func_lit(b: FunctionBuilder, e: Any) -> ir.Value:
    """A FuncLit: build its body, then bind what it captures."""
    from minigo.ssa.builder import build

    t = b.typ(e)
    sig = t.underlying()
    inner = nested(b, closure_name(b, "func"), sig)
    fn = inner.fn
    fn.pos, fn.end_pos = e.type.func or e.pos(), e.body.rbrace
    raw: Any = types.unalias(b.info.types[e].type).underlying()
    add_named_parameters(inner, raw)
    build.body(inner, e.body, raw.results.vars)
    return bind(b, inner, t, fn.pos)


def closure_name(b: FunctionBuilder, kind: str) -> str:
    """As gc names closures: F.func1, F.func1.2 inside a closure, F-range1, F.deferwrap1, F.gowrap1."""
    n = b.next_number(kind)
    if kind == "range":
        return f"{b.fn.name}-range{n}"
    if kind == "func" and b.fn.parent is not None:
        return f"{b.fn.name}.{n}"
    return f"{b.fn.name}.{kind}{n}"


def nested(b: FunctionBuilder, name: str, sig: Any, synthetic: str = "") -> FunctionBuilder:
    """A builder for a closure of b's function. The symbol is the name behind the path of the outermost function."""
    outer = b.fn
    path = outer.symbol[: len(outer.symbol) - len(outer.name)]
    fn = ir.Function(b.pb.ir, name, sig, path + name)
    fn.parent = outer
    fn.weak = outer.weak
    fn.fset = outer.fset
    fn.decl_pkg = outer.decl_pkg
    fn.synthetic = synthetic
    fn.pragmas = outer.pragmas
    b.pb.ir.functions[fn.symbol] = fn
    outer.anon_funcs.append(fn)
    inner = FunctionBuilder(b.pb, fn, b.unit, b.subst, b)
    b.closures.append(inner)
    return inner


def add_named_parameters(inner: FunctionBuilder, sig: Any) -> None:
    """Parameters from the source's signature (``sig`` is not substituted)."""
    from minigo.ssa.builder.package import add_parameter

    for v in sig.params.vars:
        add_parameter(inner.fn, v, inner.type(v.type))


def bind(b: FunctionBuilder, inner: FunctionBuilder, t: Any, pos: int) -> ir.Value:
    """The func value: the function itself if it captures nothing, else a closure."""
    if not inner.fn.free_vars:
        if types.unalias(t).__class__ is types.Named:
            changed: ir.Value = b.emit(ir.ChangeType(inner.fn, t, pos))
            return changed
        return inner.fn
    made: ir.Value = b.emit(ir.MakeClosure(inner.fn, list(inner.bindings), t, pos))
    return made


def thunk(b: FunctionBuilder, kind: str, synthetic: str, pos: int, body: Callable[[FunctionBuilder], None]) -> ir.Value:
    """A ``func()`` of the compiler's own whose body is built by ``body``; it gets at values of b's function with ``inner.capture``."""
    inner = nested(b, closure_name(b, kind), tu.signature_of([], []), synthetic)
    inner.fn.pos = pos
    inner.start(inner.new_block("entry"))
    body(inner)
    inner.emit(ir.Return([], pos))
    return bind(b, inner, inner.fn.signature, pos)
