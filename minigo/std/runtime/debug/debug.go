// Package debug lets programs look at and tune themselves while they run.
package debug

import (
	"runtime"
	_ "unsafe" // for go:linkname
)

//go:linkname setGCPercent runtime.setgcpercent
func setGCPercent(percent int) int

//go:linkname setMemoryLimit runtime.setmemorylimit
func setMemoryLimit(limit int64) int64

//go:linkname setMaxStack runtime.setmaxstack
func setMaxStack(n int) int

//go:linkname freeOSMemory runtime.freeosmemory
func freeOSMemory()

// SetGCPercent sets GOGC and returns the previous value; negative switches collection off.
func SetGCPercent(percent int) int { return setGCPercent(percent) }

// SetMemoryLimit sets GOMEMLIMIT in bytes and returns the previous value; a negative limit changes nothing.
func SetMemoryLimit(limit int64) int64 { return setMemoryLimit(limit) }

// SetMaxStack sets how large a goroutine's stack may grow and returns the previous value.
func SetMaxStack(bytes int) int { return setMaxStack(bytes) }

//go:linkname setMaxThreads runtime.setmaxthreads
func setMaxThreads(n int) int

// SetMaxThreads sets how many operating system threads the program may have and returns the previous value.
func SetMaxThreads(threads int) int { return setMaxThreads(threads) }

//go:linkname setTraceback runtime.settraceback
func setTraceback(level string)

// SetTraceback sets how much a traceback shows when the program fails, as GOTRACEBACK does; it cannot show less than that says.
func SetTraceback(level string) { setTraceback(level) }

// FreeOSMemory collects and gives as much memory as possible back to the operating system.
func FreeOSMemory() { freeOSMemory() }

// Stack returns a traceback of the calling goroutine.
func Stack() []byte {
	buf := make([]byte, 1024)
	for {
		n := runtime.Stack(buf, false)
		if n < len(buf) {
			return buf[:n]
		}
		buf = make([]byte, 2*len(buf))
	}
}

//go:linkname writeErr runtime.writeErr
func writeErr(p *byte, n int)

// PrintStack prints a traceback of the calling goroutine to standard error.
func PrintStack() {
	b := Stack()
	writeErr(&b[0], len(b))
}
