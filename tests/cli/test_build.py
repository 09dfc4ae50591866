"""``minigo build`` and ``run`` of packages that are no programs, and of outputs that are no ordinary files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LIBRARY = "package lib\n\nfunc F(x int) int { return x + 1 }\n"


def minigo(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "MINIGO_CACHE": str(folder / "cache")}
    command = [sys.executable, "-m", "minigo.cli.main", *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    (tmp_path / "lib.go").write_text(LIBRARY, encoding="utf-8")
    return tmp_path


def test_a_package_that_is_no_program_becomes_an_archive(library: Path) -> None:
    done = minigo(library, "build", "-o", "lib.a", "lib.go")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    data = (library / "lib.a").read_bytes()
    assert data.startswith(b"!<arch>\n__.PKGDEF/")
    assert data.count(b"`\n") >= 2
    again = minigo(library, "build", "-o", "again.a", "lib.go")
    assert again.returncode == 0
    assert (library / "again.a").read_bytes() == data


def test_without_an_output_nothing_is_written(library: Path) -> None:
    before = sorted(p.name for p in library.iterdir())
    assert minigo(library, "build", "lib.go").returncode == 0
    assert sorted(p.name for p in library.iterdir()) == sorted([*before, "cache"])


def test_run_wants_a_program(library: Path) -> None:
    done = minigo(library, "run", "lib.go")
    assert (done.returncode, done.stderr) == (1, "package lib.go is not a main package\n")


def test_output_to_a_pipe(library: Path) -> None:
    """What is no regular file is written to, not replaced."""
    os.mkfifo(library / "pipe")
    reader = subprocess.Popen(["cat", "pipe"], cwd=library, stdout=subprocess.PIPE)
    assert minigo(library, "build", "-o", "pipe", "lib.go").returncode == 0
    out, _ = reader.communicate()
    assert out.startswith(b"!<arch>\n")
    assert (library / "pipe").is_fifo()
