"""What every generated program begins with: generic helpers that make operations total, and the harness that runs the cases."""

from __future__ import annotations

from typing import Final

PRELUDE: Final = """package main

type ordered interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~string
}

type number interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64 | ~uint | ~uint8 | ~uint16 | ~uint32 | ~uint64 | ~float32 | ~float64
}

var fuel int

// burn ends what runs for too long.
func burn() {
	if fuel--; fuel < 0 {
		panic("out of fuel")
	}
}

//go:noinline
func keep[T any](v T) T { return v }

func at[T any](s []T, i int) (v T) {
	if len(s) > 0 {
		v = s[uint(i)%uint(len(s))]
	}
	return
}

func byteAt(s string, i int) byte {
	if i >= 0 && i < len(s) {
		return s[i]
	}
	return '?'
}

func cut(s string, i, j int) string {
	i, j = int(uint(i)%uint(len(s)+1)), int(uint(j)%uint(len(s)+1))
	if i > j {
		i, j = j, i
	}
	return s[i:j]
}

func part[T any](s []T, i, j int) []T {
	i, j = int(uint(i)%uint(len(s)+1)), int(uint(j)%uint(len(s)+1))
	if i > j {
		return s[j:i]
	}
	return s[i:j:j]
}

// tight makes the capacity, which the implementation chooses when a slice grows, the length.
func tight[T any](s []T) []T { return s[:len(s):len(s)] }

func deref[T any](p *T) (v T) {
	if p != nil {
		v = *p
	}
	return
}

func toInt[F float32 | float64](f F) int {
	if f > -1e9 && f < 1e9 {
		return int(f)
	}
	return -1
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:20] + s[len(s)-20:]
	}
	return s
}

func sortedKeys[K ordered, V any](m map[K]V) []K {
	var keys []K
	for k := range m {
		i := len(keys)
		keys = append(keys, k)
		for ; i > 0 && keys[i-1] > k; i-- {
			keys[i] = keys[i-1]
		}
		keys[i] = k
	}
	return keys
}

func mapped[T, U any](s []T, f func(T) U) []U {
	out := make([]U, 0, len(s))
	for _, v := range s {
		out = append(out, f(v))
	}
	return out
}

func folded[T, U any](s []T, acc U, f func(U, T) U) U {
	for _, v := range s {
		acc = f(acc, v)
	}
	return acc
}

func total[T number](s ...T) (sum T) {
	for _, v := range s {
		sum += v
	}
	return
}

func largest[T ordered](first T, rest ...T) T {
	for _, v := range rest {
		first = max(first, v)
	}
	return first
}

type box[T any] struct {
	value T
	next  *box[T]
}

func (b *box[T]) push(v T) *box[T] { return &box[T]{v, b} }

func (b *box[T]) each(yield func(int, T) bool) {
	for i := 0; b != nil; i, b = i+1, b.next {
		if !yield(i, b.value) {
			return
		}
	}
}

type pair[K comparable, V any] struct {
	key   K
	value V
}

func (p pair[K, V]) same(q pair[K, V]) bool { return p.key == q.key }

func (p pair[K, V]) with(v V) pair[K, V] { p.value = v; return p }

type celsius float64

func (c celsius) warmer(d float64) celsius { return c + celsius(d) }

type level uint8

const (
	low level = iota + 1
	middle
	_
	high = level(200) + iota
)

func (l level) String() string {
	switch l {
	case low:
		return "low"
	case middle:
		return "middle"
	case high:
		return "high"
	}
	return "?"
}

func (l *level) raise(n int) { *l += level(n) }

type transform func(int) int

func (f transform) twice(n int) int {
	if f == nil {
		return n
	}
	return f(f(n))
}

func divide(a, b int) (quotient, rest int, ok bool) {
	if b == 0 {
		return
	}
	return a / b, a % b, true
}

func joined(sep string, parts ...string) (s string) {
	for i, p := range parts {
		if i > 0 {
			s += sep
		}
		s += p
	}
	return clip(s)
}

func compare(a, b any) (equal bool, failed any) {
	defer func() { failed = recover() }()
	return a == b, nil
}

func ackermann(m, n uint) uint {
	burn()
	switch {
	case m == 0:
		return n + 1
	case n == 0:
		return ackermann(m-1, 1)
	}
	return ackermann(m-1, ackermann(m, n-1))
}

func count(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i < n && yield(i); i++ {
		}
	}
}

func describe(r any) {
	switch v := r.(type) {
	case nil:
		println("recovered nil")
	case error:
		println("recovered error", v.Error())
	case string:
		println("recovered string", v)
	case int:
		println("recovered int", v)
	case float64:
		println("recovered float", v)
	default:
		println("recovered something")
	}
}

func attempt(n int, f func()) {
	fuel = 3000
	println("\\ncase", n) // also where a case has left its last line open
	defer func() {
		if r := recover(); r != nil {
			print("case ended: ")
			describe(r)
		}
	}()
	f()
}
"""
