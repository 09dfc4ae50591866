// Where calls are, when //line comments move from file to file within a function.
package main

import (
	"fmt"
	"path/filepath"
	"runtime"
)

func check(s string) {
	_, file, line, ok := runtime.Caller(1)
	fmt.Println(s, filepath.Base(file), line, ok)
}

func inl(s string) {
	check(s)
//line inl.go:7
	check(s + "2")
}

func main() {
	check("a")
//line foo.go:100
	check("b")
	inl("c")
//line bar.go:3
	check("d")
	func() {
		check("e")
//line baz.go:900
		check("f")
		inl("g")
//line baz.go:5
		check("h")
	}()
//line foo.go:20:7
	check("i")
	check("j") /*line qux.go:44*/
	check("k")
	check("l")
	defer func() {
		recover()
		pcs := make([]uintptr, 20)
		fr := runtime.CallersFrames(pcs[:runtime.Callers(1, pcs)])
		for {
			f, more := fr.Next()
			if f.Function == "main.main" || f.Function == "main.boom" {
				fmt.Println(f.Function, filepath.Base(f.File), f.Line)
			}
			if !more {
				break
			}
		}
	}()
//line /abs/p.go:77
	boom(nil)
}
func boom(p *int) {
//line panic.go:5
	_ = *p
}
