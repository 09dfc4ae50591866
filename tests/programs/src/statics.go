// Package variables of every kind: what the compiler lays out without code, and what it must not.
package main

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"unsafe"
)

type Color int8

func (c Color) String() string { return [...]string{"red", "green", "blue"}[c] }

type Empty struct{}

func (Empty) Hello() string { return "hello" }

type Hi interface{ Hello() string }
type fn func(int) int

func (f fn) Apply(x int) int { return f(x) }

type Applier interface{ Apply(int) int }
type one struct{ p *int }
type pair struct {
	a int8
	b float64
	c complex64
	d bool
	e Empty
}

var number = 17
var (
	big       [1 << 22]int
	bigPtr    [1 << 16]*int
	zeroSized [1000]Empty
	tail      struct {
		a int32
		e Empty
	}
	f32                    = float32(0.1)
	c64                    = complex64(1 + 2i)
	c128                   = 3.5 - 1i
	runes                  = []rune("héllo, 世界")
	bytes                  = []byte("abc")
	arr                    = [...]string{5: "five", 2: "two"}
	nested                 = [][]int{{1}, {2, 3}, nil, {}}
	mat                    = [2][3]float32{{1, 2, 3}, {4, 5, 6}}
	structs                = []pair{{1, 2.5, 1i, true, Empty{}}, {}}
	ptrs                   = []*pair{{a: 3}, nil, {b: 1}}
	iface     any          = Color(1)
	strg      fmt.Stringer = Color(2)
	empty     Hi           = Empty{}
	emptyPtr  Hi           = &Empty{}
	applier   Applier      = fn(double)
	anyFn     any          = double
	oneVal    any          = one{&number}
	nilPtr    any          = (*int)(nil)
	anys                   = []any{nil, 1, "s", 2.5, 'x', true, 3i, Color(0), &number, double, [2]int{1, 2}, pair{a: 1}, Empty{}, []int{1}, uint8(255), int64(-1)}
	methodVal              = Color(2).String
	closure                = func(x int) int { return x + number }
	funcs                  = map[string]func(int) int{"double": double, "closure": closure}
	lookup                 = map[Color][]string{0: {"a", "b"}, 2: {"c"}}
	self      *node        = &node{next: &node{}}
	err                    = errors.New("static")
	copied                 = number
	addr                   = &arr[2]
	fieldAddr              = &structs
	min8                   = int8(-128)
	u64                    = uint64(1<<64 - 1)
	str                    = strings.Repeat("x", 3)
	shared1                = "same"
	shared2                = "same"
	off                    = unsafe.Offsetof(pair{}.d)
	anon                   = struct {
		X int `json:"x"`
		y []string
	}{1, []string{"q"}}
)

type node struct {
	next *node
	val  any
}

func double(x int) int { return 2 * x }

func main() {
	fmt.Println(len(big), big[1<<21], len(bigPtr), bigPtr[5] == nil, unsafe.Sizeof(zeroSized), unsafe.Sizeof(tail))
	fmt.Println(f32, c64, c128, string(runes), string(bytes), arr, nested, nested[2] == nil, nested[3] == nil, mat)
	fmt.Println(structs, *ptrs[0], ptrs[1], *ptrs[2], iface, strg, empty.Hello(), emptyPtr.Hello(), applier.Apply(4))
	fmt.Println(anyFn.(func(int) int)(5), *oneVal.(one).p, nilPtr == nil, nilPtr.(*int) == nil)
	for _, a := range anys {
		if reflect.TypeOf(a) != nil && (reflect.TypeOf(a).Kind() == reflect.Pointer || reflect.TypeOf(a).Kind() == reflect.Func) {
			fmt.Printf("%T\n", a)
			continue
		}
		fmt.Printf("%T %v\n", a, a)
	}
	fmt.Println(methodVal(), closure(1), funcs["double"](4), funcs["closure"](1), lookup, self.next.next == nil, err, copied, *addr, len(*fieldAddr))
	fmt.Println(min8, u64, str, shared1 == shared2, off, anon, reflect.TypeOf(anon))
	arr[2] = "changed"
	bytes[0] = 'z'
	fmt.Println(*addr, string(bytes))
	t := reflect.TypeOf(bigPtr)
	p := reflect.New(t)
	p.Elem().Index(70).Set(reflect.ValueOf(&number))
	fmt.Println(t, *p.Interface().(*[1 << 16]*int)[70], t.Size())
	m := reflect.ValueOf(Color(1)).MethodByName("String").Call(nil)
	fmt.Println(m[0], reflect.TypeOf(Color(1)).NumMethod(), reflect.PointerTo(reflect.TypeOf(Color(1))).NumMethod())
	fmt.Println(reflect.PointerTo(reflect.TypeOf(0)) == reflect.TypeOf(&number), reflect.TypeOf((*Hi)(nil)).Elem(), reflect.TypeOf(Empty{}).Implements(reflect.TypeOf((*Hi)(nil)).Elem()))
}
