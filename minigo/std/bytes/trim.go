package bytes

import (
	"internal/bytealg"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The functions that trim the left return nil when nothing is left; those that trim the right an empty slice.

// after is s from its last n bytes on, nil if n is 0.
func after(s []byte, n int) []byte {
	if n == 0 {
		return nil
	}
	return s[len(s)-n:]
}

// Trim returns a subslice of s without the leading and trailing code points contained in cutset.
func Trim(s []byte, cutset string) []byte {
	if len(s) == 0 {
		return nil
	}
	if cutset == "" {
		return s
	}
	return TrimRight(TrimLeft(s, cutset), cutset)
}

// TrimLeft returns a subslice of s without the leading code points contained in cutset.
func TrimLeft(s []byte, cutset string) []byte {
	if len(s) == 0 {
		return nil
	}
	if cutset == "" {
		return s
	}
	return after(s, len(strings.TrimLeft(bytealg.String(s), cutset)))
}

// TrimRight returns a subslice of s without the trailing code points contained in cutset.
func TrimRight(s []byte, cutset string) []byte {
	return s[:len(strings.TrimRight(bytealg.String(s), cutset))]
}

// TrimSpace returns a subslice of s without leading and trailing white space, as defined by Unicode; nil if there is nothing else.
func TrimSpace(s []byte) []byte {
	text := bytealg.String(s)
	middle := strings.TrimSpace(text)
	if middle == "" {
		return nil
	}
	start := len(s) - len(strings.TrimLeftFunc(text, unicode.IsSpace))
	return s[start : start+len(middle)]
}

// TrimFunc returns a subslice of s without the leading and trailing code points that satisfy f.
func TrimFunc(s []byte, f func(r rune) bool) []byte { return TrimRightFunc(TrimLeftFunc(s, f), f) }

// TrimLeftFunc returns a subslice of s without the leading code points that satisfy f.
func TrimLeftFunc(s []byte, f func(r rune) bool) []byte {
	i := indexFunc(s, f, false)
	if i < 0 {
		return nil
	}
	return s[i:]
}

// TrimRightFunc returns a subslice of s without the trailing code points that satisfy f.
func TrimRightFunc(s []byte, f func(r rune) bool) []byte {
	i := lastIndexFunc(s, f, false)
	if i < 0 {
		return s[:0]
	}
	_, size := utf8.DecodeRune(s[i:])
	return s[:i+size]
}

// TrimPrefix returns s without the provided leading prefix.
func TrimPrefix(s, prefix []byte) []byte {
	if HasPrefix(s, prefix) {
		return s[len(prefix):]
	}
	return s
}

// TrimSuffix returns s without the provided trailing suffix.
func TrimSuffix(s, suffix []byte) []byte {
	if HasSuffix(s, suffix) {
		return s[:len(s)-len(suffix)]
	}
	return s
}
