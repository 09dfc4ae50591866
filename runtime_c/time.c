// Clocks, timers and random numbers.
//
// Clocks are read through the kernel's vDSO, without a system call, on the thread's g0 stack: who knows what stack a kernel wants for it. All timers are in one 4-ary heap, sorted by when they are due. Whoever finds a timer due
// runs it: a P between two goroutines, the thread that waits in the poller, or the monitor thread. Running one means making a sleeping goroutine ready or
// starting a goroutine, so it takes no time and needs no P.
#include "gc.h"
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

// ---- the heap of timers -------------------------------------------------------------------------------------------------------------------------

static Mutex timer_lock;
static RtTimer **timers;
static uintptr_t n_timers, cap_timers;
static int64_t first_when;  // of timers[0], or 0

void time_init(void *vdso) {
	if (vdso != NULL) vdso_clock = find_clock(vdso);
}

static void place(RtTimer *t, uintptr_t i) {
	timers[i] = t;
	t->index = i;
}

static void sift_up(uintptr_t i) {
	RtTimer *t = timers[i];
	for (; i > 0 && t->when < timers[(i - 1) / 4]->when; i = (i - 1) / 4) place(timers[(i - 1) / 4], i);
	place(t, i);
}

static void sift_down(uintptr_t i) {
	RtTimer *t = timers[i];
	for (;;) {
		uintptr_t best = i * 4 + 1;
		if (best >= n_timers) break;
		for (uintptr_t k = i * 4 + 2; k <= i * 4 + 4 && k < n_timers; k++)
			if (timers[k]->when < timers[best]->when) best = k;
		if (timers[best]->when >= t->when) break;
		place(timers[best], i);
		i = best;
	}
	place(t, i);
}

static void first_changed(void) { STORE(&first_when, n_timers == 0 ? 0 : timers[0]->when); }

static void insert(RtTimer *t) {
	if (n_timers == cap_timers) {
		uintptr_t cap = cap_timers == 0 ? 64 : cap_timers * 2;
		RtTimer **bigger = rt_persistentalloc(cap * sizeof *bigger, 8);
		memcpy(bigger, timers, n_timers * sizeof *bigger);
		timers = bigger;
		cap_timers = cap;
	}
	if (t->when < 1) t->when = 1;
	t->state |= 1;
	timers[n_timers] = t;
	sift_up(n_timers++);
	first_changed();
}

static bool erase(RtTimer *t) {
	if ((t->state & 1) == 0) return false;
	if (rt_writeBarrier) {  // the list of timers, a root, loses it
		gc_shade_conservative(&t, sizeof t);
		gc_shade_conservative(&t->fn, sizeof t->fn);
	}
	uintptr_t i = t->index;
	t->state &= ~(uintptr_t)1;
	n_timers--;
	if (i != n_timers) {
		place(timers[n_timers], i);
		sift_down(i);
		sift_up(i);
	}
	timers[n_timers] = NULL;
	first_changed();
	return true;
}

static void wake_if_earlier(int64_t when) {
	if (LOAD(&sched.poll_waiting) && when < LOAD(&sched.poll_until)) poll_wake();
	if (LOAD(&sched.sysmon_wait)) {
		STORE(&sched.sysmon_wait, 0);
		futex_wake(&sched.sysmon_wait, 1);
	}
}

static bool restart(RtTimer *t, int64_t when, int64_t period) {
	mutex_lock(&timer_lock);
	bool active = erase(t);
	t->when = when < 0 ? INT64_MAX : when;
	t->period = period;
	insert(t);
	mutex_unlock(&timer_lock);
	wake_if_earlier(when);
	return active;
}

bool timer_remove(RtTimer *t) {
	mutex_lock(&timer_lock);
	bool active = erase(t);
	mutex_unlock(&timer_lock);
	return active;
}

int64_t timers_next(void) { return LOAD(&first_when); }
bool timers_pending(void) { return timers_next() != 0; }

int64_t timers_run(int64_t now, G **ready) {
	G **end = ready;
	while (*end != NULL) end = &(*end)->link;
	mutex_lock(&timer_lock);
	while (n_timers > 0 && timers[0]->when <= now) {
		RtTimer *t = timers[0];
		G *g = t->state & 2 ? t->fn : t->state & 4 ? poll_expire(t->fn) : newproc_g(t->fn, 0, false);
		erase(t);
		if (t->period > 0) {
			t->when += t->period * (1 + (now - t->when) / t->period);
			insert(t);
		}
		if (g == NULL) continue;
		g->link = NULL;
		*end = g;
		end = &g->link;
	}
	int64_t next = first_when;
	mutex_unlock(&timer_lock);
	return next;
}

void gc_timers(GcWork *w) {
	mutex_lock(&timer_lock);
	gc_mark_stack(w, timers, timers + n_timers);
	for (uintptr_t i = 0; i < n_timers; i++) gc_mark_address(w, (uintptr_t)timers[i]->fn);
	mutex_unlock(&timer_lock);
}

// ---- the program's ------------------------------------------------------------------------------------------------------------------------------

void rt_timerstart(RtTimer *t) GO("timerstart");
void rt_timerstart(RtTimer *t) { restart(t, t->when, t->period); }
bool rt_timerstop(RtTimer *t) GO("timerstop");
bool rt_timerstop(RtTimer *t) { return timer_remove(t); }
bool rt_timerreset(RtTimer *t, int64_t when, int64_t period) GO("timerreset");
bool rt_timerreset(RtTimer *t, int64_t when, int64_t period) { return restart(t, when, period); }

void timer_add_g(RtTimer *t, G *g, int64_t when) {
	t->state = 2;
	t->fn = g;
	restart(t, when, 0);
}

// At `when` poll_expire(arg) is called.
void timer_add_c(RtTimer *t, void *arg, int64_t when) {
	t->state = 4;
	t->fn = arg;
	restart(t, when, 0);
}

static bool start_sleep(G *g, void *arg) {
	RtTimer *t = arg;
	timer_add_g(t, g, t->when);
	return true;
}

void rt_timesleep(int64_t ns) GO("timesleep");
void rt_timesleep(int64_t ns) {
	if (ns <= 0) {
		return;
	}
	RtTimer t = {.when = rt_nanotime() + ns};
	if (t.when < 0) t.when = INT64_MAX;
	rt_park(start_sleep, &t, WAIT_SLEEP);
}
