// The chain of filters: 1,000 primes, one goroutine each.
package main

import "fmt"

func main() {
	ch := make(chan int)
	go func() {
		for i := 2; ; i++ {
			ch <- i
		}
	}()
	last := 0
	in := ch
	for n := 0; n < 1000; n++ {
		last = <-in
		out := make(chan int)
		go func(in, out chan int, p int) {
			for {
				if v := <-in; v%p != 0 {
					out <- v
				}
			}
		}(in, out, last)
		in = out
	}
	fmt.Println(last)
}
