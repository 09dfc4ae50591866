package sync

import "sync/atomic"

// An RWMutex is a lock that many readers or one writer hold. The zero value is unlocked.
type RWMutex struct {
	w           Mutex  // held by the writer
	writerSem   uint32 // the writer waits for readers
	readerSem   uint32 // readers wait for the writer
	readers     int32  // readers, minus maxReaders while a writer is pending
	readersLeft int32  // readers that the pending writer waits for
}

const maxReaders = 1 << 30

// RLock locks rw for reading.
func (rw *RWMutex) RLock() {
	if n := atomic.AddInt32(&rw.readers, 1); n < 0 {
		rw.rLockSlow(n)
	}
}

// rLockSlow waits until the writer is done; like the compiler's own version of RLock, it is called with the new number of readers.
func (rw *RWMutex) rLockSlow(int32) { semacquire(&rw.readerSem, false, waitRWRLock) }

// TryRLock tries to lock rw for reading and reports whether it did.
func (rw *RWMutex) TryRLock() bool {
	for {
		c := atomic.LoadInt32(&rw.readers)
		if c < 0 {
			return false
		}
		if atomic.CompareAndSwapInt32(&rw.readers, c, c+1) {
			return true
		}
	}
}

// RUnlock undoes one RLock.
func (rw *RWMutex) RUnlock() {
	if n := atomic.AddInt32(&rw.readers, -1); n < 0 {
		rw.rUnlockSlow(n)
	}
}

func (rw *RWMutex) rUnlockSlow(r int32) {
	if r+1 == 0 || r+1 == -maxReaders {
		fatal("sync: RUnlock of unlocked RWMutex")
	}
	if atomic.AddInt32(&rw.readersLeft, -1) == 0 {
		semrelease(&rw.writerSem, false)
	}
}

// Lock locks rw for writing.
func (rw *RWMutex) Lock() {
	rw.w.Lock()
	r := atomic.AddInt32(&rw.readers, -maxReaders) + maxReaders
	if r != 0 && atomic.AddInt32(&rw.readersLeft, r) != 0 {
		semacquire(&rw.writerSem, false, waitRWLock)
	}
}

// TryLock tries to lock rw for writing and reports whether it did.
func (rw *RWMutex) TryLock() bool {
	if !rw.w.TryLock() {
		return false
	}
	if !atomic.CompareAndSwapInt32(&rw.readers, 0, -maxReaders) {
		rw.w.Unlock()
		return false
	}
	return true
}

// Unlock unlocks rw for writing.
func (rw *RWMutex) Unlock() {
	r := atomic.AddInt32(&rw.readers, maxReaders)
	if r >= maxReaders {
		fatal("sync: Unlock of unlocked RWMutex")
	}
	for i := int32(0); i < r; i++ {
		semrelease(&rw.readerSem, false)
	}
	rw.w.Unlock()
}

// RLocker returns a Locker whose methods are RLock and RUnlock.
func (rw *RWMutex) RLocker() Locker { return (*rlocker)(rw) }

type rlocker RWMutex

func (r *rlocker) Lock()   { (*RWMutex)(r).RLock() }
func (r *rlocker) Unlock() { (*RWMutex)(r).RUnlock() }
