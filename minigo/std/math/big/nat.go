// Package big implements arbitrary-precision arithmetic: integers, rational numbers and floating-point numbers.
package big

import "math/bits"

// A Word represents a single digit of a multi-precision unsigned integer.
type Word uint

const (
	wordBits  = bits.UintSize
	wordBytes = wordBits / 8
)

// MaxBase is the largest number base accepted for string conversions.
const MaxBase = 10 + ('z' - 'a' + 1) + ('Z' - 'A' + 1)

// nat is an unsigned integer, the lowest word first, without leading zeros. Its functions make new values; arguments are never written to, so that they may
// be shared.
type nat []Word

var natOne = nat{1}

func (x nat) norm() nat {
	n := len(x)
	for n > 0 && x[n-1] == 0 {
		n--
	}
	return x[:n]
}

func natWord(w Word) nat {
	if w == 0 {
		return nil
	}
	return nat{w}
}

func natUint64(v uint64) nat { return natWord(Word(v)) }

func (x nat) clone() nat { return append(nat(nil), x...) }

func (x nat) cmp(y nat) int {
	if len(x) != len(y) {
		if len(x) < len(y) {
			return -1
		}
		return 1
	}
	for i := len(x) - 1; i >= 0; i-- {
		if x[i] != y[i] {
			if x[i] < y[i] {
				return -1
			}
			return 1
		}
	}
	return 0
}

func (x nat) bitLen() int {
	if len(x) == 0 {
		return 0
	}
	return (len(x)-1)*wordBits + bits.Len(uint(x[len(x)-1]))
}

func (x nat) trailingZeros() uint {
	for i, w := range x {
		if w != 0 {
			return uint(i*wordBits + bits.TrailingZeros(uint(w)))
		}
	}
	return 0
}

func (x nat) bit(i uint) uint {
	if j := i / wordBits; j < uint(len(x)) {
		return uint(x[j]>>(i%wordBits)) & 1
	}
	return 0
}

// anyBelow reports whether one of the lowest i bits is set.
func (x nat) anyBelow(i uint) bool { return len(x) > 0 && x.trailingZeros() < i }

func (x nat) add(y nat) nat {
	if len(x) < len(y) {
		x, y = y, x
	}
	z := make(nat, len(x)+1)
	var c uint
	for i, w := range y {
		var s uint
		s, c = bits.Add(uint(x[i]), uint(w), c)
		z[i] = Word(s)
	}
	for i := len(y); i < len(x); i++ {
		var s uint
		s, c = bits.Add(uint(x[i]), 0, c)
		z[i] = Word(s)
	}
	z[len(x)] = Word(c)
	return z.norm()
}

// addTo adds y to z in place, z being long enough, and returns the carry.
func (z nat) addTo(y nat) Word {
	var c uint
	for i, w := range y {
		var s uint
		s, c = bits.Add(uint(z[i]), uint(w), c)
		z[i] = Word(s)
	}
	for i := len(y); c != 0 && i < len(z); i++ {
		var s uint
		s, c = bits.Add(uint(z[i]), 0, c)
		z[i] = Word(s)
	}
	return Word(c)
}

// subFrom subtracts y from z in place, y <= z.
func (z nat) subFrom(y nat) {
	var b uint
	for i, w := range y {
		var d uint
		d, b = bits.Sub(uint(z[i]), uint(w), b)
		z[i] = Word(d)
	}
	for i := len(y); b != 0; i++ {
		var d uint
		d, b = bits.Sub(uint(z[i]), 0, b)
		z[i] = Word(d)
	}
}

// sub returns x - y, for x >= y.
func (x nat) sub(y nat) nat {
	z := x.clone()
	z.subFrom(y)
	return z.norm()
}

// mulAdd sets z to x*y + r in place and returns the carry.
func mulAdd(z, x nat, y, r Word) Word {
	c := uint(r)
	for i, w := range x {
		hi, lo := bits.Mul(uint(w), uint(y))
		var cc uint
		lo, cc = bits.Add(lo, c, 0)
		z[i] = Word(lo)
		c = hi + cc
	}
	return Word(c)
}

// addMul adds x*y to z in place and returns the carry.
func addMul(z, x nat, y Word) Word {
	var c uint
	z = z[:len(x)]
	for i, w := range x {
		hi, lo := bits.Mul(uint(w), uint(y))
		lo, c1 := bits.Add(lo, uint(z[i]), 0)
		lo, c2 := bits.Add(lo, c, 0)
		z[i] = Word(lo)
		c = hi + c1 + c2
	}
	return Word(c)
}

// subMul subtracts x*y from z in place and returns the borrow.
func subMul(z, x nat, y Word) Word {
	var c uint
	z = z[:len(x)]
	for i, w := range x {
		hi, lo := bits.Mul(uint(w), uint(y))
		lo, c1 := bits.Add(lo, c, 0)
		d, b := bits.Sub(uint(z[i]), lo, 0)
		z[i] = Word(d)
		c = hi + c1 + b
	}
	return Word(c)
}

// mulWord returns x*y + r.
func (x nat) mulWord(y, r Word) nat {
	z := make(nat, len(x)+1)
	z[len(x)] = mulAdd(z, x, y, r)
	return z.norm()
}

// From this many words on, three multiplications of half the length are cheaper than four.
const karatsubaThreshold = 40

func (x nat) mul(y nat) nat {
	if len(x) < len(y) {
		x, y = y, x
	}
	switch {
	case len(y) == 0:
		return nil
	case len(y) == 1:
		return x.mulWord(y[0], 0)
	}
	z := make(nat, len(x)+len(y))
	mulInto(z, x, y)
	return z.norm()
}

// mulInto adds x*y to z, which is zero where the product goes.
func mulInto(z, x, y nat) {
	if len(x) < len(y) {
		x, y = y, x
	}
	n := len(y)
	if n < karatsubaThreshold {
		for i, w := range y {
			if w != 0 {
				c := addMul(z[i:], x, w)
				for j := i + len(x); c != 0; j++ {
					s, cc := bits.Add(uint(z[j]), uint(c), 0)
					z[j], c = Word(s), Word(cc)
				}
			}
		}
		return
	}
	if len(x) > n {
		// Blocks of y's length.
		for i := 0; i < len(x); i += n {
			part := x[i:min(i+n, len(x))].norm()
			if len(part) > 0 {
				z[i:].addTo(part.mul(y))
			}
		}
		return
	}
	// (x1 B + x0)(y1 B + y0) = x1y1 B² + ((x1+x0)(y1+y0) - x1y1 - x0y0) B + x0y0
	h := n / 2
	x0, x1, y0, y1 := x[:h].norm(), x[h:], y[:h].norm(), y[h:]
	low, high := x0.mul(y0), x1.mul(y1)
	middle := x0.add(x1).mul(y0.add(y1))
	middle.subFrom(low)
	middle.subFrom(high)
	z.addTo(low)
	z[h:].addTo(middle.norm())
	z[2*h:].addTo(high)
}

func (x nat) shl(s uint) nat {
	if len(x) == 0 {
		return nil
	}
	words, b := int(s/wordBits), s%wordBits
	z := make(nat, len(x)+words+1)
	for i, w := range x {
		z[words+i] |= w << b
		z[words+i+1] = w >> (wordBits - b)
	}
	return z.norm()
}

func (x nat) shr(s uint) nat {
	words, b := s/wordBits, s%wordBits
	if words >= uint(len(x)) {
		return nil
	}
	z := make(nat, uint(len(x))-words)
	for i := range z {
		z[i] = x[uint(i)+words] >> b
		if j := uint(i) + words + 1; j < uint(len(x)) {
			z[i] |= x[j] << (wordBits - b)
		}
	}
	return z.norm()
}

// divWord returns x / y and the remainder.
func (x nat) divWord(y Word) (q nat, r Word) {
	q = make(nat, len(x))
	var rem uint
	for i := len(x) - 1; i >= 0; i-- {
		var d uint
		d, rem = bits.Div(rem, uint(x[i]), uint(y))
		q[i] = Word(d)
	}
	return q.norm(), Word(rem)
}

// div returns x / y and the remainder; it panics for y == 0.
func (x nat) div(y nat) (q, r nat) {
	switch {
	case len(y) == 0:
		panic("division by zero")
	case x.cmp(y) < 0:
		return nil, x
	case len(y) == 1:
		q, rem := x.divWord(y[0])
		return q, natWord(rem)
	}
	// Knuth, volume 2, 4.3.1, algorithm D: the divisor's top bit is set.
	s := uint(bits.LeadingZeros(uint(y[len(y)-1])))
	v := y.shl(s)
	u := make(nat, len(x)+1)
	copy(u, x.shl(s))
	n := len(v)
	q = make(nat, len(u)-n)
	top, next := uint(v[n-1]), uint(v[n-2])
	for j := len(u) - n - 1; j >= 0; j-- {
		digit := ^uint(0)
		if high := uint(u[j+n]); high != top {
			var rem uint
			digit, rem = bits.Div(high, uint(u[j+n-1]), top)
			// The estimate is at most two too large; a third word makes that rare.
			hi, lo := bits.Mul(digit, next)
			for hi > rem || hi == rem && lo > uint(u[j+n-2]) {
				digit--
				old := rem
				if rem += top; rem < old {
					break
				}
				hi, lo = bits.Mul(digit, next)
			}
		}
		borrow := subMul(u[j:], v, Word(digit))
		if high := u[j+n]; high < borrow {
			digit--
			u[j+n] = high - borrow + u[j:j+n].addTo(v)
		} else {
			u[j+n] = high - borrow
		}
		q[j] = Word(digit)
	}
	return q.norm(), u[:n].norm().shr(s)
}

func (x nat) mod(y nat) nat {
	_, r := x.div(y)
	return r
}

func (x nat) and(y nat) nat {
	n := min(len(x), len(y))
	z := make(nat, n)
	for i := range z {
		z[i] = x[i] & y[i]
	}
	return z.norm()
}

func (x nat) andNot(y nat) nat {
	z := x.clone()
	for i := range min(len(x), len(y)) {
		z[i] &^= y[i]
	}
	return z.norm()
}

func (x nat) or(y nat) nat {
	if len(x) < len(y) {
		x, y = y, x
	}
	z := x.clone()
	for i, w := range y {
		z[i] |= w
	}
	return z
}

func (x nat) xor(y nat) nat {
	if len(x) < len(y) {
		x, y = y, x
	}
	z := x.clone()
	for i, w := range y {
		z[i] ^= w
	}
	return z.norm()
}

// pow returns x**y.
func (x nat) pow(y nat) nat {
	z := natOne
	for i := y.bitLen() - 1; i >= 0; i-- {
		z = z.mul(z)
		if y.bit(uint(i)) == 1 {
			z = z.mul(x)
		}
	}
	return z
}

// powMod returns x**y mod m, m > 0, four bits of the exponent at a time.
func (x nat) powMod(y, m nat) nat {
	if len(m) == 1 && m[0] == 1 {
		return nil
	}
	var powers [16]nat
	powers[0], powers[1] = natOne, x.mod(m)
	for i := 2; i < 16; i++ {
		powers[i] = powers[i-1].mul(powers[1]).mod(m)
	}
	z := natOne
	for i := (y.bitLen() + 3) / 4 * 4; i > 0; i -= 4 {
		for range 4 {
			z = z.mul(z).mod(m)
		}
		u := uint(i)
		if d := y.bit(u-1)<<3 | y.bit(u-2)<<2 | y.bit(u-3)<<1 | y.bit(u-4); d != 0 {
			z = z.mul(powers[d]).mod(m)
		}
	}
	return z
}

// sqrt returns the integer part of the square root, by Newton's method from above.
func (x nat) sqrt() nat {
	if len(x) == 0 {
		return nil
	}
	z := natOne.shl(uint(x.bitLen()+1) / 2)
	for {
		q, _ := x.div(z)
		next := q.add(z).shr(1)
		if next.cmp(z) >= 0 {
			return z
		}
		z = next
	}
}

// gcd returns the greatest common divisor.
func (x nat) gcd(y nat) nat {
	for len(y) > 0 {
		x, y = y, x.mod(y)
	}
	return x
}

// bytes returns x as bytes, the highest first, in at least n bytes.
func (x nat) bytes(buf []byte) (start int) {
	i := len(buf)
	for _, w := range x {
		for range wordBytes {
			if i > 0 {
				i--
				buf[i] = byte(w)
			} else if byte(w) != 0 {
				panic("math/big: buffer too small to fit value")
			}
			w >>= 8
		}
	}
	for i < len(buf) && buf[i] == 0 {
		i++
	}
	return i
}

func natBytes(b []byte) nat {
	z := make(nat, (len(b)+wordBytes-1)/wordBytes)
	for i, c := range b {
		k := len(b) - 1 - i
		z[k/wordBytes] |= Word(c) << (k % wordBytes * 8)
	}
	return z.norm()
}
