"""The checks of expressions, all in one mixin."""

from __future__ import annotations

from minigo.types.assignability import AssignabilityMixin
from minigo.types.binary import BinaryMixin
from minigo.types.builtins import BuiltinsMixin
from minigo.types.builtins_unsafe import UnsafeMixin
from minigo.types.call import CallMixin
from minigo.types.comparison import ComparisonMixin
from minigo.types.const_check import ConstCheckMixin
from minigo.types.conversions import ConversionMixin
from minigo.types.expr import ExprMixin
from minigo.types.index import IndexMixin
from minigo.types.infer import InferMixin
from minigo.types.literals import LiteralsMixin
from minigo.types.selector import SelectorMixin
from minigo.types.shift import ShiftMixin
from minigo.types.unary import UnaryMixin
from minigo.types.untyped import UntypedMixin


class ExpressionsMixin(
    ExprMixin,
    UnaryMixin,
    BinaryMixin,
    ComparisonMixin,
    ShiftMixin,
    UntypedMixin,
    ConstCheckMixin,
    LiteralsMixin,
    IndexMixin,
    SelectorMixin,
    CallMixin,
    BuiltinsMixin,
    UnsafeMixin,
    ConversionMixin,
    AssignabilityMixin,
    InferMixin,
):
    """Everything about expressions."""
