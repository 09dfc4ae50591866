package math

// isOddInt reports whether x is an odd integer.
func isOddInt(x float64) bool {
	if !(Abs(x) < 1<<53) {
		return false // infinite, NaN, or even
	}
	n, frac := Modf(x)
	return frac == 0 && int64(n)&1 == 1
}

// powSpecial returns x**y where it does not take a computation, and whether that is so.
func powSpecial(x, y float64) (float64, bool) {
	switch {
	case y == 0 || x == 1:
		return 1, true
	case y == 1:
		return x, true
	case IsNaN(x) || IsNaN(y):
		return NaN(), true
	case x == 0:
		r := 0.0
		if y < 0 {
			r = Inf(1)
		}
		if Signbit(x) && isOddInt(y) {
			r = -r
		}
		return r, true
	case IsInf(y, 0):
		switch {
		case x == -1:
			return 1, true
		case (Abs(x) < 1) == (y > 0):
			return 0, true
		}
		return Inf(1), true
	case IsInf(x, 0):
		if x < 0 {
			return Pow(1/x, -y), true
		}
		if y < 0 {
			return 0, true
		}
		return Inf(1), true
	case y == 0.5:
		return Sqrt(x), true
	case y == -0.5:
		return 1 / Sqrt(x), true
	}
	return 0, false
}

// Pow returns x**y, the base-x exponential of y. Special cases are those of IEEE 754-2008, section 9.2.1.
func Pow(x, y float64) float64 {
	if r, ok := powSpecial(x, y); ok {
		return r
	}
	yi, yf := Modf(Abs(y))
	if yf != 0 && x < 0 {
		return NaN()
	}
	if yi >= 1<<63 {
		// y is so large that only -1 (y is even) does not go to 0 or infinity.
		switch {
		case x == -1:
			return 1
		case (Abs(x) < 1) == (y > 0):
			return 0
		}
		return Inf(1)
	}
	// The result is a × 2**ae; first the fractional part of y, then the bits of the integer part.
	a, ae := 1.0, 0
	if yf != 0 {
		if yf > 0.5 {
			yf--
			yi++
		}
		a = Exp(yf * Log(x))
	}
	m, e := Frexp(x)
	for i := int64(yi); i != 0; i >>= 1 {
		if e < -1<<12 || 1<<12 < e {
			// The result over- or underflows; e must not overflow an int.
			ae += e
			break
		}
		if i&1 == 1 {
			a *= m
			ae += e
		}
		m *= m
		e <<= 1
		if m < .5 {
			m += m
			e--
		}
	}
	if y < 0 {
		a = 1 / a
		ae = -ae
	}
	return Ldexp(a, ae)
}

var pow10Low = [...]float64{
	1e00, 1e01, 1e02, 1e03, 1e04, 1e05, 1e06, 1e07, 1e08, 1e09, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15,
	1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22, 1e23, 1e24, 1e25, 1e26, 1e27, 1e28, 1e29, 1e30, 1e31,
}

var pow10High = [...]float64{1e00, 1e32, 1e64, 1e96, 1e128, 1e160, 1e192, 1e224, 1e256, 1e288}

var pow10Negative = [...]float64{1e-00, 1e-32, 1e-64, 1e-96, 1e-128, 1e-160, 1e-192, 1e-224, 1e-256, 1e-288, 1e-320}

// Pow10 returns 10**n, the base-10 exponential of n.
func Pow10(n int) float64 {
	switch {
	case 0 <= n && n <= 308:
		return pow10High[uint(n)/32] * pow10Low[uint(n)%32]
	case -323 <= n && n < 0:
		return pow10Negative[uint(-n)/32] / pow10Low[uint(-n)%32]
	case n > 0:
		return Inf(1)
	}
	return 0
}
