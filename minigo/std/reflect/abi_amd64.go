package reflect

const (
	intArgRegs      = 6
	floatArgRegs    = 8
	intResultRegs   = 3
	floatResultRegs = 4 // the third and fourth in x87 registers
	sseResultRegs   = 2
	hiddenInInts    = true // the address of a result in memory is the first argument
)
