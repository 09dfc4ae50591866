// Matrix multiplication, 400 by 400, rows as slices: bounds checks and what vectorises.
package main

import "fmt"

const n = 400

func matrix(seed float64) [][]float64 {
	m := make([][]float64, n)
	for i := range m {
		m[i] = make([]float64, n)
		for j := range m[i] {
			m[i][j] = seed * float64(i-j) * float64(i+j)
		}
	}
	return m
}

func main() {
	a, b, c := matrix(1.0/n/n), matrix(2.0/n/n), make([][]float64, n)
	for round := 0; round < 3; round++ {
		for i := range c {
			row := make([]float64, n)
			for k, x := range a[i] {
				for j, y := range b[k] {
					row[j] += x * y
				}
			}
			c[i] = row
		}
		a, c = c, a
	}
	fmt.Printf("%.6g %.6g\n", a[n/2][n/2], a[n-1][0])
}
