// Formats prints values of every kind with every verb and flag that fits, and scans some of them back.
package main

import (
	"errors"
	"fmt"
	"math"
	"os"
	"strings"
)

type Point struct {
	X, Y int
	Name string
}

type Tree struct {
	Left, Right *Tree
	V           any
}

type Colour int

func (c Colour) String() string { return [...]string{"red", "green", "blue"}[c] }

type Secret string

func (Secret) Format(f fmt.State, verb rune) {
	w, hasW := f.Width()
	fmt.Fprintf(f, "<%c %d %t %t>", verb, w, hasW, f.Flag('#'))
}

type Temp float64

func (t Temp) GoString() string { return fmt.Sprintf("Temp(%.1f)", float64(t)) }

type broken struct{}

func (broken) String() string { panic("broken String") }

type nilSafe struct{ n int }

func (n *nilSafe) String() string { return fmt.Sprint(n.n) }

func main() {
	p := Point{1, -2, "p"}
	fmt.Printf("%v|%+v|%#v|%T|%s|%d\n", p, p, p, p, p, p)
	fmt.Printf("%v|%+v|%v|%#v\n", &p, []*int{nil}, [2]bool{true}, []string{"a", "b\n"})
	fmt.Printf("%v|%#v|%v\n", map[string]int{"z": 26, "a": 1, "m": 13}, map[Colour]bool{2: true, 0: false}, map[Point]string{{2, 1, ""}: "x", {1, 9, ""}: "y"})
	fmt.Printf("%d|%5d|%-5d|%05d|%+d|% d|%x|%X|%#x|%o|%#o|%O|%b|%c|%q|%U|%#U\n", 42, 42, 42, 42, 42, 42, 255, 255, 255, 8, 8, 8, 5, 'G', 'G', 'G', '⌘')
	fmt.Printf("%f|%.2f|%8.3f|%-8.1f|%+.1e|%g|%G|%08.2f|%x|%b|%6.3v\n", math.Pi, math.Pi, math.Pi, math.Pi, 123456.789, 1e21, 1e-7, -3.14159, 1.5, 1.0, math.Pi)
	fmt.Printf("%v %v %v %v %g %v\n", 1e6, 1e20, 1e21, 0.000001, float32(0.1), []float64{1, 2.5, math.NaN(), math.Inf(1)})
	fmt.Printf("%s|%10s|%-10s|%.3s|%q|%#q|%x|% x|%X|%+q|%10.2q\n", "hello", "right", "left", "truncate", "q\"uo", "raw", "hex", "hex", "hex", "日本", "quoted")
	fmt.Printf("%s|%v|%x|%q|%d|%s\n", []byte("bytes"), []byte("ab"), []byte("ab"), []byte("ab"), []byte("ab"), []string{"x", "y"})
	fmt.Printf("%t|%v|%5t|%p|%v\n", true, false, true, nil, nil)
	fmt.Printf("%v|%.2f|%8.1f|%+v\n", 1+2i, complex(1.234, -5.678), complex64(3-4i), complex(0, math.Inf(-1)))
	fmt.Printf("%v %d %s %x %q %#v %v\n", Colour(1), Colour(1), Colour(2), Colour(2), Colour(0), Colour(2), []Colour{0, 1})
	fmt.Printf("%v|%#5x|%s|%d\n", Secret("s"), Secret("s"), []Secret{"a"}, struct{ S Secret }{"z"})
	fmt.Printf("%#v|%v|%#v\n", Temp(36.6), Temp(36.6), []Temp{1})
	fmt.Printf("%v|%s|%v\n", broken{}, (*nilSafe)(nil), &nilSafe{7})
	fmt.Printf("%!|%z|%d|%s|%d %d\n", 1, "str", 5, 1)
	fmt.Printf("%d\n", 1, 2, "extra")
	fmt.Printf("%[2]d %[1]d|%[3]*.[2]*[1]f|%[5]d|%[x]d\n", 1, 2, 8)
	fmt.Printf("%*d|%-*d|%.*f|%*d\n", 5, 42, 5, 42, 2, math.E, "bad", 1)
	fmt.Printf("%6.2f%%|%c%c|%v\n", 99.5, 0x1F600, -1, 'x')
	fmt.Printf("%v %+v\n", Tree{&Tree{nil, nil, 1}, nil, "root"}.V, Tree{nil, nil, []any{1, "a", nil, 2.5}})
	fmt.Printf("%v|%+v|%#v|%s\n", errors.New("err"), struct{ E error }{errors.New("in")}, struct{ A, b any }{1, "x"}, error(nil))
	fmt.Printf("%#v %#v %#v %#v %#v %#v\n", 1, "s", 1.0, []any{1, nil}, map[string][]int{"k": {1}}, struct{}{})
	fmt.Printf("%#v %#v %#v %#v\n", int8(-1), uint8(200), []byte{1, 2}, [3]rune{'a'})
	fmt.Printf("%T %T %T %T %T %T\n", nil, main, make(chan<- int), struct{ X int }{}, func(int, ...string) error { return nil }, map[[2]int]*Point{})
	fmt.Printf("%08b|%-8b|%+08d|% 05d|%+q|%x|%X\n", 5, 5, -42, 42, 'é', -255, "hi")
	fmt.Printf("%t|%s|%d|%f\n", 1, 2, "s", "t")
	fmt.Println("a", 1, 2, "b", "c", 3.0, nil, []int(nil), map[string]int(nil), 'x', Colour(0), &p)
	fmt.Print("a", 1, 2, "b", "c", 3.0, 4, nil, "\n")
	s := fmt.Sprint("x", 1, 2, "y") + fmt.Sprintln("end", true)
	fmt.Printf("%q\n", s)
	fmt.Println(string(fmt.Appendf([]byte("pre "), "%03d", 7)), fmt.Errorf("e: %w %v", os.ErrExist, 1))
	fmt.Println(float32(16777216.0), float32(3.4e38), 100000.0, 1234567.0, 12345678901.0, 1e100, 5e-324, -0.0, 2.0)
	fmt.Println(uint64(math.MaxUint64), int64(math.MinInt64), ^0, uintptr(10), byte(7), complex64(1i))

	var (
		i    int
		f    float64
		word string
		b    bool
		r    rune
		u    uint8
	)
	n, err := fmt.Sscan("42 2.5e3 word true", &i, &f, &word, &b)
	fmt.Println(n, err, i, f, word, b)
	n, err = fmt.Sscanf("7:abc-x9", "%d:%3s-%c%v", &i, &word, &r, &u)
	fmt.Println(n, err, i, word, string(r), u)
	n, err = fmt.Sscanf("ff 0b11 z", "%x %v %d", &i, &u, &i)
	fmt.Println(n, err, i, u)
	n, err = fmt.Sscan("300", &u)
	fmt.Println(n, err)
	n, err = fmt.Sscanln("1\n2", &i, &u)
	fmt.Println(n, err)
	in := strings.NewReader("10 20\n30 x")
	sum := 0
	for {
		if _, err := fmt.Fscan(in, &i); err != nil {
			fmt.Println(sum, err)
			break
		}
		sum += i
	}
}
