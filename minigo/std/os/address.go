package os

import "unsafe"

// addressOf is a pointer as a system call takes it.
func addressOf(p *[16]uint64) uintptr { return uintptr(unsafe.Pointer(p)) }
