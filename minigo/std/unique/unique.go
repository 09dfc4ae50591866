// Package unique provides facilities for canonicalizing ("interning") comparable values.
package unique

import (
	"runtime"
	"sync"
	"weak"
)

// Handle is a globally unique identity for some value of type T: two handles compare equal exactly if the two values used to create them would.
type Handle[T comparable] struct {
	value *T
}

// Value returns a shallow copy of the T value that produced the Handle.
func (h Handle[T]) Value() T { return *h.value }

// table has the values that are in use, by value; their entries go when nobody holds a handle any more.
var table struct {
	sync.Mutex
	entries map[any]any // T to weak.Pointer[T]
}

// Make returns a globally unique handle for a value of type T. Handles are equal if and only if the values used to produce them are equal.
func Make[T comparable](value T) Handle[T] {
	table.Lock()
	defer table.Unlock()
	var key any = value
	if e, ok := table.entries[key]; ok {
		if p := e.(weak.Pointer[T]).Value(); p != nil {
			return Handle[T]{p}
		}
	}
	p := new(T)
	*p = value
	if value != value {
		// NaN: equal to nothing, so it need not be found again.
		return Handle[T]{p}
	}
	if table.entries == nil {
		table.entries = map[any]any{}
	}
	w := weak.Make(p)
	table.entries[key] = w
	runtime.AddCleanup(p, func(w weak.Pointer[T]) {
		table.Lock()
		defer table.Unlock()
		// In the meantime the value may have got a new entry.
		if e, ok := table.entries[key]; ok && e.(weak.Pointer[T]) == w {
			delete(table.entries, key)
		}
	}, w)
	return Handle[T]{p}
}
