package main

import (
	"errors"
	"fmt"
	"os"
)

type Point struct {
	X, Y int
}

type Named struct {
	Name  string
	Inner *Point
	Any   any
	List  []string
	M     map[string]int
	f     float64
}

type Color int

func (c Color) String() string { return [...]string{"red", "green", "blue"}[c] }

type Hex int

func (h Hex) Format(s fmt.State, verb rune) {
	fmt.Fprintf(s, "<%s:%#x>", fmt.FormatString(s, verb), int(h))
}

type GS struct{ a int }

func (g GS) GoString() string { return "GS!" }

type Bad struct{}

func (Bad) String() string { panic("oops") }

type MyErr struct{ code int }

func (e *MyErr) Error() string { return fmt.Sprint("code ", e.code) }

type Bytes []byte
type Arr [3]bool

func main() {
	fmt.Println("hello, world", 1, 2.5, true, nil, 'x', "s")
	fmt.Printf("%d %5d %-5d| %05d %+d %x %X %o %O %b %c %q %U %#U %#x %#o\n", 42, 42, 42, 42, 42, 255, 255, 8, 8, 5, 'A', 'B', 0x1F600, 0x1F600, 255, 8)
	fmt.Printf("%f %.2f %8.3f %e %g %G %b %x %+.1e %08.3f\n", 3.14159, 3.14159, 3.14159, 12345.678, 1e21, 1e-10, 1.5, 1.5, 12345.6789, -3.14159)
	fmt.Printf("%s %10s %-10s| %.2s %q %#q %x % x %X %+q\n", "go", "go", "go", "gopher", "hi\n", "raw", "hex", "hex", "hex", "é")
	fmt.Printf("%t %v %p %T %T %T\n", true, false, nil, 1, "s", []map[string]*Point{})
	p := Point{1, 2}
	n := Named{"n", &p, 3, []string{"a", "b"}, map[string]int{"z": 26, "a": 1}, 1.5}
	n.Inner = nil
	fmt.Printf("%v %+v %#v %T\n", p, p, p, p)
	fmt.Printf("%v\n%+v\n%#v\n", n, n, n)
	fmt.Printf("%v %+v %v\n", &p, &p, &[]int{1, 2})
	fmt.Printf("%v %d %s %x\n", Color(1), Color(1), Color(2), Color(0))
	fmt.Printf("%v %5.2d %+s\n", Hex(31), Hex(31), Hex(31))
	fmt.Printf("%#v %v %#v\n", GS{1}, GS{1}, []GS{{1}})
	fmt.Printf("%v %s\n", Bad{}, Bad{})
	fmt.Printf("%d %s %z %!\n", "str", 5, 7)
	fmt.Printf("%d\n", 1, 2, "x")
	fmt.Printf("%d %d\n", 1)
	fmt.Printf("%[2]d %[1]d %[3]*.[2]*[1]f|\n", 1, 2, 8)
	fmt.Printf("%[2]*[1]d|%-*d|%*d\n", 1, 5, 4, 7)
	fmt.Printf("%*d|%.*f\n", 5, 42, 2, 3.14159)
	fmt.Printf("%v %v %v %v\n", []byte("ab"), Bytes("cd"), Arr{true}, [2][2]int{{1, 2}, {3, 4}})
	fmt.Printf("%s %x %q %s\n", []byte("ab"), Bytes("cd"), [][]byte{[]byte("x")}, []string{"a", "b"})
	fmt.Printf("%#v %#v %#v %#v\n", []byte("ab"), Bytes("cd"), []any{1, "a", nil}, map[int]string{2: "b", 1: "a"})
	fmt.Printf("%v %v\n", map[float64]string{2.5: "x", -1: "y"}, map[[2]int]bool{{2, 1}: true, {1, 2}: false})
	fmt.Printf("%v %.2f %+v\n", 1+2i, complex64(1.5-2i), complex(0, -1))
	fmt.Printf("%6.2f%%|%+d|% d|%x\n", 99.5, 3, 5, -255)
	fmt.Printf("%t %v\n", 1, struct {
		a any
		b *int
		e error
	}{})
	fmt.Printf("%v %v\n", errors.New("boom"), &MyErr{3})
	e1 := fmt.Errorf("wrap: %w", &MyErr{4})
	e2 := fmt.Errorf("two: %w and %w", e1, os.ErrNotExist)
	var me *MyErr
	fmt.Println(e1, e2, errors.Is(e2, os.ErrNotExist), errors.As(e2, &me), me.code, errors.Unwrap(e1) != nil)
	fmt.Println(errors.Join(e1, nil, e2))
	fmt.Print("a", "b", 1, 2, true, "c", 3.0, "\n")
	fmt.Println(fmt.Sprint("x", 1, 2, "y"), fmt.Sprintln("end"), string(fmt.Appendf(nil, "%03d", 7)))
	var np *Point
	var ni any
	var nf func()
	var nm map[string]int
	var ns []int
	fmt.Printf("%v %v %v %v %v %+v\n", np, ni, nf == nil, nm, ns, np)
	fmt.Printf("%#v %#v %#v %#v\n", np, ni, nm, ns)
	fmt.Printf("%08b|%-8b|%+q|%#q|%x\n", 5, 5, 'é', 'x', "\xff")
	fmt.Printf("%10.3v|%-10v|%10v\n", 3.14159, true, "right")
	fmt.Printf("%v %v %v\n", int8(-128), uint8(255), uint64(1<<63))
	fmt.Printf("%5t|%-7t|%q\n", true, false, []rune("hé"))
	fmt.Printf("%#x %#X % #x\n", "hello", []byte("hi"), "abc")
	fmt.Printf("%e %E %.0f %5.1f|%-8.2f|\n", 0.0, 1.0, 2.5, 9.96, 1.005)
	var a, b int
	var s string
	c, err := fmt.Sscanf("10-20 abc", "%d-%d %s", &a, &b, &s)
	fmt.Println(c, err, a, b, s)
	c, err = fmt.Sscan("7 8 word", &a, &b, &s)
	fmt.Println(c, err, a, b, s)
	_, err = fmt.Sscan("x", &a)
	fmt.Println(err)
}
