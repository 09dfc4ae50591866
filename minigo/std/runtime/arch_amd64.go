package runtime

const goarch = "amd64"

// How results come back (docs/abi.md): in so many registers, else in memory, whose address is the first argument.
const (
	intArgRegs      = 6
	intResultRegs   = 3
	floatResultRegs = 4
	sseResultRegs   = 2 // the third and fourth float are in x87 registers
	hiddenInInts    = true
)
