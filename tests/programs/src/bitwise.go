// Bitwise works on bits: sets, Gray codes, CRC and hashes, float fields, N queens by masks, population counts, and arithmetic at its limits.
package main

import (
	"fmt"
	"math"
	"math/bits"
)

type BitSet []uint64

func (s *BitSet) Add(n int) {
	for n/64 >= len(*s) {
		*s = append(*s, 0)
	}
	(*s)[n/64] |= 1 << (n % 64)
}

func (s BitSet) Has(n int) bool { return n/64 < len(s) && s[n/64]>>(n%64)&1 == 1 }

func (s BitSet) Len() (n int) {
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return
}

func (s BitSet) Each(yield func(int) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(i*64 + bits.TrailingZeros64(w)) {
				return
			}
		}
	}
}

func sieve(n int) BitSet {
	var composite, primes BitSet
	for i := 2; i < n; i++ {
		if !composite.Has(i) {
			primes.Add(i)
			for j := i * i; j < n; j += i {
				composite.Add(j)
			}
		}
	}
	return primes
}

func crcTable(poly uint32) (t [256]uint32) {
	for i := range t {
		c := uint32(i)
		for range 8 {
			if c&1 != 0 {
				c = c>>1 ^ poly
			} else {
				c >>= 1
			}
		}
		t[i] = c
	}
	return
}

var table = crcTable(0xedb88320)

func crc32(data string) uint32 {
	c := ^uint32(0)
	for i := range len(data) {
		c = table[byte(c)^data[i]] ^ c>>8
	}
	return ^c
}

func fnv1a(data string) uint64 {
	h := uint64(14695981039346656037)
	for _, b := range []byte(data) {
		h = (h ^ uint64(b)) * 1099511628211
	}
	return h
}

func queens(n int, rows, up, down uint32) (count int) {
	if n == bits.OnesCount32(rows) {
		return 1
	}
	for free := ^(rows | up | down) & (1<<n - 1); free != 0; free &= free - 1 {
		q := free & -free
		count += queens(n, rows|q, (up|q)<<1, (down|q)>>1)
	}
	return
}

func permute(x uint64, steps int) uint64 {
	for i := range steps {
		x = bits.RotateLeft64(x, i%64) ^ bits.ReverseBytes64(x)>>(i%8)
		x += 0x9e3779b97f4a7c15
	}
	return x
}

func isqrt(n uint64) uint64 {
	var root uint64
	for bit := uint64(1) << 62; bit != 0; bit >>= 2 {
		if n >= root+bit {
			n -= root + bit
			root = root>>1 + bit
		} else {
			root >>= 1
		}
	}
	return root
}

func float(f float64) string {
	b := math.Float64bits(f)
	return fmt.Sprintf("%d %4d %#014x", b>>63, int(b>>52&0x7ff)-1023, b&(1<<52-1))
}

type Flags uint8

const (
	A Flags = 1 << iota
	B
	_
	D
	E = A | D
)

func limits() {
	var i8 int8 = math.MaxInt8
	i8++
	var u8 uint8
	u8--
	var i32 int32 = math.MinInt32
	var i64 int64 = math.MinInt64
	fmt.Println(i8, u8, -i32, i32/-1, i64/-1, i64%-1, -7/2, -7%2, 7/-2, 7%-2, uint32(1)<<31>>31)
	n := 70
	a, b, one, wide := uint8(200), uint8(100), uint16(1), int64(1)<<33+7
	fmt.Println(1<<n == 0, int32(-5)>>n, a+b, int8(-128)>>1, -5>>1, ^5, 6&^3, one<<15<<1)
	f := 300.7
	fmt.Println(int(f), int64(-f), uint8(int(f)), float32(0.1), float64(float32(0.1)), int32(wide), uint64(1<<63))
	hi, lo := bits.Mul64(math.MaxUint64, math.MaxUint64)
	q, r := bits.Div64(hi, lo, math.MaxUint64)
	sum, carry := bits.Add64(math.MaxUint64, 1, 0)
	diff, borrow := bits.Sub64(0, 1, 0)
	fmt.Println(hi, lo, q, r, sum, carry, diff, borrow)
	fmt.Println(bits.Len(0), bits.Len8(255), bits.LeadingZeros32(1), bits.TrailingZeros16(0), bits.Reverse8(0b1101), bits.RotateLeft8(0x81, -1), bits.UintSize)
}

func main() {
	primes := sieve(2000)
	fmt.Println(primes.Len(), primes.Has(1999), primes.Has(1998), len(primes))
	for p := range primes.Each {
		if p > 60 {
			break
		}
		fmt.Print(p, " ")
	}
	fmt.Println()
	for i := range 8 {
		fmt.Printf("%03b ", i^i>>1)
	}
	fmt.Println()
	fmt.Printf("%08x %08x %016x\n", crc32("123456789"), crc32(""), fnv1a("hello"))
	for n := 4; n <= 8; n++ {
		fmt.Print(queens(n, 0, 0, 0), " ")
	}
	fmt.Println()
	fmt.Printf("%#x %#o %b\n", permute(1, 100), permute(2, 3), permute(3, 1)&0xff)
	fmt.Println(isqrt(0), isqrt(99), isqrt(1e18), isqrt(math.MaxUint64))
	for _, f := range []float64{1, -2.5, 0.1, math.Inf(-1), math.NaN(), 5e-324, math.Copysign(0, -1)} {
		fmt.Println(float(f))
	}
	fmt.Println(A, B, D, E, E&^A, E&B == 0)
	limits()
}
