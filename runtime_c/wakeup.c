// Wake-ups: goroutines that time, files or sockets made ready go before those that compute.
//
// A goroutine that becomes ready for such a reason is `woken`. Woken ones have a queue of their own, which Ps look at before all others. If no P is idle, one is asked to make way: a
// mark worker notices by itself within some microseconds, a goroutine is preempted by signal. It keeps its place: it is the P's next after the woken one, which runs in its time slice.
//
// Nobody starves: of each WINDOW_NS, a P gives at most half to woken goroutines before others. When that is used up, the woken ones go to the end of the global
// queue; and a woken goroutine that computes until the time slice ends goes there like any other. One that has run for BURST_NS makes way itself.
// docs/decisions/0080 has the reasons.
//
// With a seed for scheduling there are no woken goroutines: time would decide what runs next.
#include "gc.h"
#include "sched.h"

enum { WINDOW_NS = 10000000, WOKEN_NS = WINDOW_NS / 2, BURST_NS = 1000000 };

// ---- how much a P may give ----------------------------------------------------------------------------------------------------------------------

bool wake_budget_take(WakeBudget *b, int64_t now) {
	if (now - b->window >= WINDOW_NS) {
		b->window = now;
		b->used = 0;
	}
	if (b->used >= WOKEN_NS) return false;
	__atomic_store_n(&b->since, now, __ATOMIC_RELAXED);
	return true;
}

void wake_budget_end(WakeBudget *b, int64_t now) {
	b->used += now - b->since;
	__atomic_store_n(&b->since, 0, __ATOMIC_RELAXED);
}

// ---- making way ---------------------------------------------------------------------------------------------------------------------------------

// Whose goroutine should go: not one that was just woken itself; of the others, the one that has run for longest, as far as the monitor saw.
static P *who_makes_way(const P *mine, int64_t now, uint32_t *n) {
	P *best = NULL;
	int64_t since = INT64_MAX;
	int procs = __atomic_load_n(&sched.procs, __ATOMIC_ACQUIRE);
	for (int i = 0; i < procs && *n != 0; i++) {
		P *p = sched.all_p[i];
		if (p == mine || LOAD(&p->status) != P_RUNNING || now - __atomic_load_n(&p->budget.since, __ATOMIC_RELAXED) < BURST_NS) continue;
		if (LOAD(&p->make_way) || __atomic_load_n(&p->marks, __ATOMIC_RELAXED)) {  // will look, or looks all the time
			--*n;
			continue;
		}
		int64_t seen = __atomic_load_n(&p->seen_when, __ATOMIC_RELAXED);
		if (seen < since) since = seen, best = p;
	}
	return *n == 0 ? NULL : best;
}

void make_way(uint32_t n) {
	if (sched.seeded || n == 0) return;
	const P *mine = getm()->p;
	int64_t now = rt_nanotime();
	while (n != 0) {
		uint32_t left = n;
		P *p = who_makes_way(mine, now, &left);
		if (p == NULL) return;
		STORE(&p->make_way, 1);
		preempt_p(p, true);
		n--;
	}
}

// The monitor, when somebody waits, or still waits: what was asked may have been lost between two goroutines, or the kernel has put the thread aside. So one P more is asked.
void make_way_again(void) {
	int procs = __atomic_load_n(&sched.procs, __ATOMIC_ACQUIRE);
	uint32_t asked = 0;
	for (int i = 0; i < procs; i++) {
		P *p = sched.all_p[i];
		if (LOAD(&p->status) != P_RUNNING || !LOAD(&p->make_way)) continue;
		preempt_p(p, true);
		asked++;
	}
	make_way(asked + 1);
}

// ---- the queue ----------------------------------------------------------------------------------------------------------------------------------

uint32_t woken_count(void) { return __atomic_load_n(&sched.woken.n, __ATOMIC_RELAXED); }

// Makes the linked goroutines runnable, from any thread.
void inject_woken(G *list) {
	if (list == NULL || sched.seeded) {
		inject_list(list);
		return;
	}
	uint32_t n = 0;
	mutex_lock(&sched.lock);
	while (list != NULL) {
		G *g = list;
		list = g->link;
		__atomic_store_n(&g->status, G_RUNNABLE, __ATOMIC_RELEASE);
		gqueue_put(&sched.woken, g);
		n++;
	}
	mutex_unlock(&sched.lock);
	while (n > 0 && LOAD(&sched.n_idle_p) != 0 && start_idle_p()) n--;
	make_way(n);
}

static G *woken_pop(void) {
	if (woken_count() == 0) return NULL;
	mutex_lock(&sched.lock);
	G *g = gqueue_get(&sched.woken);
	mutex_unlock(&sched.lock);
	return g;
}

// The P has given enough: g and all that are woken wait like others.
static void wait_like_others(G *g) {
	mutex_lock(&sched.lock);
	for (; g != NULL; g = gqueue_get(&sched.woken)) global_put(g);
	mutex_unlock(&sched.lock);
}

// When nobody else waits for this P, not even a mark worker, they may as well be in its queue, which is cheaper, and from where others steal.
void woken_rest(P *p, G *list) {
	if (list == NULL) return;
	if (!queue_empty(p) || global_count() != 0 || gc.phase == GC_MARK) {
		inject_woken(list);
		return;
	}
	while (list != NULL) {
		G *g = list;
		list = g->link;
		__atomic_store_n(&g->status, G_RUNNABLE, __ATOMIC_RELEASE);
		queue_put(p, g, false);
	}
	wake_p();
}

// The first of those whom timers made ready; the others follow.
static G *take_due(P *p, GQueue *due) {
	G *g = gqueue_get(due);
	if (g == NULL) return NULL;
	__atomic_store_n(&g->status, G_RUNNABLE, __ATOMIC_RELEASE);
	woken_rest(p, due->head);
	return g;
}

G *woken_timers(P *p) {
	GQueue due = {0};
	timers_run(p, true, &due);
	return take_due(p, &due);
}

G *woken_get(P *p, bool *inherit) {
	bool asked = LOAD(&p->make_way);
	if (asked) STORE(&p->make_way, 0);
	if (p->budget.since != 0) wake_budget_end(&p->budget, rt_nanotime());
	GQueue due = {0};
	timers_run(p, asked || gc.phase == GC_MARK || p->tick % OTHERS_EVERY == 0, &due);
	if (sched.seeded) return take_due(p, &due);
	G *g = NULL;
	if (woken_count() != 0) {  // they came first
		inject_woken(due.head);
		g = woken_pop();
	} else {
		g = take_due(p, &due);
	}
	if (g == NULL) return NULL;
	if (!wake_budget_take(&p->budget, rt_nanotime())) {
		wait_like_others(g);
		return NULL;
	}
	*inherit = p->displaced;
	return g;
}

// Does somebody wait who goes before a mark worker?
bool wakeup_due(int64_t now) {
	int64_t next = timers_next();
	return woken_count() != 0 || (next != 0 && next <= now);
}
