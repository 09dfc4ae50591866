"""The runtime's memory side, compiled for this machine with a small host in place of the scheduler.

The C programs check maps and the heap themselves; floats, capacities and UTF-8 are compared with Python, and with facts from real Go.
"""

from __future__ import annotations

import os
import random
import shutil
import struct
import subprocess
from decimal import Decimal
from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).parent
RUNTIME: Final = HERE.parent.parent / "runtime_c"
SOURCES: Final = (
    "blocks", "equal", "finalizer", "ftoa", "gc", "gcmark", "gcpace", "gcsweep", "hash", "iface", "malloc", "map", "mem", "mheap", "mstats", "osmem", "print",
    "sizeclasses", "slice", "string",
)  # fmt: skip
FLAGS: Final = ("-O1", "-g", "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-fno-builtin", "-fno-strict-aliasing")

pytestmark = pytest.mark.skipif(shutil.which("gcc") is None, reason="needs gcc")


@pytest.fixture(scope="module")
def programs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the test programs, compiled."""
    out = tmp_path_factory.mktemp("runtime_c")
    shared = []
    for source in [HERE / "host.c", *(RUNTIME / f"{name}.c" for name in SOURCES)]:
        shared.append(str(out / f"{source.stem}.o"))
        subprocess.run(["gcc", *FLAGS, "-c", "-o", shared[-1], str(source)], check=True)
    for name in ("blocks", "maps", "heap", "iface", "text", "pacing"):
        subprocess.run(["gcc", *FLAGS, "-o", str(out / name), str(HERE / f"{name}.c"), *shared], check=True)
    return out


def run(program: Path, *args: str, **env: str) -> list[str]:
    done = subprocess.run([str(program), *args], capture_output=True, text=True, timeout=120, env={**os.environ, **env})
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout.splitlines()


def test_blocks(programs: Path) -> None:
    assert run(programs / "blocks") == ["ok"]


def test_maps(programs: Path) -> None:
    assert run(programs / "maps") == ["ok"]


def test_maps_while_collecting(programs: Path) -> None:
    assert run(programs / "maps", MINIGO_GCSTRESS="97", MINIGO_GCPOISON="1", MINIGO_GCVERIFY="1") == ["ok"]


def test_what_one_allocation_does_for_the_collector(programs: Path) -> None:
    assert run(programs / "pacing") == ["ok"]


def test_interfaces_and_searches(programs: Path) -> None:
    assert run(programs / "iface") == ["ok"]


def test_heap(programs: Path) -> None:
    assert run(programs / "heap", MINIGO_GCPOISON="1", MINIGO_GCVERIFY="1") == ["ok"]


def shortest_g(value: float, digits: str) -> str:
    """``value`` laid out as strconv's 'g' with the shortest precision; ``digits`` is its repr in Python's 'e' style."""
    if value != value:
        return "NaN"
    if value in (float("inf"), float("-inf")):
        return "+Inf" if value > 0 else "-Inf"
    sign = "-" if digits.startswith("-") else ""
    mantissa, exponent = digits.lstrip("-").split("e")
    figures, exp = mantissa.replace(".", "").rstrip("0") or "0", int(exponent)
    if figures == "0":
        return sign + "0"
    if exp < -4 or exp >= 6:
        body = figures[0] + ("." + figures[1:] if len(figures) > 1 else "")
        return f"{sign}{body}e{'-' if exp < 0 else '+'}{abs(exp):02d}"
    if exp < 0:
        return f"{sign}0.{'0' * (-exp - 1)}{figures}"
    whole = figures[: exp + 1].ljust(exp + 1, "0")
    return sign + whole + ("." + figures[exp + 1 :] if len(figures) > exp + 1 else "")


def scientific(value: float) -> str:
    """repr's digits in the form d.ddde+xx."""
    digits = Decimal(repr(value))
    return f"{digits:e}"


def test_floats(programs: Path) -> None:
    rng = random.Random(1)
    bits = (
        [rng.getrandbits(64) for _ in range(400)]
        + [e << 52 for e in range(0, 2048, 5)]
        + [1, 2, 3, 0xFFFFFFFFFFFFF, 0x7FEFFFFFFFFFFFFF]
    )
    bits += [
        struct.unpack("<Q", struct.pack("<d", v))[0]
        for v in (0.0, -0.0, 1.5, 0.1, 0.3, 1e100, 1e21, 123456.0, 1234567.0, 5e-5, 1e23, 9007199254740993.0)
    ]
    ties = [1234567889876543.75, 1234567889876543.25] + [rng.randrange(1 << 50, 1 << 51) + 0.25 for _ in range(50)]
    bits += [
        struct.unpack("<Q", struct.pack("<d", v))[0] for v in ties
    ]  # halfway between two decimals of the shortest length
    got = run(programs / "text", "float", *map(str, bits))
    for b, text in zip(bits, got, strict=True):
        value = struct.unpack("<d", struct.pack("<Q", b))[0]
        assert text == shortest_g(value, scientific(value) if abs(value) < float("inf") else ""), hex(b)


def test_floats_of_32_bits_read_back(programs: Path) -> None:
    rng = random.Random(2)
    bits = [rng.getrandbits(31) for _ in range(400)] + [e << 23 for e in range(255)]
    for b, text in zip(bits, run(programs / "text", "float32", *map(str, bits)), strict=True):
        value = struct.unpack("<f", struct.pack("<I", b))[0]
        if value == value and value != float("inf"):
            assert struct.pack("<f", float(text)) == struct.pack("<I", b)
            assert len(text.split("e")[0].replace(".", "").strip("0")) <= 9
    assert run(programs / "text", "float32", str(0x3DCCCCCD), str(0x00000001)) == ["0.1", "1e-45"]


def test_capacities_are_those_of_go(programs: Path) -> None:
    facts = [line.split() for line in (HERE / "caps.txt").read_text().splitlines() if not line.startswith("#")]
    got = run(programs / "text", "caps", *(field for fact in facts for field in fact[:4]))
    assert got == [fact[4] for fact in facts]


def go_runes(data: bytes) -> list[int]:
    """Go's decoding: an invalid byte is U+FFFD, one byte long."""
    runes, i = [], 0
    while i < len(data):
        for n in range(1, 5):
            try:
                runes.append(ord(data[i : i + n].decode()))
                i += n
                break
            except (UnicodeDecodeError, TypeError):
                continue
        else:
            runes.append(0xFFFD)
            i += 1
    return runes


def test_utf8(programs: Path) -> None:
    rng = random.Random(3)
    lead = bytes.fromhex("00417f80bfc0c1c2dfe0edeff0f4f5ff9fa08f90")
    texts = [bytes(rng.choice(lead) for _ in range(rng.randint(1, 12))) for _ in range(500)]
    texts += ["aé€😀\U0010ffff\ud7ff\ue000".encode(), b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"\xe2\x82"]
    for text, line in zip(texts, run(programs / "text", "runes", *(t.hex() for t in texts)), strict=True):
        want = go_runes(text)
        assert line == "".join(f"{r} " for r in want) + "".join(map(chr, want)).encode().hex(), text
    got = run(programs / "text", "rune", "65", "-1", "0xd800", "0x10ffff", "0x110000", "0x100000041")
    assert got == ["41", "efbfbd", "efbfbd", "f48fbfbf", "efbfbd", "efbfbd"]
