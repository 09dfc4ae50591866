"""Static initialisation: values that the linker can lay out, so that they need no code.

Constants, composite literals of static elements, ``&T{…}`` and slices of such (package variables only: each execution of a local
literal makes a new one), functions, closures without captures, addresses of package variables, and conversions of those to
interfaces. A value is an ``ir.Value`` as ``ir.Global.init`` may hold.

In functions, a long static array is copied from a read-only variable, and a long map literal is filled by a loop over two such arrays.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

from minigo import types
from minigo.ssa import ir
from minigo.ssa.builder import closure, composite, convert, order
from minigo.ssa.builder import typeutil as tu
from minigo.syntax import ast

if TYPE_CHECKING:
    from minigo.ssa.builder.function import FunctionBuilder
    from minigo.ssa.builder.package import PackageBuilder


_INITIALIZERS: Final = ("package initializer", "map initializer")


class Statics:
    """Static values of one package."""

    __slots__ = ("_table", "copies", "pb")

    def __init__(self, pb: PackageBuilder) -> None:
        self.pb = pb
        self.copies = False  # the package's static variables still have their values: to read one is static too
        self._table: dict[type, Callable[..., ir.Value | None]] = {
            ast.ParenExpr: lambda b, e, t, once: self.value(b, e.x, t, once),
            ast.Ident: self._ident,
            ast.SelectorExpr: self._selector,
            ast.CompositeLit: self._composite,
            ast.UnaryExpr: self._address,
            ast.CallExpr: self._conversion,
            ast.FuncLit: self._func_lit,
        }

    def initializer(self, b: FunctionBuilder, e: ast.Expr, t: Any) -> ir.Value | None:
        """The static value of a package variable's initialiser of type ``t``, or None. No code is emitted."""
        if not self._is_static(b, e, True):
            return None
        return self.value(b, e, t, True)

    # ------------------------------------------------------------ may it be static? (no side effects)

    def _is_static(self, b: FunctionBuilder, e: Any, once: bool) -> bool:
        """Whether ``value`` will succeed; decided first, so that nothing half done is left behind. ``once``: the expression is executed once."""
        work = [e]
        info = b.info
        while work:
            e = order.unparen(work.pop())
            tv = info.types.get(e)
            if tv is not None and (tv.value is not None or tv.is_nil):
                continue
            cls = e.__class__
            if cls is ast.KeyValueExpr:
                work.append(e.value)
            elif cls is ast.CompositeLit:
                u = b.typ(e).underlying()
                kind = u.__class__
                elided = kind is types.Pointer  # &T with the type left out
                if elided and u.elem.underlying().__class__ is types.Map:
                    return False
                if kind is types.Map or ((kind is types.Slice or elided) and not once):
                    return False
                work.extend(e.elts)
            elif cls is ast.FuncLit:
                if not once:
                    return False
            elif cls is ast.Ident or cls is ast.SelectorExpr:
                if not self._is_function(b, e) and self._source(b, e) is None:
                    return False
            elif cls is ast.UnaryExpr and e.op == "&":
                x = order.unparen(e.x)
                if x.__class__ is ast.CompositeLit:
                    if not once:
                        return False
                    work.append(x)
                elif not self._is_package_variable(b, x):
                    return False
            elif cls is ast.CallExpr and order.is_conversion(b, e):
                if not self._keeps_bits(b.typ(e.args[0]), b.typ(e)):
                    return False
                work.append(e.args[0])
            else:
                return False
        return True

    def is_pure_map(self, b: FunctionBuilder, e: Any) -> bool:
        """Whether ``e`` is a map literal, with entries, that calls nothing and cannot panic: made of static values and of package variables as they are."""
        e = order.unparen(e)
        if e.__class__ is not ast.CompositeLit or not e.elts:
            return False
        u = b.typ(e).underlying()
        if u.__class__ is not types.Map or u.key.underlying().__class__ not in (types.Basic, types.Pointer):
            return False
        entries: list[Any] = e.elts
        return all(self._is_pure(b, part) for elt in entries for part in (elt.key, elt.value))

    def _is_pure(self, b: FunctionBuilder, e: Any) -> bool:
        e = order.unparen(e)
        if self._is_package_variable(b, e) or self._is_static(b, e, True):
            return e.__class__ is not ast.FuncLit
        if e.__class__ is ast.KeyValueExpr:
            return self._is_pure(b, e.value)
        if e.__class__ is ast.UnaryExpr and e.op == "&":
            return self._is_pure(b, e.x)
        if e.__class__ is ast.CompositeLit and b.typ(e).underlying().__class__ in (
            types.Struct,
            types.Array,
            types.Slice,
        ):
            return all(self._is_pure(b, elt) for elt in e.elts)
        return False

    def _is_function(self, b: FunctionBuilder, e: Any) -> bool:
        if e.__class__ is ast.SelectorExpr:
            if b.info.selections.get(e) is not None:
                return False
            e = e.sel
        return b.info.uses.get(e).__class__ is types.Func

    def _source(self, b: FunctionBuilder, e: Any) -> ir.Global | None:
        """The static variable of this package that ``e`` names, if its value is known: in initialising code, not in function literals, which run later."""
        if (
            not self.copies
            or b.fn.synthetic not in _INITIALIZERS
            or e.__class__ is not ast.Ident
            or not self._is_package_variable(b, e)
        ):
            return None
        g = self.pb.global_(b.info.uses[e])
        return g if g.init is not None and not g.external and not g.linkname else None

    def _is_package_variable(self, b: FunctionBuilder, x: Any) -> bool:
        if x.__class__ is ast.SelectorExpr and b.info.selections.get(x) is None:
            x = x.sel
        if x.__class__ is not ast.Ident:
            return False
        obj = b.info.uses.get(x)
        return obj.__class__ is types.Var and obj.pkg is not None and obj.parent is obj.pkg.scope

    def _keeps_bits(self, source: Any, target: Any) -> bool:
        """Whether a conversion can be made statically: same representation, or to an interface."""
        if tu.is_interface(source):
            return False
        if tu.is_interface(target):
            return True
        return convert.same_representation(source.underlying(), target.underlying())

    # ------------------------------------------------------------ values

    def value(self, b: FunctionBuilder, e: Any, t: Any, once: bool) -> ir.Value | None:
        """The static value of ``e`` as one of type ``t``; ``_is_static`` has said that there is one."""
        tv = b.info.types.get(e)
        v: ir.Value | None
        if tv is not None and (tv.value is not None or tv.is_nil):
            v = b.expr(e)
            return None if v is None else self._convert(b, v, v.type, t)
        v = self._table[e.__class__](b, e, t, once)
        return None if v is None else self._convert(b, v, b.typ(e), t)

    def _convert(self, b: FunctionBuilder, v: ir.Value, source: Any, t: Any) -> ir.Value:
        """``v``, the value of an expression of type ``source``, as one of type ``t``. Functions and addresses do not tell by their own type what they were converted to."""
        if types.identical(v.type, t):
            return v
        if isinstance(v, ir.Const):
            if v.value is None and (tu.is_untyped(v.type) or not tu.is_interface(t)):
                return ir.Const(None, t)
            if not tu.is_interface(t):
                return b.const(v.value, t)
        if tu.is_interface(t) and not tu.is_interface(v.type):
            self.pb.need_methods(source)
            return ir.StaticInterface(t, v, source)
        return _retyped(v, t)

    def _ident(self, b: FunctionBuilder, e: Any, t: Any, once: bool) -> ir.Value | None:
        source = self._source(b, order.unparen(e))
        return b.expr(e) if source is None else source.init

    def _selector(self, b: FunctionBuilder, e: Any, t: Any, once: bool) -> ir.Value | None:
        return b.expr(e)

    def _func_lit(self, b: FunctionBuilder, e: Any, t: Any, once: bool) -> ir.Value | None:
        return closure.func_lit(b, e)

    def _conversion(self, b: FunctionBuilder, e: Any, t: Any, once: bool) -> ir.Value | None:
        return self.value(b, e.args[0], b.typ(e), once)

    def _address(self, b: FunctionBuilder, e: Any, t: Any, once: bool) -> ir.Value | None:
        x = order.unparen(e.x)
        if x.__class__ is ast.CompositeLit:
            return self._pointee(b, x, b.typ(x), once)
        name = x.sel if x.__class__ is ast.SelectorExpr else x
        return self.pb.global_(b.info.uses[name])

    def _pointee(self, b: FunctionBuilder, e: Any, t: Any, once: bool) -> ir.Value:
        g = self.pb.temporary("stmp", t)
        g.init = self._literal(b, e, t, once)
        return g

    def _composite(self, b: FunctionBuilder, e: Any, t: Any, once: bool) -> ir.Value | None:
        own = b.typ(e)
        u = own.underlying()
        if u.__class__ is types.Pointer:
            return self._pointee(b, e, u.elem, once)
        return self._literal(b, e, own, once)

    def _slice_literal(self, b: FunctionBuilder, e: Any, t: Any, u: Any, once: bool) -> ir.Value:
        elements = composite.element_indices(b, e.elts)
        length = 1 + max((i for i, _ in elements), default=-1)
        array = tu.array_of(u.elem, length)
        g = self.pb.temporary("stmp", array)
        g.init = self._elements(b, elements, u.elem, array, once)
        return ir.StaticSlice(t, g, length)

    def _literal(self, b: FunctionBuilder, e: Any, t: Any, once: bool) -> ir.Value:
        """A literal of type ``t``, which is what the literal's own type points to behind an elided &."""
        u = t.underlying()
        if u.__class__ is types.Array:
            return self._elements(b, composite.element_indices(b, e.elts), u.elem, t, once)
        if u.__class__ is types.Slice:
            return self._slice_literal(b, e, t, u, once)
        fields = ir.Aggregate(t, {})
        for i, elt in enumerate(e.elts):
            path = [i]
            if elt.__class__ is ast.KeyValueExpr:
                path = composite.field_path(b, u, elt.key)
                elt = elt.value
            _put(fields, path, elt, lambda e, at: self.value(b, e, at, once))
        return fields

    def _elements(
        self, b: FunctionBuilder, elements: list[tuple[int, ast.Expr]], elem: Any, t: Any, once: bool
    ) -> ir.Value:
        made = ir.Aggregate(t, {})
        for index, e in elements:
            v = self.value(b, e, elem, once)
            if v is not None and not is_zero(v):
                made.elems[index] = v
        return made

    # ------------------------------------------------------------ in functions

    def copy_array(self, b: FunctionBuilder, at: ir.Value, e: Any, t: Any) -> bool:
        """Fill the array at ``at`` from a read-only variable, if the literal ``e`` (of an array or slice) is long and static; says whether it did."""
        u = t.underlying()
        if len(e.elts) < 4 or len(e.elts) * types.sizeof(u.elem) < composite.STATIC_BYTES or not self._plain(b, e.elts):
            return False
        g = self._static(b, t)
        g.init = self._elements(b, composite.element_indices(b, e.elts), u.elem, t, False)
        b.store(at, b.load(g, e.lbrace), e.lbrace)
        return True

    def _plain(self, b: FunctionBuilder, elts: list[Any]) -> bool:
        return all(self._is_static(b, e, False) for e in elts)

    def map_loop(self, b: FunctionBuilder, m: ir.Value, e: Any, u: Any) -> list[Any]:
        """Fill a map from arrays of its static entries; returns the entries that are left."""
        static: list[Any] = []
        rest: list[Any] = []
        for elt in e.elts:
            good = self._is_static(b, elt.key, False) and self._is_static(b, elt.value, False)
            (static if good else rest).append(elt)
        if len(static) <= composite.MAP_LOOP:
            return list(e.elts)
        n = len(static)
        keys = self._table_of(b, [(i, x.key) for i, x in enumerate(static)], u.key, n)
        values = self._table_of(b, [(i, x.value) for i, x in enumerate(static)], u.elem, n)
        _emit_map_loop(b, m, keys, values, n, e.lbrace)
        return rest

    def _static(self, b: FunctionBuilder, t: Any) -> ir.Global:
        """A read-only variable of a function: named after it and kept with it, so that what other functions have does not matter to it."""
        number = f"..stat{b.next_number('stat')}"
        g = ir.Global(self.pb.ir, b.fn.name + number, t, self.pb.pointer(t), b.fn.symbol + number)
        g.readonly = True
        g.weak = b.fn.weak
        self.pb.ir.globals[g.symbol] = g
        b.fn.statics.append(g)
        return g

    def _table_of(self, b: FunctionBuilder, elements: list[tuple[int, ast.Expr]], elem: Any, n: int) -> ir.Global:
        array = tu.array_of(elem, n)
        g = self._static(b, array)
        g.init = self._elements(b, elements, elem, array, False)
        return g


def _emit_map_loop(b: FunctionBuilder, m: ir.Value, keys: Any, values: Any, n: int, pos: int) -> None:
    counter = b.alloc(tu.INT, "mapindex", False, pos)
    head, body, done = b.new_block("map.head"), b.new_block("map.body"), b.new_block("map.done")
    b.jump(head, pos)
    b.start(head)
    i = b.load(counter, pos)
    b.branch(b.emit(ir.BinOp("<", i, tu.int_const(n), tu.BOOL, pos)), body, done, pos)
    b.start(body)
    key = b.load(b.emit(ir.IndexAddr(keys, i, b.pointer(keys.elem.elem), pos)), pos)
    value = b.load(b.emit(ir.IndexAddr(values, i, b.pointer(values.elem.elem), pos)), pos)
    b.emit(ir.MapUpdate(m, key, value, pos))
    b.store(counter, b.emit(ir.BinOp("+", i, tu.int_const(1), tu.INT, pos)), pos)
    b.jump(head, pos)
    b.start(done)


def _put(at: ir.Aggregate, path: list[int], e: Any, make: Callable[[Any, Any], ir.Value | None]) -> None:
    """Put a value into nested struct constants."""
    for field in path[:-1]:
        inner = at.elems.get(field)
        if not isinstance(inner, ir.Aggregate):
            inner = ir.Aggregate(_struct(at).fields[field].type, {})
            at.elems[field] = inner
        at = inner
    value = make(e, _struct(at).fields[path[-1]].type)
    if value is not None and not is_zero(value):
        at.elems[path[-1]] = value


def _struct(at: ir.Aggregate) -> Any:
    return at.type.underlying()


def is_zero(v: ir.Value) -> bool:
    """Whether the static value is all zero bits, so that it need not be written down."""
    if isinstance(v, ir.Const):
        return v.value is None or v.value is False or (v.value == 0 and isinstance(v.value, int)) or v.value == b""
    return isinstance(v, ir.Aggregate) and not v.elems


def _retyped(v: ir.Value, t: Any) -> ir.Value:
    """The static value under another type of the same representation."""
    if isinstance(v, ir.Aggregate):
        return ir.Aggregate(t, v.elems)
    if isinstance(v, ir.StaticSlice):
        return ir.StaticSlice(t, v.array, v.length)
    if isinstance(v, ir.StaticInterface):
        return ir.StaticInterface(t, v.x, v.concrete)
    return v
