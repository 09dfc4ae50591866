"""The parser's actions for files and declarations."""

from __future__ import annotations

from minigo.syntax.ast import (
    BadDecl,
    BlockStmt,
    Decl,
    Expr,
    Field,
    FieldList,
    File,
    FuncDecl,
    FuncType,
    GenDecl,
    Ident,
    ImportSpec,
    Spec,
    TypeSpec,
    ValueSpec,
)
from minigo.syntax.expr_builder import ExprBuilder, Signature, Token, basic_lit
from minigo.syntax.params import check_dots, group_params


class DeclBuilder(ExprBuilder):
    """Actions for declarations."""

    __slots__ = ()

    def file(self, package: Token, name: Ident, semicolon: Token, decls: list[Decl]) -> File:
        imports: list[ImportSpec] = []
        others = False
        for decl in decls:
            if isinstance(decl, GenDecl) and decl.tok == "import":
                if others:
                    self.error(decl.tok_pos, "syntax error: imports must appear before other declarations")
                imports.extend(spec for spec in decl.specs if isinstance(spec, ImportSpec))
            # As cmd/compile: an import after another import is not complained about.
            if not isinstance(decl, BadDecl):
                others = not (isinstance(decl, GenDecl) and decl.tok == "import")
        return File(None, package[1], name, decls, 0, 0, imports, [], "")

    # ---- Groups

    def _gen_decl(self, keyword: Token, lparen: int, specs: list[Spec], rparen: int) -> GenDecl:
        decl = GenDecl(None, keyword[1], keyword[0], lparen, specs, rparen)
        self.documented.append(decl)
        return decl

    def single_decl(self, keyword: Token, spec: Spec) -> GenDecl:
        return self._gen_decl(keyword, 0, [spec], 0)

    def group_decl(self, keyword: Token, lparen: Token, specs: list[Spec], rparen: Token) -> GenDecl:
        return self._gen_decl(keyword, lparen[1], specs, rparen[1])

    def group_decl_last(self, keyword: Token, lparen: Token, specs: list[Spec], spec: Spec, rparen: Token) -> GenDecl:
        specs.append(spec)
        return self._gen_decl(keyword, lparen[1], specs, rparen[1])

    # ---- Imports

    def _import_spec(self, name: Ident | None, path: Token) -> ImportSpec:
        spec = ImportSpec(None, name, basic_lit(path), None, 0)
        self.documented.append(spec)
        return spec

    def import_spec(self, path: Token) -> ImportSpec:
        return self._import_spec(None, path)

    def import_spec_named(self, name: Ident, path: Token) -> ImportSpec:
        return self._import_spec(name, path)

    def import_spec_dot(self, dot: Token, path: Token) -> ImportSpec:
        return self._import_spec(Ident(dot[1], "."), path)

    # ---- Constants and variables

    def value_spec(self, names: list[Ident], type_: Expr | None, assign: Token, values: list[Expr]) -> ValueSpec:
        spec = ValueSpec(None, names, type_, values, None)
        self.documented.append(spec)
        return spec

    def value_spec_names(self, names: list[Ident]) -> ValueSpec:
        return self.value_spec(names, None, _NO_TOKEN, [])

    def value_spec_type(self, names: list[Ident], type_: Expr) -> ValueSpec:
        return self.value_spec(names, type_, _NO_TOKEN, [])

    def value_spec_values(self, names: list[Ident], assign: Token, values: list[Expr]) -> ValueSpec:
        return self.value_spec(names, None, assign, values)

    # ---- Types

    def _type_spec(self, name: Ident, type_params: FieldList | None, assign: int, type_: Expr) -> TypeSpec:
        spec = TypeSpec(None, name, type_params, assign, type_, None)
        self.documented.append(spec)
        return spec

    def type_spec(self, name: Ident, type_: Expr) -> TypeSpec:
        return self._type_spec(name, None, 0, type_)

    def type_spec_alias(self, name: Ident, assign: Token, type_: Expr) -> TypeSpec:
        return self._type_spec(name, None, assign[1], type_)

    def type_spec_generic(self, name: Ident, type_params: FieldList, type_: Expr) -> TypeSpec:
        return self._type_spec(name, type_params, 0, type_)

    def type_spec_generic_alias(self, name: Ident, type_params: FieldList, assign: Token, type_: Expr) -> TypeSpec:
        return self._type_spec(name, type_params, assign[1], type_)

    def type_params(self, lbrack: Token, entries: list[Field], rbrack: Token) -> FieldList:
        return FieldList(lbrack[1], group_params(entries, rbrack[1], True, self.error), rbrack[1])

    def type_params_comma(self, lbrack: Token, entries: list[Field], comma: Token, rbrack: Token) -> FieldList:
        return self.type_params(lbrack, entries, rbrack)

    def type_params_empty(self, lbrack: Token, rbrack: Token) -> FieldList:
        self.error(rbrack[1], "syntax error: empty type parameter list")
        return FieldList(lbrack[1], [], rbrack[1])

    def type_param_nameless(self, constraint: Expr) -> Field:
        return Field(None, [], constraint, None, None)

    def type_param(self, name: Ident, constraint: Expr | None = None) -> Field:
        return Field(None, [name], constraint, None, None)

    # ---- Functions and methods

    def _func_decl(
        self,
        func: Token,
        recv: FieldList | None,
        name: Ident,
        type_params: FieldList | None,
        signature: Signature,
        body: BlockStmt | None,
    ) -> FuncDecl:
        decl = FuncDecl(None, recv, name, FuncType(func[1], type_params, signature[0], signature[1]), body)
        self.documented.append(decl)
        if recv is not None:
            if recv.num_fields() == 0:
                self.error(name.name_pos, "method has no receiver")
            elif recv.num_fields() > 1:
                self.error(name.name_pos, "method has multiple receivers")
            check_dots(recv, False, self.error)
        return decl

    def func_decl(self, func: Token, name: Ident, signature: Signature, body: BlockStmt | None = None) -> FuncDecl:
        return self._func_decl(func, None, name, None, signature, body)

    def func_decl_generic(
        self, func: Token, name: Ident, type_params: FieldList, signature: Signature, body: BlockStmt | None = None
    ) -> FuncDecl:
        return self._func_decl(func, None, name, type_params, signature, body)

    def method_decl(
        self, func: Token, recv: FieldList, name: Ident, signature: Signature, body: BlockStmt | None = None
    ) -> FuncDecl:
        return self._func_decl(func, recv, name, None, signature, body)

    def method_decl_generic(
        self,
        func: Token,
        recv: FieldList,
        name: Ident,
        type_params: FieldList,
        signature: Signature,
        body: BlockStmt | None = None,
    ) -> FuncDecl:
        return self._func_decl(func, recv, name, type_params, signature, body)


_NO_TOKEN: Token = ("", 0, "")
