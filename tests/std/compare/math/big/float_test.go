package big_test

import (
	real "math/big"
	"math/rand"
	"strconv"
	"testing"

	ours "minigostd/math/big"
)

// TestFloatAgainstReal compares floating-point arithmetic and formatting.
func TestFloatAgainstReal(t *testing.T) {
	r := rand.New(rand.NewSource(2))
	number := func() string {
		s := strconv.FormatUint(r.Uint64()>>uint(r.Intn(64)), 10)
		if r.Intn(2) == 0 {
			s += "." + strconv.FormatUint(r.Uint64()>>uint(r.Intn(64)), 10)
		}
		if r.Intn(2) == 0 {
			s += "e" + strconv.Itoa(r.Intn(80)-40)
		}
		if r.Intn(3) == 0 {
			s = "-" + s
		}
		return s
	}
	for i := 0; i < 6000; i++ {
		prec := uint([]int{1, 5, 24, 53, 64, 100, 200}[r.Intn(7)])
		mode := byte(r.Intn(6))
		sx, sy := number(), number()
		parse := func(s string) (*ours.Float, *real.Float) {
			p := uint(1 + r.Intn(150))
			x, _, err := ours.ParseFloat(s, 0, p, ours.ToNearestEven)
			rx, _, rerr := real.ParseFloat(s, 0, p, real.ToNearestEven)
			if (err == nil) != (rerr == nil) {
				t.Fatalf("Parse(%q): %v, want %v", s, err, rerr)
			}
			return x, rx
		}
		x, rx := parse(sx)
		y, ry := parse(sy)
		check := func(op string, z *ours.Float, rz *real.Float) {
			t.Helper()
			if z.Text('p', 0) != rz.Text('p', 0) || int(z.Acc()) != int(rz.Acc()) {
				t.Fatalf("%s %s %s (prec %d, mode %d) = %s %v, want %s %v", sx, op, sy, prec, mode, z.Text('p', 0), z.Acc(), rz.Text('p', 0), rz.Acc())
			}
		}
		fresh := func() (*ours.Float, *real.Float) {
			return new(ours.Float).SetPrec(prec).SetMode(ours.RoundingMode(mode)), new(real.Float).SetPrec(prec).SetMode(real.RoundingMode(mode))
		}
		check("parse", x, rx)
		z, rz := fresh()
		check("+", z.Add(x, y), rz.Add(rx, ry))
		for _, f := range []struct {
			format byte
			prec   int
		}{{'g', 10}, {'g', -1}, {'e', 5}, {'f', 3}, {'f', -1}, {'e', -1}, {'G', 0}, {'x', -1}, {'x', 4}, {'b', 0}, {'p', 0}} {
			if got, want := z.Text(f.format, f.prec), rz.Text(f.format, f.prec); got != want {
				t.Fatalf("%s + %s: Text(%c, %d) = %s, want %s", sx, sy, f.format, f.prec, got, want)
			}
		}
		z, rz = fresh()
		check("-", z.Sub(x, y), rz.Sub(rx, ry))
		z, rz = fresh()
		check("*", z.Mul(x, y), rz.Mul(rx, ry))
		if ry.Sign() != 0 {
			z, rz = fresh()
			check("/", z.Quo(x, y), rz.Quo(rx, ry))
		}
		if x.Cmp(y) != rx.Cmp(ry) || x.IsInt() != rx.IsInt() || x.MinPrec() != rx.MinPrec() || x.MantExp(nil) != rx.MantExp(nil) {
			t.Fatalf("Cmp, IsInt, MinPrec or MantExp of %s, %s", sx, sy)
		}
		f, acc := x.Float64()
		rf, racc := rx.Float64()
		g, gacc := x.Float32()
		rg, rgacc := rx.Float32()
		n, nacc := x.Int64()
		rn, rnacc := rx.Int64()
		u, uacc := x.Uint64()
		ru, ruacc := rx.Uint64()
		if f != rf || g != rg || n != rn || u != ru || int(acc) != int(racc) || int(gacc) != int(rgacc) || int(nacc) != int(rnacc) || int(uacc) != int(ruacc) {
			t.Fatalf("conversions of %s: %v %v %v %v %v %v %v %v, want %v %v %v %v %v %v %v %v", sx, f, acc, g, gacc, n, nacc, u, uacc, rf, racc, rg, rgacc, rn, rnacc, ru, ruacc)
		}
		z, rz = new(ours.Float).SetPrec(prec), new(real.Float).SetPrec(prec)
		check("sqrt", z.Sqrt(new(ours.Float).Abs(x)), rz.Sqrt(new(real.Float).Abs(rx)))
	}
}
