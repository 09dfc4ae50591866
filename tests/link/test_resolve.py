"""Which definitions are chosen, which sections stay, what is an error: on objects written by hand."""

from __future__ import annotations

import io
import struct

import pytest
from elftools.elf.elffile import ELFFile

from minigo import link
from minigo.link import elf
from tests.link.objects import Maker, names, options, program


def word(image: bytes, address: int) -> int:
    """The 8 bytes at an address of an executable."""
    file = ELFFile(io.BytesIO(image))
    for segment in file.iter_segments("PT_LOAD"):
        offset = address - segment["p_vaddr"]
        if 0 <= offset < segment["p_filesz"]:
            value: int = struct.unpack_from("<Q", image, segment["p_offset"] + offset)[0]
            return value
    raise AssertionError(f"{address:#x} is in no segment")


def addresses(result: link.LinkResult) -> dict[str, int]:
    return {name: address for name, address, *_ in result.symbols}


def test_dead_sections_are_dropped() -> None:
    main = program(["main.used"])
    main.function("main.used", ["main.table"])
    main.data("main.table", ".data", bytes(16), [(8, "main.used")])
    main.function("main.dead", ["main.deadToo"])
    main.data("main.deadToo", ".data", bytes(8))
    result = link.link([main.digest()], [], options())
    assert names(result) == {"_start", "main.main", "main.used", "main.table"}
    assert result.dropped == 2
    at = addresses(result)
    assert word(result.image, at["main.table"] + 8) == at["main.used"]


@pytest.mark.parametrize("first_weak,second_weak,winner", [(True, True, 0), (True, False, 1), (False, True, 0)])
def test_strong_definitions_win(first_weak: bool, second_weak: bool, winner: int) -> None:
    main = program(["x"])
    first, second = Maker("a"), Maker("b")
    first.data("x", ".rodata", struct.pack("<Q", 0), weak=first_weak)
    second.data("x", ".rodata", struct.pack("<Q", 1), weak=second_weak)
    result = link.link([main.digest(), first.digest(), second.digest()], [], options())
    assert word(result.image, addresses(result)["x"]) == winner


def test_errors_name_symbols_and_objects() -> None:
    first, second = Maker("a"), Maker("b")
    first.data("x", ".data", bytes(8))
    second.data("x", ".data", bytes(8))
    with pytest.raises(link.LinkError) as e:
        link.link([program(["x"]).digest(), first.digest(), second.digest()], [], options())
    assert e.value.messages == ["x is defined in a and in b"]
    with pytest.raises(link.LinkError) as e:
        link.link([program(["main.f", "main.g", "main.f"]).digest()], [], options())
    assert e.value.messages == ["undefined symbol main.f", "undefined symbol main.g"]
    lonely = Maker("a")
    lonely.function("_start", ["main.main"])
    with pytest.raises(link.LinkError) as e:
        link.link([lonely.digest()], [], options())
    assert e.value.messages == ["function main is undeclared in the main package"]
    with pytest.raises(link.LinkError) as e:
        link.link([Maker("arm", elf.EM_AARCH64).digest()], [], options())
    assert e.value.messages[0] == "arm: object for another machine"


def test_memory_classes() -> None:
    main = program(["p.data", "p.noptrdata", "p.bss", "p.noptrbss", "p.ro"])
    main.data("p.data", ".data", b"\1" * 8)
    main.data("p.noptrdata", ".noptrdata", b"\2" * 8)
    main.data("p.bss", ".bss", None, size=24)
    main.data("p.noptrbss", ".bss..noptr", None, size=1 << 20)
    main.data("p.ro", ".rodata", b"\3" * 8)
    result = link.link([main.digest()], [], options())
    at = addresses(result)
    for name in ("data", "noptrdata", "bss", "noptrbss"):
        assert at[f"runtime.{name}"] <= at[f"p.{name}"] < at[f"runtime.e{name}"]
    assert at["runtime.rodata"] <= at["p.ro"] < at["runtime.erodata"]
    assert at["runtime.ebss"] <= at["runtime.noptrbss"]
    assert len(result.image) < 1 << 20


def test_equal_strings_are_one() -> None:
    first, second = program(["a.x", "b.x"]), Maker("b")
    first.data("a.x", ".data", bytes(16), [(0, "s1"), (8, "s2")])
    first.data("s1", ".rodata..str.", b"hello")
    first.data("s2", ".rodata..str.", b"other")
    second.data("b.x", ".data", bytes(8), [(0, "s3")])
    second.data("s3", ".rodata..str.", b"hello")
    result = link.link([first.digest(), second.digest()], [], options())
    at = addresses(result)
    assert at["s1"] == at["s3"] != at["s2"]
    assert word(result.image, at["b.x"]) == at["s1"]


def test_set_strings() -> None:
    main = program(["main.version", "main.zero"])
    main.data("main.version", ".data", struct.pack("<QQ", 0, 3), [(0, "main.text")])
    main.data("main.text", ".rodata..str.", b"dev")
    main.data("main.zero", ".bss", None, size=16)
    main.data("main.number", ".data", bytes(8))
    strings = {"main.version": "v1.2.3", "main.zero": "ö", "main.missing": "x"}
    result = link.link([main.digest()], [], options(strings=strings))
    at = addresses(result)
    for name, value in (("main.version", "v1.2.3"), ("main.zero", "ö")):
        length = word(result.image, at[name] + 8)
        start = word(result.image, at[name])
        text = b"".join(struct.pack("<Q", word(result.image, start + i)) for i in range(0, length, 8))[:length]
        assert text.decode() == value
    with pytest.raises(link.LinkError, match=r"-X main\.number: not a string variable"):
        link.link([main.digest()], [], options(strings={"main.number": "x"}))


def methods_program() -> Maker:
    """main.main uses a type with methods A and B, and perhaps main.caller, which calls A through an interface."""
    main = program(["type:T", "main.init0"])
    main.data("type:T", ".rodata", bytes(96), [(72, "T.A"), (80, "T.B"), (88, "type:*T")])
    main.data("type:*T", ".rodata", bytes(72))
    main.function("T.A", ["helper"])
    main.function("T.B", [])
    main.function("helper", [])
    main.function("main.caller", [])
    main.function("main.everything", [])
    main.function("main.init0", ["main.m$if"])
    main.data("main.m$if", ".rodata", bytes(8), [(0, "main.fill")])
    main.function("main.fill", ["main.m"])
    main.data("main.m", ".bss", None, size=8)
    main.function("main.usesMap", ["main.m"])
    main.function("runtime.unreachableMethod", [])
    return main


METHODS: list[tuple[dict[str, list[str]], dict[str, list[tuple[int, str]]]]] = [
    (
        {"main.caller": ["A()"], "main.everything": ["*"], "main.m": ["=main.m"]},
        {"type:T": [(72, "A()"), (80, "B()"), (88, "")], "main.m$if": [(0, "=main.m")]},
    )
]


@pytest.mark.parametrize(
    "used,kept",
    [
        ([], set()),
        (["main.caller"], {"main.caller", "T.A", "helper"}),
        (["main.everything"], {"main.everything", "T.A", "helper", "T.B"}),
        (["type:*T"], {"type:*T"}),
        (["main.usesMap"], {"main.usesMap", "main.m", "main.fill"}),
    ],
)
def test_methods_nobody_calls_are_dropped(used: list[str], kept: set[str]) -> None:
    main = methods_program()
    root = Maker("root")
    root.function("main.init", used)
    result = link.link([main.digest(), root.digest()], [], options(methods=METHODS, init_order=["main"]))
    always = {"_start", "main.main", "main.init", "type:T", "main.init0", "main.m$if"}
    assert names(result) == always | kept
    at = addresses(result)
    t = at["type:T"]
    for offset, name in ((72, "T.A"), (80, "T.B")):
        assert word(result.image, t + offset) == at.get(name, at["runtime.unreachableMethod"])
    assert word(result.image, t + 88) == at.get("type:*T", 0)
    assert word(result.image, at["main.m$if"]) == at.get("main.fill", 0)
