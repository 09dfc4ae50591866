package json

import (
	"cmp"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// field is a field of a struct, or of one embedded in it, as JSON has it.
type field struct {
	name      string
	index     []int
	typ       reflect.Type
	tagged    bool
	omitEmpty bool
	omitZero  bool
	isZero    func(reflect.Value) bool // for omitzero
	quoted    bool
	key       []byte // "name": with and without HTML escapes
	keyHTML   []byte
}

type structFields struct {
	list   []field
	byName map[string]*field
	folded map[string]*field // by folded name, the first of them
}

var fieldCache sync.Map // reflect.Type to *structFields

func fieldsOf(t reflect.Type) *structFields {
	if f, ok := fieldCache.Load(t); ok {
		return f.(*structFields)
	}
	f, _ := fieldCache.LoadOrStore(t, collectFields(t))
	return f.(*structFields)
}

// lookup finds the field for an object's member: by its name, or else regardless of case.
func (s *structFields) lookup(name []byte) *field {
	if f := s.byName[string(name)]; f != nil {
		return f
	}
	return s.folded[fold(name)]
}

// fold maps names that are equal regardless of case to the same string.
func fold(name []byte) string {
	b := make([]byte, 0, len(name))
	for i := 0; i < len(name); {
		c := name[i]
		if c < utf8.RuneSelf {
			if 'a' <= c && c <= 'z' {
				c -= 'a' - 'A'
			}
			b = append(b, c)
			i++
			continue
		}
		r, n := utf8.DecodeRune(name[i:])
		// The least of the orbit.
		for {
			next := unicode.SimpleFold(r)
			if next <= r {
				r = next
				break
			}
			r = next
		}
		b = utf8.AppendRune(b, r)
		i += n
	}
	return string(b)
}

func validName(s string) bool {
	if s == "" {
		return false
	}
	for _, c := range s {
		if !strings.ContainsRune("!#$%&()*+-./:;<=>?@[]^_{|}~ ", c) && !unicode.IsLetter(c) && !unicode.IsDigit(c) {
			return false
		}
	}
	return true
}

var isZeroerType = reflect.TypeFor[interface{ IsZero() bool }]()

// zeroTest returns how omitzero sees whether a value of t is zero, if not by reflection.
func zeroTest(t reflect.Type) func(reflect.Value) bool {
	switch {
	case t.Kind() == reflect.Interface && t.Implements(isZeroerType):
		return func(v reflect.Value) bool {
			return v.IsNil() || v.Elem().Kind() == reflect.Pointer && v.Elem().IsNil() || v.Interface().(interface{ IsZero() bool }).IsZero()
		}
	case t.Kind() == reflect.Pointer && t.Implements(isZeroerType):
		return func(v reflect.Value) bool { return v.IsNil() || v.Interface().(interface{ IsZero() bool }).IsZero() }
	case t.Implements(isZeroerType):
		return func(v reflect.Value) bool { return v.Interface().(interface{ IsZero() bool }).IsZero() }
	case reflect.PointerTo(t).Implements(isZeroerType):
		return func(v reflect.Value) bool {
			if !v.CanAddr() {
				c := reflect.New(v.Type()).Elem()
				c.Set(v)
				v = c
			}
			return v.Addr().Interface().(interface{ IsZero() bool }).IsZero()
		}
	}
	return nil
}

// collectFields walks a struct and those embedded in it, breadth first. Of fields with the same name, the least deep wins, then one with a tag; if there are
// several of these, none does.
func collectFields(t reflect.Type) *structFields {
	type level struct {
		typ   reflect.Type
		index []int
	}
	var found []field
	visited := map[reflect.Type]bool{}
	current := []level{}
	next := []level{{typ: t}}
	var count, nextCount map[reflect.Type]int
	for len(next) > 0 {
		current, next = next, current[:0]
		count, nextCount = nextCount, map[reflect.Type]int{}
		for _, l := range current {
			if visited[l.typ] {
				continue
			}
			visited[l.typ] = true
			for i := range l.typ.NumField() {
				sf := l.typ.Field(i)
				ft := sf.Type
				if ft.Kind() == reflect.Pointer && ft.Name() == "" {
					ft = ft.Elem()
				}
				if sf.Anonymous {
					if !sf.IsExported() && ft.Kind() != reflect.Struct {
						continue
					}
				} else if !sf.IsExported() {
					continue
				}
				tag := sf.Tag.Get("json")
				if tag == "-" {
					continue
				}
				name, options, _ := strings.Cut(tag, ",")
				if !validName(name) {
					name = ""
				}
				f := field{name: name, tagged: name != "", typ: sf.Type, index: append(slices.Clone(l.index), i)}
				for o := range strings.SplitSeq(options, ",") {
					switch o {
					case "omitempty":
						f.omitEmpty = true
					case "omitzero":
						f.omitZero = true
						f.isZero = zeroTest(sf.Type)
					case "string":
						switch ft.Kind() {
						case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16,
							reflect.Uint32, reflect.Uint64, reflect.Uintptr, reflect.Float32, reflect.Float64, reflect.String:
							f.quoted = true
						}
					}
				}
				if name != "" || !sf.Anonymous || ft.Kind() != reflect.Struct {
					if name == "" {
						f.name = sf.Name
					}
					found = append(found, f)
					if count[l.typ] > 1 {
						// Several of this struct at this level: they annihilate each other, as two entries do.
						found = append(found, f)
					}
					continue
				}
				nextCount[ft]++
				if nextCount[ft] == 1 {
					next = append(next, level{ft, f.index})
				}
			}
		}
	}
	return dominant(found)
}

func dominant(found []field) *structFields {
	slices.SortStableFunc(found, func(a, b field) int {
		if c := strings.Compare(a.name, b.name); c != 0 {
			return c
		}
		if c := cmp.Compare(len(a.index), len(b.index)); c != 0 {
			return c
		}
		if a.tagged != b.tagged {
			if a.tagged {
				return -1
			}
			return +1
		}
		return slices.Compare(a.index, b.index)
	})
	s := &structFields{byName: map[string]*field{}, folded: map[string]*field{}}
	for i := 0; i < len(found); {
		j := i + 1
		for j < len(found) && found[j].name == found[i].name {
			j++
		}
		f := found[i]
		if j == i+1 || len(found[i+1].index) != len(f.index) || found[i+1].tagged != f.tagged {
			s.list = append(s.list, f)
		}
		i = j
	}
	slices.SortFunc(s.list, func(a, b field) int { return slices.Compare(a.index, b.index) })
	for i := range s.list {
		f := &s.list[i]
		f.key = append(appendString(nil, f.name, false), ':')
		f.keyHTML = append(appendString(nil, f.name, true), ':')
		s.byName[f.name] = f
		if k := fold([]byte(f.name)); s.folded[k] == nil {
			s.folded[k] = f
		}
	}
	return s
}
