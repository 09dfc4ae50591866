// Locks and atomic types, whose uncontended operations the compiler writes in place: contended, nil, and unlocked twice.
package main

import (
	"fmt"
	"sync"
	"sync/atomic"
)

type T struct {
	a  int
	mu sync.Mutex
	rw sync.RWMutex
	n  atomic.Int64
	p  atomic.Uint32
}

func try(name string, f func()) {
	defer func() { fmt.Println(name, recover()) }()
	f()
}

func main() {
	var t *T
	try("nil mutex", func() { var m *sync.Mutex; m.Lock() })
	try("nil mutex", func() { var m *sync.Mutex; m.Unlock() })
	try("nil rw", func() { var m *sync.RWMutex; m.RLock() })
	try("nil T", func() { t.mu.Lock() })
	try("nil atomic", func() { t.n.Add(1) })
	t = new(T)
	var wg sync.WaitGroup
	for range 8 {
		wg.Add(3)
		go func() {
			defer wg.Done()
			for range 5000 {
				t.mu.Lock()
				t.a++
				t.mu.Unlock()
			}
		}()
		go func() {
			defer wg.Done()
			for range 5000 {
				t.rw.RLock()
				t.n.Add(2)
				t.p.Or(4)
				t.rw.RUnlock()
			}
		}()
		go func() {
			defer wg.Done()
			for range 500 {
				t.rw.Lock()
				v := t.n.Load()
				t.n.Store(v + 1)
				t.rw.Unlock()
			}
		}()
	}
	wg.Wait()
	fmt.Println(t.a, t.n.Load(), t.p.Swap(1), t.p.CompareAndSwap(1, 9), t.p.Load(), t.p.And(8))
	defer fmt.Println("not run")
	unlock(&t.mu)
}

//go:noinline
func unlock(m *sync.Mutex) {
	m.Unlock()
}
