// Package base64 implements base64 encoding as specified by RFC 4648.
package base64

import (
	"io"
	"slices"
	"strconv"
)

// An Encoding is a radix 64 encoding/decoding scheme, defined by a 64-character alphabet.
type Encoding struct {
	encode  [64]byte
	decode  [256]uint8
	padChar rune
	strict  bool
}

const (
	StdPadding rune = '=' // Standard padding character
	NoPadding  rune = -1  // No padding
)

const invalid = 0xFF

const (
	letters   = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	stdAlphas = letters + "+/"
	urlAlphas = letters + "-_"
)

// NewEncoding returns a new padded Encoding defined by the given alphabet, which must be a 64-byte string of unique values without the padding character or CR
// and LF.
func NewEncoding(encoder string) *Encoding {
	if len(encoder) != 64 {
		panic("encoding alphabet is not 64-bytes long")
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

// Strict creates a new encoding identical to enc except with strict decoding enabled: trailing padding bits must be zero.
func (enc Encoding) Strict() *Encoding {
	enc.strict = true
	return &enc
}

// StdEncoding is the standard base64 encoding, as defined in RFC 4648.
var StdEncoding = NewEncoding(stdAlphas)

// URLEncoding is the alternate base64 encoding defined in RFC 4648. It is typically used in URLs and file names.
var URLEncoding = NewEncoding(urlAlphas)

// RawStdEncoding is the standard raw, unpadded base64 encoding, as defined in RFC 4648 section 3.2.
var RawStdEncoding = StdEncoding.WithPadding(NoPadding)

// RawURLEncoding is the unpadded alternate base64 encoding defined in RFC 4648.
var RawURLEncoding = URLEncoding.WithPadding(NoPadding)

// Encode encodes src using the encoding enc, writing EncodedLen(len(src)) bytes to dst.
func (enc *Encoding) Encode(dst, src []byte) {
	for len(src) >= 3 {
		v := uint(src[0])<<16 | uint(src[1])<<8 | uint(src[2])
		d := dst[:4]
		d[0], d[1], d[2], d[3] = enc.encode[v>>18&63], enc.encode[v>>12&63], enc.encode[v>>6&63], enc.encode[v&63]
		src, dst = src[3:], dst[4:]
	}
	if len(src) == 0 {
		return
	}
	v := uint(src[0]) << 16
	if len(src) == 2 {
		v |= uint(src[1]) << 8
	}
	dst[0], dst[1] = enc.encode[v>>18&63], enc.encode[v>>12&63]
	if len(src) == 2 {
		dst[2] = enc.encode[v>>6&63]
	}
	if enc.padChar != NoPadding {
		for i := len(src) + 1; i < 4; i++ {
			dst[i] = byte(enc.padChar)
		}
	}
}

// AppendEncode appends the base64 encoded src to dst and returns the extended buffer.
func (enc *Encoding) AppendEncode(dst, src []byte) []byte {
	n := enc.EncodedLen(len(src))
	dst = slices.Grow(dst, n)
	enc.Encode(dst[len(dst):][:n], src)
	return dst[:len(dst)+n]
}

// EncodeToString returns the base64 encoding of src.
func (enc *Encoding) EncodeToString(src []byte) string {
	buf := make([]byte, enc.EncodedLen(len(src)))
	enc.Encode(buf, src)
	return string(buf)
}

// EncodedLen returns the length in bytes of the base64 encoding of an input buffer of length n.
func (enc *Encoding) EncodedLen(n int) int {
	if enc.padChar == NoPadding {
		return n/3*4 + (n%3*8+5)/6
	}
	return (n + 2) / 3 * 4
}

// DecodedLen returns the maximum length in bytes of the decoded data corresponding to n bytes of base64-encoded data.
func (enc *Encoding) DecodedLen(n int) int {
	if enc.padChar == NoPadding {
		return n/4*3 + n%4*6/8
	}
	return n / 4 * 3
}

// CorruptInputError is the offset of the first byte that is not as it should be.
type CorruptInputError int64

func (e CorruptInputError) Error() string {
	return "illegal base64 data at input byte " + strconv.FormatInt(int64(e), 10)
}

func newline(c byte) bool { return c == '\n' || c == '\r' }

// quantum decodes up to 4 characters from src[si:]; it returns where the next ones begin and how many bytes it has written.
func (enc *Encoding) quantum(dst, src []byte, si int) (next, n int, err error) {
	var v uint
	count := 0 // characters
	for count < 4 {
		if si == len(src) {
			switch {
			case count == 0:
				return si, 0, nil
			case count == 1 || enc.padChar != NoPadding:
				return si, 0, CorruptInputError(si - count)
			}
			break
		}
		c := src[si]
		si++
		if d := enc.decode[c]; d != invalid {
			v = v<<6 | uint(d)
			count++
			continue
		}
		if newline(c) {
			continue
		}
		if rune(c) != enc.padChar || count < 2 {
			return si, 0, CorruptInputError(si - 1)
		}
		skip := func() {
			for si < len(src) && newline(src[si]) {
				si++
			}
		}
		skip()
		if count == 2 {
			// A second padding character.
			if si == len(src) {
				return si, 0, CorruptInputError(len(src))
			}
			if rune(src[si]) != enc.padChar {
				return si, 0, CorruptInputError(si - 1)
			}
			si++
			skip()
		}
		if si < len(src) {
			err = CorruptInputError(si)
		}
		break
	}
	v <<= uint(6 * (4 - count))
	if enc.strict {
		if count == 3 && v&0xFF != 0 {
			return si, 0, CorruptInputError(si - 1)
		}
		if count == 2 && v&0xFFFF != 0 {
			return si, 0, CorruptInputError(si - 2)
		}
	}
	for i := 0; i < count-1; i++ {
		dst[i] = byte(v >> (16 - 8*i))
	}
	return si, count - 1, err
}

// Decode decodes src using the encoding enc. It writes at most DecodedLen(len(src)) bytes to dst and returns the number of bytes written. New line characters
// (\r and \n) are ignored.
func (enc *Encoding) Decode(dst, src []byte) (n int, err error) {
	for si := 0; si < len(src); {
		if len(src)-si >= 4 {
			a, b, c, d := enc.decode[src[si]], enc.decode[src[si+1]], enc.decode[src[si+2]], enc.decode[src[si+3]]
			if a|b|c|d != invalid {
				v := uint(a)<<18 | uint(b)<<12 | uint(c)<<6 | uint(d)
				out := dst[n : n+3]
				out[0], out[1], out[2] = byte(v>>16), byte(v>>8), byte(v)
				n += 3
				si += 4
				continue
			}
		}
		var k int
		si, k, err = enc.quantum(dst[n:], src, si)
		n += k
		if err != nil {
			return n, err
		}
	}
	return n, nil
}

// AppendDecode appends the base64 decoded src to dst and returns the extended buffer. If the input is malformed, it returns the partially decoded src and an error.
func (enc *Encoding) AppendDecode(dst, src []byte) ([]byte, error) {
	// Without newlines and padding the length is exact, so that dst need not be larger than the result.
	n := len(src)
	for n > 0 && rune(src[n-1]) == enc.padChar {
		n--
	}
	n = n/4*3 + n%4*6/8
	dst = slices.Grow(dst, n)
	n, err := enc.Decode(dst[len(dst):cap(dst)], src)
	return dst[:len(dst)+n], err
}

// DecodeString returns the bytes represented by the base64 string s. If the input is malformed, it returns the partially decoded data and CorruptInputError.
func (enc *Encoding) DecodeString(s string) ([]byte, error) {
	buf := make([]byte, enc.DecodedLen(len(s)))
	n, err := enc.Decode(buf, []byte(s))
	return buf[:n], err
}

type encoder struct {
	err  error
	enc  *Encoding
	w    io.Writer
	buf  [3]byte // the bytes that do not fill a quantum
	nbuf int
	out  [1024]byte
}

// NewEncoder returns a new base64 stream encoder. Data written to the returned writer will be encoded using enc and then written to w; the caller must Close it
// to flush any partially written blocks.
func NewEncoder(enc *Encoding, w io.Writer) io.WriteCloser { return &encoder{enc: enc, w: w} }

func (e *encoder) Write(p []byte) (n int, err error) {
	if e.err != nil {
		return 0, e.err
	}
	if e.nbuf > 0 {
		k := copy(e.buf[e.nbuf:], p)
		n += k
		p = p[k:]
		if e.nbuf += k; e.nbuf < 3 {
			return n, nil
		}
		e.enc.Encode(e.out[:], e.buf[:])
		if _, e.err = e.w.Write(e.out[:4]); e.err != nil {
			return n, e.err
		}
		e.nbuf = 0
	}
	for len(p) >= 3 {
		k := min(len(e.out)/4*3, len(p)) / 3 * 3
		e.enc.Encode(e.out[:], p[:k])
		if _, e.err = e.w.Write(e.out[:k/3*4]); e.err != nil {
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
		_, e.err = e.w.Write(e.out[:e.enc.EncodedLen(e.nbuf)])
		e.nbuf = 0
	}
	return e.err
}

type decoder struct {
	err    error
	read   error // of r
	enc    *Encoding
	r      io.Reader
	buf    [1024]byte
	nbuf   int
	out    []byte // decoded, not yet returned
	outbuf [1024 / 4 * 3]byte
}

// newlineFilter removes line breaks.
type newlineFilter struct{ r io.Reader }

func (f *newlineFilter) Read(p []byte) (int, error) {
	n, err := f.r.Read(p)
	for n > 0 {
		k := 0
		for _, c := range p[:n] {
			if !newline(c) {
				p[k] = c
				k++
			}
		}
		if k > 0 || err != nil {
			return k, err
		}
		n, err = f.r.Read(p)
	}
	return n, err
}

// NewDecoder constructs a new base64 stream decoder.
func NewDecoder(enc *Encoding, r io.Reader) io.Reader {
	return &decoder{enc: enc, r: &newlineFilter{r}}
}

func (d *decoder) Read(p []byte) (n int, err error) {
	if len(d.out) > 0 {
		n = copy(p, d.out)
		d.out = d.out[n:]
		return n, nil
	}
	if d.err != nil {
		return 0, d.err
	}
	for d.nbuf < 4 && d.read == nil {
		want := min(max(len(p)/3*4, 4), len(d.buf))
		n, d.read = d.r.Read(d.buf[d.nbuf:want])
		d.nbuf += n
	}
	if d.nbuf < 4 {
		if d.enc.padChar == NoPadding && d.nbuf > 0 {
			var k int
			k, d.err = d.enc.Decode(d.outbuf[:], d.buf[:d.nbuf])
			d.nbuf = 0
			d.out = d.outbuf[:k]
			n = copy(p, d.out)
			d.out = d.out[n:]
			if n > 0 || len(p) == 0 && len(d.out) > 0 {
				return n, nil
			}
			if d.err != nil {
				return 0, d.err
			}
		}
		d.err = d.read
		if d.err == io.EOF && d.nbuf > 0 {
			d.err = io.ErrUnexpectedEOF
		}
		return 0, d.err
	}
	k := d.nbuf / 4 * 4
	m := d.nbuf / 4 * 3
	if m > len(p) {
		m, d.err = d.enc.Decode(d.outbuf[:], d.buf[:k])
		d.out = d.outbuf[:m]
		n = copy(p, d.out)
		d.out = d.out[n:]
	} else {
		n, d.err = d.enc.Decode(p, d.buf[:k])
	}
	d.nbuf = copy(d.buf[:], d.buf[k:d.nbuf])
	return n, d.err
}
