"""Scopes: names to objects, nested (specification, "Declarations and scope")."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from minigo.types.objects import Object


class Scope:
    """A scope; ``elems`` maps names to the objects declared in it."""

    __slots__ = ("children", "comment", "elems", "end", "is_func", "parent", "pos")

    def __init__(self, parent: Scope | None, comment: str = "", pos: int = 0, end: int = 0) -> None:
        self.parent = parent
        self.comment = comment
        self.elems: dict[str, Object] = {}
        self.children: list[Scope] = []
        self.pos = pos
        self.end = end
        self.is_func = False
        if parent is not None and parent.parent is not None:
            parent.children.append(self)

    def lookup(self, name: str) -> Object | None:
        return self.elems.get(name)

    def lookup_parent(self, name: str, pos: int = 0) -> tuple[Scope | None, Object | None]:
        """The innermost scope that has the name, declared before ``pos`` if given."""
        s: Scope | None = self
        while s is not None:
            obj = s.elems.get(name)
            if obj is not None and (not pos or obj.scope_pos <= pos):
                return s, obj
            s = s.parent
        return None, None

    def insert(self, obj: Object) -> Object | None:
        """Declare an object; returns the one that already has the name, if any."""
        other = self.elems.get(obj.name)
        if other is not None:
            return other
        self.elems[obj.name] = obj
        if obj.parent is None:
            obj.parent = self
        return None

    def names(self) -> list[str]:
        return sorted(self.elems)
