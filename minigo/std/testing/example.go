package testing

import (
	"fmt"
	"io"
	"os"
	"slices"
	"strings"
	"time"
)

// InternalExample is an internal type but exported because it is cross-package; it is part of the implementation of "go test".
type InternalExample struct {
	Name      string
	F         func()
	Output    string
	Unordered bool
}

// RunExamples is an internal function but exported because it is cross-package; it is part of the implementation of "go test".
func RunExamples(matchString func(pat, str string) (bool, error), examples []InternalExample) (ok bool) {
	_, ok = runExamples(matchString, examples)
	return ok
}

func runExamples(matchString func(pat, str string) (bool, error), examples []InternalExample) (ran, ok bool) {
	ok = true
	m := newMatcher(matchString, *match, "-test.run", *skip)
	for _, e := range examples {
		if _, run, _ := m.fullName(nil, e.Name); run {
			ran = true
			ok = runExample(e) && ok
		}
	}
	return ran, ok
}

// runExample runs an example with its standard output going through a pipe.
func runExample(e InternalExample) (ok bool) {
	if Verbose() {
		fmt.Printf("=== RUN   %s\n", e.Name)
	}
	stdout := os.Stdout
	r, w, err := os.Pipe()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Stdout = w
	text := make(chan string)
	go func() {
		var buf strings.Builder
		_, err := io.Copy(&buf, r)
		r.Close()
		if err != nil {
			fmt.Fprintf(os.Stderr, "testing: copying pipe: %v\n", err)
			os.Exit(1)
		}
		text <- buf.String()
	}()
	finished := false
	start := time.Now()
	defer func() {
		took := time.Since(start)
		w.Close()
		out := <-text
		os.Stdout = stdout
		what := recover()
		ok = e.result(out, took, finished, what)
		switch {
		case what != nil:
			panic(what)
		case !finished:
			panic(errNoReturn)
		}
	}()
	e.F()
	finished = true
	return ok
}

func sortLines(s string) string {
	lines := strings.Split(s, "\n")
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

// result compares what was printed with what should have been.
func (e *InternalExample) result(stdout string, took time.Duration, finished bool, what any) bool {
	fail := ""
	got, want := strings.TrimSpace(stdout), strings.TrimSpace(strings.ReplaceAll(e.Output, "\r\n", "\n"))
	if e.Unordered {
		if sortLines(got) != sortLines(want) && what == nil {
			fail = fmt.Sprintf("got:\n%s\nwant (unordered):\n%s\n", stdout, e.Output)
		}
	} else if got != want && what == nil {
		fail = fmt.Sprintf("got:\n%s\nwant:\n%s\n", got, want)
	}
	if fail != "" || !finished || what != nil {
		fmt.Printf("--- FAIL: %s (%s)\n%s", e.Name, seconds(took), fail)
		failures.Add(1)
		return false
	}
	if Verbose() {
		fmt.Printf("--- PASS: %s (%s)\n", e.Name, seconds(took))
	}
	return true
}
