"""Generates statements: declarations, assignments, control flow, closures, defers, panics, and goroutines in patterns whose outcome does not depend on scheduling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from tests.fuzz import gotypes as g
from tests.fuzz.expressions import Expressions
from tests.fuzz.gotypes import Type
from tests.fuzz.scope import Block, Variable


class Statements(Expressions):
    """Statements of function bodies. ``result`` is what the current function returns (None: nothing)."""

    result: Type | None = None
    loops = 0  # loops around the current statement, in this function
    deferrable = True
    labels: list[str]
    dumps: dict[str, str]
    statements: tuple[tuple[int, Callable[[Any, int], None]], ...] = ()  # further ones, with their weights

    # ------------------------------------------------------------ blocks

    def body(self, count: int, depth: int, first: list[Variable] | None = None) -> list[str]:
        """The lines of a nested block of about ``count`` statements."""
        block = Block(self.block, self.block.indent + 1)
        for v in first or []:
            block.declare(v)
        self.block = block
        for _ in range(count):
            self.statement(depth)
        # What was computed is printed, so that nothing goes unseen.
        for v in block.variables[-5:]:
            if self.c.chance(60):
                block.line(f"{self.dump(v.name, v.type)}; println()")
        assert block.outer is not None
        self.block = block.outer
        return block.text()

    def nested(self, head: str, lines: list[str], tail: str = "}") -> None:
        self.block.line(head)
        self.block.lines += lines
        self.block.line(tail)

    def declare(self, text: str, t: Type, *, assignable: bool = True) -> Variable:
        """``name := text``."""
        v = Variable(self.fresh("v"), t, assignable)
        if self.c.chance(30):
            self.block.line(f"var {v.name} {t.text} = {text}")
        else:
            self.block.line(f"{v.name} := {text}" if self.typed(text, t) else f"{v.name} := {t.text}({text})")
        self.block.declare(v)
        return v

    def typed(self, text: str, t: Type) -> bool:
        """Whether an expression has type t without a context (a literal of another type than int, float64, … does not)."""
        if t.kind in ("int", "string", "bool", "float", "complex"):
            return True
        return t.kind != "iface" or text.startswith(t.text + "(")

    # ------------------------------------------------------------ statements

    def statement(self, depth: int) -> None:
        c = self.c
        options = list(_SIMPLE)
        if depth > 0:
            options += _NESTING
            options += self.statements
            if self.deferrable:
                options.append((3, Statements.defer))
        if self.loops:
            options.append((2, Statements.jump))
        c.weighted(options)(self, depth)

    def declaration(self, depth: int) -> None:
        t = self.type()
        if self.c.chance(15):
            v = Variable(self.fresh("v"), t)
            self.block.line(f"var {v.name} {t.text}")
            self.block.declare(v)
        else:
            self.declare(self.value(t), t)

    def targets(self) -> list[tuple[Variable, str, Type]]:
        """What can be assigned without a panic: variables, their fields and their arrays' elements."""
        out = []
        for v in self.block.visible():
            if v.assignable:
                out.append((v, v.name, v.type))
                if v.type.kind == "struct":
                    out += [(v, f"{v.name}.{n}", t) for n, t in v.type.fields]
                if v.type.kind == "array":
                    out.append((v, f"{v.name}[uint({self.operand(g.INT) or '1'})%{v.type.length}]", v.type.element()))
        return out

    def assignment(self, depth: int) -> None:
        targets = self.targets()
        if not targets:
            return self.declaration(depth)
        _, text, t = self.c.pick(targets[-10:])
        c = self.c
        if t.kind == "int" and c.chance(50):
            form = c.below(3)
            if form == 0:
                return self.block.line(f"{text} {c.pick(('+=', '-=', '*=', '^=', '|=', '&='))} {self.value(t)}")
            if form == 1:
                return self.block.line(f"{text}{c.pick(('++', '--'))}")
            return self.block.line(f"{text} {c.pick(('<<=', '>>='))} {self.variable(g.UINT8)}")
        if t.kind == "string" and c.chance(40):
            return self.block.line(f"{text} = clip({text} + {self.value(t)})")
        if t.kind in ("float", "complex") and c.chance(50):
            return self.block.line(f"{text} {c.pick(('+=', '-=', '*='))} {self.value(t)}")
        return self.block.line(f"{text} = {self.value(t)}")

    def tuple_assignment(self, depth: int) -> None:
        targets = [(v, text, t) for v, text, t in self.targets() if t.kind in ("int", "string", "bool")]
        by_type: dict[str, list[str]] = {}
        for _, text, t in targets:
            by_type.setdefault(t.text, []).append(text)
        pairs = [(k, texts) for k, texts in by_type.items() if len(texts) > 1]
        if not pairs:
            return self.declaration(depth)
        _, texts = self.c.pick(pairs)
        a, b = texts[-1], self.c.pick(texts[:-1])
        self.block.line(f"{a}, {b} = {b}, {a}")

    def show(self, depth: int) -> None:
        """Print a variable or an expression."""
        visible = [v for v in self.block.visible() if v.type.kind != "func"]
        if visible and self.c.chance(70):
            v = self.c.pick(visible[-8:])
            self.block.line(self.dump(v.name, v.type))
        else:
            t = self.c.pick(g.SCALARS)
            self.block.line(self.dump(self.variable(t), t))
        self.block.line("println()")

    def append(self, depth: int) -> None:
        slices = [v for v in self.variables("slice") if v.assignable]
        if not slices:
            return self.declare_kind("slice")
        v = self.c.pick(slices)
        values = ", ".join(self.value(v.type.element(), 1) for _ in range(self.c.between(1, 2)))
        form = self.c.below(4)
        if form == 0:
            self.nested(f"if len({v.name}) < 20 {{", [f"{self.tabs(1)}{v.name} = tight(append({v.name}, {values}))"])
        elif form == 1:
            self.block.line(f"{v.name} = tight(append({v.name}[:len({v.name})/2], {values}))")
        elif form == 2:
            self.block.line(f"copy({v.name}, {self.value(v.type)})")
        else:
            index = f"uint({self.variable(g.INT, 1)})%uint(len({v.name}))"
            value = self.value(v.type.element(), 1)
            self.nested(f"if len({v.name}) > 0 {{", [f"{self.tabs(1)}{v.name}[{index}] = {value}"])

    def declare_kind(self, kind: str) -> None:
        elem = self.type(1)
        t = {"slice": g.slice_of(elem), "map": g.map_of(self.key_type(), elem), "pointer": g.pointer_to(elem)}[kind]
        self.declare(self.value(t), t)

    def tabs(self, more: int) -> str:
        return "\t" * (self.block.indent + more)

    def map_change(self, depth: int) -> None:
        maps = self.variables("map")
        if not maps:
            return self.declare_kind("map")
        v = self.c.pick(maps)
        assert v.type.key is not None
        key, value = self.value(v.type.key, 1), self.value(v.type.element(), 1)
        form = self.c.below(4)
        if form == 0:
            self.nested(f"if {v.name} != nil {{", [f"{self.tabs(1)}{v.name}[{key}] = {value}"])
        elif form == 1:
            self.block.line(f"delete({v.name}, {key})")
        elif form == 2:
            a, b = self.fresh("v"), self.fresh("ok")
            self.block.line(f"{a}, {b} := {v.name}[{key}]")
            self.block.declare(Variable(a, v.type.element()))
            self.block.declare(Variable(b, g.BOOL))
        elif v.type.element().kind == "int":
            self.nested(f"if {v.name} != nil {{", [f"{self.tabs(1)}{v.name}[{key}] += {value}"])
        else:
            self.block.line(f"clear({v.name})")

    def call(self, depth: int) -> None:
        """Call a function or a closure that may have effects; its result is a new variable."""
        c = self.c
        closures = self.variables("func")
        if closures and c.chance(60):
            v = c.pick(closures)
            assert v.type.result is not None
            args = ", ".join(self.value(p, 1) for p in v.type.params)
            text = f"{v.name}({args})"
            lines = [f"{self.tabs(1)}{self.dump(text, v.type.result)}"]
            return self.nested(f"if {v.name} != nil {{", lines)
        if not self.procedures:
            return self.show(depth)
        name, params, result = c.pick(self.procedures)
        self.declare(f"{name}({', '.join(self.value(p, 1) for p in params)})", result)
        return None

    procedures: list[tuple[str, tuple[Type, ...], Type]]

    def risky(self, depth: int) -> None:
        """One operation that may panic, alone in its statement."""
        c = self.c
        form = c.below(9)
        name = self.fresh("v")
        index = self.operand(g.INT) or "keep(3)"
        t = self.type(1)
        if form == 0:
            return self.risky_index(name, t, index)
        if form == 1:
            kind = c.pick(g.INTEGERS)
            self.block.line(f"{name} := {self.variable(kind, 1)} {c.pick(('/', '%'))} {self.variable(kind, 0)}")
            return self.block.declare(Variable(name, kind))
        if form == 2:
            s = self.declare(self.value(g.STRING), g.STRING)
            self.block.line(f"{name} := {s.name}[{c.pick((index + ':', ':' + index, '1:' + index))}]")
            return self.block.declare(Variable(name, g.STRING))
        if form == 3:
            m = self.declare(self.value(g.map_of(g.STRING, t)), g.map_of(g.STRING, t))
            return self.block.line(f"{m.name}[{self.value(g.STRING, 1)}] = {self.value(t, 1)}")
        if form == 4:
            want = c.pick((g.INT, g.STRING, g.FLOAT64))
            a = self.declare(self.value(g.ANY), g.ANY)
            self.block.line(f"{name} := {a.name}.({want.text})")
            return self.block.declare(Variable(name, want))
        if form == 5:
            p = self.declare(self.value(g.pointer_to(t)), g.pointer_to(t))
            self.block.line(f"{name} := *{p.name}")
            return self.block.declare(Variable(name, t))
        if form == 6:
            return self.block.line(
                f"if {self.value(g.BOOL)} {{ panic({self.value(c.pick((g.STRING, g.INT, g.FLOAT64)), 1)}) }}"
            )
        if form == 7:
            s = self.declare(self.value(g.slice_of(t)), g.slice_of(t))
            array = g.array_of(2, t)
            self.block.line(f"{name} := {array.text}({s.name})")
            return self.block.declare(Variable(name, array))
        self.block.line(f"{name} := {self.variable(g.INT, 1)} << {self.variable(g.INTEGERS[4], 0)}")
        return self.block.declare(Variable(name, g.INT))

    def risky_index(self, name: str, t: Type, index: str) -> None:
        slices = self.variables("slice")
        v = self.c.pick(slices) if slices else self.declare(self.value(g.slice_of(t)), g.slice_of(t))
        form = self.c.below(3)
        if form == 0:
            self.block.line(f"{name} := {v.name}[{index}]")
            self.block.declare(Variable(name, v.type.element()))
        elif form == 1:
            bounds = self.c.pick((f"{index}:", f":{index}", f"1:{index}", f"{index}:3:{index}"))
            self.block.line(f"{name} := {v.name}[{bounds}]")
            self.block.declare(Variable(name, v.type))
        else:
            self.block.line(f"{v.name}[{index}] = {self.value(v.type.element(), 1)}")

    def pointers(self, depth: int) -> None:
        """Take an address, or write through a pointer."""
        c = self.c
        pointers = self.variables("pointer")
        if pointers and c.chance(60):
            v = c.pick(pointers)
            value = self.value(v.type.element(), 1)
            return self.nested(f"if {v.name} != nil {{", [f"{self.tabs(1)}*{v.name} = {value}"])
        places = [(v, text, t) for v, text, t in self.targets() if "%" not in text]
        if not places:
            return self.declaration(depth)
        v, text, t = c.pick(places[-10:])
        self.declare(f"&{text}", g.pointer_to(t))
        return None

    def method_value(self, depth: int) -> None:
        """Methods: called, bound to a value, or as functions of their receiver."""
        structs = [v for v in self.variables("struct") if v.type in self.structs]
        ifaces = [v for v in self.variables("iface") if v.type.text != "any"]
        if ifaces and self.c.chance(50):
            v = self.c.pick(ifaces)
            result = self.dump(f"{v.name}.weigh({self.value(g.INT, 1)})", g.INT)
            return self.nested(f"if {v.name} != nil {{", [self.tabs(1) + result])
        if not structs:
            return self.declaration(depth)
        v = self.c.pick(structs)
        form = self.c.below(4)
        if form == 0:
            self.declare(f"{v.name}.weigh({self.value(g.INT, 1)})", g.INT)
        elif form == 1:
            self.declare(f"{v.name}.weigh", g.func_of((g.INT,), g.INT))
        elif form == 2:
            self.block.line(f"{v.name}.change({self.value(g.INT, 1)})")
        else:
            self.declare(f"(*{v.type.text}).weigh(&{v.name}, {self.value(g.INT, 1)})", g.INT)
        return None

    def named_types(self, depth: int) -> None:
        """Methods of types that are no structs, several results, variadic calls, comparisons of interfaces, recursion."""
        c = self.c
        form = c.below(7)
        if form == 0:
            text = f"celsius({self.value(g.FLOAT64, 1)}).warmer({self.value(g.FLOAT64, 1)})"
            self.declare(f"float64({text})", g.FLOAT64)
        elif form == 1:
            v = self.fresh("l")
            self.block.line(f"{v} := level({self.variable(g.INT, 1)})")
            self.block.line(f"{v}.raise({self.value(g.INT, 1)})")
            self.declare(f"{v}.String() + {c.pick(('low', 'middle', 'high'))}.String()", g.STRING)
        elif form == 2:
            f = self.func(g.func_of((g.INT,), g.INT), 1)[0]
            self.declare(f"transform({c.pick((f, 'nil'))}).twice({self.value(g.INT, 1)})", g.INT)
        elif form == 3:
            names = [self.fresh("v") for _ in range(3)]
            self.block.line(f"{', '.join(names)} := divide({self.value(g.INT, 1)}, {self.value(g.INT, 1)})")
            for name, t in zip(names, (g.INT, g.INT, g.BOOL), strict=True):
                self.block.declare(Variable(name, t))
        elif form == 4:
            s = self.value(g.slice_of(g.STRING), 1)
            parts = c.pick((f"{s}...", self.items(g.STRING, 1, 3)))
            self.declare(f"joined({self.value(g.STRING, 1)}, {parts})", g.STRING)
        elif form == 5:
            a, b, e = self.fresh("v"), self.fresh("v"), self.value(g.slice_of(g.INT), 1)
            other = c.pick((e, self.value(g.ANY, 1), self.value(g.INT, 1)))
            self.block.line(f"{a}, {b} := compare({self.value(g.ANY, 1)}, {c.pick((other, e))})")
            self.block.line(f'print({a}, {b} == nil, " ")')
        else:
            self.declare(f"int(ackermann({c.below(3)}, {c.below(4)}))", g.INT)

    def swapped(self, depth: int) -> None:
        """Copies of arrays and structs are independent of what they were copied from."""
        kinds = [v for v in self.block.visible() if v.type.kind in ("array", "struct") and v.assignable]
        if not kinds:
            return self.declare_kind("slice")
        v = self.c.pick(kinds)
        copy = self.declare(v.name, v.type)
        field, t = (
            (f".{v.type.fields[0][0]}", v.type.fields[0][1]) if v.type.kind == "struct" else ("[0]", v.type.element())
        )
        self.block.line(f"{v.name}{field} = {self.value(t, 1)}")
        self.block.line(f"{self.dump(copy.name, v.type)}; {self.dump(v.name, v.type)}; println()")
        if v.type.kind == "array":
            loop = [
                f"{self.tabs(1)}{v.name}[{v.type.length - 1}] = {self.value(t, 1)}",
                f"{self.tabs(1)}{self.dump('e', t)}",
            ]
            self.nested(f"for i, e := range {v.name} {{", [f"{self.tabs(1)}_ = i", *loop])
        return None

    def goto_loop(self, depth: int) -> None:
        n, label = self.fresh("n"), self.fresh("L")
        self.block.line("{")
        self.block.line(f"\t{n} := 0")
        self.block.lines.append(f"{label}:")
        self.block.lines += self.body(1, min(depth - 1, 1), [])
        self.block.line(f"\tif {n}++; {n} < {self.c.between(1, 4)} {{\n{self.tabs(2)}goto {label}\n{self.tabs(1)}}}")
        self.block.line("}")

    # ------------------------------------------------------------ control flow

    def if_(self, depth: int) -> None:
        c = self.c
        head = f"if {self.value(g.BOOL)} {{"
        first: list[Variable] = []
        if c.chance(25):
            v = Variable(self.fresh("v"), g.INT)
            head = f"if {v.name} := {self.value(g.INT)}; {v.name} > {self.value(g.INT, 0)} {{"
            first = [v]
        lines = self.body(c.between(1, 3), depth - 1, first)
        if c.chance(40):
            self.block.line(head)
            self.block.lines += lines
            return self.nested("} else {", self.body(c.between(1, 3), depth - 1))
        return self.nested(head, lines)

    def looped(self, count: int, depth: int, first: list[Variable], *, burn: bool = True) -> list[str]:
        self.loops += 1
        lines = self.body(count, depth, first)
        self.loops -= 1
        return [f"{self.tabs(1)}burn()", *lines] if burn else lines

    def labelled(self, head: str, count: int, depth: int, first: list[Variable]) -> None:
        """A loop; it gets a label if a statement in it needs one."""
        label = self.fresh("L")
        self.labels.append(label)
        lines = self.looped(count, depth, first)
        self.labels.pop()
        if any(line.endswith(" " + label) for line in lines):
            self.block.lines.append(f"{label}:")
        self.nested(head, lines)

    def for_(self, depth: int) -> None:
        c = self.c
        i = Variable(self.fresh("i"), g.INT, assignable=c.chance(10))
        start = self.value(g.INT, 1)
        heads = (
            f"for {i.name} := range {c.between(1, 4)} {{",
            f"for {i.name} := 0; {i.name} < {c.between(1, 5)}; {i.name}++ {{",
            f"for {i.name} := {c.between(1, 4)}; {i.name} > 0; {i.name}-- {{",
            f"for {i.name} := {start}; {i.name} > 0 && {i.name} < 1000; {i.name} = {i.name}*2 + 1 {{",
        )
        head = c.pick(heads)
        self.labelled(head, c.between(1, 4), depth - 1, [i])

    def range_(self, depth: int) -> None:
        c = self.c
        t = c.pick((g.slice_of(self.type(1)), g.STRING, g.array_of(3, self.type(1)), g.slice_of(g.slice_of(g.INT))))
        i = Variable(self.fresh("i"), g.INT)
        e = Variable(self.fresh("e"), g.RUNE if t is g.STRING else t.element())
        subject = self.composite_operand(t, 1)
        label = self.fresh("L")
        self.labels.append(label)
        lines = self.looped(c.between(1, 3), depth - 1, [i, e])
        self.labels.pop()
        if any(line.endswith(" " + label) for line in lines):
            self.block.lines.append(f"{label}:")
        self.nested(f"for {i.name}, {e.name} := range {subject} {{", lines)

    def map_range(self, depth: int) -> None:
        """What is computed from a map's entries must not depend on their order."""
        maps = [v for v in self.variables("map") if v.type.key is not None and v.type.key.kind == "int"]
        if not maps:
            return self.declare_kind("map")
        m = self.c.pick(maps)
        total = self.declare("uint64(0)", g.INTEGERS[3])
        lines = [f"{self.tabs(1)}{total.name} += uint64(k)*31 + 7"]
        if m.type.element().kind == "int":
            lines.append(f"{self.tabs(1)}{total.name} ^= uint64(m) * uint64(m)")
            return self.nested(
                f"for k, m := range {m.name} {{", [lines[0].replace("+= ", "+= uint64(m) ^ "), *lines[:0]]
            )
        return self.nested(f"for k := range {m.name} {{", lines)

    def range_func(self, depth: int) -> None:
        c = self.c
        v = Variable(self.fresh("e"), g.INT)
        if c.chance(50):
            return self.labelled(f"for {v.name} := range count({c.between(1, 4)}) {{", c.between(1, 3), depth - 1, [v])
        t = c.pick(g.SCALARS)
        chain = f"new(box[{t.text}]).push({self.value(t, 1)}).push({self.value(t, 1)})"
        e = Variable(self.fresh("e"), t)
        b = self.fresh("b")
        self.block.line(f"{b} := {chain}")
        return self.labelled(f"for {v.name}, {e.name} := range {b}.each {{", c.between(1, 3), depth - 1, [v, e])  # fmt: skip

    def switch(self, depth: int) -> None:
        c = self.c
        if c.chance(40):
            self.block.line("switch {")
            cases = [f"case {self.value(g.BOOL, 1)}:" for _ in range(c.between(1, 3))]
            cases = [f"case {self.variable(g.BOOL, 1)}:" for _ in cases]
        elif c.chance(50):
            self.block.line(f"switch {self.variable(g.INT)} & 3 {{")
            cases = [f"case {k}:" for k in ("0", "1, 2", "3")[: c.between(1, 3)]]
        else:
            self.block.line(f"switch {self.variable(g.STRING)} {{")
            cases = [f"case {k}:" for k in ('""', '"a", "go"', '"日本語"')[: c.between(1, 3)]]
        if c.chance(60):
            cases.insert(c.below(len(cases) + 1), "default:")
        for n, head in enumerate(cases):
            self.block.line(head)
            self.block.lines += self.body(c.between(1, 2), depth - 1)
            if n < len(cases) - 1 and c.chance(15):
                self.block.line("\tfallthrough")
        self.block.line("}")

    def type_switch(self, depth: int) -> None:
        c = self.c
        iface = c.pick(["any", *sorted(self.interfaces)])
        t = g.ANY if iface == "any" else Type("iface", iface)
        subject = self.variable(t, 1)
        x = self.fresh("x")
        self.block.line(f"switch {x} := {subject}.(type) {{")
        cases = [g.INT, g.STRING, g.array_of(2, g.INT), g.BOOL] if iface == "any" else self.interfaces[iface]
        for case in cases:
            if c.chance(70):
                self.block.line(f"case {case.text}:")
                self.block.lines += self.body(c.between(1, 2), depth - 1, [Variable(x, case)])
        self.block.line(f"default:\n{self.tabs(1)}println({x} == nil)")
        self.block.line("}")

    def jump(self, depth: int) -> None:
        c = self.c
        word = c.pick(("continue", "break"))
        label = f" {c.pick(self.labels)}" if self.labels and c.chance(40) else ""
        # A break inside a switch leaves the switch: that is as good.
        self.nested(f"if {self.value(g.BOOL, 1)} {{", [f"{self.tabs(1)}{word}{label}"])

    def plain_block(self, depth: int) -> None:
        self.nested("{", self.body(self.c.between(1, 3), depth - 1))

    # ------------------------------------------------------------ functions

    def inside(self, result: Type | None, params: list[Variable], count: int, depth: int) -> list[str]:
        """The body of a function literal."""
        saved = self.result, self.loops, self.labels, self.deferrable
        self.result, self.loops, self.labels, self.deferrable = result, 0, [], True
        lines = self.body(count, depth, params)
        if result is not None:
            block, self.block = self.block, Block(self.block, self.block.indent + 1)
            for p in params:
                self.block.declare(p, local=False)
            lines.append(f"{self.tabs(0)}return {self.value(result, 1)}")
            self.block = block
        self.result, self.loops, self.labels, self.deferrable = saved
        return lines

    def closure(self, depth: int) -> None:
        """A closure that may change what it captures."""
        t = self.func_type()
        assert t.result is not None
        params = [Variable(self.fresh("p"), p) for p in t.params]
        signature = ", ".join(f"{v.name} {v.type.text}" for v in params)
        lines = [f"{self.tabs(1)}burn()", *self.inside(t.result, params, self.c.between(1, 3), depth - 1)]
        f = Variable(self.fresh("f"), t, assignable=False)
        self.nested(f"{f.name} := func({signature}) {t.result.text} {{", lines)
        self.block.declare(f)

    def defer(self, depth: int) -> None:
        c = self.c
        form = c.below(3)
        if form == 0:
            return self.block.line(f'defer println("deferred", {self.value(c.pick((g.INT, g.STRING)), 1)})')
        lines = self.inside(None, [], c.between(1, 2), depth - 1)
        if form == 1:
            lines.insert(0, f"{self.tabs(1)}describe(recover())")
        return self.nested("defer func() {", lines, "}()")

    def protected(self, depth: int) -> None:
        """A function with a named result that a deferred call can see and change, also after a panic."""
        t = self.c.pick(g.SCALARS)
        r = Variable(self.fresh("r"), t)
        f = self.fresh("f")
        self.block.line(f"{f} := func() ({r.name} {t.text}) {{")
        changes = self.inside(None, [r], 1, 0)
        recover = [f"{self.tabs(2)}describe(recover())"]
        self.block.lines += [f"{self.tabs(1)}defer func() {{", *recover, *changes, f"{self.tabs(1)}}}()"]
        self.block.lines += self.inside(t, [r], self.c.between(2, 4), depth - 1)
        self.block.line("}")
        self.declare(f"{f}()", t)

    def generic(self, depth: int) -> None:
        """Generic functions of the prelude with function literals."""
        c = self.c
        a, b = c.pick(g.SCALARS), c.pick(g.SCALARS)
        s = self.value(g.slice_of(a), 1)
        form = c.below(4)
        if form == 0:
            self.declare(f"mapped({s}, {self.func(g.func_of((a,), b), 1)[0]})", g.slice_of(b))
        elif form == 1:
            self.declare(f"folded({s}, {self.typed_value(b)}, {self.func(g.func_of((b, a), b), 1)[0]})", b)
        elif form == 2:
            kind = c.pick(g.INTEGERS)
            self.declare(f"largest({self.variable(kind, 1)}, {self.value(kind, 1)})", kind)
        else:
            key = c.pick((g.INT, g.STRING, g.BOOL))
            p, q = (f"(pair[{key.text}, {a.text}]{{{self.value(key, 1)}, {self.value(a, 1)}}})" for _ in range(2))
            self.declare(f"{p}.same({q})", g.BOOL)

    def typed_value(self, t: Type) -> str:
        return self.variable(t, 1)

    # ------------------------------------------------------------ goroutines

    def goroutines(self, depth: int) -> None:
        self.c.pick(_PATTERNS)(self)

    def producer(self) -> None:
        t = self.c.pick(g.SCALARS)
        ch, n = self.fresh("ch"), self.c.between(1, 5)
        self.block.line(f"{ch} := make(chan {t.text}{self.c.pick(('', ', 2'))})")
        send = self.goroutine_value(t)
        self.nested("go func() {", [f"{self.tabs(1)}defer close({ch})", f"{self.tabs(1)}for i := range {n} {{ {ch} <- {send}; _ = i }}"], "}()")  # fmt: skip
        e = Variable(self.fresh("e"), t)
        self.nested(f"for {e.name} := range {ch} {{", [f"{self.tabs(1)}{self.dump(e.name, t)}"])
        self.block.line("println()")

    def goroutine_value(self, t: Type) -> str:
        """An expression over nothing but ``i``: a goroutine must not read what others may write."""
        outer, self.block = self.block, Block(None, 0)
        self.block.declare(Variable("i", g.INT), local=False)
        text = self.value(t, 2)
        self.block = outer
        return text

    def in_order(self) -> None:
        t = self.c.pick(g.SCALARS)
        chs, n = self.fresh("ch"), self.c.between(1, 4)
        value = self.goroutine_value(t)
        self.block.line(f"var {chs} [{n}]chan {t.text}")
        make = f"{self.tabs(1)}{chs}[i] = make(chan {t.text})"
        start = f"{self.tabs(1)}go func(ch chan<- {t.text}) {{ ch <- {value} }}({chs}[i])"
        self.nested(f"for i := range {chs} {{", [make, start])
        self.nested(f"for _, ch := range {chs} {{", [f"{self.tabs(1)}{self.dump('(<-ch)', t)}"])
        self.block.line("println()")

    def pipeline(self) -> None:
        first, n = self.fresh("ch"), self.c.between(1, 4)
        step = self.goroutine_value(g.INT)
        tabs = self.tabs(1)
        self.block.line(f"{first} := make(chan int)")
        last = self.fresh("ch")
        self.block.line(f"{last} := {first}")
        self.nested(
            f"for range {n} {{",
            [
                f"{tabs}in, out := {last}, make(chan int)",
                f"{tabs}go func() {{ for i := range in {{ out <- {step}; _ = i }}; close(out) }}()",
                f"{tabs}{last} = out",
            ],
        )
        self.block.line(f"go func() {{ for i := range 3 {{ {first} <- i }}; close({first}) }}()")
        self.block.line(f'for v := range {last} {{ print(v, " ") }}')
        self.block.line("println()")

    def selects(self) -> None:
        """One case is ready, or none and there is a default."""
        c = self.c
        a, b, t = self.fresh("ch"), self.fresh("ch"), c.pick(g.SCALARS)
        full = c.chance(50)
        self.block.line(f"{a}, {b} := make(chan {t.text}, 1), make(chan string)")
        if full:
            self.block.line(f"{a} <- {self.value(t, 1)}")
        self.block.line("select {")
        self.block.line(f"case v, ok := <-{a}:\n{self.tabs(1)}{self.dump('v', t)}\n{self.tabs(1)}println(ok)")
        self.block.line(f'case {b} <- "x":\n{self.tabs(1)}println("sent")')
        if not full or c.chance(50):
            self.block.line('default:\n\t\tprintln("nothing ready")')
        self.block.line("}")
        self.block.line(f"close({a})")
        self.nested(f"if v, ok := <-{a}; !ok {{", [f"{self.tabs(1)}{self.dump('v', t)}"])
        self.block.line("println(len(" + a + "), cap(" + a + "))")

    def done(self) -> None:
        """Goroutines write to places of their own; whoever waited for them reads."""
        t = self.c.pick(g.SCALARS)
        s, ch, n = self.fresh("v"), self.fresh("ch"), self.c.between(1, 4)
        value = self.goroutine_value(t)
        tabs = self.tabs(1)
        self.block.line(f"{s}, {ch} := make([]{t.text}, {n}), make(chan bool, {n})")
        self.nested(
            f"for i := range {s} {{",
            [f"{tabs}go func() {{", f"{tabs}\tdefer func() {{ {ch} <- recover() == nil }}()", f"{tabs}\t{s}[i] = {value}", f"{tabs}}}()"],
        )  # fmt: skip
        self.block.line(f'for range {s} {{ print(<-{ch}, " ") }}')
        self.block.declare(Variable(s, g.slice_of(t)))

    # ------------------------------------------------------------ printing

    def dump(self, text: str, t: Type) -> str:
        """A statement that prints a value; for composite types by a function made for the type."""
        if t.kind in ("int", "float", "complex", "string", "bool"):
            return f'print({text}, " ")'
        if t.kind == "func":
            return f'print({text} == nil, " ")'
        name = self.dumps.get(t.text)
        if name is None:
            name = self.dumps[t.text] = self.fresh("dump")
            self.dump_functions.append(self.dump_function(name, t))
        return f"{name}({text}, 2)"

    dump_functions: list[str]

    def dump_function(self, name: str, t: Type) -> str:
        lines = [f"func {name}(v {t.text}, depth int) {{", "\tif depth < 0 {", '\t\tprint("… ")', "\t\treturn", "\t}"]
        lines += [f"\t{line}" for line in _DUMPS[t.kind](self, t)]
        return "\n".join([*lines, "}"])

    def inner(self, text: str, t: Type) -> str:
        return self.dump(text, t).replace(", 2)", ", depth-1)") if t.kind not in ("int", "float", "complex", "string", "bool", "func") else self.dump(text, t)  # fmt: skip

    def dump_list(self, t: Type) -> list[str]:
        return ['print("[", len(v), ": ")', f"for _, e := range v {{ {self.inner('e', t.element())} }}", 'print("] ")']

    def dump_map(self, t: Type) -> list[str]:
        assert t.key is not None
        lines = ['print("{", len(v), v == nil, ": ")']
        if g.printable_key(t.key):
            lines.append(f'for _, k := range sortedKeys(v) {{ print(k, "="); {self.inner("v[k]", t.element())} }}')
        return [*lines, 'print("} ")']

    def dump_pointer(self, t: Type) -> list[str]:
        return [
            "if v == nil {",
            '\tprint("nil ")',
            "} else {",
            '\tprint("&")',
            f"\t{self.inner('*v', t.element())}",
            "}",
        ]

    def dump_struct(self, t: Type) -> list[str]:
        return [f'print("{t.text}(")', *(self.inner(f"v.{n}", ft) for n, ft in t.fields), 'print(") ")']

    def dump_iface(self, t: Type) -> list[str]:
        cases = [g.INT, g.STRING, g.BOOL, g.FLOAT64, g.UINT8] if t.text == "any" else self.interfaces[t.text]
        lines = ["switch x := v.(type) {", 'case nil:\n\t\tprint("nil ")']
        for case in cases:
            lines.append(f'case {case.text}:\n\t\tprint("{case.text}:")\n\t\t{self.inner("x", case)}')
        return [*lines, 'default:\n\t\tprint("other ")', "}"]


_SIMPLE: Final = (
    (10, Statements.declaration),
    (10, Statements.assignment),
    (6, Statements.show),
    (4, Statements.append),
    (3, Statements.map_change),
    (4, Statements.call),
    (3, Statements.risky),
    (3, Statements.tuple_assignment),
    (2, Statements.pointers),
    (2, Statements.method_value),
    (3, Statements.named_types),
    (2, Statements.swapped),
)
_NESTING: Final = (
    (6, Statements.if_),
    (6, Statements.for_),
    (4, Statements.range_),
    (4, Statements.switch),
    (3, Statements.type_switch),
    (4, Statements.closure),
    (3, Statements.protected),
    (3, Statements.goroutines),
    (2, Statements.generic),
    (2, Statements.range_func),
    (1, Statements.map_range),
    (2, Statements.plain_block),
    (1, Statements.goto_loop),
)
_PATTERNS: Final = (
    Statements.producer,
    Statements.in_order,
    Statements.pipeline,
    Statements.selects,
    Statements.done,
)
_DUMPS: Final = {
    "slice": Statements.dump_list,
    "array": Statements.dump_list,
    "map": Statements.dump_map,
    "pointer": Statements.dump_pointer,
    "struct": Statements.dump_struct,
    "iface": Statements.dump_iface,
}
