package unicode

// CaseRange represents the code points from Lo to Hi for simple (one code point to one code point) case conversion. Delta is what to add to a code point
// for each case. A Delta of {UpperLower, UpperLower, UpperLower} stands for alternating upper and lower case letters, the first one upper case.
type CaseRange struct {
	Lo    uint32
	Hi    uint32
	Delta d
}

// SpecialCase represents language-specific case mappings such as Turkish; its methods override the standard mappings.
type SpecialCase []CaseRange

// Indices into the Delta arrays inside CaseRanges for case mapping.
const (
	UpperCase = iota
	LowerCase
	TitleCase
	MaxCase
)

type d [MaxCase]rune

// UpperLower, as the Delta of a CaseRange, says that upper and lower case alternate. (It cannot be a valid delta.)
const UpperLower = MaxRune + 1

// TurkishCase has the mappings of Turkish: dotted and dotless i.
var TurkishCase SpecialCase = _TurkishCase

// AzeriCase has the mappings of Azeri, those of Turkish.
var AzeriCase SpecialCase = _TurkishCase

var _TurkishCase = SpecialCase{
	{'I', 'I', d{0, 'ı' - 'I', 0}},
	{'i', 'i', d{'İ' - 'i', 0, 'İ' - 'i'}},
	{'İ', 'İ', d{0, 'i' - 'İ', 0}},
	{'ı', 'ı', d{'I' - 'ı', 0, 'I' - 'ı'}},
}

// findCase returns the range of r, or nil.
func findCase(r rune, list []CaseRange) *CaseRange {
	lo, hi := 0, len(list)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		c := &list[mid]
		switch {
		case r < rune(c.Lo):
			hi = mid
		case r > rune(c.Hi):
			lo = mid + 1
		default:
			return c
		}
	}
	return nil
}

func (c *CaseRange) convert(which int, r rune) rune {
	delta := c.Delta[which]
	if delta <= MaxRune {
		return r + delta
	}
	// Upper and title case have even distances from the start of the range, lower case odd ones.
	return rune(c.Lo) + ((r-rune(c.Lo))&^1 | rune(which&1))
}

func to(which int, r rune, list []CaseRange) (mapped rune, found bool) {
	if which < 0 || MaxCase <= which {
		return ReplacementChar, false
	}
	if c := findCase(r, list); c != nil {
		return c.convert(which, r), true
	}
	return r, false
}

// To maps the rune to the specified case: UpperCase, LowerCase, or TitleCase.
func To(_case int, r rune) rune {
	r, _ = to(_case, r, CaseRanges)
	return r
}

// ToUpper maps the rune to upper case.
func ToUpper(r rune) rune {
	if uint32(r) <= MaxASCII {
		if 'a' <= r && r <= 'z' {
			r -= 'a' - 'A'
		}
		return r
	}
	return To(UpperCase, r)
}

// ToLower maps the rune to lower case.
func ToLower(r rune) rune {
	if uint32(r) <= MaxASCII {
		if 'A' <= r && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return To(LowerCase, r)
}

// ToTitle maps the rune to title case.
func ToTitle(r rune) rune {
	if uint32(r) <= MaxASCII {
		return ToUpper(r)
	}
	return To(TitleCase, r)
}

// ToUpper maps the rune to upper case giving priority to the special mapping.
func (special SpecialCase) ToUpper(r rune) rune {
	if m, ok := to(UpperCase, r, special); ok {
		return m
	}
	return ToUpper(r)
}

// ToTitle maps the rune to title case giving priority to the special mapping.
func (special SpecialCase) ToTitle(r rune) rune {
	if m, ok := to(TitleCase, r, special); ok {
		return m
	}
	return ToTitle(r)
}

// ToLower maps the rune to lower case giving priority to the special mapping.
func (special SpecialCase) ToLower(r rune) rune {
	if m, ok := to(LowerCase, r, special); ok {
		return m
	}
	return ToLower(r)
}

// foldPair is one step of an orbit of SimpleFold.
type foldPair struct {
	From uint16
	To   uint16
}

// SimpleFold iterates over the code points that are equivalent under Unicode's simple case folding: it returns the smallest one > r if there is one, or
// else the smallest one >= 0. If r is not a valid code point, it returns r.
func SimpleFold(r rune) rune {
	if uint32(r) > MaxRune {
		return r
	}
	if r <= MaxASCII && r|0x20 != 'k' && r|0x20 != 's' {
		switch {
		case 'A' <= r && r <= 'Z':
			return r + ('a' - 'A')
		case 'a' <= r && r <= 'z':
			return r - ('a' - 'A')
		}
		return r
	}
	lo, hi := 0, len(caseOrbit)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		if rune(caseOrbit[mid].From) < r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(caseOrbit) && rune(caseOrbit[lo].From) == r {
		return rune(caseOrbit[lo].To)
	}
	if c := findCase(r, CaseRanges); c != nil {
		if l := c.convert(LowerCase, r); l != r {
			return l
		}
		return c.convert(UpperCase, r)
	}
	return r
}
