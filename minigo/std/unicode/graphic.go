package unicode

// Bits of the table latin1. A letter that is neither upper nor lower case has both bits.
const (
	latinControl = 1 << iota
	latinPunct
	latinNumber
	latinSymbol
	latinSpace // category Z
	latinUpper
	latinLower
	latinPrint
)

// GraphicRanges defines the set of graphic characters according to Unicode.
var GraphicRanges = []*RangeTable{_L, _M, _N, _P, _S, _Zs}

// PrintRanges defines the set of printable characters according to Go. ASCII space, U+0020, is handled separately.
var PrintRanges = []*RangeTable{_L, _M, _N, _P, _S}

func has(r rune, bits uint8, table *RangeTable) bool {
	if uint32(r) <= MaxLatin1 {
		return latin1[r]&bits != 0
	}
	return isBeyondLatin1(table, r)
}

// IsGraphic reports whether the rune is a graphic character: a letter, mark, number, punctuation, symbol or space, from categories L, M, N, P, S, Zs.
func IsGraphic(r rune) bool {
	if uint32(r) <= MaxLatin1 {
		return latin1[r]&(latinPrint|latinSpace) != 0
	}
	return IsOneOf(GraphicRanges, r)
}

// IsPrint reports whether the rune is printable as Go defines it: graphic, but the only space is U+0020.
func IsPrint(r rune) bool {
	if uint32(r) <= MaxLatin1 {
		return latin1[r]&latinPrint != 0
	}
	return IsOneOf(PrintRanges, r)
}

// IsControl reports whether the rune is a control character.
func IsControl(r rune) bool { return uint32(r) <= MaxLatin1 && latin1[r]&latinControl != 0 }

// IsLetter reports whether the rune is a letter (category L).
func IsLetter(r rune) bool { return has(r, latinUpper|latinLower, _L) }

// IsMark reports whether the rune is a mark character (category M).
func IsMark(r rune) bool { return Is(_M, r) }

// IsNumber reports whether the rune is a number (category N).
func IsNumber(r rune) bool { return has(r, latinNumber, _N) }

// IsDigit reports whether the rune is a decimal digit.
func IsDigit(r rune) bool {
	if uint32(r) <= MaxLatin1 {
		return '0' <= r && r <= '9'
	}
	return isBeyondLatin1(_Nd, r)
}

// IsPunct reports whether the rune is a Unicode punctuation character (category P).
func IsPunct(r rune) bool { return has(r, latinPunct, _P) }

// IsSpace reports whether the rune is a space character as defined by Unicode's White Space property.
func IsSpace(r rune) bool {
	if uint32(r) <= MaxLatin1 {
		return r == ' ' || '\t' <= r && r <= '\r' || r == 0x85 || r == 0xA0
	}
	return isBeyondLatin1(_White_Space, r)
}

// IsSymbol reports whether the rune is a symbolic character (category S).
func IsSymbol(r rune) bool { return has(r, latinSymbol, _S) }

// IsUpper reports whether the rune is an upper case letter.
func IsUpper(r rune) bool {
	if uint32(r) <= MaxLatin1 {
		return latin1[r]&(latinUpper|latinLower) == latinUpper
	}
	return isBeyondLatin1(_Lu, r)
}

// IsLower reports whether the rune is a lower case letter.
func IsLower(r rune) bool {
	if uint32(r) <= MaxLatin1 {
		return latin1[r]&(latinUpper|latinLower) == latinLower
	}
	return isBeyondLatin1(_Ll, r)
}

// IsTitle reports whether the rune is a title case letter.
func IsTitle(r rune) bool { return uint32(r) > MaxLatin1 && isBeyondLatin1(_Lt, r) }
