package math

import "math/bits"

// reduceTrig returns the octant of x (x in [j π/4, (j+1) π/4), j made even by rounding up, modulo 8) and x - j π/4, for x >= 0.
func reduceTrig(x float64) (j uint64, z float64) {
	const (
		pi4A = 7.85398125648498535156e-1  // π/4 split into three parts
		pi4B = 3.77489470793079817668e-8  //
		pi4C = 2.69515142907905952645e-15 //
	)
	if x >= 1<<29 {
		return reduceLarge(x)
	}
	j = uint64(x * (4 / Pi))
	y := float64(j)
	if j&1 == 1 {
		j++
		y++
	}
	return j & 7, ((x - y*pi4A) - y*pi4B) - y*pi4C
}

// fourOverPi has the first 1216 bits of the binary expansion of 4/π, the first word being the integer part.
var fourOverPi = [...]uint64{
	0x0000000000000001, 0x45f306dc9c882a53, 0xf84eafa3ea69bb81, 0xb6c52b3278872083, 0xfca2c757bd778ac3, 0x6e48dc74849ba5c0, 0x0c925dd413a32439,
	0xfc3bd63962534e7d, 0xd1046bea5d768909, 0xd338e04d68befc82, 0x7323ac7306a673e9, 0x3908bf177bf25076, 0x3ff12fffbc0b301f, 0xde5e2316b414da3e,
	0xda6cfd9e4f96136e, 0x9e8c7ecd3cbfd45a, 0xea4f758fd7cbe2f6, 0x7a0e73ef14a525d4, 0xd7f6bf623f1aba10, 0xac06608df8f6d757,
}

// reduceLarge is reduceTrig for large x, by Payne and Hanek's algorithm: of the product with 4/π only the bits around the point are computed.
func reduceLarge(x float64) (j uint64, z float64) {
	m, exp := integer(x)
	word, shift := uint(exp+61)/64, uint(exp+61)%64
	piece := func(i uint) uint64 { return fourOverPi[i]<<shift | fourOverPi[i+1]>>(64-shift) }
	z2, _ := bits.Mul64(piece(word+2), m)
	z1, low := bits.Mul64(piece(word+1), m)
	low, carry := bits.Add64(low, z2, 0)
	high, _ := bits.Add64(piece(word)*m, z1, carry)
	// The top three bits are the octant, the others the fraction.
	j = high >> 61
	high = high<<3 | low>>61
	zeros := uint(bits.LeadingZeros64(high))
	high = high<<(zeros+1) | low>>(64-(zeros+1))
	z = Float64frombits(high>>(64-fracBits) | uint64(expBias-(zeros+1))<<fracBits)
	if j&1 == 1 {
		j = (j + 1) & 7
		z--
	}
	return j, z * (Pi / 4)
}

// sinPoly returns the sine of z, |z| <= π/4.
func sinPoly(z float64) float64 {
	const (
		c0 = 1.58962301576546568060e-10
		c1 = -2.50507477628578072866e-8
		c2 = 2.75573136213857245213e-6
		c3 = -1.98412698295895385996e-4
		c4 = 8.33333333332211858878e-3
		c5 = -1.66666666666666307295e-1
	)
	zz := z * z
	return z + z*zz*((((((c0*zz)+c1)*zz+c2)*zz+c3)*zz+c4)*zz+c5)
}

// cosPoly returns the cosine of z, |z| <= π/4.
func cosPoly(z float64) float64 {
	const (
		c0 = -1.13585365213876817300e-11
		c1 = 2.08757008419747316778e-9
		c2 = -2.75573141792967388112e-7
		c3 = 2.48015872888517045348e-5
		c4 = -1.38888888888730564116e-3
		c5 = 4.16666666666665929218e-2
	)
	zz := z * z
	return 1.0 - 0.5*zz + zz*zz*((((((c0*zz)+c1)*zz+c2)*zz+c3)*zz+c4)*zz+c5)
}

// Cos returns the cosine of the radian argument x.
func Cos(x float64) float64 {
	if IsNaN(x) || IsInf(x, 0) {
		return NaN()
	}
	j, z := reduceTrig(Abs(x))
	negative := j > 3
	j &= 3
	if j > 1 {
		negative = !negative
	}
	var y float64
	if j == 1 || j == 2 {
		y = sinPoly(z)
	} else {
		y = cosPoly(z)
	}
	if negative {
		return -y
	}
	return y
}

// Sin returns the sine of the radian argument x.
func Sin(x float64) float64 {
	switch {
	case x == 0 || IsNaN(x):
		return x
	case IsInf(x, 0):
		return NaN()
	}
	j, z := reduceTrig(Abs(x))
	negative := (x < 0) != (j > 3)
	j &= 3
	var y float64
	if j == 1 || j == 2 {
		y = cosPoly(z)
	} else {
		y = sinPoly(z)
	}
	if negative {
		return -y
	}
	return y
}

// Sincos returns Sin(x), Cos(x).
func Sincos(x float64) (sin, cos float64) {
	switch {
	case x == 0:
		return x, 1
	case IsNaN(x) || IsInf(x, 0):
		return NaN(), NaN()
	}
	j, z := reduceTrig(Abs(x))
	sinNegative, cosNegative := (x < 0) != (j > 3), j > 3
	j &= 3
	if j > 1 {
		cosNegative = !cosNegative
	}
	sin, cos = sinPoly(z), cosPoly(z)
	if j == 1 || j == 2 {
		sin, cos = cos, sin
	}
	if sinNegative {
		sin = -sin
	}
	if cosNegative {
		cos = -cos
	}
	return sin, cos
}

// Tan returns the tangent of the radian argument x.
func Tan(x float64) float64 {
	const (
		p0 = -1.30936939181383777646e4
		p1 = 1.15351664838587416140e6
		p2 = -1.79565251976484877988e7
		q1 = 1.36812963470692954678e4
		q2 = -1.32089234440210967447e6
		q3 = 2.50083801823357915839e7
		q4 = -5.38695755929454629881e7
	)
	switch {
	case x == 0 || IsNaN(x):
		return x
	case IsInf(x, 0):
		return NaN()
	}
	j, z := reduceTrig(Abs(x))
	zz := z * z
	y := z
	if zz > 1e-14 {
		y = z + z*(zz*(((p0*zz)+p1)*zz+p2)/((((zz+q1)*zz+q2)*zz+q3)*zz+q4))
	}
	if j&2 == 2 {
		y = -1 / y
	}
	if x < 0 {
		return -y
	}
	return y
}

// atanPoly returns the arc tangent of x, for x in [0, 0.66].
func atanPoly(x float64) float64 {
	const (
		p0 = -8.750608600031904122785e-01
		p1 = -1.615753718733365076637e+01
		p2 = -7.500855792314704667340e+01
		p3 = -1.228866684490136173410e+02
		p4 = -6.485021904942025371773e+01
		q0 = +2.485846490142306297962e+01
		q1 = +1.650270098316988542046e+02
		q2 = +4.328810604912902668951e+02
		q3 = +4.853903996359136964868e+02
		q4 = +1.945506571482613964425e+02
	)
	z := x * x
	z = z * ((((p0*z+p1)*z+p2)*z+p3)*z + p4) / (((((z+q0)*z+q1)*z+q2)*z+q3)*z + q4)
	return x*z + x
}

// atanPositive returns the arc tangent of x >= 0.
func atanPositive(x float64) float64 {
	const (
		more     = 6.123233995736765886130e-17 // π/2 = Pi/2 + more
		tan3Pio8 = 2.41421356237309504880      // tan(3π/8)
	)
	switch {
	case x <= 0.66:
		return atanPoly(x)
	case x > tan3Pio8:
		return Pi/2 - atanPoly(1/x) + more
	}
	return Pi/4 + atanPoly((x-1)/(x+1)) + 0.5*more
}

// Atan returns the arctangent, in radians, of x.
func Atan(x float64) float64 {
	switch {
	case x == 0:
		return x
	case x > 0:
		return atanPositive(x)
	}
	return -atanPositive(-x)
}

// Asin returns the arcsine, in radians, of x.
func Asin(x float64) float64 {
	if x == 0 {
		return x
	}
	a := x
	if x < 0 {
		a = -x
	}
	if a > 1 {
		return NaN()
	}
	t := Sqrt(1 - a*a)
	if a > 0.7 {
		t = Pi/2 - atanPositive(t/a)
	} else {
		t = atanPositive(a / t)
	}
	if x < 0 {
		return -t
	}
	return t
}

// Acos returns the arccosine, in radians, of x.
func Acos(x float64) float64 { return Pi/2 - Asin(x) }

// Atan2 returns the arc tangent of y/x, using the signs of the two to determine the quadrant of the return value.
func Atan2(y, x float64) float64 {
	switch {
	case IsNaN(y) || IsNaN(x):
		return NaN()
	case y == 0:
		if x >= 0 && !Signbit(x) {
			return Copysign(0, y)
		}
		return Copysign(Pi, y)
	case x == 0:
		return Copysign(Pi/2, y)
	case IsInf(x, 1):
		if IsInf(y, 0) {
			return Copysign(Pi/4, y)
		}
		return Copysign(0, y)
	case IsInf(x, -1):
		if IsInf(y, 0) {
			return Copysign(3*Pi/4, y)
		}
		return Copysign(Pi, y)
	case IsInf(y, 0):
		return Copysign(Pi/2, y)
	}
	q := Atan(y / x)
	switch {
	case x >= 0:
		return q
	case q <= 0:
		return q + Pi
	}
	return q - Pi
}
