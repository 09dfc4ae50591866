package reflect

// Call calls the function v with the arguments.
func (v Value) Call(in []Value) []Value {
	v.mustBe(Func, "Call")
	v.mustBeExported("Call")
	return v.call("Call", in)
}

// CallSlice calls the variadic function v with the last argument as its slice.
func (v Value) CallSlice(in []Value) []Value {
	v.mustBe(Func, "CallSlice")
	v.mustBeExported("CallSlice")
	return v.call("CallSlice", in)
}

func (v Value) call(op string, in []Value) []Value {
	panic("reflect: Value." + op + " is not supported yet")
}

// MakeFunc returns a function of the type that calls fn.
func MakeFunc(typ Type, fn func(args []Value) (results []Value)) Value {
	if typ.Kind() != Func {
		panic("reflect: call of MakeFunc with non-Func type")
	}
	panic("reflect: MakeFunc is not supported yet")
}

// methodFunc makes a method value an ordinary func value.
func (v Value) methodFunc(op string) Value {
	panic("reflect: " + op + " of a method value is not supported yet")
}
