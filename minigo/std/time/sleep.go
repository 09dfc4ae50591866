package time

import _ "unsafe"

// Sleep pauses the calling goroutine for at least d.
func Sleep(d Duration) { timesleep(int64(d)) }

//go:linkname timesleep runtime.timesleep
func timesleep(ns int64)

//go:linkname timerstart runtime.timerstart
func timerstart(t *rtTimer)

//go:linkname timerstop runtime.timerstop
func timerstop(t *rtTimer) bool

//go:linkname timerreset runtime.timerreset
func timerreset(t *rtTimer, when, period int64) bool

// rtTimer is the runtime's timer, RtTimer in runtime_c/sched.h: at when, and again every period if that is not 0, it sends the time on c,
// or calls fn in a new goroutine. What is sent is the time when it was due; and nobody receives what was sent before a stop or reset.
type rtTimer struct {
	when       int64
	period     int64
	fn         func()
	c          chan Time
	local      **Location
	start      int64
	home       uintptr
	state      uintptr
	index      uintptr
	generation uint32
	blocked    uint32
	sending    bool
}

func whenOf(d Duration) int64 {
	if d <= 0 {
		return runtimeNano()
	}
	t := runtimeNano() + int64(d)
	if t < 0 {
		t = 1<<63 - 1
	}
	return t
}

func (t *rtTimer) sendTo(c chan Time, d, period Duration) {
	t.c, t.local, t.start = c, &Local, startNano
	t.when, t.period = whenOf(d), int64(period)
	timerstart(t)
}

// The Timer sends the time on C once, or calls a function.
type Timer struct {
	C  <-chan Time
	rt rtTimer
}

// NewTimer makes a Timer that sends the time on its channel after d.
func NewTimer(d Duration) *Timer {
	c := make(chan Time, 1)
	t := &Timer{C: c}
	t.rt.sendTo(c, d, 0)
	return t
}

// Stop stops the timer; it reports whether that was in time. No stale time is received from C afterwards.
func (t *Timer) Stop() bool {
	if t.rt.home == 0 {
		panic("time: Stop called on uninitialized Timer")
	}
	return timerstop(&t.rt)
}

// Reset makes the timer expire after d; it reports whether the timer had been active.
func (t *Timer) Reset(d Duration) bool {
	if t.rt.home == 0 {
		panic("time: Reset called on uninitialized Timer")
	}
	return timerreset(&t.rt, whenOf(d), 0)
}

// After sends the time on the channel after d.
func After(d Duration) <-chan Time { return NewTimer(d).C }

// AfterFunc calls f in its own goroutine after d.
func AfterFunc(d Duration, f func()) *Timer {
	t := new(Timer)
	t.rt.when, t.rt.fn = whenOf(d), f
	timerstart(&t.rt)
	return t
}

// A Ticker sends the time on C again and again.
type Ticker struct {
	C  <-chan Time
	rt rtTimer
}

// NewTicker makes a Ticker with the period d.
func NewTicker(d Duration) *Ticker {
	if d <= 0 {
		panic("non-positive interval for NewTicker")
	}
	c := make(chan Time, 1)
	t := &Ticker{C: c}
	t.rt.sendTo(c, d, d)
	return t
}

// Stop stops the ticker; the channel is not closed.
func (t *Ticker) Stop() {
	if t.rt.home != 0 {
		timerstop(&t.rt)
	}
}

// Reset makes d the period, beginning now.
func (t *Ticker) Reset(d Duration) {
	if d <= 0 {
		panic("non-positive interval for Ticker.Reset")
	}
	if t.rt.home == 0 {
		panic("time: Reset called on uninitialized Ticker")
	}
	timerreset(&t.rt, whenOf(d), int64(d))
}

// Tick returns the channel of a new Ticker.
func Tick(d Duration) <-chan Time {
	if d <= 0 {
		return nil
	}
	return NewTicker(d).C
}
