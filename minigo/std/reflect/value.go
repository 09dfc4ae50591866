package reflect

import (
	"internal/abi"
	"strconv"
	"unsafe"
)

// flag says what kind of value a Value holds and how:
//
//	low 5 bits: the kind
//	flagStickyRO, flagEmbedRO: obtained through an unexported field (not embedded, embedded)
//	flagIndir: ptr points to the value (always, for types that are not direct)
//	flagAddr: the value is addressable (implies flagIndir)
//	flagMethod: a method value; the bits above are the method's index
type flag uintptr

const (
	flagKindMask flag = 1<<5 - 1
	flagStickyRO flag = 1 << 5
	flagEmbedRO  flag = 1 << 6
	flagIndir    flag = 1 << 7
	flagAddr     flag = 1 << 8
	flagMethod   flag = 1 << 9
	methodShift       = 10
	flagRO            = flagStickyRO | flagEmbedRO
)

// Value holds a Go value of any type; the zero Value holds none.
type Value struct {
	typ_ *abi.Type
	ptr  unsafe.Pointer
	flag
}

// C functions on memory, maps and interfaces.

//go:linkname unsafe_New runtime.unsafe_New
func unsafe_New(t *abi.Type) unsafe.Pointer

//go:linkname unsafe_NewArray runtime.unsafe_NewArray
func unsafe_NewArray(t *abi.Type, n int) unsafe.Pointer

//go:linkname typedmemmove runtime.typedmemmove
func typedmemmove(t *abi.Type, dst, src unsafe.Pointer)

//go:linkname typedmemclr runtime.typedmemclr
func typedmemclr(t *abi.Type, ptr unsafe.Pointer)

//go:linkname typedslicecopy runtime.typedslicecopy
func typedslicecopy(t *abi.Type, dst, src unsafe.Pointer, n int) int

//go:linkname typeequal runtime.typeequal
func typeequal(t *abi.Type, p, q unsafe.Pointer) bool

//go:linkname assertE2I runtime.assertE2I
func assertE2I(inter, typ *abi.Type) *abi.Itab

func (f flag) kind() Kind { return Kind(f & flagKindMask) }

// ro is the read-only flag that values derived from this one inherit.
func (f flag) ro() flag {
	if f&flagRO != 0 {
		return flagStickyRO
	}
	return 0
}

// A ValueError is the panic of a method called on a Value that does not support it.
type ValueError struct {
	Method string
	Kind   Kind
}

func (e *ValueError) Error() string {
	if e.Kind == 0 {
		return "reflect: call of " + e.Method + " on zero Value"
	}
	return "reflect: call of " + e.Method + " on " + e.Kind.String() + " Value"
}

func (f flag) mustBe(k Kind, method string) {
	if f.kind() != k {
		panic(&ValueError{"reflect.Value." + method, f.kind()})
	}
}

func (f flag) mustBeExported(method string) {
	if f == 0 {
		panic(&ValueError{"reflect.Value." + method, Invalid})
	}
	if f&flagRO != 0 {
		panic("reflect: reflect.Value." + method + " using value obtained using unexported field")
	}
}

func (f flag) mustBeAssignable(method string) {
	f.mustBeExported(method)
	if f&flagAddr == 0 {
		panic("reflect: reflect.Value." + method + " using unaddressable value")
	}
}

func (v Value) bad(method string) { panic(&ValueError{"reflect.Value." + method, v.kind()}) }

// word is the value of a direct type.
func (v Value) word() unsafe.Pointer {
	if v.flag&flagIndir != 0 {
		return *(*unsafe.Pointer)(v.ptr)
	}
	return v.ptr
}

// packed boxes v.
func packed(v Value) (i any) {
	t := v.typ_
	e := abi.EfaceOf(&i)
	switch {
	case t.IsDirect():
		e.Data = v.word()
	case v.flag&flagAddr != 0:
		c := unsafe_New(t)
		typedmemmove(t, c, v.ptr)
		e.Data = c
	default:
		e.Data = v.ptr
	}
	e.Type = t
	return i
}

func unpacked(i any) Value {
	e := abi.EfaceOf(&i)
	t := e.Type
	if t == nil {
		return Value{}
	}
	f := flag(t.Kind)
	if !t.IsDirect() {
		f |= flagIndir
	}
	return Value{t, e.Data, f}
}

// ValueOf returns the Value of i's contents; the zero Value for nil.
func ValueOf(i any) Value { return unpacked(i) }

// at makes the Value of type t stored at p, with further flags.
func at(t *abi.Type, p unsafe.Pointer, f flag) Value {
	return Value{t, p, f | flagIndir | flag(t.Kind)}
}

func (v Value) IsValid() bool { return v.flag != 0 }
func (v Value) Kind() Kind    { return v.kind() }

// Type returns v's type.
func (v Value) Type() Type {
	if v.flag == 0 {
		panic(&ValueError{"reflect.Value.Type", Invalid})
	}
	return toRType(v.typ())
}

// typ is v's type; of a method value, the func type without receiver.
func (v Value) typ() *abi.Type {
	if v.flag&flagMethod == 0 {
		return v.typ_
	}
	i := int(v.flag >> methodShift)
	if Kind(v.typ_.Kind) == Interface {
		return imethods(v.typ_)[i].Type
	}
	return exported(v.typ_)[i].Type
}

func (v Value) CanAddr() bool { return v.flag&flagAddr != 0 }
func (v Value) CanSet() bool  { return v.flag&(flagAddr|flagRO) == flagAddr }

// CanInterface reports whether Interface can be used.
func (v Value) CanInterface() bool {
	if v.flag == 0 {
		panic(&ValueError{"reflect.Value.CanInterface", Invalid})
	}
	return v.flag&flagRO == 0
}

// Interface returns v as an any.
func (v Value) Interface() (i any) {
	if v.flag == 0 {
		panic(&ValueError{"reflect.Value.Interface", Invalid})
	}
	if v.flag&flagRO != 0 {
		panic("reflect.Value.Interface: cannot return value obtained from unexported field or method")
	}
	return v.contents()
}

// contents is Interface without the check.
func (v Value) contents() any {
	if v.flag&flagMethod != 0 {
		v = v.methodFunc("Interface")
	}
	if v.kind() == Interface {
		return v.inner()
	}
	return packed(v)
}

// inner is the any that an interface value holds.
func (v Value) inner() (i any) {
	if len(imethods(v.typ_)) == 0 {
		return *(*any)(v.ptr)
	}
	p := (*abi.Iface)(v.ptr)
	if p.Tab != nil {
		e := abi.EfaceOf(&i)
		e.Type, e.Data = p.Tab.Type, p.Data
	}
	return i
}

// TypeAssert is v.Interface().(T) without panics.
func TypeAssert[T any](v Value) (T, bool) {
	if v.flag == 0 {
		panic(&ValueError{"reflect.TypeAssert", Invalid})
	}
	if v.flag&flagRO != 0 {
		panic("reflect.TypeAssert: cannot return value obtained from unexported field or method")
	}
	x, ok := v.contents().(T)
	return x, ok
}

// Addr returns a pointer to v.
func (v Value) Addr() Value {
	if v.flag&flagAddr == 0 {
		panic("reflect.Value.Addr of unaddressable value")
	}
	return Value{ptrTo(v.typ_), v.ptr, v.flag&flagRO | flag(Pointer)}
}

// UnsafeAddr returns the address of v.
func (v Value) UnsafeAddr() uintptr {
	if v.typ_ == nil {
		panic(&ValueError{"reflect.Value.UnsafeAddr", Invalid})
	}
	if v.flag&flagAddr == 0 {
		panic("reflect.Value.UnsafeAddr of unaddressable value")
	}
	return uintptr(v.ptr)
}

func (v Value) Bool() bool {
	v.mustBe(Bool, "Bool")
	return *(*bool)(v.ptr)
}

func (v Value) CanInt() bool     { return Int <= v.kind() && v.kind() <= Int64 }
func (v Value) CanUint() bool    { return Uint <= v.kind() && v.kind() <= Uintptr }
func (v Value) CanFloat() bool   { return v.kind() == Float32 || v.kind() == Float64 }
func (v Value) CanComplex() bool { return v.kind() == Complex64 || v.kind() == Complex128 }

func (v Value) Int() int64 {
	switch v.kind() {
	case Int, Int64:
		return *(*int64)(v.ptr)
	case Int8:
		return int64(*(*int8)(v.ptr))
	case Int16:
		return int64(*(*int16)(v.ptr))
	case Int32:
		return int64(*(*int32)(v.ptr))
	}
	panic(&ValueError{"reflect.Value.Int", v.kind()})
}

func (v Value) Uint() uint64 {
	switch v.kind() {
	case Uint, Uint64, Uintptr:
		return *(*uint64)(v.ptr)
	case Uint8:
		return uint64(*(*uint8)(v.ptr))
	case Uint16:
		return uint64(*(*uint16)(v.ptr))
	case Uint32:
		return uint64(*(*uint32)(v.ptr))
	}
	panic(&ValueError{"reflect.Value.Uint", v.kind()})
}

func (v Value) Float() float64 {
	switch v.kind() {
	case Float32:
		return float64(*(*float32)(v.ptr))
	case Float64:
		return *(*float64)(v.ptr)
	}
	panic(&ValueError{"reflect.Value.Float", v.kind()})
}

func (v Value) Complex() complex128 {
	switch v.kind() {
	case Complex64:
		return complex128(*(*complex64)(v.ptr))
	case Complex128:
		return *(*complex128)(v.ptr)
	}
	panic(&ValueError{"reflect.Value.Complex", v.kind()})
}

// String returns the string v, or a text in angle brackets that names v's type.
func (v Value) String() string {
	switch v.kind() {
	case String:
		return *(*string)(v.ptr)
	case Invalid:
		return "<invalid Value>"
	}
	return "<" + v.Type().String() + " Value>"
}

// Bytes returns the byte slice or addressable byte array v.
func (v Value) Bytes() []byte {
	switch v.kind() {
	case Slice:
		if elemOf(v.typ_).Kind != abi.Uint8 {
			panic("reflect.Value.Bytes of non-byte slice")
		}
		return *(*[]byte)(v.ptr)
	case Array:
		if elemOf(v.typ_).Kind != abi.Uint8 {
			panic("reflect.Value.Bytes of non-byte array")
		}
		if !v.CanAddr() {
			panic("reflect.Value.Bytes of unaddressable byte array")
		}
		return unsafe.Slice((*byte)(v.ptr), (*abi.ArrayType)(unsafe.Pointer(v.typ_)).Len)
	}
	panic(&ValueError{"reflect.Value.Bytes", v.kind()})
}

func (v Value) runes() []rune {
	v.mustBe(Slice, "runes")
	return *(*[]rune)(v.ptr)
}

type sliceHeader struct {
	Data unsafe.Pointer
	Len  int
	Cap  int
}

//go:linkname maplen runtime.maplen
func maplen(m unsafe.Pointer) int

//go:linkname chanlen runtime.chanlen
func chanlen(c unsafe.Pointer) int

//go:linkname chancap runtime.chancap
func chancap(c unsafe.Pointer) int

// Len returns the length of v.
func (v Value) Len() int {
	switch v.kind() {
	case Slice:
		return (*sliceHeader)(v.ptr).Len
	case String:
		return len(*(*string)(v.ptr))
	case Array:
		return int((*abi.ArrayType)(unsafe.Pointer(v.typ_)).Len)
	case Map:
		if m := v.word(); m != nil {
			return maplen(m)
		}
		return 0
	case Chan:
		if c := v.word(); c != nil {
			return chanlen(c)
		}
		return 0
	case Pointer:
		if e := elemOf(v.typ_); Kind(e.Kind) == Array {
			return int((*abi.ArrayType)(unsafe.Pointer(e)).Len)
		}
		panic("reflect: call of reflect.Value.Len on ptr to non-array Value")
	}
	panic(&ValueError{"reflect.Value.Len", v.kind()})
}

// Cap returns the capacity of v.
func (v Value) Cap() int {
	switch v.kind() {
	case Slice:
		return (*sliceHeader)(v.ptr).Cap
	case Array:
		return v.Len()
	case Chan:
		if c := v.word(); c != nil {
			return chancap(c)
		}
		return 0
	case Pointer:
		if e := elemOf(v.typ_); Kind(e.Kind) == Array {
			return int((*abi.ArrayType)(unsafe.Pointer(e)).Len)
		}
		panic("reflect: call of reflect.Value.Cap on ptr to non-array Value")
	}
	panic(&ValueError{"reflect.Value.Cap", v.kind()})
}

// Index returns the i-th element of a slice, array or string.
func (v Value) Index(i int) Value {
	switch v.kind() {
	case Array:
		t := (*abi.ArrayType)(unsafe.Pointer(v.typ_))
		if uint(i) >= uint(t.Len) {
			panic("reflect: array index out of range")
		}
		return at(t.Elem, unsafe.Add(v.ptr, uintptr(i)*t.Elem.Size), v.flag&flagAddr|v.flag.ro())
	case Slice:
		s := (*sliceHeader)(v.ptr)
		if uint(i) >= uint(s.Len) {
			panic("reflect: slice index out of range")
		}
		e := elemOf(v.typ_)
		return at(e, unsafe.Add(s.Data, uintptr(i)*e.Size), flagAddr|v.flag.ro())
	case String:
		s := *(*string)(v.ptr)
		if uint(i) >= uint(len(s)) {
			panic("reflect: string index out of range")
		}
		return at(uint8Type, unsafe.Add(unsafe.Pointer(unsafe.StringData(s)), i), v.flag.ro())
	}
	panic(&ValueError{"reflect.Value.Index", v.kind()})
}

var (
	uint8Type  = abi.TypeOf(uint8(0))
	boolType   = abi.TypeOf(false)
	stringType = abi.TypeOf("")
	bytesType  = abi.TypeOf([]byte(nil))
)

// Elem returns what an interface holds or a pointer points to; the zero Value for nil.
func (v Value) Elem() Value {
	switch v.kind() {
	case Interface:
		x := unpacked(v.inner())
		if x.flag != 0 {
			x.flag |= v.flag.ro()
		}
		return x
	case Pointer:
		p := v.word()
		if p == nil {
			return Value{}
		}
		return at(elemOf(v.typ_), p, v.flag&flagRO|flagAddr)
	}
	panic(&ValueError{"reflect.Value.Elem", v.kind()})
}

// Indirect returns what v points to, or v if it is no pointer.
func Indirect(v Value) Value {
	if v.Kind() != Pointer {
		return v
	}
	return v.Elem()
}

// NumField returns the number of fields of a struct.
func (v Value) NumField() int {
	v.mustBe(Struct, "NumField")
	return len((*abi.StructType)(unsafe.Pointer(v.typ_)).Fields)
}

// Field returns the i-th field of a struct.
func (v Value) Field(i int) Value {
	if v.kind() != Struct {
		panic(&ValueError{"reflect.Value.Field", v.kind()})
	}
	st := (*abi.StructType)(unsafe.Pointer(v.typ_))
	if uint(i) >= uint(len(st.Fields)) {
		panic("reflect: Field index out of range")
	}
	f := &st.Fields[i]
	fl := v.flag & (flagStickyRO | flagAddr)
	if f.PkgPath != "" {
		if f.Embedded != 0 {
			fl |= flagEmbedRO
		} else {
			fl |= flagStickyRO
		}
	}
	return at(f.Type, unsafe.Add(v.ptr, f.Offset), fl)
}

// FieldByIndex returns the nested field; it panics at a nil embedded pointer.
func (v Value) FieldByIndex(index []int) Value {
	if len(index) == 1 {
		return v.Field(index[0])
	}
	v.mustBe(Struct, "FieldByIndex")
	for i, x := range index {
		if i > 0 && v.Kind() == Pointer && Kind(elemOf(v.typ_).Kind) == Struct {
			if v.IsNil() {
				panic("reflect: indirection through nil pointer to embedded struct")
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	return v
}

type fieldError string

func (e fieldError) Error() string { return string(e) }

// FieldByIndexErr is FieldByIndex with an error in place of the panic.
func (v Value) FieldByIndexErr(index []int) (Value, error) {
	if len(index) == 1 {
		return v.Field(index[0]), nil
	}
	v.mustBe(Struct, "FieldByIndexErr")
	for i, x := range index {
		if i > 0 && v.Kind() == Pointer && Kind(elemOf(v.typ_).Kind) == Struct {
			if v.IsNil() {
				return Value{}, fieldError("reflect: indirection through nil pointer to embedded struct field " + toRType(elemOf(v.typ_)).Name())
			}
			v = v.Elem()
		}
		v = v.Field(x)
	}
	return v, nil
}

// FieldByName returns the field with the name, or the zero Value.
func (v Value) FieldByName(name string) Value {
	v.mustBe(Struct, "FieldByName")
	if f, ok := toRType(v.typ_).FieldByName(name); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

// FieldByNameFunc returns the field whose name matches, or the zero Value.
func (v Value) FieldByNameFunc(match func(string) bool) Value {
	if f, ok := toRType(v.typ_).FieldByNameFunc(match); ok {
		return v.FieldByIndex(f.Index)
	}
	return Value{}
}

// IsNil reports whether v is nil.
func (v Value) IsNil() bool {
	switch v.kind() {
	case Chan, Map, Pointer, UnsafePointer, Func:
		if v.flag&flagMethod != 0 {
			return false
		}
		return v.word() == nil
	case Interface, Slice:
		return *(*unsafe.Pointer)(v.ptr) == nil
	}
	panic(&ValueError{"reflect.Value.IsNil", v.kind()})
}

// IsZero reports whether v is its type's zero value.
func (v Value) IsZero() bool {
	switch v.kind() {
	case Invalid:
		panic(&ValueError{"reflect.Value.IsZero", Invalid})
	case Array:
		for i := 0; i < v.Len(); i++ {
			if !v.Index(i).IsZero() {
				return false
			}
		}
		return true
	case Struct:
		for i := 0; i < v.NumField(); i++ {
			if !v.Field(i).IsZero() && toRType(v.typ_).Field(i).Name != "_" {
				return false
			}
		}
		return true
	case Chan, Func, Interface, Map, Pointer, Slice, UnsafePointer:
		return v.IsNil()
	case String:
		return v.Len() == 0
	}
	b := unsafe.Slice((*byte)(v.ptr), v.typ_.Size)
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}

// Pointer returns v's pointer as a number.
func (v Value) Pointer() uintptr {
	switch v.kind() {
	case Pointer, Chan, Map, UnsafePointer, Slice, Func, String:
		return uintptr(v.UnsafePointer())
	}
	panic(&ValueError{"reflect.Value.Pointer", v.kind()})
}

// UnsafePointer returns v's pointer; of a func, its code.
func (v Value) UnsafePointer() unsafe.Pointer {
	switch v.kind() {
	case Pointer, Chan, Map, UnsafePointer:
		return v.word()
	case Func:
		if v.flag&flagMethod != 0 {
			v = v.methodFunc("UnsafePointer")
		}
		p := v.word()
		if p != nil {
			p = *(*unsafe.Pointer)(p)
		}
		return p
	case Slice, String:
		return *(*unsafe.Pointer)(v.ptr)
	}
	panic(&ValueError{"reflect.Value.UnsafePointer", v.kind()})
}

// Comparable reports whether v can be compared with ==.
func (v Value) Comparable() bool {
	switch v.Kind() {
	case Invalid:
		return false
	case Interface:
		return v.IsNil() || v.Elem().Comparable()
	case Array:
		switch Kind(elemOf(v.typ_).Kind) {
		case Interface, Array, Struct:
			for i := 0; i < v.Len(); i++ {
				if !v.Index(i).Comparable() {
					return false
				}
			}
			return true
		}
	case Struct:
		for i := 0; i < v.NumField(); i++ {
			if !v.Field(i).Comparable() {
				return false
			}
		}
		return true
	}
	return v.typ().Equal != nil
}

// Equal reports whether v and u hold equal values of the same type.
func (v Value) Equal(u Value) bool {
	if v.Kind() == Interface {
		v = v.Elem()
	}
	if u.Kind() == Interface {
		u = u.Elem()
	}
	if !v.IsValid() || !u.IsValid() {
		return v.IsValid() == u.IsValid()
	}
	if v.Kind() != u.Kind() || v.Type() != u.Type() {
		return false
	}
	switch v.Kind() {
	case Array:
		for i := 0; i < v.Len(); i++ {
			if !v.Index(i).Equal(u.Index(i)) {
				return false
			}
		}
		return v.Len() > 0 || v.typ_.Equal != nil || v.notComparable()
	case Struct:
		for i := 0; i < v.NumField(); i++ {
			if !v.Field(i).Equal(u.Field(i)) {
				return false
			}
		}
		return true
	case Func, Map, Slice:
		v.notComparable()
	}
	v.flag &^= flagRO
	u.flag &^= flagRO
	return packed(v) == packed(u)
}

func (v Value) notComparable() bool {
	panic("reflect.Value.Equal: values of type " + v.Type().String() + " are not comparable")
}

// NumMethod returns the number of exported methods (all, for an interface).
func (v Value) NumMethod() int {
	if v.typ_ == nil {
		panic(&ValueError{"reflect.Value.NumMethod", Invalid})
	}
	if v.flag&flagMethod != 0 {
		return 0
	}
	return toRType(v.typ_).NumMethod()
}

// Method returns v's i-th method as a func value.
//
//go:allmethods
//go:noinline
func (v Value) Method(i int) Value {
	if v.typ_ == nil {
		panic(&ValueError{"reflect.Value.Method", Invalid})
	}
	if v.flag&flagMethod != 0 || uint(i) >= uint(toRType(v.typ_).NumMethod()) {
		panic("reflect: Method index out of range")
	}
	if Kind(v.typ_.Kind) == Interface && v.IsNil() {
		panic("reflect: Method on nil interface value")
	}
	fl := v.flag.ro() | v.flag&(flagIndir|flagAddr) | flag(Func) | flagMethod | flag(i)<<methodShift
	return Value{v.typ_, v.ptr, fl}
}

// MethodByName returns the method with the name, or the zero Value.
func (v Value) MethodByName(name string) Value {
	if v.typ_ == nil {
		panic(&ValueError{"reflect.Value.MethodByName", Invalid})
	}
	if v.flag&flagMethod != 0 {
		return Value{}
	}
	if Kind(v.typ_.Kind) == Interface {
		for i, m := range imethods(v.typ_) {
			if m.Name == name {
				return v.Method(i)
			}
		}
		return Value{}
	}
	for i, m := range exported(v.typ_) {
		if m.Name == name {
			return v.Method(i)
		}
	}
	return Value{}
}

// OverflowInt and the like report whether x does not fit v's type.
func (v Value) OverflowInt(x int64) bool {
	if !v.CanInt() {
		v.bad("OverflowInt")
	}
	return overflowInt(x, v.typ_.Size)
}

func (v Value) OverflowUint(x uint64) bool {
	if !v.CanUint() {
		v.bad("OverflowUint")
	}
	return overflowUint(x, v.typ_.Size)
}

func (v Value) OverflowFloat(x float64) bool {
	if !v.CanFloat() {
		v.bad("OverflowFloat")
	}
	return v.kind() == Float32 && overflowFloat32(x)
}

func (v Value) OverflowComplex(x complex128) bool {
	if !v.CanComplex() {
		v.bad("OverflowComplex")
	}
	return v.kind() == Complex64 && (overflowFloat32(real(x)) || overflowFloat32(imag(x)))
}

// CanConvert reports whether Convert would not panic.
func (v Value) CanConvert(t Type) bool {
	if !v.Type().ConvertibleTo(t) {
		return false
	}
	switch {
	case v.Kind() == Slice && t.Kind() == Array:
		return t.Len() <= v.Len()
	case v.Kind() == Slice && t.Kind() == Pointer && t.Elem().Kind() == Array:
		return t.Elem().Len() <= v.Len()
	}
	return true
}

func itoa(i int) string { return strconv.Itoa(i) }
