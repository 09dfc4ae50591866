// Ratelimit lets events through at a limited rate: a token bucket that is refilled by a ticker, with bursts, waiting, timeouts and a clean stop.
package main

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// A Limiter hands out tokens: burst at once, then one every interval.
type Limiter struct {
	tokens chan struct{}
	stop   chan struct{}
	once   sync.Once
	wg     sync.WaitGroup
}

func NewLimiter(interval time.Duration, burst int) *Limiter {
	l := &Limiter{tokens: make(chan struct{}, burst), stop: make(chan struct{})}
	for range burst {
		l.tokens <- struct{}{}
	}
	l.wg.Add(1)
	go func() {
		defer l.wg.Done()
		tick := time.NewTicker(interval)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				select {
				case l.tokens <- struct{}{}:
				default: // the bucket is full
				}
			case <-l.stop:
				return
			}
		}
	}()
	return l
}

// Allow takes a token if there is one.
func (l *Limiter) Allow() bool {
	select {
	case <-l.tokens:
		return true
	default:
		return false
	}
}

var ErrStopped = errors.New("limiter stopped")

// Wait takes a token as soon as there is one, unless ctx ends before.
func (l *Limiter) Wait(ctx context.Context) error {
	select {
	case <-l.tokens:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-l.stop:
		return ErrStopped
	}
}

func (l *Limiter) Stop() {
	l.once.Do(func() { close(l.stop) })
	l.wg.Wait()
}

func main() {
	const interval = 10 * time.Millisecond
	start := time.Now()
	l := NewLimiter(interval, 3)
	for i := range 8 {
		if err := l.Wait(context.Background()); err != nil {
			fmt.Println("request", i, err)
			continue
		}
		// Three go at once; each later one has waited for a tick of its own.
		minimum := time.Duration(max(i-2, 0)) * interval
		fmt.Printf("request %d passed, not before %v: %t\n", i, minimum, time.Since(start) >= minimum)
	}
	l.Stop()

	slow := NewLimiter(time.Hour, 2)
	fmt.Println("allowed:", slow.Allow(), slow.Allow(), slow.Allow())
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Millisecond)
	defer cancel()
	err := slow.Wait(ctx)
	fmt.Println("waited:", err, errors.Is(err, context.DeadlineExceeded))
	result := make(chan error)
	go func() { result <- slow.Wait(context.Background()) }()
	slow.Stop()
	slow.Stop()
	fmt.Println("after stop:", <-result)

	ticks := time.NewTicker(time.Hour)
	ticks.Reset(time.Millisecond)
	for n := range 3 {
		select {
		case <-ticks.C:
			fmt.Println("tick", n)
		case <-time.After(time.Hour):
			panic("no tick")
		}
	}
	ticks.Stop()
	t := time.AfterFunc(time.Hour, func() { fmt.Println("never") })
	fmt.Println("stopped in time:", t.Stop(), t.Stop())
}
