package template

import (
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// A FuncMap is functions by name. Each returns one value, or a value and an
// error.
type FuncMap map[string]any

// builtins is built when the first template is parsed.
var builtins = sync.OnceValue(func() FuncMap {
	return FuncMap{
		"and": func(reflect.Value, ...reflect.Value) reflect.Value { panic("unreachable") },
		"or":  func(reflect.Value, ...reflect.Value) reflect.Value { panic("unreachable") },
		// evalCall passes the function's name, too.
		"call":     func(reflect.Value, ...reflect.Value) reflect.Value { panic("unreachable") },
		"html":     HTMLEscaper,
		"index":    index,
		"js":       JSEscaper,
		"len":      length,
		"not":      func(v reflect.Value) bool { return !truth(v) },
		"print":    fmt.Sprint,
		"printf":   fmt.Sprintf,
		"println":  fmt.Sprintln,
		"slice":    slice,
		"urlquery": URLQueryEscaper,
		"eq":       eq,
		"ne":       ne,
		"lt":       lt,
		"le":       le,
		"gt":       gt,
		"ge":       ge,
	}
})

var builtinValues = sync.OnceValue(func() map[string]reflect.Value {
	m := make(map[string]reflect.Value)
	for name, fn := range builtins() {
		m[name] = reflect.ValueOf(fn)
	}
	return m
})

// function finds a function.
func (t *Template) function(name string) (fn reflect.Value, builtin bool) {
	if t.common != nil {
		t.funcsMu.RLock()
		defer t.funcsMu.RUnlock()
		if fn := t.execFuncs[name]; fn.IsValid() {
			return fn, false
		}
	}
	return builtinValues()[name], true
}

// checkedFunc panics if fn cannot be a template function.
func checkedFunc(name string, fn any) reflect.Value {
	good := name != ""
	for i, r := range name {
		if r != '_' && !unicode.IsLetter(r) && (i == 0 || !unicode.IsDigit(r)) {
			good = false
		}
	}
	if !good {
		panic(fmt.Errorf("function name %q is not a valid identifier", name))
	}
	v := reflect.ValueOf(fn)
	if v.Kind() != reflect.Func {
		panic("value for " + name + " not a function")
	}
	if err := checkResults(name, v.Type()); err != nil {
		panic(err)
	}
	return v
}

func checkResults(name string, typ reflect.Type) error {
	n := typ.NumOut()
	if n == 1 || n == 2 && typ.Out(1) == errorType {
		return nil
	}
	if n == 2 {
		return fmt.Errorf("invalid function signature for %s: second return value should be error; is %s", name, typ.Out(1))
	}
	return fmt.Errorf("function %s has %d return values; should be 1 or 2", name, n)
}

// kind puts the basic types together whose values compare.
func kind(v reflect.Value) reflect.Kind {
	switch {
	case !v.IsValid():
		return reflect.Invalid
	case v.CanInt():
		return reflect.Int
	case v.CanUint():
		return reflect.Uint
	case v.CanFloat():
		return reflect.Float64
	case v.CanComplex():
		return reflect.Complex128
	case v.Kind() == reflect.Bool || v.Kind() == reflect.String:
		return v.Kind()
	}
	return reflect.Invalid
}

// fit returns v as an argument or key of type typ.
func fit(v reflect.Value, typ reflect.Type) (reflect.Value, error) {
	if !v.IsValid() {
		if !canBeNil(typ) {
			return v, fmt.Errorf("value is nil; should be of type %s", typ)
		}
		return reflect.Zero(typ), nil
	}
	if v.Type().AssignableTo(typ) {
		return v, nil
	}
	to := kind(reflect.Zero(typ))
	if (v.CanInt() || v.CanUint()) && (to == reflect.Int || to == reflect.Uint) && v.Type().ConvertibleTo(typ) {
		return v.Convert(typ), nil
	}
	return reflect.Value{}, fmt.Errorf("value has type %s; should be %s", v.Type(), typ)
}

// position returns v as an index of at most limit.
func position(v reflect.Value, limit int) (int, error) {
	var x int64
	switch kind(v) {
	case reflect.Int:
		x = v.Int()
	case reflect.Uint:
		x = int64(v.Uint())
	default:
		if !v.IsValid() {
			return 0, errors.New("cannot index slice/array with nil")
		}
		return 0, fmt.Errorf("cannot index slice/array with type %s", v.Type())
	}
	if x < 0 || x > int64(limit) {
		return 0, fmt.Errorf("index out of range: %d", x)
	}
	return int(x), nil
}

func index(item reflect.Value, indexes ...reflect.Value) (reflect.Value, error) {
	var none reflect.Value
	item = indirectInterface(item)
	if !item.IsValid() {
		return none, errors.New("index of untyped nil")
	}
	for _, at := range indexes {
		at = indirectInterface(at)
		var isNil bool
		if item, isNil = indirect(item); isNil {
			return none, errors.New("index of nil pointer")
		}
		switch item.Kind() {
		case reflect.Array, reflect.Slice, reflect.String:
			i, err := position(at, item.Len())
			if err != nil {
				return none, err
			}
			item = item.Index(i)
		case reflect.Map:
			key, err := fit(at, item.Type().Key())
			if err != nil {
				return none, err
			}
			elem := item.MapIndex(key)
			if !elem.IsValid() {
				elem = reflect.Zero(item.Type().Elem())
			}
			item = elem
		default:
			return none, fmt.Errorf("can't index item of type %s", item.Type())
		}
	}
	return item, nil
}

func slice(item reflect.Value, indexes ...reflect.Value) (reflect.Value, error) {
	var none reflect.Value
	item = indirectInterface(item)
	if !item.IsValid() {
		return none, errors.New("slice of untyped nil")
	}
	item, isNil := indirect(item)
	if isNil {
		return none, errors.New("slice of nil pointer")
	}
	if len(indexes) > 3 {
		return none, fmt.Errorf("too many slice indexes: %d", len(indexes))
	}
	limit := 0
	switch item.Kind() {
	case reflect.String:
		if len(indexes) == 3 {
			return none, errors.New("cannot 3-index slice a string")
		}
		limit = item.Len()
	case reflect.Array, reflect.Slice:
		limit = item.Cap()
	default:
		return none, fmt.Errorf("can't slice item of type %s", item.Type())
	}
	at := [3]int{0, item.Len()}
	for i, x := range indexes {
		var err error
		if at[i], err = position(x, limit); err != nil {
			return none, err
		}
	}
	if at[0] > at[1] {
		return none, fmt.Errorf("invalid slice index: %d > %d", at[0], at[1])
	}
	if len(indexes) < 3 {
		return item.Slice(at[0], at[1]), nil
	}
	if at[1] > at[2] {
		return none, fmt.Errorf("invalid slice index: %d > %d", at[1], at[2])
	}
	return item.Slice3(at[0], at[1], at[2]), nil
}

func length(v reflect.Value) (int, error) {
	v, isNil := indirect(v)
	if isNil {
		return 0, errors.New("len of nil pointer")
	}
	switch v.Kind() {
	case reflect.Array, reflect.Chan, reflect.Map, reflect.Slice, reflect.String:
		return v.Len(), nil
	}
	return 0, fmt.Errorf("len of type %s", v.Type())
}

// call is the builtin of that name; name is how fn is written.
func call(name string, fn reflect.Value, args ...reflect.Value) (reflect.Value, error) {
	var none reflect.Value
	fn = indirectInterface(fn)
	if !fn.IsValid() {
		return none, errors.New("call of nil")
	}
	typ := fn.Type()
	if typ.Kind() != reflect.Func {
		return none, fmt.Errorf("non-function %s of type %s", name, typ)
	}
	if err := checkResults(name, typ); err != nil {
		return none, err
	}
	n := typ.NumIn()
	if typ.IsVariadic() {
		n--
		if len(args) < n {
			return none, fmt.Errorf("wrong number of args for %s: got %d want at least %d", name, len(args), n)
		}
	} else if len(args) != n {
		return none, fmt.Errorf("wrong number of args for %s: got %d want %d", name, len(args), n)
	}
	values := make([]reflect.Value, len(args))
	for i, arg := range args {
		var want reflect.Type
		if i < n {
			want = typ.In(i)
		} else {
			want = typ.In(n).Elem()
		}
		var err error
		if values[i], err = fit(indirectInterface(arg), want); err != nil {
			return none, fmt.Errorf("arg %d: %w", i, err)
		}
	}
	return safeCall(fn, values)
}

// safeCall calls fn; a panic becomes an error.
func safeCall(fn reflect.Value, args []reflect.Value) (v reflect.Value, err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case error:
			err = r
		default:
			err = fmt.Errorf("%v", r)
		}
	}()
	out := fn.Call(args)
	if len(out) == 2 && !out[1].IsNil() {
		err = out[1].Interface().(error)
	}
	return out[0], err
}

var errBadType = errors.New("invalid type for comparison")

func mismatch(a, b reflect.Value) error {
	return fmt.Errorf("incompatible types for comparison: %v and %v", a.Type(), b.Type())
}

// isNil tells whether v is nil, typed or not.
func isNil(v reflect.Value) bool {
	return !v.IsValid() || v.Type() != reflectValueType && canBeNil(v.Type()) && v.IsNil()
}

// eq compares the first value with each other one.
func eq(a reflect.Value, others ...reflect.Value) (bool, error) {
	if len(others) == 0 {
		return false, errors.New("missing argument for comparison")
	}
	a = indirectInterface(a)
	for _, b := range others {
		same, err := equal(a, indirectInterface(b))
		if same || err != nil {
			return same && err == nil, err
		}
	}
	return false, nil
}

func equal(a, b reflect.Value) (bool, error) {
	switch ka, kb := kind(a), kind(b); {
	case ka == reflect.Int && kb == reflect.Uint:
		return a.Int() >= 0 && uint64(a.Int()) == b.Uint(), nil
	case ka == reflect.Uint && kb == reflect.Int:
		return b.Int() >= 0 && uint64(b.Int()) == a.Uint(), nil
	case ka != kb:
		if a.IsValid() && b.IsValid() {
			return false, mismatch(a, b)
		}
		return false, nil
	case ka != reflect.Invalid:
		switch ka {
		case reflect.Int:
			return a.Int() == b.Int(), nil
		case reflect.Uint:
			return a.Uint() == b.Uint(), nil
		case reflect.Float64:
			return a.Float() == b.Float(), nil
		case reflect.Complex128:
			return a.Complex() == b.Complex(), nil
		case reflect.Bool:
			return a.Bool() == b.Bool(), nil
		}
		return a.String() == b.String(), nil
	}
	if a.Kind() != b.Kind() && a.IsValid() && b.IsValid() {
		return false, fmt.Errorf("non-comparable types %s: %v, %s: %v", a, a.Type(), b.Type(), b)
	}
	if isNil(a) || isNil(b) {
		return isNil(a) == isNil(b), nil
	}
	if !b.Type().Comparable() {
		return false, fmt.Errorf("non-comparable type %s: %v", b, b.Type())
	}
	return a.Interface() == b.Interface(), nil
}

func ne(a, b reflect.Value) (bool, error) {
	same, err := eq(a, b)
	return !same, err
}

func lt(a, b reflect.Value) (bool, error) {
	a, b = indirectInterface(a), indirectInterface(b)
	ka, kb := kind(a), kind(b)
	switch {
	case ka == reflect.Invalid || kb == reflect.Invalid:
		return false, errBadType
	case ka == reflect.Int && kb == reflect.Uint:
		return a.Int() < 0 || uint64(a.Int()) < b.Uint(), nil
	case ka == reflect.Uint && kb == reflect.Int:
		return b.Int() >= 0 && a.Uint() < uint64(b.Int()), nil
	case ka != kb:
		return false, mismatch(a, b)
	}
	switch ka {
	case reflect.Int:
		return a.Int() < b.Int(), nil
	case reflect.Uint:
		return a.Uint() < b.Uint(), nil
	case reflect.Float64:
		return a.Float() < b.Float(), nil
	case reflect.String:
		return a.String() < b.String(), nil
	}
	return false, errBadType
}

func le(a, b reflect.Value) (bool, error) {
	less, err := lt(a, b)
	if less || err != nil {
		return less, err
	}
	return eq(a, b)
}

func gt(a, b reflect.Value) (bool, error) {
	notMore, err := le(a, b)
	return !notMore && err == nil, err
}

func ge(a, b reflect.Value) (bool, error) {
	less, err := lt(a, b)
	return !less && err == nil, err
}

// HTMLEscape writes b so that HTML shows it as it is.
func HTMLEscape(w io.Writer, b []byte) {
	io.WriteString(w, HTMLEscapeString(string(b)))
}

// HTMLEscapeString returns s so that HTML shows it as it is.
func HTMLEscapeString(s string) string {
	if !strings.ContainsAny(s, "'\"&<>\000") {
		return s
	}
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; c {
		case 0:
			sb.WriteString("\uFFFD")
		case '"':
			sb.WriteString("&#34;")
		case '\'':
			sb.WriteString("&#39;")
		case '&':
			sb.WriteString("&amp;")
		case '<':
			sb.WriteString("&lt;")
		case '>':
			sb.WriteString("&gt;")
		default:
			sb.WriteByte(c)
		}
	}
	return sb.String()
}

// HTMLEscaper prints its arguments and escapes that.
func HTMLEscaper(args ...any) string { return HTMLEscapeString(printArgs(args)) }

// JSEscape writes b as the inside of a JavaScript string.
func JSEscape(w io.Writer, b []byte) {
	io.WriteString(w, JSEscapeString(string(b)))
}

// JSEscapeString returns s as the inside of a JavaScript string.
func JSEscapeString(s string) string {
	var sb strings.Builder
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '\\' || r == '\'' || r == '"':
			sb.WriteByte('\\')
			sb.WriteByte(byte(r))
		case r == '<' || r == '>' || r == '&' || r == '=' || r < ' ' || r >= utf8.RuneSelf && !unicode.IsPrint(r):
			fmt.Fprintf(&sb, `\u%04X`, r)
		default:
			sb.WriteString(s[i : i+size])
		}
		i += size
	}
	return sb.String()
}

// JSEscaper prints its arguments and escapes that.
func JSEscaper(args ...any) string { return JSEscapeString(printArgs(args)) }

// URLQueryEscaper prints its arguments and escapes that for a URL's query.
func URLQueryEscaper(args ...any) string {
	s := printArgs(args)
	var sb strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-_.~", c) >= 0:
			sb.WriteByte(c)
		case c == ' ':
			sb.WriteByte('+')
		default:
			fmt.Fprintf(&sb, "%%%02X", c)
		}
	}
	return sb.String()
}

func printArgs(args []any) string {
	if len(args) == 1 {
		if s, ok := args[0].(string); ok {
			return s
		}
	}
	for i, arg := range args {
		if v, ok := printable(reflect.ValueOf(arg)); ok {
			args[i] = v
		}
	}
	return fmt.Sprint(args...)
}
