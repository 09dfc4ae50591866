"""From source text to syntax tree: scanner, grammar, parser, tree and the functions that walk and print it."""

from __future__ import annotations

from minigo.syntax.dump import dump, dump_tokens
from minigo.syntax.lexer import Tokens, scan
from minigo.syntax.parser import IMPORTS_ONLY, PARSE_COMMENTS, SyntaxErrors, parse_file
from minigo.syntax.printing import expr_string
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
    "expr_string",
    "inspect",
    "load_table",
    "parse_file",
    "preorder",
    "scan",
    "walk",
]
