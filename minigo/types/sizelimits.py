"""Types and stack frames that are too large. Last of all checks, as in gc: types must be free of errors before their sizes can be computed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from minigo.syntax import ast, children
from minigo.types.decl import after_func
from minigo.types.sizes import sizeof
from minigo.types.state import CheckerState
from minigo.types.types import Array

MAX_WIDTH: Final = 1 << 50  # of a type, in bytes
MAX_CHAN_ELEM: Final = 1 << 16
MAX_FRAME: Final = 1 << 30
IN_REGISTERS: Final = 128  # parameters up to this size count for nothing


class SizeLimitsMixin(CheckerState):
    """The limits of arrays and of the elements of channels, whose type literals stand in ``sized``."""

    def check_sizes(self) -> None:
        for at, t in self.sized:
            if self.has_variable_size(t):
                continue
            if isinstance(t, Array):
                if not 0 <= sizeof(t) < MAX_WIDTH:
                    self.error(at, f"type {self.tstr(t)} larger than address space", "TypeTooLarge")
            elif not 0 <= self._elem_size(t) < MAX_CHAN_ELEM:
                self.error(at, "channel element type too large (>64kB)", "TypeTooLarge")

    def _elem_size(self, t: Any) -> int:
        return 0 if self.has_variable_size(t.elem) else sizeof(t.elem)

    # ------------------------------------------------------------ frames

    def check_frames(self, files: list[Any]) -> None:
        """Parameters and results of a function, or the arrays that its range clauses copy, may not reach 1 GB. (Large variables are not on the stack.)"""
        if not any(
            isinstance(t, Array) and not self.has_variable_size(t) and sizeof(t) > MAX_FRAME >> 10
            for _, t in self.sized
        ):
            return
        for file in files:
            for decl in file.decls:
                if not isinstance(decl, ast.FuncDecl) or decl.body is None:
                    continue
                obj = self.info.defs.get(decl.name)
                if obj is not None and not obj.type.type_params and not obj.type.recv_type_params:
                    self._check_frame(after_func(decl), obj.type, decl.body)

    def _check_frame(self, at: Any, sig: Any, body: ast.BlockStmt) -> None:
        variables = [*sig.params.vars, *sig.results.vars, *([sig.recv] if sig.recv is not None else [])]
        args = sum([n for n in [sizeof(v.type) for v in variables] if n > IN_REGISTERS])
        copies = 0
        for node in own_nodes(body):
            if isinstance(node, ast.FuncLit):
                self._check_frame(node, self.info.types[node].type, node.body)
            else:
                copies += self._copied_by(node)
        if args >= MAX_FRAME or copies >= MAX_FRAME:
            self.error(
                at, f"stack frame too large (>1GB): {copies >> 20} MB locals + {args >> 20} MB args", "TypeTooLarge"
            )

    def _copied_by(self, s: ast.RangeStmt) -> int:
        """The size of the array that a range clause evaluates once, and so copies."""
        t = self.info.types[s.x].type.underlying()
        if s.value is None or (isinstance(s.value, ast.Ident) and s.value.name == "_") or not isinstance(t, Array):
            return 0
        return sizeof(t)


def own_nodes(body: Any) -> Iterator[Any]:
    """The function literals and range statements of a body, without those inside its function literals."""
    work = [body]
    while work:
        node = work.pop()
        if isinstance(node, (ast.FuncLit, ast.RangeStmt)):
            yield node
        if not isinstance(node, ast.FuncLit):
            work.extend(children(node))
