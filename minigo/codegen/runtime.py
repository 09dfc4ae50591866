"""The runtime's functions that compiled code calls: signatures as LLVM text (docs/abi.md, "Runtime functions called by compiled code").

All follow the C rule, or are Go functions with scalar parameters, for which the two rules agree. ``sret`` marks a result of three words, returned through a pointer.
"""

from __future__ import annotations

from typing import Final

from minigo.codegen.unit import UnitWriter

# name -> (result type, parameter types, attributes of the declaration)
_ALLOC: Final = "nounwind allocsize(0)"
_LEAF: Final = "nounwind"
# LLVM drops an object that nothing is read from, or that is read where the stored value is known.
_OBJECT: Final = 'nounwind allockind("alloc,zeroed") "alloc-family"="runtime.newobject"'
_PURE: Final = "nounwind willreturn memory(argmem: read)"
_COLD: Final = "cold noreturn nounwind"
WORDS2: Final = "{ ptr, i64 }"

FUNCTIONS: Final[dict[str, tuple[str, str, str]]] = {
    "newobject": ("noalias nonnull ptr", "ptr", _OBJECT),
    "mallocgc": ("noalias nonnull ptr", "i64, ptr, i8 zeroext", _LEAF),
    "makeslice": ("noalias nonnull ptr", "ptr, i64, i64", _LEAF),
    "growslice": ("void", "ptr sret({ ptr, i64, i64 }), ptr, i64, i64, i64, ptr", _LEAF),
    "typedmemmove": ("void", "ptr, ptr, ptr", _LEAF),
    "typedmemclr": ("void", "ptr, ptr", _LEAF),
    "typedslicecopy": ("i64", "ptr, ptr, ptr, i64", _LEAF),
    "wbptr": ("void", "ptr, ptr", "cold nounwind"),
    "concatstrings": (WORDS2, "ptr, i64", _LEAF),
    "cmpstring": ("i64", "ptr, i64, ptr, i64", _PURE),
    "intstring": (WORDS2, "i64", _LEAF),
    "slicebytetostring": (WORDS2, "ptr, i64", _LEAF),
    "stringtoslicebyte": ("void", "ptr sret({ ptr, i64, i64 }), ptr, i64", _LEAF),
    "slicerunetostring": (WORDS2, "ptr, i64", _LEAF),
    "stringtoslicerune": ("void", "ptr sret({ ptr, i64, i64 }), ptr, i64", _LEAF),
    "decoderune": ("{ i64, i64 }", "ptr, i64, i64", _PURE),
    "getitab": ("ptr", "ptr, ptr, i8 zeroext", _LEAF),
    "assertE2I": ("ptr", "ptr, ptr", _LEAF),
    "assertE2I2": ("ptr", "ptr, ptr", _LEAF),
    "panicdottypeE": ("void", "ptr, ptr, ptr", _COLD),
    "panicdottypeI": ("void", "ptr, ptr, ptr", _COLD),
    "efaceeq": ("zeroext i8", "ptr, ptr, ptr", _LEAF),
    "ifaceeq": ("zeroext i8", "ptr, ptr, ptr", _LEAF),
    "typeequal": ("zeroext i8", "ptr, ptr, ptr", _LEAF),
    "makemap": ("ptr", "ptr, i64", _LEAF),
    "mapaccess1": ("nonnull ptr", "ptr, ptr, ptr", _LEAF),
    "mapaccess2": (WORDS2, "ptr, ptr, ptr", _LEAF),
    "mapassign": ("nonnull ptr", "ptr, ptr, ptr", _LEAF),
    "mapdelete": ("void", "ptr, ptr, ptr", _LEAF),
    "mapclear": ("void", "ptr, ptr", _LEAF),
    "mapiterinit": ("void", "ptr, ptr, ptr", _LEAF),
    "mapiternext": ("void", "ptr", _LEAF),
    "makechan": ("ptr", "ptr, i64", _LEAF),
    "chansend1": ("void", "ptr, ptr", _LEAF),
    "chanrecv1": ("void", "ptr, ptr", _LEAF),
    "chanrecv2": ("zeroext i8", "ptr, ptr", _LEAF),
    "closechan": ("void", "ptr", _LEAF),
    "chanlen": ("i64", "ptr", _LEAF),
    "chancap": ("i64", "ptr", _LEAF),
    "selectnbsend": ("zeroext i8", "ptr, ptr", _LEAF),
    "selectnbrecv": ("{ i64, i64 }", "ptr, ptr", _LEAF),
    "selectgo": ("{ i64, i64 }", "ptr, i64, i64, i8 zeroext", _LEAF),
    "block": ("void", "", "cold noreturn nounwind"),
    "newproc": ("void", "ptr", _LEAF),
    "deferenter": ("i32", "ptr", "nounwind returns_twice"),
    "deferproc": ("void", "ptr, ptr", _LEAF),
    "rundefers": ("void", "ptr", _LEAF),
    "gopanic": ("void", "ptr, ptr", _COLD),
    "gorecover": ("{ ptr, ptr }", "i64", _LEAF),
    "wrapperadjust": ("void", "i64, i64", "cold nounwind"),
    "printlock": ("void", "", _LEAF),
    "printunlock": ("void", "", _LEAF),
    "printbool": ("void", "i8 zeroext", _LEAF),
    "printint": ("void", "i64", _LEAF),
    "printuint": ("void", "i64", _LEAF),
    "printfloat": ("void", "double", _LEAF),
    "printfloat32": ("void", "float", _LEAF),
    "printcomplex": ("void", "double, double", _LEAF),
    "printcomplex64": ("void", "float, float", _LEAF),
    "printhex": ("void", "i64", _LEAF),
    "printstring": ("void", "ptr, i64", _LEAF),
    "printpointer": ("void", "ptr", _LEAF),
    "printslice": ("void", "ptr, i64, i64", _LEAF),
    "printeface": ("void", "ptr, ptr", _LEAF),
    "printiface": ("void", "ptr, ptr", _LEAF),
    "printnl": ("void", "", _LEAF),
    "complex128div": ("{ double, double }", "double, double, double, double", _LEAF),
    "panicdivide": ("void", "", _COLD),
    "panicshift": ("void", "", _COLD),
    "panicnil": ("void", "", _COLD),
    "panicSliceConvert": ("void", "i64, i64", _COLD),
    "panicunsafeslicelen": ("void", "", _COLD),
    "panicunsafeslicenilptr": ("void", "", _COLD),
    "panicunsafestringlen": ("void", "", _COLD),
    "panicunsafestringnilptr": ("void", "", _COLD),
    **{
        f"panic{kind}{sign}": ("void", "i64, i64", _COLD)
        for kind in ("Index", "SliceAlen", "SliceAcap", "SliceB", "Slice3Alen", "Slice3Acap", "Slice3B", "Slice3C")
        for sign in ("", "U")
    },
}

# Functions with C's names.
C_FUNCTIONS: Final[dict[str, tuple[str, str, str]]] = {
    "bcmp": ("i32", "ptr, ptr, i64", _PURE),
}


# The operand of functions that capture nothing.
NO_CONTEXT: Final = "ptr nest poison"


def is_go(name: str) -> bool:
    """Whether a function of the runtime is written in Go: then it has a closure context like every Go function."""
    return name == "complex128div" or (name.startswith("panic") and not name.startswith("panicdottype"))


def declare(unit: UnitWriter, name: str) -> tuple[str, str, bool]:
    """Declare ``runtime.NAME`` (or a C function) in the unit; returns (operand, result type as a call writes it, is noreturn)."""
    row = FUNCTIONS.get(name)
    symbol = f"runtime.{name}"
    if row is None:
        row = C_FUNCTIONS[name]
        symbol = name
    result, params, attributes = row
    if is_go(name):
        params = f"ptr nest, {params}" if params else "ptr nest"
    ref = unit.ref(symbol)
    unit.declare(symbol, f"declare dso_local {result} {ref}({params}) {unit.attributes(attributes)}")
    return ref, result, "noreturn" in attributes
