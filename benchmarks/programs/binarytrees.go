// Binary trees: many small objects of the same age, one tree that lives long.
package main

import "fmt"

type node struct{ left, right *node }

func build(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{build(depth - 1), build(depth - 1)}
}

func (n *node) count() int {
	if n.left == nil {
		return 1
	}
	return 1 + n.left.count() + n.right.count()
}

func main() {
	const min, max = 4, 15
	fmt.Println("stretch", build(max+1).count())
	long := build(max)
	for depth := min; depth <= max; depth += 2 {
		n := 1 << uint(max-depth+min)
		check := 0
		for i := 0; i < n; i++ {
			check += build(depth).count()
		}
		fmt.Println(n, "trees of depth", depth, "check", check)
	}
	fmt.Println("long lived", long.count())
}
