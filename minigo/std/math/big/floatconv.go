package big

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// SetString sets z to the value of s and returns z and a boolean indicating success. s must be a floating-point number of the same format as accepted by Parse,
// with base argument 0.
func (z *Float) SetString(s string) (*Float, bool) {
	if f, _, err := z.Parse(s, 0); err == nil {
		return f, true
	}
	return nil, false
}

// ParseFloat is like f.Parse(s, base) with f set to the given precision and rounding mode.
func ParseFloat(s string, base int, prec uint, mode RoundingMode) (f *Float, b int, err error) {
	return new(Float).SetPrec(prec).SetMode(mode).Parse(s, base)
}

// Parse parses s which must contain a text representation of a floating-point number with a mantissa in the given conversion base (the exponent is always a
// decimal number), or a string representing an infinite value. Base 0: a prefix tells it.
func (z *Float) Parse(s string, base int) (f *Float, b int, err error) {
	z.defaultPrec(64)
	if len(s) == 3 && s == "Inf" || s == "inf" {
		return z.SetInf(false), 0, nil
	}
	if len(s) == 4 && (s[0] == '+' || s[0] == '-') && (s[1:] == "Inf" || s[1:] == "inf") {
		return z.SetInf(s[0] == '-'), 0, nil
	}
	if s == "" {
		return nil, 0, io.EOF
	}
	neg, rest := sign(s)
	n := scanNumber(rest, base, true)
	if !n.ok {
		if n.digits == 0 {
			return nil, 0, errors.New("number has no digits")
		}
		return nil, 0, errors.New("'_' must separate successive digits")
	}
	rest = rest[n.size:]
	exp2, exp10 := int64(0), int64(0)
	switch n.base {
	case 10:
		exp10 = -int64(n.fraction)
	case 2:
		exp2 = -int64(n.fraction)
	case 8:
		exp2 = -3 * int64(n.fraction)
	case 16:
		exp2 = -4 * int64(n.fraction)
	}
	if rest != "" && strings.IndexByte("eEpP", rest[0]) >= 0 && !(n.base == 16 && rest[0]|0x20 == 'e') {
		i := 1
		if i < len(rest) && (rest[i] == '+' || rest[i] == '-') {
			i++
		}
		start := i
		for i < len(rest) && ('0' <= rest[i] && rest[i] <= '9' || rest[i] == '_' && base == 0) {
			i++
		}
		e, err := strconv.ParseInt(strings.ReplaceAll(rest[1:i], "_", ""), 10, 64)
		if i == start {
			return nil, 0, errors.New("exponent has no digits")
		}
		if err != nil {
			return nil, 0, err
		}
		if rest[0]|0x20 == 'p' {
			exp2 += e
		} else {
			exp10 += e
		}
		rest = rest[i:]
	}
	if rest != "" {
		return nil, 0, fmt.Errorf("expected end of string, found %q", rest[0])
	}
	return z.scale(neg, n.x, exp2, exp10), n.base, nil
}

// scale sets z to m × 2**exp2 × 10**exp10, rounded.
func (z *Float) scale(neg bool, m nat, exp2, exp10 int64) *Float {
	if len(m) == 0 {
		return z.setForm(zero, neg)
	}
	exp2 += exp10
	five := natWord(5).pow(natUint64(magnitude(exp10)))
	if exp10 >= 0 {
		return z.setRound(neg, m.mul(five), exp2, false)
	}
	return z.setQuo(neg, m, exp2, five, 0)
}

// Scan is a support routine for fmt.Scanner; it sets z to the value of the scanned number. It accepts formats whose verbs are supported by fmt.Scan for
// floating-point values.
func (z *Float) Scan(s fmt.ScanState, ch rune) error {
	s.SkipSpace()
	token, err := s.Token(true, func(r rune) bool { return r < 0x80 && strings.ContainsRune("+-._0123456789abcdefABCDEFxXpPoOInf", r) })
	if err != nil {
		return err
	}
	_, _, err = z.Parse(string(token), 0)
	return err
}

// decimal is a number 0.d1d2d3… × 10**exp, without trailing zeros.
type decimal struct {
	mant []byte
	exp  int
}

func (d *decimal) trim() {
	for len(d.mant) > 0 && d.mant[len(d.mant)-1] == '0' {
		d.mant = d.mant[:len(d.mant)-1]
	}
	if len(d.mant) == 0 {
		d.exp = 0
	}
}

// toDecimal returns m × 2**last exactly.
func toDecimal(m nat, last int64) (d decimal) {
	if len(m) == 0 {
		return d
	}
	// Trailing zeros first: then 2**-k is 5**k / 10**k.
	if last < 0 {
		t := min(int64(m.trailingZeros()), -last)
		m, last = m.shr(uint(t)), last+t
	}
	point := 0
	if last >= 0 {
		m = m.shl(uint(last))
	} else {
		m = m.mul(natWord(5).pow(natUint64(uint64(-last))))
		point = int(-last)
	}
	d.mant = m.itoa(10)
	d.exp = len(d.mant) - point
	d.trim()
	return d
}

func (d *decimal) at(i int) byte {
	if 0 <= i && i < len(d.mant) {
		return d.mant[i]
	}
	return '0'
}

// round rounds to n digits, half to even.
func (d *decimal) round(n int) {
	if n < 0 || n >= len(d.mant) {
		if n < 0 {
			d.mant, d.exp = d.mant[:0], 0
		}
		return
	}
	up := d.mant[n] > '5'
	if d.mant[n] == '5' {
		up = n+1 < len(d.mant) || n > 0 && (d.mant[n-1]-'0')&1 != 0
	}
	if up {
		d.roundUp(n)
	} else {
		d.roundDown(n)
	}
}

func (d *decimal) roundUp(n int) {
	if n < 0 || n >= len(d.mant) {
		return
	}
	for n > 0 && d.mant[n-1] >= '9' {
		n--
	}
	if n == 0 {
		d.mant = append(d.mant[:0], '1')
		d.exp++
		return
	}
	d.mant[n-1]++
	d.mant = d.mant[:n]
}

func (d *decimal) roundDown(n int) {
	if n < 0 || n >= len(d.mant) {
		return
	}
	d.mant = d.mant[:n]
	d.trim()
}

// shortest rounds d, the value of x, to the fewest digits that still give x.
func (d *decimal) shortest(x *Float) {
	if len(d.mant) == 0 {
		return
	}
	// Half a unit of the last bit to both sides.
	s := int(x.prec) + 1 - x.mant.bitLen()
	m, last := x.mant.shl(uint(s)), x.last()-int64(s)
	lower, upper := toDecimal(m.sub(natOne), last), toDecimal(m.add(natOne), last)
	inclusive := m.bit(1) == 0
	for i, c := range d.mant {
		l, u := lower.at(i), upper.at(i)
		down := l != c || inclusive && i+1 == len(lower.mant)
		up := c != u && (inclusive || c+1 < u || i+1 < len(upper.mant) || i >= len(upper.mant) && c < '9')
		switch {
		case down && up:
			d.round(i + 1)
			return
		case down:
			d.roundDown(i + 1)
			return
		case up:
			d.roundUp(i + 1)
			return
		}
	}
}

// Text converts the floating-point number x to a string according to the given format and precision prec: 'e', 'E', 'f', 'g', 'G' as in strconv, 'x' for a
// hexadecimal mantissa, 'p' and 'b' for mantissas without rounding.
func (x *Float) Text(format byte, prec int) string { return string(x.Append(nil, format, prec)) }

// String formats x like x.Text('g', 10).
func (x *Float) String() string { return x.Text('g', 10) }

// Append appends to buf the string form of the floating-point number x, as generated by x.Text, and returns the extended buffer.
func (x *Float) Append(buf []byte, fmt byte, prec int) []byte {
	format, start := fmt, len(buf)
	if x.neg {
		buf = append(buf, '-')
	}
	if x.form == inf {
		if !x.neg {
			buf = append(buf, '+')
		}
		return append(buf, "Inf"...)
	}
	switch format {
	case 'b':
		return x.appendBinary(buf)
	case 'p':
		return x.appendHexFraction(buf)
	case 'x':
		return x.appendHex(buf, prec)
	case 'e', 'E', 'f', 'g', 'G':
	default:
		return append(buf[:start], '%', format)
	}
	var d decimal
	if x.form == finite {
		d = toDecimal(x.mant, x.last())
	}
	short := prec < 0
	if short {
		d.shortest(x)
		switch format {
		case 'e', 'E':
			prec = len(d.mant) - 1
		case 'f':
			prec = max(len(d.mant)-d.exp, 0)
		case 'g', 'G':
			prec = len(d.mant)
		}
	} else {
		switch format {
		case 'e', 'E':
			d.round(1 + prec)
		case 'f':
			d.round(d.exp + prec)
		case 'g', 'G':
			prec = max(prec, 1)
			d.round(prec)
		}
	}
	switch format {
	case 'e', 'E':
		return d.appendE(buf, format, prec)
	case 'f':
		return d.appendF(buf, prec)
	}
	limit := prec
	if limit > len(d.mant) && len(d.mant) >= d.exp {
		limit = len(d.mant)
	}
	if short {
		limit = 6
	}
	if exp := d.exp - 1; exp < -4 || exp >= limit {
		return d.appendE(buf, format+'e'-'g', min(prec, len(d.mant))-1)
	}
	if prec > d.exp {
		prec = len(d.mant)
	}
	return d.appendF(buf, max(prec-d.exp, 0))
}

func (d *decimal) appendE(buf []byte, format byte, prec int) []byte {
	buf = append(buf, d.at(0))
	if prec > 0 {
		buf = append(buf, '.')
		for i := 1; i <= prec; i++ {
			buf = append(buf, d.at(i))
		}
	}
	exp := int64(0)
	if len(d.mant) > 0 {
		exp = int64(d.exp) - 1
	}
	return appendExp(append(buf, format), exp)
}

// appendExp appends a sign and at least two digits.
func appendExp(buf []byte, exp int64) []byte {
	sign := byte('+')
	if exp < 0 {
		sign, exp = '-', -exp
	}
	buf = append(buf, sign)
	if exp < 10 {
		buf = append(buf, '0')
	}
	return strconv.AppendInt(buf, exp, 10)
}

func (d *decimal) appendF(buf []byte, prec int) []byte {
	if d.exp > 0 {
		for i := range d.exp {
			buf = append(buf, d.at(i))
		}
	} else {
		buf = append(buf, '0')
	}
	if prec > 0 {
		buf = append(buf, '.')
		for i := range prec {
			buf = append(buf, d.at(d.exp+i))
		}
	}
	return buf
}

// appendBinary appends a decimal mantissa of prec bits and a binary exponent.
func (x *Float) appendBinary(buf []byte) []byte {
	if x.form == zero {
		return append(buf, '0')
	}
	m := x.mant.shl(uint(int(x.prec) - x.mant.bitLen()))
	buf = append(append(buf, m.itoa(10)...), 'p')
	e := int64(x.exp) - int64(x.prec)
	if e >= 0 {
		buf = append(buf, '+')
	}
	return strconv.AppendInt(buf, e, 10)
}

// appendHex appends 0x1.mantissa and a binary exponent.
func (x *Float) appendHex(buf []byte, prec int) []byte {
	if x.form == zero {
		buf = append(buf, "0x0"...)
		if prec > 0 {
			buf = append(append(buf, '.'), strings.Repeat("0", prec)...)
		}
		return append(buf, "p+00"...)
	}
	n := 1 + 4*uint(max(prec, 0))
	if prec < 0 {
		n = 1 + (x.MinPrec()-1+3)/4*4
	}
	r := new(Float).SetPrec(n).SetMode(x.mode).Set(x)
	digits := r.mant.shl(n - uint(r.mant.bitLen())).itoa(16)
	buf = append(buf, "0x1"...)
	if len(digits) > 1 {
		buf = append(append(buf, '.'), digits[1:]...)
	}
	return appendExp(append(buf, 'p'), int64(r.exp)-1)
}

// appendHexFraction appends 0x.mantissa and a binary exponent.
func (x *Float) appendHexFraction(buf []byte) []byte {
	if x.form == zero {
		return append(buf, '0')
	}
	// The first bit is the first of a digit.
	n := (x.mant.bitLen() + 3) / 4 * 4
	digits := x.mant.shl(uint(n - x.mant.bitLen())).itoa(16)
	buf = append(append(buf, "0x."...), strings.TrimRight(string(digits), "0")...)
	buf = append(buf, 'p')
	if x.exp >= 0 {
		buf = append(buf, '+')
	}
	return strconv.AppendInt(buf, int64(x.exp), 10)
}

// Format implements fmt.Formatter. It accepts all the regular formats for floating-point numbers ('b', 'e', 'E', 'f', 'F', 'g', 'G', 'x') as well as 'p' and 'v',
// with the flags of floating-point numbers.
func (x *Float) Format(s fmt.State, format rune) {
	prec, hasPrec := s.Precision()
	if !hasPrec {
		prec = 6
	}
	switch format {
	case 'e', 'E', 'f', 'b', 'p', 'x':
	case 'F':
		format = 'f'
	case 'v', 'g', 'G':
		if format == 'v' {
			format = 'g'
		}
		if !hasPrec {
			prec = -1
		}
	default:
		fmt.Fprintf(s, "%%!%c(*big.Float=%s)", format, x.String())
		return
	}
	buf := x.Append(nil, byte(format), prec)
	sign := ""
	switch {
	case buf[0] == '-':
		sign, buf = "-", buf[1:]
	case buf[0] == '+':
		sign, buf = "+", buf[1:]
		if s.Flag(' ') {
			sign = " "
		}
	case s.Flag('+'):
		sign = "+"
	case s.Flag(' '):
		sign = " "
	}
	padding := 0
	if width, ok := s.Width(); ok {
		padding = max(width-len(sign)-len(buf), 0)
	}
	switch {
	case s.Flag('0') && !x.IsInf():
		io.WriteString(s, sign)
		repeat(s, "0", padding)
		s.Write(buf)
	case s.Flag('-'):
		io.WriteString(s, sign)
		s.Write(buf)
		repeat(s, " ", padding)
	default:
		repeat(s, " ", padding)
		io.WriteString(s, sign)
		s.Write(buf)
	}
}

// AppendText implements the encoding.TextAppender interface. Only the Float value is marshaled (in full precision), other attributes such as precision or accuracy
// are ignored.
func (x *Float) AppendText(b []byte) ([]byte, error) {
	if x == nil {
		return append(b, "<nil>"...), nil
	}
	return x.Append(b, 'g', -1), nil
}

// MarshalText implements the encoding.TextMarshaler interface.
func (x *Float) MarshalText() (text []byte, err error) { return x.AppendText(nil) }

// UnmarshalText implements the encoding.TextUnmarshaler interface. The result is rounded per the precision and rounding mode of z.
func (z *Float) UnmarshalText(text []byte) error {
	_, _, err := z.Parse(string(text), 0)
	if err != nil {
		err = fmt.Errorf("math/big: cannot unmarshal %q into a *big.Float (%v)", text, err)
	}
	return err
}

const floatGobVersion byte = 1

// GobEncode implements the encoding/gob.GobEncoder interface. The Float value and all its attributes (precision, rounding mode, accuracy) are marshaled.
func (x *Float) GobEncode() ([]byte, error) {
	if x == nil {
		return nil, nil
	}
	b := byte(x.mode)<<5 | byte(x.acc+1)<<3 | byte(x.form)<<1
	if x.neg {
		b |= 1
	}
	buf := []byte{floatGobVersion, b, byte(x.prec >> 24), byte(x.prec >> 16), byte(x.prec >> 8), byte(x.prec)}
	if x.form == finite {
		e := uint32(x.exp)
		buf = append(buf, byte(e>>24), byte(e>>16), byte(e>>8), byte(e))
		// The mantissa with its first bit at the top of whole words, without words of zeros.
		n := (int(x.prec) + wordBits - 1) / wordBits * wordBits
		m := x.mant.shl(uint(n - x.mant.bitLen()))
		words := make([]byte, n/8)
		m.bytes(words)
		buf = append(buf, words...)
	}
	return buf, nil
}

// GobDecode implements the encoding/gob.GobDecoder interface. The result is rounded per the precision and rounding mode of z unless z's precision is 0, in which
// case z is set exactly to the decoded value.
func (z *Float) GobDecode(buf []byte) error {
	if len(buf) == 0 {
		*z = Float{}
		return nil
	}
	if len(buf) < 6 {
		return errors.New("Float.GobDecode: buffer too small")
	}
	if buf[0] != floatGobVersion {
		return fmt.Errorf("Float.GobDecode: encoding version %d not supported", buf[0])
	}
	var x Float
	b := buf[1]
	x.mode, x.acc, x.form, x.neg = RoundingMode(b>>5&7), Accuracy(b>>3&3)-1, form(b>>1&3), b&1 != 0
	word := func(p []byte) uint32 { return uint32(p[0])<<24 | uint32(p[1])<<16 | uint32(p[2])<<8 | uint32(p[3]) }
	x.prec = word(buf[2:])
	if x.form == finite {
		if len(buf) < 10 {
			return errors.New("Float.GobDecode: buffer too small for finite form float")
		}
		x.exp = int32(word(buf[6:]))
		m := natBytes(buf[10:])
		x.mant = m.shr(m.trailingZeros())
	}
	prec, mode := z.prec, z.mode
	*z = x
	if prec != 0 {
		z.mode = mode
		z.SetPrec(uint(prec))
	}
	return nil
}
