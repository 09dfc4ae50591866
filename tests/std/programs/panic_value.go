package main

import "fmt"

type Err struct{ n int }

func (e Err) Error() string { return fmt.Sprint("err number ", e.n) }

type Code int

func main() {
	defer fmt.Println("deferred")
	defer func() {
		r := recover()
		fmt.Println("recovered", r)
		panic(Err{r.(int)})
	}()
	panic(42)
}
