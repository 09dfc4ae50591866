"""Models of the runtime's protocols, checked by spin: ``NAME.pml``, whose opening comment says what must hold.

A line ``run FLAGS`` is a configuration in which the model must have no fault, over all interleavings. A line ``mutant NAME: …`` is a rule whose absence (``-DNAME``) must let the
checker find a fault in one of the configurations: otherwise the model would not show that the rule is needed.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).parent
MODELS: Final = ("barrier", "park")

pytestmark = pytest.mark.skipif(not (shutil.which("spin") and shutil.which("gcc")), reason="needs spin and gcc")


def lines(name: str, kind: str) -> list[str]:
    return re.findall(rf"^ \* {kind} ([^:\n]+)", (HERE / f"{name}.pml").read_text(), re.M)


def faults(name: str, flags: list[str], folder: Path, shortest: bool) -> int:
    """How many faults the checker finds: 0 when it has seen all states, 1 when it has stopped at one."""
    subprocess.run(["spin", "-a", *flags, str(HERE / f"{name}.pml")], cwd=folder, check=True, capture_output=True)
    search = ["-DBFS"] if shortest else []
    compiled = ["gcc", "-O1", "-w", "-DSAFETY", "-DMEMLIM=3000", *search, "-o", "pan", "pan.c"]
    subprocess.run(compiled, cwd=folder, check=True)
    done = subprocess.run(
        ["./pan", "-m3000000", "-w22", "-n", "-E"], cwd=folder, capture_output=True, text=True, check=True
    )
    assert "max search depth too small" not in done.stdout and "out of memory" not in done.stdout, done.stdout
    found = re.search(r"errors: (\d+)", done.stdout)
    assert found is not None, done.stdout
    return int(found[1])


CONFIGURATIONS: Final = [(name, flags) for name in MODELS for flags in lines(name, "run")]
MUTANTS: Final = [(name, mutant) for name in MODELS for mutant in lines(name, "mutant")]


@pytest.mark.parametrize(("name", "flags"), CONFIGURATIONS)
def test_no_fault(name: str, flags: str, tmp_path: Path) -> None:
    assert faults(name, flags.split(), tmp_path, shortest=False) == 0


@pytest.mark.parametrize(("name", "mutant"), MUTANTS)
def test_rule_is_needed(name: str, mutant: str, tmp_path: Path) -> None:
    runs = lines(name, "run")
    assert any(faults(name, [*flags.split(), f"-D{mutant}"], tmp_path, shortest=True) for flags in runs)
