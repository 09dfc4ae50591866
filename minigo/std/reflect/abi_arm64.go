package reflect

const (
	intArgRegs      = 8
	floatArgRegs    = 8
	intResultRegs   = 8
	floatResultRegs = 8
	sseResultRegs   = 8
	hiddenInInts    = false // the address of a result in memory has a register of its own
)
