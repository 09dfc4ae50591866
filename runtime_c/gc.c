// The collector's cycle.
//
//   off  ->  [world stopped: caches and goroutines noted, barrier on]  ->  marking, beside the program  ->
//   [world stopped: nothing is grey, barrier off, all spans unswept]  ->  off; sweeping goes on beside the program
//
// The goroutine whose allocation brings the heap to the trigger begins a cycle (gc_poll). Marking is done by workers (gcworker.c), by goroutines that allocate
// (assists), and by who waits in runtime.GC. Whoever finds nothing more to mark, while nobody else marks, stops the world and looks whether the Ps still hold
// grey objects; if there are few, they are marked at once, else marking goes on.
#include "gc.h"
#include "mheap.h"

enum {
	ASSIST_UNIT = 64 << 10,       // bytes that an assist reads at a time; also what may be owed before one is due
	ASSIST_NS = 200000,           // how long an assist takes; what is still owed then stays owed
	ASSIST_LATE_NS = 1000000,     // the same, when the heap is beyond its goal
	REST_BUDGET = 128 << 10,      // bytes to read with the world stopped before marking is given back
	SWEEP_PIECE = 64,             // spans to sweep before others may run, or a cycle that is due is put off until the next allocation
};

GcState gc;
uint32_t gc_wanted;
uint32_t rt_writeBarrier;
static uint64_t stress_count;

static bool always_wanted(void) { return gc_debug.stress_every != 0 || gc_debug.points; }

// ---- begin --------------------------------------------------------------------------------------------------------------------------------------

static void note_caches(void) {
	for (Mcache *c = heap.caches; c != NULL; c = c->next) {
		c->debt = 0;
		for (unsigned i = 0; i < NUM_SPAN_CLASSES; i++)
			if (c->alloc[i]->nelems != 0) c->alloc[i]->scanindex = c->alloc[i]->freeindex;
	}
}

static void finish_marking(void);

static void begin_stopped(void *arg) {
	bool forced = *(bool *)arg;
	gc.begin_ns = rt_nanotime();
	stop_the_world("start of a collection");
	note_caches();
	pools_age();
	gc.cycle++;
	gc.forced = forced;
	gc.live_at_start = __atomic_load_n(&gc.live, __ATOMIC_RELAXED);
	gc_mark_init();
	gc_pace_start();
	gc.phase = GC_MARK;
	rt_writeBarrier = 1;
	gc_wanted = 1;
	gc.mark_ns = gc.term_ns = rt_nanotime();
	gc_scan_self();
	if (gc_debug.stopped) {
		gc_mark_rest(INT64_MAX / 2);
		finish_marking();
	}
	start_the_world();
}

// On a goroutine's stack, with the world's ownership; the phase is GC_OFF.
static void begin(bool forced) {
	gc_sweep_all();
	gc_workers_start();
	systemstack(begin_stopped, &forced);
	if (gc.phase == GC_MARK) gc_workers_wake();
}

// ---- end ----------------------------------------------------------------------------------------------------------------------------------------

static void note_pause(int64_t ns) {
	gc.pause_ns[gc.numgc % 256] = (uint64_t)ns;
	gc.last_gc_ns = gc.pause_end[gc.numgc % 256] = (uint64_t)rt_walltime_ns();
	gc.pause_total_ns += (uint64_t)ns;
}

// World stopped; nothing is grey.
static void finish_marking(void) {
	mcache_flush_all();
	if (gc_debug.verify) gc_verify();
	gc.live_at_end = __atomic_load_n(&gc.live, __ATOMIC_RELAXED);
	gc.phase = GC_OFF;
	rt_writeBarrier = 0;
	gc_wanted = always_wanted();
	gc.marked = gc.marked_now;
	gc.objects = gc.objects_now;
	gc.scannable = (uintptr_t)gc.scanned_now;
	__atomic_store_n(&gc.live, gc.marked, __ATOMIC_RELAXED);
	gc_pace_end();
	gc_sweep_begin();
	gc.end_ns = rt_nanotime();
	note_pause(gc.mark_ns - gc.begin_ns + gc.end_ns - gc.term_ns);
	gc.cpu_ns += (gc.mark_ns - gc.begin_ns + gc.end_ns - gc.term_ns) * rt_procs() + gc.assist_ns + gc.dedicated_ns + gc.fractional_ns + gc.idle_ns;
	if (gc.forced) gc.numforced++;
	__atomic_store_n(&gc.numgc, gc.numgc + 1, __ATOMIC_RELEASE);
}

static void end_stopped(void *arg) {
	bool *ended = arg;
	gc.term_ns = rt_nanotime();
	stop_the_world("end of marking");
	*ended = gc.phase == GC_MARK && __atomic_load_n(&gc.active, __ATOMIC_ACQUIRE) == 0 && gc_mark_rest(REST_BUDGET) >= 0;
	if (*ended) finish_marking();
	start_the_world();
}

void gc_try_finish(void) {
	if (gc.phase != GC_MARK || __atomic_load_n(&gc.active, __ATOMIC_ACQUIRE) != 0 || gc_mark_left()) return;
	uint32_t cycle = gc.cycle;
	world_acquire();
	bool ended = false;
	if (gc.phase == GC_MARK && gc.cycle == cycle) systemstack(end_stopped, &ended);
	if (ended && gc_debug.trace) gc_print_trace();
	bool again = !ended && gc.phase == GC_MARK;
	world_release();
	if (ended) gc_sweep_wake();
	if (again) gc_workers_wake();
}

// ---- helping ------------------------------------------------------------------------------------------------------------------------------------

typedef struct {
	int64_t budget;
	bool all, hurry, done;
} Help;

// Not because the goroutine should yield: in long C code it cannot, and would go on to allocate without paying.
static bool assist_should_stop(void) { return gc_world_stops() || rt_nanotime() >= current_mcache()->assist_until; }

static void help_on_system_stack(void *arg) {
	Help *h = arg;
	GcWork *w = current_gcwork();
	if (gc.phase != GC_MARK) return;
	__atomic_fetch_add(&gc.active, 1, __ATOMIC_ACQ_REL);
	int64_t before = w->scanned, begin = rt_nanotime();
	current_mcache()->assist_until = h->hurry ? INT64_MAX : begin + (__atomic_load_n(&gc.live, __ATOMIC_RELAXED) > gc.goal ? ASSIST_LATE_NS : ASSIST_NS);
	h->done = gc_drain(w, h->budget, h->all ? gc_should_stop : assist_should_stop);
	if (!h->all) current_mcache()->debt -= (int64_t)((double)(w->scanned - before) / gc.assist_ratio) + 1;
	gc_flush_work(w);
	__atomic_fetch_add(&gc.assist_ns, rt_nanotime() - begin, __ATOMIC_RELAXED);
	__atomic_fetch_sub(&gc.active, 1, __ATOMIC_ACQ_REL);
}

// Marks for a while; on a goroutine's stack.
static void help(int64_t budget, bool all, bool hurry) {
	Help h = {budget, all, hurry, false};
	systemstack(help_on_system_stack, &h);
	if (h.done || !gc_mark_left()) gc_try_finish();  // also when time was up just then: perhaps nobody else comes
}

// The heap is so far beyond its goal that assists have to read all that they owe, however long that takes.
static bool too_large(void) { return __atomic_load_n(&gc.live, __ATOMIC_RELAXED) / 9 * 8 > gc.goal; }

// The goroutine has allocated while marking is on: it reads as many bytes as keep the heap from passing the goal before marking ends, unless workers have
// done that already. It does so for a short time; the rest stays owed, and is looked after by its next allocation.
static void assist(void) {
	Mcache *c = current_mcache();
	int64_t owed = (int64_t)((double)c->debt * gc.assist_ratio);
	if (owed < ASSIST_UNIT) return;
	int64_t credit = __atomic_load_n(&gc.credit, __ATOMIC_RELAXED);
	if (credit >= owed) {
		__atomic_fetch_sub(&gc.credit, owed, __ATOMIC_RELAXED);
		c->debt = 0;
		gc_try_finish();  // who did the work may have found this thread at work too, and left the end to it
		return;
	}
	help(owed, false, too_large());
	if (gc.phase == GC_MARK && !gc_mark_left()) current_mcache()->debt = 0;  // nothing to be had: others hold the rest
}

// ---- collections ----------------------------------------------------------------------------------------------------------------------------------

// All that is left to sweep. Others may run in between.
static void sweep_rest(void) {
	while (!gc_sweep_some(SWEEP_PIECE)) thread_relax();
}

// A whole cycle that begins after the call.
static void run_cycle(bool forced) {
	uint32_t want = 0;
	for (bool begun = false;;) {
		if (!begun && gc.phase == GC_OFF) {
			sweep_rest();
			world_acquire();
			begun = gc.phase == GC_OFF;
			if (begun) {
				begin(forced);
				want = __atomic_load_n(&gc.numgc, __ATOMIC_ACQUIRE) + (gc.phase == GC_MARK);
			}
			world_release();
		}
		if (begun && (int32_t)(__atomic_load_n(&gc.numgc, __ATOMIC_ACQUIRE) - want) >= 0) break;
		if (gc_mark_left()) help(INT64_MAX / 2, true, true);
		else gc_try_finish();
		if (gc.phase == GC_MARK) thread_yield();
	}
	if (gc_debug.trace && gc_debug.stopped) gc_print_trace();
}

void gc_poll(void) {
	if (!can_collect()) return;
	if (gc_debug.points) thread_point();
	if (gc_debug.stress_every != 0 && __atomic_add_fetch(&stress_count, 1, __ATOMIC_RELAXED) % gc_debug.stress_every == 0) {
		run_cycle(false);
		finalizers_wake();
		return;
	}
	if (gc.phase == GC_MARK) {
		assist();
	} else if (__atomic_load_n(&gc.live, __ATOMIC_RELAXED) >= gc.trigger && gc_sweep_some(SWEEP_PIECE)) {
		world_acquire();
		if (gc.phase == GC_OFF && __atomic_load_n(&gc.live, __ATOMIC_RELAXED) >= gc.trigger) begin(false);
		world_release();
		if (gc_debug.stopped) gc_sweep_wake();
	}
}

void gc_emergency(void) {
	if (!can_collect()) return;
	run_cycle(true);
	sweep_rest();
	gc_sweep_all();
}

// The frames below will lie where earlier calls left their pointers: what these point to would be taken for reachable.
static __attribute__((noinline)) void clear_stack_below(void) {
	char space[736];  // what a goroutine's slack leaves on amd64
	memset(space, 0, sizeof space);
	__asm__ volatile("" : : "r"(space) : "memory");
}

void rt_GC(void) {
	clear_stack_below();
	run_cycle(true);
	sweep_rest();
	gc_sweep_all();
	gc_sweep_wake();
	finalizers_wake();
}

static void release_all(void *arg) {
	(void)arg;
	heap_release(0, ~0u);
}

void rt_freeosmemory(void) {
	rt_GC();
	systemstack(release_all, NULL);
}

void gc_init(void) {
	gc_settings();
	gc_wanted = always_wanted();
	gc.start_ns = rt_nanotime();
	gc_set_goal();
}
