// Package blockhash has what hash functions of the Merkle–Damgård kind share: collecting bytes into blocks, the padding at the end, the form of a saved state.
package blockhash

import "errors"

// State is the part of a digest that does not depend on the function. Block is its block size, at most 128.
type State struct {
	Block  int
	Length uint64 // bytes written
	buf    [128]byte
	n      int // bytes in buf
}

// Write passes whole blocks to compress.
func (s *State) Write(p []byte, compress func(blocks []byte)) (int, error) {
	size := len(p)
	s.Length += uint64(size)
	if s.n > 0 {
		k := copy(s.buf[s.n:s.Block], p)
		s.n += k
		p = p[k:]
		if s.n < s.Block {
			return size, nil
		}
		compress(s.buf[:s.Block])
		s.n = 0
	}
	if k := len(p) / s.Block * s.Block; k > 0 {
		compress(p[:k])
		p = p[k:]
	}
	s.n = copy(s.buf[:], p)
	return size, nil
}

// Finish pads the message: a one bit, zeros, and the length in bits in the last 8 (of 64 byte blocks) or 16 bytes.
func (s *State) Finish(little bool, compress func(blocks []byte)) {
	field := s.Block / 8
	bits := s.Length << 3
	var end [16]byte
	for i := range 8 {
		shift := 8 * i
		if !little {
			shift = 56 - shift
		}
		end[field-8+i] = byte(bits >> shift)
	}
	if field == 16 {
		end[7] = byte(s.Length >> 61)
	}
	pad := make([]byte, 1, 2*s.Block)
	pad[0] = 0x80
	for (s.n+len(pad)+field)%s.Block != 0 {
		pad = append(pad, 0)
	}
	s.Write(append(pad, end[:field]...), compress)
}

// Reset forgets what has been written.
func (s *State) Reset() { s.Length, s.n = 0, 0 }

// Append appends v to b, the highest byte first.
func Append(b []byte, v uint64, size int) []byte {
	for shift := 8 * (size - 1); shift >= 0; shift -= 8 {
		b = append(b, byte(v>>shift))
	}
	return b
}

// Save appends the buffer and the length, as they stand behind the words of a saved state.
func (s *State) Save(b []byte) []byte {
	b = append(b, s.buf[:s.n]...)
	for range s.Block - s.n {
		b = append(b, 0)
	}
	return Append(b, s.Length, 8)
}

// Load reads a saved state of name: its magic, n words of size bytes, which it returns, the buffer and the length.
func (s *State) Load(b []byte, name, magic string, n, size int) (words [8]uint64, err error) {
	if len(b) < len(magic) || string(b[:len(magic)]) != magic {
		return words, errors.New(name + ": invalid hash state identifier")
	}
	if len(b) != len(magic)+n*size+s.Block+8 {
		return words, errors.New(name + ": invalid hash state size")
	}
	take := func(size int) (v uint64) {
		for _, c := range b[:size] {
			v = v<<8 | uint64(c)
		}
		b = b[size:]
		return v
	}
	b = b[len(magic):]
	for i := range n {
		words[i] = take(size)
	}
	copy(s.buf[:], b[:s.Block])
	b = b[s.Block:]
	s.Length = take(8)
	s.n = int(s.Length % uint64(s.Block))
	return words, nil
}
