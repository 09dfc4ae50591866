"""Whole programs: what the internal linker makes against pyelftools, and against another linker, which starts from the same sections."""

from __future__ import annotations

import io
import os
import shutil
import struct
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from elftools.elf.elffile import ELFFile

from minigo import link
from minigo.driver.build import Builder
from minigo.driver.config import Config
from minigo.link import elf, external, resolve
from minigo.link.buildinfo import read_build_info

PROGRAM = """package main

import "errors"

type Shape interface{ Area() int }
type Square struct{ side int }
type Rect struct{ w, h int }

func (s Square) Area() int { return s.side * s.side }
func (r *Rect) Area() int  { return r.w * r.h }

var shapes = []Shape{Square{3}, &Rect{2, 5}}
var names = map[string]Shape{"square": shapes[0]}
var version = "dev"

func main() {
	total := 0
	for _, s := range shapes {
		total += s.Area()
	}
	println(version, total, names["square"].Area(), errors.New("e").Error())
	defer func() {
		println("recovered", recover().(error).Error())
		var m map[string]int
		m["x"] = total
	}()
	println(shapes[total].Area())
}
"""
TARGETS = ["amd64", "arm64"]
QEMU = shutil.which("qemu-aarch64") or shutil.which("qemu-aarch64-static")


def builder(goarch: str, **settings: Any) -> Builder:
    return Builder(Config(goarch=goarch, **settings))


def run(image: bytes, goarch: str, folder: Path) -> tuple[str, int]:
    """(standard error, exit code)."""
    path = folder / "prog"
    path.write_bytes(image)
    path.chmod(0o755)
    command = [str(path)]
    if goarch == "arm64":
        if QEMU is None:
            pytest.skip("no qemu-aarch64")
        command.insert(0, QEMU)
    done = subprocess.run(command, capture_output=True, text=True, timeout=100, check=False)
    assert done.stdout == ""
    return done.stderr, done.returncode


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("src") / "prog.go"
    path.write_text(PROGRAM)
    return str(path)


@pytest.fixture(scope="module", params=TARGETS)
def linked(request: pytest.FixtureRequest, source: str) -> tuple[str, link.LinkResult, link.LinkResult]:
    """(target, linked internally, linked externally)."""
    goarch = request.param
    machine = {"amd64": elf.EM_X86_64, "arm64": elf.EM_AARCH64}[goarch]
    try:
        external.find_linker(machine)
    except link.LinkError as e:
        pytest.skip(str(e))
    inside = builder(goarch).link_program([source])
    outside = builder(goarch, linkmode="external").link_program([source])
    return goarch, inside, outside


def test_same_program_through_both_linkers(linked: Any, tmp_path: Path) -> None:
    goarch, inside, outside = linked
    text, code = run(inside.image, goarch, tmp_path)
    assert code == 2
    lines = text.splitlines()
    assert lines[0] == "dev 19 9 e"
    assert lines[1] == "recovered runtime error: index out of range [19] with length 2"
    assert "panic: assignment to entry in nil map" in text
    assert "main.main.func1" in text and "prog.go:25 " in text and "prog.go:27 " in text
    assert run(outside.image, goarch, tmp_path) == (text, code)


def test_strings_can_be_set(source: str, tmp_path: Path) -> None:
    for mode in ("internal", "external"):
        settings = {"linkmode": mode, "strings": {"main.version": "v1.2.3"}, "strip": True}
        result = builder("amd64", **settings).link_program([source])
        assert run(result.image, "amd64", tmp_path)[0].startswith("v1.2.3 19 9 e\n")
        assert b".symtab" not in result.image
        info = read_build_info(result.image)
        assert info is not None and "build\t-compiler=minigo" in info


def test_symbols_agree(linked: Any) -> None:
    """Names, sizes and classes are the same; what pyelftools reads is what the linker says."""
    _, inside, outside = linked
    assert {(n, s, c) for n, _, s, c in inside.symbols} == {(n, s, c) for n, _, s, c in outside.symbols}
    read = {
        s.name: s["st_value"]
        for s in ELFFile(io.BytesIO(inside.image)).get_section_by_name(".symtab").iter_symbols()
        if s.name
    }
    assert read == {n: a for n, a, *_ in inside.symbols}


def test_image_is_well_formed(linked: Any) -> None:
    _, inside, _ = linked
    file: Any = ELFFile(io.BytesIO(inside.image))
    assert file["e_type"] == "ET_EXEC" and not any(True for _ in file.iter_segments("PT_INTERP"))
    loads = list(file.iter_segments("PT_LOAD"))
    end = 0
    for s in loads:
        assert s["p_vaddr"] % s["p_align"] == s["p_offset"] % s["p_align"]
        assert s["p_vaddr"] >= end, "segments overlap"
        assert s["p_flags"] & 3 != 3, "a segment is writable and executable"
        end = s["p_vaddr"] + s["p_memsz"]
    sections = {s.name: s for s in file.iter_sections()}
    for name, address, size, letter in inside.symbols:
        home = {"T": ".text", "R": ".rodata"}.get(letter)
        if home is not None and size:
            assert sections[home]["sh_addr"] <= address
            assert address + size <= sections[home]["sh_addr"] + sections[home]["sh_size"], name
    assert sections[".text"]["sh_addr"] <= file["e_entry"]


def relocated(
    result: link.LinkResult, program: resolve.Resolution, names: dict[str, int]
) -> Iterator[tuple[str, int, int, int, int]]:
    """Every relocation of live sections against a named symbol: (where, type, place, value of the symbol, addend)."""
    for at in program.live:
        obj = program.objects[at[0]]
        home = next(
            ((n, d[1]) for n, d in obj.defs.items() if d[0] == at[1] and n in names and program.defs[n] == at[0]), None
        )
        if home is None:
            continue
        base = names[home[0]] - home[1]
        for offset, info, addend in elf.RELA.iter_unpack(program.row(at)[5]):
            name = obj.symbols[info >> 32][0]
            if name in names and offset not in program.held.get(at, {}):
                yield f"{home[0]}+{offset:#x} -> {name}", info & 0xFFFFFFFF, base + offset, names[name], addend


def read_at(file: Any, image: bytes, address: int, size: int) -> bytes:
    for s in file.iter_segments("PT_LOAD"):
        if 0 <= address - s["p_vaddr"] < s["p_filesz"]:
            start = s["p_offset"] + address - s["p_vaddr"]
            return image[start : start + size]
    raise AssertionError(f"{address:#x} is in no segment")


def check_relocation(kind: int, code: bytes, place: int, value: int) -> bool:
    """Whether the bytes hold ``value`` (symbol + addend) as the relocation type says; written apart from ``minigo.link.reloc``."""
    word = int.from_bytes(code[:4], "little")
    if kind in (1, 257):  # 64-bit address
        return int.from_bytes(code, "little") == value
    if kind in (2, 4):  # pc-relative
        return (place + struct.unpack("<i", code[:4])[0]) == value
    if kind in (10, 11):
        return word == value
    if kind in (282, 283):  # 26-bit branch
        delta = word & 0x3FFFFFF
        return place + 4 * (delta - (1 << 26) * (delta >> 25)) == value
    if kind == 275:  # adrp
        pages = (word >> 29 & 3) | (word >> 5 & 0x7FFFF) << 2
        return (place >> 12) + pages - (1 << 21) * (pages >> 20) == value >> 12
    if kind in (277, 278, 284, 285, 286, 299):
        shift = {277: 0, 278: 0, 284: 1, 285: 2, 286: 3, 299: 4}[kind]
        return (word >> 10 & 0xFFF) << shift == value & 0xFFF
    raise AssertionError(f"relocation type {kind}")


def test_every_relocation(linked: Any, source: str) -> None:
    """Both linkers' images hold, at every relocation, the address that their own symbol tables give."""
    goarch, inside, outside = linked
    program = resolved(goarch, source)
    for result in (inside, outside):
        names = {n: a for n, a, *_ in result.symbols}
        file = ELFFile(io.BytesIO(result.image))
        count = 0
        for where, kind, place, value, addend in relocated(result, program, names):
            if kind in (9, 41, 42, 311, 312):  # through the global offset table, or relaxed
                continue
            code = read_at(file, result.image, place, 8)
            assert check_relocation(kind, code, place, value + addend), f"{where} type {kind}"
            count += 1
        assert count > 500


def resolved(goarch: str, source: str) -> resolve.Resolution:
    """What both linkers start from."""
    b = builder(goarch)
    return resolve.resolve(*b.link_inputs(b.compile([source])))


def test_equal_input_gives_equal_bytes(tmp_path: Path) -> None:
    """With -trimpath, in whatever folder the sources lie and however Python hashes strings."""
    images = []
    for seed in ("1", "2"):
        folder = tmp_path / seed / "deeper"[: 3 * int(seed)]
        folder.mkdir(parents=True)
        (folder / "prog.go").write_text(PROGRAM)
        out = folder / "prog"
        command = [
            sys.executable,
            "-m",
            "minigo.cli.main",
            "build",
            "-trimpath",
            "-o",
            str(out),
            str(folder / "prog.go"),
        ]
        subprocess.run(command, check=True, env={**os.environ, "PYTHONHASHSEED": seed})
        images.append(out.read_bytes())
    assert images[0] == images[1]
    assert b"./prog.go" in images[0] and str(tmp_path).encode() not in images[0]


def test_tracebacks_show_whole_paths(source: str) -> None:
    assert source.encode() in builder("amd64").link_program([source]).image
