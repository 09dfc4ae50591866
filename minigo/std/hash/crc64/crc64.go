// Package crc64 implements the 64-bit cyclic redundancy check, or CRC-64, checksum.
package crc64

import (
	"errors"
	"hash"
	"sync"
)

// The size of a CRC-64 checksum in bytes.
const Size = 8

// Predefined polynomials.
const (
	// The ISO polynomial, defined in ISO 3309 and used in HDLC.
	ISO = 0xD800000000000000

	// The ECMA polynomial, defined in ECMA 182.
	ECMA = 0xC96C5795D7870F42
)

// Table is a 256-word table representing the polynomial for efficient processing.
type Table [256]uint64

// slicing8 has the tables for eight bytes at a time: the effect of a byte with 0 to 7 bytes behind it.
type slicing8 [8]Table

var (
	once      sync.Once
	iso, ecma slicing8
)

func (t *Table) fill(poly uint64) {
	for i := range t {
		crc := uint64(i)
		for range 8 {
			if crc&1 == 1 {
				crc = crc>>1 ^ poly
			} else {
				crc >>= 1
			}
		}
		t[i] = crc
	}
}

func (s *slicing8) fill(poly uint64) {
	s[0].fill(poly)
	for i := range s[0] {
		crc := s[0][i]
		for j := 1; j < 8; j++ {
			crc = s[0][crc&0xFF] ^ crc>>8
			s[j][i] = crc
		}
	}
}

func tables() {
	iso.fill(ISO)
	ecma.fill(ECMA)
}

// MakeTable returns a Table constructed from the specified polynomial. The contents of this Table must not be modified.
func MakeTable(poly uint64) *Table {
	once.Do(tables)
	switch poly {
	case ISO:
		return &iso[0]
	case ECMA:
		return &ecma[0]
	}
	t := new(Table)
	t.fill(poly)
	return t
}

// Update returns the result of adding the bytes in p to the crc.
func Update(crc uint64, tab *Table, p []byte) uint64 {
	crc = ^crc
	var s *slicing8
	switch tab {
	case &iso[0]:
		s = &iso
	case &ecma[0]:
		s = &ecma
	}
	for s != nil && len(p) >= 8 {
		for i := range 8 {
			crc ^= uint64(p[i]) << (8 * i)
		}
		var next uint64
		for i := range 8 {
			next ^= s[7-i][crc>>(8*i)&0xFF]
		}
		crc = next
		p = p[8:]
	}
	for _, v := range p {
		crc = tab[byte(crc)^v] ^ crc>>8
	}
	return ^crc
}

// Checksum returns the CRC-64 checksum of data using the polynomial represented by the Table.
func Checksum(data []byte, tab *Table) uint64 { return Update(0, tab, data) }

type digest struct {
	crc uint64
	tab *Table
}

// New creates a new hash.Hash64 computing the CRC-64 checksum using the polynomial represented by the Table. Its Sum method will lay the value out in big-endian
// byte order.
func New(tab *Table) hash.Hash64 { return &digest{0, tab} }

func (d *digest) Size() int      { return Size }
func (d *digest) BlockSize() int { return 1 }
func (d *digest) Reset()         { d.crc = 0 }
func (d *digest) Sum64() uint64  { return d.crc }

func (d *digest) Write(p []byte) (n int, err error) {
	d.crc = Update(d.crc, d.tab, p)
	return len(p), nil
}

func big(b []byte, v uint64) []byte {
	for s := 56; s >= 0; s -= 8 {
		b = append(b, byte(v>>s))
	}
	return b
}

func (d *digest) Sum(in []byte) []byte { return big(in, d.crc) }

const magic = "crc\x02"

// identity tells tables apart in a marshaled state.
func (t *Table) identity() uint64 {
	b := make([]byte, 0, 2048)
	for _, v := range t {
		b = big(b, v)
	}
	return Checksum(b, MakeTable(ISO))
}

func (d *digest) AppendBinary(b []byte) ([]byte, error) {
	return big(big(append(b, magic...), d.tab.identity()), d.crc), nil
}

func (d *digest) MarshalBinary() ([]byte, error) { return d.AppendBinary(nil) }

func (d *digest) UnmarshalBinary(b []byte) error {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return errors.New("hash/crc64: invalid hash state identifier")
	}
	if len(b) != len(magic)+16 {
		return errors.New("hash/crc64: invalid hash state size")
	}
	var words [2]uint64
	for i, c := range b[len(magic):] {
		words[i/8] = words[i/8]<<8 | uint64(c)
	}
	if d.tab.identity() != words[0] {
		return errors.New("hash/crc64: tables do not match")
	}
	d.crc = words[1]
	return nil
}

func (d *digest) Clone() (hash.Cloner, error) {
	r := *d
	return &r, nil
}
