// Panics ends in the way its argument names: each is one of the ways a Go program can go wrong. Before that, it shows that deferred calls run.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"
)

type shape interface{ area() float64 }

type named interface {
	shape
	name() string
}

type square struct{ side float64 }

func (s square) area() float64 { return s.side * s.side }

type account struct {
	owner   string
	balance int
	next    *account
}

type failure struct{ code int }

func (f failure) Error() string { return fmt.Sprintf("failure %d", f.code) }

type reason string

type point struct{ x, y int }

//go:noinline
func at(s []int, i int) int { return s[i] }

//go:noinline
func cut(s []int, i, j int) []int { return s[i:j] }

//go:noinline
func substring(s string, i, j int) string { return s[i:j] }

//go:noinline
func divide(a, b int) int { return a / b }

//go:noinline
func owner(a *account) string { return a.next.owner }

//go:noinline
func assert(v any) int { return v.(int) }

//go:noinline
func length(n int) []byte { return make([]byte, n) }

//go:noinline
func depth(n int) int { return depth(n+1) + 1 }

//go:noinline
func array(s []int) [4]int { return [4]int(s) }

func unlock() {
	var mu sync.Mutex
	mu.Unlock()
}

func nested() {
	defer func() {
		panic(fmt.Errorf("second, after %v", recover()))
	}()
	panic("first")
}

func twice() {
	defer func() {
		defer fmt.Println("innermost deferred call")
		panic("in the deferred call")
	}()
	panic("in the function")
}

func repanic() {
	defer func() {
		r := recover()
		fmt.Println("recovered", r)
		panic(r)
	}()
	panic(errors.New("thrown again"))
}

func background() {
	go func() {
		defer fmt.Println("deferred in the goroutine")
		var m map[string]int
		m["x"]++
	}()
	select {}
}

var table = map[string]func(){
	"none":       func() {},
	"string":     func() { panic("a plain string") },
	"newline":    func() { panic("two\nlines") },
	"error":      func() { panic(failure{7}) },
	"wrapped":    func() { panic(fmt.Errorf("outer: %w", failure{8})) },
	"int":        func() { panic(42) },
	"float":      func() { panic(2.5) },
	"complex":    func() { panic(1 + 2i) },
	"bool":       func() { panic(true) },
	"reason":     func() { panic(reason("typed")) },
	"struct":     func() { panic(point{1, 2}) },
	"pointer":    func() { panic(&point{1, 2}) },
	"nil":        func() { panic(nil) },
	"index":      func() { fmt.Println(at([]int{1, 2, 3}, 5)) },
	"negative":   func() { fmt.Println(at([]int{1, 2, 3}, -1)) },
	"slice":      func() { fmt.Println(cut([]int{1, 2, 3}, 2, 9)) },
	"backwards":  func() { fmt.Println(cut([]int{1, 2, 3}, 3, 2)) },
	"substring":  func() { fmt.Println(substring("hello", 2, 7)) },
	"array":      func() { fmt.Println(array([]int{1, 2})) },
	"divide":     func() { fmt.Println(divide(1, 0)) },
	"nilpointer": func() { fmt.Println(owner(&account{})) },
	"nilfunc":    func() { var f func(); f() },
	"nilmap":     func() { var m map[string]int; m["a"] = 1 },
	"niliface":   func() { var s shape; fmt.Println(s.area()) },
	"assert":     func() { fmt.Println(assert("text")) },
	"assertnil":  func() { fmt.Println(assert(nil)) },
	"missing":    func() { var s shape = square{2}; fmt.Println(s.(named).name()) },
	"hash":       func() { m := map[any]int{}; m[[]int{1}] = 2 },
	"compare":    func() { var a, b any = []int{1}, []int{1}; fmt.Println(a == b) },
	"makelen":    func() { fmt.Println(len(length(-5))) },
	"closenil":   func() { var c chan int; close(c) },
	"closetwice": func() { c := make(chan int); close(c); close(c) },
	"sendclosed": func() { c := make(chan int, 1); close(c); c <- 1 },
	"unlock":     unlock,
	"waitgroup":  func() { var wg sync.WaitGroup; wg.Done() },
	"nested":     nested,
	"twice":      twice,
	"repanic":    repanic,
	"goroutine":  background,
	"stack":      func() { fmt.Println(depth(0)) },
	"exit":       func() { defer fmt.Println("not printed"); os.Exit(9) },
	"goexit":     func() { defer fmt.Println("goexit runs this"); runtime.Goexit() },
	"receive":    func() { <-make(chan int) },
	"send":       func() { make(chan string) <- "nobody" },
	"select":     func() { select {} },
	"waits":      func() { var wg sync.WaitGroup; wg.Add(1); wg.Wait() },
	"lock":       func() { var mu sync.Mutex; mu.Lock(); mu.Lock() },
	"pair": func() {
		a, b := make(chan int), make(chan int)
		go func() { b <- <-a }()
		time.Sleep(time.Millisecond)
		a <- <-b
	},
}

func main() {
	if len(os.Args) != 2 || table[os.Args[1]] == nil {
		fmt.Fprintln(os.Stderr, "usage: panics HOW")
		os.Exit(1)
	}
	defer fmt.Println("deferred in main")
	table[os.Args[1]]()
	fmt.Println("returned")
}
