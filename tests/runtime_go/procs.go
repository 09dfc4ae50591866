// GOMAXPROCS changes all the time, with collections, statistics and stack dumps in between, while goroutines build lists.
package main

import (
	"runtime"
	"sync"
)

type n struct {
	next *n
	v    int
}

func main() {
	var wg sync.WaitGroup
	stop := make(chan bool)
	for range 6 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for {
				select {
				case <-stop:
					return
				default:
				}
				var l *n
				for i := range 2000 {
					l = &n{l, i}
				}
				s := 0
				for p := l; p != nil; p = p.next {
					s += p.v
				}
				if s != 1999*1000 {
					panic("lost")
				}
			}
		}()
	}
	for i := range 100 {
		runtime.GOMAXPROCS(i%9 + 1)
		if i%5 == 0 {
			runtime.GC()
		}
		if i%7 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
		}
		if i%11 == 0 {
			b := make([]byte, 1<<14)
			runtime.Stack(b, true)
		}
	}
	close(stop)
	wg.Wait()
	println("ok", runtime.NumGoroutine())
}
