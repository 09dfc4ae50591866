"""Target machines, and LLVM itself: from the text of a unit to an object file, to assembly, or to optimised LLVM IR.

``Target("amd64")`` knows what a target's code needs without loading LLVM; ``compile_unit``, ``assembly`` and ``llvm_ir`` load it. They run LLVM's standard pipeline for -O0 to -O3
(loops and straight-line code are vectorised from -O2 on) and are deterministic: equal text gives equal bytes.

Options of LLVM are global to a process, and set once, before anything is compiled:

* ``-disable-lsr``: loop strength reduction keeps pointers that lie outside their object instead of the object's address. The collector, which scans stacks
  conservatively, would free the object.

On amd64 LLVM writes the stack check (attribute ``"split-stack"``) at every level; on arm64 it ignores the attribute, and ``function.py`` writes the check.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Iterator
from typing import Any, Final

# goarch -> (triple, CPU, features, data layout)
_MACHINES: Final = {
    "amd64": (
        "x86_64-unknown-linux-gnu",
        "x86-64",
        "",
        "e-m:e-p270:32:32-p271:32:32-p272:64:64-i64:64-i128:128-f80:128-n8:16:32:64-S128",
    ),
    "arm64": (
        "aarch64-unknown-linux-gnu",
        "generic",
        "+reserve-x28",
        "e-m:e-p270:32:32-p271:32:32-p272:64:64-i8:8:32-i16:16:32-i64:64-i128:128-n32:64-S128-Fn32",
    ),
}
_OPTIONS: Final = ("-disable-lsr",)
# What code compiled by other options would not be compatible with: part of the cache's keys.
SETTINGS: Final = " ".join(_OPTIONS)

_POSITION: Final = re.compile(r"<string>:(\d+):(\d+): error: (.*)")
_DEFINE: Final = re.compile(r'^define [^@]*@("[^"]*"|[-\w.$]+)')
_SYMBOL: Final = re.compile(r'^@("[^"]*"|[-\w.$]+) = ')


class CodegenError(Exception):
    """LLVM does not accept what the code generator wrote: an error of the compiler. ``symbol`` is the function or variable in question, if known."""

    def __init__(self, symbol: str, message: str) -> None:
        super().__init__(symbol, message)  # both, so that it can be pickled: units are compiled in worker processes
        self.symbol = symbol
        self.message = message

    def __str__(self) -> str:
        return f"{self.symbol}: {self.message}" if self.symbol else self.message


class Target:
    """A machine to generate code for. Raises ValueError for an unknown one."""

    __slots__ = ("cpu", "data_layout", "features", "goarch", "triple")

    def __init__(self, goarch: str) -> None:
        machine = _MACHINES.get(goarch)
        if machine is None:
            raise ValueError(f"unknown architecture {goarch}")
        self.goarch = goarch
        self.triple, self.cpu, self.features, self.data_layout = machine

    @property
    def header(self) -> str:
        """The first lines of every unit."""
        return f'target datalayout = "{self.data_layout}"\ntarget triple = "{self.triple}"'


def compile_unit(text: str, target: Target, opt: int) -> bytes:
    """The ELF object of a unit; raises CodegenError."""
    with _optimised(text, target, opt) as (module, machine):
        data: bytes = machine.emit_object(module)
    return data


def assembly(text: str, target: Target, opt: int) -> str:
    """The unit as the target's assembly; raises CodegenError."""
    with _optimised(text, target, opt) as (module, machine):
        result: str = machine.emit_assembly(module)
    return result


def llvm_ir(text: str, target: Target, opt: int) -> str:
    """The unit as LLVM IR after LLVM's passes; raises CodegenError."""
    with _optimised(text, target, opt) as (module, _):
        return str(module)


@contextlib.contextmanager
def _optimised(text: str, target: Target, opt: int) -> Iterator[tuple[Any, Any]]:
    """(module, target machine): parsed, verified, and through the pipeline. Module and context are freed in this order; Python's collector may choose another."""
    llvm = _llvm()
    machine = _machine(target.goarch, opt)
    context = llvm.create_context()
    try:
        module = _parse(llvm, text, context)
        try:
            _verify(module, text)
            _run_passes(llvm, module, machine, opt)
            yield module, machine
        finally:
            module.close()
    finally:
        context.close()


def _run_passes(llvm: Any, module: Any, machine: Any, opt: int) -> None:
    tuning = llvm.create_pipeline_tuning_options(speed_level=opt)
    tuning.loop_vectorization = tuning.slp_vectorization = opt >= 2
    tuning.loop_interleaving = tuning.loop_unrolling = opt >= 2
    builder = llvm.create_pass_builder(machine, tuning)
    builder.getModulePassManager().run(module, builder)


def load_llvm() -> None:
    """Load LLVM now; otherwise that is done when the first unit comes."""
    _llvm()


@functools.cache
def _llvm() -> Any:
    """llvmlite's binding, with targets and options set up."""
    import llvmlite.binding as llvm

    llvm.initialize_all_targets()
    llvm.initialize_all_asmprinters()
    for option in _OPTIONS:
        llvm.set_option("minigo", option)
    return llvm


@functools.cache
def _machine(goarch: str, opt: int) -> Any:
    target = Target(goarch)
    made = _llvm().Target.from_triple(target.triple)
    return made.create_target_machine(
        cpu=target.cpu, features=target.features, opt=opt, reloc="static", codemodel="small"
    )


# ---------------------------------------------------------------- what LLVM rejects


def _parse(llvm: Any, text: str, context: Any) -> Any:
    try:
        return llvm.parse_assembly(text, context)
    except RuntimeError as e:
        raise _syntax_error(text, str(e)) from None


def _verify(module: Any, text: str) -> None:
    try:
        module.verify()
    except RuntimeError as e:
        raise _verify_error(text, str(e)) from None


def _syntax_error(text: str, message: str) -> CodegenError:
    found = _POSITION.search(message)
    if found is None:
        return CodegenError("", f"LLVM rejects the code: {message}")
    lines = text.splitlines()
    at = int(found[1]) - 1
    line = lines[at].strip() if at < len(lines) else ""
    return CodegenError(_owner(lines, at), f"LLVM rejects the code: {found[3]}\n\t{line}\n\t{'':{int(found[2]) - 1}}^")


def _verify_error(text: str, message: str) -> CodegenError:
    """The verifier prints its complaint, then the instruction or symbol; the text is searched for that."""
    complaints = [s.strip() for s in message.splitlines() if s.strip()]
    lines = text.splitlines()
    stripped = {s.strip().partition(", !dbg")[0]: i for i, s in reversed(list(enumerate(lines)))}
    for complaint in complaints:
        at = stripped.get(complaint.partition(", !dbg")[0])
        if at is not None:
            return CodegenError(_owner(lines, at), "LLVM rejects the code: " + "\n\t".join(complaints))
    return CodegenError("", "LLVM rejects the code: " + "\n\t".join(complaints))


def _owner(lines: list[str], at: int) -> str:
    """The function or variable to whose definition the line belongs."""
    for i in range(min(at, len(lines) - 1), -1, -1):
        found = _DEFINE.match(lines[i]) or (_SYMBOL.match(lines[i]) if i == at else None)
        if found is not None:
            return found[1].strip('"')
        if lines[i] == "}" and i < at:
            break
    return ""
