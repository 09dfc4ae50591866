// Package signal implements access to incoming signals.
package signal

import (
	"context"
	"os"
	"sync"
	"syscall"
	_ "unsafe" // for go:linkname
)

//go:linkname enable runtime.signal_enable
func enable(sig uint32)

//go:linkname disable runtime.signal_disable
func disable(sig uint32)

//go:linkname ignore runtime.signal_ignore
func ignore(sig uint32)

//go:linkname ignored runtime.signal_ignored
func ignored(sig uint32) bool

//go:linkname receive runtime.signal_recv
func receive() uint32

const numSig = 65

// set is a set of signals.
type set [(numSig + 31) / 32]uint32

func (s *set) has(sig int) bool { return s[sig/32]>>(sig%32)&1 != 0 }
func (s *set) add(sig int)      { s[sig/32] |= 1 << (sig % 32) }
func (s *set) remove(sig int)   { s[sig/32] &^= 1 << (sig % 32) }

var handlers struct {
	sync.Mutex
	channels map[chan<- os.Signal]*set // who wants what
	count    [numSig]int               // how many want it
	watching bool
}

func number(sig os.Signal) int {
	if s, ok := sig.(syscall.Signal); ok && s >= 0 && s < numSig {
		return int(s)
	}
	return -1
}

// each calls f for each signal of the list, for all if it is empty.
func each(list []os.Signal, f func(n int)) {
	if len(list) == 0 {
		for n := range numSig {
			f(n)
		}
		return
	}
	for _, s := range list {
		if n := number(s); n >= 0 {
			f(n)
		}
	}
}

// watch delivers signals for as long as the program runs. A channel that is not ready misses its signal.
func watch() {
	for {
		n := int(receive())
		handlers.Lock()
		for c, want := range handlers.channels {
			if want.has(n) {
				select {
				case c <- syscall.Signal(n):
				default:
				}
			}
		}
		handlers.Unlock()
	}
}

// Notify causes package signal to relay incoming signals to c: those listed, or all if none are. It does not block sending to c.
func Notify(c chan<- os.Signal, sig ...os.Signal) {
	if c == nil {
		panic("os/signal: Notify using nil channel")
	}
	handlers.Lock()
	defer handlers.Unlock()
	want := handlers.channels[c]
	if want == nil {
		if handlers.channels == nil {
			handlers.channels = map[chan<- os.Signal]*set{}
		}
		want = new(set)
		handlers.channels[c] = want
	}
	each(sig, func(n int) {
		if want.has(n) {
			return
		}
		want.add(n)
		if handlers.count[n] == 0 {
			enable(uint32(n))
			if !handlers.watching && n > 0 {
				handlers.watching = true
				go watch()
			}
		}
		handlers.count[n]++
	})
}

// drop takes the signals from all channels that want them.
func drop(sig []os.Signal, action func(sig uint32)) {
	handlers.Lock()
	defer handlers.Unlock()
	each(sig, func(n int) {
		if handlers.count[n] > 0 {
			for _, want := range handlers.channels {
				want.remove(n)
			}
			handlers.count[n] = 0
		}
		action(uint32(n))
	})
	for c, want := range handlers.channels {
		if *want == (set{}) {
			delete(handlers.channels, c)
		}
	}
}

// Ignore causes the provided signals to be ignored. If none are given, all incoming signals will be ignored.
func Ignore(sig ...os.Signal) { drop(sig, ignore) }

// Ignored reports whether sig is currently ignored.
func Ignored(sig os.Signal) bool {
	n := number(sig)
	return n >= 0 && ignored(uint32(n))
}

// Reset undoes the effect of any prior calls to Notify for the provided signals; without any, for all signals.
func Reset(sig ...os.Signal) { drop(sig, disable) }

// Stop causes package signal to stop relaying incoming signals to c.
func Stop(c chan<- os.Signal) {
	handlers.Lock()
	defer handlers.Unlock()
	want := handlers.channels[c]
	if want == nil {
		return
	}
	delete(handlers.channels, c)
	for n := range numSig {
		if want.has(n) {
			if handlers.count[n]--; handlers.count[n] == 0 {
				disable(uint32(n))
			}
		}
	}
}

// NotifyContext returns a copy of the parent context that is marked done when one of the listed signals arrives, when the returned stop function is called, or
// when the parent context's Done channel is closed, whichever happens first.
func NotifyContext(parent context.Context, signals ...os.Signal) (ctx context.Context, stop context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(parent)
	c := &signalContext{Context: ctx, cancel: cancel, signals: signals, ch: make(chan os.Signal, 1)}
	Notify(c.ch, signals...)
	if ctx.Err() == nil {
		go func() {
			select {
			case s := <-c.ch:
				c.cancel(signalError(s.String() + " signal received"))
			case <-c.Done():
			}
		}()
	}
	return c, c.stop
}

type signalContext struct {
	context.Context
	cancel  context.CancelCauseFunc
	signals []os.Signal
	ch      chan os.Signal
}

func (c *signalContext) stop() {
	c.cancel(nil)
	Stop(c.ch)
}

func (c *signalContext) String() string {
	name := ""
	if s, ok := c.Context.(interface{ String() string }); ok {
		name = s.String()
	}
	const cancel = ".WithCancel"
	if len(name) > len(cancel) && name[len(name)-len(cancel):] == cancel {
		name = name[:len(name)-len(cancel)]
	}
	text := "signal.NotifyContext(" + name
	if len(c.signals) != 0 {
		text += ", ["
		for i, s := range c.signals {
			if i > 0 {
				text += " "
			}
			text += s.String()
		}
		text += "]"
	}
	return text + ")"
}

type signalError string

func (e signalError) Error() string { return string(e) }
