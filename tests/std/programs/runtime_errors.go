package main

import (
	"errors"
	"fmt"
	"runtime"
)

type I interface{ M() }
type J interface{ N() }
type T struct{}

func (T) M() {}

type E struct{ s []int }

func try(f func()) {
	defer func() {
		r := recover()
		_, isRuntime := r.(runtime.Error)
		err, isErr := r.(error)
		fmt.Println(r, isRuntime, isErr)
		var te *runtime.TypeAssertionError
		if isErr && errors.As(err, &te) {
			fmt.Println("  is a TypeAssertionError")
		}
	}()
	f()
}

//go:noinline
func id[X any](x X) X { return x }

func main() {
	s := []int{1, 2, 3}
	var a [4]int
	var m map[string]int
	var p *T
	var e any
	var i I
	try(func() { _ = s[id(5)] })
	try(func() { _ = s[id(-1)] })
	try(func() { _ = a[id(4)] })
	try(func() { _ = "abc"[id(uint8(200))] })
	try(func() { _ = s[id(2):id(1)] })
	try(func() { _ = s[:id(9)] })
	try(func() { _ = s[id(4):] })
	try(func() { _ = "abc"[id(4):] })
	try(func() { _ = s[id(1):id(2):id(9)] })
	try(func() { _ = s[id(1):id(5):id(3)] })
	try(func() { _ = s[id(3):id(2):id(3)] })
	try(func() { _ = [4]int(s) })
	try(func() { m["a"] = 1 })
	try(func() { _ = 1 / id(0) })
	try(func() { _ = 1 << id(-1) })
	try(func() { _ = *id((*int)(nil)) })
	try(func() { p.M() })
	try(func() { i.M() })
	try(func() { _ = e.(int) })
	try(func() { e = "s"; _ = e.(int) })
	try(func() { _ = e.(I) })
	try(func() { i = T{}; _ = i.(J) })
	try(func() { i = T{}; _ = i.(*T) })
	try(func() { _ = make([]int, id(-1)) })
	try(func() { _ = make([]int, 1, id(0)) })
	try(func() { _ = make(chan int, id(-1)) })
	try(func() { var c chan int; close(c) })
	try(func() { c := make(chan int); close(c); close(c) })
	try(func() { c := make(chan int); close(c); c <- 1 })
	try(func() { e = E{}; _ = e == any(E{}) })
	try(func() { _ = map[any]int{E{}: 1} })
	try(func() { panic(nil) })
	try(func() { panic(fmt.Sprintf("custom %d", 1)) })
	try(func() { panic(errors.New("an error")) })
	try(func() { var f func(); f() })
	_, file, line, ok := runtime.Caller(0)
	fmt.Println(file != "", line > 50, ok, runtime.GOOS)
	pc := make([]uintptr, 10)
	n := runtime.Callers(1, pc)
	fr, _ := runtime.CallersFrames(pc[:n]).Next()
	fmt.Println(fr.Function, n >= 1)
	fmt.Println(runtime.NumGoroutine(), runtime.GOMAXPROCS(0) > 0, runtime.NumCPU() > 0)
}
