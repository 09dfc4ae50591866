package bits

type runtimeError string

func (runtimeError) RuntimeError()   {}
func (e runtimeError) Error() string { return string(e) }

func panicdivide() { panic(runtimeError("runtime error: integer divide by zero")) }

func panicoverflow() { panic(runtimeError("runtime error: integer overflow")) }
