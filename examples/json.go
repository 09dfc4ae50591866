// Json reads a JSON text (a file named as an argument, or standard input), reports errors with line and column, and prints it indented with sorted keys.
package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// A Value is nil, bool, float64, string, []Value or map[string]Value.
type Value any

type decoder struct {
	text []byte
	pos  int
}

// A ParseError says what is wrong where.
type ParseError struct {
	Line, Column int
	What         string
}

func (e ParseError) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.What) }

func (d *decoder) errorf(format string, args ...any) ParseError {
	before := d.text[:d.pos]
	line := bytes.Count(before, []byte("\n")) + 1
	column := utf8.RuneCount(before[bytes.LastIndexByte(before, '\n')+1:]) + 1
	return ParseError{line, column, fmt.Sprintf(format, args...)}
}

func (d *decoder) space() {
	for d.pos < len(d.text) && bytes.IndexByte([]byte(" \t\r\n"), d.text[d.pos]) >= 0 {
		d.pos++
	}
}

func (d *decoder) peek() byte {
	if d.pos < len(d.text) {
		return d.text[d.pos]
	}
	return 0
}

func (d *decoder) expect(c byte) error {
	if d.peek() != c {
		if d.pos == len(d.text) {
			return d.errorf("expected %q, found the end", c)
		}
		return d.errorf("expected %q, found %q", c, d.peek())
	}
	d.pos++
	return nil
}

func (d *decoder) value() (Value, error) {
	d.space()
	switch c := d.peek(); {
	case c == '{':
		return d.object()
	case c == '[':
		return d.array()
	case c == '"':
		return d.str()
	case c == '-' || c >= '0' && c <= '9':
		return d.number()
	}
	for word, v := range map[string]Value{"true": true, "false": false, "null": nil} {
		if bytes.HasPrefix(d.text[d.pos:], []byte(word)) {
			d.pos += len(word)
			return v, nil
		}
	}
	if d.pos == len(d.text) {
		return nil, d.errorf("expected a value, found the end")
	}
	return nil, d.errorf("expected a value, found %q", d.peek())
}

func (d *decoder) object() (Value, error) {
	d.pos++
	m := map[string]Value{}
	for d.space(); d.peek() != '}'; d.space() {
		if len(m) > 0 {
			if err := d.expect(','); err != nil {
				return nil, err
			}
			d.space()
		}
		start := d.pos
		if d.peek() != '"' {
			return nil, d.errorf("expected a key")
		}
		key, err := d.str()
		if err != nil {
			return nil, err
		}
		if _, dup := m[key]; dup {
			d.pos = start
			return nil, d.errorf("duplicate key %q", key)
		}
		d.space()
		if err := d.expect(':'); err != nil {
			return nil, err
		}
		if m[key], err = d.value(); err != nil {
			return nil, err
		}
	}
	d.pos++
	return m, nil
}

func (d *decoder) array() (Value, error) {
	d.pos++
	list := []Value{}
	for d.space(); d.peek() != ']'; d.space() {
		if len(list) > 0 {
			if err := d.expect(','); err != nil {
				return nil, err
			}
		}
		v, err := d.value()
		if err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	d.pos++
	return list, nil
}

func (d *decoder) hex4() (rune, error) {
	if d.pos+4 > len(d.text) {
		return 0, d.errorf("\\u wants four digits")
	}
	n, err := strconv.ParseUint(string(d.text[d.pos:d.pos+4]), 16, 16)
	if err != nil {
		return 0, d.errorf("\\u: %v", err)
	}
	d.pos += 4
	return rune(n), nil
}

func (d *decoder) escape() (rune, error) {
	c := d.peek()
	if i := strings.IndexByte(`"\/bfnrt`, c); i >= 0 && c != 0 {
		d.pos++
		return rune("\"\\/\b\f\n\r\t"[i]), nil
	}
	if c != 'u' {
		return 0, d.errorf("unknown escape \\%c", c)
	}
	d.pos++
	r, err := d.hex4()
	if err == nil && utf16.IsSurrogate(r) && bytes.HasPrefix(d.text[d.pos:], []byte(`\u`)) {
		d.pos += 2
		var low rune
		low, err = d.hex4()
		r = utf16.DecodeRune(r, low)
	}
	return r, err
}

func (d *decoder) str() (string, error) {
	d.pos++
	var b strings.Builder
	for {
		if d.pos >= len(d.text) {
			return "", d.errorf("string is not closed")
		}
		r, size := utf8.DecodeRune(d.text[d.pos:])
		if r < ' ' {
			return "", d.errorf("control character %#U in string", r)
		}
		d.pos += size
		switch r {
		case '"':
			return b.String(), nil
		case '\\':
			var err error
			if r, err = d.escape(); err != nil {
				return "", err
			}
		}
		b.WriteRune(r)
	}
}

func (d *decoder) number() (Value, error) {
	start := d.pos
	for d.pos < len(d.text) && strings.IndexByte("+-0123456789.eE", d.text[d.pos]) >= 0 {
		d.pos++
	}
	f, err := strconv.ParseFloat(string(d.text[start:d.pos]), 64)
	if err != nil {
		d.pos = start
		return nil, d.errorf("%v", err)
	}
	return f, nil
}

// Parse reads one value and nothing after it.
func Parse(text []byte) (Value, error) {
	d := &decoder{text: text}
	v, err := d.value()
	if err != nil {
		return nil, err
	}
	if d.space(); d.pos < len(d.text) {
		return nil, d.errorf("unexpected %q after the value", d.peek())
	}
	return v, nil
}

// Print writes a value indented.
func Print(w io.Writer, v Value, indent string) {
	switch v := v.(type) {
	case nil:
		io.WriteString(w, "null")
	case string:
		fmt.Fprintf(w, "%q", v)
	case []Value:
		if len(v) == 0 {
			io.WriteString(w, "[]")
			return
		}
		for i, x := range v {
			fmt.Fprintf(w, "%s\n%s  ", [2]string{",", "["}[b2i(i == 0)], indent)
			Print(w, x, indent+"  ")
		}
		fmt.Fprintf(w, "\n%s]", indent)
	case map[string]Value:
		if len(v) == 0 {
			io.WriteString(w, "{}")
			return
		}
		for i, key := range slices.Sorted(maps.Keys(v)) {
			fmt.Fprintf(w, "%s\n%s  %q: ", [2]string{",", "{"}[b2i(i == 0)], indent, key)
			Print(w, v[key], indent+"  ")
		}
		fmt.Fprintf(w, "\n%s}", indent)
	default:
		fmt.Fprint(w, v)
	}
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

func depth(v Value) int {
	deepest := 0
	switch v := v.(type) {
	case []Value:
		for _, x := range v {
			deepest = max(deepest, depth(x))
		}
	case map[string]Value:
		for _, x := range v {
			deepest = max(deepest, depth(x))
		}
	default:
		return 0
	}
	return deepest + 1
}

func main() {
	name, in := "stdin", io.Reader(os.Stdin)
	if len(os.Args) > 1 {
		name = os.Args[1]
		f, err := os.Open(name)
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(2)
		}
		defer f.Close()
		in = f
	}
	text, err := io.ReadAll(in)
	if err == nil {
		var v Value
		if v, err = Parse(text); err == nil {
			Print(os.Stdout, v, "")
			fmt.Printf("\n(%d levels)\n", depth(v))
			return
		}
	}
	fmt.Fprintf(os.Stderr, "%s:%v\n", name, err)
	os.Exit(1)
}
