"""Statements that random composition seldom makes: each method writes one small, complete program fragment about a rule of the language, with random types and values in it.

A fragment prints what it computes and leaves no names behind it. Like everything here it must do the same under every schedule, order of map entries and order of
evaluation that the specification allows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from tests.fuzz import gotypes as g
from tests.fuzz.idioms_control import Control


class Idioms(Control):
    """Fragments; ``idiom`` writes one of them."""

    def idiom(self, depth: int) -> None:
        self.code(self.c.pick(_ALL)(self))

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


_ALL: Final[tuple[Callable[[Idioms], str], ...]] = (
    Idioms.literals, Idioms.shifts, Idioms.wrapping, Idioms.conversions, Idioms.constants, Idioms.floats, Idioms.complexes, Idioms.text, Idioms.bytes,
    Idioms.comparisons, Idioms.map_keys, Idioms.array_copies, Idioms.aliasing, Idioms.zero_size, Idioms.large, Idioms.order, Idioms.swaps,
    Idioms.methods, Idioms.assertions, Idioms.generic_types, Idioms.generic_case, Idioms.iteration, Idioms.loop_closures, Idioms.switches,
    Idioms.recoveries, Idioms.calls, Idioms.selecting, Idioms.workers, Idioms.panicking_goroutines, Idioms.algorithms,
)  # fmt: skip
