"""Whole programs: compiled by minigo they must do what real Go's executables do (output, error output, exit status).

``--update`` writes the golden files anew, from real Go; ``test_golden`` checks that they are what real Go does, where it is installed. See ``cases`` for the files.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.gotool import go_build, go_tool
from tests.programs import cases

TARGETS = ("amd64-O0", "amd64-O2", "arm64-O2")
QEMU = shutil.which("qemu-aarch64") or shutil.which("qemu-aarch64-static")
ids = {"argvalues": cases.programs(), "ids": lambda p: p.stem}


@pytest.mark.parametrize("program", **ids)
def test_golden(program: Path, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    go = go_tool()
    if go is None:
        pytest.skip("no Go toolchain")
    go_build(go, program, tmp_path / "prog")
    runs = cases.read_runs(program)
    got = [cases.execute([str(tmp_path / "prog")], run) for run in runs]
    if request.config.getoption("--update"):
        cases.write_runs(program, got)
    else:
        assert got == runs


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("program", **ids)
def test_program(program: Path, target: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    if request.config.getoption("--update"):
        pytest.skip("real Go writes the golden files")
    arch, _, level = target.partition("-O")
    if arch == "arm64" and QEMU is None:
        pytest.skip("no qemu-aarch64")
    prog = tmp_path / "prog"
    command = [sys.executable, "-m", "minigo.cli.main", "build", "-O", level, "-o", str(prog), str(program)]
    built = subprocess.run(
        command, capture_output=True, text=True, timeout=900, cwd=cases.ROOT, env=cases.build_environment(arch)
    )
    assert built.returncode == 0, built.stdout + built.stderr
    prefix = [QEMU] if arch == "arm64" and QEMU else []
    results = [(run, cases.execute([*prefix, str(prog)], run)) for run in cases.read_runs(program)]
    wrong = [f"expected:\n{run.text()}\ngot:\n{got.text()}" for run, got in results if got != run]
    assert not wrong, "\n".join(wrong)
