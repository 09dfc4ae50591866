// Memory from the kernel: mmap and madvise, by system calls of our own.
//
// A region (sys_reserve) is only a range of addresses where nothing is mapped, far from where the kernel maps by itself: it costs nothing, counts
// against no limit, and becomes memory piece by piece (sys_commit).
#include "runtime.h"

enum { PROT_RW = 3, MAP_FLAGS = 0x4022 /* private, anonymous, noreserve */, MAP_FIXED_NOREPLACE = 0x100000, ADVISE_DONTNEED = 4 };
#define GB ((uintptr_t)1 << 30)

#if defined(__x86_64__)
enum { SYS_MMAP = 9, SYS_MUNMAP = 11, SYS_MADVISE = 28 };

static intptr_t call6(intptr_t n, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e, uintptr_t f) {
	intptr_t result;
	register uintptr_t r10 __asm__("r10") = d;
	register uintptr_t r8 __asm__("r8") = e;
	register uintptr_t r9 __asm__("r9") = f;
	__asm__ volatile("syscall" : "=a"(result) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
enum { SYS_MMAP = 222, SYS_MUNMAP = 215, SYS_MADVISE = 233 };

static intptr_t call6(intptr_t n, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e, uintptr_t f) {
	register uintptr_t x8 __asm__("x8") = (uintptr_t)n;
	register uintptr_t x0 __asm__("x0") = a;
	register uintptr_t x1 __asm__("x1") = b;
	register uintptr_t x2 __asm__("x2") = c;
	register uintptr_t x3 __asm__("x3") = d;
	register uintptr_t x4 __asm__("x4") = e;
	register uintptr_t x5 __asm__("x5") = f;
	__asm__ volatile("svc 0" : "+r"(x0) : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5) : "memory");
	return (intptr_t)x0;
}
#endif

// Exactly at p, where nothing may be yet.
static bool map_at(uintptr_t p, uintptr_t size) {
	intptr_t got = call6(SYS_MMAP, p, size, PROT_RW, MAP_FLAGS | MAP_FIXED_NOREPLACE, (uintptr_t)-1, 0);
	if (got == (intptr_t)p) return true;
	if (got > 0 || got < -4095) call6(SYS_MUNMAP, (uintptr_t)got, size, 0, 0, 0, 0);  // Linux before 4.17 takes the address for a hint
	return false;
}

void *sys_alloc(uintptr_t size) {
	intptr_t p = call6(SYS_MMAP, 0, size, PROT_RW, MAP_FLAGS, (uintptr_t)-1, 0);
	return p < 0 && p > -4096 ? NULL : (void *)p;
}

static bool is_free(uintptr_t p, uintptr_t size) {
	if (!map_at(p, 4096)) return false;
	bool last = map_at(p + size - 4096, 4096);
	if (last) call6(SYS_MUNMAP, p + size - 4096, 4096, 0, 0, 0, 0);
	call6(SYS_MUNMAP, p, 4096, 0, 0, 0, 0);
	return last;
}

// Looks from 768 GB upwards, then (address spaces of 39 bits) from 128 GB. At start-up, by the only thread.
void *sys_reserve(uintptr_t size) {
	static uintptr_t high = 768 * GB, low = 128 * GB;
	size = (size + GB - 1) / GB * GB;
	for (uintptr_t p = high; p + size <= (uintptr_t)1 << 45; p += 256 * GB)
		if (is_free(p, size)) {
			high = p + size;
			return (void *)p;
		}
	for (uintptr_t p = low; p + size <= 512 * GB; p += 16 * GB)
		if (is_free(p, size)) {
			low = p + size;
			return (void *)p;
		}
	return NULL;
}

bool sys_commit(void *p, uintptr_t size) { return map_at((uintptr_t)p, size); }
void sys_unused(void *p, uintptr_t size) { call6(SYS_MADVISE, (uintptr_t)p, size, ADVISE_DONTNEED, 0, 0, 0); }
