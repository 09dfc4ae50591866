package math

import real "math"

func hasFMA() bool { return false }

func fmaHardware(x, y, z float64) float64 { return real.FMA(x, y, z) }

func expPolynomial(x, k float64) float64 {
	x = real.FMA(-k, 0.69314718055966295651160180568695068359375, x)
	x = real.FMA(-k, 0.28235290563031577122588448175013436025525412068e-12, x)
	x *= 0.0625
	p := 2.4801587301587301587e-5
	for _, c := range [...]float64{
		1.9841269841269841270e-4, 1.3888888888888888889e-3, 8.3333333333333333333e-3, 4.1666666666666666667e-2, 1.6666666666666666667e-1, 0.5, 1,
	} {
		p = real.FMA(p, x, c)
	}
	x *= p
	for i := 0; i < 3; i++ {
		x *= x + 2
	}
	return real.FMA(x+2, x, 1)
}
