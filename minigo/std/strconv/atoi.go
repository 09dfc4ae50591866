// Package strconv implements conversions to and from string representations of basic data types.
package strconv

import "errors"

// ErrRange indicates that a value is out of range for the target type.
var ErrRange = errors.New("value out of range")

// ErrSyntax indicates that a value does not have the right syntax for the target type.
var ErrSyntax = errors.New("invalid syntax")

// A NumError records a failed conversion.
type NumError struct {
	Func string // the failing function (ParseBool, ParseInt, ParseUint, ParseFloat, ParseComplex)
	Num  string // the input
	Err  error  // the reason the conversion failed (e.g. ErrRange, ErrSyntax, etc.)
}

func (e *NumError) Error() string {
	return "strconv." + e.Func + ": parsing " + Quote(e.Num) + ": " + e.Err.Error()
}

func (e *NumError) Unwrap() error { return e.Err }

// clone copies a string so that an error does not keep a large input alive.
func clone(s string) string { return string([]byte(s)) }

func syntaxError(fn, str string) *NumError { return &NumError{fn, clone(str), ErrSyntax} }

func rangeError(fn, str string) *NumError { return &NumError{fn, clone(str), ErrRange} }

func baseError(fn, str string, base int) *NumError {
	return &NumError{fn, clone(str), errors.New("invalid base " + Itoa(base))}
}

func bitSizeError(fn, str string, bitSize int) *NumError {
	return &NumError{fn, clone(str), errors.New("invalid bit size " + Itoa(bitSize))}
}

// IntSize is the size in bits of an int or uint value.
const IntSize = 64

const maxUint64 = 1<<64 - 1

func lower(c byte) byte { return c | ('x' - 'X') }

// ParseUint is like ParseInt but for unsigned numbers. A sign prefix is not permitted.
func ParseUint(s string, base int, bitSize int) (uint64, error) {
	const fn = "ParseUint"
	if s == "" {
		return 0, syntaxError(fn, s)
	}
	underscores := base == 0
	whole := s
	switch {
	case 2 <= base && base <= 36:
	case base == 0:
		base = 10
		if s[0] == '0' {
			base, s = basePrefix(s)
		}
	default:
		return 0, baseError(fn, whole, base)
	}
	if bitSize == 0 {
		bitSize = IntSize
	} else if bitSize < 0 || bitSize > 64 {
		return 0, bitSizeError(fn, whole, bitSize)
	}
	limit := uint64(1)<<uint(bitSize) - 1
	cutoff := maxUint64/uint64(base) + 1 // the smallest n for which n*base overflows
	seen := false
	var n uint64
	for i := 0; i < len(s); i++ {
		d, ok := digitValue(s[i])
		if s[i] == '_' && underscores {
			seen = true
			continue
		}
		if !ok || int(d) >= base {
			return 0, syntaxError(fn, whole)
		}
		if n >= cutoff {
			return limit, rangeError(fn, whole)
		}
		n *= uint64(base)
		sum := n + uint64(d)
		if sum < n || sum > limit {
			return limit, rangeError(fn, whole)
		}
		n = sum
	}
	if seen && !underscoreOK(whole) {
		return 0, syntaxError(fn, whole)
	}
	return n, nil
}

// basePrefix interprets 0b, 0o, 0x and 0 at the front of s.
func basePrefix(s string) (base int, rest string) {
	if len(s) >= 3 {
		switch lower(s[1]) {
		case 'b':
			return 2, s[2:]
		case 'o':
			return 8, s[2:]
		case 'x':
			return 16, s[2:]
		}
	}
	return 8, s[1:]
}

func digitValue(c byte) (byte, bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= lower(c) && lower(c) <= 'z':
		return lower(c) - 'a' + 10, true
	}
	return 0, false
}

// ParseInt interprets a string s in the given base (0, 2 to 36) and bit size (0 to 64) and returns the corresponding value i.
func ParseInt(s string, base int, bitSize int) (i int64, err error) {
	const fn = "ParseInt"
	if s == "" {
		return 0, syntaxError(fn, s)
	}
	digits := s
	negative := s[0] == '-'
	if negative || s[0] == '+' {
		digits = s[1:]
	}
	u, err := ParseUint(digits, base, bitSize)
	if err != nil && err.(*NumError).Err != ErrRange {
		err.(*NumError).Func = fn
		err.(*NumError).Num = clone(s)
		return 0, err
	}
	if bitSize == 0 {
		bitSize = IntSize
	}
	limit := uint64(1) << uint(bitSize-1)
	if !negative && u >= limit {
		return int64(limit - 1), rangeError(fn, s)
	}
	if negative && u > limit {
		return -int64(limit), rangeError(fn, s)
	}
	if negative {
		return -int64(u), nil
	}
	return int64(u), nil
}

// Atoi is equivalent to ParseInt(s, 10, 0), converted to type int.
func Atoi(s string) (int, error) {
	const fn = "Atoi"
	if 0 < len(s) && len(s) < 19 { // cannot overflow
		digits := s
		if s[0] == '-' || s[0] == '+' {
			digits = s[1:]
			if len(digits) == 0 {
				return 0, syntaxError(fn, s)
			}
		}
		n := 0
		for i := 0; i < len(digits); i++ {
			d := digits[i] - '0'
			if d > 9 {
				return 0, syntaxError(fn, s)
			}
			n = n*10 + int(d)
		}
		if s[0] == '-' {
			n = -n
		}
		return n, nil
	}
	i, err := ParseInt(s, 10, 0)
	if e, ok := err.(*NumError); ok {
		e.Func = fn
	}
	return int(i), err
}

// underscoreOK reports whether the underscores in s are where the syntax of literals has them: between digits, or between base prefix and digit.
func underscoreOK(s string) bool {
	if len(s) >= 1 && (s[0] == '-' || s[0] == '+') {
		s = s[1:]
	}
	previous := byte('^') // '^' start, '0' digit or prefix, '_' underscore, '!' other
	hex := false
	i := 0
	if len(s) >= 2 && s[0] == '0' && (lower(s[1]) == 'b' || lower(s[1]) == 'o' || lower(s[1]) == 'x') {
		previous = '0'
		hex = lower(s[1]) == 'x'
		i = 2
	}
	for ; i < len(s); i++ {
		c := s[i]
		switch {
		case '0' <= c && c <= '9' || hex && 'a' <= lower(c) && lower(c) <= 'f':
			previous = '0'
		case c == '_':
			if previous != '0' {
				return false
			}
			previous = '_'
		default:
			if previous == '_' {
				return false
			}
			previous = '!'
		}
	}
	return previous != '_'
}
