"""What the code of one package shares while it is written: types, descriptors, the tables that the linker gets."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from minigo import types
from minigo.codegen.llvmtypes import TypeInfo, TypeTable
from minigo.ssa import ir
from minigo.ssa.reflectstring import method_order
from minigo.types import sizes

if TYPE_CHECKING:
    from minigo.codegen.globals import Variables
    from minigo.codegen.target import Target
    from minigo.codegen.typedesc import Descriptors


class Signature:
    """How a function is called by the Go rule: the LLVM type of the result, and of each result its TypeInfo.

    ``memory``: the results that go through pointers, passed before the parameters. ``small``: the scalars of the others, which come back as one LLVM value.
    """

    __slots__ = ("memory", "result", "results", "small")

    def __init__(self, results: list[TypeInfo]) -> None:
        self.results = results
        self.memory = [r for r in results if not r.small]
        self.small = [leaf[0] for r in results if r.small for leaf in r.leaves]
        if not self.small:
            self.result = "void"
        elif len(self.small) == 1:
            self.result = self.small[0]
        else:
            self.result = "{ " + ", ".join(self.small) + " }"


class Module:
    """State shared by the units of a package.

    ``descriptors``: type descriptors and itabs by need (``typedesc``). ``functions``: the linker's table symbol -> (file, first line, name in tracebacks).
    ``variables``: the package's variables, and constants in memory (``globals``).
    """

    __slots__ = (
        "_closure_types", "_method_indexes", "_offsets", "_signatures", "descriptors", "functions", "program", "target", "types", "variables",
    )  # fmt: skip

    def __init__(self, program: ir.Package, target: Target, descriptors: Descriptors, variables: Variables) -> None:
        self.program = program
        self.target = target
        self.types = TypeTable()
        self.descriptors = descriptors
        self.variables = variables
        self.functions: dict[str, tuple[str, int, str]] = {}
        self._signatures: dict[Any, Signature] = {}
        self._method_indexes: dict[Any, dict[tuple[str, str], int]] = {}
        self._offsets: dict[Any, list[int]] = {}
        self._closure_types: dict[ir.Function, Any] = {}

    def signature(self, sig: Any) -> Signature:
        """The results' part of the calling convention of a ``types.Signature``."""
        found = self._signatures.get(sig)
        if found is None:
            found = self._signatures[sig] = Signature([self.types(v.type) for v in sig.results.vars])
        return found

    def field_offsets(self, struct: Any) -> list[int]:
        """Where the fields of a ``types.Struct`` lie, in bytes."""
        found = self._offsets.get(struct)
        if found is None:
            found = self._offsets[struct] = sizes.struct_layout(struct)[0]
        return found

    def layout(self, parts: list[Any]) -> tuple[list[int], int]:
        """(offsets, size) of a struct with fields of these types."""
        return sizes.struct_layout(types.Struct([types.Var(0, None, "", t) for t in parts]))

    def method_index(self, interface: Any, method: Any) -> int:
        """The place of a method in the itabs of the interface."""
        index = self._method_indexes.get(interface)
        if index is None:
            keys = sorted(method_order(m) for m in interface.all_methods())
            index = self._method_indexes[interface] = {key: k for k, key in enumerate(keys)}
        return index[method_order(method)]

    def closure_type(self, fn: ir.Function) -> Any:
        """The struct that a closure of ``fn`` is: the code's address, then what it captures."""
        found = self._closure_types.get(fn)
        if found is None:
            fields = [types.Var(0, None, "F", types.Typ[types.UINTPTR])]
            fields += [types.Var(0, None, f"X{i}", free.type) for i, free in enumerate(fn.free_vars)]
            found = self._closure_types[fn] = types.Struct(fields)
        return found


def uses_c_rule(program: ir.Package, fn: ir.Function) -> bool:
    """Whether a function is called by the C rule: it is declared in this package without a body. For those of other packages the two rules agree (docs/abi.md)."""
    return not fn.blocks and fn.obj is not None and fn.obj.pkg is program.types and fn.external
