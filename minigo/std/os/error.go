// Package os is the interface to the operating system.
package os

import (
	"internal/oserror"
	"internal/poll"
	"io/fs"
	"syscall"
)

// Errors, to be tested for with errors.Is.
var (
	ErrInvalid                = fs.ErrInvalid
	ErrPermission             = fs.ErrPermission
	ErrExist                  = fs.ErrExist
	ErrNotExist               = fs.ErrNotExist
	ErrClosed                 = fs.ErrClosed
	ErrNoDeadline             = poll.ErrNoDeadline
	ErrDeadlineExceeded       = poll.ErrDeadlineExceeded
	ErrProcessDone      error = &plainError{"os: process already finished"}
	ErrNoHandle         error = &plainError{"process handle unavailable"}
)

type plainError struct{ s string }

func (e *plainError) Error() string { return e.s }

// PathError is an error with the operation and the path that caused it.
type PathError = fs.PathError

// SyscallError is an error of a system call.
type SyscallError struct {
	Syscall string
	Err     error
}

func (e *SyscallError) Error() string { return e.Syscall + ": " + e.Err.Error() }
func (e *SyscallError) Unwrap() error { return e.Err }

// Timeout reports whether the error is a timeout.
func (e *SyscallError) Timeout() bool {
	t, ok := e.Err.(interface{ Timeout() bool })
	return ok && t.Timeout()
}

// NewSyscallError wraps err, unless it is nil.
func NewSyscallError(syscall string, err error) error {
	if err == nil {
		return nil
	}
	return &SyscallError{syscall, err}
}

// LinkError is an error of an operation with two paths.
type LinkError struct {
	Op  string
	Old string
	New string
	Err error
}

func (e *LinkError) Error() string { return e.Op + " " + e.Old + " " + e.New + ": " + e.Err.Error() }
func (e *LinkError) Unwrap() error { return e.Err }

func underlying(err error) error {
	switch e := err.(type) {
	case *PathError:
		return e.Err
	case *LinkError:
		return e.Err
	case *SyscallError:
		return e.Err
	}
	return err
}

func isErr(err, target error) bool {
	err = underlying(err)
	if err == target {
		return true
	}
	e, ok := err.(syscall.Errno)
	return ok && e.Is(target)
}

func IsExist(err error) bool      { return isErr(err, oserror.ErrExist) }
func IsNotExist(err error) bool   { return isErr(err, oserror.ErrNotExist) }
func IsPermission(err error) bool { return isErr(err, oserror.ErrPermission) }

// IsTimeout reports whether err says of itself that it is a timeout.
func IsTimeout(err error) bool {
	t, ok := underlying(err).(interface{ Timeout() bool })
	return ok && t.Timeout()
}
