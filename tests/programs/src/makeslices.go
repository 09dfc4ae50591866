// Slices made with constant sizes: new ones each time, on the stack or not.
package main

import "fmt"

func fill(s []int) int {
	t := 0
	for i := range s {
		s[i] += i
		t += s[i]
	}
	return t
}
func keep(n int) [][]int {
	var r [][]int
	for i := range n {
		s := make([]int, 3, 5)
		s[0] = i
		r = append(r, append(s, i))
	}
	return r
}
func prev() (r []int) {
	var last []int
	for i := range 4 {
		s := make([]int, 2)
		if last != nil {
			s[1] = last[0]
		}
		s[0] += i + 1
		last = s
		r = append(r, s...)
	}
	return
}
func gen[T any](x T) []T { s := make([]T, 4); s[2] = x; return s }

type E struct{}

func main() {
	for range 2 {
		s := make([]int, 10)
		fmt.Println(fill(s), s, len(s), cap(s))
	}
	fmt.Println(keep(3), prev(), gen("x"), gen(E{}), gen([100]int{1})[2][0], len(make([]E, 1<<20)), cap(make([]int8, 0, 7)))
	a := make([]byte, 5, 10)
	b := append(a, 1)
	c := append(a, 2)
	fmt.Println(a, b, c, a[:8])
	var p *[5]byte = (*[5]byte)(a)
	p[1] = 9
	fmt.Println(a, make([]string, 2), make([]any, 1, 2)[:2])
	defer func() { fmt.Println(recover()) }()
	_ = make([]int, 3)[fill(a2)]
}

var a2 = make([]int, 100)
