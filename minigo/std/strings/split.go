package strings

import (
	"internal/bytealg"
	"iter"
	"unicode"
	"unicode/utf8"
)

// split cuts s at each sep, into at most n pieces (n < 0: all), keeping the first save bytes of each sep.
func split(s, sep string, save, n int) []string {
	if n == 0 {
		return nil
	}
	if sep == "" {
		return explode(s, n)
	}
	if n < 0 {
		n = Count(s, sep) + 1
	}
	n = min(n, len(s)+1)
	list := make([]string, 0, n)
	for len(list) < n-1 {
		i := bytealg.Index(s, sep)
		if i < 0 {
			break
		}
		list = append(list, s[:i+save])
		s = s[i+len(sep):]
	}
	return append(list, s)
}

// explode cuts s into UTF-8 sequences, at most n of them, the last being what is left (n < 0: all).
func explode(s string, n int) []string {
	if k := utf8.RuneCountInString(s); n < 0 || n > k {
		n = k
	}
	list := make([]string, n)
	for i := range list {
		size := len(s)
		if i < n-1 {
			_, size = utf8.DecodeRuneInString(s)
		}
		list[i], s = s[:size], s[size:]
	}
	return list
}

// SplitN slices s into substrings separated by sep, at most n of them; the last is the unsplit remainder. n < 0: all; n == 0: nil.
func SplitN(s, sep string, n int) []string { return split(s, sep, 0, n) }

// SplitAfterN is SplitN with sep kept at the end of each substring.
func SplitAfterN(s, sep string, n int) []string { return split(s, sep, len(sep), n) }

// Split slices s into all substrings separated by sep; with an empty sep, into UTF-8 sequences.
func Split(s, sep string) []string { return split(s, sep, 0, -1) }

// SplitAfter is Split with sep kept at the end of each substring.
func SplitAfter(s, sep string) []string { return split(s, sep, len(sep), -1) }

// Fields splits s around runs of white space, as defined by unicode.IsSpace; it never has empty elements.
func Fields(s string) []string {
	n, inside := 0, false
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return FieldsFunc(s, unicode.IsSpace)
		}
		space := isSpace(s[i])
		if !space && !inside {
			n++
		}
		inside = !space
	}
	list := make([]string, 0, n)
	for i := 0; i < len(s); {
		if isSpace(s[i]) {
			i++
			continue
		}
		start := i
		for i < len(s) && !isSpace(s[i]) {
			i++
		}
		list = append(list, s[start:i])
	}
	return list
}

// FieldsFunc splits s around runs of code points that satisfy f; it never has empty elements.
func FieldsFunc(s string, f func(rune) bool) []string {
	list := []string{}
	start := -1
	for i, r := range s {
		if f(r) {
			if start >= 0 {
				list = append(list, s[start:i])
				start = -1
			}
		} else if start < 0 {
			start = i
		}
	}
	if start >= 0 {
		list = append(list, s[start:])
	}
	return list
}

// Join concatenates the elements of elems, with sep between them.
func Join(elems []string, sep string) string {
	switch len(elems) {
	case 0:
		return ""
	case 1:
		return elems[0]
	}
	const maxInt = int(^uint(0) >> 1)
	if len(sep) > 0 && len(sep) >= maxInt/(len(elems)-1) {
		panic("strings: Join output length overflow")
	}
	n := len(sep) * (len(elems) - 1)
	for _, e := range elems {
		if len(e) > maxInt-n {
			panic("strings: Join output length overflow")
		}
		n += len(e)
	}
	buf := bytealg.MakeNoZero(n)
	k := copy(buf, elems[0])
	for _, e := range elems[1:] {
		k += copy(buf[k:], sep)
		k += copy(buf[k:], e)
	}
	return bytealg.String(buf)
}

// Lines returns an iterator over the lines of s, with their newlines.
func Lines(s string) iter.Seq[string] {
	return func(yield func(string) bool) {
		for rest := s; len(rest) > 0; {
			n := len(rest)
			if i := bytealg.IndexByte(rest, '\n'); i >= 0 {
				n = i + 1
			}
			line := rest[:n]
			rest = rest[n:]
			if !yield(line) {
				return
			}
		}
	}
}

// splitSeq is split as an iterator.
func splitSeq(s, sep string, save int) iter.Seq[string] {
	return func(yield func(string) bool) {
		rest := s
		if sep == "" {
			for len(rest) > 0 {
				_, size := utf8.DecodeRuneInString(rest)
				if !yield(rest[:size]) {
					return
				}
				rest = rest[size:]
			}
			return
		}
		for {
			i := bytealg.Index(rest, sep)
			if i < 0 {
				yield(rest)
				return
			}
			if !yield(rest[:i+save]) {
				return
			}
			rest = rest[i+len(sep):]
		}
	}
}

// SplitSeq returns an iterator over all substrings of s separated by sep.
func SplitSeq(s, sep string) iter.Seq[string] { return splitSeq(s, sep, 0) }

// SplitAfterSeq returns an iterator over the substrings of s split after each instance of sep.
func SplitAfterSeq(s, sep string) iter.Seq[string] { return splitSeq(s, sep, len(sep)) }

// FieldsSeq returns an iterator over the substrings of s split around runs of white space.
func FieldsSeq(s string) iter.Seq[string] { return FieldsFuncSeq(s, unicode.IsSpace) }

// FieldsFuncSeq returns an iterator over the substrings of s split around runs of code points that satisfy f.
func FieldsFuncSeq(s string, f func(rune) bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		start := -1
		for i, r := range s {
			if !f(r) {
				if start < 0 {
					start = i
				}
			} else if start >= 0 {
				if !yield(s[start:i]) {
					return
				}
				start = -1
			}
		}
		if start >= 0 {
			yield(s[start:])
		}
	}
}
