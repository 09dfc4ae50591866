// Package md5 implements the MD5 hash algorithm as defined in RFC 1321. MD5 is cryptographically broken and should not be used for secure applications.
package md5

import (
	"crypto"
	"hash"
	"internal/blockhash"
	"math/bits"
)

func init() { crypto.RegisterHash(crypto.MD5, New) }

// The size of an MD5 checksum in bytes.
const Size = 16

// The blocksize of MD5 in bytes.
const BlockSize = 64

const magic = "md5\x01"

type digest struct {
	h     [4]uint32
	state blockhash.State
}

// New returns a new hash.Hash computing the MD5 checksum.
func New() hash.Hash {
	d := new(digest)
	d.Reset()
	return d
}

func (d *digest) Reset() {
	d.h = [4]uint32{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476}
	d.state = blockhash.State{Block: BlockSize}
}

func (d *digest) Size() int                          { return Size }
func (d *digest) BlockSize() int                     { return BlockSize }
func (d *digest) Write(p []byte) (nn int, err error) { return d.state.Write(p, d.compress) }

func (d *digest) Sum(in []byte) []byte {
	c := *d
	c.state.Finish(true, c.compress)
	for _, w := range c.h {
		in = append(in, byte(w), byte(w>>8), byte(w>>16), byte(w>>24))
	}
	return in
}

// Sum returns the MD5 checksum of the data.
func Sum(data []byte) [Size]byte {
	var d digest
	d.Reset()
	d.Write(data)
	return [Size]byte(d.Sum(make([]byte, 0, Size)))
}

func (d *digest) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, magic...)
	for _, w := range d.h {
		b = blockhash.Append(b, uint64(w), 4)
	}
	return d.state.Save(b), nil
}

func (d *digest) MarshalBinary() ([]byte, error) { return d.AppendBinary(nil) }

func (d *digest) UnmarshalBinary(b []byte) error {
	words, err := d.state.Load(b, "crypto/md5", magic, 4, 4)
	if err == nil {
		for i := range d.h {
			d.h[i] = uint32(words[i])
		}
	}
	return err
}

func (d *digest) Clone() (hash.Cloner, error) {
	c := *d
	return &c, nil
}

// constants[i] is floor(2**32 * abs(sin(i+1))).
var constants = [64]uint32{
	0xd76aa478, 0xe8c7b756, 0x242070db, 0xc1bdceee, 0xf57c0faf, 0x4787c62a, 0xa8304613, 0xfd469501, 0x698098d8, 0x8b44f7af,
	0xffff5bb1, 0x895cd7be, 0x6b901122, 0xfd987193, 0xa679438e, 0x49b40821, 0xf61e2562, 0xc040b340, 0x265e5a51, 0xe9b6c7aa,
	0xd62f105d, 0x02441453, 0xd8a1e681, 0xe7d3fbc8, 0x21e1cde6, 0xc33707d6, 0xf4d50d87, 0x455a14ed, 0xa9e3e905, 0xfcefa3f8,
	0x676f02d9, 0x8d2a4c8a, 0xfffa3942, 0x8771f681, 0x6d9d6122, 0xfde5380c, 0xa4beea44, 0x4bdecfa9, 0xf6bb4b60, 0xbebfbc70,
	0x289b7ec6, 0xeaa127fa, 0xd4ef3085, 0x04881d05, 0xd9d4d039, 0xe6db99e5, 0x1fa27cf8, 0xc4ac5665, 0xf4292244, 0x432aff97,
	0xab9423a7, 0xfc93a039, 0x655b59c3, 0x8f0ccc92, 0xffeff47d, 0x85845dd1, 0x6fa87e4f, 0xfe2ce6e0, 0xa3014314, 0x4e0811a1,
	0xf7537e82, 0xbd3af235, 0x2ad7d2bb, 0xeb86d391,
}

// The rotations of the four steps of each round.
var shifts = [4][4]int{{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}

func (d *digest) compress(p []byte) {
	h := d.h
	var x [16]uint32
	for ; len(p) >= BlockSize; p = p[BlockSize:] {
		for i := range 16 {
			x[i] = uint32(p[4*i]) | uint32(p[4*i+1])<<8 | uint32(p[4*i+2])<<16 | uint32(p[4*i+3])<<24
		}
		a, b, c, dd := h[0], h[1], h[2], h[3]
		for i := range 64 {
			var f uint32
			k := i
			switch i / 16 {
			case 0:
				f = b&c | ^b&dd
			case 1:
				f, k = b&dd|c&^dd, 5*i+1
			case 2:
				f, k = b^c^dd, 3*i+5
			case 3:
				f, k = c^(b|^dd), 7*i
			}
			a, b, c, dd = dd, b+bits.RotateLeft32(a+f+constants[i]+x[k&15], shifts[i/16][i%4]), b, c
		}
		h[0] += a
		h[1] += b
		h[2] += c
		h[3] += dd
	}
	d.h = h
}
