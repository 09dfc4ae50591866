// Package quick implements utility functions to help with black box testing.
package quick

import (
	"flag"
	"fmt"
	"math"
	"math/rand"
	"reflect"
	"strings"
	"time"
)

var defaultMaxCount *int = flag.Int("quickchecks", 100, "The default number of iterations for each check")

// A Generator can generate random values of its own type.
type Generator interface {
	// Generate returns a random instance of the type on which it is a method using the size as a size hint.
	Generate(rand *rand.Rand, size int) reflect.Value
}

const complexSize = 50

// Value returns an arbitrary value of the given type. If the type implements the Generator interface, that will be used.
func Value(t reflect.Type, rand *rand.Rand) (value reflect.Value, ok bool) {
	return sized(t, rand, complexSize)
}

func random64(r *rand.Rand) int64 { return int64(r.Uint64()) }

func randomFloat(r *rand.Rand, limit float64) float64 {
	f := r.Float64() * limit
	if r.Int()&1 == 1 {
		f = -f
	}
	return f
}

func sized(t reflect.Type, r *rand.Rand, size int) (value reflect.Value, ok bool) {
	if m, ok := reflect.Zero(t).Interface().(Generator); ok {
		return m.Generate(r, size), true
	}
	v := reflect.New(t).Elem()
	switch t.Kind() {
	case reflect.Bool:
		v.SetBool(r.Int()&1 == 0)
	case reflect.Float32:
		v.SetFloat(randomFloat(r, math.MaxFloat32))
	case reflect.Float64:
		v.SetFloat(randomFloat(r, math.MaxFloat64))
	case reflect.Complex64:
		v.SetComplex(complex(randomFloat(r, math.MaxFloat32), randomFloat(r, math.MaxFloat32)))
	case reflect.Complex128:
		v.SetComplex(complex(randomFloat(r, math.MaxFloat64), randomFloat(r, math.MaxFloat64)))
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		v.SetInt(random64(r))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		v.SetUint(uint64(random64(r)))
	case reflect.String:
		runes := make([]rune, r.Intn(complexSize))
		for i := range runes {
			runes[i] = rune(r.Intn(0x10ffff))
		}
		v.SetString(string(runes))
	case reflect.Map:
		v.Set(reflect.MakeMap(t))
		for range r.Intn(size) {
			key, ok1 := sized(t.Key(), r, size)
			elem, ok2 := sized(t.Elem(), r, size)
			if !ok1 || !ok2 {
				return reflect.Value{}, false
			}
			v.SetMapIndex(key, elem)
		}
	case reflect.Pointer:
		if r.Intn(size) == 0 {
			return v, true // nil
		}
		elem, ok := sized(t.Elem(), r, size)
		if !ok {
			return reflect.Value{}, false
		}
		v.Set(reflect.New(t.Elem()))
		v.Elem().Set(elem)
	case reflect.Slice:
		n := r.Intn(size)
		v.Set(reflect.MakeSlice(t, n, n))
		return fill(v, n, r, size-n)
	case reflect.Array:
		return fill(v, v.Len(), r, size)
	case reflect.Struct:
		n := v.NumField()
		for i := range n {
			elem, ok := sized(t.Field(i).Type, r, max(size/n, 1))
			if !ok {
				return reflect.Value{}, false
			}
			v.Field(i).Set(elem)
		}
	default:
		return reflect.Value{}, false
	}
	return v, true
}

func fill(v reflect.Value, n int, r *rand.Rand, size int) (reflect.Value, bool) {
	for i := range n {
		elem, ok := sized(v.Type().Elem(), r, size)
		if !ok {
			return reflect.Value{}, false
		}
		v.Index(i).Set(elem)
	}
	return v, true
}

// A Config structure contains options for running a test.
type Config struct {
	// MaxCount sets the maximum number of iterations. If zero, MaxCountScale is used.
	MaxCount int
	// MaxCountScale is a non-negative scale factor applied to the default maximum. A count of zero implies the default.
	MaxCountScale float64
	// Rand specifies a source of random numbers. If nil, a default pseudo-random source will be used.
	Rand *rand.Rand
	// Values specifies a function to generate a slice of arbitrary reflect.Values that are congruent with the arguments to the function being tested.
	Values func([]reflect.Value, *rand.Rand)
}

var defaultConfig Config

func (c *Config) random() *rand.Rand {
	if c.Rand == nil {
		return rand.New(rand.NewSource(time.Now().UnixNano()))
	}
	return c.Rand
}

func (c *Config) count() int {
	switch {
	case c.MaxCount != 0:
		return c.MaxCount
	case c.MaxCountScale != 0:
		return int(c.MaxCountScale * float64(*defaultMaxCount))
	}
	return *defaultMaxCount
}

// A SetupError is the result of an error in the way that check is being used, independent of the functions being tested.
type SetupError string

func (s SetupError) Error() string { return string(s) }

// A CheckError is the result of Check finding an error.
type CheckError struct {
	Count int
	In    []any
}

func (s *CheckError) Error() string {
	return fmt.Sprintf("#%d: failed on input %s", s.Count, toString(s.In))
}

// A CheckEqualError is the result CheckEqual finding an error.
type CheckEqualError struct {
	CheckError
	Out1 []any
	Out2 []any
}

func (s *CheckEqualError) Error() string {
	return fmt.Sprintf("#%d: failed on input %s. Output 1: %s. Output 2: %s", s.Count, toString(s.In), toString(s.Out1), toString(s.Out2))
}

// Check looks for an input to f, any function that returns bool, such that f returns false. It calls f repeatedly, with arbitrary values for each argument.
func Check(f any, config *Config) error {
	if config == nil {
		config = &defaultConfig
	}
	fv, ft, ok := function(f)
	if !ok {
		return SetupError("argument is not a function")
	}
	if ft.NumOut() != 1 {
		return SetupError("function does not return one value")
	}
	if ft.Out(0).Kind() != reflect.Bool {
		return SetupError("function does not return a bool")
	}
	args := make([]reflect.Value, ft.NumIn())
	r := config.random()
	for i := range config.count() {
		if err := arguments(args, ft, config, r); err != nil {
			return err
		}
		if !fv.Call(args)[0].Bool() {
			return &CheckError{i + 1, toInterfaces(args)}
		}
	}
	return nil
}

// CheckEqual looks for an input on which f and g return different results. It calls f and g repeatedly with arbitrary values for each argument.
func CheckEqual(f, g any, config *Config) error {
	if config == nil {
		config = &defaultConfig
	}
	x, xt, ok := function(f)
	if !ok {
		return SetupError("f is not a function")
	}
	y, yt, ok := function(g)
	if !ok {
		return SetupError("g is not a function")
	}
	if xt != yt {
		return SetupError("functions have different types")
	}
	args := make([]reflect.Value, xt.NumIn())
	r := config.random()
	for i := range config.count() {
		if err := arguments(args, xt, config, r); err != nil {
			return err
		}
		a, b := toInterfaces(x.Call(args)), toInterfaces(y.Call(args))
		if !reflect.DeepEqual(a, b) {
			return &CheckEqualError{CheckError{i + 1, toInterfaces(args)}, a, b}
		}
	}
	return nil
}

func arguments(args []reflect.Value, f reflect.Type, config *Config, r *rand.Rand) (err error) {
	if config.Values != nil {
		config.Values(args, r)
		return nil
	}
	for j := range args {
		var ok bool
		if args[j], ok = Value(f.In(j), r); !ok {
			return SetupError(fmt.Sprintf("cannot create arbitrary value of type %s for argument %d", f.In(j), j))
		}
	}
	return nil
}

func function(f any) (v reflect.Value, t reflect.Type, ok bool) {
	v = reflect.ValueOf(f)
	if v.Kind() != reflect.Func {
		return v, nil, false
	}
	return v, v.Type(), true
}

func toInterfaces(values []reflect.Value) []any {
	out := make([]any, len(values))
	for i, v := range values {
		out[i] = v.Interface()
	}
	return out
}

func toString(list []any) string {
	s := make([]string, len(list))
	for i, v := range list {
		s[i] = fmt.Sprintf("%#v", v)
	}
	return strings.Join(s, ", ")
}
