// Matrix solves linear systems exactly: determinants, inverses and row reduction over fractions, generic over what a matrix is made of.
package main

import (
	"errors"
	"fmt"
	"strings"
)

// A Field is a set of numbers in which one can add, multiply and divide.
type Field[T any] interface {
	comparable
	Add(T) T
	Sub(T) T
	Mul(T) T
	Inv() T
	One() T
	fmt.Stringer
}

// Rat is a fraction in lowest terms; the zero value is 0 (a denominator of 0 counts as 1).
type Rat struct{ num, den int64 }

func gcd(a, b int64) int64 {
	for b != 0 {
		a, b = b, a%b
	}
	if a < 0 {
		return -a
	}
	return a
}

func R(num, den int64) Rat {
	if den == 0 {
		panic(errors.New("fraction with denominator 0"))
	}
	if den < 0 {
		num, den = -num, -den
	}
	if g := gcd(num, den); g > 1 {
		num, den = num/g, den/g
	}
	if num == 0 {
		return Rat{}
	}
	return Rat{num, den}
}

func (a Rat) d() int64      { return max(a.den, 1) }
func (a Rat) Add(b Rat) Rat { return R(a.num*b.d()+b.num*a.d(), a.d()*b.d()) }
func (a Rat) Sub(b Rat) Rat { return R(a.num*b.d()-b.num*a.d(), a.d()*b.d()) }
func (a Rat) Mul(b Rat) Rat { return R(a.num*b.num, a.d()*b.d()) }
func (a Rat) Inv() Rat      { return R(a.d(), a.num) }
func (Rat) One() Rat        { return Rat{1, 1} }
func (a Rat) String() string {
	if a.d() == 1 {
		return fmt.Sprint(a.num)
	}
	return fmt.Sprintf("%d/%d", a.num, a.den)
}

// Mod7 is the field of seven elements.
type Mod7 uint8

func (a Mod7) Add(b Mod7) Mod7 { return (a + b) % 7 }
func (a Mod7) Sub(b Mod7) Mod7 { return (a + 7 - b) % 7 }
func (a Mod7) Mul(b Mod7) Mod7 { return a * b % 7 }
func (a Mod7) One() Mod7       { return 1 }
func (a Mod7) String() string  { return string('0' + rune(a)) }
func (a Mod7) Inv() Mod7 {
	r := Mod7(1)
	for range 5 {
		r = r.Mul(a)
	}
	return r
}

type Matrix[T Field[T]] [][]T

func (m Matrix[T]) Clone() Matrix[T] {
	c := make(Matrix[T], len(m))
	for i := range m {
		c[i] = append([]T(nil), m[i]...)
	}
	return c
}

func (m Matrix[T]) Mul(n Matrix[T]) Matrix[T] {
	p := make(Matrix[T], len(m))
	for i := range p {
		p[i] = make([]T, len(n[0]))
		for j := range p[i] {
			for k := range n {
				p[i][j] = p[i][j].Add(m[i][k].Mul(n[k][j]))
			}
		}
	}
	return p
}

func (m Matrix[T]) String() string {
	cells, width := make([][]string, len(m)), 0
	for i, row := range m {
		for _, x := range row {
			s := x.String()
			cells[i] = append(cells[i], s)
			width = max(width, len(s))
		}
	}
	var b strings.Builder
	for _, row := range cells {
		b.WriteString("  [")
		for _, s := range row {
			fmt.Fprintf(&b, " %*s", width, s)
		}
		b.WriteString(" ]\n")
	}
	return b.String()
}

// Reduce brings m to reduced row echelon form in place; its determinant factor and rank.
func (m Matrix[T]) Reduce(columns int) (det T, rank int) {
	var zero T
	det = zero.One()
	for col := 0; col < columns && rank < len(m); col++ {
		pivot := rank
		for pivot < len(m) && m[pivot][col] == zero {
			pivot++
		}
		if pivot == len(m) {
			det = zero
			continue
		}
		if pivot != rank {
			m[pivot], m[rank] = m[rank], m[pivot]
			det = zero.Sub(det)
		}
		det = det.Mul(m[rank][col])
		inv := m[rank][col].Inv()
		for j := range m[rank] {
			m[rank][j] = m[rank][j].Mul(inv)
		}
		for i := range m {
			if f := m[i][col]; i != rank && f != zero {
				for j := range m[i] {
					m[i][j] = m[i][j].Sub(f.Mul(m[rank][j]))
				}
			}
		}
		rank++
	}
	return det, rank
}

var ErrSingular = errors.New("matrix is singular")

func Inverse[T Field[T]](m Matrix[T]) (Matrix[T], T, error) {
	n := len(m)
	wide := m.Clone()
	var zero T
	for i := range wide {
		for j := range n {
			x := zero
			if i == j {
				x = zero.One()
			}
			wide[i] = append(wide[i], x)
		}
	}
	det, rank := wide.Reduce(n)
	if rank < n {
		return nil, det, fmt.Errorf("%d×%d, rank %d: %w", n, n, rank, ErrSingular)
	}
	for i := range wide {
		wide[i] = wide[i][n:]
	}
	return wide, det, nil
}

func hilbert(n int) Matrix[Rat] {
	m := make(Matrix[Rat], n)
	for i := range m {
		for j := range n {
			m[i] = append(m[i], R(1, int64(i+j+1)))
		}
	}
	return m
}

func show[T Field[T]](title string, m Matrix[T]) {
	fmt.Printf("%s:\n%v", title, m)
	inv, det, err := Inverse(m)
	if errors.Is(err, ErrSingular) {
		fmt.Println("no inverse:", err)
		return
	}
	fmt.Printf("determinant %v, inverse:\n%vproduct:\n%v", det, inv, m.Mul(inv))
}

func main() {
	show("Hilbert matrix", hilbert(4))
	show("a permutation", Matrix[Rat]{{Rat{}, R(1, 1), Rat{}}, {Rat{}, Rat{}, R(-2, 4)}, {R(3, 1), Rat{}, Rat{}}})
	show("singular", Matrix[Rat]{{R(1, 1), R(2, 1)}, {R(2, 1), R(4, 1)}})
	show("modulo 7", Matrix[Mod7]{{1, 2, 3}, {4, 5, 6}, {6, 1, 1}})
	defer func() { fmt.Println("recovered:", recover()) }()
	fmt.Println(Rat{}.Inv())
}
