// Timers: stopped, started anew, waited for and not, on many goroutines; no stale time is received, and what nobody refers to is collected.
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

func check(ok bool, what ...any) {
	if !ok {
		fmt.Fprintln(os.Stderr, what...)
		os.Exit(1)
	}
}

func past(t time.Time) {
	for !time.Now().After(t) {
		runtime.Gosched()
	}
}

// What was due but not received counts as stopped, and is gone.
func stale() {
	for range 200 {
		begin := time.Now()
		t := time.NewTimer(10 * time.Microsecond)
		past(begin.Add(50 * time.Microsecond))
		check(len(t.C) == 0 && cap(t.C) == 0, "a timer's channel looks unbuffered")
		check(t.Stop(), "due, not received: stopped in time")
		check(!t.Stop(), "stopped twice")
		select {
		case <-t.C:
			check(false, "stale time")
		default:
		}
		check(!t.Reset(20*time.Microsecond), "was not active")
		got := <-t.C
		check(got.Sub(begin) >= 70*time.Microsecond, "too early:", got.Sub(begin))
		check(!t.Stop(), "was received")
		check(!t.Reset(time.Hour) && t.Reset(time.Microsecond), "active again")
		<-t.C
	}
}

func tickers() {
	t := time.NewTicker(100 * time.Microsecond)
	last := time.Time{}
	for range 20 {
		now := <-t.C
		check(now.After(last), "ticks go back")
		last = now
	}
	t.Reset(time.Hour)
	past(time.Now().Add(300 * time.Microsecond))
	select {
	case <-t.C:
		check(false, "stale tick")
	default:
	}
	t.Reset(50 * time.Microsecond)
	past(time.Now().Add(300 * time.Microsecond))
	select {
	case <-t.C: // nobody waited, but it is there
	default:
		check(false, "no tick")
	}
	t.Stop()
}

// Some goroutines wait for a timer that others stop and start anew.
func shared() {
	for range 20 {
		t := time.NewTimer(time.Hour)
		var got atomic.Int32
		var wg sync.WaitGroup
		for range 4 {
			wg.Add(2)
			go func() {
				defer wg.Done()
				select {
				case <-t.C:
					got.Add(1)
				case <-time.After(20 * time.Millisecond):
				}
			}()
			go func() {
				defer wg.Done()
				for range 100 {
					t.Stop()
					t.Reset(time.Hour)
				}
			}()
		}
		runtime.Gosched()
		wg.Wait()
		check(got.Load() == 0, "it was never due")
		t.Reset(0)
		<-t.C
	}
}

func many() {
	var wg sync.WaitGroup
	var fired atomic.Int64
	for g := range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			var timers []*time.Timer
			for i := range 100 {
				d := time.Duration((g*7919+i*104729)%2000) * time.Microsecond
				wg.Add(1)
				timers = append(timers, time.AfterFunc(d, func() { fired.Add(1); wg.Done() }))
			}
			for i, t := range timers {
				if i%3 == 0 && t.Stop() {
					fired.Add(1)
					wg.Done()
				}
				if i%5 == 1 && t.Stop() {
					t.Reset(time.Duration(i) * time.Microsecond)
				}
			}
			time.Sleep(time.Duration(g) * 10 * time.Microsecond)
		}()
	}
	wg.Wait()
	fmt.Fprintln(os.Stderr, "fired or stopped:", fired.Load())
}

type big struct {
	t *time.Timer
	k *time.Ticker
	_ [100]int
}

//go:noinline
func forgotten() {
	b := &big{t: time.NewTimer(time.Hour), k: time.NewTicker(time.Hour)}
	select {
	case <-b.t.C:
	case <-b.k.C:
	case <-time.After(time.Microsecond):
	}
	runtime.AddCleanup(b.t, func(int) { collected.Add(1) }, 0)
	runtime.AddCleanup(b.k, func(int) { collected.Add(1) }, 0)
}

var collected atomic.Int32

func garbage() {
	for range 100 {
		forgotten()
	}
	for i := 0; collected.Load() < 190; i++ { // what is left in a register may keep some
		check(i < 1000, "active timers are not collected:", collected.Load())
		runtime.GC()
		time.Sleep(100 * time.Microsecond)
	}
}

func deadlines() {
	for range 50 {
		ctx, cancel := context.WithTimeout(context.Background(), 100*time.Microsecond)
		select {
		case <-ctx.Done():
		case <-time.After(time.Minute):
			check(false, "no deadline")
		}
		cancel()
	}
}

func main() {
	stale()
	tickers()
	shared()
	many()
	garbage()
	deadlines()
	var zero time.Timer
	func() {
		defer func() { fmt.Fprintln(os.Stderr, recover()) }()
		zero.Reset(1)
	}()
}
