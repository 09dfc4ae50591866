// The shortest decimal digits that read back as the same float, exactly (Steele & White's free-format algorithm with big integers).
//
// The value is R/S; M+/S and M-/S are half the distances to its neighbours. Digits are produced until the rest is within them.
// In: bits of a float64 or float32. Out: text as strconv.AppendFloat(f, 'g', -1, size). Speed does not matter here, size and exactness do.
#include "runtime.h"
#include "rtmem.h"

enum { LIMBS = 40 };  // 1280 bits: 2^1075 * 2 and 10^324 * 2^54 fit

typedef struct {
	int n;
	uint32_t limb[LIMBS];
} Big;

static void big_set(Big *b, uint64_t v) {
	b->n = 0;
	for (; v != 0; v >>= 32) b->limb[b->n++] = (uint32_t)v;
}

static void big_mul(Big *b, uint32_t f) {
	uint64_t carry = 0;
	for (int i = 0; i < b->n; i++) {
		carry += (uint64_t)b->limb[i] * f;
		b->limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	if (carry != 0) b->limb[b->n++] = (uint32_t)carry;
}

static void big_shift(Big *b, int bits) {
	for (; bits >= 31; bits -= 31) big_mul(b, 1u << 31);
	big_mul(b, 1u << bits);
}

static void big_pow10(Big *b, int power) {
	for (; power >= 9; power -= 9) big_mul(b, 1000000000);
	for (; power > 0; power--) big_mul(b, 10);
}

static int big_compare(const Big *a, const Big *b) {
	if (a->n != b->n) return a->n < b->n ? -1 : 1;
	for (int i = a->n - 1; i >= 0; i--)
		if (a->limb[i] != b->limb[i]) return a->limb[i] < b->limb[i] ? -1 : 1;
	return 0;
}

static void big_sub(Big *a, const Big *b) {
	int64_t borrow = 0;
	for (int i = 0; i < a->n; i++) {
		borrow += (int64_t)a->limb[i] - (i < b->n ? b->limb[i] : 0);
		a->limb[i] = (uint32_t)borrow;
		borrow >>= 32;
	}
	while (a->n > 0 && a->limb[a->n - 1] == 0) a->n--;
}

// Compares a + b with c.
static int big_compare_sum(const Big *a, const Big *b, const Big *c) {
	Big sum = *a;
	uint64_t carry = 0;
	int n = a->n > b->n ? a->n : b->n;
	for (int i = 0; i < n; i++) {
		carry += (uint64_t)(i < a->n ? a->limb[i] : 0) + (i < b->n ? b->limb[i] : 0);
		sum.limb[i] = (uint32_t)carry;
		carry >>= 32;
	}
	sum.n = n;
	if (carry != 0) sum.limb[sum.n++] = (uint32_t)carry;
	return big_compare(&sum, c);
}

// floor(log10(mant * 2^exp)), or one less.
static int estimate_power(uint64_t mant, int exp) {
	int log2 = 63 - __builtin_clzll(mant) + exp;
	return (int)(((int64_t)log2 * 1233) >> 12) - (log2 < 0);
}

// Writes the digits of mant * 2^exp to out and returns how many; *point is the place of the decimal point relative to the first digit.
// `wide` says that the lower neighbour is only half as far away as the upper one.
static int shortest(uint64_t mant, int exp, bool wide, char *out, int *point) {
	Big r, s, up, down;
	big_set(&r, mant);
	big_set(&s, 1);
	big_set(&up, 1);
	big_set(&down, 1);
	int extra = wide ? 2 : 1;
	big_shift(&r, (exp > 0 ? exp : 0) + extra);
	big_shift(&s, (exp < 0 ? -exp : 0) + extra);
	big_shift(&up, (exp > 0 ? exp : 0) + (wide ? 1 : 0));
	big_shift(&down, exp > 0 ? exp : 0);
	bool even = (mant & 1) == 0;
	int k = estimate_power(mant, exp);
	if (k >= 0) {
		big_pow10(&s, k);
	} else {
		big_pow10(&r, -k);
		big_pow10(&up, -k);
		big_pow10(&down, -k);
	}
	// Now R/S is value/10^k; bring it to [1, 10) counting the upper neighbour's half.
	for (;;) {
		Big s10 = s;
		big_mul(&s10, 10);
		int c = big_compare_sum(&r, &up, &s10);
		if (c < 0 || (c == 0 && !even)) break;
		s = s10;
		k++;
	}
	*point = k + 1;
	int n = 0;
	for (;;) {
		int digit = 0;
		while (big_compare(&r, &s) >= 0) big_sub(&r, &s), digit++;
		int lo = big_compare(&r, &down), hi = big_compare_sum(&r, &up, &s);
		bool low = lo < 0 || (lo == 0 && even), high = hi > 0 || (hi == 0 && even);
		if (low || high) {
			int half = big_compare_sum(&r, &r, &s);  // halfway between two digits the even one is taken, as strconv does
			if (high && (!low || half > 0 || (half == 0 && digit % 2 == 1))) digit++;
			out[n++] = (char)('0' + digit);
			break;
		}
		out[n++] = (char)('0' + digit);
		big_mul(&r, 10);
		big_mul(&up, 10);
		big_mul(&down, 10);
	}
	return n;
}

static int put_text(char *out, const char *text) {
	int n = 0;
	for (; text[n] != 0; n++) out[n] = text[n];
	return n;
}

// %e below 1e-4 and from 1e6 on, else %f: what 'g' means for the shortest precision.
static int layout(char *out, const char *digits, int n, int point) {
	int at = 0, exp = point - 1;
	if (exp < -4 || exp >= 6) {
		out[at++] = digits[0];
		if (n > 1) out[at++] = '.';
		for (int i = 1; i < n; i++) out[at++] = digits[i];
		out[at++] = 'e';
		out[at++] = exp < 0 ? '-' : '+';
		if (exp < 0) exp = -exp;
		if (exp >= 100) out[at++] = (char)('0' + exp / 100);
		out[at++] = (char)('0' + exp / 10 % 10);
		out[at++] = (char)('0' + exp % 10);
		return at;
	}
	if (point <= 0) {
		out[at++] = '0';
		out[at++] = '.';
		for (int i = point; i < 0; i++) out[at++] = '0';
	}
	for (int i = 0; i < n || i < point; i++) {
		if (i == point && i > 0) out[at++] = '.';
		out[at++] = i < n ? digits[i] : '0';
	}
	return at;
}

// Formats a float64 (or, with is32, the float32 it holds) as 'g' with shortest precision; returns the length, at most FTOA_MAX.
int format_float(char *out, double value, bool is32) {
	char digits[20];
	uint64_t mant;
	int exp, bias, width;
	bool negative;
	if (is32) {
		float f = (float)value;
		uint32_t bits;
		__builtin_memcpy(&bits, &f, 4);
		negative = bits >> 31, exp = bits >> 23 & 0xff, mant = bits & 0x7fffff, width = 23, bias = 127;
		if (exp == 0xff) exp = 0x7ff;
	} else {
		uint64_t bits;
		__builtin_memcpy(&bits, &value, 8);
		negative = bits >> 63, exp = bits >> 52 & 0x7ff, mant = bits & 0xfffffffffffffull, width = 52, bias = 1023;
	}
	if (exp == 0x7ff) return put_text(out, mant != 0 ? "NaN" : negative ? "-Inf" : "+Inf");
	int at = 0;
	if (negative) out[at++] = '-';
	if (exp == 0 && mant == 0) {
		out[at++] = '0';
		return at;
	}
	bool wide = exp > 1 && mant == 0;
	if (exp != 0)
		mant |= 1ull << width;
	else
		exp = 1;
	int point;
	int n = shortest(mant, exp - bias - width, wide, digits, &point);
	return at + layout(out + at, digits, n, point);
}
