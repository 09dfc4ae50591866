package bits

// Add returns the sum with carry of x, y and carry, which must be 0 or 1. The carryOut output is guaranteed to be 0 or 1.
func Add(x, y, carry uint) (sum, carryOut uint) {
	s, c := Add64(uint64(x), uint64(y), uint64(carry))
	return uint(s), uint(c)
}

// Add32 returns the sum with carry of x, y and carry.
func Add32(x, y, carry uint32) (sum, carryOut uint32) {
	s := uint64(x) + uint64(y) + uint64(carry)
	return uint32(s), uint32(s >> 32)
}

// Add64 returns the sum with carry of x, y and carry.
func Add64(x, y, carry uint64) (sum, carryOut uint64) {
	sum = x + y + carry
	// There is a carry if both top bits are set, or one of them and not that of the sum.
	return sum, (x&y | (x|y)&^sum) >> 63
}

// Sub returns the difference of x, y and borrow, which must be 0 or 1. The borrowOut output is guaranteed to be 0 or 1.
func Sub(x, y, borrow uint) (diff, borrowOut uint) {
	d, b := Sub64(uint64(x), uint64(y), uint64(borrow))
	return uint(d), uint(b)
}

// Sub32 returns the difference of x, y and borrow.
func Sub32(x, y, borrow uint32) (diff, borrowOut uint32) {
	d := uint64(x) - uint64(y) - uint64(borrow)
	return uint32(d), uint32(d >> 63)
}

// Sub64 returns the difference of x, y and borrow.
func Sub64(x, y, borrow uint64) (diff, borrowOut uint64) {
	diff = x - y - borrow
	return diff, (^x&y | ^(x^y)&diff) >> 63
}

// Mul returns the full-width product of x and y.
func Mul(x, y uint) (hi, lo uint) {
	h, l := Mul64(uint64(x), uint64(y))
	return uint(h), uint(l)
}

// Mul32 returns the full-width product of x and y.
func Mul32(x, y uint32) (hi, lo uint32) {
	p := uint64(x) * uint64(y)
	return uint32(p >> 32), uint32(p)
}

// Mul64 returns the full-width product of x and y.
func Mul64(x, y uint64) (hi, lo uint64) {
	const mask = 1<<32 - 1
	xl, xh, yl, yh := x&mask, x>>32, y&mask, y>>32
	middle := xh*yl + xl*yl>>32
	low := middle&mask + xl*yh
	return xh*yh + middle>>32 + low>>32, x * y
}

// Div returns the quotient and remainder of (hi, lo) divided by y. It panics for y == 0 or y <= hi (the quotient overflows).
func Div(hi, lo, y uint) (quo, rem uint) {
	q, r := Div64(uint64(hi), uint64(lo), uint64(y))
	return uint(q), uint(r)
}

// Div32 returns the quotient and remainder of (hi, lo) divided by y.
func Div32(hi, lo, y uint32) (quo, rem uint32) {
	if y != 0 && y <= hi {
		panicoverflow()
	}
	z := uint64(hi)<<32 | uint64(lo)
	return uint32(z / uint64(y)), uint32(z % uint64(y))
}

// Div64 returns the quotient and remainder of (hi, lo) divided by y.
func Div64(hi, lo, y uint64) (quo, rem uint64) {
	switch {
	case y == 0:
		panicdivide()
	case y <= hi:
		panicoverflow()
	case hi == 0:
		return lo / y, lo % y
	}
	// Schoolbook division in base 1<<32 (Knuth, volume 2, 4.3.1, algorithm D) of a divisor whose top bit is set.
	s := uint(LeadingZeros64(y))
	y <<= s
	hi = hi<<s | lo>>(64-s)
	lo <<= s
	q1, hi := divStep(hi, lo>>32, y)
	q0, rem := divStep(hi, lo&(1<<32-1), y)
	return q1<<32 | q0, rem >> s
}

// divStep divides hi<<32 + digit by y, for hi < y and y >= 1<<63; the quotient is less than 1<<32.
func divStep(hi, digit, y uint64) (quo, rem uint64) {
	y1, y0 := y>>32, y&(1<<32-1)
	q := hi / y1
	r := hi - q*y1
	// The estimate is at most two too large.
	for q >= 1<<32 || q*y0 > r<<32+digit {
		q--
		r += y1
		if r >= 1<<32 {
			break
		}
	}
	return q, hi<<32 + digit - q*y
}

// Rem returns the remainder of (hi, lo) divided by y. It panics for y == 0 but does not panic on a quotient overflow.
func Rem(hi, lo, y uint) uint { return uint(Rem64(uint64(hi), uint64(lo), uint64(y))) }

// Rem32 returns the remainder of (hi, lo) divided by y.
func Rem32(hi, lo, y uint32) uint32 { return uint32((uint64(hi)<<32 | uint64(lo)) % uint64(y)) }

// Rem64 returns the remainder of (hi, lo) divided by y.
func Rem64(hi, lo, y uint64) uint64 {
	_, rem := Div64(hi%y, lo, y)
	return rem
}
