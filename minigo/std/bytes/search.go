// Package bytes implements functions for the manipulation of byte slices. What only looks at bytes is done by package strings, on strings that share
// their memory.
package bytes

import (
	"internal/bytealg"
	"strings"
	"unicode/utf8"
)

// Equal reports whether a and b are the same length and contain the same bytes. A nil argument is equivalent to an empty slice.
func Equal(a, b []byte) bool { return bytealg.String(a) == bytealg.String(b) }

// Compare returns -1, 0 or +1 as a is less than, equal to or greater than b.
func Compare(a, b []byte) int { return bytealg.Compare(bytealg.String(a), bytealg.String(b)) }

// Count counts the non-overlapping instances of sep in s. For an empty sep it is 1 + the number of code points in s.
func Count(s, sep []byte) int { return strings.Count(bytealg.String(s), bytealg.String(sep)) }

// Contains reports whether subslice is within b.
func Contains(b, subslice []byte) bool { return Index(b, subslice) >= 0 }

// ContainsAny reports whether any of the code points in chars are within b.
func ContainsAny(b []byte, chars string) bool { return IndexAny(b, chars) >= 0 }

// ContainsRune reports whether the rune is contained in b.
func ContainsRune(b []byte, r rune) bool { return IndexRune(b, r) >= 0 }

// ContainsFunc reports whether any of the code points r within b satisfy f(r).
func ContainsFunc(b []byte, f func(rune) bool) bool { return IndexFunc(b, f) >= 0 }

// HasPrefix reports whether the byte slice s begins with prefix.
func HasPrefix(s, prefix []byte) bool {
	return len(s) >= len(prefix) && Equal(s[:len(prefix)], prefix)
}

// HasSuffix reports whether the byte slice s ends with suffix.
func HasSuffix(s, suffix []byte) bool {
	return len(s) >= len(suffix) && Equal(s[len(s)-len(suffix):], suffix)
}

// Index returns the index of the first instance of sep in s, or -1.
func Index(s, sep []byte) int { return bytealg.Index(bytealg.String(s), bytealg.String(sep)) }

// IndexByte returns the index of the first instance of c in b, or -1.
func IndexByte(b []byte, c byte) int { return bytealg.IndexByte(bytealg.String(b), c) }

// IndexRune returns the byte index of the first occurrence of r in s, or -1. If r is utf8.RuneError, it finds any invalid UTF-8 sequence too.
func IndexRune(s []byte, r rune) int { return strings.IndexRune(bytealg.String(s), r) }

// IndexAny returns the byte index of the first occurrence in s of any of the code points in chars, or -1.
func IndexAny(s []byte, chars string) int { return strings.IndexAny(bytealg.String(s), chars) }

// IndexFunc returns the byte index in s of the first code point satisfying f(c), or -1.
func IndexFunc(s []byte, f func(r rune) bool) int { return indexFunc(s, f, true) }

// indexFunc finds the first code point for which f is want. It looks at s itself and not at a string, since f may write to s.
func indexFunc(s []byte, f func(r rune) bool, want bool) int {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		if f(r) == want {
			return i
		}
		i += size
	}
	return -1
}

// LastIndex returns the index of the last instance of sep in s, or -1.
func LastIndex(s, sep []byte) int { return strings.LastIndex(bytealg.String(s), bytealg.String(sep)) }

// LastIndexByte returns the index of the last instance of c in s, or -1.
func LastIndexByte(s []byte, c byte) int { return bytealg.LastIndexByte(bytealg.String(s), c) }

// LastIndexAny returns the byte index of the last occurrence in s of any of the code points in chars, or -1.
func LastIndexAny(s []byte, chars string) int { return strings.LastIndexAny(bytealg.String(s), chars) }

// LastIndexFunc returns the byte index in s of the last code point satisfying f(c), or -1.
func LastIndexFunc(s []byte, f func(r rune) bool) int { return lastIndexFunc(s, f, true) }

func lastIndexFunc(s []byte, f func(r rune) bool, want bool) int {
	for i := len(s); i > 0; {
		r, size := utf8.DecodeLastRune(s[:i])
		i -= size
		if f(r) == want {
			return i
		}
	}
	return -1
}

// EqualFold reports whether s and t, interpreted as UTF-8 strings, are equal under simple Unicode case-folding.
func EqualFold(s, t []byte) bool { return strings.EqualFold(bytealg.String(s), bytealg.String(t)) }

// Cut slices s around the first instance of sep, returning the bytes before and after sep, and whether sep was found.
func Cut(s, sep []byte) (before, after []byte, found bool) {
	if i := Index(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, nil, false
}

// CutLast slices s around the last instance of sep, returning the bytes before and after sep, and whether sep was found.
func CutLast(s, sep []byte) (before, after []byte, found bool) {
	if i := LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, nil, false
}

// CutPrefix returns s without the leading prefix, and whether it was there.
func CutPrefix(s, prefix []byte) (after []byte, found bool) {
	if !HasPrefix(s, prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// CutSuffix returns s without the ending suffix, and whether it was there.
func CutSuffix(s, suffix []byte) (before []byte, found bool) {
	if !HasSuffix(s, suffix) {
		return s, false
	}
	return s[:len(s)-len(suffix)], true
}
