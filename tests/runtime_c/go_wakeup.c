// Tests of wake-ups (wakeup.c): the order in which goroutines run on one P, and when a mark worker stops.
#include "goside.h"
#include "../../runtime_c/sched.h"

enum { ROUNDS = 100 };
static void pin(void) { getm()->locks++; }  // as procpin and procunpin
static void unpin(void) {
	G *g = getg();
	if (--g->m->locks == 0 && g->preempt) g->stackguard = g->m->stackguard = POISON;
}

static char order[8];
static volatile unsigned noted;
static G *volatile parked;

static __attribute__((noinline)) void note(char c) {
	if (noted < sizeof order) order[noted] = c;
	noted++;
}

static void ordinary(void *arg) { note((char)(intptr_t)arg); }
static void waits(void *arg) {
	(void)arg;
	parked = getg();
	rt_park(NULL, NULL, WAIT_SLEEP);
	note('W');
}

// A goroutine that has parked; then preemption is off, and nobody else is there.
static G *begin_round(void) {
	noted = 0;
	parked = NULL;
	rt_newproc(closure(waits, NULL));
	while (parked == NULL || LOAD(&parked->status) != G_WAITING) gosched();
	pin();
	getm()->p->budget = (WakeBudget){0};
	parked->link = NULL;
	return parked;
}

static bool was(const char *expected) {
	unsigned n = 0;
	for (; expected[n] != 0; n++)
		if (order[n] != expected[n]) return false;
	return noted == n;
}

// ---- what a P may give to woken goroutines: a half
void wake_budget(void) {
	enum { STEP = 100000 };
	WakeBudget b = {0};
	int64_t now = 1000 * (int64_t)STEP, given = 0;
	for (int i = 0; i < 500; i++) {  // one after the other, without a break
		if (!wake_budget_take(&b, now)) break;
		now += STEP;
		wake_budget_end(&b, now);
		given++;
	}
	say_int("steps in a row", given);
	int64_t until = now;
	while (!wake_budget_take(&b, until)) until += STEP;
	say_int("steps until it may again", (until - now) / STEP);
}

// ---- woken ones run before those that were there
void woken_first(void) {
	gomaxprocs(1);
	for (int i = 0; i < ROUNDS; i++) {
		G *w = begin_round();
		rt_newproc(closure(ordinary, (void *)(intptr_t)'X'));
		rt_newproc(closure(ordinary, (void *)(intptr_t)'Y'));
		inject_woken(w);
		CHECK(woken_count() == 1);
		unpin();
		while (noted < 3) gosched();
		CHECK(order[0] == 'W' && woken_count() == 0);
	}
	say("ok\n");
}

// ---- who makes way goes on behind the woken one; whose time is over goes behind all
static __attribute__((noinline)) void yields_here(volatile int *n) { ++*n; }

static int right_order(bool way, const char *expected) {
	int right = 0, n = 0;
	for (int i = 0; i < ROUNDS; i++) {
		G *w = begin_round();
		rt_newproc(closure(ordinary, (void *)(intptr_t)'X'));
		inject_woken(w);
		STORE(&getm()->p->make_way, way);
		getg()->preempt = true;
		unpin();
		yields_here(&n);
		note('M');
		while (noted < 3) gosched();
		right += was(expected);
	}
	return right;
}

void makes_way(void) {
	gomaxprocs(1);
	int most = ROUNDS * 9 / 10;  // now and then the time slice happens to end in between
	CHECK(right_order(true, "WMX") >= most);
	CHECK(right_order(false, "WXM") >= most);
	say("ok\n");
}

// ---- mark workers
static bool stops(bool idle, int64_t began) {
	P *p = getm()->p;
	p->gc_idle = idle;
	p->gc_begin = began;
	return gc_worker_should_stop();
}

void worker_stops(void) {
	int64_t just = rt_nanotime() + 3600 * (int64_t)1000000000, long_ago = just - 7200 * (int64_t)1000000000;
	gomaxprocs(1);
	G *w = begin_round();
	CHECK(!stops(false, long_ago) && !stops(true, just));  // nobody waits
	inject_woken(w);
	CHECK(stops(false, just) && stops(true, just));        // for a woken goroutine at once
	unpin();
	while (noted < 1) gosched();
	pin();
	rt_newproc(closure(ordinary, (void *)(intptr_t)'X'));
	CHECK(!stops(false, just) && stops(false, long_ago));  // for another one when its time is over
	CHECK(stops(true, just));                              // or at once when there was nobody
	unpin();
	while (noted < 2) gosched();
	say("ok\n");
}
