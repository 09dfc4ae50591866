// Sorting: 500,000 integers, 200,000 structs with a comparison function, 100,000 strings.
package main

import (
	"fmt"
	"sort"
	"strconv"
)

type pair struct {
	key   uint32
	value int
}

func main() {
	x := uint32(1)
	next := func() uint32 {
		x = x*1664525 + 1013904223
		return x >> 8
	}
	ints := make([]int, 500000)
	for i := range ints {
		ints[i] = int(next())
	}
	sort.Ints(ints)
	pairs := make([]pair, 200000)
	for i := range pairs {
		pairs[i] = pair{next() % 50000, i}
	}
	sort.Slice(pairs, func(i, j int) bool {
		if pairs[i].key != pairs[j].key {
			return pairs[i].key < pairs[j].key
		}
		return pairs[i].value < pairs[j].value
	})
	words := make([]string, 100000)
	for i := range words {
		words[i] = strconv.Itoa(int(next()))
	}
	sort.Strings(words)
	fmt.Println(ints[0], ints[len(ints)/2], pairs[1000], pairs[150000], words[0], words[99999])
}
