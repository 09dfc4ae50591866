// Package utf16 implements encoding and decoding of UTF-16 sequences.
package utf16

const (
	replacementChar = '\uFFFD'

	highStart = 0xd800 // high surrogates come first in a pair
	lowStart  = 0xdc00
	end       = 0xe000

	selfLimit = 0x10000 // runes from here on need a pair
	maxRune   = '\U0010FFFF'
)

// IsSurrogate reports whether the specified Unicode code point can appear in a surrogate pair.
func IsSurrogate(r rune) bool { return highStart <= r && r < end }

// DecodeRune returns the UTF-16 decoding of a surrogate pair, or U+FFFD if it is not a valid one.
func DecodeRune(r1, r2 rune) rune {
	if highStart <= r1 && r1 < lowStart && lowStart <= r2 && r2 < end {
		return (r1-highStart)<<10 | (r2 - lowStart) + selfLimit
	}
	return replacementChar
}

// EncodeRune returns the UTF-16 surrogate pair for the given rune; if it does not need one or is not valid, U+FFFD twice.
func EncodeRune(r rune) (r1, r2 rune) {
	if r < selfLimit || r > maxRune {
		return replacementChar, replacementChar
	}
	r -= selfLimit
	return highStart + r>>10, lowStart + r&0x3ff
}

// RuneLen returns the number of 16-bit words in the UTF-16 encoding of the rune, or -1 if it is not valid.
func RuneLen(r rune) int {
	switch {
	case 0 <= r && r < highStart, end <= r && r < selfLimit:
		return 1
	case selfLimit <= r && r <= maxRune:
		return 2
	}
	return -1
}

// AppendRune appends the UTF-16 encoding of r to a; U+FFFD for a rune that is not valid.
func AppendRune(a []uint16, r rune) []uint16 {
	switch RuneLen(r) {
	case 1:
		return append(a, uint16(r))
	case 2:
		r1, r2 := EncodeRune(r)
		return append(a, uint16(r1), uint16(r2))
	}
	return append(a, replacementChar)
}

// Encode returns the UTF-16 encoding of the Unicode code point sequence s.
func Encode(s []rune) []uint16 {
	n := len(s)
	for _, r := range s {
		if r >= selfLimit {
			n++
		}
	}
	a := make([]uint16, 0, n)
	for _, r := range s {
		a = AppendRune(a, r)
	}
	return a
}

// Decode returns the Unicode code point sequence represented by the UTF-16 encoding s.
func Decode(s []uint16) []rune {
	buf := make([]rune, 0, len(s))
	for i := 0; i < len(s); i++ {
		r := rune(s[i])
		if IsSurrogate(r) {
			next := rune(-1)
			if i+1 < len(s) {
				next = rune(s[i+1])
			}
			if r = DecodeRune(r, next); r != replacementChar {
				i++
			}
		}
		buf = append(buf, r)
	}
	return buf
}
