package p

type Number interface{ ~int | ~float64 }

func Sum[T Number](xs ...T) (s T) { return }

func Apply[A, B any](a A, f func(A) B) B { return f(a) }

func Id[T any](x T) T { return x }

type List[T any] struct{ items []T }

func (l *List[T]) Map[U any](f func(T) U) *List[U] { return nil }

type Set[K comparable] = map[K]struct{}

func Keys[M ~map[K]V, K comparable, V any](m M) []K { return nil }

type Vec []float64

func Ptr[T any, P interface {
	*T
	Set(string)
}](s string) T { var t T; P(&t).Set(s); return t }

type S struct{}

func (*S) Set(string) {}

var (
	a                     = Sum(1, 2.5)
	b                     = Apply(3, Id)
	c func(string) string = Id
	d                     = (&List[int]{}).Map(func(i int) string { return "" })
	e                     = Keys(Set[string]{})
	f                     = Ptr[S]("x")
	g                     = Sum(Vec{1}...)
	h                     = Apply[int, float64](1, func(int) float64 { return 0 })
	i                     = max(1, 2.5, 'c')
	k                     = Id[List[int]]
)

func l(x any) int {
	switch y := x.(type) {
	case int:
		return y
	}
	for m := range 3 {
		_ = m
	}
	return len([...]int{1, 2}) + int(2.0)
}
