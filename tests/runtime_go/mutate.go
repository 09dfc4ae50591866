// Trees are changed, maps and slices filled, pointers swapped between arrays in loops without calls, while collections begin and end: nothing gets lost.
package main

import "runtime"

type node struct {
	l, r *node
	v    int
}

func tree(d int) *node {
	if d == 0 {
		return &node{v: 1}
	}
	return &node{tree(d - 1), tree(d - 1), 1}
}

func (n *node) count() int {
	if n == nil {
		return 0
	}
	return n.v + n.l.count() + n.r.count()
}

func rotate(n *node, k int) {
	for i := 0; i < k; i++ {
		for p := n; p != nil && p.l != nil; {
			p.l, p.r = p.r, p.l
			if i>>3&1 == 0 {
				p = p.l
			} else {
				p = p.r
			}
		}
	}
}

func check(ok bool, what string) {
	if !ok {
		panic(what)
	}
}

func worker(c chan int, depth, rounds int) {
	t := tree(depth)
	want := t.count()
	m := map[int]*node{}
	for i := 0; i < rounds; i++ {
		rotate(t, 500)
		check(t.count() == want, "the tree lost nodes")
		m[i%50] = tree(6)
		for _, x := range m {
			check(x.count() == 127, "a tree in the map lost nodes")
		}
		var s []*node
		for k := 0; k < 300; k++ {
			s = append(s, &node{v: k})
		}
		for k, x := range s {
			check(x.v == k, "the slice has a wrong node")
		}
	}
	c <- want
}

func swapper(a, b []*node, stop *bool, c chan int) {
	for n := 1; !*stop; n++ {
		for i := range a {
			a[i], b[len(b)-1-i] = b[len(b)-1-i], a[i]
		}
		if n%100 == 0 {
			runtime.Gosched()
		}
	}
	c <- 0
}

func main() {
	c, d := make(chan int), make(chan int)
	var a, b []*node
	for i := 0; i < 1000; i++ {
		a = append(a, tree(3))
		b = append(b, tree(3))
	}
	stop := false
	go swapper(a, b, &stop, d)
	for i := 0; i < 8; i++ {
		go worker(c, 10, 40)
	}
	total := 0
	for i := 0; i < 8; i++ {
		total += <-c
	}
	stop = true
	<-d
	sum := 0
	for i := range a {
		sum += a[i].count() + b[i].count()
	}
	println(total, sum)
}
