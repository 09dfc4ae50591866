"""What compiled loops keep in registers must keep their objects alive: ``collector.go``, with a collection at every allocation, gives the right sums."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from minigo.driver.build import Builder
from minigo.driver.config import Config

PROGRAM = Path(__file__).with_name("collector.go")
QEMU = shutil.which("qemu-aarch64") or shutil.which("qemu-aarch64-static")


@pytest.mark.parametrize("goarch,opt", [("amd64", 0), ("amd64", 2), ("amd64", 3), ("arm64", 2)])
def test_objects_survive_loops(goarch: str, opt: int, tmp_path: Path) -> None:
    if goarch == "arm64" and QEMU is None:
        pytest.skip("no qemu-aarch64")
    out = Builder(Config(goarch=goarch, opt=opt)).build([str(PROGRAM)], str(tmp_path / "prog"))
    env = {**os.environ, "MINIGO_GCSTRESS": "1", "MINIGO_GCPOISON": "1"}
    command = [QEMU, out] if goarch == "arm64" and QEMU is not None else [out]
    done = subprocess.run(command, capture_output=True, text=True, env=env, timeout=300, check=False)
    assert (done.stdout, done.stderr, done.returncode) == ("", "bad 0\n", 0)
