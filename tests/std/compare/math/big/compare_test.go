package big_test

import (
	"fmt"
	real "math/big"
	"math/rand"
	"testing"

	ours "minigostd/math/big"
)

// TestAgainstReal compares integer and rational arithmetic on random operands of many sizes.
func TestAgainstReal(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	digits := func() string {
		n := []int{1, 2, 5, 19, 20, 40, 100, 400, 3000}[r.Intn(9)]
		b := make([]byte, n)
		for i := range b {
			b[i] = byte('0' + r.Intn(10))
			if r.Intn(4) == 0 && i > 0 {
				b[i] = b[i-1]
			}
		}
		s := string(b)
		if r.Intn(3) == 0 {
			s = "-" + s
		}
		return s
	}
	check := func(op string, got, want fmt.Stringer) {
		t.Helper()
		if got.String() != want.String() {
			t.Fatalf("%s = %v, want %v", op, got, want)
		}
	}
	for i := 0; i < 3000; i++ {
		sx, sy := digits(), digits()
		x, _ := new(ours.Int).SetString(sx, 10)
		y, _ := new(ours.Int).SetString(sy, 10)
		rx, _ := new(real.Int).SetString(sx, 10)
		ry, _ := new(real.Int).SetString(sy, 10)
		check("SetString", x, rx)
		check(sx+" + "+sy, new(ours.Int).Add(x, y), new(real.Int).Add(rx, ry))
		check(sx+" - "+sy, new(ours.Int).Sub(x, y), new(real.Int).Sub(rx, ry))
		check(sx+" * "+sy, new(ours.Int).Mul(x, y), new(real.Int).Mul(rx, ry))
		check(sx+" & "+sy, new(ours.Int).And(x, y), new(real.Int).And(rx, ry))
		check(sx+" | "+sy, new(ours.Int).Or(x, y), new(real.Int).Or(rx, ry))
		check(sx+" ^ "+sy, new(ours.Int).Xor(x, y), new(real.Int).Xor(rx, ry))
		check(sx+" &^ "+sy, new(ours.Int).AndNot(x, y), new(real.Int).AndNot(rx, ry))
		check(sx+" not", new(ours.Int).Not(x), new(real.Int).Not(rx))
		n := uint(r.Intn(300))
		check(sx+" <<", new(ours.Int).Lsh(x, n), new(real.Int).Lsh(rx, n))
		check(sx+" >>", new(ours.Int).Rsh(x, n), new(real.Int).Rsh(rx, n))
		base := 2 + r.Intn(61)
		if x.Text(base) != rx.Text(base) {
			t.Fatalf("%s.Text(%d) = %s, want %s", sx, base, x.Text(base), rx.Text(base))
		}
		f, acc := x.Float64()
		rf, racc := rx.Float64()
		if f != rf || int(acc) != int(racc) {
			t.Fatalf("%s.Float64() = %v %v, want %v %v", sx, f, acc, rf, racc)
		}
		if ry.Sign() != 0 {
			check(sx+" quo "+sy, new(ours.Int).Quo(x, y), new(real.Int).Quo(rx, ry))
			check(sx+" rem "+sy, new(ours.Int).Rem(x, y), new(real.Int).Rem(rx, ry))
			check(sx+" div "+sy, new(ours.Int).Div(x, y), new(real.Int).Div(rx, ry))
			check(sx+" mod "+sy, new(ours.Int).Mod(x, y), new(real.Int).Mod(rx, ry))
			q, rq := new(ours.Rat).SetFrac(x, y), new(real.Rat).SetFrac(rx, ry)
			check(sx+" / "+sy, q, rq)
			f, ok := q.Float64()
			rf, rok := rq.Float64()
			g, gok := q.Float32()
			rg, rgok := rq.Float32()
			if f != rf || ok != rok || g != rg || gok != rgok {
				t.Fatalf("floats of %v: %v %v %v %v, want %v %v %v %v", rq, f, ok, g, gok, rf, rok, rg, rgok)
			}
			if q.FloatString(20) != rq.FloatString(20) {
				t.Fatalf("FloatString of %v", rq)
			}
			if len(sx) < 500 && len(sy) < 500 {
				var a, b ours.Int
				var ra, rb real.Int
				check("GCD", new(ours.Int).GCD(&a, &b, x, y), new(real.Int).GCD(&ra, &rb, rx, ry))
				check("GCD "+sx+" "+sy+" x", &a, &ra)
				check("GCD y", &b, &rb)
				m := new(real.Int).Abs(ry)
				if m.BitLen() > 1 && len(sy) < 50 {
					e := int64(r.Intn(1000))
					check("Exp", new(ours.Int).Exp(x, ours.NewInt(e), y), new(real.Int).Exp(rx, real.NewInt(e), ry))
				}
			}
		}
		if len(sx) < 120 {
			if x.ProbablyPrime(3) != rx.ProbablyPrime(3) {
				t.Fatalf("ProbablyPrime(%s)", sx)
			}
		}
		check("Sqrt", new(ours.Int).Sqrt(new(ours.Int).Abs(x)), new(real.Int).Sqrt(new(real.Int).Abs(rx)))
		for _, format := range []string{"%d", "%x", "%#X", "%+d", "%20d", "%-8o|", "%08d", "%.5d", "%b", "%O", "%v", "%s", "%q"} {
			if got, want := fmt.Sprintf(format, x), fmt.Sprintf(format, rx); got != want && format != "%q" {
				t.Fatalf("%s of %s: %s, want %s", format, sx, got, want)
			}
		}
	}
	for i := int64(0); i < 5000; i++ {
		if ours.NewInt(i).ProbablyPrime(0) != real.NewInt(i).ProbablyPrime(0) {
			t.Errorf("ProbablyPrime(%d)", i)
		}
		if i&1 == 1 && ours.Jacobi(ours.NewInt(i*7-300), ours.NewInt(i)) != real.Jacobi(real.NewInt(i*7-300), real.NewInt(i)) {
			t.Errorf("Jacobi(%d)", i)
		}
	}
	for _, s := range []string{"0x1F", "0b101", "0o17", "017", "1_000", "1__0", "_1", "1_", "0x", "08", "+5", "-0", "0x_1", "", "12a", "1/2", "3/0", "1.5e3", "-0x1.8p1", ".5", "1e-3", "5."} {
		x, ok := new(ours.Int).SetString(s, 0)
		rx, rok := new(real.Int).SetString(s, 0)
		if ok != rok || ok && x.String() != rx.String() {
			t.Errorf("SetString(%q, 0) = %v %v, want %v %v", s, x, ok, rx, rok)
		}
		q, ok := new(ours.Rat).SetString(s)
		rq, rok := new(real.Rat).SetString(s)
		if ok != rok || ok && q.String() != rq.String() {
			t.Errorf("Rat.SetString(%q) = %v %v, want %v %v", s, q, ok, rq, rok)
		}
	}
}
