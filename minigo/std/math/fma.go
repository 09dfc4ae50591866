package math

import "math/bits"

// FMA returns x * y + z, computed with only one rounding.
func FMA(x, y, z float64) float64 {
	if hasFMA() {
		return fmaHardware(x, y, z)
	}
	return fmaSoftware(x, y, z)
}

// fmaParts takes x apart, for x finite and not 0: the mantissa has its top bit at 52.
func fmaParts(x float64) (negative bool, exp int, m uint64) {
	m, exp = integer(Abs(x))
	n := bits.LeadingZeros64(m) - 11
	return Signbit(x), exp - n, m << n
}

// shiftSticky shifts hi:lo right by n; bits that fall out set the lowest bit.
func shiftSticky(hi, lo uint64, n int) (uint64, uint64) {
	var lost uint64
	switch {
	case n == 0:
		return hi, lo
	case n < 64:
		lost = lo << (64 - n)
		lo = lo>>n | hi<<(64-n)
		hi >>= n
	case n < 128:
		lost = lo
		if n > 64 {
			lost |= hi << (128 - n)
		}
		hi, lo = 0, hi>>(n-64)
	default:
		hi, lo, lost = 0, 0, hi|lo
	}
	if lost != 0 {
		lo |= 1
	}
	return hi, lo
}

func fmaSoftware(x, y, z float64) float64 {
	switch {
	case x == 0 || y == 0 || IsInf(x, 0) || IsInf(y, 0) || x != x || y != y || z != z:
		return x*y + z
	case z == 0:
		return x * y
	case IsInf(z, 0):
		return z
	}
	xs, xe, xm := fmaParts(x)
	ys, ye, ym := fmaParts(y)
	zs, ze, zm := fmaParts(z)
	// Both as 128-bit numbers with the top bit at 125 or 126: there is room for a carry, and for bits shifted out.
	ps := xs != ys
	ph, pl := bits.Mul64(xm<<10, ym<<11)
	pe := xe + ye - 21
	zh, zl := zm<<10, uint64(0)
	ze -= 74
	if ph>>62 == 0 {
		ph, pl = ph<<1|pl>>63, pl<<1
		pe--
	}
	if pe < ze || pe == ze && (ph < zh || ph == zh && pl < zl) {
		ps, pe, ph, pl, zs, ze, zh, zl = zs, ze, zh, zl, ps, pe, ph, pl
	}
	zh, zl = shiftSticky(zh, zl, pe-ze)
	var carry uint64
	if ps == zs {
		pl, carry = bits.Add64(pl, zl, 0)
		ph, _ = bits.Add64(ph, zh, carry)
	} else {
		pl, carry = bits.Sub64(pl, zl, 0)
		ph, _ = bits.Sub64(ph, zh, carry)
		if ph|pl == 0 {
			return 0
		}
	}
	// Bring the top bit to 62 of hi, then round at bit 10 (or higher, if the result is denormal).
	n := bits.LeadingZeros64(ph)
	if n == 64 {
		n += bits.LeadingZeros64(pl)
	}
	switch {
	case n == 0:
		ph, pl = shiftSticky(ph, pl, 1)
	case n > 64:
		ph, pl = pl<<(n-65), 0
	case n > 1:
		ph, pl = ph<<(n-1)|pl>>(65-n), pl<<(n-1)
	}
	pe += 1 - n
	m := ph
	if pl != 0 {
		m |= 1
	}
	pe += 64 + 10 // of the rounded mantissa's last bit
	if pe < -1074 {
		_, m = shiftSticky(0, m, min(-1074-pe, 100))
		pe = -1074
	}
	low := m & (1<<10 - 1)
	m >>= 10
	if low > 1<<9 || low == 1<<9 && m&1 == 1 {
		m++
	}
	r := Ldexp(float64(m), pe)
	if ps {
		r = -r
	}
	return r
}
