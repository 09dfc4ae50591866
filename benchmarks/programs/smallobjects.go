// Small objects of several sizes are made and dropped in a loop; a few thousand are kept for a while.
package main

import "fmt"

type small struct{ a, b int }
type withPointer struct {
	next *withPointer
	v    [3]int
}

func main() {
	var keep [4096]*withPointer
	var ints [1024]*int
	var smalls [512]*small
	sum := 0
	for i := 0; i < 20000000; i++ {
		switch i & 3 {
		case 0:
			p := &withPointer{v: [3]int{i, i, i}}
			p.next = keep[(i*31)&4095]
			if p.next != nil {
				p.next.next = nil
			}
			keep[i&4095] = p
		case 1:
			n := i
			ints[i&1023] = &n
		case 2:
			smalls[i&511] = &small{i, sum}
		default:
			b := make([]byte, 24+i&63)
			b[0] = byte(i)
			sum += len(b) + int(b[0])
		}
	}
	for _, p := range keep {
		if p != nil {
			sum += p.v[1]
		}
	}
	fmt.Println(sum, *ints[1], smalls[2].a)
}
