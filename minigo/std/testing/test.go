package testing

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// T is a type passed to Test functions to manage test state and support formatted test logs.
type T struct {
	common
	noParallel bool
	state      *state
}

// InternalTest is an internal type but exported because it is cross-package; it is part of the implementation of "go test".
type InternalTest struct {
	Name string
	F    func(*T)
}

// state is what the tests of a run share.
type state struct {
	match    *matcher
	deadline time.Time
	fuzzing  bool

	mu      sync.Mutex
	start   chan bool // where tests that wait for their turn get it
	running int       // parallel tests
	waiting int
	limit   int
}

func (s *state) waitParallel() {
	s.mu.Lock()
	if s.running < s.limit {
		s.running++
		s.mu.Unlock()
		return
	}
	s.waiting++
	s.mu.Unlock()
	<-s.start
}

func (s *state) release() {
	s.mu.Lock()
	if s.waiting == 0 {
		s.running--
		s.mu.Unlock()
		return
	}
	s.waiting--
	s.mu.Unlock()
	s.start <- true
}

// running has the tests that are running and since when, for the message of a timeout.
var running sync.Map

var failures atomic.Uint32

func shouldFailFast() bool { return *failFast && failures.Load() > 0 }

const parallelConflict = "testing: test using t.Setenv, t.Chdir, or cryptotest.SetGlobalRandom can not use t.Parallel"

// Parallel signals that this test is to be run in parallel with (and only with) other parallel tests.
func (t *T) Parallel() {
	switch {
	case t.isParallel:
		panic("testing: t.Parallel called multiple times")
	case t.noParallel:
		panic(parallelConflict)
	case t.parent.barrier == nil:
		return // a fuzz target
	}
	t.isParallel = true
	t.duration += time.Since(t.start)
	t.parent.sub = append(t.parent.sub, t)
	if t.printer != nil {
		t.printer.updatef(t.name, "=== PAUSE %s\n", t.name)
	}
	running.Delete(t.name)
	t.signal <- true
	<-t.parent.barrier
	t.state.waitParallel()
	if t.printer != nil {
		t.printer.updatef(t.name, "=== CONT  %s\n", t.name)
	}
	t.start = time.Now()
	running.Store(t.name, t.start)
}

func (t *T) sequential() {
	for c := &t.common; c != nil; c = c.parent {
		if c.isParallel {
			panic(parallelConflict)
		}
	}
	t.noParallel = true
}

// Setenv calls os.Setenv(key, value) and uses Cleanup to restore the environment variable. It cannot be used in parallel tests.
func (t *T) Setenv(key, value string) {
	t.sequential()
	t.common.Setenv(key, value)
}

// Chdir calls os.Chdir(dir) and uses Cleanup to restore the current working directory. It cannot be used in parallel tests.
func (t *T) Chdir(dir string) {
	t.sequential()
	t.common.Chdir(dir)
}

// Deadline reports the time at which the test binary will have exceeded the timeout specified by the -timeout flag.
func (t *T) Deadline() (deadline time.Time, ok bool) {
	return t.state.deadline, !t.state.deadline.IsZero()
}

// child makes a test below t.
func (t *T) child(name string) *T {
	ctx, cancel := context.WithCancel(context.Background())
	c := &T{state: t.state}
	c.common = common{
		barrier: make(chan bool), signal: make(chan bool, 1), name: name, parent: &t.common, level: t.level + 1, printer: t.printer, ctx: ctx, cancel: cancel,
	}
	c.w = indenter{&c.common}
	return c
}

// Run runs f as a subtest of t called name. It runs f in a separate goroutine and blocks until f returns or calls t.Parallel, and reports whether f
// succeeded (or at least did not fail before calling t.Parallel).
func (t *T) Run(name string, f func(t *T)) bool {
	if t.cleaning.Load() {
		panic("testing: t.Run called during t.Cleanup")
	}
	t.mu.Lock()
	t.hasSub = true
	t.mu.Unlock()
	full, ok, _ := t.state.match.fullName(&t.common, name)
	if !ok || shouldFailFast() {
		return true
	}
	c := t.child(full)
	if c.printer != nil {
		c.printer.updatef(c.name, "=== RUN   %s\n", c.name)
	}
	running.Store(c.name, time.Now())
	go tRunner(c, f)
	if !<-c.signal {
		// FailNow of this test was called in the subtest.
		runtime.Goexit()
	}
	return !c.Failed()
}

var errNoReturn = errors.New("test executed panic(nil) or runtime.Goexit")

// tRunner runs a test in the goroutine made for it, and afterwards its parallel subtests and cleanup functions.
func tRunner(t *T, f func(t *T)) {
	defer func() { t.end(recover()) }()
	defer func() {
		if len(t.sub) == 0 {
			t.runCleanup(false)
		}
	}()
	t.start = time.Now()
	f(t)
	t.mu.Lock()
	t.finished = true
	t.mu.Unlock()
}

// end is called when the test function has returned, exited or panicked (with what).
func (t *T) end(what any) {
	signal := true
	t.mu.RLock()
	finished := t.finished
	t.mu.RUnlock()
	if !finished && what == nil {
		what = errNoReturn
		for p := t.parent; p != nil; p = p.parent {
			p.mu.RLock()
			finished := p.finished
			p.mu.RUnlock()
			if finished {
				if !t.isParallel {
					t.Errorf("%v: subtest may have called FailNow on a parent test", what)
					what = nil
				}
				signal = false
				break
			}
		}
	}
	if what != nil && t.state.fuzzing {
		prefix := "panic: "
		if what == errNoReturn {
			prefix = ""
		}
		t.Errorf("%s%s\n%s\n", prefix, what, string(debug.Stack()))
		what = nil
	}
	if what != nil {
		t.die(what)
	}
	t.duration += time.Since(t.start)
	if len(t.sub) > 0 {
		t.state.release()
		running.Delete(t.name)
		close(t.barrier)
		for _, sub := range t.sub {
			<-sub.signal
		}
		start := time.Now()
		running.Store(t.name, start)
		what := t.runCleanup(true)
		t.duration += time.Since(start)
		if what != nil {
			t.die(what)
		}
		if !t.isParallel {
			t.state.waitParallel()
		}
	} else if t.isParallel {
		t.state.release()
	}
	for c := &t.common; c.parent != nil; c = c.parent {
		c.endLine()
	}
	if t.Failed() {
		failures.Add(1)
	}
	t.report()
	t.mu.Lock()
	t.done = true
	leaf := !t.hasSub
	t.mu.Unlock()
	if t.parent != nil && leaf {
		t.setRan()
	}
	running.Delete(t.name)
	t.signal <- signal
}

// die reports the test and those above it as failed, and panics.
func (t *T) die(what any) {
	t.Fail()
	if r := t.runCleanup(true); r != nil {
		t.Logf("cleanup panicked with %v", r)
	}
	for c := &t.common; c.parent != nil; c = c.parent {
		c.mu.Lock()
		c.duration += time.Since(c.start)
		c.mu.Unlock()
		c.endLine()
		c.flush("--- FAIL: %s (%s)\n", c.name, seconds(c.duration))
		if r := c.parent.runCleanup(true); r != nil {
			fmt.Fprintf(c.parent.w, "cleanup panicked with %v", r)
		}
	}
	panic(what)
}

func (t *T) report() {
	if t.parent == nil {
		return
	}
	switch {
	case t.Failed():
		t.flush("--- FAIL: %s (%s)\n", t.name, seconds(t.duration))
	case t.printer == nil:
	case t.Skipped():
		t.flush("--- SKIP: %s (%s)\n", t.name, seconds(t.duration))
	default:
		t.flush("--- PASS: %s (%s)\n", t.name, seconds(t.duration))
	}
}

// RunTests is an internal function but exported because it is cross-package; it is part of the implementation of "go test".
func RunTests(matchString func(pat, str string) (bool, error), tests []InternalTest) (ok bool) {
	ran, ok := runTests(matchString, tests, time.Time{})
	if !ran && *haveExamples == "" {
		fmt.Fprintln(os.Stderr, "testing: warning: no tests to run")
	}
	return ok
}

// runTests runs the tests for each value of -cpu, -count times.
func runTests(matchString func(pat, str string) (bool, error), tests []InternalTest, deadline time.Time) (ran, ok bool) {
	ok = true
	for _, procs := range cpuList {
		runtime.GOMAXPROCS(procs)
		for i := uint(0); i < *count && !(i > 0 && !ran) && !shouldFailFast(); i++ {
			s := &state{match: newMatcher(matchString, *match, "-test.run", *skip), deadline: deadline, start: make(chan bool), limit: *parallel, running: 1}
			ctx, cancel := context.WithCancel(context.Background())
			root := &T{state: s}
			root.common = common{signal: make(chan bool, 1), barrier: make(chan bool), w: os.Stdout, ctx: ctx, cancel: cancel}
			if Verbose() {
				root.printer = &printer{w: root.w}
			}
			tRunner(root, func(t *T) {
				for _, test := range tests {
					t.Run(test.Name, test.F)
				}
			})
			<-root.signal
			ok = ok && !root.Failed()
			ran = ran || root.ran
		}
	}
	return ran, ok
}

// matcher finds names by -run and -skip and keeps them unique.
type matcher struct {
	run, skip []string // regular expressions, one a level
	match     func(pat, str string) (bool, error)

	mu   sync.Mutex
	used map[string]int
}

// split cuts a pattern at slashes that are not in brackets.
func split(pattern string) []string {
	if pattern == "" {
		return nil
	}
	var parts []string
	square, round, start := 0, 0, 0
	for i := 0; i < len(pattern); i++ {
		switch pattern[i] {
		case '[':
			square++
		case ']':
			square = max(square-1, 0)
		case '(':
			if square == 0 {
				round++
			}
		case ')':
			if square == 0 {
				round--
			}
		case '\\':
			i++
		case '/':
			if square == 0 && round == 0 {
				parts = append(parts, rewrite(pattern[start:i]))
				start = i + 1
			}
		}
	}
	return append(parts, rewrite(pattern[start:]))
}

func newMatcher(match func(pat, str string) (bool, error), run, name, skip string) *matcher {
	m := &matcher{match: match, run: split(run), skip: split(skip), used: map[string]int{}}
	for _, list := range [][]string{m.run, m.skip} {
		for _, pattern := range list {
			if _, err := match(pattern, "non-empty"); err != nil {
				fmt.Fprintf(os.Stderr, "testing: invalid regexp %q for %s: %s\n", pattern, name, err)
				os.Exit(1)
			}
		}
	}
	return m
}

// fullName returns the name of a subtest of c, whether it is to run, and whether -run names something below it.
func (m *matcher) fullName(c *common, sub string) (name string, ok, partial bool) {
	name = sub
	m.mu.Lock()
	defer m.mu.Unlock()
	if c != nil && c.level > 0 {
		name = m.unique(c.name, rewrite(sub))
	}
	elements := strings.Split(name, "/")
	ok, partial = true, len(elements) < len(m.run)
	for i, e := range elements {
		if i < len(m.run) {
			if yes, _ := m.match(m.run[i], e); !yes {
				return name, false, false
			}
		}
	}
	if len(m.skip) > 0 && len(elements) >= len(m.skip) {
		all := true
		for i, pattern := range m.skip {
			yes, _ := m.match(pattern, elements[i])
			all = all && yes
		}
		if all {
			return name, false, false
		}
	}
	return name, ok, partial
}

// unique returns parent/sub, with #01 and so on behind it where that is taken, or where sub is empty.
func (m *matcher) unique(parent, sub string) string {
	base := parent + "/" + sub
	for {
		n := m.used[base]
		m.used[base] = n + 1
		name := base
		if n > 0 || sub == "" {
			name = fmt.Sprintf("%s#%02d", base, n)
		}
		if name == base {
			return name
		}
		if m.used[name] == 0 {
			m.used[name] = 1
			return name
		}
	}
}

// rewrite makes a name printable and free of spaces.
func rewrite(s string) string {
	b := make([]byte, 0, len(s))
	for _, r := range s {
		switch {
		case isSpace(r):
			b = append(b, '_')
		case !isPrint(r):
			q := fmt.Sprintf("%q", r)
			b = append(b, q[1:len(q)-1]...)
		default:
			b = append(b, string(r)...)
		}
	}
	return string(b)
}

// names returns what is running, sorted, with times.
func runningNames() []string {
	var list []string
	running.Range(func(k, v any) bool {
		list = append(list, fmt.Sprintf("%s (%v)", k, time.Since(v.(time.Time)).Round(time.Second)))
		return true
	})
	slices.Sort(list)
	return list
}
