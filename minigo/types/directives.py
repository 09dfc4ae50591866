"""Compiler directives that give objects their linker symbols: ``//go:linkname local symbol``."""

from __future__ import annotations

from typing import Any

from minigo.types.objects import Func, Var
from minigo.types.state import CheckerState


class DirectivesMixin(CheckerState):
    """Directives as part of the checker."""

    def apply_directives(self, files: list[Any]) -> None:
        """Set ``linkname`` of functions and variables."""
        for file in files:
            for group in file.comments:
                for comment in group.list:
                    if comment.text.startswith("//go:linkname "):
                        self._linkname(file, comment)

    def _linkname(self, file: Any, comment: Any) -> None:
        words = comment.text.split()
        if not any(spec.path.value.strip('"`') == "unsafe" for spec in file.imports):
            self.error(comment, '//go:linkname only allowed in Go files that import "unsafe"')
            return
        if not 2 <= len(words) <= 3:
            self.error(comment, "usage: //go:linkname localname [linkname]")
            return
        obj = self.pkg.scope.lookup(words[1])
        if not isinstance(obj, (Func, Var)):
            self.error(comment, "//go:linkname must refer to declared function or variable")
        elif len(words) == 3:
            obj.linkname = words[2]
