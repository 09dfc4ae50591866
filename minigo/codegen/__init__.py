"""From SSA form to machine code: LLVM IR as text, then LLVM.

code = codegen.emit(program, codegen.Target("amd64"), codegen.Options())   # ir.Package → units of text, tables for the linker
data = codegen.compile_unit(code.units[0].text, target, 2)                 # text → ELF object

The names below are loaded when they are first used, because the processes that run LLVM need no code generator.
"""

from __future__ import annotations

import sys
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from minigo.codegen.package import Options, PackageCode, Selection, Unit, emit
    from minigo.codegen.target import CodegenError, Target, assembly, compile_unit, llvm_ir, load_llvm

__all__ = [
    "CodegenError",
    "Options",
    "PackageCode",
    "Selection",
    "Target",
    "Unit",
    "assembly",
    "compile_unit",
    "emit",
    "llvm_ir",
    "load_llvm",
]

_HOME: Final = {
    **dict.fromkeys(("Options", "PackageCode", "Selection", "Unit", "emit"), "package"),
    **dict.fromkeys(("CodegenError", "Target", "assembly", "compile_unit", "llvm_ir", "load_llvm"), "target"),
}


def __getattr__(name: str) -> Any:
    """Finds a public name in its module, and keeps it here."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    setattr(sys.modules[__name__], name, value)  # globals() is hidden by the module of that name
    return value
