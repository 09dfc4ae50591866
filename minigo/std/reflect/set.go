package reflect

import (
	"internal/abi"
	"unsafe"
)

// assignTo converts v, which must be assignable to dst, to that type.
func (v Value) assignTo(context string, dst *abi.Type) Value {
	if v.flag&flagMethod != 0 {
		v = v.methodFunc(context)
	}
	switch {
	case v.typ_ == nil:
		panic(context + ": value of type nil is not assignable to type " + dst.Str)
	case directlyAssignable(dst, v.typ_):
		v.flag = v.flag&(flagAddr|flagIndir) | v.flag.ro() | flag(dst.Kind)
		v.typ_ = dst
		return v
	case Kind(dst.Kind) == Interface && implements(dst, v.typ_):
		if v.Kind() == Interface && v.IsNil() {
			return Zero(toRType(dst))
		}
		return toInterface(v, dst)
	}
	panic(context + ": value of type " + v.typ_.Str + " is not assignable to type " + dst.Str)
}

// toInterface boxes v as the interface type dst.
func toInterface(v Value, dst *abi.Type) Value {
	x := v.contents()
	p := unsafe_New(dst)
	storeInterface(x, dst, p)
	return Value{dst, p, v.flag.ro() | flagIndir | flag(Interface)}
}

func storeInterface(x any, dst *abi.Type, p unsafe.Pointer) {
	if len(imethods(dst)) == 0 {
		*(*any)(p) = x
		return
	}
	e := abi.EfaceOf(&x)
	i := (*abi.Iface)(p)
	i.Tab, i.Data = assertE2I(dst, e.Type), e.Data
}

// store copies x's contents to p.
func store(t *abi.Type, p unsafe.Pointer, x Value) {
	if x.flag&flagIndir != 0 {
		typedmemmove(t, p, x.ptr)
	} else {
		*(*unsafe.Pointer)(p) = x.ptr
	}
}

// Set assigns x to v.
func (v Value) Set(x Value) {
	v.mustBeAssignable("Set")
	x.mustBeExported("Set")
	x = x.assignTo("reflect.Set", v.typ_)
	store(v.typ_, v.ptr, x)
}

// SetZero sets v to its type's zero value.
func (v Value) SetZero() {
	v.mustBeAssignable("SetZero")
	typedmemclr(v.typ_, v.ptr)
}

func (v Value) SetBool(x bool) {
	v.mustBeAssignable("SetBool")
	v.mustBe(Bool, "SetBool")
	*(*bool)(v.ptr) = x
}

func (v Value) SetInt(x int64) {
	v.mustBeAssignable("SetInt")
	switch v.kind() {
	default:
		v.bad("SetInt")
	case Int, Int64:
		*(*int64)(v.ptr) = x
	case Int8:
		*(*int8)(v.ptr) = int8(x)
	case Int16:
		*(*int16)(v.ptr) = int16(x)
	case Int32:
		*(*int32)(v.ptr) = int32(x)
	}
}

func (v Value) SetUint(x uint64) {
	v.mustBeAssignable("SetUint")
	switch v.kind() {
	default:
		v.bad("SetUint")
	case Uint, Uint64, Uintptr:
		*(*uint64)(v.ptr) = x
	case Uint8:
		*(*uint8)(v.ptr) = uint8(x)
	case Uint16:
		*(*uint16)(v.ptr) = uint16(x)
	case Uint32:
		*(*uint32)(v.ptr) = uint32(x)
	}
}

func (v Value) SetFloat(x float64) {
	v.mustBeAssignable("SetFloat")
	switch v.kind() {
	default:
		v.bad("SetFloat")
	case Float32:
		*(*float32)(v.ptr) = float32(x)
	case Float64:
		*(*float64)(v.ptr) = x
	}
}

func (v Value) SetComplex(x complex128) {
	v.mustBeAssignable("SetComplex")
	switch v.kind() {
	default:
		v.bad("SetComplex")
	case Complex64:
		*(*complex64)(v.ptr) = complex64(x)
	case Complex128:
		*(*complex128)(v.ptr) = x
	}
}

func (v Value) SetString(x string) {
	v.mustBeAssignable("SetString")
	v.mustBe(String, "SetString")
	*(*string)(v.ptr) = x
}

func (v Value) SetBytes(x []byte) {
	v.mustBeAssignable("SetBytes")
	v.mustBe(Slice, "SetBytes")
	if elemOf(v.typ_).Kind != abi.Uint8 {
		panic("reflect.Value.SetBytes of non-byte slice")
	}
	*(*[]byte)(v.ptr) = x
}

func (v Value) SetPointer(x unsafe.Pointer) {
	v.mustBeAssignable("SetPointer")
	v.mustBe(UnsafePointer, "SetPointer")
	*(*unsafe.Pointer)(v.ptr) = x
}

func (v Value) SetLen(n int) {
	v.mustBeAssignable("SetLen")
	v.mustBe(Slice, "SetLen")
	s := (*sliceHeader)(v.ptr)
	if uint(n) > uint(s.Cap) {
		panic("reflect: slice length out of range in SetLen")
	}
	s.Len = n
}

func (v Value) SetCap(n int) {
	v.mustBeAssignable("SetCap")
	v.mustBe(Slice, "SetCap")
	s := (*sliceHeader)(v.ptr)
	if n < s.Len || n > s.Cap {
		panic("reflect: slice capacity out of range in SetCap")
	}
	s.Cap = n
}

// New returns a pointer to a new zero value of the type.
func New(typ Type) Value {
	if typ == nil {
		panic("reflect: New(nil)")
	}
	t := typ.common()
	return Value{ptrTo(t), unsafe_New(t), flag(Pointer)}
}

// NewAt returns a pointer to a value of the type at p.
func NewAt(typ Type, p unsafe.Pointer) Value { return Value{ptrTo(typ.common()), p, flag(Pointer)} }

// Zero returns the zero value of the type.
func Zero(typ Type) Value {
	if typ == nil {
		panic("reflect: Zero(nil)")
	}
	t := typ.common()
	if t.IsDirect() {
		return Value{t, nil, flag(t.Kind)}
	}
	if t.Size <= uintptr(len(zeroes)*8) {
		return Value{t, unsafe.Pointer(&zeroes), flagIndir | flag(t.Kind)}
	}
	return Value{t, unsafe_New(t), flagIndir | flag(t.Kind)}
}

// zeroes is the contents of small zero Values, which are not addressable.
var zeroes [128]uint64

// MakeSlice makes a slice.
func MakeSlice(typ Type, len, cap int) Value {
	if typ.Kind() != Slice {
		panic("reflect.MakeSlice of non-slice type")
	}
	if len < 0 {
		panic("reflect.MakeSlice: negative len")
	}
	if cap < 0 {
		panic("reflect.MakeSlice: negative cap")
	}
	if len > cap {
		panic("reflect.MakeSlice: len > cap")
	}
	t := typ.common()
	return Value{t, unsafe.Pointer(&sliceHeader{unsafe_NewArray(elemOf(t), cap), len, cap}), flagIndir | flag(Slice)}
}

// SliceAt returns the slice of n elements of the type at p.
func SliceAt(typ Type, p unsafe.Pointer, n int) Value {
	size := typ.Size()
	if n < 0 || size > 0 && uintptr(n) > -uintptr(p)/size && p != nil {
		panic("reflect.SliceAt: slice length out of range")
	}
	if p == nil && n > 0 {
		panic("reflect.SliceAt: ptr is nil and len is not zero")
	}
	return Value{SliceOf(typ).common(), unsafe.Pointer(&sliceHeader{p, n, n}), flagIndir | flag(Slice)}
}

// Slice returns v[i:j].
func (v Value) Slice(i, j int) Value {
	switch v.kind() {
	case String:
		s := *(*string)(v.ptr)
		if i < 0 || j < i || j > len(s) {
			panic("reflect.Value.Slice: string slice index out of bounds")
		}
		p := new(string)
		*p = s[i:j]
		return Value{v.typ_, unsafe.Pointer(p), v.flag&^flagAddr | flagIndir}
	case Array, Slice:
		return v.sliced("Slice", i, j, v.Cap())
	}
	panic(&ValueError{"reflect.Value.Slice", v.kind()})
}

// Slice3 returns v[i:j:k].
func (v Value) Slice3(i, j, k int) Value {
	switch v.kind() {
	case Array, Slice:
		return v.sliced("Slice3", i, j, k)
	}
	panic(&ValueError{"reflect.Value.Slice3", v.kind()})
}

func (v Value) sliced(method string, i, j, k int) Value {
	t, base := v.typ_, v.ptr
	if v.kind() == Array {
		if v.flag&flagAddr == 0 {
			panic("reflect.Value." + method + ": slice of unaddressable array")
		}
		t = (*abi.ArrayType)(unsafe.Pointer(v.typ_)).Slice
		if t == nil {
			t = SliceOf(toRType(elemOf(v.typ_))).common()
		}
	} else {
		base = (*sliceHeader)(v.ptr).Data
	}
	if i < 0 || j < i || k < j || k > v.Cap() {
		panic("reflect.Value." + method + ": slice index out of bounds")
	}
	h := &sliceHeader{base, j - i, k - i}
	if k > i {
		h.Data = unsafe.Add(base, uintptr(i)*elemOf(t).Size)
	}
	return Value{t, unsafe.Pointer(h), v.flag.ro() | flagIndir | flag(Slice)}
}

// Grow makes room for n more elements.
func (v Value) Grow(n int) {
	v.mustBeAssignable("Grow")
	v.mustBe(Slice, "Grow")
	if n < 0 {
		panic("reflect.Value.Grow: negative len")
	}
	s := (*sliceHeader)(v.ptr)
	if s.Len+n < 0 {
		panic("reflect.Value.Grow: slice overflow")
	}
	if s.Len+n > s.Cap {
		*s = grown(elemOf(v.typ_), *s, n)
	}
}

//go:linkname growslice runtime.growslice
func growslice(old unsafe.Pointer, newLen, oldCap, num int, elem *abi.Type) sliceHeader

// grown returns s with room for n more elements.
func grown(elem *abi.Type, s sliceHeader, n int) sliceHeader {
	r := growslice(s.Data, s.Len+n, s.Cap, n, elem)
	r.Len = s.Len
	return r
}

// Append appends values to a slice.
func Append(s Value, x ...Value) Value {
	s.mustBe(Slice, "Append")
	s.mustBeExported("Append")
	n := s.Len()
	h := *(*sliceHeader)(s.ptr)
	if n+len(x) > h.Cap {
		h = grown(elemOf(s.typ_), h, len(x))
	}
	h.Len = n + len(x)
	r := Value{s.typ_, unsafe.Pointer(&h), s.flag.ro() | flagIndir | flag(Slice)}
	for i, v := range x {
		r.Index(n + i).Set(v)
	}
	return r
}

// AppendSlice appends the elements of t to s.
func AppendSlice(s, t Value) Value {
	s.mustBe(Slice, "AppendSlice")
	t.mustBe(Slice, "AppendSlice")
	s.mustBeExported("AppendSlice")
	t.mustBeExported("AppendSlice")
	if s.typ_ != t.typ_ && elemOf(s.typ_) != elemOf(t.typ_) {
		panic("reflect.AppendSlice: " + s.typ_.Str + " != " + t.typ_.Str)
	}
	h, u := *(*sliceHeader)(s.ptr), (*sliceHeader)(t.ptr)
	if h.Len+u.Len > h.Cap {
		h = grown(elemOf(s.typ_), h, u.Len)
	}
	e := elemOf(s.typ_)
	typedslicecopy(e, unsafe.Add(h.Data, uintptr(h.Len)*e.Size), u.Data, u.Len)
	h.Len += u.Len
	return Value{s.typ_, unsafe.Pointer(&h), s.flag.ro() | flagIndir | flag(Slice)}
}

// Copy copies elements as the builtin copy does.
func Copy(dst, src Value) int {
	dk := dst.kind()
	if dk == Array {
		dst.mustBeAssignable("Copy")
	} else if dk != Slice {
		panic(&ValueError{"reflect.Copy", dk})
	}
	dst.mustBeExported("Copy")
	src.mustBeExported("Copy")
	view := func(v Value) sliceHeader {
		switch v.kind() {
		case Array:
			return sliceHeader{v.ptr, v.Len(), v.Len()}
		case Slice:
			return *(*sliceHeader)(v.ptr)
		case String:
			s := *(*string)(v.ptr)
			return sliceHeader{unsafe.Pointer(unsafe.StringData(s)), len(s), len(s)}
		}
		panic(&ValueError{"reflect.Copy", v.kind()})
	}
	e := elemOf(dst.typ_)
	d, s := view(dst), view(src)
	if src.kind() != String && e != elemOf(src.typ_) {
		panic("reflect.Copy: " + e.Str + " != " + elemOf(src.typ_).Str)
	}
	n := min(d.Len, s.Len)
	typedslicecopy(e, d.Data, s.Data, n)
	return n
}

// Swapper returns a function that swaps elements of a slice.
func Swapper(slice any) func(i, j int) {
	v := ValueOf(slice)
	if v.Kind() != Slice {
		panic(&ValueError{Method: "Swapper", Kind: v.Kind()})
	}
	s, e := (*sliceHeader)(v.ptr), elemOf(v.typ_)
	tmp := unsafe_New(e)
	return func(i, j int) {
		if uint(i) >= uint(s.Len) || uint(j) >= uint(s.Len) {
			panic("reflect: slice index out of range")
		}
		p, q := unsafe.Add(s.Data, uintptr(i)*e.Size), unsafe.Add(s.Data, uintptr(j)*e.Size)
		typedmemmove(e, tmp, p)
		typedmemmove(e, p, q)
		typedmemmove(e, q, tmp)
	}
}
