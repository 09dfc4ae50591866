"""Builds that meet a cache in a bad state, or each other."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from minigo.driver.build import Builder
from minigo.driver.config import Config, cache_root

PROGRAM = 'package main\n\nfunc twice(n int) int { return 2 * n }\n\nfunc main() { println("result", twice(NUMBER)) }\n'


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of our own. It starts with what the user's has, so that std need not be compiled: entries are replaced, never written to, so links will do."""
    Builder(Config()).compile(["runtime"])
    root = tmp_path / "cache"
    shutil.copytree(cache_root(), root, copy_function=os.link, ignore=shutil.ignore_patterns(".tmp-*", "*-exe"))
    monkeypatch.setenv("MINIGO_CACHE", str(root))
    return root


def program(tmp_path: Path, number: int) -> str:
    file = tmp_path / "prog.go"
    file.write_text(PROGRAM.replace("NUMBER", str(number)))
    return str(file)


def output(executable: str) -> str:
    return subprocess.run([executable], stderr=subprocess.PIPE, text=True, check=True).stderr


@pytest.mark.parametrize("damage", ["empty", "half", "changed", "gone"])
def test_damaged_entries_are_made_again(tmp_path: Path, cache: Path, damage: str) -> None:
    """All entries that the program has put there, of every kind, and units of std."""
    before = {f.name for f in cache.glob("*/*")}
    source, out = program(tmp_path, 21), str(tmp_path / "prog")
    builder = Builder(Config())
    builder.build([source], out)
    image = Path(out).read_bytes()
    units = {f"{key}-unit" for key in builder.artifacts["runtime"].units}
    damaged = [f for f in cache.glob("*/*") if f.name not in before or f.name in units]
    assert {f.name.rpartition("-")[2] for f in damaged} >= {"exp", "hdr", "pkg", "unit", "exe"}
    for file in damaged:
        data = file.read_bytes()
        file.unlink()
        if damage != "gone":
            change = {"empty": b"", "half": data[: len(data) // 2], "changed": bytes([data[0] ^ 1]) + data[1:]}
            file.write_bytes(change[damage])
    Builder(Config()).build([source], out)
    assert output(out) == "result 42\n"
    assert Path(out).read_bytes() == image


def test_a_damaged_unit_of_a_package_that_is_compiled(tmp_path: Path, cache: Path) -> None:
    """The package is compiled because its entry is gone; one of its units is there, but damaged."""
    source, out = program(tmp_path, 5), str(tmp_path / "prog")
    builder = Builder(Config())
    builder.build([source], out)
    for path in ("command-line-arguments", "runtime"):
        builder.cache.drop(builder.keys[path], "pkg")
    first, *rest = builder.artifacts["command-line-arguments"].units
    Path(builder.cache.path(first, "unit")).write_bytes(b"rubbish")
    for key in rest:
        builder.cache.drop(key, "unit")
    for file in cache.glob("*/*-exe"):
        file.unlink()
    Builder(Config()).build([source], out)
    assert output(out) == "result 10\n"


def test_two_builds_at_once(tmp_path: Path, cache: Path) -> None:
    source = program(tmp_path, 50)
    command = [sys.executable, "-m", "minigo.cli.main", "build", "-o"]
    outs = [str(tmp_path / name) for name in ("one", "two", "three")]
    running = [subprocess.Popen([*command, out, source]) for out in outs]
    assert [p.wait() for p in running] == [0, 0, 0]
    assert [output(out) for out in outs] == ["result 100\n"] * 3


def test_a_killed_build(tmp_path: Path, cache: Path) -> None:
    """Killed when it says that it hands a unit to LLVM; the next build does not mind what is left."""
    source, out = program(tmp_path, 60), str(tmp_path / "prog")
    command = [sys.executable, "-m", "minigo.cli.main", "build", "-x", "-o", out, source]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if line.startswith("llvm "):
                process.send_signal(signal.SIGKILL)
                break
    assert process.returncode == -signal.SIGKILL
    assert not os.path.exists(out)
    Builder(Config()).build([source], out)
    assert output(out) == "result 120\n"
