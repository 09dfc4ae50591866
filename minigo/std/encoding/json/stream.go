package json

import (
	"bytes"
	"io"
)

// A Decoder reads and decodes JSON values from an input stream.
type Decoder struct {
	r         io.Reader
	buf       []byte
	i         int   // where the unread part of buf begins
	base      int64 // offset of buf in the stream
	err       error // of r, or a syntax error
	useNumber bool
	strict    bool

	stack []byte // open brackets, for Token
	state tokenState
}

// tokenState is what Token expects.
type tokenState int

const (
	topValue tokenState = iota
	arrayStart
	arrayValue
	arrayComma
	objectStart
	objectKey
	objectColon
	objectValue
	objectComma
)

// NewDecoder returns a new decoder that reads from r. The decoder introduces its own buffering and may read data from r beyond the JSON values requested.
func NewDecoder(r io.Reader) *Decoder { return &Decoder{r: r} }

// UseNumber causes the Decoder to unmarshal a number into an interface value as a Number instead of as a float64.
func (dec *Decoder) UseNumber() { dec.useNumber = true }

// DisallowUnknownFields causes the Decoder to return an error when the destination is a struct and the input contains object keys which do not match any
// non-ignored, exported fields in the destination.
func (dec *Decoder) DisallowUnknownFields() { dec.strict = true }

// Buffered returns a reader of the data remaining in the Decoder's buffer. The reader is valid until the next call to Decode.
func (dec *Decoder) Buffered() io.Reader { return bytes.NewReader(dec.buf[dec.i:]) }

// InputOffset returns the input stream byte offset of the current decoder position.
func (dec *Decoder) InputOffset() int64 { return dec.base + int64(dec.i) }

// fill reads more.
func (dec *Decoder) fill() error {
	if dec.i > 0 {
		dec.base += int64(dec.i)
		dec.buf = dec.buf[:copy(dec.buf, dec.buf[dec.i:])]
		dec.i = 0
	}
	if cap(dec.buf)-len(dec.buf) < 512 {
		dec.buf = append(make([]byte, 0, 2*cap(dec.buf)+512), dec.buf...)
	}
	n, err := dec.r.Read(dec.buf[len(dec.buf):cap(dec.buf)])
	dec.buf = dec.buf[:len(dec.buf)+n]
	return err
}

// peek returns the next character that is not space.
func (dec *Decoder) peek() (byte, error) {
	for {
		if i := skipSpace(dec.buf, dec.i); i < len(dec.buf) {
			dec.i = i
			return dec.buf[i], nil
		}
		n := len(dec.buf) - dec.i
		if err := dec.fill(); err != nil && len(dec.buf)-dec.i == n {
			return 0, err
		}
	}
}

// readValue returns the text of the next value.
func (dec *Decoder) readValue() ([]byte, error) {
	var rerr error
	for {
		s := scanner{data: dec.buf[dec.i:]}
		end, err := s.value(0)
		// A number may go on where the buffer ends.
		whole := err == nil && (end < len(s.data) || rerr != nil || !isNumberEnd(s.data))
		if whole {
			start := skipSpace(dec.buf, dec.i)
			dec.i += end
			return dec.buf[start:dec.i], nil
		}
		if err != nil && err.msg != endOfInput {
			err.Offset += dec.base + int64(dec.i)
			dec.err = err
			return nil, err
		}
		if rerr != nil {
			if rerr == io.EOF && len(bytes.TrimLeft(s.data, " \t\r\n")) > 0 {
				rerr = io.ErrUnexpectedEOF
			}
			dec.err = rerr
			return nil, rerr
		}
		rerr = dec.fill()
	}
}

func isNumberEnd(b []byte) bool {
	c := b[len(b)-1]
	return '0' <= c && c <= '9'
}

// Decode reads the next JSON-encoded value from its input and stores it in the value pointed to by v.
func (dec *Decoder) Decode(v any) error {
	if dec.err != nil {
		return dec.err
	}
	if err := dec.separator(); err != nil {
		return err
	}
	if !dec.valueAllowed() {
		return &SyntaxError{"not at beginning of value", dec.InputOffset()}
	}
	text, err := dec.readValue()
	if err != nil {
		return err
	}
	start := dec.base + int64(dec.i-len(text))
	dec.valueEnd()
	d := decoder{data: text, base: start, useNumber: dec.useNumber, strict: dec.strict}
	return d.decode(v)
}

// separator reads the comma or colon that stands before a value inside of an array or object that Token has opened.
func (dec *Decoder) separator() error {
	switch dec.state {
	case arrayComma:
		c, err := dec.peek()
		if err != nil {
			return err
		}
		if c != ',' {
			return dec.tokenError()
		}
		dec.i++
		dec.state = arrayValue
	case objectColon:
		c, err := dec.peek()
		if err != nil {
			return err
		}
		if c != ':' {
			return dec.tokenError()
		}
		dec.i++
		dec.state = objectValue
	}
	return nil
}

func (dec *Decoder) valueAllowed() bool {
	switch dec.state {
	case topValue, arrayStart, arrayValue, objectValue:
		return true
	}
	return false
}

func (dec *Decoder) valueEnd() {
	switch dec.state {
	case arrayStart, arrayValue:
		dec.state = arrayComma
	case objectValue:
		dec.state = objectComma
	}
}

// More reports whether there is another element in the current array or object being parsed.
func (dec *Decoder) More() bool {
	c, err := dec.peek()
	return err == nil && c != ']' && c != '}'
}

// A Token holds a value of one of these types: Delim, bool, float64, Number, string, nil.
type Token any

// A Delim is a JSON array or object delimiter, one of [ ] { or }.
type Delim rune

func (d Delim) String() string { return string(d) }

func (dec *Decoder) open(c byte, state tokenState) (Token, error) {
	dec.i++
	dec.stack = append(dec.stack, byte(dec.state))
	dec.state = state
	return Delim(c), nil
}

func (dec *Decoder) close(c byte) (Token, error) {
	dec.i++
	dec.state = tokenState(dec.stack[len(dec.stack)-1])
	dec.stack = dec.stack[:len(dec.stack)-1]
	dec.valueEnd()
	return Delim(c), nil
}

// Token returns the next JSON token in the input stream. At the end of the input stream, Token returns nil, io.EOF.
func (dec *Decoder) Token() (Token, error) {
	if dec.err != nil {
		return nil, dec.err
	}
	for {
		c, err := dec.peek()
		if err != nil {
			return nil, err
		}
		switch {
		case c == '[' && dec.valueAllowed():
			return dec.open(c, arrayStart)
		case c == '{' && dec.valueAllowed():
			return dec.open(c, objectStart)
		case c == ']' && (dec.state == arrayStart || dec.state == arrayComma), c == '}' && (dec.state == objectStart || dec.state == objectComma):
			return dec.close(c)
		case c == ':' && dec.state == objectColon:
			dec.i++
			dec.state = objectValue
		case c == ',' && dec.state == arrayComma:
			dec.i++
			dec.state = arrayValue
		case c == ',' && dec.state == objectComma:
			dec.i++
			dec.state = objectKey
		case c == '"' && (dec.state == objectStart || dec.state == objectKey):
			text, err := dec.readValue()
			if err != nil {
				return nil, err
			}
			dec.state = objectColon
			return string(unquote(nil, text)), nil
		case dec.valueAllowed() && c != ']' && c != '}' && c != ':' && c != ',':
			var x any
			if err := dec.Decode(&x); err != nil {
				return nil, err
			}
			return x, nil
		default:
			return nil, dec.tokenError()
		}
	}
}

// tokenError says that the next character is not what the state wants.
func (dec *Decoder) tokenError() error {
	where := map[tokenState]string{
		topValue: "looking for beginning of value", arrayStart: "looking for beginning of value", arrayValue: "looking for beginning of value",
		arrayComma: "after array element", objectStart: "looking for beginning of object key string", objectKey: "looking for beginning of object key string",
		objectColon: "after object key", objectValue: "looking for beginning of value", objectComma: "after object key:value pair",
	}[dec.state]
	s := scanner{data: dec.buf[dec.i:]}
	err := s.bad(0, where)
	err.Offset = dec.InputOffset() + 1
	return err
}

// An Encoder writes JSON values to an output stream.
type Encoder struct {
	w              io.Writer
	err            error
	html           bool
	prefix, indent string
}

// NewEncoder returns a new encoder that writes to w.
func NewEncoder(w io.Writer) *Encoder { return &Encoder{w: w, html: true} }

// Encode writes the JSON encoding of v to the stream, with insignificant space characters elided, followed by a newline character.
func (enc *Encoder) Encode(v any) error {
	if enc.err != nil {
		return enc.err
	}
	e := encoder{html: enc.html}
	if err := e.encode(v); err != nil {
		return err
	}
	b := e.buf
	if enc.prefix != "" || enc.indent != "" {
		var err error
		if b, err = appendIndent(nil, b, enc.prefix, enc.indent); err != nil {
			return err
		}
	}
	_, enc.err = enc.w.Write(append(b, '\n'))
	return enc.err
}

// SetIndent instructs the encoder to format each subsequent encoded value as if indented by the package-level function Indent(dst, src, prefix, indent).
func (enc *Encoder) SetIndent(prefix, indent string) { enc.prefix, enc.indent = prefix, indent }

// SetEscapeHTML specifies whether problematic HTML characters should be escaped inside JSON quoted strings. The default behavior is to escape &, <, and >.
func (enc *Encoder) SetEscapeHTML(on bool) { enc.html = on }
