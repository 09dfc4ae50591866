"""Which function lowers which instruction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from minigo import types
from minigo.codegen import (
    arith,
    calls,
    channels,
    checks,
    closures,
    control,
    convert,
    defers,
    interfaces,
    maps,
    memory,
    printing,
    slices,
)
from minigo.ssa import ir

if TYPE_CHECKING:
    from minigo.codegen.function import FunctionWriter

Lower = Callable[["FunctionWriter", Any], None]


def _clear(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    if i.operands[0].type.underlying().__class__ is types.Map:
        maps.clear(f, i)
    else:
        slices.clear(f, i)


BUILTINS: Final[dict[str, Lower]] = {
    "append": slices.append,
    "copy": slices.copy,
    "delete": maps.delete,
    "clear": _clear,
    "close": channels.close,
    "complex": arith.make_complex,
    "real": arith.part(0),
    "imag": arith.part(1),
    "min": arith.min_max,
    "max": arith.min_max,
    "print": printing.print_,
    "println": printing.print_,
    "recover": calls.recover,
    "Add": slices.unsafe_add,
    "UnsafeSlice": slices.unsafe_slice,
    "UnsafeString": slices.unsafe_string,
    "SliceData": slices.data,
    "StringData": slices.data,
    "deferframe": calls.defer_frame,
    "entrysp": calls.entry_sp,
}


def builtin(f: FunctionWriter, i: ir.BuiltinCall) -> None:
    BUILTINS[i.fn](f, i)


TABLE: Final[dict[type, Lower]] = {
    ir.Alloc: memory.alloc,
    ir.Load: memory.load,
    ir.Store: memory.store,
    ir.FieldAddr: memory.field_addr,
    ir.Field: memory.field,
    ir.IndexAddr: memory.index_addr,
    ir.Index: memory.index,
    ir.Slice: slices.slice_,
    ir.NilCheck: checks.nil_check,
    ir.BoundsCheck: checks.bounds_check,
    ir.DivCheck: checks.div_check,
    ir.ShiftCheck: checks.shift_check,
    ir.LenCheck: checks.len_check,
    ir.BinOp: arith.binop,
    ir.UnOp: arith.unop,
    ir.Len: slices.length,
    ir.Cap: slices.capacity,
    ir.Phi: control.phi,
    ir.ChangeType: memory.change_type,
    ir.Convert: convert.convert,
    ir.MakeInterface: interfaces.make_interface,
    ir.ChangeInterface: interfaces.change_interface,
    ir.TypeAssert: interfaces.type_assert,
    ir.MakeClosure: closures.make_closure,
    ir.MakeSlice: slices.make_slice,
    ir.MakeMap: maps.make_map,
    ir.MakeChan: channels.make_chan,
    ir.Lookup: maps.lookup,
    ir.MapUpdate: maps.map_update,
    ir.Range: maps.range_,
    ir.Next: maps.next_,
    ir.Send: channels.send,
    ir.Recv: channels.recv,
    ir.Select: channels.select,
    ir.Call: calls.call,
    ir.Invoke: calls.invoke,
    ir.BuiltinCall: builtin,
    ir.Go: calls.go,
    ir.Defer: defers.defer,
    ir.RunDefers: defers.run_defers,
    ir.Extract: memory.extract,
    ir.Jump: control.jump,
    ir.If: control.if_,
    ir.Return: control.return_,
    ir.Panic: control.panic,
    ir.Unreachable: control.unreachable,
}
