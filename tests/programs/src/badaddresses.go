// Badaddresses passes bad addresses to everything in the runtime that reads or writes memory for the program: each is a run-time error that can be recovered from.
package main

import (
	"bytes"
	"fmt"
	"hash/crc32"
	"hash/maphash"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"
	"unsafe"
)

type big struct{ a [200]int }

var sink any

func try(name string, f func()) {
	defer func() {
		e := recover()
		_, isErr := e.(runtime.Error)
		a, hasAddr := e.(interface{ Addr() uintptr })
		ok := false
		if hasAddr {
			ok = a.Addr() != 0
		}
		fmt.Println(name, e, isErr, ok)
	}()
	f()
}

func str(p uintptr, n int) string {
	return unsafe.String((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&p))), n)
}
func sl(p uintptr, n int) []byte {
	return unsafe.Slice((*byte)(*(*unsafe.Pointer)(unsafe.Pointer(&p))), n)
}

func all(p uintptr) {
	buf := make([]byte, 4096)
	try("copy from", func() { copy(buf, sl(p, 100)) })
	try("copy to", func() { copy(sl(p, 100), buf) })
	try("copy big", func() { copy(buf, sl(p, 2000)) })
	try("equal", func() { sink = str(p, 100) == string(buf[:100]) })
	try("equal bytes", func() { sink = bytes.Equal(sl(p, 100), buf[:100]) })
	try("compare", func() { sink = str(p, 100) < string(buf[:100]) })
	try("bytes.Compare", func() { sink = bytes.Compare(sl(p, 100), buf[:100]) })
	try("concat", func() { sink = str(p, 100) + "x" })
	try("hash", func() { m := map[string]int{}; m[str(p, 100)] = 1 })
	try("iface eq", func() { var a, b any = str(p, 50), strings.Repeat("x", 50); sink = a == b })
	try("to bytes", func() { sink = []byte(str(p, 100)) })
	try("to string", func() { sink = string(sl(p, 100)) })
	try("to runes", func() { sink = []rune(str(p, 100)) })
	try("range", func() {
		n := 0
		for range str(p, 100) {
			n++
		}
		sink = n
	})
	try("append", func() { sink = append(buf[:0], sl(p, 100)...) })
	try("append str", func() { sink = append(buf[:0], str(p, 2000)...) })
	try("index", func() { sink = strings.IndexByte(str(p, 100), 'x') })
	try("index2", func() { sink = strings.Index(str(p, 100), "xyz") })
	try("count", func() { sink = strings.Count(str(p, 100), "x") })
	try("clear", func() { clear(sl(p, 100)) })
	try("clear ptrs", func() { clear(unsafe.Slice((**int)(*(*unsafe.Pointer)(unsafe.Pointer(&p))), 100)) })
	try("maphash", func() { sink = maphash.String(maphash.MakeSeed(), str(p, 100)) })
	try("crc", func() { sink = crc32.ChecksumIEEE(sl(p, 100)) })
	try("struct load", func() { q := (*big)(*(*unsafe.Pointer)(unsafe.Pointer(&p))); x := *q; sink = x })
	try("struct store", func() { q := (*big)(*(*unsafe.Pointer)(unsafe.Pointer(&p))); *q = big{} })
	try("struct eq", func() { q := (*big)(*(*unsafe.Pointer)(unsafe.Pointer(&p))); sink = *q == big{} })
	try("chan send elem", func() {
		c := make(chan big, 1)
		q := (*big)(*(*unsafe.Pointer)(unsafe.Pointer(&p)))
		c <- *q
	})
	try("load", func() { q := (*int)(*(*unsafe.Pointer)(unsafe.Pointer(&p))); sink = *q })
}

func main() {
	fmt.Println("near nil")
	all(8)
	m, err := syscall.Mmap(-1, 0, 8192, syscall.PROT_NONE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	if err != nil {
		panic(err)
	}
	debug.SetPanicOnFault(true)
	fmt.Println("unmapped")
	all(uintptr(unsafe.Pointer(&m[0])))
	runtime.GC()
	fmt.Println("done")
}
