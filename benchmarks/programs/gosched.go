// Ten goroutines give way to each other, 3,000,000 times in all, on one P.
package main

import (
	"fmt"
	"runtime"
	"sync"
)

func main() {
	runtime.GOMAXPROCS(1)
	var wg sync.WaitGroup
	total := 0
	for g := 0; g < 10; g++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := 0; i < 300000; i++ {
				total++
				runtime.Gosched()
			}
		}()
	}
	wg.Wait()
	fmt.Println(total)
}
