// The scheduler: goroutines on threads.
//
// Every P has a queue of runnable goroutines and a slot, runnext, for the one just made ready. An M without work looks, in this order, at its P's
// queue, the global queue, the timers and the poller, and the other Ps' queues; while it looks at those it is `spinning`. It then gives its P up, and parks,
// unless nobody waits in the poller: then it waits there, until the next timer is due. Who makes a goroutine runnable wakes another M if there is an idle P
// and nobody spins. So there are at most as many threads at work as there is work for, and work never waits beside an idle P.
#include "mheap.h"
#include "sched.h"
#include "sysnr.h"

Sched sched;
M m0;

// ---- run queues ---------------------------------------------------------------------------------------------------------------------------------

void gqueue_put(GQueue *q, G *g) {
	g->link = NULL;
	if (q->tail != NULL) q->tail->link = g;
	else q->head = g;
	q->tail = g;
	__atomic_store_n(&q->n, q->n + 1, __ATOMIC_RELAXED);
}

G *gqueue_get(GQueue *q) {
	G *g = q->head;
	if (g == NULL) return NULL;
	q->head = g->link;
	if (q->head == NULL) q->tail = NULL;
	__atomic_store_n(&q->n, q->n - 1, __ATOMIC_RELAXED);
	g->link = NULL;
	return g;
}

void global_put(G *g) {  // sched.lock held
	gqueue_put(&sched.queue, g);
}

uint32_t global_count(void) { return __atomic_load_n(&sched.queue.n, __ATOMIC_RELAXED) + woken_count(); }

static bool queue_put_tail(P *p, G *g) {
	uint32_t head = __atomic_load_n(&p->head, __ATOMIC_ACQUIRE), tail = p->tail;
	if (tail - head >= RUNQ_SIZE) return false;
	__atomic_store_n(&p->runq[tail % RUNQ_SIZE], g, __ATOMIC_RELAXED);
	__atomic_store_n(&p->tail, tail + 1, __ATOMIC_RELEASE);
	return true;
}

// The queue is full: half of it and g go to the global queue.
static bool queue_spill(P *p, G *g) {
	uint32_t head = __atomic_load_n(&p->head, __ATOMIC_ACQUIRE), n = RUNQ_SIZE / 2;
	if (p->tail - head != RUNQ_SIZE) return false;
	if (!__atomic_compare_exchange_n(&p->head, &head, head + n, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) return false;
	mutex_lock(&sched.lock);
	for (uint32_t i = 0; i < n; i++) global_put(p->runq[(head + i) % RUNQ_SIZE]);  // nobody but this thread fills the places again
	global_put(g);
	mutex_unlock(&sched.lock);
	return true;
}

void queue_put(P *p, G *g, bool next) {
	if (next) {
		g = XCHG(&p->runnext, g);
		if (g == NULL) return;
	}
	while (!queue_put_tail(p, g) && !queue_spill(p, g)) {}
	if (!next) __atomic_thread_fence(__ATOMIC_SEQ_CST);  // before wake_p looks for idle Ps: whose P becomes idle looks at the queues after that
}

G *queue_get(P *p, bool *inherit) {
	if (sched.seeded) return seeded_get(p);
	G *next = __atomic_load_n(&p->runnext, __ATOMIC_RELAXED);
	if (next != NULL && CAS(&p->runnext, next, NULL)) {
		*inherit = true;
		return next;
	}
	for (;;) {
		uint32_t head = __atomic_load_n(&p->head, __ATOMIC_ACQUIRE);
		if (p->tail == head) return NULL;
		G *g = __atomic_load_n(&p->runq[head % RUNQ_SIZE], __ATOMIC_RELAXED);
		if (__atomic_compare_exchange_n(&p->head, &head, head + 1, false, __ATOMIC_RELEASE, __ATOMIC_RELAXED)) return g;
	}
}

bool queue_empty(P *p) {
	return LOAD(&p->head) == LOAD(&p->tail) && LOAD(&p->runnext) == NULL;
}

// Takes half of what `from` has to `to`'s queue and returns one of them.
static G *queue_steal(P *to, P *from, bool also_next) {
	for (;;) {
		uint32_t head = __atomic_load_n(&from->head, __ATOMIC_ACQUIRE), tail = __atomic_load_n(&from->tail, __ATOMIC_ACQUIRE);
		uint32_t n = tail - head;
		n -= n / 2;
		if (n == 0) {
			G *next = also_next ? __atomic_load_n(&from->runnext, __ATOMIC_ACQUIRE) : NULL;
			if (next == NULL) return NULL;
			// It is probably about to run it: let it. As long as this thread sleeps it counts as spinning, so two goroutines that talk to each other wake nobody else.
			if (LOAD(&from->status) == P_RUNNING) {
				sys_usleep(3);
				if (__atomic_load_n(&from->runnext, __ATOMIC_ACQUIRE) != next) continue;
			}
			if (!CAS(&from->runnext, next, NULL)) continue;
			return next;
		}
		if (n > RUNQ_SIZE / 2) continue;  // head and tail were not read together
		for (uint32_t i = 0; i < n; i++)
			__atomic_store_n(&to->runq[(to->tail + i) % RUNQ_SIZE], __atomic_load_n(&from->runq[(head + i) % RUNQ_SIZE], __ATOMIC_RELAXED), __ATOMIC_RELAXED);
		if (!__atomic_compare_exchange_n(&from->head, &head, head + n, false, __ATOMIC_ACQ_REL, __ATOMIC_RELAXED)) continue;
		G *g = to->runq[(to->tail + n - 1) % RUNQ_SIZE];
		if (n > 1) __atomic_store_n(&to->tail, to->tail + n - 1, __ATOMIC_RELEASE);
		return g;
	}
}

// ---- Ps and Ms ----------------------------------------------------------------------------------------------------------------------------------

void idle_p_put(P *p) {  // sched.lock held
	STORE(&p->status, P_IDLE);
	p->m = NULL;
	p->link = sched.idle_p;
	sched.idle_p = p;
	XADD(&sched.n_idle_p, 1);
}

P *idle_p_get(void) {  // sched.lock held
	P *p = sched.idle_p;
	if (p == NULL) return NULL;
	sched.idle_p = p->link;
	XADD(&sched.n_idle_p, -1);
	return p;
}

void acquire_p(M *m, P *p) {
	m->p = p;
	p->m = m;
	STORE(&p->status, P_RUNNING);
}

static P *release_p(M *m) {
	P *p = m->p;
	m->p = NULL;
	p->m = NULL;
	return p;
}

static void note_sleep(uint32_t *note) {
	while (LOAD(note) == 0) futex_sleep(note, 0, -1);
	STORE(note, 0);
}

void note_wake(uint32_t *note) {
	STORE(note, 1);
	futex_wake(note, 1);
}

static void thread_main(void) {
	M *m = getm();
	m->tid = (int32_t)sys_call(SYS_SET_TID_ADDRESS, (uintptr_t)&m->alive, 0, 0, 0, 0, 0);
	signal_thread_init(m);
	if (m->next_p != NULL) {
		acquire_p(m, m->next_p);
		m->next_p = NULL;
	}
	if (m->start_fn != NULL) m->start_fn();
	rt_schedule();
}

void m_init(M *m, uintptr_t stack_hi) {
	m->self = m;
	m->g0 = m->g = &m->g0_space;
	m->g0->m = m;
	m->g0->sp = stack_hi;
	m->stack_hi = stack_hi;
}

// The M of a thread that has ended, or NULL.
static M *dead_m_get(void) {
	mutex_lock(&sched.lock);
	M **at = &sched.dead_m;
	while (*at != NULL && LOAD(&(*at)->alive)) at = &(*at)->idle_next;
	M *m = *at;
	if (m != NULL) *at = m->idle_next;
	mutex_unlock(&sched.lock);
	return m;
}

static M *new_m(void) {
	M *m = rt_persistentalloc(sizeof *m, 64);
	char *stack = sys_alloc(SYSTEM_STACK);
	if (stack == NULL) rt_throw("runtime: cannot allocate a thread's stack");
	m->stack_lo = (uintptr_t)stack;
	m_init(m, (uintptr_t)stack + SYSTEM_STACK - 64);
	mutex_lock(&sched.lock);
	m->all_next = sched.all_m;
	__atomic_store_n(&sched.all_m, m, __ATOMIC_RELEASE);
	mutex_unlock(&sched.lock);
	return m;
}

static int64_t max_threads = 10000;  // (sched)

static void check_thread_count(int64_t n, int64_t limit) {
	if (n <= limit) return;
	print_number("runtime: program exceeds ", limit);
	print_text("-thread limit\n");
	rt_throw("thread exhaustion");
}

// Limits the number of threads; returns the limit before.
intptr_t rt_setmaxthreads(intptr_t n) GO("setmaxthreads");
intptr_t rt_setmaxthreads(intptr_t n) {
	if (n > 0x7fffffff) n = 0x7fffffff;
	mutex_lock(&sched.lock);
	int64_t old = max_threads, count = sched.n_m;
	max_threads = n;
	mutex_unlock(&sched.lock);
	check_thread_count(count, n);
	return old;
}

static void start_thread(P *p, bool spinning, void (*fn)(void)) {
	M *m = dead_m_get();
	if (m == NULL) m = new_m();
	m->next_p = p;
	m->spinning = spinning;
	m->start_fn = fn;
	m->alive = 1;
	mutex_lock(&sched.lock);
	m->id = ++sched.next_m_id;
	uint32_t n = ++sched.n_m;
	if (fn != NULL) sched.n_sys_m++;
	int64_t limit = max_threads;
	mutex_unlock(&sched.lock);
	check_thread_count(n, limit);
	uint64_t all = ~0ull, old;  // the new thread starts with all signals blocked
	sys_call(SYS_RT_SIGPROCMASK, 2, (uintptr_t)&all, (uintptr_t)&old, 8, 0, 0);
	uintptr_t flags = 0x100 | 0x200 | 0x400 | 0x800 | 0x10000 | 0x40000;  // VM, FS, FILES, SIGHAND, THREAD, SYSVSEM
#if defined(__x86_64__)
	flags |= 0x80000;  // SETTLS
#endif
	intptr_t tid = rt_clone(flags, (void *)m->g0->sp, m, thread_main);
	sys_call(SYS_RT_SIGPROCMASK, 2, (uintptr_t)&old, 0, 8, 0, 0);
	if (tid < 0) rt_throw("runtime: failed to create new OS thread");
}

void new_thread(void (*fn)(void)) { start_thread(NULL, false, fn); }

// Gives p, which nobody has, to a thread.
void start_m(P *p, bool spinning) {
	mutex_lock(&sched.lock);
	M *m = sched.idle_m;
	if (m != NULL) {
		sched.idle_m = m->idle_next;
		sched.n_idle_m--;
	}
	mutex_unlock(&sched.lock);
	if (m == NULL) {
		start_thread(p, spinning, NULL);
		return;
	}
	m->spinning = spinning;
	m->next_p = p;
	note_wake(&m->park);
}

// A thread for an idle P, if there is one.
bool start_idle_p(void) {
	mutex_lock(&sched.lock);
	P *p = sched.stopping ? NULL : idle_p_get();
	mutex_unlock(&sched.lock);
	if (p != NULL) start_m(p, false);
	return p != NULL;
}

static void start_spinning(void *unused) {
	(void)unused;
	if (!CAS(&sched.n_spinning, 0, 1)) return;
	mutex_lock(&sched.lock);
	P *p = sched.stopping ? NULL : idle_p_get();
	mutex_unlock(&sched.lock);
	if (p == NULL) XADD(&sched.n_spinning, -1);
	else start_m(p, true);
}

// If there is an idle P and nobody is looking for work, somebody should.
void wake_p(void) {
	if (LOAD(&sched.n_idle_p) == 0 || LOAD(&sched.n_spinning) != 0) return;
	systemstack(start_spinning, NULL);
}

static void park_thread(M *m) {
	note_sleep(&m->park);
	if (m->next_p != NULL) {
		acquire_p(m, m->next_p);
		m->next_p = NULL;
	}
}

static void stop_m(M *m) {
	mutex_lock(&sched.lock);
	m->idle_next = sched.idle_m;
	sched.idle_m = m;
	sched.n_idle_m++;
	check_dead();
	mutex_unlock(&sched.lock);
	park_thread(m);
}

void p_stopped(void) {  // sched.lock held
	if (--sched.stop_wait == 0) note_wake(&sched.stop_note);
}

static void end_spinning(M *m) {
	m->spinning = false;
	XADD(&sched.n_spinning, -1);
}

// The goroutine that this thread was wired to has ended, and so does the thread: nobody knows what was done to it. The first one waits for ever, for the
// process lives as long as it. Nothing runs on the stack when `alive` is 0.
_Noreturn void thread_exit(M *m) {
	P *p = release_p(m);
	handoff_p(p);
	uint64_t all = ~0ull;
	if (m != &m0) sys_call(SYS_RT_SIGPROCMASK, 2, (uintptr_t)&all, 0, 8, 0, 0);
	mutex_lock(&sched.lock);
	if (m == &m0) {
		sched.n_idle_m++;
	} else {
		m->tid = 0;
		sched.n_m--;
		m->idle_next = sched.dead_m;
		sched.dead_m = m;
	}
	check_dead();
	mutex_unlock(&sched.lock);
	if (m == &m0) note_sleep(&m->park);
	for (;;) sys_call(SYS_EXIT, 0, 0, 0, 0, 0, 0);
}

// The world is to stop: this thread's P stops.
static void gc_stop_m(M *m) {
	if (m->spinning) end_spinning(m);
	mutex_lock(&sched.lock);
	if (!sched.stopping) {
		mutex_unlock(&sched.lock);
		return;
	}
	P *p = release_p(m);
	STORE(&p->status, P_GCSTOP);
	p_stopped();
	mutex_unlock(&sched.lock);
	stop_m(m);
}

static bool any_work(void) {
	if (global_count() != 0) return true;
	for (int i = 0; i < sched.procs; i++)
		if (!queue_empty(sched.all_p[i])) return true;
	return false;
}

// p's thread left it: find it another, or make it idle.
void handoff_p(P *p) {
	if (!queue_empty(p) || global_count() != 0) {
		start_m(p, false);
		return;
	}
	if (LOAD(&sched.n_spinning) + LOAD(&sched.n_idle_p) == 0 && CAS(&sched.n_spinning, 0, 1)) {
		start_m(p, true);
		return;
	}
	mutex_lock(&sched.lock);
	if (sched.stopping) {
		STORE(&p->status, P_GCSTOP);
		p_stopped();
	} else if (global_count() != 0) {
		mutex_unlock(&sched.lock);
		start_m(p, false);
		return;
	} else {
		idle_p_put(p);
	}
	mutex_unlock(&sched.lock);
	if (any_work()) wake_p();  // somebody put it there who did not see p idle
}

// ---- making goroutines runnable -----------------------------------------------------------------------------------------------------------------

void rt_ready_next(G *g, bool next) {
	__atomic_store_n(&g->status, G_RUNNABLE, __ATOMIC_RELEASE);
	P *p = getm()->p;
	if (p != NULL) {
		queue_put(p, g, next);
	} else {
		mutex_lock(&sched.lock);
		global_put(g);
		mutex_unlock(&sched.lock);
	}
	wake_p();
}

void rt_ready(G *g) {
	GQueue *due = getm()->due;
	if (__builtin_expect(due == NULL, 1)) {
		rt_ready_next(g, true);
		return;
	}
	__atomic_store_n(&g->status, G_RUNNABLE, __ATOMIC_RELEASE);
	gqueue_put(due, g);
}

static void start_idle_ps(void *n) {
	for (uint32_t *left = n; *left > 0 && LOAD(&sched.n_idle_p) != 0 && start_idle_p(); --*left) {}
}

void inject_list(G *list) {
	if (list == NULL) return;
	uint32_t n = 0;
	mutex_lock(&sched.lock);
	while (list != NULL) {
		G *g = list;
		list = g->link;
		__atomic_store_n(&g->status, G_RUNNABLE, __ATOMIC_RELEASE);
		global_put(g);
		n++;
	}
	mutex_unlock(&sched.lock);
	if (LOAD(&sched.n_idle_p) != 0) systemstack(start_idle_ps, &n);
}

// ---- finding work -------------------------------------------------------------------------------------------------------------------------------

static G *take_global(P *p) {
	if (global_count() == 0) return NULL;
	mutex_lock(&sched.lock);
	uint32_t n = sched.queue.n / (uint32_t)sched.procs + 1;
	if (n > sched.queue.n) n = sched.queue.n;
	if (n > RUNQ_SIZE / 2) n = RUNQ_SIZE / 2;
	G *g = gqueue_get(&sched.queue);
	if (g == NULL) g = gqueue_get(&sched.woken);
	for (; n > 1; n--) {
		G *more = gqueue_get(&sched.queue);
		if (!queue_put_tail(p, more)) {
			global_put(more);
			break;
		}
	}
	mutex_unlock(&sched.lock);
	return g;
}

// The poller's: the first one runs now.
static G *take_list(P *p, G *list) {
	if (list != NULL) woken_rest(p, list->link);
	return list;
}

static G *steal(M *m) {
	uint32_t n = (uint32_t)sched.procs;
	for (int round = 0; round < 4; round++) {
		uint32_t start = (uint32_t)(rt_fastrand64() % n);
		for (uint32_t i = 0; i < n; i++) {
			if (LOAD(&sched.stopping)) return NULL;
			P *p = sched.all_p[(start + i) % n];
			if (p == m->p) continue;
			G *g = queue_steal(m->p, p, round == 3);
			if (g != NULL) return g;
		}
	}
	return NULL;
}

// Waits in the poller if nobody else does and there is something to wait for. True: the thread has a P again; *g may be set.
static bool wait_in_poller(M *m, G **g) {
	int64_t next = timers_next();
	if (next == 0 && !poll_has_waiters()) return false;
	if (XCHG(&sched.poll_waiting, 1) != 0) return false;
	next = timers_next();
	int64_t now = rt_nanotime();
	STORE(&sched.poll_until, next == 0 ? INT64_MAX : next);
	int64_t wait = next == 0 ? -1 : next > now ? next - now : 0;
	if (timers_next() != next) wait = 0;  // an earlier one came before poll_until was there
	G *list = poll_network(wait);
	STORE(&sched.poll_waiting, 0);
	STORE(&sched.last_poll, rt_nanotime());
	sysmon_cover(timers_next());
	mutex_lock(&sched.lock);
	P *p = sched.stopping ? NULL : idle_p_get();
	mutex_unlock(&sched.lock);
	if (p == NULL) {
		inject_woken(list);
		return false;
	}
	acquire_p(m, p);
	sysmon_rouse();
	*g = take_list(p, list);
	if (*g == NULL) {
		m->spinning = true;
		XADD(&sched.n_spinning, 1);
	}
	return true;
}

// After giving up the P: work that appeared before others could see the P idle?
static bool recheck(M *m) {
	if (!any_work()) return false;
	mutex_lock(&sched.lock);
	P *p = sched.stopping ? NULL : idle_p_get();
	mutex_unlock(&sched.lock);
	if (p == NULL) return false;
	acquire_p(m, p);
	m->spinning = true;
	XADD(&sched.n_spinning, 1);
	return true;
}

static G *look_around(M *m, bool *inherit) {
	P *p = m->p;
	G *g = woken_possible(p) || gc.phase == GC_MARK ? woken_get(p, inherit) : NULL;
	if (g == NULL && gc.phase == GC_MARK) g = gc_worker_due(p);
	if (g == NULL && (sched.seeded ? seeded_random() % 3 == 0 : p->tick % 61 == 0)) g = take_global(p);
	if (g == NULL) g = queue_get(p, inherit);
	if (g == NULL) g = take_global(p);
	if (g == NULL && poll_has_waiters() && LOAD(&sched.poll_waiting) == 0) g = take_list(p, poll_network(0));
	if (g == NULL && (m->spinning || 2 * LOAD(&sched.n_spinning) < (uint32_t)sched.procs - LOAD(&sched.n_idle_p))) {
		if (!m->spinning) {
			m->spinning = true;
			XADD(&sched.n_spinning, 1);
		}
		g = steal(m);
	}
	if (g == NULL) g = woken_timers(p);
	if (g == NULL) g = queue_get(p, inherit);
	return g;
}

static G *find_runnable(M *m, bool *inherit) {
	for (;;) {
		if (m->p == NULL) {
			stop_m(m);
			continue;
		}
		if (LOAD(&sched.stopping)) {
			gc_stop_m(m);
			continue;
		}
		*inherit = false;
		G *g = look_around(m, inherit);
		if (g != NULL) return g;
		if (gc.phase == GC_MARK && (g = gc_worker_idle(m->p)) != NULL) return g;
		mutex_lock(&sched.lock);
		if (sched.stopping || global_count() != 0) {
			mutex_unlock(&sched.lock);
			continue;
		}
		idle_p_put(release_p(m));
		mutex_unlock(&sched.lock);
		bool was_spinning = m->spinning;
		if (was_spinning) end_spinning(m);
		if (recheck(m)) continue;
		if (wait_in_poller(m, &g)) {
			if (g != NULL) return g;
			continue;
		}
	}
}

static _Noreturn void execute(M *m, G *g, bool inherit) {
	m->curg = g;
	g->m = m;
	g->wait_since = 0;
	g->preempt = false;
	g->in_c = 0;
	g->stackguard = g->limit;
	if (gc.phase == GC_MARK && __atomic_load_n(&g->scan, __ATOMIC_ACQUIRE) != 2 * gc.cycle + 1) gc_scan_before_run(g);
	__atomic_store_n(&g->status, G_RUNNING, __ATOMIC_RELEASE);
	if (!inherit) {
		__atomic_store_n(&m->p->tick, m->p->tick + 1, __ATOMIC_RELAXED);
		m->p->displaced = false;
	}
	rt_gogo(g);
}

// This thread may only run its locked goroutine: give the P away and wait until somebody wants that goroutine to run.
static void stop_locked_m(M *m) {
	if (m->p != NULL) handoff_p(release_p(m));
	mutex_lock(&sched.lock);
	sched.n_idle_m++;
	check_dead();
	mutex_unlock(&sched.lock);
	park_thread(m);
}

// g must run on the thread that it is locked to: that gets this thread's P.
static void start_locked_m(M *m, G *g) {
	M *to = g->locked_m;
	if (m->spinning) end_spinning(m);
	to->next_p = release_p(m);
	mutex_lock(&sched.lock);
	sched.n_idle_m--;
	mutex_unlock(&sched.lock);
	note_wake(&to->park);
	stop_m(m);
}

_Noreturn void rt_schedule(void) {
	M *m = getm();
	if (m->locked_g != NULL) {
		stop_locked_m(m);
		execute(m, m->locked_g, false);
	}
	for (;;) {
		bool inherit = false;
		G *g = find_runnable(m, &inherit);
		if (m->spinning) {
			end_spinning(m);
			wake_p();
		}
		if (g->locked_m == NULL || g->locked_m == m) execute(m, g, inherit);
		start_locked_m(m, g);
	}
}

// ---- leaving a goroutine ------------------------------------------------------------------------------------------------------------------------

// g no longer runs; on g0.
void g_leave(G *g, GStatus status) {
	M *m = getm();
	g->m = NULL;
	m->curg = NULL;
	__atomic_store_n(&g->status, status, __ATOMIC_RELEASE);
}

static void park_on_g0(G *g) {
	M *m = getm();
	bool (*unlock)(G *, void *) = m->park_unlock;
	m->park_unlock = NULL;
	g_leave(g, G_WAITING);
	if (unlock != NULL && !unlock(g, m->park_arg)) {
		__atomic_store_n(&g->status, G_RUNNABLE, __ATOMIC_RELEASE);
		execute(m, g, true);
	}
	rt_schedule();
}

// The goroutine waits until rt_ready. `unlock` runs when its context is saved; when it returns false, the goroutine goes on at once.
void rt_park(bool (*unlock)(G *, void *), void *arg, WaitReason why) {
	G *g = getg();
	M *m = g->m;
	m->park_unlock = unlock;
	m->park_arg = arg;
	g->wait_reason = (uint8_t)why;
	rt_mcall(park_on_g0);
}

static _Noreturn void yield_to_all(G *g) {
	g_leave(g, G_RUNNABLE);
	mutex_lock(&sched.lock);
	global_put(g);
	mutex_unlock(&sched.lock);
	rt_schedule();
}

static void yield_on_g0(G *g) { yield_to_all(g); }

void rt_Gosched(void) { rt_mcall(yield_on_g0); }

// Who makes way, for a woken goroutine or because the world is to stop, goes on as soon as possible; others were asked since their time is over.
static void preempt_on_g0(G *g) {
	P *p = getm()->p;
	if (sched.seeded || !(LOAD(&p->make_way) || LOAD(&sched.stopping))) yield_to_all(g);
	g_leave(g, G_RUNNABLE);
	p->displaced = true;
	queue_put(p, g, true);
	rt_schedule();
}

// A request to yield was seen, at a function's entry or by a signal.
void yield_preempted(G *g) {
	M *m = g->m;
	g->stackguard = g->limit;
	m->stackguard = g->limit;
	if (m->locks != 0 || m->p == NULL || g->in_c) return;  // asked for again when that is over
	rt_mcall(preempt_on_g0);
}

// ---- system calls -------------------------------------------------------------------------------------------------------------------------------

void entersyscall_c(uintptr_t sp, uintptr_t fp) {
	G *g = getg();
	M *m = g->m;
	m->locks++;
	P *p = m->p;
	g->sp = sp;
	g->fp = fp;
	g->in_c = 1;
	__atomic_store_n(&g->status, G_SYSCALL, __ATOMIC_RELEASE);
	m->old_p = p;
	m->p = NULL;
	p->m = NULL;
	STORE(&p->status, P_SYSCALL);
	if (LOAD(&sched.stopping)) {
		mutex_lock(&sched.lock);
		if (sched.stop_wait > 0 && CAS(&p->status, P_SYSCALL, P_GCSTOP)) p_stopped();
		mutex_unlock(&sched.lock);
	}
	sysmon_rouse();
	m->locks--;
}

static void exitsyscall_on_g0(G *g) {
	M *m = getm();
	g_leave(g, G_RUNNABLE);
	mutex_lock(&sched.lock);
	P *p = sched.stopping ? NULL : idle_p_get();
	bool locked = g->locked_m != NULL;
	if (p == NULL) global_put(g);
	mutex_unlock(&sched.lock);
	if (p != NULL) {
		acquire_p(m, p);
		execute(m, g, false);
	}
	if (!locked) stop_m(m);
	rt_schedule();
}

static void exitsyscall_with_p(G *g) {
	g_leave(g, G_RUNNABLE);
	execute(getm(), g, true);
}

void exitsyscall_c(void) {
	G *g = getg();
	M *m = g->m;
	m->locks++;
	P *p = m->old_p;
	m->old_p = NULL;
	if (p != NULL && CAS(&p->status, P_SYSCALL, P_RUNNING)) {
		m->p = p;
		p->m = m;
		if (gc.phase == GC_MARK && __atomic_load_n(&g->scan, __ATOMIC_ACQUIRE) != 2 * gc.cycle + 1) {
			m->locks--;
			rt_mcall(exitsyscall_with_p);
			return;
		}
		__atomic_store_n(&p->syscall_tick, p->syscall_tick + 1, __ATOMIC_RELAXED);
		__atomic_store_n(&g->status, G_RUNNING, __ATOMIC_RELEASE);
		g->in_c = 0;
		m->locks--;
		if (g->preempt || LOAD(&sched.stopping)) g->stackguard = m->stackguard = POISON;
		return;
	}
	m->locks--;
	rt_mcall(exitsyscall_on_g0);
}

// ---- deadlock -----------------------------------------------------------------------------------------------------------------------------------

void check_dead(void) {
	if (sched.n_m - sched.n_idle_m - sched.n_sys_m > 0 || sched.panicking || !sched.main_started) return;
	if (timers_pending()) return;
	bool none = LOAD(&sched.n_g) - LOAD(&sched.n_sys_g) == 0;
	mutex_unlock(&sched.lock);
	rt_fatal(none ? "no goroutines (main called runtime.Goexit) - deadlock!" : "all goroutines are asleep - deadlock!");
}

// ---- sleeping on a word -------------------------------------------------------------------------------------------------------------------------

static G *sleepers;

static bool sleep_unlock(G *g, void *word) {
	bool sleep = LOAD((uint32_t *)word) == 0;
	if (sleep) {
		g->wait_param = word;
		g->link = sleepers;
		sleepers = g;
	}
	mutex_unlock(&sched.lock);
	return sleep;
}

void sleep_on(uint32_t *word) {
	mutex_lock(&sched.lock);
	rt_park(sleep_unlock, word, WAIT_FINALIZER);
}

void wake_on(uint32_t *word) {
	G *ready = NULL;
	mutex_lock(&sched.lock);
	STORE(word, 1);
	for (G **at = &sleepers; *at != NULL;) {
		G *g = *at;
		if (g->wait_param != word) {
			at = &g->link;
			continue;
		}
		*at = g->link;
		g->link = ready;
		ready = g;
	}
	mutex_unlock(&sched.lock);
	inject_list(ready);
}

// ---- what the memory side and the library ask ---------------------------------------------------------------------------------------------------

struct Mcache *current_mcache(void) { return getm()->p->mcache; }
void thread_yield(void) { rt_Gosched(); }
void thread_point(void) { sched_point(); }

void thread_relax(void) {
	G *g = getg();
	if (can_collect() && (g->preempt || LOAD(&sched.stopping))) rt_Gosched();
}

void thread_pause(void) {
	for (int i = 0; i < 30; i++) spin_pause();
	sys_call(SYS_SCHED_YIELD, 0, 0, 0, 0, 0, 0);
}

int rt_procs(void) { return sched.procs; }
void *thread_identity(void) { return getm(); }

bool can_collect(void) {
	G *g = getg();
	M *m = g->m;
	return g != m->g0 && m->locks == 0 && m->p != NULL && !sched.panicking;
}

intptr_t rt_NumGoroutine(void) GO("NumGoroutine");
intptr_t rt_NumGoroutine(void) { return (intptr_t)(LOAD(&sched.n_g) - LOAD(&sched.n_sys_g)); }
intptr_t rt_NumCPU(void) GO("NumCPU");
intptr_t rt_NumCPU(void) { return sched.ncpu; }
uint64_t rt_goid(void) GO("goid");
uint64_t rt_goid(void) { return getg()->id; }
