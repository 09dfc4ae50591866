// Operations on a buffered channel that never block.
package main

import "fmt"

func main() {
	c := make(chan int, 128)
	sum := 0
	for round := 0; round < 100000; round++ {
		for i := 0; i < 100; i++ {
			c <- i
		}
		for i := 0; i < 100; i++ {
			sum += <-c
		}
	}
	fmt.Println(sum)
}
