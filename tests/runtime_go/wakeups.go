// Goroutines that sleep, tick and wait for pipes, while others compute and allocate on all Ps: everybody gets on, and nothing is lost.
package main

import (
	"os"
	"time"
)

const rounds = 40

type tree struct {
	left, right *tree
	value       int
}

func grow(depth int) *tree {
	if depth == 0 {
		return &tree{value: 1}
	}
	return &tree{grow(depth - 1), grow(depth - 1), 1}
}

func (t *tree) sum() int {
	if t == nil {
		return 0
	}
	return t.value + t.left.sum() + t.right.sum()
}

// Computes until it is told to stop, with calls and without.
func compute(kept *tree, stop chan bool, done chan int) {
	wrong := 0
	for n := uint32(1); ; n++ {
		select {
		case <-stop:
			done <- wrong
			return
		default:
		}
		x := n
		for i := 0; i < 20000; i++ {
			x = x*1664525 + 1013904223
		}
		if grow(6).sum() != 127 || kept.sum() != 8191 || x == 0 && n == 0 {
			wrong++
		}
	}
}

func sleeps(id int, out chan int) {
	for i := 0; i < rounds; i++ {
		time.Sleep(time.Duration(id*37%11) * 100 * time.Microsecond)
		out <- id
	}
}

func ticks(out chan int) {
	t := time.NewTicker(time.Millisecond)
	for i := 0; i < rounds; i++ {
		<-t.C
		out <- 1000
	}
	t.Stop()
}

// Bytes go through a pipe; each is a wake-up by the poller.
func pipes(out chan int) {
	r, w, err := os.Pipe()
	if err != nil {
		panic(err)
	}
	go func() {
		for i := 0; i < rounds; i++ {
			time.Sleep(200 * time.Microsecond)
			w.Write([]byte{byte(i)})
		}
		w.Close()
	}()
	buf := make([]byte, 8)
	for {
		n, err := r.Read(buf)
		if err != nil {
			break
		}
		for _, b := range buf[:n] {
			out <- int(b)
		}
	}
	r.Close()
}

func main() {
	out, stop, done := make(chan int), make(chan bool), make(chan int)
	for i := 0; i < 3; i++ {
		go compute(grow(12), stop, done)
	}
	for i := 0; i < 20; i++ {
		go sleeps(i, out)
	}
	go ticks(out)
	go pipes(out)
	sum := 0
	for i := 0; i < 22*rounds; i++ {
		sum += <-out
	}
	println("sum", sum)
	for i := 0; i < 3; i++ {
		stop <- true
		if wrong := <-done; wrong != 0 {
			println("wrong", wrong)
		}
	}
	println("done")
}
