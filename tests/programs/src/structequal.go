// Equality of interfaces that hold structs: which field decides, and which one panics.
package main

import "fmt"

type S struct {
	a any
	b int
	c string
	_ int
	d any
	e int
}

func try(x, y any) {
	defer func() { fmt.Println(recover()) }()
	fmt.Println(x == y)
}
func main() {
	f := func() {}
	try(S{a: f}, S{a: f})
	try(S{a: f, b: 1}, S{a: f})
	try(S{a: 1, b: 1}, S{a: 1})
	try(S{a: 1, b: 1, d: f}, S{a: 1, d: f})
	try(S{a: 1, b: 1, d: f}, S{a: 1, b: 1, d: f, e: 1})
	try(S{a: 1, b: 1, d: 2}, S{a: 1, b: 1, d: 2, e: 1})
	try(S{a: 1, b: 1, d: 2, c: "a", e: 1}, S{a: 1, b: 1, c: "a", d: 2, e: 1})
	try(S{a: 1, b: 1, d: 2, c: "a", e: 1}, S{a: 1, b: 1, c: "b", d: 2, e: 1})
	try([2]S{}, [2]S{})
	try([2]S{{d: f}, {b: 1}}, [2]S{{d: f}})
}
