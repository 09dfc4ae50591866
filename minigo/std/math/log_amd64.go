package math

// logReduce returns frac in [√½, √2] and exp with x == frac × 2**exp. Go's Log on amd64 takes the exponent from the bits as they are, also for denormals,
// whose results are therefore wrong in the same way here.
func logReduce(x float64) (frac float64, exp int) {
	b := Float64bits(x)
	frac, exp = Float64frombits(b&fracMask|(expBias-1)<<fracBits), int(b>>fracBits)-(expBias-1)
	if frac <= Sqrt2/2 {
		return frac * 2, exp - 1
	}
	return frac, exp
}
