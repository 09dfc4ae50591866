package runtime

import "internal/abi"

type stringer interface{ String() string }

// preprintpanic replaces an error or a Stringer by its text, before anything of a fatal panic is printed.
func preprintpanic(v any) (r any) {
	defer func() {
		const text = "panic while printing panic value"
		switch p := recover().(type) {
		case nil:
		case string:
			throw(text + ": " + p)
		default:
			throw(text + ": type " + abi.TypeOf(p).Str)
		}
	}()
	switch x := v.(type) {
	case error:
		return panicText(x.Error())
	case stringer:
		return panicText(x.String())
	}
	return v
}

// panicText is the text of an error or a Stringer: printed as it is.
type panicText string

// printpanicval prints the argument of a panic as the "panic: " line has it.
func printpanicval(v any) {
	v = preprintpanic(v)
	switch x := v.(type) {
	case nil:
		print("nil")
	case panicText:
		printindented(string(x))
	case bool:
		print(x)
	case int:
		print(x)
	case int8:
		print(x)
	case int16:
		print(x)
	case int32:
		print(x)
	case int64:
		print(x)
	case uint:
		print(x)
	case uint8:
		print(x)
	case uint16:
		print(x)
	case uint32:
		print(x)
	case uint64:
		print(x)
	case uintptr:
		print(x)
	case float32:
		print(x)
	case float64:
		print(x)
	case complex64:
		print(x)
	case complex128:
		print(x)
	case string:
		printindented(x)
	default:
		printother(v)
	}
}

// printother prints a value of a named or composite type: main.T(5), main.S("x"), (main.P) 0x…
func printother(v any) {
	e := abi.EfaceOf(&v)
	t, p := e.Type, e.Data
	switch t.Kind {
	case abi.Bool, abi.Int, abi.Int8, abi.Int16, abi.Int32, abi.Int64, abi.Uint, abi.Uint8, abi.Uint16, abi.Uint32, abi.Uint64,
		abi.Uintptr, abi.Float32, abi.Float64, abi.Complex64, abi.Complex128, abi.String:
	default:
		print("(", t.Str, ") ", p)
		return
	}
	print(t.Str)
	if t.Kind == abi.String {
		print(`("`)
		printindented(*(*string)(p))
		print(`")`)
		return
	}
	switch t.Kind { // these bring their own parentheses
	case abi.Complex64:
		print(*(*complex64)(p))
		return
	case abi.Complex128:
		print(*(*complex128)(p))
		return
	}
	print("(")
	switch t.Kind {
	case abi.Bool:
		print(*(*bool)(p))
	case abi.Int, abi.Int64:
		print(*(*int64)(p))
	case abi.Int8:
		print(*(*int8)(p))
	case abi.Int16:
		print(*(*int16)(p))
	case abi.Int32:
		print(*(*int32)(p))
	case abi.Uint, abi.Uint64, abi.Uintptr:
		print(*(*uint64)(p))
	case abi.Uint8:
		print(*(*uint8)(p))
	case abi.Uint16:
		print(*(*uint16)(p))
	case abi.Uint32:
		print(*(*uint32)(p))
	case abi.Float32:
		print(*(*float32)(p))
	case abi.Float64:
		print(*(*float64)(p))
	}
	print(")")
}

// printindented prints s with a tab after every newline, so that a panic's text cannot look like a traceback.
func printindented(s string) {
	start := 0
	for i := 0; i < len(s); i++ {
		if s[i] == '\n' {
			print(s[start:i+1], "\t")
			start = i + 1
		}
	}
	print(s[start:])
}
