package time

import (
	"sync"
	"unsafe"
)

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

// rtTimer is the runtime's timer: it calls fn in a new goroutine at when, and again every period if that is not 0.
type rtTimer struct {
	when   int64
	period int64
	fn     func()
	state  uintptr
	index  uintptr
	next   unsafe.Pointer
}

// core is what Timer and Ticker have in common. A call of fire that the runtime had begun when the timer was stopped or
// reset finds another generation and sends nothing; so no stale time is ever sent, and the timer counts as stopped in time.
// A function, in contrast, is called as soon as the runtime has begun: then it is too late to stop it.
type core struct {
	rt   rtTimer
	mu   sync.Mutex
	gen  uint64
	sent bool // of this generation, at least once
	c    chan Time
	f    func()
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

// arm makes the runtime's timer call fire with the generation of now.
func (t *core) arm() {
	gen := t.gen
	t.sent = false
	t.rt.fn = func() { t.fire(gen) }
}

func (t *core) fire(gen uint64) {
	if t.f != nil {
		t.f()
		return
	}
	t.mu.Lock()
	if gen != t.gen {
		t.mu.Unlock()
		return
	}
	t.sent = true
	select {
	case t.c <- Now():
	default:
	}
	t.mu.Unlock()
}

// drain takes an unreceived time out of the channel.
func (t *core) drain() bool {
	select {
	case <-t.c:
		return true
	default:
		return false
	}
}

func (t *core) stop() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.cancel()
}

// cancel stops the timer, and reports whether that was in time; t.mu is held.
func (t *core) cancel() bool {
	active := timerstop(&t.rt)
	if t.c == nil {
		return active
	}
	active = active || !t.sent
	t.gen++
	t.sent = true
	return t.drain() || active
}

func (t *core) reset(d, period Duration) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	active := t.cancel()
	t.arm()
	timerreset(&t.rt, whenOf(d), int64(period))
	return active
}

func newCore(d, period Duration, c chan Time, f func()) *core {
	t := &core{c: c, f: f}
	t.rt.when, t.rt.period = whenOf(d), int64(period)
	t.arm()
	timerstart(&t.rt)
	return t
}

// The Timer sends the time on C once, or calls a function.
type Timer struct {
	C    <-chan Time
	core *core
}

// NewTimer makes a Timer that sends the time on its channel after d.
func NewTimer(d Duration) *Timer {
	c := make(chan Time, 1)
	return &Timer{C: c, core: newCore(d, 0, c, nil)}
}

// Stop stops the timer; it reports whether that was in time. No stale time is received from C afterwards.
func (t *Timer) Stop() bool {
	if t.core == nil {
		panic("time: Stop called on uninitialized Timer")
	}
	return t.core.stop()
}

// Reset makes the timer expire after d; it reports whether the timer had been active.
func (t *Timer) Reset(d Duration) bool {
	if t.core == nil {
		panic("time: Reset called on uninitialized Timer")
	}
	return t.core.reset(d, 0)
}

// After sends the time on the channel after d.
func After(d Duration) <-chan Time { return NewTimer(d).C }

// AfterFunc calls f in its own goroutine after d.
func AfterFunc(d Duration, f func()) *Timer { return &Timer{core: newCore(d, 0, nil, f)} }

// A Ticker sends the time on C again and again.
type Ticker struct {
	C    <-chan Time
	core *core
}

// NewTicker makes a Ticker with the period d.
func NewTicker(d Duration) *Ticker {
	if d <= 0 {
		panic("non-positive interval for NewTicker")
	}
	c := make(chan Time, 1)
	return &Ticker{C: c, core: newCore(d, d, c, nil)}
}

// Stop stops the ticker; the channel is not closed.
func (t *Ticker) Stop() {
	if t.core != nil {
		t.core.stop()
	}
}

// Reset makes d the period, beginning now.
func (t *Ticker) Reset(d Duration) {
	if d <= 0 {
		panic("non-positive interval for Ticker.Reset")
	}
	if t.core == nil {
		panic("time: Reset called on uninitialized Ticker")
	}
	t.core.reset(d, d)
}

// Tick returns the channel of a new Ticker.
func Tick(d Duration) <-chan Time {
	if d <= 0 {
		return nil
	}
	return NewTicker(d).C
}
