"""Interface values: making them, asserting and switching on types, converting between interfaces.

An interface is ``{type or itab, data}``. The data word of a *direct* type (pointer, map, chan, func) is the value; of
all others it points to an immutable copy: for constants in read-only data, for a single byte in a table of all of
them, for values of size zero at ``runtime.zerobase``, else on the heap. Dynamic types are compared by address: a type
has one descriptor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.codegen.compare import dynamic_type
from minigo.codegen.llvmtypes import TypeInfo
from minigo.codegen.maps import read
from minigo.ssa import ir
from minigo.ssa.builder.methods import is_direct

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter


def has_methods(t: Any) -> bool:
    return bool(t.underlying().all_methods())


def make_interface(f: FunctionWriter, i: ir.MakeInterface) -> None:
    typ = i.x.type
    word = f.itab_ref(typ, i.type) if has_methods(i.type) else f.type_ref(typ)
    f.set(i, word, box(f, i.x))


def box(f: FunctionWriter, x: ir.Value) -> str:
    """The data word for a value."""
    info = f.types(x.type)
    if is_direct(x.type):
        return f.op(x)
    if info.size == 0:
        return f.unit.data_ref("runtime.zerobase")
    if x.__class__ is ir.Const:
        return f.module.variables.box(f.unit, x)
    if info.size == 1 and info.text == "i8":
        return f.let(f"getelementptr inbounds i8, ptr {byte_table(f)}, i64 {f.let(f'zext i8 {f.op(x)} to i64')}")
    address = f.call("newobject", f"ptr {f.type_ref(x.type)}")
    f.put(info, address, x)
    return address


def byte_table(f: FunctionWriter) -> str:
    """An array of all bytes."""
    return f.unit.bytes_ref(bytes(range(256)))


def unbox(f: FunctionWriter, info: TypeInfo, data: str) -> tuple[str, ...]:
    """The value that a data word stands for."""
    return (data,) if is_direct(info.type) else read(f, info, data)


def type_word(f: FunctionWriter, x: ir.Value) -> str:
    """The dynamic type of an interface value, or null."""
    word = f.ops(x)[0]
    return dynamic_type(f, word) if has_methods(x.type) else word


def type_assert(f: FunctionWriter, i: ir.TypeAssert) -> None:
    if i.asserted.underlying().__class__ is types.Interface:
        _assert_interface(f, i)
    else:
        _assert_concrete(f, i)


def _assert_concrete(f: FunctionWriter, i: ir.TypeAssert) -> None:
    info = f.types(i.asserted)
    data = f.ops(i.x)[1]
    want = f.type_ref(i.asserted)
    have = type_word(f, i.x)
    same = f.let(f"icmp eq ptr {have}, {want}")
    if not i.comma_ok:
        f.panic_unless(same, "panicdottypeE", f"ptr {have}", f"ptr {want}", f"ptr {f.type_ref(i.x.type)}")
        f.values[i] = unbox(f, info, data)
        return
    if not info.leaves and info.small:
        f.tuples[i] = [(), (f.to_bool(same),)]
        return
    some, done = f.new_label(), f.new_label()
    before = f.label
    target = "" if info.small else f.slot(info.size, info.align)
    if target:
        f.clear(target, info.size)
    f.branch(same, some, done)
    f.start(some)
    if target:
        f.copy(target, data, info.size)
        found: tuple[str, ...] = (target,)
    else:
        found = unbox(f, info, data)
    inside = f.label
    f.jump(done)
    f.start(done)
    if not target:
        zero = f.zero(info)
        found = tuple(
            [
                f.phi(leaf[0], [(nothing, before), (value, inside)])
                for leaf, nothing, value in zip(info.leaves, zero, found, strict=True)
            ]
        )
    f.tuples[i] = [found, (f.to_bool(same),)]


def _assert_interface(f: FunctionWriter, i: ir.TypeAssert) -> None:
    """To an interface: the dynamic type must have its methods."""
    data = f.ops(i.x)[1]
    have = type_word(f, i.x)
    want = f.type_ref(i.asserted)
    if not has_methods(i.asserted):
        if not i.comma_ok:
            some = f.let(f"icmp ne ptr {have}, null")
            f.panic_unless(some, "panicdottypeE", "ptr null", f"ptr {want}", f"ptr {f.type_ref(i.x.type)}")
            f.set(i, have, data)
        else:
            f.tuples[i] = [(have, data), (f.to_bool(f.let(f"icmp ne ptr {have}, null")),)]
        return
    if not i.comma_ok:
        f.set(i, f.call("assertE2I", f"ptr {want}", f"ptr {have}"), data)
        return
    itab = f.call("assertE2I2", f"ptr {want}", f"ptr {have}")
    ok = f.let(f"icmp ne ptr {itab}, null")
    f.tuples[i] = [(itab, f.let(f"select i1 {ok}, ptr {data}, ptr null")), (f.to_bool(ok),)]


def change_interface(f: FunctionWriter, i: ir.ChangeInterface) -> None:
    """To an interface with fewer methods; nil stays nil."""
    data = f.ops(i.x)[1]
    have = type_word(f, i.x)
    if not has_methods(i.type):
        f.set(i, have, data)
        return
    if types.identical(i.x.type.underlying(), i.type.underlying()):
        f.values[i] = f.ops(i.x)
        return
    some, done = f.new_label(), f.new_label()
    before = f.label
    f.branch(f.let(f"icmp eq ptr {have}, null"), done, some)
    f.start(some)
    itab = f.call("getitab", f"ptr {f.type_ref(i.type)}", f"ptr {have}", "i8 zeroext 0")
    f.jump(done)
    f.start(done)
    f.set(i, f.phi("ptr", [("null", before), (itab, some)]), data)
