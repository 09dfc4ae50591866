// Deep recursion in many goroutines: a hundred, each 20,000 calls deep, twice; and one a million deep.
package main

import (
	"fmt"
	"sync"
)

type frame struct{ a, b, c, d int }

//go:noinline
func down(n int, f frame) int {
	if n == 0 {
		return f.a + f.d
	}
	return down(n-1, frame{f.b + 1, f.c, f.d, f.a}) + n&1
}

func main() {
	var wg sync.WaitGroup
	results := make([]int, 100)
	for round := 0; round < 2; round++ {
		for i := range results {
			wg.Add(1)
			go func(i int) {
				defer wg.Done()
				results[i] += down(20000, frame{i, 1, 2, 3})
			}(i)
		}
		wg.Wait()
	}
	sum := 0
	for _, r := range results {
		sum += r
	}
	fmt.Println(sum, down(1000000, frame{}))
}
