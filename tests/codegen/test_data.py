"""Descriptors, itabs and variables as they lie in object files.

``golden/descriptors.txt`` and ``golden/variables.txt``: cases ``=== name``, a Go package, ``---``, what its data unit holds. In the first, a comment ``// show: T1; T2`` says which
descriptors are printed. ``pytest --update`` rewrites what is expected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from minigo import types
from minigo.codegen import pointermap
from minigo.link import elf
from tests.codegen import build, decode

HERE = Path(__file__).parent / "golden"


def check_file(name: str, run: Callable[[str], str], update: bool) -> None:
    cases = []
    for part in ("\n" + (HERE / name).read_text(encoding="utf-8")).split("\n=== ")[1:]:
        title, _, body = part.partition("\n")
        text, _, expected = (body + "\n").partition("\n---\n")
        cases.append((title, text, expected.rstrip("\n"), run(text)))
    if update:
        out = "".join(f"=== {title}\n{text}\n---\n{got}\n" for title, text, _, got in cases)
        (HERE / name).write_text(out, encoding="utf-8")
        return
    for title, _, expected, got in cases:
        assert got == expected, title


def show_descriptors(text: str) -> str:
    found = decode.symbols(build.data_object(text))
    lines: list[str] = []
    for name in re.findall(r"[^;\n]+", " ".join(re.findall(r"// show: (.*)", text))):
        symbol = found[name.strip()]
        lines += decode.itab(symbol) if symbol.name.startswith("itab:") else decode.descriptor(symbol)
    return "\n".join(lines)


def show_variables(text: str) -> str:
    """Section, size and contents of every variable of the package."""
    data = build.data_object(text)
    obj = elf.read_object(data)
    found = decode.symbols(data)
    lines = []
    for sym in sorted(obj.symbols, key=lambda s: s.name):
        if not sym.name.startswith("main.") or sym.section == elf.SHN_UNDEF or sym.binding == elf.STB_LOCAL:
            continue
        section = obj.sections[sym.section]
        shown = section.name.removesuffix(sym.name)
        kind = " nobits" if section.type == elf.SHT_NOBITS else ""
        s = found[sym.name]
        refs = {at - s.start: f"{n}{f'+{a}' if a else ''}" for at, (n, a) in s.refs.items()}
        contents = "" if kind else " " + _contents(s, refs)
        lines.append(f"{sym.name} {shown}{kind} size {sym.size} align {section.align}{contents}")
    return "\n".join(lines)


def _contents(s: decode.Symbol, refs: dict[int, str]) -> str:
    words = []
    at = 0
    while at < s.size:
        if at in refs:
            words.append(f"&{refs[at]}")
        else:
            words.append(s.data[s.start + at : s.start + min(at + 8, s.size)].hex())
        at += 8
    return " ".join(words)


def test_descriptors(request: pytest.FixtureRequest) -> None:
    check_file("descriptors.txt", show_descriptors, request.config.getoption("--update"))


def test_variables(request: pytest.FixtureRequest) -> None:
    check_file("variables.txt", show_variables, request.config.getoption("--update"))


def test_objects_of_both_targets_hold_the_same_data() -> None:
    text = "package main\ntype T struct { a []string; b map[int]*T }\nvar x any = &T{}\nfunc main() {}\n"
    amd64, arm64 = (decode.symbols(build.data_object(text, arch)) for arch in ("amd64", "arm64"))
    for name in ("type:main.T", "type:*main.T", "type:map[int]*main.T"):
        assert list(decode.descriptor(amd64[name])) == list(decode.descriptor(arm64[name]))


def naive_map(t: object) -> list[bool]:
    """The pointer map, word by word."""
    size = types.sizeof(t)  # type: ignore[arg-type]
    bits = [False] * ((size + 7) // 8)

    def walk(t: object, at: int) -> None:
        u = t.underlying()  # type: ignore[attr-defined]
        if isinstance(u, types.Struct):
            for f, offset in zip(u.fields, types.offsetsof(u.fields), strict=True):
                walk(f.type, at + offset)
        elif isinstance(u, types.Array):
            for i in range(u.len):
                walk(u.elem, at + i * types.sizeof(u.elem))
        elif isinstance(u, types.Interface):
            bits[at // 8] = bits[at // 8 + 1] = True
        elif not isinstance(u, types.Basic) or u.kind in (types.STRING, types.UNSAFE_POINTER):
            bits[at // 8] = True

    walk(t, 0)
    return bits


@pytest.mark.parametrize("length", [0, 1, 2, 3, 7, 64, 65, 1000])
def test_pointer_maps_of_arrays(length: int) -> None:
    var = lambda name, t: types.Var(0, None, name, t, is_field=True)  # noqa: E731
    element = types.Struct(
        [
            var("a", types.Typ[types.INT8]),
            var("b", types.Typ[types.STRING]),
            var("c", types.Interface()),
            var("d", types.Typ[types.INT]),
        ]
    )
    t = types.Struct([var("x", types.Array(element, length)), var("y", types.Typ[types.UINTPTR])])
    bits = pointermap.pointer_map(t)
    expected = naive_map(t)
    assert [bool(bits >> i & 1) for i in range(len(expected))] == expected
    assert bits < 1 << len(expected)
    assert pointermap.has_pointers(t) == any(expected)
