// Arithmetic for package math that needs instructions the processor may not have: fused multiply-add.
#include "runtime.h"

#if defined(__x86_64__)
extern uint32_t rt_has_avx;

static bool cpu_has_fma(void) {
	uint32_t a = 1, b, c = 0, d;
	__asm__ volatile("cpuid" : "+a"(a), "=b"(b), "+c"(c), "=d"(d));
	return rt_has_avx && (c >> 12 & 1) != 0;
}

// 0: not known yet, 1: no, 2: yes. Threads that find out at the same time write the same.
static uint32_t fma_state;

bool rt_hasfma(void) GO("hasfma");
bool rt_hasfma(void) {
	uint32_t s = __atomic_load_n(&fma_state, __ATOMIC_RELAXED);
	if (s == 0) {
		s = cpu_has_fma() ? 2 : 1;
		__atomic_store_n(&fma_state, s, __ATOMIC_RELAXED);
	}
	return s == 2;
}

__attribute__((target("fma"))) double rt_fma(double x, double y, double z) GO("fma");
__attribute__((target("fma"))) double rt_fma(double x, double y, double z) { return __builtin_fma(x, y, z); }

#define LN2_UPPER 0.69314718055966295651160180568695068359375
#define LN2_LOWER 0.28235290563031577122588448175013436025525412068e-12

// The Taylor series of (e**x - 1) / x from the highest coefficient to the lowest, for x up to ln(2)/32.
static const double taylor[] = {
	2.4801587301587301587e-5, 1.9841269841269841270e-4, 1.3888888888888888889e-3, 8.3333333333333333333e-3, 4.1666666666666666667e-2, 1.6666666666666666667e-1, 0.5, 1,
};

__attribute__((target("fma"))) static double exp_fused(double x, double k) {
	x = __builtin_fma(-k, LN2_UPPER, x);
	x = __builtin_fma(-k, LN2_LOWER, x);
	x *= 0.0625;
	double p = taylor[0];
	for (int i = 1; i < 8; i++) p = __builtin_fma(p, x, taylor[i]);
	x *= p;
	for (int i = 0; i < 3; i++) x *= x + 2;
	return __builtin_fma(x + 2, x, 1);
}

static double exp_plain(double x, double k) {
	x -= k * LN2_UPPER;
	x -= k * LN2_LOWER;
	x *= 0.0625;
	double p = taylor[0];
	for (int i = 1; i < 8; i++) p = p * x + taylor[i];
	x *= p;
	for (int i = 0; i < 4; i++) x *= x + 2;
	return x + 1;
}

// e**(x - k ln 2), where that argument is small: e**(r/16), squared four times, less 1 until the end: (1+y)**2 - 1 = y * (y+2).
double rt_exppolynomial(double x, double k) GO("exppolynomial");
double rt_exppolynomial(double x, double k) { return rt_hasfma() ? exp_fused(x, k) : exp_plain(x, k); }

#else
double rt_fma(double x, double y, double z) GO("fma");
double rt_fma(double x, double y, double z) { return __builtin_fma(x, y, z); }
#endif
