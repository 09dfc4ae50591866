package main

import (
	"bytes"
	"container/ring"
	"fmt"
	"maps"
	"math"
	"math/bits"
	"math/cmplx"
	"math/rand"
	randv2 "math/rand/v2"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf16"
)

type pair struct {
	k string
	n int
}

func main() {
	fmt.Println(strings.Split("a,b,c", ","), strings.Fields("  x y\tz "), strings.Repeat("ab", 3), strings.ToUpper("héllo"), strings.Title("the quick"))
	fmt.Println(strings.Index("chicken", "ken"), strings.LastIndex("go gopher", "go"), strings.EqualFold("Straße", "STRASSE"), strings.EqualFold("Go", "GO"))
	r := strings.NewReplacer("<", "&lt;", ">", "&gt;")
	fmt.Println(r.Replace("This is <b>HTML</b>!"))
	var b strings.Builder
	for i := 3; i >= 1; i-- {
		fmt.Fprintf(&b, "%d...", i)
	}
	b.WriteString("ignition")
	fmt.Println(b.String(), b.Len())
	for l := range strings.Lines("one\ntwo\nthree") {
		fmt.Printf("%q ", l)
	}
	for l := range strings.SplitSeq("1-2-3", "-") {
		fmt.Printf("%q ", l)
	}
	fmt.Println()
	var buf bytes.Buffer
	buf.Write([]byte("hello "))
	buf.WriteString("world")
	x, _ := buf.ReadString(' ')
	fmt.Printf("%q %q\n", x, buf.String())
	fmt.Println(bytes.Fields([]byte(" a b ")), bytes.TrimSpace([]byte("\t hi \n")), bytes.Equal(nil, []byte{}))
	ps := []pair{{"b", 2}, {"a", 2}, {"c", 1}, {"d", 3}, {"e", 2}}
	sort.Slice(ps, func(i, j int) bool { return ps[i].n > ps[j].n })
	fmt.Println(ps)
	slices.SortStableFunc(ps, func(a, b pair) int { return strings.Compare(a.k, b.k) })
	fmt.Println(ps)
	xs := []int{5, 2, 8, 1, 9}
	slices.Sort(xs)
	i, ok := slices.BinarySearch(xs, 8)
	fmt.Println(xs, i, ok, slices.Max(xs), slices.Index(xs, 9))
	fmt.Println(math.Sqrt(2), math.Sin(1), math.Pow(2, 0.5), math.Exp(1), math.Log(10), math.Inf(1), math.NaN(), math.MaxInt64, math.Pi, math.Floor(-1.5), math.Gamma(5.5), math.FMA(1e16, 1e16, 1))
	fmt.Println(bits.Len(255), bits.OnesCount64(0xff00ff), bits.TrailingZeros(8), bits.Reverse8(1), bits.RotateLeft32(1, 31))
	hi, lo := bits.Mul64(1<<63, 6)
	fmt.Println(hi, lo)
	q, rem := bits.Div64(5, 7, 9)
	fmt.Println(q, rem)
	fmt.Println(cmplx.Sqrt(-1), cmplx.Exp(complex(0, math.Pi)))
	rnd := rand.New(rand.NewSource(42))
	fmt.Println(rnd.Intn(100), rnd.Intn(100), rnd.Float64(), rnd.Perm(5), rnd.NormFloat64(), rnd.ExpFloat64())
	pcg := randv2.New(randv2.NewPCG(1, 2))
	fmt.Println(pcg.IntN(100), pcg.Uint64(), pcg.Float64(), pcg.N(10))
	cc := randv2.New(randv2.NewChaCha8([32]byte{1, 2, 3}))
	fmt.Println(cc.IntN(1000), cc.Uint64(), randv2.N(1))
	fmt.Println(unicode.IsUpper('Ä'), unicode.Is(unicode.Han, '世'), unicode.ToLower('Σ'), string(unicode.ToTitle('ǆ')), unicode.In('x', unicode.Latin, unicode.Greek), len(unicode.Categories), len(unicode.Scripts))
	fmt.Println(utf16.Encode([]rune("a😀")))
	rg := ring.New(3)
	for i := 0; i < 3; i++ {
		rg.Value = i
		rg = rg.Next()
	}
	rg.Do(func(v any) { fmt.Print(v, " ") })
	fmt.Println(path.Join("a", "../b"), filepath.Base("/x/y.go"), filepath.Ext("q.tar.gz"))
	m := map[string]int{"z": 26, "a": 1}
	fmt.Println(slices.Sorted(maps.Keys(m)), slices.Collect(maps.Values(map[int]int{1: 2})))
}
