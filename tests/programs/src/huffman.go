// Huffman builds a code from the bytes of a text, packs it into bits, unpacks it again and reports the sizes.
package main

import (
	"bytes"
	"container/heap"
	"errors"
	"fmt"
	"io"
	"os"
	"sort"
	"strings"
)

type tree struct {
	weight      int
	order       int
	symbol      byte
	left, right *tree
}

type forest []*tree

func (f forest) Len() int { return len(f) }
func (f forest) Less(i, j int) bool {
	return f[i].weight < f[j].weight || f[i].weight == f[j].weight && f[i].order < f[j].order
}
func (f forest) Swap(i, j int) { f[i], f[j] = f[j], f[i] }
func (f *forest) Push(x any)   { *f = append(*f, x.(*tree)) }
func (f *forest) Pop() (x any) {
	last := len(*f) - 1
	x = (*f)[last]
	*f = (*f)[:last]
	return
}

func build(data []byte) *tree {
	var count [256]int
	for _, b := range data {
		count[b]++
	}
	var f forest
	for b, n := range count {
		if n > 0 {
			f = append(f, &tree{weight: n, order: b, symbol: byte(b)})
		}
	}
	if len(f) == 0 {
		return nil
	}
	heap.Init(&f)
	for order := 256; f.Len() > 1; order++ {
		a, b := heap.Pop(&f).(*tree), heap.Pop(&f).(*tree)
		heap.Push(&f, &tree{weight: a.weight + b.weight, order: order, left: a, right: b})
	}
	return f[0]
}

type code struct {
	bits uint64
	n    int
}

func (c code) String() string { return fmt.Sprintf("%0*b", c.n, c.bits) }

func (t *tree) codes(prefix code, table map[byte]code) {
	if t.left == nil {
		if prefix.n == 0 {
			prefix.n = 1 // a text of one symbol
		}
		table[t.symbol] = prefix
		return
	}
	t.left.codes(code{prefix.bits << 1, prefix.n + 1}, table)
	t.right.codes(code{prefix.bits<<1 | 1, prefix.n + 1}, table)
}

type bitWriter struct {
	io.ByteWriter
	acc  byte
	used int
}

func (w *bitWriter) put(c code) {
	for i := c.n - 1; i >= 0; i-- {
		w.acc = w.acc<<1 | byte(c.bits>>i&1)
		if w.used++; w.used == 8 {
			w.WriteByte(w.acc)
			w.acc, w.used = 0, 0
		}
	}
}

func (w *bitWriter) flush() {
	for w.used != 0 {
		w.put(code{0, 1})
	}
}

var errTruncated = errors.New("huffman: truncated data")

func decode(r io.ByteReader, t *tree, n int) ([]byte, error) {
	out := make([]byte, 0, n)
	var acc byte
	left := 0
	for len(out) < n {
		at := t
		for first := true; first || at.left != nil; first = false {
			if left == 0 {
				b, err := r.ReadByte()
				if err == io.EOF {
					return out, fmt.Errorf("%w after %d of %d bytes", errTruncated, len(out), n)
				}
				acc, left = b, 8
			}
			if at.left != nil {
				if acc&0x80 == 0 {
					at = at.left
				} else {
					at = at.right
				}
			}
			acc <<= 1
			left--
		}
		out = append(out, at.symbol)
	}
	return out, nil
}

func roundTrip(name string, data []byte, show int) {
	t := build(data)
	if t == nil {
		fmt.Println(name, "is empty")
		return
	}
	table := map[byte]code{}
	t.codes(code{}, table)
	var packed bytes.Buffer
	w := &bitWriter{ByteWriter: &packed}
	for _, b := range data {
		w.put(table[b])
	}
	w.flush()
	fmt.Printf("%s: %d bytes, %d symbols, packed to %d bytes (%.1f %%)\n",
		name, len(data), len(table), packed.Len(), 100*float64(packed.Len())/float64(len(data)))
	symbols := make([]byte, 0, len(table))
	for b := range table {
		symbols = append(symbols, b)
	}
	sort.Slice(symbols, func(i, j int) bool {
		a, b := table[symbols[i]], table[symbols[j]]
		if a.n != b.n {
			return a.n < b.n
		}
		return a.bits < b.bits
	})
	for _, b := range symbols[:min(show, len(symbols))] {
		fmt.Printf("  %-6q %v\n", b, table[b])
	}
	half := packed.Bytes()[:packed.Len()/2]
	back, err := decode(&packed, t, len(data))
	fmt.Println("  unpacked equal:", bytes.Equal(back, data), err)
	_, err = decode(bytes.NewReader(half), t, len(data))
	fmt.Println("  half:", err, errors.Is(err, errTruncated))
}

func main() {
	text, err := os.ReadFile("walrus.txt")
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	roundTrip("walrus.txt", text, 12)
	roundTrip("abracadabra", []byte("abracadabra"), 9)
	roundTrip("one symbol", []byte(strings.Repeat("z", 20)), 9)
	roundTrip("nothing", nil, 9)
	every := make([]byte, 256)
	for i := range every {
		every[i] = byte(i)
	}
	roundTrip("every byte", every, 2)
}
