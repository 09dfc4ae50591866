// A mixed load for a given time, with sums that must be right at the end: allocation, maps, channels, timers, files, pipes, sockets on
// loopback, goroutines that come and go.
//
//	soak [seconds [seed]]
//
// Every kind of work runs in some goroutines at once and counts what it has done; a wrong result ends the program with a panic. After each
// tenth of the time a line says what is in use, so that growth is seen; the last line says how much was done of each kind.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
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

// listen opens a socket on loopback at a port that the kernel chooses.
func listen() (*os.File, *syscall.SockaddrInet4) {
	fd := socket()
	check(syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1) == nil, "setsockopt")
	check(syscall.Bind(fd, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}}) == nil, "bind")
	check(syscall.Listen(fd, 16) == nil, "listen")
	at, err := syscall.Getsockname(fd)
	check(err == nil, "getsockname")
	return os.NewFile(uintptr(fd), "listener"), at.(*syscall.SockaddrInet4)
}

func socket() int {
	fd, err := syscall.Socket(syscall.AF_INET, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0)
	check(err == nil, "socket")
	return fd
}

func raw(f *os.File) syscall.RawConn {
	c, err := f.SyscallConn()
	check(err == nil, "SyscallConn")
	return c
}

// accept waits in the poller for a connection.
func accept(l *os.File) *os.File {
	var fd int
	var err error
	check(raw(l).Read(func(s uintptr) bool {
		fd, _, err = syscall.Accept4(int(s), syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC)
		return err != syscall.EAGAIN && err != syscall.EINTR && err != syscall.ECONNABORTED
	}) == nil && err == nil, "accept")
	return os.NewFile(uintptr(fd), "server")
}

func connect(to *syscall.SockaddrInet4) *os.File {
	fd := socket()
	err := syscall.Connect(fd, to)
	check(err == nil || err == syscall.EINPROGRESS, "connect")
	f := os.NewFile(uintptr(fd), "client")
	check(raw(f).Write(func(uintptr) bool {
		_, err := syscall.Getpeername(fd)
		if err == syscall.ENOTCONN { // not yet, or it has failed
			code, err := syscall.GetsockoptInt(fd, syscall.SOL_SOCKET, syscall.SO_ERROR)
			check(err == nil && code == 0, "connection")
			return false
		}
		return err == nil
	}) == nil, "wait for a connection")
	return f
}

// echo sends back whatever comes, until the other side has no more.
func echo(f *os.File, buf int) {
	b := make([]byte, buf)
	for {
		n, err := f.Read(b)
		if err != nil {
			check(err == io.EOF, "server read")
			check(f.Close() == nil, "server close")
			return
		}
		_, err = f.Write(b[:n])
		check(err == nil, "server write")
	}
}

// talk sends n bytes that depend on their place, in pieces, and checks what comes back meanwhile.
func talk(f *os.File, n int, r random) {
	go func() {
		b := make([]byte, 6000)
		for sent := 0; sent < n; {
			k := min(n-sent, 1+r.below(len(b)))
			for i := range k {
				b[i] = byte((sent + i) * 7)
			}
			_, err := f.Write(b[:k])
			check(err == nil, "client write")
			sent += k
		}
		check(raw(f).Control(func(fd uintptr) { syscall.Shutdown(int(fd), syscall.SHUT_WR) }) == nil, "shutdown")
	}()
	got, b := 0, make([]byte, 4096)
	for {
		k, err := f.Read(b)
		for i := range k {
			check(b[i] == byte((got+i)*7), "a socket brings another byte")
		}
		got += k
		if err != nil {
			check(err == io.EOF, "client read")
			break
		}
	}
	check(got == n, "a socket has lost bytes")
	check(f.Close() == nil, "client close")
}

func sockets(r *random, _ string) {
	l, at := listen()
	clients := 1 + r.below(5)
	var wg sync.WaitGroup
	for range clients {
		wg.Add(2)
		to, n, seed, buf := *at, r.below(100000), random(r.below(1<<30)), 100+r.below(10000)
		go func() {
			defer wg.Done()
			echo(accept(l), buf)
		}()
		go func() {
			defer wg.Done()
			talk(connect(&to), n, seed)
		}()
	}
	wg.Wait()
	check(l.Close() == nil, "listener close")
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

// usage is what must not grow: heap in use after a collection and resident memory, in KB, and open files.
type usage struct{ heap, resident, files int }

func measure() usage {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	statm, err := os.ReadFile("/proc/self/statm")
	check(err == nil, "statm")
	pages, _ := strconv.Atoi(strings.Fields(string(statm))[1])
	open, err := os.ReadDir("/proc/self/fd")
	check(err == nil, "open files")
	return usage{int(m.HeapAlloc >> 10), pages * os.Getpagesize() >> 10, len(open)}
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
	work := []func(*random, string){trees, maps, pipeline, timers, files, pipes, sockets, deep}
	var done [8]atomic.Int64
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
	for tenth := 1; tenth <= 10; tenth++ {
		time.Sleep(time.Until(begin.Add(end.Sub(begin) * time.Duration(tenth) / 10)))
		u := measure()
		fmt.Printf("%3d%%: heap %d KB, resident %d KB, %d files, %d goroutines\n", tenth*10, u.heap, u.resident, u.files, runtime.NumGoroutine())
	}
	wg.Wait()
	fmt.Print("done")
	for i := range done {
		fmt.Print(" ", done[i].Load())
	}
	u := measure()
	fmt.Printf("; goroutines %d; heap %d KB, resident %d KB, %d files\n", runtime.NumGoroutine(), u.heap, u.resident, u.files)
}
