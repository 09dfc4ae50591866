"""One LLVM module as text: a *unit* of a package's code, compiled, cached and linked on its own.

A unit is written front to back by several hands: functions (``function``), variables (``globals``), type descriptors (``typedesc``). Each defines its symbols
with ``define`` and names those of others through ``data_ref`` or ``declare``; what is defined here in the end is not declared. Text is kept as a list of
strings and joined once. Equal input gives equal text: everything is in the order in which it was first asked for.

Symbols are the linker's (docs/abi.md, "Symbols") and may hold any character; ``quote`` makes LLVM's name of one.
"""

from __future__ import annotations

from typing import Final

_HEX: Final = {i: f"\\{i:02X}" for i in (*range(32), 34, 92, 127)}
_BYTES: Final = tuple(chr(i) if 32 <= i < 127 and i not in (34, 92) else f"\\{i:02X}" for i in range(256))


def quote(symbol: str) -> str:
    """``@"symbol"``."""
    return f'@"{symbol.translate(_HEX)}"'


def bytes_literal(data: bytes) -> str:
    """``c"…"`` of LLVM's type ``[n x i8]``."""
    table = _BYTES
    return 'c"' + "".join([table[b] for b in data]) + '"'


class UnitWriter:
    """The text of one unit. ``header`` is the target's data layout and triple, written first."""

    __slots__ = (
        "_attrs",
        "_code",
        "_declared",
        "_defined",
        "_header",
        "_meta",
        "_meta_index",
        "_named",
        "_parts",
        "_refs",
        "_strings",
        "_zeros",
        "asm",
        "name",
    )

    def __init__(self, name: str, header: str = "") -> None:
        self.name = name
        self.asm: list[str] = []  # lines of module-level assembly
        self._header = header
        self._refs: dict[str, str] = {}
        self._declared: dict[str, str] = {}
        self._code: dict[str, None] = {}
        self._defined: set[str] = set()
        self._parts: list[str] = []
        self._attrs: dict[str, str] = {}
        self._meta: list[str] = []
        self._meta_index: dict[str, str] = {}
        self._named: dict[str, list[str]] = {}
        self._strings: dict[bytes, str] = {}
        self._zeros = 0

    def ref(self, symbol: str) -> str:
        """The symbol as an operand, without declaring it."""
        text = self._refs.get(symbol)
        if text is None:
            text = self._refs[symbol] = quote(symbol)
        return text

    def declare(self, symbol: str, text: str) -> None:
        """Note the line that declares ``symbol`` (``declare i64 @"f"(ptr)``); only the first for a symbol counts, and none if the unit defines it."""
        self._declared.setdefault(symbol, text)

    def data_ref(self, symbol: str) -> str:
        """A variable, descriptor or constant that lies somewhere, as an operand; declared as external bytes unless defined here."""
        text = self.ref(symbol)
        if symbol not in self._declared:
            self._declared[symbol] = f"{text} = external dso_local global i8"
        return text

    def code_ref(self, symbol: str) -> str:
        """A function as an address; declared, if nothing else does, with a type that does not matter."""
        self._code.setdefault(symbol)
        return self.ref(symbol)

    def define(self, symbol: str, text: str) -> None:
        """Append a definition, whole: ``@"x" = global …`` or ``define … { … }``."""
        if symbol in self._defined:
            raise ValueError(f"unit {self.name} defines {symbol} twice")
        self._defined.add(symbol)
        self._parts.append(text)

    def is_known(self, symbol: str) -> bool:
        """Whether the symbol is declared or defined."""
        return symbol in self._declared or symbol in self._defined

    def is_defined(self, symbol: str) -> bool:
        return symbol in self._defined

    def bytes_ref(self, data: bytes) -> str:
        """A private read-only array with these bytes (at least one: an empty string has a null pointer); equal ones are shared."""
        text = self._strings.get(data)
        if text is None:
            text = self._strings[data] = f"@.str.{len(self._strings)}"
            value = f"[{len(data)} x i8] {bytes_literal(data)}"
            self._parts.append(f'{text} = private unnamed_addr constant {value}, section ".rodata.{text[1:]}", align 1')
        return text

    def attributes(self, text: str) -> str:
        """The attribute group (``#0``) with this text."""
        group = self._attrs.get(text)
        if group is None:
            group = self._attrs[text] = f"#{len(self._attrs)}"
        return group

    def metadata(self, text: str) -> str:
        """The metadata node (``!7``) with this text; equal nodes are one."""
        node = self._meta_index.get(text)
        if node is None:
            node = self._meta_index[text] = self.new_metadata(text)
        return node

    def new_metadata(self, text: str) -> str:
        """A metadata node of its own; ``text`` may be set later with ``set_metadata`` (cycles)."""
        self._meta.append(text)
        return f"!{len(self._meta) - 1}"

    def set_metadata(self, node: str, text: str) -> None:
        self._meta[int(node[1:])] = text

    def named_node(self, name: str, *texts: str) -> str:
        """The named metadata ``!name`` with a node for each text, made when first asked for; returns its first node."""
        nodes = self._named.get(name)
        if nodes is None:
            nodes = self._named[name] = [self.new_metadata(text) for text in texts]
        return nodes[0]

    def zeros_ref(self, size: int) -> str:
        """At least ``size`` bytes of zeros, 16-aligned."""
        self._zeros = max(self._zeros, size)
        return "@.zeros"

    def text(self) -> str:
        """The module's text."""
        out = [self._header] if self._header else []
        out += [f'module asm "{line.translate(_HEX)}"' for line in self.asm]
        if self._zeros:
            out.append(
                f'@.zeros = internal constant [{self._zeros} x i8] zeroinitializer, section ".rodata..zeros", align 16'
            )
        out += self._parts
        out += [text for symbol, text in self._declared.items() if symbol not in self._defined]
        out += [
            f"declare dso_local void {self.ref(s)}()"
            for s in self._code
            if s not in self._defined and s not in self._declared
        ]
        out += [f"attributes {group} = {{ {text} }}" for text, group in self._attrs.items()]
        out += [f"!{name} = !{{{', '.join(nodes)}}}" for name, nodes in self._named.items()]
        out += [f"!{i} = {text}" for i, text in enumerate(self._meta)]
        return "\n".join(out) + "\n"
