package math

import _ "unsafe"

// hasFMA reports whether the processor has fused multiply-add.
//
//go:linkname hasFMA runtime.hasfma
func hasFMA() bool

//go:linkname fmaHardware runtime.fma
func fmaHardware(x, y, z float64) float64

// expPolynomial returns e**(x - k*ln 2) for a small argument; with fused multiply-add where the processor has it.
//
//go:linkname expPolynomial runtime.exppolynomial
func expPolynomial(x, k float64) float64
