"""Types that the builder makes itself, and questions that it asks of types. The only place that knows how ``types`` constructs them."""

from __future__ import annotations

from typing import Any, Final

from minigo import types
from minigo.ssa import ir

INT: Final = types.Typ[types.INT]
BOOL: Final = types.Typ[types.BOOL]
UINT: Final = types.Typ[types.UINT]
UINT8: Final = types.Typ[types.UINT8]
INT32: Final = types.Typ[types.INT32]
STRING: Final = types.Typ[types.STRING]
UNSAFE_POINTER: Final = types.Typ[types.UNSAFE_POINTER]
UINTPTR: Final = types.Typ[types.UINTPTR]
UNTYPED_NIL: Final = types.Typ[types.UNTYPED_NIL]
ANY: Final = types.unalias(types.UNIVERSE_ANY.type)


def tuple_of(*elems: Any) -> Any:
    """A Tuple of unnamed components."""
    return types.Tuple([types.Var(0, None, "", t) for t in elems])


def signature_of(params: list[Any], results: list[Any], variadic: bool = False) -> Any:
    """A Signature without receiver from parameter and result types."""
    return types.Signature(None, tuple_of(*params), tuple_of(*results), variadic)


def func_type(sig: Any, recv: Any = None) -> Any:
    """The signature as a func type: without receiver, or with ``recv`` as the first parameter's type."""
    params = list(sig.params.vars)
    if recv is not None:
        params.insert(0, types.Var(0, None, "", recv))
    return types.Signature(None, types.Tuple(params), sig.results, sig.variadic)


def basic_info(t: Any) -> int:
    """The info flags of the underlying basic type, 0 for others."""
    u = t.underlying()
    return int(u.info) if u.__class__ is types.Basic else 0


def is_string(t: Any) -> bool:
    return bool(basic_info(t) & types.IS_STRING)


def is_integer(t: Any) -> bool:
    return bool(basic_info(t) & types.IS_INTEGER)


def is_unsigned(t: Any) -> bool:
    return bool(basic_info(t) & types.IS_UNSIGNED)


def is_numeric(t: Any) -> bool:
    return bool(basic_info(t) & types.IS_NUMERIC)


def is_complex(t: Any) -> bool:
    return bool(basic_info(t) & types.IS_COMPLEX)


def is_untyped(t: Any) -> bool:
    return t.__class__ is types.Basic and bool(t.info & types.IS_UNTYPED)


def is_interface(t: Any) -> bool:
    return t.underlying().__class__ is types.Interface


def is_pointer(t: Any) -> bool:
    return t.underlying().__class__ is types.Pointer


def is_unsafe_pointer(t: Any) -> bool:
    u = t.underlying()
    return u.__class__ is types.Basic and u.kind == types.UNSAFE_POINTER


def deref(t: Any) -> Any:
    """``T`` for ``*T``, else the type itself."""
    u = t.underlying()
    return u.elem if u.__class__ is types.Pointer else t


def named_of(t: Any) -> Any:
    """The Named behind ``T`` or ``*T``, or None."""
    t = types.unalias(t)
    if t.__class__ is types.Pointer:
        t = types.unalias(t.elem)
    return t if t.__class__ is types.Named else None


def results_type(sig: Any) -> Any:
    """The type of a call's value: None, the result's, or a Tuple."""
    results = sig.results.vars
    if not results:
        return None
    return results[0].type if len(results) == 1 else sig.results


def int_const(n: int) -> ir.Const:
    return ir.Const(n, INT)


def bool_const(v: bool) -> ir.Const:
    return ir.Const(v, BOOL)


def string_const(text: str) -> ir.Const:
    return ir.Const(text.encode("utf-8"), STRING)


def array_of(elem: Any, length: int) -> Any:
    return types.Array(elem, length)


def slice_of(elem: Any) -> Any:
    return types.Slice(elem)


def chan_elem(t: Any) -> Any:
    """The element type of a channel type (or of the core type of an instance's constraint: substituted already)."""
    return t.underlying().elem
