"""Programs that strain the runtime, each in every stress mode; ``NAME.out`` is what real Go prints.

The modes collect very often, at every N-th allocation, with few and with many Ps, mark with the world stopped, fill freed memory, and check the marks.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

HERE: Final = Path(__file__).parent
PROGRAMS: Final = sorted(p.stem for p in HERE.glob("*.go"))
CHECKED: Final = {"MINIGO_GCPOISON": "1", "MINIGO_GCVERIFY": "1"}
MODES: Final[dict[str, dict[str, str]]] = {
    "plain": {},
    "often": {"GOGC": "5", **CHECKED},
    "one P": {"GOGC": "20", "GOMAXPROCS": "1", **CHECKED},
    "many Ps": {"GOGC": "20", "GOMAXPROCS": "7", **CHECKED},
    "every 5003rd": {"MINIGO_GCSTRESS": "5003", **CHECKED},
    "stopped": {"GOGC": "20", "MINIGO_GCSTOPPED": "1", **CHECKED},
    "seed 1": {"MINIGO_SCHEDSEED": "1", "GOGC": "20", **CHECKED},
    "seed 2": {"MINIGO_SCHEDSEED": "2", **CHECKED},
}


@pytest.fixture(scope="module", params=PROGRAMS)
def program(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    name: str = request.param
    out = tmp_path_factory.mktemp("runtime_go") / name
    command = [sys.executable, "-m", "minigo.cli.main", "build", "-o", str(out), str(HERE / f"{name}.go")]
    subprocess.run(command, check=True, timeout=600)
    return out


@pytest.mark.parametrize("mode", MODES)
def test_under_stress(program: Path, mode: str) -> None:
    done = subprocess.run(
        [str(program)], capture_output=True, text=True, timeout=300, env={**os.environ, **MODES[mode]}
    )
    assert (done.stderr, done.returncode) == ((HERE / f"{program.name}.out").read_text(), 0)
