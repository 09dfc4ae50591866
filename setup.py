"""Building the wheel: the C runtime is compiled for every target, so that users of minigo need no C compiler. Everything else is in pyproject.toml."""

from __future__ import annotations

import sys
from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py


class BuildWithRuntime(build_py):
    """``build_py`` that also puts ``minigo/_runtime/ARCH/*.digest`` into the wheel (an editable install compiles the runtime on first use instead)."""

    def run(self) -> None:
        super().run()
        if self.editable_mode:
            return
        sys.path.insert(0, str(Path(__file__).resolve().parent))
        from minigo.driver import runtime_build

        runtime_build.install(Path(self.build_lib) / "minigo" / "_runtime")


setup(cmdclass={"build_py": BuildWithRuntime})
