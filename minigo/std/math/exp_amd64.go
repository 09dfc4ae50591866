package math

// Exp returns e**x, the base-e exponential of x. As Go does on amd64, it reduces the argument to k ln 2 + r and evaluates e**(r/16) by its Taylor
// series (Shibata, 2010), with fused multiply-add where the processor has it.
func Exp(x float64) float64 {
	switch {
	case IsNaN(x):
		return x
	case x > 7.09782712893384e+02:
		return Inf(1)
	case x < -1000:
		return 0
	}
	const log2e = 1.4426950408889634073599246810018920
	k := RoundToEven(x * log2e)
	r := expPolynomial(x, k)
	e := int(k) + expBias
	switch {
	case e >= expMask:
		return Inf(1)
	case e > 0:
		return r * Float64frombits(uint64(e)<<fracBits)
	case e < -52:
		return 0
	}
	// Denormal, in two steps: the first is exact.
	return r * Float64frombits(uint64(e+expBias-1)<<fracBits) * smallestNormal
}
