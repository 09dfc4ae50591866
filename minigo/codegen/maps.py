"""Maps, and ranging over maps and strings.

Keys go to the runtime by address; elements are read and written where they lie in the map. An iterator is on the
stack::

    Range:  mapiterinit(T, m, it); started = false
    Next:   if started { mapiternext(it) }; started = true
            ok = it.key != nil; key, elem = *it.key, *it.elem

``started`` is promoted to a register and its test disappears when LLVM peels the loop. A string's iterator is the
index of the next rune.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from minigo.codegen.llvmtypes import TypeInfo
from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter

ITERATOR_SIZE: Final = 128


def make_map(f: FunctionWriter, i: ir.MakeMap) -> None:
    from minigo.codegen.checks import word

    hint = word(f, i.operands[0]) if i.operands else "0"
    f.set(i, f.call("makemap", f"ptr {f.type_ref(i.type)}", f"i64 {hint}"))


def lookup(f: FunctionWriter, i: ir.Lookup) -> None:
    typ = i.x.type
    elem = f.types(typ.underlying().elem)
    key = f.spill(i.key)
    args = (f"ptr {f.type_ref(typ)}", f"ptr {f.op(i.x)}", f"ptr {key}")
    if not i.comma_ok:
        f.values[i] = read(f, elem, f.call("mapaccess1", *args))
        f.wipe(f.types(i.key.type), key)
        return
    pair = f.call("mapaccess2", *args)
    f.wipe(f.types(i.key.type), key)
    at = f.let(f"extractvalue {{ ptr, i64 }} {pair}, 0")
    found = f.let(f"trunc i64 {f.let(f'extractvalue {{ ptr, i64 }} {pair}, 1')} to i8")
    f.tuples[i] = [read(f, elem, at), (found,)]


def read(f: FunctionWriter, info: TypeInfo, address: str) -> tuple[str, ...]:
    """The value at an address that may be written again later."""
    if info.small:
        return f.load_leaves(info, address)
    copy = f.slot(info.size, info.align)
    f.copy(copy, address, info.size)
    return (copy,)


def map_update(f: FunctionWriter, i: ir.MapUpdate) -> None:
    from minigo.codegen import memory

    typ = i.map.type
    elem = f.types(typ.underlying().elem)
    key = f.spill(i.key)
    at = f.call("mapassign", f"ptr {f.type_ref(typ)}", f"ptr {f.op(i.map)}", f"ptr {key}")
    f.wipe(f.types(i.key.type), key)
    if not elem.pointers:
        f.put(elem, at, i.value)
    elif elem.small:
        memory.barrier_store(f, elem, at, f.ops(i.value))
    else:
        f.call("typedmemmove", f"ptr {f.type_ref(elem.type)}", f"ptr {at}", f"ptr {f.op(i.value)}")


def delete(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    m, key = i.operands
    address = f.spill(key)
    f.call("mapdelete", f"ptr {f.type_ref(m.type)}", f"ptr {f.op(m)}", f"ptr {address}")
    f.wipe(f.types(key.type), address)


def clear(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    m = i.operands[0]
    f.call("mapclear", f"ptr {f.type_ref(m.type)}", f"ptr {f.op(m)}")


# ---------------------------------------------------------------- range


class MapIterator:
    """An iterator's memory, and whether Next has been called since Range."""

    __slots__ = ("address", "started")

    def __init__(self, address: str, started: str) -> None:
        self.address = address
        self.started = started


def range_(f: FunctionWriter, i: ir.Range) -> None:
    info = f.types(i.x.type)
    if info.text != "ptr":
        at = f.slot(8)
        f.emit(f"store i64 0, ptr {at}")
        f.state[i] = at
        return
    it = MapIterator(f.slot(ITERATOR_SIZE), f.slot(1, 1))
    f.emit(f"store i8 0, ptr {it.started}")
    f.call("mapiterinit", f"ptr {f.type_ref(i.x.type)}", f"ptr {f.op(i.x)}", f"ptr {it.address}")
    f.state[i] = it


def next_(f: FunctionWriter, i: ir.Next) -> None:
    it = i.iter
    assert isinstance(it, ir.Range)
    if i.is_string:
        _next_rune(f, i, it)
    else:
        _next_entry(f, i, it)


def _next_entry(f: FunctionWriter, i: ir.Next, range_: ir.Range) -> None:
    it: MapIterator = f.state[range_]
    advance, look, some, done = (f.new_label() for _ in range(4))
    f.branch(f.let(f"trunc nuw i8 {f.let(f'load i8, ptr {it.started}')} to i1"), advance, look)
    f.start(advance)
    f.call("mapiternext", f"ptr {it.address}")
    f.jump(look)
    f.start(look)
    f.emit(f"store i8 1, ptr {it.started}")
    key = f.let(f"load ptr, ptr {it.address}")
    ok = f.let(f"icmp ne ptr {key}, null")
    f.branch(ok, some, done)
    f.start(some)
    map_type = range_.x.type.underlying()
    key_info, elem_info = f.types(map_type.key), f.types(map_type.elem)
    key_value = read(f, key_info, key)
    elem_value = read(f, elem_info, f.let(f"load ptr, ptr {f.offset(it.address, 8)}"))
    inside = f.label
    f.jump(done)
    f.start(done)
    entry = [_merge(f, key_info, key_value, look, inside), _merge(f, elem_info, elem_value, look, inside)]
    f.tuples[i] = [(f.to_bool(ok),), *entry]


def _merge(f: FunctionWriter, info: TypeInfo, value: tuple[str, ...], outside: str, inside: str) -> tuple[str, ...]:
    """What was read inside, or poison where nothing was: nobody looks at it then."""
    if not info.small:
        return value
    return tuple(
        [f.phi(leaf[0], [("poison", outside), (x, inside)]) for leaf, x in zip(info.leaves, value, strict=True)]
    )


def _next_rune(f: FunctionWriter, i: ir.Next, range_: ir.Range) -> None:
    at = f.state[range_]
    p, n = f.ops(range_.x)
    some, ascii_, decode, have, done = (f.new_label() for _ in range(5))
    k = f.let(f"load i64, ptr {at}")
    before = f.label
    ok = f.let(f"icmp slt i64 {k}, {n}")
    f.branch(ok, some, done)
    f.start(some)
    byte = f.let(f"load i8, ptr {f.let(f'getelementptr inbounds i8, ptr {p}, i64 {k}')}")
    f.branch(f.let(f"icmp sge i8 {byte}, 0"), ascii_, decode, likely=True)
    f.start(ascii_)
    small = f.let(f"zext i8 {byte} to i32")
    after_small = f.let(f"add nuw nsw i64 {k}, 1")
    f.jump(have)
    f.start(decode)
    pair = f.call("decoderune", f"ptr {p}", f"i64 {n}", f"i64 {k}")
    large = f.let(f"trunc i64 {f.let(f'extractvalue {{ i64, i64 }} {pair}, 0')} to i32")
    after_large = f.let(f"extractvalue {{ i64, i64 }} {pair}, 1")
    f.jump(have)
    f.start(have)
    rune = f.phi("i32", [(small, ascii_), (large, decode)])
    after = f.phi("i64", [(after_small, ascii_), (after_large, decode)])
    f.emit(f"store i64 {after}, ptr {at}")
    f.jump(done)
    f.start(done)
    value = f.phi("i32", [("poison", before), (rune, have)])
    f.tuples[i] = [(f.to_bool(ok),), (k,), (value,)]
