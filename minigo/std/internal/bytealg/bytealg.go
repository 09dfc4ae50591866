// Package bytealg has the byte searches of the runtime, for strings and byte slices alike: callers pass the bytes as a string.
package bytealg

import "unsafe"

//go:noescape
//go:linkname indexbyte runtime.indexbyte
func indexbyte(p *byte, n int, c byte) int

//go:noescape
//go:linkname lastindexbyte runtime.lastindexbyte
func lastindexbyte(p *byte, n int, c byte) int

//go:noescape
//go:linkname countbyte runtime.countbyte
func countbyte(p *byte, n int, c byte) int

//go:noescape
//go:linkname indexbytes runtime.indexbytes
func indexbytes(p *byte, n int, q *byte, m int) int

// String is b's bytes as a string that shares their memory: for reading at once, never to be kept.
func String(b []byte) string { return unsafe.String(unsafe.SliceData(b), len(b)) }

// IndexByte returns the first index of c in s, or -1.
func IndexByte(s string, c byte) int { return indexbyte(unsafe.StringData(s), len(s), c) }

// LastIndexByte returns the last index of c in s, or -1.
func LastIndexByte(s string, c byte) int { return lastindexbyte(unsafe.StringData(s), len(s), c) }

// CountByte returns how often c is in s.
func CountByte(s string, c byte) int { return countbyte(unsafe.StringData(s), len(s), c) }

// Index returns the first index of substr in s, or -1. The empty string is found at 0.
func Index(s, substr string) int {
	return indexbytes(unsafe.StringData(s), len(s), unsafe.StringData(substr), len(substr))
}

// Compare returns -1, 0 or +1 as a is less than, equal to or greater than b.
func Compare(a, b string) int {
	if a == b {
		return 0
	}
	if a < b {
		return -1
	}
	return +1
}

// MakeNoZero returns a slice of n bytes whose contents are arbitrary; the caller overwrites them before anything reads them.
func MakeNoZero(n int) []byte {
	const limit = 1 << 47 // of an address space
	if uint(n) >= limit {
		panicmakeslicelen()
	}
	return unsafe.Slice((*byte)(mallocgc(uintptr(n), nil, false)), n)
}

//go:linkname panicmakeslicelen runtime.panicmakeslicelen
func panicmakeslicelen()

//go:linkname mallocgc runtime.mallocgc
func mallocgc(size uintptr, typ unsafe.Pointer, zero bool) unsafe.Pointer
