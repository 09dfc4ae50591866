package reflect

import (
	"internal/abi"
	"unsafe"
)

// hiter is the runtime's map iterator: 128 bytes.
type hiter struct {
	key  unsafe.Pointer
	elem unsafe.Pointer
	rest [14]unsafe.Pointer
}

//go:linkname makemap runtime.makemap
func makemap(t *abi.Type, hint int) unsafe.Pointer

//go:linkname mapaccess1 runtime.mapaccess1
func mapaccess1(t *abi.Type, m, key unsafe.Pointer) unsafe.Pointer

//go:linkname mapaccess2 runtime.mapaccess2
func mapaccess2(t *abi.Type, m, key unsafe.Pointer) (unsafe.Pointer, uintptr)

//go:linkname mapassign runtime.mapassign
func mapassign(t *abi.Type, m, key unsafe.Pointer) unsafe.Pointer

//go:linkname mapdelete runtime.mapdelete
func mapdelete(t *abi.Type, m, key unsafe.Pointer)

//go:linkname mapclear runtime.mapclear
func mapclear(t *abi.Type, m unsafe.Pointer)

//go:linkname mapiterinit runtime.mapiterinit
func mapiterinit(t *abi.Type, m unsafe.Pointer, it *hiter)

//go:linkname mapiternext runtime.mapiternext
func mapiternext(it *hiter)

func mapType(t *abi.Type) *abi.MapType { return (*abi.MapType)(unsafe.Pointer(t)) }

// address returns a pointer to v's contents.
func (v Value) address() unsafe.Pointer {
	if v.flag&flagIndir != 0 {
		return v.ptr
	}
	p := new(unsafe.Pointer)
	*p = v.ptr
	return unsafe.Pointer(p)
}

// copied makes a Value of a copy of what is at p.
func copied(t *abi.Type, p unsafe.Pointer, f flag) Value {
	if t.IsDirect() {
		return Value{t, *(*unsafe.Pointer)(p), f | flag(t.Kind)}
	}
	c := unsafe_New(t)
	typedmemmove(t, c, p)
	return Value{t, c, f | flagIndir | flag(t.Kind)}
}

// MapIndex returns the value of key, or the zero Value.
func (v Value) MapIndex(key Value) Value {
	v.mustBe(Map, "MapIndex")
	t := mapType(v.typ_)
	key = key.assignTo("reflect.Value.MapIndex", t.Key)
	e, ok := mapaccess2(v.typ_, v.word(), key.address())
	if ok == 0 {
		return Value{}
	}
	return copied(t.Elem, e, (v.flag | key.flag).ro())
}

// MapKeys returns the keys in unspecified order.
func (v Value) MapKeys() []Value {
	v.mustBe(Map, "MapKeys")
	t := mapType(v.typ_)
	keys := make([]Value, 0, v.Len())
	var it hiter
	for mapiterinit(v.typ_, v.word(), &it); it.key != nil; mapiternext(&it) {
		keys = append(keys, copied(t.Key, it.key, v.flag.ro()))
	}
	return keys
}

// A MapIter iterates over a map.
type MapIter struct {
	m     Value
	it    hiter
	begun bool
}

// MapRange returns an iterator over the map v.
func (v Value) MapRange() *MapIter {
	v.mustBe(Map, "MapRange")
	return &MapIter{m: v}
}

func (it *MapIter) check(method string) {
	if !it.begun {
		panic(method + " called before Next")
	}
	if it.it.key == nil {
		panic(method + " called on exhausted iterator")
	}
}

// Key returns the current entry's key.
func (it *MapIter) Key() Value {
	it.check("MapIter.Key")
	return copied(mapType(it.m.typ_).Key, it.it.key, it.m.flag.ro())
}

// Value returns the current entry's value.
func (it *MapIter) Value() Value {
	it.check("MapIter.Value")
	return copied(mapType(it.m.typ_).Elem, it.it.elem, it.m.flag.ro())
}

// Next goes to the next entry and reports whether there is one.
func (it *MapIter) Next() bool {
	if !it.m.IsValid() {
		panic("MapIter.Next called on an iterator that does not have an associated map Value")
	}
	if !it.begun {
		it.begun = true
		mapiterinit(it.m.typ_, it.m.word(), &it.it)
	} else {
		if it.it.key == nil {
			panic("MapIter.Next called on exhausted iterator")
		}
		mapiternext(&it.it)
	}
	return it.it.key != nil
}

// Reset starts over, with the map v (or none).
func (it *MapIter) Reset(v Value) {
	if v.IsValid() {
		v.mustBe(Map, "MapRange")
	}
	*it = MapIter{m: v}
}

// SetIterKey assigns the key of the current entry of it to v.
func (v Value) SetIterKey(it *MapIter) {
	it.check("reflect.Value.SetIterKey")
	v.mustBeAssignable("SetIterKey")
	x := it.Key()
	x.mustBeExported("SetIterKey") // of a map in an unexported field
	v.Set(x)
}

// SetIterValue assigns the value of the current entry of it to v.
func (v Value) SetIterValue(it *MapIter) {
	it.check("reflect.Value.SetIterValue")
	v.mustBeAssignable("SetIterValue")
	x := it.Value()
	x.mustBeExported("SetIterValue") // of a map in an unexported field
	v.Set(x)
}

// SetMapIndex sets the value of key; the zero Value deletes it.
func (v Value) SetMapIndex(key, elem Value) {
	v.mustBe(Map, "SetMapIndex")
	v.mustBeExported("SetMapIndex")
	key.mustBeExported("SetMapIndex")
	t := mapType(v.typ_)
	key = key.assignTo("reflect.Value.SetMapIndex", t.Key)
	if elem.typ_ == nil {
		mapdelete(v.typ_, v.word(), key.address())
		return
	}
	elem.mustBeExported("SetMapIndex")
	elem = elem.assignTo("reflect.Value.SetMapIndex", t.Elem)
	src := elem.address()
	typedmemmove(t.Elem, mapassign(v.typ_, v.word(), key.address()), src)
}

// MakeMap makes a map.
func MakeMap(typ Type) Value { return MakeMapWithSize(typ, 0) }

// MakeMapWithSize makes a map with room for about n entries.
func MakeMapWithSize(typ Type, n int) Value {
	if typ.Kind() != Map {
		panic("reflect.MakeMapWithSize of non-map type")
	}
	t := typ.common()
	return Value{t, makemap(t, n), flag(Map)}
}

// Clear empties a map or zeroes a slice's elements.
func (v Value) Clear() {
	switch v.Kind() {
	case Slice:
		s, e := (*sliceHeader)(v.ptr), elemOf(v.typ_)
		for i := 0; i < s.Len; i++ {
			typedmemclr(e, unsafe.Add(s.Data, uintptr(i)*e.Size))
		}
	case Map:
		if m := v.word(); m != nil {
			mapclear(v.typ_, m)
		}
	default:
		panic(&ValueError{"reflect.Value.Clear", v.Kind()})
	}
}
