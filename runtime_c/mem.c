// Moving, setting and comparing memory, under the names C and LLVM use.
//
// In: pointers and a length in bytes. LLVM emits calls to these names by itself, so they may not call anything, need next to no stack, and this
// file is compiled so that no loop in it is turned back into a call of the function it is in.
// Must hold: memmove copies aligned words whole (a pointer is never seen half written by the collector); small copies read everything before they
// write, so overlap needs no case of its own.
#include "runtime.h"
#include "rtmem.h"

#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC optimize("no-tree-loop-distribute-patterns")
#endif
#if defined(__x86_64__)
#include <emmintrin.h>
#endif

typedef uint16_t u16u __attribute__((aligned(1), may_alias));
typedef uint32_t u32u __attribute__((aligned(1), may_alias));
typedef uint64_t u64u __attribute__((aligned(1), may_alias));
typedef unsigned char v16 __attribute__((vector_size(16), aligned(1), may_alias));

#define LD8(p, off) (*(const u64u *)((const char *)(p) + (off)))
#define LD4(p, off) (*(const u32u *)((const char *)(p) + (off)))
#define ST8(p, off) (*(u64u *)((char *)(p) + (off)))
#define ST4(p, off) (*(u32u *)((char *)(p) + (off)))
#define LDV(p, off) (*(const v16 *)((const char *)(p) + (off)))
#define STV(p, off) (*(v16 *)((char *)(p) + (off)))

void *memmove(void *dst, const void *src, size_t n) {
	char *d = dst;
	const char *s = src;
	if (n <= 16) {
		if (n >= 8) {
			uint64_t a = LD8(s, 0), b = LD8(s, n - 8);
			ST8(d, 0) = a, ST8(d, n - 8) = b;
		} else if (n >= 4) {
			uint32_t a = LD4(s, 0), b = LD4(s, n - 4);
			ST4(d, 0) = a, ST4(d, n - 4) = b;
		} else if (n > 0) {
			char a = s[0], b = s[n / 2], c = s[n - 1];
			d[0] = a, d[n / 2] = b, d[n - 1] = c;
		}
		return dst;
	}
	if (n <= 32) {
		v16 a = LDV(s, 0), b = LDV(s, n - 16);
		STV(d, 0) = a, STV(d, n - 16) = b;
		return dst;
	}
	if (n <= 64) {
		v16 a = LDV(s, 0), b = LDV(s, 16), c = LDV(s, n - 32), e = LDV(s, n - 16);
		STV(d, 0) = a, STV(d, 16) = b, STV(d, n - 32) = c, STV(d, n - 16) = e;
		return dst;
	}
	if ((uintptr_t)d - (uintptr_t)s >= n) {  // forwards: no overlap, or dst below src
		v16 t0 = LDV(s, n - 64), t1 = LDV(s, n - 48), t2 = LDV(s, n - 32), t3 = LDV(s, n - 16);
		char *end = d + n;
#if defined(__x86_64__)
		if (n >= 2048 && (uintptr_t)s - (uintptr_t)d >= n && (((uintptr_t)d | (uintptr_t)s) & 7) == 0) {
			size_t words = n / 8;
			__asm__ volatile("rep movsq" : "+D"(d), "+S"(s), "+c"(words) : : "memory");
		} else
#endif
			for (size_t left = n; left > 64; left -= 64, d += 64, s += 64) {
				v16 a = LDV(s, 0), b = LDV(s, 16), c = LDV(s, 32), e = LDV(s, 48);
				STV(d, 0) = a, STV(d, 16) = b, STV(d, 32) = c, STV(d, 48) = e;
			}
		STV(end, -64) = t0, STV(end, -48) = t1, STV(end, -32) = t2, STV(end, -16) = t3;
		return dst;
	}
	v16 h0 = LDV(s, 0), h1 = LDV(s, 16), h2 = LDV(s, 32), h3 = LDV(s, 48);
	for (size_t left = n; left > 64; left -= 64) {
		v16 a = LDV(s, left - 16), b = LDV(s, left - 32), c = LDV(s, left - 48), e = LDV(s, left - 64);
		STV(d, left - 16) = a, STV(d, left - 32) = b, STV(d, left - 48) = c, STV(d, left - 64) = e;
	}
	STV(d, 0) = h0, STV(d, 16) = h1, STV(d, 32) = h2, STV(d, 48) = h3;
	return dst;
}

void *memcpy(void *restrict dst, const void *restrict src, size_t n) { return memmove(dst, src, n); }

void *memset(void *dst, int c, size_t n) {
	char *d = dst;
	uint64_t w = (uint8_t)c * 0x0101010101010101ull;
	if (n <= 16) {
		if (n >= 8)
			ST8(d, 0) = w, ST8(d, n - 8) = w;
		else if (n >= 4)
			ST4(d, 0) = (uint32_t)w, ST4(d, n - 4) = (uint32_t)w;
		else if (n > 0)
			d[0] = (char)c, d[n / 2] = (char)c, d[n - 1] = (char)c;
		return dst;
	}
	unsigned char b = (unsigned char)c;
	v16 v = {b, b, b, b, b, b, b, b, b, b, b, b, b, b, b, b};
#if defined(__x86_64__)
	if (n >= 2048) {
		char *p = d;
		size_t words = n / 8;
		ST8(d, n - 8) = w;
		__asm__ volatile("rep stosq" : "+D"(p), "+c"(words) : "a"(w) : "memory");
		return dst;
	}
#endif
	size_t i = 0;
	for (; i + 64 <= n; i += 64)
		STV(d, i) = v, STV(d, i + 16) = v, STV(d, i + 32) = v, STV(d, i + 48) = v;
	for (; i + 16 <= n; i += 16) STV(d, i) = v;
	STV(d, n - 16) = v;
	return dst;
}

bool memequal(const void *p, const void *q, uintptr_t n) {
	const char *a = p, *b = q;
	if (a == b) return true;
	if (n >= 8) {
		size_t i = 0;
		for (; i + 32 <= n; i += 32)
			if ((LD8(a, i) ^ LD8(b, i)) | (LD8(a, i + 8) ^ LD8(b, i + 8)) | (LD8(a, i + 16) ^ LD8(b, i + 16)) | (LD8(a, i + 24) ^ LD8(b, i + 24)))
				return false;
		for (; i + 8 <= n; i += 8)
			if (LD8(a, i) != LD8(b, i)) return false;
		return LD8(a, n - 8) == LD8(b, n - 8);
	}
	if (n >= 4) return ((LD4(a, 0) ^ LD4(b, 0)) | (LD4(a, n - 4) ^ LD4(b, n - 4))) == 0;
	if (n == 0) return true;
	return a[0] == b[0] && a[n / 2] == b[n / 2] && a[n - 1] == b[n - 1];
}

int memcmp(const void *p, const void *q, size_t n) {
	const unsigned char *a = p, *b = q;
	size_t i = 0;
	for (; i + 8 <= n; i += 8) {
		uint64_t x = LD8(a, i), y = LD8(b, i);
		if (x != y) return __builtin_bswap64(x) < __builtin_bswap64(y) ? -1 : 1;
	}
	for (; i < n; i++)
		if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
	return 0;
}

int bcmp(const void *p, const void *q, size_t n) { return !memequal(p, q, n); }

intptr_t rt_cmpstring(const uint8_t *p, intptr_t n, const uint8_t *q, intptr_t m) {
	if (p != q) {
		int c = memcmp(p, q, (size_t)(n < m ? n : m));
		if (c != 0) return c;
	}
	return n < m ? -1 : n > m;
}

// Index of the first byte c in p[0:n], or -1.
intptr_t rt_indexbyte(const uint8_t *p, intptr_t n, uint8_t c) {
	intptr_t i = 0;
#if defined(__x86_64__)
	__m128i pattern = _mm_set1_epi8((char)c);
	for (; i + 16 <= n; i += 16) {
		int mask = _mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + i)), pattern));
		if (mask != 0) return i + __builtin_ctz((unsigned)mask);
	}
#else
	uint64_t ones = 0x0101010101010101ull, pattern = c * ones;
	for (; i + 8 <= n; i += 8) {
		uint64_t x = LD8(p, i) ^ pattern;
		uint64_t zero = (x - ones) & ~x & (ones << 7);
		if (zero != 0) return i + (__builtin_ctzll(zero) >> 3);
	}
#endif
	for (; i < n; i++)
		if (p[i] == c) return i;
	return -1;
}

// Index of the last byte c in p[0:n], or -1.
intptr_t rt_lastindexbyte(const uint8_t *p, intptr_t n, uint8_t c) {
	while (n > 0)
		if (p[--n] == c) return n;
	return -1;
}

// How many bytes of p[0:n] are c.
intptr_t rt_countbyte(const uint8_t *p, intptr_t n, uint8_t c) {
	intptr_t i = 0, count = 0;
#if defined(__x86_64__)
	__m128i pattern = _mm_set1_epi8((char)c);
	for (; i + 16 <= n; i += 16)
		count += popcount((unsigned)_mm_movemask_epi8(_mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + i)), pattern)));
#endif
	for (; i < n; i++) count += p[i] == c;
	return count;
}

// Index of the first occurrence of q[0:m] in p[0:n], or -1. The search is for the rarer case that its two outer bytes match.
intptr_t rt_indexbytes(const uint8_t *p, intptr_t n, const uint8_t *q, intptr_t m) {
	if (m == 0) return 0;
	if (m == 1) return rt_indexbyte(p, n, q[0]);
	intptr_t i = 0, last = n - m;
	uint8_t first = q[0], end = q[m - 1];
#if defined(__x86_64__)
	__m128i a = _mm_set1_epi8((char)first), b = _mm_set1_epi8((char)end);
	for (; i + 15 <= last; i += 16) {
		__m128i x = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + i)), a);
		__m128i y = _mm_cmpeq_epi8(_mm_loadu_si128((const __m128i *)(p + i + m - 1)), b);
		unsigned mask = (unsigned)_mm_movemask_epi8(_mm_and_si128(x, y));
		for (; mask != 0; mask &= mask - 1) {
			intptr_t k = i + __builtin_ctz(mask);
			if (memequal(p + k, q, (uintptr_t)m)) return k;
		}
	}
#endif
	for (; i <= last; i++)
		if (p[i] == first && p[i + m - 1] == end && memequal(p + i, q, (uintptr_t)m)) return i;
	return -1;
}

intptr_t rt_memcmpW(const uint8_t *p, const uint8_t *q, intptr_t n) { return memcmp(p, q, (size_t)n); }
