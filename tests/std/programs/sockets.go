// Sockets through package syscall: addresses of all kinds, options, and waiting in the poller through os.File and RawConn.
package main

import (
	"fmt"
	"io"
	"os"
	"syscall"
	"time"
)

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func check(err error) {
	if err != nil {
		panic(err)
	}
}

func socket(domain, typ int) int {
	return must(syscall.Socket(domain, typ|syscall.SOCK_NONBLOCK|syscall.SOCK_CLOEXEC, 0))
}

func conn(f *os.File) syscall.RawConn { return must(f.SyscallConn()) }

// stream lets one side wait for a connection and send back what it gets.
func stream(domain int, at syscall.Sockaddr) {
	l := socket(domain, syscall.SOCK_STREAM)
	check(syscall.SetsockoptInt(l, syscall.SOL_SOCKET, syscall.SO_REUSEADDR, 1))
	check(syscall.Bind(l, at))
	check(syscall.Listen(l, syscall.SOMAXCONN))
	listener := os.NewFile(uintptr(l), "listener")
	to := must(syscall.Getsockname(l))
	done := make(chan string)
	go func() {
		var fd int
		var from syscall.Sockaddr
		var err error
		check(conn(listener).Read(func(s uintptr) bool {
			fd, from, err = syscall.Accept4(int(s), syscall.SOCK_NONBLOCK)
			return err != syscall.EAGAIN
		}))
		check(err)
		f := os.NewFile(uintptr(fd), "server")
		n := must(io.Copy(struct{ io.Writer }{f}, struct{ io.Reader }{f}))
		check(f.Close())
		done <- fmt.Sprintf("%T %d", from, n)
	}()
	time.Sleep(time.Millisecond)
	c := socket(domain, syscall.SOCK_STREAM)
	if err := syscall.Connect(c, to); err != nil && err != syscall.EINPROGRESS {
		panic(err)
	}
	f := os.NewFile(uintptr(c), "client")
	check(conn(f).Write(func(s uintptr) bool {
		_, err := syscall.Getpeername(int(s))
		return err == nil
	}))
	fmt.Println(must(syscall.GetsockoptInt(c, syscall.SOL_SOCKET, syscall.SO_ERROR)), must(syscall.GetsockoptInt(c, syscall.SOL_SOCKET, syscall.SO_TYPE)))
	go func() {
		for i := range 1000 {
			fmt.Fprintf(f, "line %d\n", i)
		}
		check(conn(f).Control(func(s uintptr) { check(syscall.Shutdown(int(s), syscall.SHUT_WR)) }))
	}()
	back := must(io.ReadAll(f))
	fmt.Println(len(back), string(back[len(back)-9:]), <-done)
	check(f.Close())
	check(listener.Close())
}

func datagrams() {
	a, b := socket(syscall.AF_INET, syscall.SOCK_DGRAM), socket(syscall.AF_INET, syscall.SOCK_DGRAM)
	loopback := [4]byte{127, 0, 0, 1}
	check(syscall.Bind(a, &syscall.SockaddrInet4{Addr: loopback}))
	check(syscall.Bind(b, &syscall.SockaddrInet4{Addr: loopback}))
	at := must(syscall.Getsockname(a)).(*syscall.SockaddrInet4)
	from := must(syscall.Getsockname(b)).(*syscall.SockaddrInet4)
	fmt.Println(at.Addr, at.Port > 1000, at.Port != from.Port)
	check(syscall.Sendto(b, []byte("a datagram"), 0, at))
	buf := make([]byte, 100)
	n, sender, err := syscall.Recvfrom(a, buf, 0)
	fmt.Println(string(buf[:n]), sender.(*syscall.SockaddrInet4).Port == from.Port, err)
	n, sender, err = syscall.Recvfrom(a, buf, syscall.MSG_DONTWAIT)
	fmt.Println(n, sender, err)
	check(syscall.Close(a))
	check(syscall.Close(b))
}

func pair() {
	p := must(syscall.Socketpair(syscall.AF_UNIX, syscall.SOCK_STREAM|syscall.SOCK_NONBLOCK, 0))
	a, b := os.NewFile(uintptr(p[0]), "a"), os.NewFile(uintptr(p[1]), "b")
	check(a.SetReadDeadline(time.Now().Add(time.Millisecond)))
	_, err := a.Read(make([]byte, 1))
	fmt.Println(err, os.IsTimeout(err))
	check(a.SetReadDeadline(time.Time{}))
	go func() {
		time.Sleep(time.Millisecond)
		b.WriteString("pair")
	}()
	buf := make([]byte, 10)
	fmt.Println(string(buf[:must(a.Read(buf))]), must(syscall.Getpeername(p[0])).(*syscall.SockaddrUnix).Name == "")
	check(a.Close())
	_, err = a.SyscallConn()
	fmt.Println(err)
	_, err = b.Write([]byte("nobody"))
	fmt.Println(err)
}

func wrong() {
	_, err := syscall.Socket(99, syscall.SOCK_STREAM, 0)
	fmt.Println(err)
	fd := socket(syscall.AF_INET, syscall.SOCK_STREAM)
	fmt.Println(syscall.Bind(fd, &syscall.SockaddrInet4{Port: 70000}))
	fmt.Println(syscall.Bind(fd, &syscall.SockaddrUnix{Name: "x"}))
	_, err = syscall.Getpeername(fd)
	fmt.Println(err)
	check(syscall.SetsockoptLinger(fd, syscall.SOL_SOCKET, syscall.SO_LINGER, &syscall.Linger{Onoff: 1, Linger: 3}))
	check(syscall.SetsockoptTimeval(fd, syscall.SOL_SOCKET, syscall.SO_RCVTIMEO, &syscall.Timeval{Sec: 1}))
	fmt.Println(syscall.SetsockoptInt(fd, syscall.SOL_SOCKET, 9999, 1))
	long := make([]byte, 200)
	fmt.Println(syscall.Connect(fd, &syscall.SockaddrUnix{Name: string(long)}))
	syscall.Close(fd)
	fmt.Println(syscall.Listen(fd, 1))
}

func main() {
	dir := must(os.MkdirTemp("", "sockets"))
	defer os.RemoveAll(dir)
	stream(syscall.AF_INET, &syscall.SockaddrInet4{Addr: [4]byte{127, 0, 0, 1}})
	stream(syscall.AF_UNIX, &syscall.SockaddrUnix{Name: dir + "/socket"})
	stream(syscall.AF_UNIX, &syscall.SockaddrUnix{Name: fmt.Sprintf("@minigo-%d", os.Getpid())})
	datagrams()
	pair()
	wrong()
}
