package math

const two129 = 1 << 129

// besselLarge0 returns J0(x), or Y0(x) with second, for x >= 2.
func besselLarge0(x float64, second bool) float64 {
	s, c := Sincos(x)
	ss := s - c
	cc := s + c
	// The one of them that cancels is computed from the other: ss × cc = -cos 2x.
	if x < MaxFloat64/2 {
		z := -Cos(x + x)
		if s*c < 0 {
			cc = z / ss
		} else {
			ss = z / cc
		}
	}
	return asymptoticValue(x, ss, cc, second, &p0Table, &q0Table, -0.125)
}

// besselLarge1 returns J1(x), or Y1(x) with second, for x >= 2.
func besselLarge1(x float64, second bool) float64 {
	s, c := Sincos(x)
	ss := -s - c
	cc := s - c
	if x < MaxFloat64/2 {
		z := Cos(x + x)
		if s*c > 0 {
			cc = z / ss
		} else {
			ss = z / cc
		}
	}
	return asymptoticValue(x, ss, cc, second, &p1Table, &q1Table, 0.375)
}

func asymptoticValue(x, ss, cc float64, second bool, p, q *asymptotic, q0 float64) float64 {
	if x > two129 {
		if second {
			return (1 / SqrtPi) * ss / Sqrt(x)
		}
		return (1 / SqrtPi) * cc / Sqrt(x)
	}
	u := 1 + p.at(x)
	v := (q0 + q.at(x)) / x
	if second {
		return (1 / SqrtPi) * (u*ss + v*cc) / Sqrt(x)
	}
	return (1 / SqrtPi) * (u*cc - v*ss) / Sqrt(x)
}

// J0 returns the order-zero Bessel function of the first kind.
func J0(x float64) float64 {
	const (
		r2 = 1.56249999999999947958e-02
		r3 = -1.89979294238854721751e-04
		r4 = 1.82954049532700665670e-06
		r5 = -4.61832688532103189199e-09
		s1 = 1.56191029464890010492e-02
		s2 = 1.16926784663337450260e-04
		s3 = 5.13546550207318111446e-07
		s4 = 1.16614003333790000205e-09
	)
	switch {
	case IsNaN(x):
		return x
	case IsInf(x, 0):
		return 0
	case x == 0:
		return 1
	}
	x = Abs(x)
	switch {
	case x >= 2:
		return besselLarge0(x, false)
	case x < 1.0/(1<<27):
		return 1
	case x < 1.0/(1<<13):
		return 1 - 0.25*x*x
	}
	z := x * x
	r := z * (r2 + z*(r3+z*(r4+z*r5)))
	s := 1 + z*(s1+z*(s2+z*(s3+z*s4)))
	if x < 1 {
		return 1 + z*(-0.25+(r/s))
	}
	u := 0.5 * x
	return (1+u)*(1-u) + z*(r/s)
}

// Y0 returns the order-zero Bessel function of the second kind.
func Y0(x float64) float64 {
	const (
		u0 = -7.38042951086872317523e-02
		u1 = 1.76666452509181115538e-01
		u2 = -1.38185671945596898896e-02
		u3 = 3.47453432093683650238e-04
		u4 = -3.81407053724364161125e-06
		u5 = 1.95590137035022920206e-08
		u6 = -3.98205194132103398453e-11
		v1 = 1.27304834834123699328e-02
		v2 = 7.60068627350353253702e-05
		v3 = 2.59150851840457805467e-07
		v4 = 4.41110311332675467403e-10
	)
	switch {
	case x < 0 || IsNaN(x):
		return NaN()
	case IsInf(x, 1):
		return 0
	case x == 0:
		return Inf(-1)
	case x >= 2:
		return besselLarge0(x, true)
	case x <= 1.0/(1<<27):
		return u0 + (2/Pi)*Log(x)
	}
	z := x * x
	u := u0 + z*(u1+z*(u2+z*(u3+z*(u4+z*(u5+z*u6)))))
	v := 1 + z*(v1+z*(v2+z*(v3+z*v4)))
	return u/v + (2/Pi)*J0(x)*Log(x)
}

// J1 returns the order-one Bessel function of the first kind.
func J1(x float64) float64 {
	const (
		r0 = -6.25000000000000000000e-02
		r1 = 1.40705666955189706048e-03
		r2 = -1.59955631084035597520e-05
		r3 = 4.96727999609584448412e-08
		s1 = 1.91537599538363460805e-02
		s2 = 1.85946785588630915560e-04
		s3 = 1.17718464042623683263e-06
		s4 = 5.04636257076217042715e-09
		s5 = 1.23542274426137913908e-11
	)
	switch {
	case IsNaN(x):
		return x
	case IsInf(x, 0) || x == 0:
		return 0
	}
	a := Abs(x)
	var t float64
	switch {
	case a >= 2:
		t = besselLarge1(a, false)
	case a < 1.0/(1<<27):
		return 0.5 * a // without the sign, as Go has it
	default:
		z := a * a
		r := z * (r0 + z*(r1+z*(r2+z*r3)))
		s := 1.0 + z*(s1+z*(s2+z*(s3+z*(s4+z*s5))))
		r *= a
		t = 0.5*a + r/s
	}
	if x < 0 {
		return -t
	}
	return t
}

// Y1 returns the order-one Bessel function of the second kind.
func Y1(x float64) float64 {
	const (
		u0 = -1.96057090646238940668e-01
		u1 = 5.04438716639811282616e-02
		u2 = -1.91256895875763547298e-03
		u3 = 2.35252600561610495928e-05
		u4 = -9.19099158039878874504e-08
		v0 = 1.99167318236649903973e-02
		v1 = 2.02552581025135171496e-04
		v2 = 1.35608801097516229404e-06
		v3 = 6.22741452364621501295e-09
		v4 = 1.66559246207992079114e-11
	)
	switch {
	case x < 0 || IsNaN(x):
		return NaN()
	case IsInf(x, 1):
		return 0
	case x == 0:
		return Inf(-1)
	case x >= 2:
		return besselLarge1(x, true)
	case x <= 1.0/(1<<54):
		return -(2 / Pi) / x
	}
	z := x * x
	u := u0 + z*(u1+z*(u2+z*(u3+z*u4)))
	v := 1 + z*(v0+z*(v1+z*(v2+z*(v3+z*v4))))
	return x*(u/v) + (2/Pi)*(J1(x)*Log(x)-1/x)
}

const two302 = 1 << 302

// Jn returns the order-n Bessel function of the first kind.
func Jn(n int, x float64) float64 {
	switch {
	case IsNaN(x):
		return x
	case IsInf(x, 0):
		return 0
	case n == 0:
		return J0(x)
	case x == 0:
		return 0
	}
	if n < 0 {
		n, x = -n, -x
	}
	if n == 1 {
		return J1(x)
	}
	negative := x < 0 && n&1 == 1
	x = Abs(x)
	var b float64
	switch {
	case float64(n) <= x && x >= two302:
		s, c := Sincos(x)
		b = (1 / SqrtPi) * [4]float64{c + s, -c + s, -c - s, c - s}[n&3] / Sqrt(x)
	case float64(n) <= x:
		b = J1(x)
		for i, a := 1, J0(x); i < n; i++ {
			a, b = b, b*(float64(i+i)/x)-a
		}
	case x < 1.0/(1<<29):
		b = jnTiny(n, x)
	default:
		b = jnBackward(n, x)
	}
	if negative {
		return -b
	}
	return b
}

// jnTiny returns (x/2)**n / n!.
func jnTiny(n int, x float64) float64 {
	if n > 33 {
		return 0
	}
	half := x * 0.5
	a, b := 1.0, half
	for i := 2; i <= n; i++ {
		a *= float64(i)
		b *= half
	}
	return b / a
}

// jnBackward evaluates the continued fraction of Jn/Jn-1, for x < n, and goes down from there to J0.
func jnBackward(n int, x float64) float64 {
	w := float64(n+n) / x
	h := 2 / x
	q0 := w
	z := w + h
	q1 := w*z - 1
	k := 1
	for q1 < 1e9 {
		k++
		z += h
		q0, q1 = q1, z*q1-q0
	}
	m := n + n
	t := 0.0
	for i := 2 * (n + k); i >= m; i -= 2 {
		t = 1 / (float64(i)/x - t)
	}
	a, b := t, 1.0
	size := float64(n)
	v := 2 / x
	size *= Log(Abs(v * size))
	overflows := !(size < 7.09782712893383973096e+02)
	for i := n - 1; i > 0; i-- {
		di := float64(i + i)
		a, b = b, b*di/x-a
		if overflows && b > 1e100 {
			a /= b
			t /= b
			b = 1
		}
	}
	return t * J0(x) / b
}

// Yn returns the order-n Bessel function of the second kind.
func Yn(n int, x float64) float64 {
	switch {
	case x < 0 || IsNaN(x):
		return NaN()
	case IsInf(x, 1):
		return 0
	case n == 0:
		return Y0(x)
	case x == 0:
		if n < 0 && n&1 == 1 {
			return Inf(1)
		}
		return Inf(-1)
	}
	negative := n < 0 && n&1 == 1
	if n < 0 {
		n = -n
	}
	var b float64
	switch {
	case n == 1:
		b = Y1(x)
	case x >= two302:
		s, c := Sincos(x)
		b = (1 / SqrtPi) * [4]float64{s - c, -s - c, -s + c, s + c}[n&3] / Sqrt(x)
	default:
		a := Y0(x)
		b = Y1(x)
		for i := 1; i < n && !IsInf(b, -1); i++ {
			a, b = b, (float64(i+i)/x)*b-a
		}
	}
	if negative {
		return -b
	}
	return b
}
