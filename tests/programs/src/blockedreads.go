// Blockedreads has thousands of goroutines wait for pipes, several for one pipe, some with a deadline, some until the pipe is closed under them, and
// some in system calls that block their thread. All are served, and what they read adds up.
package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"sync"
	"syscall"
	"time"
)

const (
	pipes   = 400
	readers = 25 // of each pipe
	threads = 100
)

func check(err error) {
	if err != nil {
		panic(err)
	}
}

// fan has readers wait for one record each of every pipe, then writes the records.
func fan() {
	var all, ready sync.WaitGroup
	sums := make(chan uint64, pipes*readers)
	var writers []*os.File
	for range pipes {
		r, w, err := os.Pipe()
		check(err)
		writers = append(writers, w)
		var own sync.WaitGroup
		for range readers {
			all.Add(1)
			own.Add(1)
			ready.Add(1)
			go func() {
				defer all.Done()
				defer own.Done()
				var b [8]byte
				ready.Done()
				if _, err := r.Read(b[:]); err != nil {
					panic(err)
				}
				sums <- binary.LittleEndian.Uint64(b[:])
			}()
		}
		go func() {
			own.Wait()
			r.Close()
		}()
	}
	ready.Wait()
	runtime.GC()
	fmt.Println("waiting for pipes:", pipes*readers, "threads not one each:", threadsNow() < 200)
	for i, w := range writers {
		go func() {
			for k := range readers {
				var b [8]byte
				binary.LittleEndian.PutUint64(b[:], uint64(i*readers+k))
				_, err := w.Write(b[:])
				check(err)
			}
			check(w.Close())
		}()
	}
	all.Wait()
	var sum uint64
	for range pipes * readers {
		sum += <-sums
	}
	fmt.Println("sum:", sum, "expected:", uint64(pipes*readers)*(pipes*readers-1)/2)
}

// threadsNow is the number of the process's threads.
func threadsNow() int {
	entries, err := os.ReadDir("/proc/self/task")
	check(err)
	return len(entries)
}

// blocking has goroutines wait in read(2) for pipes that are in blocking mode, so each has a thread.
func blocking() {
	var writers []int
	sums := make(chan int)
	for range threads {
		var p [2]int
		check(syscall.Pipe(p[:]))
		writers = append(writers, p[1])
		go func() {
			sum, b := 0, make([]byte, 1)
			for {
				n, err := syscall.Read(p[0], b)
				if err == syscall.EINTR {
					continue
				}
				check(err)
				if n == 0 {
					break
				}
				sum += int(b[0])
			}
			check(syscall.Close(p[0]))
			sums <- sum
		}()
	}
	for round := range 20 {
		for i, w := range writers {
			_, err := syscall.Write(w, []byte{byte(i + round)})
			check(err)
		}
		runtime.Gosched()
	}
	for _, w := range writers {
		check(syscall.Close(w))
	}
	total, want := 0, 0
	for i := range threads {
		total += <-sums
		for round := range 20 {
			want += i + round
		}
	}
	fmt.Println("blocked threads:", total == want)
}

// closing closes a pipe under its readers, and lets deadlines pass.
func closing() {
	r, w, err := os.Pipe()
	check(err)
	failed := make(chan error)
	for range 3 {
		go func() {
			_, err := r.Read(make([]byte, 1))
			failed <- err
		}()
	}
	time.Sleep(5 * time.Millisecond)
	check(r.Close())
	for range 3 {
		err := <-failed
		fmt.Println(err, errors.Is(err, os.ErrClosed))
	}
	fmt.Println(r.Close())
	_, err = w.Write([]byte("nobody reads"))
	fmt.Println(err, errors.Is(err, syscall.EPIPE))
	check(w.Close())
}

func deadlines() {
	r, w, err := os.Pipe()
	check(err)
	check(r.SetReadDeadline(time.Now().Add(time.Millisecond)))
	_, err = r.Read(make([]byte, 1))
	fmt.Println(err, errors.Is(err, os.ErrDeadlineExceeded), os.IsTimeout(err))
	_, err = w.Write([]byte("abc"))
	check(err)
	_, err = r.Read(make([]byte, 1))
	fmt.Println("after the deadline:", err)
	check(r.SetReadDeadline(time.Time{}))
	rest := make([]byte, 3)
	n, err := io.ReadFull(r, rest)
	fmt.Println(n, err, string(rest))

	result := make(chan error)
	go func() { // a deadline that is set while somebody waits
		_, err := r.Read(make([]byte, 1))
		result <- err
	}()
	time.Sleep(2 * time.Millisecond)
	check(r.SetDeadline(time.Now().Add(-time.Second)))
	fmt.Println(<-result)

	big := make([]byte, 1<<20)
	n = 0
	for wait := 3 * time.Millisecond; n == 0; wait *= 2 { // longer, if the time is over before the write begins
		check(w.SetWriteDeadline(time.Now().Add(wait)))
		n, err = w.Write(big)
	}
	fmt.Println(n < len(big), err)

	f, err := os.CreateTemp("", "deadline")
	check(err)
	defer os.Remove(f.Name())
	err = f.SetDeadline(time.Now())
	fmt.Println(errors.Is(err, os.ErrNoDeadline))
}

// child: what a process that is started gets is in blocking mode.
func inherited() {
	r, w, err := os.Pipe()
	check(err)
	flags := func(f *os.File) int {
		fl, _, e := syscall.Syscall(syscall.SYS_FCNTL, uintptr(rawFd(f)), syscall.F_GETFL, 0)
		if e != 0 {
			panic(e)
		}
		return int(fl) & syscall.O_NONBLOCK
	}
	fmt.Println(flags(r) == 0, flags(w) == 0)
	go w.Write([]byte("x"))
	b := make([]byte, 1)
	n, err := r.Read(b)
	fmt.Println(n, err)
}

func rawFd(f *os.File) uintptr { return f.Fd() }

func main() {
	var limit syscall.Rlimit
	check(syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit))
	limit.Cur = limit.Max
	check(syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit))
	fan()
	blocking()
	closing()
	deadlines()
	inherited()
}
