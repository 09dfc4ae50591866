package runtime

import (
	"internal/abi"
	"unsafe"
)

// Calls of functions whose results nobody wants, whatever they are: finalizers. The calling convention is in docs/abi.md; package reflect, which programs without it need not
// have, does the same for any function.

//go:linkname reflectcall runtime.reflectcall
func reflectcall(code, ctx unsafe.Pointer, regs *callRegs, stack *unsafe.Pointer, nstack int)

// callRegs are the registers before and after a call; runtime_c/reflect_ARCH.S knows the layout.
type callRegs struct {
	ints   [8]unsafe.Pointer
	floats [8]uint64
	result unsafe.Pointer
	x87    uintptr
	right  uintptr
}

// scalars counts the scalars of a type; more than 4, or an array of several, and the type is a memory type.
func scalars(t *abi.Type) (ints, floats int, memory bool) {
	switch t.Kind {
	case abi.String, abi.Interface:
		return 2, 0, false
	case abi.Slice:
		return 3, 0, false
	case abi.Complex64, abi.Complex128:
		return 0, 2, false
	case abi.Float32, abi.Float64:
		return 0, 1, false
	case abi.Struct:
		for _, f := range (*abi.StructType)(unsafe.Pointer(t)).Fields {
			i, x, mem := scalars(f.Type)
			ints += i
			floats += x
			memory = memory || mem
		}
		return ints, floats, memory || ints+floats > 4
	case abi.Array:
		a := (*abi.ArrayType)(unsafe.Pointer(t))
		if a.Len == 0 {
			return 0, 0, false
		}
		ints, floats, memory = scalars(a.Elem)
		return ints, floats, memory || a.Len > 1
	}
	return 1, 0, false
}

// callDroppingResults calls the closure fn of type ft with arguments that are words.
func callDroppingResults(fn unsafe.Pointer, ft *abi.FuncType, args ...unsafe.Pointer) {
	var regs callRegs
	var words []unsafe.Pointer
	ints, floats, size := 0, 0, uintptr(0)
	for _, t := range ft.Out {
		i, f, memory := scalars(t)
		if memory {
			words = append(words, unsafe.Pointer(&make([]uint64, t.Size/8+1)[0]))
			continue
		}
		ints += i
		floats += f
		size += t.Size + 8
	}
	if ints > intResultRegs || floats > floatResultRegs {
		regs.result = unsafe.Pointer(&make([]uint64, size/8+1)[0])
		if hiddenInInts {
			words = append([]unsafe.Pointer{regs.result}, words...)
		}
	} else if floats > sseResultRegs {
		regs.x87 = uintptr(floats - sseResultRegs)
	}
	words = append(words, args...)
	n := copy(regs.ints[:intArgRegs], words)
	stack := append(words[n:], nil)
	reflectcall(*(*unsafe.Pointer)(fn), fn, &regs, &stack[0], len(stack)-1)
}
