// Primes is the concurrent sieve: a chain of goroutines, each of which filters the multiples of one prime.
package main

import (
	"fmt"
	"os"
	"strconv"
)

// generate sends 2, 3, 4, … to ch until done is closed.
func generate(ch chan<- int, done <-chan struct{}) {
	for i := 2; ; i++ {
		select {
		case ch <- i:
		case <-done:
			return
		}
	}
}

// filter copies from in to out what prime does not divide.
func filter(in <-chan int, out chan<- int, prime int, done <-chan struct{}) {
	for {
		select {
		case i := <-in:
			if i%prime == 0 {
				continue
			}
			select {
			case out <- i:
			case <-done:
				return
			}
		case <-done:
			return
		}
	}
}

func sieve(n int) []int {
	done := make(chan struct{})
	defer close(done)
	ch := make(chan int)
	go generate(ch, done)
	primes := make([]int, 0, n)
	for range n {
		prime := <-ch
		primes = append(primes, prime)
		next := make(chan int)
		go filter(ch, next, prime, done)
		ch = next
	}
	return primes
}

func main() {
	n := 100
	if len(os.Args) > 1 {
		var err error
		if n, err = strconv.Atoi(os.Args[1]); err != nil || n < 1 {
			fmt.Fprintf(os.Stderr, "usage: primes COUNT (%v)\n", err)
			os.Exit(2)
		}
	}
	primes := sieve(n)
	for i, p := range primes {
		sep := " "
		if i%10 == 9 || i == len(primes)-1 {
			sep = "\n"
		}
		fmt.Printf("%4d%s", p, sep)
	}
	gap, at := 0, 0
	for i := 1; i < len(primes); i++ {
		if d := primes[i] - primes[i-1]; d > gap {
			gap, at = d, primes[i-1]
		}
	}
	fmt.Printf("largest gap: %d after %d\n", gap, at)
}
