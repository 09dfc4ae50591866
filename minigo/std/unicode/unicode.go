// Package unicode provides data and functions to test some properties of Unicode code points.
package unicode

const (
	MaxRune         = '\U0010FFFF' // Maximum valid Unicode code point.
	ReplacementChar = '\uFFFD'     // Represents invalid code points.
	MaxASCII        = '\u007F'     // maximum ASCII value.
	MaxLatin1       = '\u00FF'     // maximum Latin-1 value.
)

// RangeTable defines a set of Unicode code points by sorted, disjoint ranges: in R16 below 1<<16, in R32 from there on.
type RangeTable struct {
	R16         []Range16
	R32         []Range32
	LatinOffset int // number of entries in R16 with Hi <= MaxLatin1
}

// Range16 represents the code points Lo, Lo+Stride, … up to Hi.
type Range16 struct {
	Lo     uint16
	Hi     uint16
	Stride uint16
}

// Range32 is Range16 for code points that need more bits.
type Range32 struct {
	Lo     uint32
	Hi     uint32
	Stride uint32
}

// Is reports whether the rune is in the specified table of ranges.
func Is(rangeTab *RangeTable, r rune) bool {
	if uint32(r) <= MaxLatin1 {
		for i := range rangeTab.R16 {
			t := &rangeTab.R16[i]
			if uint16(r) < t.Lo {
				return false
			}
			if uint16(r) <= t.Hi {
				return t.Stride == 1 || (uint16(r)-t.Lo)%t.Stride == 0
			}
		}
		return false
	}
	return isBeyondLatin1(rangeTab, r)
}

// isBeyondLatin1 is Is for a rune that is not in Latin-1.
func isBeyondLatin1(table *RangeTable, r rune) bool {
	if uint32(r) < 1<<16 {
		list := table.R16[table.LatinOffset:]
		lo, hi := 0, len(list)
		for lo < hi {
			mid := int(uint(lo+hi) >> 1)
			t := &list[mid]
			switch {
			case uint16(r) < t.Lo:
				hi = mid
			case uint16(r) > t.Hi:
				lo = mid + 1
			default:
				return t.Stride == 1 || (uint16(r)-t.Lo)%t.Stride == 0
			}
		}
		return false
	}
	lo, hi := 0, len(table.R32)
	for lo < hi {
		mid := int(uint(lo+hi) >> 1)
		t := &table.R32[mid]
		switch {
		case uint32(r) < t.Lo:
			hi = mid
		case uint32(r) > t.Hi:
			lo = mid + 1
		default:
			return t.Stride == 1 || (uint32(r)-t.Lo)%t.Stride == 0
		}
	}
	return false
}

// In reports whether the rune is a member of one of the ranges.
func In(r rune, ranges ...*RangeTable) bool { return IsOneOf(ranges, r) }

// IsOneOf reports whether the rune is a member of one of the ranges. The function In provides a nicer signature.
func IsOneOf(ranges []*RangeTable, r rune) bool {
	for _, table := range ranges {
		if Is(table, r) {
			return true
		}
	}
	return false
}
