// Closures that do not outlive their function: their objects lie on the stack, one place for all iterations of a loop.
package main

import "fmt"

//go:noinline
func apply(f func(int) int, x int) int { return f(x) }

//go:noinline
func twice(f, g func(int) int, x int) int { return f(g(x)) + g(f(x)) }

type grid struct {
	cells [6]int
	name  string
}

func sums(n int) (total int) {
	for i := range n {
		scale := func(x int) int { return x*i + n }
		total += apply(scale, i+1)
		add := func(x int) int { return x + i }
		total += twice(scale, add, i)
	}
	return total
}

func large(n int) (total int) {
	for i := range n {
		g := grid{cells: [6]int{i, i + 1, i + 2}, name: "g"}
		pick := func(k int) int { return g.cells[k] + len(g.name) }
		total += apply(pick, i%3)
		g.cells[1] = 100
		total += apply(pick, 1)
	}
	return total
}

func nested(n int) int {
	count := 0
	step := func(d int) int {
		inner := func(x int) int { count += x; return count * d }
		return apply(inner, d) + apply(inner, 1)
	}
	for i := range n {
		count += apply(step, i)
	}
	return count
}

func deferred(n int) (trace []int) {
	for i := range n {
		func() {
			k := i * 10
			defer func() { trace = append(trace, k+len(trace)) }()
			defer func() { k++ }()
			if i == 2 {
				return
			}
			k += 5
		}()
	}
	return trace
}

// The closure of one iteration is still there in the next.
func kept(n int) (total int) {
	var last func(int) int
	for i := range n {
		if last != nil {
			total = total*3 + last(i)
		}
		last = func(x int) int { return x - 2*i }
	}
	return total
}

func walk(depth int, visit func(int) int) int {
	if depth == 0 {
		return visit(1)
	}
	return visit(walk(depth-1, func(x int) int { return visit(x) + depth }))
}

func main() {
	fmt.Println(sums(7), large(5), nested(4), deferred(4), kept(6))
	fmt.Println(walk(3, func(x int) int { return 2*x + 1 }))
}
