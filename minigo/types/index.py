"""Index and slice expressions (specification, "Index expressions", "Slice expressions").

``x[i]`` may also be an instantiation of a generic type or function: ``index_expr`` tells which.
"""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax import ast
from minigo.types import constant
from minigo.types.info import CONSTANT, INVALID_MODE, MAP_INDEX, TYPE_EXPR, VALUE, VARIABLE
from minigo.types.operand import Operand, gc_pos
from minigo.types.predicates import all_integer, identical, is_string, is_type_param, is_untyped, is_valid
from minigo.types.state import CheckerState
from minigo.types.types import (
    INT,
    INVALID,
    IS_STRING,
    STRING,
    Alias,
    Array,
    Basic,
    Interface,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Typ,
)
from minigo.types.typeset import typeset, under_is
from minigo.types.universe import BYTE_TYPE

_INVALID: Final = Typ[INVALID]


class Elements:
    """What indexing gives: element type (None: cannot be indexed), mode, length (-1: not known), key type of maps."""

    __slots__ = ("elem", "key", "length", "mode")

    def __init__(self, elem: Any = None, mode: int = VARIABLE, length: int = -1, key: Any = None) -> None:
        self.elem = elem
        self.mode = mode
        self.length = length
        self.key = key


def elements_of(x: Operand, u: Any) -> Elements:
    """Indexing a value of underlying type u; x tells whether an array is addressable, and the length of constant strings."""
    cls = u.__class__
    if cls is Slice:
        return Elements(u.elem)
    if cls is Map:
        return Elements(u.elem, MAP_INDEX, -1, u.key)
    if cls is Array:
        return Elements(u.elem, VARIABLE if x.mode == VARIABLE else VALUE, u.len)
    if cls is Pointer:
        array = u.elem.underlying()
        return Elements(array.elem, VARIABLE, array.len) if isinstance(array, Array) else Elements()
    if cls is Basic and u.info & IS_STRING:
        known = x.mode == CONSTANT and x.val is not None
        return Elements(BYTE_TYPE, VALUE, len(x.val) if known else -1)
    return Elements()


class IndexMixin(CheckerState):
    """Checks of index and slice expressions."""

    def index_expr(self, x: Operand, e: Any) -> bool:
        """``x[i]`` (an IndexExpr or IndexListExpr). True: x is a generic function, which the caller has to instantiate."""
        self.expr_or_type(x, e.x, True)
        mode = x.mode
        if not mode:
            self.use(*index_list(e))
            return False
        if mode == TYPE_EXPR:
            x.mode = INVALID_MODE
            x.type = self.var_type(e)
            if is_valid(x.type):
                x.mode = TYPE_EXPR
            return False
        t = x.type
        if mode == VALUE and isinstance(t, Signature) and t.type_params:
            return True
        if t.__class__ is Named or t.__class__ is Alias or t.__class__ is Signature:
            self.non_generic(None, x)
            if not x.mode:
                return False
        if self.obj_path and not self._complete_elements(t):
            x.mode = INVALID_MODE
            return False
        u = t.underlying()
        found = elements_of(x, u) if not isinstance(u, Interface) else self._type_set_elements(x)
        if found.elem is None:
            self.error(gc_pos(e), f"cannot index {self.ostr(x)}", "NonSliceableOperand")
            self.use(*index_list(e))
            x.mode = INVALID_MODE
            return False
        index = self._single_index(e)
        if found.key is not None:
            key = Operand()
            self.generic_expr(key, index)
            self.assignment(key, found.key, "map index")
        else:
            self.index(index, found.length)
        x.mode = found.mode
        x.type = found.elem
        x.expr = e
        return False

    def _complete_elements(self, t: Any) -> bool:
        """Whether the types involved are declared already (else an error was reported)."""
        if not self.complete(t):
            return False
        u = t.underlying()
        if isinstance(u, (Pointer, Map)):
            return bool(self.complete(u.elem))
        return True

    def _type_set_elements(self, x: Operand) -> Elements:
        """Indexing a type parameter's value: all types of its type set must have the same elements (and all be maps, or none)."""
        if not is_type_param(x.type):
            return Elements()
        result = Elements()
        if under_is(x.type, lambda u: self._combine_elements(x, u, result)):
            return result
        return Elements()

    def _combine_elements(self, x: Operand, u: Any, result: Elements) -> bool:
        """Add one type of the type set to what was found before; False if it does not fit."""
        found = elements_of(x, u)
        if found.elem is None:
            return False
        if found.mode == VALUE:
            result.mode = VALUE
        if result.elem is None:
            result.elem, result.key, result.length = found.elem, found.key, found.length
            if found.key is not None:
                result.mode = MAP_INDEX
            return True
        if (found.key is None) != (result.key is None):
            return False
        if found.key is not None and not identical(found.key, result.key):
            return False
        if not identical(found.elem, result.elem):
            return False
        if 0 <= found.length < result.length:  # gc's way: a slice that comes first makes any index possible
            result.length = found.length
        return True

    def _single_index(self, e: Any) -> Any:
        """The index; only instantiations have several."""
        if e.__class__ is ast.IndexExpr:
            return e.index
        self.error(e.indices[1], "invalid operation: more than one index", "InvalidIndex")
        return e.indices[0]

    def index(self, e: Any, limit: int) -> tuple[Any, int]:
        """Check an index: (its type, its value if it is constant, else -1); the invalid type after an error report.

        A constant index must be less than ``limit`` unless that is negative.
        """
        x = Operand()
        self.expr(None, x, e)
        if not self.is_valid_index(x, "index", False):
            return _INVALID, -1
        if x.mode != CONSTANT:
            return x.type, -1
        if x.val is None:
            return _INVALID, -1
        if 0 <= limit <= x.val:
            what = f"invalid argument: index {constant.to_text(x.val)} out of bounds [0:{limit}]"
            self.error(x, what, "InvalidIndex")
            return _INVALID, -1
        return x.type, int(x.val)

    def is_valid_index(self, x: Operand, what: str, allow_negative: bool, code: str = "InvalidIndex") -> bool:
        """Whether x can be an index, length or the like (``what`` names it); untyped constants become ints. Errors are reported."""
        if not x.mode:
            return False
        self.convert_untyped(x, Typ[INT])
        if not x.mode:
            return False
        why = ""
        if not all_integer(x.type):
            why = "must be integer"
        elif x.mode == CONSTANT and x.val is not None:
            if not allow_negative and x.val < 0:
                why = "must not be negative"
            else:
                ok, val = constant.representable(x.val, Typ[INT])
                if ok:
                    x.val = val
                else:
                    why = "overflows int"
        if why:
            self.error(x, f"invalid argument: {what} {self.ostr(x)} {why}", code)
            return False
        return True

    # ------------------------------------------------------------ slice expressions

    def slice_expr(self, x: Operand, e: ast.SliceExpr) -> None:
        """``x[low:high:max]``"""
        self.expr(None, x, e.x)
        indices = (e.low, e.high, e.max)
        if not x.mode:
            self.use(*[i for i in indices if i is not None])
            return
        length = self._sliced(x, e)
        if length is None:
            x.mode = INVALID_MODE
            self.use(*[i for i in indices if i is not None])
            return
        x.mode = VALUE
        if e.slice3 and (e.high is None or e.max is None):
            x.mode = INVALID_MODE  # the parser reported it
            return
        self._slice_indices(indices, length)

    def _sliced(self, x: Operand, e: ast.SliceExpr) -> int | None:
        """x becomes the slice's type; returns the length of what is sliced (-1: not known), or None after an error report."""
        u = self._slice_core(x)
        if u is None:
            return None
        p = x.type.underlying()
        if isinstance(p, Pointer) and not self.complete(p.elem):
            return None
        if isinstance(u, Basic) and u.info & IS_STRING:
            if e.slice3:
                self.error(e.max or e, "invalid operation: 3-index slice of string", "InvalidSliceExpr")
                return None
            known = x.mode == CONSTANT and x.val is not None
            length = len(x.val) if known else -1
            if is_untyped(x.type):
                x.type = Typ[STRING]
            return length
        if isinstance(u, Array):
            if x.mode != VARIABLE:
                self.error(x, f"cannot slice unaddressable value {self.ostr(x)}", "NonSliceableOperand")
                return None
            x.type = Slice(u.elem)
            return u.len
        if isinstance(u, Pointer):
            array = u.elem.underlying()
            if isinstance(array, Array):
                x.type = Slice(array.elem)
                return array.len
        elif isinstance(u, Slice):
            return -1
        self.error(x, f"cannot slice {self.ostr(x)}", "NonSliceableOperand")
        return None

    def _slice_core(self, x: Operand) -> Any:
        """The underlying type that all types of x's type set share (strings count as byte slices); None after an error report."""
        if not is_type_param(x.type):
            return x.type.underlying()
        found: list[Any] = []  # first type, its underlying type; then anything if there are strings
        if not typeset(x.type, lambda t, u: self._same_slice(x, t, u, found)):
            return None
        return found[1] if len(found) == 2 else Typ[STRING]

    def _same_slice(self, x: Operand, t: Any, u: Any, found: list[Any]) -> bool:
        if u is None:
            what = f"cannot slice {self.ostr(x)}: no specific type in {self.tstr(x.type)}"
            self.error(x, what, "NonSliceableOperand")
            return False
        string = is_string(u)
        if string:
            u = Slice(BYTE_TYPE)
        if not found:
            found += [t, u]
        elif not identical(found[1], u):
            what = f"{self.tstr(found[0])} and {self.tstr(t)} have different underlying types"
            self.error(x, f"cannot slice {self.ostr(x)}: {what}", "NonSliceableOperand")
            return False
        if string:
            found.append(u)
        return True

    def _slice_indices(self, indices: tuple[Any, Any, Any], length: int) -> None:
        """Check the indices; constant ones must be in order."""
        values = []
        for i, e in enumerate(indices):
            value = -1
            if e is not None:
                value = self.index(e, length + 1 if length >= 0 else -1)[1]
            elif i == 0:
                value = 0
            elif length >= 0:
                value = length
            values.append(value)
        for i, low in enumerate(values[:2]):
            if low <= 0:
                continue
            for j in range(i + 1, 3):
                high = values[j]
                if 0 <= high < low:
                    at = indices[j] if indices[j] is not None else indices[i]
                    self.error(at, f"invalid slice indices: {high} < {low}", "SwappedSliceIndices")
                    return


def index_list(e: Any) -> list[Any]:
    """The indices or type arguments of an IndexExpr or IndexListExpr."""
    return [e.index] if e.__class__ is ast.IndexExpr else list(e.indices)
