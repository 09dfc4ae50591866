// Package randdist has what math/rand and math/rand/v2 share: the distributions, and the table from which the additive generator is seeded.
package randdist

import "math"

// Floats is a source of numbers in [0, 1).
type Floats interface{ Float64() float64 }

// Exp makes an exponentially distributed number of 32 random bits and a random row of the ziggurat; ok is false if it takes another try.
func Exp(j uint32, i uint8, r Floats) (x float64, ok bool) {
	x = float64(j) * float64(we[i])
	if j < ke[i] {
		return x, true
	}
	if i == 0 {
		return 7.69711747013104972 - math.Log(r.Float64()), true
	}
	return x, fe[i]+float32(r.Float64())*(fe[i-1]-fe[i]) < float32(math.Exp(-x))
}

// Normal makes a normally distributed number of 32 random bits and a random row of the ziggurat, less than 128; ok is false if it takes another try.
func Normal(j int32, i uint8, r Floats) (x float64, ok bool) {
	const end = 3.442619855899
	i &= 0x7F
	x = float64(j) * float64(wn[i])
	size := uint32(j)
	if j < 0 {
		size = -size
	}
	if size < kn[i] {
		return x, true
	}
	if i != 0 {
		return x, fn[i]+float32(r.Float64())*(fn[i-1]-fn[i]) < float32(math.Exp(-.5*x*x))
	}
	// The base strip has the tail.
	for {
		x = -math.Log(r.Float64()) * (1.0 / end)
		y := -math.Log(r.Float64())
		if y+y >= x*x {
			break
		}
	}
	if j > 0 {
		return end + x, true
	}
	return -end - x, true
}

// Zipf generates Zipf distributed variates by rejection-inversion (Hörmann and Derflinger, 1996).
type Zipf struct {
	v, q, s                float64
	oneMinusQ, oneMinusQIn float64 // 1-q and 1/(1-q)
	hxm, hx0MinusHxm       float64
}

// NewZipf returns a generator of values k in [0, imax] with P(k) proportional to (v + k) ** (-s), and whether the parameters are valid.
func NewZipf(s, v float64, imax uint64) (z Zipf, ok bool) {
	if s <= 1.0 || v < 1 {
		return z, false
	}
	z = Zipf{v: v, q: s, oneMinusQ: 1.0 - s, oneMinusQIn: 1.0 / (1.0 - s)}
	z.hxm = z.h(float64(imax) + 0.5)
	z.hx0MinusHxm = z.h(0.5) - math.Exp(math.Log(v)*(-s)) - z.hxm
	z.s = 1 - z.hInverse(z.h(1.5)-math.Exp(-s*math.Log(v+1.0)))
	return z, true
}

func (z *Zipf) h(x float64) float64 {
	return math.Exp(z.oneMinusQ*math.Log(z.v+x)) * z.oneMinusQIn
}

func (z *Zipf) hInverse(x float64) float64 {
	return math.Exp(z.oneMinusQIn*math.Log(z.oneMinusQ*x)) - z.v
}

// Uint64 returns a value drawn from the distribution.
func (z *Zipf) Uint64(r Floats) uint64 {
	for {
		ur := z.hxm + r.Float64()*z.hx0MinusHxm
		x := z.hInverse(ur)
		k := math.Floor(x + 0.5)
		if k-x <= z.s || ur >= z.h(k+0.5)-math.Exp(-math.Log(k+z.v)*z.q) {
			return uint64(k)
		}
	}
}
