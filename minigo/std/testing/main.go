package testing

import (
	"flag"
	"fmt"
	"io"
	"math/rand"
	"os"
	"reflect"
	"runtime"
	"strconv"
	"strings"
	"time"
	"unicode"
)

func isSpace(r rune) bool { return unicode.IsSpace(r) }
func isPrint(r rune) bool { return strconv.IsPrint(r) }

var initialised bool

// The flags; their defaults hold until Init has been called.
var (
	short           = new(bool)
	failFast        = new(bool)
	outputDir       = new(string)
	verbose         = new(verboseFlag)
	count           = newOf(uint(1))
	matchList       = new(string)
	match           = new(string)
	skip            = new(string)
	timeout         = new(time.Duration)
	cpuListText     = new(string)
	parallel        = newOf(1)
	shuffle         = newOf("off")
	fullPath        = new(bool)
	keepArtifacts   = new(bool)
	matchBench      = new(string)
	benchmarkMemory = new(bool)
	matchFuzz       = new(string)
	haveExamples    = new(string)
	benchTime       = durationOrCount{d: time.Second}
	cpuList         = []int{runtime.GOMAXPROCS(0)}
)

func newOf[V any](v V) *V { return &v }

// verboseFlag is -v or -v=true or -v=test2json.
type verboseFlag struct{ on bool }

func (f *verboseFlag) IsBoolFlag() bool { return true }
func (f *verboseFlag) Get() any         { return f.on }
func (f *verboseFlag) String() string   { return strconv.FormatBool(f.on) }
func (f *verboseFlag) Set(s string) error {
	switch s {
	case "true", "test2json":
		f.on = true
	case "false":
		f.on = false
	default:
		return fmt.Errorf("invalid flag -test.v=%s", s)
	}
	return nil
}

// Init registers testing flags, as the "go test" command does before running test functions. It has no effect if it was already called.
func Init() {
	if initialised {
		return
	}
	initialised = true
	short = flag.Bool("test.short", false, "run smaller test suite to save time")
	failFast = flag.Bool("test.failfast", false, "do not start new tests after the first test failure")
	outputDir = flag.String("test.outputdir", "", "write profiles to `dir`")
	flag.Var(verbose, "test.v", "verbose: print additional output")
	count = flag.Uint("test.count", 1, "run tests and benchmarks `n` times")
	matchList = flag.String("test.list", "", "list tests, examples, and benchmarks matching `regexp` then exit")
	match = flag.String("test.run", "", "run only tests and examples matching `regexp`")
	skip = flag.String("test.skip", "", "do not list or run tests matching `regexp`")
	timeout = flag.Duration("test.timeout", 0, "panic test binary after duration `d` (default 0, timeout disabled)")
	cpuListText = flag.String("test.cpu", "", "comma-separated `list` of cpu counts to run each test with")
	parallel = flag.Int("test.parallel", runtime.GOMAXPROCS(0), "run at most `n` tests in parallel")
	shuffle = flag.String("test.shuffle", "off", "randomize the execution order of tests and benchmarks")
	fullPath = flag.Bool("test.fullpath", false, "show full file names in error messages")
	keepArtifacts = flag.Bool("test.artifacts", false, "store test artifacts in test.,outputdir")
	flag.Bool("test.paniconexit0", false, "panic on call to os.Exit(0)")
	flag.String("test.testlogfile", "", "write test action log to `file` (for use only by cmd/go)")
	matchBench = flag.String("test.bench", "", "run only benchmarks matching `regexp`")
	benchmarkMemory = flag.Bool("test.benchmem", false, "print memory allocations for benchmarks")
	flag.Var(&benchTime, "test.benchtime", "run each benchmark for duration `d` or N times if `d` is of the form Nx")
	matchFuzz = flag.String("test.fuzz", "", "run the fuzz test matching `regexp`")
}

// Short reports whether the -test.short flag is set.
func Short() bool {
	if !initialised {
		panic("testing: Short called before Init")
	}
	if !flag.Parsed() {
		panic("testing: Short called before Parse")
	}
	return *short
}

// Verbose reports whether the -test.v flag is set.
func Verbose() bool {
	if initialised && !flag.Parsed() {
		panic("testing: Verbose called before Parse")
	}
	return verbose.on
}

var inTest bool

// Testing reports whether the current code is being run in a test.
func Testing() bool { return inTest }

// CoverBlock records the coverage data for a single basic block.
type CoverBlock struct {
	Line0 uint32 // Line number for block start.
	Col0  uint16 // Column number for block start.
	Line1 uint32 // Line number for block end.
	Col1  uint16 // Column number for block end.
	Stmts uint16 // Number of statements included in this block.
}

// Cover records information about test coverage checking.
type Cover struct {
	Mode            string
	Counters        map[string][]uint32
	Blocks          map[string][]CoverBlock
	CoveredPackages string
}

var cover Cover

// RegisterCover records the coverage data accumulators for the tests.
func RegisterCover(c Cover) { cover = c }

// CoverMode reports what the test coverage mode is set to; "" if test coverage is not enabled.
func CoverMode() string { return cover.Mode }

// Coverage reports the current code coverage as a fraction in the range [0, 1]; 0 if it is not enabled.
func Coverage() float64 {
	hit, all := 0, 0
	for _, counters := range cover.Counters {
		for _, c := range counters {
			if c > 0 {
				hit++
			}
			all++
		}
	}
	if all == 0 {
		return 0
	}
	return float64(hit) / float64(all)
}

// corpusEntry is an entry of a fuzzing corpus.
type corpusEntry = struct {
	Parent     string
	Path       string
	Data       []byte
	Values     []any
	Generation int
	IsSeed     bool
}

// testDeps is what a test binary gives to MainStart.
type testDeps interface {
	ImportPath() string
	ModulePath() string
	MatchString(pat, str string) (bool, error)
	SetPanicOnExit0(bool)
	StartCPUProfile(io.Writer) error
	StopCPUProfile()
	StartTestLog(io.Writer)
	StopTestLog() error
	WriteProfileTo(string, io.Writer, int) error
	CoordinateFuzzing(time.Duration, int64, time.Duration, int64, int, []corpusEntry, []reflect.Type, string, string) error
	RunFuzzWorker(func(corpusEntry) error) error
	ReadCorpus(string, []reflect.Type) ([]corpusEntry, error)
	CheckCorpus([]any, []reflect.Type) error
	ResetCoverage()
	SnapshotCoverage()
	InitRuntimeCoverage() (mode string, tearDown func(coverprofile string, gocoverdir string) (string, error), snapcov func() float64)
}

// M is a type passed to a TestMain function to run the actual tests.
type M struct {
	deps       testDeps
	tests      []InternalTest
	benchmarks []InternalBenchmark
	fuzz       []InternalFuzzTarget
	examples   []InternalExample
	exitCode   int
}

// MainStart is meant for use by tests generated by "go test".
func MainStart(deps testDeps, tests []InternalTest, benchmarks []InternalBenchmark, fuzzTargets []InternalFuzzTarget, examples []InternalExample) *M {
	Init()
	inTest = true
	return &M{deps: deps, tests: tests, benchmarks: benchmarks, fuzz: fuzzTargets, examples: examples}
}

// matchOnly is a testDeps that can only match.
type matchOnly func(pat, str string) (bool, error)

func (f matchOnly) MatchString(pat, str string) (bool, error) { return f(pat, str) }
func (matchOnly) ImportPath() string                          { return "" }
func (matchOnly) ModulePath() string                          { return "" }
func (matchOnly) SetPanicOnExit0(bool)                        {}
func (matchOnly) StartCPUProfile(io.Writer) error             { return errMain }
func (matchOnly) StopCPUProfile()                             {}
func (matchOnly) StartTestLog(io.Writer)                      {}
func (matchOnly) StopTestLog() error                          { return errMain }
func (matchOnly) WriteProfileTo(string, io.Writer, int) error { return errMain }
func (matchOnly) CoordinateFuzzing(time.Duration, int64, time.Duration, int64, int, []corpusEntry, []reflect.Type, string, string) error {
	return errMain
}
func (matchOnly) RunFuzzWorker(func(corpusEntry) error) error              { return errMain }
func (matchOnly) ReadCorpus(string, []reflect.Type) ([]corpusEntry, error) { return nil, errMain }
func (matchOnly) CheckCorpus([]any, []reflect.Type) error                  { return nil }
func (matchOnly) ResetCoverage()                                           {}
func (matchOnly) SnapshotCoverage()                                        {}
func (matchOnly) InitRuntimeCoverage() (string, func(string, string) (string, error), func() float64) {
	return "", nil, nil
}

var errMain = fmt.Errorf("testing: unexpected use of func Main")

// Main is an internal function, part of the implementation of the "go test" command, kept for compatibility.
func Main(matchString func(pat, str string) (bool, error), tests []InternalTest, benchmarks []InternalBenchmark, examples []InternalExample) {
	os.Exit(MainStart(matchOnly(matchString), tests, benchmarks, nil, examples).Run())
}

// Run runs the tests. It returns an exit code to pass to os.Exit: zero when all tests pass.
func (m *M) Run() (code int) {
	defer func() { code = m.exitCode }()
	if !flag.Parsed() {
		flag.Parse()
	}
	if *parallel < 1 {
		fmt.Fprintln(os.Stderr, "testing: -parallel can only be given a positive integer")
		flag.Usage()
		m.exitCode = 2
		return
	}
	if *matchList != "" {
		m.list()
		return
	}
	if !m.shuffleTests() || !parseCPUList() {
		m.exitCode = 2
		return
	}
	deadline := m.startAlarm()
	*haveExamples = ""
	if len(m.examples) > 0 {
		*haveExamples = "yes"
	}
	testRan, testOK := runTests(m.deps.MatchString, m.tests, deadline)
	fuzzRan, fuzzOK := runFuzzTests(m.deps, m.fuzz, deadline)
	exampleRan, exampleOK := runExamples(m.deps.MatchString, m.examples)
	if alarm != nil {
		alarm.Stop()
	}
	if !testRan && !exampleRan && !fuzzRan && *matchBench == "" && *matchFuzz == "" {
		fmt.Fprintln(os.Stderr, "testing: warning: no tests to run")
	}
	if !testOK || !exampleOK || !fuzzOK || !runBenchmarks(m.deps.MatchString, m.benchmarks) {
		fmt.Print("FAIL\n")
		m.exitCode = 1
		return
	}
	if *matchFuzz != "" {
		fmt.Fprintln(os.Stderr, "testing: -test.fuzz: generating inputs is not supported")
		fmt.Print("FAIL\n")
		m.exitCode = 1
		return
	}
	fmt.Print("PASS\n")
	return
}

func (m *M) list() {
	show := func(name string) {
		if ok, err := m.deps.MatchString(*matchList, name); err != nil {
			fmt.Fprintf(os.Stderr, "testing: invalid regexp in -test.list (%q): %s\n", *matchList, err)
			os.Exit(1)
		} else if ok {
			fmt.Println(name)
		}
	}
	for _, t := range m.tests {
		show(t.Name)
	}
	for _, b := range m.benchmarks {
		show(b.Name)
	}
	for _, f := range m.fuzz {
		show(f.Name)
	}
	for _, e := range m.examples {
		show(e.Name)
	}
}

func (m *M) shuffleTests() bool {
	if *shuffle == "off" {
		return true
	}
	seed := time.Now().UnixNano()
	if *shuffle != "on" {
		n, err := strconv.ParseInt(*shuffle, 10, 64)
		if err != nil {
			fmt.Fprintln(os.Stderr, `testing: -shuffle should be "off", "on", or a valid integer:`, err)
			return false
		}
		seed = n
	}
	fmt.Println("-test.shuffle", seed)
	r := rand.New(rand.NewSource(seed))
	r.Shuffle(len(m.tests), func(i, j int) { m.tests[i], m.tests[j] = m.tests[j], m.tests[i] })
	r.Shuffle(len(m.benchmarks), func(i, j int) { m.benchmarks[i], m.benchmarks[j] = m.benchmarks[j], m.benchmarks[i] })
	return true
}

var alarm *time.Timer

// startAlarm makes the program panic when the tests take longer than -timeout.
func (m *M) startAlarm() time.Time {
	if *timeout <= 0 {
		return time.Time{}
	}
	alarm = time.AfterFunc(*timeout, func() {
		extra := ""
		if list := runningNames(); len(list) > 0 {
			extra = "\n\trunning tests:\n\t\t" + strings.Join(list, "\n\t\t")
		}
		panic(fmt.Sprintf("test timed out after %v%s", *timeout, extra))
	})
	return time.Now().Add(*timeout)
}

func parseCPUList() bool {
	if *cpuListText == "" {
		return true
	}
	cpuList = nil
	for _, s := range strings.Split(*cpuListText, ",") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		n, err := strconv.Atoi(s)
		if err != nil || n <= 0 {
			fmt.Fprintf(os.Stderr, "testing: invalid value %q for -test.cpu\n", s)
			return false
		}
		cpuList = append(cpuList, n)
	}
	if cpuList == nil {
		cpuList = []int{runtime.GOMAXPROCS(0)}
	}
	return true
}
