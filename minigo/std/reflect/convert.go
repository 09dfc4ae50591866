package reflect

import (
	"internal/abi"
	"unsafe"
)

func (t *rtype) ConvertibleTo(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.ConvertibleTo")
	}
	return converter(u.common(), &t.t) != nil
}

// Convert converts v to the type t.
func (v Value) Convert(t Type) Value {
	if v.flag&flagMethod != 0 {
		v = v.methodFunc("Convert")
	}
	f := converter(t.common(), v.typ_)
	if f == nil {
		panic("reflect.Value.Convert: value of type " + v.typ_.Str + " cannot be converted to type " + t.String())
	}
	return f(v, t.common())
}

// fresh makes a Value of type t that set fills.
func fresh(v Value, t *abi.Type, set func(r Value)) Value {
	r := at(t, unsafe_New(t), flagAddr)
	set(r)
	r.flag = r.flag&^flagAddr | v.flag.ro()
	return r
}

func isInt(k Kind) bool     { return Int <= k && k <= Int64 }
func isUint(k Kind) bool    { return Uint <= k && k <= Uintptr }
func isFloat(k Kind) bool   { return k == Float32 || k == Float64 }
func isComplex(k Kind) bool { return k == Complex64 || k == Complex128 }

// converter returns the conversion from src to dst, or nil.
func converter(dst, src *abi.Type) func(Value, *abi.Type) Value {
	d, s := Kind(dst.Kind), Kind(src.Kind)
	switch {
	case s == d && s <= Complex128:
		return convertSame
	case (isInt(s) || isUint(s)) && (isInt(d) || isUint(d) || isFloat(d) || d == String):
		return convertInteger
	case isFloat(s) && (isInt(d) || isUint(d) || isFloat(d)):
		return convertFloat
	case isComplex(s) && isComplex(d):
		return func(v Value, t *abi.Type) Value { return fresh(v, t, func(r Value) { r.SetComplex(v.Complex()) }) }
	case s == String && d == Slice && toRType(elemOf(dst)).PkgPath() == "":
		switch Kind(elemOf(dst).Kind) {
		case Uint8:
			return func(v Value, t *abi.Type) Value {
				return fresh(v, t, func(r Value) { *(*[]byte)(r.ptr) = []byte(v.String()) })
			}
		case Int32:
			return func(v Value, t *abi.Type) Value {
				return fresh(v, t, func(r Value) { *(*[]rune)(r.ptr) = []rune(v.String()) })
			}
		}
	case s == Slice && d == String && toRType(elemOf(src)).PkgPath() == "":
		switch Kind(elemOf(src).Kind) {
		case Uint8:
			return func(v Value, t *abi.Type) Value { return fresh(v, t, func(r Value) { r.SetString(string(v.Bytes())) }) }
		case Int32:
			return func(v Value, t *abi.Type) Value { return fresh(v, t, func(r Value) { r.SetString(string(v.runes())) }) }
		}
	case s == Slice && d == Pointer && Kind(elemOf(dst).Kind) == Array && elemOf(src) == elemOf(elemOf(dst)):
		return func(v Value, t *abi.Type) Value {
			checkLen(v, elemOf(t), "pointer to array")
			return Value{t, (*sliceHeader)(v.ptr).Data, v.flag.ro() | flag(Pointer)}
		}
	case s == Slice && d == Array && elemOf(src) == elemOf(dst):
		return func(v Value, t *abi.Type) Value {
			checkLen(v, t, "array")
			return copied(t, (*sliceHeader)(v.ptr).Data, v.flag.ro())
		}
	case s == Chan && d == Chan && (*abi.ChanType)(unsafe.Pointer(src)).Dir == abi.ChanBoth && elemOf(src) == elemOf(dst) && !(named(src) && named(dst)):
		return convertSame
	}
	if sameUnderlying(dst, src, false) {
		return convertSame
	}
	if d == Pointer && !named(dst) && s == Pointer && !named(src) && sameUnderlying(elemOf(dst), elemOf(src), false) {
		return convertSame
	}
	if d == Interface && implements(dst, src) {
		return func(v Value, t *abi.Type) Value {
			if v.Kind() == Interface && v.IsNil() {
				return Zero(toRType(t))
			}
			return toInterface(v, t)
		}
	}
	return nil
}

func checkLen(v Value, array *abi.Type, what string) {
	if n := int((*abi.ArrayType)(unsafe.Pointer(array)).Len); n > v.Len() {
		panic("reflect: cannot convert slice with length " + itoa(v.Len()) + " to " + what + " with length " + itoa(n))
	}
}

func convertInteger(v Value, t *abi.Type) Value {
	return fresh(v, t, func(r Value) {
		signed := v.CanInt()
		var x uint64
		if signed {
			x = uint64(v.Int())
		} else {
			x = v.Uint()
		}
		switch k := Kind(t.Kind); {
		case isInt(k):
			r.SetInt(int64(x))
		case isUint(k):
			r.SetUint(x)
		case isFloat(k) && signed:
			r.SetFloat(float64(int64(x)))
		case isFloat(k):
			r.SetFloat(float64(x))
		default:
			s := "\uFFFD"
			if signed && int64(rune(x)) == int64(x) || !signed && uint64(rune(x)) == x {
				s = string(rune(x))
			}
			r.SetString(s)
		}
	})
}

func convertFloat(v Value, t *abi.Type) Value {
	return fresh(v, t, func(r Value) {
		x := v.Float()
		switch k := Kind(t.Kind); {
		case isInt(k):
			r.SetInt(int64(x))
		case isUint(k):
			r.SetUint(uint64(x))
		default:
			r.SetFloat(x)
		}
	})
}

// convertSame changes the type only.
func convertSame(v Value, t *abi.Type) Value {
	p := v.ptr
	if v.flag&flagAddr != 0 {
		p = unsafe_New(t)
		typedmemmove(t, p, v.ptr)
	}
	return Value{t, p, v.flag.ro() | v.flag&flagIndir | flag(t.Kind)}
}
