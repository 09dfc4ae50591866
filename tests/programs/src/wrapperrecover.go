// Deferred methods that are reached through wrappers: what they call themselves may recover, what that calls may not, whether it is inlined or not.
package main

import "fmt"

type T struct{ name string }

func (t T) Indirect() { func() { fmt.Println(t.name, recover()) }() }
func (t T) Direct()   { fmt.Println(t.name, recover()) }

type I interface {
	Indirect()
	Direct()
}

func left() { fmt.Println("left", recover()) }

func try(i I) {
	func() {
		defer left()
		defer i.Indirect()
		panic(1)
	}()
	defer left()
	defer i.Direct()
	panic(2)
}

func call(f func(I), i I) {
	defer left()
	defer f(i)
	panic(3)
}

func bound(f func()) {
	defer left()
	defer f()
	panic(4)
}

func main() {
	try(T{"value"})
	try(&T{"pointer"})
	try(struct{ *T }{&T{"embedded pointer"}})
	try(struct{ T }{T{"embedded"}})
	try(&struct{ I }{struct{ T }{T{"twice"}}})
	call(I.Indirect, T{"expression"})
	call(I.Direct, &T{"expression"})
	t := T{"bound"}
	bound(t.Indirect)
	bound(t.Direct)
	var i I = struct{ I }{&t}
	bound(i.Indirect)
	bound(i.Direct)
}
