// Bigfact computes with natural numbers of any size, written by hand: factorials, powers, Fibonacci numbers, π and division.
package main

import (
	"fmt"
	"math/bits"
	"strings"
)

// Nat is a natural number: digits in base 2**32, least significant first, without leading zeros.
type Nat []uint32

func FromInt(n uint64) Nat { return Nat{uint32(n), uint32(n >> 32)}.norm() }

func (a Nat) norm() Nat {
	for len(a) > 0 && a[len(a)-1] == 0 {
		a = a[:len(a)-1]
	}
	return a
}

func (a Nat) Cmp(b Nat) int {
	if len(a) != len(b) {
		if len(a) < len(b) {
			return -1
		}
		return 1
	}
	for i := len(a) - 1; i >= 0; i-- {
		switch {
		case a[i] < b[i]:
			return -1
		case a[i] > b[i]:
			return 1
		}
	}
	return 0
}

func (a Nat) Add(b Nat) Nat {
	if len(a) < len(b) {
		a, b = b, a
	}
	sum := make(Nat, len(a)+1)
	var carry uint32
	for i := range a {
		var d uint32
		if i < len(b) {
			d = b[i]
		}
		sum[i], carry = bits.Add32(a[i], d, carry)
	}
	sum[len(a)] = carry
	return sum.norm()
}

// Sub is a-b; it panics if that is negative.
func (a Nat) Sub(b Nat) Nat {
	diff := make(Nat, len(a))
	var borrow uint32
	for i := range a {
		var d uint32
		if i < len(b) {
			d = b[i]
		}
		diff[i], borrow = bits.Sub32(a[i], d, borrow)
	}
	if borrow != 0 || len(b) > len(a) {
		panic("negative")
	}
	return diff.norm()
}

func (a Nat) Mul(b Nat) Nat {
	p := make(Nat, len(a)+len(b))
	for i, x := range a {
		var carry uint64
		for j, y := range b {
			t := uint64(x)*uint64(y) + uint64(p[i+j]) + carry
			p[i+j], carry = uint32(t), t>>32
		}
		p[i+len(b)] = uint32(carry)
	}
	return p.norm()
}

func (a Nat) DivSmall(d uint32) (q Nat, r uint32) {
	q = make(Nat, len(a))
	for i := len(a) - 1; i >= 0; i-- {
		q[i], r = bits.Div32(r, a[i], d)
	}
	return q.norm(), r
}

func (a Nat) Shl(n int) Nat {
	words, rest := n/32, n%32
	s := make(Nat, len(a)+words+1)
	for i, x := range a {
		wide := uint64(x) << rest
		s[i+words] |= uint32(wide)
		s[i+words+1] |= uint32(wide >> 32)
	}
	return s.norm()
}

func (a Nat) BitLen() int {
	if len(a) == 0 {
		return 0
	}
	return 32*(len(a)-1) + bits.Len32(a[len(a)-1])
}

// DivMod divides bit by bit, as on paper.
func (a Nat) DivMod(b Nat) (q, r Nat) {
	if len(b) == 0 {
		panic("division by zero")
	}
	shift := a.BitLen() - b.BitLen()
	if shift < 0 {
		return nil, a
	}
	q = make(Nat, shift/32+1)
	r = a
	for d := shift; d >= 0; d-- {
		if t := b.Shl(d); r.Cmp(t) >= 0 {
			r = r.Sub(t)
			q[d/32] |= 1 << (d % 32)
		}
	}
	return q.norm(), r
}

func (a Nat) Pow(n uint) Nat {
	result := Nat{1}
	for ; n > 0; n >>= 1 {
		if n&1 != 0 {
			result = result.Mul(a)
		}
		a = a.Mul(a)
	}
	return result
}

func (a Nat) String() string {
	if len(a) == 0 {
		return "0"
	}
	var parts []string
	for len(a) > 0 {
		var r uint32
		a, r = a.DivSmall(1_000_000_000)
		parts = append(parts, fmt.Sprintf("%09d", r))
	}
	var b strings.Builder
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteString(parts[i])
	}
	return strings.TrimLeft(b.String(), "0")
}

func Parse(s string) Nat {
	var n Nat
	for _, c := range s {
		n = n.Mul(Nat{10}).Add(FromInt(uint64(c - '0')))
	}
	return n
}

func factorial(n uint64) Nat {
	if n < 2 {
		return Nat{1}
	}
	return factorial(n - 1).Mul(FromInt(n))
}

func digitSum(n Nat) (sum int) {
	for _, c := range n.String() {
		sum += int(c - '0')
	}
	return
}

// pi by Machin's formula, in fixed point with n decimal places.
func pi(n uint) Nat {
	unity := Nat{10}.Pow(n + 10)
	arctan := func(x uint32) Nat {
		power, _ := unity.DivSmall(x)
		plus, minus := power, Nat(nil)
		for k := uint32(3); len(power) > 0; k += 2 {
			power, _ = power.DivSmall(x * x)
			term, _ := power.DivSmall(k)
			if k%4 == 1 {
				plus = plus.Add(term)
			} else {
				minus = minus.Add(term)
			}
		}
		return plus.Sub(minus)
	}
	p, _ := arctan(5).Mul(Nat{16}).Sub(arctan(239).Mul(Nat{4})).DivMod(Nat{10}.Pow(10))
	return p
}

func main() {
	for _, n := range []uint64{0, 5, 20, 25, 50, 100} {
		fmt.Printf("%d! = %v\n", n, factorial(n))
	}
	f := factorial(1000)
	fmt.Println("1000! has", len(f.String()), "digits, sum", digitSum(f), "bits", f.BitLen())
	fmt.Println("2**521-1 =", Nat{2}.Pow(521).Sub(Nat{1}))
	a, b := Nat(nil), Nat{1}
	for range 300 {
		a, b = b, a.Add(b)
	}
	fmt.Println("fib(300) =", a)
	q, r := factorial(40).DivMod(factorial(30).Add(Nat{12345}))
	fmt.Println(q, r)
	fmt.Println("back:", q.Mul(factorial(30).Add(Nat{12345})).Add(r).Cmp(factorial(40)) == 0)
	s := "123456789012345678901234567890"
	fmt.Println(Parse(s), Parse(s).String() == s, Parse("0"), len(Parse("0")))
	fmt.Println(pi(100))
	defer func() { fmt.Println("recovered:", recover()) }()
	Nat{1}.Sub(Nat{2})
}
