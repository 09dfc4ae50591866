package big

import (
	"fmt"
	"math"
)

const (
	MaxExp  = math.MaxInt32  // largest supported exponent
	MinExp  = math.MinInt32  // smallest supported exponent
	MaxPrec = math.MaxUint32 // largest (theoretically) supported precision; likely memory-limited
)

// A nonzero finite Float represents a multi-precision floating point number sign × mantissa × 2**exponent, with 0.5 <= mantissa < 1.0. A Float may also be zero
// (+0, -0) or infinite (+Inf, -Inf). Results of operations are rounded to the precision of the result, by its rounding mode; a precision of 0 is set to that of
// the operands.
type Float struct {
	prec uint32
	mode RoundingMode
	acc  Accuracy
	form form
	neg  bool
	mant nat   // an integer of at most prec bits; the value is mant × 2**(exp - mant.bitLen())
	exp  int32 // of a finite value
}

type form byte

const (
	zero form = iota
	finite
	inf
)

// RoundingMode determines how a Float value is rounded to the desired precision.
type RoundingMode byte

// These constants define supported rounding modes.
const (
	ToNearestEven RoundingMode = iota // == IEEE 754-2008 roundTiesToEven
	ToNearestAway                     // == IEEE 754-2008 roundTiesToAway
	ToZero                            // == IEEE 754-2008 roundTowardZero
	AwayFromZero                      // no IEEE 754-2008 equivalent
	ToNegativeInf                     // == IEEE 754-2008 roundTowardNegative
	ToPositiveInf                     // == IEEE 754-2008 roundTowardPositive
)

// The rounding modes of Int.Divide.
const (
	Trunc = ToZero
	Floor = ToNegativeInf
	Round = ToNearestEven
	Ceil  = ToPositiveInf
)

func (i RoundingMode) String() string {
	names := [...]string{"ToNearestEven", "ToNearestAway", "ToZero", "AwayFromZero", "ToNegativeInf", "ToPositiveInf"}
	if int(i) < len(names) {
		return names[i]
	}
	return fmt.Sprintf("RoundingMode(%d)", byte(i))
}

// Accuracy describes the rounding error produced by the most recent operation that generated a Float value, relative to the exact value.
type Accuracy int8

// Constants describing the Accuracy of a Float.
const (
	Below Accuracy = -1
	Exact Accuracy = 0
	Above Accuracy = +1
)

func (a Accuracy) String() string {
	switch a {
	case Below:
		return "Below"
	case Exact:
		return "Exact"
	case Above:
		return "Above"
	}
	return fmt.Sprintf("Accuracy(%d)", int8(a))
}

// An ErrNaN panic is raised by a Float operation that would lead to a NaN under IEEE 754 rules. An ErrNaN implements the error interface.
type ErrNaN struct {
	msg string
}

func (err ErrNaN) Error() string { return err.msg }

// NewFloat allocates and returns a new Float set to x, with precision 53 and rounding mode ToNearestEven. It panics with ErrNaN if x is a NaN.
func NewFloat(x float64) *Float {
	if math.IsNaN(x) {
		panic(ErrNaN{"NewFloat(NaN)"})
	}
	return new(Float).SetFloat64(x)
}

// signAcc is the accuracy of a result whose magnitude is below or above the exact one.
func signAcc(neg, above bool) Accuracy {
	if neg != above {
		return Above
	}
	return Below
}

// last is the exponent of the mantissa's last bit.
func (x *Float) last() int64 { return int64(x.exp) - int64(x.mant.bitLen()) }

// setRound sets z to the value mant × 2**last, rounded; more says that the exact value is a little larger than that (by less than a unit of its last bit).
func (z *Float) setRound(neg bool, mant nat, last int64, more bool) *Float {
	z.neg, z.acc = neg, Exact
	if len(mant) == 0 {
		z.form, z.mant = zero, nil
		if more {
			z.acc = signAcc(neg, false)
		}
		return z
	}
	z.form = finite
	if drop := mant.bitLen() - int(z.prec); drop > 0 || more {
		half, rest := false, more
		if drop > 0 {
			half = mant.bit(uint(drop-1)) == 1
			rest = rest || mant.anyBelow(uint(drop-1))
			mant = mant.shr(uint(drop))
			last += int64(drop)
		} else {
			// More bits than there are: room for the part that is not there.
			mant = mant.shl(uint(-drop))
			last += int64(drop)
		}
		if half || rest {
			up := false
			switch z.mode {
			case ToNearestEven:
				up = half && (rest || mant.bit(0) == 1)
			case ToNearestAway:
				up = half
			case AwayFromZero:
				up = true
			case ToNegativeInf:
				up = neg
			case ToPositiveInf:
				up = !neg
			}
			z.acc = signAcc(neg, up)
			if up {
				mant = mant.add(natOne)
				if mant.bitLen() > int(z.prec) {
					mant = mant.shr(1)
					last++
				}
			}
		}
	}
	exp := last + int64(mant.bitLen())
	switch {
	case exp > MaxExp:
		z.form, z.mant, z.acc = inf, nil, signAcc(neg, true)
		return z
	case exp < MinExp:
		z.form, z.mant, z.acc = zero, nil, signAcc(neg, false)
		return z
	}
	z.mant, z.exp = mant, int32(exp)
	return z
}

func (z *Float) setForm(f form, neg bool) *Float {
	z.form, z.neg, z.acc, z.mant = f, neg, Exact, nil
	return z
}

// SetPrec sets z's precision to prec and returns the (possibly) rounded value of z.
func (z *Float) SetPrec(prec uint) *Float {
	z.acc = Exact
	if prec == 0 {
		z.prec = 0
		if z.form == finite {
			z.acc = signAcc(z.neg, false)
			z.form, z.mant = zero, nil
		}
		return z
	}
	old := z.prec
	z.prec = uint32(min(prec, MaxPrec))
	if z.prec < old && z.form == finite {
		return z.setRound(z.neg, z.mant, z.last(), false)
	}
	return z
}

// SetMode sets z's rounding mode to mode and returns an exact z.
func (z *Float) SetMode(mode RoundingMode) *Float {
	z.mode, z.acc = mode, Exact
	return z
}

// Prec returns the mantissa precision of x in bits.
func (x *Float) Prec() uint { return uint(x.prec) }

// MinPrec returns the minimum precision required to represent x exactly. The result is 0 for |x| == 0 and |x| == Inf.
func (x *Float) MinPrec() uint {
	if x.form != finite {
		return 0
	}
	return uint(x.mant.bitLen()) - x.mant.trailingZeros()
}

// Mode returns the rounding mode of x.
func (x *Float) Mode() RoundingMode { return x.mode }

// Acc returns the accuracy of x produced by the most recent operation, unless explicitly documented otherwise by that operation.
func (x *Float) Acc() Accuracy { return x.acc }

// Sign returns -1, 0 or +1 as x is negative, zero or positive.
func (x *Float) Sign() int {
	switch {
	case x.form == zero:
		return 0
	case x.neg:
		return -1
	}
	return 1
}

// MantExp breaks x into its mantissa and exponent components and returns the exponent. If a non-nil mant argument is provided its value is set to the mantissa of
// x, with the same precision and rounding mode as x.
func (x *Float) MantExp(mant *Float) (exp int) {
	if x.form == finite {
		exp = int(x.exp)
	}
	if mant != nil {
		mant.Copy(x)
		if mant.form == finite {
			mant.exp = 0
		}
	}
	return exp
}

// SetMantExp sets z to mant × 2**exp and returns z, with the precision and rounding mode of mant if z's precision is 0.
func (z *Float) SetMantExp(mant *Float, exp int) *Float {
	z.Set(mant)
	if z.form == finite {
		return z.setRound(z.neg, z.mant, z.last()+int64(exp), false)
	}
	return z
}

// Signbit reports whether x is negative or negative zero.
func (x *Float) Signbit() bool { return x.neg }

// IsInf reports whether x is +Inf or -Inf.
func (x *Float) IsInf() bool { return x.form == inf }

// IsInt reports whether x is an integer. ±Inf values are not integers.
func (x *Float) IsInt() bool {
	if x.form != finite {
		return x.form == zero
	}
	return x.exp > 0 && int64(x.MinPrec()) <= int64(x.exp)
}

func (z *Float) defaultPrec(prec int) {
	if z.prec == 0 {
		z.prec = uint32(prec)
	}
}

// SetUint64 sets z to the (possibly rounded) value of x and returns z. If z's precision is 0, it is changed to 64.
func (z *Float) SetUint64(x uint64) *Float {
	z.defaultPrec(64)
	return z.setRound(false, natUint64(x), 0, false)
}

// SetInt64 sets z to the (possibly rounded) value of x and returns z. If z's precision is 0, it is changed to 64.
func (z *Float) SetInt64(x int64) *Float {
	z.defaultPrec(64)
	return z.setRound(x < 0, natUint64(magnitude(x)), 0, false)
}

// SetFloat64 sets z to the (possibly rounded) value of x and returns z. If z's precision is 0, it is changed to 53. It panics with ErrNaN if x is a NaN.
func (z *Float) SetFloat64(x float64) *Float {
	z.defaultPrec(53)
	switch {
	case math.IsNaN(x):
		panic(ErrNaN{"Float.SetFloat64(NaN)"})
	case x == 0:
		return z.setForm(zero, math.Signbit(x))
	case math.IsInf(x, 0):
		return z.setForm(inf, x < 0)
	}
	m, e := math.Frexp(math.Abs(x))
	return z.setRound(x < 0, natUint64(uint64(m*(1<<53))), int64(e)-53, false)
}

// SetInt sets z to the (possibly rounded) value of x and returns z. If z's precision is 0, it is changed to the larger of x.BitLen() or 64.
func (z *Float) SetInt(x *Int) *Float {
	z.defaultPrec(max(x.BitLen(), 64))
	return z.setRound(x.neg, x.abs, 0, false)
}

// SetRat sets z to the (possibly rounded) value of x and returns z. If z's precision is 0, it is changed to the largest of a.BitLen(), b.BitLen(), or 64; with
// x = a/b.
func (z *Float) SetRat(x *Rat) *Float {
	if x.IsInt() {
		return z.SetInt(x.Num())
	}
	z.defaultPrec(max(x.a.BitLen(), x.den().bitLen(), 64))
	return z.setQuo(x.a.neg, x.a.abs, 0, x.den(), 0)
}

// SetInf sets z to the infinite Float -Inf if signbit is set, or +Inf if signbit is not set, and returns z.
func (z *Float) SetInf(signbit bool) *Float { return z.setForm(inf, signbit) }

// Set sets z to the (possibly rounded) value of x and returns z. If z's precision is 0, it is changed to the precision of x before setting z.
func (z *Float) Set(x *Float) *Float {
	if z == x {
		return z
	}
	z.defaultPrec(int(x.prec))
	if x.form != finite {
		return z.setForm(x.form, x.neg)
	}
	return z.setRound(x.neg, x.mant, x.last(), false)
}

// Copy sets z to x, with the same precision, rounding mode, and accuracy as x, and returns z.
func (z *Float) Copy(x *Float) *Float {
	*z = *x
	return z
}

// truncated returns the integer part of |x| and whether it is all of it.
func (x *Float) truncated() (nat, bool) {
	if x.form != finite || x.exp <= 0 {
		return nil, x.form == zero
	}
	last := x.last()
	if last >= 0 {
		return x.mant.shl(uint(last)), true
	}
	return x.mant.shr(uint(-last)), !x.mant.anyBelow(uint(-last))
}

// Uint64 returns the unsigned integer resulting from truncating x towards zero.
func (x *Float) Uint64() (uint64, Accuracy) {
	switch {
	case x.form == zero:
		return 0, Exact
	case x.neg:
		return 0, Above
	case x.form == inf || x.exp > 64:
		return math.MaxUint64, Below
	}
	n, _ := x.truncated()
	if x.exp > 0 && x.MinPrec() <= 64 {
		return n.low64(), Exact // as Go has it, also for fractions
	}
	return n.low64(), Below
}

// Int64 returns the integer resulting from truncating x towards zero.
func (x *Float) Int64() (int64, Accuracy) {
	if x.form == zero {
		return 0, Exact
	}
	acc := signAcc(x.neg, false)
	if x.form == finite && x.exp <= 63 {
		n, exact := x.truncated()
		v := int64(n.low64())
		if x.neg {
			v = -v
		}
		if exact {
			acc = Exact
		}
		return v, acc
	}
	if x.neg {
		if x.form == finite && x.exp == 64 && x.MinPrec() == 1 {
			acc = Exact
		}
		return math.MinInt64, acc
	}
	return math.MaxInt64, acc
}

// toFloat rounds x to a format of IEEE 754: size bits of mantissa, least being the exponent of the smallest number's last bit.
func (x *Float) toFloat(size uint, least int64, limit float64) (float64, Accuracy) {
	sign := 1.0
	if x.neg {
		sign = -1
	}
	switch x.form {
	case zero:
		return math.Copysign(0, sign), Exact
	case inf:
		return math.Inf(int(sign)), Exact
	}
	prec := int64(size)
	if below := least - (int64(x.exp) - prec); below > 0 {
		// Denormal.
		prec -= below
	}
	if prec < 0 || prec == 0 && x.MinPrec() == 1 {
		// At most half of the smallest number.
		return math.Copysign(0, sign), signAcc(x.neg, false)
	}
	var r Float
	if prec == 0 {
		return math.Ldexp(sign, int(least)), signAcc(x.neg, true)
	}
	r.prec = uint32(prec)
	r.setRound(x.neg, x.mant, x.last(), false)
	if r.form == inf || r.exp > 1024 {
		return math.Inf(int(sign)), signAcc(x.neg, true)
	}
	f := math.Ldexp(float64(r.mant.low64()), int(r.last()))
	if f > limit {
		return math.Inf(int(sign)), signAcc(x.neg, true)
	}
	return f * sign, r.acc
}

// Float32 returns the float32 value nearest to x.
func (x *Float) Float32() (float32, Accuracy) {
	f, acc := x.toFloat(24, -149, math.MaxFloat32)
	return float32(f), acc
}

// Float64 returns the float64 value nearest to x.
func (x *Float) Float64() (float64, Accuracy) { return x.toFloat(53, -1074, math.MaxFloat64) }

// Int returns the result of truncating x towards zero; or nil if x is an infinity. If a non-nil *Int argument z is provided, Int stores the result in z.
func (x *Float) Int(z *Int) (*Int, Accuracy) {
	if z == nil && x.form != inf {
		z = new(Int)
	}
	if x.form == inf {
		return nil, signAcc(x.neg, false)
	}
	n, exact := x.truncated()
	acc := Exact
	if !exact {
		acc = signAcc(x.neg, false)
	}
	return z.set(x.neg, n), acc
}

// Rat returns the rational number corresponding to x; or nil if x is an infinity. If a non-nil *Rat argument z is provided, Rat stores the result in z.
func (x *Float) Rat(z *Rat) (*Rat, Accuracy) {
	if x.form == inf {
		return nil, signAcc(x.neg, false)
	}
	if z == nil {
		z = new(Rat)
	}
	if x.form == zero {
		return z.SetInt64(0), Exact
	}
	if last := x.last(); last >= 0 {
		return z.setNorm(x.neg, x.mant.shl(uint(last)), natOne), Exact
	} else {
		return z.setNorm(x.neg, x.mant, natOne.shl(uint(-last))), Exact
	}
}

// Abs sets z to the (possibly rounded) value |x| (the absolute value of x) and returns z.
func (z *Float) Abs(x *Float) *Float {
	z.Set(x)
	z.neg = false
	return z
}

// Neg sets z to the (possibly rounded) value of x with its sign negated, and returns z.
func (z *Float) Neg(x *Float) *Float {
	z.Set(x)
	z.neg = !z.neg
	return z
}

// addFinite sets z to the sum of finite operands.
func (z *Float) addFinite(xneg bool, x *Float, yneg bool, y *Float) *Float {
	xm, ym, xl, yl := x.mant, y.mant, x.last(), y.last()
	// An operand far below all bits of the other and of the result only matters by its sign: a single bit below them does as well.
	far := int64(z.prec) + 64
	if int64(x.exp) < yl-far && int64(x.exp) < int64(y.exp)-far {
		xm, xl = natOne, min(yl, int64(y.exp)-far)-3
	}
	if int64(y.exp) < xl-far && int64(y.exp) < int64(x.exp)-far {
		ym, yl = natOne, min(xl, int64(x.exp)-far)-3
	}
	last := min(xl, yl)
	neg, sum := addSigned(xneg, xm.shl(uint(xl-last)), yneg, ym.shl(uint(yl-last)))
	if len(sum) == 0 {
		neg = z.mode == ToNegativeInf
	}
	return z.setRound(neg, sum, last, false)
}

// Add sets z to the rounded sum x+y and returns z. It panics with ErrNaN if x and y are infinities with opposite signs.
func (z *Float) Add(x, y *Float) *Float {
	z.defaultPrec(int(max(x.prec, y.prec)))
	switch {
	case x.form == finite && y.form == finite:
		return z.addFinite(x.neg, x, y.neg, y)
	case x.form == inf && y.form == inf && x.neg != y.neg:
		z.setForm(zero, false)
		panic(ErrNaN{"addition of infinities with opposite signs"})
	case x.form == zero && y.form == zero:
		return z.setForm(zero, x.neg && y.neg || (x.neg != y.neg && z.mode == ToNegativeInf))
	case x.form == inf || y.form == zero:
		return z.Set(x)
	}
	return z.Set(y)
}

// Sub sets z to the rounded difference x-y and returns z. It panics with ErrNaN if x and y are infinities with equal signs.
func (z *Float) Sub(x, y *Float) *Float {
	z.defaultPrec(int(max(x.prec, y.prec)))
	switch {
	case x.form == finite && y.form == finite:
		return z.addFinite(x.neg, x, !y.neg, y)
	case x.form == inf && y.form == inf && x.neg == y.neg:
		z.setForm(zero, false)
		panic(ErrNaN{"subtraction of infinities with equal signs"})
	case x.form == zero && y.form == zero:
		return z.setForm(zero, x.neg && !y.neg || (x.neg == y.neg && z.mode == ToNegativeInf))
	case x.form == inf || y.form == zero:
		return z.Set(x)
	}
	return z.Neg(y)
}

// Mul sets z to the rounded product x*y and returns z. It panics with ErrNaN if one operand is zero and the other operand an infinity.
func (z *Float) Mul(x, y *Float) *Float {
	z.defaultPrec(int(max(x.prec, y.prec)))
	neg := x.neg != y.neg
	switch {
	case x.form == finite && y.form == finite:
		return z.setRound(neg, x.mant.mul(y.mant), x.last()+y.last(), false)
	case x.form == zero && y.form == inf || x.form == inf && y.form == zero:
		z.setForm(zero, false)
		panic(ErrNaN{"multiplication of zero with infinity"})
	case x.form == inf || y.form == inf:
		return z.setForm(inf, neg)
	}
	return z.setForm(zero, neg)
}

// setQuo sets z to x × 2**xl / (y × 2**yl), rounded.
func (z *Float) setQuo(neg bool, x nat, xl int64, y nat, yl int64) *Float {
	if shift := int(z.prec) + 2 + y.bitLen() - x.bitLen(); shift > 0 {
		x = x.shl(uint(shift))
		xl -= int64(shift)
	}
	q, r := x.div(y)
	return z.setRound(neg, q, xl-yl, len(r) > 0)
}

// Quo sets z to the rounded quotient x/y and returns z. It panics with ErrNaN if both operands are zero or infinities.
func (z *Float) Quo(x, y *Float) *Float {
	z.defaultPrec(int(max(x.prec, y.prec)))
	neg := x.neg != y.neg
	switch {
	case x.form == finite && y.form == finite:
		return z.setQuo(neg, x.mant, x.last(), y.mant, y.last())
	case x.form == y.form:
		z.setForm(zero, false)
		panic(ErrNaN{"division of zero by zero or infinity by infinity"})
	case x.form == zero || y.form == inf:
		return z.setForm(zero, neg)
	}
	return z.setForm(inf, neg)
}

// Sqrt sets z to the rounded square root of x, and returns it. It panics if x < 0.
func (z *Float) Sqrt(x *Float) *Float {
	z.defaultPrec(int(x.prec))
	switch {
	case x.Sign() < 0:
		panic(ErrNaN{"square root of negative operand"})
	case x.form != finite:
		return z.setForm(x.form, x.neg)
	}
	m, last := x.mant, x.last()
	shift := max(2*(int(z.prec)+2)-m.bitLen(), 0)
	if (last-int64(shift))&1 != 0 {
		shift++
	}
	m, last = m.shl(uint(shift)), last-int64(shift)
	r := m.sqrt()
	z.setRound(false, r, last/2, r.mul(r).cmp(m) != 0)
	z.acc = Exact // as Go has it: undefined
	return z
}

// Cmp compares x and y and returns -1, 0 or +1.
func (x *Float) Cmp(y *Float) int {
	a, b := x.order(), y.order()
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	case a == 1 || a == -1:
		c := 0
		switch {
		case x.exp != y.exp:
			c = 1
			if x.exp < y.exp {
				c = -1
			}
		default:
			last := min(x.last(), y.last())
			c = x.mant.shl(uint(x.last() - last)).cmp(y.mant.shl(uint(y.last() - last)))
		}
		return c * a
	}
	return 0
}

// order is -2 for -Inf, -1 for negative numbers, 0, 1 and 2 for +Inf.
func (x *Float) order() int {
	o := int(x.form)
	if x.neg {
		return -o
	}
	return o
}
