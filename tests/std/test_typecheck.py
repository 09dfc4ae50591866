"""The sources of the standard library pass go/types, on both targets."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.gotool import go_tool

HERE = Path(__file__).parent


@pytest.mark.parametrize("arch", ["amd64", "arm64"])
def test_typecheck(arch: str) -> None:
    go = go_tool()
    if go is None:
        pytest.skip("no Go toolchain")
    root = HERE.parents[1] / "minigo" / "std"
    done = subprocess.run(
        [go, "run", str(HERE / "typecheck.go"), str(root), arch], capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr
