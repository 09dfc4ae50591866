// Package sync has mutual exclusion locks and other basic synchronisation.
//
// Waiting is done on the runtime's semaphores, so that the runtime sees who is blocked.
package sync

import (
	"sync/atomic"
	_ "unsafe"
)

//go:linkname semacquire runtime.semacquirewhy
func semacquire(addr *uint32, lifo bool, why waitReason)

// A waitReason is what tracebacks say of a blocked goroutine; the values are those of WaitReason in runtime_c/sched.h.
type waitReason uint8

const (
	waitMutex waitReason = 9 + iota
	waitRWLock
	waitRWRLock
	waitCond
	waitWaitGroup
)

//go:linkname semrelease runtime.semrelease
func semrelease(addr *uint32, handoff bool)

//go:linkname fatal runtime.fatal
func fatal(s string)

//go:linkname canspin runtime.canspin
func canspin(i int) bool

//go:linkname dospin runtime.dospin
func dospin()

//go:linkname nanotime runtime.nanotime
func nanotime() int64

type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// A Locker can be locked and unlocked.
type Locker interface {
	Lock()
	Unlock()
}

// The state of a Mutex: three bits and the number of waiters.
const (
	mutexLocked   = 1 << iota
	mutexWoken    // a waiter is awake (or a spinner wants it): Unlock need not wake another
	mutexStarving // ownership is handed to the first waiter
	mutexWaiter   // one waiter

	starvationNs = 1e6
)

// A Mutex is a mutual exclusion lock. The zero value is unlocked.
type Mutex struct {
	state int32
	sema  uint32
}

// Lock locks m, waiting for as long as another goroutine holds it.
func (m *Mutex) Lock() {
	if !atomic.CompareAndSwapInt32(&m.state, 0, mutexLocked) {
		m.lockSlow()
	}
}

// TryLock tries to lock m and reports whether it did.
func (m *Mutex) TryLock() bool {
	old := atomic.LoadInt32(&m.state)
	return old&(mutexLocked|mutexStarving) == 0 && atomic.CompareAndSwapInt32(&m.state, old, old|mutexLocked)
}

func (m *Mutex) lockSlow() {
	var since int64
	starving, awoke := false, false
	spins := 0
	old := atomic.LoadInt32(&m.state)
	for {
		if old&(mutexLocked|mutexStarving) == mutexLocked && canspin(spins) {
			if !awoke && old&mutexWoken == 0 && old >= mutexWaiter && atomic.CompareAndSwapInt32(&m.state, old, old|mutexWoken) {
				awoke = true
			}
			dospin()
			spins++
			old = atomic.LoadInt32(&m.state)
			continue
		}
		new := old
		if old&mutexStarving == 0 {
			new |= mutexLocked
		}
		if old&(mutexLocked|mutexStarving) != 0 {
			new += mutexWaiter
		}
		if starving && old&mutexLocked != 0 {
			new |= mutexStarving
		}
		if awoke {
			new &^= mutexWoken
		}
		if !atomic.CompareAndSwapInt32(&m.state, old, new) {
			old = atomic.LoadInt32(&m.state)
			continue
		}
		if old&(mutexLocked|mutexStarving) == 0 {
			return
		}
		lifo := since != 0
		if since == 0 {
			since = nanotime()
		}
		semacquire(&m.sema, lifo, waitMutex)
		starving = starving || nanotime()-since > starvationNs
		old = atomic.LoadInt32(&m.state)
		if old&mutexStarving != 0 {
			// The lock is ours by hand-over; only the bookkeeping is left.
			delta := int32(mutexLocked - mutexWaiter)
			if !starving || old/mutexWaiter == 1 {
				delta -= mutexStarving
			}
			atomic.AddInt32(&m.state, delta)
			return
		}
		awoke = true
		spins = 0
	}
}

// Unlock unlocks m; it is a fatal error if m is not locked.
func (m *Mutex) Unlock() {
	if new := atomic.AddInt32(&m.state, -mutexLocked); new != 0 {
		m.unlockSlow(new)
	}
}

func (m *Mutex) unlockSlow(new int32) {
	if (new+mutexLocked)&mutexLocked == 0 {
		fatal("sync: unlock of unlocked mutex")
	}
	if new&mutexStarving != 0 {
		semrelease(&m.sema, true)
		return
	}
	old := new
	for {
		if old < mutexWaiter || old&(mutexLocked|mutexWoken|mutexStarving) != 0 {
			return
		}
		if atomic.CompareAndSwapInt32(&m.state, old, (old-mutexWaiter)|mutexWoken) {
			semrelease(&m.sema, false)
			return
		}
		old = atomic.LoadInt32(&m.state)
	}
}
