"""From source text to syntax tree: scanner, grammar, parser, tree and the functions that walk and print it."""

from __future__ import annotations

from minigo.syntax.lexer import Tokens, scan
from minigo.syntax.parser import IMPORTS_ONLY, PARSE_COMMENTS, SyntaxErrors, parse_file
from minigo.syntax.scanner import SCAN_COMMENTS, CustomToken, Scanner
from minigo.syntax.tables import load_table

__all__ = [
    "IMPORTS_ONLY",
    "PARSE_COMMENTS",
    "SCAN_COMMENTS",
    "CustomToken",
    "Scanner",
    "SyntaxErrors",
    "Tokens",
    "load_table",
    "parse_file",
    "scan",
]
