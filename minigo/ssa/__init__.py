"""The SSA form of Go: what it is (``ir``), how it is built (``builder``), printed (``text``) and verified (``verify``).

    package = ssa.build(types_package, info, files, fset)   # ast.File + types.Info → ir.Package
    print(ssa.format_package(package))
    ssa.verify_package(package)
"""

from __future__ import annotations

from minigo.ssa.builder.build import Options, build
from minigo.ssa.text import format_function, format_package
from minigo.ssa.verify import VerifyError, verify, verify_package

__all__ = ["Options", "VerifyError", "build", "format_function", "format_package", "verify", "verify_package"]
