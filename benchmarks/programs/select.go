// A dispatcher selects over eight workers, each with channels of its own, and a channel that never speaks.
package main

import "fmt"

type worker struct{ in, out chan int }

func main() {
	const jobs = 300000
	var w [8]worker
	for i := range w {
		w[i] = worker{make(chan int), make(chan int)}
		go func(in, out chan int) {
			for v := range in {
				out <- v * 2
			}
		}(w[i].in, w[i].out)
	}
	never := make(chan int)
	sum, sent := 0, 0
	for i := range w {
		w[i].in <- sent
		sent++
	}
	for done := 0; done < jobs; done++ {
		var v, from int
		select {
		case v = <-w[0].out:
			from = 0
		case v = <-w[1].out:
			from = 1
		case v = <-w[2].out:
			from = 2
		case v = <-w[3].out:
			from = 3
		case v = <-w[4].out:
			from = 4
		case v = <-w[5].out:
			from = 5
		case v = <-w[6].out:
			from = 6
		case v = <-w[7].out:
			from = 7
		case <-never:
			panic("it spoke")
		}
		sum += v
		if sent < jobs {
			w[from].in <- sent
			sent++
		}
	}
	fmt.Println(sum)
}
