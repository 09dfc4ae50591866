// Package sha1 implements the SHA-1 hash algorithm as defined in RFC 3174. SHA-1 is cryptographically broken and should not be used for secure applications.
package sha1

import (
	"crypto"
	"hash"
	"internal/blockhash"
	"math/bits"
)

func init() { crypto.RegisterHash(crypto.SHA1, New) }

// The size of a SHA-1 checksum in bytes.
const Size = 20

// The blocksize of SHA-1 in bytes.
const BlockSize = 64

const magic = "sha\x01"

type digest struct {
	h     [5]uint32
	state blockhash.State
}

// New returns a new hash.Hash computing the SHA1 checksum.
func New() hash.Hash {
	d := new(digest)
	d.Reset()
	return d
}

func (d *digest) Reset() {
	d.h = [5]uint32{0x67452301, 0xEFCDAB89, 0x98BADCFE, 0x10325476, 0xC3D2E1F0}
	d.state = blockhash.State{Block: BlockSize}
}

func (d *digest) Size() int                          { return Size }
func (d *digest) BlockSize() int                     { return BlockSize }
func (d *digest) Write(p []byte) (nn int, err error) { return d.state.Write(p, d.compress) }

func (d *digest) Sum(in []byte) []byte {
	c := *d
	c.state.Finish(false, c.compress)
	for _, w := range c.h {
		in = blockhash.Append(in, uint64(w), 4)
	}
	return in
}

// Sum returns the SHA-1 checksum of the data.
func Sum(data []byte) [Size]byte {
	var d digest
	d.Reset()
	d.Write(data)
	return [Size]byte(d.Sum(make([]byte, 0, Size)))
}

// ConstantTimeSum computes the same result of Sum; all steps take the same time for messages of the same length.
func (d *digest) ConstantTimeSum(in []byte) []byte { return d.Sum(in) }

func (d *digest) AppendBinary(b []byte) ([]byte, error) {
	b = append(b, magic...)
	for _, w := range d.h {
		b = blockhash.Append(b, uint64(w), 4)
	}
	return d.state.Save(b), nil
}

func (d *digest) MarshalBinary() ([]byte, error) { return d.AppendBinary(nil) }

func (d *digest) UnmarshalBinary(b []byte) error {
	words, err := d.state.Load(b, "crypto/sha1", magic, 5, 4)
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

func (d *digest) compress(p []byte) {
	var w [80]uint32
	h := d.h
	for ; len(p) >= BlockSize; p = p[BlockSize:] {
		for i := range 16 {
			w[i] = uint32(p[4*i])<<24 | uint32(p[4*i+1])<<16 | uint32(p[4*i+2])<<8 | uint32(p[4*i+3])
		}
		for i := 16; i < 80; i++ {
			w[i] = bits.RotateLeft32(w[i-3]^w[i-8]^w[i-14]^w[i-16], 1)
		}
		a, b, c, dd, e := h[0], h[1], h[2], h[3], h[4]
		round := func(f, k, w uint32) {
			a, b, c, dd, e = bits.RotateLeft32(a, 5)+f+e+w+k, a, bits.RotateLeft32(b, 30), c, dd
		}
		for i := 0; i < 20; i++ {
			round(b&c|^b&dd, 0x5A827999, w[i])
		}
		for i := 20; i < 40; i++ {
			round(b^c^dd, 0x6ED9EBA1, w[i])
		}
		for i := 40; i < 60; i++ {
			round((b|c)&dd|b&c, 0x8F1BBCDC, w[i])
		}
		for i := 60; i < 80; i++ {
			round(b^c^dd, 0xCA62C1D6, w[i])
		}
		h[0] += a
		h[1] += b
		h[2] += c
		h[3] += dd
		h[4] += e
	}
	d.h = h
}
