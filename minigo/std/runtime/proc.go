package runtime

// GOOS and GOARCH name the target; Compiler the toolchain.
const (
	GOOS     string = "linux"
	GOARCH   string = goarch
	Compiler        = "gc"
)

const version = "go1.27.3"

// Version is the version of Go that is implemented.
func Version() string { return version }

// GOROOT is empty: executables do not depend on an installation.
//
// Deprecated: as in Go.
func GOROOT() string { return "" }

// Gosched lets other goroutines run.
func Gosched()

// Goexit ends the calling goroutine after running its deferred calls.
func Goexit()

// NumGoroutine is the number of goroutines that exist.
func NumGoroutine() int

// NumCPU is the number of CPUs this process may use.
func NumCPU() int

// NumCgoCall is the number of cgo calls made.
func NumCgoCall() int64 { return 0 }

// GOMAXPROCS sets how many CPUs may run Go code at a time and returns the previous setting; n < 1 does not change it.
func GOMAXPROCS(n int) int

// SetDefaultGOMAXPROCS sets GOMAXPROCS back to its default.
func SetDefaultGOMAXPROCS() { GOMAXPROCS(NumCPU()) }

// LockOSThread wires the calling goroutine to its thread.
func LockOSThread()

// UnlockOSThread undoes a LockOSThread.
func UnlockOSThread()

// GC runs a collection and waits for it.
func GC()

// KeepAlive keeps its argument reachable until here.
//
//go:noinline
func KeepAlive(x any) { keepAlive(x) }

var alwaysFalse bool
var kept any

func keepAlive(x any) {
	if alwaysFalse {
		kept = x
	}
}

// Breakpoint executes a breakpoint trap.
func Breakpoint()

//go:noescape
func throw(s string)

// fatal ends the program with "fatal error: " and s, as for a misuse that cannot be recovered from.
func fatal(s string)

// Pinner keeps objects at their place; here objects never move, so it only keeps them alive.
type Pinner struct{ refs []any }

// Pin keeps the object that pointer points to.
func (p *Pinner) Pin(pointer any) { p.refs = append(p.refs, pointer) }

// Unpin lets all go.
func (p *Pinner) Unpin() { p.refs = nil }
