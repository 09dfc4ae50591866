"""Names for the linker: of types (``type:STRING``), functions, methods, instances. docs/abi.md, "Symbols".

The string of a type is canonical: identical types have the same one, different types different ones. Packages appear with their whole import path,
aliases are resolved, ``byte`` is ``uint8``. A type declared inside a function is called after it, ``main.F.T·1`` (``TypeName.link_name``; see
``builder.locals``), for two functions may each have a ``T``.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minigo import types

_QUOTE = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n"})


class TypeStrings:
    """Canonical strings of types, remembered by type object."""

    __slots__ = ("_memo", "_table")

    def __init__(self) -> None:
        self._memo: dict[Any, str] = {}
        self._table: dict[type, Callable[[Any], str]] = {
            types.Basic: self._basic,
            types.Named: self._named,
            types.Pointer: lambda t: "*" + self(t.elem),
            types.Slice: lambda t: "[]" + self(t.elem),
            types.Array: lambda t: f"[{t.len}]{self(t.elem)}",
            types.Map: lambda t: f"map[{self(t.key)}]{self(t.elem)}",
            types.Chan: self._chan,
            types.Struct: self._struct,
            types.Signature: lambda t: "func" + self.signature(t),
            types.Interface: self._interface,
            types.Tuple: lambda t: "(" + ", ".join(self(v.type) for v in t.vars) + ")",
            types.TypeParam: lambda t: f"{t.obj.name}#{t.index}",
            types.Union: lambda t: " | ".join(("~" if x.tilde else "") + self(x.type) for x in t.terms),
        }

    def __call__(self, t: Any) -> str:
        text = self._memo.get(t)
        if text is None:
            plain = types.unalias(t)
            text = self._memo[t] = self._table[plain.__class__](plain)
        return text

    def _basic(self, t: Any) -> str:
        name: str = t.name
        if name == "byte":
            return "uint8"
        if name == "rune":
            return "int32"
        return "unsafe.Pointer" if name == "Pointer" else name

    def _named(self, t: Any) -> str:
        args = [self(a) for a in t.type_args]
        return type_name_path(t.obj) + (f"[{','.join(args)}]" if args else "")

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
            tag = t.tags[i] if i < len(t.tags) else ""
            text = self(f.type)
            if not f.embedded:
                text = f"{member_name(f)} {text}"
            elif not is_exported(f.name):
                text = f"{member_name(f)}:{text}"
            elif types.unalias(f.type) is not f.type:
                text = f"{f.name}:{text}"  # embedded through an alias: the name is the alias's
            fields.append(text + (f' "{tag.translate(_QUOTE)}"' if tag else ""))
        return "struct { " + "; ".join(fields) + " }" if fields else "struct {}"

    def signature(self, t: Any) -> str:
        """``(T, ...U) R``, without ``func`` and without names."""
        params = [self(v.type) for v in t.params.vars]
        if t.variadic:
            last = types.unalias(t.params.vars[-1].type)
            params[-1] = "..." + self(last.elem) if isinstance(last, types.Slice) else "..." + params[-1]
        results = [self(v.type) for v in t.results.vars]
        text = f"({', '.join(params)})"
        if len(results) == 1:
            return f"{text} {results[0]}"
        return f"{text} ({', '.join(results)})" if results else text

    def _interface(self, t: Any) -> str:
        methods = [member_name(m) + self.signature(m.type) for m in t.all_methods()]
        return "interface { " + "; ".join(methods) + " }" if methods else "interface {}"


def is_exported(name: str) -> bool:
    return name[:1].isupper()


def member_name(obj: Any) -> str:
    """The name of a field or method; with its package when it is not exported, for then the package belongs to its identity."""
    if obj.name[:1].isupper() or obj.pkg is None:
        return str(obj.name)
    return f"{obj.pkg.path}.{obj.name}"


def type_name_path(obj: Any) -> str:
    """``path.Name`` of a declared type; ``error`` and its like have no package."""
    name = obj.link_name or obj.name
    return f"{obj.pkg.path}.{name}" if obj.pkg is not None else name
