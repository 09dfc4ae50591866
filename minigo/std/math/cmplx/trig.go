package cmplx

import (
	"math"
	"math/bits"
)

func inf(x float64) bool { return math.IsInf(x, 0) }

// odd reports whether x is an infinity or NaN.
func odd(x float64) bool { return inf(x) || math.IsNaN(x) }

func sinhcosh(x float64) (sh, ch float64) {
	if math.Abs(x) <= 0.5 {
		return math.Sinh(x), math.Cosh(x)
	}
	e := math.Exp(x)
	half := 0.5 / e
	e *= 0.5
	return e - half, e + half
}

// Sin returns the sine of x.
func Sin(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0 && odd(re), inf(im) && odd(re):
		return complex(math.NaN(), im)
	case re == 0 && odd(im):
		return x
	}
	s, c := math.Sincos(re)
	sh, ch := sinhcosh(im)
	return complex(s*ch, c*sh)
}

// Sinh returns the hyperbolic sine of x.
func Sinh(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case re == 0 && odd(im), inf(re) && odd(im):
		return complex(re, math.NaN())
	case inf(re) && im == 0:
		return x
	case im == 0 && math.IsNaN(re):
		return complex(math.NaN(), im)
	}
	s, c := math.Sincos(im)
	sh, ch := sinhcosh(re)
	return complex(c*sh, s*ch)
}

// Cos returns the cosine of x.
func Cos(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0 && odd(re):
		return complex(math.NaN(), -im*math.Copysign(0, re))
	case inf(im) && re == 0:
		return complex(math.Inf(1), -re*math.Copysign(0, im))
	case inf(im) && odd(re):
		return complex(math.Inf(1), math.NaN())
	case re == 0 && math.IsNaN(im):
		return complex(math.NaN(), 0)
	}
	s, c := math.Sincos(re)
	sh, ch := sinhcosh(im)
	return complex(c*ch, -s*sh)
}

// Cosh returns the hyperbolic cosine of x.
func Cosh(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case re == 0 && odd(im):
		return complex(math.NaN(), re*math.Copysign(0, im))
	case inf(re) && im == 0:
		return complex(math.Inf(1), im*math.Copysign(0, re))
	case inf(re) && odd(im):
		return complex(math.Inf(1), math.NaN())
	case im == 0 && math.IsNaN(re):
		return complex(math.NaN(), im)
	}
	s, c := math.Sincos(im)
	sh, ch := sinhcosh(re)
	return complex(c*ch, s*sh)
}

// Tan returns the tangent of x.
func Tan(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case inf(im) && odd(re):
		return complex(math.Copysign(0, re), math.Copysign(1, im))
	case inf(im):
		return complex(math.Copysign(0, math.Sin(2*re)), math.Copysign(1, im))
	case re == 0 && math.IsNaN(im):
		return x
	}
	d := math.Cos(2*re) + math.Cosh(2*im)
	if math.Abs(d) < 0.25 {
		d = coshMinusCos(x)
	}
	if d == 0 {
		return Inf()
	}
	return complex(math.Sin(2*re)/d, math.Sinh(2*im)/d)
}

// Tanh returns the hyperbolic tangent of x.
func Tanh(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case inf(re) && odd(im):
		return complex(math.Copysign(1, re), math.Copysign(0, im))
	case inf(re):
		return complex(math.Copysign(1, re), math.Copysign(0, math.Sin(2*im)))
	case im == 0 && math.IsNaN(re):
		return x
	}
	d := math.Cosh(2*re) + math.Cos(2*im)
	if d == 0 {
		return Inf()
	}
	return complex(math.Sinh(2*re)/d, math.Sin(2*im)/d)
}

// Cot returns the cotangent of x.
func Cot(x complex128) complex128 {
	d := math.Cosh(2*imag(x)) - math.Cos(2*real(x))
	if math.Abs(d) < 0.25 {
		d = coshMinusCos(x)
	}
	if d == 0 {
		return Inf()
	}
	return complex(math.Sin(2*real(x))/d, -math.Sinh(2*imag(x))/d)
}

// coshMinusCos returns cosh(2y) - cos(2x), x reduced modulo π, by its Taylor series, where the difference would cancel.
func coshMinusCos(z complex128) float64 {
	x := reducePi(math.Abs(2 * real(z)))
	y := math.Abs(2 * imag(z))
	x *= x
	y *= y
	xn, yn, factorial, n, sum := 1.0, 1.0, 1.0, 0.0, 0.0
	term := func(sign float64) float64 {
		for i := 0; i < 2; i++ {
			n++
			factorial *= n
		}
		xn *= x
		yn *= y
		t := (yn + sign*xn) / factorial
		sum += t
		return t
	}
	for {
		term(1)
		if t := term(-1); !(math.Abs(t/sum) > 1.0/(1<<53)) {
			return sum
		}
	}
}

// oneOverPi has the first bits of the binary expansion of 1/π, the first word being the integer part.
var oneOverPi = [...]uint64{
	0x0000000000000000, 0x517cc1b727220a94, 0xfe13abe8fa9a6ee0, 0x6db14acc9e21c820, 0xff28b1d5ef5de2b0, 0xdb92371d2126e970, 0x0324977504e8c90e,
	0x7f0ef58e5894d39f, 0x74411afa975da242, 0x74ce38135a2fbf20, 0x9cc8eb1cc1a99cfa, 0x4e422fc5defc941d, 0x8ffc4bffef02cc07, 0xf79788c5ad05368f,
	0xb69b3f6793e584db, 0xa7a31fb34f2ff516, 0xba93dd63f5f2f8bd, 0x9e839cfbc5294975, 0x35fdafd88fc6ae84, 0x2b0198237e3db5d5,
}

// reducePi reduces the input argument x to the range (-π/2, π/2].
func reducePi(x float64) float64 {
	const (
		pi1 = 3.141592502593994 // π in three parts
		pi2 = 1.5099578831723193e-07
		pi3 = 1.0780605716316238e-14
	)
	if math.Abs(x) < 1<<30 {
		t := x/math.Pi + 0.5
		t = float64(int64(t))
		return ((x - t*pi1) - t*pi2) - t*pi3
	}
	// Payne and Hanek: the fraction of x/π, from the bits of the product around the point.
	b := math.Float64bits(x)
	exp := int(b>>52&0x7FF) - 1075
	m := b&(1<<52-1) | 1<<52
	word, shift := uint(exp+64)/64, uint(exp+64)%64
	piece := func(i uint) uint64 { return oneOverPi[i]<<shift | oneOverPi[i+1]>>(64-shift) }
	z2, _ := bits.Mul64(piece(word+2), m)
	z1, low := bits.Mul64(piece(word+1), m)
	low, carry := bits.Add64(low, z2, 0)
	high, _ := bits.Add64(piece(word)*m, z1, carry)
	zeros := uint(bits.LeadingZeros64(high))
	high = high<<(zeros+1) | low>>(64-(zeros+1))
	x = math.Float64frombits(high>>12 | uint64(1023-(zeros+1))<<52)
	if x > 0.5 {
		x--
	}
	return math.Pi * x
}

// Asin returns the inverse sine of x.
func Asin(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0 && math.Abs(re) <= 1:
		return complex(math.Asin(re), im)
	case re == 0 && math.Abs(im) <= 1:
		return complex(re, math.Asinh(im))
	case math.IsNaN(im) && re == 0:
		return complex(re, math.NaN())
	case math.IsNaN(im) && inf(re):
		return complex(math.NaN(), re)
	case math.IsNaN(im):
		return NaN()
	case inf(im) && math.IsNaN(re):
		return x
	case inf(im) && inf(re):
		return complex(math.Copysign(math.Pi/4, re), im)
	case inf(im):
		return complex(math.Copysign(0, re), im)
	case inf(re):
		return complex(math.Copysign(math.Pi/2, re), math.Copysign(re, im))
	}
	xx := x * x
	return overI(Log(timesI(x) + Sqrt(complex(1-real(xx), -imag(xx)))))
}

// Asinh returns the inverse hyperbolic sine of x.
func Asinh(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0 && math.Abs(re) <= 1:
		return complex(math.Asinh(re), im)
	case re == 0 && math.Abs(im) <= 1:
		return complex(re, math.Asin(im))
	case inf(re) && inf(im):
		return complex(re, math.Copysign(math.Pi/4, im))
	case inf(re) && math.IsNaN(im):
		return x
	case inf(re):
		return complex(re, math.Copysign(0, im))
	case math.IsNaN(re) && im == 0:
		return x
	case math.IsNaN(re) && inf(im):
		return complex(im, re)
	case math.IsNaN(re):
		return NaN()
	case inf(im):
		return complex(math.Copysign(im, re), math.Copysign(math.Pi/2, im))
	}
	xx := x * x
	return Log(x + Sqrt(complex(1+real(xx), imag(xx))))
}

// Acos returns the inverse cosine of x.
func Acos(x complex128) complex128 {
	w := Asin(x)
	return complex(math.Pi/2-real(w), -imag(w))
}

// Acosh returns the inverse hyperbolic cosine of x.
func Acosh(x complex128) complex128 {
	if x == 0 {
		return complex(0, math.Copysign(math.Pi/2, imag(x)))
	}
	w := Acos(x)
	if imag(w) <= 0 {
		return timesI(w)
	}
	return overI(w)
}

// Atan returns the inverse tangent of x.
func Atan(x complex128) complex128 {
	re, im := real(x), imag(x)
	switch {
	case im == 0:
		return complex(math.Atan(re), im)
	case re == 0 && math.Abs(im) <= 1:
		return complex(re, math.Atanh(im))
	case (inf(im) || inf(re)) && math.IsNaN(re):
		return complex(math.NaN(), math.Copysign(0, im))
	case inf(im) || inf(re):
		return complex(math.Copysign(math.Pi/2, re), math.Copysign(0, im))
	case x != x:
		return NaN()
	}
	x2 := re * re
	a := 1 - x2 - im*im
	if a == 0 {
		return NaN()
	}
	w := reducePi(0.5 * math.Atan2(2*re, a))
	t := im - 1
	b := x2 + t*t
	if b == 0 {
		return NaN()
	}
	t = im + 1
	return complex(w, 0.25*math.Log((x2+t*t)/b))
}

// Atanh returns the inverse hyperbolic tangent of x.
func Atanh(x complex128) complex128 { return overI(Atan(timesI(x))) }
