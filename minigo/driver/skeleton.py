"""What a package is without the bodies of its functions, and what each body is: what tells ``reuse`` what an edit may have changed.

``Skeleton(checked, base)``: ``digest`` hashes all that the code of a function may depend on besides its own body and the functions that it calls: the text of the
files without bodies and without
comments that are no directives, the order of initialisation (which depends on what bodies refer to), the lines of variables with initialisers, and ``base``, which
the caller makes of options and imports.
``bodies`` has a digest for each declared function, in source order; functions are known by their *number* in this order.

Nothing depends on where in its file a function stands: line tables are relative to the first line (``codegen.debuginfo``). Files with ``//line`` directives, and bodies with
``//go:`` directives, which may concern all of the package, are left out of the scheme: ``of`` returns None.
"""

from __future__ import annotations

import hashlib
from typing import Any, Final

from minigo.driver.frontend import Checked
from minigo.syntax import ast

_DIGEST: Final = 16
_DIRECTIVE: Final = b"//go:"


class Skeleton:
    """``objects``: ``types.Func`` -> number; ``lines``: number -> line of the function's name; ``generic``: numbers of functions with type parameters."""

    __slots__ = ("bodies", "digest", "generic", "lines", "objects")

    def __init__(self, checked: Checked, base: str) -> None:
        self.bodies: list[bytes] = []
        self.objects: dict[Any, int] = {}
        self.lines: list[int] = []
        self.generic: set[int] = set()
        h = hashlib.sha256(base.encode("utf-8", "surrogateescape"))
        for source, file in zip(checked.source.files, checked.files, strict=True):
            _add(h, source.name.encode("utf-8", "surrogateescape"))
            self._file(h, checked, file, source.data)
        for step in checked.info.init_order:
            _add(h, " ".join([v.name for v in step.lhs]).encode())
        self.digest = h.hexdigest()

    def _file(self, h: Any, checked: Checked, file: Any, data: bytes) -> None:
        place = checked.fset.file(file.package)
        assert place is not None
        at = 0
        for decl in file.decls:
            start = decl.pos() - place.base
            _add(h, _without_comments(data[at:start]) if at else data[:start])
            at = decl.end() - place.base
            if isinstance(decl, ast.FuncDecl) and decl.body is not None:
                body = decl.body.pos() - place.base
                _add(h, data[start:body])
                self._function(checked.info, decl, place.physical_line(decl.name.name_pos), data[body:at])
            else:
                _add(h, data[start:at])
                if isinstance(decl, ast.GenDecl) and decl.tok == "var":
                    _add(h, str(place.physical_line(decl.tok_pos)).encode())
        _add(h, _without_comments(data[at:]))

    def _function(self, info: Any, decl: Any, line: int, body: bytes) -> None:
        number = len(self.bodies)
        self.bodies.append(hashlib.blake2b(body, digest_size=_DIGEST).digest())
        self.lines.append(line)
        obj = info.defs.get(decl.name)
        if obj is not None:
            self.objects[obj] = number
            if obj.type.type_params or obj.type.recv_type_params:
                self.generic.add(number)


def of(checked: Checked, base: str) -> Skeleton | None:
    """The skeleton of a package, or None if it has directives that the scheme cannot follow."""
    for source, file in zip(checked.source.files, checked.files, strict=True):
        data = source.data
        if b"//line " in data or b"/*line " in data or not file.decls:
            return None
        if data.count(_DIRECTIVE):
            place = checked.fset.file(file.package)
            assert place is not None
            for decl in file.decls:
                if isinstance(decl, ast.FuncDecl) and decl.body is not None:
                    start, end = decl.body.pos() - place.base, decl.end() - place.base
                    if _DIRECTIVE in data[start:end]:
                        return None
    return Skeleton(checked, base)


def _add(h: Any, data: bytes) -> None:
    h.update(len(data).to_bytes(8, "little"))
    h.update(data)


def _without_comments(gap: bytes) -> bytes:
    """What stands between two declarations: of line comments only the directives count. Anything unexpected stays as it is."""
    kept = []
    for line in gap.split(b"\n"):
        text = line.strip()
        if text.startswith(_DIRECTIVE):
            kept.append(text)
        elif text and text != b";" and not text.startswith(b"//"):
            return gap
    return b"\n".join(kept)
