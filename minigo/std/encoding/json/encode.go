package json

import (
	"bytes"
	"encoding"
	"encoding/base64"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Marshaler is the interface implemented by types that can marshal themselves into valid JSON.
type Marshaler interface {
	MarshalJSON() ([]byte, error)
}

// An UnsupportedTypeError is returned by Marshal when attempting to encode an unsupported value type.
type UnsupportedTypeError struct {
	Type reflect.Type
}

func (e *UnsupportedTypeError) Error() string { return "json: unsupported type: " + e.Type.String() }

// An UnsupportedValueError is returned by Marshal when attempting to encode an unsupported value.
type UnsupportedValueError struct {
	Value reflect.Value
	Str   string
}

func (e *UnsupportedValueError) Error() string { return "json: unsupported value: " + e.Str }

// InvalidUTF8Error is no longer generated but is kept for backwards compatibility with programs that might mention it.
//
// Deprecated: invalid UTF-8 is replaced by U+FFFD.
type InvalidUTF8Error struct {
	S string // the whole string value that caused the error
}

func (e *InvalidUTF8Error) Error() string {
	return "json: invalid UTF-8 in string: " + strconv.Quote(e.S)
}

// A MarshalerError represents an error from calling a MarshalJSON or MarshalText method.
type MarshalerError struct {
	Type       reflect.Type
	Err        error
	sourceFunc string
}

func (e *MarshalerError) Error() string {
	from := e.sourceFunc
	if from == "" {
		from = "MarshalJSON"
	}
	return "json: error calling " + from + " for type " + e.Type.String() + ": " + e.Err.Error()
}

// Unwrap returns the underlying error.
func (e *MarshalerError) Unwrap() error { return e.Err }

// Marshal returns the JSON encoding of v.
func Marshal(v any) ([]byte, error) {
	e := encoder{html: true}
	err := e.encode(v)
	if err != nil {
		return nil, err
	}
	return e.buf, nil
}

// MarshalIndent is like Marshal but applies Indent to format the output.
func MarshalIndent(v any, prefix, indent string) ([]byte, error) {
	b, err := Marshal(v)
	if err != nil {
		return nil, err
	}
	return appendIndent(nil, b, prefix, indent)
}

type encoder struct {
	buf   []byte
	html  bool
	depth uint
	seen  map[any]bool // pointers on the way, once it is deep
}

// jsonError carries an error up through the recursion.
type jsonError struct{ error }

func (e *encoder) encode(v any) (err error) {
	defer func() {
		if r := recover(); r != nil {
			je, ok := r.(jsonError)
			if !ok {
				panic(r)
			}
			err = je.error
		}
	}()
	e.value(reflect.ValueOf(v), false)
	return nil
}

func fail(err error) { panic(jsonError{err}) }

var (
	marshalerType     = reflect.TypeFor[Marshaler]()
	textMarshalerType = reflect.TypeFor[encoding.TextMarshaler]()
	numberType        = reflect.TypeFor[Number]()
)

// marshaler encodes v by its methods, if it has them.
func (e *encoder) marshaler(v reflect.Value) bool {
	t := v.Type()
	if t.Kind() == reflect.Interface && v.IsNil() {
		return false
	}
	if t.Kind() != reflect.Interface && t.Kind() != reflect.Pointer && v.CanAddr() {
		if p := reflect.PointerTo(t); p.Implements(marshalerType) || p.Implements(textMarshalerType) && !t.Implements(marshalerType) {
			v, t = v.Addr(), p
		}
	}
	switch {
	case t.Implements(marshalerType):
		if v.Kind() == reflect.Pointer && v.IsNil() {
			e.buf = append(e.buf, "null"...)
			return true
		}
		b, err := v.Interface().(Marshaler).MarshalJSON()
		if err == nil {
			e.buf, err = appendCompact(e.buf, b, e.html)
		}
		if err != nil {
			fail(&MarshalerError{receiver(t), err, "MarshalJSON"})
		}
		return true
	case t.Implements(textMarshalerType):
		if v.Kind() == reflect.Pointer && v.IsNil() {
			e.buf = append(e.buf, "null"...)
			return true
		}
		b, err := v.Interface().(encoding.TextMarshaler).MarshalText()
		if err != nil {
			fail(&MarshalerError{receiver(t), err, "MarshalText"})
		}
		e.buf = appendString(e.buf, string(b), e.html)
		return true
	}
	return false
}

// enter notes a pointer that is being followed; a cycle is an error.
func (e *encoder) enter(v reflect.Value, key any) {
	const deep = 1000
	if e.depth++; e.depth > deep {
		if e.seen[key] {
			fail(&UnsupportedValueError{v, fmt.Sprintf("encountered a cycle via %s", v.Type())})
		}
		if e.seen == nil {
			e.seen = map[any]bool{}
		}
		e.seen[key] = true
	}
}

func (e *encoder) leave(key any) {
	if e.depth--; e.seen != nil {
		delete(e.seen, key)
	}
}

func (e *encoder) value(v reflect.Value, quoted bool) {
	if !v.IsValid() {
		e.buf = append(e.buf, "null"...)
		return
	}
	if v.Type().NumMethod() > 0 || v.CanAddr() {
		if e.marshaler(v) {
			return
		}
	}
	switch v.Kind() {
	case reflect.Bool:
		e.quotedText(strconv.AppendBool(nil, v.Bool()), quoted)
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		if !quoted {
			e.buf = strconv.AppendInt(e.buf, v.Int(), 10)
			return
		}
		e.quotedText(strconv.AppendInt(nil, v.Int(), 10), quoted)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		e.quotedText(strconv.AppendUint(nil, v.Uint(), 10), quoted)
	case reflect.Float32:
		e.quotedText(e.float(v, 32), quoted)
	case reflect.Float64:
		e.quotedText(e.float(v, 64), quoted)
	case reflect.String:
		e.str(v, quoted)
	case reflect.Interface:
		e.value(v.Elem(), false)
	case reflect.Struct:
		e.structure(v)
	case reflect.Map:
		e.mapping(v)
	case reflect.Slice:
		e.slice(v)
	case reflect.Array:
		e.array(v)
	case reflect.Pointer:
		if v.IsNil() {
			e.buf = append(e.buf, "null"...)
			return
		}
		key := v.Interface()
		e.enter(v, key)
		e.value(v.Elem(), quoted)
		e.leave(key)
	default:
		fail(&UnsupportedTypeError{v.Type()})
	}
}

func (e *encoder) quotedText(b []byte, quoted bool) {
	if quoted {
		e.buf = append(append(append(e.buf, '"'), b...), '"')
		return
	}
	e.buf = append(e.buf, b...)
}

func (e *encoder) float(v reflect.Value, bits int) []byte {
	f := v.Float()
	if math.IsInf(f, 0) || math.IsNaN(f) {
		fail(&UnsupportedValueError{v, strconv.FormatFloat(f, 'g', -1, bits)})
	}
	// As ECMAScript does: exponents for very large and very small numbers, without a leading zero.
	a := math.Abs(f)
	format := byte('f')
	if a != 0 {
		if bits == 64 && (a < 1e-6 || a >= 1e21) || bits == 32 && (float32(a) < 1e-6 || float32(a) >= 1e21) {
			format = 'e'
		}
	}
	b := strconv.AppendFloat(nil, f, format, -1, bits)
	if n := len(b); format == 'e' && n >= 4 && b[n-4] == 'e' && b[n-3] == '-' && b[n-2] == '0' {
		b[n-2] = b[n-1]
		b = b[:n-1]
	}
	return b
}

// isNumber reports whether s is a number as JSON has it.
func isNumber(s string) bool {
	if s == "" {
		return false
	}
	sc := scanner{data: []byte(s)}
	if c := s[0]; c != '-' && (c < '0' || c > '9') {
		return false
	}
	end, err := sc.number(0)
	return err == nil && end == len(s)
}

func (e *encoder) str(v reflect.Value, quoted bool) {
	s := v.String()
	if v.Type() == numberType {
		if s == "" {
			s = "0"
		}
		if !isNumber(s) {
			fail(fmt.Errorf("json: invalid number literal %q", s))
		}
		e.quotedText([]byte(s), quoted)
		return
	}
	if quoted {
		s = string(appendString(nil, s, e.html))
		e.buf = appendString(e.buf, s, false)
		return
	}
	e.buf = appendString(e.buf, s, e.html)
}

func isEmpty(v reflect.Value) bool {
	switch v.Kind() {
	case reflect.Array, reflect.Map, reflect.Slice, reflect.String:
		return v.Len() == 0
	case reflect.Bool, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32,
		reflect.Uint64, reflect.Uintptr, reflect.Float32, reflect.Float64, reflect.Interface, reflect.Pointer:
		return v.IsZero()
	}
	return false
}

func (e *encoder) structure(v reflect.Value) {
	e.buf = append(e.buf, '{')
	first := true
fields:
	for i := range fieldsOf(v.Type()).list {
		f := &fieldsOf(v.Type()).list[i]
		fv := v
		for _, k := range f.index {
			if fv.Kind() == reflect.Pointer {
				if fv.IsNil() {
					continue fields
				}
				fv = fv.Elem()
			}
			fv = fv.Field(k)
		}
		if f.omitEmpty && isEmpty(fv) {
			continue
		}
		if f.omitZero && (f.isZero == nil && fv.IsZero() || f.isZero != nil && f.isZero(fv)) {
			continue
		}
		if !first {
			e.buf = append(e.buf, ',')
		}
		first = false
		if e.html {
			e.buf = append(e.buf, f.keyHTML...)
		} else {
			e.buf = append(e.buf, f.key...)
		}
		e.value(fv, f.quoted)
	}
	e.buf = append(e.buf, '}')
}

// mapKey is a key as a string.
func mapKey(k reflect.Value) string {
	if k.Kind() == reflect.String {
		return k.String()
	}
	if tm, ok := k.Interface().(encoding.TextMarshaler); ok {
		if k.Kind() == reflect.Pointer && k.IsNil() {
			return ""
		}
		b, err := tm.MarshalText()
		if err != nil {
			fail(&MarshalerError{receiver(k.Type()), err, "MarshalText"})
		}
		return string(b)
	}
	switch k.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return strconv.FormatInt(k.Int(), 10)
	}
	return strconv.FormatUint(k.Uint(), 10)
}

func (e *encoder) mapping(v reflect.Value) {
	switch k := v.Type().Key(); k.Kind() {
	case reflect.String, reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64, reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32,
		reflect.Uint64, reflect.Uintptr:
	default:
		if !k.Implements(textMarshalerType) {
			fail(&UnsupportedTypeError{v.Type()})
		}
	}
	if v.IsNil() {
		e.buf = append(e.buf, "null"...)
		return
	}
	key := v.UnsafePointer()
	e.enter(v, key)
	type pair struct {
		key   string
		value reflect.Value
	}
	pairs := make([]pair, 0, v.Len())
	for it := v.MapRange(); it.Next(); {
		pairs = append(pairs, pair{mapKey(it.Key()), it.Value()})
	}
	slices.SortFunc(pairs, func(a, b pair) int { return strings.Compare(a.key, b.key) })
	e.buf = append(e.buf, '{')
	for i, p := range pairs {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.buf = append(appendString(e.buf, p.key, e.html), ':')
		e.value(p.value, false)
	}
	e.buf = append(e.buf, '}')
	e.leave(key)
}

func (e *encoder) slice(v reflect.Value) {
	if v.IsNil() {
		e.buf = append(e.buf, "null"...)
		return
	}
	if elem := v.Type().Elem(); elem.Kind() == reflect.Uint8 {
		if p := reflect.PointerTo(elem); !p.Implements(marshalerType) && !p.Implements(textMarshalerType) {
			e.buf = append(e.buf, '"')
			e.buf = base64.StdEncoding.AppendEncode(e.buf, v.Bytes())
			e.buf = append(e.buf, '"')
			return
		}
	}
	key := struct {
		p any
		n int
	}{v.UnsafePointer(), v.Len()}
	e.enter(v, key)
	e.array(v)
	e.leave(key)
}

func (e *encoder) array(v reflect.Value) {
	e.buf = append(e.buf, '[')
	for i := range v.Len() {
		if i > 0 {
			e.buf = append(e.buf, ',')
		}
		e.value(v.Index(i), false)
	}
	e.buf = append(e.buf, ']')
}

const hexDigits = "0123456789abcdef"

// appendString appends s as a JSON string; with html, < > & are escaped, and U+2028 and U+2029 always are.
func appendString(b []byte, s string, html bool) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= ' ' && c != '"' && c != '\\' && !(html && (c == '<' || c == '>' || c == '&')) {
				i++
				continue
			}
			b = append(b, s[start:i]...)
			switch c {
			case '\\', '"':
				b = append(b, '\\', c)
			case '\b':
				b = append(b, '\\', 'b')
			case '\f':
				b = append(b, '\\', 'f')
			case '\n':
				b = append(b, '\\', 'n')
			case '\r':
				b = append(b, '\\', 'r')
			case '\t':
				b = append(b, '\\', 't')
			default:
				b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			start = i
			continue
		}
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && n == 1:
			b = append(b, s[start:i]...)
			b = append(b, "\ufffd"...)
			start = i + 1
		case r == '\u2028' || r == '\u2029':
			b = append(b, s[start:i]...)
			b = append(b, `\u202`...)
			b = append(b, hexDigits[r&15])
			start = i + n
		}
		i += n
	}
	return append(append(b, s[start:]...), '"')
}

// A Number represents a JSON number literal.
type Number string

// String returns the literal text of the number.
func (n Number) String() string { return string(n) }

// Float64 returns the number as a float64.
func (n Number) Float64() (float64, error) { return strconv.ParseFloat(string(n), 64) }

// Int64 returns the number as an int64.
func (n Number) Int64() (int64, error) { return strconv.ParseInt(string(n), 10, 64) }

// RawMessage is a raw encoded JSON value. It can be used to delay JSON decoding or precompute a JSON encoding.
type RawMessage []byte

// MarshalJSON returns m as the JSON encoding of m.
func (m RawMessage) MarshalJSON() ([]byte, error) {
	if m == nil {
		return []byte("null"), nil
	}
	return m, nil
}

// UnmarshalJSON sets *m to a copy of data.
func (m *RawMessage) UnmarshalJSON(data []byte) error {
	*m = append((*m)[:0], data...)
	return nil
}

func (m RawMessage) String() string {
	if m == nil {
		return "null"
	}
	return string(m)
}

// Compact appends to dst the JSON-encoded src with insignificant space characters elided.
func Compact(dst *bytes.Buffer, src []byte) error {
	b, err := appendCompact(nil, src, false)
	if err != nil {
		return err
	}
	dst.Write(b)
	return nil
}

// appendCompact appends src, which must be one value, without space; with html, characters are escaped as in HTMLEscape.
func appendCompact(dst, src []byte, html bool) ([]byte, error) {
	if err := check(src); err != nil {
		return dst, err
	}
	inString := false
	for i := 0; i < len(src); i++ {
		c := src[i]
		switch {
		case inString && c == '\\':
			dst = append(dst, c, src[i+1])
			i++
			continue
		case c == '"':
			inString = !inString
		case !inString && isSpace(c):
			continue
		}
		if html {
			var n int
			if dst, n = appendEscaped(dst, src[i:]); n > 0 {
				i += n - 1
				continue
			}
		}
		dst = append(dst, c)
	}
	return dst, nil
}

// appendEscaped appends the escape for what b begins with, if it needs one for HTML, and returns how many bytes that is.
func appendEscaped(dst, b []byte) ([]byte, int) {
	switch c := b[0]; {
	case c == '<' || c == '>' || c == '&':
		return append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15]), 1
	case c == 0xE2 && len(b) > 2 && b[1] == 0x80 && b[2]&^1 == 0xA8:
		return append(dst, '\\', 'u', '2', '0', '2', hexDigits[b[2]&15]), 3
	}
	return dst, 0
}

// HTMLEscape appends to dst the JSON-encoded src with <, >, &, U+2028 and U+2029 characters inside string literals changed to \u003c, \u003e, \u0026, \u2028,
// \u2029 so that the JSON will be safe to embed inside HTML <script> tags.
func HTMLEscape(dst *bytes.Buffer, src []byte) {
	var out []byte
	for i := 0; i < len(src); i++ {
		var n int
		if out, n = appendEscaped(out, src[i:]); n > 0 {
			i += n - 1
			continue
		}
		out = append(out, src[i])
	}
	dst.Write(out)
}

// Indent appends to dst an indented form of the JSON-encoded src. Each element in a JSON object or array begins on a new, indented line beginning with prefix
// followed by one or more copies of indent according to the indentation nesting.
func Indent(dst *bytes.Buffer, src []byte, prefix, indent string) error {
	b, err := appendIndent(nil, src, prefix, indent)
	if err != nil {
		return err
	}
	dst.Write(b)
	return nil
}

func appendIndent(dst, src []byte, prefix, indent string) ([]byte, error) {
	if err := check(src); err != nil {
		return dst, err
	}
	depth := 0
	newline := func() {
		dst = append(append(dst, '\n'), prefix...)
		for range depth {
			dst = append(dst, indent...)
		}
	}
	end := len(src)
	for end > 0 && isSpace(src[end-1]) {
		end--
	}
	inString, open := false, false // open: just behind a bracket
	for i := 0; i < end; i++ {
		c := src[i]
		if inString {
			dst = append(dst, c)
			if c == '\\' {
				i++
				dst = append(dst, src[i])
			}
			inString = c != '"'
			continue
		}
		if isSpace(c) {
			continue
		}
		if c == '}' || c == ']' {
			depth--
			if !open {
				newline()
			}
			open = false
			dst = append(dst, c)
			continue
		}
		if open {
			newline()
			open = false
		}
		dst = append(dst, c)
		switch c {
		case '"':
			inString = true
		case '{', '[':
			depth++
			open = true
		case ',':
			newline()
		case ':':
			dst = append(dst, ' ')
		}
	}
	// Space behind the value stays.
	return append(dst, src[end:]...), nil
}

// receiver is the type that errors name for a method of t: as in Go, methods
// are called through a pointer.
func receiver(t reflect.Type) reflect.Type {
	if t.Kind() == reflect.Pointer || t.Kind() == reflect.Interface {
		return t
	}
	return reflect.PointerTo(t)
}
