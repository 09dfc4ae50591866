package strconv

import "math/bits"

// shortestDecimal returns the decimal number d * 10**k with the fewest digits that rounds to mantissa * 2**exp, the closest one if several
// have as few. lowerCloser says that the next smaller float is half as far as the next larger one. The method is Raffaello Giulietti's Schubfach
// ("The Schubfach way to render doubles", 2020).
func shortestDecimal(mantissa uint64, exp int, lowerCloser bool) (d uint64, k int) {
	odd := mantissa & 1
	left := 4*mantissa - 2
	if lowerCloser {
		left++
		k = (exp*1262611 - 524031) >> 22 // floor(log10(3/4 * 2**exp))
	} else {
		k = (exp * 1262611) >> 22 // floor(log10(2**exp))
	}
	h := uint(exp + log2Pow10(-k) + 1)
	g := powersOfTen[-k-minPower10]
	lower := roundToOdd(g, left<<h) + odd
	v := roundToOdd(g, (4*mantissa)<<h)
	upper := roundToOdd(g, (4*mantissa+2)<<h) - odd
	s := v / 4
	if s >= 10 {
		ten := s / 10
		below := lower <= 40*ten
		above := 40*ten+40 <= upper
		if below != above {
			if above {
				ten++
			}
			return ten, k + 1
		}
	}
	below := lower <= 4*s
	above := 4*s+4 <= upper
	if below != above {
		if above {
			s++
		}
		return s, k
	}
	if middle := 4*s + 2; v > middle || v == middle && s&1 != 0 {
		s++
	}
	return s, k
}

// log2Pow10 returns floor(log2(10**e)).
func log2Pow10(e int) int { return (e * 1741647) >> 19 }

// roundToOdd returns the product's bits above 2**128, the last one set if any bit below is.
func roundToOdd(g [2]uint64, c uint64) uint64 {
	x, _ := bits.Mul64(g[1], c)
	high, low := bits.Mul64(g[0], c)
	low, carry := bits.Add64(low, x, 0)
	high += carry
	if low > 1 {
		high |= 1
	}
	return high
}
