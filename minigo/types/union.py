"""Unions in constraints, ``A | ~B`` (specification, "General interfaces")."""

from __future__ import annotations

from typing import Any, Final

from minigo.syntax import ast, expr_string
from minigo.types.info import TYPE_EXPR
from minigo.types.predicates import identical, is_interface, is_type_param, is_valid
from minigo.types.state import CheckerState
from minigo.types.types import INVALID, Interface, Term, Typ, Type, Union
from minigo.types.universe import UNIVERSE_COMPARABLE

MAX_TERMS: Final = 100  # gc's limit
TOO_MANY_TERMS: Final = f"cannot handle more than {MAX_TERMS} union terms (implementation limitation)"


def flatten_union(e: Any) -> tuple[list[Any], list[Any]]:
    """(binary expressions, terms) of ``A | B | C``, from left to right."""
    operators = []
    terms = []
    while isinstance(e, ast.BinaryExpr) and e.op == "|":
        operators.append(e)
        terms.append(e.y)
        e = e.x
    terms.append(e)
    return operators[::-1], terms[::-1]


class UnionMixin(CheckerState):
    """Unions as part of the checker."""

    def parse_union(self, e: Any) -> Type:
        """The type of an interface element: a type, or a Union."""
        operators, exprs = flatten_union(e)
        terms: list[Term] = []
        union: Type = Typ[INVALID]
        for i, x in enumerate(exprs):
            term = self._parse_tilde(x)
            if len(exprs) == 1 and not term.tilde:
                return term.type
            if len(terms) == MAX_TERMS:
                if is_valid(union):
                    self.error(x, TOO_MANY_TERMS, "InvalidUnion")
                union = Typ[INVALID]
            elif i < MAX_TERMS:
                terms.append(term)
                union = Union(list(terms))
            if i:
                self.record_type_and_value(operators[i - 1], TYPE_EXPR, union, None)
        if is_valid(union):
            self.later(lambda: self._check_terms(terms, exprs))
        return union

    def _parse_tilde(self, e: Any) -> Term:
        x = e
        tilde = isinstance(e, ast.UnaryExpr) and e.op == "~"
        if tilde:
            x = e.x
        t = self.typ(x)
        if is_type_param(t):
            if tilde:
                self.error(x, f"type in term {expr_string(e)} cannot be a type parameter", "MisplacedTypeParam")
            else:
                self.error(x, "term cannot be a type parameter", "MisplacedTypeParam")
            t = Typ[INVALID]
        term = Term(tilde, t)
        if tilde:
            self.record_type_and_value(e, TYPE_EXPR, Union([term]), None)
        return term

    def _check_terms(self, terms: list[Term], exprs: list[Any]) -> None:
        for i, term in enumerate(terms):
            t = term.type
            if not is_valid(t):
                continue
            u = t.underlying()
            if isinstance(u, Interface):
                self._check_interface_term(term, u, exprs[i])
                continue
            if term.tilde and not identical(u, t):
                self.error(
                    exprs[i],
                    f"invalid use of ~ (underlying type of {self.tstr(t)} is {self.tstr(u)})",
                    "InvalidUnion",
                )
                continue
            for other in terms[:i]:
                if not is_interface(other.type) and not disjoint(other, term):
                    self.error(
                        exprs[i],
                        f"overlapping terms {self._term_text(term)} and {self._term_text(other)}",
                        "InvalidUnion",
                    )
                    break

    def _check_interface_term(self, term: Term, u: Interface, e: Any) -> None:
        text = self._term_text(term)
        tset = u.type_set()
        if term.tilde:
            self.error(e, f"invalid use of ~ ({self.tstr(term.type)} is an interface)", "InvalidUnion")
        elif tset.methods:
            self.error(e, f"cannot use {text} in union ({text} contains methods)", "InvalidUnion")
        elif term.type is UNIVERSE_COMPARABLE.type:
            self.error(e, "cannot use comparable in union", "InvalidUnion")
        elif tset.comparable:
            self.error(e, f"cannot use {text} in union ({text} embeds comparable)", "InvalidUnion")

    def _term_text(self, term: Term) -> str:
        # gc writes terms with full package paths
        return str(term)


def disjoint(x: Term, y: Term) -> bool:
    """Whether no type belongs to both terms."""
    a, b = x.type, y.type
    if y.tilde:
        a = a.underlying()
    if x.tilde:
        b = b.underlying()
    return not identical(a, b)
