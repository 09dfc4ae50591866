"""Memory: variables, loads, stores, addresses, the write barrier.

**The write barrier.** Before a store of a pointer into memory that may be in the heap::

    if runtime.writeBarrier != 0 { runtime.wbptr(slot, new) }
    *slot = new

Not for the stack, whose words the collector reads anew with the world stopped, and not for objects that were just
allocated and that nothing else refers to: what such a slot held was nil. (The barrier shades what is overwritten;
what is written was loaded from somewhere, and stacks are read when marking begins.) The type word of an interface
points outside the heap. Between the check and its store a thread may be stopped: docs/05-codegen.md says why that
loses no object.

Memory types are copied with ``memmove``, or ``typedmemmove`` where a barrier is needed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from minigo import types
from minigo.codegen.llvmtypes import TypeInfo
from minigo.ssa import ir
from minigo.types import sizes

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter

# Instructions that write no memory and call nothing that does: a load may be moved over them.
_QUIET: Final = frozenset(
    (ir.Load, ir.FieldAddr, ir.IndexAddr, ir.Field, ir.Index, ir.Extract, ir.ChangeType, ir.NilCheck, ir.BoundsCheck, ir.Len, ir.Cap)
)  # fmt: skip
# Instructions that read a memory-type operand at once and keep no address of it.
_CALLS: Final = frozenset((ir.Call, ir.Invoke))
_ADDRESSES: Final = frozenset((ir.FieldAddr, ir.IndexAddr, ir.NilCheck))
_READS_AT_ONCE: Final = frozenset((ir.Store, ir.MakeInterface, ir.Field, ir.Index, ir.Return, ir.BinOp))


def alloc(f: FunctionWriter, i: ir.Alloc) -> None:
    info = f.types(i.type.underlying().elem)
    if i.heap and f.fn.has_defer and i in f.fn.results:
        f.set(i, f.tmp())  # made in the entry block: the recover block reads it too (frame)
        return
    if i.heap:
        f.set(i, f.call("newobject", f"ptr {f.type_ref(info.type)}"))
        f.fresh.add(i)
        return
    address = f.slot(max(info.size, 1), info.align)
    f.set(i, address)
    if _stored_next(f, i):
        return
    if info.small:
        f.store_leaves(info, address, f.zero(info))
    else:
        f.clear(address, info.size)


def _stored_next(f: FunctionWriter, i: ir.Alloc) -> bool:
    """Whether the whole variable is stored before anything else happens, as with parameters: then it need not become zero."""
    assert i.block is not None
    following = i.block.instrs[f.at + 1]
    return following.__class__ is ir.Store and following.operands[0] is i


def load(f: FunctionWriter, i: ir.Load) -> None:
    info = f.types(i.type)
    address = f.op(i.addr)
    if info.small:
        names = f.result_names(i, info)
        for (text, at, _), name in zip(info.leaves, names, strict=True):
            f.out.append(f"  {name} = load {text}, ptr {f.offset(address, at)}")
        f.values[i] = names
    elif _read_at_once(f, i):
        f.set(i, address)
    else:
        copy = f.slot(info.size, info.align)
        f.copy(copy, address, info.size)
        f.set(i, copy)


def _read_at_once(f: FunctionWriter, i: ir.Load) -> bool:
    """Whether the only use of a loaded memory type comes before anything can change the memory: then it needs no copy.

    An argument is looked at all the time that the call takes, but a variable on the stack is nothing that the callee could change.
    """
    block = i.block
    if f.load_uses.get(i) != 1 or block is None:
        return False
    for instr in block.instrs[f.at + 1 :]:
        if i in instr.operands:
            if instr.__class__ in _CALLS:
                variable = root(i.addr)
                return variable.__class__ is ir.Alloc and not variable.heap
            return instr.__class__ in _READS_AT_ONCE
        if instr.__class__ not in _QUIET:
            return False
    return False


def store(f: FunctionWriter, i: ir.Store) -> None:
    info = f.types(i.val.type)
    address = f.op(i.addr)
    base = root(i.addr)
    if not info.pointers or needs_no_barrier(f, base):
        f.put(info, address, i.val)
    elif info.small:
        barrier_store(f, info, address, f.ops(i.val))
    elif i.val.__class__ is ir.Const:
        f.call("typedmemclr", f"ptr {f.type_ref(info.type)}", f"ptr {address}")
    else:
        f.call("typedmemmove", f"ptr {f.type_ref(info.type)}", f"ptr {address}", f"ptr {f.op(i.val)}")


def note_escapes(f: FunctionWriter, i: ir.Instruction) -> None:
    """An object is fresh until its address is used for anything but making addresses and storing, or something is loaded from it."""
    operands = i.operands
    if i.__class__ in _ADDRESSES:
        return
    for v in operands[1:] if i.__class__ is ir.Store else operands:
        f.fresh.discard(root(v))


def root(v: ir.Value) -> ir.Value:
    """The variable that an address lies in, as far as it is known."""
    while v.__class__ is ir.FieldAddr or v.__class__ is ir.IndexAddr:
        v = v.operands[0]
    return v


def needs_no_barrier(f: FunctionWriter, base: ir.Value) -> bool:
    return base.__class__ is ir.Alloc and (not base.heap or base in f.fresh)


def barrier_store(f: FunctionWriter, info: TypeInfo, address: str, operands: tuple[str, ...]) -> None:
    """Store a small value that holds pointers, with the barrier."""
    slots = [f.offset(address, at) for _, at, _ in info.leaves]
    barrier, go_on = f.new_label(), f.new_label()
    flag = f.let(f"load volatile i32, ptr {f.unit.data_ref('runtime.writeBarrier')}")
    f.branch(f.let(f"icmp eq i32 {flag}, 0"), go_on, barrier, likely=True)
    kept, f.out = f.out, []
    for k in pointer_leaves(info):
        f.call("wbptr", f"ptr {slots[k]}", f"ptr {operands[k]}")
    lines, f.out = f.out, kept
    f.cold_block(barrier, lines, go_on)
    f.start(go_on)
    for (text, _, _), slot, operand in zip(info.leaves, slots, operands, strict=True):
        f.out.append(f"  store {text} {operand}, ptr {slot}")


def pointer_leaves(info: TypeInfo) -> list[int]:
    """Which scalars of a small type may point into the heap."""
    skip = _type_words(info.under)
    return [k for k, leaf in enumerate(info.leaves) if leaf[0] == "ptr" and k not in skip]


def _type_words(u: types.Type) -> set[int]:
    """The scalars that are type words of interfaces."""
    found: set[int] = set()
    at = 0

    def walk(t: types.Type) -> None:
        nonlocal at
        under = t.underlying()
        if isinstance(under, types.Struct):
            for field in under.fields:
                walk(field.type)
        elif isinstance(under, types.Array):
            if under.len:
                walk(under.elem)
        elif isinstance(under, types.Interface):
            found.add(at)
            at += 2
        elif isinstance(under, types.Slice):
            at += 3
        elif isinstance(under, types.Basic) and under.info & (types.IS_STRING | types.IS_COMPLEX):
            at += 2
        else:
            at += 1

    walk(u)
    return found


# ---------------------------------------------------------------- addresses and parts


def field_addr(f: FunctionWriter, i: ir.FieldAddr) -> None:
    struct = i.x.type.underlying().elem.underlying()
    f.set(i, f.offset(f.op(i.x), f.module.field_offsets(struct)[i.field]))


def field(f: FunctionWriter, i: ir.Field) -> None:
    info = f.types(i.x.type)
    part = f.types(i.type)
    if info.small:
        start = sum(len(f.types(x.type).leaves) for x in info.under.fields[: i.field])
        f.values[i] = f.ops(i.x)[start : start + len(part.leaves)]
        return
    address = f.offset(f.op(i.x), f.module.field_offsets(info.under)[i.field])
    f.values[i] = f.load_leaves(part, address) if part.small else (keep(f, part, i.x, address),)


def keep(f: FunctionWriter, part: TypeInfo, whole: ir.Value, address: str) -> str:
    """The address of a part of a memory-type value; a copy of it if the whole is not one."""
    if whole.__class__ is not ir.Load:
        return address
    copy = f.slot(part.size, part.align)
    f.copy(copy, address, part.size)
    return copy


def index_addr(f: FunctionWriter, i: ir.IndexAddr) -> None:
    size = sizes.sizeof(i.type.underlying().elem)
    f.set(i, element(f, f.ops(i.x)[0], i.index, size))


def element(f: FunctionWriter, base: str, index: ir.Value, size: int) -> str:
    """The address of an element of the given size."""
    from minigo.codegen.checks import word

    if size == 0:
        return base
    at = word(f, index)
    if index.__class__ is ir.Const:
        return f.offset(base, size * int(at))
    kind = "i8" if size == 1 else f"[{size} x i8]"
    return f.let(f"getelementptr inbounds {kind}, ptr {base}, i64 {at}")


def index(f: FunctionWriter, i: ir.Index) -> None:
    """A byte of a string, or an element of an array value."""
    info = f.types(i.x.type)
    part = f.types(i.type)
    if isinstance(info.under, types.Array) and info.small:
        f.values[i] = f.ops(i.x)  # the only element
        return
    base = f.ops(i.x)[0] if info.small or i.x.__class__ is not ir.Const else f.unit.zeros_ref(info.size)
    address = element(f, base, i.index, part.size)
    f.values[i] = f.load_leaves(part, address) if part.small else (keep(f, part, i.x, address),)


def extract(f: FunctionWriter, i: ir.Extract) -> None:
    f.values[i] = f.tuples[i.tuple][i.index]


def change_type(f: FunctionWriter, i: ir.ChangeType) -> None:
    f.values[i] = f.ops(i.x)
    condition = f.conditions.get(i.x)
    if condition is not None:
        f.conditions[i] = condition
