package runtime

// complex128div is the quotient of two complex numbers, given by their parts: Smith's algorithm (Communications of the ACM 5, 1962),
// with the infinities and zeros of C99, annex G.5.1. Compiled code calls it for /.
func complex128div(a, b, c, d float64) (re, im float64) {
	if absf(c) >= absf(d) {
		ratio := d / c
		scale := c + ratio*d
		re, im = (a+b*ratio)/scale, (b-a*ratio)/scale
	} else {
		ratio := c / d
		scale := d + ratio*c
		re, im = (a*ratio+b)/scale, (b*ratio-a)/scale
	}
	if re == re && im == im {
		return re, im
	}
	switch {
	case c == 0 && d == 0 && (a == a || b == b): // something by zero
		re, im = infWithSign(c)*a, infWithSign(c)*b
	case (isInf(a) || isInf(b)) && isFinite(c) && isFinite(d):
		a, b = boxInf(a), boxInf(b)
		re, im = inf()*(a*c+b*d), inf()*(b*c-a*d)
	case (isInf(c) || isInf(d)) && isFinite(a) && isFinite(b):
		c, d = boxInf(c), boxInf(d)
		re, im = 0*(a*c+b*d), 0*(b*c-a*d)
	}
	return re, im
}

func absf(x float64) float64 {
	if x < 0 {
		return -x
	}
	return x
}

func inf() float64 {
	zero := 0.0
	return 1 / zero
}

func isInf(x float64) bool    { return x > maxFinite || x < -maxFinite }
func isFinite(x float64) bool { return -maxFinite <= x && x <= maxFinite }

const maxFinite = 0x1p1023 * (1 + (1 - 0x1p-52))

// infWithSign is an infinity with the sign of the zero z.
func infWithSign(z float64) float64 { return 1 / z }

// boxInf is ±1 for an infinity and ±0 for all else, with the sign of x.
func boxInf(x float64) float64 {
	one := 0.0
	if isInf(x) {
		one = 1
	}
	if x < 0 || x == 0 && 1/x < 0 {
		return -one
	}
	return one
}
