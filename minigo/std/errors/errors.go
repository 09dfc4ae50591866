// Package errors makes, wraps and examines errors.
package errors

import (
	"internal/abi"
	"unsafe"
)

type errorString struct{ s string }

func (e *errorString) Error() string { return e.s }

// New returns an error with the given text; each call's result is distinct.
func New(text string) error { return &errorString{text} }

// ErrUnsupported says that an operation cannot be done because it is not supported.
var ErrUnsupported = New("unsupported operation")

// Unwrap returns the result of err's Unwrap() error method, or nil.
func Unwrap(err error) error {
	if u, ok := err.(interface{ Unwrap() error }); ok {
		return u.Unwrap()
	}
	return nil
}

// Is reports whether any error in err's tree matches target.
func Is(err, target error) bool {
	if err == nil || target == nil {
		return err == target
	}
	return is(err, target, abi.TypeOf(target).Equal != nil)
}

func is(err, target error, comparable bool) bool {
	for err != nil {
		if comparable && err == target {
			return true
		}
		if x, ok := err.(interface{ Is(error) bool }); ok && x.Is(target) {
			return true
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
		case interface{ Unwrap() []error }:
			for _, e := range x.Unwrap() {
				if is(e, target, comparable) {
					return true
				}
			}
			return false
		default:
			return false
		}
	}
	return false
}

// AsType finds the first error in err's tree that has type E.
func AsType[E error](err error) (E, bool) {
	var zero E
	for err != nil {
		if e, ok := err.(E); ok {
			return e, true
		}
		if x, ok := err.(interface{ As(any) bool }); ok {
			var e E
			if x.As(&e) {
				return e, true
			}
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
		case interface{ Unwrap() []error }:
			for _, e := range x.Unwrap() {
				if r, ok := AsType[E](e); ok {
					return r, true
				}
			}
			return zero, false
		default:
			return zero, false
		}
	}
	return zero, false
}

//go:linkname assertE2I2 runtime.assertE2I2
func assertE2I2(inter, typ *abi.Type) *abi.Itab

//go:linkname typedmemmove runtime.typedmemmove
func typedmemmove(t *abi.Type, dst, src unsafe.Pointer)

// As finds the first error in err's tree that can be assigned to what target points to, and assigns it.
func As(err error, target any) bool {
	if err == nil {
		return false
	}
	if target == nil {
		panic("errors: target cannot be nil")
	}
	e := abi.EfaceOf(&target)
	if e.Type.Kind != abi.Pointer || e.Data == nil {
		panic("errors: target must be a non-nil pointer")
	}
	want := (*abi.PtrType)(unsafe.Pointer(e.Type)).Elem
	if want.Kind != abi.Interface && assertE2I2(errorType, want) == nil {
		panic("errors: *target must be interface or implement error")
	}
	return as(err, target, want, e.Data)
}

// errorType is the descriptor of the interface type error.
var errorType = (*abi.PtrType)(unsafe.Pointer(abi.TypeOf((*error)(nil)))).Elem

func as(err error, target any, want *abi.Type, dst unsafe.Pointer) bool {
	for err != nil {
		if assign(err, want, dst) {
			return true
		}
		if x, ok := err.(interface{ As(any) bool }); ok && x.As(target) {
			return true
		}
		switch x := err.(type) {
		case interface{ Unwrap() error }:
			err = x.Unwrap()
		case interface{ Unwrap() []error }:
			for _, e := range x.Unwrap() {
				if e != nil && as(e, target, want, dst) {
					return true
				}
			}
			return false
		default:
			return false
		}
	}
	return false
}

// assign stores err into dst of type want, if its dynamic type allows it.
func assign(err error, want *abi.Type, dst unsafe.Pointer) bool {
	var v any = err
	e := abi.EfaceOf(&v)
	if want.Kind != abi.Interface {
		if e.Type != want {
			return false
		}
		if want.IsDirect() {
			*(*unsafe.Pointer)(dst) = e.Data
		} else {
			typedmemmove(want, dst, e.Data)
		}
		return true
	}
	if len((*abi.InterfaceType)(unsafe.Pointer(want)).Methods) == 0 {
		*(*any)(dst) = v
		return true
	}
	tab := assertE2I2(want, e.Type)
	if tab == nil {
		return false
	}
	i := (*abi.Iface)(dst)
	i.Tab, i.Data = tab, e.Data
	return true
}

// Join returns an error that wraps the non-nil ones of errs, or nil when there are none.
func Join(errs ...error) error {
	n := 0
	for _, err := range errs {
		if err != nil {
			n++
		}
	}
	if n == 0 {
		return nil
	}
	e := &joinError{make([]error, 0, n)}
	for _, err := range errs {
		if err != nil {
			e.errs = append(e.errs, err)
		}
	}
	return e
}

type joinError struct{ errs []error }

func (e *joinError) Error() string {
	var b []byte
	for i, err := range e.errs {
		if i > 0 {
			b = append(b, '\n')
		}
		b = append(b, err.Error()...)
	}
	return string(b)
}

func (e *joinError) Unwrap() []error { return e.errs }
