package math_test

import (
	real "math"
	"math/rand"
	"testing"

	ours "minigostd/math"
)

var unary = map[string][2]func(float64) float64{
	"Abs": {ours.Abs, real.Abs}, "Acos": {ours.Acos, real.Acos}, "Acosh": {ours.Acosh, real.Acosh}, "Asin": {ours.Asin, real.Asin},
	"Asinh": {ours.Asinh, real.Asinh}, "Atan": {ours.Atan, real.Atan}, "Atanh": {ours.Atanh, real.Atanh}, "Cbrt": {ours.Cbrt, real.Cbrt},
	"Ceil": {ours.Ceil, real.Ceil}, "Cos": {ours.Cos, real.Cos}, "Cosh": {ours.Cosh, real.Cosh}, "Erf": {ours.Erf, real.Erf},
	"Erfc": {ours.Erfc, real.Erfc}, "Erfcinv": {ours.Erfcinv, real.Erfcinv}, "Erfinv": {ours.Erfinv, real.Erfinv}, "Exp": {ours.Exp, real.Exp},
	"Exp2": {ours.Exp2, real.Exp2}, "Expm1": {ours.Expm1, real.Expm1}, "Floor": {ours.Floor, real.Floor}, "Gamma": {ours.Gamma, real.Gamma},
	"J0": {ours.J0, real.J0}, "J1": {ours.J1, real.J1}, "Log": {ours.Log, real.Log}, "Log10": {ours.Log10, real.Log10}, "Log1p": {ours.Log1p, real.Log1p},
	"Log2": {ours.Log2, real.Log2}, "Logb": {ours.Logb, real.Logb}, "Round": {ours.Round, real.Round}, "RoundToEven": {ours.RoundToEven, real.RoundToEven},
	"Sin": {ours.Sin, real.Sin}, "Sinh": {ours.Sinh, real.Sinh}, "Sqrt": {ours.Sqrt, real.Sqrt}, "Tan": {ours.Tan, real.Tan}, "Tanh": {ours.Tanh, real.Tanh},
	"Trunc": {ours.Trunc, real.Trunc}, "Y0": {ours.Y0, real.Y0}, "Y1": {ours.Y1, real.Y1},
	"Lgamma":      {func(x float64) float64 { v, s := ours.Lgamma(x); return v + float64(s) }, func(x float64) float64 { v, s := real.Lgamma(x); return v + float64(s) }},
	"Modf":        {func(x float64) float64 { i, _ := ours.Modf(x); return i }, func(x float64) float64 { i, _ := real.Modf(x); return i }},
	"Modf.frac":   {func(x float64) float64 { _, f := ours.Modf(x); return f }, func(x float64) float64 { _, f := real.Modf(x); return f }},
	"Sincos":      {func(x float64) float64 { s, _ := ours.Sincos(x); return s }, func(x float64) float64 { s, _ := real.Sincos(x); return s }},
	"Sincos.cos":  {func(x float64) float64 { _, c := ours.Sincos(x); return c }, func(x float64) float64 { _, c := real.Sincos(x); return c }},
	"Frexp":       {func(x float64) float64 { f, e := ours.Frexp(x); return f * float64(e) }, func(x float64) float64 { f, e := real.Frexp(x); return f * float64(e) }},
	"J3":          {func(x float64) float64 { return ours.Jn(3, x) }, func(x float64) float64 { return real.Jn(3, x) }},
	"J-40":        {func(x float64) float64 { return ours.Jn(-40, x) }, func(x float64) float64 { return real.Jn(-40, x) }},
	"Y-5":         {func(x float64) float64 { return ours.Yn(-5, x) }, func(x float64) float64 { return real.Yn(-5, x) }},
	"Ilogb":       {func(x float64) float64 { return float64(ours.Ilogb(x)) }, func(x float64) float64 { return float64(real.Ilogb(x)) }},
	"Ldexp":       {func(x float64) float64 { return ours.Ldexp(x, -1000) }, func(x float64) float64 { return real.Ldexp(x, -1000) }},
	"Nextafter32": {func(x float64) float64 { return float64(ours.Nextafter32(float32(x), 1)) }, func(x float64) float64 { return float64(real.Nextafter32(float32(x), 1)) }},
	"Signbit":     {func(x float64) float64 { return boolean(ours.Signbit(x)) }, func(x float64) float64 { return boolean(real.Signbit(x)) }},
	"IsInf":       {func(x float64) float64 { return boolean(ours.IsInf(x, 0)) }, func(x float64) float64 { return boolean(real.IsInf(x, 0)) }},
	"Pow10":       {func(x float64) float64 { return ours.Pow10(int(x)) }, func(x float64) float64 { return real.Pow10(int(x)) }},
}

var binary = map[string][2]func(x, y float64) float64{
	"Atan2": {ours.Atan2, real.Atan2}, "Copysign": {ours.Copysign, real.Copysign}, "Dim": {ours.Dim, real.Dim}, "Hypot": {ours.Hypot, real.Hypot},
	"Max": {ours.Max, real.Max}, "Min": {ours.Min, real.Min}, "Mod": {ours.Mod, real.Mod}, "Nextafter": {ours.Nextafter, real.Nextafter},
	"Pow": {ours.Pow, real.Pow}, "Remainder": {ours.Remainder, real.Remainder},
}

func boolean(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

func same(a, b float64) bool {
	return real.Float64bits(a) == real.Float64bits(b) || a != a && b != b
}

// numbers gives values of every kind: special ones, any bit pattern, ordinary sizes, integers and halves.
func numbers(r *rand.Rand, i int) float64 {
	special := []float64{
		0, real.Copysign(0, -1), 1, -1, 2, -2, 0.5, -0.5, real.Inf(1), real.Inf(-1), real.NaN(), real.MaxFloat64, real.SmallestNonzeroFloat64, 0x1p-1022,
		real.Sqrt2 / 2, real.Pi, real.E, 1 << 52, 1 << 53, 1<<29 - 1, 1 << 29, 709.7, 709.9, -745, -745.2, -708.5, 0.66, 0.7, 21, 33, 171.6, 1e300, 1e-300,
	}
	if i < len(special) {
		return special[i]
	}
	switch r.Intn(6) {
	case 0:
		return real.Float64frombits(r.Uint64())
	case 1:
		return float64(r.Intn(400)-200) / 2
	case 2:
		return r.NormFloat64() * 1000
	case 3:
		return r.Float64()*2 - 1
	case 4:
		return special[r.Intn(len(special))]
	}
	return r.NormFloat64() * 4
}

func TestAgainstReal(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	for name, f := range unary {
		for i, failures := 0, 0; i < 40000 && failures < 5; i++ {
			x := numbers(r, i)
			if got, want := f[0](x), f[1](x); !same(got, want) {
				t.Errorf("%s(%g) = %g (%x), want %g (%x)", name, x, got, real.Float64bits(got), want, real.Float64bits(want))
				failures++
			}
		}
	}
	for name, f := range binary {
		for i, failures := 0, 0; i < 100000 && failures < 5; i++ {
			x, y := numbers(r, i), numbers(r, i/40)
			if got, want := f[0](x, y), f[1](x, y); !same(got, want) {
				t.Errorf("%s(%g, %g) = %g, want %g", name, x, y, got, want)
				failures++
			}
		}
	}
	for i, failures := 0, 0; i < 300000 && failures < 5; i++ {
		x, y, z := numbers(r, i), numbers(r, i/40), numbers(r, i/1600)
		if r.Intn(2) == 0 {
			z = -x * y * (1 + r.Float64()*0x1p-50)
		}
		if got, want := ours.FMA(x, y, z), real.FMA(x, y, z); !same(got, want) {
			t.Errorf("FMA(%g, %g, %g) = %g, want %g", x, y, z, got, want)
			failures++
		}
	}
}
