"""Parameter lists: which entries are names, which are types, and what goes with what.

`(a, b int, c string)` is parsed as three entries, `a`, `b int` and `c string`; only the whole list says that `a` is
a name and not a type. The result has go/ast's shape: names that share a type share a Field.
"""

from __future__ import annotations

from collections.abc import Callable

from minigo.syntax.ast import BadExpr, Ellipsis, Expr, Field, FieldList, Ident

ErrorFunc = Callable[[int, str], None]


def group_params(entries: list[Field], closing: int, type_params: bool, error: ErrorFunc) -> list[Field]:
    """Groups entries (Fields with at most one name; a type parameter without constraint has type None).

    `closing` is the position of the closing bracket; errors are cmd/compile's.
    """
    named = sum(1 for e in entries if e.names and e.type is not None)
    if named == 0 and not type_params:
        return entries
    if named != len(entries):
        _check_mixture(entries, named, closing, type_params, error)
    result: list[Field] = []
    names: list[Ident] = []
    for entry in entries:
        name, type_ = _split(entry, type_params)
        if name is not None:
            names.append(name)
        if type_ is not None:
            result.append(Field(None, names, type_, None, None))
            names = []
    if names:  # reported above
        result.append(Field(None, names, BadExpr(closing, closing), None, None))
    return result


def _split(entry: Field, type_params: bool) -> tuple[Ident | None, Expr | None]:
    """An entry's name and type, given that the list declares names."""
    if entry.names:
        return entry.names[0], entry.type
    if isinstance(entry.type, Ident):
        return entry.type, None
    start = entry.type.pos() if entry.type is not None else 0
    return Ident(start, "_"), entry.type


def _check_mixture(entries: list[Field], named: int, closing: int, type_params: bool, error: ErrorFunc) -> None:
    """Reports names without type and types without name in a list that declares names."""
    typed = sum(1 for e in entries if _split(e, type_params)[1] is not None)
    position = 0  # of the leftmost mistake
    has_type = False
    for entry in reversed(entries):
        name, type_ = _split(entry, type_params)
        if type_ is not None:
            has_type = True
            if not entry.names:
                position = type_.pos()
        elif not has_type and name is not None:
            position = name.pos()
    if not position:
        return
    if named == typed:
        position = closing
        msg = "missing type constraint" if type_params else "missing parameter type"
    elif type_params:
        msg = "missing type parameter name" + (" or invalid array length" if len(entries) == 1 else "")
    else:
        msg = "missing parameter name"
    error(position, "syntax error: " + msg)


def check_dots(fields: FieldList, allowed: bool, error: ErrorFunc) -> None:
    """Reports the first `...T` that is not the type of a final parameter, and makes a T of every such one."""
    reported = False
    for index, field in enumerate(fields.list):
        type_ = field.type
        if type_.__class__ is not Ellipsis:
            continue
        if allowed and index == len(fields.list) - 1 and len(field.names) <= 1:
            continue
        assert isinstance(type_, Ellipsis)
        if not reported:
            reported = True
            error(type_.ellipsis, "can only use ... with final parameter" if allowed else "invalid use of ...")
        field.type = type_.elt
