// Package poll has file descriptors that many goroutines use at once, and that goroutines, not threads, wait for where the kernel allows it.
//
// What the runtime's poller takes (pipes, terminals, sockets) is in non-blocking mode: a transfer that would block gives the thread away until the descriptor is ready.
// Transfers on all others block a thread. One goroutine at a time reads, and one writes. A closed descriptor fails whatever waits for it, and stays the file's until
// the last operation on it has returned, so that its number cannot mean another file meanwhile.
package poll

import (
	"errors"
	"io"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
	_ "unsafe" // for go:linkname
)

//go:linkname pollopen runtime.pollopen
func pollopen(fd int) bool

//go:linkname pollreset runtime.pollreset
func pollreset(fd int, write bool)

//go:linkname pollwait runtime.pollwait
func pollwait(fd int, write bool, deadline int64) int

//go:linkname pollkick runtime.pollkick
func pollkick(fd int)

//go:linkname pollclose runtime.pollclose
func pollclose(fd int)

//go:linkname nanotime runtime.nanotime
func nanotime() int64

//go:linkname semacquire runtime.semacquire
func semacquire(addr *uint32, lifo bool)

//go:linkname semrelease runtime.semrelease
func semrelease(addr *uint32, handoff bool)

// Errors of operations on an FD.
var (
	ErrFileClosing            = errors.New("use of closed file")
	ErrNoDeadline             = errors.New("file type does not support deadline")
	ErrDeadlineExceeded error = &DeadlineExceededError{}
)

// DeadlineExceededError is the type of ErrDeadlineExceeded.
type DeadlineExceededError struct{}

func (*DeadlineExceededError) Error() string   { return "i/o timeout" }
func (*DeadlineExceededError) Timeout() bool   { return true }
func (*DeadlineExceededError) Temporary() bool { return true }

// FD is a file descriptor.
type FD struct {
	// Sysfd is the kernel's number; it does not change before the descriptor is closed.
	Sysfd int

	refs     atomic.Int64 // operations under way, and 1 until Close; closing once Close was called
	polled   bool         // the poller has it
	blocking atomic.Bool  // no longer in non-blocking mode, or never was
	gone     uint32       // semaphore: the kernel's descriptor is closed
	turn     [2]sync.Mutex // whose transfer it is
	deadline [2]atomic.Int64 // of reads, of writes: a time of the monotonic clock; 0: none
}

// closing is added to FD.refs by Close.
const closing = 1 << 62

const maxRW = 1 << 30

// Init prepares the use of fd.Sysfd. If pollable, the runtime's poller is asked to take it; nonblock says that it is in non-blocking mode already. The result says whether
// the descriptor was put into that mode.
func (fd *FD) Init(pollable, nonblock bool) bool {
	fd.refs.Store(1)
	fd.polled = pollable && pollopen(fd.Sysfd)
	if fd.polled && !nonblock && syscall.SetNonblock(fd.Sysfd, true) != nil {
		pollclose(fd.Sysfd)
		fd.polled = false
	}
	fd.blocking.Store(!fd.polled)
	return fd.polled && !nonblock
}

// begin counts an operation; end has to follow unless there is an error.
func (fd *FD) begin() error {
	for {
		n := fd.refs.Load()
		if n&closing != 0 || n == 0 {
			return ErrFileClosing
		}
		if fd.refs.CompareAndSwap(n, n+1) {
			return nil
		}
	}
}

// end takes back a begin. The last one closes the descriptor, if Close was called.
func (fd *FD) end() error {
	if fd.refs.Add(-1) != closing {
		return nil
	}
	if fd.polled {
		pollclose(fd.Sysfd)
	}
	err := syscall.Close(fd.Sysfd)
	fd.Sysfd = -1
	semrelease(&fd.gone, false)
	return err
}

// Close closes the descriptor; what waits for it returns ErrFileClosing.
func (fd *FD) Close() error {
	for {
		n := fd.refs.Load()
		if n&closing != 0 || n == 0 {
			return ErrFileClosing
		}
		if fd.refs.CompareAndSwap(n, n|closing) {
			break
		}
	}
	if fd.polled {
		pollkick(fd.Sysfd)
	}
	wait := !fd.blocking.Load()
	err := fd.end()
	if wait {
		semacquire(&fd.gone, false)
	}
	return err
}

// SetBlocking puts the descriptor into blocking mode for good.
func (fd *FD) SetBlocking() error {
	return fd.Do(func(sysfd int) error {
		fd.blocking.Store(true)
		return syscall.SetNonblock(sysfd, false)
	})
}

// Do calls f with the descriptor, again for as long as it was interrupted. The descriptor is not closed meanwhile.
func (fd *FD) Do(f func(sysfd int) error) error {
	if err := fd.begin(); err != nil {
		return err
	}
	defer fd.end()
	for {
		if err := f(fd.Sysfd); err != syscall.EINTR {
			return err
		}
	}
}

// ready reports why no transfer may begin: the descriptor was closed, or the deadline has passed.
func (fd *FD) ready(mode int) error {
	if fd.polled {
		pollreset(fd.Sysfd, mode == write)
	}
	if fd.refs.Load()&closing != 0 {
		return ErrFileClosing
	}
	if d := fd.deadline[mode].Load(); d != 0 && d <= nanotime() {
		return ErrDeadlineExceeded
	}
	return nil
}

const read, write = 0, 1

// transfer reads or writes up to len(p) bytes: whenever the descriptor is not ready, it waits until it is.
func (fd *FD) transfer(mode int, p []byte) (n int, err error) {
	p = p[:min(len(p), maxRW)]
	for {
		if err := fd.ready(mode); err != nil {
			return 0, err
		}
		if mode == read {
			n, err = syscall.Read(fd.Sysfd, p)
		} else {
			n, err = syscall.Write(fd.Sysfd, p)
		}
		switch {
		case err == syscall.EINTR:
		case err == syscall.EAGAIN && fd.polled:
			pollwait(fd.Sysfd, mode == write, fd.deadline[mode].Load())
		default:
			return n, err
		}
	}
}

// Read reads up to len(p) bytes; at the end of the file it returns io.EOF.
func (fd *FD) Read(p []byte) (int, error) {
	if err := fd.begin(); err != nil {
		return 0, err
	}
	defer fd.end()
	fd.turn[read].Lock()
	defer fd.turn[read].Unlock()
	if len(p) == 0 {
		return 0, nil
	}
	n, err := fd.transfer(read, p)
	if err != nil {
		return 0, err
	}
	if n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// Write writes all of p, or returns an error.
func (fd *FD) Write(p []byte) (done int, err error) {
	if err := fd.begin(); err != nil {
		return 0, err
	}
	defer fd.end()
	fd.turn[write].Lock()
	defer fd.turn[write].Unlock()
	for {
		n, err := fd.transfer(write, p[done:])
		if err != nil {
			return done, err
		}
		done += n
		if done == len(p) {
			return done, nil
		}
		if n == 0 {
			return done, io.ErrUnexpectedEOF
		}
	}
}

// Pread reads at an offset, as Read does.
func (fd *FD) Pread(p []byte, off int64) (n int, err error) {
	err = fd.Do(func(sysfd int) (err error) {
		n, err = syscall.Pread(sysfd, p[:min(len(p), maxRW)], off)
		return err
	})
	if err != nil {
		return 0, err
	}
	if n == 0 && len(p) > 0 {
		return 0, io.EOF
	}
	return n, nil
}

// Pwrite writes all of p at an offset, or returns an error.
func (fd *FD) Pwrite(p []byte, off int64) (done int, err error) {
	for done < len(p) {
		n := 0
		err = fd.Do(func(sysfd int) (err error) {
			n, err = syscall.Pwrite(sysfd, p[done:min(len(p), done+maxRW)], off+int64(done))
			return err
		})
		if err == nil && n == 0 {
			err = io.ErrUnexpectedEOF
		}
		if err != nil {
			return done, err
		}
		done += n
	}
	return done, nil
}

// RawRead calls f with the descriptor until it reports that it is done, and waits between the calls until there is something to read.
func (fd *FD) RawRead(f func(sysfd uintptr) bool) error { return fd.raw(read, f) }

// RawWrite calls f with the descriptor until it reports that it is done, and waits between the calls until there is room to write.
func (fd *FD) RawWrite(f func(sysfd uintptr) bool) error { return fd.raw(write, f) }

func (fd *FD) raw(mode int, f func(sysfd uintptr) bool) error {
	if err := fd.begin(); err != nil {
		return err
	}
	defer fd.end()
	fd.turn[mode].Lock()
	defer fd.turn[mode].Unlock()
	for {
		if err := fd.ready(mode); err != nil {
			return err
		}
		if f(uintptr(fd.Sysfd)) {
			return nil
		}
		if !fd.polled {
			return errors.New("waiting for unsupported file type")
		}
		pollwait(fd.Sysfd, mode == write, fd.deadline[mode].Load())
	}
}

// SetDeadline sets until when reads and writes wait; the zero time: for ever.
func (fd *FD) SetDeadline(t time.Time) error { return fd.setDeadline(t, true, true) }

// SetReadDeadline sets until when reads wait.
func (fd *FD) SetReadDeadline(t time.Time) error { return fd.setDeadline(t, true, false) }

// SetWriteDeadline sets until when writes wait.
func (fd *FD) SetWriteDeadline(t time.Time) error { return fd.setDeadline(t, false, true) }

func (fd *FD) setDeadline(t time.Time, reads, writes bool) error {
	if err := fd.begin(); err != nil {
		return err
	}
	defer fd.end()
	if !fd.polled || fd.blocking.Load() {
		return ErrNoDeadline
	}
	when := int64(0)
	if !t.IsZero() {
		if when = nanotime() + int64(time.Until(t)); when <= 0 { // of a time that lies too far ahead, or before the clock began
			when = 1
			if time.Until(t) > 0 {
				when = 1<<63 - 1
			}
		}
	}
	if reads {
		fd.deadline[read].Store(when)
	}
	if writes {
		fd.deadline[write].Store(when)
	}
	pollkick(fd.Sysfd)
	return nil
}
