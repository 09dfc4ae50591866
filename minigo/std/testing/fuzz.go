package testing

import (
	"context"
	"fmt"
	"os"
	"reflect"
	"time"
)

// InternalFuzzTarget is an internal type but exported because it is cross-package; it is part of the implementation of "go test".
type InternalFuzzTarget struct {
	Name string
	Fn   func(f *F)
}

// F is a type passed to fuzz tests. A fuzz test runs its target with the seed corpus added by F.Add.
type F struct {
	common
	state  *state
	corpus [][]any
	called bool // Fuzz
}

// Helper marks the calling function as a test helper function.
func (f *F) Helper() {
	f.checkFuzz("Helper")
	f.common.Helper()
}

// Fail marks the function as having failed but continues execution.
func (f *F) Fail() {
	f.checkFuzz("Fail")
	f.common.Fail()
}

// Skipped reports whether the test was skipped.
func (f *F) Skipped() bool {
	f.checkFuzz("Skipped")
	return f.common.Skipped()
}

func fuzzable(t reflect.Type) bool {
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Float32, reflect.Float64, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64,
		reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return t.PkgPath() == ""
	case reflect.Slice:
		return t == reflect.TypeFor[[]byte]()
	}
	return false
}

// Add will add the arguments to the seed corpus for the fuzz test.
func (f *F) Add(args ...any) {
	for i := range args {
		if t := reflect.TypeOf(args[i]); t == nil || !fuzzable(t) {
			panic(fmt.Sprintf("testing: unsupported type to Add %v", t))
		}
	}
	f.corpus = append(f.corpus, args)
}

// Fuzz runs the fuzz function, ff, for fuzz testing: with each entry of the seed corpus.
func (f *F) Fuzz(ff any) {
	if f.called {
		panic("testing: F.Fuzz called more than once")
	}
	f.called = true
	if f.failed {
		return
	}
	fn := reflect.ValueOf(ff)
	t := fn.Type()
	switch {
	case t.Kind() != reflect.Func:
		panic("testing: F.Fuzz must receive a function")
	case t.NumIn() < 2 || t.In(0) != reflect.TypeFor[*T]():
		panic("testing: fuzz target must receive at least two arguments, where the first argument is a *T")
	case t.NumOut() != 0:
		panic("testing: fuzz target must not return a value")
	}
	for i := 1; i < t.NumIn(); i++ {
		if !fuzzable(t.In(i)) {
			panic(fmt.Sprintf("testing: unsupported type for fuzzing %v", t.In(i)))
		}
	}
	for i, args := range f.corpus {
		if !f.fits(t, args) {
			f.Fatalf("wrong number or types of values in corpus entry: %v", args)
		}
		name, ok, _ := f.state.match.fullName(&f.common, fmt.Sprintf("seed#%d", i))
		if !ok {
			continue
		}
		in := []reflect.Value{{}}
		for _, a := range args {
			in = append(in, reflect.ValueOf(a))
		}
		f.run(name, func(t *T) {
			in[0] = reflect.ValueOf(t)
			f.inFuzz = true
			defer func() { f.inFuzz = false }()
			fn.Call(in)
		})
	}
}

func (f *F) fits(t reflect.Type, args []any) bool {
	if t.NumIn() != len(args)+1 {
		return false
	}
	for i, a := range args {
		if reflect.TypeOf(a) != t.In(i+1) {
			return false
		}
	}
	return true
}

// run runs the target as a subtest.
func (f *F) run(name string, fn func(t *T)) {
	parent := T{state: f.state}
	t := parent.child(name)
	t.parent, t.level, t.printer = &f.common, f.level+1, f.printer
	if t.printer != nil {
		t.printer.updatef(name, "=== RUN   %s\n", name)
	}
	go tRunner(t, fn)
	<-t.signal
}

// runFuzzTests runs the fuzz tests with their seed corpus.
func runFuzzTests(deps testDeps, targets []InternalFuzzTarget, deadline time.Time) (ran, ok bool) {
	ok = true
	for i := uint(0); i < *count && len(targets) > 0 && !shouldFailFast(); i++ {
		s := &state{match: newMatcher(deps.MatchString, *match, "-test.run", *skip), deadline: deadline, fuzzing: true, start: make(chan bool), limit: *parallel}
		root := &common{w: os.Stdout}
		if Verbose() {
			root.printer = &printer{w: root.w}
		}
		for _, target := range targets {
			name, run, _ := s.match.fullName(nil, target.Name)
			if !run {
				continue
			}
			ctx, cancel := context.WithCancel(context.Background())
			f := &F{state: s}
			f.common = common{signal: make(chan bool), name: name, parent: root, level: root.level + 1, printer: root.printer, ctx: ctx, cancel: cancel}
			f.w = indenter{&f.common}
			if f.printer != nil {
				f.printer.updatef(name, "=== RUN   %s\n", name)
			}
			go f.runner(target.Fn)
			<-f.signal
			ran = ran || root.ran || f.ran
			ok = ok && !f.failed
		}
	}
	return ran, ok
}

// runner runs a fuzz test in its goroutine.
func (f *F) runner(fn func(*F)) {
	defer func() {
		what := recover()
		if what == nil && !f.finished && !f.called && !f.failed {
			what = fmt.Errorf("fuzz test %s: returned without calling F.Fuzz, F.Fail, or F.Skip", f.name)
			f.Errorf("%v", what)
			what = nil
		}
		if what != nil {
			f.common.Fail()
			f.flush("--- FAIL: %s (%s)\n", f.name, seconds(time.Since(f.start)))
			panic(what)
		}
		f.runCleanup(false)
		f.duration += time.Since(f.start)
		f.endLine()
		switch {
		case f.failed:
			failures.Add(1)
			f.flush("--- FAIL: %s (%s)\n", f.name, seconds(f.duration))
		case f.printer == nil:
		case f.skipped:
			f.flush("--- SKIP: %s (%s)\n", f.name, seconds(f.duration))
		default:
			f.flush("--- PASS: %s (%s)\n", f.name, seconds(f.duration))
		}
		f.done = true
		f.setRan()
		f.signal <- true
	}()
	f.start = time.Now()
	fn(f)
	if f.called {
		f.finished = true
	}
}
