package reflect

import (
	"internal/abi"
	"strconv"
	"sync"
	"unsafe"
)

// Types that the program does not contain are made here. A type's descriptor must be unique, so the linker's list of
// descriptors is searched first (by string; then compared), and what is made is remembered.

//go:linkname typelinks runtime.reflect_typelinks
func typelinks() (first *(*abi.Type), n int)

var made struct {
	sync.Mutex
	byKey map[madeKey]*abi.Type
	funcs map[string][]*abi.FuncType
}

// madeKey identifies a derived type: how (kind and number, such as an array's length) and from what.
type madeKey struct {
	kind Kind
	n    int
	a, b *abi.Type
}

// linked calls match for the program's types with the string s until it returns true.
func linked(s string, match func(*abi.Type) bool) *abi.Type {
	first, n := typelinks()
	all := unsafe.Slice(first, n)
	lo, hi := 0, n
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if all[mid].Str < s {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	for ; lo < n && all[lo].Str == s; lo++ {
		if t := all[lo]; match(t) {
			return t
		}
	}
	return nil
}

// derive finds or makes the type of the key.
func derive(key madeKey, s string, match func(*abi.Type) bool, build func() *abi.Type) *abi.Type {
	made.Lock()
	defer made.Unlock()
	if t := made.byKey[key]; t != nil {
		return t
	}
	t := linked(s, func(t *abi.Type) bool { return Kind(t.Kind) == key.kind && !named(t) && match(t) })
	if t == nil {
		t = build()
		t.Str = s
		t.Kind = uint8(key.kind)
		t.Hash = hashString(s)
	}
	if made.byKey == nil {
		made.byKey = map[madeKey]*abi.Type{}
	}
	made.byKey[key] = t
	return t
}

// hashString is FNV-1a. (The compiler hashes the string with full package paths; only the spread matters.)
func hashString(s string) uint32 {
	h := uint32(2166136261)
	for i := 0; i < len(s); i++ {
		h = (h ^ uint32(s[i])) * 16777619
	}
	return h
}

var onePointer byte = 1 // the pointer map of one word that is a pointer

// setWord fills in t as a type of one pointer word, taking equality from model.
func setWord(t *abi.Type, model any) {
	m := abi.TypeOf(model)
	t.Size, t.PtrData, t.TFlag, t.Align, t.FieldAlign, t.Equal, t.GCData = 8, 8, m.TFlag&^(abi.TFlagNamed|abi.TFlagUncommon), 8, 8, m.Equal, &onePointer
}

func ptrTo(t *abi.Type) *abi.Type {
	if t.PtrTo != nil {
		return t.PtrTo
	}
	return derive(madeKey{kind: Pointer, a: t}, "*"+t.Str, func(p *abi.Type) bool { return elemOf(p) == t }, func() *abi.Type {
		p := &abi.PtrType{Elem: t}
		setWord(&p.Type, (*int)(nil))
		return &p.Type
	})
}

// PointerTo returns the type *t.
func PointerTo(t Type) Type { return toRType(ptrTo(t.common())) }

// PtrTo is the old name of PointerTo.
func PtrTo(t Type) Type { return PointerTo(t) }

// SliceOf returns the type []t.
func SliceOf(t Type) Type {
	e := t.common()
	return toRType(derive(madeKey{kind: Slice, a: e}, "[]"+e.Str, func(s *abi.Type) bool { return elemOf(s) == e }, func() *abi.Type {
		s := &abi.SliceType{Elem: e}
		s.Size, s.PtrData, s.Align, s.FieldAlign, s.GCData = 24, 8, 8, 8, &onePointer
		return &s.Type
	}))
}

// MapOf returns the type map[key]elem.
func MapOf(key, elem Type) Type {
	k, e := key.common(), elem.common()
	if k.Equal == nil {
		panic("reflect.MapOf: invalid key type " + k.Str)
	}
	s := "map[" + k.Str + "]" + e.Str
	return toRType(derive(madeKey{kind: Map, a: k, b: e}, s, func(m *abi.Type) bool { return mapType(m).Key == k && elemOf(m) == e }, func() *abi.Type {
		m := &abi.MapType{Key: k, Elem: e}
		setWord(&m.Type, map[int]int(nil))
		return &m.Type
	}))
}

// ChanOf returns the channel type with the direction.
func ChanOf(dir ChanDir, t Type) Type {
	e := t.common()
	var s string
	switch dir {
	case SendDir:
		s = "chan<- " + e.Str
	case RecvDir:
		s = "<-chan " + e.Str
	case BothDir:
		s = "chan " + e.Str
		if e.Str[0] == '<' {
			s = "chan (" + e.Str + ")"
		}
	default:
		panic("reflect.ChanOf: invalid dir")
	}
	same := func(c *abi.Type) bool {
		return elemOf(c) == e && (*abi.ChanType)(unsafe.Pointer(c)).Dir == uintptr(dir)
	}
	return toRType(derive(madeKey{kind: Chan, n: int(dir), a: e}, s, same, func() *abi.Type {
		c := &abi.ChanType{Elem: e, Dir: uintptr(dir)}
		setWord(&c.Type, (chan int)(nil))
		return &c.Type
	}))
}

// ArrayOf returns the type [length]elem.
func ArrayOf(length int, elem Type) Type {
	if length < 0 {
		panic("reflect: negative length passed to ArrayOf")
	}
	e := elem.common()
	slice := SliceOf(elem).common()
	same := func(a *abi.Type) bool {
		return elemOf(a) == e && (*abi.ArrayType)(unsafe.Pointer(a)).Len == uintptr(length)
	}
	return toRType(derive(madeKey{kind: Array, n: length, a: e}, "["+strconv.Itoa(length)+"]"+e.Str, same, func() *abi.Type {
		if e.Size > 0 && uintptr(length) > (1<<47)/e.Size {
			panic("reflect.ArrayOf: array size would exceed virtual address space")
		}
		a := &abi.ArrayType{Elem: e, Slice: slice, Len: uintptr(length)}
		a.Size, a.Align, a.FieldAlign = e.Size*uintptr(length), e.Align, e.FieldAlign
		a.TFlag = e.TFlag & abi.TFlagPlainMem
		if e.Equal != nil {
			a.Equal = abi.TypeOf([2]string{}).Equal // runtime.arrayequal walks the descriptor
		}
		if e.PtrData > 0 && length > 0 {
			a.PtrData = e.Size*uintptr(length-1) + e.PtrData
			if a.PtrData <= abi.MaxPointerMap {
				a.GCData = &repeatMap(e, length)[0]
			}
		}
		return &a.Type
	}))
}

// repeatMap makes the pointer map of n elements.
func repeatMap(e *abi.Type, n int) []byte {
	words := e.Size / 8
	bits := make([]byte, (words*uintptr(n)+7)/8)
	for i := uintptr(0); i < uintptr(n); i++ {
		setBits(bits, i*words, e)
	}
	return bits
}

// setBits copies the pointer map of t to the bits from word at.
func setBits(bits []byte, at uintptr, t *abi.Type) {
	for w := uintptr(0); w < t.PtrData/8; w++ {
		if *(*byte)(unsafe.Add(unsafe.Pointer(t.GCData), w/8))>>(w%8)&1 != 0 {
			bits[(at+w)/8] |= 1 << ((at + w) % 8)
		}
	}
}

// FuncOf returns the function type.
func FuncOf(in, out []Type, variadic bool) Type {
	if variadic && (len(in) == 0 || in[len(in)-1].Kind() != Slice) {
		panic("reflect.FuncOf: last arg of variadic func must be slice")
	}
	commons := func(list []Type) []*abi.Type {
		r := make([]*abi.Type, len(list))
		for i, t := range list {
			r[i] = t.common()
		}
		return r
	}
	return toRType(funcOf(commons(in), commons(out), variadic))
}

func sameTypes(a, b []*abi.Type) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func funcOf(in, out []*abi.Type, variadic bool) *abi.Type {
	s := "func("
	for i, t := range in {
		if i > 0 {
			s += ", "
		}
		if variadic && i == len(in)-1 {
			s += "..." + elemOf(t).Str
		} else {
			s += t.Str
		}
	}
	s += ")"
	for i, t := range out {
		switch {
		case i > 0:
			s += ", "
		case len(out) > 1:
			s += " ("
		default:
			s += " "
		}
		s += t.Str
	}
	if len(out) > 1 {
		s += ")"
	}
	same := func(f *abi.FuncType) bool {
		return f.Variadic != 0 == variadic && sameTypes(f.In, in) && sameTypes(f.Out, out)
	}
	made.Lock()
	defer made.Unlock()
	for _, f := range made.funcs[s] {
		if same(f) {
			return &f.Type
		}
	}
	t := linked(s, func(t *abi.Type) bool {
		return Kind(t.Kind) == Func && !named(t) && same((*abi.FuncType)(unsafe.Pointer(t)))
	})
	if t != nil {
		return t
	}
	f := &abi.FuncType{In: in, Out: out}
	if variadic {
		f.Variadic = 1
	}
	setWord(&f.Type, (func())(nil))
	f.Str, f.Kind, f.Hash = s, abi.Func, hashString(s)
	if made.funcs == nil {
		made.funcs = map[string][]*abi.FuncType{}
	}
	made.funcs[s] = append(made.funcs[s], f)
	return &f.Type
}

// validName reports whether s is an identifier. (All letters beyond ASCII are taken for letters.)
func validName(s string) bool {
	for i := 0; i < len(s); i++ {
		c := s[i]
		if !(c == '_' || c >= 0x80 || 'a' <= c|0x20 && c|0x20 <= 'z' || i > 0 && '0' <= c && c <= '9') {
			return false
		}
	}
	return s != ""
}

// StructOf returns the struct type with the fields; their Offset and Index are ignored.
func StructOf(fields []StructField) Type {
	st := &abi.StructType{}
	s := "struct {"
	var size uintptr
	align := uint8(1)
	comparable := true
	st.TFlag = 0
	for i, f := range fields {
		if f.Name == "" {
			panic("reflect.StructOf: field " + itoa(i) + " has no name")
		}
		if !validName(f.Name) {
			panic("reflect.StructOf: field " + itoa(i) + " has invalid name")
		}
		if f.Type == nil {
			panic("reflect.StructOf: field " + itoa(i) + " has no type")
		}
		if f.PkgPath == "" && (f.Name[0] < 'A' || f.Name[0] > 'Z') && f.Name[0] < 0x80 {
			panic("reflect.StructOf: field \"" + f.Name + "\" is unexported but missing PkgPath")
		}
		if i > 0 {
			s += ";"
		}
		t := f.Type.common()
		if f.Anonymous {
			s += " " + t.Str
		} else {
			s += " " + f.Name + " " + t.Str
		}
		if f.Tag != "" {
			s += " " + strconv.Quote(string(f.Tag))
		}
		a := uintptr(t.FieldAlign)
		size = (size + a - 1) &^ (a - 1)
		p := abi.StructField{Name: f.Name, PkgPath: f.PkgPath, Type: t, Offset: size, Tag: string(f.Tag)}
		if f.Anonymous {
			p.Embedded = 1
		}
		for j := range st.Fields {
			if st.Fields[j].Name == f.Name && f.Name != "_" {
				panic("reflect.StructOf: duplicate field " + f.Name)
			}
		}
		st.Fields = append(st.Fields, p)
		st.PkgPath = f.PkgPath
		if t.PtrData > 0 {
			st.PtrData = size + t.PtrData
		}
		size += t.Size
		if t.Size == 0 && i == len(fields)-1 && size > 0 {
			size++
		}
		align = max(align, t.FieldAlign)
		comparable = comparable && t.Equal != nil
	}
	if len(fields) > 0 {
		s += " "
	}
	s += "}"
	st.Size = (size + uintptr(align) - 1) &^ (uintptr(align) - 1)
	st.Align, st.FieldAlign = align, align
	if comparable {
		st.Equal = abi.TypeOf(struct {
			a string
			b any
		}{}).Equal // runtime.structequal walks the descriptor
	}
	if st.PtrData > 0 && st.PtrData <= abi.MaxPointerMap {
		bits := make([]byte, (st.PtrData/8+7)/8)
		for i := range st.Fields {
			setBits(bits, st.Fields[i].Offset/8, st.Fields[i].Type)
		}
		st.GCData = &bits[0]
	}
	same := func(t *abi.Type) bool {
		o := (*abi.StructType)(unsafe.Pointer(t))
		if len(o.Fields) != len(st.Fields) {
			return false
		}
		for i := range o.Fields {
			if o.Fields[i] != st.Fields[i] {
				return false
			}
		}
		return true
	}
	made.Lock()
	for _, t := range structs {
		if same(t) {
			made.Unlock()
			return toRType(t)
		}
	}
	made.Unlock()
	t := derive(madeKey{kind: Struct, a: &st.Type}, s, same, func() *abi.Type { return &st.Type })
	made.Lock()
	structs = append(structs, t)
	made.Unlock()
	return toRType(t)
}

var structs []*abi.Type // made by StructOf
