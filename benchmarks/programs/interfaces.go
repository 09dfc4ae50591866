// Calls through interfaces, type switches, closures and deferred calls.
package main

import (
	"fmt"
	"math"
)

type shape interface {
	area() float64
	scale(f float64) shape
}

type circle struct{ r float64 }
type rect struct{ w, h float64 }
type square struct{ rect }

func (c circle) area() float64         { return math.Pi * c.r * c.r }
func (c circle) scale(f float64) shape { return circle{c.r * f} }
func (r *rect) area() float64          { return r.w * r.h }
func (r *rect) scale(f float64) shape  { return &rect{r.w * f, r.h * f} }

func kind(x interface{}) int {
	switch v := x.(type) {
	case circle:
		return 1
	case *rect:
		return 2 + int(v.w)&1
	case fmt.Stringer:
		return 4
	case int:
		return v & 7
	}
	return 0
}

//go:noinline
func guarded(n int, f func(int) int) (result int) {
	defer func() { result++ }()
	return f(n)
}

func main() {
	shapes := []shape{circle{1}, &rect{2, 3}, &square{rect{2, 2}}, circle{0.5}}
	sum, kinds := 0.0, 0
	for i := 0; i < 20000000; i++ {
		sum += shapes[i&3].area()
		if i&15 == 0 {
			kinds += kind(shapes[i>>4&3].scale(0.5)) + kind(i)
		}
	}
	total := 0
	add := func(n int) int { total += n & 1; return n & 3 }
	for i := 0; i < 10000000; i++ {
		kinds += guarded(i, add)
	}
	fmt.Printf("%.0f %d %d\n", sum, kinds, total)
}
