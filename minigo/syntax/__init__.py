"""From source text to syntax tree: scanner, grammar, parser, tree and the functions that walk and print it."""

from __future__ import annotations

from minigo.syntax.lexer import Tokens, scan
from minigo.syntax.scanner import SCAN_COMMENTS, CustomToken, Scanner

__all__ = ["SCAN_COMMENTS", "CustomToken", "Scanner", "Tokens", "scan"]
