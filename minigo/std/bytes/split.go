package bytes

import (
	"internal/bytealg"
	"iter"
	"unicode"
	"unicode/utf8"
)

// Pieces have no spare capacity, so that appending to one does not overwrite the next; only the last one of a split keeps what s has.

// split cuts s at each sep, into at most n pieces (n < 0: all), keeping the first save bytes of each sep.
func split(s, sep []byte, save, n int) [][]byte {
	if n == 0 {
		return nil
	}
	if len(sep) == 0 {
		return explode(s, n)
	}
	if n < 0 {
		n = Count(s, sep) + 1
	}
	n = min(n, len(s)+1)
	list := make([][]byte, 0, n)
	for len(list) < n-1 {
		i := Index(s, sep)
		if i < 0 {
			break
		}
		list = append(list, s[:i+save:i+save])
		s = s[i+len(sep):]
	}
	return append(list, s)
}

// explode cuts s into UTF-8 sequences, at most n of them, the last being what is left (n < 0: all).
func explode(s []byte, n int) [][]byte {
	if k := utf8.RuneCount(s); n < 0 || n > k {
		n = k
	}
	list := make([][]byte, n)
	for i := range list {
		size := len(s)
		if i < n-1 {
			_, size = utf8.DecodeRune(s)
			list[i], s = s[:size:size], s[size:]
		} else {
			list[i] = s
		}
	}
	return list
}

// SplitN slices s into subslices separated by sep, at most n of them; the last is the unsplit remainder. n < 0: all; n == 0: nil.
func SplitN(s, sep []byte, n int) [][]byte { return split(s, sep, 0, n) }

// SplitAfterN is SplitN with sep kept at the end of each subslice.
func SplitAfterN(s, sep []byte, n int) [][]byte { return split(s, sep, len(sep), n) }

// Split slices s into all subslices separated by sep; with an empty sep, into UTF-8 sequences.
func Split(s, sep []byte) [][]byte { return split(s, sep, 0, -1) }

// SplitAfter is Split with sep kept at the end of each subslice.
func SplitAfter(s, sep []byte) [][]byte { return split(s, sep, len(sep), -1) }

// Fields splits s around runs of white space, as defined by unicode.IsSpace; it never has empty elements.
func Fields(s []byte) [][]byte { return FieldsFunc(s, unicode.IsSpace) }

// FieldsFunc splits s around runs of code points that satisfy f; it never has empty elements.
func FieldsFunc(s []byte, f func(rune) bool) [][]byte {
	list := [][]byte{}
	for field := range FieldsFuncSeq(s, f) {
		list = append(list, field)
	}
	return list
}

// Join concatenates the elements of s, with sep between them, into a new byte slice.
func Join(s [][]byte, sep []byte) []byte {
	if len(s) == 0 {
		return []byte{}
	}
	const maxInt = int(^uint(0) >> 1)
	if len(sep) > 0 && len(s) > 1 && len(sep) >= maxInt/(len(s)-1) {
		panic("bytes: Join output length overflow")
	}
	n := len(sep) * (len(s) - 1)
	for _, e := range s {
		if len(e) > maxInt-n {
			panic("bytes: Join output length overflow")
		}
		n += len(e)
	}
	buf := bytealg.MakeNoZero(n)
	k := copy(buf, s[0])
	for _, e := range s[1:] {
		k += copy(buf[k:], sep)
		k += copy(buf[k:], e)
	}
	return buf
}

// Lines returns an iterator over the lines of s, with their newlines.
func Lines(s []byte) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		for rest := s; len(rest) > 0; {
			n := len(rest)
			if i := IndexByte(rest, '\n'); i >= 0 {
				n = i + 1
			}
			line := rest[:n:n]
			rest = rest[n:]
			if !yield(line) {
				return
			}
		}
	}
}

// splitSeq is split as an iterator.
func splitSeq(s, sep []byte, save int) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		rest := s
		if len(sep) == 0 {
			for len(rest) > 0 {
				_, size := utf8.DecodeRune(rest)
				if !yield(rest[:size:size]) {
					return
				}
				rest = rest[size:]
			}
			return
		}
		for {
			i := Index(rest, sep)
			if i < 0 {
				yield(rest[:len(rest):len(rest)])
				return
			}
			if !yield(rest[: i+save : i+save]) {
				return
			}
			rest = rest[i+len(sep):]
		}
	}
}

// SplitSeq returns an iterator over all subslices of s separated by sep.
func SplitSeq(s, sep []byte) iter.Seq[[]byte] { return splitSeq(s, sep, 0) }

// SplitAfterSeq returns an iterator over the subslices of s split after each instance of sep.
func SplitAfterSeq(s, sep []byte) iter.Seq[[]byte] { return splitSeq(s, sep, len(sep)) }

// FieldsSeq returns an iterator over the subslices of s split around runs of white space.
func FieldsSeq(s []byte) iter.Seq[[]byte] { return FieldsFuncSeq(s, unicode.IsSpace) }

// FieldsFuncSeq returns an iterator over the subslices of s split around runs of code points that satisfy f.
func FieldsFuncSeq(s []byte, f func(rune) bool) iter.Seq[[]byte] {
	return func(yield func([]byte) bool) {
		start := -1
		for i := 0; i < len(s); {
			r, size := rune(s[i]), 1
			if r >= utf8.RuneSelf {
				r, size = utf8.DecodeRune(s[i:])
			}
			if !f(r) {
				if start < 0 {
					start = i
				}
			} else if start >= 0 {
				if !yield(s[start:i:i]) {
					return
				}
				start = -1
			}
			i += size
		}
		if start >= 0 {
			yield(s[start:len(s):len(s)])
		}
	}
}
