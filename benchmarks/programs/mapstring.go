// Maps with string keys: counting words, looking them up again.
package main

import (
	"fmt"
	"strconv"
)

func main() {
	words := make([]string, 100000)
	for i := range words {
		words[i] = "word-" + strconv.Itoa(i*7919%50021)
	}
	total := 0
	for round := 0; round < 10; round++ {
		count := make(map[string]int)
		for _, w := range words {
			count[w]++
		}
		for _, w := range words {
			total += count[w]
		}
		for i := 0; i < 100000; i++ {
			total += count[words[i][:5+i%2]]
		}
		total += len(count)
	}
	fmt.Println(total)
}
