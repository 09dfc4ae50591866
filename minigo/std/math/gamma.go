package math

// Coefficients of Gamma on [2, 3) and of Stirling's formula, highest first.
var (
	gammaP = [...]float64{
		1.60119522476751861407e-04, 1.19135147006586384913e-03, 1.04213797561761569935e-02, 4.76367800457137231464e-02, 2.07448227648435975150e-01,
		4.94214826801497100753e-01, 9.99999999999999996796e-01,
	}
	gammaQ = [...]float64{
		-2.31581873324120129819e-05, 5.39605580493303397842e-04, -4.45641913851797240494e-03, 1.18139785222060435552e-02, 3.58236398605498653373e-02,
		-2.34591795718243348568e-01, 7.14304917030273074085e-02, 1.00000000000000000320e+00,
	}
	gammaS = [...]float64{
		7.87311395793093628397e-04, -2.29549961613378126380e-04, -2.68132617805781232825e-03, 3.47222221605458667310e-03, 8.33333333333482257126e-02,
	}
)

// Coefficients of Lgamma, by range, lowest first.
var (
	lgammaA = [...]float64{
		7.72156649015328655494e-02, 3.22467033424113591611e-01, 6.73523010531292681824e-02, 2.05808084325167332806e-02, 7.38555086081402883957e-03,
		2.89051383673415629091e-03, 1.19270763183362067845e-03, 5.10069792153511336608e-04, 2.20862790713908385557e-04, 1.08011567247583939954e-04,
		2.52144565451257326939e-05, 4.48640949618915160150e-05,
	}
	lgammaR = [...]float64{
		1.0, 1.39200533467621045958e+00, 7.21935547567138069525e-01, 1.71933865632803078993e-01, 1.86459191715652901344e-02, 7.77942496381893596434e-04,
		7.32668430744625636189e-06,
	}
	lgammaS = [...]float64{
		-7.72156649015328655494e-02, 2.14982415960608852501e-01, 3.25778796408930981787e-01, 1.46350472652464452805e-01, 2.66422703033638609560e-02,
		1.84028451407337715652e-03, 3.19475326584100867617e-05,
	}
	lgammaT = [...]float64{
		4.83836122723810047042e-01, -1.47587722994593911752e-01, 6.46249402391333854778e-02, -3.27885410759859649565e-02, 1.79706750811820387126e-02,
		-1.03142241298341437450e-02, 6.10053870246291332635e-03, -3.68452016781138256760e-03, 2.25964780900612472250e-03, -1.40346469989232843813e-03,
		8.81081882437654011382e-04, -5.38595305356740546715e-04, 3.15632070903625950361e-04, -3.12754168375120860518e-04, 3.35529192635519073543e-04,
	}
	lgammaU = [...]float64{
		-7.72156649015328655494e-02, 6.32827064025093366517e-01, 1.45492250137234768737e+00, 9.77717527963372745603e-01, 2.28963728064692451092e-01,
		1.33810918536787660377e-02,
	}
	lgammaV = [...]float64{
		1.0, 2.45597793713041134822e+00, 2.12848976379893395361e+00, 7.69285150456672783825e-01, 1.04222645593369134254e-01, 3.21709242282423911810e-03,
	}
	lgammaW = [...]float64{
		4.18938533204672725052e-01, 8.33333333333329678849e-02, -2.77777777728775536470e-03, 7.93650558643019558500e-04, -5.95187557450339963135e-04,
		8.36339918996282139126e-04, -1.63092934096575273989e-03,
	}
)

// stirling returns Gamma(x) as a product, which may overflow, for x > 33.
func stirling(x float64) (float64, float64) {
	if x > 200 {
		return Inf(1), 1
	}
	const (
		sqrtTwoPi = 2.506628274631000502417
		safe      = 143.01608 // up to here Pow does not overflow
	)
	w := 1 / x
	w = 1 + w*((((gammaS[0]*w+gammaS[1])*w+gammaS[2])*w+gammaS[3])*w+gammaS[4])
	y1, y2 := Exp(x), 1.0
	if x > safe {
		v := Pow(x, 0.5*x-0.25)
		y1, y2 = v, v/y1
	} else {
		y1 = Pow(x, x-0.5) / y1
	}
	return y1, sqrtTwoPi * w * y2
}

func isNegativeInt(x float64) bool { return x < 0 && x == Trunc(x) }

// Gamma returns the Gamma function of x.
func Gamma(x float64) float64 {
	switch {
	case isNegativeInt(x) || IsInf(x, -1) || IsNaN(x):
		return NaN()
	case IsInf(x, 1):
		return Inf(1)
	case x == 0:
		return Copysign(Inf(1), x)
	case Abs(x) > 33:
		return gammaLarge(x)
	}
	z := 1.0
	for x >= 3 {
		x--
		z *= x
	}
	for x < 0 {
		if x > -1e-09 {
			return gammaSmall(x, z)
		}
		z /= x
		x++
	}
	for x < 2 {
		if x < 1e-09 {
			return gammaSmall(x, z)
		}
		z /= x
		x++
	}
	if x == 2 {
		return z
	}
	x -= 2
	p, q := gammaP[0], gammaQ[0]
	for _, c := range gammaP[1:] {
		p = x*p + c
	}
	for _, c := range gammaQ[1:] {
		q = x*q + c
	}
	return z * p / q
}

// gammaSmall returns z × Gamma(x) for x near 0.
func gammaSmall(x, z float64) float64 {
	const euler = 0.57721566490153286060651209008240243104215933593992
	if x == 0 {
		return Inf(1)
	}
	return z / ((1 + euler*x) * x)
}

// gammaLarge returns Gamma(x) for |x| > 33, not a negative integer.
func gammaLarge(x float64) float64 {
	if x >= 0 {
		y1, y2 := stirling(x)
		return y1 * y2
	}
	q := -x
	p := Floor(q)
	sign := 1
	if int64(p)&1 == 0 {
		sign = -1
	}
	z := q - p
	if z > 0.5 {
		p++
		z = q - p
	}
	z = q * Sin(Pi*z)
	if z == 0 {
		return Inf(sign)
	}
	s1, s2 := stirling(q)
	a := Abs(z)
	d := a * s1 * s2
	if IsInf(d, 0) {
		z = Pi / a / s1 / s2
	} else {
		z = Pi / d
	}
	return float64(sign) * z
}

// Lgamma returns the natural logarithm and sign (-1 or +1) of Gamma(x).
func Lgamma(x float64) (lgamma float64, sign int) {
	switch {
	case IsNaN(x) || IsInf(x, 0):
		return x, 1
	case x == 0:
		return Inf(1), 1
	}
	negative := x < 0
	x = Abs(x)
	if x < 1.0/(1<<70) {
		sign = 1
		if negative {
			sign = -1
		}
		return -Log(x), sign
	}
	if !negative {
		return lgammaPositive(x), 1
	}
	if x >= 1<<52 {
		return Inf(1), 1
	}
	t := sinPi(x)
	if t == 0 {
		return Inf(1), 1
	}
	adjust := Log(Pi / Abs(t*x))
	sign = 1
	if t < 0 {
		sign = -1
	}
	if x == 1 || x == 2 {
		return 0, sign
	}
	return adjust - lgammaPositive(x), sign
}

// lgammaPositive returns log Gamma(x) for x > 0.
func lgammaPositive(x float64) float64 {
	switch {
	case x == 1 || x == 2:
		return 0
	case x < 2:
		return lgammaBelow2(x)
	case x < 8:
		n := int(x)
		y := x - float64(n)
		p := y * horner(y, lgammaS[:])
		q := horner(y, lgammaR[:])
		r := 0.5*y + p/q
		if n < 3 {
			return r
		}
		z := 1.0
		for ; n > 2; n-- {
			z *= y + float64(n-1)
		}
		return r + Log(z)
	case x < 1<<58:
		t := Log(x)
		z := 1 / x
		w := lgammaW[0] + z*horner(z*z, lgammaW[1:])
		return (x-0.5)*(t-1) + w
	}
	return x * (Log(x) - 1)
}

// lgammaBelow2 approximates log Gamma around its zeros 1 and 2 and its minimum; below 0.9, Gamma(x) is Gamma(x+1)/x.
func lgammaBelow2(x float64) float64 {
	const (
		ymin = 1.461632144968362245
		tc   = 1.46163214496836224576e+00  // where the minimum is
		tf   = -1.21486290535849611461e-01 // the minimum
		tt   = -3.63867699703950536541e-18 // its rounding error
	)
	r, one := 0.0, 1.0
	if x <= 0.9 {
		r, one = -Log(x), 0
	}
	// Offsets as they come out of the constants, rounded once.
	hi, lo, c := ymin+0.27, ymin-0.27, tc
	if one == 0 {
		hi, lo, c = ymin-1+0.27, ymin-1-0.27, tc-1
	}
	switch {
	case x >= hi:
		y := 1 + one - x
		z := y * y
		p1 := every(z, lgammaA[0:], 2)
		p2 := z * every(z, lgammaA[1:], 2)
		return r + (y*p1 + p2 - 0.5*y)
	case x >= lo:
		y := x - c
		z := y * y
		w := z * y
		p := z*every(w, lgammaT[0:], 3) - (tt - w*(every(w, lgammaT[1:], 3)+y*every(w, lgammaT[2:], 3)))
		return r + (tf + p)
	}
	y := x - one
	p1 := y * horner(y, lgammaU[:])
	p2 := horner(y, lgammaV[:])
	return r + (-0.5*y + p1/p2)
}

// every is horner over every step-th coefficient.
func every(x float64, c []float64, step int) float64 {
	i := (len(c) - 1) / step * step
	r := c[i]
	for i -= step; i >= 0; i -= step {
		r = c[i] + x*r
	}
	return r
}

// sinPi returns -sin(πx) for x >= 0.
func sinPi(x float64) float64 {
	if x < 0.25 {
		return -Sin(Pi * x)
	}
	n := 0
	if z := Floor(x); z != x {
		x = Mod(x, 2)
		n = int(x * 4)
	} else {
		x = Mod(x, 2) // exact: 0 or 1
		n = int(x) << 2
	}
	switch n {
	case 0:
		x = Sin(Pi * x)
	case 1, 2:
		x = Cos(Pi * (0.5 - x))
	case 3, 4:
		x = Sin(Pi * (1 - x))
	case 5, 6:
		x = -Cos(Pi * (x - 1.5))
	default:
		x = Sin(Pi * (x - 2))
	}
	return -x
}
