// Making and growing slices. Capacities follow Go's formula and its size classes, so that cap() prints what it prints under Go.
#include "runtime.h"
#include "rtmem.h"

void *rt_makeslice(const Type *elem, intptr_t len, intptr_t cap) {
	uintptr_t bytes;
	if (__builtin_mul_overflow(elem->size, (uintptr_t)cap, &bytes) || bytes > MAX_ALLOC || len < 0 || len > cap) {
		if (__builtin_mul_overflow(elem->size, (uintptr_t)len, &bytes) || bytes > MAX_ALLOC || len < 0) rt_panicmakeslicelen();
		rt_panicmakeslicecap();
	}
	return rt_mallocgc(bytes, elem, true);
}

// Doubling below 256 elements, then a smooth passage to a factor of 1.25.
static intptr_t next_cap(intptr_t newlen, intptr_t oldcap) {
	enum { threshold = 256 };
	intptr_t cap = oldcap, twice;
	if (__builtin_add_overflow(cap, cap, &twice) || newlen > twice) return newlen;
	if (oldcap < threshold) return twice;
	do {
		if (__builtin_add_overflow(cap, (cap + 3 * threshold) >> 2, &cap)) return newlen;
	} while (cap < newlen);
	return cap;
}

// A slice of length newlen with room to grow, holding the first newlen - num elements of old.
Slice rt_growslice(void *old, intptr_t newlen, intptr_t oldcap, intptr_t num, const Type *elem) {
	if (newlen < 0) rt_panic_text("runtime error: growslice: len out of range");
	if (elem->size == 0) return (Slice){rt_zerobase, newlen, newlen};
	intptr_t cap = next_cap(newlen, oldcap);
	uintptr_t bytes, oldbytes = (uintptr_t)(newlen - num) * elem->size;
	if (__builtin_mul_overflow(elem->size, (uintptr_t)cap, &bytes) || bytes > MAX_ALLOC) rt_panic_text("runtime error: growslice: len out of range");
	bytes = roundupsize(bytes, elem->ptrdata == 0);
	cap = (intptr_t)(bytes / elem->size);
	bytes = (uintptr_t)cap * elem->size;
	void *p;
	if (elem->ptrdata == 0) {
		p = rt_mallocgc(bytes, NULL, false);
		uintptr_t used = (uintptr_t)newlen * elem->size;
		memset((char *)p + used, 0, bytes - used);
	} else {
		p = rt_mallocgc(bytes, elem, true);
	}
	memmove(p, old, oldbytes);
	return (Slice){p, newlen, cap};
}
