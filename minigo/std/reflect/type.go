// Package reflect looks at and changes values of any type at run time. Types are the compiler's descriptors
// (internal/abi); types that a program makes at run time are built in make.go.
package reflect

import (
	"internal/abi"
	"iter"
	"strconv"
	"unsafe"
)

// Type is the representation of a Go type. Types are equal (==) when they are identical.
type Type interface {
	Align() int
	FieldAlign() int
	Method(int) Method
	Methods() iter.Seq[Method]
	MethodByName(string) (Method, bool)
	NumMethod() int
	Name() string
	PkgPath() string
	Size() uintptr
	String() string
	Kind() Kind
	Implements(u Type) bool
	AssignableTo(u Type) bool
	ConvertibleTo(u Type) bool
	Comparable() bool
	Bits() int
	ChanDir() ChanDir
	IsVariadic() bool
	Elem() Type
	Field(i int) StructField
	Fields() iter.Seq[StructField]
	FieldByIndex(index []int) StructField
	FieldByName(name string) (StructField, bool)
	FieldByNameFunc(match func(string) bool) (StructField, bool)
	In(i int) Type
	Ins() iter.Seq[Type]
	Key() Type
	Len() int
	NumField() int
	NumIn() int
	NumOut() int
	Out(i int) Type
	Outs() iter.Seq[Type]
	OverflowComplex(x complex128) bool
	OverflowFloat(x float64) bool
	OverflowInt(x int64) bool
	OverflowUint(x uint64) bool
	CanSeq() bool
	CanSeq2() bool
	common() *abi.Type
}

// A Kind is the kind of a type.
type Kind uint

const (
	Invalid Kind = iota
	Bool
	Int
	Int8
	Int16
	Int32
	Int64
	Uint
	Uint8
	Uint16
	Uint32
	Uint64
	Uintptr
	Float32
	Float64
	Complex64
	Complex128
	Array
	Chan
	Func
	Interface
	Map
	Pointer
	Slice
	String
	Struct
	UnsafePointer
)

// Ptr is the old name of Pointer.
const Ptr = Pointer

var kindNames = [...]string{"invalid", "bool", "int", "int8", "int16", "int32", "int64", "uint", "uint8", "uint16", "uint32", "uint64", "uintptr",
	"float32", "float64", "complex64", "complex128", "array", "chan", "func", "interface", "map", "ptr", "slice", "string", "struct", "unsafe.Pointer"}

func (k Kind) String() string {
	if k < Kind(len(kindNames)) {
		return kindNames[k]
	}
	return "kind" + strconv.Itoa(int(k))
}

// ChanDir is a channel type's direction.
type ChanDir int

const (
	RecvDir ChanDir = 1 << iota
	SendDir
	BothDir = RecvDir | SendDir
)

func (d ChanDir) String() string {
	switch d {
	case SendDir:
		return "chan<-"
	case RecvDir:
		return "<-chan"
	case BothDir:
		return "chan"
	}
	return "ChanDir" + strconv.Itoa(int(d))
}

// Method is one method of a type.
type Method struct {
	Name    string
	PkgPath string
	Type    Type
	Func    Value
	Index   int
}

// IsExported reports whether the method is exported.
func (m Method) IsExported() bool { return m.PkgPath == "" }

// A StructField is one field of a struct.
type StructField struct {
	Name      string
	PkgPath   string
	Type      Type
	Tag       StructTag
	Offset    uintptr
	Index     []int
	Anonymous bool
}

// IsExported reports whether the field is exported.
func (f StructField) IsExported() bool { return f.PkgPath == "" }

// A StructTag is a field's tag: key:"value" pairs separated by spaces.
type StructTag string

// Get returns the value of key, or "".
func (tag StructTag) Get(key string) string {
	v, _ := tag.Lookup(key)
	return v
}

// Lookup returns the value of key and whether there is one.
func (tag StructTag) Lookup(key string) (value string, ok bool) {
	for tag != "" {
		i := 0
		for i < len(tag) && tag[i] == ' ' {
			i++
		}
		tag = tag[i:]
		i = 0
		for i < len(tag) && tag[i] > ' ' && tag[i] != ':' && tag[i] != '"' && tag[i] != 0x7f {
			i++
		}
		if i == 0 || i+1 >= len(tag) || tag[i] != ':' || tag[i+1] != '"' {
			break
		}
		name := string(tag[:i])
		tag = tag[i+1:]
		i = 1
		for i < len(tag) && tag[i] != '"' {
			if tag[i] == '\\' {
				i++
			}
			i++
		}
		if i >= len(tag) {
			break
		}
		quoted := string(tag[:i+1])
		tag = tag[i+1:]
		if key == name {
			value, err := strconv.Unquote(quoted)
			return value, err == nil
		}
	}
	return "", false
}

// rtype is the implementation of Type: a descriptor.
type rtype struct{ t abi.Type }

func toRType(t *abi.Type) *rtype { return (*rtype)(unsafe.Pointer(t)) }

// toType is the Type of t; nil for nil.
func toType(t *abi.Type) Type {
	if t == nil {
		return nil
	}
	return toRType(t)
}

// TypeOf returns the dynamic type of i; nil for a nil interface.
func TypeOf(i any) Type { return toType(abi.TypeOf(i)) }

// TypeFor returns the Type of T.
func TypeFor[T any]() Type {
	var p *T
	return toRType((*abi.PtrType)(unsafe.Pointer(abi.TypeOf(p))).Elem)
}

func (t *rtype) common() *abi.Type { return &t.t }
func (t *rtype) String() string    { return t.t.Str }
func (t *rtype) Size() uintptr     { return t.t.Size }
func (t *rtype) Align() int        { return int(t.t.Align) }
func (t *rtype) FieldAlign() int   { return int(t.t.FieldAlign) }
func (t *rtype) Kind() Kind        { return Kind(t.t.Kind) }
func (t *rtype) Comparable() bool  { return t.t.Equal != nil }

func (t *rtype) Name() string {
	if t.t.TFlag&abi.TFlagNamed == 0 {
		return ""
	}
	if u := t.t.Uncommon; u != nil && u.Name != "" {
		return u.Name
	}
	// Behind the last dot outside of brackets.
	s := t.t.Str
	depth := 0
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case ']':
			depth++
		case '[':
			depth--
		case '.':
			if depth == 0 {
				return s[i+1:]
			}
		}
	}
	return s
}

func (t *rtype) PkgPath() string {
	if t.t.TFlag&abi.TFlagNamed == 0 || t.t.Uncommon == nil {
		return ""
	}
	return t.t.Uncommon.PkgPath
}

func (t *rtype) Bits() int {
	k := t.Kind()
	if k < Int || k > Complex128 {
		panic("reflect: Bits of non-arithmetic Type " + t.String())
	}
	return int(t.t.Size) * 8
}

func (t *rtype) ChanDir() ChanDir {
	if t.Kind() != Chan {
		panic("reflect: ChanDir of non-chan type " + t.String())
	}
	return ChanDir((*abi.ChanType)(unsafe.Pointer(t)).Dir)
}

func (t *rtype) fn(what string) *abi.FuncType {
	if t.Kind() != Func {
		panic("reflect: " + what + " of non-func type " + t.String())
	}
	return (*abi.FuncType)(unsafe.Pointer(t))
}

func (t *rtype) IsVariadic() bool { return t.fn("IsVariadic").Variadic != 0 }
func (t *rtype) In(i int) Type    { return toRType(t.fn("In").In[i]) }
func (t *rtype) Out(i int) Type   { return toRType(t.fn("Out").Out[i]) }
func (t *rtype) NumIn() int       { return len(t.fn("NumIn").In) }
func (t *rtype) NumOut() int      { return len(t.fn("NumOut").Out) }

func elemOf(t *abi.Type) *abi.Type {
	switch Kind(t.Kind) {
	case Array:
		return (*abi.ArrayType)(unsafe.Pointer(t)).Elem
	case Chan:
		return (*abi.ChanType)(unsafe.Pointer(t)).Elem
	case Map:
		return (*abi.MapType)(unsafe.Pointer(t)).Elem
	case Pointer:
		return (*abi.PtrType)(unsafe.Pointer(t)).Elem
	case Slice:
		return (*abi.SliceType)(unsafe.Pointer(t)).Elem
	}
	panic("reflect: Elem of invalid type " + t.Str)
}

func (t *rtype) Elem() Type { return toRType(elemOf(&t.t)) }

func (t *rtype) Key() Type {
	if t.Kind() != Map {
		panic("reflect: Key of non-map type " + t.String())
	}
	return toRType((*abi.MapType)(unsafe.Pointer(t)).Key)
}

func (t *rtype) Len() int {
	if t.Kind() != Array {
		panic("reflect: Len of non-array type " + t.String())
	}
	return int((*abi.ArrayType)(unsafe.Pointer(t)).Len)
}

func (t *rtype) st(what string) *abi.StructType {
	if t.Kind() != Struct {
		panic("reflect: " + what + " of non-struct type " + t.String())
	}
	return (*abi.StructType)(unsafe.Pointer(t))
}

func (t *rtype) NumField() int { return len(t.st("NumField").Fields) }

func (t *rtype) Field(i int) (f StructField) {
	st := t.st("Field")
	if i < 0 || i >= len(st.Fields) {
		panic("reflect: Field index out of bounds")
	}
	p := &st.Fields[i]
	return StructField{Name: p.Name, PkgPath: p.PkgPath, Type: toRType(p.Type), Tag: StructTag(p.Tag), Offset: p.Offset, Index: []int{i},
		Anonymous: p.Embedded != 0}
}

func (t *rtype) FieldByIndex(index []int) (f StructField) {
	var at Type = t
	for i, x := range index {
		if i > 0 {
			if at.Kind() == Pointer && at.Elem().Kind() == Struct {
				at = at.Elem()
			}
		}
		f = at.Field(x)
		at = f.Type
	}
	return f
}

func (t *rtype) FieldByName(name string) (f StructField, present bool) {
	st := t.st("FieldByName")
	embeds := false
	if name != "" {
		for i := range st.Fields {
			if st.Fields[i].Name == name {
				return t.Field(i), true
			}
			embeds = embeds || st.Fields[i].Embedded != 0
		}
	}
	if !embeds {
		return f, false
	}
	return t.FieldByNameFunc(func(s string) bool { return s == name })
}

// FieldByNameFunc searches breadth first through embedded structs; two matches at the same depth hide each other and all below.
func (t *rtype) FieldByNameFunc(match func(string) bool) (result StructField, ok bool) {
	t.st("FieldByNameFunc")
	type place struct {
		typ   *rtype
		index []int
	}
	next := []place{{typ: t}}
	visited := map[*rtype]bool{}
	var count map[*rtype]int
	for len(next) > 0 {
		current := next
		next = nil
		many := count
		count = map[*rtype]int{}
		for _, p := range current {
			if visited[p.typ] {
				continue
			}
			visited[p.typ] = true
			for i := 0; i < p.typ.NumField(); i++ {
				f := p.typ.Field(i)
				var inner *rtype
				if f.Anonymous {
					ft := f.Type
					if ft.Kind() == Pointer {
						ft = ft.Elem()
					}
					inner = ft.(*rtype)
				}
				if match(f.Name) {
					if many[p.typ] > 1 || ok {
						return StructField{}, false
					}
					result, ok = f, true
					result.Index = append(append([]int(nil), p.index...), i)
					continue
				}
				if ok || inner == nil || inner.Kind() != Struct {
					continue
				}
				if count[inner] > 0 {
					count[inner] = 2
					continue
				}
				count[inner] = 1
				if many[p.typ] > 1 {
					count[inner] = 2
				}
				next = append(next, place{inner, append(append([]int(nil), p.index...), i)})
			}
		}
		if ok {
			break
		}
	}
	return result, ok
}

// exported lists the exported methods of a type that is not an interface.
func exported(t *abi.Type) []*abi.Method {
	if t.Uncommon == nil {
		return nil
	}
	all := t.Uncommon.Methods
	list := make([]*abi.Method, 0, len(all))
	for i := range all {
		if all[i].PkgPath == "" {
			list = append(list, &all[i])
		}
	}
	return list
}

func imethods(t *abi.Type) []abi.Imethod { return (*abi.InterfaceType)(unsafe.Pointer(t)).Methods }

func (t *rtype) NumMethod() int {
	if t.Kind() == Interface {
		return len(imethods(&t.t))
	}
	n := 0
	if t.t.Uncommon != nil {
		for i := range t.t.Uncommon.Methods {
			if t.t.Uncommon.Methods[i].PkgPath == "" {
				n++
			}
		}
	}
	return n
}

// Method makes all methods reachable: the linker drops none when this function is in the program.
//
//go:allmethods
//go:noinline
func (t *rtype) Method(i int) (m Method) {
	if t.Kind() == Interface {
		list := imethods(&t.t)
		if i < 0 || i >= len(list) {
			panic("reflect: Method index out of range")
		}
		return Method{Name: list[i].Name, PkgPath: list[i].PkgPath, Type: toType(list[i].Type), Index: i}
	}
	list := exported(&t.t)
	if i < 0 || i >= len(list) {
		panic("reflect: Method index out of range")
	}
	p := list[i]
	ft := (*abi.FuncType)(unsafe.Pointer(p.Type))
	in := append([]*abi.Type{&t.t}, ft.In...)
	mt := funcOf(in, ft.Out, ft.Variadic != 0)
	closure := new(unsafe.Pointer)
	*closure = p.Tfn
	return Method{Name: p.Name, Type: toRType(mt), Func: Value{mt, unsafe.Pointer(closure), flag(Func)}, Index: i}
}

func (t *rtype) MethodByName(name string) (m Method, ok bool) {
	if t.Kind() == Interface {
		for i, x := range imethods(&t.t) {
			if x.Name == name {
				return t.Method(i), true
			}
		}
		return Method{}, false
	}
	for i, p := range exported(&t.t) {
		if p.Name == name {
			return t.Method(i), true
		}
	}
	return Method{}, false
}

func (t *rtype) Methods() iter.Seq[Method] {
	return func(yield func(Method) bool) {
		for i := range t.NumMethod() {
			if !yield(t.Method(i)) {
				return
			}
		}
	}
}

func (t *rtype) Fields() iter.Seq[StructField] {
	t.st("Fields")
	return func(yield func(StructField) bool) {
		for i := range t.NumField() {
			if !yield(t.Field(i)) {
				return
			}
		}
	}
}

func types(list []*abi.Type) iter.Seq[Type] {
	return func(yield func(Type) bool) {
		for _, t := range list {
			if !yield(toRType(t)) {
				return
			}
		}
	}
}

func (t *rtype) Ins() iter.Seq[Type]  { return types(t.fn("Ins").In) }
func (t *rtype) Outs() iter.Seq[Type] { return types(t.fn("Outs").Out) }

func (t *rtype) OverflowComplex(x complex128) bool {
	switch t.Kind() {
	case Complex64:
		return overflowFloat32(real(x)) || overflowFloat32(imag(x))
	case Complex128:
		return false
	}
	panic("reflect: OverflowComplex of non-complex type " + t.String())
}

func (t *rtype) OverflowFloat(x float64) bool {
	switch t.Kind() {
	case Float32:
		return overflowFloat32(x)
	case Float64:
		return false
	}
	panic("reflect: OverflowFloat of non-float type " + t.String())
}

func (t *rtype) OverflowInt(x int64) bool {
	if k := t.Kind(); k < Int || k > Int64 {
		panic("reflect: OverflowInt of non-int type " + t.String())
	}
	return overflowInt(x, t.t.Size)
}

func (t *rtype) OverflowUint(x uint64) bool {
	if k := t.Kind(); k < Uint || k > Uintptr {
		panic("reflect: OverflowUint of non-uint type " + t.String())
	}
	return overflowUint(x, t.t.Size)
}

func overflowInt(x int64, size uintptr) bool {
	s := 64 - 8*size
	return x<<s>>s != x
}

func overflowUint(x uint64, size uintptr) bool {
	s := 64 - 8*size
	return x<<s>>s != x
}

func overflowFloat32(x float64) bool {
	if x < 0 {
		x = -x
	}
	const max = 0x1p127 * (1 + (1 - 0x1p-23))
	return max < x && x <= 0x1.fffffffffffffp1023
}

func (t *rtype) CanSeq() bool {
	switch k := t.Kind(); k {
	case Int8, Int16, Int32, Int64, Int, Uint8, Uint16, Uint32, Uint64, Uint, Uintptr, Array, Slice, Chan, String, Map:
		return true
	case Func:
		return t.isYield(1)
	case Pointer:
		return t.Elem().Kind() == Array
	}
	return false
}

func (t *rtype) CanSeq2() bool {
	switch t.Kind() {
	case Array, Slice, String, Map:
		return true
	case Func:
		return t.isYield(2)
	case Pointer:
		return t.Elem().Kind() == Array
	}
	return false
}

// isYield says that t is func(yield func(n values) bool).
func (t *rtype) isYield(n int) bool {
	f := t.fn("")
	if len(f.In) != 1 || len(f.Out) != 0 || Kind(f.In[0].Kind) != Func {
		return false
	}
	y := toRType(f.In[0]).fn("")
	return len(y.In) == n && len(y.Out) == 1 && y.Out[0] == boolType
}

//go:linkname implementsC runtime.implements
func implementsC(inter, typ *abi.Type) bool

func (t *rtype) Implements(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.Implements")
	}
	if u.Kind() != Interface {
		panic("reflect: non-interface type passed to Type.Implements")
	}
	return implements(u.common(), &t.t)
}

// implements says whether t, possibly an interface itself, has all methods of inter.
func implements(inter, t *abi.Type) bool {
	want := imethods(inter)
	if len(want) == 0 {
		return true
	}
	if Kind(t.Kind) != Interface {
		return implementsC(inter, t)
	}
	have := imethods(t)
	i := 0
	for j := range have {
		if have[j].Name == want[i].Name && have[j].PkgPath == want[i].PkgPath && have[j].Type == want[i].Type {
			if i++; i == len(want) {
				return true
			}
		}
	}
	return false
}

func (t *rtype) AssignableTo(u Type) bool {
	if u == nil {
		panic("reflect: nil type passed to Type.AssignableTo")
	}
	return directlyAssignable(u.common(), &t.t) || Kind(u.common().Kind) == Interface && implements(u.common(), &t.t)
}

func named(t *abi.Type) bool { return t.TFlag&abi.TFlagNamed != 0 }

// directlyAssignable says whether a value of type v can be assigned to type t without change of its representation.
func directlyAssignable(t, v *abi.Type) bool {
	if t == v {
		return true
	}
	if named(t) && named(v) || t.Kind != v.Kind {
		return false
	}
	if Kind(t.Kind) == Chan && Kind(v.Kind) == Chan {
		if (*abi.ChanType)(unsafe.Pointer(v)).Dir == abi.ChanBoth && elemOf(t) == elemOf(v) {
			return true
		}
	}
	return sameUnderlying(t, v, true)
}

// sameUnderlying compares the underlying types; tags count if asked.
func sameUnderlying(t, v *abi.Type, tags bool) bool {
	if t == v {
		return true
	}
	if t.Kind != v.Kind {
		return false
	}
	same := func(a, b *abi.Type) bool {
		if tags {
			return a == b
		}
		return toRType(a).Name() == toRType(b).Name() && named(a) == named(b) && toRType(a).PkgPath() == toRType(b).PkgPath() && sameUnderlying(a, b, false)
	}
	k := Kind(t.Kind)
	switch {
	case Bool <= k && k <= Complex128 || k == String || k == UnsafePointer:
		return true
	}
	switch k {
	case Array:
		return (*abi.ArrayType)(unsafe.Pointer(t)).Len == (*abi.ArrayType)(unsafe.Pointer(v)).Len && same(elemOf(t), elemOf(v))
	case Chan:
		return (*abi.ChanType)(unsafe.Pointer(t)).Dir == (*abi.ChanType)(unsafe.Pointer(v)).Dir && same(elemOf(t), elemOf(v))
	case Func:
		a, b := (*abi.FuncType)(unsafe.Pointer(t)), (*abi.FuncType)(unsafe.Pointer(v))
		if len(a.In) != len(b.In) || len(a.Out) != len(b.Out) || a.Variadic != b.Variadic {
			return false
		}
		for i := range a.In {
			if !same(a.In[i], b.In[i]) {
				return false
			}
		}
		for i := range a.Out {
			if !same(a.Out[i], b.Out[i]) {
				return false
			}
		}
		return true
	case Interface:
		a, b := imethods(t), imethods(v)
		return len(a) == len(b) && implements(t, v) && implements(v, t)
	case Map:
		return same((*abi.MapType)(unsafe.Pointer(t)).Key, (*abi.MapType)(unsafe.Pointer(v)).Key) && same(elemOf(t), elemOf(v))
	case Pointer, Slice:
		return same(elemOf(t), elemOf(v))
	case Struct:
		a, b := (*abi.StructType)(unsafe.Pointer(t)), (*abi.StructType)(unsafe.Pointer(v))
		if len(a.Fields) != len(b.Fields) {
			return false
		}
		for i := range a.Fields {
			f, g := &a.Fields[i], &b.Fields[i]
			if f.Name != g.Name || f.PkgPath != g.PkgPath || !same(f.Type, g.Type) || tags && f.Tag != g.Tag || f.Embedded != g.Embedded {
				return false
			}
		}
		return true
	}
	return false
}
