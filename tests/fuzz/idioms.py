"""Statements that random composition seldom makes: each method writes one small, complete program fragment about a rule of the language, with random types and values in it.

A fragment prints what it computes and leaves no names behind it. Like everything here it must do the same under every schedule, order of map entries and order of
evaluation that the specification allows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.fuzz import gotypes as g
from tests.fuzz.gotypes import Type
from tests.fuzz.scope import Block, Variable
from tests.fuzz.statements import Statements

HALVES: Final = ("0.5", "1.5", "-2.75", "1e9", "-1e9", "3.999", "123456.25", "-0.1", "255.9", "1e15")
BAD_UTF8: Final = ('"a\\xffb"', '"\\xc3\\x28"', '"\\xe2\\x82"', '"\\xed\\xa0\\x80x"', '"\\xf0\\x9f\\x98\\x80!"', '"\\xf4\\x90\\x80\\x80"', '"日\\x00本"', '"\\xc0\\xaf"', '"é"')  # fmt: skip


class Idioms(Statements):
    """Fragments; ``idiom`` writes one of them."""

    declarations: list[str]
    number: int

    def idiom(self, depth: int) -> None:
        name, text = self.c.pick(_ALL)
        del name
        self.code(text(self))

    def code(self, text: str) -> None:
        """Put lines into a block of their own; a line without indentation is at the block's level."""
        self.block.line("{")
        for line in text.strip("\n").split("\n"):
            self.block.lines.append(self.tabs(1) + line if line.strip() else "")
        self.block.line("}")

    def top(self, prefix: str) -> str:
        """A name for a declaration at the top level."""
        return f"{self.fresh(prefix)}_{self.number}"

    def alone(self, t: Type, depth: int = 1, **variables: Type) -> str:
        """An expression over these variables and no others: for declarations at the top level and for goroutines."""
        outer, self.block = self.block, Block(None, 0)
        for name, each in variables.items():
            self.block.declare(Variable(name, each), local=False)
        text = self.variable(t, depth)
        self.block = outer
        return text

    # ------------------------------------------------------------ numbers

    def shifts(self) -> str:
        """Counts at and above the width, signed counts, constants shifted by variables."""
        c = self.c
        t, count = c.pick(g.INTEGERS), c.pick(g.INTEGERS)
        counts = ", ".join(str(n) for n in (t.bits - 1, t.bits, t.bits + 1, 63, 64, 100, c.below(128)) if n < 128)
        lines = [f"x := {self.variable(t, 1)}", f"for _, n := range []{count.text}{{{counts}}} {{", f'\tprint(x<<n, x>>n, -x>>n, ^x<<(n&7), {t.text}(1)<<n, " ")']  # fmt: skip
        if count.signed:
            lines += ["\tfunc() {", "\t\tdefer func() { describe(recover()) }()", "\t\tif n > 100 { n = -n }", f"\t\tprint({c.pick(('x<<n', 'x>>n', '1<<n'))}, \" \")", "\t}()"]  # fmt: skip
        return "\n".join([*lines, "}", "println()"])

    def wrapping(self) -> str:
        """Overflow of every operator, the least number by -1, increments around the end."""
        t = self.c.pick(g.INTEGERS)
        low = f"-1 << {t.bits - 1}" if t.signed else "0"
        high = f"1<<{t.bits - t.signed} - 1"
        more = "print(low / minus, low % minus, -low, low*low, low-1, high*minus, \" \")\n" if t.signed else 'print(-high, ^low, low-1, high*high, \" \")\n'  # fmt: skip
        minus = f"var minus {t.text} = -1\n" if t.signed else ""
        return f"""
var low, high {t.text} = {low}, {high}
{minus}low, high = keep(low), keep(high)
print(low-high, high+1, low+high, high*2, high+high, low^high, high&^1, high|low, " ")
{more}n := 0
for i := high - 2; n < 5; i++ {{
	print(i, " ")
	n++
}}
high += {self.value(t, 1)}
low -= {self.value(t, 1)}
low, high = high, low
println(low, high, low < high, min(low, high), max(low, high))
"""

    def conversions(self) -> str:
        """Between integers of all widths, to floats and back within the range."""
        c = self.c
        a, b, d = c.pick(g.INTEGERS), c.pick(g.INTEGERS), c.pick(g.INTEGERS)
        f = c.pick(("float64", "float32"))
        small = c.pick(("int8(f)", "int(f)", "int64(f)", "int32(f)")) if c.chance(50) else "uint64(f*f)"
        return f"""
x := {self.variable(a, 1)}
y := {b.text}(x)
z := {d.text}(y)
print(x, y, z, {a.text}(z), {f}(x), float32(y), float64(z), {d.text}(x) == z, " ")
for _, f := range []{f}{{{", ".join(c.pick(HALVES) for _ in range(3))}}} {{
	if f > -100 && f < 100 {{
		print({small}, int16(f), " ")
	}}
	print(int64(f), int(f+0.5), f == {f}(int64(f)), complex(f, -f), " ")
}}
println()
"""

    def constants(self) -> str:
        """Exact arithmetic on large constants; typed and untyped; iota."""
        c = self.c
        n, k = c.between(65, 400), c.between(1, 60)
        name = self.top("K")
        self.declarations.append(f"""const (
	{name}a = 1 << ({n} + iota)
	{name}b
	{name}c = {name}b / {name}a << {k % 50}
	{name}d = float64({name}a>>({n} - {k})) / {c.between(1, 9)}
	{name}e = 'a' + iota
	{name}f, {name}g = iota, len("{"x" * c.below(9)}é") * {c.between(1, 99)}
)""")
        return f"""
const big = {name}a * {c.between(3, 1000)}
const third = 1.0 / {c.pick(("3", "7", "1e3", "0x1p-3"))}
const z = {c.between(0, 9)} + {c.between(1, 9)}i
print({name}a>>{n - k}, {name}b/{name}a, {name}c, {name}d, {name}e, {name}f, {name}g, " ")
print(big>>{n}, big%{c.between(3, 99)}, third, float32(third), third*{c.between(1, 9)}, z*z, real(z)+imag(z), " ")
var f float64 = big
var u uint8 = {name}c & 0x7f
println(f > 1e18, u, -5 / 2, -5 % 3, 5.0 / 2, 7 / 2 * 2.0, 1 << 3.0, "s"+"t" < "sa", {c.between(1, 99)} &^ {c.between(1, 99)})
"""

    def floats(self) -> str:
        """NaN, infinities, negative zero, rounding to float32, comparisons."""
        c = self.c
        f = c.pick(("float64", "float32"))
        t = g.FLOAT64 if f == "float64" else g.FLOAT32
        return f"""
zero := keep({f}(0))
nan, inf, negative := zero/zero, 1/zero, -zero
x := {self.variable(t, 2)}
for _, y := range []{f}{{x, nan, inf, -inf, negative, {c.pick(HALVES)}, x * x, x / 3}} {{
	print(y, y == y, y < x, y >= x, y != x, !(y <= x), 1/y, y-y, y*0.1, max(x, y), min(x, y), min(y, 1, x), " ")
}}
x += 0.1
x *= 3
x--
println(x, float32(x), float64(float32(x)), -x, nan != nan, [1]{f}{{nan}} == [1]{f}{{nan}}, any(nan) == any(nan), any(inf) == any(inf))
"""

    def complexes(self) -> str:
        c = self.c
        kind, part = c.pick((("complex128", "float64"), ("complex64", "float32")))
        a, b = (f"complex({part}({c.pick(HALVES)}), {part}({c.pick(HALVES)}))" for _ in range(2))
        return f"""
a, b := keep({a}), keep({b})
var zero {kind}
a += b * {c.pick(("2i", "(1+1i)", "3"))}
print(a, b, a*b, a-b, -a, a/b, real(a)*imag(b), a == b, a != zero, zero == 0, " ")
m := map[{kind}]int{{a: 1, b: 2, zero: 3}}
m[a]++
println(len(m), m[a], m[{kind}(complex(real(b), imag(b)))], m[a+1])
"""

    # ------------------------------------------------------------ strings

    def text(self) -> str:
        """Iteration over bad UTF-8, conversions, slices and comparisons."""
        c = self.c
        s = f"{c.pick(BAD_UTF8)} + {self.variable(g.STRING, 1)} + {c.pick(BAD_UTF8)}"
        return f"""
s := clip({s})
for i, r := range s {{
	print(i, ":", r, " ")
	if r == 0xfffd && i > {c.below(6)} {{
		{c.pick(("continue", "break"))}
	}}
	s += "!"
}}
b, rs := []byte(s), []rune(s)
print(len(b), len(rs), string(rs) == s, string(b) == s, " ")
for i := range b {{
	b[i] ^= {c.below(3)}
}}
counts := map[string]int{{}}
for _, x := range [][]byte{{b, []byte(s), b[:len(b)/2], b}} {{
	counts[string(x)]++
}}
rs = append(rs, {c.pick(("0x10ffff", "0xd800", "-1", "'é'", "0x110000"))}, {self.value(g.RUNE, 1)})
println(string(rs[len(rs)-2:]), len(counts), counts[string(b)], s < string(b), string(rune({self.value(g.INT, 1)}&0x1ffff)), len(string(rs)))
switch x := string(b[:1]); x + s[:1] {{
case "aa", "bb":
	println("same")
case s[:1] + x:
	println("turned")
default:
	println("other", len(x))
}}
"""

    def bytes(self) -> str:
        c = self.c
        return f"""
var buffer []byte
for i := range {c.between(1, 20)} {{
	buffer = append(buffer, {self.alone(g.STRING, 1)}...)
	if len(buffer) > 30 {{
		n := copy(buffer, buffer[{c.between(1, 9)}:])
		buffer = buffer[:n]
	}}
	buffer = append(buffer, byte(i), "xyz"[i%3])
}}
var sum uint32
for i, b := range buffer {{
	sum = sum<<{c.between(1, 31)} ^ sum>>{c.between(1, 31)} ^ uint32(b)*uint32(i+1)
}}
println(len(buffer), sum, copy(buffer, "héllo"), string(buffer[:3]))
"""

    # ------------------------------------------------------------ composite values

    def comparisons(self) -> str:
        """Structs and arrays in ==, in interfaces, and as keys of maps; blank fields do not count."""
        c = self.c
        a, b = c.pick(g.SCALARS), c.pick(g.SCALARS)
        name = self.top("T")
        self.declarations.append(
            f"type {name} struct {{\n\ta {a.text}\n\t_ int\n\tb [2]{b.text}\n\tc any\n\t_ {c.pick(('string', 'float64', 'bool'))}\n}}"
        )
        value = self.variable(a, 1)
        item = self.variable(b, 1)
        bad = c.pick(("[]int{1}", "map[string]int(nil)", "func() {}"))
        return f"""
x := {name}{{a: {value}, b: [2]{b.text}{{{item}}}, c: {self.value(g.INT, 1)}}}
y := x
print(x == y, any(x) == any(y), any(x) == any(&x), [2]{name}{{x, y}} == [2]{name}{{y, x}}, " ")
y.c = any(x.b)
print(x == y, x != y, any(y.c) == any([2]{b.text}{{{item}}}), " ")
m := map[any]int{{x: 1, y: 2, x.b: 3, x.a: 4, &x: 5, "s": 6, nil: 7}}
m[x]++
print(len(m), m[x], m[y], m[x.a], m[y.b], m[nil], m[struct{{}}{{}}], " ")
y.c = {bad}
_, failed := compare(x, y)
describe(failed)
func() {{
	defer func() {{ describe(recover()) }}()
	m[y] = 1
}}()
println(len(m), x == {name}{{}}, struct{{}}{{}} == struct{{}}{{}}, x.a == y.a)
"""

    def map_keys(self) -> str:
        """Maps of structs, arrays, interfaces and NaN, with sums that no order changes."""
        c = self.c
        n, step = c.between(5, 60), c.between(1, 7)
        return f"""
type key struct {{
	a uint8
	s string
}}
m, nested := map[key][2]int{{}}, map[any]map[int]string{{}}
fs := map[float64]int{{}}
nan := keep(0.0)
nan /= nan
for i := range {n} {{
	k := key{{uint8(i / {step}), "ab"[i%2:]}}
	v := m[k]
	v[i%2] += i
	m[k] = v
	if nested[k] == nil {{
		nested[k] = make(map[int]string)
	}}
	nested[k][i] += k.s
	nested[i%3] = nested[k]
	if i%{c.between(2, 9)} == 0 {{
		fs[nan] = i
		fs[float64(i%4)] += i
		delete(fs, nan)
	}}
}}
var sum, entries, floats int
for k, v := range m {{
	sum += int(k.a)*v[0] + len(k.s)*v[1]
	if k.a > {c.below(9)} {{
		delete(m, k)
	}}
}}
for _, v := range nested {{
	entries += len(v)
}}
for k, v := range fs {{
	if k == k {{
		floats += v
	}} else {{
		floats += 1000
	}}
}}
print(sum, entries, floats, len(m), len(fs), " ")
seen := 0
for k := range m {{
	seen++
	delete(m, k)
	delete(m, k)
	for k2 := range m {{
		delete(m, k2)
	}}
}}
clear(fs)
println(seen, len(m), len(fs), m[key{{}}][1], nested["none"][3] == "")
"""

    def array_copies(self) -> str:
        """Ranges over an array, its address and a slice of it, with changes in the loop; assignment copies."""
        c = self.c
        t, n = self.type(1), c.between(2, 5)
        subject = c.pick(("a", "&a", "a[:]"))
        return f"""
a := [{n}]{t.text}{{{self.items(t, 1, n)}}}
b, s := a, a[:]
for i, v := range {subject} {{
	a[{n - 1}-i] = {self.value(t, 1)}
	s[i] = b[{c.below(n)}]
	{self.dump("v", t)}
}}
{self.dump("a", g.array_of(n, t))}
{self.dump("b", g.array_of(n, t))}
p, q := &a, a
p[0], q[{n - 1}] = q[{n - 1}], p[0]
for i := range p {{
	{self.dump("p[i]", t)}
	{self.dump("q[i]", t)}
}}
grid := [2][{n}]{t.text}{{a, b}}
other := grid
grid[1][0], grid[0] = a[0], grid[1]
{self.dump("other[1]", g.array_of(n, t))}
{self.dump("grid[0]", g.array_of(n, t))}
println(len(grid), len(grid[0]), cap(s), len(p))
"""

    def aliasing(self) -> str:
        """Slices that share an array, appends within the capacity, overlapping copies, conversions to arrays."""
        c = self.c
        t = self.type(1)
        n = c.between(4, 7)
        i, j = sorted((c.below(n), c.below(n + 1)))
        return f"""
base := make([]{t.text}, {n}, {n + 2})
for i := range base {{
	base[i] = {self.value(t, 1)}
}}
piece, full := base[{i}:{j}], base[{i}:{j}:{j}]
piece = append(piece, {self.value(t, 1)})
full = append(full, {self.value(t, 1)})
full[0] = {self.value(t, 1)}
n := copy(base[{c.below(3)}:], base[{c.below(3)}:])
{self.dump("base", g.slice_of(t))}
{self.dump("piece", g.slice_of(t))}
{self.dump("full", g.slice_of(t))}
array := [2]{t.text}(base)
pointer := (*[3]{t.text})(base[1:])
pointer[0] = array[1]
array[0] = pointer[2]
{self.dump("array", g.array_of(2, t))}
{self.dump("base[1]", t)}
grid := make([][]{t.text}, 3)
for i := range grid {{
	grid[i] = append(grid[i], base[:i]...)
}}
grid[2], grid[1] = append(grid[1], grid[2]...), grid[2][:1]
{self.dump("grid", g.slice_of(g.slice_of(t)))}
println(n, len(piece), cap(base[{i}:{j}:{j}]), len(grid), grid == nil, full == nil)
"""

    def literals(self) -> str:
        """Nested literals with keys, elided types, pointers in them; anonymous structs."""
        c = self.c
        t, u = self.type(1), c.pick(g.SCALARS)
        return f"""
type inner struct {{
	v {t.text}
	u {u.text}
}}
x := map[string][]*inner{{"a": {{{{u: {self.value(u, 1)}}}, nil, {{v: {self.value(t, 1)}}}}}, "b": {{2: {{}}}}}}
y := [...]struct {{
	in   inner
	next *inner
}}{{{c.between(1, 3)}: {{in: inner{{u: {self.value(u, 1)}}}}}, 0: {{next: &inner{{v: {self.value(t, 1)}}}}}}}
for _, k := range sortedKeys(x) {{
	for i, p := range x[k] {{
		if p == nil {{
			print(k, i, " ")
			continue
		}}
		y[0].in = *p
		{self.dump("p.v", t)}
		{self.dump("p.u", u)}
	}}
}}
{self.dump("y[0].in.v", t)}
{self.dump("y[0].next.v", t)}
p := new({self.value(u, 1)})
q := new(*p)
*p = {self.value(u, 1)}
{self.dump("*q", u)}
println(len(y), len(x["b"]), p == q, y[len(y)-1].next == nil)
"""

    def zero_size(self) -> str:
        c = self.c
        return f"""
type nothing struct{{}}
set := map[string]struct{{}}{{}}
var none [0]{c.pick(g.SCALARS).text}
s := make([]nothing, {c.between(0, 5)})
s = append(s, nothing{{}}, nothing{{}})
done := make(chan struct{{}}, {c.between(1, 3)})
for i, e := range s {{
	set[string(rune('a'+i))] = struct{{}}(e)
	select {{
	case done <- e:
	default:
		print("full ")
	}}
}}
var a [{c.between(1, 1000)}]nothing
_, ok := set["b"]
println(len(set), ok, len(s), len(none), len(a), len(done), a[0] == nothing{{}}, any(none) == any(none))
"""

    def large(self) -> str:
        """Big structs by value: copied to and from functions, in maps and channels."""
        c = self.c
        n, name = c.between(20, 300), self.top("big")
        self.declarations.append(f"""type {name} struct {{
	a [{n}]{c.pick(("int", "uint8", "int32", "float64"))}
	s string
}}

func (b {name}) with(i int) {name} {{ b.a[uint(i)%{n}]++; b.s += "w"; return b }}

//go:noinline
func {name}two(b, c {name}, p *{name}) (x, y {name}) {{
	b.a[0], p.a[1], x = 7, 9, c
	y, y.s = b, p.s
	return
}}""")
        return f"""
var b {name}
b.a[{n - 1}] = 3
c := b.with({self.value(g.INT, 1)}).with(1)
x, y := {name}two(b, c, &b)
m := map[int]{name}{{1: x, 2: y}}
ch := make(chan {name}, 2)
ch <- m[1]
ch <- b
z := <-ch
any1, any2 := any(x), any(z)
f := y.with
y.a[0] = 100
println(b.a[1], c.s, x.s, y.a[0], f(0).a[0], z == x, any1 == any2, x == y, m[2].a[0], m[3].s == "", (<-ch).a[1])
"""

    # ------------------------------------------------------------ evaluation order

    def order(self) -> str:
        """Calls happen from left to right; operands of an assignment's left side before anything is assigned."""
        c = self.c
        return f"""
trace := ""
f := func(name string, n int) int {{ trace += name; return n }}
a := [3]int{{{self.items(g.INT, 0, 3)}}}
i := {c.below(2)}
i, a[i] = {c.between(1, 2)}, f("a", 5)
a[f("b", 0)], a[f("c", 1)] = f("d", a[1]), f("e", a[0])
x := f("f", 1) + f("g", 2)*f("h", 3)
m := map[int]int{{f("i", 1): f("j", 2), f("k", 3): f("l", 4)}}
m[f("m", 1)] += f("n", 1)
ok := f("o", 0) == 1 && f("p", 1) == 1 || f("q", 1) == 1
p := &a
p, p[f("r", 2)] = nil, f("s", 8)
s := [][]int{{{{1, 2}}, {{3, 4}}}}
s, s[0][f("t", 1)] = nil, f("u", 6)
j := 0
j, b := f("v", 1), [2]int{{j, f("w", j)}}
func(args ...int) {{ trace += string(rune('0' + len(args))) }}(f("x", 1), f("y", 2))
func() {{
	defer func() {{ describe(recover()) }}()
	var none map[string]int
	none[string(rune(f("z", 65)))] = f("A", 1)
}}()
func() {{
	defer func() {{ describe(recover()) }}()
	var np *[2]int
	np[f("B", 1)] = f("C", 1)
}}()
println(trace, i, a[0], a[1], a[2], x, m[1], ok, p == nil, s == nil, j, b[0], b[1])
"""

    def swaps(self) -> str:
        c = self.c
        t = self.type(1)
        moves = ["s[i], s[j] = s[j], s[i]", "s[0], s[1], s[2] = s[2], s[0], s[1]", "x, s[i], y = s[j], x, s[0]", "*p, s[j] = s[j], *p", "t.a, t.b, s[0] = t.b, s[0], t.a", "s, s[0] = s[1:4], s[3]"]  # fmt: skip
        chosen = "\n".join(c.pick(moves) for _ in range(c.between(2, 5))).replace(moves[-1], moves[c.below(5)])
        return f"""
s := []{t.text}{{{self.value(t, 1)}, {self.value(t, 1)}, {self.value(t, 1)}, {self.value(t, 1)}}}
var x, y {t.text}
var t struct{{ a, b {t.text} }}
t.a, x = {self.value(t, 1)}, {self.value(t, 1)}
i, j, p := {c.below(3)}, {c.below(3)}, &s[{c.below(4)}]
{chosen}
{self.dump("s", g.slice_of(t))}
{self.dump("x", t)}
{self.dump("y", t)}
{self.dump("t.a", t)}
{self.dump("*p", t)}
println(i, j, t.b)
""" if t.kind in ("int", "float", "string", "bool", "complex") else self.order()  # fmt: skip

    # ------------------------------------------------------------ interfaces, methods

    def methods(self) -> str:
        """Method values bind their receiver when they are made; method expressions; promotion through embedded pointers and interfaces."""
        c = self.c
        name, t = self.top("M"), c.pick(g.INTEGERS)
        self.declarations.append(f"""type {name}I interface {{
	get(int) int
	set(int)
}}

type {name} struct{{ v {t.text} }}

func (m {name}) get(n int) int {{ return int(m.v) + n }}
func (m *{name}) set(n int)    {{ m.v {c.pick(("=", "+=", "^=", "-="))} {t.text}(n) }}
func (m {name}) sum(ns ...int) (s int) {{
	for _, n := range ns {{
		s += m.get(n)
	}}
	return
}}

type {name}Outer struct {{
	*{name}
	{name}I
	extra int
}}

func (o {name}Outer) get(n int) int {{ return o.{name}I.get(n)*2 + o.extra }}

func (o *{name}Outer) set(n int) {{ o.extra = n; o.{name}.set(n) }}""")
        return f"""
m := {name}{{{self.value(t, 1)}}}
get, set, sum := m.get, m.set, m.sum
set({c.below(100)})
m.v++
print(get(1), m.get(1), sum(), sum(1, 2), {name}.get(m, 3), (*{name}).get(&m, 4), " ")
(*{name}).set(&m, {c.below(100)})
o := {name}Outer{{&m, &{name}{{}}, 3}}
var i {name}I = &o
f, h := i.get, {name}I.set
h(i, {c.below(50)})
o.extra += 100
fs := []func(int) int{{o.get, f, o.{name}.get, i.get, o.{name}I.get}}
for _, f := range fs {{
	print(f(1), " ")
}}
print(o.sum(fs[0](1), 2), o.v, " ")
_, isOuter := i.(*{name}Outer)
func() {{
	defer func() {{ describe(recover()) }}()
	var none *{name}
	none.set({c.below(2)})
}}()
func() {{
	defer func() {{ describe(recover()) }}()
	var none {name}I
	g := none.get
	println(g(1))
}}()
func() {{
	defer func() {{ describe(recover()) }}()
	defer o.{name}I.set(1)
	o.{name} = nil
	println(o.get(1))
	println(o.sum(1))
}}()
println(isOuter, m.v)
"""

    def assertions(self) -> str:
        """Assertions to types and interfaces that hold or fail, with and without ok; nil pointers in interfaces."""
        c = self.c
        name = self.top("A")
        self.declarations.append(f"""type {name}S interface{{ String() string }}

type {name}E struct{{ code int }}

func (e *{name}E) Error() string {{
	if e == nil {{
		return "nil error"
	}}
	return "error " + string(rune('a'+uint(e.code)%26))
}}

func {name}may(n int) error {{
	var e *{name}E
	switch n {{
	case 0:
		return nil
	case 1:
		return e
	}}
	return &{name}E{{n}}
}}""")
        values = ["low", "any(nil)", "error(nil)", f"{name}may(1)", f"{name}may(2)", "celsius(1.5)", "new(int)", "[]int(nil)", "struct{ a int }{1}", self.value(g.ANY, 1), "pair[int, string]{1, \"p\"}", "box[int]{}", "int8(3)"]  # fmt: skip
        chosen = ", ".join(c.pick(values) for _ in range(4))
        return f"""
for i, v := range []any{{{chosen}, {self.value(g.INT, 1)}}} {{
	s, isStringer := v.({name}S)
	e, isError := v.(error)
	_, isInt := v.(int)
	print(i, isStringer, isError, isInt, s == nil, e == nil, " ")
	if isError {{
		print(e.Error(), " ")
	}}
	func() {{
		defer func() {{ describe(recover()) }}()
		switch i % 3 {{
		case 0:
			print(v.({name}S).String(), " ")
		case 1:
			print(v.({c.pick(("string", "float64", "[2]int", "bool", "*int", "error", f"*{name}E"))}) == v, " ")
		default:
			print(v.(int), " ")
		}}
	}}()
	switch x := v.(type) {{
	case nil:
		print("nil ")
	case {name}S, *{name}E:
		print(x == v, " ")
	case int, int8:
		print("int ", x == {c.below(9)}, " ")
	case error:
		print("error ", x.Error(), " ")
	case []int:
		print(len(x), " ")
	case interface{{ warmer(float64) celsius }}:
		print(float64(x.warmer({c.pick(HALVES)})), " ")
	default:
		print("other ")
	}}
}}
err := {name}may({c.below(3)})
println(err == nil, err != nil && err.Error() != "")
"""

    # ------------------------------------------------------------ generics

    def generic_types(self) -> str:
        """Instances of the prelude's generic types, with methods, constraints and generic methods."""
        c = self.c
        t, u = c.pick((*g.INTEGERS, g.STRING)), c.pick(g.SCALARS)
        values = ", ".join(self.value(t, 1) for _ in range(c.between(2, 7)))
        return f"""
var t tree[{t.text}, {u.text}]
h := heap[{t.text}]{{less: func(a, b {t.text}) bool {{ return a {c.pick(("<", ">"))} b }}}}
set := set[{t.text}]{{}}
for i, k := range []{t.text}{{{values}}} {{
	if v := t.at(k); i%2 == 0 || *v == {self.value(u, 1)} {{
		*v = {self.value(u, 1)}
	}}
	h.push(k)
	set.add(k, {self.value(t, 1)})
}}
for k, v := range t.all {{
	{self.dump("k", t)}
	{self.dump("v", u)}
	if k == {self.value(t, 1)} {{
		break
	}}
}}
for h.size() > {c.below(3)} {{
	k := h.pop()
	{self.dump("k", t)}
}}
keys := sortedKeys(set)
print(len(keys), kindOf(keys), kindOf(t), kindOf({self.variable(u, 1)}), kindOf(&h), kindOf(set), " ")
q := queueOf(keys...).mapped(func(k {t.text}) {u.text} {{ return {self.alone(u, 1, k=t)} }})
for q.len() > 0 {{
	v, _ := q.take()
	{self.dump("v", u)}
}}
_, ok := q.take()
println(ok, reduce(keys, 0, func(n int, k {t.text}) int {{ return n*31 + int(len(kindOf(k))) }}))
"""

    def generic_case(self) -> str:
        """A generic function and type of the case's own: a type switch over a type parameter, a constraint with methods, recursion."""
        c = self.c
        name = self.top("G")
        op = c.pick(("+", "-", "*"))
        self.declarations.append(f"""type {name}Num interface {{
	{c.pick(("~int | ~int8 | ~uint16 | ~float64", "number", "~int | ~int64 | ~uint8 | ~float64 | ~float32"))}
}}

type {name}Vec[T {name}Num] []T

func (v {name}Vec[T]) fold(f func(T, T) T) (acc T) {{
	for i, x := range v {{
		if i == 0 {{
			acc = x
		}} else {{
			acc = f(acc, x)
		}}
	}}
	return
}}

func (v {name}Vec[T]) into[U any](f func(int, T) U) (out []U) {{
	for i, x := range v {{
		out = append(out, f(i, x))
	}}
	return
}}

func {name}kind[T any](v T) string {{
	switch x := any(v).(type) {{
	case int, uint8:
		return "small"
	case []T:
		return "slice"
	case interface{{ fold(func(float64, float64) float64) float64 }}:
		if x == nil {{
			return "?"
		}}
		return "vec"
	case fmtStringer:
		return x.String()
	case map[string]T, *T:
		return "never"
	}}
	var p any = &v
	switch p.(type) {{
	case *int64:
		return "int64"
	case *T:
		return "T"
	}}
	return "none"
}}

func {name}pow[T {name}Num](x T, n int) T {{
	if n <= 0 {{
		return 1
	}}
	return x {op} {name}pow(x-T(n), n-1)
}}

type {name}Setter[T any] interface {{
	*T
	raise(int)
	String() string
}}

func {name}make[T any, P {name}Setter[T]](n int) (T, string) {{
	var v T
	P(&v).raise(n)
	return v, P(&v).String()
}}

type {name}Both[K comparable, V any] struct {{
	pair[K, V]
	others map[K]*{name}Both[K, V]
}}

func (b *{name}Both[K, V]) child(k K, v V) *{name}Both[K, V] {{
	if b.others == nil {{
		b.others = map[K]*{name}Both[K, V]{{}}
	}}
	n := &{name}Both[K, V]{{pair: pair[K, V]{{k, v}}}}
	b.others[k] = n
	return n
}}

func (b {name}Both[K, V]) depth() int {{
	deepest := 0
	for _, o := range b.others {{
		deepest = max(deepest, o.depth())
	}}
	return deepest + 1
}}""")
        a, b = c.pick(g.SCALARS), c.pick((g.INT, g.STRING, g.BOOL))
        return f"""
v := {name}Vec[int]{{{self.items(g.INT, 1, 4)}}}
w := {name}Vec[float64]{{1, 2.5, {c.pick(HALVES)}}}
add := func(a, b int) int {{ return a {op} b }}
print(v.fold(add), w.fold(func(a, b float64) float64 {{ return a {op} b }}), " ")
strs := v.into(func(i, x int) string {{ return "abc"[i%3:] + string(rune('a'+uint(x)%26)) }})
for _, s := range strs {{
	print(s, {name}kind(s), " ")
}}
print({name}kind(v), {name}kind(w), {name}kind(1), {name}kind(int64(1)), {name}kind(uint8(1)), {name}kind({self.value(a, 1)}), {name}kind(high), {name}kind([]int(v)), " ")
print({name}pow({c.below(5)}, {c.below(6)}), {name}pow(1.5, {c.below(4)}), {name}pow[{c.pick(("int", "float64"))}](3, 2), " ")
l, text := {name}make[level]({c.below(300)})
root := &{name}Both[{b.text}, {a.text}]{{}}
last := root
for range {c.between(1, 4)} {{
	last = last.child({self.value(b, 1)}, {self.value(a, 1)})
}}
println(uint8(l), text, root.depth(), last.depth(), last.key == {self.value(b, 0)}, last.same(last.pair))
"""

    # ------------------------------------------------------------ control flow

    def iteration(self) -> str:
        """Range over functions: break, continue, labels, return, goto, defer and panics through iterators in iterators."""
        c = self.c
        t = c.pick(g.SCALARS)
        leave = [c.pick(("break", "continue", "break outer", "continue outer", f"return i*100 + j, {self.value(t, 1)}", "goto end", 'panic("left")', "defer func() { print(i, j, \" \"); n++ }()", "n += i; return", "r = " + self.value(t, 1))) for _ in range(3)]  # fmt: skip
        heads = [c.pick(("count({})", "evens({})", "guarded({})", "twice(count({}))", "until({})")).format(k) for k in (c.between(1, 4), c.between(1, 5))]  # fmt: skip
        return f"""
f := func() (n int, r {t.text}) {{
	defer func() {{
		if e := recover(); e != nil {{
			describe(e)
			n = -n
		}}
	}}()
outer:
	for i := range {heads[0]} {{
		defer print("d", i, " ")
		for j := range {heads[1]} {{
			burn()
			n += j
			if i == {c.below(4)} {{
				{leave[0]}
			}}
			switch j {{
			case {c.below(3)}:
				{leave[1]}
			case {c.between(3, 5)}:
				{leave[2]}
			}}
			print(i, j, " ")
		}}
		if n > {c.between(3, 9)} {{
			break outer
		}}
	}}
	if n > 100 {{
		goto end
	}}
	n += 1000
end:
	return n, r
}}
n, r := f()
{self.dump("r", t)}
next, stop := pull(guarded({c.between(1, 4)}))
for v, ok := next(); ok; v, ok = next() {{
	print(v, " ")
	if v == {c.below(4)} {{
		stop()
	}}
}}
stop()
println(n)
"""

    def loop_closures(self) -> str:
        """Each iteration has variables of its own, also of three-clause loops that change them in the body."""
        c = self.c
        return f"""
var fs []func() int
var ps []*int
for i, k := 0, {c.below(9)}; i < {c.between(2, 5)}; i, k = i+1, k+i {{
	fs = append(fs, func() int {{ i += {c.below(4)}; k++; return i*10 + k }})
	ps = append(ps, &i)
	if i == {c.below(4)} {{
		{c.pick(("i++", "continue", "k += 5; continue", "fs[0]()", "*ps[0]++"))}
	}}
	k += fs[len(fs)-1]() & 1
}}
for i, v := range [...]int{{{self.items(g.INT, 1, 3)}}} {{
	fs = append(fs, func() int {{ v++; return i + v }})
	defer func() {{ print(i, v, " ") }}()
}}
for i := range {c.between(1, 3)} {{
	for j := range i + 1 {{
		fs = append(fs, func() int {{ i++; j--; return i*10 + j }})
	}}
}}
for _, f := range fs {{
	print(f(), f(), " ")
}}
for _, p := range ps {{
	*p++
	print(*p, " ")
}}
println()
"""

    def switches(self) -> str:
        """Fallthrough, no tag, duplicates decided in order, break and labels, goto out of blocks."""
        c = self.c
        t = c.pick((*g.INTEGERS, g.STRING))
        tag = self.variable(t, 1)
        again, done = self.fresh("again"), self.fresh("done")
        return f"""
n := 0
{again}:
	for i := 0; ; i++ {{
		burn()
		switch x := {tag}; {{
		case i == {c.below(3)}:
			n += 1
			{c.pick(("fallthrough", "break", "continue", f"break {again}"))}
		case x == {self.value(t, 1)}:
			n += 10
			{c.pick(("fallthrough", "", f"continue {again}"))}
		default:
			n += 100
			if i > {c.below(3)} {{
				break {again}
			}}
			{c.pick(("fallthrough", ""))}
		case i == 5, i > 7:
			n += 1000
			if i > 8 {{
				break {again}
			}}
		}}
		n++
	}}
	switch n % {c.between(2, 5)} {{
	case 0:
		goto {done}
	case {c.below(4) + 1}, 7:
		n = -n
	}}
	switch f := func() int {{ n++; return n }}; f() {{
	case f(), f():
		println("never")
	case n:
		n += 5
	default:
		n += 7
	}}
	for {{
		if n++; n%{c.between(2, 7)} == 0 {{
			goto {done}
		}}
	}}
{done}:
	println(n)
"""

    def recoveries(self) -> str:
        """Panics in deferred functions, re-panics, recover where it does not count, named results, arguments of defer."""
        c = self.c
        values = ['"one"', "2", "error(nil)", 'errorText("e")', "2.5", self.value(g.ANY, 1), "nil", "[]int{1}", "low"]
        bad = ["var m map[string]int\n\t\tm[\"x\"]++", "_ = keep([]int{1})[keep(5)]", "_ = keep(1) / keep(0)", "var p *box[int]\n\t\tp.value++", "_ = any(1).(string)", "_ = make([]int, keep(-1))", "var f func()\n\t\tf()", "close((chan int)(nil))", "_ = [2]int(keep([]int{1}))", "_ = keep([]int{1})[keep(3):keep(2)]", "_ = keep(\"abc\")[keep(2):keep(1)]", f"panic({c.pick(values)})"]  # fmt: skip
        first, second = c.pick(bad), c.pick(bad)
        recover = [c.pick(("describe(recover())", "helper()", "func() { describe(recover()) }()", "defer func() { describe(recover()) }()", "n += 7", f"panic({c.pick(values)})", "if e := recover(); e != nil { panic(e) }", "recovered(&n)", "return")) for _ in range(4)]  # fmt: skip
        return f"""
helper := func() {{ describe(recover()) }}
f := func(k int) (n int, err error) {{
	defer func() {{
		describe(recover())
		n++
	}}()
	defer func() {{
		{recover[0]}
		n *= 2
	}}()
	defer recovered(&n)
	defer func(k int) {{
		print(k, n, " ")
		{recover[1]}
	}}(n + k)
	for i := range {c.between(1, 3)} {{
		defer func() {{
			n += i
			{recover[2]}
		}}()
		defer print(i, n, " ")
	}}
	if k&1 == 0 {{
		{first}
	}}
	func() {{
		defer func() {{
			{recover[3]}
			{c.pick((second, ""))}
		}}()
		n = 40
		{second}
	}}()
	n++
	return n + 100, errorText("returned")
}}
for k := range {c.between(1, 3)} {{
	func() {{
		defer helper()
		n, err := f(k)
		println(n, err != nil)
	}}()
}}
"""

    def calls(self) -> str:
        """Variadic functions share the slice that is passed with dots; several results passed on; recursion of closures; funcs in maps and fields."""
        c = self.c
        t = c.pick(g.SCALARS)
        return f"""
change := func(first int, rest ...{t.text}) (int, []{t.text}) {{
	if len(rest) > 0 {{
		rest[0] = {self.value(t, 1)}
	}}
	return first + len(rest), rest
}}
s := []{t.text}{{{self.items(t, 1, 3)}}}
n, same := change(1, s...)
m, fresh := change(2, {self.value(t, 1)}, {self.value(t, 1)})
k, none := change(3)
{self.dump("s", g.slice_of(t))}
{self.dump("fresh", g.slice_of(t))}
var fib func(int) int
fib = func(n int) int {{
	burn()
	if n < 2 {{
		return n
	}}
	return fib(n-1) + fib(n-2)
}}
table := map[string]func(...int) int{{
	"sum": func(ns ...int) int {{ return total(ns...) }},
	"max": func(ns ...int) int {{ return largest(0, ns...) }},
	"none": nil,
}}
both := func() (int, int) {{ return fib({c.below(9)}), {self.value(g.INT, 1)} }}
type op struct {{
	f func(int, int) (int, int, bool)
}}
q, r, ok := op{{divide}}.f(both())
for _, name := range sortedKeys(table) {{
	if f := table[name]; f != nil {{
		print(name, f(), f(1, {self.value(g.INT, 1)}), f([]int{{3, 4}}...), " ")
	}}
}}
println(n, m, k, none == nil, len(same), q, r, ok, table["sum"](both()))
"""

    # ------------------------------------------------------------ channels

    def selecting(self) -> str:
        """Selects with one case that can go on: nil and closed channels, defaults, loops, sends; the others never can."""
        c = self.c
        t = c.pick(g.SCALARS)
        loop = self.fresh("loop")
        return f"""
var never chan {t.text}
closed, full, ready := make(chan {t.text}), make(chan {t.text}, 1), make(chan {t.text}, {c.between(1, 4)})
close(closed)
full <- {self.value(t, 1)}
for i := range cap(ready) + {c.below(3)} {{
	select {{
	case ready <- {self.value(t, 1)}:
		print("sent ", i, " ")
	case <-never:
		print("never ")
	case never <- {self.value(t, 1)}:
		print("never ")
	default:
		print("full ", i, " ")
	}}
}}
in, quit := ready, (chan {t.text})(nil)
{loop}:
for n := 0; ; n++ {{
	burn()
	select {{
	case v := <-in:
		{self.dump("v", t)}
		if len(in) == 0 {{
			in, quit = nil, closed
		}}
	case v, ok := <-quit:
		{self.dump("v", t)}
		print(ok, " ")
		break {loop}
	case full <- {self.value(t, 1)}:
		print("never ")
	}}
}}
func() {{
	defer func() {{ describe(recover()) }}()
	select {{
	case closed <- {self.value(t, 1)}:
	case <-never:
	}}
}}()
func() {{
	defer func() {{ describe(recover()) }}()
	close(closed)
}}()
select {{
case v, ok := <-closed:
	{self.dump("v", t)}
	println(ok, len(full), cap(full), len(never), cap(never))
case <-in:
}}
"""

    def workers(self) -> str:
        """Workers that take jobs from one channel and put results in places of their own; a semaphore; a token that goes round."""
        c = self.c
        t = c.pick(g.SCALARS)
        n, w = c.between(1, 12), c.between(1, 4)
        return f"""
type job struct {{
	i    int
	back chan<- {t.text}
}}
jobs, done := make(chan job{c.pick(("", ", 2"))}), make(chan int)
for w := range {w} {{
	go func() {{
		handled := 0
		defer func() {{ done <- handled }}()
		for j := range jobs {{
			j.back <- {self.alone(t, 1)}
			handled++
		}}
		_ = w
	}}()
}}
results := make([]{t.text}, {n})
backs := make([]chan {t.text}, {n})
for i := range results {{
	backs[i] = make(chan {t.text}, 1)
	jobs <- job{{i, backs[i]}}
}}
close(jobs)
handled := 0
for range {w} {{
	handled += <-done
}}
for i, b := range backs {{
	results[i] = <-b
}}
{self.dump("results", g.slice_of(t))}
mutex, counter := make(chan bool, 1), 0
for i := range {c.between(1, 8)} {{
	go func() {{
		mutex <- true
		counter += i*i + 1
		<-mutex
		done <- 1
	}}()
	defer func() {{ <-done }}()
}}
first := make(chan int)
last := first
for i := range {c.between(1, 20)} {{
	next := make(chan int)
	go func(in <-chan int, out chan<- int) {{
		for v := range in {{
			out <- v*3 + i
		}}
		close(out)
	}}(last, next)
	last = next
}}
go func() {{
	defer close(first)
	for i := range {c.between(1, 4)} {{
		first <- i
	}}
}}()
for v := range last {{
	print(v, " ")
}}
println(handled)
"""

    def panicking_goroutines(self) -> str:
        """Panics recovered within goroutines; ping-pong between two; results and errors sent back."""
        c = self.c
        t = c.pick(g.SCALARS)
        fail = c.pick(
            ('panic("odd")', "_ = keep([]int{})[n]", "panic(n)", "_ = n / keep(0)", "var f func()\n\t\t\tf()")
        )
        return f"""
type answer struct {{
	v   {t.text}
	err any
}}
ask := func(n int) <-chan answer {{
	out := make(chan answer)
	go func() {{
		var a answer
		defer func() {{
			a.err = recover()
			out <- a
			close(out)
		}}()
		a.v = {self.alone(t, 1)}
		if n&1 == 1 {{
			{fail}
		}}
		a.v = {self.alone(t, 1)}
	}}()
	return out
}}
for n := range {c.between(1, 4)} {{
	ch := ask(n)
	a := <-ch
	{self.dump("a.v", t)}
	describe(a.err)
	_, ok := <-ch
	print(ok, " ")
}}
ping, pong := make(chan int), make(chan int)
go func() {{
	for v := range ping {{
		pong <- v*2 + 1
	}}
	close(pong)
}}()
v := {c.below(5)}
for range {c.between(1, 6)} {{
	ping <- v
	v = <-pong
}}
close(ping)
_, ok := <-pong
println(v, ok)
"""

    # ------------------------------------------------------------ small programs

    def algorithms(self) -> str:
        """Programs in miniature: sieve, sort, matrix, text, hash, linked list, memo."""
        c = self.c
        n = c.between(5, 60)
        return c.pick((f"""
sieve := make([]bool, {n})
var primes []int
for i := 2; i < len(sieve); i++ {{
	if !sieve[i] {{
		primes = append(primes, i)
		for j := i * i; j < len(sieve); j += i {{
			sieve[j] = true
		}}
	}}
}}
println(len(primes), total(primes...))
""", f"""
var m [{c.between(2, 5)}][4]float64
var sum float64
for i := range m {{
	for j := range m[i] {{
		m[i][j] = float64(i*{c.between(1, 9)}-j) / {c.between(1, 7)}
	}}
}}
for range {c.between(1, 4)} {{
	next := m
	for i := range m {{
		for j, v := range m[i] {{
			next[i][j] = v*0.5 + m[(i+1)%len(m)][(j+3)%4]*0.25
			sum += next[i][j]
		}}
	}}
	m = next
}}
println(sum, m[0][0], m[1][3])
""", f"""
seed := uint32({c.below(1 << 30)})
random := func() uint32 {{ seed ^= seed << 13; seed ^= seed >> 17; seed ^= seed << 5; return seed }}
s := make([]uint32, {n})
for i := range s {{
	s[i] = random() % {c.between(2, 1000)}
}}
var quick func([]uint32)
quick = func(s []uint32) {{
	if len(s) < 2 {{
		return
	}}
	p, k := s[0], 0
	for i, v := range s[1:] {{
		if v < p {{
			k++
			s[k], s[i+1] = s[i+1], s[k]
		}}
	}}
	s[0], s[k] = s[k], s[0]
	quick(s[:k])
	quick(s[k+1:])
}}
quick(s)
hash := uint64(14695981039346656037)
for i, v := range s {{
	hash = (hash ^ uint64(v)) * 1099511628211
	if i > 0 && s[i-1] > v {{
		println("not sorted")
	}}
}}
println(hash, s[0], s[len(s)-1])
""", f"""
type node struct {{
	next  *node
	left  []*node
	value int
}}
var head *node
for i := range {n} {{
	head = &node{{head, nil, i * i % {c.between(3, 20)}}}
	for p := head.next; p != nil && p.value < head.value; p = p.next {{
		head.left = append(head.left, p)
	}}
}}
var walk func(n *node, depth int) int
walk = func(n *node, depth int) (sum int) {{
	burn()
	if n == nil || depth == 0 {{
		return 0
	}}
	for _, l := range n.left {{
		sum += walk(l, depth-1)
	}}
	return sum + n.value
}}
length := 0
for p := head; p != nil; p = p.next {{
	length += len(p.left)
}}
println(length, walk(head, {c.between(1, 3)}))
""", f"""
words := map[string]int{{}}
text := {c.pick(('"the cat the dog a cat"', '"a b a c a b é é"', '"x"'))} + " " + {self.variable(g.STRING, 1)}
word := ""
for _, r := range text + " " {{
	if r == ' ' {{
		if word != "" {{
			words[word]++
		}}
		word = ""
		continue
	}}
	word += string(r)
}}
for _, w := range sortedKeys(words) {{
	print(w, "=", words[w], " ")
}}
println(len(words), words["the"])
""", f"""
memo := map[[2]int]int{{}}
var paths func(i, j int) int
paths = func(i, j int) int {{
	burn()
	if i == 0 || j == 0 {{
		return 1
	}}
	k := [2]int{{i, j}}
	v, ok := memo[k]
	if !ok {{
		v = (paths(i-1, j)*{c.between(1, 5)} + paths(i, j-1)) % 1000003
		memo[k] = v
	}}
	return v
}}
println(paths({c.between(1, 8)}, {c.between(1, 8)}), len(memo))
"""))  # fmt: skip


_ALL: Final[tuple[tuple[str, Callable[[Idioms], str]], ...]] = tuple(
    (f.__name__, f)
    for f in (
        Idioms.literals, Idioms.shifts, Idioms.wrapping, Idioms.conversions, Idioms.constants, Idioms.floats, Idioms.complexes, Idioms.text, Idioms.bytes,
        Idioms.comparisons, Idioms.map_keys, Idioms.array_copies, Idioms.aliasing, Idioms.zero_size, Idioms.large, Idioms.order, Idioms.swaps,
        Idioms.methods, Idioms.assertions, Idioms.generic_types, Idioms.generic_case, Idioms.iteration, Idioms.loop_closures, Idioms.switches,
        Idioms.recoveries, Idioms.calls, Idioms.selecting, Idioms.workers, Idioms.panicking_goroutines, Idioms.algorithms,
    )
)  # fmt: skip
