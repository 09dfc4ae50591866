package strings

import (
	"internal/bytealg"
	"unicode"
	"unicode/utf8"
)

// Clone returns a copy of s in memory of its own.
func Clone(s string) string {
	if len(s) == 0 {
		return ""
	}
	buf := bytealg.MakeNoZero(len(s))
	copy(buf, s)
	return bytealg.String(buf)
}

// Map returns a copy of s with its characters changed by mapping, and dropped where that is negative. If nothing changes, it is s itself.
func Map(mapping func(rune) rune, s string) string {
	for i, c := range s {
		r := mapping(c)
		if r == c && c != utf8.RuneError {
			continue
		}
		size := 1
		if c >= utf8.RuneSelf {
			_, size = utf8.DecodeRuneInString(s[i:])
			if r == c && size == 3 {
				continue
			}
		}
		buf := make([]byte, i, len(s)+utf8.UTFMax)
		copy(buf, s)
		if r >= 0 {
			buf = utf8.AppendRune(buf, r)
		}
		for _, c := range s[i+size:] {
			if r := mapping(c); r >= 0 {
				buf = utf8.AppendRune(buf, r)
			}
		}
		return bytealg.String(buf)
	}
	return s
}

// Repeat returns a new string consisting of count copies of the string s. It panics if count is negative or the result overflows.
func Repeat(s string, count int) string {
	switch {
	case count < 0:
		panic("strings: negative Repeat count")
	case count == 1:
		return s
	case count == 0 || s == "":
		return ""
	}
	const maxInt = int(^uint(0) >> 1)
	if len(s) > maxInt/count {
		panic("strings: Repeat output length overflow")
	}
	buf := bytealg.MakeNoZero(len(s) * count)
	for n := copy(buf, s); n < len(buf); {
		n += copy(buf[n:], buf[:n])
	}
	return bytealg.String(buf)
}

// ToUpper returns s with all Unicode letters mapped to their upper case.
func ToUpper(s string) string {
	first := -1
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			return Map(unicode.ToUpper, s)
		}
		if first < 0 && 'a' <= c && c <= 'z' {
			first = i
		}
	}
	if first < 0 {
		return s
	}
	buf := bytealg.MakeNoZero(len(s))
	copy(buf, s[:first])
	for i := first; i < len(s); i++ {
		c := s[i]
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		buf[i] = c
	}
	return bytealg.String(buf)
}

// ToLower returns s with all Unicode letters mapped to their lower case.
func ToLower(s string) string {
	first := -1
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c >= utf8.RuneSelf {
			return Map(unicode.ToLower, s)
		}
		if first < 0 && 'A' <= c && c <= 'Z' {
			first = i
		}
	}
	if first < 0 {
		return s
	}
	buf := bytealg.MakeNoZero(len(s))
	copy(buf, s[:first])
	for i := first; i < len(s); i++ {
		c := s[i]
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		buf[i] = c
	}
	return bytealg.String(buf)
}

// ToTitle returns a copy of s with all Unicode letters mapped to their Unicode title case.
func ToTitle(s string) string { return Map(unicode.ToTitle, s) }

// ToUpperSpecial is ToUpper with the case mapping c.
func ToUpperSpecial(c unicode.SpecialCase, s string) string { return Map(c.ToUpper, s) }

// ToLowerSpecial is ToLower with the case mapping c.
func ToLowerSpecial(c unicode.SpecialCase, s string) string { return Map(c.ToLower, s) }

// ToTitleSpecial is ToTitle with the case mapping c.
func ToTitleSpecial(c unicode.SpecialCase, s string) string { return Map(c.ToTitle, s) }

// ToValidUTF8 returns a copy of s with each run of invalid UTF-8 bytes replaced by replacement.
func ToValidUTF8(s, replacement string) string {
	if utf8.ValidString(s) {
		return s
	}
	buf := make([]byte, 0, len(s)+len(replacement))
	bad := false // the bytes before were invalid
	for i, c := range s {
		size := utf8.RuneLen(c)
		if c == utf8.RuneError {
			if _, size = utf8.DecodeRuneInString(s[i:]); size == 1 {
				if !bad {
					buf = append(buf, replacement...)
				}
				bad = true
				continue
			}
		}
		bad = false
		buf = append(buf, s[i:i+size]...)
	}
	return bytealg.String(buf)
}

// Title returns a copy of s with all letters that begin words mapped to their title case.
//
// Deprecated: the rule for word boundaries does not handle Unicode punctuation properly.
func Title(s string) string {
	previous := ' '
	return Map(func(r rune) rune {
		start := isSeparator(previous)
		previous = r
		if start {
			return unicode.ToTitle(r)
		}
		return r
	}, s)
}

// isSeparator reports whether r could mark a word boundary.
func isSeparator(r rune) bool {
	if r < utf8.RuneSelf {
		return !('0' <= r && r <= '9' || 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '_')
	}
	return !unicode.IsLetter(r) && !unicode.IsDigit(r) && unicode.IsSpace(r)
}

// EqualFold reports whether s and t, interpreted as UTF-8 strings, are equal under simple Unicode case-folding.
func EqualFold(s, t string) bool {
	for i := 0; i < len(s) && i < len(t); i++ {
		a, b := s[i], t[i]
		if a|b >= utf8.RuneSelf {
			return equalFoldUnicode(s[i:], t[i:])
		}
		if a != b {
			if a|' ' != b|' ' || a|' ' < 'a' || a|' ' > 'z' {
				return false
			}
		}
	}
	return len(s) == len(t)
}

func equalFoldUnicode(s, t string) bool {
	for len(s) > 0 && len(t) > 0 {
		a, n := utf8.DecodeRuneInString(s)
		b, m := utf8.DecodeRuneInString(t)
		s, t = s[n:], t[m:]
		if a == b {
			continue
		}
		// The orbit of SimpleFold is a cycle.
		r := unicode.SimpleFold(a)
		for r != a && r != b {
			r = unicode.SimpleFold(r)
		}
		if r != b {
			return false
		}
	}
	return len(s) == len(t)
}

// Replace returns a copy of s with the first n non-overlapping instances of old replaced by new; n < 0: all. An empty old is found at the beginning
// and after each UTF-8 sequence.
func Replace(s, old, new string, n int) string {
	if old == new || n == 0 {
		return s
	}
	m := Count(s, old)
	if m == 0 {
		return s
	}
	if n < 0 || m < n {
		n = m
	}
	buf := bytealg.MakeNoZero(len(s) + n*(len(new)-len(old)))
	k, start := 0, 0
	for i := 0; i < n; i++ {
		next := start
		if len(old) > 0 {
			next += bytealg.Index(s[start:], old)
		} else if i > 0 {
			_, size := utf8.DecodeRuneInString(s[start:])
			next += size
		}
		k += copy(buf[k:], s[start:next])
		k += copy(buf[k:], new)
		start = next + len(old)
	}
	copy(buf[k:], s[start:])
	return bytealg.String(buf)
}

// ReplaceAll returns a copy of s with all non-overlapping instances of old replaced by new.
func ReplaceAll(s, old, new string) string { return Replace(s, old, new, -1) }
