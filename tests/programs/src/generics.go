// Generics exercises type parameters: constraints, methods, inference, generic containers, embedded generics, and functions of functions.
package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"sort"
	"strings"
)

type Signed interface {
	~int | ~int8 | ~int16 | ~int32 | ~int64
}

type Float interface{ ~float32 | ~float64 }

type Number interface{ Signed | Float }

type Celsius float64
type Count int8

func Sum[S ~[]E, E Number](s S) (total E) {
	for _, v := range s {
		total += v
	}
	return
}

func Abs[T Number](x T) T {
	if x < 0 {
		return -x
	}
	return x
}

func Map[T, U any](s []T, f func(T) U) []U {
	out := make([]U, 0, len(s))
	for _, v := range s {
		out = append(out, f(v))
	}
	return out
}

func Compose[A, B, C any](f func(A) B, g func(B) C) func(A) C { return func(a A) C { return g(f(a)) } }

func Ptr[T any](v T) *T { return &v }

type Stack[T any] struct{ items []T }

func (s *Stack[T]) Push(v ...T) *Stack[T] { s.items = append(s.items, v...); return s }

func (s *Stack[T]) Pop() (v T, err error) {
	if len(s.items) == 0 {
		return v, errors.New("empty stack")
	}
	v = s.items[len(s.items)-1]
	s.items = s.items[:len(s.items)-1]
	return v, nil
}

type Set[T comparable] map[T]struct{}

func SetOf[T comparable](items ...T) Set[T] {
	s := make(Set[T], len(items))
	for _, it := range items {
		s[it] = struct{}{}
	}
	return s
}

func (s Set[T]) Has(v T) bool { _, ok := s[v]; return ok }

func (s Set[T]) Union(t Set[T]) Set[T] {
	u := Set[T]{}
	for _, part := range []Set[T]{s, t} {
		for v := range part {
			u[v] = struct{}{}
		}
	}
	return u
}

func SortedKeys[M ~map[K]V, K cmp.Ordered, V any](m M) []K {
	keys := make([]K, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

type Pair[K, V any] struct {
	Key   K
	Value V
}

func (p Pair[K, V]) String() string { return fmt.Sprintf("<%v=%v>", p.Key, p.Value) }

type OrderedMap[K cmp.Ordered, V any] struct {
	Stack[Pair[K, V]]
	index map[K]int
}

func (m *OrderedMap[K, V]) Set(k K, v V) {
	if m.index == nil {
		m.index = map[K]int{}
	}
	if i, ok := m.index[k]; ok {
		m.items[i].Value = v
		return
	}
	m.index[k] = len(m.items)
	m.Push(Pair[K, V]{k, v})
}

// Shape's pointer method shows the usual pattern of a constraint on *T.
type Resetter[T any] interface {
	*T
	Reset()
}

type Counter struct{ n int }

func (c *Counter) Reset() { c.n = 100 }

func MakeReset[T any, P Resetter[T]](n int) []T {
	list := make([]T, n)
	for i := range list {
		P(&list[i]).Reset()
	}
	return list
}

type List[T any] struct {
	head *element[T]
	size int
}

type element[T any] struct {
	value T
	next  *element[T]
}

func (l *List[T]) Add(v T) { l.head = &element[T]{v, l.head}; l.size++ }

func (l *List[T]) Each(f func(int, T)) {
	i := 0
	for e := l.head; e != nil; e = e.next {
		f(i, e.value)
		i++
	}
}

func MergeSort[T any](s []T, less func(a, b T) bool) []T {
	if len(s) < 2 {
		return s
	}
	a, b := MergeSort(slices.Clone(s[:len(s)/2]), less), MergeSort(slices.Clone(s[len(s)/2:]), less)
	out := s[:0]
	for len(a) > 0 && len(b) > 0 {
		if less(b[0], a[0]) {
			out, b = append(out, b[0]), b[1:]
		} else {
			out, a = append(out, a[0]), a[1:]
		}
	}
	return append(append(out, a...), b...)
}

type Numeric[T Number] interface{ Value() T }

type Meters float64

func (m Meters) Value() float64 { return float64(m) }

func Total[T Number, N Numeric[T]](items ...N) (sum T) {
	for _, it := range items {
		sum += it.Value()
	}
	return
}

func Kind[T any](v T) string {
	switch any(v).(type) {
	case int:
		return "int"
	case []T:
		return "slice of itself"
	case fmt.Stringer:
		return "Stringer"
	case nil:
		return "nil"
	}
	return fmt.Sprintf("%T", v)
}

type Option func(*config)
type config struct{ parts []string }

func With[T any](name string, v T) Option {
	return func(c *config) { c.parts = append(c.parts, fmt.Sprintf("%s:%T=%v", name, v, v)) }
}

type Matrix[T Number] = [][]T // a generic alias, used below with one argument

func Transpose[T Number](m Matrix[T]) Matrix[T] {
	t := make(Matrix[T], len(m[0]))
	for i := range t {
		for j := range m {
			t[i] = append(t[i], m[j][i])
		}
	}
	return t
}

type byLength []string

func (b byLength) Len() int           { return len(b) }
func (b byLength) Less(i, j int) bool { return len(b[i]) < len(b[j]) }
func (b byLength) Swap(i, j int)      { b[i], b[j] = b[j], b[i] }

func main() {
	fmt.Println(Sum([]int{1, 2, 3}), Sum([]Celsius{1.5, 2.25}), Sum([]Count{100, 27, 1}), Sum[[]float32](nil))
	fmt.Println(Abs(-3), Abs(Celsius(-2.5)), Abs[Count](-128), Abs(float32(0.1)))
	lengths := Map(strings.Fields("type parameters are inferred"), func(s string) int { return len(s) })
	fmt.Println(lengths, Map(lengths, func(n int) Pair[int, bool] { return Pair[int, bool]{n, n > 4} }))
	quote := Compose(func(n int) string { return fmt.Sprint(n * n) }, func(s string) []byte { return []byte("«" + s + "»") })
	fmt.Printf("%s %d %s\n", quote(12), *Ptr(5), *Ptr("p"))

	var s Stack[func() string]
	s.Push(func() string { return "first" }, func() string { return "second" })
	for range 3 {
		f, err := s.Pop()
		if err != nil {
			fmt.Println(err, f == nil)
			break
		}
		fmt.Println(f())
	}
	set := SetOf("x", "y").Union(SetOf("y", "z"))
	fmt.Println(len(set), set.Has("z"), SortedKeys(set), SortedKeys(map[float64]int{2.5: 1, -1: 2}))
	points := SetOf([2]int{1, 2}, [2]int{3, 4})
	fmt.Println(points.Has([2]int{3, 4}), SetOf[any](1, "1", 1.0, 1).Has(1.0), len(SetOf[any](1, "1", 1.0, 1)))

	var m OrderedMap[string, []int]
	for i, w := range []string{"b", "a", "b", "c"} {
		m.Set(w, []int{i})
	}
	fmt.Println(m.items, m.index["c"], m.items[1])
	fmt.Println(MakeReset[Counter](2))
	var l List[Pair[string, *Counter]]
	l.Add(Pair[string, *Counter]{"one", &Counter{1}})
	l.Add(Pair[string, *Counter]{"two", &Counter{2}})
	l.Each(func(i int, p Pair[string, *Counter]) { fmt.Print(i, p.Key, p.Value.n, " ") })
	fmt.Println(l.size)

	words := strings.Fields("sorting is stable when equal elements keep their order")
	sorted := MergeSort(slices.Clone(words), func(a, b string) bool { return len(a) < len(b) })
	sort.Stable(byLength(words))
	fmt.Println(sorted, slices.Equal(sorted, words))
	fmt.Println(Total[float64](Meters(1.5), Meters(2)), Kind(1), Kind("s"), Kind(Pair[int, int]{}), Kind[error](nil), Kind(Set[int]{}))
	c := &config{}
	for _, o := range []Option{With("n", 1), With("s", []string{"a"}), With("p", Pair[rune, error]{'x', nil})} {
		o(c)
	}
	fmt.Println(strings.Join(c.parts, " "))
	fmt.Println(Transpose(Matrix[int]{{1, 2, 3}, {4, 5, 6}}))
	fmt.Printf("%T %T %T\n", Stack[map[string]int]{}, &l, Pair[Celsius, []Count]{})
	fmt.Println(min(Celsius(3), 2.5), max("a", "b", "ab"), cmp.Compare(2, 1), cmp.Less("a", "b"))
}
