// Iterators ranges over functions: generators, adapters, early exits, defers in the loop's body, nested loops with labels, and Pull.
package main

import (
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"
)

func Count(from, step int) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := from; yield(i); i += step {
		}
	}
}

func Take[T any](n int, seq iter.Seq[T]) iter.Seq[T] {
	return func(yield func(T) bool) {
		if n <= 0 {
			return
		}
		left := n
		for v := range seq {
			if !yield(v) {
				return
			}
			if left--; left == 0 {
				return
			}
		}
	}
}

func Map[A, B any](seq iter.Seq[A], f func(A) B) iter.Seq[B] {
	return func(yield func(B) bool) {
		for v := range seq {
			if !yield(f(v)) {
				return
			}
		}
	}
}

func Filter[T any](seq iter.Seq[T], keep func(T) bool) iter.Seq[T] {
	return func(yield func(T) bool) {
		for v := range seq {
			if keep(v) && !yield(v) {
				return
			}
		}
	}
}

func Zip[A, B any](as iter.Seq[A], bs iter.Seq[B]) iter.Seq2[A, B] {
	return func(yield func(A, B) bool) {
		next, stop := iter.Pull(bs)
		defer stop()
		for a := range as {
			b, ok := next()
			if !ok || !yield(a, b) {
				return
			}
		}
	}
}

func Reduce[T, R any](seq iter.Seq[T], start R, f func(R, T) R) R {
	for v := range seq {
		start = f(start, v)
	}
	return start
}

type Tree[T any] struct {
	Left, Right *Tree[T]
	Value       T
}

func (t *Tree[T]) All() iter.Seq[T] {
	return func(yield func(T) bool) { t.push(yield) }
}

func (t *Tree[T]) push(yield func(T) bool) bool {
	return t == nil || t.Left.push(yield) && yield(t.Value) && t.Right.push(yield)
}

func (t *Tree[T]) Backward(yield func(int, T) bool) {
	n := 0
	var walk func(t *Tree[T]) bool
	walk = func(t *Tree[T]) bool {
		if t == nil {
			return true
		}
		if !walk(t.Right) {
			return false
		}
		n++
		return yield(n, t.Value) && walk(t.Left)
	}
	walk(t)
}

func build(values ...string) (t *Tree[string]) {
	for _, v := range values {
		at := &t
		for *at != nil {
			if v < (*at).Value {
				at = &(*at).Left
			} else {
				at = &(*at).Right
			}
		}
		*at = &Tree[string]{Value: v}
	}
	return t
}

func cleanup(name string) iter.Seq[int] {
	return func(yield func(int) bool) {
		defer fmt.Println("  cleaned up", name)
		for i := range 10 {
			if !yield(i) {
				return
			}
		}
	}
}

func firstOver(limit int) (n int, err error) {
	defer func() { err = fmt.Errorf("found after %d", n) }()
	for i := range cleanup("return") {
		defer fmt.Println("  deferred in the body:", i)
		for j := range cleanup("inner") {
			if i*j > limit {
				return i * j, nil
			}
			if j == 3 {
				break
			}
		}
	}
	return -1, nil
}

func labels() {
outer:
	for i := range Count(1, 1) {
		for j := range Count(1, 1) {
			switch {
			case j > i:
				continue outer
			case i*j == 12:
				fmt.Println("  12 =", i, "*", j)
				break outer
			}
		}
	}
}

func main() {
	squares := Map(Count(1, 1), func(n int) int { return n * n })
	odd := Filter(squares, func(n int) bool { return n%2 == 1 })
	fmt.Println(slices.Collect(Take(6, odd)))
	fmt.Println(Reduce(Take(10, Count(1, 1)), "", func(s string, n int) string { return s + fmt.Sprint(n, ";") }))
	words := strings.FieldsSeq("iterators are functions that call other functions")
	for n, w := range Zip(Count(10, 5), words) {
		fmt.Print(n, ":", w, " ")
	}
	fmt.Println()

	tree := build("m", "f", "t", "a", "h", "p", "z")
	for v := range tree.All() {
		if v > "p" {
			break
		}
		fmt.Print(v, " ")
	}
	for i, v := range tree.Backward {
		fmt.Print(i, v, " ")
	}
	fmt.Println()
	n, err := firstOver(4)
	fmt.Println(n, err)
	labels()

	for range Take(2, Count(0, 1)) {
		fmt.Println("no variable")
	}
	var funcs []func() int
	for v := range Take(3, Count(7, 7)) {
		funcs = append(funcs, func() int { v++; return v })
	}
	for _, f := range funcs {
		fmt.Print(f(), f(), " ")
	}
	fmt.Println()

	next, stop := iter.Pull(cleanup("pulled"))
	a, _ := next()
	b, _ := next()
	stop()
	c, ok := next()
	fmt.Println(a, b, c, ok)

	m := map[string]int{"one": 1, "two": 2, "three": 3}
	fmt.Println(slices.Sorted(maps.Keys(m)), slices.Sorted(maps.Values(m)))
	for chunk := range slices.Chunk([]int{1, 2, 3, 4, 5}, 2) {
		fmt.Print(chunk)
	}
	for i, v := range slices.Backward([]string{"x", "y"}) {
		fmt.Print(" ", i, v)
	}
	fmt.Println()
	defer func() { fmt.Println("recovered:", recover()) }()
	for i := range cleanup("panicking") {
		if i == 2 {
			panic("in the body")
		}
	}
}
