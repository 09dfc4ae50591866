package sample

import (
	. "math"
	"os"
)

type T0[P any] []P
type T1[P, Q interface{ ~int | ~string }] struct{ _ map[P]*Q }
type T2[P *T, _ any] struct{}
type T3[P *T,] struct{}
type T4 [N]int
type T5 [N * 2]int
type T6 = func(int, ...string) (<-chan int, chan<- chan int, error)
type T7[K comparable, V T0[K]] = map[K]V
type T struct {
	a, b int
	*T4
	os.File `json:"x"`
	T0[int]
	c [2][...]int
	d [N]T
	e func()
}
type E interface {
	comparable
	~[]byte | ~string | T0[int]
	M(x, y int, z ...any) (n int, err error)
	interface{ N() }
	*T
	(int)
}

const N = 1_000 + 'a' + 0x1p-2 + 0b11 + 0o17 + 1i + .5e3
const (
	A, B uint8 = iota, iota << 1
	_, _
	C, D
)

func generic[K comparable, V int | float64](m map[K]V, f func(K) V) (s V) { return }

func (r *T1[_, Q]) method() {}
func (T) unnamed(int, string) {}
func bodyless(a, b int, c string) (x, y float64)

func statements(ch chan int, a []int, m map[string]T, p **T) (err error) {
	;;
	var x, y = 1, 2
	x, y = y, x
	x += 1 << 2 &^ 3 % 4
	x++
	(y)--
	ch <- <-ch
	*p = &T{a: 1, b: 2, T0: {1, 2: 3, 4}, e: func() {}}
	_ = []*T{{a: 1}, {}, nil}
	_ = map[[2]int][]T{{1, 2}: {{}, {}}}
	_ = [...]string{2: "a", "b"}
	_ = a[1:2:3][:][1:][:2]
	_ = generic[string, int](nil, nil)
	_ = T1[int, string]{}
	_ = interface{}(x).(interface{ M() })
	_ = (*T)(nil).c[1][2]
	_ = func(int) (func() int) { return nil }(1)()
	_ = -x + +y*^x - !true&&false || x == y
	_ = []byte("x")
	_ = (chan<- int)(ch)
	_ = (<-chan int)(ch)
	_ = struct{}{}
	_ = []func(){func() {}}
	defer func() { recover() }()
	go statements(ch, append(a, a...), m, p,)
	if x := 1; x > 0 {
	} else if y, ok := m["a"]; ok {
		_ = y
	} else {
	}
	if (T{}) == (T{a: 1}) {
	}
	for {
		break
	}
	for x < 1 {
		continue
	}
	for i := 0; i < 10; i++ {
	}
	for ; ; {
	}
	for range ch {
	}
	for i := range 10 {
		_ = i
	}
	for m["k"].a, a[0] = range a {
	}
	for k, v := range m {
		_, _ = k, v
	}
outer:
	switch {
	case x > 1, y < 2:
		fallthrough
	default:
		break outer
	}
	switch x := x; x {
	}
	switch x := any(x).(type) {
	case nil, int, func(int) string, []T, *T:
		_ = x
	}
	switch any(x).(type) {
	}
	select {
	case ch <- 1:
	case x = <-ch:
	case y, ok := <-ch:
		_, _ = y, ok
	case <-ch:
	default:
	}
	{
		type local struct{ x int }
		const k = 1
		goto end
	}
end:
	{
	}
last:
	return nil
	goto last
empty:
}
