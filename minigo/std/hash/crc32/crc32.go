// Package crc32 implements the 32-bit cyclic redundancy check, or CRC-32, checksum, in LSB-first form.
package crc32

import (
	"errors"
	"hash"
	"sync"
)

// The size of a CRC-32 checksum in bytes.
const Size = 4

// Predefined polynomials.
const (
	// IEEE is by far and away the most common CRC-32 polynomial. Used by ethernet (IEEE 802.3), v.42, fddi, gzip, zip, png, ...
	IEEE = 0xedb88320

	// Castagnoli's polynomial, used in iSCSI, has better error detection characteristics than IEEE.
	Castagnoli = 0x82f63b78

	// Koopman's polynomial also has better error detection characteristics than IEEE.
	Koopman = 0xeb31d82e
)

// Table is a 256-word table representing the polynomial for efficient processing.
type Table [256]uint32

// slicing8 has the tables for eight bytes at a time: the effect of a byte with 0 to 7 bytes behind it.
type slicing8 [8]Table

// IEEETable is the table for the IEEE polynomial.
var IEEETable = &ieeeTable

// ieeeTable and castagnoliTable are filled on first use, with the rest of their slicing8.
var (
	ieeeTable       Table
	ieee            slicing8
	ieeeOnce        sync.Once
	castagnoliTable Table
	castagnoli      slicing8
	castagnoliOnce  sync.Once
)

func fill(t *Table, poly uint32) {
	for i := range t {
		crc := uint32(i)
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

func (s *slicing8) fill(poly uint32) {
	fill(&s[0], poly)
	for i := range s[0] {
		crc := s[0][i]
		for j := 1; j < 8; j++ {
			crc = s[0][crc&0xFF] ^ crc>>8
			s[j][i] = crc
		}
	}
}

func init() { fill(&ieeeTable, IEEE) }

func ieeeInit() { ieee.fill(IEEE) }

func castagnoliInit() {
	castagnoli.fill(Castagnoli)
	castagnoliTable = castagnoli[0]
}

// MakeTable returns a Table constructed from the specified polynomial. The contents of this Table must not be modified.
func MakeTable(poly uint32) *Table {
	switch poly {
	case IEEE:
		return IEEETable
	case Castagnoli:
		castagnoliOnce.Do(castagnoliInit)
		return &castagnoliTable
	}
	t := new(Table)
	fill(t, poly)
	return t
}

func (s *slicing8) update(crc uint32, p []byte) uint32 {
	crc = ^crc
	for len(p) >= 8 {
		crc ^= uint32(p[0]) | uint32(p[1])<<8 | uint32(p[2])<<16 | uint32(p[3])<<24
		crc = s[0][p[7]] ^ s[1][p[6]] ^ s[2][p[5]] ^ s[3][p[4]] ^ s[4][crc>>24] ^ s[5][crc>>16&0xFF] ^ s[6][crc>>8&0xFF] ^ s[7][crc&0xFF]
		p = p[8:]
	}
	return s[0].update(^crc, p)
}

func (t *Table) update(crc uint32, p []byte) uint32 {
	crc = ^crc
	for _, v := range p {
		crc = t[byte(crc)^v] ^ crc>>8
	}
	return ^crc
}

// Update returns the result of adding the bytes in p to the crc.
func Update(crc uint32, tab *Table, p []byte) uint32 {
	switch {
	case len(p) < 16:
		return tab.update(crc, p)
	case tab == IEEETable:
		ieeeOnce.Do(ieeeInit)
		return ieee.update(crc, p)
	case tab == &castagnoliTable:
		return castagnoli.update(crc, p)
	}
	return tab.update(crc, p)
}

// Checksum returns the CRC-32 checksum of data using the polynomial represented by the Table.
func Checksum(data []byte, tab *Table) uint32 { return Update(0, tab, data) }

// ChecksumIEEE returns the CRC-32 checksum of data using the IEEE polynomial.
func ChecksumIEEE(data []byte) uint32 { return Update(0, IEEETable, data) }

type digest struct {
	crc uint32
	tab *Table
}

// New creates a new hash.Hash32 computing the CRC-32 checksum using the polynomial represented by the Table. Its Sum method will lay the value out in big-endian
// byte order.
func New(tab *Table) hash.Hash32 { return &digest{0, tab} }

// NewIEEE creates a new hash.Hash32 computing the CRC-32 checksum using the IEEE polynomial.
func NewIEEE() hash.Hash32 { return New(IEEETable) }

func (d *digest) Size() int      { return Size }
func (d *digest) BlockSize() int { return 1 }
func (d *digest) Reset()         { d.crc = 0 }
func (d *digest) Sum32() uint32  { return d.crc }

func (d *digest) Write(p []byte) (n int, err error) {
	d.crc = Update(d.crc, d.tab, p)
	return len(p), nil
}

func big(b []byte, v uint32) []byte { return append(b, byte(v>>24), byte(v>>16), byte(v>>8), byte(v)) }

func (d *digest) Sum(in []byte) []byte { return big(in, d.crc) }

const magic = "crc\x01"

func (d *digest) AppendBinary(b []byte) ([]byte, error) {
	return big(big(append(b, magic...), d.tab.identity()), d.crc), nil
}

// bytes is the table as it counts in the checksum that identifies it in a marshaled state.
func (t *Table) bytes() []byte {
	b := make([]byte, 0, 1024)
	for _, v := range t {
		b = big(b, v)
	}
	return b
}

func (t *Table) identity() uint32 { return ChecksumIEEE(t.bytes()) }

func (d *digest) MarshalBinary() ([]byte, error) { return d.AppendBinary(nil) }

func (d *digest) UnmarshalBinary(b []byte) error {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return errors.New("hash/crc32: invalid hash state identifier")
	}
	if len(b) != len(magic)+8 {
		return errors.New("hash/crc32: invalid hash state size")
	}
	word := func(i int) uint32 { return uint32(b[i])<<24 | uint32(b[i+1])<<16 | uint32(b[i+2])<<8 | uint32(b[i+3]) }
	if d.tab.identity() != word(4) {
		return errors.New("hash/crc32: tables do not match")
	}
	d.crc = word(8)
	return nil
}

func (d *digest) Clone() (hash.Cloner, error) {
	r := *d
	return &r, nil
}
