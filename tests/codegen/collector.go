// Loops in which an object is reachable through addresses derived from it alone. Run with MINIGO_GCSTRESS=1 and MINIGO_GCPOISON=1: a collection at every
// allocation, and freed memory filled with 0xdb.
package main

import "unsafe"

var sink *[8]int
var bad int

//go:noinline
func collect() { sink = new([8]int) }

// Slices come through a variable that the loop's function clears: in registers and on the stack, nothing is left of them but what the loop keeps.
var stash []int

//go:noinline
func stow(a []int) {
	stash = a
	collect()
}

//go:noinline
func numbers(n int) []int {
	a := make([]int, n)
	for i := range a {
		a[i] = i + 1
	}
	return a
}

//go:noinline
func check(name string, got, want int) {
	if got != want {
		println(name, "got", got, "want", want)
		bad++
	}
}

type pair struct {
	key  int
	next *pair
	pad  [3]int
}

//go:noinline
func behind(k int) (s int) {
	a := stash
	stash = nil
	for i := 0; i < len(a)+k; i++ {
		collect()
		if i >= k {
			s += a[i-k]
		}
	}
	return
}

//go:noinline
func unchecked(n, k int) (s int) {
	p := unsafe.Pointer(unsafe.SliceData(stash))
	stash = nil
	for i := 0; i < n; i++ {
		collect()
		if i >= k {
			s += *(*int)(unsafe.Add(p, (i-k)*8))
		}
	}
	return
}

//go:noinline
func uncheckedAfter(n, k int) (s int) {
	p := unsafe.Pointer(unsafe.SliceData(stash))
	stash = nil
	for i := -k; i < n-k; i++ {
		collect()
		s += *(*int)(unsafe.Add(p, i*8+k*8))
	}
	return
}

//go:noinline
func unchecked2(rows, cols, k int) (s int) {
	p := unsafe.Pointer(unsafe.SliceData(stash))
	stash = nil
	for r := k; r < rows+k; r++ {
		for c := k; c < cols+k; c++ {
			collect()
			s += *(*int)(unsafe.Add(p, ((r-k)*cols+c-k)*8))
		}
	}
	return
}

//go:noinline
func before(k int) (s int) {
	a := stash
	stash = nil
	for i := -k; i < len(a)-k; i++ {
		collect()
		s += a[i+k]
	}
	return
}

//go:noinline
func down() (s int) {
	a := stash
	stash = nil
	for i := len(a) - 1; i >= 0; i-- {
		collect()
		s += a[i]
	}
	return
}

//go:noinline
func strided(step int) (s int) {
	a := stash
	stash = nil
	for i := 0; i < len(a); i += step {
		collect()
		s += a[i]
	}
	return
}

//go:noinline
func mirrored() (s int) {
	a := stash
	stash = nil
	for i := range a {
		collect()
		s += a[len(a)-1-i] * (i + 1)
	}
	return
}

//go:noinline
func sliced() (s int) {
	a := stash
	stash = nil
	for len(a) > 0 {
		collect()
		s += a[0]
		a = a[1:]
	}
	return
}

//go:noinline
func window(k int) (s int) {
	a := stash
	stash = nil
	for i := 0; i+k <= len(a); i++ {
		w := a[i : i+k]
		collect()
		s += w[0] + w[k-1]
	}
	return
}

//go:noinline
func matrix(rows, cols int) (s int) {
	a := stash
	stash = nil
	for c := 0; c < cols; c++ {
		for r := 0; r < rows; r++ {
			collect()
			s += a[r*cols+c]
		}
	}
	return
}

//go:noinline
func structs(a []pair, k int) (s int) {
	for i := k; i < len(a)+k; i++ {
		collect()
		s += a[i-k].key + a[i-k].pad[2]
	}
	return
}

//go:noinline
func text(a string, k int) (s int) {
	for i := k; i < len(a)+k; i++ {
		collect()
		s += int(a[i-k])
	}
	return
}

//go:noinline
func writes(k int) (s int) {
	a := stash
	stash = nil
	for i := k; i < len(a)+k; i++ {
		collect()
		a[i-k] += i
	}
	for _, x := range a {
		s += x
	}
	return
}

//go:noinline
func field(n int) (s int) {
	p := &pair{key: 7, pad: [3]int{1, 2, 3}}
	q := &p.pad[1]
	for i := 0; i < n; i++ {
		collect()
		s += *q
	}
	return
}

//go:noinline
func list(n int) (s int) {
	var head *pair
	for i := 0; i < n; i++ {
		head = &pair{key: i, next: head}
	}
	for p := head; p != nil; p = p.next {
		collect()
		s += p.key
	}
	return
}

//go:noinline
func two(a, b []int, k int) (s int) {
	for i := k; i < len(a); i++ {
		collect()
		s += a[i] * b[i-k]
		if i&1 == 0 {
			s -= b[len(b)-1-i]
		}
	}
	return
}

//go:noinline
func array(k int) (s int) {
	a := new([64]int)
	for i := range a {
		a[i] = i
	}
	for i := k; i < 64+k; i++ {
		collect()
		s += a[i-k]
	}
	return
}

func bytesOf(n int) string {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i)
	}
	return string(b)
}

func main() {
	stow(numbers(40))
	check("behind", behind(100), 820)
	stow(numbers(40))
	check("unchecked", unchecked(140, 100), 820)
	stow(numbers(40))
	check("uncheckedAfter", uncheckedAfter(40, 100), 820)
	stow(numbers(24))
	check("unchecked2", unchecked2(4, 6, 1000), 300)
	stow(numbers(40))
	check("before", before(100), 820)
	stow(numbers(40))
	check("down", down(), 820)
	stow(numbers(40))
	check("strided", strided(3), 287)
	stow(numbers(10))
	check("mirrored", mirrored(), 220)
	stow(numbers(40))
	check("sliced", sliced(), 820)
	stow(numbers(10))
	check("window", window(4), 77)
	stow(numbers(24))
	check("matrix", matrix(4, 6), 300)
	check("structs", structs(make([]pair, 20), 50), 0)
	check("text", text(bytesOf(50), 1000), 1225)
	stow(numbers(20))
	check("writes", writes(60), 1600)
	check("field", field(30), 60)
	check("list", list(30), 435)
	check("two", two(numbers(20), numbers(20), 3), 2172)
	check("array", array(1000), 2016)
	println("bad", bad)
}
