// A graph of 300,000 nodes linked by pointers, walked breadth first from several starts while small objects are made.
package main

import "fmt"

type vertex struct {
	edges []*vertex
	seen  int
	dist  int
}

type step struct {
	v    *vertex
	next *step
}

func main() {
	const n = 300000
	vertices := make([]*vertex, n)
	for i := range vertices {
		vertices[i] = &vertex{}
	}
	x := uint32(3)
	for i, v := range vertices {
		for k := 0; k < 4; k++ {
			x = x*1664525 + 1013904223
			v.edges = append(v.edges, vertices[int(x>>4)%n])
		}
		v.edges = append(v.edges, vertices[(i+1)%n])
	}
	sum := 0
	for round := 1; round <= 6; round++ {
		start := vertices[round*40009%n]
		start.seen, start.dist = round, 0
		first := &step{v: start}
		last := first
		for ; first != nil; first = first.next {
			for _, w := range first.v.edges {
				if w.seen != round {
					w.seen, w.dist = round, first.v.dist+1
					last.next = &step{v: w}
					last = last.next
				}
			}
			sum += first.v.dist
		}
	}
	fmt.Println(sum)
}
