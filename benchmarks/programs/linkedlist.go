// Churn on linked lists: 64 lists of changing length, with pushes in front, pops at the back and moves between them.
package main

import "fmt"

type node struct {
	prev, next *node
	value      int
}

type list struct {
	head, tail *node
	n          int
}

func (l *list) push(v int) {
	x := &node{next: l.head, value: v}
	if l.head != nil {
		l.head.prev = x
	} else {
		l.tail = x
	}
	l.head = x
	l.n++
}

func (l *list) pop() int {
	x := l.tail
	l.tail = x.prev
	if l.tail != nil {
		l.tail.next = nil
	} else {
		l.head = nil
	}
	l.n--
	return x.value
}

func main() {
	var lists [64]list
	x, sum := uint32(7), 0
	for i := 0; i < 12000000; i++ {
		x = x*1664525 + 1013904223
		l := &lists[x>>26]
		if l.n > 3000 || x>>10&3 == 0 && l.n > 0 {
			v := l.pop()
			sum += v & 3
			if x>>12&1 == 0 {
				lists[x>>20&63].push(v)
			}
		} else {
			l.push(i)
		}
	}
	for i := range lists {
		sum += lists[i].n
		for n := lists[i].head; n != nil; n = n.next {
			sum += n.value & 1
		}
	}
	fmt.Println(sum)
}
