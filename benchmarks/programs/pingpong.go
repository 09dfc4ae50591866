// Two goroutines hand a number to and fro over unbuffered channels, 500,000 times.
package main

import "fmt"

func main() {
	const rounds = 500000
	a, b := make(chan int), make(chan int)
	go func() {
		for v := range a {
			b <- v + 1
		}
		close(b)
	}()
	v := 0
	for i := 0; i < rounds; i++ {
		a <- v
		v = <-b
	}
	close(a)
	fmt.Println(v)
}
