package rand

// The Rand of the top-level functions has no state, so that they can be called concurrently.
var global = Rand{src: runtimeSource{}, s64: runtimeSource{}}

// Seed does nothing, as since Go 1.24: the top-level functions are seeded randomly.
//
// Deprecated: use New(NewSource(seed)) for a reproducible sequence.
func Seed(seed int64) {}

// Int63 returns a non-negative pseudo-random 63-bit integer as an int64.
func Int63() int64 { return global.Int63() }

// Uint32 returns a pseudo-random 32-bit value as a uint32.
func Uint32() uint32 { return global.Uint32() }

// Uint64 returns a pseudo-random 64-bit value as a uint64.
func Uint64() uint64 { return random() }

// Int31 returns a non-negative pseudo-random 31-bit integer as an int32.
func Int31() int32 { return global.Int31() }

// Int returns a non-negative pseudo-random int.
func Int() int { return global.Int() }

// Int63n returns, as an int64, a non-negative pseudo-random number in the half-open interval [0,n). It panics if n <= 0.
func Int63n(n int64) int64 { return global.Int63n(n) }

// Int31n returns, as an int32, a non-negative pseudo-random number in the half-open interval [0,n). It panics if n <= 0.
func Int31n(n int32) int32 { return global.Int31n(n) }

// Intn returns, as an int, a non-negative pseudo-random number in the half-open interval [0,n). It panics if n <= 0.
func Intn(n int) int { return global.Intn(n) }

// Float64 returns, as a float64, a pseudo-random number in the half-open interval [0.0,1.0).
func Float64() float64 { return global.Float64() }

// Float32 returns, as a float32, a pseudo-random number in the half-open interval [0.0,1.0).
func Float32() float32 { return global.Float32() }

// Perm returns, as a slice of n ints, a pseudo-random permutation of the integers in the half-open interval [0,n).
func Perm(n int) []int { return global.Perm(n) }

// Shuffle pseudo-randomizes the order of elements; swap swaps the elements with indexes i and j. It panics if n < 0.
func Shuffle(n int, swap func(i, j int)) { global.Shuffle(n, swap) }

// Read generates len(p) random bytes and writes them into p. It always returns len(p) and a nil error.
//
// Deprecated: for almost all use cases, crypto/rand.Read is more appropriate.
func Read(p []byte) (n int, err error) {
	for i := 0; i < len(p); i += 8 {
		v := random()
		for j := i; j < min(i+8, len(p)); j++ {
			p[j] = byte(v)
			v >>= 8
		}
	}
	return len(p), nil
}

// NormFloat64 returns a normally distributed float64 with mean 0 and standard deviation 1.
func NormFloat64() float64 { return global.NormFloat64() }

// ExpFloat64 returns an exponentially distributed float64 with rate parameter 1.
func ExpFloat64() float64 { return global.ExpFloat64() }
