// Recovers turns every run-time error into a value, and shows what recover does where: in deferred closures, methods, nested calls and loops.
package main

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
)

type result struct {
	value any
	err   error
}

// try runs f; a panic becomes an error.
func try(f func() any) (r result) {
	defer func() {
		switch p := recover().(type) {
		case nil:
		case runtime.Error:
			r.err = fmt.Errorf("run-time error: %w", p)
		case error:
			r.err = fmt.Errorf("error: %w", p)
		default:
			r.err = fmt.Errorf("%T: %v", p, p)
		}
	}()
	r.value = f()
	return r
}

type guard struct{ log []string }

func (g *guard) recover(where string) {
	if p := recover(); p != nil {
		g.log = append(g.log, fmt.Sprint(where, ": ", p))
	}
}

func helper() any { return recover() }

func notDirect() (p any) {
	defer func() {
		// recover in a function called by a deferred function returns nil.
		p = helper()
		recover()
	}()
	panic("deep")
}

func results(mode string) (n int, err error) {
	defer func() {
		n *= 2
		if p := recover(); p != nil {
			err = fmt.Errorf("%s: %v", mode, p)
		}
	}()
	n = 10
	switch mode {
	case "return":
		return 3, nil
	case "panic":
		n = 20
		panic("stop")
	case "both":
		defer func() { n++ }()
		return 5, errors.New("kept")
	}
	return
}

func loop() (out []string) {
	for i := range 5 {
		func() {
			defer func() {
				if p := recover(); p != nil {
					out = append(out, fmt.Sprint("caught ", p))
				}
			}()
			if i%2 == 1 {
				panic(i)
			}
			out = append(out, fmt.Sprint("passed ", i))
		}()
	}
	return
}

func order() {
	for i := range 3 {
		defer fmt.Print("d", i, " ")
	}
	defer func() {
		fmt.Print("r", recover(), " ")
		defer func() { fmt.Print("r", recover(), " ") }()
		panic("B")
	}()
	panic("A")
}

type parser struct{ text string }

type syntaxError struct{ at int }

func (e *syntaxError) Error() string { return fmt.Sprint("syntax error at ", e.at) }

// balance parses nested brackets, with a panic as a way out of deep recursion.
func (p *parser) balance(at, depth int) int {
	for at < len(p.text) {
		switch p.text[at] {
		case '(':
			at = p.balance(at+1, depth+1)
		case ')':
			if depth == 0 {
				panic(&syntaxError{at})
			}
			return at + 1
		default:
			at++
		}
	}
	if depth > 0 {
		panic(&syntaxError{at})
	}
	return at
}

func check(text string) (err error) {
	defer func() {
		if e, ok := recover().(*syntaxError); ok {
			err = e
		}
	}()
	(&parser{text}).balance(0, 0)
	return nil
}

func main() {
	var nilMap map[string][]int
	var nilPtr *parser
	var iface any = "text"
	var err error
	zero, big := 0, 10
	list := []int{1, 2, 3}
	cases := []func() any{
		func() any { return list[big] },
		func() any { return list[1:big] },
		func() any { return list[big:] },
		func() any { return list[:2:big] },
		func() any { return "abc"[big] },
		func() any { return "abc"[big:] },
		func() any { return [3]int{}[big%7] },
		func() any { return (*[8]int)(list) },
		func() any { return big / zero },
		func() any { return big % zero },
		func() any { nilMap["x"] = list; return nil },
		func() any { return len(nilMap["x"]) + len(nilMap) },
		func() any { return nilPtr.text },
		func() any { return iface.(int) },
		func() any { return iface.(fmt.Stringer) },
		func() any { return iface.(error) },
		func() any { return err.Error() },
		func() any { return err.(*syntaxError) },
		func() any { return make([]int, zero-1) },
		func() any { return make([]int, 2, big-9) },
		func() any { return make(chan int, zero-1) },
		func() any { return map[any]bool{iface: true}[func() {}] },
		func() any { return any([]int{}) == any([]int{}) },
		func() any { return any(struct{ f func() }{}) == any(struct{ f func() }{}) },
		func() any { var c chan int; close(c); return nil },
		func() any { return 1 << (zero - big) },
		func() any { return strings.Repeat("x", zero-1) },
		func() any { panic(fmt.Sprintf("formatted %d", 5)) },
		func() any { panic(os.ErrNotExist) },
		func() any { panic([]int{1}) },
		func() any { return "fine" },
	}
	for i, f := range cases {
		r := try(f)
		var re runtime.Error
		fmt.Printf("%2d %v %v %t\n", i, r.value, r.err, errors.As(r.err, &re))
	}
	g := &guard{}
	func() {
		defer g.recover("method")
		panic("in function")
	}()
	func() {
		f := g.recover
		defer f("method value")
		panic("again")
	}()
	fmt.Println(g.log, notDirect(), recover())
	for _, mode := range []string{"return", "panic", "both", ""} {
		n, err := results(mode)
		fmt.Println(mode, n, err)
	}
	fmt.Println(strings.Join(loop(), ", "))
	order()
	fmt.Println()
	for _, text := range []string{"(a(b)c)", "(()", "())", ""} {
		fmt.Printf("%q: %v\n", text, check(text))
	}
}
