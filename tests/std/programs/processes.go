package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"strings"
	"syscall"
	"unique"
	"weak"
)

func main() {
	out, err := exec.Command("echo", "hello", "world").Output()
	fmt.Printf("%q %v\n", out, err)
	cmd := exec.Command("cat")
	cmd.Stdin = strings.NewReader("through a pipe")
	var buf bytes.Buffer
	cmd.Stdout = &buf
	fmt.Println(cmd.Run(), buf.String(), cmd.ProcessState)
	_, err = exec.Command("sh", "-c", "echo no >&2; exit 3").Output()
	var ee *exec.ExitError
	fmt.Println(err, errors.As(err, &ee), ee.ExitCode(), string(ee.Stderr))
	_, err = exec.LookPath("no-such-program-here")
	fmt.Println(err, errors.Is(err, exec.ErrNotFound))
	err = exec.Command("/no/such/file").Run()
	fmt.Println(err, errors.Is(err, os.ErrNotExist))
	c := exec.Command("sh", "-c", "pwd; echo $WORD; echo extra >&3")
	c.Dir = "/"
	c.Env = []string{"WORD=a", "WORD=b"}
	r, w, _ := os.Pipe()
	c.ExtraFiles = []*os.File{w}
	both, err := c.CombinedOutput()
	w.Close()
	b := make([]byte, 100)
	n, _ := r.Read(b)
	fmt.Printf("%q %v %q\n", both, err, b[:n])
	ctx, cancel := context.WithCancel(context.Background())
	sleep := exec.CommandContext(ctx, "sleep", "1000")
	fmt.Println(sleep.Start())
	cancel()
	err = sleep.Wait()
	fmt.Println(err, sleep.ProcessState.Sys().(syscall.WaitStatus).Signal())

	ch := make(chan os.Signal, 1)
	signal.Notify(ch, syscall.SIGUSR1)
	syscall.Kill(os.Getpid(), syscall.SIGUSR1)
	fmt.Println(<-ch)
	signal.Stop(ch)
	signal.Ignore(syscall.SIGUSR2)
	fmt.Println(signal.Ignored(syscall.SIGUSR2), signal.Ignored(syscall.SIGUSR1))
	syscall.Kill(os.Getpid(), syscall.SIGUSR2)
	nctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	syscall.Kill(os.Getpid(), syscall.SIGINT)
	<-nctx.Done()
	fmt.Println(nctx.Err(), context.Cause(nctx), nctx)
	stop()

	h1, h2 := unique.Make("ab"+fmt.Sprint(1)), unique.Make("ab1")
	fmt.Println(h1 == h2, h1.Value(), unique.Make("x") == h1)
	x := new([100]int)
	p := weak.Make(x)
	fmt.Println(p.Value() == x, p == weak.Make(x), weak.Make[int](nil).Value())
}
