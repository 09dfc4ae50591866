package debug

import (
	"runtime"
	"slices"
	"time"
)

// GCStats collect information about recent garbage collections.
type GCStats struct {
	LastGC         time.Time       // time of last collection
	NumGC          int64           // number of garbage collections
	PauseTotal     time.Duration   // total pause for all collections
	Pause          []time.Duration // pause history, most recent first
	PauseEnd       []time.Time     // pause end times history, most recent first
	PauseQuantiles []time.Duration
}

// ReadGCStats reads statistics about garbage collection into stats. The pause history has at most 256 entries; if stats.PauseQuantiles is non-empty, it is
// filled with quantiles of it.
func ReadGCStats(stats *GCStats) {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	stats.NumGC = int64(m.NumGC)
	stats.PauseTotal = time.Duration(m.PauseTotalNs)
	stats.LastGC = time.Unix(0, int64(m.LastGC))
	stats.Pause, stats.PauseEnd = stats.Pause[:0], stats.PauseEnd[:0]
	for i := 0; i < min(int(m.NumGC), len(m.PauseNs)); i++ {
		at := (int(m.NumGC) - 1 - i) % len(m.PauseNs)
		stats.Pause = append(stats.Pause, time.Duration(m.PauseNs[at]))
		stats.PauseEnd = append(stats.PauseEnd, time.Unix(0, int64(m.PauseEnd[at])))
	}
	if n := len(stats.PauseQuantiles); n > 0 {
		if len(stats.Pause) == 0 {
			clear(stats.PauseQuantiles)
			return
		}
		sorted := slices.Sorted(slices.Values(stats.Pause))
		for i := 0; i < n-1; i++ {
			stats.PauseQuantiles[i] = sorted[len(sorted)*i/n]
		}
		stats.PauseQuantiles[n-1] = sorted[len(sorted)-1]
	}
}

//go:linkname setPanicOnFault runtime.setpaniconfault
func setPanicOnFault(on bool) bool

// SetPanicOnFault controls the runtime's behavior when the current goroutine faults at an unexpected (non-nil) address: with enabled, it panics instead of
// ending the program. It returns the previous setting.
func SetPanicOnFault(enabled bool) bool { return setPanicOnFault(enabled) }
