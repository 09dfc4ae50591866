// Package abi describes type descriptors as the compiler writes them and the runtime reads them (docs/abi.md, "Type descriptors").
package abi

import "unsafe"

// Kind is reflect.Kind.
type Kind = uint8

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

// Bits of Type.TFlag.
const (
	TFlagUncommon  = 1
	TFlagNamed     = 2
	TFlagPlainMem  = 4
	TFlagDirect    = 8
	TFlagNoArray   = 16 // neither is nor holds an array (for the collector)
	ChanRecv       = 1
	ChanSend       = 2
	ChanBoth       = 3
	MapIteratorLen = 16 // words of a map iterator
)

// Type is the common head of all descriptors.
type Type struct {
	Size       uintptr
	PtrData    uintptr
	Hash       uint32
	TFlag      uint8
	Align      uint8
	FieldAlign uint8
	Kind       Kind
	Equal      unsafe.Pointer // C function; nil: not comparable
	GCData     *byte
	Str        string
	PtrTo      *Type
	Uncommon   *Uncommon
}

// Uncommon is present for named types and for types with methods.
type Uncommon struct {
	Name    string
	PkgPath string
	Methods []Method
}

// Method is one method of a type's method set; the set is sorted by name, then package path.
type Method struct {
	Name    string
	PkgPath string // of unexported methods
	Type    *Type  // without receiver
	Ifn     unsafe.Pointer
	Tfn     unsafe.Pointer
}

// Imethod is a method of an interface type.
type Imethod struct {
	Name    string
	PkgPath string
	Type    *Type
}

// StructField is a field of a struct type.
type StructField struct {
	Name     string
	PkgPath  string
	Type     *Type
	Offset   uintptr
	Tag      string
	Embedded uintptr
}

type ArrayType struct {
	Type
	Elem  *Type
	Slice *Type
	Len   uintptr
}

type ChanType struct {
	Type
	Elem *Type
	Dir  uintptr
}

type FuncType struct {
	Type
	In       []*Type
	Out      []*Type
	Variadic uintptr
}

type InterfaceType struct {
	Type
	PkgPath string
	Methods []Imethod
}

type MapType struct {
	Type
	Key  *Type
	Elem *Type
}

type PtrType struct {
	Type
	Elem *Type
}

type SliceType struct {
	Type
	Elem *Type
}

type StructType struct {
	Type
	PkgPath string
	Fields  []StructField
}

// Itab pairs an interface type with a concrete type; Fun has the interface's methods in its order.
type Itab struct {
	Inter *Type
	Type  *Type
	Hash  uint32
	Pad   uint32
	Fun   [1]unsafe.Pointer
}

// Eface is the layout of a value of type any.
type Eface struct {
	Type *Type
	Data unsafe.Pointer
}

// Iface is the layout of a value of an interface type with methods.
type Iface struct {
	Tab  *Itab
	Data unsafe.Pointer
}

// EfaceOf reads the two words of an any.
func EfaceOf(p *any) *Eface { return (*Eface)(unsafe.Pointer(p)) }

// TypeOf is the descriptor of the dynamic type of v.
func TypeOf(v any) *Type { return (*Eface)(unsafe.Pointer(&v)).Type }

// MaxPointerMap is the largest PtrData of types that have a pointer map; of larger ones GCData is nil, and the collector asks their elements and fields.
const MaxPointerMap = 8 << 20

// IsDirect says that an interface's data word is the value itself.
func (t *Type) IsDirect() bool { return t.TFlag&TFlagDirect != 0 }

// PkgPath is the import path of a named type's package, or that of the unexported names of an unnamed struct or interface type.
func (t *Type) PkgPath() string {
	switch {
	case t.Uncommon != nil:
		return t.Uncommon.PkgPath
	case t.Kind == Struct:
		return (*StructType)(unsafe.Pointer(t)).PkgPath
	case t.Kind == Interface:
		return (*InterfaceType)(unsafe.Pointer(t)).PkgPath
	}
	return ""
}
