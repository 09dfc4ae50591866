package bits

import _ "unsafe"

//go:linkname panicdivide runtime.panicdivide
func panicdivide()

//go:linkname panicoverflow runtime.panicoverflow
func panicoverflow()
