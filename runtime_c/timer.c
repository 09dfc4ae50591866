// Timers.
//
// Every P has a 4-ary heap of timers, sorted by when they are due. A timer's home is the P on which it last came into a heap: its lock guards the heap and the
// timers whose home it is. A P runs its own timers between two goroutines, which costs a load when none is due; a P that has nothing else to do, or now and then, runs those of the
// others. Running one means making a goroutine ready, starting one, or sending the time on a channel, so it takes no time.
//
// A timer with a channel (time.Timer, time.Ticker) is in the heap only while a goroutine waits for the channel. Else nobody can see whether the time was sent yet: who looks
// at the channel looks at the clock first. So such a timer costs nothing to start and to stop, and when nobody refers to it, it is garbage, active or not.
// Stopping it, or starting it anew, takes what was sent and not received out of the channel, under the channel's lock, and makes a send that was about to
// happen void (`generation`). So no stale time is ever received.
//
// Lock order: the channel's lock, the home's lock, a descriptor's lock. Nobody holds two homes' locks.
#include "gc.h"
#include "sched.h"

enum { FEW_DUE = 16 };

// ---- a P's heap ---------------------------------------------------------------------------------------------------------------------------------

static void place(Timers *h, TimerEntry e, uintptr_t i) {
	h->heap[i] = e;
	e.t->index = i;
}

static void sift_up(Timers *h, uintptr_t i) {
	TimerEntry e = h->heap[i];
	for (; i > 0 && e.when < h->heap[(i - 1) / 4].when; i = (i - 1) / 4) place(h, h->heap[(i - 1) / 4], i);
	place(h, e, i);
}

static void sift_down(Timers *h, uintptr_t i) {
	TimerEntry e = h->heap[i];
	for (;;) {
		uintptr_t best = i * 4 + 1;
		if (best >= h->n) break;
		for (uintptr_t k = i * 4 + 2; k <= i * 4 + 4 && k < h->n; k++)
			if (h->heap[k].when < h->heap[best].when) best = k;
		if (h->heap[best].when >= e.when) break;
		place(h, h->heap[best], i);
		i = best;
	}
	place(h, e, i);
}

static void first_changed(Timers *h) { STORE(&h->first, h->n == 0 ? 0 : h->heap[0].when); }

// Arrays that were outgrown are not used again: together they are as large as the one in use.
static void grow(Timers *h) {
	uintptr_t cap = h->cap == 0 ? 64 : h->cap * 2;
	TimerEntry *bigger = rt_persistentalloc(cap * sizeof *bigger, 8);
	memcpy(bigger, h->heap, h->n * sizeof *bigger);
	h->heap = bigger;
	h->cap = cap;
}

static void insert(Timers *h, RtTimer *t) {
	if (h->n == h->cap) grow(h);
	t->state |= TIMER_IN_HEAP;
	h->heap[h->n] = (TimerEntry){t->when, t};
	sift_up(h, h->n++);
	first_changed(h);
}

static void erase(Timers *h, RtTimer *t) {
	if ((t->state & TIMER_IN_HEAP) == 0) return;
	if (rt_writeBarrier) {  // the heap of timers, a root, loses it
		gc_shade_conservative(&t, sizeof t);
		gc_shade_conservative(&t->fn, sizeof t->fn);
	}
	uintptr_t i = t->index;
	t->state &= ~(uintptr_t)TIMER_IN_HEAP;
	TimerEntry last = h->heap[--h->n];
	h->heap[h->n] = (TimerEntry){0, NULL};
	if (i != h->n) {
		place(h, last, i);
		sift_down(h, i);
		sift_up(h, last.t->index);
	}
	first_changed(h);
}

// ---- starting and stopping ----------------------------------------------------------------------------------------------------------------------

static void wake_if_earlier(int64_t when) {
	if (!LOAD(&sched.poll_waiting)) sysmon_cover(when);
	else if (when < LOAD(&sched.poll_until)) poll_wake();
	sysmon_rouse();
}

static Timers *mine(void) { return &getm()->p->timers; }

// A timer changes its home when it comes into a heap: it should be where it was last wanted.
static Timers *lock_home(RtTimer *t) {
	for (;;) {
		Timers *h = __atomic_load_n(&t->home, __ATOMIC_ACQUIRE);
		mutex_lock(&h->lock);
		if (t->home == h) return h;
		mutex_unlock(&h->lock);
	}
}

static void set_when(RtTimer *t, int64_t when) { __atomic_store_n(&t->when, when, __ATOMIC_RELAXED); }
static bool belongs_in_heap(const RtTimer *t) { return t->when != 0 && (t->state & TIMER_IN_HEAP) == 0 && (t->c == NULL || t->blocked != 0); }

// h, t's home, is locked, and will be unlocked. If t belongs in a heap it comes into the one of this P.
static void insert_here(Timers *h, RtTimer *t) {
	bool insert_it = belongs_in_heap(t);
	if (insert_it && h != mine()) {
		Timers *to = mine();
		__atomic_store_n(&t->home, to, __ATOMIC_RELEASE);
		mutex_unlock(&h->lock);
		h = to;
		mutex_lock(&h->lock);
		insert_it = t->home == h && belongs_in_heap(t);  // perhaps somebody was quicker
	}
	int64_t when = t->when;
	if (insert_it) insert(h, t);
	mutex_unlock(&h->lock);
	if (insert_it) wake_if_earlier(when);
}

// The channel's lock is held, if there is one. `when` 0: stop. Returns whether it was active.
static bool set(RtTimer *t, int64_t when, int64_t period) {
	Timers *h = lock_home(t);
	bool active = t->when != 0 || t->sending;
	erase(h, t);
	set_when(t, when);
	t->period = period;
	t->generation++;
	t->sending = false;
	insert_here(h, t);
	return active;
}

static int64_t valid(int64_t when) { return when < 0 ? INT64_MAX : when == 0 ? 1 : when; }

static bool restart(RtTimer *t, int64_t when, int64_t period) {
	if (t->c == NULL) return set(t, when, period);
	chan_lock(t->c);
	bool active = set(t, when, period);
	active |= chan_drain(t->c);
	chan_unlock(t->c);
	return active;
}

bool timer_remove(RtTimer *t) { return restart(t, 0, 0); }

// A goroutine begins, or ceases, to wait for the channel of t; the former under the channel's lock.
void timer_block(RtTimer *t) {
	Timers *h = lock_home(t);
	t->blocked++;
	insert_here(h, t);
}

void timer_unblock(RtTimer *t) {
	Timers *h = lock_home(t);
	if (--t->blocked == 0) erase(h, t);
	mutex_unlock(&h->lock);
}

// ---- what is due --------------------------------------------------------------------------------------------------------------------------------

// The time that a timer with a channel sends: time.Time as Now makes it (std/time/time.go), of the moment when the timer was due.
static Time time_of(const RtTimer *t, int64_t when, int64_t now) {
	enum { NSEC_SHIFT = 30 };
	const int64_t since_1885 = 2682288000, year_1885 = 59453308800;  // in 1970; in the year 1
	int64_t wall = rt_walltime_ns() - (now - when), sec = wall / 1000000000, nsec = wall % 1000000000;
	if (nsec < 0) nsec += 1000000000, sec--;
	sec += since_1885;
	if ((uint64_t)sec >> 33 != 0) return (Time){(uint64_t)nsec, sec + year_1885, *t->local};
	return (Time){(uint64_t)1 << 63 | (uint64_t)sec << NSEC_SHIFT | (uint64_t)nsec, when - t->start_ns, *t->local};
}

// It was due at t->when: the next time, or never. h's lock is held, and t is not in the heap.
static void advance(Timers *h, RtTimer *t, int64_t now) {
	if (t->period <= 0) {
		set_when(t, 0);
		return;
	}
	int64_t when = t->when + t->period * (1 + (now - t->when) / t->period);
	set_when(t, when < 0 ? INT64_MAX : when);
	if (belongs_in_heap(t)) insert(h, t);
}

// The channel's lock is held. Is a time to be sent that nobody was there to send?
bool timer_look(RtTimer *t, Time *out) {
	int64_t when = __atomic_load_n(&t->when, __ATOMIC_RELAXED);
	if (when == 0) return false;
	int64_t now = rt_nanotime();
	if (when > now) return false;
	Timers *h = lock_home(t);
	when = t->when;
	bool send = when != 0 && when <= now && (t->state & TIMER_IN_HEAP) == 0;
	if (send) advance(h, t, now);
	mutex_unlock(&h->lock);
	if (send) *out = time_of(t, when, now);
	return send;
}

// A send that was taken from the heap, unless the timer was set anew since. The channel's lock is held.
bool timer_claim(const Due *d, Time *out) {
	Timers *h = lock_home(d->t);
	bool send = d->t->generation == d->generation;
	if (send) d->t->sending = false;
	mutex_unlock(&h->lock);
	if (send) *out = time_of(d->t, d->when, d->now);
	return send;
}

static G *start(RtTimer *t) {
	if (t->state & TIMER_G) return t->fn;
	if (t->state & TIMER_POLL) return poll_expire(t->fn);
	return newproc_g(t->fn, 0, false);
}

// Adds to the queue, and notes which channels are to be sent to. False: there is more.
static bool run_some(Timers *h, int64_t now, GQueue *due, Due *sends, int *n) {
	mutex_lock(&h->lock);
	while (h->n > 0 && h->heap[0].when <= now && *n < FEW_DUE) {
		RtTimer *t = h->heap[0].t;
		int64_t when = t->when;
		erase(h, t);
		if (t->c != NULL) {
			sends[(*n)++] = (Due){t, when, now, t->generation};
			t->sending = true;
			advance(h, t, now);
			continue;
		}
		bool of_the_program = (t->state & (TIMER_G | TIMER_POLL)) == 0;
		if (of_the_program) advance(h, t, now);
		else set_when(t, 0);
		G *g = start(t);  // from here on t may be gone, with the stack that it lies on
		if (g != NULL) gqueue_put(due, g);
	}
	bool done = h->n == 0 || h->heap[0].when > now;
	mutex_unlock(&h->lock);
	return done;
}

static void run_heap(Timers *h, int64_t now, GQueue *due) {
	for (bool done = false; !done;) {
		Due sends[FEW_DUE];
		int n = 0;
		done = run_some(h, now, due, sends, &n);
		for (int i = 0; i < n; i++) chan_send_time(sends[i].t->c, &sends[i]);
	}
}

static void run_heaps(P *p, bool all, GQueue *due) {
	int64_t now = 0, first = LOAD(&p->timers.first);
	if (first != 0 && first <= (now = rt_nanotime())) run_heap(&p->timers, now, due);
	if (!all) return;
	for (int i = 0; i < sched.made_p; i++) {
		Timers *h = &sched.all_p[i]->timers;
		first = LOAD(&h->first);
		if (first == 0 || h == &p->timers) continue;
		if (now == 0) now = rt_nanotime();
		if (first <= now) run_heap(h, now, due);
	}
}

// On g0, with P p. Starts what is due: goroutines to run are added to the queue.
void timers_run(P *p, bool all, GQueue *due) {
	getm()->due = due;
	run_heaps(p, all, due);
	getm()->due = NULL;
}

int64_t timers_next(void) {
	int64_t next = 0;
	for (int i = 0; i < sched.made_p; i++) {
		int64_t first = LOAD(&sched.all_p[i]->timers.first);
		if (first != 0 && (next == 0 || first < next)) next = first;
	}
	return next;
}

bool timers_pending(void) { return timers_next() != 0; }

void gc_timers(GcWork *w) {
	for (int i = 0; i < sched.made_p; i++) {
		Timers *h = &sched.all_p[i]->timers;
		mutex_lock(&h->lock);
		for (uintptr_t k = 0; k < h->n; k++) {
			gc_mark_address(w, (uintptr_t)h->heap[k].t);
			gc_mark_address(w, (uintptr_t)h->heap[k].t->fn);
		}
		mutex_unlock(&h->lock);
	}
}

// ---- the program's ------------------------------------------------------------------------------------------------------------------------------

// A new timer, that nobody else knows.
void rt_timerstart(RtTimer *t) GO("timerstart");
void rt_timerstart(RtTimer *t) {
	t->home = mine();
	if (t->c != NULL) chan_set_timer(t->c, t);
	restart(t, valid(t->when), t->period);
}

bool rt_timerstop(RtTimer *t) GO("timerstop");
bool rt_timerstop(RtTimer *t) { return timer_remove(t); }
bool rt_timerreset(RtTimer *t, int64_t when, int64_t period) GO("timerreset");
bool rt_timerreset(RtTimer *t, int64_t when, int64_t period) { return restart(t, valid(when), period); }

// At `when` poll_expire(arg) is called.
void timer_add_c(RtTimer *t, void *arg, int64_t when) {
	t->state = TIMER_POLL;
	t->fn = arg;
	t->home = mine();
	set(t, valid(when), 0);
}

static bool start_sleep(G *g, void *arg) {
	RtTimer *t = arg;
	t->state = TIMER_G;
	t->fn = g;
	t->home = mine();
	set(t, t->when, 0);
	return true;
}

void rt_timesleep(int64_t ns) GO("timesleep");
void rt_timesleep(int64_t ns) {
	if (ns <= 0) return;
	RtTimer t = {.when = rt_nanotime() + ns};
	t.when = valid(t.when);
	rt_park(start_sleep, &t, WAIT_SLEEP);
}
