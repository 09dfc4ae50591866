"""Generates expressions of a wanted type. They have no effects and never panic, so that the order in which operands are evaluated (which Go leaves
open) does not matter; what has effects or may panic is a statement of its own (see ``statements``)."""

from __future__ import annotations

from typing import Final

from tests.fuzz import gotypes as g
from tests.fuzz.choices import Choices
from tests.fuzz.gotypes import Type
from tests.fuzz.scope import Block, Variable

WORDS: Final = ('""', '"a"', '"go"', '"héllo"', '"x\\x00y"', '"日本語"', '"long enough to be cut"', '"\\xff\\xfe"')
FLOATS: Final = ("0", "1", "-2.5", "0.1", "1e10", "3.75", "-1e-3", "123456.789")


class Expressions:
    """Expressions over the variables of the current block. ``expr`` gives text and whether Go takes it for a constant."""

    def __init__(self, choices: Choices) -> None:
        self.c = choices
        self.block = Block(None, 0)
        self.structs: list[Type] = []
        self.interfaces: dict[str, list[Type]] = {}  # implementing types, by the interface's name
        self.functions: list[tuple[str, tuple[Type, ...], Type]] = []  # pure ones: no effects, no panics
        self.counter = 0

    def fresh(self, prefix: str) -> str:
        self.counter += 1
        return f"{prefix}{self.counter}"

    # ------------------------------------------------------------ types

    def type(self, depth: int = 2) -> Type:
        """Any type."""
        c = self.c
        if depth == 0 or c.chance(45):
            return c.pick(g.SCALARS)
        kind = c.weighted([(4, "slice"), (2, "array"), (3, "map"), (2, "pointer"), (4, "struct"), (2, "func"), (2, "iface")])  # fmt: skip
        if kind == "slice":
            return g.slice_of(self.type(depth - 1))
        if kind == "array":
            return g.array_of(c.pick((1, 2, 3, 5)), self.type(depth - 1))
        if kind == "map":
            return g.map_of(self.key_type(), self.type(depth - 1))
        if kind == "pointer":
            return g.pointer_to(self.type(depth - 1))
        if kind == "func":
            return self.func_type()
        if kind == "iface" and self.interfaces:
            return Type("iface", c.pick(sorted(self.interfaces)))
        return c.pick(self.structs) if self.structs else g.INT

    def func_type(self) -> Type:
        c = self.c
        params = tuple(c.pick(g.SCALARS) for _ in range(c.below(3)))
        return g.func_of(params, c.pick(g.SCALARS))

    def key_type(self) -> Type:
        c = self.c
        options = [g.INT, g.STRING, g.UINT8, *g.INTEGERS, g.BOOL, g.array_of(2, g.INT), g.ANY]
        return c.pick(options + [s for s in self.structs if s.comparable])

    # ------------------------------------------------------------ expressions

    def expr(self, t: Type, depth: int = 2) -> tuple[str, bool]:
        """Text of an expression of type t, and whether it is constant."""
        c = self.c
        if depth > 0 and c.chance(15):
            found = self.computed(t, depth - 1)
            if found:
                return found, False
        operand = self.operand(t)
        if operand and c.chance(40 if depth else 70):
            return operand, False
        return _BY_KIND[t.kind](self, t, depth)

    def value(self, t: Type, depth: int = 2) -> str:
        return self.expr(t, depth)[0]

    def variable(self, t: Type, depth: int = 2) -> str:
        """An expression that is no constant."""
        text, constant = self.expr(t, depth)
        return f"keep({text})" if constant else text

    def operand(self, t: Type) -> str | None:
        """A variable of type t, or a part of one."""
        candidates = []
        for v in self.block.visible():
            candidates += [(v, path) for path in self.paths(v.name, v.type, t, 2)]
        if not candidates:
            return None
        v, path = self.c.pick(candidates[-12:])
        return path

    def paths(self, text: str, have: Type, want: Type, depth: int) -> list[str]:
        if have.text == want.text:
            return [text]
        if depth == 0:
            return []
        out = []
        if have.kind == "struct":
            for name, t in have.fields:
                out += self.paths(f"{text}.{name}", t, want, depth - 1)
        elif have.kind == "array":
            out += self.paths(f"{text}[{have.length - 1}]", have.element(), want, depth - 1)
        elif have.kind == "slice":
            out += self.paths(f"at({text}, 1)", have.element(), want, depth - 1)
        elif have.kind == "pointer":
            out += self.paths(f"deref({text})", have.element(), want, depth - 1)
        return out

    def variables(self, kind: str) -> list[Variable]:
        return [v for v in self.block.visible() if v.type.kind == kind]

    def computed(self, t: Type, depth: int) -> str | None:
        """A call of a pure function, or an element of a map."""
        c = self.c
        options = [f for f in self.functions if f[2].text == t.text]
        if options and c.chance(60):
            name, params, _ = c.pick(options)
            return f"{name}({', '.join(self.value(p, depth) for p in params)})"
        maps = [v for v in self.variables("map") if v.type.element().text == t.text]
        if maps:
            v = c.pick(maps)
            assert v.type.key is not None
            return f"{v.name}[{self.value(v.type.key, 0)}]"
        if c.chance(30):
            return f"(pair[int, {t.text}]{{1, {self.value(t, depth)}}}).with({self.value(t, depth)}).value"
        return None

    def integer(self, t: Type, depth: int) -> tuple[str, bool]:
        c = self.c
        if depth == 0:
            return self.literal(t), True
        d = depth - 1
        form = c.pick(
            ("literal", "binary", "binary", "shift", "divide", "convert", "unary", "len", "minmax", "special")
        )
        if form == "binary":
            op = c.pick(("+", "-", "*", "&", "|", "^", "&^"))
            return f"({self.variable(t, d)} {op} {self.value(t, d)})", False
        if form == "shift":
            count = c.pick((f"({self.variable(g.INT, d)} & 31)", self.variable(c.pick((g.UINT8, g.INTEGERS[6])), d)))
            return f"({self.variable(t, d)} {c.pick(('<<', '>>'))} {count})", False
        if form == "divide":
            divisor = f"({self.variable(t, d)} | 1)" if c.chance(60) else str(c.pick((3, 1, 2, 7, 10, 16, 100)))
            return f"({self.variable(t, d)} {c.pick(('/', '%'))} {divisor})", False
        if form == "convert":
            return f"{t.text}({self.variable(c.pick(g.INTEGERS), d)})", False
        if form == "unary":
            return f"({c.pick(('-', '^'))}{self.variable(t, d)})", False
        if form == "len":
            counted = c.pick((g.STRING, g.slice_of(g.INT), g.map_of(g.INT, g.STRING), g.slice_of(g.STRING)))
            return f"{t.text}(len({self.variable(counted, d)}))", False
        if form == "minmax":
            return f"{c.pick(('min', 'max'))}({self.variable(t, d)}, {self.value(t, d)})", False
        if form == "special":
            return f"{t.text}({self.special(d)})", False
        return self.literal(t), True

    def special(self, depth: int) -> str:
        """An integer of some type, got from something else."""
        c = self.c
        form = c.below(4)
        if form == 0:
            return f"toInt({self.variable(c.pick((g.FLOAT64, g.FLOAT32)), depth)})"
        if form == 1:
            return f"byteAt({self.value(g.STRING, depth)}, {self.value(g.INT, depth)})"
        if form == 2:
            n = c.pick((2, 3, 4))
            items = ", ".join(self.value(g.INT, 0) for _ in range(n))
            return f"([...]int{{{items}}})[uint({self.variable(g.INT, depth)})%{n}]"
        return f"total({self.variable(g.INT, depth)}, {self.value(g.INT, depth)})"

    def literal(self, t: Type) -> str:
        c = self.c
        high = (1 << (t.bits - t.signed)) - 1
        values = [1, 0, 2, 7, 10, 31, 100, high, high - 1, c.below(100)]
        if t.signed:
            values += [-1, -3, -high - 1, -100]
        value = c.pick(values)
        return f"{t.text}({value})" if t.text != "int" or c.chance(20) else str(value) if value >= 0 else f"({value})"

    def float(self, t: Type, depth: int) -> tuple[str, bool]:
        c = self.c
        if depth > 0:
            d = depth - 1
            form = c.below(5)
            if form == 1:
                return f"({self.variable(t, d)} {c.pick(('+', '-', '*', '/'))} {self.variable(t, d)})", False
            if form == 2:
                return f"{t.text}({self.variable(c.pick(g.INTEGERS), d)})", False
            if form == 3:
                other = g.FLOAT32 if t.bits == 64 else g.FLOAT64
                return f"{t.text}({self.variable(other, d)})", False
            if form == 4 and t.bits == 64:
                return f"{c.pick(('real', 'imag'))}({self.variable(g.COMPLEX, d)})", False
        return f"{t.text}({c.pick(FLOATS)})", True

    def complex(self, t: Type, depth: int) -> tuple[str, bool]:
        c = self.c
        if depth > 0 and c.chance(50):
            return f"({self.variable(t, depth - 1)} {c.pick(('+', '-', '*'))} {self.variable(t, depth - 1)})", False
        d = max(depth - 1, 0)
        return f"complex({self.variable(g.FLOAT64, d)}, {self.variable(g.FLOAT64, d)})", False

    def string(self, t: Type, depth: int) -> tuple[str, bool]:
        c = self.c
        if depth > 0:
            d = depth - 1
            form = c.below(6)
            if form == 1:
                return f"clip({self.variable(t, d)} + {self.value(t, d)})", False
            if form == 2:
                return f"string(rune({self.variable(g.INT, d)} & 0x7ff))", False
            if form == 3:
                return f"cut({self.value(t, d)}, {self.value(g.INT, d)}, {self.value(g.INT, d)})", False
            if form == 4:
                kind = c.pick(("[]byte", "[]rune"))
                return f"string({kind}({self.variable(t, d)}))", False
            if form == 5:
                return f"largest({self.variable(t, d)}, {self.value(t, d)})", False
        return c.pick(WORDS), True

    def bool(self, t: Type, depth: int) -> tuple[str, bool]:
        c = self.c
        if depth == 0:
            return c.pick(("true", "false")), True
        d = depth - 1
        form = c.below(5)
        if form == 0:
            op = c.pick(("<", "<=", "==", "!=", ">", ">="))
            kind = c.pick((*g.INTEGERS, g.STRING, g.FLOAT64, g.FLOAT32))
            return f"({self.variable(kind, d)} {op} {self.value(kind, d)})", False
        if form == 1:
            return f"({self.variable(t, d)} {c.pick(('&&', '||'))} {self.value(t, d)})", False
        if form == 2:
            return f"!{self.variable(t, d)}", False
        if form == 3:
            options = [
                v for v in self.block.visible() if v.type.comparable and v.type.kind in ("struct", "array", "pointer")
            ]
            if options:
                v = c.pick(options)
                return f"({v.name} == {self.composite_operand(v.type, d)})", False
        nilable = [v for v in self.block.visible() if v.type.kind in ("slice", "map", "pointer", "func", "iface")]
        if nilable:
            v = c.pick(nilable)
            return f"({v.name} {c.pick(('==', '!='))} nil)", False
        return c.pick(("true", "false")), True

    def composite_operand(self, t: Type, depth: int) -> str:
        """A literal in parentheses can stand in the head of a statement."""
        return f"({self.value(t, depth)})"

    def items(self, t: Type, depth: int, most: int) -> str:
        return ", ".join(self.value(t, depth) for _ in range(self.c.below(most + 1)))

    def slice(self, t: Type, depth: int) -> tuple[str, bool]:
        c = self.c
        d = max(depth - 1, 0)
        form = c.below(6)
        if form == 1:
            return f"{t.text}(nil)", False
        if form == 2 and depth > 0:
            return f"part({self.value(t, d)}, {self.value(g.INT, d)}, {self.value(g.INT, d)})", False
        if form == 3:
            return f"make({t.text}, {c.below(4)}, {c.between(4, 8)})", False
        if form == 4 and depth > 0:
            return f"append({self.value(t, d)}, {self.value(t.element(), d)})[:1:1]", False
        if form == 5 and depth > 0 and t.text == "[]uint8":
            return f"tight([]uint8({self.variable(g.STRING, d)}))", False
        return f"({t.text}{{{self.items(t.element(), d, 3)}}})", False

    def array(self, t: Type, depth: int) -> tuple[str, bool]:
        d = max(depth - 1, 0)
        if self.c.chance(20):
            return f"({t.text}{{{t.length - 1}: {self.value(t.element(), d)}}})", False
        return f"({t.text}{{{self.items(t.element(), d, t.length)}}})", False

    def map(self, t: Type, depth: int) -> tuple[str, bool]:
        assert t.key is not None
        if self.c.chance(10):
            return f"{t.text}(nil)", False
        d = max(depth - 1, 0)
        # Keys must differ, also when they are computed: the order of the entries is open.
        if t.key.kind in ("int", "string", "bool"):
            options = {"int": ("1", "0", "2", "7", "100"), "string": WORDS, "bool": ("true", "false")}[t.key.kind]
            keys = [k for k in options[: self.c.below(5)] if self.c.chance(60)]
        else:
            keys = [self.value(t.key, 0)] * self.c.below(2)
        text = ", ".join(f"{k}: {self.value(t.element(), d)}" for k in keys)
        return f"({t.text}{{{text}}})", False

    def pointer(self, t: Type, depth: int) -> tuple[str, bool]:
        elem = t.element()
        if elem.kind in ("struct", "array") and self.c.chance(70):
            text = self.literal_of(elem, max(depth - 1, 0))
            return f"&{text}", False
        if self.c.chance(50):
            return f"new({elem.text})", False
        return f"({t.text})(nil)", False

    def literal_of(self, t: Type, depth: int) -> str:
        if t.kind == "array":
            return self.array(t, depth)[0]
        return self.struct(t, depth)[0]

    def struct(self, t: Type, depth: int) -> tuple[str, bool]:
        d = max(depth - 1, 0)
        if self.c.chance(50):
            chosen = [f for f in t.fields if self.c.chance(60)]
            return f"({t.text}{{{', '.join(f'{n}: {self.value(ft, d)}' for n, ft in chosen)}}})", False
        return f"({t.text}{{{', '.join(self.value(ft, d) for _, ft in t.fields)}}})", False

    def func(self, t: Type, depth: int) -> tuple[str, bool]:
        """A literal whose result is an expression over its parameters and what it captures."""
        assert t.result is not None
        inner = Block(self.block, 0)
        names = [self.fresh("p") for _ in t.params]
        for name, p in zip(names, t.params, strict=True):
            inner.declare(Variable(name, p), local=False)
        outer, self.block = self.block, inner
        body = self.value(t.result, min(depth, 1))
        self.block = outer
        params = ", ".join(f"{n} {p.text}" for n, p in zip(names, t.params, strict=True))
        return f"func({params}) {t.result.text} {{ return {body} }}", False

    def iface(self, t: Type, depth: int) -> tuple[str, bool]:
        c = self.c
        if c.chance(10):
            return f"{t.text}(nil)", False
        d = max(depth - 1, 0)
        if t.text == "any":
            inner = c.pick((g.INT, g.STRING, g.BOOL, g.FLOAT64, g.UINT8, g.array_of(2, g.INT)))
            return f"any({self.value(inner, d)})", False
        return f"{t.text}({self.value(c.pick(self.interfaces[t.text]), d)})", False


_BY_KIND: Final = {
    "int": Expressions.integer,
    "float": Expressions.float,
    "complex": Expressions.complex,
    "string": Expressions.string,
    "bool": Expressions.bool,
    "slice": Expressions.slice,
    "array": Expressions.array,
    "map": Expressions.map,
    "pointer": Expressions.pointer,
    "struct": Expressions.struct,
    "func": Expressions.func,
    "iface": Expressions.iface,
}
