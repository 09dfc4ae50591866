package json

import (
	"encoding"
	"encoding/base64"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// Unmarshaler is the interface implemented by types that can unmarshal a JSON description of themselves.
type Unmarshaler interface {
	UnmarshalJSON([]byte) error
}

// An UnmarshalTypeError describes a JSON value that was not appropriate for a value of a specific Go type.
type UnmarshalTypeError struct {
	Value  string       // description of JSON value - "bool", "array", "number -5"
	Type   reflect.Type // type of Go value it could not be assigned to
	Offset int64        // error occurred after reading Offset bytes
	Struct string       // name of the root type containing the field
	Field  string       // the full path from root node to the value
	Err    error        // may be nil
}

func (e *UnmarshalTypeError) Error() string {
	text := "json: cannot unmarshal " + e.Value + " into "
	if e.Struct != "" || e.Field != "" {
		last := e.Field[strings.LastIndexByte(e.Field, '.')+1:]
		if last == "" || strings.Trim(last, "0123456789") != "" {
			text += "Go struct field "
		}
		text += e.Struct + "." + e.Field
	} else {
		text += "Go value"
	}
	text += " of type " + e.Type.String()
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap returns the underlying error.
func (e *UnmarshalTypeError) Unwrap() error { return e.Err }

// An UnmarshalFieldError describes a JSON object key that led to an unexported (and therefore unwritable) struct field.
//
// Deprecated: No longer used; kept for compatibility.
type UnmarshalFieldError struct {
	Key   string
	Type  reflect.Type
	Field reflect.StructField
}

func (e *UnmarshalFieldError) Error() string {
	return "json: cannot unmarshal object key " + strconv.Quote(e.Key) + " into unexported field " + e.Field.Name + " of type " + e.Type.String()
}

// An InvalidUnmarshalError describes an invalid argument passed to Unmarshal. (The argument to Unmarshal must be a non-nil pointer.)
type InvalidUnmarshalError struct {
	Type reflect.Type
}

func (e *InvalidUnmarshalError) Error() string {
	if e.Type == nil {
		return "json: Unmarshal(nil)"
	}
	if e.Type.Kind() != reflect.Pointer {
		return "json: Unmarshal(non-pointer " + e.Type.String() + ")"
	}
	return "json: Unmarshal(nil " + e.Type.String() + ")"
}

// Unmarshal parses the JSON-encoded data and stores the result in the value pointed to by v.
func Unmarshal(data []byte, v any) error {
	if err := check(data); err != nil {
		return err
	}
	d := decoder{data: data}
	return d.decode(v)
}

// decoder stores data, whose syntax has been checked. The first value that does not fit its type is remembered; decoding goes on.
type decoder struct {
	data      []byte
	i         int
	base      int64 // offset of data in its stream
	saved     error
	root      string
	path      []string
	useNumber bool
	strict    bool // unknown fields are errors
}

func (d *decoder) decode(v any) error {
	rv := reflect.ValueOf(v)
	if rv.Kind() != reflect.Pointer || rv.IsNil() {
		return &InvalidUnmarshalError{reflect.TypeOf(v)}
	}
	d.root = rv.Type().Elem().Name()
	if err := d.value(rv); err != nil {
		return err
	}
	return d.saved
}

// misfit remembers that the value at d.i, described by what, does not fit type t.
func (d *decoder) misfit(what string, t reflect.Type, offset int, err error) {
	if d.saved != nil {
		return
	}
	e := &UnmarshalTypeError{Value: what, Type: t, Offset: d.base + int64(offset), Err: err}
	if len(d.path) > 0 {
		e.Struct, e.Field = d.root, strings.Join(d.path, ".")
	}
	d.saved = e
}

func (d *decoder) space() { d.i = skipSpace(d.data, d.i) }

// skip returns the text of the next value.
func (d *decoder) skip() []byte {
	d.space()
	s := scanner{data: d.data}
	start := d.i
	d.i, _ = s.value(start)
	return d.data[start:d.i]
}

var (
	unmarshalerType     = reflect.TypeFor[Unmarshaler]()
	textUnmarshalerType = reflect.TypeFor[encoding.TextUnmarshaler]()
)

// indirect follows pointers from v, making what they point to, until something is found that decodes itself or is no pointer. For null it stops at a pointer
// that can be set to nil.
func indirect(v reflect.Value, null bool) (Unmarshaler, encoding.TextUnmarshaler, reflect.Value) {
	if v.Kind() != reflect.Pointer && v.Type().Name() != "" && v.CanAddr() {
		v = v.Addr()
	}
	for {
		if v.Kind() == reflect.Interface && !v.IsNil() {
			e := v.Elem()
			if e.Kind() == reflect.Pointer && !e.IsNil() && (!null || e.Elem().Kind() == reflect.Pointer) {
				v = e
				continue
			}
		}
		if v.Kind() != reflect.Pointer || null && v.CanSet() {
			break
		}
		if v.Elem().Kind() == reflect.Interface && v.Elem().Elem() == v {
			v = v.Elem()
			break
		}
		if v.IsNil() {
			v.Set(reflect.New(v.Type().Elem()))
		}
		if v.Type().NumMethod() > 0 && v.CanInterface() {
			if u, ok := v.Interface().(Unmarshaler); ok {
				return u, nil, reflect.Value{}
			}
			if !null {
				if u, ok := v.Interface().(encoding.TextUnmarshaler); ok {
					return nil, u, reflect.Value{}
				}
			}
		}
		v = v.Elem()
	}
	return nil, nil, v
}

func kindName(c byte) string {
	switch c {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "bool"
	case 'n':
		return "null"
	}
	return "number"
}

// value decodes the next value into v.
func (d *decoder) value(v reflect.Value) error {
	d.space()
	c := d.data[d.i]
	u, tu, v := indirect(v, c == 'n')
	if u != nil {
		return u.UnmarshalJSON(d.skip())
	}
	if tu != nil {
		text := d.skip()
		if c != '"' {
			d.misfit(kindName(c), reflect.TypeOf(tu).Elem(), d.i, errors.New("JSON value must be string type"))
			return nil
		}
		return tu.UnmarshalText(unquote(nil, text))
	}
	switch c {
	case '{':
		return d.object(v)
	case '[':
		return d.array(v)
	case '"':
		return d.str(v)
	case 'n':
		d.i += 4
		switch v.Kind() {
		case reflect.Interface, reflect.Pointer, reflect.Map, reflect.Slice:
			v.SetZero()
		}
		return nil
	case 't', 'f':
		d.skip()
		switch {
		case v.Kind() == reflect.Bool:
			v.SetBool(c == 't')
		case v.Kind() == reflect.Interface && v.NumMethod() == 0:
			v.Set(reflect.ValueOf(c == 't'))
		default:
			d.misfit("bool", v.Type(), d.i, nil)
		}
		return nil
	}
	return d.number(v)
}

func (d *decoder) number(v reflect.Value) error {
	text := string(d.skip())
	return d.setNumber(v, text)
}

// setNumber stores a number literal.
func (d *decoder) setNumber(v reflect.Value, text string) error {
	switch v.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || v.OverflowInt(n) {
			d.misfit("number "+text, v.Type(), d.i, nil)
			return nil
		}
		v.SetInt(n)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		n, err := strconv.ParseUint(text, 10, 64)
		if err != nil || v.OverflowUint(n) {
			d.misfit("number "+text, v.Type(), d.i, nil)
			return nil
		}
		v.SetUint(n)
	case reflect.Float32, reflect.Float64:
		f, err := strconv.ParseFloat(text, v.Type().Bits())
		if err != nil || v.OverflowFloat(f) {
			d.misfit("number "+text, v.Type(), d.i, nil)
			return nil
		}
		v.SetFloat(f)
	case reflect.Interface:
		if v.NumMethod() != 0 {
			d.misfit("number", v.Type(), d.i, nil)
			return nil
		}
		v.Set(reflect.ValueOf(d.number2any(text)))
	default:
		if v.Kind() == reflect.String && v.Type() == numberType {
			v.SetString(text)
			return nil
		}
		d.misfit("number", v.Type(), d.i, nil)
	}
	return nil
}

// number2any is a number as it is stored in an interface; 0 if it is out of range.
func (d *decoder) number2any(text string) any {
	if d.useNumber {
		return Number(text)
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		d.misfit("number "+text, reflect.TypeFor[float64](), d.i, nil)
		return 0.0
	}
	return f
}

func (d *decoder) str(v reflect.Value) error {
	text := unquote(nil, d.skip())
	switch v.Kind() {
	case reflect.String:
		if v.Type() == numberType && !isNumber(string(text)) {
			return fmt.Errorf("json: invalid number literal, trying to unmarshal %q into Number", strconv.Quote(string(text)))
		}
		v.SetString(string(text))
	case reflect.Slice:
		if v.Type().Elem().Kind() != reflect.Uint8 {
			d.misfit("string", v.Type(), d.i, nil)
			return nil
		}
		b, err := base64.StdEncoding.DecodeString(string(text))
		if err != nil {
			d.misfit("string", v.Type(), d.i, err)
			return nil
		}
		v.SetBytes(b)
	case reflect.Interface:
		if v.NumMethod() == 0 {
			v.Set(reflect.ValueOf(string(text)))
			return nil
		}
		d.misfit("string", v.Type(), d.i, nil)
	default:
		d.misfit("string", v.Type(), d.i, nil)
	}
	return nil
}

// each calls f at the start of each element of the array at d.i.
func (d *decoder) each(f func(i int) error) error {
	d.i++
	for i := 0; ; i++ {
		d.space()
		if d.data[d.i] == ']' {
			d.i++
			return nil
		}
		if i > 0 {
			d.i++
		}
		if err := f(i); err != nil {
			return err
		}
	}
}

// members calls f at the value of each member of the object at d.i.
func (d *decoder) members(f func(key []byte) error) error {
	d.i++
	for i := 0; ; i++ {
		d.space()
		if d.data[d.i] == '}' {
			d.i++
			return nil
		}
		if i > 0 {
			d.i++
		}
		key := unquote(nil, d.skip())
		d.space()
		d.i++
		if err := f(key); err != nil {
			return err
		}
	}
}

func (d *decoder) array(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Interface:
		if v.NumMethod() == 0 {
			v.Set(reflect.ValueOf(d.any()))
			return nil
		}
		fallthrough
	default:
		d.misfit("array", v.Type(), d.i+1, nil)
		d.skip()
		return nil
	case reflect.Array, reflect.Slice:
	}
	n := 0
	err := d.each(func(i int) error {
		if v.Kind() == reflect.Slice {
			if i >= v.Cap() {
				v.Grow(1)
			}
			if i >= v.Len() {
				v.SetLen(i + 1)
			}
		}
		n = i + 1
		if i >= v.Len() {
			d.skip()
			return nil
		}
		d.path = append(d.path, strconv.Itoa(i))
		err := d.value(v.Index(i))
		d.path = d.path[:len(d.path)-1]
		return err
	})
	if err != nil {
		return err
	}
	if v.Kind() == reflect.Array {
		for ; n < v.Len(); n++ {
			v.Index(n).SetZero()
		}
		return nil
	}
	if n == 0 {
		v.Set(reflect.MakeSlice(v.Type(), 0, 0))
	} else {
		v.SetLen(n)
	}
	return nil
}

func (d *decoder) object(v reflect.Value) error {
	switch v.Kind() {
	case reflect.Interface:
		if v.NumMethod() == 0 {
			v.Set(reflect.ValueOf(d.any()))
			return nil
		}
	case reflect.Struct:
		fields := fieldsOf(v.Type())
		return d.members(func(key []byte) error {
			f := fields.lookup(key)
			d.path = append(d.path, string(key))
			defer func() { d.path = d.path[:len(d.path)-1] }()
			if f == nil {
				if d.strict && d.saved == nil {
					d.saved = fmt.Errorf("json: unknown field %q", key)
				}
				d.skip()
				return nil
			}
			fv, err := fieldValue(v, f)
			if err != nil {
				d.space()
				d.misfit(kindName(d.data[d.i]), v.Type(), d.i, err)
				d.skip()
				return nil
			}
			if f.quoted {
				return d.quoted(fv)
			}
			return d.value(fv)
		})
	case reflect.Map:
		return d.mapping(v)
	}
	d.misfit("object", v.Type(), d.i+1, nil)
	d.skip()
	return nil
}

// fieldValue is the field of v, with the embedded pointers on the way to it made.
func fieldValue(v reflect.Value, f *field) (reflect.Value, error) {
	for _, k := range f.index {
		if v.Kind() == reflect.Pointer {
			if v.IsNil() {
				if !v.CanSet() {
					return v, errors.New("cannot set embedded pointer to unexported struct type")
				}
				v.Set(reflect.New(v.Type().Elem()))
			}
			v = v.Elem()
		}
		v = v.Field(k)
	}
	return v, nil
}

// quoted decodes the value of a field with the option string.
func (d *decoder) quoted(v reflect.Value) error {
	d.space()
	if d.data[d.i] == 'n' {
		return d.value(v)
	}
	c := d.data[d.i]
	lit := d.skip()
	t := v.Type()
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	if c != '"' {
		d.misfit(kindName(c), t, d.i, nil)
		return nil
	}
	text := unquote(nil, lit)
	if t.Kind() == reflect.String && t != numberType {
		// The string holds a string.
		err := check(text)
		if len(text) > 0 && text[0] != '"' {
			s := scanner{data: text}
			err = s.bad(0, "looking for beginning of object key string")
		}
		if err != nil {
			d.misfit("string", t, d.i, err)
			return nil
		}
	}
	if check(text) != nil || len(text) > 0 && (text[0] == '{' || text[0] == '[') {
		d.misfit("string "+string(lit), t, d.i, nil)
		return nil
	}
	inner := decoder{data: text, root: d.root, path: d.path, useNumber: d.useNumber}
	if err := inner.value(v); err != nil {
		return err
	}
	if inner.saved != nil && d.saved == nil {
		d.saved = inner.saved
	}
	return nil
}

func (d *decoder) mapping(v reflect.Value) error {
	t := v.Type()
	kt := t.Key()
	textKey := reflect.PointerTo(kt).Implements(textUnmarshalerType)
	switch kt.Kind() {
	case reflect.String, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32,
		reflect.Uint64, reflect.Uintptr:
	default:
		if !textKey {
			d.misfit("object", t, d.i+1, nil)
			d.skip()
			return nil
		}
	}
	if v.IsNil() {
		v.Set(reflect.MakeMap(t))
	}
	elem := reflect.New(t.Elem()).Elem()
	return d.members(func(key []byte) error {
		elem.SetZero()
		d.path = append(d.path, string(key))
		keyOffset := d.i
		err := d.value(elem)
		if err == nil {
			var k reflect.Value
			if k, err = d.mapKey(kt, textKey, key, keyOffset); err == nil && k.IsValid() {
				v.SetMapIndex(k, elem)
			}
		}
		d.path = d.path[:len(d.path)-1]
		return err
	})
}

// mapKey converts a member's name; the result is not valid if it does not fit.
func (d *decoder) mapKey(kt reflect.Type, text bool, key []byte, offset int) (k reflect.Value, err error) {
	k = reflect.New(kt).Elem()
	switch {
	case text:
		return k, k.Addr().Interface().(encoding.TextUnmarshaler).UnmarshalText(key)
	case kt.Kind() == reflect.String:
		k.SetString(string(key))
		return k, nil
	case kt.Kind() <= reflect.Int64:
		n, err := strconv.ParseInt(string(key), 10, 64)
		if err == nil && !k.OverflowInt(n) {
			k.SetInt(n)
			return k, nil
		}
	default:
		n, err := strconv.ParseUint(string(key), 10, 64)
		if err == nil && !k.OverflowUint(n) {
			k.SetUint(n)
			return k, nil
		}
	}
	d.misfit("number "+string(key), kt, offset, nil)
	return reflect.Value{}, nil
}

// any decodes the next value as it is stored in an empty interface.
func (d *decoder) any() any {
	d.space()
	switch d.data[d.i] {
	case '{':
		m := map[string]any{}
		d.members(func(key []byte) error {
			d.path = append(d.path, string(key))
			m[string(key)] = d.any()
			d.path = d.path[:len(d.path)-1]
			return nil
		})
		return m
	case '[':
		list := []any{}
		d.each(func(i int) error {
			d.path = append(d.path, strconv.Itoa(i))
			list = append(list, d.any())
			d.path = d.path[:len(d.path)-1]
			return nil
		})
		return list
	case '"':
		return string(unquote(nil, d.skip()))
	case 'n':
		d.i += 4
		return nil
	case 't':
		d.i += 4
		return true
	case 'f':
		d.i += 5
		return false
	}
	return d.number2any(string(d.skip()))
}
