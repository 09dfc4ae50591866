"""The SSA builder: one file a language feature; ``build.build`` is the entry."""

from __future__ import annotations

from minigo.ssa.builder.build import Options, build

__all__ = ["Options", "build"]
