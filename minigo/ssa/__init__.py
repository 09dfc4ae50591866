"""The SSA form of Go: what it is (``ir``), how it is built (``builder``), printed (``text``), parsed (``parse``) and verified (``verify``), run (``interp``).

    package = ssa.build(types_package, info, files, fset)   # ast.File + types.Info → ir.Package
    print(ssa.format_package(package))
    package = ssa.parse_package(text)
    ssa.verify_package(package)

Code generation asks for the functions that a type descriptor names:

    for method in ssa.method_set(package, t): method.obj, method.tfn, method.ifn
"""

from __future__ import annotations

from minigo.ssa.builder.build import Building, Options, build
from minigo.ssa.builder.embedded import embed
from minigo.ssa.builder.methods import Method, method_set
from minigo.ssa.parse import parse_package
from minigo.ssa.symbols import TypeStrings
from minigo.ssa.text import format_function, format_package, named_types
from minigo.ssa.typeparse import ParseError
from minigo.ssa.verify import VerifyError, verify, verify_package

__all__ = [
    "Building",
    "Method",
    "Options",
    "ParseError",
    "TypeStrings",
    "VerifyError",
    "build",
    "embed",
    "format_function",
    "format_package",
    "method_set",
    "named_types",
    "parse_package",
    "verify",
    "verify_package",
]
