// Memory_stats: package runtime/debug, and whether the figures of MemStats fit each other; the memory limit is kept, and memory goes back to the system.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"time"
)

type node struct {
	next *node
	pad  [100]byte
}

var keep []*node
var sink []byte

func main() {
	fmt.Println(debug.SetGCPercent(50), debug.SetGCPercent(-1), debug.SetGCPercent(100))
	fmt.Println(debug.SetMemoryLimit(-1), debug.SetMemoryLimit(1<<40), debug.SetMemoryLimit(-1))
	debug.SetMemoryLimit(1<<63 - 1)
	fmt.Println(debug.SetMaxStack(1<<29), debug.SetMaxThreads(5000), debug.SetMaxThreads(10000))
	debug.SetTraceback("all")
	var a, b runtime.MemStats
	runtime.ReadMemStats(&a)
	keepSome()
	runtime.GC()
	runtime.ReadMemStats(&b)
	fmt.Println("grew", b.HeapAlloc-a.HeapAlloc > 200000*104, b.HeapAlloc-a.HeapAlloc < 200000*140, b.Mallocs-a.Mallocs >= 200000, b.Mallocs-a.Mallocs < 202000, b.NumGC > a.NumGC, b.NumForcedGC == a.NumForcedGC+1)
	fmt.Println(b.Alloc == b.HeapAlloc, b.HeapSys >= b.HeapInuse+b.HeapIdle-1, b.HeapSys == b.HeapInuse+b.HeapIdle, b.HeapIdle >= b.HeapReleased, b.HeapObjects == b.Mallocs-b.Frees, b.TotalAlloc >= b.Alloc,
		b.Sys >= b.HeapSys+b.StackSys+b.MSpanSys+b.MCacheSys+b.GCSys, b.PauseTotalNs > 0, b.LastGC > 0, b.NextGC > b.HeapAlloc, b.StackInuse > 0, b.StackSys >= b.StackInuse, b.EnableGC, b.DebugGC, b.GCCPUFraction >= 0 && b.GCCPUFraction < 1,
		b.MSpanInuse > 0, b.MCacheInuse > 0, b.Lookups)
	var by, n, fr uint64
	for _, s := range b.BySize {
		by += s.Mallocs
		fr += s.Frees
		n++
	}
	fmt.Println(n, by > 190000, fr <= by, b.BySize[1].Size, b.BySize[60].Size)
	fmt.Println(b.PauseNs[(b.NumGC+255)%256] > 0, b.PauseEnd[(b.NumGC+255)%256] == b.LastGC)
	keep = nil
	debug.FreeOSMemory()
	var c runtime.MemStats
	runtime.ReadMemStats(&c)
	fmt.Println("released", c.HeapReleased > b.HeapReleased, c.HeapAlloc < b.HeapAlloc, c.Frees-b.Frees > 199000)
	var st debug.GCStats
	st.PauseQuantiles = make([]time.Duration, 5)
	debug.ReadGCStats(&st)
	q := st.PauseQuantiles
	fmt.Println(st.NumGC == int64(c.NumGC), len(st.Pause) == int(st.NumGC), len(st.PauseEnd) == len(st.Pause), q[0] <= q[1] && q[1] <= q[2] && q[2] <= q[3] && q[3] <= q[4], st.PauseTotal == time.Duration(c.PauseTotalNs), st.LastGC.UnixNano() == int64(c.LastGC))
	// the limit keeps memory down
	debug.SetGCPercent(-1)
	debug.SetMemoryLimit(64 << 20)
	max := uint64(0)
	for i := range 4000 {
		sink = make([]byte, 100<<10)
		if i%50 == 0 {
			runtime.ReadMemStats(&c)
			if c.Sys-c.HeapReleased > max {
				max = c.Sys - c.HeapReleased
			}
		}
	}
	fmt.Println("limit kept", max < 72<<20)
	debug.SetMemoryLimit(1<<63 - 1)
	debug.SetGCPercent(100)
	// background scavenger
	before := fill()
	runtime.GC()
	runtime.GC()
	after := before
	for i := 0; i < 300 && after > before-50; i++ {
		time.Sleep(100 * time.Millisecond)
		runtime.GC()
		after = rss()
	}
	fmt.Println("scavenged", after <= before-50)
}

//go:noinline
func keepSome() {
	for range 200000 {
		keep = append(keep, &node{})
	}
}

//go:noinline
func fill() int {
	var big [][]byte
	for range 100 {
		big = append(big, make([]byte, 1<<20))
	}
	for i := range big {
		for k := 0; k < len(big[i]); k += 4096 {
			big[i][k] = 1
		}
	}
	return rss()
}

func rss() int {
	b, _ := os.ReadFile("/proc/self/status")
	_, s, _ := strings.Cut(string(b), "VmRSS:")
	n := 0
	fmt.Sscan(s, &n)
	return n / 1024
}
