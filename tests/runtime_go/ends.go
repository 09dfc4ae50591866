// How goroutines end: their stacks are used again and given back, a wired one takes its thread with it, many are deep at the same time.
package main

import (
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"
)

func status(key string) int {
	text, err := os.ReadFile("/proc/self/status")
	if err != nil {
		panic(err)
	}
	for _, line := range strings.Split(string(text), "\n") {
		if rest, ok := strings.CutPrefix(line, key+":"); ok {
			n, _ := strconv.Atoi(strings.Fields(rest)[0])
			return n
		}
	}
	panic("no " + key)
}

//go:noinline
func deep(n int) int {
	var pad [20]int
	pad[n%20] = n
	if n == 0 {
		return 0
	}
	return deep(n-1) + pad[n%20] - n + 1
}

// blocked starts n goroutines that go deep, and ends them when all have been there.
func blocked(n, depth int) (sum int) {
	var there, gone sync.WaitGroup
	start := make(chan bool)
	results := make([]int, n)
	for i := range n {
		there.Add(1)
		gone.Add(1)
		go func() {
			defer gone.Done()
			results[i] = deep(depth)
			there.Done()
			<-start
		}()
	}
	there.Wait()
	close(start)
	gone.Wait()
	for _, r := range results {
		sum += r
	}
	return sum
}

func givesBack() {
	before := status("VmRSS")
	println(blocked(100000, 3))
	for range 30 {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	if grown := status("VmRSS") - before; grown > 100000 {
		println("100,000 goroutines ended, the process has grown by kB:", grown)
	}
}

// The threads of goroutines that end while they are wired are gone, but for the first one.
func wired() {
	var wg sync.WaitGroup
	ids := make(chan int, 100)
	for range 100 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			runtime.LockOSThread()
			ids <- syscall.Gettid()
		}()
	}
	wg.Wait()
	close(ids)
	ended := map[int]bool{}
	for id := range ids {
		if id != os.Getpid() {
			ended[id] = true
		}
	}
	for try := 0; ; try++ {
		left := 0
		for id := range ended {
			if _, err := os.Stat("/proc/self/task/" + strconv.Itoa(id)); err == nil {
				left++
			}
		}
		if left == 0 {
			break
		}
		if try == 10000 {
			println("threads are left:", left)
			break
		}
		time.Sleep(time.Millisecond)
	}
	for range 1000 {
		wg.Add(1)
		go wg.Done()
	}
	wg.Wait()
}

// The frame of each depth lies at a border of segments for some n.
func borders() {
	sum := 0
	for n := range 200 {
		done := make(chan int)
		go func() {
			s := 0
			for range 50 {
				s += deep(n)
			}
			done <- s
		}()
		sum += <-done
	}
	println(sum)
}

func main() {
	wired()
	borders()
	println(blocked(300, 2000))
	givesBack()
	wired()
}
