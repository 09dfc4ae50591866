// Goroutines by the ten thousand, selects over many channels, timers that are stopped and fire, mutexes, wait groups, pools.
package main

import (
	"sync"
	"sync/atomic"
	"time"
)

func fan(n int) int {
	var wg sync.WaitGroup
	var mu sync.Mutex
	var sum int64
	seen := map[int]bool{}
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			atomic.AddInt64(&sum, int64(i))
			mu.Lock()
			seen[i%97] = true
			mu.Unlock()
		}()
	}
	wg.Wait()
	return int(sum) + len(seen)
}

func selects(workers, jobs int) int {
	in := make([]chan *int, workers)
	out := make(chan *int)
	quit := make(chan bool)
	var wg sync.WaitGroup
	for i := range in {
		in[i] = make(chan *int, i%3)
		wg.Add(1)
		go func(c chan *int) {
			defer wg.Done()
			for {
				select {
				case p := <-c:
					v := *p * 2
					select {
					case out <- &v:
					case <-quit:
						return
					}
				case <-quit:
					return
				}
			}
		}(in[i])
	}
	sum, sent, got := 0, 0, 0
	for got < jobs {
		next := new(int)
		*next = sent
		a, b := in[sent%workers], in[(sent*7+3)%workers]
		if sent == jobs {
			a, b = nil, nil
		}
		select {
		case a <- next:
			sent++
		case b <- next:
			sent++
		case p := <-out:
			sum += *p
			got++
		}
	}
	close(quit)
	wg.Wait()
	return sum
}

func timers(n int) int {
	var fired int64
	var wg sync.WaitGroup
	stopped := 0
	for i := range n {
		if i%2 == 0 {
			wg.Add(1)
			time.AfterFunc(time.Duration(i%7)*time.Millisecond, func() {
				atomic.AddInt64(&fired, 1)
				wg.Done()
			})
		} else if t := time.NewTimer(time.Hour); t.Stop() {
			stopped++
		}
	}
	wg.Wait()
	return int(fired)*10000 + stopped
}

func pools(n int) int {
	pool := sync.Pool{New: func() any { return new([64]int) }}
	var wg sync.WaitGroup
	var sum int64
	for i := range n {
		wg.Add(1)
		go func() {
			defer wg.Done()
			p := pool.Get().(*[64]int)
			p[i%64] = i
			atomic.AddInt64(&sum, int64(p[i%64]))
			pool.Put(p)
		}()
	}
	wg.Wait()
	return int(sum)
}

func ring(n, rounds int) int {
	first := make(chan int)
	from := first
	for range n {
		to := make(chan int)
		go func(from, to chan int) {
			for v := range from {
				to <- v + 1
			}
			close(to)
		}(from, to)
		from = to
	}
	v := 0
	for range rounds {
		go func(v int) { first <- v }(v)
		v = <-from
	}
	close(first)
	<-from
	return v
}

func main() {
	println(fan(20000))
	println(selects(16, 20000))
	println(timers(2000))
	println(pools(5000))
	println(ring(500, 20))
}
