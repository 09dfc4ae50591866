"""Types, as `errors` reads them: their errors, and nodes with what messages and decisions need."""

from __future__ import annotations

from minigo.syntax import params
from minigo.syntax.ast import (
    RECV,
    SEND,
    ArrayType,
    BadExpr,
    BinaryExpr,
    ChanType,
    Ellipsis,
    Expr,
    Field,
    FieldList,
    FuncType,
    Ident,
    IndexExpr,
    IndexListExpr,
    InterfaceType,
    MapType,
    SelectorExpr,
    StarExpr,
    StructType,
    UnaryExpr,
)
from minigo.syntax.errors.cursor import OPERATORS, Cursor
from minigo.syntax.token import IDENT, LITERAL_KINDS

Param = tuple[Ident | None, Expr | None]  # a parameter's name and type, of which one may be missing


class Types(Cursor):
    """Reads types."""

    nesting = 0  # of brackets in which `{` belongs to a literal; negative in the headers of statements

    def type_(self) -> Expr:
        """A type; where there is none, that is reported."""
        found = self.type_or_none()
        if found is not None:
            return found
        bad = BadExpr(self.pos, self.pos)
        self.complain("expected type")
        self.skip_to(",", ":", ";", ")", "]", "}")
        return bad

    def type_or_none(self) -> Expr | None:
        pos, kind = self.pos, self.kind
        if kind == IDENT:
            return self.qualified_name()
        if kind in ("struct", "interface"):
            return self.struct_type() if kind == "struct" else self.interface_type()
        if kind not in ("*", "<-", "func", "[", "chan", "map", "("):
            return None
        self.next()
        if kind == "*":
            return StarExpr(pos, self.type_())
        if kind == "func":
            return self.signature(pos, "function type")
        if kind == "[":
            return self.slice_type(pos) if self.take("]") else self.array_type(pos, None)
        if kind == "map":
            self.need("[")
            key = self.type_()
            self.need("]")
            return MapType(pos, key, self.type_())
        if kind == "(":
            inner = self.type_()
            self.need(")")
            return inner
        if kind == "<-":
            self.need("chan")
            return ChanType(pos, pos, RECV, self._chan_elem())
        send_only = self.take("<-")
        return ChanType(pos, 0, SEND if send_only else SEND | RECV, self._chan_elem())

    def _chan_elem(self) -> Expr:
        found = self.type_or_none()
        if found is None:
            self.complain("missing channel element type")
        return found or BadExpr(self.pos, self.pos)

    def array_type(self, pos: int, length: Expr | None) -> Expr:
        """Behind the bracket (at ``pos``), and behind the length if there is one."""
        if length is None and not self.take("..."):
            self.nesting += 1
            length = self.expr()
            self.nesting -= 1
        if self.kind == ",":
            self.complain("unexpected comma; expected ]")
            self.next()
        self.need("]")
        return ArrayType(pos, length, self.type_())

    def slice_type(self, pos: int) -> Expr:
        return ArrayType(pos, None, self.type_())

    def array_or_instance(self, name: Ident) -> Expr:
        """``[n]E``, the type of something called ``name``, or an instance ``name[n]``, ``name[n, m]``."""
        pos = self.pos
        self.need("[")
        if self.take("]"):
            return self.slice_type(pos)
        found, comma = self.type_list(False)
        self.need("]")
        if not comma:
            elem = self.type_or_none()
            if elem is not None:
                return ArrayType(pos, found[0], elem)
        return indexed(name, pos, found)

    def qualified_name(self, name: Ident | None = None) -> Expr:
        """``name``, ``package.name``, with type arguments or without; the first name may have been read."""
        x: Expr
        if name is not None or self.kind == IDENT:
            x = name or self.name()
        else:
            x = Ident(self.pos, "_")
            self.complain("expected name")
            self.skip_to(".", ";", "}")
        if self.take("."):
            x = SelectorExpr(x, self.name())
        if self.kind != "[":
            return x
        pos = self.pos
        self.next()
        found: list[Expr] = []
        if self.kind == "]":
            self.complain("expected type argument list")
        else:
            found, _ = self.type_list(True)
        self.need("]")
        return indexed(x, pos, found or [BadExpr(self.pos, self.pos)])

    # ---- Structs and interfaces

    def struct_type(self) -> Expr:
        pos = self.pos
        self.next()
        self.need("{")
        fields: list[Field] = []

        def field() -> bool:
            self._field()
            fields.append(Field(None, [], BadExpr(pos, pos), None, None))
            return False

        self.elements("struct type", ";", "}", field)
        return StructType(pos, FieldList(pos, fields, pos), False)

    def _field(self) -> None:
        if self.kind == IDENT:
            self._named_field(self.name())
        elif self.kind == "*":
            self.next()
            self._embedded("(")
        elif self.kind == "(":
            self._embedded("(", star=True)
        else:
            self.complain("expected field name or embedded type")
            self.skip_to(";", "}")

    def _named_field(self, name: Ident) -> None:
        if self.kind in (".", ";", "}") or self.kind in LITERAL_KINDS:
            self.qualified_name(name)
        else:
            several = self.kind == ","
            self.more_names()
            if not several and self.kind == "[":
                self.array_or_instance(name)
            else:
                self.type_()
        self.take_literal()

    def _embedded(self, opening: str, *, star: bool = False) -> None:
        """An embedded type in parentheses, which is wrong, or a pointer."""
        if self.kind == opening:
            self.complain("cannot parenthesize embedded type")
            self.next()
            if star:
                self.take("*")
            self.qualified_name()
            self.take(")")
        else:
            self.qualified_name()
        self.take_literal()

    def more_names(self) -> None:
        """The rest of a list of names."""
        while self.take(","):
            self.name()

    def interface_type(self) -> Expr:
        pos = self.pos
        self.next()
        self.need("{")
        methods: list[Field] = []

        def element() -> bool:
            embedded: Expr | None = None
            if self.kind == IDENT:
                is_method, embedded = self._method()
            else:
                is_method = False
            if not is_method:
                self.union(embedded)
            methods.append(Field(None, [], BadExpr(pos, pos), None, None))
            return False

        self.elements("interface type", ";", "}", element)
        return InterfaceType(pos, FieldList(pos, methods, pos), False)

    def _method(self) -> tuple[bool, Expr | None]:
        """Whether it is a method, and if not, the embedded type."""
        name = self.name()
        if self.kind == "(":
            self.signature(self.pos, "interface method")
            return True, None
        if self.kind != "[":
            return False, self.qualified_name(name)
        pos = self.pos
        self.next()
        if self.kind == "]":
            at = self.pos
            self.next()
            if self.kind == "(":
                self.report("empty type parameter list", at)
                self.signature(self.pos, "interface method")
                return True, None
            self.report("empty type argument list", at)
            return False, name
        found = self.parameters("]", False, False)
        if not found:
            if self.kind == "(":
                self.signature(self.pos, "interface method")
                return True, None
            return False, name
        if found[0].names:
            self.signature(self.pos, "interface method")
            self.report("interface method must have no type parameters", pos)
            return True, None
        return False, indexed(name, pos, [f.type or name for f in found])

    def union(self, first: Expr | None = None) -> Expr:
        """``~A | B``; the first term may have been read."""
        x = self._term() if first is None else first
        while self.kind == "|":
            pos = self.pos
            self.next()
            x = BinaryExpr(x, pos, "|", self._term())
        return x

    def _term(self) -> Expr:
        pos = self.pos
        if self.take("~"):
            return UnaryExpr(pos, "~", self.type_())
        found = self.type_or_none()
        if found is not None:
            return found
        self.complain("expected ~ term or type")
        self.skip_to(*OPERATORS, ";", ")", "]", "}")
        return BadExpr(pos, pos)

    # ---- Signatures

    def signature(self, pos: int, untyped: str = "") -> FuncType:
        """Parameters and results. ``untyped`` says of what, if it must have no type parameters."""
        at = self.pos
        if self.take("["):
            if untyped:
                self.complain(f"{untyped} must have no type parameters", at)
            if self.kind == "]":
                self.complain("empty type parameter list")
                self.next()
            else:
                self.parameters("]", True, False)
        self.need("(")
        taken = FieldList(pos, self.parameters(")", False, True), pos)
        return FuncType(pos, None, taken, self._results(pos))

    def _results(self, pos: int) -> FieldList | None:
        if self.take("("):
            return FieldList(pos, self.parameters(")", False, False), pos)
        found = self.type_or_none()
        return None if found is None else FieldList(0, [Field(None, [], found, None, None)], 0)

    def parameters(self, closing: str, type_params: bool, dots: bool, first: Param = (None, None)) -> list[Field]:
        """Behind the opening bracket, and behind the first name (and type) if those have been read. Whether they are names or types is decided at the end."""
        found: list[Field] = []
        if first[0] is not None and first[1] is not None and self.kind == closing:
            self.next()
            return [Field(None, [first[0]], first[1], None, None)]

        def parameter() -> bool:
            nonlocal first
            param = first if first[1] is not None else self._parameter(first[0], closing)
            first = None, None
            if param is not None:
                found.append(_entry(*param, type_params))
            return False

        end = self.elements("parameter list", ",", closing, parameter)
        if not found:
            return []

        def mixed(pos: int, msg: str) -> None:
            self.complain(msg.removeprefix("syntax error: "), pos)

        grouped = params.group_params(found, end, type_params, mixed)
        params.check_dots(FieldList(end, grouped, end), dots, lambda pos, msg: self.report(msg, pos))
        return grouped

    def _parameter(self, name: Ident | None, closing: str) -> Param | None:
        """A parameter, or None if there is none; its name may have been read."""
        unions = closing == "]"  # in lists of type parameters
        if name is None and unions and self.kind == "~":
            return None, self.union()
        if name is None and self.kind == IDENT:
            name = self.name()
        if name is not None:
            if self.kind == "[":
                x = self.array_or_instance(name)
                own = None if isinstance(x, IndexExpr | IndexListExpr) else name
                return own, self.union(x) if unions and self.kind == "|" else x
            if self.kind == ".":
                x = self.qualified_name(name)
                return None, self.union(x) if unions and self.kind == "|" else x
            if unions and self.kind == "|":
                return None, self.union(name)
        if self.kind == "...":
            return name, self._dots()
        if unions and self.kind == "~":
            return name, self.union()
        found = self.type_or_none()
        if found is not None and unions and self.kind == "|":
            found = self.union(found)
        if name is not None or found is not None:
            return name, found
        self.complain("expected " + closing)
        self.skip_to(",", closing)
        return None

    def _dots(self) -> Expr:
        pos = self.pos
        self.next()
        found = self.type_or_none()
        if found is None:
            self.complain("... is missing type")
            return BadExpr(pos, pos)
        return Ellipsis(pos, found)


def _entry(name: Ident | None, type_: Expr | None, type_params: bool) -> Field:
    """A parameter in the form that `params` wants: a lone name is a type, except among type parameters."""
    if name is not None and type_ is None and not type_params:
        return Field(None, [], name, None, None)
    return Field(None, [] if name is None else [name], type_, None, None)


def indexed(x: Expr, lbrack: int, found: list[Expr]) -> Expr:
    """``x[a]`` or ``x[a, b]``."""
    return IndexExpr(x, lbrack, found[0], lbrack) if len(found) == 1 else IndexListExpr(x, lbrack, found, lbrack)
