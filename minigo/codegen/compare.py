"""Comparisons: of numbers, pointers, strings, interfaces, structs and arrays.

Equality of a composite is that of its parts in order; the comparison stops at the first difference, for a later part
(an interface holding a slice) might panic. Parts that one instruction compares are tested before a call is made for
those next to them. Memory types are compared where they lie: as bytes if that is what equality means, else by the
runtime, which walks the type descriptor.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from minigo import types
from minigo.ssa import ir
from minigo.types import sizes

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter

_SIGNED: Final = {"==": "eq", "!=": "ne", "<": "slt", "<=": "sle", ">": "sgt", ">=": "sge"}
_UNSIGNED: Final = {"==": "eq", "!=": "ne", "<": "ult", "<=": "ule", ">": "ugt", ">=": "uge"}
_FLOAT: Final = {"==": "oeq", "!=": "une", "<": "olt", "<=": "ole", ">": "ogt", ">=": "oge"}


def comparison(f: FunctionWriter, op: str, x: ir.Value, y: ir.Value) -> str:
    """``x op y`` as an i1."""
    info = f.types(x.type)
    u = info.under
    if u.__class__ is types.Basic:
        kind = u.info
        if kind & types.IS_INTEGER:
            table = _UNSIGNED if kind & types.IS_UNSIGNED else _SIGNED
            return f.let(f"icmp {table[op]} {info.text} {f.op(x)}, {f.op(y)}")
        if kind & types.IS_FLOAT:
            return f.let(f"fcmp {_FLOAT[op]} {info.text} {f.op(x)}, {f.op(y)}")
        if kind & types.IS_STRING and op not in ("==", "!="):
            p, n = f.ops(x)
            q, m = f.ops(y)
            order = f.call("cmpstring", f"ptr {p}", f"i64 {n}", f"ptr {q}", f"i64 {m}")
            return f.let(f"icmp {_SIGNED[op]} i64 {order}, 0")
    equal = equality(f, x, y)
    return equal if op == "==" else f.let(f"xor i1 {equal}, true")


def equality(f: FunctionWriter, x: ir.Value, y: ir.Value) -> str:
    """``x == y`` as an i1."""
    info = f.types(x.type)
    u = info.under
    if u.__class__ in (types.Interface, types.Slice) and (is_nil(x) or is_nil(y)):
        return f.let(f"icmp eq ptr {f.ops(y if is_nil(x) else x)[0]}, null")
    if info.small:
        return leaves_equal(f, x.type, f.ops(x), f.ops(y))
    if is_plain(x.type):
        return bytes_equal(f, f.op(x), f.op(y), str(info.size))
    same = f.call("typeequal", f"ptr {f.type_ref(x.type)}", f"ptr {f.op(x)}", f"ptr {f.op(y)}")
    return f.let(f"icmp ne i8 {same}, 0")


def is_nil(v: ir.Value) -> bool:
    return v.__class__ is ir.Const and v.value is None


def bytes_equal(f: FunctionWriter, p: str, q: str, n: str) -> str:
    ref = f.unit.ref("bcmp")
    f.unit.declare(
        "bcmp",
        f"declare dso_local i32 {ref}(ptr, ptr, i64) {f.unit.attributes('nounwind willreturn memory(argmem: read)')}",
    )
    return f.let(f"icmp eq i32 {f.let(f'call i32 {ref}(ptr {p}, ptr {q}, i64 {n}){f.location()}')}, 0")


def is_plain(t: types.Type) -> bool:
    """Whether values are equal exactly if their bytes are: integers and pointers without padding or blank fields."""
    u = t.underlying()
    if isinstance(u, types.Basic):
        return bool(u.info & (types.IS_INTEGER | types.IS_BOOLEAN)) or u.kind == types.UNSAFE_POINTER
    if isinstance(u, types.Struct):
        end = 0
        for field, offset in zip(u.fields, sizes.struct_layout(u)[0], strict=True):
            if field.name == "_" or offset != end or not is_plain(field.type):
                return False
            end = offset + sizes.sizeof(field.type)
        return end == sizes.sizeof(u)
    if isinstance(u, types.Array):
        return is_plain(u.elem)
    return isinstance(u, types.Pointer | types.Chan | types.Map | types.Signature)


class _Parts:
    """The parts of a small value, in order: (kind, LLVM type, first scalar)."""

    __slots__ = ("at", "found")

    def __init__(self, t: types.Type) -> None:
        self.at = 0
        self.found: list[tuple[str, str, int]] = []
        self.walk(t)

    def walk(self, t: types.Type) -> None:
        u = t.underlying()
        if isinstance(u, types.Struct):
            for field in u.fields:
                before = len(self.found)
                self.walk(field.type)
                if field.name == "_":
                    del self.found[before:]
        elif isinstance(u, types.Array):
            if u.len:
                self.walk(u.elem)
        elif isinstance(u, types.Interface):
            self.add("iface" if u.all_methods() else "eface", "ptr", 2)
        elif isinstance(u, types.Basic):
            self.basic(u)
        else:
            self.add("icmp eq", "ptr", 1)

    def basic(self, u: types.Basic) -> None:
        if u.info & types.IS_STRING:
            self.add("string", "ptr", 2)
        elif u.info & types.IS_COMPLEX:
            kind = "float" if u.kind == types.COMPLEX64 else "double"
            self.add("fcmp oeq", kind, 1)
            self.add("fcmp oeq", kind, 1)
        elif u.info & types.IS_FLOAT:
            self.add("fcmp oeq", "float" if u.kind == types.FLOAT32 else "double", 1)
        elif u.kind == types.UNSAFE_POINTER:
            self.add("icmp eq", "ptr", 1)
        else:
            self.add("icmp eq", f"i{8 * sizes.sizeof(u)}", 1)

    def add(self, kind: str, text: str, width: int) -> None:
        self.found.append((kind, text, self.at))
        self.at += width


def leaves_equal(f: FunctionWriter, t: types.Type, x: tuple[str, ...], y: tuple[str, ...]) -> str:
    parts = _Parts(t).found
    done = ""  # the label where the answer is known
    edges: list[tuple[str, str]] = []
    known = ""
    for kind, text, k in parts:
        if " " in kind:
            test = f.let(f"{kind} {text} {x[k]}, {y[k]}")
        else:
            test = _head_equal(f, kind, x[k : k + 2], y[k : k + 2])
        known = f.let(f"and i1 {known}, {test}") if known else test
        if " " not in kind:
            done = done or f.new_label()
            go_on = f.new_label()
            edges.append(("false", f.label))
            f.branch(known, go_on, done)
            f.start(go_on)
            known = _tail_equal(f, kind, x[k : k + 2], y[k : k + 2])
    if not edges:
        return known or "true"
    edges.append((known, f.label))
    f.jump(done)
    f.start(done)
    return f.phi("i1", edges)


def _head_equal(f: FunctionWriter, kind: str, x: tuple[str, ...], y: tuple[str, ...]) -> str:
    """The quick part: lengths of strings, types of interfaces."""
    if kind == "string":
        return f.let(f"icmp eq i64 {x[1]}, {y[1]}")
    if kind == "eface":
        return f.let(f"icmp eq ptr {x[0]}, {y[0]}")
    return f.let(f"icmp eq ptr {dynamic_type(f, x[0])}, {dynamic_type(f, y[0])}")


def _tail_equal(f: FunctionWriter, kind: str, x: tuple[str, ...], y: tuple[str, ...]) -> str:
    if kind == "string":
        return bytes_equal(f, x[0], y[0], x[1] if x[1].isdigit() else y[1])
    name = "efaceeq" if kind == "eface" else "ifaceeq"
    same = f.call(name, f"ptr {x[0]}", f"ptr {x[1]}", f"ptr {y[1]}")
    return f.let(f"icmp ne i8 {same}, 0")


def dynamic_type(f: FunctionWriter, itab: str) -> str:
    """The type in an itab, or null when there is none."""
    some, done = f.new_label(), f.new_label()
    before = f.label
    if itab == "null":
        return "null"
    f.branch(f.let(f"icmp eq ptr {itab}, null"), done, some)
    f.start(some)
    loaded = f.let(f"load ptr, ptr {f.offset(itab, 8)}, !invariant.load {f.unit.metadata('!{}')}")
    f.jump(done)
    f.start(done)
    return f.phi("ptr", [("null", before), (loaded, some)])
