package math

// Exp returns e**x, the base-e exponential of x.
func Exp(x float64) float64 { return expPlain(x) }
