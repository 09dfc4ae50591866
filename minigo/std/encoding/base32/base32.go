// Package base32 implements base32 encoding as specified by RFC 4648.
package base32

import (
	"io"
	"slices"
	"strconv"
)

// An Encoding is a radix 32 encoding/decoding scheme, defined by a 32-character alphabet.
type Encoding struct {
	encode  [32]byte
	decode  [256]uint8
	padChar rune
}

const (
	StdPadding rune = '=' // Standard padding character
	NoPadding  rune = -1  // No padding
)

const invalid = 0xFF

// NewEncoding returns a new padded Encoding defined by the given alphabet, which must be a 32-byte string of unique values without the padding character or CR
// and LF.
func NewEncoding(encoder string) *Encoding {
	if len(encoder) != 32 {
		panic("encoding alphabet is not 32-bytes long")
	}
	e := &Encoding{padChar: StdPadding}
	copy(e.encode[:], encoder)
	for i := range e.decode {
		e.decode[i] = invalid
	}
	for i := 0; i < len(encoder); i++ {
		switch {
		case encoder[i] == '\n' || encoder[i] == '\r':
			panic("encoding alphabet contains newline character")
		case e.decode[encoder[i]] != invalid:
			panic("encoding alphabet includes duplicate symbols")
		}
		e.decode[encoder[i]] = uint8(i)
	}
	return e
}

// StdEncoding is the standard base32 encoding, as defined in RFC 4648.
var StdEncoding = NewEncoding("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")

// HexEncoding is the “Extended Hex Alphabet” defined in RFC 4648. It is typically used in DNS.
var HexEncoding = NewEncoding("0123456789ABCDEFGHIJKLMNOPQRSTUV")

// WithPadding creates a new encoding identical to enc except with a specified padding character, or NoPadding to disable padding.
func (enc Encoding) WithPadding(padding rune) *Encoding {
	switch {
	case padding < NoPadding || padding == '\r' || padding == '\n' || padding > 0xff:
		panic("invalid padding")
	case padding != NoPadding && enc.decode[byte(padding)] != invalid:
		panic("padding contained in alphabet")
	}
	enc.padChar = padding
	return &enc
}

// Encode encodes src using the encoding enc, writing EncodedLen(len(src)) bytes to dst.
func (enc *Encoding) Encode(dst, src []byte) {
	for len(src) > 0 {
		k := min(len(src), 5)
		var v uint64
		for i := 0; i < 5; i++ {
			v <<= 8
			if i < k {
				v |= uint64(src[i])
			}
		}
		chars := (k*8 + 4) / 5
		for i := 0; i < 8; i++ {
			if i < chars {
				dst[i] = enc.encode[v>>(35-5*i)&31]
			} else if enc.padChar != NoPadding {
				dst[i] = byte(enc.padChar)
			}
		}
		src = src[k:]
		if len(src) > 0 {
			dst = dst[8:]
		}
	}
}

// AppendEncode appends the base32 encoded src to dst and returns the extended buffer.
func (enc *Encoding) AppendEncode(dst, src []byte) []byte {
	n := enc.EncodedLen(len(src))
	dst = slices.Grow(dst, n)
	enc.Encode(dst[len(dst):][:n], src)
	return dst[:len(dst)+n]
}

// EncodeToString returns the base32 encoding of src.
func (enc *Encoding) EncodeToString(src []byte) string {
	buf := make([]byte, enc.EncodedLen(len(src)))
	enc.Encode(buf, src)
	return string(buf)
}

// EncodedLen returns the length in bytes of the base32 encoding of an input buffer of length n.
func (enc *Encoding) EncodedLen(n int) int {
	if enc.padChar == NoPadding {
		return n/5*8 + (n%5*8+4)/5
	}
	return (n + 4) / 5 * 8
}

// DecodedLen returns the maximum length in bytes of the decoded data corresponding to n bytes of base32-encoded data.
func (enc *Encoding) DecodedLen(n int) int {
	if enc.padChar == NoPadding {
		return n/8*5 + n%8*5/8
	}
	return n / 8 * 5
}

// CorruptInputError is the offset of the first byte that is not as it should be.
type CorruptInputError int64

func (e CorruptInputError) Error() string {
	return "illegal base32 data at input byte " + strconv.FormatInt(int64(e), 10)
}

// decodeAll decodes src, which has no line breaks; end reports whether padding was seen.
func (enc *Encoding) decodeAll(dst, src []byte) (n int, end bool, err error) {
	total := len(src)
	for len(src) > 0 && !end {
		var v [8]byte
		count := 8
		for j := 0; j < 8; j++ {
			if len(src) == 0 {
				if enc.padChar != NoPadding {
					return n, false, CorruptInputError(total - j)
				}
				count, end = j, true
				break
			}
			c := src[0]
			src = src[1:]
			if rune(c) == enc.padChar && j >= 2 && len(src) < 8 {
				// Padding: up to the end of the eight.
				if len(src)+j < 8-1 {
					return n, false, CorruptInputError(total)
				}
				for k := 0; k < 8-1-j; k++ {
					if len(src) > k && rune(src[k]) != enc.padChar {
						return n, false, CorruptInputError(total - len(src) + k - 1)
					}
				}
				count, end = j, true
				// 7, 5, 4 and 2 characters make whole bytes; others do not occur.
				if count == 1 || count == 3 || count == 6 {
					return n, false, CorruptInputError(total - len(src) - 1)
				}
				break
			}
			if v[j] = enc.decode[c]; v[j] == invalid {
				return n, false, CorruptInputError(total - len(src) - 1)
			}
		}
		var bits uint64
		for i := 0; i < 8; i++ {
			bits <<= 5
			if i < count {
				bits |= uint64(v[i])
			}
		}
		for i := 0; i < count*5/8; i++ {
			dst[n] = byte(bits >> (32 - 8*i))
			n++
		}
	}
	return n, end, nil
}

func stripNewlines(dst, src []byte) int {
	n := 0
	for _, c := range src {
		if c != '\r' && c != '\n' {
			dst[n] = c
			n++
		}
	}
	return n
}

// Decode decodes src using the encoding enc. It writes at most DecodedLen(len(src)) bytes to dst and returns the number of bytes written. New line characters
// (\r and \n) are ignored.
func (enc *Encoding) Decode(dst, src []byte) (n int, err error) {
	buf := make([]byte, len(src))
	n, _, err = enc.decodeAll(dst, buf[:stripNewlines(buf, src)])
	return n, err
}

// AppendDecode appends the base32 decoded src to dst and returns the extended buffer. If the input is malformed, it returns the partially decoded src and an error.
func (enc *Encoding) AppendDecode(dst, src []byte) ([]byte, error) {
	n := len(src)
	for n > 0 && rune(src[n-1]) == enc.padChar {
		n--
	}
	n = n/8*5 + n%8*5/8
	dst = slices.Grow(dst, n)
	n, err := enc.Decode(dst[len(dst):][:n], src)
	return dst[:len(dst)+n], err
}

// DecodeString returns the bytes represented by the base32 string s. If the input is malformed, it returns the partially decoded data and CorruptInputError.
func (enc *Encoding) DecodeString(s string) ([]byte, error) {
	buf := []byte(s)
	n, _, err := enc.decodeAll(buf, buf[:stripNewlines(buf, buf)])
	return buf[:n], err
}

type encoder struct {
	err  error
	enc  *Encoding
	w    io.Writer
	buf  [5]byte
	nbuf int
	out  [1024]byte
}

// NewEncoder returns a new base32 stream encoder. The caller must Close it to flush any partially written blocks.
func NewEncoder(enc *Encoding, w io.Writer) io.WriteCloser { return &encoder{enc: enc, w: w} }

func (e *encoder) Write(p []byte) (n int, err error) {
	if e.err != nil {
		return 0, e.err
	}
	if e.nbuf > 0 {
		k := copy(e.buf[e.nbuf:], p)
		n += k
		p = p[k:]
		if e.nbuf += k; e.nbuf < 5 {
			return n, nil
		}
		e.enc.Encode(e.out[:], e.buf[:])
		if _, e.err = e.w.Write(e.out[:8]); e.err != nil {
			return n, e.err
		}
		e.nbuf = 0
	}
	for len(p) >= 5 {
		k := min(len(e.out)/8*5, len(p)) / 5 * 5
		e.enc.Encode(e.out[:], p[:k])
		if _, e.err = e.w.Write(e.out[:k/5*8]); e.err != nil {
			return n, e.err
		}
		n += k
		p = p[k:]
	}
	e.nbuf = copy(e.buf[:], p)
	return n + e.nbuf, nil
}

// Close flushes any pending output from the encoder.
func (e *encoder) Close() error {
	if e.err == nil && e.nbuf > 0 {
		e.enc.Encode(e.out[:], e.buf[:e.nbuf])
		n := e.enc.EncodedLen(e.nbuf)
		e.nbuf = 0
		_, e.err = e.w.Write(e.out[:n])
	}
	return e.err
}

type decoder struct {
	err    error
	read   error // of r
	enc    *Encoding
	r      io.Reader
	end    bool // padding was seen
	buf    [1024]byte
	nbuf   int
	out    []byte
	outbuf [1024 / 8 * 5]byte
}

// newlineFilter removes line breaks.
type newlineFilter struct{ r io.Reader }

func (f *newlineFilter) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	for n > 0 {
		if k := stripNewlines(p, p[:n]); k > 0 || err != nil {
			return k, err
		}
		n, err = f.r.Read(p)
	}
	return n, err
}

// NewDecoder constructs a new base32 stream decoder.
func NewDecoder(enc *Encoding, r io.Reader) io.Reader {
	return &decoder{enc: enc, r: &newlineFilter{r}}
}

func (d *decoder) Read(p []byte) (n int, err error) {
	if len(d.out) > 0 {
		n = copy(p, d.out)
		d.out = d.out[n:]
		if len(d.out) == 0 {
			return n, d.err
		}
		return n, nil
	}
	if d.err != nil {
		return 0, d.err
	}
	want := min(max((len(p)+4)/5*8, 8), len(d.buf))
	least := 8
	if d.enc.padChar == NoPadding {
		// Read on, to see whether the input ends with what p has room for.
		want = min((len(p)+4)/5*8+8, len(d.buf))
		least = want
	}
	for d.nbuf < least && d.read == nil {
		n, d.read = d.r.Read(d.buf[d.nbuf:want])
		d.nbuf += n
	}
	k := d.nbuf / 8 * 8
	if d.enc.padChar == NoPadding && d.read != nil {
		k = d.nbuf
	}
	if k == 0 {
		d.err = d.read
		if d.err == io.EOF && d.nbuf > 0 {
			d.err = io.ErrUnexpectedEOF
		}
		return 0, d.err
	}
	if d.end {
		// Nothing may follow padding.
		d.err = CorruptInputError(0)
		return 0, d.err
	}
	n, d.end, err = d.enc.decodeAll(d.outbuf[:], d.buf[:k])
	d.nbuf = copy(d.buf[:], d.buf[k:d.nbuf])
	if err != nil {
		d.err = err
		if d.read != nil && d.read != io.EOF {
			d.err = d.read
		}
	}
	d.out = d.outbuf[:n]
	n = copy(p, d.out)
	d.out = d.out[n:]
	if len(d.out) > 0 {
		return n, nil
	}
	return n, d.err
}
