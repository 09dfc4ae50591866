// Package weak provides ways to safely reference memory weakly, that is, without preventing its reclamation.
package weak

import (
	"runtime"
	"unsafe"
)

//go:linkname weakhandle runtime.weakhandle
func weakhandle(p unsafe.Pointer) unsafe.Pointer

//go:linkname weakvalue runtime.weakvalue
func weakvalue(handle unsafe.Pointer) unsafe.Pointer

// Pointer is a weak pointer to a value of type T. Two Pointer values compare equal if the pointers from which they were created do, also after what they point
// to has been reclaimed.
type Pointer[T any] struct {
	_      [0]*T // pointers to different types are not convertible
	handle unsafe.Pointer
}

// Make creates a weak pointer from a pointer to some value of type T.
func Make[T any](ptr *T) Pointer[T] {
	var p Pointer[T]
	if ptr != nil {
		p.handle = weakhandle(unsafe.Pointer(ptr))
	}
	runtime.KeepAlive(ptr)
	return p
}

// Value returns the original pointer used to create the weak pointer. It returns nil if the value was reclaimed.
func (p Pointer[T]) Value() *T {
	if p.handle == nil {
		return nil
	}
	return (*T)(weakvalue(p.handle))
}
