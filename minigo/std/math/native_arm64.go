package math

import _ "unsafe"

func hasFMA() bool { return true }

//go:linkname fmaHardware runtime.fma
func fmaHardware(x, y, z float64) float64
