package maphash

import "unsafe"

//go:linkname random runtime.fastrand64
func random() uint64

//go:noescape
//go:linkname memhash runtime.memhash
func memhash(p unsafe.Pointer, seed, n uintptr) uintptr
