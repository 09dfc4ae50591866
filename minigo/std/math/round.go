package math

// From 1<<52 on, every float64 is an integer.
const integral = 1 << 52

// Floor returns the greatest integer value less than or equal to x.
func Floor(x float64) float64 {
	if !(Abs(x) < integral) || x == 0 {
		return x
	}
	t := float64(int64(x))
	if t > x {
		t--
	}
	return Copysign(t, x)
}

// Ceil returns the least integer value greater than or equal to x.
func Ceil(x float64) float64 { return -Floor(-x) }

// Trunc returns the integer value of x.
func Trunc(x float64) float64 {
	if !(Abs(x) < integral) {
		return x
	}
	return Copysign(float64(int64(x)), x)
}

// Round returns the nearest integer, rounding half away from zero.
func Round(x float64) float64 {
	if !(Abs(x) < integral) {
		return x
	}
	t := float64(int64(x))
	if Abs(x-t) >= 0.5 {
		t += Copysign(1, x)
	}
	return Copysign(t, x)
}

// RoundToEven returns the nearest integer, rounding ties to even.
func RoundToEven(x float64) float64 {
	if !(Abs(x) < integral) {
		return x
	}
	// The sum has no bits left for a fraction; the processor rounds it as wanted.
	t := Abs(x) + integral
	return Copysign(t-integral, x)
}

// Modf returns integer and fractional floating-point numbers that sum to f. Both values have the same sign as f.
func Modf(f float64) (integer float64, fractional float64) {
	integer = Trunc(f)
	return integer, Copysign(f-integer, f)
}

// Dim returns the maximum of x-y or 0.
func Dim(x, y float64) float64 {
	v := x - y
	if v <= 0 {
		return 0
	}
	return v
}

// Max returns the larger of x or y. An infinity wins over NaN.
func Max(x, y float64) float64 {
	switch {
	case IsInf(x, 1) || IsInf(y, 1):
		return Inf(1)
	case IsNaN(x) || IsNaN(y):
		return NaN()
	case x == 0 && x == y:
		if Signbit(x) {
			return y
		}
		return x
	case x > y:
		return x
	}
	return y
}

// Min returns the smaller of x or y. An infinity wins over NaN.
func Min(x, y float64) float64 {
	switch {
	case IsInf(x, -1) || IsInf(y, -1):
		return Inf(-1)
	case IsNaN(x) || IsNaN(y):
		return NaN()
	case x == 0 && x == y:
		if Signbit(x) {
			return x
		}
		return y
	case x < y:
		return x
	}
	return y
}

// integer takes the finite x > 0 apart: x == m × 2**exp.
func integer(x float64) (m uint64, exp int) {
	b := Float64bits(x)
	m, exp = b&fracMask, int(b>>fracBits&expMask)
	if exp == 0 {
		return m, -1074
	}
	return m | 1<<fracBits, exp - 1075
}

// Mod returns the floating-point remainder of x/y, with the sign of x. The result is exact.
func Mod(x, y float64) float64 {
	if y == 0 || IsInf(x, 0) || IsNaN(x) || IsNaN(y) {
		return NaN()
	}
	ax, ay := Abs(x), Abs(y)
	if ax < ay {
		return x
	}
	r, ex := integer(ax)
	m, ey := integer(ay)
	r %= m
	for n := ex - ey; n > 0 && r != 0; {
		s := min(n, 11)
		r = r << s % m
		n -= s
	}
	return Copysign(Ldexp(float64(r), ey), x)
}

// Remainder returns the IEEE 754 floating-point remainder of x/y: that to the nearest multiple of y.
func Remainder(x, y float64) float64 {
	switch {
	case IsNaN(x) || IsNaN(y) || IsInf(x, 0) || y == 0:
		return NaN()
	case IsInf(y, 0):
		return x
	}
	a, y := Abs(x), Abs(y)
	if a == y {
		return Copysign(0, x)
	}
	if y <= MaxFloat64/2 {
		a = Mod(a, y+y)
	}
	if y < 2*smallestNormal {
		// Half of y may not be exact.
		if a+a > y {
			a -= y
			if a+a >= y {
				a -= y
			}
		}
	} else if half := 0.5 * y; a > half {
		a -= y
		if a >= half {
			a -= y
		}
	}
	if Signbit(x) {
		return -a
	}
	return a
}

// Hypot returns Sqrt(p*p + q*q), taking care to avoid unnecessary overflow and underflow.
func Hypot(p, q float64) float64 {
	p, q = Abs(p), Abs(q)
	switch {
	case IsInf(p, 1) || IsInf(q, 1):
		return Inf(1)
	case IsNaN(p) || IsNaN(q):
		return NaN()
	}
	if p < q {
		p, q = q, p
	}
	if p == 0 {
		return 0
	}
	q /= p
	return p * Sqrt(1+q*q)
}

// Sqrt returns the square root of x, correctly rounded. (The code generator uses the processor's instruction.)
func Sqrt(x float64) float64 {
	switch {
	case x == 0 || IsNaN(x) || IsInf(x, 1):
		return x
	case x < 0:
		return NaN()
	}
	x, exp := normalize(x)
	b := Float64bits(x)
	exp += int(b>>fracBits&expMask) - expBias
	m := b&fracMask | 1<<fracBits
	if exp&1 != 0 {
		m <<= 1
	}
	// One bit after the other: root has one more bit than the result, for rounding.
	m <<= 1
	var root, twice uint64
	for bit := uint64(1 << (fracBits + 1)); bit != 0; bit >>= 1 {
		if t := twice + bit; t <= m {
			twice = t + bit
			m -= t
			root += bit
		}
		m <<= 1
	}
	if m != 0 {
		root += root & 1
	}
	return Float64frombits(root>>1 + uint64(exp>>1-1+expBias)<<fracBits)
}

// Cbrt returns the cube root of x.
func Cbrt(x float64) float64 {
	const (
		b1 = 715094163                   // (682-0.03306235651)*2**20
		b2 = 696219795                   // (664-0.03306235651)*2**20
		c  = 5.42857142857142815906e-01  // 19/35
		d  = -7.05306122448979611050e-01 // -864/1225
		e  = 1.41428571428571436819e+00  // 99/70
		f  = 1.60714285714285720630e+00  // 45/28
		g  = 3.57142857142857150787e-01  // 5/14
	)
	if x == 0 || IsNaN(x) || IsInf(x, 0) {
		return x
	}
	a := Abs(x)
	// A third of the bits approximates the root to 5 bits, a rational function to 23, one Newton step to all.
	t := Float64frombits(Float64bits(a)/3 + b1<<32)
	if a < smallestNormal {
		t = (1 << 54) * a
		t = Float64frombits(Float64bits(t)/3 + b2<<32)
	}
	r := t * t / a
	s := c + r*t
	t *= g + f/(s+e+d/s)
	t = Float64frombits(Float64bits(t)&(0xFFFFFFFFC<<28) + 1<<30)
	s = t * t
	r = a / s
	w := t + t
	r = (r - t) / (w + r)
	return Copysign(t+t*r, x)
}
