"""Compiler directives that give objects their linker symbols: ``//go:linkname local symbol``; functions without a body."""

from __future__ import annotations

from typing import Any

from minigo.types.decl import after_func
from minigo.types.objects import Func, Object, Var
from minigo.types.state import CheckerState


class DirectivesMixin(CheckerState):
    """Directives as part of the checker."""

    def apply_directives(self, files: list[Any]) -> None:
        """Set ``linkname`` of functions and variables. Mistakes wait for ``check_directives``."""
        self.linknamed: set[Object] = set()
        self.directive_errors: list[tuple[int, str]] = []
        for file in files:
            for group in file.comments:
                for comment in group.list:
                    if comment.text.startswith("//go:linkname "):
                        wrong = self._linkname(file, comment.text.split())
                        if wrong:
                            self.directive_errors.append((comment.slash, wrong))

    def _linkname(self, file: Any, words: list[str]) -> str:
        """Apply a directive; returns what is wrong with it."""
        if not self.allow_bodyless and all(spec.path.value.strip('"`') != "unsafe" for spec in file.imports):
            return '//go:linkname only allowed in Go files that import "unsafe"'
        if not 2 <= len(words) <= 3:
            return "usage: //go:linkname localname [linkname]"
        obj = self.pkg.scope.lookup(words[1])
        if not isinstance(obj, (Func, Var)):
            return "//go:linkname must refer to declared function or variable"
        self.linknamed.add(obj)
        if len(words) == 3:
            obj.linkname = words[2]
        return ""

    def check_directives(self) -> None:
        """Report mistakes; as in gc this comes last, when there are no other errors."""
        for pos, msg in self.directive_errors:
            self.error(pos, msg)
        if not self.allow_bodyless:
            for f in self.bodyless:
                if f not in self.linknamed:
                    self.error(after_func(f.decl), "missing function body")
