"""Source files, positions and diagnostics. Every other package may use this one; it uses none of them."""

from __future__ import annotations

from minigo.source.diagnostic import Diagnostic, DiagnosticList, render, render_plain
from minigo.source.fileset import NO_POS, File, FileSet, LineInfo, Position

__all__ = [
    "NO_POS",
    "Diagnostic",
    "DiagnosticList",
    "File",
    "FileSet",
    "LineInfo",
    "Position",
    "render",
    "render_plain",
]
