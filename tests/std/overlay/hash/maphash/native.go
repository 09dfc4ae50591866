package maphash

import (
	real "hash/maphash"
	"math/rand/v2"
	"unsafe"
)

func random() uint64 { return rand.Uint64() }

var seed = real.MakeSeed()

func memhash(p unsafe.Pointer, h, n uintptr) uintptr {
	s := unsafe.String((*byte)(p), n)
	return uintptr(real.Comparable(seed, struct {
		s string
		h uintptr
	}{s, h}))
}
