// Slices grow by appending: ints, pointers, strings, slices of slices.
package main

import "fmt"

type item struct {
	name string
	n    int
}

func main() {
	sum := 0
	for round := 0; round < 60; round++ {
		var ints []int
		for i := 0; i < 200000; i++ {
			ints = append(ints, i)
		}
		var items []*item
		for i := 0; i < 20000; i++ {
			items = append(items, &item{"x", i})
		}
		var rows [][]byte
		for i := 0; i < 5000; i++ {
			var row []byte
			for j := 0; j < 40; j++ {
				row = append(row, byte(j))
			}
			rows = append(rows, row)
		}
		var values []item
		for i := 0; i < 20000; i++ {
			values = append(values, item{"value", i})
		}
		sum += len(ints) + items[500].n + len(rows[7]) + values[9].n + cap(ints[:1])&1
	}
	fmt.Println(sum)
}
