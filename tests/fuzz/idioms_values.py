"""Fragments of programs about values (see ``idioms``): numbers of all kinds, strings, composite values, the order of evaluation."""

from __future__ import annotations

from typing import Final

from tests.fuzz import gotypes as g
from tests.fuzz.gotypes import Type
from tests.fuzz.scope import Block, Variable
from tests.fuzz.statements import Statements

HALVES: Final = ("0.5", "1.5", "-2.75", "1e9", "-1e9", "3.999", "123456.25", "-0.1", "255.9", "1e15")
BAD_UTF8: Final = (
    '"a\\xffb"',
    '"\\xc3\\x28"',
    '"\\xe2\\x82"',
    '"\\xed\\xa0\\x80x"',
    '"\\xf0\\x9f\\x98\\x80!"',
    '"\\xf4\\x90\\x80\\x80"',
    '"日\\x00本"',
    '"\\xc0\\xaf"',
    '"é"',
)


class Values(Statements):
    """Fragments about numbers, strings, composite values and the order of evaluation."""

    declarations: list[str]
    number: int

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
        lines = [
            f"x := {self.variable(t, 1)}",
            f"for _, n := range []{count.text}{{{counts}}} {{",
            f'\tprint(x<<n, x>>n, -x>>n, ^x<<(n&7), {t.text}(1)<<n, " ")',
        ]
        if count.signed:
            lines += [
                "\tfunc() {",
                "\t\tdefer func() { describe(recover()) }()",
                "\t\tif n > 100 { n = -n }",
                f'\t\tprint({c.pick(("x<<n", "x>>n", "1<<n"))}, " ")',
                "\t}()",
            ]
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
println(len(buffer), sum, copy(buffer, "héllo"), string(buffer[:min(3, len(buffer))]))
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
        moves = [
            "s[i], s[j] = s[j], s[i]",
            "s[0], s[1], s[2] = s[2], s[0], s[1]",
            "x, s[i], y = s[j], x, s[0]",
            "*p, s[j] = s[j], *p",
            "t.a, t.b, s[0] = t.b, s[0], t.a",
            "s, s[0] = s[1:4], s[3]",
        ]
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
