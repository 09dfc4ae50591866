// Runtime_api: timers, locked threads, pools, finalizers, cleanups, weak pointers, the end by Goexit.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	"unsafe"
	"weak"
)

type T struct {
	x [4]int
	p *T
}

func timers() {
	t := time.NewTimer(time.Hour)
	fmt.Println(t.Stop(), t.Stop(), t.Reset(time.Millisecond))
	time.Sleep(20 * time.Millisecond)
	fmt.Println("len", len(t.C), cap(t.C))
	fmt.Println("reset after expiry", t.Reset(time.Hour)) // unreceived value is gone in 1.23+
	select {
	case <-t.C:
		fmt.Println("stale")
	default:
		fmt.Println("no stale value")
	}
	t.Reset(time.Millisecond)
	time.Sleep(20 * time.Millisecond)
	fmt.Println("stop after expiry", t.Stop())
	select {
	case <-t.C:
		fmt.Println("stale")
	default:
		fmt.Println("no stale value")
	}
	var n atomic.Int32
	a := time.AfterFunc(time.Hour, func() { n.Add(1) })
	fmt.Println(a.Reset(time.Millisecond), a.C == nil)
	for n.Load() == 0 {
		time.Sleep(time.Millisecond)
	}
	fmt.Println(a.Stop(), a.Reset(0))
	for n.Load() == 1 {
		time.Sleep(time.Millisecond)
	}
	k := time.NewTicker(time.Millisecond)
	for range 3 {
		<-k.C
	}
	k.Reset(2 * time.Millisecond)
	<-k.C
	k.Stop()
	time.Sleep(5 * time.Millisecond)
	fmt.Println(len(k.C))
	func() { defer func() { fmt.Println(recover()) }(); time.NewTicker(0) }()
	func() { defer func() { fmt.Println(recover()) }(); k.Reset(-1) }()
	func() { defer func() { fmt.Println(recover()) }(); var z time.Timer; z.Stop() }()
	func() { defer func() { fmt.Println(recover()) }(); var z time.Timer; z.Reset(1) }()
}

func locked() {
	done := make(chan bool)
	go func() {
		runtime.LockOSThread()
		tid := syscall.Gettid()
		same := true
		for range 50 {
			time.Sleep(50 * time.Microsecond)
			runtime.Gosched()
			same = same && syscall.Gettid() == tid
		}
		runtime.LockOSThread()
		runtime.UnlockOSThread()
		time.Sleep(time.Millisecond)
		same = same && syscall.Gettid() == tid
		runtime.UnlockOSThread()
		done <- same
	}()
	for i := 0; ; i++ {
		select {
		case v := <-done:
			fmt.Println("same thread", v)
			return
		default:
			runtime.Gosched()
		}
	}
}

func lockedExit() {
	tids := make(chan int, 2)
	var wg sync.WaitGroup
	wg.Add(1)
	go func() {
		defer wg.Done()
		runtime.LockOSThread()
		tids <- syscall.Gettid()
	}()
	wg.Wait()
	tid := <-tids
	gone := false
	for range 200 {
		if syscall.Kill(tid, 0) == syscall.ESRCH {
			gone = true
			break
		}
		time.Sleep(time.Millisecond)
	}
	fmt.Println("thread of a locked goroutine ended:", gone || tid == syscall.Getpid())
}

func pool() {
	runtime.GC()
	runtime.GOMAXPROCS(1)
	defer runtime.GOMAXPROCS(2)
	made := 0
	p := sync.Pool{New: func() any { made++; return new(T) }}
	x := p.Get()
	p.Put(x)
	runtime.GC() // to the victim cache
	fmt.Println("victim", p.Get() == x, made)
	p.Put(x)
	runtime.GC()
	runtime.GC()
	p.Get()
	fmt.Println("dropped", made)
	q := sync.Pool{}
	fmt.Println(q.Get())
	q.Put(nil)
}

// apart calls f where its variables are gone afterwards.
//
//go:noinline
func apart(f func()) {
	done := make(chan bool)
	go func() {
		f()
		close(done)
	}()
	<-done
}

type big struct{ a, b, c, d, e int }

func finalizers() {
	results := make(chan string, 10)
	apart(func() {
		a := &T{}
		runtime.SetFinalizer(a, func(t *T) (big, error) { results <- "results in memory"; return big{}, nil })
		b := &T{}
		runtime.SetFinalizer(b, func(t any) string { results <- fmt.Sprintf("%T", t); return "x" })
		c := &T{}
		c.x[0] = 7
		runtime.SetFinalizer(c, func(t *T) *T {
			results <- fmt.Sprint("value ", t.x[0])
			runtime.SetFinalizer(t, func(*T) { results <- "again" })
			return t
		})
	})
	for got := 0; got < 4; {
		runtime.GC()
		select {
		case s := <-results:
			got++
			if s == "again" {
				fmt.Println("finalizer set by a finalizer ran")
			}
		case <-time.After(10 * time.Millisecond):
		}
	}
	// order: chain a -> b: b's runs after a's
	order := make(chan int, 2)
	apart(func() {
		b := &T{}
		a := &T{p: b}
		runtime.SetFinalizer(a, func(*T) { order <- 1 })
		runtime.SetFinalizer(b, func(*T) { order <- 2 })
	})
	for len(order) < 2 {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	fmt.Println(<-order, <-order)
	// clean ups
	ch := make(chan int, 4)
	apart(func() {
		o := &T{}
		runtime.AddCleanup(o, func(n int) { ch <- n }, 5)
		c := runtime.AddCleanup(o, func(n int) { ch <- n }, 6)
		runtime.AddCleanup(o, func(n int) { ch <- n }, 7)
		c.Stop()
		w := weak.Make(o)
		fmt.Println(w.Value() == o, weak.Make(o) == w)
		runtime.KeepAlive(o)
	})
	for len(ch) < 2 {
		runtime.GC()
		time.Sleep(time.Millisecond)
	}
	x, y := <-ch, <-ch
	fmt.Println(x+y, x*y)
	func() {
		defer func() { fmt.Println(recover()) }()
		o := new(int)
		runtime.AddCleanup(o, func(*int) {}, o)
	}()
	for _, f := range []any{nil} {
		func() {
			defer func() { fmt.Println(recover()) }()
			runtime.SetFinalizer(&T{}, f)
		}()
	}
	var w weak.Pointer[T]
	apart(func() { w = weak.Make(&T{}) })
	for w.Value() != nil {
		runtime.GC()
	}
	fmt.Println("weak nil", w.Value() == nil, unsafe.Sizeof(w))
}

func mutexFair() {
	var mu sync.Mutex
	done := make(chan bool)
	mu.Lock()
	go func() {
		for range 10 {
			mu.Lock()
			mu.Unlock()
			time.Sleep(100 * time.Microsecond)
		}
		done <- true
	}()
	mu.Unlock()
	for {
		mu.Lock()
		time.Sleep(100 * time.Microsecond)
		mu.Unlock()
		select {
		case <-done:
			fmt.Println("mutex is fair")
			return
		default:
		}
	}
}

func main() {
	timers()
	locked()
	lockedExit()
	pool()
	finalizers()
	mutexFair()
	fmt.Println(runtime.NumGoroutine() < 4)
	go func() { defer fmt.Println("bye") }()
	runtime.Goexit()
}
