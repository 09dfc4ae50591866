package reflect

import "unsafe"

// visit is a comparison in progress, so that cycles end.
type visit struct {
	a, b unsafe.Pointer
	typ  Type
}

// DeepEqual reports whether x and y are deeply equal.
func DeepEqual(x, y any) bool {
	if x == nil || y == nil {
		return x == y
	}
	v, w := ValueOf(x), ValueOf(y)
	return v.Type() == w.Type() && deepEqual(v, w, make(map[visit]bool))
}

// seen records a comparison of references and reports whether it is under way already.
func seen(v, w Value, visited map[visit]bool) bool {
	var p, q unsafe.Pointer
	switch v.Kind() {
	case Pointer, Map:
		p, q = v.word(), w.word()
	case Slice:
		p, q = v.UnsafePointer(), w.UnsafePointer()
	case Interface:
		p, q = v.ptr, w.ptr
	}
	if p == nil || q == nil {
		return false
	}
	if uintptr(p) > uintptr(q) {
		p, q = q, p
	}
	k := visit{p, q, v.Type()}
	if visited[k] {
		return true
	}
	visited[k] = true
	return false
}

func deepEqual(v, w Value, visited map[visit]bool) bool {
	if !v.IsValid() || !w.IsValid() {
		return v.IsValid() == w.IsValid()
	}
	if v.Type() != w.Type() {
		return false
	}
	switch v.Kind() {
	case Slice, Interface, Map, Pointer:
		if v.IsNil() || w.IsNil() {
			return v.IsNil() == w.IsNil()
		}
		if v.Kind() != Interface && v.Kind() != Slice && v.word() == w.word() {
			return true
		}
		if seen(v, w, visited) {
			return true
		}
	}
	switch v.Kind() {
	case Array, Slice:
		if v.Len() != w.Len() {
			return false
		}
		if v.Kind() == Slice && v.UnsafePointer() == w.UnsafePointer() {
			return true
		}
		for i := 0; i < v.Len(); i++ {
			if !deepEqual(v.Index(i), w.Index(i), visited) {
				return false
			}
		}
		return true
	case Interface, Pointer:
		return deepEqual(v.Elem(), w.Elem(), visited)
	case Struct:
		for i, n := 0, v.NumField(); i < n; i++ {
			if !deepEqual(v.Field(i), w.Field(i), visited) {
				return false
			}
		}
		return true
	case Map:
		if v.Len() != w.Len() {
			return false
		}
		for it := v.MapRange(); it.Next(); {
			b := w.MapIndex(it.Key())
			if !b.IsValid() || !deepEqual(it.Value(), b, visited) {
				return false
			}
		}
		return true
	case Func:
		return v.IsNil() && w.IsNil()
	}
	v.flag &^= flagRO
	w.flag &^= flagRO
	return packed(v) == packed(w)
}

// VisibleFields returns all fields of the struct type, promoted ones included.
func VisibleFields(t Type) []StructField {
	if t == nil {
		panic("reflect: VisibleFields(nil)")
	}
	if t.Kind() != Struct {
		panic("reflect.VisibleFields of non-struct type")
	}
	w := &fieldWalker{at: map[string]int{}, visiting: map[Type]bool{}}
	w.walk(t)
	r := w.fields[:0]
	for i := range w.fields {
		if f := w.fields[i]; f.Name != "" {
			r = append(r, f)
		}
	}
	return r
}

type fieldWalker struct {
	at       map[string]int // name -> place in fields
	visiting map[Type]bool
	fields   []StructField
	index    []int
}

func (w *fieldWalker) walk(t Type) {
	if w.visiting[t] {
		return
	}
	w.visiting[t] = true
	for i := 0; i < t.NumField(); i++ {
		f := t.Field(i)
		w.index = append(w.index, i)
		add := true
		if old, ok := w.at[f.Name]; ok {
			o := &w.fields[old]
			if len(w.index) == len(o.Index) {
				o.Name = "" // hidden by each other
				add = false
			} else if len(w.index) < len(o.Index) {
				o.Name = ""
			} else {
				add = false
			}
		}
		if add {
			f.Index = append([]int(nil), w.index...)
			w.at[f.Name] = len(w.fields)
			w.fields = append(w.fields, f)
		}
		if f.Anonymous {
			if f.Type.Kind() == Pointer {
				f.Type = f.Type.Elem()
			}
			if f.Type.Kind() == Struct {
				w.walk(f.Type)
			}
		}
		w.index = w.index[:len(w.index)-1]
	}
	delete(w.visiting, t)
}
