package regexp

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// replace returns src (s or b) with each match replaced by what repl appends, and whether there was one.
func (re *Regexp) replace(b []byte, s string, ncap int, repl func(dst []byte, m []int) []byte) (buf []byte, changed bool) {
	end := len(s)
	if b != nil {
		end = len(b)
	}
	piece := func(from, to int) {
		if b != nil {
			buf = append(buf, b[from:to]...)
		} else {
			buf = append(buf, s[from:to]...)
		}
	}
	last, pos := 0, 0
	for pos <= end {
		m := re.execute(nil, b, s, pos, ncap)
		if m == nil {
			break
		}
		piece(last, m[0])
		// Not for an empty match behind another match.
		if m[1] > last || m[0] == 0 {
			buf = repl(buf, m)
		}
		changed = true
		last = m[1]
		var width int
		if b != nil {
			_, width = inputBytes(b).step(pos)
		} else {
			_, width = inputString(s).step(pos)
		}
		switch {
		case pos+width > m[1]:
			pos += width
		case pos+1 > m[1]:
			pos++
		default:
			pos = m[1]
		}
	}
	if changed {
		piece(last, end)
	}
	return buf, changed
}

func (re *Regexp) replaceString(src string, ncap int, repl func(dst []byte, m []int) []byte) string {
	buf, changed := re.replace(nil, src, ncap, repl)
	if !changed {
		return src
	}
	return string(buf)
}

func (re *Regexp) replaceBytes(src []byte, ncap int, repl func(dst []byte, m []int) []byte) []byte {
	buf, changed := re.replace(nonNil(src), "", ncap, repl)
	if !changed {
		return append([]byte(nil), src...)
	}
	return buf
}

// ReplaceAllString returns a copy of src, replacing matches of the Regexp with the replacement string repl, in which $ signs are interpreted as in Expand.
func (re *Regexp) ReplaceAllString(src, repl string) string {
	n := 2
	if strings.Contains(repl, "$") {
		n = re.caps()
	}
	return re.replaceString(src, n, func(dst []byte, m []int) []byte { return re.expand(dst, repl, nil, src, re.pad(m)) })
}

// ReplaceAllLiteralString returns a copy of src, replacing matches of the Regexp with the replacement string repl, which is substituted directly.
func (re *Regexp) ReplaceAllLiteralString(src, repl string) string {
	return re.replaceString(src, 2, func(dst []byte, m []int) []byte { return append(dst, repl...) })
}

// ReplaceAllStringFunc returns a copy of src in which all matches of the Regexp have been replaced by the return value of function repl applied to the matched
// substring.
func (re *Regexp) ReplaceAllStringFunc(src string, repl func(string) string) string {
	return re.replaceString(src, 2, func(dst []byte, m []int) []byte { return append(dst, repl(src[m[0]:m[1]])...) })
}

// ReplaceAll returns a copy of src, replacing matches of the Regexp with the replacement text repl, in which $ signs are interpreted as in Expand.
func (re *Regexp) ReplaceAll(src, repl []byte) []byte {
	n := 2
	template := string(repl)
	if strings.Contains(template, "$") {
		n = re.caps()
	}
	return re.replaceBytes(src, n, func(dst []byte, m []int) []byte { return re.expand(dst, template, nonNil(src), "", re.pad(m)) })
}

// ReplaceAllLiteral returns a copy of src, replacing matches of the Regexp with the replacement bytes repl, which are substituted directly.
func (re *Regexp) ReplaceAllLiteral(src, repl []byte) []byte {
	return re.replaceBytes(src, 2, func(dst []byte, m []int) []byte { return append(dst, repl...) })
}

// ReplaceAllFunc returns a copy of src in which all matches of the Regexp have been replaced by the return value of function repl applied to the matched byte
// slice.
func (re *Regexp) ReplaceAllFunc(src []byte, repl func([]byte) []byte) []byte {
	return re.replaceBytes(src, 2, func(dst []byte, m []int) []byte { return append(dst, repl(src[m[0]:m[1]])...) })
}

// Expand appends template to dst and returns the result; during the append, Expand replaces variables in the template with corresponding matches drawn from src.
// A variable is $name or ${name}, where name is a sequence of letters, digits, and underscores; a number refers to the submatch with that index. $$ is a $.
func (re *Regexp) Expand(dst []byte, template []byte, src []byte, match []int) []byte {
	return re.expand(dst, string(template), nonNil(src), "", match)
}

// ExpandString is like Expand but the template and source are strings.
func (re *Regexp) ExpandString(dst []byte, template string, src string, match []int) []byte {
	return re.expand(dst, template, nil, src, match)
}

func (re *Regexp) expand(dst []byte, template string, b []byte, s string, match []int) []byte {
	for template != "" {
		before, after, ok := strings.Cut(template, "$")
		if !ok {
			break
		}
		dst = append(dst, before...)
		template = after
		if strings.HasPrefix(template, "$") {
			dst = append(dst, '$')
			template = template[1:]
			continue
		}
		name, rest, ok := variable(template)
		if !ok {
			// Malformed: the $ stays.
			dst = append(dst, '$')
			continue
		}
		template = rest
		i, err := strconv.Atoi(name)
		if err != nil || i < 0 || len(name) > 1 && name[0] == '0' || i >= 1e8 {
			i = -1
			for k, n := range re.names {
				if n == name && 2*k+1 < len(match) && match[2*k] >= 0 {
					i = k
					break
				}
			}
		}
		if i < 0 || 2*i+1 >= len(match) || match[2*i] < 0 {
			continue
		}
		if b != nil {
			dst = append(dst, b[match[2*i]:match[2*i+1]]...)
		} else {
			dst = append(dst, s[match[2*i]:match[2*i+1]]...)
		}
	}
	return append(dst, template...)
}

// variable reads the name behind a $.
func variable(s string) (name, rest string, ok bool) {
	brace := strings.HasPrefix(s, "{")
	if brace {
		s = s[1:]
	}
	i := 0
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' {
			break
		}
		i += n
	}
	if i == 0 {
		return "", "", false
	}
	name, rest = s[:i], s[i:]
	if brace {
		if !strings.HasPrefix(rest, "}") {
			return "", "", false
		}
		rest = rest[1:]
	}
	return name, rest, true
}
