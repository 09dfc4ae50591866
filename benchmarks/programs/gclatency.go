// 512 MiB of pointers live (or as many as the first argument says) while two goroutines work on them and a third wants to run every millisecond: how late is it,
// how long does the slowest operation take, how many are done?
package main

import (
	"fmt"
	"os"
	"runtime"
	"sort"
	"strconv"
	"time"
)

type node struct {
	left, right *node
	pad         [6]int
}

func build(depth int) *node {
	if depth == 0 {
		return &node{}
	}
	return &node{left: build(depth - 1), right: build(depth - 1)}
}

func percentile(d []time.Duration, p float64) float64 {
	sort.Slice(d, func(i, j int) bool { return d[i] < d[j] })
	return float64(d[int(float64(len(d)-1)*p)]) / 1e6
}

type report struct {
	worst      time.Duration
	operations int
}

func mutate(tree *node, seed uint32, stop chan bool, done chan report) {
	r := report{}
	for {
		select {
		case <-stop:
			done <- r
			return
		default:
		}
		start := time.Now()
		for i := 0; i < 20; i++ {
			seed = seed*1664525 + 1013904223
			at := tree
			for d := uint(31); d > 20; d-- {
				if seed>>d&1 == 0 {
					at = at.left
				} else {
					at = at.right
				}
			}
			at.left = build(4)
		}
		r.worst = max(r.worst, time.Since(start))
		r.operations++
	}
}

func main() {
	mebibytes := 512
	if len(os.Args) > 1 {
		mebibytes, _ = strconv.Atoi(os.Args[1])
	}
	live := make([]*node, max(2, mebibytes/64))
	for i := range live {
		live[i] = build(19)
	}
	runtime.GC()
	stop, done := make(chan bool), make(chan report)
	for i := 0; i < 2; i++ {
		go mutate(live[i], uint32(i+1), stop, done)
	}
	var late []time.Duration
	end := time.Now().Add(3 * time.Second)
	for time.Now().Before(end) {
		want := time.Now().Add(time.Millisecond)
		time.Sleep(time.Millisecond)
		late = append(late, time.Since(want))
	}
	all := report{}
	for i := 0; i < 2; i++ {
		stop <- true
		r := <-done
		all.worst = max(all.worst, r.worst)
		all.operations += r.operations
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	pause := uint64(0)
	for _, p := range m.PauseNs {
		if p > pause {
			pause = p
		}
	}
	fmt.Fprintf(os.Stderr, "late_p99 %.3f ms\nlate_max %.3f ms\nslowest_op %.3f ms\nstop_max %.3f ms\noperations %d count\ncycles %d count\n",
		percentile(late, 0.99), percentile(late, 1), float64(all.worst)/1e6, float64(pause)/1e6, all.operations, m.NumGC)
	runtime.KeepAlive(live)
	fmt.Println("done")
}
