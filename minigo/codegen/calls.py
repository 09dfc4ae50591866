"""Calls: of functions, func values, interface methods; ``go``; the C rule (docs/abi.md, "Calling
convention").

The operands of a Go call are, in order: the closure context (``nest``; nothing in particular when the function is
known: every function has the parameter, lest LLVM find calls and definitions of different types when it follows a func value), space for each memory-type result, the
scalars of the arguments (memory types by address). By the C rule there is no context; all results together come in
one or two registers, or, if they are more than two words, through ``sret``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from minigo import types
from minigo.codegen import frame, intrinsics, runtime
from minigo.codegen.llvmtypes import TypeInfo
from minigo.codegen.module import Signature, uses_c_rule
from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter

NO_CONTEXT: Final = runtime.NO_CONTEXT
_ITAB_FUN: Final = 24  # offset of the methods in an itab


def call(f: FunctionWriter, i: ir.Call) -> None:
    callee = i.operands[0]
    if not isinstance(callee, ir.Function):
        context = f.op(callee)
        code = f.let(f"load ptr, ptr {context}")
        go_call(f, i, code, f.module.signature(callee.type.underlying()), f"ptr nest {context}", i.operands[1:])
        return
    if callee.initializes is not None:
        _call_initializer(f, callee)
        return
    inline = intrinsics.find(f, callee.linkname or callee.symbol)
    if inline is not None:
        inline(f, i)
    else:
        call_function(f, i)


def call_function(f: FunctionWriter, i: ir.Call) -> None:
    """A call of a known function."""
    callee = i.operands[0]
    assert isinstance(callee, ir.Function)
    symbol = callee.linkname or callee.symbol
    if uses_c_rule(f.module.program, callee):
        c_call(f, i, symbol, f.module.signature(callee.signature))
    else:
        ref = f.unit.code_ref(symbol)
        signature = f.module.signature(callee.signature)
        arguments = go_call(f, i, ref, signature, NO_CONTEXT, i.operands[1:])
        if not f.unit.is_known(symbol):
            kinds = ", ".join([operand_type(a) for a in arguments])
            f.unit.declare(symbol, f"declare dso_local {signature.result} {ref}({kinds})")


def _call_initializer(f: FunctionWriter, callee: ir.Function) -> None:
    """A function that only fills a variable is called if it is in the executable."""
    code = f.let(f"load ptr, ptr {f.module.variables.initializer_slot(f.unit, callee)}")
    left_out = f.let(f"icmp eq ptr {code}, null")
    call_it, go_on = f.new_label(), f.new_label()
    f.branch(left_out, go_on, call_it)
    f.start(call_it)
    f.emit(f"call void {code}(){f.location()}")
    f.jump(go_on)
    f.start(go_on)


def invoke(f: FunctionWriter, i: ir.Invoke) -> None:
    """Through the itab, whose methods are in the order of the interface's; the receiver is the data word."""
    itab, data = f.ops(i.iface)
    f.panic_if(f.let(f"icmp eq ptr {itab}, null"), "panicnil")
    index = f.module.method_index(i.iface.type.underlying(), i.method)
    slot = f.offset(itab, _ITAB_FUN + 8 * index)
    code = f.let(f"load ptr, ptr {slot}, !invariant.load {f.unit.metadata('!{}')}")
    go_call(f, i, code, f.module.signature(i.method.type), NO_CONTEXT, i.operands[1:], [f"ptr {data}"])


def go_call(
    f: FunctionWriter,
    i: ir.Instruction,
    code: str,
    signature: Signature,
    context: str,
    args: list[ir.Value],
    receiver: list[str] | None = None,
) -> list[str]:
    """A call by the Go rule; binds the instruction's results. Returns the operands with their types."""
    slots = [f.slot(info.size, info.align) for info in signature.memory]
    operands = [context, *[f"ptr {slot}" for slot in slots], *(receiver or [])]
    for v in args:
        operands += f.typed(v)
    word = "notail call" if f.fn.wrapper else "call"
    text = f"{word} {signature.result} {code}({', '.join(operands)}){f.location()}"
    scalars: list[str] = []
    if not signature.small:
        f.emit(text)
    elif len(signature.small) == 1:
        name = f"%{i.name}" if i.type is not None and i.name else f.tmp()
        f.emit(f"{name} = {text}")
        scalars = [name]
    else:
        value = f.let(text)
        scalars = [f.let(f"extractvalue {signature.result} {value}, {k}") for k in range(len(signature.small))]
    bind_results(f, i, signature.results, scalars, slots)
    return operands


def bind_results(
    f: FunctionWriter, i: ir.Instruction, results: list[TypeInfo], scalars: list[str], slots: list[str]
) -> None:
    """Distribute scalars and memory to the results."""
    values: list[tuple[str, ...]] = []
    at = 0
    memory = iter(slots)
    for info in results:
        if info.small:
            values.append(tuple(scalars[at : at + len(info.leaves)]))
            at += len(info.leaves)
        else:
            values.append((next(memory),))
    if i.type.__class__ is types.Tuple:
        f.tuples[i] = values
    elif values:
        f.values[i] = values[0]


def c_call(f: FunctionWriter, i: ir.Call, symbol: str, signature: Signature) -> None:
    """A call by the C rule."""
    operands: list[str] = []
    for v in i.operands[1:]:
        operands += [_extended(text, v.type) for text in f.typed(v)]
    ref = f.unit.code_ref(symbol)
    words = len(signature.small)
    results = signature.results
    if signature.memory or words > 2:
        tuple_type = f.types(types.Tuple([types.Var(0, None, "", r.type) for r in results]))
        layout = f.module.layout([r.type for r in results])
        out = f.slot(layout[1]) if signature.memory else f.scratch(layout[1])
        f.emit(f"call void {ref}({', '.join([f'ptr sret({tuple_type.text}) {out}', *operands])}){f.location()}")
        values = [
            f.load_leaves(info, f.offset(out, at)) if info.small else (f.offset(out, at),)
            for info, at in zip(results, layout[0], strict=True)
        ]
        if i.type.__class__ is types.Tuple:
            f.tuples[i] = values
        else:
            f.values[i] = values[0]
        _declare_c(f, symbol, "void", [f"ptr sret({tuple_type.text}) _", *operands])
        return
    extension = ""
    if words == 1 and signature.small[0] in ("i8", "i16"):
        extension = "signext " if not _unsigned(results[0]) else "zeroext "
    text = f"call {extension}{signature.result} {ref}({', '.join(operands)}){f.location()}"
    _declare_c(f, symbol, extension + signature.result, operands)
    scalars: list[str] = []
    if not words:
        f.emit(text)
    else:
        value = f.let(text)
        scalars = [value] if words == 1 else [f.let(f"extractvalue {signature.result} {value}, {k}") for k in (0, 1)]
    bind_results(f, i, results, scalars, [])


def _declare_c(f: FunctionWriter, symbol: str, result: str, operands: list[str]) -> None:
    kinds = ", ".join([operand_type(o) for o in operands])
    f.unit.declare(symbol, f"declare dso_local {result} {f.unit.ref(symbol)}({kinds}) {f.unit.attributes('nounwind')}")


def _extended(text: str, t: Any) -> str:
    """A small integer argument says how C wants it extended."""
    kind, _, operand = text.partition(" ")
    if kind not in ("i8", "i16") or t.underlying().__class__ is not types.Basic:
        return text
    word = "zeroext" if t.underlying().info & (types.IS_UNSIGNED | types.IS_BOOLEAN) else "signext"
    return f"{kind} {word} {operand}"


def _unsigned(info: TypeInfo) -> bool:
    return bool(info.under.__class__ is not types.Basic or info.under.info & (types.IS_UNSIGNED | types.IS_BOOLEAN))


# ---------------------------------------------------------------- go, recover


def go(f: FunctionWriter, i: ir.Go) -> None:
    f.call("newproc", f"ptr {f.op(i.fn)}")


def defer_frame(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    f.set(i, frame.frame_address(f))


def entry_sp(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    f.set(i, frame.entry_sp(f))


def recover(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    value = f.call("gorecover", f"i64 {f.op(i.operands[0]) if i.operands else frame.entry_sp(f)}")
    words = [f.let(f"extractvalue {{ ptr, ptr }} {value}, {k}") for k in (0, 1)]
    if i.type is not None:
        f.set(i, *words)


def operand_type(operand: str) -> str:
    """The type, with attributes, of an operand as it is written: ``ptr`` of ``ptr @"type:func(*T)"``, ``ptr nest`` of ``ptr nest %x``."""
    words = operand.split(" ", 2)
    if words[1] in ("nest", "zeroext", "signext"):
        return " ".join(words[:2])
    return operand.rpartition(" ")[0] if words[1].startswith("sret(") else words[0]
