package big

import "math/bits"

const digits = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

// maxPower returns the largest power of base that fits a Word, and its exponent.
func maxPower(base Word) (p Word, n int) {
	p, n = base, 1
	for limit := ^Word(0) / base; p <= limit; {
		p *= base
		n++
	}
	return p, n
}

// itoa returns x in the base, without sign.
func (x nat) itoa(base int) []byte {
	if len(x) == 0 {
		return []byte("0")
	}
	if base&(base-1) == 0 {
		// Groups of bits.
		width := uint(bits.TrailingZeros(uint(base)))
		n := (x.bitLen() + int(width) - 1) / int(width)
		out := make([]byte, n)
		for i := range out {
			d := uint(0)
			for k := width; k > 0; k-- {
				d = d<<1 | x.bit(uint(n-1-i)*width+k-1)
			}
			out[i] = digits[d]
		}
		return out
	}
	power, n := maxPower(Word(base))
	// Squares of the power, to split at: what is longer than splitWords is cut in two.
	const splitWords = 16
	table := []nat{natWord(power)}
	for 2*len(table[len(table)-1]) <= len(x)+1 && len(x) > splitWords {
		last := table[len(table)-1]
		table = append(table, last.mul(last))
	}
	out := x.appendDigits(nil, base, power, n, table, -1)
	return out
}

// appendDigits appends x's digits, with leading zeros up to width (-1: none).
func (x nat) appendDigits(out []byte, base int, power Word, n int, table []nat, width int) []byte {
	const splitWords = 16
	k := len(table) - 1
	for k > 0 && table[k].cmp(x) > 0 {
		k--
	}
	if len(x) > splitWords && k > 0 {
		q, r := x.div(table[k])
		low := n << k
		high := -1
		if width >= 0 {
			high = width - low
		}
		out = q.appendDigits(out, base, power, n, table[:k+1], high)
		return r.appendDigits(out, base, power, n, table[:k], low)
	}
	var buf []byte // reversed
	for len(x) > 0 {
		var r Word
		x, r = x.divWord(power)
		for i := 0; i < n && (len(x) > 0 || r > 0); i++ {
			buf = append(buf, digits[r%Word(base)])
			r /= Word(base)
		}
	}
	for len(buf) < width {
		buf = append(buf, '0')
	}
	for i := len(buf) - 1; i >= 0; i-- {
		out = append(out, buf[i])
	}
	return out
}

// digitValue returns the value of a digit in the base; 255 if it is none.
func digitValue(c byte, base int) byte {
	var d byte
	switch {
	case '0' <= c && c <= '9':
		d = c - '0'
	case 'a' <= c && c <= 'z':
		d = c - 'a' + 10
	case 'A' <= c && c <= 'Z' && base <= 36:
		d = c - 'A' + 10
	case 'A' <= c && c <= 'Z':
		d = c - 'A' + 36
	default:
		return 255
	}
	if int(d) >= base {
		return 255
	}
	return d
}

// number is an unsigned number as it is written.
type number struct {
	x        nat
	base     int  // of the mantissa
	digits   int  // how many, without underscores and prefix
	fraction int  // how many of them stand behind the point
	size     int  // bytes of text used
	ok       bool // there are digits, and underscores stand between them
}

// scanNumber reads a number at the beginning of s. Base 0: a prefix tells the base, and underscores may separate digits. With point, one point may be among the
// digits (and in base 0, "0" alone is no octal prefix).
func scanNumber(s string, base int, point bool) (n number) {
	n.base = base
	i := 0
	previous := byte('.') // '_', '0' for a digit or prefix, '.' for the beginning or a point
	bad := false
	if base == 0 {
		n.base = 10
		if i+1 < len(s) && s[i] == '0' {
			switch s[i+1] {
			case 'b', 'B':
				n.base = 2
			case 'o', 'O':
				n.base = 8
			case 'x', 'X':
				n.base = 16
			default:
				if !point {
					// A leading zero: octal, whose zero counts as a digit.
					n.base = 8
					i, n.digits, previous = 1, 1, '0'
				}
			}
			if i == 0 && n.base != 10 {
				i, previous = 2, '0'
			}
		}
	}
	octal := base == 0 && n.base == 8 && n.digits == 1
	power, width := maxPower(Word(n.base))
	var w Word
	k := 0
	seenPoint := false
	for ; i < len(s); i++ {
		c := s[i]
		if c == '.' && point && !seenPoint {
			bad = bad || previous == '_'
			previous = '.'
			seenPoint = true
			continue
		}
		if c == '_' && base == 0 {
			bad = bad || previous != '0'
			previous = '_'
			continue
		}
		d := digitValue(c, n.base)
		if d == 255 {
			break
		}
		previous = '0'
		n.digits++
		if seenPoint {
			n.fraction++
		}
		w = w*Word(n.base) + Word(d)
		if k++; k == width {
			n.x = n.x.mulWord(power, w)
			w, k = 0, 0
		}
	}
	if k > 0 {
		p := Word(1)
		for range k {
			p *= Word(n.base)
		}
		n.x = n.x.mulWord(p, w)
	}
	if octal && n.digits == 1 && i < len(s) {
		// "0" and something that is no octal digit: the number ends here.
		n.base = 10
	}
	n.size = i
	n.ok = n.digits > 0 && !bad && previous != '_'
	return n
}
