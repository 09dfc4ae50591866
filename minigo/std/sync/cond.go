package sync

import (
	"sync/atomic"
	"unsafe"
)

// Cond is a condition variable: goroutines wait for it under the lock L.
type Cond struct {
	noCopy noCopy
	L      Locker

	self  unsafe.Pointer // to notice copies
	mu    Mutex
	first *condWaiter
	last  *condWaiter
}

type condWaiter struct {
	sema uint32
	next *condWaiter
}

// NewCond returns a Cond with the lock l.
func NewCond(l Locker) *Cond { return &Cond{L: l} }

func (c *Cond) check() {
	if p := atomic.LoadPointer(&c.self); p != unsafe.Pointer(c) {
		if p != nil || !atomic.CompareAndSwapPointer(&c.self, nil, unsafe.Pointer(c)) && atomic.LoadPointer(&c.self) != unsafe.Pointer(c) {
			panic("sync.Cond is copied")
		}
	}
}

// Wait unlocks L, waits for Signal or Broadcast, and locks L again.
func (c *Cond) Wait() {
	c.check()
	w := new(condWaiter)
	c.mu.Lock()
	if c.last == nil {
		c.first = w
	} else {
		c.last.next = w
	}
	c.last = w
	c.mu.Unlock()
	c.L.Unlock()
	semacquire(&w.sema, false, waitCond)
	c.L.Lock()
}

// Signal wakes the goroutine that has waited longest.
func (c *Cond) Signal() {
	c.check()
	c.mu.Lock()
	w := c.first
	if w != nil {
		c.first = w.next
		if c.first == nil {
			c.last = nil
		}
	}
	c.mu.Unlock()
	if w != nil {
		semrelease(&w.sema, false)
	}
}

// Broadcast wakes all waiting goroutines.
func (c *Cond) Broadcast() {
	c.check()
	c.mu.Lock()
	w := c.first
	c.first, c.last = nil, nil
	c.mu.Unlock()
	for w != nil {
		next := w.next
		semrelease(&w.sema, false)
		w = next
	}
}
