"""Variables in scope, and text under construction."""

from __future__ import annotations

import dataclasses

from tests.fuzz.gotypes import Type


@dataclasses.dataclass(slots=True)
class Variable:
    name: str
    type: Type
    assignable: bool = True


class Block:
    """Lines of a block, with the variables that it declares; each is mentioned after its declaration, since Go wants it used."""

    def __init__(self, outer: Block | None, indent: int) -> None:
        self.outer = outer
        self.indent = indent
        self.lines: list[str] = []
        self.variables: list[Variable] = []
        self.marks: list[tuple[int, Variable]] = []

    def line(self, text: str) -> None:
        self.lines.append("\t" * self.indent + text)

    def declare(self, v: Variable, *, local: bool = True) -> None:
        """Add a variable; a local one is declared by the line before."""
        self.variables.append(v)
        if local:
            self.marks.append((len(self.lines), v))

    def visible(self) -> list[Variable]:
        """The innermost last."""
        outer = self.outer.visible() if self.outer else []
        return outer + self.variables

    def text(self) -> list[str]:
        """The lines; asked for when the block is complete."""
        lines = list(self.lines)
        for at, v in reversed(self.marks):
            lines.insert(at, "\t" * self.indent + f"_ = {v.name}")
        return lines
