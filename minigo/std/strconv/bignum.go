package strconv

import "math/bits"

// natural is an arbitrary-size natural number, least significant 32-bit limb first, without leading zero limbs.
// It serves the rare conversions that 128-bit arithmetic cannot decide.
type natural []uint32

func (n natural) mulAdd(factor, addend uint32) natural {
	carry := uint64(addend)
	for i, limb := range n {
		carry += uint64(limb) * uint64(factor)
		n[i] = uint32(carry)
		carry >>= 32
	}
	if carry != 0 {
		n = append(n, uint32(carry))
	}
	return n
}

// mulPow multiplies by base**exp, base at most 10.
func (n natural) mulPow(base uint32, exp int) natural {
	chunk, count := base, 1
	for uint64(chunk)*uint64(base) < 1<<32 {
		chunk *= base
		count++
	}
	for ; exp >= count; exp -= count {
		n = n.mulAdd(chunk, 0)
	}
	for ; exp > 0; exp-- {
		n = n.mulAdd(base, 0)
	}
	return n
}

func (n natural) shiftLeft(s int) natural {
	if len(n) == 0 {
		return n
	}
	limbs, rest := s/32, uint(s%32)
	out := make(natural, limbs, len(n)+limbs+1)
	carry := uint32(0)
	for _, limb := range n {
		out = append(out, limb<<rest|carry)
		carry = uint32(uint64(limb) << rest >> 32)
	}
	if carry != 0 {
		out = append(out, carry)
	}
	return out
}

func (n natural) bitLen() int {
	if len(n) == 0 {
		return 0
	}
	return 32*(len(n)-1) + bits.Len32(n[len(n)-1])
}

func (n natural) less(m natural) bool {
	if len(n) != len(m) {
		return len(n) < len(m)
	}
	for i := len(n) - 1; i >= 0; i-- {
		if n[i] != m[i] {
			return n[i] < m[i]
		}
	}
	return false
}

// sub returns n - m, for n >= m, in n's memory.
func (n natural) sub(m natural) natural {
	borrow := int64(0)
	for i := range n {
		d := int64(n[i]) - borrow
		if i < len(m) {
			d -= int64(m[i])
		}
		borrow = 0
		if d < 0 {
			d += 1 << 32
			borrow = 1
		}
		n[i] = uint32(d)
	}
	for len(n) > 0 && n[len(n)-1] == 0 {
		n = n[:len(n)-1]
	}
	return n
}

// topBits returns the 64 leading bits of n with the number of bits below them, and whether any bit below is set.
func (n natural) topBits() (top uint64, exp int, sticky bool) {
	length := n.bitLen()
	exp = length - 64
	for i, limb := range n {
		low := 32*i - exp // where this limb's bit 0 lies in top
		switch {
		case low >= 64:
		case low >= 0:
			top |= uint64(limb) << uint(low)
		case low > -32:
			top |= uint64(limb) >> uint(-low)
			sticky = sticky || limb<<uint(32+low) != 0
		default:
			sticky = sticky || limb != 0
		}
	}
	return top, exp, sticky
}

// quotient returns 64 leading bits of n/d with their exponent, and whether the division leaves a remainder.
func quotient(n, d natural) (top uint64, exp int, sticky bool) {
	exp = n.bitLen() - d.bitLen() - 64
	// make n/d lie in [2**63, 2**65)
	if exp < 0 {
		n = n.shiftLeft(-exp)
	} else {
		d = d.shiftLeft(exp)
		n = append(natural(nil), n...)
	}
	for i := 64; i >= 0; i-- {
		part := d.shiftLeft(i)
		if part.less(n) || !n.less(part) {
			n = n.sub(part)
			if i == 64 {
				// 65 bits: the last one goes to the sticky bit
				top, sticky = quotientRest(n, d, 63)
				return 1<<63 | top>>1, exp + 1, sticky || top&1 != 0
			}
			top |= 1 << uint(i)
		}
	}
	return top, exp, len(n) > 0
}

func quotientRest(n, d natural, from int) (q uint64, sticky bool) {
	for i := from; i >= 0; i-- {
		part := d.shiftLeft(i)
		if !n.less(part) {
			n = n.sub(part)
			q |= 1 << uint(i)
		}
	}
	return q, len(n) > 0
}

// decimal digits of m * 2**exp, exactly: digits and the position of the decimal point relative to their start.
func exactDigits(m uint64, exp int) (digits []byte, point int) {
	if m == 0 {
		return nil, 0
	}
	zeros := bits.TrailingZeros64(m)
	m >>= uint(zeros)
	exp += zeros
	// limbs in base 10**9
	limbs := make([]uint32, 0, 96)
	for ; m > 0; m /= 1e9 {
		limbs = append(limbs, uint32(m%1e9))
	}
	if exp >= 0 {
		limbs = scale(limbs, 2, exp)
	} else {
		limbs = scale(limbs, 5, -exp)
	}
	digits = make([]byte, 9*len(limbs))
	for i, limb := range limbs {
		at := len(digits) - 9*i
		for j := 0; j < 9; j++ {
			at--
			digits[at] = byte('0' + limb%10)
			limb /= 10
		}
	}
	for digits[0] == '0' {
		digits = digits[1:]
	}
	point = len(digits)
	if exp < 0 {
		point += exp
	}
	for len(digits) > 0 && digits[len(digits)-1] == '0' {
		digits = digits[:len(digits)-1]
	}
	return digits, point
}

// scale multiplies a number in base 10**9 by base**exp.
func scale(limbs []uint32, base uint32, exp int) []uint32 {
	step, chunk := 29, uint64(1<<29)
	if base == 5 {
		step, chunk = 12, 244140625
	}
	for exp > 0 {
		factor := chunk
		if exp < step {
			factor = 1
			for i := 0; i < exp; i++ {
				factor *= uint64(base)
			}
		}
		exp -= step
		carry := uint64(0)
		for i, limb := range limbs {
			carry += uint64(limb) * factor
			limbs[i] = uint32(carry % 1e9)
			carry /= 1e9
		}
		if carry > 0 {
			limbs = append(limbs, uint32(carry))
		}
	}
	return limbs
}
