package strconv

import (
	"math"
	"math/bits"
)

// floatFormat describes float32 or float64: bits of the mantissa without the leading one, bits of the exponent, exponent bias.
type floatFormat struct {
	mantissaBits uint
	exponentBits uint
	bias         int
}

var float32Format = floatFormat{23, 8, -127}
var float64Format = floatFormat{52, 11, -1023}

// number is a float literal taken apart: mantissa * base**exp, with the digits kept for the case that 19 of them do not decide.
type number struct {
	mantissa  uint64
	exp       int
	negative  bool
	truncated bool // digits beyond the mantissa's are not all zero
	hex       bool
	digits    string // from the first significant one, with '.' and '_' still in it
}

// readFloat reads the longest float literal at the start of s; n is its length.
func readFloat(s string) (x number, n int, ok bool) {
	i := 0
	underscores := false
	if i < len(s) && (s[i] == '+' || s[i] == '-') {
		x.negative = s[i] == '-'
		i++
	}
	base, maxDigits, expChar := uint64(10), 19, byte('e')
	if i+2 < len(s) && s[i] == '0' && lower(s[i+1]) == 'x' {
		base, maxDigits, expChar = 16, 16, 'p'
		x.hex = true
		i += 2
	}
	sawDot, sawDigits := false, false
	count, kept := 0, 0
	start := -1
loop:
	for ; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '_':
			underscores = true
			continue
		case c == '.':
			if sawDot {
				break loop
			}
			sawDot = true
			continue
		}
		d, isDigit := digitValue(c)
		if !isDigit || uint64(d) >= base || d >= 10 && !x.hex {
			break
		}
		sawDigits = true
		if d == 0 && count == 0 {
			continue // leading zero
		}
		if start < 0 {
			start = i
		}
		count++
		if kept < maxDigits {
			x.mantissa = x.mantissa*base + uint64(d)
			kept++
		} else if d != 0 {
			x.truncated = true
		}
	}
	if !sawDigits {
		return x, 0, false
	}
	if start >= 0 {
		x.digits = s[start:i]
	}
	x.exp = decimalPoint(s[:i], x.hex) - kept
	if x.hex {
		x.exp *= 4
	}
	if i < len(s) && lower(s[i]) == expChar {
		e, end, valid := readExponent(s, i+1, &underscores)
		if !valid {
			return x, 0, false
		}
		x.exp += e
		i = end
	} else if x.hex {
		return x, 0, false // the exponent is not optional
	}
	if underscores && !underscoreOK(s[:i]) {
		return x, 0, false
	}
	if x.mantissa == 0 {
		x.exp = 0
	}
	return x, i, true
}

// decimalPoint returns the number of significant digits in front of the point; negative for zeros that follow it.
func decimalPoint(s string, hex bool) int {
	if len(s) > 0 && (s[0] == '+' || s[0] == '-') {
		s = s[1:]
	}
	if hex {
		s = s[2:]
	}
	point, started, dot := 0, false, false
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '_':
		case c == '.':
			dot = true
		case c == '0' && !started:
			if dot {
				point--
			}
		default:
			started = true
			if !dot {
				point++
			}
		}
	}
	return point
}

func readExponent(s string, i int, underscores *bool) (e, end int, ok bool) {
	if i >= len(s) {
		return 0, 0, false
	}
	negative := s[i] == '-'
	if negative || s[i] == '+' {
		i++
	}
	if i >= len(s) || s[i] < '0' || s[i] > '9' {
		return 0, 0, false
	}
	for ; i < len(s) && ('0' <= s[i] && s[i] <= '9' || s[i] == '_'); i++ {
		if s[i] == '_' {
			*underscores = true
		} else if e < 100000 {
			e = e*10 + int(s[i]-'0')
		}
	}
	if negative {
		e = -e
	}
	return e, i, true
}

// special recognises infinities and NaN at the start of s.
func special(s string) (f float64, n int, ok bool) {
	rest := s
	sign := 0
	if len(rest) > 0 && (rest[0] == '+' || rest[0] == '-') {
		sign = 1
		rest = rest[1:]
	}
	for _, word := range [...]string{"infinity", "inf"} {
		if hasPrefixFold(rest, word) {
			f = math.Inf(1)
			if sign == 1 && s[0] == '-' {
				f = math.Inf(-1)
			}
			return f, sign + len(word), true
		}
	}
	if sign == 0 && hasPrefixFold(rest, "nan") {
		return math.NaN(), 3, true
	}
	return 0, 0, false
}

func hasPrefixFold(s, prefix string) bool {
	if len(s) < len(prefix) {
		return false
	}
	for i := 0; i < len(prefix); i++ {
		if lower(s[i]) != prefix[i] {
			return false
		}
	}
	return true
}

var exactPowers = [...]float64{1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// convert rounds x to the format, to nearest even; ok is false on overflow, when the bits are those of infinity.
func (x *number) convert(format *floatFormat) (b uint64, ok bool) {
	if x.mantissa == 0 {
		return format.sign(x.negative), true
	}
	if x.hex {
		return format.assemble(x.mantissa, x.exp, x.truncated, x.negative)
	}
	if x.exp > 310 {
		return format.assemble(1<<63, 2000, false, x.negative)
	}
	if x.exp < -400 {
		return format.sign(x.negative), true
	}
	if !x.truncated && format == &float64Format && x.mantissa < 1<<53 && -22 <= x.exp && x.exp <= 22 {
		f := float64(x.mantissa)
		if x.exp < 0 {
			f /= exactPowers[-x.exp]
		} else {
			f *= exactPowers[x.exp]
		}
		return math.Float64bits(f) | format.sign(x.negative), true
	}
	if minPower10 <= x.exp && x.exp <= maxPower10 {
		if b, ok, sure := x.approximate(format); sure {
			return b, ok
		}
	}
	top, exp, sticky := x.exact()
	return format.assemble(top, exp, sticky, x.negative)
}

// approximate multiplies by the 128-bit power of ten. The product is too large by less than 2**-62 of its top word's last bit; sure is false when
// that could change the rounding, or when digits were left out and matter.
func (x *number) approximate(format *floatFormat) (b uint64, ok, sure bool) {
	shift := uint(bits.LeadingZeros64(x.mantissa))
	m := x.mantissa << shift
	g := powersOfTen[x.exp-minPower10]
	high, low := bits.Mul64(g[0], m)
	carryHigh, _ := bits.Mul64(g[1], m)
	low, carry := bits.Add64(low, carryHigh, 0)
	high += carry
	exp := log2Pow10(x.exp) - 63 + 64 - int(shift) // value = (high + low/2**64) * 2**exp
	if high>>63 == 0 {
		high = high<<1 | low>>63
		low <<= 1
		exp--
	}
	// The true value lies in (value - 4*2**-64, value + error of the omitted digits).
	slack := uint64(8)
	drop := format.dropped(exp)
	if drop > 63 {
		return 0, false, false
	}
	mask := uint64(1)<<drop - 1
	below, half := high&mask, uint64(1)<<(drop-1)
	if x.truncated {
		return x.approximateTruncated(format, high, exp, below, half)
	}
	if (below == half || below == 0) && low <= slack || below == half-1 && low >= -slack || below == mask && low >= -slack {
		return 0, false, false
	}
	b, ok = format.assemble(high, exp, low != 0, x.negative)
	return b, ok, true
}

// approximateTruncated decides only when a change of the 19th digit (at most 2**5 in the top word) could not matter.
func (x *number) approximateTruncated(format *floatFormat, high uint64, exp int, below, half uint64) (b uint64, ok, sure bool) {
	const slack = 64
	if half <= 2*slack || below+slack >= half && below <= half+slack || below < slack || below > 2*half-1-slack {
		return 0, false, false
	}
	b, ok = format.assemble(high, exp, true, x.negative)
	return b, ok, true
}

// exact evaluates all digits with big numbers: 64 leading bits, their exponent, and whether anything lies below.
func (x *number) exact() (top uint64, exp int, sticky bool) {
	const most = 800 // digits beyond cannot change a decision but by being not zero
	n := make(natural, 0, 128)
	count := 0
	total := 0
	for i := 0; i < len(x.digits); i++ {
		c := x.digits[i]
		if c == '.' || c == '_' {
			continue
		}
		total++
		if count < most {
			n = n.mulAdd(10, uint32(c-'0'))
			count++
		} else if c != '0' {
			sticky = true
		}
	}
	kept := min(total, 19)
	power := x.exp + kept - count
	var more bool
	if power >= 0 {
		top, exp, more = n.mulPow(10, power).topBits()
	} else {
		top, exp, more = quotient(n, natural{1}.mulPow(10, -power))
	}
	return top, exp, sticky || more
}

func (f *floatFormat) sign(negative bool) uint64 {
	if negative {
		return 1 << (f.mantissaBits + f.exponentBits)
	}
	return 0
}

// dropped returns how many of 64 leading bits at 2**exp the format cannot keep.
func (f *floatFormat) dropped(exp int) uint {
	drop := 63 - int(f.mantissaBits)
	if least := f.bias + 1 - int(f.mantissaBits); exp+drop < least { // subnormal
		drop = least - exp
	}
	return uint(drop)
}

// assemble rounds m * 2**exp (more if sticky) to the format's bits.
func (f *floatFormat) assemble(m uint64, exp int, sticky, negative bool) (b uint64, ok bool) {
	shift := bits.LeadingZeros64(m)
	m <<= uint(shift)
	exp -= shift
	drop := f.dropped(exp)
	var kept uint64
	if drop <= 64 {
		half := uint64(1) << (drop - 1)
		below := m
		if drop < 64 {
			kept = m >> drop
			below = m & (1<<drop - 1)
		}
		if below > half || below == half && (sticky || kept&1 != 0) {
			kept++
		}
	}
	exponent := exp + int(drop) + int(f.mantissaBits) - f.bias // biased
	if kept>>(f.mantissaBits+1) != 0 {
		kept >>= 1
		exponent++
	}
	if kept>>f.mantissaBits == 0 {
		exponent = 0 // subnormal or zero
	}
	limit := 1<<f.exponentBits - 1
	if exponent >= limit {
		return uint64(limit)<<f.mantissaBits | f.sign(negative), false
	}
	return kept&(1<<f.mantissaBits-1) | uint64(exponent)<<f.mantissaBits | f.sign(negative), true
}

// parseFloatPrefix parses the float at the start of s; n is the number of bytes used.
func parseFloatPrefix(s string, bitSize int) (f float64, n int, err error) {
	const fn = "ParseFloat"
	if f, n, ok := special(s); ok {
		return f, n, nil
	}
	x, n, ok := readFloat(s)
	if !ok {
		return 0, n, syntaxError(fn, s)
	}
	if bitSize == 32 {
		b, inRange := x.convert(&float32Format)
		f = float64(math.Float32frombits(uint32(b)))
		ok = inRange
	} else {
		b, inRange := x.convert(&float64Format)
		f = math.Float64frombits(b)
		ok = inRange
	}
	if !ok {
		err = rangeError(fn, s)
	}
	return f, n, err
}

// ParseFloat converts the string s to a floating-point number with the precision specified by bitSize: 32 for float32, or 64 for float64.
func ParseFloat(s string, bitSize int) (float64, error) {
	f, n, err := parseFloatPrefix(s, bitSize)
	if n != len(s) && (err == nil || err.(*NumError).Err != ErrSyntax) {
		return 0, syntaxError("ParseFloat", s)
	}
	return f, err
}
