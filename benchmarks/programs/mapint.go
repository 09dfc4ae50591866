// Maps of integers: growing, looking up with hits and misses, deleting, iterating.
package main

import "fmt"

func main() {
	sum, hits := 0, 0
	for round := 0; round < 5; round++ {
		m := map[int]int{}
		x := uint32(round + 1)
		for i := 0; i < 300000; i++ {
			x = x*1664525 + 1013904223
			m[int(x>>12)] += i
		}
		for i := 0; i < 2000000; i++ {
			x = x*1664525 + 1013904223
			if v, ok := m[int(x>>12)]; ok {
				hits++
				sum += v & 7
			}
		}
		for k := range m {
			if k%3 == 0 {
				delete(m, k)
			}
		}
		for k, v := range m {
			sum += k ^ v
		}
		sum += len(m)
	}
	fmt.Println(sum, hits)
}
