package rand

import _ "unsafe"

// random returns random bits of the runtime, which is seeded by the kernel.
//
//go:linkname random runtime.fastrand64
func random() uint64
