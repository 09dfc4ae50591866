package reflect

import (
	"internal/abi"
	"iter"
	"unsafe"
)

//go:linkname makechan runtime.makechan
func makechan(t *abi.Type, size int) unsafe.Pointer

//go:linkname chansend1 runtime.chansend1
func chansend1(c, elem unsafe.Pointer)

//go:linkname chanrecv2 runtime.chanrecv2
func chanrecv2(c, elem unsafe.Pointer) bool

//go:linkname closechan runtime.closechan
func closechan(c unsafe.Pointer)

//go:linkname selectnbsend runtime.selectnbsend
func selectnbsend(c, elem unsafe.Pointer) bool

//go:linkname selectnbrecv runtime.selectnbrecv
func selectnbrecv(elem, c unsafe.Pointer) (selected, ok uintptr)

//go:linkname selectgo runtime.selectgo
func selectgo(cases *runtimeCase, nsends, nrecvs int, block bool) (index, ok uintptr)

type runtimeCase struct{ ch, elem unsafe.Pointer }

func (v Value) chanDir(dir uintptr, what string) {
	if (*abi.ChanType)(unsafe.Pointer(v.typ_)).Dir&dir == 0 {
		panic("reflect: " + what + " channel")
	}
}

// MakeChan makes a channel.
func MakeChan(typ Type, buffer int) Value {
	if typ.Kind() != Chan {
		panic("reflect.MakeChan of non-chan type")
	}
	if buffer < 0 {
		panic("reflect.MakeChan: negative buffer size")
	}
	if typ.ChanDir() != BothDir {
		panic("reflect.MakeChan: unidirectional channel type")
	}
	t := typ.common()
	return Value{t, makechan(t, buffer), flag(Chan)}
}

// Send sends x.
func (v Value) Send(x Value) {
	v.mustBe(Chan, "Send")
	v.mustBeExported("Send")
	v.chanDir(abi.ChanSend, "send on recv-only")
	chansend1(v.word(), x.assignTo("reflect.Value.Send", elemOf(v.typ_)).address())
}

// TrySend sends x if that is possible at once.
func (v Value) TrySend(x Value) bool {
	v.mustBe(Chan, "TrySend")
	v.mustBeExported("TrySend")
	v.chanDir(abi.ChanSend, "send on recv-only")
	return selectnbsend(v.word(), x.assignTo("reflect.Value.Send", elemOf(v.typ_)).address())
}

// received makes the Value of what was received into p.
func received(t *abi.Type, p unsafe.Pointer) Value {
	if t.IsDirect() {
		return Value{t, *(*unsafe.Pointer)(p), flag(t.Kind)}
	}
	return at(t, p, 0)
}

// Recv receives; ok is false for the zero value of a closed channel.
func (v Value) Recv() (x Value, ok bool) {
	v.mustBe(Chan, "Recv")
	v.mustBeExported("Recv")
	v.chanDir(abi.ChanRecv, "recv on send-only")
	t := elemOf(v.typ_)
	p := unsafe_New(t)
	ok = chanrecv2(v.word(), p)
	return received(t, p), ok
}

// TryRecv receives if that is possible at once; else x is the zero Value.
func (v Value) TryRecv() (x Value, ok bool) {
	v.mustBe(Chan, "TryRecv")
	v.mustBeExported("TryRecv")
	v.chanDir(abi.ChanRecv, "recv on send-only")
	t := elemOf(v.typ_)
	p := unsafe_New(t)
	selected, got := selectnbrecv(p, v.word())
	if selected&0xff == 0 {
		return Value{}, false
	}
	return received(t, p), got&0xff != 0
}

// Close closes the channel.
func (v Value) Close() {
	v.mustBe(Chan, "Close")
	v.mustBeExported("Close")
	v.chanDir(abi.ChanSend, "close of receive-only")
	closechan(v.word())
}

// A SelectDir says what a SelectCase does.
type SelectDir int

const (
	_ SelectDir = iota
	SelectSend
	SelectRecv
	SelectDefault
)

// A SelectCase is one case of Select.
type SelectCase struct {
	Dir  SelectDir
	Chan Value
	Send Value
}

// Select does one of the cases, as the select statement does.
func Select(cases []SelectCase) (chosen int, recv Value, recvOK bool) {
	if len(cases) > 65536 {
		panic("reflect.Select: too many cases (max 65536)")
	}
	var sends, recvs []runtimeCase
	var sendAt, recvAt []int
	def := -1
	for i, c := range cases {
		switch c.Dir {
		default:
			panic("reflect.Select: invalid Dir")
		case SelectDefault:
			if def >= 0 {
				panic("reflect.Select: multiple default cases")
			}
			def = i
			if c.Chan.IsValid() {
				panic("reflect.Select: default case has Chan value")
			}
			if c.Send.IsValid() {
				panic("reflect.Select: default case has Send value")
			}
		case SelectSend:
			if !c.Chan.IsValid() {
				break
			}
			c.Chan.mustBe(Chan, "Select")
			c.Chan.chanDir(abi.ChanSend, "send on recv-only")
			if !c.Send.IsValid() {
				panic("reflect.Select: SendDir case missing Send value")
			}
			x := c.Send.assignTo("reflect.Select", elemOf(c.Chan.typ_))
			sends = append(sends, runtimeCase{c.Chan.word(), x.address()})
			sendAt = append(sendAt, i)
		case SelectRecv:
			if c.Send.IsValid() {
				panic("reflect.Select: RecvDir case has Send value")
			}
			if !c.Chan.IsValid() {
				break
			}
			c.Chan.mustBe(Chan, "Select")
			c.Chan.chanDir(abi.ChanRecv, "recv on send-only")
			recvs = append(recvs, runtimeCase{c.Chan.word(), unsafe_New(elemOf(c.Chan.typ_))})
			recvAt = append(recvAt, i)
		}
	}
	all := append(sends, recvs...)
	all = append(all, runtimeCase{}) // so that there is an address
	i, ok := selectgo(&all[0], len(sendAt), len(recvAt), def < 0)
	switch n := int(i); {
	case n < 0:
		return def, Value{}, false
	case n < len(sendAt):
		return sendAt[n], Value{}, false
	default:
		chosen = recvAt[n-len(sendAt)]
		return chosen, received(elemOf(cases[chosen].Chan.typ_), all[n].elem), ok&0xff != 0
	}
}

// Seq returns an iterator as "for x := range v" has it.
func (v Value) Seq() iter.Seq[Value] {
	t := v.Type()
	if v.Kind() == Func && t.CanSeq() {
		return func(yield func(Value) bool) {
			rf := MakeFunc(t.In(0), func(in []Value) []Value { return []Value{ValueOf(yield(in[0]))} })
			v.Call([]Value{rf})
		}
	}
	switch k := v.Kind(); {
	case isInt(k):
		return func(yield func(Value) bool) {
			for i := int64(0); i < v.Int(); i++ {
				if !yield(fresh(v, v.typ_, func(r Value) { r.SetInt(i) })) {
					return
				}
			}
		}
	case isUint(k):
		return func(yield func(Value) bool) {
			for i := uint64(0); i < v.Uint(); i++ {
				if !yield(fresh(v, v.typ_, func(r Value) { r.SetUint(i) })) {
					return
				}
			}
		}
	case k == Chan:
		return func(yield func(Value) bool) {
			for x, ok := v.Recv(); ok; x, ok = v.Recv() {
				if !yield(x) {
					return
				}
			}
		}
	case k == Map:
		return func(yield func(Value) bool) {
			for it := v.MapRange(); it.Next(); {
				if !yield(it.Key()) {
					return
				}
			}
		}
	}
	if !t.CanSeq() {
		panic("reflect: " + t.String() + " cannot produce iter.Seq[Value]")
	}
	if v.Kind() == Pointer || v.Kind() == Array || v.Kind() == Slice {
		return func(yield func(Value) bool) {
			for i := range v.Len() {
				if !yield(ValueOf(i)) {
					return
				}
			}
		}
	}
	return func(yield func(Value) bool) {
		for i := range v.Seq2() {
			if !yield(i) {
				return
			}
		}
	}
}

// Seq2 returns an iterator as "for x, y := range v" has it.
func (v Value) Seq2() iter.Seq2[Value, Value] {
	t := v.Type()
	if v.Kind() == Func && t.CanSeq2() {
		return func(yield func(Value, Value) bool) {
			rf := MakeFunc(t.In(0), func(in []Value) []Value { return []Value{ValueOf(yield(in[0], in[1]))} })
			v.Call([]Value{rf})
		}
	}
	switch v.Kind() {
	case Pointer:
		if Kind(elemOf(v.typ_).Kind) == Array {
			return func(yield func(Value, Value) bool) {
				for i := range v.Len() {
					if !yield(ValueOf(i), v.Elem().Index(i)) {
						return
					}
				}
			}
		}
	case Array, Slice:
		return func(yield func(Value, Value) bool) {
			for i := range v.Len() {
				if !yield(ValueOf(i), v.Index(i)) {
					return
				}
			}
		}
	case String:
		return func(yield func(Value, Value) bool) {
			for i, r := range v.String() {
				if !yield(ValueOf(i), ValueOf(r)) {
					return
				}
			}
		}
	case Map:
		return func(yield func(Value, Value) bool) {
			for it := v.MapRange(); it.Next(); {
				if !yield(it.Key(), it.Value()) {
					return
				}
			}
		}
	}
	panic("reflect: " + t.String() + " cannot produce iter.Seq2[Value, Value]")
}
