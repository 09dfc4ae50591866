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

type fmtStringer interface{ String() string }

// tree is a search tree with an iterator.
type tree[K ordered, V any] struct {
	left, right *tree[K, V]
	key         K
	value       V
	used        bool
}

func (t *tree[K, V]) at(k K) *V {
	for t.used && t.key != k {
		next := &t.left
		if k > t.key {
			next = &t.right
		}
		if *next == nil {
			*next = new(tree[K, V]{})
		}
		t = *next
	}
	t.key, t.used = k, true
	return &t.value
}

func (t *tree[K, V]) all(yield func(K, V) bool) {
	if t != nil && t.used {
		t.visit(yield)
	}
}

func (t *tree[K, V]) visit(yield func(K, V) bool) bool {
	return t == nil || t.left.visit(yield) && yield(t.key, t.value) && t.right.visit(yield)
}

type heap[T any] struct {
	items []T
	less  func(a, b T) bool
}

func (h *heap[T]) size() int { return len(h.items) }

func (h *heap[T]) push(v T) {
	h.items = append(h.items, v)
	for i := len(h.items) - 1; i > 0 && h.less(h.items[i], h.items[(i-1)/2]); i = (i - 1) / 2 {
		h.items[i], h.items[(i-1)/2] = h.items[(i-1)/2], h.items[i]
	}
}

func (h *heap[T]) pop() (top T) {
	last := len(h.items) - 1
	top, h.items[0] = h.items[0], h.items[last]
	h.items = h.items[:last]
	for i := 0; ; {
		least := i
		for _, j := range [...]int{2*i + 1, 2*i + 2} {
			if j < last && h.less(h.items[j], h.items[least]) {
				least = j
			}
		}
		if least == i {
			return
		}
		h.items[i], h.items[least] = h.items[least], h.items[i]
		i = least
	}
}

type set[K comparable] map[K]struct{}

func (s set[K]) add(keys ...K) {
	for _, k := range keys {
		s[k] = struct{}{}
	}
}

// queue has a method with a type parameter of its own.
type queue[T any] struct{ in, out []T }

func queueOf[T any](s ...T) *queue[T] { return &queue[T]{out: s} }

func (q queue[T]) len() int { return len(q.in) + len(q.out) }

func (q *queue[T]) take() (v T, ok bool) {
	if len(q.out) == 0 {
		q.in, q.out = nil, q.in
	}
	if len(q.out) == 0 {
		return
	}
	v, q.out = q.out[0], q.out[1:]
	return v, true
}

func (q *queue[T]) mapped[U any](f func(T) U) *queue[U] {
	to := queueOf[U]()
	for _, s := range [][]T{q.out, q.in} {
		for _, v := range s {
			to.in = append(to.in, f(v))
		}
	}
	return to
}

func reduce[S ~[]E, E, A any](s S, acc A, f func(A, E) A) A {
	for len(s) > 0 {
		acc, s = f(acc, s[0]), s[1:]
	}
	return acc
}

func kindOf[T any](v T) string {
	switch x := any(v).(type) {
	case nil:
		return "nil"
	case bool, string, float64:
		return "basic"
	case int, int8, int16, int32, int64:
		return "signed"
	case uint, uint8, uint16, uint32, uint64:
		return "unsigned"
	case []T, *T, map[string]T, func(T) T:
		return "of itself"
	case interface{ size() int }:
		return "sized" + "0123456789"[:x.size()%10]
	case []int, []string:
		return "slice"
	case level:
		return "level"
	}
	if _, ok := any(&v).(interface{ all(func(int, T) bool) }); ok {
		return "list"
	}
	return "other"
}

type errorText string

func (e errorText) Error() string { return string(e) }

// recovered is called by defer, so that recover works in it.
func recovered(n *int) {
	if r := recover(); r != nil {
		describe(r)
		*n += 1000
	}
}

func evens(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := range count(n) {
			if i%2 == 0 && !yield(i) {
				return
			}
		}
	}
}

// guarded cleans up however its loop is left.
func guarded(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		defer print("cleanup ")
		for i := n; i > 0; i-- {
			if !yield(i) {
				print("stopped ")
				return
			}
		}
	}
}

func twice(seq func(func(int) bool)) func(func(int) bool) {
	return func(yield func(int) bool) {
		seq(func(v int) bool { return yield(v) && yield(v+1) })
	}
}

func until(n int) func(func(int) bool) {
	return func(yield func(int) bool) {
		for v := range twice(guarded(5)) {
			if v == n || !yield(v) {
				break
			}
		}
	}
}

// pull turns an iterator inside out, with a goroutine.
func pull[T any](seq func(func(T) bool)) (next func() (T, bool), stop func()) {
	wanted, values := make(chan bool), make(chan T)
	go func() {
		defer close(values)
		if <-wanted {
			seq(func(v T) bool {
				values <- v
				return <-wanted
			})
		}
	}()
	ended := false
	next = func() (v T, ok bool) {
		if ended {
			return
		}
		wanted <- true
		if v, ok = <-values; !ok {
			ended = true
		}
		return
	}
	stop = func() {
		if !ended {
			ended = true
			wanted <- false
			for range values {
			}
		}
	}
	return
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
