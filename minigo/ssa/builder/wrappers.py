"""Methods: selecting them, and the small functions that forward to them.

* A *wrapper* adapts a method to a receiver type that has it without declaring it: ``(*T).M`` for a method of T, and promoted methods of embedded fields. Method sets in type
  descriptors and method expressions need them.
* A *bound* function is what a method value ``x.M`` calls: the receiver is its one captured value.

The wrappers of a declared type are made by its own package, all of them, and only there; others, and bound functions, are weak: each package that needs one
makes it. They forward, so ``wrapper`` is set: a deferred method that calls recover through one still may.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import lvalue
from minigo.ssa.builder import typeutil as tu
from minigo.ssa.symbols import member_name

if TYPE_CHECKING:
    from minigo.ssa.builder.call import Callee
    from minigo.ssa.builder.function import FunctionBuilder
    from minigo.ssa.builder.package import PackageBuilder


class Selected:
    """A method found in a type's method set: the declared function and the path of fields that leads to its receiver."""

    __slots__ = ("obj", "path")

    def __init__(self, obj: Any, path: list[int]) -> None:
        self.obj = obj
        self.path = path


def select(b: FunctionBuilder, selection: Any) -> Selected:
    """The method that a selector denotes. On a type parameter it is found anew, in the type argument."""
    obj, index = selection.obj, selection.index
    raw = types.unalias(selection.recv)
    if raw.__class__ is types.Pointer:
        raw = types.unalias(raw.elem)
    if b.subst is not None and raw.__class__ is types.TypeParam:
        found, index, _ = types.lookup_field_or_method(b.type(selection.recv), True, obj.pkg, obj.name)
        assert found is not None, obj.name
        obj = found
    return Selected(obj, list(index[:-1]))


def has_pointer_receiver(obj: Any) -> bool:
    return types.unalias(obj.origin.type.recv.type).__class__ is types.Pointer


def is_interface_method(obj: Any) -> bool:
    recv = obj.origin.type.recv
    return recv is None or tu.is_interface(recv.type)


# ---------------------------------------------------------------- in function bodies


def method_callee(b: FunctionBuilder, e: Any, selection: Any, sig: Any) -> Callee:
    """What ``x.M(…)`` calls; evaluates the receiver."""
    from minigo.ssa.builder.call import Callee

    found = select(b, selection)
    recv = receiver(b, e, found)
    if tu.is_interface(recv.type):
        return Callee(recv, sig, None, interface_method(recv.type, found.obj))
    from minigo.ssa.builder.expr import type_arguments

    fn = b.pb.function(found.obj, type_arguments(b, e.sel), tu.named_of(recv.type))
    return Callee(fn, sig, recv)


def interface_method(t: Any, obj: Any) -> Any:
    """The method of the (instantiated) interface type that ``obj`` stands for."""
    for m in t.underlying().all_methods():
        if m.name == obj.name and (m is obj or m.name[:1].isupper() or m.pkg is obj.pkg or m.pkg.path == obj.pkg.path):
            return m
    raise AssertionError(f"no method {obj.name}")


def receiver(b: FunctionBuilder, e: Any, found: Selected) -> ir.Value:
    """The receiver argument of ``e.x.M``: an address, a value or an interface value, as the method wants it."""
    x, pos = e.x, e.x.end()
    t = b.typ(x)
    by_pointer = not is_interface_method(found.obj) and has_pointer_receiver(found.obj)
    if not found.path:
        if tu.is_pointer(t):
            v = b.expr(x)
            return v if by_pointer or is_interface_method(found.obj) else _dereference(b, v, pos)
        return lvalue.address_or_spill(b, x) if by_pointer else b.expr(x)
    if tu.is_pointer(t) or lvalue.addressable(b, x):
        at = lvalue.field_address(b, x, found.path, pos)
    else:
        at = lvalue.walk_address(b, b.spill(b.expr(x)), found.path, pos)
    return _from_field(b, at, by_pointer, is_interface_method(found.obj), pos)


def _from_field(b: FunctionBuilder, at: ir.Value, by_pointer: bool, to_interface: bool, pos: int) -> ir.Value:
    """The receiver, given the address of the embedded field that has the method."""
    embedded = at.type.underlying().elem
    if types.unalias(embedded).__class__ is types.Pointer:
        v = b.load(at, pos)
        return v if by_pointer else _dereference(b, v, pos)
    return at if by_pointer and not to_interface else b.load(at, pos)


def _dereference(b: FunctionBuilder, v: ir.Value, pos: int) -> ir.Value:
    b.nil_check(v, pos)
    return b.load(v, pos)


def method_value(b: FunctionBuilder, e: Any, selection: Any) -> ir.Value:
    """``x.M`` as a func value: a closure over the receiver."""
    from minigo.ssa.builder.expr import type_arguments

    found = select(b, selection)
    recv = receiver(b, e, found)
    t = b.typ(e)
    if tu.is_interface(recv.type):
        b.emit(ir.NilCheck(recv, e.x.end()))
        fn = bound_interface(b.pb, recv.type, interface_method(recv.type, found.obj))
    else:
        fn = bound_method(b.pb, b.pb.function(found.obj, type_arguments(b, e.sel), tu.named_of(recv.type)), recv.type)
    made: ir.Value = b.emit(ir.MakeClosure(fn, [recv], t, e.x.end()))
    return made


def method_expression_function(b: FunctionBuilder, e: Any, selection: Any) -> ir.Function:
    """The function that ``T.M`` denotes; the receiver is its first parameter."""
    from minigo.ssa.builder.expr import type_arguments

    found = select(b, selection)
    return method_function(b.pb, b.type(selection.recv), found.obj, found.path, type_arguments(b, e.sel))


def method_expression(b: FunctionBuilder, e: Any, selection: Any) -> ir.Value:
    fn = method_expression_function(b, e, selection)
    made: ir.Value = b.emit(ir.ChangeType(fn, b.typ(e), e.x.end()))
    return made


# ---------------------------------------------------------------- the functions


def method_function(
    pb: PackageBuilder, t: Any, obj: Any, path: list[int], targs: list[Any] | None = None
) -> ir.Function:
    """The function with receiver type ``t`` that calls method ``obj``, found in t's method set through the embedded fields of ``path``.

    That is the method itself where it is declared for exactly t, else a wrapper.
    """
    targs = targs or []
    direct = not path and not is_interface_method(obj)
    if direct and has_pointer_receiver(obj) == (types.unalias(t).__class__ is types.Pointer):
        return pb.function(obj, targs, tu.named_of(t))
    symbol = wrapper_symbol(pb, t, obj) + (f"[{','.join(pb.strings(a) for a in targs)}]" if targs else "")
    known = pb.shared(symbol)
    if known is not None:
        return known
    sig = method_signature(pb, t, obj, path, targs)
    fn = pb.synthetic(symbol, wrapper_name(pb, t, obj), sig, "wrapper", recv=t)
    fn.obj = obj
    owner = None if targs else home_package(t)
    fn.weak = owner is None
    if owner is not None and owner is not pb.unit.pkg:
        fn.external, fn.wrapper = True, False
    else:
        pb.later(lambda: _build_wrapper(pb, fn, obj, path, targs))
    return fn


def home_package(t: Any) -> Any:
    """The package that makes the wrappers of ``t``: that which declares the type (``runtime_types.make_declared``). None if every package makes them
    that needs them: for instances, types without name or declared in functions, and interfaces (method expressions).
    """
    named = tu.named_of(t)
    if named is None or named.type_args or tu.is_interface(named) or named.obj.link_name:
        return None
    return named.obj.pkg


def wrapper_symbol(pb: PackageBuilder, t: Any, obj: Any) -> str:
    """``path.(*T).M``, ``path.T.M``; for a type without name ``go:TYPE.M``."""
    plain: Any = types.unalias(t)
    pointer = plain.__class__ is types.Pointer
    base = types.unalias(plain.elem) if pointer else plain
    if base.__class__ is not types.Named:
        return f"go:{pb.strings(t)}.{member_name(obj)}"
    text = pb.strings(base)
    method = obj.name
    if not method[:1].isupper() and (base.obj.pkg is None or obj.pkg.path != base.obj.pkg.path):
        method = member_name(obj)  # a promoted method that another package does not export
    if base.obj.pkg is None:
        return f"(*{text}).{method}" if pointer else f"{text}.{method}"
    path = base.obj.pkg.path
    rest = text[len(path) + 1 :]
    return f"{path}.(*{rest}).{method}" if pointer else f"{path}.{rest}.{method}"


def wrapper_name(pb: PackageBuilder, t: Any, obj: Any) -> str:
    named = tu.named_of(t)
    symbol = wrapper_symbol(pb, t, obj)
    if named is not None and named.obj.pkg is not None:
        return symbol[len(named.obj.pkg.path) + 1 :]
    return symbol


def method_signature(pb: PackageBuilder, t: Any, obj: Any, path: list[int], targs: list[Any]) -> Any:
    """The signature, without receiver, that the method has in t's method set."""
    for field in path:
        t = tu.deref(t).underlying().fields[field].type
    if is_interface_method(obj):
        return tu.func_type(interface_method(t, obj).type)
    return pb.function(obj, targs, tu.named_of(t)).signature


def _build_wrapper(pb: PackageBuilder, fn: ir.Function, obj: Any, path: list[int], targs: list[Any]) -> None:
    b = pb.synthetic_builder(fn)
    recv: ir.Value = fn.params[0]
    args: list[ir.Value] = list(fn.params[1:])
    by_pointer = not is_interface_method(obj) and has_pointer_receiver(obj)
    if not path and tu.is_pointer(recv.type):
        _check_receiver(b, recv, obj)
        recv = b.load(recv)
    elif path:
        if tu.is_pointer(recv.type):
            b.nil_check(recv, 0)
        else:
            recv = b.spill(recv)
        at = lvalue.walk_address(b, recv, path, 0)
        recv = _from_field(b, at, by_pointer, is_interface_method(obj), 0)
    result: ir.Value
    t = tu.results_type(fn.signature)
    if tu.is_interface(recv.type):
        result = b.emit(ir.Invoke(recv, interface_method(recv.type, obj), args, t))
    else:
        result = b.emit(ir.Call(pb.function(obj, targs, tu.named_of(recv.type)), [recv, *args], t))
    forward_results(b, result)
    pb.finish(b)


def _check_receiver(b: FunctionBuilder, recv: ir.Value, obj: Any) -> None:
    """A value method called through a nil pointer panics with a text that names it."""
    nil, call = b.new_block("nil"), b.new_block("call")
    b.branch(b.emit(ir.BinOp("==", recv, ir.Const(None, recv.type), tu.BOOL)), nil, call)
    b.start(nil)
    named = tu.named_of(recv.type)
    path = named.obj.pkg.path if named.obj.pkg is not None else ""
    text = f"value method {path}.{named.obj.name}.{obj.name} called using nil *{named.obj.name} pointer"
    b.pb.runtime_panic(b, text)
    b.start(call)


def forward_results(b: FunctionBuilder, result: ir.Value) -> None:
    """Return what the call returned."""
    n = len(b.fn.signature.results.vars)
    if n == 0:
        b.emit(ir.Return([]))
    elif n == 1:
        b.emit(ir.Return([result]))
    else:
        b.emit(ir.Return([b.extract(result, i) for i in range(n)]))


def bound_method(pb: PackageBuilder, target: ir.Function, recv_type: Any) -> ir.Function:
    """``T.M-fm``: calls a method with the captured receiver."""
    symbol = target.symbol + "-fm"
    known = pb.shared(symbol)
    if known is not None:
        return known
    fn = pb.synthetic(symbol, target.name + "-fm", target.signature, "bound")
    recv = ir.FreeVar(fn, "recv", recv_type, 0)
    fn.free_vars.append(recv)
    b = pb.synthetic_builder(fn)
    forward_results(b, b.emit(ir.Call(target, [recv, *fn.params], tu.results_type(fn.signature))))
    pb.finish(b)
    return fn


def bound_interface(pb: PackageBuilder, t: Any, method: Any) -> ir.Function:
    """``I.M-fm``: calls a method of the captured interface value."""
    symbol = wrapper_symbol(pb, t, method) + "-fm"
    known = pb.shared(symbol)
    if known is not None:
        return known
    fn = pb.synthetic(symbol, wrapper_name(pb, t, method) + "-fm", tu.func_type(method.type), "bound")
    recv = ir.FreeVar(fn, "recv", t, 0)
    fn.free_vars.append(recv)
    b = pb.synthetic_builder(fn)
    forward_results(b, b.emit(ir.Invoke(recv, method, list(fn.params), tu.results_type(fn.signature))))
    pb.finish(b)
    return fn
