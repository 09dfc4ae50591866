"""Types as text, in the wording of gc's messages; a qualifier decides how package names are written."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from minigo.types.objects import Package
from minigo.types.types import (
    EMPTY_INTERFACE,
    RECV_ONLY,
    SEND_ONLY,
    Alias,
    Array,
    Basic,
    Chan,
    Interface,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Struct,
    Tuple,
    Type,
    TypeParam,
    Union,
)
from minigo.types.universe import UNIVERSE

Qualifier = Callable[[Package], str]


def path_qualifier(package: Package) -> str:
    return package.path


def relative_to(package: Package) -> Qualifier:
    """Names of the given package are not qualified."""

    def qualify(other: Package) -> str:
        return "" if other is package else other.path

    return qualify


def type_string(t: Type | None, qualifier: Qualifier | None = None) -> str:
    """The type; packages by their path unless a qualifier says otherwise."""
    w = TypeWriter(qualifier or path_qualifier)
    w.type(t)
    return "".join(w.out)


class TypeWriter:
    """Writes types into ``out``."""

    __slots__ = ("depth", "out", "param_names", "qualifier", "seen")

    def __init__(self, qualifier: Qualifier) -> None:
        self.out: list[str] = []
        self.qualifier = qualifier
        self.seen: set[Any] = set()  # the types that are being written
        self.depth = 0
        self.param_names = True

    def type(self, t: Any) -> None:
        if t is None:
            self.out.append("<nil>")
            return
        write = _WRITERS.get(t.__class__)
        if write is None:
            self.out.append(repr(t.__class__.__name__))
            return
        if t in self.seen and not isinstance(t, (Basic, TypeParam)):
            self.out.append("○" + t.__class__.__name__)
            return
        self.seen.add(t)
        write(self, t)
        self.seen.discard(t)

    def basic(self, t: Basic) -> None:
        self.out.append("unsafe.Pointer" if t.name == "Pointer" else t.name)

    def array(self, t: Array) -> None:
        self.out.append(f"[{t.len if t.len >= 0 else '?'}]")
        self.type(t.elem)

    def slice(self, t: Slice) -> None:
        self.out.append("[]")
        self.type(t.elem)

    def pointer(self, t: Pointer) -> None:
        self.out.append("*")
        self.type(t.elem)

    def map(self, t: Map) -> None:
        self.out.append("map[")
        self.type(t.key)
        self.out.append("]")
        self.type(t.elem)

    def chan(self, t: Chan) -> None:
        if t.dir == SEND_ONLY:
            self.out.append("chan<- ")
        elif t.dir == RECV_ONLY:
            self.out.append("<-chan ")
        else:
            self.out.append("chan ")
            elem = t.elem
            if isinstance(elem, Chan) and elem.dir == RECV_ONLY:
                self.out.append("(")
                self.type(elem)
                self.out.append(")")
                return
        self.type(t.elem)

    def struct(self, t: Struct) -> None:
        self.out.append("struct{")
        for i, f in enumerate(t.fields):
            if i:
                self.out.append("; ")
            if not f.embedded:
                self.out.append(f.name + " ")
            self.type(f.type)
            if tag := t.tag(i):
                self.out.append(" " + quote(tag))
        self.out.append("}")

    def signature_type(self, t: Signature) -> None:
        self.out.append("func")
        self.signature(t)

    def signature(self, t: Signature) -> None:
        if t.type_params:
            self.type_params(t.type_params)
        self.tuple(t.params, t.variadic)
        results = t.results.vars
        if not results:
            return
        self.out.append(" ")
        if len(results) == 1 and not (results[0].name and self.param_names):
            self.type(results[0].type)
        else:
            self.tuple(t.results, False)

    def tuple(self, t: Tuple, variadic: bool = False) -> None:
        self.out.append("(")
        for i, v in enumerate(t.vars):
            if i:
                self.out.append(", ")
            if v.name and self.param_names:
                self.out.append(v.name + " ")
            typ = v.type
            if variadic and i == len(t.vars) - 1:
                self.out.append("...")
                if isinstance(typ, Slice):
                    typ = typ.elem
                else:  # append([]byte, "foo"...)
                    self.out.pop()
                    self.type(typ)
                    self.out.append("...")
                    continue
            self.type(typ)
        self.out.append(")")

    def interface(self, t: Interface) -> None:
        if t.implicit and not t.methods and len(t.embeddeds) == 1:
            self.type(t.embeddeds[0])
            return
        if not t.methods and not t.embeddeds:
            if t is EMPTY_INTERFACE:
                self.out.append("any")
            else:
                self.out.append("interface{}" if t._tset is None or not t._tset.comparable else "interface{comparable}")
            return
        self.out.append("interface{")
        first = True
        for m in t.methods:
            if not first:
                self.out.append("; ")
            first = False
            self.out.append(m.name)
            self.signature(m.type)
        for e in t.embeddeds:
            if not first:
                self.out.append("; ")
            first = False
            self.type(e)
        self.out.append("}")

    def named(self, t: Any) -> None:
        obj = t.obj
        if obj.pkg is not None:
            name = self.qualifier(obj.pkg)
            if name:
                self.out.append(name + ".")
        self.out.append(obj.name)
        if t.type_args:
            self.out.append("[")
            for i, a in enumerate(t.type_args):
                if i:
                    self.out.append(", ")
                self.type(a)
            self.out.append("]")
        elif t.type_params:
            self.type_params(t.type_params)

    def type_param(self, t: TypeParam) -> None:
        obj = t.obj
        self.out.append(obj.name)
        if obj.name in UNIVERSE.elems and obj.pkg is not None and obj.pkg.fset is not None:
            # not the predeclared type of the name
            self.out.append(f" /* with {obj.name} declared at {obj.pkg.fset.position(obj.pos)} */")

    def type_params(self, params: list[TypeParam]) -> None:
        self.out.append("[")
        previous: Any = None
        for i, p in enumerate(params):
            if i:
                if p.constraint is not previous:
                    self.out.append(" ")
                    self.type(previous)
                self.out.append(", ")
            previous = p.constraint
            self.type(p)
        if params and previous is not None:
            self.out.append(" ")
            self.type(previous)
        self.out.append("]")

    def union(self, t: Union) -> None:
        for i, term in enumerate(t.terms):
            if i:
                self.out.append(" | ")
            if term.tilde:
                self.out.append("~")
            self.type(term.type)


_WRITERS: dict[Any, Any] = {
    Basic: TypeWriter.basic,
    Array: TypeWriter.array,
    Slice: TypeWriter.slice,
    Pointer: TypeWriter.pointer,
    Map: TypeWriter.map,
    Chan: TypeWriter.chan,
    Struct: TypeWriter.struct,
    Signature: TypeWriter.signature_type,
    Tuple: TypeWriter.tuple,
    Interface: TypeWriter.interface,
    Named: TypeWriter.named,
    Alias: TypeWriter.named,
    TypeParam: TypeWriter.type_param,
    Union: TypeWriter.union,
}
_ESCAPES = {
    "\a": "\\a",
    "\b": "\\b",
    "\f": "\\f",
    "\n": "\\n",
    "\r": "\\r",
    "\t": "\\t",
    "\v": "\\v",
    "\\": "\\\\",
    '"': '\\"',
}


def quote(s: str | bytes) -> str:
    """A Go string literal, as strconv.Quote writes it."""
    text = s.decode("utf-8", "surrogateescape") if isinstance(s, bytes) else s
    out = ['"']
    for c in text:
        if c in _ESCAPES:
            out.append(_ESCAPES[c])
        elif "\udc80" <= c <= "\udcff":
            out.append(f"\\x{ord(c) - 0xDC00:02x}")
        elif c.isprintable():
            out.append(c)
        elif ord(c) < 0x20 or ord(c) == 0x7F:
            out.append(f"\\x{ord(c):02x}")
        else:
            out.append(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}")
    return "".join(out) + '"'
