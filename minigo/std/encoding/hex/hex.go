// Package hex implements hexadecimal encoding and decoding.
package hex

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

const digits = "0123456789abcdef"

// ErrLength reports an attempt to decode an odd-length input.
var ErrLength = errors.New("encoding/hex: odd length hex string")

// InvalidByteError values describe errors resulting from an invalid byte in a hex string.
type InvalidByteError byte

func (e InvalidByteError) Error() string {
	return fmt.Sprintf("encoding/hex: invalid byte: %#U", rune(e))
}

// EncodedLen returns the length of an encoding of n source bytes.
func EncodedLen(n int) int { return n * 2 }

// Encode encodes src into EncodedLen(len(src)) bytes of dst.
func Encode(dst, src []byte) int {
	for i, b := range src {
		dst[2*i] = digits[b>>4]
		dst[2*i+1] = digits[b&15]
	}
	return len(src) * 2
}

// AppendEncode appends the hexadecimally encoded src to dst and returns the extended buffer.
func AppendEncode(dst, src []byte) []byte {
	n := EncodedLen(len(src))
	dst = slices.Grow(dst, n)
	Encode(dst[len(dst):][:n], src)
	return dst[:len(dst)+n]
}

// EncodeToString returns the hexadecimal encoding of src.
func EncodeToString(src []byte) string {
	dst := make([]byte, EncodedLen(len(src)))
	Encode(dst, src)
	return string(dst)
}

// DecodedLen returns the length of a decoding of x source bytes.
func DecodedLen(x int) int { return x / 2 }

func value(c byte) (v byte, ok bool) {
	switch {
	case '0' <= c && c <= '9':
		return c - '0', true
	case 'a' <= c|0x20 && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10, true
	}
	return 0, false
}

// Decode decodes src into DecodedLen(len(src)) bytes, returning the number of bytes before an error.
func Decode(dst, src []byte) (int, error) {
	for i := 0; i < len(src)/2; i++ {
		a, ok := value(src[2*i])
		if !ok {
			return i, InvalidByteError(src[2*i])
		}
		b, ok := value(src[2*i+1])
		if !ok {
			return i, InvalidByteError(src[2*i+1])
		}
		dst[i] = a<<4 | b
	}
	if len(src)%2 == 1 {
		if _, ok := value(src[len(src)-1]); !ok {
			return len(src) / 2, InvalidByteError(src[len(src)-1])
		}
		return len(src) / 2, ErrLength
	}
	return len(src) / 2, nil
}

// AppendDecode appends the hexadecimally decoded src to dst and returns the extended buffer.
func AppendDecode(dst, src []byte) ([]byte, error) {
	n := DecodedLen(len(src))
	dst = slices.Grow(dst, n)
	n, err := Decode(dst[len(dst):][:n], src)
	return dst[:len(dst)+n], err
}

// DecodeString returns the bytes represented by the hexadecimal string s.
func DecodeString(s string) ([]byte, error) {
	dst := make([]byte, DecodedLen(len(s)))
	n, err := Decode(dst, []byte(s))
	return dst[:n], err
}

// Dump returns a string that contains a hex dump of the given data, as `hexdump -C` prints it.
func Dump(data []byte) string {
	if len(data) == 0 {
		return ""
	}
	var buf strings.Builder
	dumper := Dumper(&buf)
	dumper.Write(data)
	dumper.Close()
	return buf.String()
}

type encoder struct {
	w   io.Writer
	err error
}

// NewEncoder returns an io.Writer that writes lowercase hexadecimal characters to w.
func NewEncoder(w io.Writer) io.Writer { return &encoder{w: w} }

func (e *encoder) Write(p []byte) (n int, err error) {
	var out [1024]byte
	for len(p) > 0 && e.err == nil {
		k := min(len(p), len(out)/2)
		Encode(out[:], p[:k])
		var written int
		written, e.err = e.w.Write(out[:2*k])
		n += written / 2
		p = p[k:]
	}
	return n, e.err
}

type decoder struct {
	r   io.Reader
	err error
	in  []byte // read, not yet decoded
	buf [1024]byte
}

// NewDecoder returns an io.Reader that decodes hexadecimal characters from r.
func NewDecoder(r io.Reader) io.Reader { return &decoder{r: r} }

func (d *decoder) Read(p []byte) (n int, err error) {
	if len(d.in) < 2 && d.err == nil {
		k := copy(d.buf[:], d.in)
		var got int
		got, d.err = d.r.Read(d.buf[k:])
		d.in = d.buf[:k+got]
		if d.err == io.EOF && len(d.in)%2 != 0 {
			d.err = io.ErrUnexpectedEOF
			if c := d.in[len(d.in)-1]; !isHex(c) {
				d.err = InvalidByteError(c)
			}
		}
	}
	p = p[:min(len(p), len(d.in)/2)]
	n, err = Decode(p, d.in[:2*len(p)])
	d.in = d.in[2*n:]
	if err != nil {
		d.in, d.err = nil, err
	}
	if len(d.in) < 2 {
		return n, d.err
	}
	return n, nil
}

func isHex(c byte) bool {
	_, ok := value(c)
	return ok
}

type dumper struct {
	w      io.Writer
	chars  [18]byte
	line   []byte
	used   int  // bytes in this line
	n      uint // bytes in all
	closed bool
}

// Dumper returns a WriteCloser that writes a hex dump of all written data to w, as `hexdump -C` prints it.
func Dumper(w io.Writer) io.WriteCloser { return &dumper{w: w} }

func (d *dumper) Write(data []byte) (n int, err error) {
	if d.closed {
		return 0, errors.New("encoding/hex: dumper closed")
	}
	for _, b := range data {
		d.line = d.line[:0]
		if d.used == 0 {
			for s := 28; s >= 0; s -= 4 {
				d.line = append(d.line, digits[d.n>>s&15])
			}
			d.line = append(d.line, "  "...)
		}
		d.line = append(d.line, digits[b>>4], digits[b&15], ' ')
		if d.used == 7 {
			d.line = append(d.line, ' ')
		}
		if d.used == 15 {
			d.line = append(d.line, " |"...)
		}
		if _, err := d.w.Write(d.line); err != nil {
			return n, err
		}
		n++
		d.chars[d.used] = '.'
		if ' ' <= b && b <= '~' {
			d.chars[d.used] = b
		}
		d.used++
		d.n++
		if d.used == 16 {
			d.chars[16], d.chars[17] = '|', '\n'
			if _, err := d.w.Write(d.chars[:]); err != nil {
				return n, err
			}
			d.used = 0
		}
	}
	return n, nil
}

func (d *dumper) Close() (err error) {
	if d.closed {
		return nil
	}
	d.closed = true
	if d.used == 0 {
		return nil
	}
	d.line = d.line[:0]
	for i := d.used; i < 16; i++ {
		d.line = append(d.line, "   "...)
		if i == 7 {
			d.line = append(d.line, ' ')
		}
		if i == 15 {
			d.line = append(d.line, " |"...)
		}
	}
	d.line = append(d.line, d.chars[:d.used]...)
	_, err = d.w.Write(append(d.line, "|\n"...))
	return err
}
