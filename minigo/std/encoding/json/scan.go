// Package json implements encoding and decoding of JSON as defined in RFC 7159, with the mapping between JSON and Go values of Go's package of this name.
package json

import (
	"strconv"
	"unicode/utf8"
)

// A SyntaxError is a description of a JSON syntax error. Unmarshal will return a SyntaxError if the JSON can't be parsed.
type SyntaxError struct {
	msg    string
	Offset int64 // error occurred after reading Offset bytes
}

func (e *SyntaxError) Error() string { return e.msg }

const endOfInput = "unexpected end of JSON input"

// maxDepth is how deep arrays and objects may nest.
const maxDepth = 10000

// scanner checks the syntax of values in data.
type scanner struct {
	data  []byte
	depth int
}

func unexpectedEnd(data []byte) *SyntaxError { return &SyntaxError{endOfInput, int64(len(data))} }

// bad says that the character at i does not belong there.
func (s *scanner) bad(i int, where string) *SyntaxError {
	if i >= len(s.data) {
		return unexpectedEnd(s.data)
	}
	return &SyntaxError{"invalid character " + quoteChar(s.data[i:]) + " " + where, int64(i) + 1}
}

func quoteChar(b []byte) string {
	switch b[0] {
	case '\'':
		return `'\''`
	case '"':
		return `'"'`
	}
	r, n := utf8.DecodeRune(b)
	if r == utf8.RuneError && n == 1 {
		return `'\x` + strconv.FormatUint(uint64(b[0]), 16) + `'`
	}
	return strconv.QuoteRune(r)
}

func isSpace(c byte) bool { return c == ' ' || c == '\n' || c == '\t' || c == '\r' }

func skipSpace(data []byte, i int) int {
	for i < len(data) && isSpace(data[i]) {
		i++
	}
	return i
}

// value returns where the value that begins at i, after space, ends.
func (s *scanner) value(i int) (end int, err *SyntaxError) {
	i = skipSpace(s.data, i)
	if i == len(s.data) {
		return i, unexpectedEnd(s.data)
	}
	switch c := s.data[i]; {
	case c == '{':
		return s.object(i)
	case c == '[':
		return s.array(i)
	case c == '"':
		return s.str(i)
	case c == '-' || '0' <= c && c <= '9':
		return s.number(i)
	case c == 't':
		return s.literal(i, "true")
	case c == 'f':
		return s.literal(i, "false")
	case c == 'n':
		return s.literal(i, "null")
	}
	return i, s.bad(i, "looking for beginning of value")
}

func (s *scanner) enter(i int) *SyntaxError {
	if s.depth++; s.depth > maxDepth {
		return &SyntaxError{"exceeded max depth", int64(i) + 1}
	}
	return nil
}

func (s *scanner) object(i int) (int, *SyntaxError) {
	if err := s.enter(i); err != nil {
		return i, err
	}
	i = skipSpace(s.data, i+1)
	if i < len(s.data) && s.data[i] == '}' {
		s.depth--
		return i + 1, nil
	}
	for {
		i = skipSpace(s.data, i)
		if i == len(s.data) || s.data[i] != '"' {
			return i, s.bad(i, "looking for beginning of object key string")
		}
		var err *SyntaxError
		if i, err = s.str(i); err != nil {
			return i, err
		}
		i = skipSpace(s.data, i)
		if i == len(s.data) || s.data[i] != ':' {
			return i, s.bad(i, "after object key")
		}
		if i, err = s.value(i + 1); err != nil {
			return i, err
		}
		i = skipSpace(s.data, i)
		if i < len(s.data) && s.data[i] == '}' {
			s.depth--
			return i + 1, nil
		}
		if i == len(s.data) || s.data[i] != ',' {
			return i, s.bad(i, "after object key:value pair")
		}
		i++
	}
}

func (s *scanner) array(i int) (int, *SyntaxError) {
	if err := s.enter(i); err != nil {
		return i, err
	}
	i = skipSpace(s.data, i+1)
	if i < len(s.data) && s.data[i] == ']' {
		s.depth--
		return i + 1, nil
	}
	for {
		var err *SyntaxError
		if i, err = s.value(i); err != nil {
			return i, err
		}
		i = skipSpace(s.data, i)
		if i < len(s.data) && s.data[i] == ']' {
			s.depth--
			return i + 1, nil
		}
		if i == len(s.data) || s.data[i] != ',' {
			return i, s.bad(i, "after array element")
		}
		i++
	}
}

func isHex(c byte) bool { return '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'f' }

func (s *scanner) str(i int) (int, *SyntaxError) {
	for i++; i < len(s.data); i++ {
		switch c := s.data[i]; {
		case c == '"':
			return i + 1, nil
		case c < ' ':
			return i, s.bad(i, "in string")
		case c == '\\':
			start := i
			if i++; i == len(s.data) {
				return i, unexpectedEnd(s.data)
			}
			switch s.data[i] {
			case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			case 'u':
				for range 4 {
					if i++; i == len(s.data) {
						return i, unexpectedEnd(s.data)
					}
					if !isHex(s.data[i]) {
						end := min(start+6, len(s.data))
						return i, &SyntaxError{"invalid escape sequence " + quoteSequence(s.data[start:end]) + " in string", int64(i) + 1}
					}
				}
			default:
				return i, &SyntaxError{"invalid escape sequence " + quoteSequence(s.data[start:i+1]) + " in string", int64(i) + 1}
			}
		}
	}
	return i, unexpectedEnd(s.data)
}

// quoteSequence shows an escape sequence up to the closing quote.
func quoteSequence(b []byte) string {
	for i, c := range b {
		if c == '"' && i > 1 {
			b = b[:i+1]
			break
		}
	}
	if strconv.CanBackquote(string(b)) {
		return "`" + string(b) + "`"
	}
	return strconv.Quote(string(b))
}

func (s *scanner) digits(i int) int {
	for i < len(s.data) && '0' <= s.data[i] && s.data[i] <= '9' {
		i++
	}
	return i
}

func (s *scanner) number(i int) (int, *SyntaxError) {
	const where = "in numeric literal"
	if s.data[i] == '-' {
		i++
	}
	j := s.digits(i)
	switch {
	case i == j:
		return i, s.bad(i, where)
	case s.data[i] == '0':
		j = i + 1
	}
	i = j
	if i < len(s.data) && s.data[i] == '.' {
		j = s.digits(i + 1)
		if j == i+1 {
			return j, s.bad(j, where)
		}
		i = j
	}
	if i < len(s.data) && s.data[i]|0x20 == 'e' {
		i++
		if i < len(s.data) && (s.data[i] == '+' || s.data[i] == '-') {
			i++
		}
		j = s.digits(i)
		if j == i {
			return j, s.bad(j, where)
		}
		i = j
	}
	return i, nil
}

func (s *scanner) literal(i int, word string) (int, *SyntaxError) {
	for k := 0; k < len(word); k++ {
		if i+k == len(s.data) || s.data[i+k] != word[k] {
			return i + k, s.bad(i+k, "in literal "+word+" (expecting "+strconv.QuoteRune(rune(word[k]))+")")
		}
	}
	return i + len(word), nil
}

// check verifies that data is one value.
func check(data []byte) error {
	s := scanner{data: data}
	i, err := s.value(0)
	if err != nil {
		return err
	}
	if i = skipSpace(data, i); i < len(data) {
		return s.bad(i, "after top-level value")
	}
	return nil
}

// Valid reports whether data is a valid JSON encoding.
func Valid(data []byte) bool { return check(data) == nil }

// unquote appends the characters of a string literal, which has been checked, to b.
func unquote(b, lit []byte) []byte {
	lit = lit[1 : len(lit)-1]
	for i := 0; i < len(lit); {
		c := lit[i]
		if c == '\\' {
			i++
			switch lit[i] {
			case 'b':
				b = append(b, '\b')
			case 'f':
				b = append(b, '\f')
			case 'n':
				b = append(b, '\n')
			case 'r':
				b = append(b, '\r')
			case 't':
				b = append(b, '\t')
			case 'u':
				r := hex4(lit[i+1:])
				i += 4
				if 0xD800 <= r && r < 0xE000 {
					// A pair of surrogates, or U+FFFD.
					low := rune(-1)
					if r < 0xDC00 && i+6 < len(lit) && lit[i+1] == '\\' && lit[i+2] == 'u' {
						low = hex4(lit[i+3:])
					}
					if 0xDC00 <= low && low < 0xE000 {
						r = (r-0xD800)<<10 + (low - 0xDC00) + 0x10000
						i += 6
					} else {
						r = utf8.RuneError
					}
				}
				b = utf8.AppendRune(b, r)
			default:
				b = append(b, lit[i])
			}
			i++
			continue
		}
		if c < utf8.RuneSelf {
			b = append(b, c)
			i++
			continue
		}
		r, n := utf8.DecodeRune(lit[i:])
		b = utf8.AppendRune(b, r)
		i += n
	}
	return b
}

func hex4(b []byte) (r rune) {
	for _, c := range b[:4] {
		switch {
		case c <= '9':
			c -= '0'
		default:
			c = c | 0x20 - 'a' + 10
		}
		r = r<<4 | rune(c)
	}
	return r
}
