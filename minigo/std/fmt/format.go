package fmt

import (
	"strconv"
	"unicode/utf8"
)

const (
	ldigits = "0123456789abcdefx"
	udigits = "0123456789ABCDEFX"
)

// flags are those of one verb.
type flags struct {
	widPresent  bool
	precPresent bool
	minus       bool
	plus        bool
	sharp       bool
	space       bool
	zero        bool
	plusV       bool // %+v: plus means something else then
	sharpV      bool // %#v
}

// formatter appends formatted basic values to buf.
type formatter struct {
	buf *buffer
	flags
	wid  int
	prec int

	scratch [68]byte // digits of an integer in base 2, with sign and prefix
}

func (f *formatter) clear() {
	f.flags = flags{}
	f.wid, f.prec = 0, 0
}

// padding appends n fill bytes.
func (f *formatter) padding(n int) {
	if n <= 0 {
		return
	}
	c := byte(' ')
	if f.zero && !f.minus {
		c = '0'
	}
	old := len(*f.buf)
	if cap(*f.buf)-old < n {
		grown := make(buffer, old, 2*cap(*f.buf)+n)
		copy(grown, *f.buf)
		*f.buf = grown
	}
	*f.buf = (*f.buf)[:old+n]
	for i := old; i < old+n; i++ {
		(*f.buf)[i] = c
	}
}

// pad appends b, padded.
func (f *formatter) pad(b []byte) {
	if !f.widPresent || f.wid == 0 {
		*f.buf = append(*f.buf, b...)
		return
	}
	w := f.wid - utf8.RuneCount(b)
	if !f.minus {
		f.padding(w)
		*f.buf = append(*f.buf, b...)
	} else {
		*f.buf = append(*f.buf, b...)
		f.padding(w)
	}
}

func (f *formatter) padString(s string) {
	if !f.widPresent || f.wid == 0 {
		*f.buf = append(*f.buf, s...)
		return
	}
	w := f.wid - utf8.RuneCountInString(s)
	if !f.minus {
		f.padding(w)
		*f.buf = append(*f.buf, s...)
	} else {
		*f.buf = append(*f.buf, s...)
		f.padding(w)
	}
}

func (f *formatter) fmtBoolean(v bool) {
	if v {
		f.padString("true")
	} else {
		f.padString("false")
	}
}

// fmtUnicode formats %U.
func (f *formatter) fmtUnicode(u uint64) {
	prec := 4
	if f.precPresent && f.prec > 4 {
		prec = f.prec
	}
	digits := strconv.FormatUint(u, 16)
	b := make([]byte, 0, prec+24)
	b = append(b, "U+"...)
	for i := len(digits); i < prec; i++ {
		b = append(b, '0')
	}
	for i := 0; i < len(digits); i++ {
		c := digits[i]
		if c >= 'a' {
			c -= 'a' - 'A'
		}
		b = append(b, c)
	}
	if f.sharp && u <= utf8.MaxRune && strconv.IsPrint(rune(u)) {
		b = append(b, " '"...)
		b = utf8.AppendRune(b, rune(u))
		b = append(b, '\'')
	}
	old := f.zero
	f.zero = false
	f.pad(b)
	f.zero = old
}

// fmtInteger formats integers in bases 2, 8, 10 and 16.
func (f *formatter) fmtInteger(u uint64, base int, signed bool, verb rune, digits string) {
	negative := signed && int64(u) < 0
	if negative {
		u = -u
	}
	buf := f.scratch[:]
	if f.widPresent || f.precPresent {
		if n := 3 + f.wid + f.prec; n > len(buf) {
			buf = make([]byte, n)
		}
	}
	// Two ways to ask for leading zeros: %.3d and %03d. The second counts the sign.
	prec := 0
	if f.precPresent {
		prec = f.prec
		if prec == 0 && u == 0 {
			old := f.zero
			f.zero = false
			f.padding(f.wid)
			f.zero = old
			return
		}
	} else if f.zero && !f.minus && f.widPresent {
		prec = f.wid
		if negative || f.plus || f.space {
			prec--
		}
	}
	i := len(buf)
	switch base {
	case 10:
		for u >= 10 {
			i--
			next := u / 10
			buf[i] = byte('0' + u - next*10)
			u = next
		}
	case 16:
		for u >= 16 {
			i--
			buf[i] = digits[u&0xF]
			u >>= 4
		}
	case 8:
		for u >= 8 {
			i--
			buf[i] = byte('0' + u&7)
			u >>= 3
		}
	case 2:
		for u >= 2 {
			i--
			buf[i] = byte('0' + u&1)
			u >>= 1
		}
	default:
		panic("fmt: unknown base; can't happen")
	}
	i--
	buf[i] = digits[u]
	for i > 0 && prec > len(buf)-i {
		i--
		buf[i] = '0'
	}
	if f.sharp {
		switch base {
		case 2:
			i--
			buf[i] = 'b'
			i--
			buf[i] = '0'
		case 8:
			if buf[i] != '0' {
				i--
				buf[i] = '0'
			}
		case 16:
			i--
			buf[i] = digits[16]
			i--
			buf[i] = '0'
		}
	}
	if verb == 'O' {
		i--
		buf[i] = 'o'
		i--
		buf[i] = '0'
	}
	switch {
	case negative:
		i--
		buf[i] = '-'
	case f.plus:
		i--
		buf[i] = '+'
	case f.space:
		i--
		buf[i] = ' '
	}
	old := f.zero
	f.zero = false
	f.pad(buf[i:])
	f.zero = old
}

// truncateString cuts s to the precision, in runes.
func (f *formatter) truncateString(s string) string {
	if f.precPresent {
		n := f.prec
		for i := range s {
			n--
			if n < 0 {
				return s[:i]
			}
		}
	}
	return s
}

func (f *formatter) truncate(b []byte) []byte {
	if f.precPresent {
		n := f.prec
		for i := 0; i < len(b); {
			n--
			if n < 0 {
				return b[:i]
			}
			_, w := utf8.DecodeRune(b[i:])
			i += w
		}
	}
	return b
}

func (f *formatter) fmtS(s string)  { f.padString(f.truncateString(s)) }
func (f *formatter) fmtBs(b []byte) { f.pad(f.truncate(b)) }

// fmtSbx formats %x of a string or byte slice (s, if b is nil).
func (f *formatter) fmtSbx(s string, b []byte, digits string) {
	length := len(b)
	if b == nil {
		length = len(s)
	}
	if f.precPresent && f.prec < length {
		length = f.prec
	}
	width := 2 * length
	if width <= 0 {
		if f.widPresent {
			f.padding(f.wid)
		}
		return
	}
	if f.space {
		if f.sharp {
			width *= 2 // each byte has its 0x
		}
		width += length - 1
	} else if f.sharp {
		width += 2
	}
	if f.widPresent && f.wid > width && !f.minus {
		f.padding(f.wid - width)
	}
	buf := *f.buf
	if f.sharp {
		buf = append(buf, '0', digits[16])
	}
	for i := 0; i < length; i++ {
		if f.space && i > 0 {
			buf = append(buf, ' ')
			if f.sharp {
				buf = append(buf, '0', digits[16])
			}
		}
		var c byte
		if b != nil {
			c = b[i]
		} else {
			c = s[i]
		}
		buf = append(buf, digits[c>>4], digits[c&0xF])
	}
	*f.buf = buf
	if f.widPresent && f.wid > width && f.minus {
		f.padding(f.wid - width)
	}
}

// fmtQ formats a quoted string; with # a raw one if possible.
func (f *formatter) fmtQ(s string) {
	s = f.truncateString(s)
	if f.sharp && strconv.CanBackquote(s) {
		f.padString("`" + s + "`")
		return
	}
	if f.plus {
		f.pad(strconv.AppendQuoteToASCII(f.scratch[:0], s))
	} else {
		f.pad(strconv.AppendQuote(f.scratch[:0], s))
	}
}

func toRune(c uint64) rune {
	if c > utf8.MaxRune {
		return utf8.RuneError
	}
	return rune(c)
}

func (f *formatter) fmtC(c uint64) { f.pad(utf8.AppendRune(f.scratch[:0], toRune(c))) }

func (f *formatter) fmtQc(c uint64) {
	if f.plus {
		f.pad(strconv.AppendQuoteRuneToASCII(f.scratch[:0], toRune(c)))
	} else {
		f.pad(strconv.AppendQuoteRune(f.scratch[:0], toRune(c)))
	}
}

// fmtFloat formats a float with the verb of strconv.
func (f *formatter) fmtFloat(v float64, size int, verb rune, prec int) {
	if f.precPresent {
		prec = f.prec
	}
	num := strconv.AppendFloat(f.scratch[:1], v, byte(verb), prec, size)
	if num[1] == '-' || num[1] == '+' {
		num = num[1:]
	} else {
		num[0] = '+'
	}
	if f.space && num[0] == '+' && !f.plus {
		num[0] = ' '
	}
	if num[1] == 'I' || num[1] == 'N' {
		old := f.zero
		f.zero = false
		if num[1] == 'N' && !f.space && !f.plus {
			num = num[1:]
		}
		f.pad(num)
		f.zero = old
		return
	}
	if f.sharp && verb != 'b' {
		num = f.sharpFloat(num, verb, prec)
	}
	if f.plus || num[0] != '+' {
		// With zero padding the sign comes first.
		if f.zero && !f.minus && f.widPresent && f.wid > len(num) {
			*f.buf = append(*f.buf, num[0])
			f.padding(f.wid - len(num))
			*f.buf = append(*f.buf, num[1:]...)
			return
		}
		f.pad(num)
		return
	}
	f.pad(num[1:])
}

// sharpFloat puts a decimal point, and for %g trailing zeros, into num, which begins with its sign.
func (f *formatter) sharpFloat(num []byte, verb rune, prec int) []byte {
	digits := 0
	switch verb {
	case 'v', 'g', 'G', 'x':
		digits = prec
		if digits == -1 {
			digits = 6
			if verb == 'x' {
				digits = 6
			}
		}
	}
	var tailBuf [6]byte
	tail := tailBuf[:0]
	hasPoint, sawNonzero := false, false
	for i := 1; i < len(num); i++ {
		switch num[i] {
		case '.':
			hasPoint = true
		case 'p', 'P':
			tail = append(tail, num[i:]...)
			num = num[:i]
		case 'e', 'E':
			if verb != 'x' && verb != 'X' {
				tail = append(tail, num[i:]...)
				num = num[:i]
				break
			}
			fallthrough
		default:
			if num[i] != '0' {
				sawNonzero = true
			}
			if sawNonzero {
				digits--
			}
		}
	}
	if !hasPoint {
		if len(num) == 2 && num[1] == '0' {
			digits--
		}
		num = append(num, '.')
	}
	for digits > 0 {
		num = append(num, '0')
		digits--
	}
	return append(num, tail...)
}
