// Syscallthreads has 200 threads in system calls at once, in read(2) and in nanosleep(2), while goroutines go on, collections complete and the number of Ps changes.
package main

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"unsafe"
)

const threads = 200

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// hold has n goroutines in read(2) at once, until release is called; it returns what they read.
func hold(n int) (release func() int) {
	var p, back [2]int
	check(syscall.Pipe(p[:]))
	check(syscall.Pipe(back[:]))
	got := make(chan int, n)
	for range n {
		go func() {
			// The byte says: about to read. All of them are in read(2), or on their way, when n bytes have come.
			_, err := syscall.Write(back[1], []byte{1})
			check(err)
			b := make([]byte, 1)
			for {
				m, err := syscall.Read(p[0], b)
				if err == syscall.EINTR {
					continue
				}
				check(err)
				got <- m * int(b[0])
				return
			}
		}()
	}
	for b := make([]byte, n); n > 0 && len(b) > 0; {
		m, err := syscall.Read(back[0], b)
		if err == syscall.EINTR {
			continue
		}
		check(err)
		b = b[m:]
	}
	return func() int {
		for i := range n {
			_, err := syscall.Write(p[1], []byte{byte(i)})
			check(err)
		}
		sum := 0
		for range n {
			sum += <-got
		}
		for _, fd := range []int{p[0], p[1], back[0], back[1]} {
			check(syscall.Close(fd))
		}
		return sum
	}
}

func nanosleep(d int64) {
	ts := syscall.NsecToTimespec(d)
	for {
		_, _, e := syscall.Syscall(syscall.SYS_NANOSLEEP, uintptr(unsafe.Pointer(&ts)), uintptr(unsafe.Pointer(&ts)), 0)
		if e == 0 {
			return
		}
		if e != syscall.EINTR {
			panic(e)
		}
	}
}

// work is done by others meanwhile.
func work() int {
	c := make(chan []byte)
	go func() {
		for i := range 2000 {
			c <- make([]byte, i)
		}
		close(c)
	}()
	sum := 0
	for b := range c {
		sum += len(b)
	}
	runtime.GC()
	return sum
}

func main() {
	release := hold(threads)
	fmt.Println("meanwhile:", work())
	for _, procs := range []int{1, 4, 2} {
		runtime.GOMAXPROCS(procs)
		fmt.Println("with", procs, "Ps:", work())
	}
	sum := release()
	fmt.Println("read:", sum)

	var wg sync.WaitGroup
	var slept atomic.Int64
	for i := range threads {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for range 5 {
				nanosleep(int64(i%7) * 300_000)
				slept.Add(1)
				runtime.Gosched()
			}
		}()
	}
	fmt.Println("meanwhile:", work())
	wg.Wait()
	fmt.Println("slept:", slept.Load())
	fmt.Println("again:", hold(50)())
	for runtime.NumGoroutine() > 1 { // they have called Done, and are about to end
		runtime.Gosched()
	}
}
