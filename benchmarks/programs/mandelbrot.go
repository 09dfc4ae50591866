// The Mandelbrot set on a grid of 1,000 by 1,000, up to 50 steps a point: floating point in a tight loop, bits.
package main

import "fmt"

const size, limit = 1000, 50

func main() {
	sum, inside := uint32(0), 0
	for y := 0; y < size; y++ {
		ci := 2*float64(y)/size - 1
		bits := byte(0)
		for x := 0; x < size; x++ {
			cr := 2*float64(x)/size - 1.5
			var zr, zi, r2, i2 float64
			i := 0
			for ; i < limit && r2+i2 <= 4; i++ {
				zi = 2*zr*zi + ci
				zr = r2 - i2 + cr
				r2, i2 = zr*zr, zi*zi
			}
			bits <<= 1
			if i == limit {
				bits |= 1
				inside++
			}
			if x%8 == 7 {
				sum = sum*31 + uint32(bits)
				bits = 0
			}
		}
	}
	fmt.Println(inside, sum)
}
