"""Slices: making, slicing, append, copy, clear, lengths; package unsafe's ways to make them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from minigo import types
from minigo.codegen import memory
from minigo.codegen.checks import word
from minigo.codegen.llvmtypes import TypeInfo
from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter

MAX_APPENDED_ONE_BY_ONE: Final = 8


def make_slice(f: FunctionWriter, i: ir.MakeSlice) -> None:
    elem = i.type.underlying().elem
    length, cap = word(f, i.len), word(f, i.cap)
    f.set(i, f.call("makeslice", f"ptr {f.type_ref(elem)}", f"i64 {length}", f"i64 {cap}"), length, cap)


def slice_(f: FunctionWriter, i: ir.Slice) -> None:
    """``x[low:high:max]``; the bounds are checked."""
    info = f.types(i.x.type)
    u = info.under
    low = word(f, i.low) if i.low is not None else "0"
    if isinstance(u, types.Basic):
        base, length = f.ops(i.x)
        high = word(f, i.high) if i.high is not None else length
        f.set(i, forward(f, base, low, 1), minus(f, high, low))
        return
    if isinstance(u, types.Pointer):
        array = u.elem.underlying()
        assert isinstance(array, types.Array)
        base, length = f.op(i.x), str(array.len)
        cap, elem = length, array.elem
    else:
        assert isinstance(u, types.Slice)
        base, length, cap = f.ops(i.x)
        elem = u.elem
    high = word(f, i.high) if i.high is not None else length
    limit = word(f, i.max) if i.max is not None else cap
    f.set(i, forward(f, base, low, f.types(elem).size), minus(f, high, low), minus(f, limit, low))


def minus(f: FunctionWriter, a: str, b: str) -> str:
    return a if b == "0" else f.let(f"sub nsw i64 {a}, {b}")


def forward(f: FunctionWriter, base: str, count: str, size: int) -> str:
    """The address of element ``count``."""
    if count == "0" or size == 0:
        return base
    kind = "i8" if size == 1 else f"[{size} x i8]"
    return f.let(f"getelementptr inbounds {kind}, ptr {base}, i64 {count}")


# ---------------------------------------------------------------- append, copy, clear


def append(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    """Room for the new elements, by growslice if there is not enough, then the elements."""
    x, y = i.operands
    elem = f.types(i.type.underlying().elem)
    values = _few_values(f, y, elem)
    base, length, cap = f.ops(x)
    source, count = f.ops(y)[:2]
    new_length = f.let(f"add i64 {length}, {count}")
    grow, fits = f.new_label(), f.new_label()
    before = f.label
    f.branch(f.let(f"icmp ugt i64 {new_length}, {cap}"), grow, fits, likely=False)
    f.start(grow)
    out = f.scratch(24)
    f.call(
        "growslice", f"ptr sret({{ ptr, i64, i64 }}) {out}", f"ptr {base}", f"i64 {new_length}", f"i64 {cap}", f"i64 {count}",
        f"ptr {f.type_ref(elem.type)}",
    )  # fmt: skip
    new_base = f.let(f"load ptr, ptr {out}")
    new_cap = f.let(f"load i64, ptr {f.offset(out, 16)}")
    f.jump(fits)
    f.start(fits)
    base = f.phi("ptr", [(base, before), (new_base, grow)])
    cap = f.phi("i64", [(cap, before), (new_cap, grow)])
    at = forward(f, base, length, elem.size)
    if values is None:
        copy_elements(f, elem, at, source, count)
    else:
        for k, scalars in enumerate(values):
            slot = f.offset(at, k * elem.size)
            if elem.pointers:
                memory.barrier_store(f, elem, slot, scalars)
            else:
                f.store_leaves(elem, slot, scalars)
    f.set(i, base, new_length, cap)


def _few_values(f: FunctionWriter, y: ir.Value, elem: TypeInfo) -> list[tuple[str, ...]] | None:
    """The appended values as scalars, read before anything else, if they are few and lie in an array on the stack: the array then disappears."""
    if not elem.small or not isinstance(y, ir.Slice) or y.mask or not isinstance(y.x, ir.Alloc) or y.x.heap:
        return None
    count = y.x.type.underlying().elem.underlying().len
    if count > MAX_APPENDED_ONE_BY_ONE:
        return None
    base = f.op(y.x)
    return [f.load_leaves(elem, f.offset(base, k * elem.size)) for k in range(count)]


def copy_elements(f: FunctionWriter, elem: TypeInfo, to: str, source: str, count: str) -> None:
    """Move ``count`` elements into memory that may be in the heap."""
    if elem.size == 0:
        return
    if not elem.pointers:
        _move(f, elem, to, source, count)
        return
    barrier, plain, done = f.new_label(), f.new_label(), f.new_label()
    flag = f.let(f"load volatile i32, ptr {f.unit.data_ref('runtime.writeBarrier')}")
    f.branch(f.let(f"icmp eq i32 {flag}, 0"), plain, barrier, likely=True)
    f.start(barrier)
    f.call("typedslicecopy", f"ptr {f.type_ref(elem.type)}", f"ptr {to}", f"ptr {source}", f"i64 {count}")
    f.jump(done)
    f.start(plain)
    _move(f, elem, to, source, count)
    f.jump(done)
    f.start(done)


def scaled(f: FunctionWriter, count: str, size: int) -> str:
    if count.isdigit():
        return str(int(count) * size)
    return count if size == 1 else f.let(f"mul nuw i64 {count}, {size}")


def _move(f: FunctionWriter, elem: TypeInfo, to: str, source: str, count: str) -> None:
    size = scaled(f, count, elem.size)
    f.intrinsic(
        "void", "llvm.memmove.p0.p0.i64", "ptr, ptr, i64, i1", f"ptr {to}", f"ptr {source}", f"i64 {size}", "i1 false"
    )


def copy(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    x, y = i.operands
    elem = f.types(x.type.underlying().elem)
    to, length = f.ops(x)[:2]
    source, available = f.ops(y)[:2]
    count = f.intrinsic("i64", "llvm.smin.i64", "i64, i64", f"i64 {length}", f"i64 {available}")
    copy_elements(f, elem, to, source, count)
    f.set(i, count)


def clear(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    """All elements of a slice become zero; with pointers in them, one by one while the barrier is on."""
    x = i.operands[0]
    elem = f.types(x.type.underlying().elem)
    base, length, _ = f.ops(x)
    if elem.size == 0:
        return
    if not elem.pointers:
        _zero(f, base, scaled(f, length, elem.size))
        return
    plain, loop, body, done = (f.new_label() for _ in range(4))
    flag = f.let(f"load volatile i32, ptr {f.unit.data_ref('runtime.writeBarrier')}")
    before = f.label
    f.branch(f.let(f"icmp eq i32 {flag}, 0"), plain, loop, likely=True)
    f.start(loop)
    after = f.tmp()
    k = f.phi("i64", [("0", before), (after, body)])
    f.branch(f.let(f"icmp slt i64 {k}, {length}"), body, done)
    f.start(body)
    f.call("typedmemclr", f"ptr {f.type_ref(elem.type)}", f"ptr {forward(f, base, k, elem.size)}")
    f.emit(f"{after} = add i64 {k}, 1")
    f.jump(loop)
    f.start(plain)
    _zero(f, base, scaled(f, length, elem.size))
    f.jump(done)
    f.start(done)


def _zero(f: FunctionWriter, base: str, size: str) -> None:
    f.intrinsic("void", "llvm.memset.p0.i64", "ptr, i8, i64, i1", f"ptr {base}", "i8 0", f"i64 {size}", "i1 false")


# ---------------------------------------------------------------- len, cap


def length(f: FunctionWriter, i: ir.Len) -> None:
    u = i.x.type.underlying()
    if isinstance(u, types.Chan):
        f.set(i, f.call("chanlen", f"ptr {f.op(i.x)}"))
    elif isinstance(u, types.Map):
        m = f.op(i.x)
        some, done = f.new_label(), f.new_label()
        before = f.label
        f.branch(f.let(f"icmp eq ptr {m}, null"), done, some)
        f.start(some)
        count = f.let(f"load i64, ptr {m}")
        f.jump(done)
        f.start(done)
        f.set(i, f.phi("i64", [("0", before), (count, some)]))
    else:
        f.set(i, f.ops(i.x)[1])


def capacity(f: FunctionWriter, i: ir.Cap) -> None:
    if isinstance(i.x.type.underlying(), types.Chan):
        f.set(i, f.call("chancap", f"ptr {f.op(i.x)}"))
    else:
        f.set(i, f.ops(i.x)[2])


# ---------------------------------------------------------------- package unsafe


def unsafe_add(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    f.set(i, f.let(f"getelementptr i8, ptr {f.op(i.operands[0])}, i64 {word(f, i.operands[1])}"))


def unsafe_slice(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    size = f.types(i.type.underlying().elem).size
    count = _checked_length(f, i, size, "slice")
    f.set(i, f.op(i.operands[0]), count, count)


def unsafe_string(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    f.set(i, f.op(i.operands[0]), _checked_length(f, i, 1, "string"))


def _checked_length(f: FunctionWriter, i: ir.BuiltinCall, size: int, what: str) -> str:
    """The length, if it is not negative and that much memory can follow the address."""
    p, count = f.op(i.operands[0]), word(f, i.operands[1])
    f.panic_if(f.let(f"icmp slt i64 {count}, 0"), f"panicunsafe{what}len")
    is_nil = f.let(f"icmp eq ptr {p}, null")
    some = f.let(f"icmp ne i64 {count}, 0")
    f.panic_if(f.let(f"and i1 {is_nil}, {some}"), f"panicunsafe{what}nilptr")
    room = f.let(f"sub i64 0, {f.let(f'ptrtoint ptr {p} to i64')}")
    pair = f.intrinsic("{ i64, i1 }", "llvm.umul.with.overflow.i64", "i64, i64", f"i64 {count}", f"i64 {size}")
    needed = f.let(f"extractvalue {{ i64, i1 }} {pair}, 0")
    overflow = f.let(f"extractvalue {{ i64, i1 }} {pair}, 1")
    too_much = f.let(f"icmp ugt i64 {needed}, {room}")
    bad = f.let(f"and i1 {some}, {f.let(f'or i1 {overflow}, {too_much}')}")
    f.panic_if(bad, f"panicunsafe{what}len")
    return count


def data(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    """SliceData, StringData."""
    f.set(i, f.ops(i.operands[0])[0])
