// Which line a panic is reported at: of an expression over several lines, gc takes the operator, dot or bracket that fails.
package main

import (
	"fmt"
	"runtime"
	"strings"
)

type T0 struct{ elem int }
type T1 *T0
type T2 struct {
	p *T0
	f func(int) int
	m map[string]int
	a [4]int
	s []int
}

func line(f func()) {
	defer func() {
		e := recover()
		pcs := make([]uintptr, 30)
		n := runtime.Callers(0, pcs)
		fr := runtime.CallersFrames(pcs[:n])
		for {
			x, more := fr.Next()
			if strings.HasPrefix(x.Function, "main.main.func") || strings.HasPrefix(x.Function, "main.g") {
				fmt.Println(e, x.Function, x.Line)
			}
			if !more {
				break
			}
		}
	}()
	f()
}

var nilp *T2
var nilT1 T1
var idx = 10
var zero = 0
var nilf func(int) int
var nilm map[string]int
var nili fmt.Stringer
var anyv any = "x"

func id(i int) int { return i }
func g0(p *T2) int {
	return p.a[1] +
		id(2) +
		p.p.elem
}

func main() {
	line(func() {
		_ = id(
			nilp.a[0],
		)
	})
	line(func() {
		_ =
			nilT1.elem
	})
	line(func() {
		x := []int{1, 2, 3}
		_ = x[0] +
			x[1] +
			x[idx] +
			x[2]
	})
	line(func() {
		_ = 1 +
			id(3)/
				zero
	})
	line(func() {
		nilf(
			id(1),
		)
	})
	line(func() {
		nilm["a"] =
			id(1)
	})
	line(func() {
		_ = nili.
			String()
	})
	line(func() {
		_ = anyv.(int)
	})
	line(func() {
		_ = anyv.(fmt.Stringer)
	})
	line(func() {
		g0(
			nilp)
	})
	line(func() {
		g0(&T2{})
	})
	line(func() {
		nilp.
			p = nil
	})
	line(func() {
		nilp.
			p.
			elem++
	})
	line(func() {
		x := [...]int{
			1,
			id(2) / zero,
			3,
		}
		_ = x
	})
	line(func() {
		y := struct{ a, b int }{
			a: 1,
			b: nilp.a[1],
		}
		_ = y
	})
	line(func() {
		for i := 0; i <
			nilp.a[2]; i++ {
		}
	})
	line(func() {
		if id(1) == 1 &&
			nilp.a[2] == 1 {
		}
	})
	line(func() {
		switch id(1) {
		case 0:
		case nilp.a[2]:
		}
	})
	line(func() {
		_ = make([]int,
			-idx)
	})
	line(func() {
		_ = "abc"[idx]
	})
	line(func() {
		_ = []int{1}[1:][:idx]
	})
	line(func() {
		var c chan int
		close(
			c)
	})
	line(func() {
		a, b := 1,
			nilp.a[1]
		_, _ = a, b
	})
	line(func() {
		*(*int)(nil) =
			id(1)
	})
	line(func() {
		x := [2]int(
			make([]int, id(1)))
		_ = x
	})
	line(func() {
		var e error
		panic(
			e)
	})
	line(func() {
		m := map[any]int{}
		m[[]int{}] =
			1
	})
	line(func() {
		var a, b any = []int{}, []int{}
		if id(1) == 1 &&
			a ==
				b {
		}
	})
	line(func() {
		nilp.f(
			1)
	})
	line(func() {
		func() int {
			return nilp.s[3]
		}()
	})
	line(func() {
		_ = append(nilp.
			s, 1)
	})
	line(func() {
		for range nilp.
			s {
		}
	})
	line(func() {
		_ = len(
			nilp.s)
	})
	line(func() {
		copy(
			nilp.s,
			nilp.s)
	})
	line(func() {
		_ = nilp.
			m["x"]
	})
	line(func() {
		var p *[4]int
		_ = p[1:2]
	})
	line(func() {
		var p *[4]int
		for _, x := range p {
			_ = x
		}
	})
	line(func() {
		_ = string(nilp.s[0]) +
			"x"
	})
}
