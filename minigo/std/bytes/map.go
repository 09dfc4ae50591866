package bytes

import (
	"internal/bytealg"
	"unicode"
	"unicode/utf8"
)

// Clone returns a copy of b. It may have more capacity; a nil b stays nil.
func Clone(b []byte) []byte {
	if b == nil {
		return nil
	}
	return append([]byte{}, b...)
}

// Runes interprets s as a sequence of UTF-8-encoded code points and returns those.
func Runes(s []byte) []rune {
	t := make([]rune, 0, utf8.RuneCount(s))
	for len(s) > 0 {
		r, size := utf8.DecodeRune(s)
		t = append(t, r)
		s = s[size:]
	}
	return t
}

// Map returns a copy of s with its characters changed by mapping, and dropped where that is negative.
func Map(mapping func(r rune) rune, s []byte) []byte {
	b := make([]byte, 0, len(s))
	for i := 0; i < len(s); {
		r, size := rune(s[i]), 1
		if r >= utf8.RuneSelf {
			r, size = utf8.DecodeRune(s[i:])
		}
		if r = mapping(r); r >= 0 {
			b = utf8.AppendRune(b, r)
		}
		i += size
	}
	return b
}

// Repeat returns a new byte slice consisting of count copies of b. It panics if count is negative or the result overflows.
func Repeat(b []byte, count int) []byte {
	if count < 0 {
		panic("bytes: negative Repeat count")
	}
	const maxInt = int(^uint(0) >> 1)
	if count > 0 && len(b) > maxInt/count {
		panic("bytes: Repeat output length overflow")
	}
	all := bytealg.MakeNoZero(len(b) * count)
	if len(all) == 0 {
		return all
	}
	for n := copy(all, b); n < len(all); {
		n += copy(all[n:], all[:n])
	}
	return all
}

// isASCII reports whether all bytes of s are ASCII characters.
func isASCII(s []byte) bool {
	for _, c := range s {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// ToUpper returns a copy of s with all Unicode letters mapped to their upper case.
func ToUpper(s []byte) []byte {
	if !isASCII(s) {
		return Map(unicode.ToUpper, s)
	}
	b := bytealg.MakeNoZero(len(s))
	for i, c := range s {
		if 'a' <= c && c <= 'z' {
			c -= 'a' - 'A'
		}
		b[i] = c
	}
	return b
}

// ToLower returns a copy of s with all Unicode letters mapped to their lower case.
func ToLower(s []byte) []byte {
	if !isASCII(s) {
		return Map(unicode.ToLower, s)
	}
	b := bytealg.MakeNoZero(len(s))
	for i, c := range s {
		if 'A' <= c && c <= 'Z' {
			c += 'a' - 'A'
		}
		b[i] = c
	}
	return b
}

// ToTitle treats s as UTF-8-encoded bytes and returns a copy with all the Unicode letters mapped to their title case.
func ToTitle(s []byte) []byte { return Map(unicode.ToTitle, s) }

// ToUpperSpecial is ToUpper with the case mapping c.
func ToUpperSpecial(c unicode.SpecialCase, s []byte) []byte { return Map(c.ToUpper, s) }

// ToLowerSpecial is ToLower with the case mapping c.
func ToLowerSpecial(c unicode.SpecialCase, s []byte) []byte { return Map(c.ToLower, s) }

// ToTitleSpecial is ToTitle with the case mapping c.
func ToTitleSpecial(c unicode.SpecialCase, s []byte) []byte { return Map(c.ToTitle, s) }

// ToValidUTF8 returns a copy of s with each run of invalid UTF-8 bytes replaced by replacement.
func ToValidUTF8(s, replacement []byte) []byte {
	b := make([]byte, 0, len(s)+len(replacement))
	bad := false // the bytes before were invalid
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRune(s[i:])
		if r == utf8.RuneError && size == 1 {
			if !bad {
				b = append(b, replacement...)
			}
			bad = true
		} else {
			bad = false
			b = append(b, s[i:i+size]...)
		}
		i += size
	}
	return b
}

// Title treats s as UTF-8-encoded bytes and returns a copy with all letters that begin words mapped to their title case.
//
// Deprecated: the rule for word boundaries does not handle Unicode punctuation properly.
func Title(s []byte) []byte {
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

// Replace returns a copy of s with the first n non-overlapping instances of old replaced by new; n < 0: all. An empty old is found at the beginning
// and after each UTF-8 sequence.
func Replace(s, old, new []byte, n int) []byte {
	m := 0
	if n != 0 {
		m = Count(s, old)
	}
	if m == 0 {
		return append([]byte(nil), s...)
	}
	if n < 0 || m < n {
		n = m
	}
	buf := bytealg.MakeNoZero(len(s) + n*(len(new)-len(old)))
	k, start := 0, 0
	for i := 0; i < n; i++ {
		next := start
		if len(old) > 0 {
			next += Index(s[start:], old)
		} else if i > 0 {
			_, size := utf8.DecodeRune(s[start:])
			next += size
		}
		k += copy(buf[k:], s[start:next])
		k += copy(buf[k:], new)
		start = next + len(old)
	}
	copy(buf[k:], s[start:])
	return buf
}

// ReplaceAll returns a copy of s with all non-overlapping instances of old replaced by new.
func ReplaceAll(s, old, new []byte) []byte { return Replace(s, old, new, -1) }
