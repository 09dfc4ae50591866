// Package html provides functions for escaping and unescaping HTML text.
package html

import (
	"sort"
	"strings"
	"unicode/utf8"
)

var escaper = strings.NewReplacer(`&`, "&amp;", `'`, "&#39;", `<`, "&lt;", `>`, "&gt;", `"`, "&#34;")

// EscapeString escapes special characters like "<" to become "&lt;". It escapes only five such characters: <, >, &, ' and ".
func EscapeString(s string) string { return escaper.Replace(s) }

// The characters that the numbers 0x80 to 0x9F stand for: those of Windows-1252.
const windows1252 = "\u20AC\u0081\u201A\u0192\u201E\u2026\u2020\u2021\u02C6\u2030\u0160\u2039\u0152\u008D\u017D\u008F" +
	"\u0090\u2018\u2019\u201C\u201D\u2022\u2013\u2014\u02DC\u2122\u0161\u203A\u0153\u009D\u017E\u0178"

// entity returns the text of a named entity; names with and without ; are different ones.
func entity(name string) (text string, ok bool) {
	i := sort.Search(len(entities), func(i int) bool { return entities[i].name >= name })
	if i < len(entities) && entities[i].name == name {
		return entities[i].text, true
	}
	return "", false
}

// UnescapeString unescapes entities like "&lt;" to become "<". It unescapes a larger range of entities than EscapeString escapes.
func UnescapeString(s string) string {
	i := strings.IndexByte(s, '&')
	if i < 0 {
		return s
	}
	b := make([]byte, 0, len(s))
	for i >= 0 {
		b = append(b, s[:i]...)
		s = s[i:]
		var n int
		if b, n = unescape(b, s); n == 0 {
			b = append(b, '&')
			n = 1
		}
		s = s[n:]
		i = strings.IndexByte(s, '&')
	}
	return string(append(b, s...))
}

// unescape appends what the entity at the beginning of s stands for, and returns how many bytes that is; 0 if it is none.
func unescape(b []byte, s string) ([]byte, int) {
	if strings.HasPrefix(s, "&#") {
		return number(b, s)
	}
	i := 1
	for i < len(s) && ('a' <= s[i]|0x20 && s[i]|0x20 <= 'z' || '0' <= s[i] && s[i] <= '9') {
		i++
	}
	end := i
	if i < len(s) && s[i] == ';' {
		end++
	}
	if text, ok := entity(s[1:end]); ok {
		return append(b, text...), end
	}
	// The longest that is known without ; will do.
	const longest = 6
	for j := min(end-2, longest); j > 1; j-- {
		if text, ok := entity(s[1 : 1+j]); ok {
			return append(b, text...), 1 + j
		}
	}
	return b, 0
}

// number reads &#65; or &#x41;.
func number(b []byte, s string) ([]byte, int) {
	if len(s) <= 3 {
		return b, 0
	}
	i, base := 2, rune(10)
	if s[2]|0x20 == 'x' {
		i, base = 3, 16
	}
	start := i
	x := rune(0)
	for ; i < len(s); i++ {
		c := s[i]
		d := rune(99)
		switch {
		case '0' <= c && c <= '9':
			d = rune(c - '0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			d = rune(c|0x20-'a') + 10
		}
		if d >= base {
			break
		}
		if x <= 0x10FFFF {
			x = x*base + d
		}
	}
	if i == start {
		return b, 0
	}
	if i < len(s) && s[i] == ';' {
		i++
	}
	switch {
	case 0x80 <= x && x <= 0x9F:
		x = []rune(windows1252)[x-0x80]
	case x == 0 || 0xD800 <= x && x <= 0xDFFF || x > 0x10FFFF:
		x = utf8.RuneError
	}
	return utf8.AppendRune(b, x), i
}
