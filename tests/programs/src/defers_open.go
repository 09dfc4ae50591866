package main

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync"
)

func a(n int) (r int, err error) {
	defer func() {
		if e := recover(); e != nil {
			err = fmt.Errorf("got %v", e)
		}
	}()
	defer func() { r *= 2 }()
	if n == 3 {
		panic("three")
	}
	r = n
	return
}

func b(n int) (s string) {
	defer func() { s += "A" }()
	if n > 1 {
		defer func() { s += "B" }()
	}
	if n > 2 {
		return "x"
	}
	defer func() { s += "C" }()
	return "y"
}

func c(n int) (s string) {
	defer func() { s += fmt.Sprint(recover()) }()
	defer func() { panic("second") }()
	defer func() { s += "first;" }()
	if n == 1 {
		var p *int
		*p = 1
	}
	return "ok;"
}

func loop(n int) (s string) {
	for i := 0; i < n; i++ {
		defer func() { s += fmt.Sprint(i) }()
	}
	return ""
}

func nilfn() (s string) {
	defer func() { s += fmt.Sprint(recover()) }()
	var f func()
	defer f()
	return "n;"
}

var mu sync.Mutex

func locked() int {
	mu.Lock()
	defer mu.Unlock()
	return 7
}

func goexit() {
	defer fmt.Println("goexit 1")
	defer func() { runtime.Goexit() }()
	defer fmt.Println("goexit 2")
}

func infinite(c chan int) {
	defer close(c)
	for {
		if _, ok := <-c; !ok {
			return
		}
		return
	}
}

func nested() (s string) {
	defer func() { s += fmt.Sprint("outer ", recover()) }()
	defer func() {
		defer func() { s += fmt.Sprint("inner ", recover(), ";") }()
		panic("p2")
	}()
	panic("p1")
}

func d2() { defer func() { fmt.Println("d2", recover()) }() }

func depth() {
	defer func() {
		var pcs [20]uintptr
		n := runtime.Callers(1, pcs[:])
		fr := runtime.CallersFrames(pcs[:n])
		for {
			f, more := fr.Next()
			if strings.HasPrefix(f.Function, "main.") {
				fmt.Println(f.Function, f.Line)
			}
			if !more {
				break
			}
		}
	}()
	fmt.Print("")
}

func many() (s string) {
	defer func() { s += "1" }()
	defer func() { s += "2" }()
	defer func() { s += "3" }()
	defer func() { s += "4" }()
	defer func() { s += "5" }()
	return
}

func iter(yield func(int) bool) {
	for i := range 3 {
		if !yield(i) {
			return
		}
	}
}

func ranged() (s string) {
	defer func() { s += "end" }()
	for i := range iter {
		defer func() { s += fmt.Sprint(i) }()
	}
	return
}

func either(x bool) (s string) {
	if x {
		defer func() { s += "T" }()
	} else {
		defer func() { s += "F" }()
	}
	return "e"
}

func main() {
	fmt.Println(a(2))
	fmt.Println(a(3))
	fmt.Println(b(1), b(2), b(3))
	fmt.Println(c(0), c(1))
	fmt.Println(loop(4), nilfn(), locked(), nested(), many(), ranged(), either(true), either(false))
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { defer wg.Done(); goexit() }()
	wg.Wait()
	ch := make(chan int, 1)
	ch <- 1
	infinite(ch)
	depth()
	func() {
		defer func() { fmt.Println("out", recover()) }()
		defer d2()
		panic(errors.New("e"))
	}()

}
