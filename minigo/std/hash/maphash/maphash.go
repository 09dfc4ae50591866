// Package maphash provides hash functions on byte sequences and comparable values, for hash tables and other data structures. The functions are not
// cryptographically secure, and differ from run to run.
package maphash

import (
	"errors"
	"hash"
	"math"
	"reflect"
	"unsafe"
)

// A Seed is a random value that selects the specific hash function computed by a Hash. The zero Seed is uninitialized and not valid.
type Seed struct {
	s uint64
}

// MakeSeed returns a new random seed.
func MakeSeed() Seed {
	for {
		if s := random(); s != 0 {
			return Seed{s}
		}
	}
}

func hashString(s string, seed uint64) uint64 {
	if len(s) == 0 {
		return seed
	}
	return uint64(memhash(unsafe.Pointer(unsafe.StringData(s)), uintptr(seed), uintptr(len(s))))
}

func (s Seed) check() uint64 {
	if s.s == 0 {
		panic("maphash: use of uninitialized Seed")
	}
	return s.s
}

// Bytes returns the hash of b with the given seed: what a Hash with that seed gives after Write(b).
func Bytes(seed Seed, b []byte) uint64 {
	return String(seed, unsafe.String(unsafe.SliceData(b), len(b)))
}

// String returns the hash of s with the given seed.
func String(seed Seed, s string) uint64 {
	h := seed.check()
	for len(s) > bufferSize {
		h = hashString(s[:bufferSize], h)
		s = s[bufferSize:]
	}
	return hashString(s, h)
}

const bufferSize = 128

// A Hash computes a seeded hash of a byte sequence. The zero Hash is a valid Hash ready to use: it chooses a random seed for itself.
type Hash struct {
	_     [0]func() // not comparable
	seed  Seed
	state Seed // of all full buffers
	buf   [bufferSize]byte
	n     int
}

func (h *Hash) init() {
	if h.seed.s == 0 {
		h.seed = MakeSeed()
		h.state = h.seed
	}
}

func (h *Hash) setSeed(s Seed) {
	h.seed, h.state, h.n = s, s, 0
}

// flush takes the buffer into the state.
func (h *Hash) flush() {
	if h.n != len(h.buf) {
		panic("maphash: flush of partially full buffer")
	}
	h.init()
	h.state.s = hashString(unsafe.String(&h.buf[0], h.n), h.state.s)
	h.n = 0
}

// WriteByte adds b to the sequence of bytes hashed by h. It never fails.
func (h *Hash) WriteByte(b byte) error {
	if h.n == len(h.buf) {
		h.flush()
	}
	h.buf[h.n] = b
	h.n++
	return nil
}

// Write adds b to the sequence of bytes hashed by h. It always writes all of b and never fails.
func (h *Hash) Write(b []byte) (int, error) {
	return h.WriteString(unsafe.String(unsafe.SliceData(b), len(b)))
}

// WriteString adds the bytes of s to the sequence of bytes hashed by h. It always writes all of s and never fails.
func (h *Hash) WriteString(s string) (int, error) {
	size := len(s)
	for len(s) > 0 {
		if h.n == len(h.buf) {
			h.flush()
		}
		k := copy(h.buf[h.n:], s)
		h.n += k
		s = s[k:]
	}
	return size, nil
}

// Seed returns h's seed value.
func (h *Hash) Seed() Seed {
	h.init()
	return h.seed
}

// SetSeed sets h to use seed, which must have been returned by MakeSeed or by another Hash's Seed method, and discards all bytes added to h.
func (h *Hash) SetSeed(seed Seed) {
	seed.check()
	h.setSeed(seed)
}

// Reset discards all bytes added to h. (The seed remains the same.)
func (h *Hash) Reset() {
	h.init()
	h.setSeed(h.seed)
}

// Sum64 returns h's current 64-bit value, which depends on h's seed and the sequence of bytes added to h since the last call to Reset or SetSeed.
func (h *Hash) Sum64() uint64 {
	h.init()
	return hashString(unsafe.String(&h.buf[0], h.n), h.state.s)
}

// Sum appends the hash's current 64-bit value to b.
func (h *Hash) Sum(b []byte) []byte {
	x := h.Sum64()
	return append(b, byte(x>>0), byte(x>>8), byte(x>>16), byte(x>>24), byte(x>>32), byte(x>>40), byte(x>>48), byte(x>>56))
}

// Size returns h's hash value size, 8 bytes.
func (h *Hash) Size() int { return 8 }

// BlockSize returns h's block size.
func (h *Hash) BlockSize() int { return len(h.buf) }

// Clone implements hash.Cloner.
func (h *Hash) Clone() (hash.Cloner, error) {
	h.init()
	return &Hash{seed: h.seed, state: h.state, buf: h.buf, n: h.n}, nil
}

// Comparable returns the hash of comparable value v with the given seed such that Comparable(s, v1) == Comparable(s, v2) if v1 == v2. If v != v, then the
// resulting hash is randomly distributed.
func Comparable[T comparable](seed Seed, v T) uint64 {
	var h Hash
	h.SetSeed(seed)
	WriteComparable(&h, v)
	return h.Sum64()
}

// WriteComparable adds x to the data hashed by h.
func WriteComparable[T comparable](h *Hash, x T) {
	h.value(reflect.ValueOf(&x).Elem())
}

func (h *Hash) word(x uint64) {
	var b [8]byte
	for i := range b {
		b[i] = byte(x >> (8 * i))
	}
	h.Write(b[:])
}

func (h *Hash) float(f float64) {
	switch {
	case f == 0:
		h.word(0)
	case f != f:
		h.word(random())
	default:
		h.word(math.Float64bits(f))
	}
}

func (h *Hash) value(v reflect.Value) {
	if !v.IsValid() {
		h.WriteByte(0)
		return
	}
	switch v.Kind() {
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		h.word(uint64(v.Int()))
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64, reflect.Uintptr:
		h.word(v.Uint())
	case reflect.Bool:
		b := byte(0)
		if v.Bool() {
			b = 1
		}
		h.WriteByte(b)
	case reflect.String:
		h.word(uint64(v.Len()))
		h.WriteString(v.String())
	case reflect.Float32, reflect.Float64:
		h.float(v.Float())
	case reflect.Complex64, reflect.Complex128:
		h.float(real(v.Complex()))
		h.float(imag(v.Complex()))
	case reflect.Pointer, reflect.UnsafePointer, reflect.Chan:
		h.word(uint64(v.Pointer()))
	case reflect.Array:
		for i := range v.Len() {
			h.value(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			h.value(v.Field(i))
		}
	case reflect.Interface:
		e := v.Elem()
		if e.IsValid() {
			// Equal values have the same type, and this is one descriptor.
			t := e.Type()
			h.word(uint64((*[2]uintptr)(unsafe.Pointer(&t))[1]))
		}
		h.value(e)
	default:
		panic(errors.New("hash of unhashable type " + v.Type().String()))
	}
}

// A Hasher is a hash function together with the matching equality: values that are Equal have the same Hash.
type Hasher[T any] interface {
	Hash(*Hash, T)
	Equal(x, y T) bool
}

// ComparableHasher is the Hasher of a comparable type whose equality is ==.
type ComparableHasher[T comparable] struct{ _ [0]func(T) }

// Hash writes v to h.
func (ComparableHasher[T]) Hash(h *Hash, v T) { WriteComparable(h, v) }

// Equal reports whether x == y.
func (ComparableHasher[T]) Equal(x, y T) bool { return x == y }
