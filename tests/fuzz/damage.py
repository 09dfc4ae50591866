"""Damaged sources: real files, cut, torn and mixed up at random. `damaged(n)` is input number n of a seed; the same every time.

Damage to bytes (truncation, deletions, random and malformed bytes) tries the scanner; damage to tokens (deleted, doubled, swapped, replaced by
tokens of the same kind or any other) tries the parser and, where the syntax survives, the type checker; nesting tries every recursion.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

TOKEN: Final = re.compile(
    rb"""[A-Za-z_\x80-\xff][\w\x80-\xff]*|[0-9][\w.]*|"(?:\\.|[^"\\\n])*"|`[^`]*`|'(?:\\.|[^'\\\n])*'|//[^\n]*|/\*.*?\*/"""
    rb"""|<<=|>>=|&\^=|\.\.\.|&&|\|\||<-|\+\+|--|==|!=|<=|>=|:=|[-+*/%&|^]=|<<|>>|&\^|\S""",
    re.S,
)
KEYWORDS: Final = (
    b"break case chan const continue default defer else fallthrough for func go goto if import interface map package range return "
    b"select struct switch type var".split()
)
OPERATORS: Final = b"+ - * / % & | ^ << >> &^ += -= *= /= %= &= |= ^= <<= >>= &^= && || <- ++ -- == < > = ! ~ != <= >= := ... ( [ { , . ) ] } ; :".split()
NAMES: Final = (
    b"_ any append bool byte cap clear close comparable complex complex128 copy delete error false float64 imag int int8 iota len "
    b"make max min new nil panic print println real recover rune string true uint uintptr init main".split()
)
LITERALS: Final = (
    b"0 1 -1 7 0x7fffffffffffffff 1<<63 1e1000 1e-1000 0x1p-1074 1i 'a' '\\x00' '\\U0010ffff' \"\" \"\\xff\" `\r` 09 0b2 1_000 0x 1e "
    b"1e999999999 18446744073709551616 1<<511 1<<100000".split()
)
ODD_BYTES: Final = [b"\x00", b"\xff", b"\xc3", b"\xed\xa0\x80", b"\xef\xbb\xbf", b"\xf4\x90\x80\x80", b"\r", b"\x0c", b"\x7f", b"\xe2\x80\xa8",
                    b"/*", b"*/", b'"', b"`", b"'", b"\\", b"//line :1\n", b"//line x.go:99999999999\n", b"/*line a:1:1*/",
                    b"//go:embed x\n", b"//go:linkname a b\n", b"//go:build !x\n", b"$", b"#", b"@", b"?"]  # fmt: skip
NESTS: Final = [(b"(", b")"), (b"[", b"]"), (b"{", b"}"), (b"f(", b")"), (b"[]", b""), (b"*", b""), (b"&", b""), (b"-", b""), (b"!", b""), (b"<-", b""),
                (b"func() { ", b" }"), (b"struct { a ", b" }"), (b"map[", b"]int"), (b"chan ", b""), (b"a + (", b")"), (b"if x { ", b" }"), (b"for { ", b" }"),
                (b"interface { m(", b") }"), (b"T[", b"]"), (b"[]int{", b"}"), (b"x.(", b")"), (b"switch { case x: ", b" }"), (b"a.", b"b"), (b"1 + ", b"1"),
                (b"else if x { } ", b""), (b"L: ", b""), (b"func() func() ", b""), (b"1 << ", b"1"), (b"defer func() {", b"}()"), (b"select { case <-c: ", b"}")]  # fmt: skip
LIMIT: Final = 7_000  # bytes of a source that are used


def sources(folders: Sequence[Path]) -> list[Path]:
    """All Go files below the folders, in a fixed order."""
    return sorted(p for folder in folders for p in folder.rglob("*.go") if p.is_file())


class Damager:
    """Makes inputs from files. ``number`` n of a ``seed`` depends on nothing else but the files."""

    def __init__(self, files: Sequence[Path], seed: int) -> None:
        self.files = files
        self.seed = seed
        self._ways: list[Callable[[random.Random, bytes], bytes]] = [
            self._truncate, self._delete_bytes, self._insert_bytes, self._flip, self._odd, self._splice, self._lines, self._nest, self._long,
            *[self._token] * 6, *[self._rename] * 3, self._declaration,
        ]  # fmt: skip

    def damaged(self, number: int) -> bytes:
        """Input number n."""
        rng = random.Random(self.seed * 1_000_003 + number)
        data = self._source(rng)
        for _ in range(rng.choice((1, 1, 1, 2, 3, 5))):
            data = rng.choice(self._ways)(rng, data)
        return data

    def token_damage(self, rng: random.Random) -> bytes:
        """A file with one damaged token."""
        return self._token(rng, self._source(rng))

    def _source(self, rng: random.Random) -> bytes:
        """A file; of a long one its imports and some lines from the middle, from one declaration to another."""
        data = rng.choice(self.files).read_bytes()
        if len(data) <= LIMIT:
            return data
        starts = [m.start() for m in re.finditer(rb"^(?:func|type|var|const|//) ?", data, re.M)] or [0]
        head = data[: starts[0]]
        start = rng.choice(starts)
        ends = [s for s in starts if start < s <= start + LIMIT] or [start + LIMIT]
        return head[:LIMIT] + data[start : ends[-1]]

    # ------------------------------------------------------------ bytes

    def _truncate(self, rng: random.Random, data: bytes) -> bytes:
        at = rng.randint(0, len(data))
        return data[:at] if rng.random() < 0.8 else data[at:]

    def _delete_bytes(self, rng: random.Random, data: bytes) -> bytes:
        at = rng.randint(0, len(data))
        return data[:at] + data[at + rng.choice((1, 1, 2, 10, 100, 1000)) :]

    def _insert_bytes(self, rng: random.Random, data: bytes) -> bytes:
        at = rng.randint(0, len(data))
        return data[:at] + rng.randbytes(rng.choice((1, 1, 3, 20))) + data[at:]

    def _flip(self, rng: random.Random, data: bytes) -> bytes:
        at = rng.randrange(len(data)) if data else 0
        return data[:at] + bytes([rng.randrange(256)]) + data[at + 1 :]

    def _odd(self, rng: random.Random, data: bytes) -> bytes:
        at = rng.randint(0, len(data))
        if rng.random() < 0.5:
            at = data.rfind(b"\n", 0, at) + 1
        return data[:at] + rng.choice(ODD_BYTES) + data[at:]

    def _splice(self, rng: random.Random, data: bytes) -> bytes:
        other = self._source(rng)
        at = rng.randint(0, len(data))
        start = rng.randint(0, len(other))
        return data[:at] + other[start : start + rng.choice((20, 200, 2000))] + data[at:]

    def _long(self, rng: random.Random, data: bytes) -> bytes:
        at = rng.randint(0, len(data))
        return data[:at] + rng.choice((b"x", b"9", b" ", b"\n", b";", b",", b"(", b".", b"0x", b"'", b"//\n")) * rng.choice((100, 3000)) + data[at:]  # fmt: skip

    # ------------------------------------------------------------ lines, nesting

    def _lines(self, rng: random.Random, data: bytes) -> bytes:
        lines = data.split(b"\n")
        i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
        what = rng.randrange(4)
        if what == 0:
            lines[i], lines[j] = lines[j], lines[i]
        elif what == 1:
            lines.insert(j, lines[i])
        elif what == 2:
            del lines[i : i + rng.choice((1, 2, 5))]
        else:
            lines[i : i + 2] = [b" ".join(lines[i : i + 2])]
        return b"\n".join(lines)

    def _nest(self, rng: random.Random, data: bytes) -> bytes:
        """Deep nesting around (or before) a token."""
        before, after = rng.choice(NESTS)
        n = rng.choice((3, 50, 500, 3000))
        spans = [m.span() for m in TOKEN.finditer(data)] or [(0, 0)]
        start, end = rng.choice(spans)
        if rng.random() < 0.2:
            after = b""
        return data[:start] + before * n + data[start:end] + after * n + data[end:]

    def _declaration(self, rng: random.Random, data: bytes) -> bytes:
        """A declaration once more, or gone."""
        starts = [m.start() for m in re.finditer(rb"^(?:func|type|var|const|import)\b", data, re.M)]
        if not starts:
            return data
        k = rng.randrange(len(starts))
        start, end = starts[k], starts[k + 1] if k + 1 < len(starts) else len(data)
        if rng.random() < 0.5:
            return data[:start] + data[end:]
        at = rng.choice(starts)
        return data[:at] + data[start:end] + b"\n" + data[at:]

    # ------------------------------------------------------------ tokens

    def _token(self, rng: random.Random, data: bytes) -> bytes:
        """Delete, double, swap or replace a token."""
        spans = [m.span() for m in TOKEN.finditer(data)]
        if len(spans) < 2:
            return data
        k = rng.randrange(len(spans) - 1)
        (start, end), (start2, end2) = spans[k], spans[k + 1]
        what = rng.randrange(6)
        if what == 0:
            return data[:start] + data[end:]
        if what == 1:
            return data[:end] + b" " + data[start:end] + data[end:]
        if what == 2:
            return data[:start] + data[start2:end2] + data[end:start2] + data[start:end] + data[end2:]
        if what == 3:
            other, other_end = rng.choice(spans)
            return data[:start] + data[other:other_end] + data[end:]
        return data[:start] + rng.choice(rng.choice((KEYWORDS, OPERATORS, NAMES, LITERALS))) + data[end:]

    def _rename(self, rng: random.Random, data: bytes) -> bytes:
        """A name or literal in place of another: the syntax mostly survives, the types do not."""
        names = [m.span() for m in TOKEN.finditer(data) if re.match(rb"[\w\"'`]", m[0]) and m[0] not in KEYWORDS]
        if not names:
            return data
        start, end = rng.choice(names)
        start2, end2 = rng.choice(names)
        new = data[start2:end2] if rng.random() < 0.6 else rng.choice(rng.choice((NAMES, LITERALS)))
        if rng.random() < 0.3:  # everywhere
            return re.sub(rb"\b" + re.escape(data[start:end]) + rb"\b", lambda m: new, data)
        return data[:start] + new + data[end:]


GO_MODS: Final = [
    b"module example.com/a\n\ngo 1.27\n\nrequire ("
    b"\n\texample.com/b v1.0.0\n\texample.com/c v0.0.0-20200101000000-abcdefabcdef // indirect\n)\n\nreplace example.com/b => ./b\n",
    b'module "example.com/a"\ngo 1.21.0\ntoolchain go1.27.3\n'
    b'exclude example.com/d v1.2.3\nretract [v1.0.0, v1.1.0]\nreplace example.com/c v1.0.0 => ../c\ngodebug default=go1.21\n',
    b"module m // comment\nrequire (\n)\nreplace (\n\ta => ./a\n\tb v1.0.0 => c v1.0.0\n)\ntool example.com/x/cmd\nignore ./node_modules\n",
]  # fmt: skip


def damaged_go_mod(seed: int, number: int) -> bytes:
    """A go.mod file with some damage."""
    rng = random.Random(seed * 1_000_003 + number)
    data = rng.choice(GO_MODS)
    for _ in range(rng.randint(1, 4)):
        words = re.findall(rb"\S+|\s+", data)
        k = rng.randrange(len(words)) if words else 0
        what = rng.randrange(6)
        if what == 0:
            words[k : k + 1] = []
        elif what == 1:
            words[k:k] = [rng.choice((b"(", b")", b"=>", b"\x00", b"\xff\xfe", b'"', b"`", b"//", b"module", b"go", b"replace ", b"require (", b"1.99", b"\n"))]  # fmt: skip
        elif what == 2:
            j = rng.randrange(len(words)) if words else 0
            words[k : k + 1] = words[j : j + 1]
        elif what == 3:
            words = words[:k]
        elif what == 4:
            words[k:k] = [rng.randbytes(rng.choice((1, 5)))]
        else:
            words[k:k] = words[k : k + 3]
        data = b"".join(words)
    return data
