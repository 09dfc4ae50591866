package rand

import "internal/randdist"

const (
	rngLen = 607
	rngTap = 273
)

// rngSource is the additive lagged Fibonacci generator x[n] = x[n-607] + x[n-273] (Mitchell and Moore).
type rngSource struct {
	tap  int
	feed int
	vec  [rngLen]uint64
}

// Seed uses the provided seed value to initialize the generator to a deterministic state.
func (s *rngSource) Seed(seed int64) {
	const m = 1<<31 - 1
	s.tap = 0
	s.feed = rngLen - rngTap
	seed %= m
	if seed < 0 {
		seed += m
	}
	if seed == 0 {
		seed = 89482311
	}
	x := uint64(seed)
	next := func() uint64 {
		x = x * 48271 % m
		return x
	}
	for i := 0; i < 20; i++ {
		next()
	}
	for i := range s.vec {
		u := next() << 40
		u ^= next() << 20
		u ^= next()
		s.vec[i] = u ^ randdist.Cooked[i]
	}
}

// Int63 returns a non-negative pseudo-random 63-bit integer.
func (s *rngSource) Int63() int64 { return int64(s.Uint64() & (1<<63 - 1)) }

// Uint64 returns a pseudo-random 64-bit integer.
func (s *rngSource) Uint64() uint64 {
	if s.tap--; s.tap < 0 {
		s.tap += rngLen
	}
	if s.feed--; s.feed < 0 {
		s.feed += rngLen
	}
	x := s.vec[s.feed] + s.vec[s.tap]
	s.vec[s.feed] = x
	return x
}

// runtimeSource is the source of the top-level functions: the runtime's random numbers, which need no lock.
type runtimeSource struct{}

func (runtimeSource) Int63() int64   { return int64(random() & (1<<63 - 1)) }
func (runtimeSource) Uint64() uint64 { return random() }
func (runtimeSource) Seed(int64)     {}
