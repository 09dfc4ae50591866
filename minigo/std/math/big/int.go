package big

import (
	"math"

	"math/rand"
)

// An Int represents a signed multi-precision integer. The zero value for an Int represents the value 0.
type Int struct {
	neg bool
	abs nat
}

// NewInt allocates and returns a new Int set to x.
func NewInt(x int64) *Int { return new(Int).SetInt64(x) }

func (z *Int) set(neg bool, abs nat) *Int {
	z.neg, z.abs = neg && len(abs) > 0, abs
	return z
}

// Sign returns -1, 0 or +1 as x is negative, zero or positive.
func (x *Int) Sign() int {
	switch {
	case len(x.abs) == 0:
		return 0
	case x.neg:
		return -1
	}
	return 1
}

// SetInt64 sets z to x and returns z.
func (z *Int) SetInt64(x int64) *Int {
	u := uint64(x)
	if x < 0 {
		u = -u
	}
	return z.set(x < 0, natUint64(u))
}

// SetUint64 sets z to x and returns z.
func (z *Int) SetUint64(x uint64) *Int { return z.set(false, natUint64(x)) }

// Set sets z to x and returns z.
func (z *Int) Set(x *Int) *Int { return z.set(x.neg, x.abs.clone()) }

// Bits provides raw (unchecked but fast) access to x by returning its absolute value as a little-endian Word slice, which shares x's memory.
func (x *Int) Bits() []Word { return x.abs }

// SetBits provides raw (unchecked but fast) access to z by setting its value to abs, interpreted as a little-endian Word slice, and returning z.
func (z *Int) SetBits(abs []Word) *Int { return z.set(false, nat(abs).norm()) }

// Abs sets z to |x| (the absolute value of x) and returns z.
func (z *Int) Abs(x *Int) *Int { return z.set(false, x.abs.clone()) }

// Neg sets z to -x and returns z.
func (z *Int) Neg(x *Int) *Int { return z.set(!x.neg, x.abs.clone()) }

// addSigned returns the sum of signed numbers.
func addSigned(xneg bool, x nat, yneg bool, y nat) (neg bool, z nat) {
	switch {
	case xneg == yneg:
		return xneg, x.add(y)
	case x.cmp(y) >= 0:
		return xneg, x.sub(y)
	}
	return yneg, y.sub(x)
}

// Add sets z to the sum x+y and returns z.
func (z *Int) Add(x, y *Int) *Int { return z.set(addSigned(x.neg, x.abs, y.neg, y.abs)) }

// Sub sets z to the difference x-y and returns z.
func (z *Int) Sub(x, y *Int) *Int { return z.set(addSigned(x.neg, x.abs, !y.neg, y.abs)) }

// Mul sets z to the product x*y and returns z.
func (z *Int) Mul(x, y *Int) *Int { return z.set(x.neg != y.neg, x.abs.mul(y.abs)) }

// MulRange sets z to the product of all integers in the range [a, b] inclusively and returns z; 1 if the range is empty.
func (z *Int) MulRange(a, b int64) *Int {
	switch {
	case a > b:
		return z.SetInt64(1)
	case a <= 0 && b >= 0:
		return z.SetInt64(0)
	}
	neg := false
	if a < 0 {
		neg = (b-a)&1 == 0
		a, b = -b, -a
	}
	return z.set(neg, mulRange(uint64(a), uint64(b)))
}

func mulRange(a, b uint64) nat {
	if b-a < 8 {
		z := natUint64(a)
		for i := a + 1; i <= b && i != 0; i++ {
			z = z.mul(natUint64(i))
		}
		return z
	}
	m := a + (b-a)/2
	return mulRange(a, m).mul(mulRange(m+1, b))
}

// Binomial sets z to the binomial coefficient C(n, k) and returns z.
func (z *Int) Binomial(n, k int64) *Int {
	if k > n {
		return z.SetInt64(0)
	}
	k = min(k, n-k)
	r := natOne
	for i := int64(0); i < k; i++ {
		r, _ = r.mul(natUint64(uint64(n - i))).divWord(Word(i + 1))
	}
	return z.set(false, r)
}

// Quo sets z to the quotient x/y for y != 0 and returns z, truncated as in Go. If y == 0, a division-by-zero run-time panic occurs.
func (z *Int) Quo(x, y *Int) *Int {
	q, _ := x.abs.div(y.abs)
	return z.set(x.neg != y.neg, q)
}

// Rem sets z to the remainder x%y for y != 0 and returns z, with the sign of x as in Go.
func (z *Int) Rem(x, y *Int) *Int {
	_, r := x.abs.div(y.abs)
	return z.set(x.neg, r.clone())
}

// QuoRem sets z to the quotient x/y and r to the remainder x%y and returns the pair (z, r) for y != 0.
func (z *Int) QuoRem(x, y, r *Int) (*Int, *Int) {
	xneg, yneg := x.neg, y.neg
	q, rem := x.abs.div(y.abs)
	z.set(xneg != yneg, q)
	r.set(xneg, rem.clone())
	return z, r
}

// euclid returns quotient and remainder, which is not negative.
func euclid(x, y *Int) (qneg bool, q, r nat) {
	q, r = x.abs.div(y.abs)
	if x.neg && len(r) > 0 {
		q, r = q.add(natOne), y.abs.sub(r)
	}
	return x.neg != y.neg, q, r.clone()
}

// Div sets z to the quotient x/y for y != 0 and returns z: Euclidean division, unlike Go's.
func (z *Int) Div(x, y *Int) *Int {
	neg, q, _ := euclid(x, y)
	return z.set(neg, q)
}

// Mod sets z to the modulus x%y for y != 0 and returns z: Euclidean modulus, which is never negative.
func (z *Int) Mod(x, y *Int) *Int {
	_, _, r := euclid(x, y)
	return z.set(false, r)
}

// DivMod sets z to the quotient x div y and m to the modulus x mod y and returns the pair (z, m) for y != 0.
func (z *Int) DivMod(x, y, m *Int) (*Int, *Int) {
	neg, q, r := euclid(x, y)
	z.set(neg, q)
	m.set(false, r)
	return z, m
}

// Divide computes the integer quotient q = f(x/y), where f is described by the rounding mode, one of Trunc, Floor, Round or Ceil, and the remainder x - y*q. It
// sets z and r to them where they are not nil.
func (z *Int) Divide(x, y, r *Int, mode RoundingMode) (*Int, *Int) {
	var q, rem Int
	q.QuoRem(x, y, &rem)
	if len(rem.abs) > 0 {
		neg := x.neg != y.neg
		away := false
		switch mode {
		case Trunc:
		case Floor:
			away = neg
		case Ceil:
			away = !neg
		case Round:
			c := rem.abs.shl(1).cmp(y.abs)
			away = c > 0 || c == 0 && q.abs.bit(0) == 1
		default:
			panic("unsupported rounding mode")
		}
		if away {
			step := &Int{neg: neg, abs: natOne}
			q.Add(&q, step)
			rem.Sub(&rem, new(Int).Mul(step, y))
		}
	}
	if z != nil {
		z.set(q.neg, q.abs)
	}
	if r != nil {
		r.set(rem.neg, rem.abs)
	}
	return z, r
}

// Cmp compares x and y and returns -1, 0 or +1.
func (x *Int) Cmp(y *Int) (r int) {
	switch {
	case x == y:
		return 0
	case x.neg != y.neg:
		if x.neg {
			return -1
		}
		return 1
	}
	r = x.abs.cmp(y.abs)
	if x.neg {
		r = -r
	}
	return r
}

// CmpAbs compares the absolute values of x and y and returns -1, 0 or +1.
func (x *Int) CmpAbs(y *Int) int { return x.abs.cmp(y.abs) }

func (x nat) low64() uint64 {
	if len(x) == 0 {
		return 0
	}
	return uint64(x[0])
}

// Int64 returns the int64 representation of x. If x cannot be represented in an int64, the result is undefined.
func (x *Int) Int64() int64 {
	v := int64(x.abs.low64())
	if x.neg {
		return -v
	}
	return v
}

// Uint64 returns the uint64 representation of x. If x cannot be represented in a uint64, the result is undefined.
func (x *Int) Uint64() uint64 { return x.abs.low64() }

// IsInt64 reports whether x can be represented as an int64.
func (x *Int) IsInt64() bool {
	if len(x.abs) > 1 {
		return false
	}
	v := int64(x.abs.low64())
	return v >= 0 || x.neg && v == -v
}

// IsUint64 reports whether x can be represented as a uint64.
func (x *Int) IsUint64() bool { return !x.neg && len(x.abs) <= 1 }

// Float64 returns the float64 value nearest x, and an indication of any rounding that occurred.
func (x *Int) Float64() (float64, Accuracy) {
	f, exact := x.abs.quoFloat(natOne, 53, -1074, 1023)
	acc := Exact
	if !exact {
		// Rounded up, if the value is greater.
		acc = Below
		if math.IsInf(f, 0) {
			acc = Above
		} else if back, _ := natFloat(f); back.cmp(x.abs) > 0 {
			acc = Above
		}
	}
	if x.neg {
		return -f, -acc
	}
	return f, acc
}

// natFloat returns an integral float64 as a nat.
func natFloat(f float64) (nat, bool) {
	m, e := math.Frexp(f)
	mant := natUint64(uint64(m * (1 << 53)))
	if e -= 53; e >= 0 {
		return mant.shl(uint(e)), true
	}
	return mant.shr(uint(-e)), !mant.anyBelow(uint(-e))
}

// SetString sets z to the value of s, interpreted in the given base, and returns z and a boolean indicating success. The entire string must be valid. For base 0
// a prefix 0b, 0, 0o or 0x selects the base, and underscores may separate digits.
func (z *Int) SetString(s string, base int) (*Int, bool) {
	neg, rest := sign(s)
	n := scanNumber(rest, base, false)
	if !n.ok || n.size != len(rest) {
		return nil, false
	}
	return z.set(neg, n.x), true
}

// sign takes a sign from s.
func sign(s string) (neg bool, rest string) {
	if s != "" && (s[0] == '+' || s[0] == '-') {
		return s[0] == '-', s[1:]
	}
	return false, s
}

// SetBytes interprets buf as the bytes of a big-endian unsigned integer, sets z to that value, and returns z.
func (z *Int) SetBytes(buf []byte) *Int { return z.set(false, natBytes(buf)) }

// Bytes returns the absolute value of x as a big-endian byte slice.
func (x *Int) Bytes() []byte {
	buf := make([]byte, len(x.abs)*wordBytes)
	return buf[x.abs.bytes(buf):]
}

// FillBytes sets buf to the absolute value of x, storing it as a zero-extended big-endian byte slice, and returns buf. It panics if x does not fit.
func (x *Int) FillBytes(buf []byte) []byte {
	clear(buf)
	x.abs.bytes(buf)
	return buf
}

// BitLen returns the length of the absolute value of x in bits. The bit length of 0 is 0.
func (x *Int) BitLen() int { return x.abs.bitLen() }

// TrailingZeroBits returns the number of consecutive least significant zero bits of |x|.
func (x *Int) TrailingZeroBits() uint { return x.abs.trailingZeros() }

// Exp sets z = x**y mod |m| (i.e. the sign of m is ignored), and returns z. If m == nil or m == 0, z = x**y unless y <= 0 then z = 1. If m != 0, y < 0, and x and
// m are not relatively prime, z is unchanged and nil is returned.
func (z *Int) Exp(x, y, m *Int) *Int {
	base := x
	if y.neg {
		if m == nil || len(m.abs) == 0 {
			return z.SetInt64(1)
		}
		base = new(Int).ModInverse(x, m)
		if base == nil {
			return nil
		}
	}
	if m == nil || len(m.abs) == 0 {
		return z.set(base.neg && y.abs.bit(0) == 1, base.abs.pow(y.abs))
	}
	neg := base.neg && y.abs.bit(0) == 1
	r := base.abs.powMod(y.abs, m.abs)
	if neg && len(r) > 0 {
		r = m.abs.sub(r)
	}
	return z.set(false, r)
}

// GCD sets z to the greatest common divisor of a and b and returns z. If x or y are not nil, GCD sets their value such that z = a*x + b*y.
func (z *Int) GCD(x, y, a, b *Int) *Int {
	if len(a.abs) == 0 || len(b.abs) == 0 {
		neg := a.neg
		g := a.abs
		if len(a.abs) == 0 {
			neg, g = b.neg, b.abs
		}
		aZero, bZero := len(a.abs) == 0, len(b.abs) == 0
		unit := func(p *Int, zero bool) {
			if p == nil {
				return
			}
			if zero {
				p.SetInt64(0)
			} else {
				p.set(neg, natOne)
			}
		}
		g = g.clone()
		unit(x, aZero)
		unit(y, bZero)
		return z.set(false, g)
	}
	A, B := a.abs, b.abs
	aneg, bneg := a.neg, b.neg
	// Ua and Ub are the coefficients of a in A and B.
	Ua, Ub := NewInt(1), NewInt(0)
	for len(B) > 0 {
		q, r := A.div(B)
		A, B = B, r
		Ua, Ub = Ub, new(Int).Sub(Ua, new(Int).Mul(&Int{abs: q}, Ub))
	}
	if y != nil {
		// y = (z - a*x)/b
		t := new(Int).Mul(&Int{abs: a.abs}, Ua)
		t.Sub(&Int{abs: A}, t)
		t.Quo(t, &Int{abs: b.abs})
		y.set(t.neg != bneg, t.abs)
	}
	if x != nil {
		x.set(Ua.neg != aneg, Ua.abs)
	}
	return z.set(false, A.clone())
}

// Rand sets z to a pseudo-random number in [0, n) and returns z.
func (z *Int) Rand(rnd *rand.Rand, n *Int) *Int {
	if n.neg || len(n.abs) == 0 {
		return z.SetInt64(0)
	}
	width := n.abs.bitLen()
	mask := ^Word(0)
	if b := uint(width % wordBits); b != 0 {
		mask = 1<<b - 1
	}
	for {
		r := make(nat, len(n.abs))
		for i := range r {
			r[i] = Word(rnd.Uint32()) | Word(rnd.Uint32())<<32
		}
		r[len(r)-1] &= mask
		if r = r.norm(); r.cmp(n.abs) < 0 {
			return z.set(false, r)
		}
	}
}

// ModInverse sets z to the multiplicative inverse of g in the ring ℤ/nℤ and returns z. If g and n are not relatively prime, z is unchanged and the return value is
// nil. If n == 0, a division-by-zero run-time panic occurs.
func (z *Int) ModInverse(g, n *Int) *Int {
	m := &Int{abs: n.abs}
	r := new(Int).Mod(g, m)
	var d, x Int
	d.GCD(&x, nil, r, m)
	if len(d.abs) != 1 || d.abs[0] != 1 {
		return nil
	}
	if x.neg {
		x.Add(&x, m)
	}
	return z.set(false, x.abs)
}

// Jacobi returns the Jacobi symbol (x/y), either +1, -1, or 0. The y argument must be an odd integer.
func Jacobi(x, y *Int) int {
	if len(y.abs) == 0 || y.abs[0]&1 == 0 {
		panic("big: invalid 2nd argument to Int.Jacobi: need odd integer but got " + y.String())
	}
	j := 1
	if y.neg && x.neg {
		j = -1
	}
	a, b := new(Int).Set(x), &Int{abs: y.abs}
	for {
		if len(b.abs) == 1 && b.abs[0] == 1 {
			return j
		}
		if len(a.abs) == 0 {
			return 0
		}
		a.Mod(a, b)
		if len(a.abs) == 0 {
			return 0
		}
		// a is positive now; its factors of two first.
		s := a.abs.trailingZeros()
		if m := b.abs[0] & 7; s&1 != 0 && (m == 3 || m == 5) {
			j = -j
		}
		c := a.abs.shr(s)
		// Quadratic reciprocity.
		if b.abs[0]&3 == 3 && c[0]&3 == 3 {
			j = -j
		}
		a, b = &Int{abs: b.abs}, &Int{abs: c}
	}
}

// ModSqrt sets z to a square root of x mod p if such a square root exists, and returns z. The modulus p must be an odd prime. If x is not a square mod p, z is
// unchanged and the result is nil.
func (z *Int) ModSqrt(x, p *Int) *Int {
	switch Jacobi(x, p) {
	case -1:
		return nil
	case 0:
		return z.SetInt64(0)
	}
	x = new(Int).Mod(x, p)
	if p.abs[0]&3 == 3 {
		e := p.abs.add(natOne).shr(2)
		return z.set(false, x.abs.powMod(e, p.abs))
	}
	// Tonelli and Shanks: p-1 = s 2**e, n a non-residue.
	s := p.abs.sub(natOne)
	e := s.trailingZeros()
	s = s.shr(e)
	n := NewInt(2)
	for Jacobi(n, p) != -1 {
		n.Add(n, NewInt(1))
	}
	m := p.abs
	y := x.abs.powMod(s.add(natOne).shr(1), m)
	b := x.abs.powMod(s, m)
	g := n.abs.powMod(s, m)
	for r := e; ; {
		k := uint(0)
		for t := b; t.cmp(natOne) != 0; k++ {
			t = t.mul(t).mod(m)
		}
		if k == 0 {
			return z.set(false, y)
		}
		t := g
		for range r - k - 1 {
			t = t.mul(t).mod(m)
		}
		g = t.mul(t).mod(m)
		y = y.mul(t).mod(m)
		b = b.mul(g).mod(m)
		r = k
	}
}

// Lsh sets z = x << n and returns z.
func (z *Int) Lsh(x *Int, n uint) *Int { return z.set(x.neg, x.abs.shl(n)) }

// Rsh sets z = x >> n and returns z: an arithmetic shift, rounding down.
func (z *Int) Rsh(x *Int, n uint) *Int {
	r := x.abs.shr(n)
	if x.neg && x.abs.anyBelow(n) {
		r = r.add(natOne)
	}
	return z.set(x.neg, r)
}

// Bit returns the value of the i'th bit of x. The bit index i must be >= 0.
func (x *Int) Bit(i int) uint {
	if i < 0 {
		panic("negative bit index")
	}
	if x.neg {
		return x.abs.sub(natOne).bit(uint(i)) ^ 1
	}
	return x.abs.bit(uint(i))
}

// SetBit sets z to x, with x's i'th bit set to b (0 or 1).
func (z *Int) SetBit(x *Int, i int, b uint) *Int {
	if i < 0 {
		panic("negative bit index")
	}
	bit := &Int{abs: natOne.shl(uint(i))}
	switch b {
	case 0:
		return z.AndNot(x, bit)
	case 1:
		return z.Or(x, bit)
	}
	panic("set bit is not 0 or 1")
}

// The logical operations see negative numbers in two's complement: -x is ^(x-1).

// And sets z = x & y and returns z.
func (z *Int) And(x, y *Int) *Int {
	switch {
	case x.neg && y.neg:
		return z.set(true, x.abs.sub(natOne).or(y.abs.sub(natOne)).add(natOne))
	case !x.neg && !y.neg:
		return z.set(false, x.abs.and(y.abs))
	case x.neg:
		x, y = y, x
	}
	return z.set(false, x.abs.andNot(y.abs.sub(natOne)))
}

// AndNot sets z = x &^ y and returns z.
func (z *Int) AndNot(x, y *Int) *Int {
	switch {
	case x.neg && y.neg:
		return z.set(false, y.abs.sub(natOne).andNot(x.abs.sub(natOne)))
	case !x.neg && !y.neg:
		return z.set(false, x.abs.andNot(y.abs))
	case x.neg:
		return z.set(true, x.abs.sub(natOne).or(y.abs).add(natOne))
	}
	return z.set(false, x.abs.and(y.abs.sub(natOne)))
}

// Or sets z = x | y and returns z.
func (z *Int) Or(x, y *Int) *Int {
	switch {
	case x.neg && y.neg:
		return z.set(true, x.abs.sub(natOne).and(y.abs.sub(natOne)).add(natOne))
	case !x.neg && !y.neg:
		return z.set(false, x.abs.or(y.abs))
	case x.neg:
		x, y = y, x
	}
	return z.set(true, y.abs.sub(natOne).andNot(x.abs).add(natOne))
}

// Xor sets z = x ^ y and returns z.
func (z *Int) Xor(x, y *Int) *Int {
	switch {
	case x.neg && y.neg:
		return z.set(false, x.abs.sub(natOne).xor(y.abs.sub(natOne)))
	case !x.neg && !y.neg:
		return z.set(false, x.abs.xor(y.abs))
	case x.neg:
		x, y = y, x
	}
	return z.set(true, x.abs.xor(y.abs.sub(natOne)).add(natOne))
}

// Not sets z = ^x and returns z.
func (z *Int) Not(x *Int) *Int {
	if x.neg {
		return z.set(false, x.abs.sub(natOne))
	}
	return z.set(true, x.abs.add(natOne))
}

// Sqrt sets z to ⌊√x⌋, the largest integer such that z² ≤ x, and returns z. It panics if x is negative.
func (z *Int) Sqrt(x *Int) *Int {
	if x.neg {
		panic("square root of negative number")
	}
	return z.set(false, x.abs.sqrt())
}

// ProbablyPrime reports whether x is probably prime, applying the Miller-Rabin test with n pseudorandomly chosen bases as well as a Baillie-PSW test.
func (x *Int) ProbablyPrime(n int) bool {
	if n < 0 {
		panic("negative n for ProbablyPrime")
	}
	if x.neg || len(x.abs) == 0 {
		return false
	}
	w := x.abs[0]
	if len(x.abs) == 1 && w < 64 {
		const primes = 1<<2 | 1<<3 | 1<<5 | 1<<7 | 1<<11 | 1<<13 | 1<<17 | 1<<19 | 1<<23 | 1<<29 | 1<<31 | 1<<37 | 1<<41 | 1<<43 | 1<<47 | 1<<53 | 1<<59 | 1<<61
		return uint64(primes)>>w&1 != 0
	}
	if w&1 == 0 {
		return false
	}
	for _, p := range [...]Word{3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53} {
		if _, r := x.abs.divWord(p); r == 0 {
			return false
		}
	}
	return x.abs.millerRabin(n+1) && x.abs.lucas()
}

// millerRabin tests x with reps bases, the last of which is 2.
func (x nat) millerRabin(reps int) bool {
	minus1 := x.sub(natOne)
	k := minus1.trailingZeros()
	q := minus1.shr(k)
	rnd := rand.New(rand.NewSource(int64(x[0])))
	limit := &Int{abs: minus1.sub(natWord(2))}
next:
	for i := range reps {
		base := natWord(2)
		if i < reps-1 {
			base = new(Int).Rand(rnd, limit).abs.add(natWord(2))
		}
		y := base.powMod(q, x)
		if y.cmp(natOne) == 0 || y.cmp(minus1) == 0 {
			continue
		}
		for j := uint(1); j < k; j++ {
			y = y.mul(y).mod(x)
			if y.cmp(minus1) == 0 {
				continue next
			}
			if y.cmp(natOne) == 0 {
				return false
			}
		}
		return false
	}
	return true
}

// lucas is the "almost extra strong" Lucas test: with P the first for which P²-4 is a non-residue, V of the Lucas sequence must vanish or be ±2 where a prime's
// would.
func (x nat) lucas() bool {
	n := &Int{abs: x}
	p := int64(3)
	for ; ; p++ {
		if p == 40 {
			// Squares have no such P.
			if r := x.sqrt(); r.mul(r).cmp(x) == 0 {
				return false
			}
		}
		j := Jacobi(NewInt(p*p-4), n)
		if j == -1 {
			break
		}
		if j == 0 {
			return len(x) == 1 && x[0] == Word(p+2)
		}
	}
	s := x.add(natOne)
	r := s.trailingZeros()
	s = s.shr(r)
	minus2 := x.sub(natWord(2))
	P := natWord(Word(p))
	// V(k) and V(k+1), by V(2k) = V(k)²-2, V(2k+1) = V(k)V(k+1)-P.
	vk, vk1 := natWord(2), P
	for i := s.bitLen() - 1; i >= 0; i-- {
		cross := vk.mul(vk1).add(x).sub(P).mod(x)
		if s.bit(uint(i)) != 0 {
			vk, vk1 = cross, vk1.mul(vk1).add(minus2).mod(x)
		} else {
			vk, vk1 = vk.mul(vk).add(minus2).mod(x), cross
		}
	}
	if vk.cmp(natWord(2)) == 0 || vk.cmp(minus2) == 0 {
		// U(s) must be 0: P V(s) = 2 V(s+1).
		a, b := vk.mul(P).mod(x), vk1.shl(1).mod(x)
		if a.cmp(b) == 0 {
			return true
		}
	}
	for t := uint(0); t+1 < r; t++ {
		if len(vk) == 0 {
			return true
		}
		if len(vk) == 1 && vk[0] == 2 {
			return false
		}
		vk = vk.mul(vk).add(minus2).mod(x)
	}
	return false
}
