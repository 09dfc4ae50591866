"""From SSA form to machine code: LLVM IR as text, then LLVM.

code = codegen.emit(program, codegen.Target("amd64"), codegen.Options())   # ir.Package → units of text, tables for the linker
data = codegen.compile_unit(code.units[0].text, target, 2)                 # text → ELF object
"""

from __future__ import annotations

from minigo.codegen.emit import Options, PackageCode, Unit, emit
from minigo.codegen.target import CodegenError, Target, assembly, compile_unit, llvm_ir

__all__ = ["CodegenError", "Options", "PackageCode", "Target", "Unit", "assembly", "compile_unit", "emit", "llvm_ir"]
