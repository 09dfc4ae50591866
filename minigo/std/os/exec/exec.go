// Package exec runs external commands.
package exec

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// ErrWaitDelay is returned by Cmd.Wait if the process exits with a successful status code but its output pipes are not closed before the command's WaitDelay
// expires.
var ErrWaitDelay = errors.New("exec: WaitDelay expired before I/O complete")

// Cmd represents an external command being prepared or run. It cannot be reused after calling its Run, Output or CombinedOutput methods.
type Cmd struct {
	// Path is the path of the command to run.
	Path string
	// Args holds command line arguments, including the command as Args[0].
	Args []string
	// Env specifies the environment of the process; nil: that of this process. Of duplicate keys, the last counts.
	Env []string
	// Dir specifies the working directory of the command; "": that of this process.
	Dir string
	// Stdin specifies the process's standard input. A nil Stdin is the null device; an *os.File is connected directly.
	Stdin io.Reader
	// Stdout and Stderr specify the process's standard output and error. If both are the same writer, at most one goroutine at a time will call Write.
	Stdout io.Writer
	Stderr io.Writer
	// ExtraFiles specifies additional open files to be inherited by the new process; entry i becomes file descriptor 3+i.
	ExtraFiles []*os.File
	// SysProcAttr holds optional, operating system-specific attributes.
	SysProcAttr *syscall.SysProcAttr
	// Process is the underlying process, once started.
	Process *os.Process
	// ProcessState contains information about an exited process.
	ProcessState *os.ProcessState
	// Err is the error of LookPath, if any.
	Err error
	// Cancel is called when the command's Context is done.
	Cancel func() error
	// WaitDelay bounds the time spent waiting for a child that does not exit after its Context is done, or that leaves its pipes open.
	WaitDelay time.Duration

	ctx         context.Context
	started     atomic.Bool
	childFiles  []io.Closer // to be closed once the child has them
	parentPipes []io.Closer // to be closed by Wait
	copiers     []func() error
	copied      <-chan error // the first error of the copiers, when all have ended
	canceled    <-chan watchResult
}

// watchResult is what the goroutine that watches the context has done.
type watchResult struct {
	err   error
	timer *time.Timer // of WaitDelay, if it is running
}

// Command returns the Cmd struct to execute the named program with the given arguments. A name without slashes is looked up in PATH.
func Command(name string, arg ...string) *Cmd {
	cmd := &Cmd{Path: name, Args: append([]string{name}, arg...)}
	if filepath.Base(name) == name {
		path, err := LookPath(name)
		if path != "" {
			cmd.Path = path
		}
		cmd.Err = err
	}
	return cmd
}

// CommandContext is like Command but includes a context: the command is killed when the context becomes done before it completes.
func CommandContext(ctx context.Context, name string, arg ...string) *Cmd {
	if ctx == nil {
		panic("nil Context")
	}
	cmd := Command(name, arg...)
	cmd.ctx = ctx
	cmd.Cancel = func() error { return cmd.Process.Kill() }
	return cmd
}

// String returns a human-readable description of c. It is intended only for debugging.
func (c *Cmd) String() string {
	if c.Err != nil {
		return strings.Join(c.Args, " ")
	}
	return strings.Join(append([]string{c.Path}, c.argv()[1:]...), " ")
}

func (c *Cmd) argv() []string {
	if len(c.Args) > 0 {
		return c.Args
	}
	return []string{c.Path}
}

// null opens the null device for the child.
func (c *Cmd) null(flag int) (*os.File, error) {
	f, err := os.OpenFile(os.DevNull, flag, 0)
	if err != nil {
		return nil, err
	}
	c.childFiles = append(c.childFiles, f)
	return f, nil
}

// pipe makes a pipe, of which child is the child's end and parent ours.
func (c *Cmd) pipe(childReads bool) (child, parent *os.File, err error) {
	r, w, err := os.Pipe()
	if err != nil {
		return nil, nil, err
	}
	child, parent = w, r
	if childReads {
		child, parent = r, w
	}
	c.childFiles = append(c.childFiles, child)
	c.parentPipes = append(c.parentPipes, parent)
	return child, parent, nil
}

func (c *Cmd) childStdin() (*os.File, error) {
	if c.Stdin == nil {
		return c.null(os.O_RDONLY)
	}
	if f, ok := c.Stdin.(*os.File); ok {
		return f, nil
	}
	child, w, err := c.pipe(true)
	if err != nil {
		return nil, err
	}
	c.copiers = append(c.copiers, func() error {
		_, err := io.Copy(w, c.Stdin)
		if pe, ok := err.(*os.PathError); ok && pe.Op == "write" && pe.Path == "|1" && pe.Err == syscall.EPIPE {
			err = nil // the child does not read all of its input
		}
		if cerr := w.Close(); err == nil {
			err = cerr
		}
		return err
	})
	return child, nil
}

func (c *Cmd) childOutput(w io.Writer) (*os.File, error) {
	if w == nil {
		return c.null(os.O_WRONLY)
	}
	if f, ok := w.(*os.File); ok {
		return f, nil
	}
	child, r, err := c.pipe(false)
	if err != nil {
		return nil, err
	}
	c.copiers = append(c.copiers, func() error {
		_, err := io.Copy(w, r)
		r.Close()
		return err
	})
	return child, nil
}

// same reports whether two writers are equal; false if they cannot be compared.
func same(a, b any) bool {
	defer func() { recover() }()
	return a == b
}

func closeAll(list *[]io.Closer) {
	for _, c := range *list {
		c.Close()
	}
	*list = nil
}

// Run starts the specified command and waits for it to complete.
func (c *Cmd) Run() error {
	if err := c.Start(); err != nil {
		return err
	}
	return c.Wait()
}

// Start starts the specified command but does not wait for it to complete.
func (c *Cmd) Start() error {
	if c.started.Swap(true) {
		return errors.New("exec: already started")
	}
	running := false
	defer func() {
		closeAll(&c.childFiles)
		if !running {
			closeAll(&c.parentPipes)
			c.copiers = nil
		}
	}()
	if c.Path == "" && c.Err == nil {
		c.Err = errors.New("exec: no command")
	}
	if c.Err != nil {
		return c.Err
	}
	if c.Cancel != nil && c.ctx == nil {
		return errors.New("exec: command with a non-nil Cancel was not created with CommandContext")
	}
	if c.ctx != nil {
		if err := c.ctx.Err(); err != nil {
			return err
		}
	}
	stdin, err := c.childStdin()
	if err != nil {
		return err
	}
	stdout, err := c.childOutput(c.Stdout)
	if err != nil {
		return err
	}
	stderr := stdout
	if c.Stderr == nil || !same(c.Stderr, c.Stdout) {
		if stderr, err = c.childOutput(c.Stderr); err != nil {
			return err
		}
	}
	env, err := c.environ()
	if err != nil {
		return err
	}
	files := append([]*os.File{stdin, stdout, stderr}, c.ExtraFiles...)
	c.Process, err = os.StartProcess(c.Path, c.argv(), &os.ProcAttr{Dir: c.Dir, Files: files, Env: env, Sys: c.SysProcAttr})
	if err != nil {
		return err
	}
	running = true
	c.startCopiers()
	if (c.Cancel != nil || c.WaitDelay != 0) && c.ctx != nil && c.ctx.Done() != nil {
		result := make(chan watchResult)
		c.canceled = result
		go c.watch(result)
	}
	return nil
}

func (c *Cmd) startCopiers() {
	if len(c.copiers) == 0 {
		return
	}
	errs := make(chan error, len(c.copiers))
	for _, f := range c.copiers {
		go func() { errs <- f() }()
	}
	n := len(c.copiers)
	all := make(chan error, 1)
	go func() {
		var first error
		for range n {
			if err := <-errs; first == nil {
				first = err
			}
		}
		all <- first
	}()
	c.copied = all
	c.copiers = nil
}

type wrappedError struct {
	prefix string
	err    error
}

func (w wrappedError) Error() string { return w.prefix + ": " + w.err.Error() }
func (w wrappedError) Unwrap() error { return w.err }

// watch waits until the context is done or somebody takes the result, which means that the process has ended.
func (c *Cmd) watch(result chan<- watchResult) {
	select {
	case result <- watchResult{}:
		return
	case <-c.ctx.Done():
	}
	var err error
	if c.Cancel != nil {
		if cerr := c.Cancel(); cerr == nil {
			err = c.ctx.Err()
		} else if !errors.Is(cerr, os.ErrProcessDone) {
			err = wrappedError{"exec: canceling Cmd", cerr}
		}
	}
	if c.WaitDelay == 0 {
		result <- watchResult{err: err}
		return
	}
	timer := time.NewTimer(c.WaitDelay)
	select {
	case result <- watchResult{err, timer}:
		return
	case <-timer.C:
	}
	killed := false
	if kerr := c.Process.Kill(); kerr == nil {
		killed = true
	} else if !errors.Is(kerr, os.ErrProcessDone) {
		err = wrappedError{"exec: killing Cmd", kerr}
	}
	if c.copied != nil {
		select {
		case cerr := <-c.copied:
			if err == nil && !killed {
				err = cerr
			}
		default:
			closeAll(&c.parentPipes)
			<-c.copied
			if err == nil {
				err = ErrWaitDelay
			}
		}
		c.copied = nil
	}
	result <- watchResult{err: err}
}

// An ExitError reports an unsuccessful exit by a command.
type ExitError struct {
	*os.ProcessState

	// Stderr holds a subset of the standard error output from the Cmd.Output method if standard error was not otherwise being collected.
	Stderr []byte
}

func (e *ExitError) Error() string { return e.ProcessState.String() }

// Wait waits for the command to exit and waits for any copying to stdin or copying from stdout or stderr to complete.
func (c *Cmd) Wait() error {
	if c.Process == nil {
		return errors.New("exec: not started")
	}
	if c.ProcessState != nil {
		return errors.New("exec: Wait was already called")
	}
	state, err := c.Process.Wait()
	if err == nil && !state.Success() {
		err = &ExitError{ProcessState: state}
	}
	c.ProcessState = state
	var timer *time.Timer
	if c.canceled != nil {
		w := <-c.canceled
		timer = w.timer
		if err == nil {
			err = w.err
		}
	}
	if cerr := c.awaitCopiers(timer); err == nil {
		err = cerr
	}
	closeAll(&c.parentPipes)
	return err
}

func (c *Cmd) awaitCopiers(timer *time.Timer) error {
	copied := c.copied
	c.copied = nil
	if timer != nil {
		defer timer.Stop()
	}
	if copied == nil {
		return nil
	}
	if timer == nil {
		if c.WaitDelay == 0 {
			return <-copied
		}
		select {
		case err := <-copied:
			return err
		default:
		}
		timer = time.NewTimer(c.WaitDelay)
		defer timer.Stop()
	}
	select {
	case <-timer.C:
		closeAll(&c.parentPipes)
		<-copied
		return ErrWaitDelay
	case err := <-copied:
		return err
	}
}

// Output runs the command and returns its standard output. An *ExitError has a part of its standard error, if c.Stderr was nil.
func (c *Cmd) Output() ([]byte, error) {
	if c.Stdout != nil {
		return nil, errors.New("exec: Stdout already set")
	}
	var stdout bytes.Buffer
	c.Stdout = &stdout
	capture := c.Stderr == nil
	var saved ends
	if capture {
		c.Stderr = &saved
	}
	err := c.Run()
	if ee, ok := err.(*ExitError); ok && capture {
		ee.Stderr = saved.bytes()
	}
	return stdout.Bytes(), err
}

// CombinedOutput runs the command and returns its combined standard output and standard error.
func (c *Cmd) CombinedOutput() ([]byte, error) {
	if c.Stdout != nil {
		return nil, errors.New("exec: Stdout already set")
	}
	if c.Stderr != nil {
		return nil, errors.New("exec: Stderr already set")
	}
	var b bytes.Buffer
	c.Stdout, c.Stderr = &b, &b
	err := c.Run()
	return b.Bytes(), err
}

// StdinPipe returns a pipe that will be connected to the command's standard input when the command starts; Wait closes it.
func (c *Cmd) StdinPipe() (io.WriteCloser, error) {
	if c.Stdin != nil {
		return nil, errors.New("exec: Stdin already set")
	}
	if c.Process != nil {
		return nil, errors.New("exec: StdinPipe after process started")
	}
	child, parent, err := c.pipe(true)
	if err != nil {
		return nil, err
	}
	c.Stdin = child
	return parent, nil
}

// StdoutPipe returns a pipe that will be connected to the command's standard output when the command starts; Wait closes it.
func (c *Cmd) StdoutPipe() (io.ReadCloser, error) {
	if c.Stdout != nil {
		return nil, errors.New("exec: Stdout already set")
	}
	if c.Process != nil {
		return nil, errors.New("exec: StdoutPipe after process started")
	}
	child, parent, err := c.pipe(false)
	if err != nil {
		return nil, err
	}
	c.Stdout = child
	return parent, nil
}

// StderrPipe returns a pipe that will be connected to the command's standard error when the command starts; Wait closes it.
func (c *Cmd) StderrPipe() (io.ReadCloser, error) {
	if c.Stderr != nil {
		return nil, errors.New("exec: Stderr already set")
	}
	if c.Process != nil {
		return nil, errors.New("exec: StderrPipe after process started")
	}
	child, parent, err := c.pipe(false)
	if err != nil {
		return nil, err
	}
	c.Stderr = child
	return parent, nil
}

// ends is a Writer that keeps the first and the last 32 KB.
type ends struct {
	first, last []byte
	total       int
}

const endSize = 32 << 10

func (w *ends) Write(p []byte) (n int, err error) {
	n = len(p)
	w.total += n
	k := min(endSize-len(w.first), len(p))
	w.first = append(w.first, p[:k]...)
	w.last = append(w.last, p[k:]...)
	if len(w.last) > 2*endSize {
		w.last = append([]byte(nil), w.last[len(w.last)-endSize:]...)
	}
	return n, nil
}

func (w *ends) bytes() []byte {
	last := w.last[max(0, len(w.last)-endSize):]
	skipped := w.total - len(w.first) - len(last)
	if skipped == 0 {
		return append(w.first, last...)
	}
	middle := "\n... omitting " + strconv.Itoa(skipped) + " bytes ...\n"
	return append(append(append([]byte(nil), w.first...), middle...), last...)
}

func (c *Cmd) environ() ([]string, error) {
	var err error
	env := c.Env
	if env == nil {
		env = os.Environ()
		if c.Dir != "" {
			pwd, aerr := filepath.Abs(c.Dir)
			if err = aerr; err == nil {
				env = append(env, "PWD="+pwd)
			}
		}
	}
	env, derr := dedupEnv(env)
	if err == nil {
		err = derr
	}
	return env, err
}

// Environ returns a copy of the environment in which the command would be run as it is currently configured.
func (c *Cmd) Environ() []string {
	env, _ := c.environ()
	return env
}

// dedupEnv removes all but the last entry for each key, and entries with NUL, for which it returns an error.
func dedupEnv(env []string) ([]string, error) {
	var err error
	last := map[string]int{}
	key := func(entry string) string {
		if i := strings.Index(entry, "="); i > 0 {
			return entry[:i]
		} else if i == 0 {
			return entry[:strings.Index(entry[1:], "=")+1]
		}
		return ""
	}
	for i, entry := range env {
		if strings.IndexByte(entry, 0) >= 0 {
			err = errors.New("exec: environment variable contains NUL")
			continue
		}
		last[key(entry)] = i
	}
	var out []string
	for i, entry := range env {
		if strings.IndexByte(entry, 0) >= 0 || entry == "" {
			continue
		}
		if !strings.Contains(entry, "=") || last[key(entry)] == i {
			out = append(out, entry)
		}
	}
	return out, err
}
