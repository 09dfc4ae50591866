"""The types of Go, as in the specification's chapter "Types". Classes and attributes are named as in go/types.

A type is compared with ``identical`` (predicates), never with ``==``. ``underlying()`` of Named, Alias and TypeParam types follows to a
type literal; of all others it is the type itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable

    from minigo.types.objects import Func, TypeName, Var

# Kinds of Basic types
(
    INVALID, BOOL, INT, INT8, INT16, INT32, INT64, UINT, UINT8, UINT16, UINT32, UINT64, UINTPTR, FLOAT32, FLOAT64, COMPLEX64, COMPLEX128,
    STRING, UNSAFE_POINTER, UNTYPED_BOOL, UNTYPED_INT, UNTYPED_RUNE, UNTYPED_FLOAT, UNTYPED_COMPLEX, UNTYPED_STRING, UNTYPED_NIL,
) = range(26)  # fmt: skip
BYTE: Final = UINT8
RUNE: Final = INT32

# Properties of Basic types
IS_BOOLEAN: Final = 1
IS_INTEGER: Final = 2
IS_UNSIGNED: Final = 4
IS_FLOAT: Final = 8
IS_COMPLEX: Final = 16
IS_STRING: Final = 32
IS_UNTYPED: Final = 64
IS_ORDERED: Final = IS_INTEGER | IS_FLOAT | IS_STRING
IS_NUMERIC: Final = IS_INTEGER | IS_FLOAT | IS_COMPLEX
IS_CONST_TYPE: Final = IS_BOOLEAN | IS_NUMERIC | IS_STRING

# Directions of channels
SEND_RECV: Final = 0
SEND_ONLY: Final = 1
RECV_ONLY: Final = 2


class Type:
    """Base of all types."""

    __slots__ = ()

    def underlying(self) -> Type:
        return self

    def __str__(self) -> str:
        from minigo.types.typestring import type_string

        return type_string(self)

    __repr__ = __str__


class Basic(Type):
    """A predeclared type (or ``unsafe.Pointer``, or an untyped kind)."""

    __slots__ = ("info", "kind", "name")

    def __init__(self, kind: int, info: int, name: str) -> None:
        self.kind = kind
        self.info = info
        self.name = name


class Array(Type):
    """``[len]elem``; ``len`` is -1 while or when it is unknown (an error was reported)."""

    __slots__ = ("elem", "len")

    def __init__(self, elem: Type, length: int) -> None:
        self.elem = elem
        self.len = length


class Slice(Type):
    """``[]elem``."""

    __slots__ = ("elem",)

    def __init__(self, elem: Type) -> None:
        self.elem = elem


class Struct(Type):
    """``struct { fields }``; ``tags`` is as long as ``fields`` or empty."""

    __slots__ = ("fields", "tags")

    def __init__(self, fields: list[Var], tags: list[str] | None = None) -> None:
        self.fields = fields
        self.tags = tags or []

    def tag(self, i: int) -> str:
        return self.tags[i] if i < len(self.tags) else ""


class Pointer(Type):
    """``*elem``."""

    __slots__ = ("elem",)

    def __init__(self, elem: Type) -> None:
        self.elem = elem


class Tuple(Type):
    """An ordered list of variables: parameters, results, or a multi-valued expression."""

    __slots__ = ("vars",)

    def __init__(self, vars: list[Var] | None = None) -> None:
        self.vars = vars or []

    def __len__(self) -> int:
        return len(self.vars)

    def __bool__(self) -> bool:
        return True


class Signature(Type):
    """A function or method type. ``recv`` is None for functions; a variadic parameter is last and has a slice type."""

    __slots__ = ("params", "recv", "recv_type_params", "results", "scope", "type_params", "variadic")

    def __init__(
        self,
        recv: Var | None,
        params: Tuple | None,
        results: Tuple | None,
        variadic: bool = False,
        type_params: list[TypeParam] | None = None,
        recv_type_params: list[TypeParam] | None = None,
    ) -> None:
        self.recv = recv
        self.params = params or Tuple()
        self.results = results or Tuple()
        self.variadic = variadic
        self.type_params = type_params or []
        self.recv_type_params = recv_type_params or []
        self.scope: Any = None


class Interface(Type):
    """An interface: explicit methods and embedded types. ``implicit`` marks the wrapper around a bare constraint such as ``[T ~int]``."""

    __slots__ = ("_tset", "complete", "embed_pos", "embeddeds", "implicit", "methods")

    def __init__(self, methods: list[Func] | None = None, embeddeds: list[Type] | None = None) -> None:
        self.methods = methods or []
        self.embeddeds = embeddeds or []
        self.embed_pos: list[int] = []
        self.implicit = False
        self.complete = True
        self._tset: Any = None

    def type_set(self) -> Any:
        """The TypeSet, computed once (without error reports)."""
        from minigo.types.typeset import compute_type_set

        return compute_type_set(self)

    def all_methods(self) -> list[Func]:
        """All methods, embedded ones included, sorted by name (and package, for unexported ones)."""
        return self.type_set().methods  # type: ignore[no-any-return]

    def is_method_set(self) -> bool:
        """Whether the interface is fully described by its methods (may be the type of a variable)."""
        return self.type_set().is_method_set()  # type: ignore[no-any-return]


class Map(Type):
    """``map[key]elem``."""

    __slots__ = ("elem", "key")

    def __init__(self, key: Type, elem: Type) -> None:
        self.key = key
        self.elem = elem


class Chan(Type):
    """A channel; ``dir`` is SEND_RECV, SEND_ONLY or RECV_ONLY."""

    __slots__ = ("dir", "elem")

    def __init__(self, dir: int, elem: Type) -> None:
        self.dir = dir
        self.elem = elem


class Named(Type):
    """A defined type, or an instance of a generic one (``origin`` is then the generic type, else the type itself).

    ``methods`` are those declared with the type as receiver base. The underlying type and methods of an instance are made when first asked for.
    ``resolver`` (set by import) fills the type in lazily.
    """

    __slots__ = (
        "_methods",
        "_underlying",
        "from_rhs",
        "instances",
        "obj",
        "origin",
        "pos",
        "resolver",
        "type_args",
        "type_params",
        "valid",
    )

    def __init__(self, obj: TypeName, underlying: Type | None = None, methods: list[Func] | None = None) -> None:
        self.obj = obj
        self._underlying = underlying
        self._methods: list[Func] | None = methods if methods is not None else []
        self.type_params: list[TypeParam] = []
        self.type_args: list[Type] = []
        self.origin: Named = self
        self.instances: dict[Any, list[Named]] = {}  # of a generic type, by the shapes of their arguments
        self.from_rhs: Type | None = None
        self.resolver: Callable[[Named], None] | None = None
        self.valid = False  # known not to contain itself
        self.pos = 0  # of an instance: where it is written
        if obj.type is None:
            obj.type = self

    def resolve(self) -> None:
        """Run the resolver of an imported type."""
        if self.resolver is not None:
            resolver, self.resolver = self.resolver, None
            resolver(self)

    def underlying(self) -> Type:
        if self.resolver is not None:
            self.resolve()
        u = self._underlying
        if u is None:
            if self.origin is self:
                return self._declared_underlying()
            from minigo.types.subst import expand_underlying

            return expand_underlying(self)
        return u

    def set_underlying(self, t: Type) -> None:
        self._underlying = t

    def _declared_underlying(self) -> Type:
        """Follow right-hand sides of declarations to a type literal; invalid as long as one of them is not known yet."""
        path: list[Named] = []
        t: Type | None = self
        while True:
            t = unalias(t) if isinstance(t, Alias) else t
            if not isinstance(t, Named):
                break
            if t._underlying is not None or t.origin is not t or t.resolver is not None:
                t = t.underlying()
                break
            if t in path:
                return Typ[INVALID]
            path.append(t)
            t = t.from_rhs
        if t is None:
            return Typ[INVALID]
        for n in path:
            n._underlying = t
        return t

    @property
    def methods(self) -> list[Func]:
        if self.resolver is not None:
            self.resolve()
        if self.origin is not self:
            origin = self.origin.methods
            if self._methods is None or len(self._methods) != len(origin):
                from minigo.types.subst import expand_method

                self._methods = [expand_method(self, m) for m in origin]
        return self._methods or []

    def add_method(self, m: Func) -> None:
        if self._methods is None:
            self._methods = []
        self._methods.append(m)


class Alias(Type):
    """An alias declaration's type; ``actual`` is what it stands for (perhaps another alias)."""

    __slots__ = ("actual", "obj", "origin", "type_args", "type_params")

    def __init__(self, obj: TypeName, actual: Type | None) -> None:
        self.obj = obj
        self.actual = actual
        self.type_params: list[TypeParam] = []
        self.type_args: list[Type] = []
        self.origin: Alias = self
        if obj.type is None:
            obj.type = self

    def underlying(self) -> Type:
        return unalias(self).underlying()


class TypeParam(Type):
    """A type parameter; ``constraint`` is the declared constraint, ``iface()`` its interface."""

    __slots__ = ("_iface", "constraint", "index", "obj")

    def __init__(self, obj: TypeName, constraint: Type | None, index: int = -1) -> None:
        self.obj = obj
        self.index = index
        self.constraint = constraint
        self._iface: Interface | None = None
        if obj.type is None:
            obj.type = self

    def underlying(self) -> Type:
        return self.iface()

    def iface(self) -> Interface:
        """The constraint as an interface (a bare constraint is wrapped)."""
        bound = self.constraint
        if bound is None:
            return EMPTY_INTERFACE
        u = bound.underlying()
        if isinstance(u, Interface) and not isinstance(unalias(bound), TypeParam):
            return u
        if isinstance(u, Basic) and u.kind == INVALID:
            return EMPTY_INTERFACE
        if self._iface is None or self._iface.embeddeds[0] is not bound:
            self._iface = Interface([], [bound])
            self._iface.implicit = True
        return self._iface


class Term:
    """A term of a union: ``type`` or ``~type``."""

    __slots__ = ("tilde", "type")

    def __init__(self, tilde: bool, type: Type) -> None:
        self.tilde = tilde
        self.type = type

    def __str__(self) -> str:
        return ("~" if self.tilde else "") + str(self.type)


class Union(Type):
    """``A | ~B``."""

    __slots__ = ("terms",)

    def __init__(self, terms: list[Term]) -> None:
        self.terms = terms


def unalias(t: Type) -> Type:
    """The type that an alias stands for, or the type itself."""
    while isinstance(t, Alias):
        if t.actual is None:
            return Typ[INVALID]
        t = t.actual
    return t


def under(t: Type) -> Type:
    return t.underlying()


def deref(t: Type) -> tuple[Type, bool]:
    """(pointee, True) of a pointer type literal, else (t, False)."""
    p = unalias(t)
    if isinstance(p, Pointer):
        return p.elem, True
    return t, False


Typ: Final[list[Basic]] = [
    Basic(INVALID, 0, "invalid type"),
    Basic(BOOL, IS_BOOLEAN, "bool"),
    Basic(INT, IS_INTEGER, "int"),
    Basic(INT8, IS_INTEGER, "int8"),
    Basic(INT16, IS_INTEGER, "int16"),
    Basic(INT32, IS_INTEGER, "int32"),
    Basic(INT64, IS_INTEGER, "int64"),
    Basic(UINT, IS_INTEGER | IS_UNSIGNED, "uint"),
    Basic(UINT8, IS_INTEGER | IS_UNSIGNED, "uint8"),
    Basic(UINT16, IS_INTEGER | IS_UNSIGNED, "uint16"),
    Basic(UINT32, IS_INTEGER | IS_UNSIGNED, "uint32"),
    Basic(UINT64, IS_INTEGER | IS_UNSIGNED, "uint64"),
    Basic(UINTPTR, IS_INTEGER | IS_UNSIGNED, "uintptr"),
    Basic(FLOAT32, IS_FLOAT, "float32"),
    Basic(FLOAT64, IS_FLOAT, "float64"),
    Basic(COMPLEX64, IS_COMPLEX, "complex64"),
    Basic(COMPLEX128, IS_COMPLEX, "complex128"),
    Basic(STRING, IS_STRING, "string"),
    Basic(UNSAFE_POINTER, 0, "Pointer"),
    Basic(UNTYPED_BOOL, IS_BOOLEAN | IS_UNTYPED, "untyped bool"),
    Basic(UNTYPED_INT, IS_INTEGER | IS_UNTYPED, "untyped int"),
    Basic(UNTYPED_RUNE, IS_INTEGER | IS_UNTYPED, "untyped rune"),
    Basic(UNTYPED_FLOAT, IS_FLOAT | IS_UNTYPED, "untyped float"),
    Basic(UNTYPED_COMPLEX, IS_COMPLEX | IS_UNTYPED, "untyped complex"),
    Basic(UNTYPED_STRING, IS_STRING | IS_UNTYPED, "untyped string"),
    Basic(UNTYPED_NIL, IS_UNTYPED, "untyped nil"),
]
EMPTY_INTERFACE: Final = Interface()
