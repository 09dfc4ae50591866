"""Struct types: fields, embedded fields, tags (specification, "Struct types")."""

from __future__ import annotations

from typing import Any

from minigo.syntax import ast, expr_string
from minigo.types import constant
from minigo.types.objects import Var
from minigo.types.predicates import is_type_param, is_valid
from minigo.types.state import CheckerState
from minigo.types.types import INVALID, UNSAFE_POINTER, Basic, Interface, Pointer, Struct, Typ, Type, deref


def embedded_field_ident(e: Any) -> Any:
    """The identifier that names an embedded field, or None."""
    if isinstance(e, ast.StarExpr) and not isinstance(e.x, ast.StarExpr):
        e = e.x
    if isinstance(e, (ast.IndexExpr, ast.IndexListExpr)):
        e = e.x
    if isinstance(e, ast.SelectorExpr):
        return e.sel
    return e if isinstance(e, ast.Ident) else None


class StructTypeMixin(CheckerState):
    """Struct types as part of the checker."""

    def struct_type(self, e: ast.StructType, target: Struct) -> Type:
        fields: list[Var] = []
        tags: list[str] = []
        seen: dict[str, Var] = {}
        for f in e.fields.list:
            t = self.var_type(f.type)
            tag = self._tag(f.tag) if f.tag is not None else ""
            if f.names:
                for name in f.names:
                    self._add_field(fields, tags, seen, name, t, tag, False)
                continue
            e_type: Any = f.type
            name = embedded_field_ident(e_type)
            pos = e_type.pos()
            if name is None:
                self.error(pos, f"invalid embedded field type {expr_string(e_type)}")
                self._add_field(fields, tags, seen, ast.Ident(pos, "_"), Typ[INVALID], "", True)
                continue
            self._add_field(fields, tags, seen, name, t, tag, True)
            self._check_embedded_later(pos, t)
        target.fields = fields
        target.tags = tags if any(tags) else []
        return target

    def _add_field(
        self, fields: list[Var], tags: list[str], seen: dict[str, Var], name: Any, t: Type, tag: str, embedded: bool
    ) -> None:
        field = Var(name.name_pos, self.pkg, name.name, t, is_field=True, embedded=embedded)
        if name.name != "_":
            key = field.id()
            other = seen.get(key)
            if other is not None:
                self.error(field, f"{name.name} redeclared{self.other_declaration(other)}", "DuplicateDecl")
                return
            seen[key] = field
        fields.append(field)
        tags.append(tag)
        self.record_def(name, field)

    def _tag(self, tag: Any) -> str:
        value = constant.make_from_literal("STRING", tag.value)
        return "" if value is None else str(value, "utf-8", "surrogateescape")

    def _check_embedded_later(self, pos: int, t: Type) -> None:
        """What may be embedded is known when the type's underlying type is."""
        self.later(lambda: self._check_embedded(pos, t))

    def _check_embedded(self, pos: int, t: Type) -> None:
        base, is_pointer = deref(t)
        u = base.underlying()
        wrong = ""
        if isinstance(u, Basic):
            if is_valid(base) and u.kind == UNSAFE_POINTER:
                wrong = "unsafe.Pointer"
        elif isinstance(u, Pointer):
            wrong = "a pointer"
        elif isinstance(u, Interface):
            if is_type_param(base):
                wrong = "a (pointer to a) type parameter"
            elif is_pointer:
                wrong = "a pointer to an interface"
        if wrong:
            self.error(pos, f"embedded field type cannot be {wrong}", "InvalidPtrEmbed")
