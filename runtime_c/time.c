// Clocks and random numbers.
//
// Clocks are read through the kernel's vDSO, without a system call, on the thread's g0 stack: who knows what stack a kernel wants for it.
#include "sched.h"
#include "sysnr.h"

typedef struct {
	int64_t sec, nsec;
} Timespec;
typedef int (*ClockGettime)(int clock, void *timespec);

static ClockGettime vdso_clock;

static bool equal_text(const char *a, const char *b) {
	while (*a != 0 && *a == *b) a++, b++;
	return *a == *b;
}

// The ELF image that the kernel maps: its dynamic symbols are found through the section headers.
static ClockGettime find_clock(const char *image) {
#if defined(__x86_64__)
	const char *name = "__vdso_clock_gettime";
#else
	const char *name = "__kernel_clock_gettime";
#endif
	typedef struct {
		uint32_t name, type;
		uint64_t flags, addr, offset, size;
		uint32_t link, info;
		uint64_t align, entsize;
	} Section;
	typedef struct {
		uint32_t name;
		uint8_t info, other;
		uint16_t section;
		uint64_t value, size;
	} Symbol;
	const Section *sections = (const Section *)(image + *(const uint64_t *)(image + 40));
	uint16_t n = *(const uint16_t *)(image + 60);
	for (uint16_t i = 0; i < n; i++) {
		if (sections[i].type != 11) continue;
		const Symbol *symbols = (const Symbol *)(image + sections[i].offset);
		const char *strings = image + sections[sections[i].link].offset;
		for (uint64_t k = 0; k < sections[i].size / sizeof(Symbol); k++)
			if (symbols[k].section != 0 && equal_text(strings + symbols[k].name, name)) return (ClockGettime)(uintptr_t)(image + symbols[k].value);
	}
	return NULL;
}

static Timespec clock_now(int clock) {
	Timespec t;
	M *m = getm();
	G *outer = m->vdso_g;
	__atomic_store_n(&m->vdso_g, getg(), __ATOMIC_RELAXED);
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	bool done = vdso_clock != NULL && (getg() == m->g0 ? vdso_clock(clock, &t) : rt_call_vdso(vdso_clock, clock, &t, m->g0->sp)) == 0;
	__atomic_signal_fence(__ATOMIC_SEQ_CST);
	__atomic_store_n(&m->vdso_g, outer, __ATOMIC_RELAXED);
	if (!done) sys_call(SYS_CLOCK_GETTIME, (uintptr_t)clock, (uintptr_t)&t, 0, 0, 0, 0);
	return t;
}

int64_t rt_nanotime(void) {
	Timespec t = clock_now(1);
	return t.sec * 1000000000 + t.nsec;
}

int64_t rt_walltime_ns(void) {
	Timespec t = clock_now(0);
	return t.sec * 1000000000 + t.nsec;
}

Timespec rt_walltime(void) GO("walltime");
Timespec rt_walltime(void) { return clock_now(0); }

// ---- random numbers: a generator a thread, seeded by the kernel ---------------------------------------------------------------------------------

uint64_t rt_fastrand64(void) {
	if (sched.seeded) return seeded_random();
	M *m = getm();
	if (m->random == 0) sys_random(&m->random, sizeof m->random);
	uint64_t x = m->random += 0x9e3779b97f4a7c15ull;
	x = (x ^ x >> 30) * 0xbf58476d1ce4e5b9ull;
	x = (x ^ x >> 27) * 0x94d049bb133111ebull;
	return x ^ x >> 31;
}

void time_init(void *vdso) {
	if (vdso != NULL) vdso_clock = find_clock(vdso);
}
