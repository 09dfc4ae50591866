// A million goroutines are blocked at the same time, then all go on.
package main

import (
	"fmt"
	"sync"
)

func main() {
	const n = 1000000
	start := make(chan struct{})
	out := make(chan int, 1024)
	var ready sync.WaitGroup
	ready.Add(n)
	for i := 0; i < n; i++ {
		go func(i int) {
			ready.Done()
			<-start
			out <- i & 15
		}(i)
	}
	ready.Wait()
	close(start)
	sum := 0
	for i := 0; i < n; i++ {
		sum += <-out
	}
	fmt.Println(sum)
}
