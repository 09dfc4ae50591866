// Goroutines are made and end, a thousand at a time, a million in all.
package main

import (
	"fmt"
	"sync"
)

func main() {
	var wg sync.WaitGroup
	cells := make([]int, 1000)
	for round := 0; round < 1000; round++ {
		wg.Add(len(cells))
		for i := range cells {
			go func(p *int) {
				*p++
				wg.Done()
			}(&cells[i])
		}
		wg.Wait()
	}
	sum := 0
	for _, c := range cells {
		sum += c
	}
	fmt.Println(sum)
}
