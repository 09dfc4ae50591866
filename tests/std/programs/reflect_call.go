package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
)

type Big struct {
	A, B, C, D, E int
	S             string
}

type Small struct {
	F float64
	I int8
	S string
}

type T struct{ n int }

func (t T) Add(x int, y float64) (int, float64) { return t.n + x, y * 2 }
func (t *T) Inc(by ...int) int {
	for _, b := range by {
		t.n += b
	}
	return t.n
}
func (t T) Name() string { return fmt.Sprint("T", t.n) }

type V struct{ a, b, c, d, e int }

func (v V) Sum() int { return v.a + v.b + v.c + v.d + v.e }

func many(a int, b string, c float32, d bool, e []int, f any, g uint8, h int16, i float64, j error) string {
	return fmt.Sprint(a, b, c, d, e, f, g, h, i, j)
}

func big(b Big, s Small) (Small, Big, error) {
	b.A++
	s.F *= 2
	return s, b, errors.New("e")
}

func floats(a, b, c, d float64, e float32) (float64, float32, float64) { return a + b, e, c + d }
func wide(a string, b []int) (string, []int, int)                      { return a + "!", append(b, 1), len(b) }

func main() {
	call := func(f any, args ...any) {
		in := make([]reflect.Value, len(args))
		for i, a := range args {
			in[i] = reflect.ValueOf(a)
		}
		for _, r := range reflect.ValueOf(f).Call(in) {
			fmt.Printf("%v ", r)
		}
		fmt.Println()
	}
	call(strings.ToUpper, "abc")
	call(many, 1, "two", float32(3.5), true, []int{5}, "six", uint8(7), int16(-8), 9.25, errors.New("ten"))
	call(big, Big{1, 2, 3, 4, 5, "s"}, Small{1.5, 2, "x"})
	call(floats, 1.0, 2.0, 3.0, 4.0, float32(5))
	call(wide, "a", []int{7})
	call(fmt.Sprintf, "%d-%s", 5, "x")
	t := &T{10}
	v := reflect.ValueOf(t)
	for i := 0; i < v.NumMethod(); i++ {
		fmt.Println(v.Type().Method(i).Name, v.Method(i).Type())
	}
	fmt.Println(v.MethodByName("Inc").Call([]reflect.Value{reflect.ValueOf(1), reflect.ValueOf(2)})[0])
	r := v.MethodByName("Add").Call([]reflect.Value{reflect.ValueOf(5), reflect.ValueOf(1.5)})
	fmt.Println(r[0], r[1], t.n)
	fmt.Println(reflect.ValueOf(V{1, 2, 3, 4, 5}).Method(0).Call(nil)[0])
	fmt.Println(reflect.TypeOf(V{}).Method(0).Func.Call([]reflect.Value{reflect.ValueOf(V{1, 1, 1, 1, 1})})[0])
	f := v.MethodByName("Name").Interface().(func() string)
	fmt.Println(f())
	var st fmt.Stringer = stringer("s")
	fmt.Println(reflect.ValueOf(&st).Elem().Method(0).Call(nil)[0])

	swap := reflect.MakeFunc(reflect.TypeOf(func(int, string) (string, int) { return "", 0 }), func(a []reflect.Value) []reflect.Value { return []reflect.Value{a[1], a[0]} })
	s, i := swap.Interface().(func(int, string) (string, int))(4, "four")
	fmt.Println(s, i)
	mk := reflect.MakeFunc(reflect.TypeOf(big), func(a []reflect.Value) []reflect.Value {
		return []reflect.Value{a[1], a[0], reflect.ValueOf(errors.New("made"))}
	}).Interface().(func(Big, Small) (Small, Big, error))
	fmt.Println(mk(Big{A: 9}, Small{S: "q"}))
	fl := reflect.MakeFunc(reflect.TypeOf(floats), func(a []reflect.Value) []reflect.Value {
		return []reflect.Value{a[3], a[4], a[0]}
	}).Interface().(func(a, b, c, d float64, e float32) (float64, float32, float64))
	fmt.Println(fl(1, 2, 3, 4, 5))
	func() {
		defer func() { fmt.Println(recover()) }()
		reflect.ValueOf(strings.ToUpper).Call(nil)
	}()
	func() {
		defer func() { fmt.Println(recover()) }()
		reflect.ValueOf(func() { panic("inside") }).Call(nil)
	}()
}

type stringer string

func (s stringer) String() string { return "stringer " + string(s) }
