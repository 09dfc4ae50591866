"""Go types as LLVM types, in text: ``i64``, ``{ ptr, i64 }``, ``[4 x i32]`` …

Small types are LLVM values; *memory types* (``ssa.layout``) appear only behind pointers, yet have an LLVM type too,
for ``getelementptr`` and ``alloca``. LLVM's layout of these types equals Go's: natural alignment, fields in order.
The one difference is Go's padding behind a final field of size zero, which gets a byte array at the end; field
numbers do not change.

Structs are written out literally, not named: a struct that holds a struct is copied into the text. Types never
recurse, since pointers are opaque.
"""

from __future__ import annotations

from typing import Any, Final

from minigo import types
from minigo.ssa import layout
from minigo.types import sizes

STRING: Final = "{ ptr, i64 }"
SLICE: Final = "{ ptr, i64, i64 }"
INTERFACE: Final = "{ ptr, ptr }"

_BASIC: Final = {
    types.BOOL: "i8", types.INT: "i64", types.INT8: "i8", types.INT16: "i16", types.INT32: "i32", types.INT64: "i64",
    types.UINT: "i64", types.UINT8: "i8", types.UINT16: "i16", types.UINT32: "i32", types.UINT64: "i64", types.UINTPTR: "i64",
    types.FLOAT32: "float", types.FLOAT64: "double", types.COMPLEX64: "{ float, float }", types.COMPLEX128: "{ double, double }",
    types.STRING: STRING, types.UNSAFE_POINTER: "ptr", types.UNTYPED_NIL: "ptr", types.UNTYPED_BOOL: "i8",
}  # fmt: skip


class TypeInfo:
    """What the code generator wants to know of a Go type, computed once.

    ``text``: the LLVM type. ``small``: a value, else a memory type. ``size``, ``align`` in bytes. ``leaves``: the scalars of a small type, as
    (LLVM type, byte offset, index path); ``pointers``: whether it holds any pointers.
    """

    __slots__ = ("align", "leaves", "pointers", "size", "small", "text", "type", "under")

    def __init__(self, typ: Any, text: str, small: bool, leaves: list[tuple[str, int, tuple[int, ...]]]) -> None:
        self.type = typ
        self.under = typ.underlying()
        self.text = text
        self.small = small
        self.size = sizes.sizeof(typ)
        self.align = sizes.alignof(typ)
        self.leaves = leaves
        self.pointers = has_pointers(typ)


class TypeTable:
    """Type → TypeInfo, by identity of the type object (identical types may have several entries; that costs a little time only)."""

    __slots__ = ("_memo",)

    def __init__(self) -> None:
        self._memo: dict[Any, TypeInfo] = {}

    def __call__(self, t: Any) -> TypeInfo:
        info = self._memo.get(t)
        if info is None:
            small = layout.is_small(t)
            text = self._text(t.underlying())
            info = self._memo[t] = TypeInfo(t, text, small, self._leaves(t.underlying()) if small else [])
        return info

    def text(self, t: Any) -> str:
        return self(t).text

    def _text(self, u: Any) -> str:
        cls = u.__class__
        if cls is types.Basic:
            return _BASIC[u.kind]
        if cls is types.Slice:
            return SLICE
        if cls is types.Interface:
            return INTERFACE
        if cls is types.Struct:
            return self._struct(u)
        if cls is types.Array:
            return f"[{u.len} x {self(u.elem).text}]"
        if cls is types.Tuple:
            return "{ " + ", ".join([self(v.type).text for v in u.vars]) + " }"
        return "ptr"

    def _struct(self, u: Any) -> str:
        fields = [self(f.type) for f in u.fields]
        texts = [f.text for f in fields]
        if fields and fields[-1].size == 0:
            _, size = sizes.struct_layout(u)
            at = _end_offset(u)
            if size > at:
                texts.append(f"[{size - at} x i8]")
        return "{ " + ", ".join(texts) + " }" if texts else "{}"

    def _leaves(self, u: Any) -> list[tuple[str, int, tuple[int, ...]]]:
        cls = u.__class__
        if cls is types.Struct:
            offsets, _ = sizes.struct_layout(u)
            result = []
            for i, f in enumerate(u.fields):
                result += [(text, offsets[i] + at, (i, *path)) for text, at, path in self(f.type).leaves]
            return result
        if cls is types.Array:
            return [(text, at, (0, *path)) for text, at, path in self(u.elem).leaves] if u.len else []
        if cls is types.Slice:
            return [("ptr", 0, (0,)), ("i64", 8, (1,)), ("i64", 16, (2,))]
        if cls is types.Interface:
            return [("ptr", 0, (0,)), ("ptr", 8, (1,))]
        if cls is types.Basic:
            if u.info & types.IS_STRING:
                return [("ptr", 0, (0,)), ("i64", 8, (1,))]
            if u.info & types.IS_COMPLEX:
                part, step = ("float", 4) if u.kind == types.COMPLEX64 else ("double", 8)
                return [(part, 0, (0,)), (part, step, (1,))]
        return [(self._text(u), 0, ())]


def _end_offset(u: Any) -> int:
    """Where the last field ends, before padding."""
    offsets, _ = sizes.struct_layout(u)
    return offsets[-1] + sizes.sizeof(u.fields[-1].type)


def has_pointers(t: Any) -> bool:
    """Whether a value of the type holds pointers that the collector follows."""
    u = t.underlying()
    cls = u.__class__
    if cls is types.Basic:
        return u.kind in (types.STRING, types.UNSAFE_POINTER)
    if cls is types.Array:
        return u.len != 0 and has_pointers(u.elem)
    if cls is types.Struct:
        return any([has_pointers(f.type) for f in u.fields])
    return True
