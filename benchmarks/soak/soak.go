// A mixed load for a given time, with sums that must be right at the end: allocation, maps, channels, timers, files, pipes, goroutines that come and go.
//
//	soak [seconds [seed]]
//
// Every kind of work runs in some goroutines at once and counts what it has done; a wrong result ends the program with a panic. The last line says how
// much was done, and how the memory in use has changed between the first and the last tenth of the time.
package main

import (
	"bufio"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

type random uint64

func (r *random) below(n int) int {
	*r = *r*6364136223846793005 + 1442695040888963407
	return int(uint64(*r)>>33) % n
}

type node struct {
	left, right *node
	key, sum    int
}

func (n *node) insert(key int) *node {
	if n == nil {
		return &node{key: key, sum: key}
	}
	if key < n.key {
		return &node{n.left.insert(key), n.right, n.key, n.sum + key}
	}
	return &node{n.left, n.right.insert(key), n.key, n.sum + key}
}

func (n *node) total() int {
	if n == nil {
		return 0
	}
	return n.key + n.left.total() + n.right.total()
}

func check(ok bool, what string) {
	if !ok {
		panic("soak: " + what)
	}
}

// trees keeps a persistent tree and throws it away now and then.
func trees(r *random, _ string) {
	var t *node
	sum := 0
	for range 300 {
		k := r.below(100000)
		t = t.insert(k)
		sum += k
	}
	check(t.total() == sum && t.sum == sum, "a tree has a wrong sum")
}

func maps(r *random, _ string) {
	m := map[string][]int{}
	want := 0
	for i := range 2000 {
		k := "key" + strconv.Itoa(r.below(300))
		m[k] = append(m[k], i)
		want += i
		if r.below(20) == 0 {
			for _, v := range m[k] {
				want -= v
			}
			delete(m, k)
		}
	}
	for _, s := range m {
		for _, v := range s {
			want -= v
		}
	}
	check(want == 0, "a map has lost something")
}

func pipeline(r *random, _ string) {
	n := 500 + r.below(500)
	in, out := make(chan *int), make(chan *int, r.below(4))
	var wg sync.WaitGroup
	for range 1 + r.below(6) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for p := range in {
				v := *p * 3
				out <- &v
			}
		}()
	}
	go func() {
		for i := range n {
			v := i
			in <- &v
		}
		close(in)
		wg.Wait()
		close(out)
	}()
	sum := 0
	for p := range out {
		sum += *p
	}
	check(sum == 3*n*(n-1)/2, "a pipeline has a wrong sum")
}

func timers(r *random, _ string) {
	var fired atomic.Int64
	var wg sync.WaitGroup
	for range 20 {
		wg.Add(1)
		t := time.AfterFunc(time.Duration(r.below(2000))*time.Microsecond, func() {
			fired.Add(1)
			wg.Done()
		})
		if r.below(3) == 0 && t.Stop() {
			fired.Add(1)
			wg.Done()
		}
	}
	select {
	case <-time.After(time.Duration(r.below(3)) * time.Millisecond):
	case <-make(chan bool):
	}
	wg.Wait()
	check(fired.Load() == 20, "a timer is missing")
}

func files(r *random, dir string) {
	name := dir + "/" + strconv.Itoa(r.below(1<<30)) + ".txt"
	f, err := os.Create(name)
	check(err == nil, "create")
	w := bufio.NewWriter(f)
	lines := 200 + r.below(200)
	for i := range lines {
		fmt.Fprintf(w, "line %d %s\n", i, strings.Repeat("x", i%50))
	}
	check(w.Flush() == nil && f.Close() == nil, "write")
	data, err := os.ReadFile(name)
	check(err == nil && strings.Count(string(data), "\n") == lines, "a file has lost lines")
	check(os.Remove(name) == nil, "remove")
}

func pipes(r *random, _ string) {
	in, out, err := os.Pipe()
	check(err == nil, "pipe")
	n := 1000 + r.below(100000)
	go func() {
		b := make([]byte, 4096)
		for left := n; left > 0; {
			k := min(left, 1+r.below(len(b)))
			out.Write(b[:k])
			left -= k
		}
		out.Close()
	}()
	got, b := 0, make([]byte, 3000)
	for {
		k, err := in.Read(b)
		got += k
		if err != nil {
			break
		}
	}
	in.Close()
	check(got == n, "a pipe has lost bytes")
}

func deep(r *random, _ string) {
	var down func(n int, up *node) int
	down = func(n int, up *node) int {
		here := node{left: up, key: n}
		if n == 0 {
			sum := 0
			for p := &here; p != nil; p = p.left {
				sum += p.key
			}
			return sum
		}
		return down(n-1, &here)
	}
	n := 1000 + r.below(5000)
	check(down(n, nil) == n*(n+1)/2, "a deep stack has a wrong sum")
	defer func() { check(recover() == any(n), "recovered something else") }()
	var fall func(k int)
	fall = func(k int) {
		if k == 0 {
			panic(n)
		}
		defer func() { k++ }()
		fall(k - 1)
	}
	fall(200)
}

func inUse() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func main() {
	seconds, seed := 10.0, 1
	if len(os.Args) > 1 {
		seconds, _ = strconv.ParseFloat(os.Args[1], 64)
	}
	if len(os.Args) > 2 {
		seed, _ = strconv.Atoi(os.Args[2])
	}
	dir, err := os.MkdirTemp("", "soak")
	check(err == nil, "temporary folder")
	defer os.RemoveAll(dir)
	work := []func(*random, string){trees, maps, pipeline, timers, files, pipes, deep}
	var done [7]atomic.Int64
	var wg sync.WaitGroup
	begin := time.Now()
	end := begin.Add(time.Duration(seconds * float64(time.Second)))
	for i := range 2 * len(work) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			r := random(seed*1000 + i)
			for time.Now().Before(end) {
				work[i%len(work)](&r, dir)
				done[i%len(work)].Add(1)
			}
		}()
	}
	time.Sleep(time.Until(end) * 1 / 10)
	first := inUse()
	time.Sleep(time.Until(end) * 8 / 9)
	last := inUse()
	wg.Wait()
	fmt.Print("done")
	for i := range done {
		fmt.Print(" ", done[i].Load())
	}
	fmt.Printf("; goroutines %d; heap %d -> %d KB\n", runtime.NumGoroutine(), first>>10, last>>10)
}
