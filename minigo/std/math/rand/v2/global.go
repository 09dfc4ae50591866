package rand

type runtimeSource struct{}

func (runtimeSource) Uint64() uint64 { return random() }

// The Rand of the top-level functions has no state, so that they can be called concurrently.
var global = Rand{src: runtimeSource{}}

// Int64 returns a non-negative pseudo-random 63-bit integer as an int64.
func Int64() int64 { return global.Int64() }

// Uint32 returns a pseudo-random 32-bit value as a uint32.
func Uint32() uint32 { return global.Uint32() }

// Uint64N returns, as a uint64, a pseudo-random number in the half-open interval [0,n). It panics if n == 0.
func Uint64N(n uint64) uint64 { return global.Uint64N(n) }

// Uint32N returns, as a uint32, a pseudo-random number in the half-open interval [0,n). It panics if n == 0.
func Uint32N(n uint32) uint32 { return global.Uint32N(n) }

// Uint64 returns a pseudo-random 64-bit value as a uint64.
func Uint64() uint64 { return random() }

// Int32 returns a non-negative pseudo-random 31-bit integer as an int32.
func Int32() int32 { return global.Int32() }

// Int returns a non-negative pseudo-random int.
func Int() int { return global.Int() }

// Uint returns a pseudo-random uint.
func Uint() uint { return global.Uint() }

// Int64N returns, as an int64, a pseudo-random number in the half-open interval [0,n). It panics if n <= 0.
func Int64N(n int64) int64 { return global.Int64N(n) }

// Int32N returns, as an int32, a pseudo-random number in the half-open interval [0,n). It panics if n <= 0.
func Int32N(n int32) int32 { return global.Int32N(n) }

// IntN returns, as an int, a pseudo-random number in the half-open interval [0,n). It panics if n <= 0.
func IntN(n int) int { return global.IntN(n) }

// UintN returns, as a uint, a pseudo-random number in the half-open interval [0,n). It panics if n == 0.
func UintN(n uint) uint { return global.UintN(n) }

// N returns a pseudo-random number in the half-open interval [0,n), for any integer type. It panics if n <= 0.
func N[Int intType](n Int) Int {
	if n <= 0 {
		panic("invalid argument to N")
	}
	return Int(global.below(uint64(n)))
}

// Float64 returns, as a float64, a pseudo-random number in the half-open interval [0.0,1.0).
func Float64() float64 { return global.Float64() }

// Float32 returns, as a float32, a pseudo-random number in the half-open interval [0.0,1.0).
func Float32() float32 { return global.Float32() }

// Perm returns, as a slice of n ints, a pseudo-random permutation of the integers in the half-open interval [0,n).
func Perm(n int) []int { return global.Perm(n) }

// Shuffle pseudo-randomizes the order of elements; swap swaps the elements with indexes i and j. It panics if n < 0.
func Shuffle(n int, swap func(i, j int)) { global.Shuffle(n, swap) }

// NormFloat64 returns a normally distributed float64 with mean 0 and standard deviation 1.
func NormFloat64() float64 { return global.NormFloat64() }

// ExpFloat64 returns an exponentially distributed float64 with rate parameter 1.
func ExpFloat64() float64 { return global.ExpFloat64() }
