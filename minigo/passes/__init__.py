"""Optimisation on the SSA form: each pass is one file, ``registry`` has the table of them and the pipelines -O0 … -O3.

    statistics = passes.run(package, passes.pipeline(2, None, ()))
    for s in statistics: print(s.name, s.changes, s.seconds)

A pass takes an ``ir.Function`` (or the whole ``ir.Package``), rewrites it in place and returns how many things it changed. What an instruction may be
replaced by is limited by what can be observed: order of effects, panics and their text, and what the collector can reach.
"""

from __future__ import annotations

from minigo.passes.registry import CONSTRAINTS, PASSES, PIPELINES, Pass, PassError, Statistics, pipeline, run, split

__all__ = ["CONSTRAINTS", "PASSES", "PIPELINES", "Pass", "PassError", "Statistics", "pipeline", "run", "split"]
