// Types too large for a pointer map: the collector asks their elements and fields.
package main

import "runtime"

type big struct {
	n    int
	tail [2 << 20]struct {
		k int
		p *int
	}
	last *int
}

func main() {
	b := new(big)
	for i := range b.tail {
		if i%1000 == 7 {
			b.tail[i].p = new(int)
			*b.tail[i].p = i
		}
	}
	b.last = new(int)
	*b.last = 42
	for range 3 {
		runtime.GC()
		for i := 0; i < 100000; i++ {
			_ = make([]int, 10)
		}
	}
	sum := 0
	for i := range b.tail {
		if p := b.tail[i].p; p != nil {
			sum += *p
			if *p != i {
				panic("lost")
			}
		}
	}
	println(sum, *b.last)
	sparse := [][]int{1e5: {1}}
	println(len(sparse))
}
