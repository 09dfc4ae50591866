package testing

import (
	"context"
	"fmt"
	"math"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
	"unicode"
)

// InternalBenchmark is an internal type but exported because it is cross-package; it is part of the implementation of "go test".
type InternalBenchmark struct {
	Name string
	F    func(b *B)
}

// B is a type passed to Benchmark functions to manage benchmark timing and control the number of iterations.
type B struct {
	common
	N           int
	previousN   int
	benchFunc   func(b *B)
	state       *benchState
	timerOn     bool
	showAllocs  bool
	result      BenchmarkResult
	parallelism int
	bytes       int64
	benchTime   durationOrCount
	extra       map[string]float64
	loops       struct {
		i, n  uint64
		done  bool
		begun bool
	}
	startAllocs, startBytes uint64
	netAllocs, netBytes     uint64
}

// benchState is what the benchmarks of a run share.
type benchState struct {
	match  *matcher
	maxLen int // the longest name
	extLen int // the longest suffix of -cpu
}

// One benchmark runs at a time.
var benchLock sync.Mutex

// StartTimer starts timing a test.
func (b *B) StartTimer() {
	if b.timerOn {
		return
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.startAllocs, b.startBytes = m.Mallocs, m.TotalAlloc
	b.start = time.Now()
	b.timerOn = true
}

// StopTimer stops timing a test.
func (b *B) StopTimer() {
	if !b.timerOn {
		return
	}
	b.duration += time.Since(b.start)
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.netAllocs += m.Mallocs - b.startAllocs
	b.netBytes += m.TotalAlloc - b.startBytes
	b.timerOn = false
}

// ResetTimer zeroes the elapsed benchmark time and memory allocation counters and deletes user-reported metrics.
func (b *B) ResetTimer() {
	b.extra = map[string]float64{}
	if b.timerOn {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		b.startAllocs, b.startBytes = m.Mallocs, m.TotalAlloc
		b.start = time.Now()
	}
	b.duration, b.netAllocs, b.netBytes = 0, 0, 0
}

// SetBytes records the number of bytes processed in a single operation.
func (b *B) SetBytes(n int64) { b.bytes = n }

// ReportAllocs enables malloc statistics for this benchmark.
func (b *B) ReportAllocs() { b.showAllocs = true }

// ReportMetric adds "n unit" to the reported benchmark results.
func (b *B) ReportMetric(n float64, unit string) {
	if unit == "" {
		panic("metric unit must not be empty")
	}
	if strings.ContainsFunc(unit, unicode.IsSpace) {
		panic("metric unit must not contain whitespace")
	}
	b.extra[unit] = n
}

// Elapsed returns the measured elapsed time of the benchmark.
func (b *B) Elapsed() time.Duration {
	d := b.duration
	if b.timerOn {
		d += time.Since(b.start)
	}
	return d
}

// runN runs the benchmark function for n iterations.
func (b *B) runN(n int) {
	benchLock.Lock()
	defer benchLock.Unlock()
	ctx, cancel := context.WithCancel(context.Background())
	defer func() {
		b.runCleanup(false)
	}()
	runtime.GC()
	b.ctx, b.cancel = ctx, cancel
	b.N = n
	b.loops.i, b.loops.n, b.loops.done, b.loops.begun = 0, 0, false, false
	b.parallelism = 1
	b.ResetTimer()
	b.StartTimer()
	b.benchFunc(b)
	b.StopTimer()
	b.previousN = n
	if b.loops.n > 0 && !b.loops.done && !b.failed {
		b.Error("benchmark function returned without B.Loop() == false (break or return in loop?)")
	}
}

// run1 runs the first iteration, and reports whether there is more to do.
func (b *B) run1() bool {
	go func() {
		defer func() { b.signal <- true }()
		b.runN(1)
	}()
	<-b.signal
	if b.failed {
		fmt.Fprintf(b.w, "--- FAIL: %s\n%s", b.name, b.output)
		return false
	}
	b.mu.RLock()
	finished := b.finished
	b.mu.RUnlock()
	if b.hasSub || finished {
		tag := "BENCH"
		if b.skipped {
			tag = "SKIP"
		}
		if b.printer != nil && (len(b.output) > 0 || finished) {
			fmt.Fprintf(b.w, "--- %s: %s\n%s", tag, b.name, b.output)
		}
		return false
	}
	return true
}

// nextN predicts how many iterations take the goal's time, from what the last ones took.
func nextN(goal time.Duration, previous int, took time.Duration, last int) int {
	n := int64(goal) * int64(previous) / max(int64(took), 1)
	n += n / 5
	n = min(n, 100*int64(last))
	n = max(n, int64(last)+1)
	return int(min(n, 1e9))
}

func (b *B) launch() {
	defer func() { b.signal <- true }()
	switch {
	case b.loops.n > 0:
		// Loop has done it all in the first call.
	case b.benchTime.n > 0:
		if b.benchTime.n > 1 {
			b.runN(b.benchTime.n)
		}
	default:
		for n := 1; !b.failed && b.duration < b.benchTime.d && n < 1e9; {
			n = nextN(b.benchTime.d, b.N, b.duration, n)
			b.runN(n)
		}
	}
	b.result = BenchmarkResult{b.N, b.duration, b.bytes, b.netAllocs, b.netBytes, b.extra}
}

func (b *B) doBench() BenchmarkResult {
	go b.launch()
	<-b.signal
	return b.result
}

// Loop returns true as long as the benchmark should continue running.
func (b *B) Loop() bool {
	l := &b.loops
	if l.begun && l.i < l.n {
		l.i++
		return true
	}
	return b.loopSlow()
}

func (b *B) loopSlow() bool {
	l := &b.loops
	if !b.timerOn && l.begun {
		b.Fatal("B.Loop called with timer stopped")
	}
	if !l.begun {
		l.begun, l.n, l.i = true, 1, 1
		if b.benchTime.n > 0 {
			l.n = uint64(b.benchTime.n)
		}
		b.ResetTimer()
		return true
	}
	more := false
	if b.benchTime.n == 0 && !l.done {
		if took := b.Elapsed(); took < b.benchTime.d && l.n < 1e9 {
			l.n = uint64(nextN(b.benchTime.d, int(l.n), took, int(l.n)))
			l.i++
			more = true
		}
	}
	if !more {
		b.StopTimer()
		b.N = int(l.n)
		l.done = true
	}
	return more
}

// BenchmarkResult contains the results of a benchmark run.
type BenchmarkResult struct {
	N         int           // The number of iterations.
	T         time.Duration // The total time taken.
	Bytes     int64         // Bytes processed in one iteration.
	MemAllocs uint64        // The total number of memory allocations.
	MemBytes  uint64        // The total number of bytes allocated.

	// Extra records additional metrics reported by ReportMetric.
	Extra map[string]float64
}

// NsPerOp returns the "ns/op" metric.
func (r BenchmarkResult) NsPerOp() int64 {
	if v, ok := r.Extra["ns/op"]; ok {
		return int64(v)
	}
	if r.N <= 0 {
		return 0
	}
	return r.T.Nanoseconds() / int64(r.N)
}

func (r BenchmarkResult) perOp(unit string, total uint64) int64 {
	if v, ok := r.Extra[unit]; ok {
		return int64(v)
	}
	if r.N <= 0 {
		return 0
	}
	return int64(total) / int64(r.N)
}

// AllocsPerOp returns the "allocs/op" metric.
func (r BenchmarkResult) AllocsPerOp() int64 { return r.perOp("allocs/op", r.MemAllocs) }

// AllocedBytesPerOp returns the "B/op" metric.
func (r BenchmarkResult) AllocedBytesPerOp() int64 { return r.perOp("B/op", r.MemBytes) }

// String returns a summary of the benchmark results in the standard format.
func (r BenchmarkResult) String() string {
	var buf strings.Builder
	fmt.Fprintf(&buf, "%8d", r.N)
	ns, ok := r.Extra["ns/op"]
	if !ok {
		ns = float64(r.T.Nanoseconds()) / float64(r.N)
	}
	if ns != 0 {
		buf.WriteByte('\t')
		prettyPrint(&buf, ns, "ns/op")
	}
	mb, ok := r.Extra["MB/s"]
	if !ok && r.Bytes > 0 && r.T > 0 && r.N > 0 {
		mb = float64(r.Bytes) * float64(r.N) / 1e6 / r.T.Seconds()
	}
	if mb != 0 {
		fmt.Fprintf(&buf, "\t%7.2f MB/s", mb)
	}
	var units []string
	for unit := range r.Extra {
		if !slices.Contains([]string{"ns/op", "MB/s", "B/op", "allocs/op"}, unit) {
			units = append(units, unit)
		}
	}
	slices.Sort(units)
	for _, unit := range units {
		buf.WriteByte('\t')
		prettyPrint(&buf, r.Extra[unit], unit)
	}
	return buf.String()
}

func prettyPrint(w *strings.Builder, x float64, unit string) {
	format := "%10.0f %s"
	switch y := math.Abs(x); {
	case y == 0 || y >= 999.95:
	case y >= 99.995:
		format = "%12.1f %s"
	case y >= 9.9995:
		format = "%13.2f %s"
	case y >= 0.99995:
		format = "%14.3f %s"
	case y >= 0.099995:
		format = "%15.4f %s"
	case y >= 0.0099995:
		format = "%16.5f %s"
	case y >= 0.00099995:
		format = "%17.6f %s"
	default:
		format = "%18.7f %s"
	}
	fmt.Fprintf(w, format, x, unit)
}

// MemString returns r.AllocedBytesPerOp and r.AllocsPerOp in the same format as 'go test'.
func (r BenchmarkResult) MemString() string {
	return fmt.Sprintf("%8d B/op\t%8d allocs/op", r.AllocedBytesPerOp(), r.AllocsPerOp())
}

func benchmarkName(name string, procs int) string {
	if procs != 1 {
		return name + "-" + strconv.Itoa(procs)
	}
	return name
}

// RunBenchmarks is an internal function but exported because it is cross-package; it is part of the implementation of "go test".
func RunBenchmarks(matchString func(pat, str string) (bool, error), benchmarks []InternalBenchmark) {
	runBenchmarks(matchString, benchmarks)
}

func runBenchmarks(matchString func(pat, str string) (bool, error), benchmarks []InternalBenchmark) bool {
	if *matchBench == "" {
		return true
	}
	procs := 1
	for _, p := range cpuList {
		procs = max(procs, p)
	}
	s := &benchState{match: newMatcher(matchString, *matchBench, "-test.bench", *skip), extLen: len(benchmarkName("", procs))}
	var chosen []InternalBenchmark
	for _, b := range benchmarks {
		if _, ok, _ := s.match.fullName(nil, b.Name); ok {
			chosen = append(chosen, b)
			s.maxLen = max(s.maxLen, len(benchmarkName(b.Name, procs)))
		}
	}
	main := &B{benchFunc: func(b *B) {
		for _, c := range chosen {
			b.Run(c.Name, c.F)
		}
	}, state: s, benchTime: benchTime}
	main.common = common{name: "Main", w: os.Stdout, bench: true, signal: make(chan bool)}
	if Verbose() {
		main.printer = &printer{w: main.w}
	}
	main.runN(1)
	return !main.failed
}

// Run benchmarks f as a subbenchmark with the given name. It reports whether there were any failures.
func (b *B) Run(name string, f func(b *B)) bool {
	b.hasSub = true
	benchLock.Unlock()
	defer benchLock.Lock()
	full, ok, partial := name, true, false
	if b.state != nil {
		full, ok, partial = b.state.match.fullName(&b.common, name)
	}
	if !ok {
		return true
	}
	sub := &B{benchFunc: f, state: b.state, benchTime: b.benchTime}
	sub.common = common{signal: make(chan bool), name: full, parent: &b.common, level: b.level + 1, w: b.w, printer: b.printer, bench: true}
	if partial {
		// Only to find what -bench names below it.
		sub.run1()
		return !sub.failed
	}
	if b.state == nil {
		if sub.run1() {
			sub.doBench()
		}
		b.add(sub.result)
	} else {
		b.state.process(sub)
	}
	if sub.failed {
		b.failed = true
	}
	return !sub.failed
}

// add sums up results, for Benchmark with subbenchmarks.
func (b *B) add(other BenchmarkResult) {
	r := &b.result
	r.N = 1
	r.T += time.Duration(other.NsPerOp())
	if other.Bytes == 0 {
		r.Bytes = 0
	} else {
		r.Bytes += other.Bytes
	}
	r.MemAllocs += uint64(other.AllocsPerOp())
	r.MemBytes += uint64(other.AllocedBytesPerOp())
}

var labels sync.Once

// process runs a benchmark for each value of -cpu, -count times, and prints the results.
func (s *benchState) process(b *B) {
	for i, procs := range cpuList {
		for j := uint(0); j < *count; j++ {
			runtime.GOMAXPROCS(procs)
			name := benchmarkName(b.name, procs)
			r := b
			if i > 0 || j > 0 {
				r = &B{benchFunc: b.benchFunc, state: s, benchTime: b.benchTime}
				r.common = common{signal: make(chan bool), name: b.name, w: b.w, printer: b.printer, bench: true, parent: b.parent, level: b.level}
			}
			if !r.run1() {
				b.failed = b.failed || r.failed
				continue
			}
			labels.Do(func() {
				fmt.Printf("goos: %s\ngoarch: %s\n", runtime.GOOS, runtime.GOARCH)
			})
			if b.printer != nil {
				b.printer.updatef(b.name, "=== RUN   %s\n%s\n", b.name, b.name)
			}
			fmt.Fprintf(b.w, "%-*s\t", s.maxLen, name)
			result := r.doBench()
			if r.failed {
				b.failed = true
				fmt.Fprintf(b.w, "--- FAIL: %s\n%s", name, r.output)
				continue
			}
			text := result.String()
			if *benchmarkMemory || r.showAllocs {
				text += "\t" + result.MemString()
			}
			fmt.Fprintln(b.w, text)
			if len(r.output) > 0 {
				fmt.Fprintf(b.w, "--- BENCH: %s\n%s", name, r.output)
			}
		}
	}
}

// A PB is used by RunParallel for running parallel benchmarks.
type PB struct {
	next  *atomic.Uint64 // iterations taken, of all goroutines
	grain uint64         // how many to take at a time
	cache uint64         // taken, not yet done
	n     uint64
}

// Next reports whether there are more iterations to execute.
func (pb *PB) Next() bool {
	if pb.cache == 0 {
		n := pb.next.Add(pb.grain)
		switch {
		case n <= pb.n:
			pb.cache = pb.grain
		case n < pb.n+pb.grain:
			pb.cache = pb.n + pb.grain - n
		default:
			return false
		}
	}
	pb.cache--
	return true
}

// RunParallel runs a benchmark in parallel: it creates multiple goroutines and distributes b.N iterations among them.
func (b *B) RunParallel(body func(*PB)) {
	if b.N == 0 {
		return
	}
	grain := uint64(0)
	if b.previousN > 0 && b.duration > 0 {
		grain = 1e5 * uint64(b.previousN) / uint64(b.duration)
	}
	grain = min(max(grain, 1), 1e4)
	var next atomic.Uint64
	var wg sync.WaitGroup
	for i := 0; i < b.parallelism*runtime.GOMAXPROCS(0); i++ {
		wg.Go(func() { body(&PB{next: &next, grain: grain, n: uint64(b.N)}) })
	}
	wg.Wait()
	if next.Load() <= uint64(b.N) && !b.Failed() {
		b.Fatal("RunParallel: body exited without pb.Next() == false")
	}
}

// SetParallelism sets the number of goroutines used by RunParallel to p*GOMAXPROCS.
func (b *B) SetParallelism(p int) {
	if p >= 1 {
		b.parallelism = p
	}
}

// Benchmark benchmarks a single function. It is useful for creating custom benchmarks that do not use the "go test" command.
func Benchmark(f func(b *B)) BenchmarkResult {
	b := &B{benchFunc: f, benchTime: benchTime}
	b.common = common{signal: make(chan bool), w: discard{}, bench: true}
	if b.run1() {
		b.doBench()
	}
	return b.result
}

type discard struct{}

func (discard) Write(b []byte) (n int, err error) { return len(b), nil }

// AllocsPerRun returns the average number of allocations during calls to f, an integer. It runs f once before counting, and sets GOMAXPROCS to 1.
func AllocsPerRun(runs int, f func()) (avg float64) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	f()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	before := m.Mallocs
	for i := 0; i < runs; i++ {
		f()
	}
	runtime.ReadMemStats(&m)
	return float64((m.Mallocs - before) / uint64(runs))
}

// durationOrCount is the value of -benchtime: 1s or 100x.
type durationOrCount struct {
	d time.Duration
	n int
}

func (f *durationOrCount) String() string {
	if f.n > 0 {
		return fmt.Sprintf("%dx", f.n)
	}
	return f.d.String()
}

func (f *durationOrCount) Set(s string) error {
	if digits, ok := strings.CutSuffix(s, "x"); ok {
		n, err := strconv.ParseInt(digits, 10, 0)
		if err != nil || n <= 0 {
			return fmt.Errorf("invalid count")
		}
		*f = durationOrCount{n: int(n)}
		return nil
	}
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 {
		return fmt.Errorf("invalid duration")
	}
	*f = durationOrCount{d: d}
	return nil
}
