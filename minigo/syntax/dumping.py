"""Printing tokens and trees: `minigo dump --stage tokens` and `--stage ast`.

`dump` prints a tree as go/ast's Print does: one field a line, numbered, indented by dots, positions as
file:line:column, empty fields left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from minigo.source.fileset import FileSet
from minigo.syntax import ast
from minigo.syntax.chars import quote_string
from minigo.syntax.directives import ErrorHandler, ignore_error
from minigo.syntax.scanner import SCAN_COMMENTS, Scanner
from minigo.syntax.token import EOF

# Fields that hold a position, by their names; `from_` and `to` are those of Bad… nodes.
_POSITIONS: Final = frozenset(
    [
        "arrow",
        "begin",
        "case",
        "closing",
        "colon",
        "defer",
        "ellipsis",
        "end_pos",
        "file_end",
        "file_start",
        "for_",
        "from_",
        "func",
        "go",
        "if_",
        "interface",
        "lbrace",
        "lbrack",
        "lparen",
        "map",
        "name_pos",
        "op_pos",
        "opening",
        "package",
        "range",
        "rbrace",
        "rbrack",
        "return_",
        "rparen",
        "select",
        "semicolon",
        "slash",
        "star",
        "struct",
        "switch",
        "to",
        "tok_pos",
        "value_end",
        "value_pos",
    ]
)
_ALSO_POSITIONS: Final = {(ast.TypeSpec, "assign")}
_TOKENS: Final = frozenset(("kind", "op", "tok"))


def dump_tokens(fset: FileSet, name: str, src: bytes, error_handler: ErrorHandler = ignore_error) -> Iterator[str]:
    """One line a token, comments included: position, token, spelling (quoted, if it says more than the token)."""
    scanner = Scanner(fset.add_file(name, len(src)), src, error_handler, SCAN_COMMENTS)
    while True:
        pos, token, literal = scanner.scan()
        text = f"{fset.position(pos)}\t{token}"
        if literal and literal != token:
            text += "\t" + quote_string(literal)
        yield text
        if token == EOF:
            return


def dump(fset: FileSet | None, node: Any) -> str:
    """A tree (or a list of trees) as text. Without a FileSet, positions are printed as numbers."""
    lines: list[str] = []
    seen: dict[int, int] = {}  # where a node was printed, by identity
    # What is still to be printed, last first: (depth, label, value).
    pending: list[tuple[int, str, Any]] = [(0, "", node)]
    while pending:
        depth, label, value = pending.pop()
        parts: list[tuple[str, Any]] = []
        if isinstance(value, _Text):
            text = value.text
        elif isinstance(value, list):
            text = f"[]{_element_type(label, value)} (len = {len(value)}) {{"
            parts = [(f"{index}: ", element) for index, element in enumerate(value)]
        elif id(value) in seen:
            text = f"*(obj @ {seen[id(value)]})"
        else:
            seen[id(value)] = len(lines)
            text = f"*ast.{value.__class__.__name__} {{"
            parts = _fields(fset, value)
        if text.endswith("{"):
            pending.append((depth, "", _Text("}")))
            pending.extend((depth + 1, name, part) for name, part in reversed(parts))
        lines.append(f"{len(lines):6}  {'.  ' * depth}{label}{text}\n")
    return "".join(lines)


class _Text:
    """A value that has been formatted already."""

    __slots__ = ("text",)

    def __init__(self, text: str) -> None:
        self.text = text


def _fields(fset: FileSet | None, node: ast.Node) -> list[tuple[str, Any]]:
    """A node's fields with their labels, without absent nodes and empty lists; all but nodes and lists formatted."""
    result: list[tuple[str, Any]] = []
    cls = node.__class__
    for field in field_names(cls):
        value = getattr(node, field)
        if value is None or value == []:
            continue
        if isinstance(value, bool):
            value = _Text("true" if value else "false")
        elif isinstance(value, int):
            as_position = is_position_field(cls, field)
            value = _Text(str(fset.position(value)) if as_position and fset is not None else str(value))
        elif isinstance(value, str):
            value = _Text(value if field in _TOKENS else quote_string(value))
        result.append((go_field_name(field) + ": ", value))
    return result


_INTERFACES: Final = (ast.Expr, ast.Stmt, ast.Decl, ast.Spec)
# Fields whose elements go/ast declares to be of one class.
_CONCRETE: Final = {"Names: ": "*ast.Ident", "Imports: ": "*ast.ImportSpec", "Comments: ": "*ast.CommentGroup"}


def _element_type(label: str, values: list[Any]) -> str:
    if label in _CONCRETE:
        return _CONCRETE[label]
    for base in _INTERFACES:
        if isinstance(values[0], base):
            return f"ast.{base.__name__}"
    return f"*ast.{values[0].__class__.__name__}"


def is_position_field(cls: type[ast.Node], field: str) -> bool:
    """Whether a field holds a Pos."""
    return field in _POSITIONS or (cls, field) in _ALSO_POSITIONS


def field_names(cls: type[ast.Node]) -> tuple[str, ...]:
    """The fields of a node class, in the order of its constructor (which is go/ast's)."""
    code = cls.__init__.__code__
    return code.co_varnames[1 : code.co_argcount]


def go_field_name(field: str) -> str:
    """`name_pos` as go/ast spells it: `NamePos`."""
    return "".join(part[:1].upper() + part[1:] for part in field.strip("_").split("_"))
