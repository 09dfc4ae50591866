"""Compiler directives, ``//go:verb …``: linker symbols, embedded files, and whether a directive stands where it has a meaning.

``//go:linkname local symbol`` sets ``linkname`` of a function or variable, ``//go:embed pattern…`` fills ``info.embeds``. A directive belongs to
the next declaration; nothing but comments may stand between. As in gc, a directive before anything else is reported at once, while other
mistakes are only reported in a package that has no errors.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, Final

from minigo.syntax import ast, preorder
from minigo.syntax.directives import (
    KNOWN_VERBS,
    MISPLACED,
    RUNTIME_VERBS,
    DirectiveError,
    directive_arguments,
    directive_verb,
)
from minigo.types import constant
from minigo.types.decl import after_func
from minigo.types.objects import Func, Object, Var
from minigo.types.predicates import is_string
from minigo.types.state import CheckerState, version_allows
from minigo.types.types import UINT8, Basic, Named, Slice, unalias

NO_TAKER: Final = ""  # what comes next is no declaration

# A place where a directive is taken: position, what is there ("package", "import", "const", "type", "var", "func" or NO_TAKER), the spec.
Taker = tuple[int, str, Any]


class DirectivesMixin(CheckerState):
    """Directives as part of the checker."""

    def apply_directives(self, files: list[Any]) -> None:
        """Set ``linkname``, find embedded files. Mistakes that can wait do so for ``check_directives``."""
        self.linknamed: set[Object] = set()
        self.directive_errors: list[tuple[int, str]] = []
        for file in files:
            rest = []
            for group in file.comments:
                for comment in group.list:
                    text = comment.text
                    if text.startswith("//go:linkname "):
                        words = text.split()
                        if not 2 <= len(words) <= 3:
                            self.error(comment.slash + 2, "usage: //go:linkname localname [linkname]")
                        elif wrong := self._linkname(file, words):
                            self.directive_errors.append((comment.slash + 2, wrong))
                    elif text.startswith("//go:cgo_") and not self.allow_bodyless:
                        self.error(comment.slash + 2, f"{text} only allowed in cgo-generated code")
                    elif text.startswith("//go:") and (directive_verb(text) in KNOWN_VERBS or self._indented(comment)):
                        rest.append(comment)
            if any(directive_verb(c.text) != "build" or c.slash > file.package for c in rest):
                self._place(file, rest)

    def _linkname(self, file: Any, words: list[str]) -> str:
        """Apply a directive; returns what is wrong with it."""
        if not self.allow_bodyless and not imports(file, "unsafe"):
            return '//go:linkname only allowed in Go files that import "unsafe"'
        obj = self.pkg.scope.lookup(words[1])
        if not isinstance(obj, (Func, Var)):
            return "//go:linkname must refer to declared function or variable"
        if obj in self.linknamed:
            return f"duplicate //go:linkname for {obj.name}"
        self.linknamed.add(obj)
        if len(words) == 3:
            obj.linkname = words[2]
        return ""

    def check_directives(self) -> None:
        """Report mistakes; as in gc this comes last, when there are no other errors."""
        for pos, msg in self.directive_errors:
            self.error(pos, msg)
        for obj in self.info.embeds:
            if not embeddable(obj.type):
                self.error(obj, f"go:embed cannot apply to var of type {self.tstr(obj.type)}")
        if not self.allow_bodyless:
            for f in self.bodyless:
                if f not in self.linknamed and f.name != "_":
                    self.error(after_func(f.decl), "missing function body")

    # ------------------------------------------------------------ places

    def _place(self, file: Any, comments: list[Any]) -> None:
        """Give each directive to the declaration that follows it."""
        takers = sorted(takers_of(file), key=lambda taker: taker[0])
        starts = [taker[0] for taker in takers]
        for comment in comments:
            pos = comment.slash + 2
            if self._behind_code(file, comment):
                self.error(pos, MISPLACED)
                continue
            _, what, spec = takers[bisect_right(starts, comment.slash)]
            verb = directive_verb(comment.text)
            if verb not in KNOWN_VERBS:
                continue
            if verb in RUNTIME_VERBS and not self.allow_bodyless:
                self.error(pos, f"//go:{verb} only allowed in runtime")
            elif verb == "embed":
                self._embed(file, comment, what, spec)
            elif what == NO_TAKER:
                self.error(pos, MISPLACED)
            elif (
                (what == "package" and verb != "build")
                or (what != "package" and verb == "build")
                or what not in ("package", "func")
            ):
                self.directive_errors.append((pos, MISPLACED))
            elif verb == "noescape" and spec.body is not None:
                wrong = "can only use //go:noescape with external func implementations"
                self.directive_errors.append((spec.name.name_pos, wrong))

    def _indented(self, comment: Any) -> int:
        """How many characters there are on the line before a comment."""
        return self.fset.position(comment.slash, False).column - 1

    def _behind_code(self, file: Any, comment: Any) -> bool:
        """Whether there is code before the comment on its line."""
        before = self._indented(comment)
        start = comment.slash - before
        if not before:
            return False
        return any(start < n.end() <= comment.slash or start <= n.pos() < comment.slash for n in preorder(file))

    def _embed(self, file: Any, comment: Any, what: str, spec: Any) -> None:
        pos = comment.slash + 2
        patterns = embed_patterns(comment.text)
        if isinstance(patterns, str):
            self.error(pos, patterns)
            patterns = []
        if not patterns:
            self.error(pos, "usage: //go:embed pattern...")
        elif what == NO_TAKER:
            self.error(pos, "misplaced go:embed directive")
        elif what != "var":
            self.directive_errors.append((pos, "misplaced go:embed directive"))
        else:
            wrong = self._cannot_embed(file, spec)
            obj = self.info.defs.get(spec.names[0])
            if wrong or not isinstance(obj, Var):
                self.directive_errors.append((pos, wrong))
            else:
                self.info.embeds.setdefault(obj, []).extend(patterns)

    def _cannot_embed(self, file: Any, spec: Any) -> str:
        """Why a variable declaration cannot have embedded files, or ""."""
        if not imports(file, "embed"):
            return 'go:embed requires import "embed" (or import _ "embed", if package is not used)'
        if len(spec.names) > 1:
            return "go:embed cannot apply to multiple vars"
        if spec.values:
            return "go:embed cannot apply to var with initializer"
        if spec.names[0] not in self.info.defs:
            return "go:embed cannot apply to var inside func"
        if not version_allows(self.go_version, 16):
            return f"go:embed requires go1.16 or later (-lang was set to {self.go_version}; check go.mod)"
        return ""


def imports(file: Any, path: str) -> bool:
    return any(spec.path.value.strip('"`') == path for spec in file.imports)


def takers_of(file: Any) -> Iterator[Taker]:
    """The places of a file where directives are taken or found to be misplaced."""
    yield file.package, "package", None
    for decl in file.decls:
        if isinstance(decl, ast.GenDecl):
            yield from gen_decl_takers(decl)
        elif isinstance(decl, ast.FuncDecl):
            yield decl.type.func, "func", decl
            if decl.body is not None:
                yield from body_takers(decl.body)
        yield decl.end(), NO_TAKER, None
    yield file.file_end + 1, NO_TAKER, None


def gen_decl_takers(decl: ast.GenDecl) -> Iterator[Taker]:
    if not decl.lparen:
        yield decl.tok_pos, decl.tok, decl.specs[0] if decl.specs else None
        return
    yield decl.tok_pos, NO_TAKER, None
    for spec in decl.specs:
        yield spec.pos(), decl.tok, spec
    yield decl.rparen, NO_TAKER, None


def body_takers(body: ast.BlockStmt) -> Iterator[Taker]:
    """In function bodies only declarations take directives; every other statement ends the wait for one."""
    for node in preorder(body):
        if isinstance(node, ast.DeclStmt):
            yield from gen_decl_takers(node.decl)
            yield node.end(), NO_TAKER, None
        elif isinstance(node, ast.Stmt):
            yield node.pos(), NO_TAKER, None
            yield node.end(), NO_TAKER, None


def embed_patterns(text: str) -> list[str] | str:
    """The patterns of a ``//go:embed`` line, perhaps quoted; or an error message."""
    try:
        spelled = [pattern for _, pattern in directive_arguments(text)]
    except DirectiveError as e:
        return str(e)
    return [unquoted(pattern) for pattern in spelled]


def unquoted(pattern: str) -> str:
    """A pattern without its quotes."""
    return constant.unquote(pattern).decode("utf-8", "replace") if pattern[0] in '"`' else pattern


def embeddable(t: Any) -> bool:
    """Whether a variable's type is string, a slice of bytes or embed.FS."""
    named = unalias(t)
    if isinstance(named, Named) and named.obj.pkg is not None and named.obj.pkg.path == "embed":
        return named.obj.name == "FS"
    u = t.underlying()
    if isinstance(u, Slice):
        elem = u.elem.underlying()
        return isinstance(elem, Basic) and elem.kind == UINT8
    return is_string(t)
