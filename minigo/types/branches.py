"""Labels and jumps of a package that is not type-checked because its syntax is wrong: as in gc, functions without syntax errors of their own are looked at.

In: the files and the errors found in them. Out: further errors, about labels (``labels``) and about break and continue statements that are in nothing they could leave.
"""

from __future__ import annotations

from typing import Any, Final

from minigo.source.diagnostic import DiagnosticList
from minigo.source.fileset import FileSet
from minigo.syntax import ast, preorder
from minigo.types.labels import LabelScope


class _Reporter:
    """What ``LabelScope`` needs of a checker: it reports errors, and nothing is recorded."""

    __slots__ = ("_last", "errors", "fset", "pkg")

    def __init__(self, fset: FileSet, errors: DiagnosticList) -> None:
        self.fset = fset
        self.errors = errors
        self.pkg = None
        self._last = ("", 0, "")

    def error(self, at: int, msg: str, code: str) -> None:
        position = self.fset.position(at)
        if (position.filename, position.line, msg) != self._last:  # as gc: once a line
            self._last = position.filename, position.line, msg
            self.errors.add(position, msg, "error", code)

    def record_def(self, name: ast.Ident, obj: Any) -> None:
        """Nobody will ask."""

    def record_use(self, name: ast.Ident, obj: Any) -> None:
        """Nobody will ask."""


def check_branches(fset: FileSet, files: list[ast.File], errors: DiagnosticList) -> None:
    """Append what is wrong with the jumps of all function bodies in which nothing else is wrong."""
    wrong = [(d.pos.filename, d.pos.offset) for d in errors]
    reporter: Any = _Reporter(fset, errors)
    for file in files:
        for node in preorder(file):
            if isinstance(node, (ast.FuncDecl, ast.FuncLit)) and node.body is not None and node.body.rbrace:
                start, end = fset.position(node.body.lbrace), fset.position(node.body.rbrace)
                if not any(start.offset <= offset <= end.offset for name, offset in wrong if name == start.filename):
                    _unlabelled(reporter, node.body)
                    LabelScope(reporter).check(node.body)


_LOOPS: Final = (ast.ForStmt, ast.RangeStmt)
_SWITCHES: Final = (ast.SwitchStmt, ast.TypeSwitchStmt, ast.SelectStmt)


def _unlabelled(reporter: _Reporter, body: ast.BlockStmt) -> None:
    """Break and continue statements without labels must be in something that they can leave."""
    pending: list[tuple[Any, bool, bool]] = [(body, False, False)]
    while pending:
        s, can_break, can_continue = pending.pop()
        if isinstance(s, ast.BranchStmt) and s.label is None:
            if s.tok == "break" and not can_break:
                reporter.error(s.tok_pos, "break is not in a loop, switch, or select", "MisplacedBreak")
            elif s.tok == "continue" and not can_continue:
                reporter.error(s.tok_pos, "continue is not in a loop", "MisplacedContinue")
        elif isinstance(s, ast.BlockStmt):
            pending += [(inner, can_break, can_continue) for inner in s.list]
        elif isinstance(s, (ast.CaseClause, ast.CommClause)):
            pending += [(inner, can_break, can_continue) for inner in s.body]
        elif isinstance(s, ast.LabeledStmt):
            pending.append((s.stmt, can_break, can_continue))
        elif isinstance(s, ast.IfStmt):
            pending += [(inner, can_break, can_continue) for inner in (s.body, s.else_)]
        elif isinstance(s, _LOOPS):
            pending.append((s.body, True, True))
        elif isinstance(s, _SWITCHES):
            pending.append((s.body, True, can_continue))
