package big

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"
)

// A Rat represents a quotient a/b of arbitrary precision. The zero value for a Rat represents the value 0.
type Rat struct {
	a Int
	b Int // its absolute value; without words: 1
}

// NewRat creates a new Rat with numerator a and denominator b.
func NewRat(a, b int64) *Rat { return new(Rat).SetFrac64(a, b) }

// den is the denominator.
func (x *Rat) den() nat {
	if len(x.b.abs) == 0 {
		return natOne
	}
	return x.b.abs
}

// setNorm sets z to the quotient, in lowest terms.
func (z *Rat) setNorm(neg bool, a, b nat) *Rat {
	if g := a.gcd(b); g.cmp(natOne) != 0 {
		a, _ = a.div(g)
		b, _ = b.div(g)
	}
	z.a.set(neg, a)
	z.b.set(false, b)
	return z
}

// SetFloat64 sets z to exactly f and returns z. If f is not finite, SetFloat64 returns nil.
func (z *Rat) SetFloat64(f float64) *Rat {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return nil
	}
	m, e := math.Frexp(math.Abs(f))
	mant := natUint64(uint64(m * (1 << 53)))
	if e -= 53; e >= 0 {
		return z.setNorm(f < 0, mant.shl(uint(e)), natOne)
	}
	return z.setNorm(f < 0, mant, natOne.shl(uint(-e)))
}

// quoFloat returns the floating-point number with size mantissa bits nearest to x/y, and whether it is exact. The exponents of the last bit of the smallest
// number and of the first bit of the largest are given.
func (x nat) quoFloat(y nat, size uint, least, most int) (f float64, exact bool) {
	if len(x) == 0 {
		return 0, true
	}
	// A quotient of size+1 or size+2 bits; fewer, if it is denormal.
	shift := int(size) + 2 - (x.bitLen() - y.bitLen())
	exp := -shift // of the quotient's last bit
	if exp < least-2 {
		shift -= least - 2 - exp
		exp = least - 2
	}
	if shift >= 0 {
		x = x.shl(uint(shift))
	} else {
		y = y.shl(uint(-shift))
	}
	q, r := x.div(y)
	m := q.low64()
	sticky := len(r) > 0
	for n := q.bitLen() - int(size); n > 0 || exp < least; n-- {
		// Bits that fall out: the last of them is the half, those before make it more than a half.
		last := n <= 1 && exp+1 >= least
		bit := m & 1
		m >>= 1
		exp++
		if last {
			exact = bit == 0 && !sticky
			if bit == 1 && (sticky || m&1 == 1) {
				m++
			}
			f = math.Ldexp(float64(m), exp)
			if size == 24 && f > math.MaxFloat32 {
				f = math.Inf(1)
			}
			return f, exact && !math.IsInf(f, 0)
		}
		sticky = sticky || bit == 1
	}
	return math.Ldexp(float64(m), exp), !sticky
}

// Float32 returns the nearest float32 value for x and a bool indicating whether f represents x exactly.
func (x *Rat) Float32() (f float32, exact bool) {
	v, exact := x.a.abs.quoFloat(x.den(), 24, -149, 127)
	if x.a.neg {
		v = -v
	}
	return float32(v), exact
}

// Float64 returns the nearest float64 value for x and a bool indicating whether f represents x exactly.
func (x *Rat) Float64() (f float64, exact bool) {
	f, exact = x.a.abs.quoFloat(x.den(), 53, -1074, 1023)
	if x.a.neg {
		f = -f
	}
	return f, exact
}

// SetFrac sets z to a/b and returns z. If b == 0, SetFrac panics.
func (z *Rat) SetFrac(a, b *Int) *Rat {
	if len(b.abs) == 0 {
		panic("division by zero")
	}
	return z.setNorm(a.neg != b.neg, a.abs.clone(), b.abs.clone())
}

// SetFrac64 sets z to a/b and returns z. If b == 0, SetFrac64 panics.
func (z *Rat) SetFrac64(a, b int64) *Rat { return z.SetFrac(NewInt(a), NewInt(b)) }

// SetInt sets z to x (by making a copy of x) and returns z.
func (z *Rat) SetInt(x *Int) *Rat { return z.setNorm(x.neg, x.abs.clone(), natOne) }

// SetInt64 sets z to x and returns z.
func (z *Rat) SetInt64(x int64) *Rat { return z.SetInt(NewInt(x)) }

// SetUint64 sets z to x and returns z.
func (z *Rat) SetUint64(x uint64) *Rat { return z.setNorm(false, natUint64(x), natOne) }

// Set sets z to x (by making a copy of x) and returns z.
func (z *Rat) Set(x *Rat) *Rat {
	if z != x {
		z.a.Set(&x.a)
		z.b.set(false, x.den().clone())
	}
	return z
}

// Abs sets z to |x| (the absolute value of x) and returns z.
func (z *Rat) Abs(x *Rat) *Rat {
	z.Set(x)
	z.a.neg = false
	return z
}

// Neg sets z to -x and returns z.
func (z *Rat) Neg(x *Rat) *Rat {
	z.Set(x)
	z.a.neg = len(z.a.abs) > 0 && !z.a.neg
	return z
}

// Inv sets z to 1/x and returns z. If x == 0, Inv panics.
func (z *Rat) Inv(x *Rat) *Rat {
	if len(x.a.abs) == 0 {
		panic("division by zero")
	}
	neg, a, b := x.a.neg, x.den(), x.a.abs
	z.a.set(neg, a)
	z.b.set(false, b)
	return z
}

// Sign returns -1, 0 or +1 as x is negative, zero or positive.
func (x *Rat) Sign() int { return x.a.Sign() }

// IsInt reports whether the denominator of x is 1.
func (x *Rat) IsInt() bool { return x.den().cmp(natOne) == 0 }

// Num returns the numerator of x; it may be <= 0. The result is a reference to x's numerator.
func (x *Rat) Num() *Int { return &x.a }

// Denom returns the denominator of x; it is always > 0. The result is a reference to x's denominator, unless x is an uninitialized (zero value) Rat.
func (x *Rat) Denom() *Int {
	if len(x.b.abs) == 0 {
		return &Int{abs: natOne.clone()}
	}
	return &x.b
}

// Cmp compares x and y and returns -1, 0 or +1.
func (x *Rat) Cmp(y *Rat) int {
	return (&Int{x.a.neg, x.a.abs.mul(y.den())}).Cmp(&Int{y.a.neg, y.a.abs.mul(x.den())})
}

// Add sets z to the sum x+y and returns z.
func (z *Rat) Add(x, y *Rat) *Rat {
	neg, a := addSigned(x.a.neg, x.a.abs.mul(y.den()), y.a.neg, y.a.abs.mul(x.den()))
	return z.setNorm(neg, a, x.den().mul(y.den()))
}

// Sub sets z to the difference x-y and returns z.
func (z *Rat) Sub(x, y *Rat) *Rat {
	neg, a := addSigned(x.a.neg, x.a.abs.mul(y.den()), !y.a.neg, y.a.abs.mul(x.den()))
	return z.setNorm(neg, a, x.den().mul(y.den()))
}

// Mul sets z to the product x*y and returns z.
func (z *Rat) Mul(x, y *Rat) *Rat {
	return z.setNorm(x.a.neg != y.a.neg, x.a.abs.mul(y.a.abs), x.den().mul(y.den()))
}

// Quo sets z to the quotient x/y and returns z. If y == 0, Quo panics.
func (z *Rat) Quo(x, y *Rat) *Rat {
	if len(y.a.abs) == 0 {
		panic("division by zero")
	}
	return z.setNorm(x.a.neg != y.a.neg, x.a.abs.mul(y.den()), x.den().mul(y.a.abs))
}

// SetString sets z to the value of s and returns z and a boolean indicating success. s can be given as a (possibly signed) fraction "a/b", or as a floating-point
// number optionally followed by an exponent.
func (z *Rat) SetString(s string) (*Rat, bool) {
	if s == "" {
		return nil, false
	}
	if num, den, ok := strings.Cut(s, "/"); ok {
		if _, ok := z.a.SetString(num, 0); !ok {
			return nil, false
		}
		n := scanNumber(den, 0, false)
		if !n.ok || n.size != len(den) || len(n.x) == 0 {
			return nil, false
		}
		return z.setNorm(z.a.neg, z.a.abs, n.x), true
	}
	neg, rest := sign(s)
	n := scanNumber(rest, 0, true)
	if !n.ok {
		return nil, false
	}
	rest = rest[n.size:]
	// The value is mantissa × 2**exp2 × 10**exp10.
	exp2, exp10 := int64(0), int64(0)
	perDigit := map[int]int64{2: 1, 8: 3, 16: 4}
	if n.base == 10 {
		exp10 = -int64(n.fraction)
	} else {
		exp2 = -int64(n.fraction) * perDigit[n.base]
	}
	if rest != "" {
		e, err := strconv.ParseInt(strings.ReplaceAll(rest[1:], "_", ""), 10, 64)
		if err != nil || strings.HasPrefix(rest[1:], "_") || strings.HasSuffix(rest, "_") {
			return nil, false
		}
		switch c := rest[0] | 0x20; {
		case c == 'e' && n.base == 10:
			exp10 += e
		case c == 'p' && n.base != 8:
			exp2 += e
		case c == 'p':
			exp2 += e
		default:
			return nil, false
		}
	}
	const limit = 1e6
	if exp10 < -limit || exp10 > limit || exp2 < -1e7 || exp2 > 1e7 {
		return nil, false
	}
	a, b := n.x, natOne
	scale := func(p nat, e int64) {
		if e >= 0 {
			a = a.mul(p)
		} else {
			b = b.mul(p)
		}
	}
	scale(natWord(10).pow(natUint64(magnitude(exp10))), exp10)
	scale(natOne.shl(uint(magnitude(exp2))), exp2)
	return z.setNorm(neg, a, b), true
}

func magnitude(v int64) uint64 {
	if v < 0 {
		return uint64(-v)
	}
	return uint64(v)
}

// Scan is a support routine for fmt.Scanner. It accepts the formats 'e', 'E', 'f', 'F', 'g', 'G', and 'v'. All formats are equivalent.
func (z *Rat) Scan(s fmt.ScanState, ch rune) error {
	token, err := s.Token(true, func(ch rune) bool { return strings.ContainsRune("+-/0123456789.eE", ch) })
	if err != nil {
		return err
	}
	if !strings.ContainsRune("efgEFGv", ch) {
		return errors.New("Rat.Scan: invalid verb")
	}
	if _, ok := z.SetString(string(token)); !ok {
		return errors.New("Rat.Scan: invalid syntax")
	}
	return nil
}

// String returns a string representation of x in the form "a/b" (even if b == 1).
func (x *Rat) String() string { return x.a.String() + "/" + string(x.den().itoa(10)) }

// RatString returns a string representation of x in the form "a/b" if b != 1, and in the form "a" if b == 1.
func (x *Rat) RatString() string {
	if x.IsInt() {
		return x.a.String()
	}
	return x.String()
}

// FloatString returns a string representation of x in decimal form with prec digits of precision after the radix point, rounded half away from zero.
func (x *Rat) FloatString(prec int) string {
	q, r := x.a.abs.div(x.den())
	p := natOne
	if prec > 0 {
		p = natWord(10).pow(natUint64(uint64(prec)))
	}
	fraction, r2 := r.mul(p).div(x.den())
	if r2.add(r2).cmp(x.den()) >= 0 {
		fraction = fraction.add(natOne)
		if fraction.cmp(p) >= 0 {
			q, fraction = q.add(natOne), fraction.sub(p)
		}
	}
	text := string(q.itoa(10))
	if x.a.neg {
		text = "-" + text
	}
	if prec > 0 {
		f := string(fraction.itoa(10))
		text += "." + strings.Repeat("0", prec-len(f)) + f
	}
	return text
}

// FloatPrec returns the number n of non-repeating digits immediately following the decimal point of the decimal representation of x. The boolean result indicates
// whether a decimal representation of x with that many fractional digits is exact or rounded.
func (x *Rat) FloatPrec() (n int, exact bool) {
	d := x.den()
	twos := d.trailingZeros()
	d = d.shr(twos)
	fives := uint(0)
	for {
		q, r := d.divWord(5)
		if r != 0 {
			break
		}
		d = q
		fives++
	}
	return int(max(twos, fives)), d.cmp(natOne) == 0
}

const ratGobVersion byte = 1

// GobEncode implements the encoding/gob.GobEncoder interface.
func (x *Rat) GobEncode() ([]byte, error) {
	if x == nil {
		return nil, nil
	}
	a, b := x.a.Bytes(), x.b.Bytes()
	n := len(a)
	head := ratGobVersion << 1
	if x.a.neg {
		head |= 1
	}
	buf := []byte{head, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}
	return append(append(buf, a...), b...), nil
}

// GobDecode implements the encoding/gob.GobDecoder interface.
func (z *Rat) GobDecode(buf []byte) error {
	if len(buf) == 0 {
		*z = Rat{}
		return nil
	}
	if len(buf) < 5 {
		return errors.New("Rat.GobDecode: buffer too small")
	}
	if buf[0]>>1 != ratGobVersion {
		return fmt.Errorf("Rat.GobDecode: encoding version %d not supported", buf[0]>>1)
	}
	n := uint64(buf[1])<<24 | uint64(buf[2])<<16 | uint64(buf[3])<<8 | uint64(buf[4])
	if uint64(len(buf)-5) < n {
		return errors.New("Rat.GobDecode: buffer too small")
	}
	z.a.set(buf[0]&1 != 0, natBytes(buf[5:5+n]))
	z.b.set(false, natBytes(buf[5+n:]))
	return nil
}

// AppendText implements the encoding.TextAppender interface.
func (x *Rat) AppendText(b []byte) ([]byte, error) { return append(b, x.RatString()...), nil }

// MarshalText implements the encoding.TextMarshaler interface.
func (x *Rat) MarshalText() (text []byte, err error) { return x.AppendText(nil) }

// UnmarshalText implements the encoding.TextUnmarshaler interface.
func (z *Rat) UnmarshalText(text []byte) error {
	if _, ok := z.SetString(string(text)); !ok {
		return fmt.Errorf("math/big: cannot unmarshal %q into a *big.Rat", text)
	}
	return nil
}
