// Spinning has goroutines that never call anything. Others go on beside them, on one P and on several; collections complete; timers fire; a goroutine that has
// waited for a thread gets it.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

var (
	stop  atomic.Bool
	spins [4]uint64
)

// tree is what collections have to find while everything spins.
type tree struct{ left, right *tree }

func grow(depth int) *tree {
	if depth == 0 {
		return &tree{}
	}
	return &tree{grow(depth - 1), grow(depth - 1)}
}

func (t *tree) count() int {
	if t == nil {
		return 0
	}
	return 1 + t.left.count() + t.right.count()
}

// others do what programs do, and end.
func others() string {
	var wg sync.WaitGroup
	var sum atomic.Int64
	in, out := make(chan int), make(chan int)
	for range 4 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for v := range in {
				out <- v * v
			}
		}()
	}
	go func() {
		for i := range 100 {
			in <- i
		}
		close(in)
		wg.Wait()
		close(out)
	}()
	for v := range out {
		sum.Add(int64(v))
	}
	live := grow(10)
	before := collections()
	runtime.GC()
	runtime.GC()
	fired := 0
	for range 3 {
		<-time.After(time.Millisecond)
		fired++
	}
	f, err := os.Open("/proc/self/stat")
	if err != nil {
		panic(err)
	}
	n, err := f.Read(make([]byte, 16))
	f.Close()
	return fmt.Sprint("sum ", sum.Load(), ", live ", live.count(), ", collected ", collections() >= before+2, ", timers ", fired, ", read ", n, " ", err)
}

func collections() int64 {
	var stats debug.GCStats
	debug.ReadGCStats(&stats)
	return stats.NumGC
}

func main() {
	go func() { // for ever, also when the program ends
		for {
		}
	}()
	for _, procs := range []int{1, 2, 3} {
		runtime.GOMAXPROCS(procs)
		stop.Store(false)
		var wg sync.WaitGroup
		for i := range len(spins) {
			wg.Add(1)
			go func() {
				defer wg.Done()
				for !stop.Load() {
					spins[i]++
				}
			}()
		}
		fmt.Println("Ps", procs, others())
		stop.Store(true)
		wg.Wait()
	}
	for i := range spins {
		if spins[i] == 0 {
			fmt.Println("starved:", i)
		}
	}
	for runtime.NumGoroutine() > 2 { // they have called Done, and are about to end
		runtime.Gosched()
	}
	fmt.Println("goroutines left:", runtime.NumGoroutine())
}
