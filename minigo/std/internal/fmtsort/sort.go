// Package fmtsort puts the entries of a map in the order in which they are printed.
package fmtsort

import "reflect"

// An Entry is a key and its value.
type Entry struct{ Key, Value reflect.Value }

// Sort lists a map's entries by key: numbers and strings in order, NaN and false first, pointers by address, structs and
// arrays element by element, interfaces by type, then value.
func Sort(m reflect.Value) []Entry {
	list := make([]Entry, 0, m.Len())
	for it := m.MapRange(); it.Next(); {
		list = append(list, Entry{it.Key(), it.Value()})
	}
	mergeSort(list, make([]Entry, len(list)))
	return list
}

// mergeSort is stable; tmp is as long as a.
func mergeSort(a, tmp []Entry) {
	if len(a) < 2 {
		return
	}
	mid := len(a) / 2
	mergeSort(a[:mid], tmp[:mid])
	mergeSort(a[mid:], tmp[mid:])
	copy(tmp, a)
	i, j := 0, mid
	for k := range a {
		if j >= len(a) || i < mid && compare(tmp[i].Key, tmp[j].Key) <= 0 {
			a[k] = tmp[i]
			i++
		} else {
			a[k] = tmp[j]
			j++
		}
	}
}

func order[T int64 | uint64 | string | uintptr](a, b T) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func orderFloat(a, b float64) int {
	switch {
	case a != a && b != b:
		return 0
	case a != a || a < b:
		return -1
	case b != b || a > b:
		return 1
	}
	return 0
}

func compare(a, b reflect.Value) int {
	if a.Type() != b.Type() {
		return -1
	}
	switch a.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return order(a.Int(), b.Int())
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		return order(a.Uint(), b.Uint())
	case reflect.String:
		return order(a.String(), b.String())
	case reflect.Float32, reflect.Float64:
		return orderFloat(a.Float(), b.Float())
	case reflect.Complex64, reflect.Complex128:
		x, y := a.Complex(), b.Complex()
		if c := orderFloat(real(x), real(y)); c != 0 {
			return c
		}
		return orderFloat(imag(x), imag(y))
	case reflect.Bool:
		x, y := a.Bool(), b.Bool()
		switch {
		case x == y:
			return 0
		case x:
			return 1
		}
		return -1
	case reflect.Pointer, reflect.UnsafePointer, reflect.Chan:
		return order(a.Pointer(), b.Pointer())
	case reflect.Struct:
		for i := 0; i < a.NumField(); i++ {
			if c := compare(a.Field(i), b.Field(i)); c != 0 {
				return c
			}
		}
		return 0
	case reflect.Array:
		for i := 0; i < a.Len(); i++ {
			if c := compare(a.Index(i), b.Index(i)); c != 0 {
				return c
			}
		}
		return 0
	case reflect.Interface:
		if a.IsNil() || b.IsNil() {
			switch {
			case a.IsNil() && b.IsNil():
				return 0
			case a.IsNil():
				return -1
			}
			return 1
		}
		// By type (its descriptor's address), then by value.
		if c := compare(reflect.ValueOf(a.Elem().Type()), reflect.ValueOf(b.Elem().Type())); c != 0 {
			return c
		}
		return compare(a.Elem(), b.Elem())
	}
	panic("bad type in compare: " + a.Type().String())
}
