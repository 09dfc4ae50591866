package runtime

// Nothing is sampled: the profiles below are empty, and what sets a rate only
// remembers it.

// MemProfileRate is the number of bytes between two samples of an allocation
// profile.
var MemProfileRate int = 512 * 1024

var mutexFraction int

// A StackRecord is a stack.
type StackRecord struct {
	Stack0 [32]uintptr // up to the first 0
}

// Stack returns the part of Stack0 that is used.
func (r *StackRecord) Stack() []uintptr { return used(r.Stack0[:]) }

func used(stack []uintptr) []uintptr {
	for i, pc := range stack {
		if pc == 0 {
			return stack[:i]
		}
	}
	return stack
}

// A MemProfileRecord is what one stack allocated.
type MemProfileRecord struct {
	AllocBytes, FreeBytes     int64
	AllocObjects, FreeObjects int64
	Stack0                    [32]uintptr
}

// InUseBytes is what was not freed.
func (r *MemProfileRecord) InUseBytes() int64 { return r.AllocBytes - r.FreeBytes }

// InUseObjects is what was not freed.
func (r *MemProfileRecord) InUseObjects() int64 { return r.AllocObjects - r.FreeObjects }

// Stack returns the part of Stack0 that is used.
func (r *MemProfileRecord) Stack() []uintptr { return used(r.Stack0[:]) }

// A BlockProfileRecord is how often, and how long, one stack waited.
type BlockProfileRecord struct {
	Count  int64
	Cycles int64
	StackRecord
}

// MemProfile fills p with a profile of allocations.
func MemProfile(p []MemProfileRecord, inuseZero bool) (n int, ok bool) { return 0, true }

// BlockProfile fills p with a profile of waits.
func BlockProfile(p []BlockProfileRecord) (n int, ok bool) { return 0, true }

// MutexProfile fills p with a profile of waits for mutexes.
func MutexProfile(p []BlockProfileRecord) (n int, ok bool) { return 0, true }

// ThreadCreateProfile fills p with the stacks that started threads.
func ThreadCreateProfile(p []StackRecord) (n int, ok bool) { return 0, true }

// GoroutineProfile fills p with a record for each goroutine. Only the calling
// one, which comes first, has a stack in it.
func GoroutineProfile(p []StackRecord) (n int, ok bool) {
	n = NumGoroutine()
	if n > len(p) {
		return n, false
	}
	clear(p[:n])
	Callers(1, p[0].Stack0[:])
	return n, true
}

// SetBlockProfileRate sets how much is sampled.
func SetBlockProfileRate(rate int) {}

// SetMutexProfileFraction sets how much is sampled and returns what was set.
// A negative rate changes nothing.
func SetMutexProfileFraction(rate int) int {
	old := mutexFraction
	if rate >= 0 {
		mutexFraction = rate
	}
	return old
}

// SetCPUProfileRate sets how often is sampled.
func SetCPUProfileRate(hz int) {}

type traceError struct{}

func (traceError) Error() string { return "tracing is not supported" }

// StartTrace fails: there is no execution trace.
func StartTrace() error { return traceError{} }

// StopTrace does nothing.
func StopTrace() {}

// ReadTrace returns nil: there is no trace.
func ReadTrace() (buf []byte) { return nil }
