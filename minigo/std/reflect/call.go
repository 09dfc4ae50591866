package reflect

import (
	"internal/abi"
	"unsafe"
)

// Calls follow docs/abi.md, "Calling convention": every value is a list of scalars (leaves), each in a register or a word on
// the stack, but for those of memory types, which are passed as pointers. The results that are not of memory types are one
// struct, in registers, or, if there are not enough of them, in memory whose address is a hidden argument.

// callRegs are the registers before and after a call; runtime_c/reflect_ARCH.S knows the layout.
type callRegs struct {
	ints   [8]unsafe.Pointer
	floats [8]uint64
	result unsafe.Pointer // address of the results in memory, where it has a register of its own
	x87    uintptr        // amd64: float results beyond the second
	right  uintptr        // not 0: the function called has the right to recover
}

//go:linkname reflectcall runtime.reflectcall
func reflectcall(code, ctx unsafe.Pointer, regs *callRegs, stack *unsafe.Pointer, nstack int)

//go:linkname makefuncstubpc runtime.makefuncstubpc
func makefuncstubpc() unsafe.Pointer

// leaf is one scalar of a value.
type leaf struct {
	offset uintptr
	kind   Kind
}

const maxLeaves = 4

// leaves appends the scalars of t; ok is false for a memory type.
func leaves(list []leaf, t *abi.Type, offset uintptr) (_ []leaf, ok bool) {
	add := func(kinds ...Kind) {
		for _, k := range kinds {
			list = append(list, leaf{offset, k})
			offset += kindSize(k)
		}
	}
	switch k := Kind(t.Kind); k {
	case String, Interface:
		add(UnsafePointer, UnsafePointer)
	case Slice:
		add(UnsafePointer, UnsafePointer, UnsafePointer)
	case Complex64:
		add(Float32, Float32)
	case Complex128:
		add(Float64, Float64)
	case Struct:
		for _, f := range (*abi.StructType)(unsafe.Pointer(t)).Fields {
			if list, ok = leaves(list, f.Type, offset+f.Offset); !ok {
				return nil, false
			}
		}
	case Array:
		a := (*abi.ArrayType)(unsafe.Pointer(t))
		if a.Len == 0 {
			return list, true
		}
		if a.Len > 1 {
			return nil, false
		}
		return leaves(list, a.Elem, offset)
	default:
		add(k)
	}
	return list, true
}

func kindSize(k Kind) uintptr {
	switch k {
	case Bool, Int8, Uint8:
		return 1
	case Int16, Uint16:
		return 2
	case Int32, Uint32, Float32:
		return 4
	}
	return 8
}

// leavesOf are the scalars of t, or memory is true.
func leavesOf(t *abi.Type) (list []leaf, memory bool) {
	list, ok := leaves(nil, t, 0)
	if !ok || len(list) > maxLeaves {
		return nil, true
	}
	return list, false
}

// load reads a scalar, extended to a word.
func (l leaf) load(p unsafe.Pointer) uint64 {
	p = unsafe.Add(p, l.offset)
	switch l.kind {
	case Bool, Uint8:
		return uint64(*(*uint8)(p))
	case Int8:
		return uint64(*(*int8)(p))
	case Int16:
		return uint64(*(*int16)(p))
	case Uint16:
		return uint64(*(*uint16)(p))
	case Int32:
		return uint64(*(*int32)(p))
	case Uint32, Float32:
		return uint64(*(*uint32)(p))
	}
	return *(*uint64)(p)
}

// isPointer says that the scalar may be a pointer, to be stored with a write barrier.
func (l leaf) isPointer() bool {
	return l.kind == UnsafePointer || l.kind == Pointer || Chan <= l.kind && l.kind <= Map
}

// store writes a scalar from a register.
func (l leaf) store(p unsafe.Pointer, w unsafe.Pointer) {
	p = unsafe.Add(p, l.offset)
	switch kindSize(l.kind) {
	case 1:
		*(*uint8)(p) = uint8(uintptr(w))
	case 2:
		*(*uint16)(p) = uint16(uintptr(w))
	case 4:
		*(*uint32)(p) = uint32(uintptr(w))
	default:
		if l.isPointer() {
			*(*unsafe.Pointer)(p) = w
		} else {
			*(*uintptr)(p) = uintptr(w)
		}
	}
}

func (l leaf) isFloat() bool { return l.kind == Float32 || l.kind == Float64 }

// passer hands out registers and stack words, in order.
type passer struct {
	ints   int
	floats int
	stack  int
}

// place is where a scalar is: a register of either kind, or a stack word.
type place struct {
	class int // 0 int register, 1 float register, 2 stack
	index int
}

func (p *passer) next(float bool) place {
	switch {
	case float && p.floats < floatArgRegs:
		p.floats++
		return place{1, p.floats - 1}
	case !float && p.ints < intArgRegs:
		p.ints++
		return place{0, p.ints - 1}
	}
	p.stack++
	return place{2, p.stack - 1}
}

// results describes how a function's results come back.
type results struct {
	memory []*abi.Type // those returned through pointers, in order
	leaves []leaf      // of the struct of the others
	size   uintptr     // of that struct
	hidden bool        // the struct is in memory
	ints   int
	floats int
	place  []uintptr // offset of each result in the struct; unused for memory types
	isMem  []bool
}

func resultsOf(out []*abi.Type) (r results) {
	align := uintptr(1)
	for _, t := range out {
		list, memory := leavesOf(t)
		r.isMem = append(r.isMem, memory)
		if memory {
			r.memory = append(r.memory, t)
			r.place = append(r.place, 0)
			continue
		}
		a := uintptr(max(t.Align, 1))
		align = max(align, a)
		r.size = (r.size + a - 1) &^ (a - 1)
		r.place = append(r.place, r.size)
		for _, l := range list {
			if l.isFloat() {
				r.floats++
			} else {
				r.ints++
			}
			r.leaves = append(r.leaves, leaf{r.size + l.offset, l.kind})
		}
		r.size += t.Size
	}
	r.size = (r.size + align - 1) &^ (align - 1)
	r.hidden = r.ints > intResultRegs || r.floats > floatResultRegs
	return r
}

// x87 is how many float results are not in the usual registers.
func (r *results) x87() uintptr {
	if r.hidden || r.floats <= sseResultRegs {
		return 0
	}
	return uintptr(r.floats - sseResultRegs)
}

// Call calls the function v with the arguments.
func (v Value) Call(in []Value) []Value {
	v.mustBe(Func, "Call")
	v.mustBeExported("Call")
	return v.call("Call", in, 0)
}

// CallSlice calls the variadic function v with the last argument as its slice.
func (v Value) CallSlice(in []Value) []Value {
	v.mustBe(Func, "CallSlice")
	v.mustBeExported("CallSlice")
	return v.call("CallSlice", in, 0)
}

// methodCode is the code and the receiver word of a method value.
func (v Value) methodCode(op string) (code, recv unsafe.Pointer) {
	i := int(v.flag >> methodShift)
	if Kind(v.typ_.Kind) == Interface {
		p := (*abi.Iface)(v.ptr)
		if p.Tab == nil {
			panic("reflect: " + op + " using nil interface value")
		}
		fun := unsafe.Add(unsafe.Pointer(&p.Tab.Fun), uintptr(i)*8)
		return *(*unsafe.Pointer)(fun), p.Data
	}
	m := exported(v.typ_)[i]
	x := Value{v.typ_, v.ptr, v.flag&(flagIndir|flagAddr) | flag(v.typ_.Kind)}
	boxed := packed(x)
	return m.Ifn, abi.EfaceOf(&boxed).Data
}

// call makes the call for Call, CallSlice and handleCall; the last hands on the right to recover.
func (v Value) call(op string, in []Value, right uintptr) []Value {
	t := (*abi.FuncType)(unsafe.Pointer(v.typ()))
	var code, ctx, recv unsafe.Pointer
	if v.flag&flagMethod != 0 {
		code, recv = v.methodCode(op)
	} else {
		ctx = v.word()
		if ctx == nil {
			panic("reflect.Value.Call: call of nil function")
		}
		code = *(*unsafe.Pointer)(ctx)
	}
	in = checkArgs(op, t, in)
	var regs callRegs
	var stack []unsafe.Pointer
	var p passer
	pass := func(float bool, w uint64) {
		at := p.next(float)
		switch at.class {
		case 0:
			regs.ints[at.index] = *(*unsafe.Pointer)(unsafe.Pointer(&w))
		case 1:
			regs.floats[at.index] = w
		default:
			stack = append(stack, *(*unsafe.Pointer)(unsafe.Pointer(&w)))
		}
	}
	passPointer := func(q unsafe.Pointer) { pass(false, uint64(uintptr(q))) }

	r := resultsOf(t.Out)
	var block unsafe.Pointer
	if r.size > 0 {
		block = unsafe.Pointer(&make([]unsafe.Pointer, (r.size+7)/8)[0])
	}
	if r.hidden {
		if hiddenInInts {
			passPointer(block)
		}
		regs.result = block
	}
	regs.x87 = r.x87()
	memory := make([]unsafe.Pointer, len(r.memory))
	for i, mt := range r.memory {
		memory[i] = unsafe_New(mt)
		passPointer(memory[i])
	}
	if v.flag&flagMethod != 0 {
		passPointer(recv)
	}
	keep := make([]unsafe.Pointer, len(in))
	for i, x := range in {
		x.mustBeExported(op)
		x = x.assignTo("reflect.Value.Call", t.In[i])
		keep[i] = x.address()
		list, isMem := leavesOf(t.In[i])
		if isMem {
			passPointer(keep[i])
		}
		for _, l := range list {
			pass(l.isFloat(), l.load(keep[i]))
		}
	}
	if len(stack) > 64 {
		panic("reflect: " + op + ": too many arguments on the stack")
	}
	n := len(stack)
	stack = append(stack, nil)
	regs.right = right
	reflectcall(code, ctx, &regs, &stack[0], n)
	if !r.hidden {
		r.collect(block, &regs)
	}
	ret := make([]Value, len(t.Out))
	for i, m := 0, 0; i < len(ret); i++ {
		if r.isMem[i] {
			ret[i] = at(t.Out[i], memory[m], 0)
			m++
		} else if t.Out[i].Size == 0 {
			ret[i] = Zero(toRType(t.Out[i]))
		} else {
			ret[i] = copied(t.Out[i], unsafe.Add(block, r.place[i]), 0)
		}
	}
	keepAlive(unsafe.Pointer(&keep))
	return ret
}

//go:noinline
func keepAlive(unsafe.Pointer) {}

// collect stores the result registers in the block.
func (r *results) collect(block unsafe.Pointer, regs *callRegs) {
	ints, floats := 0, 0
	for _, l := range r.leaves {
		if !l.isFloat() {
			l.store(block, regs.ints[ints])
			ints++
			continue
		}
		w := regs.floats[floats]
		if floats >= sseResultRegs && l.kind == Float32 { // x87 registers were stored as float64
			w = uint64(*(*uint32)(unsafe.Pointer(ref(float32(*(*float64)(unsafe.Pointer(&w)))))))
		}
		l.store(block, *(*unsafe.Pointer)(unsafe.Pointer(&w)))
		floats++
	}
}

func ref[T any](v T) *T { return &v }

// checkArgs checks the number of arguments and makes the slice of variadic ones.
func checkArgs(op string, t *abi.FuncType, in []Value) []Value {
	n := len(t.In)
	variadic := t.Variadic != 0
	if op == "CallSlice" {
		if !variadic {
			panic("reflect: CallSlice of non-variadic function")
		}
		if len(in) < n {
			panic("reflect: CallSlice with too few input arguments")
		}
		if len(in) > n {
			panic("reflect: CallSlice with too many input arguments")
		}
	} else {
		if variadic {
			n--
		}
		if len(in) < n {
			panic("reflect: Call with too few input arguments")
		}
		if !variadic && len(in) > n {
			panic("reflect: Call with too many input arguments")
		}
	}
	for _, x := range in {
		if x.Kind() == Invalid {
			panic("reflect: " + op + " using zero Value argument")
		}
	}
	for i := 0; i < n; i++ {
		if x, targ := in[i].Type(), toRType(t.In[i]); !x.AssignableTo(targ) {
			panic("reflect: " + op + " using " + x.String() + " as type " + targ.String())
		}
	}
	if op == "CallSlice" || !variadic {
		return in
	}
	m := len(in) - n
	slice := MakeSlice(toRType(t.In[n]), m, m)
	elem := toRType(elemOf(t.In[n]))
	for i := 0; i < m; i++ {
		x := in[n+i]
		if xt := x.Type(); !xt.AssignableTo(elem) {
			panic("reflect: cannot use " + xt.String() + " as type " + elem.String() + " in " + op)
		}
		slice.Index(i).Set(x)
	}
	return append(append(make([]Value, 0, n+1), in[:n]...), slice)
}

// madeFunc is the closure of a function that MakeFunc made; the stub calls handler with it.
type madeFunc struct {
	code    unsafe.Pointer
	handler unsafe.Pointer
	typ     *abi.FuncType
	fn      func([]Value) []Value
	method  Value // instead of fn: the method value to call
}

// MakeFunc returns a function of the type that calls fn.
func MakeFunc(typ Type, fn func(args []Value) (results []Value)) Value {
	if typ.Kind() != Func {
		panic("reflect: call of MakeFunc with non-Func type")
	}
	return stubFunc(typ.common(), madeFunc{fn: fn})
}

func stubFunc(t *abi.Type, f madeFunc) Value {
	h := handleCall
	m := &f
	m.code, m.typ = makefuncstubpc(), (*abi.FuncType)(unsafe.Pointer(t))
	m.handler = **(**unsafe.Pointer)(unsafe.Pointer(&h))
	return Value{t, unsafe.Pointer(m), flag(Func)}
}

// methodFunc makes a method value an ordinary func value.
func (v Value) methodFunc(op string) Value {
	if v.flag&flagMethod == 0 {
		panic("reflect: internal error: invalid use of methodFunc")
	}
	rcvr := v
	if v.flag&flagAddr != 0 { // the receiver is copied now
		x := Value{v.typ_, v.ptr, v.flag&(flagIndir|flagAddr) | flag(v.typ_.Kind)}
		c := copied(x.typ_, x.ptr, 0)
		rcvr = Value{c.typ_, c.ptr, v.flag&^(flagAddr|flagIndir) | c.flag&flagIndir}
	}
	f := stubFunc(v.typ(), madeFunc{method: rcvr})
	f.flag |= v.flag.ro()
	return f
}

// handleCall is called by the stub: it makes Values of the arguments, calls the function, and puts the results in regs.
// If the function was deferred and a panic runs it, what is called here may recover in its place.
func handleCall(m *madeFunc, regs *callRegs, stack unsafe.Pointer) {
	t := m.typ
	var p passer
	take := func(float bool) unsafe.Pointer {
		at := p.next(float)
		switch at.class {
		case 0:
			return regs.ints[at.index]
		case 1:
			return *(*unsafe.Pointer)(unsafe.Pointer(&regs.floats[at.index]))
		}
		return *(*unsafe.Pointer)(unsafe.Add(stack, uintptr(at.index)*8))
	}
	r := resultsOf(t.Out)
	var block unsafe.Pointer
	if r.hidden {
		if hiddenInInts {
			block = take(false)
		} else {
			block = regs.result
		}
	} else if r.size > 0 {
		block = unsafe.Pointer(&make([]unsafe.Pointer, (r.size+7)/8)[0])
	}
	memory := make([]unsafe.Pointer, len(r.memory))
	for i := range memory {
		memory[i] = take(false)
	}
	in := make([]Value, len(t.In))
	for i, it := range t.In {
		q := unsafe_New(it)
		list, isMem := leavesOf(it)
		if isMem {
			typedmemmove(it, q, take(false))
		}
		for _, l := range list {
			l.store(q, take(l.isFloat()))
		}
		in[i] = received(it, q)
	}
	var out []Value
	if m.fn != nil {
		out = callMade(m.fn, in, regs.right)
	} else if t.Variadic != 0 {
		out = m.method.call("CallSlice", in, regs.right)
	} else {
		out = m.method.call("Call", in, regs.right)
	}
	if len(out) != len(t.Out) {
		panic("reflect: wrong return count from function created by MakeFunc")
	}
	for i, mi := 0, 0; i < len(out); i++ {
		x := out[i]
		if x.typ_ == nil {
			panic("reflect: function created by MakeFunc using closure returned zero Value")
		}
		if x.flag&flagRO != 0 {
			panic("reflect: function created by MakeFunc using closure returned value obtained from unexported field")
		}
		x = x.assignTo("reflect.MakeFunc", t.Out[i])
		if r.isMem[i] {
			store(t.Out[i], memory[mi], x)
			mi++
		} else if t.Out[i].Size > 0 {
			store(t.Out[i], unsafe.Add(block, r.place[i]), x)
		}
	}
	r.spread(block, regs)
}

// callMade returns fn(in); with right, fn may recover.
func callMade(fn func([]Value) []Value, in []Value, right uintptr) []Value {
	if right == 0 {
		return fn(in)
	}
	regs := callRegs{right: right}
	words := (*[3]unsafe.Pointer)(unsafe.Pointer(&regs.ints)) // a slice comes and goes in three registers
	*(*[]Value)(unsafe.Pointer(words)) = in
	var none unsafe.Pointer
	ctx := *(*unsafe.Pointer)(unsafe.Pointer(&fn))
	reflectcall(*(*unsafe.Pointer)(ctx), ctx, &regs, &none, 0)
	return *(*[]Value)(unsafe.Pointer(words))
}

// spread puts the results in the registers.
func (r *results) spread(block unsafe.Pointer, regs *callRegs) {
	regs.x87 = r.x87()
	if r.hidden {
		regs.ints[0] = block
		return
	}
	ints, floats := 0, 0
	for _, l := range r.leaves {
		w := l.load(block)
		if !l.isFloat() {
			regs.ints[ints] = *(*unsafe.Pointer)(unsafe.Pointer(&w))
			ints++
			continue
		}
		if floats >= sseResultRegs && l.kind == Float32 {
			d := float64(*(*float32)(unsafe.Pointer(&w)))
			w = *(*uint64)(unsafe.Pointer(&d))
		}
		regs.floats[floats] = w
		floats++
	}
}
