"""The type checker: from syntax trees to types, constants and the meaning of every name."""

from __future__ import annotations

from minigo.types.checker import check
from minigo.types.export import export_hash, generic_body, read_export, write_export
from minigo.types.info import (
    FIELD_VAL,
    METHOD_EXPR,
    METHOD_VAL,
    Info,
    Initializer,
    Instance,
    Selection,
    TypeAndValue,
)
from minigo.types.lookup import lookup_field_or_method, method_set
from minigo.types.objects import (
    Builtin,
    Const,
    Func,
    Label,
    Nil,
    Object,
    Package,
    PkgName,
    TypeName,
    Var,
)
from minigo.types.predicates import default, identical, identical_ignore_tags
from minigo.types.sizes import alignof, offsetsof, sizeof
from minigo.types.subst import instantiate
from minigo.types.types import (
    BOOL,
    COMPLEX64,
    COMPLEX128,
    FLOAT32,
    FLOAT64,
    INT,
    INT8,
    INT16,
    INT32,
    INT64,
    INVALID,
    IS_BOOLEAN,
    IS_COMPLEX,
    IS_CONST_TYPE,
    IS_FLOAT,
    IS_INTEGER,
    IS_NUMERIC,
    IS_ORDERED,
    IS_STRING,
    IS_UNSIGNED,
    IS_UNTYPED,
    RECV_ONLY,
    SEND_ONLY,
    SEND_RECV,
    STRING,
    UINT,
    UINT8,
    UINT16,
    UINT32,
    UINT64,
    UINTPTR,
    UNSAFE_POINTER,
    UNTYPED_BOOL,
    UNTYPED_COMPLEX,
    UNTYPED_FLOAT,
    UNTYPED_INT,
    UNTYPED_NIL,
    UNTYPED_RUNE,
    UNTYPED_STRING,
    Alias,
    Array,
    Basic,
    Chan,
    Interface,
    Map,
    Named,
    Pointer,
    Signature,
    Slice,
    Struct,
    Term,
    Tuple,
    Typ,
    Type,
    TypeParam,
    Union,
    unalias,
)
from minigo.types.typeset import core_type
from minigo.types.typestring import type_string
from minigo.types.universe import ERROR_TYPE, UNIVERSE, UNIVERSE_ANY, UNSAFE

__all__ = [
    "BOOL", "COMPLEX64", "COMPLEX128", "ERROR_TYPE", "FIELD_VAL", "FLOAT32", "FLOAT64", "INT", "INT8", "INT16", "INT32", "INT64", "INVALID",
    "IS_BOOLEAN", "IS_COMPLEX", "IS_CONST_TYPE", "IS_FLOAT", "IS_INTEGER", "IS_NUMERIC", "IS_ORDERED", "IS_STRING", "IS_UNSIGNED", "IS_UNTYPED",
    "METHOD_EXPR", "METHOD_VAL", "RECV_ONLY", "SEND_ONLY", "SEND_RECV", "STRING", "UINT", "UINT8", "UINT16", "UINT32", "UINT64", "UINTPTR",
    "UNIVERSE", "UNIVERSE_ANY", "UNSAFE", "UNSAFE_POINTER", "UNTYPED_BOOL", "UNTYPED_COMPLEX", "UNTYPED_FLOAT", "UNTYPED_INT", "UNTYPED_NIL",
    "UNTYPED_RUNE", "UNTYPED_STRING", "Alias", "Array", "Basic", "Builtin", "Chan", "Const", "Func", "Info", "Initializer", "Instance", "Interface",
    "Label", "Map", "Named", "Nil", "Object", "Package", "PkgName", "Pointer", "Selection", "Signature", "Slice", "Struct", "Term", "Tuple", "Typ",
    "Type", "TypeAndValue", "TypeName", "TypeParam", "Union", "Var", "alignof", "check", "core_type", "default", "export_hash", "generic_body", "identical",
    "identical_ignore_tags", "instantiate", "lookup_field_or_method", "method_set", "offsetsof", "read_export", "sizeof", "type_string", "unalias", "write_export",
]  # fmt: skip
