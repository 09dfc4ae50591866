"""Programs that use the standard library: ``programs/NAME.go`` must print ``programs/NAME.out`` (standard output, then ``exit STATUS``).

The expected output is real Go's: with ``--update`` and a Go toolchain at hand (``go`` in the path, or ``MINIGO_GO``) it is written anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent
PROGRAMS = sorted((HERE / "programs").glob("*.go"))


def go_tool() -> str | None:
    return os.environ.get("MINIGO_GO") or shutil.which("go")


def run(command: list[str], folder: Path) -> str:
    env = {**os.environ, "TZ": "UTC", "GO111MODULE": "on", "GOFLAGS": "-mod=mod"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120)
    return done.stdout + f"exit {done.returncode}\n"


def expected(program: Path, tmp: Path) -> str:
    go = go_tool()
    if go is None:
        pytest.skip("no Go toolchain")
    (tmp / "go.mod").write_text("module example\n\ngo 1.27\n")
    shutil.copy(program, tmp / "main.go")
    subprocess.run([go, "build", "-o", "prog", "."], cwd=tmp, check=True, timeout=300)
    return run(["./prog"], tmp)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda p: p.stem)
def test_program(program: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    out = program.with_suffix(".out")
    if request.config.getoption("--update"):
        out.write_text(expected(program, tmp_path))
        return
    if not any((HERE.parents[1] / "minigo" / "codegen").glob("*.py")):
        pytest.skip("no code generator")
    subprocess.run(
        [sys.executable, "-m", "minigo", "build", "-o", str(tmp_path / "prog"), str(program)], check=True, timeout=600
    )
    assert run([str(tmp_path / "prog")], tmp_path) == out.read_text()
