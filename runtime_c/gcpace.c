// When a cycle begins and how fast it goes; the settings; what GODEBUG=gctrace=1 prints.
//
// The goal is GOGC percent more than what the last cycle marked. A cycle begins at the trigger, which lies so far below the goal as the program allocated
// during the last cycles' marking. While marking, every byte allocated must be paid with bytes read, in the ratio of what is left to read to what is left to allocate
// until the goal; workers, who take a quarter of the processors and those that are idle, pay for the goroutines in advance.
#include "gc.h"
#include "mheap.h"

GcDebug gc_debug;

extern char data_start[] GO("data"), data_end[] GO("edata"), bss_start[] GO("bss"), bss_end[] GO("ebss");

static uintptr_t globals(void) { return (uintptr_t)(data_end - data_start) + (uintptr_t)(bss_end - bss_start); }

static void set_trigger(void) {
	if (gc.goal == UINTPTR_MAX) {
		gc.trigger = UINTPTR_MAX;
		return;
	}
	uintptr_t room = gc.goal > gc.marked ? gc.goal - gc.marked : 0;
	uintptr_t early = gc.allocated_while_marking + gc.allocated_while_marking / 8;
	if (early > room / 10 * 3) early = room / 10 * 3;
	if (early < room / 20) early = room / 20;
	gc.trigger = gc.goal - early;
}

void gc_set_goal(void) {
	uintptr_t goal = UINTPTR_MAX;
	if (gc.percent >= 0) {
		uintptr_t least = ((uintptr_t)4 << 20) * (uintptr_t)gc.percent / 100;
		goal = gc.marked + (gc.marked + globals() + stack_bytes()) / 100 * (uintptr_t)gc.percent;
		if (goal < least) goal = least;
	}
	if (gc.limit != INT64_MAX) {
		uintptr_t rest = stack_bytes() + heap.persistent_bytes, limit = (uintptr_t)gc.limit > rest ? (uintptr_t)gc.limit - rest : 0;
		uintptr_t floor = gc.marked + ((uintptr_t)1 << 20) + gc.marked / 16;  // always some progress between two cycles
		limit = limit / 100 * 97;
		if (limit < floor) limit = floor;
		if (goal > limit) goal = limit;
	}
	gc.goal = goal;
	set_trigger();
}

void gc_account(Mcache *c, uintptr_t bytes) {
	uintptr_t live = __atomic_add_fetch(&gc.live, bytes, __ATOMIC_RELAXED);
	if (gc.phase == GC_MARK) {
		c->debt += (int64_t)bytes;
		return;
	}
	if (live >= gc.trigger) __atomic_store_n(&gc_wanted, 1, __ATOMIC_RELAXED);
	gc_sweep_pay(c, bytes);
}

void gc_pace_start(void) {
	gc.assist_ns = gc.dedicated_ns = gc.fractional_ns = gc.idle_ns = 0;
	double to_read = (double)(gc.scannable > gc.marked / 2 ? gc.scannable : gc.marked / 2) + (double)globals() + 65536;
	double room = gc.goal == UINTPTR_MAX ? 1e18 : gc.goal > gc.live_at_start ? (double)(gc.goal - gc.live_at_start) : 0;
	if (room < to_read / 16) room = to_read / 16;
	gc.assist_ratio = to_read / room;
}

void gc_pace_end(void) {
	uintptr_t now = gc.live_at_end > gc.live_at_start ? gc.live_at_end - gc.live_at_start : 0;
	gc.allocated_while_marking = (gc.allocated_while_marking + now) / 2;
	gc_set_goal();
}

intptr_t rt_setgcpercent(intptr_t percent) {
	intptr_t old = gc.percent;
	gc.percent = percent < 0 ? -1 : (int)percent;
	gc_set_goal();
	if (__atomic_load_n(&gc.live, __ATOMIC_RELAXED) >= gc.trigger) __atomic_store_n(&gc_wanted, 1, __ATOMIC_RELAXED);
	return old;
}

int64_t rt_setmemorylimit(int64_t limit) {
	int64_t old = gc.limit;
	if (limit >= 0) {
		gc.limit = limit;
		gc_set_goal();
	}
	return old;
}

// ---- the trace ----------------------------------------------------------------------------------------------------------------------------------

static void put(const char *s) {
	uintptr_t n = 0;
	while (s[n] != 0) n++;
	rt_printstring((const uint8_t *)s, (intptr_t)n);
}

static void put_decimals(uint64_t v, unsigned decimals) {
	char digits[24];
	unsigned i = sizeof digits;
	for (unsigned k = 0; v != 0 || k <= decimals; k++) {
		if (k == decimals && k != 0) digits[--i] = '.';
		digits[--i] = (char)('0' + v % 10);
		v /= 10;
	}
	rt_printstring((const uint8_t *)digits + i, (intptr_t)(sizeof digits - i));
}

// Milliseconds as Go shows them: no decimals from 10 ms, else two figures.
static void put_ms(int64_t signed_ns) {
	uint64_t ns = signed_ns < 0 ? 0 : (uint64_t)signed_ns;
	if (ns >= 10000000) {
		put_decimals(ns / 1000000, 0);
		return;
	}
	uint64_t us = ns / 1000;
	unsigned decimals = 3;
	if (us == 0) {
		put("0");
		return;
	}
	while (us >= 100) {
		us /= 10;
		decimals--;
	}
	put_decimals(us, decimals);
}

static void put_mb(uintptr_t bytes, const char *what) {
	rt_printuint(bytes >> 20);
	put(what);
}

void gc_print_trace(void) {
	int64_t procs = rt_procs();
	rt_printlock();
	put("gc "), rt_printuint(gc.numgc), put(" @"), put_decimals((uint64_t)(gc.begin_ns - gc.start_ns) / 1000000, 3), put("s ");
	rt_printint(gc.cpu_ns * 100 / (gc.end_ns - gc.start_ns + 1) / procs), put("%: ");
	put_ms(gc.mark_ns - gc.begin_ns), put("+"), put_ms(gc.term_ns - gc.mark_ns), put("+"), put_ms(gc.end_ns - gc.term_ns), put(" ms clock, ");
	put_ms((gc.mark_ns - gc.begin_ns) * procs), put("+"), put_ms(gc.assist_ns), put("/"), put_ms(gc.dedicated_ns + gc.fractional_ns), put("/");
	put_ms(gc.idle_ns), put("+"), put_ms((gc.end_ns - gc.term_ns) * procs), put(" ms cpu, ");
	put_mb(gc.live_at_start, "->"), put_mb(gc.live_at_end, "->"), put_mb(gc.marked, " MB, ");
	put_mb(gc.goal == UINTPTR_MAX ? 0 : gc.goal, " MB goal, "), put_mb(stack_bytes(), " MB stacks, "), put_mb(globals(), " MB globals, ");
	rt_printint(procs), put(" P");
	if (gc.forced) put(" (forced)");
	put("\n");
	rt_printunlock();
}

// ---- settings -----------------------------------------------------------------------------------------------------------------------------------

static bool parse_number(const char *s, int64_t *out) {
	if (s == NULL || *s < '0' || *s > '9') return false;
	int64_t v = 0;
	for (; *s >= '0' && *s <= '9'; s++)
		if (__builtin_mul_overflow(v, 10, &v) || __builtin_add_overflow(v, *s - '0', &v)) return false;
	static const struct {
		const char *name;
		int shift;
	} units[] = {{"B", 0}, {"KiB", 10}, {"MiB", 20}, {"GiB", 30}, {"TiB", 40}, {"", 0}};
	for (unsigned i = 0; i < sizeof units / sizeof units[0]; i++) {
		const char *a = s, *b = units[i].name;
		while (*a != 0 && *a == *b) a++, b++;
		if (*a == 0 && *b == 0) {
			*out = v << units[i].shift;
			return true;
		}
	}
	return false;
}

static bool debug_has(const char *list, const char *want) {
	for (; list != NULL && *list != 0;) {
		const char *a = list, *b = want;
		while (*b != 0 && *a == *b) a++, b++;
		if (*b == 0 && (*a == 0 || *a == ',')) return true;
		while (*list != 0 && *list != ',') list++;
		if (*list == ',') list++;
	}
	return false;
}

void gc_settings(void) {
	int64_t v;
	const char *percent = rt_getenv("GOGC");
	gc.percent = 100;
	if (percent != NULL && percent[0] == 'o' && percent[1] == 'f' && percent[2] == 'f' && percent[3] == 0) gc.percent = -1;
	else if (parse_number(percent, &v) && v < 1 << 30) gc.percent = (int)v;
	gc.limit = parse_number(rt_getenv("GOMEMLIMIT"), &v) ? v : INT64_MAX;
	if (parse_number(rt_getenv("MINIGO_GCSTRESS"), &v) && v > 0) gc_debug.stress_every = (uint64_t)v;
	gc_debug.poison = rt_getenv("MINIGO_GCPOISON") != NULL;
	gc_debug.verify = rt_getenv("MINIGO_GCVERIFY") != NULL;
	gc_debug.points = rt_getenv("MINIGO_SCHEDSEED") != NULL;
	gc_debug.stopped = gc_debug.points || rt_getenv("MINIGO_GCSTOPPED") != NULL;
	gc_debug.trace = debug_has(rt_getenv("GODEBUG"), "gctrace=1");
}
