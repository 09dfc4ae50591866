// Timers are started and stopped among 10,000 others; then 2,000 goroutines sleep a little, many times.
package main

import (
	"fmt"
	"sync"
	"time"
)

func main() {
	var waiting []*time.Timer
	for i := 0; i < 10000; i++ {
		waiting = append(waiting, time.NewTimer(time.Hour+time.Duration(i*7919%10007)*time.Second))
	}
	stopped := 0
	for i := 0; i < 1000000; i++ {
		t := time.NewTimer(time.Minute + time.Duration(i%1000)*time.Millisecond)
		if t.Stop() {
			stopped++
		}
	}
	var wg sync.WaitGroup
	for g := 0; g < 2000; g++ {
		wg.Add(1)
		go func(g int) {
			defer wg.Done()
			for i := 0; i < 20; i++ {
				time.Sleep(time.Duration(1+g%5) * 100 * time.Microsecond)
			}
		}(g)
	}
	wg.Wait()
	for _, t := range waiting {
		if t.Stop() {
			stopped++
		}
	}
	fmt.Println(stopped)
}
