package math

// logReduce returns frac in [√½, √2] and exp with x == frac × 2**exp.
func logReduce(x float64) (frac float64, exp int) {
	frac, exp = Frexp(x)
	if frac < Sqrt2/2 {
		return frac * 2, exp - 1
	}
	return frac, exp
}
