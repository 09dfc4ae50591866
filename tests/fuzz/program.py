"""Puts programs together. A program is a list of cases, each with types, functions and a body of its own, which ``main`` runs one after the other; so one compilation
tests many small programs, and a case that panics does not keep the others from running."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from tests.fuzz import gotypes as g
from tests.fuzz.choices import Choices
from tests.fuzz.gotypes import Type
from tests.fuzz.idioms import Idioms
from tests.fuzz.prelude import PRELUDE
from tests.fuzz.scope import Block, Variable


@dataclasses.dataclass(slots=True)
class Case:
    """One generated case: its declarations, the name of its function, and the decisions it was made by."""

    number: int
    text: str
    made: list[int]


class CaseGenerator(Idioms):
    """Makes one case. Every name that it declares ends in or contains the number of the case."""

    def __init__(self, choices: Choices, number: int) -> None:
        super().__init__(choices)
        self.number = number
        self.labels = []
        self.dumps = {}
        self.dump_functions = []
        self.procedures = []
        self.declarations: list[str] = []
        self.by_pointer: dict[str, bool] = {}  # whether a struct's method weigh has a pointer receiver

    def fresh(self, prefix: str) -> str:
        return (
            super().fresh(prefix) + f"_{self.number}"
            if prefix in ("dump", "S", "I", "pure", "proc")
            else super().fresh(prefix)
        )

    def generate(self) -> str:
        c = self.c
        for _ in range(c.below(3)):
            self.declare_struct()
        if self.structs and c.chance(60):
            self.declare_interface()
        for _ in range(c.below(3)):
            self.declare_pure()
        for _ in range(c.below(2)):
            self.declare_procedure()
        self.statements = ((12, Idioms.idiom),)
        lines = self.function_body(None, [], c.between(1, 4))
        main = [f"func case_{self.number}() {{", *lines, "}"]
        return "\n\n".join([*self.declarations, *self.dump_functions, "\n".join(main)]) + "\n"

    def function_body(self, result: Type | None, params: list[Variable], count: int) -> list[str]:
        """The lines of a top-level function."""
        self.block = Block(None, 0)
        return self.inside(result, params, count, 3)

    def declare_struct(self) -> None:
        c = self.c
        name = self.fresh("S")
        fields = [(f"f{i}", self.type(1)) for i in range(c.between(1, 4))]
        if self.structs and c.chance(30):
            embedded = c.pick(self.structs)
            fields.insert(c.below(len(fields) + 1), (embedded.text, embedded))
        text = [f"type {name} struct {{", *(f"\t{n}" if n == t.text else f"\t{n} {t.text}" for n, t in fields), "}"]
        t = g.struct_of(name, tuple(fields))
        numbers = [n for n, ft in fields if ft.kind == "int"]
        weight = " + ".join(["n", *(f"int(s.{n})" for n in numbers)])
        change = [f"\ts.{n} {c.pick(('+=', '-=', '^='))} {ft.text}(n)" for n, ft in fields if ft.kind == "int"]
        receiver = c.pick(("s", "s *"))
        methods = [
            f"func ({receiver}{'' if receiver.endswith('*') else ' '}{name}) weigh(n int) int {{ return {weight} }}",
            "\n".join([f"func (s *{name}) change(n int) {{", *change, "}"]),
        ]
        self.declarations += ["\n".join(text), *methods]
        self.structs.append(t)
        self.by_pointer[name] = receiver == "s *"

    def declare_interface(self) -> None:
        name = self.fresh("I")
        self.declarations.append(f"type {name} interface {{ weigh(n int) int }}")
        members = []
        for s in self.structs:
            members.append(g.pointer_to(s))
            if not self.by_pointer[s.text]:
                members.append(s)
        self.interfaces[name] = members

    def declare_pure(self) -> None:
        """A function without effects, which expressions may call."""
        c = self.c
        params = tuple(c.pick(g.SCALARS) for _ in range(c.between(1, 3)))
        result = c.pick(g.SCALARS)
        name = self.fresh("pure")
        self.block = Block(None, 0)
        variables = [Variable(self.fresh("p"), p) for p in params]
        for v in variables:
            self.block.declare(v, local=False)
        body = []
        if c.chance(50):
            body.append(f"\tif {self.value(g.BOOL)} {{ return {self.value(result)} }}")
        body.append(f"\treturn {self.value(result, 3)}")
        head = f"func {name}({', '.join(f'{v.name} {v.type.text}' for v in variables)}) {result.text} {{"
        pragma = ["//go:noinline"] if c.chance(25) else []
        self.declarations.append("\n".join([*pragma, head, *body, "}"]))
        self.functions.append((name, params, result))

    def declare_procedure(self) -> None:
        """A function with effects: it prints, may panic, may call those before it."""
        c = self.c
        params = [Variable(self.fresh("p"), self.type(1)) for _ in range(c.below(4))]
        result = self.type(1)
        name = self.fresh("proc")
        signature = f"({', '.join(f'{v.name} {v.type.text}' for v in params)}) {result.text}"
        lines = self.function_body(result, params, c.between(1, 3))
        self.declarations.append("\n".join([f"func {name}{signature} {{", "\tburn()", *lines, "}"]))
        self.procedures.append((name, tuple(v.type for v in params), result))


def make_case(number: int, seed: int | None = None, recorded: Sequence[int] = ()) -> Case:
    choices = Choices(seed, recorded)
    text = CaseGenerator(choices, number).generate()
    return Case(number, text, choices.made)


def assemble(cases: Sequence[Case]) -> str:
    """The program that runs the cases in order."""
    calls = "".join(f"\tattempt({c.number}, case_{c.number})\n" for c in cases)
    return PRELUDE + "\n" + "\n".join(c.text for c in cases) + f"\nfunc main() {{\n{calls}}}\n"
