// Work is handed to eight goroutines over one channel and comes back over another.
package main

import (
	"fmt"
	"sync"
)

func main() {
	const jobs, workers = 300000, 8
	in, out := make(chan int, 64), make(chan int, 64)
	var wg sync.WaitGroup
	for w := 0; w < workers; w++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for n := range in {
				h := uint32(n)
				for i := 0; i < 50; i++ {
					h = (h ^ h>>15) * 0x85ebca6b
				}
				out <- int(h & 255)
			}
		}()
	}
	go func() {
		for i := 0; i < jobs; i++ {
			in <- i
		}
		close(in)
		wg.Wait()
		close(out)
	}()
	sum := 0
	for v := range out {
		sum += v
	}
	fmt.Println(sum)
}
