package math

const (
	ln2Hi = 6.93147180369123816490e-01 // the upper bits of ln 2
	ln2Lo = 1.90821492927058770002e-10 // and the rest
)

// Exp2 returns 2**x, the base-2 exponential of x.
func Exp2(x float64) float64 {
	switch {
	case IsNaN(x):
		return x
	case x > 1.0239999999999999e+03:
		return Inf(1)
	case x < -1.0740e+03:
		return 0
	}
	k := 0
	switch {
	case x > 0:
		k = int(x + 0.5)
	case x < 0:
		k = int(x - 0.5)
	}
	t := x - float64(k)
	return expReduced(t*ln2Hi, -t*ln2Lo, k)
}

// expPlain is Exp without processor specific instructions.
func expPlain(x float64) float64 {
	switch {
	case IsNaN(x):
		return x
	case x > 7.09782712893383973096e+02:
		return Inf(1)
	case x < -7.45133219101941108420e+02:
		return 0
	case -1.0/(1<<28) < x && x < 1.0/(1<<28):
		return 1 + x
	}
	const log2e = 1.44269504088896338700e+00
	k := 0
	switch {
	case x < 0:
		k = int(log2e*x - 0.5)
	case x > 0:
		k = int(log2e*x + 0.5)
	}
	return expReduced(x-float64(k)*ln2Hi, float64(k)*ln2Lo, k)
}

// expReduced returns e**(hi-lo) × 2**k, for |hi-lo| <= ln(2)/2.
func expReduced(hi, lo float64, k int) float64 {
	const (
		p1 = 1.66666666666666657415e-01
		p2 = -2.77777777770155933842e-03
		p3 = 6.61375632143793436117e-05
		p4 = -1.65339022054652515390e-06
		p5 = 4.13813679705723846039e-08
	)
	r := hi - lo
	t := r * r
	c := r - t*(p1+t*(p2+t*(p3+t*(p4+t*p5))))
	y := 1 - ((lo - (r*c)/(2-c)) - hi)
	return Ldexp(y, k)
}

// Expm1 returns e**x - 1, more accurate than Exp(x) - 1 when x is near zero.
func Expm1(x float64) float64 {
	const (
		overflow = 7.09782712893383973096e+02
		ln2X56   = 3.88162421113569373274e+01 // 56 ln 2
		ln2X1_5  = 1.03972077083991796413e+00 // 1.5 ln 2
		ln2X0_5  = 3.46573590279972654709e-01 // 0.5 ln 2
		invLn2   = 1.44269504088896338700e+00
	)
	a := Abs(x)
	switch {
	case IsNaN(x):
		return x
	case a >= ln2X56 && x < 0:
		return -1
	case a >= overflow:
		return Inf(1)
	case a < 1.0/(1<<54):
		return x
	case a <= ln2X0_5:
		return expm1Reduced(x, 0, 0)
	}
	k := 0
	switch {
	case a < ln2X1_5 && x > 0:
		k = 1
	case a < ln2X1_5:
		k = -1
	case x > 0:
		k = int(invLn2*x + 0.5)
	default:
		k = int(invLn2*x - 0.5)
	}
	t := float64(k)
	hi := x - t*ln2Hi
	lo := t * ln2Lo
	x = hi - lo
	return expm1Reduced(x, (hi-x)-lo, k)
}

// expm1Reduced returns e**(x+c+k ln 2) - 1, for |x| <= ln(2)/2 and c its rounding error.
func expm1Reduced(x, c float64, k int) float64 {
	const (
		q1 = -3.33333333333331316428e-02
		q2 = 1.58730158725481460165e-03
		q3 = -7.93650757867487942473e-05
		q4 = 4.00821782732936239552e-06
		q5 = -2.01099218183624371326e-07
	)
	half := 0.5 * x
	hxs := x * half
	r1 := 1 + hxs*(q1+hxs*(q2+hxs*(q3+hxs*(q4+hxs*q5))))
	t := 3 - r1*half
	e := hxs * ((r1 - t) / (6.0 - x*t))
	if k == 0 {
		return x - (x*e - hxs)
	}
	e = x*(e-c) - c
	e -= hxs
	scale := func(y float64) float64 { return Float64frombits(Float64bits(y) + uint64(k)<<fracBits) }
	switch {
	case k == -1:
		return 0.5*(x-e) - 0.5
	case k == 1 && x < -0.25:
		return -2 * (e - (x + 0.5))
	case k == 1:
		return 1 + 2*(x-e)
	case k <= -2 || k > 56:
		return scale(1-(e-x)) - 1
	case k < 20:
		t := Float64frombits(oneBits - 0x20000000000000>>uint(k)) // 1 - 2**-k
		return scale(t - (e - x))
	}
	t = Float64frombits(uint64(expBias-k) << fracBits) // 2**-k
	y := x - (e + t)
	y++
	return scale(y)
}
