package os

import (
	"internal/poll"
	"syscall"
)

// rawConn is a file as syscall.RawConn.
type rawConn struct{ file *File }

// SyscallConn returns the file for uses of its descriptor that File has no method for.
func (f *File) SyscallConn() (syscall.RawConn, error) {
	if err := f.check("SyscallConn"); err != nil {
		return nil, err
	}
	return &rawConn{f}, nil
}

func (c *rawConn) Control(f func(uintptr)) error {
	return c.result(c.file.pfd.Do(func(sysfd int) error {
		f(uintptr(sysfd))
		return nil
	}))
}

func (c *rawConn) Read(f func(uintptr) bool) error  { return c.result(c.file.pfd.RawRead(f)) }
func (c *rawConn) Write(f func(uintptr) bool) error { return c.result(c.file.pfd.RawWrite(f)) }

// result is an operation's error, as callers of package os know it.
func (c *rawConn) result(err error) error {
	if err == poll.ErrFileClosing {
		return ErrClosed
	}
	return err
}
