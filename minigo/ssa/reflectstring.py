"""The text of a type as ``reflect.Type.String`` and ``%T`` give it: ``main.T``, ``struct { A int "k:\\"v\\"" }``, ``interface { main.m() }``.

Packages appear by name; only in type arguments of instances by import path (``main.List[net/url.URL]``), as in Go. Different types may have the same text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minigo import types
from minigo.ssa import symbols
from minigo.types.typestring import quote


class _ArgumentStrings(symbols.TypeStrings):
    """Type arguments: as the linker writes types, but types declared in functions go without the function's name."""

    __slots__ = ()

    def _named(self, t: Any) -> str:
        if not t.obj.link_name:
            return super()._named(t)
        return f"{t.obj.pkg.path}.{t.obj.link_name.rpartition('.')[2]}"


class ReflectStrings:
    """Texts of types, remembered by type object."""

    __slots__ = ("_arguments", "_memo", "_table")

    def __init__(self) -> None:
        self._memo: dict[Any, str] = {}
        self._arguments = _ArgumentStrings()
        self._table: dict[type, Callable[[Any], str]] = {
            types.Basic: self._basic,
            types.Named: self._named,
            types.Pointer: lambda t: "*" + self(t.elem),
            types.Slice: lambda t: "[]" + self(t.elem),
            types.Array: lambda t: f"[{t.len}]{self(t.elem)}",
            types.Map: lambda t: f"map[{self(t.key)}]{self(t.elem)}",
            types.Chan: self._chan,
            types.Struct: self._struct,
            types.Signature: lambda t: "func" + self._signature(t),
            types.Interface: self._interface,
        }

    def __call__(self, t: Any) -> str:
        text = self._memo.get(t)
        if text is None:
            plain = types.unalias(t)
            text = self._memo[t] = self._table[plain.__class__](plain)
        return text

    def name(self, t: Any) -> str:
        """The name of a defined type, without its package: ``T``, ``Pair[int,string]``."""
        obj = t.obj
        if t.type_args:
            return f"{obj.name}[{','.join(self._arguments(a) for a in t.type_args)}]"
        if "[" in obj.link_name:  # declared in an instance of a generic function, F[int].T·1
            return f"{obj.name}{_bracketed(obj.link_name)}"
        return str(obj.name)

    def _named(self, t: Any) -> str:
        return f"{t.obj.pkg.name}.{self.name(t)}" if t.obj.pkg is not None else self.name(t)

    def _basic(self, t: Any) -> str:
        name: str = t.name
        if name == "byte":
            return "uint8"
        if name == "rune":
            return "int32"
        return "unsafe.Pointer" if name == "Pointer" else name

    def _chan(self, t: Any) -> str:
        elem = self(t.elem)
        if t.dir == types.RECV_ONLY:
            return "<-chan " + elem
        if t.dir == types.SEND_ONLY:
            return "chan<- " + elem
        inner = types.unalias(t.elem)
        return f"chan ({elem})" if inner.__class__ is types.Chan and inner.dir == types.RECV_ONLY else "chan " + elem

    def _struct(self, t: Any) -> str:
        fields = []
        for i, f in enumerate(t.fields):
            text = self(f.type) if f.embedded else f"{f.name} {self(f.type)}"
            tag = t.tag(i)
            fields.append(f"{text} {quote(tag)}" if tag else text)
        return "struct { " + "; ".join(fields) + " }" if fields else "struct {}"

    def _signature(self, t: Any) -> str:
        params = [self(v.type) for v in t.params.vars]
        if t.variadic:
            params[-1] = "..." + params[-1].removeprefix("[]")
        results = [self(v.type) for v in t.results.vars]
        text = f"({', '.join(params)})"
        if len(results) == 1:
            return f"{text} {results[0]}"
        return f"{text} ({', '.join(results)})" if results else text

    def _interface(self, t: Any) -> str:
        methods = []
        for m in sorted(t.all_methods(), key=method_order):
            name = m.name if symbols.is_exported(m.name) else f"{m.pkg.name}.{m.name}"
            methods.append(name + self._signature(m.type))
        return "interface { " + "; ".join(methods) + " }" if methods else "interface {}"


def method_order(m: Any) -> tuple[str, str]:
    """The key by which descriptors sort methods: name, then the package path of unexported ones."""
    return m.name, "" if symbols.is_exported(m.name) else m.pkg.path


def _bracketed(text: str) -> str:
    """The first part of ``text`` in (balanced) brackets, with them."""
    start = text.index("[")
    depth = 0
    for i in range(start, len(text)):
        depth += (text[i] == "[") - (text[i] == "]")
        if depth == 0:
            return text[start : i + 1]
    return text[start:]
