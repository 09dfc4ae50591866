package runtime

import (
	"internal/abi"
	"unsafe"
)

// addfinalizer arranges that the finalizer goroutine calls runfinalizer(fn, p, how, arg) when the object at p is unreachable;
// fn nil removes it. It returns false when p is not the beginning of a heap object.
func addfinalizer(p unsafe.Pointer, fn unsafe.Pointer, arg unsafe.Pointer) bool

// addcleanup arranges that fn is called when the object that p points into is unreachable; the result identifies it, 0: not a heap object.
func addcleanup(p unsafe.Pointer, fn unsafe.Pointer) uint64

func stopcleanup(id uint64)

//go:linkname getitabf runtime.getitab
func getitabf(inter, typ *abi.Type, canfail bool) *abi.Itab

// runfinalizer calls the closure fn with the object p; arg is the itab (or type) when fn takes an interface, else nil. The finalizer goroutine calls it.
func runfinalizer(p unsafe.Pointer, fn unsafe.Pointer, arg unsafe.Pointer) {
	if arg == nil {
		(*(*func(unsafe.Pointer))(unsafe.Pointer(&fn)))(p)
		return
	}
	w := [2]unsafe.Pointer{arg, p}
	(*(*func(any))(unsafe.Pointer(&fn)))(*(*any)(unsafe.Pointer(&w)))
}

// runcleanup calls the closure that addcleanup got.
func runcleanup(fn unsafe.Pointer) { (*(*func())(unsafe.Pointer(&fn)))() }

// SetFinalizer sets the function that is called with obj when obj has become unreachable; nil clears it.
func SetFinalizer(obj any, finalizer any) {
	e := abi.EfaceOf(&obj)
	if e.Type == nil {
		throw("runtime.SetFinalizer: first argument is nil")
	}
	if e.Type.Kind != abi.Pointer {
		throw("runtime.SetFinalizer: first argument is " + e.Type.Str + ", not pointer")
	}
	if e.Data == nil {
		throw("nil elem type!")
	}
	elem := (*abi.PtrType)(unsafe.Pointer(e.Type)).Elem
	f := abi.EfaceOf(&finalizer)
	if f.Type == nil {
		addfinalizer(e.Data, nil, nil)
		return
	}
	if f.Type.Kind != abi.Func {
		throw("runtime.SetFinalizer: second argument is " + f.Type.Str + ", not a function")
	}
	ft := (*abi.FuncType)(unsafe.Pointer(f.Type))
	if ft.Variadic != 0 {
		throw("runtime.SetFinalizer: cannot pass " + e.Type.Str + " to finalizer " + f.Type.Str + " because dotdotdot")
	}
	if len(ft.In) != 1 {
		throw("runtime.SetFinalizer: cannot pass " + e.Type.Str + " to finalizer " + f.Type.Str)
	}
	in := ft.In[0]
	var arg unsafe.Pointer
	switch {
	case in == e.Type:
	case in.Kind == abi.Pointer && (in.Uncommon == nil || e.Type.Uncommon == nil) && (*abi.PtrType)(unsafe.Pointer(in)).Elem == elem:
	case in.Kind == abi.Interface && len((*abi.InterfaceType)(unsafe.Pointer(in)).Methods) == 0:
		arg = unsafe.Pointer(e.Type)
	case in.Kind == abi.Interface:
		tab := getitabf(in, e.Type, true)
		if tab == nil {
			throw("runtime.SetFinalizer: cannot pass " + e.Type.Str + " to finalizer " + f.Type.Str)
		}
		arg = unsafe.Pointer(tab)
	default:
		throw("runtime.SetFinalizer: cannot pass " + e.Type.Str + " to finalizer " + f.Type.Str)
	}
	if elem.Size == 0 {
		return
	}
	if len(ft.Out) == 0 {
		addfinalizer(e.Data, f.Data, arg)
		return
	}
	fn := f.Data
	call := func(p unsafe.Pointer) {
		if arg == nil {
			callDroppingResults(fn, ft, p)
		} else {
			callDroppingResults(fn, ft, arg, p)
		}
	}
	addfinalizer(e.Data, *(*unsafe.Pointer)(unsafe.Pointer(&call)), nil)
}

// Cleanup is a handle to a cleanup call that AddCleanup set up.
type Cleanup struct{ id uint64 }

// AddCleanup has cleanup(arg) called some time after *ptr has become unreachable.
func AddCleanup[T, S any](ptr *T, cleanup func(S), arg S) Cleanup {
	if ptr == nil {
		panic("runtime.AddCleanup: ptr is nil")
	}
	if q, ok := any(arg).(*T); ok && q == ptr {
		panic("runtime.AddCleanup: ptr is equal to arg, cleanup will never run")
	}
	f := func() { cleanup(arg) }
	return Cleanup{addcleanup(unsafe.Pointer(ptr), *(*unsafe.Pointer)(unsafe.Pointer(&f)))}
}

// Stop cancels the cleanup call.
func (c Cleanup) Stop() {
	if c.id != 0 {
		stopcleanup(c.id)
	}
}
