// Strings: concatenation and the conversions, with Go's UTF-8 rules (an invalid byte decodes as U+FFFD of width 1; surrogates and values over
// U+10FFFF encode as U+FFFD).
#include "runtime.h"
#include "rtmem.h"

static const uint8_t single_bytes[256] = {
#define B4(n) (n), (n) + 1, (n) + 2, (n) + 3
#define B16(n) B4(n), B4((n) + 4), B4((n) + 8), B4((n) + 12)
#define B64(n) B16(n), B16((n) + 16), B16((n) + 32), B16((n) + 48)
	B64(0), B64(64), B64(128), B64(192)
};

String rt_concatstrings(const String *parts, intptr_t n) {
	intptr_t total = 0, used = 0, last = 0;
	for (intptr_t i = 0; i < n; i++) {
		if (parts[i].len == 0) continue;
		if (total + parts[i].len < total) rt_throw("string concatenation too long");
		total += parts[i].len;
		used++;
		last = i;
	}
	if (used == 0) return (String){NULL, 0};
	if (used == 1) return parts[last];
	uint8_t *p = rt_mallocgc((uintptr_t)total, NULL, false), *q = p;
	for (intptr_t i = 0; i < n; i++) {
		memmove(q, parts[i].ptr, (size_t)parts[i].len);
		q += parts[i].len;
	}
	return (String){p, total};
}

// Writes r as UTF-8 and returns its length, 1 to 4.
static intptr_t encode_rune(uint8_t *p, int64_t rune) {
	uint32_t r = (uint64_t)rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff) ? 0xfffd : (uint32_t)rune;
	if (r < 0x80) {
		p[0] = (uint8_t)r;
		return 1;
	}
	if (r < 0x800) {
		p[0] = (uint8_t)(0xc0 | r >> 6);
		p[1] = (uint8_t)(0x80 | (r & 0x3f));
		return 2;
	}
	if (r < 0x10000) {
		p[0] = (uint8_t)(0xe0 | r >> 12);
		p[1] = (uint8_t)(0x80 | (r >> 6 & 0x3f));
		p[2] = (uint8_t)(0x80 | (r & 0x3f));
		return 3;
	}
	p[0] = (uint8_t)(0xf0 | r >> 18);
	p[1] = (uint8_t)(0x80 | (r >> 12 & 0x3f));
	p[2] = (uint8_t)(0x80 | (r >> 6 & 0x3f));
	p[3] = (uint8_t)(0x80 | (r & 0x3f));
	return 4;
}

static bool continuation(uint8_t b) { return (b & 0xc0) == 0x80; }

// The rune that starts at p[k] and the index behind it.
RuneAt rt_decoderune(const uint8_t *p, intptr_t n, intptr_t k) {
	intptr_t left = n - k;
	p += k;
	uint32_t b = p[0];
	if (b < 0x80) return (RuneAt){(intptr_t)b, k + 1};
	if (b >= 0xc2 && b < 0xe0 && left >= 2 && continuation(p[1])) return (RuneAt){(intptr_t)((b & 0x1f) << 6 | (p[1] & 0x3f)), k + 2};
	if (b >= 0xe0 && b < 0xf0 && left >= 3 && continuation(p[1]) && continuation(p[2])) {
		uint32_t r = (b & 0xf) << 12 | (uint32_t)(p[1] & 0x3f) << 6 | (p[2] & 0x3f);
		if (r >= 0x800 && (r < 0xd800 || r > 0xdfff)) return (RuneAt){(intptr_t)r, k + 3};
	}
	if (b >= 0xf0 && b < 0xf5 && left >= 4 && continuation(p[1]) && continuation(p[2]) && continuation(p[3])) {
		uint32_t r = (b & 7) << 18 | (uint32_t)(p[1] & 0x3f) << 12 | (uint32_t)(p[2] & 0x3f) << 6 | (p[3] & 0x3f);
		if (r >= 0x10000 && r <= 0x10ffff) return (RuneAt){(intptr_t)r, k + 4};
	}
	return (RuneAt){0xfffd, k + 1};
}

String rt_intstring(int64_t v) {
	uint8_t buf[4];
	intptr_t n = encode_rune(buf, v);
	return rt_slicebytetostring(buf, n);
}

String rt_slicebytetostring(const uint8_t *p, intptr_t n) {
	if (n == 0) return (String){NULL, 0};
	if (n == 1) return (String){&single_bytes[p[0]], 1};
	uint8_t *q = rt_mallocgc((uintptr_t)n, NULL, false);
	memmove(q, p, (size_t)n);
	return (String){q, n};
}

Slice rt_stringtoslicebyte(const uint8_t *p, intptr_t n) {
	uintptr_t cap = roundupsize((uintptr_t)n, true);
	uint8_t *q = rt_mallocgc(cap, NULL, false);
	memmove(q, p, (size_t)n);
	memset(q + n, 0, cap - (uintptr_t)n);
	return (Slice){q, n, (intptr_t)cap};
}

String rt_slicerunetostring(const int32_t *p, intptr_t n) {
	uint8_t buf[4];
	intptr_t total = 0;
	for (intptr_t i = 0; i < n; i++) total += encode_rune(buf, p[i]);
	if (total == 0) return (String){NULL, 0};
	uint8_t *q = rt_mallocgc((uintptr_t)total, NULL, false);
	intptr_t at = 0;
	for (intptr_t i = 0; i < n; i++) at += encode_rune(q + at, p[i]);
	return (String){q, total};
}

Slice rt_stringtoslicerune(const uint8_t *p, intptr_t n) {
	intptr_t count = 0;
	for (intptr_t k = 0; k < n; count++) k = p[k] < 0x80 ? k + 1 : rt_decoderune(p, n, k).next;
	uintptr_t size = roundupsize((uintptr_t)count * 4, true);
	int32_t *q = rt_mallocgc(size, NULL, false);
	for (intptr_t k = 0, i = 0; k < n; i++) {
		RuneAt r = rt_decoderune(p, n, k);
		q[i] = (int32_t)r.rune;
		k = r.next;
	}
	memset(q + count, 0, size - (uintptr_t)count * 4);
	return (Slice){q, count, (intptr_t)(size / 4)};
}

// How many runes p[0:n] holds (len([]rune(s)), utf8.RuneCountInString).
intptr_t rt_countrunes(const uint8_t *p, intptr_t n) {
	intptr_t count = 0;
	for (intptr_t k = 0; k < n; count++) k = p[k] < 0x80 ? k + 1 : rt_decoderune(p, n, k).next;
	return count;
}
