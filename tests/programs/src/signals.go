// Signals: package os/signal with the signals that the process sends itself, until one ends it.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func raise(s syscall.Signal) { syscall.Kill(syscall.Getpid(), s) }
func got(c chan os.Signal) string {
	select {
	case s := <-c:
		return s.String()
	case <-time.After(20 * time.Second):
		return "nothing"
	}
}
func none(c chan os.Signal) string {
	select {
	case s := <-c:
		return s.String()
	case <-time.After(30 * time.Millisecond):
		return "nothing"
	}
}

func main() {
	c, d := make(chan os.Signal, 10), make(chan os.Signal, 10)
	signal.Notify(c, syscall.SIGUSR1, syscall.SIGUSR2, syscall.SIGHUP)
	signal.Notify(d, syscall.SIGUSR1)
	raise(syscall.SIGUSR1)
	fmt.Println(got(c), got(d))
	raise(syscall.SIGHUP)
	fmt.Println(got(c), none(d))
	signal.Stop(d)
	raise(syscall.SIGUSR1)
	fmt.Println(got(c), none(d))
	signal.Ignore(syscall.SIGUSR1)
	fmt.Println(signal.Ignored(syscall.SIGUSR1), signal.Ignored(syscall.SIGUSR2))
	raise(syscall.SIGUSR1)
	fmt.Println(none(c))
	signal.Reset(syscall.SIGUSR2)
	signal.Notify(c, syscall.SIGUSR1)
	fmt.Println(signal.Ignored(syscall.SIGUSR1))
	raise(syscall.SIGUSR1)
	fmt.Println(got(c))
	for range 100 {
		raise(syscall.SIGWINCH)
	}
	signal.Notify(c) // all
	for _, s := range []syscall.Signal{syscall.SIGTERM, syscall.SIGINT, syscall.SIGQUIT, syscall.SIGPIPE, syscall.SIGABRT, syscall.SIGTSTP, syscall.SIGCHLD, syscall.SIGALRM, syscall.SIGSEGV, syscall.SIGFPE, syscall.SIGTRAP, syscall.SIGCONT, syscall.SIGWINCH, syscall.SIGURG, syscall.SIGIO, syscall.SIGXCPU, syscall.SIGSYS, syscall.Signal(40)} {
		raise(s)
		name := got(c)
		for name != s.String() && name != "nothing" { // another one: the runtime's own SIGURG, or one that was sent before Notify
			name = got(c)
		}
		fmt.Print(name, "; ")
	}
	fmt.Println()
	signal.Reset()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	fmt.Println(ctx)
	raise(syscall.SIGTERM)
	<-ctx.Done()
	fmt.Println(ctx.Err(), context.Cause(ctx))
	stop()
	ctx, stop = signal.NotifyContext(context.Background(), os.Interrupt)
	stop()
	<-ctx.Done()
	fmt.Println(ctx.Err(), errors.Is(ctx.Err(), context.Canceled), context.Cause(ctx))
	// full channel drops
	e := make(chan os.Signal, 1)
	signal.Notify(e, syscall.SIGUSR1)
	for range 5 {
		raise(syscall.SIGUSR1)
		time.Sleep(5 * time.Millisecond)
	}
	fmt.Println(got(e), none(e))
	func() {
		defer func() { fmt.Println(recover()) }()
		signal.Notify(nil)
	}()
	// a broken pipe of another file is an error only
	r, w, _ := os.Pipe()
	r.Close()
	_, err := w.Write([]byte("x"))
	fmt.Println(errors.Is(err, syscall.EPIPE))
	signal.Reset()
	signal.Ignore(syscall.SIGHUP)
	raise(syscall.SIGHUP)
	time.Sleep(10 * time.Millisecond)
	p, _ := os.FindProcess(os.Getpid())
	fmt.Println(p.Signal(syscall.Signal(0)))
	fmt.Println("by SIGTERM now")
	raise(syscall.SIGTERM)
	select {}
}
