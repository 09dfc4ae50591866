// Memory from the kernel: mmap, mprotect and madvise, by system calls of our own.
#include "runtime.h"

enum { PROT_NONE = 0, PROT_RW = 3, MAP_FLAGS = 0x4022 /* private, anonymous, noreserve */, ADVISE_DONTNEED = 4 };

#if defined(__x86_64__)
enum { SYS_MMAP = 9, SYS_MPROTECT = 10, SYS_MADVISE = 28 };

static intptr_t call6(intptr_t n, uintptr_t a, uintptr_t b, uintptr_t c, uintptr_t d, uintptr_t e, uintptr_t f) {
	intptr_t result;
	register uintptr_t r10 __asm__("r10") = d;
	register uintptr_t r8 __asm__("r8") = e;
	register uintptr_t r9 __asm__("r9") = f;
	__asm__ volatile("syscall" : "=a"(result) : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9) : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
enum { SYS_MMAP = 222, SYS_MPROTECT = 226, SYS_MADVISE = 233 };

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

static void *map(uintptr_t size, int prot) {
	intptr_t p = call6(SYS_MMAP, 0, size, (uintptr_t)prot, MAP_FLAGS, (uintptr_t)-1, 0);
	return p < 0 && p > -4096 ? NULL : (void *)p;
}

void *sys_alloc(uintptr_t size) { return map(size, PROT_RW); }
void *sys_reserve(uintptr_t size) { return map(size, PROT_NONE); }
bool sys_commit(void *p, uintptr_t size) { return call6(SYS_MPROTECT, (uintptr_t)p, size, PROT_RW, 0, 0, 0) == 0; }
void sys_unused(void *p, uintptr_t size) { call6(SYS_MADVISE, (uintptr_t)p, size, ADVISE_DONTNEED, 0, 0, 0); }
