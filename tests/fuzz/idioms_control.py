"""Fragments of programs about interfaces and methods, generic types and functions, control flow, panics and calls (see ``idioms``)."""

from __future__ import annotations

from tests.fuzz import gotypes as g
from tests.fuzz.idioms_values import HALVES, Values


class Control(Values):
    """Fragments about everything that decides what runs next."""

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
        values = [
            "low",
            "any(nil)",
            "error(nil)",
            f"{name}may(1)",
            f"{name}may(2)",
            "celsius(1.5)",
            "new(int)",
            "[]int(nil)",
            "struct{ a int }{1}",
            self.value(g.ANY, 1),
            'pair[int, string]{1, "p"}',
            "box[int]{}",
            "int8(3)",
        ]
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
        leave = [
            c.pick(
                (
                    "break",
                    "continue",
                    "break outer",
                    "continue outer",
                    f"return i*100 + j, {self.value(t, 1)}",
                    "goto end",
                    'panic("left")',
                    'defer func() { print(i, j, " "); n++ }()',
                    "n += i; return",
                    "r = " + self.value(t, 1),
                )
            )
            for _ in range(3)
        ]
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
        bad = [
            'var m map[string]int\n\t\tm["x"]++',
            "_ = keep([]int{1})[keep(5)]",
            "_ = keep(1) / keep(0)",
            "var p *box[int]\n\t\tp.value++",
            "_ = any(1).(string)",
            "_ = make([]int, keep(-1))",
            "var f func()\n\t\tf()",
            "close((chan int)(nil))",
            "_ = [2]int(keep([]int{1}))",
            "_ = keep([]int{1})[keep(3):keep(2)]",
            '_ = keep("abc")[keep(2):keep(1)]',
            f"panic({c.pick(values)})",
        ]
        first, second = c.pick(bad), c.pick(bad)
        recover = [
            c.pick(
                (
                    "describe(recover())",
                    "helper()",
                    "func() { describe(recover()) }()",
                    "defer func() { describe(recover()) }()",
                    "n += 7",
                    f"panic({c.pick(values)})",
                    "if e := recover(); e != nil { panic(e) }",
                    "recovered(&n)",
                    "return",
                )
            )
            for _ in range(4)
        ]
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
