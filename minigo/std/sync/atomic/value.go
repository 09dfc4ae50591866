package atomic

import "unsafe"

// A Value loads and stores values of one dynamic type atomically. The zero value holds nil.
type Value struct{ v any }

type eface struct{ typ, data unsafe.Pointer }

// storing is the type word while the first value is being stored.
var storing byte

// Load returns the value of the most recent Store, or nil.
func (v *Value) Load() (val any) {
	p := (*eface)(unsafe.Pointer(v))
	typ := LoadPointer(&p.typ)
	if typ == nil || typ == unsafe.Pointer(&storing) {
		return nil
	}
	r := (*eface)(unsafe.Pointer(&val))
	r.typ, r.data = typ, LoadPointer(&p.data)
	return val
}

// first installs the first value; false: there is one already.
func (v *Value) first(typ, data unsafe.Pointer) bool {
	p := (*eface)(unsafe.Pointer(v))
	for {
		switch LoadPointer(&p.typ) {
		case nil:
			if !CompareAndSwapPointer(&p.typ, nil, unsafe.Pointer(&storing)) {
				continue
			}
			StorePointer(&p.data, data)
			StorePointer(&p.typ, typ)
			return true
		case unsafe.Pointer(&storing):
			continue
		}
		return false
	}
}

// Store sets the value to val.
func (v *Value) Store(val any) {
	if val == nil {
		panic("sync/atomic: store of nil value into Value")
	}
	p, n := (*eface)(unsafe.Pointer(v)), (*eface)(unsafe.Pointer(&val))
	if v.first(n.typ, n.data) {
		return
	}
	if LoadPointer(&p.typ) != n.typ {
		panic("sync/atomic: store of inconsistently typed value into Value")
	}
	StorePointer(&p.data, n.data)
}

// Swap stores new and returns the previous value.
func (v *Value) Swap(new any) (old any) {
	if new == nil {
		panic("sync/atomic: swap of nil value into Value")
	}
	p, n := (*eface)(unsafe.Pointer(v)), (*eface)(unsafe.Pointer(&new))
	if v.first(n.typ, n.data) {
		return nil
	}
	if LoadPointer(&p.typ) != n.typ {
		panic("sync/atomic: swap of inconsistently typed value into Value")
	}
	o := (*eface)(unsafe.Pointer(&old))
	o.typ, o.data = n.typ, SwapPointer(&p.data, n.data)
	return old
}

// CompareAndSwap stores new if the value is old.
func (v *Value) CompareAndSwap(old, new any) (swapped bool) {
	if new == nil {
		panic("sync/atomic: compare and swap of nil value into Value")
	}
	p, o, n := (*eface)(unsafe.Pointer(v)), (*eface)(unsafe.Pointer(&old)), (*eface)(unsafe.Pointer(&new))
	if o.typ != nil && o.typ != n.typ {
		panic("sync/atomic: compare and swap of inconsistently typed old and new values")
	}
	if o.typ == nil && v.first(n.typ, n.data) {
		return true
	}
	typ := LoadPointer(&p.typ)
	if typ == nil || typ == unsafe.Pointer(&storing) {
		return false
	}
	if typ != n.typ {
		panic("sync/atomic: compare and swap of inconsistently typed value into Value")
	}
	data := LoadPointer(&p.data)
	var i any
	e := (*eface)(unsafe.Pointer(&i))
	e.typ, e.data = typ, data
	return i == old && CompareAndSwapPointer(&p.data, data, n.data)
}
