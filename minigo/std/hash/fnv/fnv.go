// Package fnv implements FNV-1 and FNV-1a, non-cryptographic hash functions created by Glenn Fowler, Landon Curt Noll, and Phong Vo.
package fnv

import (
	"errors"
	"hash"
	"math/bits"
)

type (
	sum32   uint32
	sum32a  uint32
	sum64   uint64
	sum64a  uint64
	sum128  [2]uint64
	sum128a [2]uint64
)

const (
	offset32       = 2166136261
	offset64       = 14695981039346656037
	offset128Lower = 0x62b821756295c58d
	offset128Upper = 0x6c62272e07bb0142
	prime32        = 16777619
	prime64        = 1099511628211
	prime128Lower  = 0x13b
	prime128Shift  = 24
)

// The first bytes of a marshaled state.
const (
	magic32   = "fnv\x01"
	magic32a  = "fnv\x02"
	magic64   = "fnv\x03"
	magic64a  = "fnv\x04"
	magic128  = "fnv\x05"
	magic128a = "fnv\x06"
)

// New32 returns a new 32-bit FNV-1 hash.Hash. Its Sum method will lay the value out in big-endian byte order.
func New32() hash.Hash32 {
	s := sum32(offset32)
	return &s
}

// New32a returns a new 32-bit FNV-1a hash.Hash.
func New32a() hash.Hash32 {
	s := sum32a(offset32)
	return &s
}

// New64 returns a new 64-bit FNV-1 hash.Hash.
func New64() hash.Hash64 {
	s := sum64(offset64)
	return &s
}

// New64a returns a new 64-bit FNV-1a hash.Hash.
func New64a() hash.Hash64 {
	s := sum64a(offset64)
	return &s
}

// New128 returns a new 128-bit FNV-1 hash.Hash.
func New128() hash.Hash { return &sum128{offset128Upper, offset128Lower} }

// New128a returns a new 128-bit FNV-1a hash.Hash.
func New128a() hash.Hash { return &sum128a{offset128Upper, offset128Lower} }

func (s *sum32) Reset()   { *s = offset32 }
func (s *sum32a) Reset()  { *s = offset32 }
func (s *sum64) Reset()   { *s = offset64 }
func (s *sum64a) Reset()  { *s = offset64 }
func (s *sum128) Reset()  { *s = sum128{offset128Upper, offset128Lower} }
func (s *sum128a) Reset() { *s = sum128a{offset128Upper, offset128Lower} }

func (s *sum32) Sum32() uint32  { return uint32(*s) }
func (s *sum32a) Sum32() uint32 { return uint32(*s) }
func (s *sum64) Sum64() uint64  { return uint64(*s) }
func (s *sum64a) Sum64() uint64 { return uint64(*s) }

func (s *sum32) Write(data []byte) (int, error) {
	h := *s
	for _, c := range data {
		h *= prime32
		h ^= sum32(c)
	}
	*s = h
	return len(data), nil
}

func (s *sum32a) Write(data []byte) (int, error) {
	h := *s
	for _, c := range data {
		h ^= sum32a(c)
		h *= prime32
	}
	*s = h
	return len(data), nil
}

func (s *sum64) Write(data []byte) (int, error) {
	h := *s
	for _, c := range data {
		h *= prime64
		h ^= sum64(c)
	}
	*s = h
	return len(data), nil
}

func (s *sum64a) Write(data []byte) (int, error) {
	h := *s
	for _, c := range data {
		h ^= sum64a(c)
		h *= prime64
	}
	*s = h
	return len(data), nil
}

// multiply multiplies by the 128-bit prime, 1<<88 + 0x13b.
func multiply(s *[2]uint64) {
	hi, lo := bits.Mul64(prime128Lower, s[1])
	hi += s[1]<<prime128Shift + prime128Lower*s[0]
	s[0], s[1] = hi, lo
}

func (s *sum128) Write(data []byte) (int, error) {
	for _, c := range data {
		multiply((*[2]uint64)(s))
		s[1] ^= uint64(c)
	}
	return len(data), nil
}

func (s *sum128a) Write(data []byte) (int, error) {
	for _, c := range data {
		s[1] ^= uint64(c)
		multiply((*[2]uint64)(s))
	}
	return len(data), nil
}

func (s *sum32) Size() int   { return 4 }
func (s *sum32a) Size() int  { return 4 }
func (s *sum64) Size() int   { return 8 }
func (s *sum64a) Size() int  { return 8 }
func (s *sum128) Size() int  { return 16 }
func (s *sum128a) Size() int { return 16 }

func (s *sum32) BlockSize() int   { return 1 }
func (s *sum32a) BlockSize() int  { return 1 }
func (s *sum64) BlockSize() int   { return 1 }
func (s *sum64a) BlockSize() int  { return 1 }
func (s *sum128) BlockSize() int  { return 1 }
func (s *sum128a) BlockSize() int { return 1 }

// big appends n bytes of v, the highest first.
func big(b []byte, v uint64, n int) []byte {
	for s := 8 * (n - 1); s >= 0; s -= 8 {
		b = append(b, byte(v>>s))
	}
	return b
}

func (s *sum32) Sum(in []byte) []byte   { return big(in, uint64(*s), 4) }
func (s *sum32a) Sum(in []byte) []byte  { return big(in, uint64(*s), 4) }
func (s *sum64) Sum(in []byte) []byte   { return big(in, uint64(*s), 8) }
func (s *sum64a) Sum(in []byte) []byte  { return big(in, uint64(*s), 8) }
func (s *sum128) Sum(in []byte) []byte  { return big(big(in, s[0], 8), s[1], 8) }
func (s *sum128a) Sum(in []byte) []byte { return big(big(in, s[0], 8), s[1], 8) }

func (s *sum32) AppendBinary(b []byte) ([]byte, error)   { return s.Sum(append(b, magic32...)), nil }
func (s *sum32a) AppendBinary(b []byte) ([]byte, error)  { return s.Sum(append(b, magic32a...)), nil }
func (s *sum64) AppendBinary(b []byte) ([]byte, error)   { return s.Sum(append(b, magic64...)), nil }
func (s *sum64a) AppendBinary(b []byte) ([]byte, error)  { return s.Sum(append(b, magic64a...)), nil }
func (s *sum128) AppendBinary(b []byte) ([]byte, error)  { return s.Sum(append(b, magic128...)), nil }
func (s *sum128a) AppendBinary(b []byte) ([]byte, error) { return s.Sum(append(b, magic128a...)), nil }

func (s *sum32) MarshalBinary() ([]byte, error)   { return s.AppendBinary(nil) }
func (s *sum32a) MarshalBinary() ([]byte, error)  { return s.AppendBinary(nil) }
func (s *sum64) MarshalBinary() ([]byte, error)   { return s.AppendBinary(nil) }
func (s *sum64a) MarshalBinary() ([]byte, error)  { return s.AppendBinary(nil) }
func (s *sum128) MarshalBinary() ([]byte, error)  { return s.AppendBinary(nil) }
func (s *sum128a) MarshalBinary() ([]byte, error) { return s.AppendBinary(nil) }

// state returns the words of a marshaled state with n bytes behind the magic.
func state(b []byte, magic string, n int) (words [2]uint64, err error) {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return words, errors.New("hash/fnv: invalid hash state identifier")
	}
	if len(b) != len(magic)+n {
		return words, errors.New("hash/fnv: invalid hash state size")
	}
	for i, c := range b[len(magic):] {
		words[i/8] = words[i/8]<<8 | uint64(c)
	}
	return words, nil
}

func (s *sum32) UnmarshalBinary(b []byte) error {
	w, err := state(b, magic32, 4)
	if err == nil {
		*s = sum32(w[0])
	}
	return err
}

func (s *sum32a) UnmarshalBinary(b []byte) error {
	w, err := state(b, magic32a, 4)
	if err == nil {
		*s = sum32a(w[0])
	}
	return err
}

func (s *sum64) UnmarshalBinary(b []byte) error {
	w, err := state(b, magic64, 8)
	if err == nil {
		*s = sum64(w[0])
	}
	return err
}

func (s *sum64a) UnmarshalBinary(b []byte) error {
	w, err := state(b, magic64a, 8)
	if err == nil {
		*s = sum64a(w[0])
	}
	return err
}

func (s *sum128) UnmarshalBinary(b []byte) error {
	w, err := state(b, magic128, 16)
	if err == nil {
		*s = w
	}
	return err
}

func (s *sum128a) UnmarshalBinary(b []byte) error {
	w, err := state(b, magic128a, 16)
	if err == nil {
		*s = w
	}
	return err
}

func (s *sum32) Clone() (hash.Cloner, error)   { r := *s; return &r, nil }
func (s *sum32a) Clone() (hash.Cloner, error)  { r := *s; return &r, nil }
func (s *sum64) Clone() (hash.Cloner, error)   { r := *s; return &r, nil }
func (s *sum64a) Clone() (hash.Cloner, error)  { r := *s; return &r, nil }
func (s *sum128) Clone() (hash.Cloner, error)  { r := *s; return &r, nil }
func (s *sum128a) Clone() (hash.Cloner, error) { r := *s; return &r, nil }
