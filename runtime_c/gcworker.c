// The collector's workers, and goroutines' stacks.
//
// Workers are goroutines of the runtime's own, one for each P. While the collector marks, the scheduler runs one on every P that has done less than a quarter of the
// time since marking began, and on every P that has nothing else to do. A worker looks around every few microseconds. It stops at once for a goroutine that was woken (wakeup.c);
// when others wait it stops after a millisecond, or at once if it runs on a P that had nothing else to do.
//
// A stack is marked from once a cycle, while its goroutine does not run: by a worker, or by the thread that is about to run the goroutine, whoever claims it first
// (G.scan). Since it does not change before that, it is marked from as it was when marking began.
#include "mheap.h"
#include "sched.h"

enum { QUANTUM_NS = 1000000, LOOK_NS = 20000, SHARE = 4, STACKS_AT_ONCE = 16 };

static Mutex pool_lock;        // leaf
static G *pool;                // workers that wait
static int workers;            // how many there are
static Mutex cursor_lock;      // leaf
static G *cursor;              // (atomic) the next goroutine to look at

GcWork *current_gcwork(void) {
	const P *p = getm()->p;
	if (p == NULL) rt_throw("runtime: write barrier without a P");
	return &p->mcache->work;
}

// ---- stacks -------------------------------------------------------------------------------------------------------------------------------------

void gc_stacks_begin(void) {
	cursor = sched.all_g;
	for (int i = 0; i < sched.procs; i++) sched.all_p[i]->gc_ns = 0;
}

bool gc_stacks_left(void) { return __atomic_load_n(&cursor, __ATOMIC_ACQUIRE) != NULL; }

// What the code that was stopped may be about to overwrite, having looked at the write barrier's flag before marking began (docs/decisions/0020): it lies in objects
// that its frame or its registers refer to. The registers lie below the frame.
static void mark_pending(GcWork *w, const G *g) {
	enum { ARGUMENTS = 512 };
	if (g->vector_regs != NULL) gc_mark_pending(w, g->vector_regs->regs, g->vector_regs->regs + 64);
	uintptr_t lo = g->sp;
	for (const Seg *s = g->seg; s != NULL; lo = s->prev_sp, s = s->prev) {
		bool last = g->async_fp >= lo && g->async_fp < s->top;
		uintptr_t hi = last && g->async_fp + ARGUMENTS < s->top ? g->async_fp + ARGUMENTS : s->top;
		gc_mark_pending(w, (const void *)lo, (const void *)hi);
		if (last) return;
	}
}

static void mark_stack_of(GcWork *w, G *g) {
	if (g->async) {
		gc_mark_data(w);
		mark_pending(w, g);
	}
	if (g->vector_regs != NULL) gc_mark_stack(w, g->vector_regs->regs, g->vector_regs->regs + 64);
	stack_drop_cached(g);
	gc_mark_stack(w, &g->closure, &g->closure + 1);
	uintptr_t lo = g->sp;
	for (const Seg *s = g->seg; s != NULL; lo = s->prev_sp, s = s->prev) {
		gc_mark_stack(w, (const void *)lo, (const void *)s->top);
		w->scanned += (int64_t)(s->top - lo);
	}
}

static bool claim(G *g) {
	uint32_t seen = __atomic_load_n(&g->scan, __ATOMIC_ACQUIRE), mine = 2 * gc.cycle;
	return seen != mine && seen != mine + 1 && __atomic_compare_exchange_n(&g->scan, &seen, mine, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED);
}

static void scan_claimed(GcWork *w, G *g) {
	mark_stack_of(w, g);
	__atomic_store_n(&g->scan, 2 * gc.cycle + 1, __ATOMIC_RELEASE);
}

bool gc_stacks_some(GcWork *w) {
	G *some[STACKS_AT_ONCE];
	int n = 0;
	int64_t now = rt_nanotime();
	mutex_lock(&cursor_lock);
	for (; cursor != NULL && n < STACKS_AT_ONCE; __atomic_store_n(&cursor, cursor->all_next, __ATOMIC_RELEASE)) some[n++] = cursor;
	mutex_unlock(&cursor_lock);
	for (int i = 0; i < n; i++) {
		G *g = some[i];
		uint32_t status = __atomic_load_n(&g->status, __ATOMIC_ACQUIRE);
		if (status == G_DEAD || status == G_IDLE || !claim(g)) continue;
		if (status == G_RUNNING) rt_throw("runtime: a goroutine runs whose stack was not marked from");
		if (status == G_WAITING && g->wait_since == 0) g->wait_since = now;
		scan_claimed(w, g);
	}
	return n != 0;
}

// What the stack refers to is given to all at once: the goroutine may run for long, and nobody else gets at its P's buffer.
void gc_scan_before_run(G *g) {
	if (claim(g)) {
		GcWork *w = current_gcwork();
		scan_claimed(w, g);
		gc_flush_work(w);
	}
	while (__atomic_load_n(&g->scan, __ATOMIC_ACQUIRE) != 2 * gc.cycle + 1) thread_pause();
}

void gc_scan_self(void) {
	G *g = getm()->curg;
	if (g != NULL) gc_scan_before_run(g);
}

// ---- workers ------------------------------------------------------------------------------------------------------------------------------------

bool gc_world_stops(void) { return LOAD(&sched.stopping); }

bool gc_should_stop(void) {
	const M *m = getm();
	return gc_world_stops() || (m->curg != NULL && __atomic_load_n(&m->curg->preempt, __ATOMIC_RELAXED));
}

static bool others_wait(P *p) { return !queue_empty(p) || global_count() != 0; }

// Another P has goroutines that wait, and this one would be idle but for marking. What is a P's next will run there in a moment, unless it still is the next after some time.
static bool others_wait_elsewhere(P *p, int64_t now) {
	if (now < p->gc_look) return false;
	p->gc_look = now + LOOK_NS;
	const G *seen = p->gc_seen;
	p->gc_seen = NULL;
	for (int i = 0; i < sched.procs; i++) {
		P *q = sched.all_p[i];
		if (q == p) continue;
		G *next = LOAD(&q->runnext);
		if (LOAD(&q->head) != LOAD(&q->tail) || (next != NULL && next == seen)) return true;
		if (next != NULL) p->gc_seen = next;
	}
	return false;
}

bool gc_worker_should_stop(void) {
	P *p = getm()->p;
	if (LOAD(&sched.stopping)) return true;
	int64_t now = rt_nanotime();
	if (wakeup_due(now)) return true;
	if (p->gc_idle) return others_wait(p) || others_wait_elsewhere(p, now);
	return now - p->gc_begin > QUANTUM_NS && others_wait(p);
}

static void work(void *arg) {
	P *p = getm()->p;
	GcWork *w = current_gcwork();
	if (gc.phase != GC_MARK) return;
	__atomic_fetch_add(&gc.active, 1, __ATOMIC_ACQ_REL);
	__atomic_store_n(&p->marks, true, __ATOMIC_RELAXED);
	int64_t before = w->scanned;
	p->gc_begin = rt_nanotime();
	*(bool *)arg = gc_drain(w, INT64_MAX / 2, gc_worker_should_stop);
	__atomic_fetch_add(&gc.credit, w->scanned - before, __ATOMIC_RELAXED);
	gc_flush_work(w);
	__atomic_store_n(&p->marks, false, __ATOMIC_RELAXED);
	int64_t took = rt_nanotime() - p->gc_begin;
	p->gc_ns += took;
	__atomic_fetch_add(p->gc_idle ? &gc.idle_ns : &gc.fractional_ns, took, __ATOMIC_RELAXED);
	__atomic_fetch_sub(&gc.active, 1, __ATOMIC_ACQ_REL);
}

static bool to_pool(G *g, void *unused) {
	(void)unused;
	mutex_lock(&pool_lock);
	g->link = pool;
	__atomic_store_n(&pool, g, __ATOMIC_RELEASE);
	mutex_unlock(&pool_lock);
	return true;
}

static void worker_main(void) {
	for (;;) {
		rt_park(to_pool, NULL, WAIT_WORKER);
		bool done = false;
		systemstack(work, &done);
		if (done) gc_try_finish();
	}
}

static void *const worker_closure[] = {(void *)worker_main};

void gc_workers_start(void) {
	for (; workers < sched.procs; workers++) start_system_goroutine((void *)worker_closure);
}

void gc_workers_wake(void) { wake_p(); }

static G *take_worker(P *p, bool idle) {
	if (__atomic_load_n(&pool, __ATOMIC_ACQUIRE) == NULL) return NULL;
	mutex_lock(&pool_lock);
	G *g = pool;
	if (g != NULL) __atomic_store_n(&pool, g->link, __ATOMIC_RELEASE);
	mutex_unlock(&pool_lock);
	p->gc_idle = idle;
	p->gc_look = 0;
	p->gc_seen = NULL;
	return g;
}

G *gc_worker_due(P *p) {
	if (!gc_mark_left() || (rt_nanotime() - gc.mark_ns) < SHARE * p->gc_ns) return NULL;
	return take_worker(p, false);
}

G *gc_worker_idle(P *p) { return gc_mark_left() ? take_worker(p, true) : NULL; }
