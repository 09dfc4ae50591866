// Deep stacks in many goroutines; panics, recovery and Goexit across their segments; values that live there survive collections.
package main

import (
	"runtime"
	"sync"
)

type link struct {
	next *link
	v    int
}

// deep keeps a list on the stack: a node a frame.
func deep(n int, outer *link) int {
	l := link{outer, n}
	if n == 0 {
		sum := 0
		for p := &l; p != nil; p = p.next {
			sum += p.v
		}
		return sum
	}
	var pad [40]int
	pad[n%40] = n
	heap := &link{nil, n}
	r := deep(n-1, &l)
	if heap.v != n || pad[n%40] != n {
		panic("a frame has changed")
	}
	return r
}

func fall(n int, what any) {
	var pad [100]int
	pad[n%100] = n
	if n == 0 {
		panic(what)
	}
	defer func(k int) {
		if pad[k%100] != k {
			println("a frame has changed")
		}
	}(n)
	fall(n-1, what)
}

func caught(n int, what any) (r any) {
	defer func() { r = recover() }()
	fall(n, what)
	return nil
}

func again(n int) (r any) {
	defer func() { r = recover() }()
	defer func() {
		if v := recover(); v != nil {
			fall(n/2, v.(int)+1)
		}
	}()
	fall(n, n)
	return nil
}

func leaves(n int, wg *sync.WaitGroup, count *int, mu *sync.Mutex) {
	defer wg.Done()
	defer func() {
		mu.Lock()
		*count++
		mu.Unlock()
	}()
	var down func(int)
	down = func(k int) {
		var pad [60]int
		pad[k%60] = k
		if k == 0 {
			runtime.Goexit()
		}
		defer func() { pad[0]++ }()
		down(k - 1)
	}
	down(n)
}

func main() {
	var wg sync.WaitGroup
	var mu sync.Mutex
	sum, gone := 0, 0
	for i := range 200 {
		wg.Add(2)
		go func() {
			defer wg.Done()
			d := deep(1000+i*10, nil)
			c := caught(200+i, i).(int)
			a := again(100 + i).(int)
			mu.Lock()
			sum += d + c + a
			mu.Unlock()
		}()
		go leaves(i+50, &wg, &gone, &mu)
	}
	wg.Wait()
	println(sum, gone)
	println(deep(100000, nil))
}
