package runtime

const goarch = "arm64"

// How results come back (docs/abi.md): in so many registers, else in memory, whose address has a register of its own.
const (
	intArgRegs      = 8
	intResultRegs   = 8
	floatResultRegs = 8
	sseResultRegs   = 8
	hiddenInInts    = false
)
