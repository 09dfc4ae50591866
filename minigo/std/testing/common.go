// Package testing provides support for automated testing of Go packages: tests, benchmarks, fuzz targets (with their seed corpus) and examples, with the
// output that Go's tools print and read.
package testing

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
)

const indent = "    "

// TB is the interface common to T, B, and F.
type TB interface {
	ArtifactDir() string
	Attr(key, value string)
	Cleanup(func())
	Error(args ...any)
	Errorf(format string, args ...any)
	Fail()
	FailNow()
	Failed() bool
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Helper()
	Log(args ...any)
	Logf(format string, args ...any)
	Name() string
	Setenv(key, value string)
	Chdir(dir string)
	Skip(args ...any)
	SkipNow()
	Skipf(format string, args ...any)
	Skipped() bool
	TempDir() string
	Context() context.Context
	Output() io.Writer

	private()
}

// common is what T, B and F have in common.
type common struct {
	mu         sync.RWMutex
	output     []byte // what is printed when the test ends
	partial    []byte // a line of Output without its end
	w          io.Writer
	ran        bool
	failed     bool
	skipped    bool
	finished   bool // the function returned, or called FailNow or SkipNow
	done       bool // everything, subtests included
	helpers    map[string]bool
	cleanups   []func()
	cleaning   atomic.Bool
	printer    *printer // with -v
	bench      bool
	inFuzz     bool
	parent     *common
	level      int
	name       string
	start      time.Time
	duration   time.Duration
	barrier    chan bool // closed when parallel subtests may run
	signal     chan bool // the test has ended, or is to run in parallel
	sub        []*T      // parallel subtests
	isParallel bool
	hasSub     bool
	tempDir    string
	tempDirs   int
	artifacts  string
	ctx        context.Context
	cancel     context.CancelFunc
}

func (c *common) private() {}

// Name returns the name of the running (sub-) test or benchmark.
func (c *common) Name() string { return c.name }

func (c *common) setRan() {
	for ; c != nil; c = c.parent {
		c.mu.Lock()
		c.ran = true
		c.mu.Unlock()
	}
}

// Fail marks the function as having failed but continues execution.
func (c *common) Fail() {
	if c.parent != nil {
		c.parent.Fail()
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.done {
		panic("Fail in goroutine after " + c.name + " has completed")
	}
	c.failed = true
}

// Failed reports whether the function has failed.
func (c *common) Failed() bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.failed
}

func (c *common) finish(skipped bool) {
	c.mu.Lock()
	c.skipped = c.skipped || skipped
	c.finished = true
	c.mu.Unlock()
	runtime.Goexit()
}

// FailNow marks the function as having failed and stops its execution by calling runtime.Goexit.
func (c *common) FailNow() {
	c.checkFuzz("FailNow")
	c.Fail()
	c.finish(false)
}

// SkipNow marks the test as having been skipped and stops its execution by calling runtime.Goexit.
func (c *common) SkipNow() {
	c.checkFuzz("SkipNow")
	c.finish(true)
}

// Skipped reports whether the test was skipped.
func (c *common) Skipped() bool {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.skipped
}

// checkFuzz panics if a method of F is called inside its fuzz target, which has a T for it.
func (c *common) checkFuzz(name string) {
	if c.inFuzz {
		panic(fmt.Sprintf("testing: f.%s was called inside the fuzz target, use t.%s instead", name, name))
	}
}

// living is the test itself or, when it has ended, the nearest ancestor that has not.
func (c *common) living() *common {
	for ; c != nil; c = c.parent {
		c.mu.RLock()
		done := c.done
		c.mu.RUnlock()
		if !done {
			break
		}
	}
	return c
}

// log prints text, indented, behind the place of the call of the caller's caller.
func (c *common) log(text string) {
	text = strings.ReplaceAll(strings.TrimSuffix(text, "\n"), "\n", "\n"+indent) + "\n"
	to := c.living()
	if to == nil {
		panic("Log in goroutine after " + c.name + " has completed: " + text)
	}
	place := to.callSite()
	to.endLine()
	to.write([]byte(place + text))
}

// callSite is file:line of the first caller outside this package that is not a helper.
func (c *common) callSite() string {
	var pcs [50]uintptr
	n := runtime.Callers(4, pcs[:])
	frames := runtime.CallersFrames(pcs[:n])
	var first, last runtime.Frame
	for more := n > 0; more; {
		var f runtime.Frame
		f, more = frames.Next()
		if first.PC == 0 {
			first = f
		}
		if strings.HasPrefix(f.Function, "testing.tRunner") || strings.HasPrefix(f.Function, "testing.(*B).runN") {
			break
		}
		last = f
		c.mu.RLock()
		helper := c.helpers[f.Function]
		c.mu.RUnlock()
		if !helper {
			break
		}
	}
	if last.PC == 0 {
		last = first
	}
	file, line := last.File, last.Line
	switch {
	case file == "":
		file = "???"
	case !*fullPath:
		file = filepath.Base(file)
	}
	return fmt.Sprintf("%s:%d: ", file, max(line, 1))
}

// endLine ends the line that a write to Output has begun.
func (c *common) endLine() {
	c.mu.RLock()
	open := len(c.partial) > 0
	c.mu.RUnlock()
	if open {
		c.write([]byte("\n"))
	}
}

// write adds to the test's output, or prints it, by lines.
func (c *common) write(p []byte) {
	c.mu.Lock()
	defer c.mu.Unlock()
	p = append(c.partial, p...)
	for {
		i := bytes.IndexByte(p, '\n') + 1
		if i == 0 {
			break
		}
		switch {
		case c.done || c.printer == nil:
			c.output = append(append(c.output, indent...), p[:i]...)
		case c.bench:
			fmt.Printf("%s%s", indent, p[:i])
		default:
			c.printer.printf(c.name, "%s%s", indent, p[:i])
		}
		p = p[i:]
	}
	c.partial = append([]byte(nil), p...)
}

type outputWriter struct{ c *common }

func (o outputWriter) Write(p []byte) (int, error) {
	to := o.c.living()
	if to == nil {
		panic("Write called after " + o.c.name + " has completed")
	}
	to.write(p)
	return len(p), nil
}

// Output returns a Writer that writes to the same test output stream as Log, indented, without file and line.
func (c *common) Output() io.Writer {
	c.checkFuzz("Output")
	if c.living() == nil {
		panic("Output called after " + c.name + " has completed")
	}
	return outputWriter{c}
}

// Log formats its arguments using default formatting, analogous to fmt.Println, and records the text in the error log.
func (c *common) Log(args ...any) {
	c.checkFuzz("Log")
	c.log(fmt.Sprintln(args...))
}

// Logf formats its arguments according to the format, analogous to fmt.Printf, and records the text in the error log.
func (c *common) Logf(format string, args ...any) {
	c.checkFuzz("Logf")
	c.log(fmt.Sprintf(format, args...))
}

// Error is equivalent to Log followed by Fail.
func (c *common) Error(args ...any) {
	c.checkFuzz("Error")
	c.log(fmt.Sprintln(args...))
	c.Fail()
}

// Errorf is equivalent to Logf followed by Fail.
func (c *common) Errorf(format string, args ...any) {
	c.checkFuzz("Errorf")
	c.log(fmt.Sprintf(format, args...))
	c.Fail()
}

// Fatal is equivalent to Log followed by FailNow.
func (c *common) Fatal(args ...any) {
	c.checkFuzz("Fatal")
	c.log(fmt.Sprintln(args...))
	c.FailNow()
}

// Fatalf is equivalent to Logf followed by FailNow.
func (c *common) Fatalf(format string, args ...any) {
	c.checkFuzz("Fatalf")
	c.log(fmt.Sprintf(format, args...))
	c.FailNow()
}

// Skip is equivalent to Log followed by SkipNow.
func (c *common) Skip(args ...any) {
	c.checkFuzz("Skip")
	c.log(fmt.Sprintln(args...))
	c.SkipNow()
}

// Skipf is equivalent to Logf followed by SkipNow.
func (c *common) Skipf(format string, args ...any) {
	c.checkFuzz("Skipf")
	c.log(fmt.Sprintf(format, args...))
	c.SkipNow()
}

// Helper marks the calling function as a test helper function: file and line of what it logs are those of its caller.
func (c *common) Helper() {
	var pc [1]uintptr
	runtime.Callers(2, pc[:])
	frame, _ := runtime.CallersFrames(pc[:]).Next()
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.helpers == nil {
		c.helpers = map[string]bool{}
	}
	c.helpers[frame.Function] = true
}

// Cleanup registers a function to be called when the test and all its subtests complete, last added, first called.
func (c *common) Cleanup(f func()) {
	c.checkFuzz("Cleanup")
	c.mu.Lock()
	defer c.mu.Unlock()
	c.cleanups = append(c.cleanups, f)
}

// runCleanup calls the cleanup functions, also when one of them panics; with catch, it returns what it panicked with.
func (c *common) runCleanup(catch bool) (panicked any) {
	c.cleaning.Store(true)
	defer c.cleaning.Store(false)
	if catch {
		defer func() { panicked = recover() }()
	}
	defer func() {
		c.mu.RLock()
		more := len(c.cleanups) > 0
		c.mu.RUnlock()
		if more {
			c.runCleanup(false)
		}
	}()
	if c.cancel != nil {
		c.cancel()
	}
	for {
		c.mu.Lock()
		n := len(c.cleanups)
		if n == 0 {
			c.mu.Unlock()
			return nil
		}
		f := c.cleanups[n-1]
		c.cleanups = c.cleanups[:n-1]
		c.mu.Unlock()
		f()
	}
}

// TempDir returns a temporary directory for the test to use, removed when it completes. Each call returns another one.
func (c *common) TempDir() string {
	c.checkFuzz("TempDir")
	c.mu.Lock()
	first := c.tempDir == ""
	c.mu.Unlock()
	if first {
		name := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) || unicode.IsNumber(r) || strings.ContainsRune("!#$%&()+,-.=@^_{}~ ", r) {
				return r
			}
			return -1
		}, c.name[:min(len(c.name), 64)])
		dir, err := os.MkdirTemp(os.Getenv("GOTMPDIR"), name)
		if err != nil {
			c.Fatalf("TempDir: %v", err)
		}
		c.tempDir = dir
		c.Cleanup(func() {
			if err := os.RemoveAll(dir); err != nil {
				c.Errorf("TempDir RemoveAll cleanup: %v", err)
			}
		})
	}
	c.mu.Lock()
	c.tempDirs++
	dir := fmt.Sprintf("%s/%03d", c.tempDir, c.tempDirs)
	c.mu.Unlock()
	if err := os.Mkdir(dir, 0o777); err != nil {
		c.Fatalf("TempDir: %v", err)
	}
	return dir
}

// ArtifactDir returns a directory for files that the test produces: one that stays, below the output folder, with -artifacts.
func (c *common) ArtifactDir() string {
	c.checkFuzz("ArtifactDir")
	if c.artifacts != "" {
		return c.artifacts
	}
	if !*keepArtifacts {
		c.artifacts = c.TempDir()
		return c.artifacts
	}
	base := filepath.Join(*outputDir, "_artifacts", strings.ReplaceAll(c.name, "/", "__"))
	err := os.MkdirAll(base, 0o777)
	if err == nil {
		c.artifacts, err = os.MkdirTemp(base, "")
	}
	if err != nil {
		c.Fatalf("ArtifactDir: %v", err)
	}
	if c.printer != nil {
		c.printer.updatef(c.name, "=== ARTIFACTS %s %v\n", c.name, c.artifacts)
	}
	return c.artifacts
}

// Setenv calls os.Setenv(key, value) and uses Cleanup to restore the environment variable.
func (c *common) Setenv(key, value string) {
	c.checkFuzz("Setenv")
	old, was := os.LookupEnv(key)
	if err := os.Setenv(key, value); err != nil {
		c.Fatalf("cannot set environment variable: %v", err)
	}
	c.Cleanup(func() {
		if was {
			os.Setenv(key, old)
		} else {
			os.Unsetenv(key)
		}
	})
}

// Chdir calls os.Chdir(dir) and uses Cleanup to restore the current working directory.
func (c *common) Chdir(dir string) {
	c.checkFuzz("Chdir")
	old, err := os.Getwd()
	if err != nil {
		c.Fatal(err)
	}
	if err := os.Chdir(dir); err != nil {
		c.Fatal(err)
	}
	if !filepath.IsAbs(dir) {
		if dir, err = os.Getwd(); err != nil {
			c.Fatal(err)
		}
	}
	c.Setenv("PWD", dir)
	c.Cleanup(func() {
		if err := os.Chdir(old); err != nil {
			panic("testing.Chdir: " + err.Error())
		}
	})
}

// Context returns a context that is canceled just before Cleanup-registered functions are called.
func (c *common) Context() context.Context {
	c.checkFuzz("Context")
	return c.ctx
}

// Attr emits a test attribute associated with this test.
func (c *common) Attr(key, value string) {
	switch {
	case strings.ContainsFunc(key, unicode.IsSpace):
		c.Errorf("disallowed whitespace in attribute key %q", key)
	case strings.ContainsAny(value, "\r\n"):
		c.Errorf("disallowed newline in attribute value %q", value)
	case c.printer != nil:
		c.printer.updatef(c.name, "=== ATTR  %s %v %v\n", c.name, key, value)
	}
}

// flush prints a line of the test's result and what it has logged, in its parent's output.
func (c *common) flush(format string, args ...any) {
	p := c.parent
	p.mu.Lock()
	defer p.mu.Unlock()
	c.mu.Lock()
	defer c.mu.Unlock()
	text := fmt.Sprintf(format, args...) + string(c.output)
	c.output = nil
	if c.printer != nil && p.w == c.printer.w {
		c.printer.updatef(c.name, "%s", text)
	} else {
		io.WriteString(p.w, text)
	}
}

// indenter writes to the output of a test, which holds its lock.
type indenter struct{ c *common }

func (w indenter) Write(b []byte) (n int, err error) {
	for line := range bytes.Lines(b) {
		w.c.output = append(append(w.c.output, indent...), line...)
	}
	return len(b), nil
}

// printer prints at once, with -v, and tells which test the output is of when that changes.
type printer struct {
	mu   sync.Mutex
	w    io.Writer
	last string
}

// updatef prints a message about the test.
func (p *printer) updatef(name, format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = name
	fmt.Fprintf(p.w, format, args...)
}

// printf prints a message of the test.
func (p *printer) printf(name, format string, args ...any) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.last != name {
		if p.last != "" {
			fmt.Fprintf(p.w, "=== NAME  %s\n", name)
		}
		p.last = name
	}
	fmt.Fprintf(p.w, format, args...)
}

func seconds(d time.Duration) string { return fmt.Sprintf("%.2fs", d.Seconds()) }
