package main

// Products of complex64 are computed in double precision; of two zeros min takes the negative one; panic(nil) is an error; messages name types as %T does.

//go:noinline
func product(a, b complex64) complex64 { return a * b }

func failing(f func()) {
	defer func() {
		if e, ok := recover().(error); ok {
			println(e.Error())
		}
	}()
	f()
}

func main() {
	println("case 0")
	println(product(complex(-4.251, -1e9), complex(-2.75, 1.5)))
	zero := 0.0
	minus := -zero
	println(min(zero, minus), min(minus, zero), max(minus, zero), max(zero, minus), min(zero, 1, minus))
	failing(func() { panic(nil) })
	var v any = struct{ a int }{1}
	failing(func() { println(v.(error)) })
	failing(func() { println(v.(int)) })
	v = struct{ f func() }{}
	failing(func() { println(v == v) })
	failing(func() { _ = map[any]int{v: 1} })
}
