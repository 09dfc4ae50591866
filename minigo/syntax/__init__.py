"""From source text to syntax tree: scanner, grammar, parser, tree and the functions that walk and print it.

The names below are loaded when they are first used, because a build in which nothing has changed needs none of them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from minigo.syntax.dumping import dump, dump_tokens
    from minigo.syntax.lexer import Tokens, scan
    from minigo.syntax.parser import IMPORTS_ONLY, PARSE_COMMENTS, SyntaxErrors, parse_file
    from minigo.syntax.printing import expr_list_string, expr_string
    from minigo.syntax.scanner import SCAN_COMMENTS, CustomToken, Scanner
    from minigo.syntax.tables import load_table
    from minigo.syntax.visitor import Visitor, children, inspect, preorder, walk

__all__ = [
    "IMPORTS_ONLY",
    "PARSE_COMMENTS",
    "SCAN_COMMENTS",
    "CustomToken",
    "Scanner",
    "SyntaxErrors",
    "Tokens",
    "Visitor",
    "children",
    "dump",
    "dump_tokens",
    "expr_list_string",
    "expr_string",
    "inspect",
    "load_table",
    "parse_file",
    "preorder",
    "scan",
    "walk",
]

_MODULES: Final = {
    "dumping": ("dump", "dump_tokens"),
    "lexer": ("Tokens", "scan"),
    "parser": ("IMPORTS_ONLY", "PARSE_COMMENTS", "SyntaxErrors", "parse_file"),
    "printing": ("expr_list_string", "expr_string"),
    "scanner": ("SCAN_COMMENTS", "CustomToken", "Scanner"),
    "tables": ("load_table",),
    "visitor": ("Visitor", "children", "inspect", "preorder", "walk"),
}
_HOME: Final = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    """Finds a public name in its module, and keeps it here."""
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(f"{__name__}.{_HOME[name]}"), name)
    globals()[name] = value
    return value
