// Package runtime is the Go part of the run-time system: run-time errors, what the panic printer shows of values, and the
// public API. The rest (memory, scheduler, maps, channels, unwinding) is C, in runtime_c; functions without a body here are
// defined there (docs/abi.md, "C rule").
package runtime

import (
	"internal/abi"
	"unsafe"
)

// Error identifies a run-time error, such as an index out of range.
type Error interface {
	error
	RuntimeError()
}

// A TypeAssertionError explains a failed type assertion.
type TypeAssertionError struct {
	iface         *abi.Type
	concrete      *abi.Type
	asserted      *abi.Type
	missingMethod string
}

func (*TypeAssertionError) RuntimeError() {}

func (e *TypeAssertionError) Error() string {
	inter := "interface"
	if e.iface != nil {
		inter = e.iface.Str
	}
	as := e.asserted.Str
	if e.concrete == nil {
		return "interface conversion: " + inter + " is nil, not " + as
	}
	cs := e.concrete.Str
	if e.missingMethod != "" {
		return "interface conversion: " + cs + " is not " + as + ": missing method " + e.missingMethod
	}
	msg := "interface conversion: " + inter + " is " + cs + ", not " + as
	if cs == as {
		if e.concrete.PkgPath() != e.asserted.PkgPath() {
			msg += " (types from different packages)"
		} else {
			msg += " (types from different scopes)"
		}
	}
	return msg
}

// errorString is a run-time error whose text carries the usual prefix.
type errorString string

func (e errorString) RuntimeError() {}
func (e errorString) Error() string { return "runtime error: " + string(e) }

// errorAddressString is an errorString with the address of a memory fault.
type errorAddressString struct {
	msg  string
	addr uintptr
}

func (e errorAddressString) RuntimeError() {}
func (e errorAddressString) Error() string { return "runtime error: " + e.msg }

// Addr is the address that faulted.
func (e errorAddressString) Addr() uintptr { return e.addr }

// plainError is a run-time error printed without prefix.
type plainError string

func (e plainError) RuntimeError() {}
func (e plainError) Error() string { return string(e) }

// A PanicNilError happens when code calls panic(nil).
type PanicNilError struct {
	_ [0]func()
}

func (*PanicNilError) Error() string {
	return "runtime error: panic called with nil argument"
}
func (*PanicNilError) RuntimeError() {}

type boundsCode uint8

const (
	boundsIndex boundsCode = iota
	boundsSliceAlen
	boundsSliceAcap
	boundsSliceB
	boundsSlice3Alen
	boundsSlice3Acap
	boundsSlice3B
	boundsSlice3C
	boundsConvert
)

// A boundsError is a failed index or slice operation: x is out of range for y.
type boundsError struct {
	x      int64
	y      int
	signed bool
	code   boundsCode
}

func (e boundsError) RuntimeError() {}

func (e boundsError) Error() string {
	x := utoa(uint64(e.x))
	if e.signed && e.x < 0 {
		x = "-" + utoa(uint64(-e.x))
		switch e.code {
		case boundsIndex:
			return "runtime error: index out of range [" + x + "]"
		case boundsSliceAlen, boundsSliceAcap:
			return "runtime error: slice bounds out of range [:" + x + "]"
		case boundsSliceB:
			return "runtime error: slice bounds out of range [" + x + ":]"
		case boundsSlice3Alen, boundsSlice3Acap:
			return "runtime error: slice bounds out of range [::" + x + "]"
		case boundsSlice3B:
			return "runtime error: slice bounds out of range [:" + x + ":]"
		case boundsSlice3C:
			return "runtime error: slice bounds out of range [" + x + "::]"
		}
	}
	y := utoa(uint64(e.y))
	switch e.code {
	case boundsIndex:
		return "runtime error: index out of range [" + x + "] with length " + y
	case boundsSliceAlen:
		return "runtime error: slice bounds out of range [:" + x + "] with length " + y
	case boundsSliceAcap:
		return "runtime error: slice bounds out of range [:" + x + "] with capacity " + y
	case boundsSliceB:
		return "runtime error: slice bounds out of range [" + x + ":" + y + "]"
	case boundsSlice3Alen:
		return "runtime error: slice bounds out of range [::" + x + "] with length " + y
	case boundsSlice3Acap:
		return "runtime error: slice bounds out of range [::" + x + "] with capacity " + y
	case boundsSlice3B:
		return "runtime error: slice bounds out of range [:" + x + ":" + y + "]"
	case boundsSlice3C:
		return "runtime error: slice bounds out of range [" + x + ":" + y + ":]"
	}
	return "runtime error: cannot convert slice with length " + x + " to array or pointer to array with length " + y
}

func utoa(n uint64) string {
	var buf [20]byte
	i := len(buf)
	for {
		i--
		buf[i] = byte('0' + n%10)
		n /= 10
		if n == 0 {
			return string(buf[i:])
		}
	}
}

// Called by compiled code. The U forms have an unsigned first operand.

func panicIndex(x int, y int)        { panic(boundsError{int64(x), y, true, boundsIndex}) }
func panicIndexU(x uint, y int)      { panic(boundsError{int64(x), y, false, boundsIndex}) }
func panicSliceAlen(x int, y int)    { panic(boundsError{int64(x), y, true, boundsSliceAlen}) }
func panicSliceAlenU(x uint, y int)  { panic(boundsError{int64(x), y, false, boundsSliceAlen}) }
func panicSliceAcap(x int, y int)    { panic(boundsError{int64(x), y, true, boundsSliceAcap}) }
func panicSliceAcapU(x uint, y int)  { panic(boundsError{int64(x), y, false, boundsSliceAcap}) }
func panicSliceB(x int, y int)       { panic(boundsError{int64(x), y, true, boundsSliceB}) }
func panicSliceBU(x uint, y int)     { panic(boundsError{int64(x), y, false, boundsSliceB}) }
func panicSlice3Alen(x int, y int)   { panic(boundsError{int64(x), y, true, boundsSlice3Alen}) }
func panicSlice3AlenU(x uint, y int) { panic(boundsError{int64(x), y, false, boundsSlice3Alen}) }
func panicSlice3Acap(x int, y int)   { panic(boundsError{int64(x), y, true, boundsSlice3Acap}) }
func panicSlice3AcapU(x uint, y int) { panic(boundsError{int64(x), y, false, boundsSlice3Acap}) }
func panicSlice3B(x int, y int)      { panic(boundsError{int64(x), y, true, boundsSlice3B}) }
func panicSlice3BU(x uint, y int)    { panic(boundsError{int64(x), y, false, boundsSlice3B}) }
func panicSlice3C(x int, y int)      { panic(boundsError{int64(x), y, true, boundsSlice3C}) }
func panicSlice3CU(x uint, y int)    { panic(boundsError{int64(x), y, false, boundsSlice3C}) }
func panicSliceConvert(x int, y int) { panic(boundsError{int64(x), y, true, boundsConvert}) }

// nilfault notes, for the traceback, where the nil pointer was found.
func nilfault()

func panicdivide()             { panic(errorString("integer divide by zero")) }
func panicshift()              { panic(errorString("negative shift amount")) }
func panicoverflow()           { panic(errorString("integer overflow")) }
func panicfloat()              { panic(errorString("floating point error")) }
func panicnil()                { nilfault(); panic(errorString("invalid memory address or nil pointer dereference")) }
func panicmakeslicelen()       { panic(errorString("makeslice: len out of range")) }
func panicmakeslicecap()       { panic(errorString("makeslice: cap out of range")) }
func panicgrowslicelen()       { panic(errorString("growslice: len out of range")) }
func panicnilmap()             { panic(plainError("assignment to entry in nil map")) }
func panicmakechan()           { panic(plainError("makechan: size out of range")) }
func panicunsafeslicelen()     { panic(errorString("unsafe.Slice: len out of range")) }
func panicunsafeslicenilptr()  { panic(errorString("unsafe.Slice: ptr is nil and len is not zero")) }
func panicunsafestringlen()    { panic(errorString("unsafe.String: len out of range")) }
func panicunsafestringnilptr() { panic(errorString("unsafe.String: ptr is nil and len is not zero")) }
func panicwrap(method string) {
	panic(plainError("value method " + method + " called using nil pointer"))
}

// panicrangestate is called by the loop bodies of range-over-func when the iterator breaks the rules; state is the loop's.
func panicrangestate(state int) {
	switch state {
	case 0:
		panic(errorString("range function continued iteration after function for loop body returned false"))
	case 2:
		panic(errorString("range function continued iteration after loop body panic"))
	case 3:
		panic(errorString("range function continued iteration after whole loop exit"))
	case 4:
		panic(errorString("range function recovered a loop body panic and did not resume panicking"))
	}
	throw("unexpected state set by defer of range func")
}

// panicmemAddr is raised for a memory fault at an address that is not near nil.
func panicmemAddr(addr uintptr) {
	panic(errorAddressString{"invalid memory address or nil pointer dereference", addr})
}

// panicPlain is how C raises a run-time error: a text beginning with "runtime error: " becomes an errorString.
func panicPlain(text *byte, n int) {
	const prefix = "runtime error: "
	s := unsafe.String(text, n)
	if n >= len(prefix) && s[:len(prefix)] == prefix {
		panic(errorString(s[len(prefix):]))
	}
	panic(plainError(s))
}

// panicTypeAssert is how C raises a failed type assertion.
func panicTypeAssert(iface, have, want *abi.Type, missing *byte, nmissing int) {
	panic(&TypeAssertionError{iface, have, want, unsafe.String(missing, nmissing)})
}

// panicUncomparable is raised when interface values of a type without == are compared, panicUnhashable for a map key of one, panicUnhashableKey for
// a key looked up in an empty map.
func panicUncomparable(t *abi.Type) { panic(errorString("comparing uncomparable type " + t.Str)) }
func panicUnhashable(t *abi.Type)   { panic(errorString("hash of unhashable type " + t.Str)) }
func panicUnhashableKey(t *abi.Type) { panic(unhashableTypeError{t}) }

type unhashableTypeError struct{ typ *abi.Type }

func (unhashableTypeError) RuntimeError()   {}
func (e unhashableTypeError) Error() string { return "hash of unhashable type: " + e.typ.Str }

// panicNilArgument replaces panic(nil).
func panicNilArgument() { panic(new(PanicNilError)) }
