// Functions that reflect makes, deferred: what they call may recover in their place, what that calls may not.
package main

import (
	"fmt"
	"reflect"
)

type T struct{ name string }

func (t *T) Recover()             { fmt.Println(t.name, recover()) }
func (t T) Value(n int, s string) { fmt.Println(t.name, n, s, recover()) }
func (t T) Indirect()             { func() { fmt.Println(t.name, recover()) }() }

type I interface{ Recover() }

func run(what string, f func()) {
	defer func() { fmt.Println(what, "left:", recover()) }()
	f()
}

func main() {
	run("method value", func() {
		g := reflect.ValueOf(&T{"pointer"}).MethodByName("Recover").Interface().(func())
		defer g()
		panic(1)
	})
	run("method value with arguments", func() {
		g := reflect.ValueOf(T{"value"}).MethodByName("Value").Interface().(func(int, string))
		defer g(5, "five")
		panic(2)
	})
	run("one call too deep", func() {
		g := reflect.ValueOf(T{"indirect"}).MethodByName("Indirect").Interface().(func())
		defer g()
		panic(3)
	})
	run("method expression", func() {
		m, _ := reflect.TypeOf(&T{}).MethodByName("Recover")
		defer m.Func.Interface().(func(*T))(&T{"expression"})
		panic(4)
	})
	run("Call is a function of its own", func() {
		defer reflect.ValueOf(&T{"called"}).MethodByName("Recover").Call(nil)
		panic(5)
	})
	run("MakeFunc", func() {
		f := func(args []reflect.Value) []reflect.Value {
			fmt.Println("made", len(args), recover())
			return []reflect.Value{reflect.ValueOf(1)}
		}
		g := reflect.MakeFunc(reflect.TypeFor[func(float64, ...string) int](), f).Interface().(func(float64, ...string) int)
		defer g(1.5, "a", "b")
		panic(6)
	})
	run("MakeFunc that calls", func() {
		f := func(args []reflect.Value) []reflect.Value { args[0].Call(nil); return nil }
		g := reflect.MakeFunc(reflect.TypeFor[func(func())](), f).Interface().(func(func()))
		defer g(func() { fmt.Println("too deep", recover()) })
		panic(7)
	})
	run("interface", func() {
		var i I = &T{"interface"}
		defer reflect.ValueOf(&i).Elem().Method(0).Interface().(func())()
		panic(8)
	})
}
