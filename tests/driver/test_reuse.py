"""Compiling only what an edit concerns gives what compiling everything gives: the same units, rows and method uses, for random edits of random packages."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator

import pytest

from minigo import types
from minigo.driver import frontend, load, reuse
from minigo.driver.config import Config

FUNCTIONS = 70
FILES = 3

HEADS = (
    """package main

var counter, limit = 3, 10
var table = [...]int{1, 2, 3, 4}
var hook = func(n int) int { return n + counter }

type shape interface{ area(n int) int }
type square struct{ side int }
type named struct {
	square
	name string
}
type node[T any] struct {
	value T
	next  *node[T]
}

func (s square) area(n int) int   { return s.side*s.side + n }
func (s *square) grow(n int)      { s.side += n }
func (n *node[T]) last() *node[T] { for n.next != nil { n = n.next }; return n }

func main() { println(f0(1, nil), total) }

//go:noinline
func keep(p *int) *int { return p }

func pass(p *int, n int) int { if n > 0 { return pass(p, n-1) }; return *p }
""",
    """package main

const size = 4

var total = f1(2, nil) + hook(1)

func largest[T int | string](list ...T) (most T) { for _, x := range list { most = max(most, x) }; return }
func double(n int) int { return n * 2 }
func init() { counter += double(limit) }
""",
    "package main\n\nfunc init() { counter++ }\n\nfunc safely(n int, f func(int) int) (r int) { defer func() { if recover() != nil { r = -1 } }(); return f(n) }\n",
)
MANY_CLOSURES = "; ".join([f"func() {{{{ n += {i} * {{c}} + f{{k}}one(n) }}}}()" for i in range(50)])
STATEMENTS = (
    "n += {c}",
    "n += double(n) + {c}",
    "n = f{k}(n - {c}, q)",
    "if n > {c} {{ n += f{k}(n/2, &n) }}",
    "x{v} := {c}; n += pass(&x{v}, {c})",
    "x{v} := {c}; q = keep(&x{v})",
    "n += safely(n, func(m int) int {{ return m + n + {c} }})",
    "n += safely(n, f{k}one)",
    "var s{v} shape = square{{{c}}}; n += s{v}.area(n)",
    "e{v} := named{{square{{n}}, \"n{c}\"}}; e{v}.grow({c}); var i{v} any = &e{v}; _, _ = i{v}.(shape)",
    "n += largest(n, {c}, counter)",
    "w{v} := largest(\"a{c}\", \"b\"); n += len(w{v})",
    "l{v} := &node[int]{{value: {c}}}; n += l{v}.last().value",
    "m{v} := []int{{1, 2, 3, 4, 5, 6, 7, 8, {c}}}; n += m{v}[n&7]",
    "type t{v} struct{{ a, b int }}; var a{v} any = t{v}{{n, {c}}}; if a{v} == nil {{ n++ }}",
    "for i := range {c} {{ n += i; defer func() {{ counter += i }}() }}",
    "g{v} := square{{n}}.area; n += g{v}({c})",
    "switch n % 3 {{ case 0: n++; case 1: println(\"one\", {c}); default: panic(\"{c}\") }}",
    "d{v} := map[string]int{{\"k{c}\": n}}; for k, v := range d{v} {{ n += v + len(k) }}",
    "if recover() != nil {{ n = {c} }}",
    "counter, limit = limit, n+{c}",
    "func() {{ n += {c}; func() {{ n += table[n&3] }}() }}()",
    "{{\n\t\tn += {c}\n\n\t}}",
)  # fmt: skip


class Program:
    """Functions ``f0`` … with random bodies, each with a small one that calls it; ``edit`` changes some of them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.bodies = [self.body() for _ in range(FUNCTIONS)]
        self.bodies[0] = [MANY_CLOSURES.format(c=1, k=1)]
        self.lines = ["" for _ in range(FUNCTIONS)]
        self.heads = list(HEADS)

    def body(self) -> list[str]:
        return [self.statement(i) for i in range(self.random.choice((1, 3, 5, 8)))]

    def statement(self, i: int) -> str:
        r = self.random
        return r.choice(STATEMENTS).format(c=r.randrange(2, 9), k=r.randrange(FUNCTIONS), v=i)

    def edit(self) -> None:
        r = self.random
        what = r.random()
        k = r.choice((0, r.randrange(FUNCTIONS)))
        if what < 0.1 and k:
            self.lines[k] = r.choice(("", "// a comment\n", "\n\n", "//go:noinline\n"))
        elif what < 0.15:
            self.heads[0] = HEADS[0].replace("= 3, 10", f"= {r.randrange(9)}, 10")
        elif what < 0.2:
            self.heads[1] = HEADS[1].replace("n * 2", f"n * {r.randrange(2, 5)}")
        elif what < 0.25:
            self.heads[1] = HEADS[1].replace("size = 4", f"size = {r.randrange(2, 5)}")
        elif what < 0.6:
            body = self.bodies[k]
            i = r.randrange(len(body))
            body[i] = self.statement(i)
        elif what < 0.8:
            body = self.bodies[k]
            body.append(self.statement(len(body)))
        else:
            for k in r.sample(range(FUNCTIONS), 3):
                self.bodies[k] = self.body()

    def files(self) -> list[load.SourceFile]:
        texts = list(self.heads)
        for k, body in enumerate(self.bodies):
            lines = "\n\t".join(body)
            texts[k % FILES] += (
                f"\n{self.lines[k]}func f{k}(n int, q *int) int {{\n\t{lines}\n\tif q != nil {{ n += *q }}\n\treturn n\n}}\n"
                f"\nfunc f{k}one(n int) int {{ return f{k}(n, nil) + {k} }}\n"
            )
        return [
            load.SourceFile(f"file{i}.go", f"file{i}.go", text.encode(), "main", []) for i, text in enumerate(texts)
        ]


def check(program: Program) -> frontend.Checked:
    source = load.SourcePackage("example/p", "p", "main", program.files(), [], "1.27", False)
    return frontend.check(source, lambda path: types.UNSAFE, Config())


def key(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def compile_with(checked: frontend.Checked, record: bytes | None, opt: int) -> reuse.Result:
    return reuse.compile_package(checked, Config(opt=opt), "base", lambda: record, key, lambda key: True)


def edits(seed: int, count: int) -> Iterator[frontend.Checked]:
    program = Program(seed)
    for _ in range(count):
        yield check(program)
        program.edit()


@pytest.mark.parametrize(("seed", "opt"), [(1, 2), (2, 2), (3, 1)])
def test_random_edits(seed: int, opt: int) -> None:
    record: bytes | None = None
    partial = 0
    for checked in edits(seed, 7):
        got, wanted = compile_with(checked, record, opt), compile_with(checked, None, opt)
        assert [u[:2] for u in got.units] == [u[:2] for u in wanted.units]
        assert got.functions == wanted.functions
        assert got.methods == wanted.methods
        assert got.record is not None
        partial += any(text is None for _, _, text in got.units)
        record = got.record.dump()
    assert partial > 0, "the edits are such that everything was compiled each time"
