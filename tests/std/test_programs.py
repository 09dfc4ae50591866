"""Programs that use the standard library: ``programs/NAME.go`` must print ``programs/NAME.out`` (standard output, then ``exit STATUS``).

The expected output is real Go's: with ``--update`` and a Go toolchain at hand (see ``tests.gotool``) it is written anew.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gotool import go_build, go_tool

HERE = Path(__file__).parent
PROGRAMS = sorted((HERE / "programs").glob("*.go"))


def run(command: list[str], folder: Path) -> str:
    env = {**os.environ, "TZ": "UTC", "GO111MODULE": "on", "GOFLAGS": "-mod=mod"}
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, timeout=120)
    return done.stdout + f"exit {done.returncode}\n"


def expected(program: Path, tmp: Path) -> str:
    go = go_tool()
    if go is None:
        pytest.skip("no Go toolchain")
    go_build(go, program, tmp / "prog")
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
        [sys.executable, "-m", "minigo.cli.main", "build", "-o", str(tmp_path / "prog"), str(program)],
        check=True,
        timeout=600,
    )
    assert run([str(tmp_path / "prog")], tmp_path) == out.read_text()
