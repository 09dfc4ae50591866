package rand

import "errors"

// A ChaCha8 is a ChaCha8-based cryptographically strong random number generator: four ChaCha blocks at a time, and after four times that much a new key
// from the last 32 bytes of the output.
type ChaCha8 struct {
	seed    [4]uint64
	buf     [32]uint64
	i, n    int    // buf[i:n] is left
	counter uint32 // of the first of the four blocks

	readBuf [8]byte // the last readLen bytes are what Read has left
	readLen int
}

// NewChaCha8 returns a new ChaCha8 seeded with the given seed.
func NewChaCha8(seed [32]byte) *ChaCha8 {
	c := new(ChaCha8)
	c.Seed(seed)
	return c
}

// Seed resets the ChaCha8 to behave the same way as NewChaCha8(seed).
func (c *ChaCha8) Seed(seed [32]byte) {
	*c = ChaCha8{}
	for i := range c.seed {
		c.seed[i] = readLittle(seed[8*i:])
	}
	c.fill()
}

func readLittle(b []byte) (v uint64) {
	for i := 7; i >= 0; i-- {
		v = v<<8 | uint64(b[i])
	}
	return v
}

func appendLittle(b []byte, v uint64) []byte {
	for s := 0; s < 64; s += 8 {
		b = append(b, byte(v>>s))
	}
	return b
}

// fill computes the blocks at the counter.
func (c *ChaCha8) fill() {
	for lane := 0; lane < 4; lane++ {
		c.block(lane)
	}
	c.i, c.n = 0, len(c.buf)
	if c.counter == 12 {
		c.n -= len(c.seed) // the next key
	}
}

// block computes one block. The words of the four blocks are interleaved: word w of block lane is 32 bits of buf[2*w+lane/2].
func (c *ChaCha8) block(lane int) {
	var x [16]uint32
	x[0], x[1], x[2], x[3] = 0x61707865, 0x3320646e, 0x79622d32, 0x6b206574
	for i, s := range c.seed {
		x[4+2*i], x[5+2*i] = uint32(s), uint32(s>>32)
	}
	x[12] = c.counter + uint32(lane)
	key := x
	for round := 0; round < 4; round++ {
		for i := 0; i < 4; i++ {
			quarter(&x[i], &x[4+i], &x[8+i], &x[12+i])
		}
		for i := 0; i < 4; i++ {
			quarter(&x[i], &x[4+(i+1)%4], &x[8+(i+2)%4], &x[12+(i+3)%4])
		}
	}
	for w, v := range x {
		if 4 <= w && w < 12 {
			v += key[w]
		}
		p := &c.buf[2*w+lane/2]
		if lane&1 == 0 {
			*p = uint64(v)
		} else {
			*p |= uint64(v) << 32
		}
	}
}

func quarter(a, b, c, d *uint32) {
	*a += *b
	*d ^= *a
	*d = *d<<16 | *d>>16
	*c += *d
	*b ^= *c
	*b = *b<<12 | *b>>20
	*a += *b
	*d ^= *a
	*d = *d<<8 | *d>>24
	*c += *d
	*b ^= *c
	*b = *b<<7 | *b>>25
}

// Uint64 returns a uniformly distributed random uint64 value.
func (c *ChaCha8) Uint64() uint64 {
	if c.i == c.n {
		if c.counter += 4; c.counter == 16 {
			copy(c.seed[:], c.buf[len(c.buf)-len(c.seed):])
			c.counter = 0
		}
		c.fill()
	}
	x := c.buf[c.i]
	c.i++
	return x
}

// Read reads exactly len(p) bytes into p. It always returns len(p) and a nil error.
func (c *ChaCha8) Read(p []byte) (n int, err error) {
	n = copy(p, c.readBuf[len(c.readBuf)-c.readLen:])
	c.readLen -= n
	for n < len(p) {
		appendLittle(c.readBuf[:0], c.Uint64())
		k := copy(p[n:], c.readBuf[:])
		n += k
		c.readLen = len(c.readBuf) - k
	}
	return n, nil
}

// UnmarshalBinary implements the encoding.BinaryUnmarshaler interface.
func (c *ChaCha8) UnmarshalBinary(data []byte) error {
	const head = "readbuf:"
	if len(data) >= len(head) && string(data[:len(head)]) == head {
		data = data[len(head):]
		if len(data) == 0 || len(data) < 1+int(data[0]) {
			return errors.New("invalid ChaCha8 Read buffer encoding")
		}
		n := int(data[0])
		c.readLen = copy(c.readBuf[max(0, len(c.readBuf)-n):], data[1:1+n])
		data = data[1+n:]
	}
	if len(data) != 48 || string(data[:8]) != "chacha8:" {
		return errors.New("invalid ChaCha8 encoding")
	}
	used := readBig(data[8:])
	if used > 4*32-4 {
		return errors.New("invalid ChaCha8 encoding")
	}
	for i := range c.seed {
		c.seed[i] = readLittle(data[16+8*i:])
	}
	c.counter = 4 * (uint32(used) / 32)
	c.fill()
	c.i = int(used) % 32
	return nil
}

// AppendBinary implements the encoding.BinaryAppender interface.
func (c *ChaCha8) AppendBinary(b []byte) ([]byte, error) {
	if c.readLen > 0 {
		b = append(b, "readbuf:"...)
		b = append(b, uint8(c.readLen))
		b = append(b, c.readBuf[len(c.readBuf)-c.readLen:]...)
	}
	b = appendBig(append(b, "chacha8:"...), uint64(c.counter/4*32)+uint64(c.i))
	for _, s := range c.seed {
		b = appendLittle(b, s)
	}
	return b, nil
}

// MarshalBinary implements the encoding.BinaryMarshaler interface.
func (c *ChaCha8) MarshalBinary() ([]byte, error) { return c.AppendBinary(make([]byte, 0, 64)) }
